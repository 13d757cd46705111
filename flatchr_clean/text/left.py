"""What is found in a text and left for a person to look at. Knows places; knows no replacement."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.misread import find_misread, is_strange
from flatchr_clean.text.tables.elements import ELEMENTS

_REFERENCE_END: Final = "lt;"
_LESS: Final = r"&(?:amp;)*+(?:lt|\#0*+60|\#[xX]0*+3[cC]);"
_GREATER: Final = r"&(?:amp;)*+(?:gt|\#0*+62|\#[xX]0*+3[eE]);"
_QUOTE: Final = r"&(?:amp;)*+(?:quot|apos|\#0*+3[49]);"
_TAG: Final = re.compile(rf"{_LESS}/?([A-Za-z][A-Za-z0-9]*+)(?:[\s/](?:[^&<>]|{_QUOTE})*+)?{_GREATER}")


def may_hold_escaped_tags(text: str) -> bool:
    """Tell quickly whether a text may hold tags that were escaped.

    Example:
        >>> may_hold_escaped_tags("&lt;b&gt;"), may_hold_escaped_tags("R&D")
        (True, False)
    """
    return _REFERENCE_END in text or "&#" in text


def list_left(text: str, changes: Sequence[Change], *, suspicious: bool) -> list[Change]:
    """List what is told and left: what looks misread, and tags of HTML that were escaped.

    Harm: a text that speaks about HTML is told to hold such tags.

    Args:
        text: any text.
        changes: what was changed in it, in order. What they leave of a place is told as far as it is odd by
            itself, and nothing where a repair touched it.
        suspicious: whether something of it may be misread.

    Returns:
        Changes that are not applied.

    Example:
        >>> [left.original for left in list_left("a &lt; b, &lt;b&gt;gras", (), suspicious=False)]
        ['&lt;b&gt;']
    """
    places = list(_find_places(text, suspicious=suspicious))
    if not places:  # as nearly always
        return []
    starts, ends = [change.start for change in changes], [change.end for change in changes]
    left: list[Change] = []
    for start, end, rule in places:
        within = changes[bisect_right(ends, start) : bisect_left(starts, end)]
        if any(change.rule is Rule.ENCODING for change in within):
            continue
        edges = [start, *(edge for change in within for edge in change[:2]), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            stays = text[first:last]
            if stays and (rule is not Rule.MISREAD or is_strange(stays)):
                left.append(Change(first, last, stays, stays, rule, applied=False))
    apart: list[Change] = []
    for one in sorted(left):
        if not apart or apart[-1].end <= one.start:  # what looks misread inside a tag is told with it
            apart.append(one)
    return apart


def _find_places(text: str, *, suspicious: bool) -> Iterator[tuple[int, int, Rule]]:
    for start, end in find_misread(text) if suspicious else ():
        yield start, end, Rule.MISREAD
    if may_hold_escaped_tags(text):
        for match in _TAG.finditer(text):
            if match[1].lower() in ELEMENTS:
                yield *match.span(), Rule.ESCAPED_MARKUP
