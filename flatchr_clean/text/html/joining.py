"""The text of HTML as a reader gets it, and its places in the source. Knows no rule of cleaning.

A `Flow` joins the text of several nodes, their character references decoded, into one string: rules see the
letters around a character whatever tags stand between. The edits that they make are brought back to the
source, split where they reach over a tag. What no edit touches stays as it was written.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from flatchr_clean.kernel import TEXT, join_text
from flatchr_clean.text.changes import Edit
from flatchr_clean.text.html.references import (
    find_references,
    read_in_text,
    read_in_value,
    write_references,
)
from flatchr_clean.text.tables.elements import LINE_STARTING
from flatchr_clean.text.tables.references import REFERENCES

_START, _END = map(itemgetter, (2, 3))


class Flow(NamedTuple):
    """A joined text.

    Attributes:
        text: the text.
        pieces: for each of its pieces the place and the length in the text, and the start and the end in the
            source. Both are equally long where the source is what it says; else it is a reference.
    """

    text: str
    pieces: list[tuple[int, int, int, int]]

    def place_after(self, index: int) -> int:
        """Give the place in the text of what follows an index of the source."""
        piece = bisect_left(self.pieces, index, key=_START)
        return self.pieces[piece][0] if piece < len(self.pieces) else len(self.text)

    def place_before(self, index: int) -> int:
        """Give the place in the text after what precedes an index of the source."""
        piece = bisect_right(self.pieces, index, key=_END)
        return sum(self.pieces[piece - 1][:2]) if piece else 0

    def locate(self, edits: Sequence[Edit], special: str) -> list[Edit]:
        """Bring edits of the joined text back to the source.

        Args:
            edits: edits of `text`, sorted and not overlapping.
            special: the characters that are markup where the text stands; see `write_references`.

        Returns:
            Edits of the source, sorted and not overlapping. One that reaches over a tag is split: its
            replacement stands in the first part, the others are deleted.
        """
        pieces, located = self.pieces, list[Edit]()
        first = 0  # the piece in which an edit begins, or the one before that
        for edit in self._take_whole(edits):
            replacement = write_references(edit.replacement, special)
            while first + 1 < len(pieces) and pieces[first + 1][0] <= edit.start:
                first += 1
            at, length, start, end = pieces[first]
            if at <= edit.start and edit.end <= at + length:  # inside one piece, as nearly all are
                if length == end - start:
                    start, end = start + edit.start - at, start + edit.end - at
                located.append(Edit(start, end, replacement, edit.rule, edit.lossy))
                continue
            for start, end in self._find_spans(edit, first):
                located.append(Edit(start, end, replacement, edit.rule, edit.lossy))
                replacement = ""
        return located

    def _find_spans(self, edit: Edit, first: int) -> list[tuple[int, int]]:
        """Give the stretches of source of what an edit takes, from a piece on."""
        spans: list[tuple[int, int]] = []
        for index in range(first, len(self.pieces)):
            at, length, start, end = self.pieces[index]
            if at >= edit.end:
                break
            if at + length <= edit.start:
                continue
            if length == end - start:
                end = start + min(edit.end - at, length)
                start += max(edit.start - at, 0)
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        return spans

    def _take_whole(self, edits: Sequence[Edit]) -> list[Edit]:
        """Widen edits to the references for two characters that they touch: those are replaced as a whole."""
        text = self.text
        doubles = {
            place: at
            for at, length, start, end in (self.pieces if edits else ())
            if length > 1 and length != end - start
            for place in (at, at + 1)
        }
        if not doubles:
            return list(edits)
        widened: list[Edit] = []
        reached = 0  # where the edit before this one ended before it was widened
        for edit in edits:
            start = min(edit.start, doubles[edit.start]) if edit.start in doubles else edit.start
            last = edit.end - 1
            end = doubles[last] + 2 if last in doubles else edit.end
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


def join_nodes(source: str, tokens: Sequence[tuple[int, int, int, str, bool]]) -> Flow:
    """Join the text nodes of HTML. White space at a line's start is the source's layout, and left out.

    Args:
        source: the HTML.
        tokens: its tokens, or some of them in their order.
    """
    return Flow(*join_text(source, tokens, LINE_STARTING, read_in_text))


def read_value(source: str, start: int, end: int) -> Flow:
    """Read the value of an attribute, ``source[start:end]``."""
    return Flow(*join_text(source, [(TEXT, start, end, "", True)], (), read_in_value))


# What stands open at the end of a stretch of source: a reference that more characters may lengthen, or,
# where it is text, what becomes a tag when a letter follows. In a title or a textarea an end tag may be
# half written.
_OPEN_REFERENCE = re.compile(r"&#?[0-9A-Za-z]*+")
_OPEN_TAG = re.compile(r"<(?:/[A-Za-z]*+)?")
_ALPHANUMERIC = string.ascii_letters + string.digits
_BEGINS_OPEN = frozenset("&#</")
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
        if source[reached : edit.start].rstrip(_ALPHANUMERIC)[-1:] in _BEGINS_OPEN:
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
