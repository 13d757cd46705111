"""What a character counts as beside its neighbours, for the costs. Knows classes; knows no cost.

Letters of Latin, Greek and Cyrillic and the signs of French count by themselves; what else there is counts
by its class, so that a few hundred symbols stand for all of Unicode.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import Final

from flatchr_clean.code_points import contains
from flatchr_clean.text.tables import misreading

END: Final = "end"
"""What stands before a line and after it."""
ODD: Final = "odd"
"""Signs that few people write."""
RARE: Final = "rare"
"""What hardly anybody writes."""

_NAMES: Final = {
    **dict.fromkeys(misreading.FREQUENT_SIGNS, "sign"),
    **dict.fromkeys(misreading.FONT_SIGNS, "font"),
    **dict.fromkeys("0123456789", "0"),
    **dict.fromkeys(("", "\n", "\r"), END),
    **dict.fromkeys(" \t", "space"),
    "\xa0": "nbsp",
    "\u202f": "nnbsp",
}
_ITSELF: Final = frozenset(
    chain(
        misreading.SIGNS,
        misreading.LETTERS,
        map(chr, chain(range(0x21, 0x7F), range(0xC0, 0x180), range(0x386, 0x3CF), range(0x400, 0x460))),
    )
).difference(misreading.UNUSED_LETTERS)
BLANKS: Final = frozenset(("space", "nbsp", "nnbsp", "+nbsp", "+nnbsp"))
_BREAKS: Final = BLANKS.union((END,))
_SCRIPTS: Final = frozenset(("greek", "cyrillic", "hebrew", "arabic", "indic", "thai", "chinese", "korean"))
_LETTERS: Final = _SCRIPTS.union(("letter", "LETTER", "accented", "ACCENTED", "GREEK", "CYRILLIC"))
_SIGNS: Final = frozenset(("mark of punctuation", "sign", ODD, "raised"))
_ELIDED: Final = frozenset("ldjnsctmuLDJNSCTMU")

# A sign behind a letter is another one than where it stands free; behind a letter that no elision has, an
# apostrophe closes a quotation.
_HANGING: Final = "+"
_CLOSING: Final = "*"


@lru_cache(4096)
def symbol_of(character: str) -> str:
    """Give the symbol of a character, or of none.

    Example:
        >>> [symbol_of(character) for character in ("é", "7", "字", "")]
        ['é', '0', 'chinese', 'end']
    """
    name = _NAMES.get(character)
    if name or character in _ITSELF:
        return name or character
    number = ord(character)
    for name, ranges in misreading.CLASSES.items():
        if contains(ranges, number):
            return name.upper() if name == "vietnamese" and character.isupper() else name
    return RARE


@cache
def group_of(symbol: str) -> str:
    """Give the group of a symbol: what stands in for it where it was seen too seldom.

    Example:
        >>> [group_of(symbol) for symbol in ("a", "É", "я", "»", "+»", "space")]
        ['letter', 'ACCENTED', 'cyrillic', 'mark of punctuation', '+mark of punctuation', 'blank']
    """
    if symbol in _BREAKS:
        return "blank"
    if len(symbol) > 1 and symbol[0] in _HANGING + _CLOSING:
        return _HANGING + group_of(symbol[1:])
    if len(symbol) > 1:
        return {"vietnamese": "accented", "VIETNAMESE": "ACCENTED"}.get(symbol, symbol)
    if symbol == "0" or not symbol.isalpha() or symbol in "ªº":
        return "digit" if symbol == "0" else "ASCII" if symbol.isascii() else "mark of punctuation"
    group = "letter" if symbol.isascii() else "cyrillic" if "\u0400" <= symbol <= "\u045f" else "accented"
    group = "greek" if "\u0386" <= symbol <= "\u03ce" else group
    return group if symbol.islower() else group.upper()


@lru_cache(1 << 14)
def step(before: str, character: str) -> str:
    """Give the symbol of a character behind another symbol.

    Example:
        >>> step("e", "°"), step("0", "°"), step("l", "’"), step("x", "’")
        ('+°', '°', '+’', '*’')
    """
    symbol = symbol_of(character)
    if group_of(before) not in _LETTERS:
        return symbol
    if symbol == "’":
        return (_HANGING if before in _ELIDED else _CLOSING) + symbol
    return _HANGING + symbol if group_of(symbol) in _SIGNS or symbol in ("nbsp", "nnbsp") else symbol


@cache
def script_of(symbol: str) -> str | None:
    """Give the script of a symbol, None for Latin and for what scripts share."""
    script = group_of(symbol).lower()
    return script if script in _SCRIPTS else None


@cache
def is_latin(symbol: str) -> bool:
    """Tell whether a symbol is a Latin letter."""
    return group_of(symbol).lower() in {"letter", "accented"}
