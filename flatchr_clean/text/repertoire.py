"""Which characters a service accepts. Knows characters; knows no rule that replaces one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from flatchr_clean.code_points import (
    LAST_CODE_POINT,
    Ranges,
    contains,
    merge_ranges,
    parse_ranges,
    ranges_by_age,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.errors import InvalidProfile
from flatchr_clean.text.tables import bullets, compatibility, invisibles, symbols, unicode_data
from flatchr_clean.text.tables.families import ARTEFACT_TABLES, DELETED

PLAIN_ASCII = parse_ranges("9-A D 20-7E")
SURROGATES = parse_ranges("D800-DFFF")

# What the charsets add to ASCII. U+00A0 and U+00AD are taken out as artefacts below.
LATIN_1_HIGH = parse_ranges("A0-FF")
LATIN_9_ONLY = ranges_of("€ŠšŽžŒœŸ")
LATIN_9_LACKS = ranges_of("¤¦¨´¸¼½¾")
WINDOWS_1252_HIGH = ranges_of(invisibles.WINDOWS_1252.values())

JOINERS = ranges_of(invisibles.ZERO_WIDTH_NON_JOINER + invisibles.ZERO_WIDTH_JOINER)

# What no repertoire holds, whatever its charset could encode.
ARTEFACTS: Ranges = subtract(
    unite(
        *(ranges_of(table) for table, _ in ARTEFACT_TABLES),
        *(ranges for ranges, _, _ in DELETED),
        ranges_of(bullets.BULLETS + bullets.INCLUSIVE_DOTS + symbols.REPLACEMENT_CHARACTER),
        SURROGATES,
    ),
    JOINERS,
)

ALL_LETTERS = ranges_by_age(unicode_data.LETTERS_BY_AGE)
STYLED_LETTERS = unite(parse_ranges(compatibility.STYLED), parse_ranges(compatibility.RAISED))
PICTOGRAPHS = parse_ranges(unicode_data.PICTOGRAPHS)

# What an emoji can start with, and the keycap that ends some. Pictographs that text stands for are no emoji
# here: bullets, arrows, stars, letters in circles.
EMOJI = subtract(
    unite(
        PICTOGRAPHS,
        parse_ranges("20E3"),  # combining enclosing keycap
        parse_ranges("1F1E6-1F1FF"),  # regional indicators, in pairs a flag
        parse_ranges("1F3FB-1F3FF"),  # skin tones
    ),
    ARTEFACTS,
    LATIN_1_HIGH,
    ranges_of(bullets.CHECK_MARKS + symbols.PICTOGRAPHS_WITH_A_PLAIN_FORM),
    *map(ranges_of, (symbols.LEGAL, symbols.ARROWS, symbols.MATHEMATICS, symbols.BOXES_AND_STARS)),
)


@dataclass(frozen=True)
class Repertoire:
    """A named set of characters.

    Attributes:
        name: how a profile and its errors call it.
        ranges: its code points, as sorted (first, last) pairs, both included.
    """

    name: str
    ranges: Ranges

    def __post_init__(self) -> None:
        exist = all(0 <= first <= last <= LAST_CODE_POINT for first, last in self.ranges)
        if not exist or self.ranges != merge_ranges(self.ranges):
            raise InvalidProfile("a repertoire's ranges must be sorted, apart, and within Unicode")

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        held = sum(last - first + 1 for first, last in self.ranges)
        return f"<Repertoire {self.name!r}: {held} code points>"

    def __reduce__(self) -> tuple[object, ...]:
        known = self.name in _BUILDERS and self == repertoire_named(self.name)
        return (repertoire_named, (self.name,)) if known else (Repertoire, (self.name, self.ranges))

    def __contains__(self, character: str) -> bool:
        return contains(self.ranges, ord(character))


def _flatchr() -> Ranges:
    """Printable ISO 8859-1 and -15 less the artefacts, and the letters, marks and digits of every script."""
    letters = subtract(ALL_LETTERS, STYLED_LETTERS, ARTEFACTS, EMOJI)
    return unite(PLAIN_ASCII, subtract(unite(LATIN_1_HIGH, LATIN_9_ONLY), ARTEFACTS), letters, JOINERS)


def _typography() -> Ranges:
    """Every assigned character less the artefacts; reserved emoji stay too."""
    return unite(PLAIN_ASCII, JOINERS, subtract(assigned_code_points(), ARTEFACTS))


@cache
def assigned_code_points() -> Ranges:
    """Give every code point that has a character, future emoji included."""
    return unite(ranges_by_age(unicode_data.ASSIGNED_BY_AGE), PICTOGRAPHS)


_BUILDERS: dict[str, Callable[[], Ranges]] = {
    "flatchr": _flatchr,
    "typography": _typography,
    "cp1252": lambda: unite(PLAIN_ASCII, subtract(unite(LATIN_1_HIGH, WINDOWS_1252_HIGH), ARTEFACTS)),
    "latin-9": lambda: unite(
        PLAIN_ASCII, subtract(unite(subtract(LATIN_1_HIGH, LATIN_9_LACKS), LATIN_9_ONLY), ARTEFACTS)
    ),
    "latin-1": lambda: unite(PLAIN_ASCII, subtract(LATIN_1_HIGH, ARTEFACTS)),
    "ascii": lambda: PLAIN_ASCII,
}

REPERTOIRE_NAMES = tuple(_BUILDERS)


@cache
def repertoire_named(name: str) -> Repertoire:
    """Give one of the repertoires that come with the library, built when first asked for.

    Args:
        name: one of `REPERTOIRE_NAMES`.

    Raises:
        KeyError: there is none of that name.
    """
    return Repertoire(name, _BUILDERS[name]())
