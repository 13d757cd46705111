"""The families of characters: which rule each table belongs to, and which code points are deleted."""

from collections.abc import Mapping

from flatchr_clean.code_points import Ranges, parse_ranges, ranges_of
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.tables import (
    bullets,
    compatibility,
    invisibles,
    spaces,
    symbol_fonts,
    symbols,
    typography,
)

# Artefacts: no repertoire holds them.
ARTEFACT_TABLES: tuple[tuple[Mapping[str, str], Rule], ...] = (
    (typography.APOSTROPHES, Rule.APOSTROPHE),
    (typography.PRIMES, Rule.PRIME),
    (typography.DOUBLE_QUOTES, Rule.QUOTE),
    (typography.SINGLE_QUOTES, Rule.QUOTE),
    (typography.DASHES, Rule.DASH),
    (typography.ELLIPSES, Rule.ELLIPSIS),
    (typography.LIGATURES, Rule.LIGATURE),
    (spaces.SPACES, Rule.SPACE),
    (spaces.BREAKS, Rule.LINE_BREAK),
    (spaces.CELL_MARK, Rule.CONTROL),
    (invisibles.WINDOWS_1252, Rule.CONTROL),
)

# The tables, artefacts first. The others are asked only for what the repertoire lacks.
TABLES: tuple[tuple[Mapping[str, str], Rule], ...] = (
    *ARTEFACT_TABLES,
    (dict.fromkeys(bullets.BULLETS, "-"), Rule.BULLET),
    (dict.fromkeys(bullets.CHECK_MARKS, "-"), Rule.BULLET),
    (dict.fromkeys(bullets.INCLUSIVE_DOTS + bullets.LETTER_DOTS, bullets.MIDDLE_DOT), Rule.INCLUSIVE_DOT),
    (symbols.SEMICOLONS, Rule.SYMBOL),
    (symbols.LEGAL, Rule.SYMBOL),
    (symbols.ARROWS, Rule.SYMBOL),
    (symbols.MATHEMATICS, Rule.SYMBOL),
    (symbols.BOXES_AND_STARS, Rule.SYMBOL),
    (symbols.FRACTIONS, Rule.FRACTION),
    (symbols.CURRENCIES, Rule.SYMBOL),
    (symbols.PUNCTUATION, Rule.SYMBOL),
    (symbols.CIRCLED_NUMBERS, Rule.COMPATIBILITY),
    (symbols.ENCLOSED_LETTERS, Rule.COMPATIBILITY),
    (symbols.GREEK_UNITS, Rule.SYMBOL),
    (symbols.SQUARED_UNITS, Rule.COMPATIBILITY),
    (compatibility.SMALL_CAPITALS, Rule.COMPATIBILITY),
    (typography.SPACING_MARKS, Rule.SYMBOL),
    (symbols.LATIN_1_SYMBOLS, Rule.SYMBOL),
)

# Families that are deleted, by ranges: (ranges, rule, lossy).
DELETED: tuple[tuple[Ranges, Rule, bool], ...] = (
    (ranges_of(typography.OPTIONAL_HYPHENS), Rule.HYPHENATION, False),
    (parse_ranges(invisibles.INVISIBLES), Rule.INVISIBLE, False),
    (parse_ranges("200C-200D"), Rule.INVISIBLE, False),
    (parse_ranges(invisibles.BIDIRECTIONAL_CONTROLS), Rule.HIDDEN_TEXT, False),
    (parse_ranges(invisibles.TAGS), Rule.HIDDEN_TEXT, True),
    (parse_ranges(invisibles.CONTROLS), Rule.CONTROL, False),
    (parse_ranges(symbol_fonts.PRIVATE_USE), Rule.PRIVATE_USE, True),
)

# Marks of pseudo-fonts, deleted where they are not accepted.
STYLING: tuple[tuple[Ranges, Rule, bool], ...] = (
    (parse_ranges(compatibility.UNDERLINES), Rule.COMPATIBILITY, False),
    (parse_ranges(compatibility.STRIKES), Rule.COMPATIBILITY, True),
)
