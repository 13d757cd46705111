"""Runs of a text, as the rules of lines see them: what stands around them. Knows places; knows no rule.

The kernel finds runs: characters that need context, then the blanks that follow them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import shift_edits
from flatchr_clean.text.marks import Kinds, find_kinds, is_rating, tell_apart
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
# In text of two bytes a character that was read with one.
_UNSEEN_OR_PADDING = _UNSEEN | {marks.PADDING}
# Runs of this length, counted in code points, are remembered.
_SHORT = 32


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

    @property
    def _unseen(self) -> Container[str]:
        return _UNSEEN_OR_PADDING if marks.Kind.PADDING in self.kinds else _UNSEEN

    def see_back(self, position: int) -> str:
        """Give what is seen before a place, or ""."""
        unseen = self._unseen
        first = max(self.start, position - _MOST_UNSEEN)
        while position > first and self.text[position - 1] in unseen:
            position -= 1
        return self.text[position - 1 : position] if position else ""

    def see_ahead(self, position: int) -> str:
        """Give what is seen at a place or after it, or ""."""
        unseen = self._unseen
        last = min(self.end, position + _MOST_UNSEEN)
        while position < last and self.text[position] in unseen:
            position += 1
        return self.text[position : position + 1]


# The attributes of a `Run`, by which answers are remembered: to make one takes longer.
Attributes = tuple[str, int, int, bool, Kinds, bool]


class Answer(NamedTuple):
    """What becomes of a run, and its edits, whose places are counted in `Run.text`."""

    text: str
    edits: tuple[Edit, ...]


_Answering = Callable[[Attributes], Answer]


class RunsOf:
    """The runs of one text, and what is made of them.

    Args:
        own: marks that the caller decides about.
        answer: gives what becomes of a run.
        remembered: the same function, which remembers what it gave; asked for short runs.
    """

    __slots__ = ("_answer", "_kinds", "_own", "_remembered", "_told")

    def __init__(self, own: frozenset[str], answer: _Answering, remembered: _Answering) -> None:
        self._own = own
        self._answer = answer
        self._remembered = remembered
        self._kinds: Kinds | None = None
        self._told = False

    def edit(self, text: str, start: int, end: int) -> list[Edit]:
        """Give the edits of one run, sorted, inside ``text[start:end]``."""
        return shift_edits(self._look(text, start, end).edits, max(start - 1, 0))

    def replace(self, text: str, start: int, end: int) -> str:
        """Give what one run becomes: what its edits make of ``text[start:end]``."""
        return self._look(text, start, end).text

    def _look(self, text: str, start: int, end: int) -> Answer:
        first = start - 1 if start else 0
        run = text[first : end + 1]
        begins_line, kinds, goes_on = False, _NO_KINDS, False
        if not _IN_PLACES.isdisjoint(run):
            # Looking back costs time, and over and over where blanks and unseen characters alternate.
            begins_line = starts_line(text, start)
            if not MARKS.isdisjoint(run):
                if self._kinds is None:
                    self._kinds = find_kinds(text, self._own)
                    self._told = tell_apart(self._kinds)
                kinds = self._kinds
                goes_on = begins_line and self._told and _RATED_LATER.match(text, end) is not None
        answer = self._remembered if end - start <= _SHORT else self._answer
        return answer((run, start - first, end - first, begins_line, kinds, goes_on))


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
