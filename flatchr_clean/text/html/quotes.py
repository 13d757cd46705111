"""Quotes around the values of attributes, made straight. Knows the syntax of a tag; knows no rule of a text.

Who writes HTML in Word gets ``<a href=“/x”>``, in which HTML reads an address with quotes in it, and of
``<a href="/x”>`` it finds no end. A quote inside a value that has straight ones is text: only where these
cannot be a value's, since the text goes on right behind them, is the first curly one its end.

These texts are written by strangers, and what was none must not come to life: no script, no address of one,
and no tag that stood in a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from operator import itemgetter

from flatchr_clean.kernel import find_comment_end, find_content_end
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.html.references import read_in_value
from flatchr_clean.text.html.tokens import CONTENTS, WHITE_SPACE
from flatchr_clean.text.tables.elements import ADDRESS_ATTRIBUTES, ATTRIBUTES_WITHOUT_VALUE
from flatchr_clean.text.tables.quotes import (
    BLANKS,
    GUILLEMETS,
    OPENING_QUOTES,
    STRAIGHT_QUOTES,
)

# A quote, or a reference that may stand for one; the names of those are short.
_CURLY = rf"[{''.join(STRAIGHT_QUOTES)}]|&(?:#[0-9]{{2,7}}|#[xX][0-9A-Fa-f]{{2,6}}|[A-Za-z]{{2,8}});"
_OPENING = re.compile(_CURLY)
_OPENS_VALUE = re.compile(rf"=[{WHITE_SPACE}]*+({_CURLY}|[\"'])")
# A quote behind which a tag ends, or goes on with another attribute.
_BEFORE_MORE = (
    rf"(?=[{WHITE_SPACE}/]*+>|[{WHITE_SPACE}]++(?:[A-Za-z_:@][\w:.@-]*+[{WHITE_SPACE}]*+="
    rf"|(?i:{'|'.join(sorted(ATTRIBUTES_WITHOUT_VALUE))})[{WHITE_SPACE}/>]))"
)
_CLOSING = re.compile(rf"({_CURLY}|[\"']){_BEFORE_MORE}")
# What tells at once that there may be something to do: before a value, and behind one in the last tag.
_BEFORE_VALUE = re.compile(rf"=[{WHITE_SPACE}]*+({_CURLY})")
_BEHIND_VALUE = re.compile(rf"({_CURLY}){_BEFORE_MORE}")
_GUILLEMET = re.compile(rf"=[{WHITE_SPACE}]*+[{GUILLEMETS}]")
# What stands behind a value, where its straight quote is its own.
_AFTER_VALUE = re.compile(rf"[{WHITE_SPACE}]|/?>")
_TAG = re.compile(rf"<(?:([A-Za-z][^{WHITE_SPACE}/>]*+)|[!?])")
_NAME = re.compile(
    rf"[{WHITE_SPACE}/]*+([^{WHITE_SPACE}/>][^{WHITE_SPACE}/>=]*+)(?:[{WHITE_SPACE}]*+(=)[{WHITE_SPACE}]*+)?"
)
_BARE_VALUE = re.compile(rf"[^{WHITE_SPACE}>]*+")
_TAG_END = re.compile(rf"[{WHITE_SPACE}/]*+>?")
_BRACKET = re.compile(r"[<>]")
_OTHER = {'"': "'", "'": '"'}
_START = itemgetter(0)
# An address that is no script: of one of these schemes, or of none.
_HARMLESS = re.compile(r" *+(?:(?:https?|ftp|mailto|tel):|[^:&/?#\x00-\x20]*+(?:[/?#]|\Z))", re.IGNORECASE)
_HANDLER = re.compile(rf"[{WHITE_SPACE}/](?i:on)[^{WHITE_SPACE}/>=]*+[{WHITE_SPACE}]*+=")

_Places = dict[str, list[tuple[int, int]]]


def edit_quotes(source: str, own: Container[str]) -> list[Edit]:
    """Find the quotes that stand for straight ones around the values of attributes.

    Args:
        source: HTML; any string is.
        own: the characters about which the caller's profile decides.

    Returns:
        Edits of `source`, sorted and not overlapping. A value that holds straight quotes gets others around
        it; one that holds both kinds is left.

    Example:
        >>> [(edit.start, edit.replacement) for edit in edit_quotes("<a href=“/x”>«x»</a>", "")]
        [(8, '"'), (11, '"')]
    """
    last_tag = _find_last_tag(source)
    if last_tag < 0:
        return []
    traces = (*_BEFORE_VALUE.findall(source), *_BEHIND_VALUE.findall(source, last_tag))
    return _Scan(source, own, last_tag).edit() if any(_straighten(trace, own) for trace in traces) else []


def may_hold_guillemets(source: str) -> bool:
    """Tell quickly whether a guillemet, which stays in a text, may stand before a value."""
    return not source.isascii() and _GUILLEMET.search(source) is not None


def _straighten(written: str, own: Container[str]) -> str:
    """Give the straight quote that stands for what is written, or nothing where it is no quote."""
    quote = read_in_value(written)[0] if len(written) > 1 else written
    return "" if quote in own else STRAIGHT_QUOTES.get(quote, "")


class _Scan:
    """One walk through the tags of a source, as a browser reads them once the quotes are straight."""

    def __init__(self, source: str, own: Container[str], last_tag: int) -> None:
        self._source = source
        self._own = own
        self._edits: list[Edit] = []
        self._bracket = -1
        self._last_tag = last_tag
        # Where values may close: with any quote, and with one that is curly.
        self._closing: _Places = {'"': [], "'": []}
        self._curly: _Places = {'"': [], "'": []}
        for match in _CLOSING.finditer(source):
            written = match[1]
            straight = written if written in _OTHER else _straighten(written, own)
            if straight:
                self._closing[straight].append(match.span(1))
                if written not in _OTHER and written not in GUILLEMETS:
                    self._curly[straight].append(match.span(1))

    def edit(self) -> list[Edit]:
        position = 0
        while tag := _TAG.search(self._source, position):
            if tag[1] is None:
                position = find_comment_end(self._source, tag.start())
                continue
            position = self._pass_attributes(tag.end())
            name = tag[1].lower()
            if name in CONTENTS:
                position = find_content_end(self._source, position, name)
        return self._edits

    def _pass_attributes(self, position: int) -> int:
        """Go behind the end of a tag."""
        while name := _NAME.match(self._source, position):
            position = name.end()
            if name[2] and self._source[position : position + 1] in _OTHER:
                position = self._pass_straight(position)
            elif name[2]:
                position = self._pass_curly(name[1].lower(), position)
        return _match_end(_TAG_END, self._source, position)

    def _pass_curly(self, name: str, start: int) -> int:
        """Go behind a value that has no straight quote before it."""
        opening = _OPENING.match(self._source, start)
        quote = _straighten(opening[0], self._own) if opening else ""
        closing = _first(self._closing[quote], opening.end()) if opening and quote else None
        if opening and closing and closing[0] < self._find_bracket(start):
            quote = self._choose_quote(quote, opening.end(), closing[0])
            first, last = self._strip_guillemets(opening.end(), closing[0]) if quote else (0, 0)
            if quote and _is_harmless(name, self._source[first:last]):
                self._replace(start, first, quote)
                self._replace(last, closing[1], quote)
                return closing[1]
        return _match_end(_BARE_VALUE, self._source, start)

    def _choose_quote(self, quote: str, first: int, last: int) -> str:
        """Give the straight quote for a value; none where others begin in it, or where neither will do."""
        opened = (match[1] for match in _OPENS_VALUE.finditer(self._source, first, last))
        if any(one in _OTHER or _straighten(one, "") for one in opened):
            return ""
        fitting = (one for one in (quote, _OTHER[quote]) if self._source.find(one, first, last) < 0)
        return next(fitting, "")

    def _strip_guillemets(self, first: int, last: int) -> tuple[int, int]:
        """Take the blanks off a value that Word sets between it and guillemets."""
        source = self._source
        if source[first - 1] in GUILLEMETS:
            first = last - len(source[first:last].lstrip(BLANKS))
        if source[last] in GUILLEMETS:
            last = first + len(source[first:last].rstrip(BLANKS))
        return first, last

    def _pass_straight(self, start: int) -> int:
        """Go behind a value that has a straight quote before it."""
        source = self._source
        quote = source[start]
        end = source.find(quote, start + 1) + 1 or len(source)
        closing = _first(self._curly[quote], start + 1)
        if (
            closing
            and closing[1] < end
            and self._last_tag < closing[0] < self._find_bracket(start)
            and not _HANDLER.search(self._source, closing[1], self._find_bracket(start))
            and not _AFTER_VALUE.match(source, end)
            and OPENING_QUOTES.isdisjoint(source[start : closing[0]])
        ):
            self._replace(*closing, quote)
            return closing[1]
        return end

    def _find_bracket(self, position: int) -> int:
        """Give the place of the next bracket: no value without straight quotes reaches over one."""
        if self._bracket < position:
            found = _BRACKET.search(self._source, position)
            self._bracket = found.start() if found else len(self._source)
        return self._bracket

    def _replace(self, start: int, end: int, quote: str) -> None:
        if self._source[start:end] != quote:
            self._edits.append(Edit(start, end, quote, Rule.QUOTE, lossy=False))


def _find_last_tag(source: str) -> int:
    """Give the place of the last start tag or comment; -1 where there is none."""
    place = source.rfind("<")
    while place >= 0 and not _TAG.match(source, place):
        place = source.rfind("<", 0, place)
    return place


def _is_harmless(name: str, value: str) -> bool:
    """Tell whether an attribute may get a value that it did not have."""
    return not name.startswith("on") and (name not in ADDRESS_ATTRIBUTES or bool(_HARMLESS.match(value)))


def _first(places: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """Give the first place from a position on."""
    index = bisect_left(places, position, key=_START)
    return places[index] if index < len(places) else None


def _match_end(expression: re.Pattern[str], text: str, position: int) -> int:
    match = expression.match(text, position)
    return match.end() if match else position
