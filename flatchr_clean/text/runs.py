"""Runs of a text, as the rules of lines see them: what stands around them. Knows places; knows no rule.

The kernel finds runs: characters that need context, then the blanks that follow them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from flatchr_clean.text.changes import Rule
from flatchr_clean.text.marks import Kinds, find_kinds, is_rating
from flatchr_clean.text.neighbours import HYPHENS
from flatchr_clean.text.tables import bullets, marks, spaces, symbol_fonts
from flatchr_clean.text.tables.families import DELETED

SPACES = frozenset(" ").union(spaces.SPACES)
BLANKS = SPACES.union("\t")
LINE_BREAKS = frozenset("\n\r" + spaces.NEXT_LINE).union(spaces.BREAKS)
KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"

LINE_START_MARKS = frozenset(
    bullets.BULLETS + bullets.CHECK_MARKS + bullets.INCLUSIVE_DOTS + bullets.WINDOWS_1252_BULLET
)
ANGLES = frozenset(marks.CLOSING_ANGLES + marks.OPENING_ANGLES)
MARKS = frozenset(marks.KIND_OF)
# What is read in one way at a line's start and in another elsewhere.
_IN_PLACES = LINE_START_MARKS.union(bullets.LOST_BULLETS, symbol_fonts.SYMBOL_FONT_NEAR_DIGITS, MARKS, ANGLES)
_NO_KINDS: Kinds = frozenset()
_RATINGS = "".join(filter(is_rating, MARKS))
# A mark of a rating, further on in a line.
_RATED_LATER = re.compile(f"[^{''.join(LINE_BREAKS)}{_RATINGS}]*+[{_RATINGS}]")


def _list_deleted(*seen: Rule) -> Iterator[str]:
    """Give what is deleted, but for what some rules delete."""
    for ranges, rule, _ in DELETED:
        if rule not in seen:
            for first, last in ranges:
                yield from map(chr, range(first, last + 1))


# What may stand between a line's start and a bullet.
BLANK_OR_UNSEEN = BLANKS.union(_list_deleted(Rule.PRIVATE_USE))
# What is nothing between two characters that are seen; so many of them at the most, since some have floods.
_UNSEEN = HYPHENS.union(KEYCAP, _list_deleted(Rule.PRIVATE_USE, Rule.CONTROL))
_MOST_UNSEEN = 16


class Run(NamedTuple):
    """A run as the rules see it.

    Attributes:
        text: the run, with one character of the text on each side where there is one.
        start: where the run begins in `text`: 0 or 1.
        end: where it ends in `text`.
        begins_line: whether only blanks and unseen characters stand before it in its line, where that
            matters.
        kinds: the kinds of marks that the whole text holds, where the run holds one.
        goes_on: whether marks of ratings follow in its line, where it begins one and that matters.
    """

    text: str
    start: int
    end: int
    begins_line: bool
    kinds: Kinds
    goes_on: bool

    def begins_line_at(self, position: int) -> bool:
        """Tell whether only blanks and unseen characters stand between a line's start and a place."""
        position -= 1
        while position >= self.start and self.text[position] in BLANK_OR_UNSEEN:
            position -= 1
        return self.begins_line if position < self.start else self.text[position] in LINE_BREAKS

    def is_rated_after(self, position: int) -> bool:
        """Tell whether marks of ratings follow in the line of a mark that begins it."""
        return self.goes_on or _RATED_LATER.match(self.text, position, self.end) is not None

    def skip(self, characters: Container[str], position: int) -> int:
        """Give the place after those characters."""
        while position < self.end and self.text[position] in characters:
            position += 1
        return position

    def see_back(self, position: int) -> str:
        """Give what is seen before a place, or ""."""
        first = max(self.start, position - _MOST_UNSEEN)
        while position > first and self.text[position - 1] in _UNSEEN:
            position -= 1
        return self.text[position - 1 : position] if position else ""

    def see_ahead(self, position: int) -> str:
        """Give what is seen at a place or after it, or ""."""
        last = min(self.end, position + _MOST_UNSEEN)
        while position < last and self.text[position] in _UNSEEN:
            position += 1
        return self.text[position : position + 1]


class RunReader:
    """Reads the runs of one text.

    Args:
        text: the whole text.
        own: marks that the caller decides about.
    """

    def __init__(self, text: str, own: frozenset[str]) -> None:
        self._text = text
        self._own = own
        self._kinds: Kinds | None = None

    def read(self, start: int, end: int) -> Run:
        """Give the run at a place."""
        text = self._text
        first = start - 1 if start else 0
        run = text[start:end]
        # Looking back costs time, and over and over where blanks and unseen characters alternate.
        begins_line = not _IN_PLACES.isdisjoint(run) and starts_line(text, start)
        kinds, goes_on = _NO_KINDS, False
        if not MARKS.isdisjoint(run):
            if self._kinds is None:
                self._kinds = find_kinds(text, self._own)
            kinds = self._kinds
            goes_on = begins_line and _RATED_LATER.match(text, end) is not None
        return Run(text[first : end + 1], start - first, end - first, begins_line, kinds, goes_on)


def starts_line(text: str, position: int) -> bool:
    """Tell whether only blanks and unseen characters stand between a line's start and a place.

    Example:
        >>> starts_line("a\\n  - b", 4), starts_line("a - b", 2)
        (True, False)
    """
    position -= 1
    while position >= 0 and text[position] in BLANK_OR_UNSEEN:
        position -= 1
    return position < 0 or text[position] in LINE_BREAKS
