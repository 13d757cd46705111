"""Sets of code points as sorted ranges. Knows ranges; knows no character.

A set is a tuple of (first, last) pairs, both included, sorted, never touching: hashable, compact, and one
step away from a regular expression's character class.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping

Ranges = tuple[tuple[int, int], ...]

LAST_CODE_POINT = 0x10FFFF
LAST_OF_BASIC_PLANE = 0xFFFF
BEYOND_BASIC_PLANE: Ranges = ((LAST_OF_BASIC_PLANE + 1, LAST_CODE_POINT),)


def merge_ranges(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Sort ranges and join those that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def parse_ranges(text: str) -> Ranges:
    """Read ranges written as ``"41-5A 61-7A AA"``.

    Example:
        >>> parse_ranges("41-5A 5B AA")
        ((65, 91), (170, 170))
    """
    pairs = []
    for item in text.split():
        first, _, last = item.partition("-")
        pairs.append((int(first, 16), int(last or first, 16)))
    return merge_ranges(pairs)


def ranges_of(characters: Iterable[str]) -> Ranges:
    """Give the ranges of some characters: a string, or the keys of a table."""
    return merge_ranges((ord(character), ord(character)) for character in characters)


def ranges_by_age(by_age: Mapping[tuple[int, int], str]) -> Ranges:
    """Join the ranges of a table kept by Unicode version, as far as the running Python knows them."""
    known = tuple(map(int, unicodedata.unidata_version.split(".")))
    return merge_ranges(
        pair for version, text in by_age.items() if version <= known for pair in parse_ranges(text)
    )


def unite(*sets: Ranges) -> Ranges:
    """Give the union of sets."""
    return merge_ranges(pair for ranges in sets for pair in ranges)


def complement(ranges: Ranges) -> Ranges:
    """Give every code point that is not in a set."""
    gaps = []
    start = 0
    for first, last in ranges:
        if start < first:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= LAST_CODE_POINT:
        gaps.append((start, LAST_CODE_POINT))
    return tuple(gaps)


def subtract(ranges: Ranges, *others: Ranges) -> Ranges:
    """Give a set without the others.

    Example:
        >>> subtract(((0, 9),), ((2, 3),), ((9, 20),))
        ((0, 1), (4, 8))
    """
    return complement(unite(complement(ranges), *others))


def contains(ranges: Ranges, code_point: int) -> bool:
    """Tell whether a code point is in a set, by bisection."""
    index = bisect_right(ranges, (code_point, LAST_CODE_POINT)) - 1
    return index >= 0 and code_point <= ranges[index][1]


def class_of(ranges: Ranges) -> str:
    """Write a set as a regular expression's character class.

    The `re` module finds a character at once among those of the Basic Multilingual Plane that a class names,
    but walks through all its further ranges to learn that a character is not there. So a class that common
    characters are not in is written as "anything but" the others: the same set, tens of times faster. So is
    the empty set, since "[]" is no class.

    Example:
        >>> class_of(((65, 90), (93, 93))) == r"[\\U00000041-\\U0000005a\\U0000005d]"
        True
    """
    if not ranges or (ranges[-1][1] > LAST_OF_BASIC_PLANE and not contains(ranges, ord("e"))):
        return f"[^{_class_body(complement(ranges))}]"
    return f"[{_class_body(ranges)}]"


def _class_body(ranges: Ranges) -> str:
    return "".join(
        f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges
    )
