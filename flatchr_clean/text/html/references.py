"""Character references of HTML, read and written. Knows one reference; knows no tag and no rule of cleaning.

Source: https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from flatchr_clean.text.tables.references import (
    CHARACTERS_BY_C1_NUMBER,
    CHARACTERS_BY_NAME,
    INVALID_NUMBER,
    LONGEST_OLD_NAME,
    REFERENCES,
    SHORTEST_NAME,
)

# What is written as a reference: in a text, and in a value without quotes. In quotes, the quote joins the
# first.
IN_TEXT: Final = "&<>"
IN_BARE_VALUE: Final = "&<>\"'`= \t\n\r"

CANDIDATE = re.compile(r"&(?:#(?:[xX]([0-9A-Fa-f]++)|([0-9]++));?+|([A-Za-z][0-9A-Za-z]*+;?+))")
# After a name without semicolon in an attribute's value: the name is part of an address.
_NAME_GOES_ON = re.compile(r"[0-9A-Za-z=]")

# Longer than any name of a reference.
_LONGEST = 40
_LAST_CODE_POINT = 0x10FFFF
_MOST_DIGITS = 7
_SURROGATES = range(0xD800, 0xE000)


class Reference(NamedTuple):
    """A reference, ``text[start:end]``, and the one or two characters that it stands for."""

    start: int
    end: int
    characters: str


def find_references(text: str, start: int, end: int, *, in_value: bool) -> Iterator[Reference]:
    """Find the references between two places, as HTML reads them.

    Args:
        text: any string.
        start: where a text node, or an attribute's value, begins.
        end: where it ends.
        in_value: True in an attribute's value, where ``?a=1&copy=2`` holds no reference.

    Yields:
        References in their order. ``&foo;`` is none; numbers that no character has stand for U+FFFD.

    Example:
        >>> [reference.characters for reference in find_references("&lt;&#146;&foo;", 0, 15, in_value=False)]
        ['<', '\\u2019']
    """
    for match in CANDIDATE.finditer(text, start, end):
        name = match[3]
        if name is None:
            yield Reference(match.start(), match.end(), _character_numbered(match[1], match[2]))
            continue
        known = _known_part(name)
        stop = match.start(3) + len(known)
        if in_value and known[-1:] != ";" and _NAME_GOES_ON.match(text, stop, end):
            continue
        if known:
            yield Reference(match.start(), stop, CHARACTERS_BY_NAME[known])


def _read(candidate: str, *, in_value: bool) -> tuple[str, int]:
    found = next(find_references(candidate, 0, len(candidate), in_value=in_value), None)
    return (found.characters, found.end) if found else ("", 0)


_read_remembered = lru_cache(maxsize=4096)(_read)


def read_in_text(candidate: str) -> tuple[str, int]:
    """Give what a text means by what may be a reference, and how much of it is one: 0 where it is none."""
    return (_read_remembered if len(candidate) <= _LONGEST else _read)(candidate, in_value=False)


def read_in_value(candidate: str) -> tuple[str, int]:
    """Give the same for the value of an attribute."""
    return (_read_remembered if len(candidate) <= _LONGEST else _read)(candidate, in_value=True)


_WRITTEN: Final = {
    special: str.maketrans({character: REFERENCES[character] for character in special})
    for special in (IN_TEXT, f'{IN_TEXT}"', f"{IN_TEXT}'", IN_BARE_VALUE)
}


def write_references(text: str, special: str) -> str:
    """Write characters as references where they would be read as markup.

    Args:
        text: what is to be read there.
        special: the characters to write so: `IN_TEXT`, `IN_TEXT` and a quote, or `IN_BARE_VALUE`.

    Example:
        >>> write_references('-> "', IN_TEXT + '"')
        '-&gt; &quot;'
    """
    return text.translate(_WRITTEN[special])


def _character_numbered(hexadecimal: str | None, decimal: str | None) -> str:
    # A number of more than seven digits is beyond Unicode; int() would take quadratic time, or refuse it.
    digits = (hexadecimal or decimal or "").lstrip("0")[: _MOST_DIGITS + 1]
    number = int(digits or "0", 16 if hexadecimal else 10)
    if number in CHARACTERS_BY_C1_NUMBER:
        return CHARACTERS_BY_C1_NUMBER[number]
    if number == 0 or number in _SURROGATES or number > _LAST_CODE_POINT:
        return INVALID_NUMBER
    return chr(number)


def _known_part(name: str) -> str:
    """Give the longest beginning of a name that is the name of a reference; empty when there is none."""
    if name in CHARACTERS_BY_NAME:
        return name
    lengths = range(min(len(name), LONGEST_OLD_NAME), SHORTEST_NAME - 1, -1)
    return next((name[:length] for length in lengths if name[:length] in CHARACTERS_BY_NAME), "")
