"""Text of HTML as a reader gets it, with the way back to its source. Knows places; knows no rule of cleaning.

A `Flow` joins the text of several nodes, their character references decoded, into one string: rules see the
letters around a character whatever tags stand between. The edits that they make are brought back to the
source, split where they reach over a tag. What no edit touches stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flatchr_clean.text.changes import Edit
from flatchr_clean.text.html_references import find_references, write_references
from flatchr_clean.text.tables.references import REFERENCES


class Piece(NamedTuple):
    """A part of the joined text, ``text[at:at + length]``, and its source, ``source[start:end]``.

    Both are equally long where the source is what it says; else it is a reference.
    """

    at: int
    length: int
    start: int
    end: int


_LAYOUT = " \t\n\r"


class Flow:
    """The joined text of nodes, or the text of an attribute's value.

    Args:
        source: the HTML that holds them.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._doubles: list[Piece] = []
        self._waiting_break = ""
        self.length = 0

    @property
    def text(self) -> str:
        """The joined text."""
        return "".join(self._texts)

    def add_node(self, start: int, end: int) -> None:
        """Add a text node, ``source[start:end]``. White space at a line's start is the source's layout."""
        source = self._source
        if source[start] in _LAYOUT and self._starts_line():
            while start < end and source[start] in _LAYOUT:
                start += 1
        if start < end:
            if self._waiting_break:
                self._texts.append(self._waiting_break)
                self.length += 1
                self._waiting_break = ""
            self._add(start, end, in_value=False)

    def add_value(self, start: int, end: int) -> None:
        """Add the value of an attribute, ``source[start:end]``."""
        self._add(start, end, in_value=True)

    def break_line(self) -> int:
        """Begin a new line, unless one begins here; the last line gets no break.

        Returns:
            Where that line starts in the text.
        """
        if not self._starts_line():
            self._waiting_break = "\n"
        return self.length + len(self._waiting_break)

    def _starts_line(self) -> bool:
        return not self._texts or self._waiting_break != "" or self._texts[-1][-1] in "\n\r"

    def _add(self, start: int, end: int, *, in_value: bool) -> None:
        if self._source.find("&", start, end) >= 0:
            for reference in find_references(self._source, start, end, in_value=in_value):
                self._add_piece(self._source[start : reference.start], start, reference.start)
                self._add_piece(reference.characters, reference.start, reference.end)
                if len(reference.characters) > 1:
                    self._doubles.append(self._pieces[-1])
                start = reference.end
        self._add_piece(self._source[start:end], start, end)

    def _add_piece(self, text: str, start: int, end: int) -> None:
        if text:
            length = len(text)
            self._texts.append(text)
            self._pieces.append(Piece(self.length, length, start, end))
            self.length += length

    def locate(self, edits: Sequence[Edit], special: str) -> list[Edit]:
        """Bring edits of the joined text back to the source.

        Args:
            edits: edits of `text`, sorted and not overlapping.
            special: the characters that are markup where the text stands; see `write_references`.

        Returns:
            Edits of the source, sorted and not overlapping. One that reaches over a tag is split: its
            replacement stands in the first part, the others are deleted.
        """
        located: list[Edit] = []
        pieces = iter(self._pieces)
        piece = next(pieces, None)
        for edit in self._take_whole(edits) if self._doubles else edits:
            while piece and piece.at + piece.length <= edit.start:
                piece = next(pieces, None)
            spans: list[tuple[int, int]] = []
            while piece and piece.at < edit.end:
                start, end = _span(piece, edit)
                if spans and spans[-1][1] == start:
                    start = spans.pop()[0]
                spans.append((start, end))
                if piece.at + piece.length > edit.end:
                    break
                piece = next(pieces, None)
            replacement = write_references(edit.replacement, special)
            for start, end in spans:
                located.append(edit._replace(start=start, end=end, replacement=replacement))
                replacement = ""
        return located

    def _take_whole(self, edits: Sequence[Edit]) -> list[Edit]:
        """Widen edits to the references for two characters that they touch: those are replaced as a whole."""
        text = self.text
        doubles = {at: piece for piece in self._doubles for at in (piece.at, piece.at + 1)}
        widened: list[Edit] = []
        reached = 0  # where the edit before this one ended before it was widened
        for edit in edits:
            start = min(edit.start, doubles[edit.start].at) if edit.start in doubles else edit.start
            last = edit.end - 1
            end = doubles[last].at + 2 if last in doubles else edit.end
            replacement = edit.replacement + text[edit.end : end]
            if widened and widened[-1].end > start:
                before = widened.pop()
                kept = before.replacement[: len(before.replacement) - (before.end - reached)]
                replacement = kept + text[reached : edit.start] + replacement
                start, lossy = before.start, before.lossy or edit.lossy
                widened.append(Edit(start, end, replacement, before.rule, lossy))
            else:
                replacement = text[start : edit.start] + replacement
                widened.append(edit._replace(start=start, end=end, replacement=replacement))
            reached = edit.end
        return widened


