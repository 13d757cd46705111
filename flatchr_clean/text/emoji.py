"""Emoji as people see them: whole sequences, and their names. Knows no other symbol.

Source: UTS #51, which defines the sequences, and emoji-data.txt for the pictographs.
"""

from __future__ import annotations

import re
import unicodedata

from flatchr_clean.code_points import Ranges, class_of, parse_ranges, ranges_of, subtract
from flatchr_clean.errors import MissingExtra
from flatchr_clean.text.repertoire import PICTOGRAPHS
from flatchr_clean.text.tables.invisibles import ZERO_WIDTH_JOINER
from flatchr_clean.text.tables.symbols import LATIN_LETTERS

_MODIFIERS = parse_ranges("FE0E-FE0F 1F3FB-1F3FF 20E3 E0020-E007F")
_FLAG = parse_ranges("1F1E6-1F1FF")


def compile_emoji(starts: Ranges, apart: Ranges) -> re.Pattern[str]:
    """Compile the expression for one emoji sequence.

    Args:
        starts: the pictographs that may start one, without those that a table reads as bullets or arrows.
        apart: what is part of no sequence, since the caller keeps or replaces it.

    Returns:
        An expression to match at a place: a flag, or a pictograph with its modifiers (variation selectors,
        skin tone, tags) and what zero-width joiners tie to it.
    """
    start, part, modifier, flag, joiner = (
        class_of(subtract(ranges, apart))
        for ranges in (starts, PICTOGRAPHS, _MODIFIERS, _FLAG, ranges_of(ZERO_WIDTH_JOINER))
    )
    return re.compile(f"{flag}{flag}?{modifier}*+|{start}{modifier}*+(?:{joiner}{part}{modifier}*+)*+")


def name_emoji(sequence: str, language: str) -> str:
    """Name an emoji in ASCII.

    Args:
        sequence: one emoji sequence.
        language: "fr" or "en", whose CLDR short name is taken.

    Returns:
        A name between colons such as ``:fusee:``, or "" when the sequence has none.

    Raises:
        MissingExtra: the package ``emoji`` is not installed.
    """
    try:
        import emoji
    except ImportError as error:
        raise MissingExtra("emoji='name' needs the package emoji", "emoji") from error
    name = emoji.demojize(sequence, language=language)
    if ":" not in name:
        return ""
    spelt = "".join(LATIN_LETTERS.get(character, character) for character in name)
    folded = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode("ascii")
    return f":{re.sub(r'[^0-9A-Za-z+-]+', '_', folded).strip('_')}:"
