"""A text before and after cleaning, drawn in lines of a fixed width with the changed characters marked.

Knows changes, columns and what an encoding can show. Must not know how a mark looks: that is the caller's.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flatchr_clean.text.changes import Change

# Categories (UAX #44, table 12) of characters that nobody sees, or that move their neighbours.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What is drawn for one character, and whether it was changed."""

    shown: str
    changed: bool


Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a text, before and after."""

    before: Cells
    after: Cells

    @property
    def changed(self) -> bool:
        """True when something in the line was changed."""
        return any(cell.changed for cell in self.before + self.after)


def show_character(character: str, encoding: str) -> str:
    """Give a character as a terminal can show it: itself, or its code point in angle brackets.

    Args:
        character: one character.
        encoding: the encoding of the terminal.

    Example:
        >>> show_character("é", "utf-8"), show_character("é", "ascii")
        ('é', '<U+00E9>')
        >>> show_character(chr(0xA0), "utf-8")
        '<U+00A0>'
    """
    if character == " ":
        return character
    unseen = unicodedata.category(character) in _UNSEEN or unicodedata.east_asian_width(character) in "WF"
    if not unseen:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            unseen = True
    return f"<U+{ord(character):04X}>" if unseen else character


def draw_rows(text: str, changes: Sequence[Change], encoding: str) -> list[Row]:
    """Put a text and its cleaned form side by side, line by line.

    Args:
        text: the text before.
        changes: what was changed in it, in order.
        encoding: the encoding of the terminal.

    Returns:
        One row for each line of the text; a line break that was changed does not begin a new one.
    """
    rows: list[Row] = []
    before: list[Cell] = []
    after: list[Cell] = []
    for original, replacement, changed in _pieces(text, changes):
        if original == "\n" and not changed:
            rows.append(Row(tuple(before), tuple(after)))
            before, after = [], []
            continue
        before += [Cell(show_character(character, encoding), changed) for character in original]
        after += [Cell(show_character(character, encoding), changed) for character in replacement]
    return [*rows, Row(tuple(before), tuple(after))]


def _pieces(text: str, changes: Iterable[Change]) -> Iterator[tuple[str, str, bool]]:
    """Give what stands before and after, a changed span or an unchanged character at a time."""
    position = 0
    for change in changes:
        yield from ((character, character, False) for character in text[position : change.start])
        yield change.original, change.replacement, True
        position = change.end
    yield from ((character, character, False) for character in text[position:])


def wrap_cells(cells: Cells, width: int) -> Iterator[Cells]:
    """Break a line after spaces, and within a word that is longer than the width.

    Args:
        cells: the line.
        width: columns; a cell is never broken.

    Yields:
        At least one line, each within the width.
    """
    start = 0
    while True:
        end, columns, space = start, 0, start
        while end < len(cells) and columns + len(cells[end].shown) <= width:
            columns += len(cells[end].shown)
            end += 1
            if cells[end - 1].shown == " ":
                space = end
        if end < len(cells):
            end = space if space > start else max(end, start + 1)
        yield cells[start:end]
        start = end
        if start >= len(cells):
            return
