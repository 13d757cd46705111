"""What a mark says where a text tells two apart: full and empty, yes and no. Knows no place.

A bullet says nothing but that a line begins. The same mark says yes or no, or counts, where the text holds
its opposite too, so that the whole text is looked at, once.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from flatchr_clean.code_points import ranges_of
from flatchr_clean.kernel import Sequences, Table
from flatchr_clean.text.tables.marks import (
    EMPTY,
    FULL,
    HALF,
    KIND_OF,
    PADDING,
    RATING,
    TICKED,
    UNTICKED,
    Kind,
)

Kinds = frozenset[Kind]

_FULL = frozenset({Kind.FULL, Kind.SMALL})
_YES = frozenset({Kind.TICK, Kind.TICKED_BOX})
_PADDED = 4  # two characters are no accident
_CROSSED = frozenset({Kind.CROSS, Kind.CROSSED_BOX})


class Meaning(NamedTuple):
    """What is written for a mark, and whether it says less than the mark did."""

    text: str
    lossy: bool


def find_kinds(text: str, own: AbstractSet[str] = frozenset()) -> Kinds:
    """Give the kinds of marks that a text holds.

    Args:
        text: any string.
        own: marks that the caller decides about, and that are not mistaken for others.

    Example:
        >>> sorted(find_kinds("★★☆"))
        [<Kind.EMPTY: 'empty'>, <Kind.FULL: 'full'>]
    """
    found = {text[start:end] for start, end in _compile_table().find_composing(text)}
    kinds = {KIND_OF[mark] for mark in set("".join(found)) - own}
    if (
        PADDING in text
        and len(text) >= _PADDED
        and not (text[::2].strip(PADDING) and text[1::2].strip(PADDING))
    ):
        kinds.add(Kind.PADDING)
    return frozenset(kinds)


@cache
def _compile_table() -> Table:
    return Table({}, (), (), (), (), ranges_of(KIND_OF.keys() - {PADDING}), Sequences([]))


def is_rating(character: str) -> bool:
    """Tell whether "" or a character is a mark of ratings."""
    return KIND_OF.get(character) in RATING


def read_mark(kind: Kind, kinds: Kinds, *, beside: bool) -> Meaning | None:
    """Say what a mark is written as.

    Args:
        kind: its kind.
        kinds: those of the whole text.
        beside: whether it stands beside another mark of a rating; of a tick or a cross, whether nothing
            follows it in its line, so that it is no bullet.

    Returns:
        None where it tells nothing apart: there it is a bullet or a symbol like others. It is lossy where a
        cross and an empty box, which a text told apart, are the same.

    Example:
        >>> read_mark(Kind.CROSS, frozenset({Kind.CROSS, Kind.TICK}), beside=False)
        Meaning(text='[ ]', lossy=False)
    """
    yes = not _YES.isdisjoint(kinds)
    if kind in RATING:
        return _read_rating(kind, kinds, beside=beside)
    if kind in {Kind.EMPTY_BOX, Kind.TICKED_BOX}:
        return Meaning(TICKED if kind is Kind.TICKED_BOX else UNTICKED, lossy=False)
    if kind is Kind.TICK:
        opposed = not kinds.isdisjoint({*_CROSSED, Kind.TIMES, Kind.EMPTY_BOX})
        return Meaning(TICKED, lossy=False) if opposed or beside else None
    if yes:
        return Meaning(UNTICKED, lossy=Kind.EMPTY_BOX in kinds or _read_square(kinds))
    if kind is Kind.CROSSED_BOX or (kind is Kind.CROSS and Kind.EMPTY_BOX in kinds):
        return Meaning(TICKED, lossy=False)
    return Meaning(UNTICKED, lossy=False) if beside and kind is Kind.CROSS else None


@cache
def tell_apart(kinds: Kinds) -> bool:
    """Tell whether a text of these kinds tells some apart that stand alone."""
    return any(read_mark(kind, kinds, beside=False) for kind in kinds)


def _read_square(kinds: Kinds) -> bool:
    """Tell whether a text has squares, and they are boxes to tick."""
    return Kind.SQUARE in kinds and not kinds.isdisjoint({Kind.TICKED_BOX, Kind.CROSSED_BOX})


def _read_rating(kind: Kind, kinds: Kinds, *, beside: bool) -> Meaning | None:
    if kind is Kind.SQUARE and _read_square(kinds):
        return Meaning(UNTICKED, lossy=False)
    small = kind in {Kind.SMALL, Kind.SMALL_EMPTY}
    told = Kind.FULL in kinds and not kinds.isdisjoint({Kind.EMPTY, Kind.SQUARE})
    if not beside and (small or not told):
        return None
    if kind is Kind.HALF:
        return Meaning(HALF, lossy=False)
    return Meaning(FULL if kind in _FULL else EMPTY, lossy=False)
