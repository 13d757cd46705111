"""Unified diffs made from edits, in linear time: where a file changes is known, nothing is compared."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.findings import Edit, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.check.findings import TextChange
    from flatchr_clean.check.pieces import Piece

CONTEXT = 3
"""Unchanged lines on each side of a change."""

LONGEST_HUNK = 1 << 20
"""Characters after which a hunk ends with its piece, so that memory does not grow with a file."""

MARK = "\ufeff"

NAMES_OLD, NAMES_NEW = "--- ", "+++ "


class DiffLine(NamedTuple):
    """A line of a diff.

    Attributes:
        sign: what it begins with: `NAMES_OLD` or `NAMES_NEW` before a path, ``@@``, or a character.
        text: what follows, with its line break.
    """

    sign: str
    text: str


class _Block(NamedTuple):
    """Lines ``first`` to ``last`` of a piece, from 0 and inclusive, and what they become."""

    first: int
    last: int
    new: list[str]


class Differ:
    """Makes the diff of each file from its pieces, taken in order."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._is_named = False
        self._shift = 0
        self._start = 0
        self._hunk: list[DiffLine] = []
        self._size = 0
        self._unchanged: list[str] = []

    def diff(self, piece: Piece, edits: tuple[Edit, ...]) -> Iterator[DiffLine]:
        """Give the lines of the diff that one piece completes; a byte-order mark is part of the first line.

        Args:
            piece: the next piece of a file, or the first of another.
            edits: how it is rewritten.
        """
        if piece.is_first:
            self._begin()
        if edits and not self._is_named:
            self._is_named = True
            yield DiffLine(NAMES_OLD, f"{piece.source.path}\n")
            yield DiffLine(NAMES_NEW, f"{piece.source.path}\n")
        text = piece.text
        if piece.is_first and piece.encoding.mark:
            text = MARK + text
            edits = tuple(Edit(start + 1, end + 1, written) for start, end, written in edits)
        lines = _split_lines(text)
        position = 0
        for block in _find_blocks(text, lines, edits) if edits else ():
            yield from self._pass(lines[position : block.first])
            position = block.last + 1
            self._change(piece.line + block.first, lines[block.first : position], block.new)
        yield from self._pass(lines[position:])
        if piece.last or self._size > LONGEST_HUNK:
            yield from self._end_hunk()

    def _pass(self, lines: list[str]) -> Iterator[DiffLine]:
        """Take lines that stay; they end a hunk when there are enough of them."""
        self._unchanged += lines
        if len(self._unchanged) > 2 * CONTEXT:
            yield from self._end_hunk()
        if not self._hunk:
            self._unchanged = self._unchanged[-CONTEXT:]

    def _change(self, number: int, old: list[str], new: list[str]) -> None:
        """Take lines that change; the first of them has that number."""
        if not self._hunk:
            self._start = number - len(self._unchanged)
        added = *_write_lines(" ", self._unchanged), *_write_lines("-", old), *_write_lines("+", new)
        self._hunk += added
        self._size += sum(len(line.text) for line in added)
        self._unchanged = []

    def _end_hunk(self) -> Iterator[DiffLine]:
        if not self._hunk:
            return
        self._hunk += _write_lines(" ", self._unchanged[:CONTEXT])
        old = sum(line.sign in " -" for line in self._hunk)
        new = sum(line.sign in " +" for line in self._hunk)
        yield DiffLine("@@ ", f"-{self._start},{old} +{self._start + self._shift},{new} @@\n")
        yield from self._hunk
        self._shift += new - old
        self._hunk = []
        self._size = 0


def diff_texts(path: str, texts: tuple[TextChange, ...], *, named: bool = False) -> Iterator[DiffLine]:
    """Give the lines of the diff of an archive or of columns: each text that changes, below its place.

    Args:
        path: the file.
        texts: those that change.
        named: True where others of it were given before.
    """
    if texts and not named:
        yield DiffLine(NAMES_OLD, f"{path}\n")
        yield DiffLine(NAMES_NEW, f"{path}\n")
    for where, before, after in texts:
        yield DiffLine("@@ ", f"{where} @@\n")
        for sign, text in (("-", before), ("+", after)):
            for line in text.split("\n"):
                yield DiffLine(sign, f"{line}\n")


def _split_lines(text: str) -> list[str]:
    *lines, rest = text.split("\n")
    return [f"{line}\n" for line in lines] + ([rest] if rest else [])


def _find_blocks(text: str, lines: list[str], edits: tuple[Edit, ...]) -> Iterator[_Block]:
    """Gather edits that touch the same lines, or lines that follow each other."""
    starts = [0, *accumulate(map(len, lines))]
    last_line = len(lines) - 1

    def make(first: int, last: int, gathered: list[Edit]) -> _Block:
        base = starts[first]
        shifted = [Edit(start - base, end - base, written) for start, end, written in gathered]
        return _Block(first, last, _split_lines(apply_edits(text[base : starts[last + 1]], shifted)))

    gathered: list[Edit] = []
    first = last = -1
    for edit in edits:
        from_line = min(bisect_right(starts, edit.start) - 1, last_line)
        if gathered and from_line > last + 1:
            yield make(first, last, gathered)
            gathered = []
        if not gathered:
            first = from_line
        gathered.append(edit)
        last = min(bisect_right(starts, edit.end) - 1, last_line)
    yield make(first, last, gathered)


def _write_lines(sign: str, lines: list[str]) -> Iterator[DiffLine]:
    for line in lines:
        yield DiffLine(sign, line if line.endswith("\n") else f"{line}\n")
        if not line.endswith("\n"):
            yield DiffLine("\\", " No newline at end of file\n")
