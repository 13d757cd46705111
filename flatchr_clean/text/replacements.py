"""What one character becomes, whatever stands around it. Knows characters; knows no context.

`Replacements` asks the tables first, then whether the character is one of those that are deleted, then for
what comes nearest to it; an answer is remembered.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from flatchr_clean.code_points import contains, parse_ranges, ranges_of, unite
from flatchr_clean.errors import CleaningError
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.profile import Profile
from flatchr_clean.text.repertoire import ALL_LETTERS, EMOJI, assigned_code_points
from flatchr_clean.text.tables import compatibility, spaces, symbols
from flatchr_clean.text.tables.families import DELETED, STYLING, TABLES
from flatchr_clean.text.transliteration import fit_letter, transliterate


class Replacement(NamedTuple):
    """What a character becomes, why, and whether a reader would miss something."""

    text: str
    rule: Rule
    lossy: bool


# What `Replacements.find` gives where nothing stands for a character.
NOTHING = Replacement("", Rule.TRANSLITERATION, lossy=True)


class NoReplacement(CleaningError):
    """Nothing stands for a character; the cleaner turns this into `UnmappableCharacter` with its place."""


_UNWRITTEN = (*DELETED, *STYLING)
_DELETED = unite(*(ranges for ranges, _, _ in _UNWRITTEN))
_RAISED = parse_ranges(compatibility.RAISED)
# What Latin letters can spell; of other symbols Unidecode gives letters that they resemble, or a name.
_SPELT = unite(ALL_LETTERS, parse_ranges(symbols.CURRENCY_SIGNS), parse_ranges(symbols.DRAWN_LETTERS))
SYMBOLS_BY_CHARACTER = {
    character: (text, rule) for table, rule in reversed(TABLES) for character, text in table.items()
}


class Replacements:
    """The replacements of a profile.

    Args:
        profile: what to compile.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.accepted = profile.accepted
        self.own = ranges_of({*profile.keep, *profile.replace})
        self._tabled = {character: (text, Rule.CUSTOM) for character, text in profile.replace.items()}
        if profile.no_break_spaces == "keep":
            self._tabled[spaces.NARROW_NO_BREAK_SPACE] = (spaces.NO_BREAK_SPACE, Rule.SPACE)
        self.find = lru_cache(4096)(self._find)

    def accepts(self, character: str) -> bool:
        """Tell whether a character may stand after cleaning."""
        return contains(self.accepted, ord(character))

    def _find(self, character: str) -> Replacement:
        """Give what a character that is not accepted becomes: `NOTHING` where nothing stands for it."""
        if character == symbols.REPLACEMENT_CHARACTER:
            return Replacement("?", Rule.REPLACEMENT_CHARACTER, lossy=True)  # lost before the text came here
        return self._look_up(character) or self._delete(character) or self.approach(character)

    def fit(self, text: str) -> str:
        """Bring a replacement itself into the repertoire; "" when some of it has no place there."""
        fitted = []
        for character in text:
            if character == ";":
                fitted.append(",")  # the API joins choices with a semicolon
            elif self.accepts(character):
                fitted.append(character)
            elif character in SYMBOLS_BY_CHARACTER or (character.isalpha() and not character.isascii()):
                fitted.append(self.find(character).text)
            else:
                return ""
        return "".join(fitted)

    def _look_up(self, character: str) -> Replacement | None:
        own = self._tabled.get(character)
        if own:
            return Replacement(*own, lossy=False)
        text, rule = SYMBOLS_BY_CHARACTER.get(character, ("", Rule.CUSTOM))
        if text in self._tabled:
            return Replacement(*self._tabled[text], lossy=False)
        fitted = self.fit(text)
        lossy = character in symbols.DOUBTFUL
        return Replacement(fitted, rule, lossy) if fitted else None

    def _delete(self, character: str) -> Replacement | None:
        code_point = ord(character)
        if contains(_DELETED, code_point):
            return next(
                Replacement("", rule, lossy)
                for ranges, rule, lossy in _UNWRITTEN
                if contains(ranges, code_point)
            )
        if contains(EMOJI, code_point):
            return Replacement("", Rule.EMOJI, lossy=True)
        if not contains(assigned_code_points(), code_point):
            return Replacement("", Rule.INVALID, lossy=True)
        return None

    def approach(self, character: str) -> Replacement:
        """Give the nearest that the repertoire has, whatever the tables say."""
        # NFKC of one character is its plain form, where it is styled, circled, squared or raised.
        plain = unicodedata.normalize("NFKC", character)
        # NFKC of the micro sign is the letter, which has become the sign.
        if plain != character and plain not in symbols.GREEK_UNITS and (fitted := self.fit(plain)):
            rule = Rule.SUPERSCRIPT if contains(_RAISED, ord(character)) else Rule.COMPATIBILITY
            return Replacement(fitted, rule, lossy=False)
        fitted = fit_letter(character, self.accepts)
        if not fitted and self.profile.letters == "transliterate" and not character.isascii():
            fitted = self.fit(_spell(character))
        if not fitted and not is_mark(character):
            if self.profile.unmappable != "?":
                return NOTHING
            fitted = "?"
        return Replacement(fitted, Rule.TRANSLITERATION, lossy=True)


def _spell(character: str) -> str:
    """Transliterate what can be spelt, and of symbols what becomes no letter and no digit."""
    spelt = transliterate(character)
    may_hold_letters = contains(_SPELT, ord(character)) or character.isnumeric()
    return spelt if may_hold_letters or not any(map(str.isalnum, spelt)) else ""


def is_mark(character: str) -> bool:
    """Tell whether a character belongs to the letter before it: an accent, a vowel sign.

    Example:
        >>> is_mark("\\N{COMBINING TILDE}"), is_mark("\\N{DEVANAGARI VOWEL SIGN I}"), is_mark("i")
        (True, True, False)
    """
    return contains(ALL_LETTERS, ord(character)) and not character.isalnum()