def _span(piece: Piece, edit: Edit) -> tuple[int, int]:
    """Give the source of what an edit takes of a piece."""
    if piece.length != piece.end - piece.start:
        return piece.start, piece.end
    offset = piece.start - piece.at
    return max(edit.start, piece.at) + offset, min(edit.end, piece.at + piece.length) + offset


# What stands open at the end of a stretch of source: a reference that more characters may lengthen, or,
# where it is text, what becomes a tag when a letter follows. In a title or a textarea an end tag may be
# half written.
_OPEN_REFERENCE = re.compile(r"&#?[0-9A-Za-z]*+")
_OPEN_TAG = re.compile(r"<(?:/[A-Za-z]*+)?")
_LENGTHENS_REFERENCE = re.compile(r"[#0-9A-Za-z;=]")
_OPENS_TAG = re.compile(r"[A-Za-z/!?]")


def keep_apart(source: str, edits: Sequence[Edit], *, in_value: bool) -> list[Edit]:
    """Keep what edits bring together from becoming markup.

    A zero-width space deleted from ``<\\u200bb>`` would make a tag, and one deleted from ``&\\u200blt;`` a
    reference: the ``<`` or ``&`` before it is written as a reference. After a reference without semicolon,
        one is written.

    Args:
        source: the HTML.
        edits: edits of text nodes and deletions of tags between them, or edits of one attribute's value;
            sorted and not overlapping.
        in_value: True for an attribute's value.

    Returns:
        The edits, with the needed ones among them.
    """
    apart: list[Edit] = []
    reached = 0
    for index, edit in enumerate(edits):
        apart.extend(_shut(source, reached, edits, index, in_value=in_value))
        apart.append(edit)
        reached = edit.end
    return apart


def _shut(source: str, reached: int, edits: Sequence[Edit], index: int, *, in_value: bool) -> Iterator[Edit]:
    """Shut what stands open between a place and an edit, if what follows would go on with it."""
    edit = edits[index]
    start = source.rfind("&", reached, edit.start)
    if start >= 0 and _OPEN_REFERENCE.fullmatch(source, start, edit.start):
        if _LENGTHENS_REFERENCE.match(_following(source, edits, index)):
            reference = next(find_references(source, start, edit.end, in_value=in_value), None)
            if reference and reference.start == start:
                yield Edit(start, reference.end, source[start : reference.end] + ";", edit.rule, lossy=False)
            else:
                yield Edit(start, start + 1, REFERENCES["&"], edit.rule, lossy=False)
        return
    start = -1 if in_value else source.rfind("<", reached, edit.start)
    if start >= 0 and _OPEN_TAG.fullmatch(source, start, edit.start):
        half_an_end_tag = edit.start > start + 1
        if half_an_end_tag or _OPENS_TAG.match(_following(source, edits, index)):
            yield Edit(start, start + 1, REFERENCES["<"], edit.rule, lossy=False)


def _following(source: str, edits: Sequence[Edit], index: int) -> str:
    """Give the first character that stands in the place of an edit or after it, or nothing at the end."""
    edit = edits[index]
    while not edit.replacement:
        index += 1
        if index == len(edits) or edits[index].start > edit.end:
            return source[edit.end : edit.end + 1]
        edit = edits[index]
    return edit.replacement[0]
