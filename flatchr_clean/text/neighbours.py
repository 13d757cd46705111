"""What one character becomes between its neighbours. Knows the characters beside it; knows no line.

What the tables say of a character alone is not always right between two others: a dot between letters is that
of inclusive writing, a circled number after a digit is another number. Letters that are spaced out
(`D É V E L O P P E U R`) stay as they are: nothing says where one of their words ends and the next begins.
"""

from __future__ import annotations

from flatchr_clean.code_points import contains, parse_ranges
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.replacements import NOTHING, NoReplacement, Replacement, Replacements
from flatchr_clean.text.tables import bullets, spaces, symbols, typography

_DOTS = frozenset(bullets.INCLUSIVE_DOTS + bullets.WINDOWS_1252_BULLET)
# What may be a hyphen, or nothing.
HYPHENS = frozenset(typography.OPTIONAL_HYPHENS + typography.PDF_HYPHENS)
_LINE_BREAKS = frozenset("\n\r").union(spaces.BREAKS)
_GREEK = parse_ranges(symbols.GREEK)
_MICRO, _OHM = symbols.GREEK_UNITS
_LAST_LATIN = "\N{LATIN SMALL LETTER Y WITH LOOP}"  # with the accents of French, not with those of phonetics


class Neighbours:
    """The rules of a profile that see what stands beside a character.

    Args:
        replacements: what each character becomes where no rule of this module speaks.
    """

    def __init__(self, replacements: Replacements) -> None:
        self._replacements = replacements
        self._accepts = replacements.accepts

    def find_told(self, before: str, character: str, after: str) -> Replacement | None:
        """Give what a character becomes that is accepted or deleted elsewhere, or None.

        Args:
            before: what is seen before it, or "".
            character: the character.
            after: what is seen after it, or "".
        """
        if character in HYPHENS:
            hyphen = _read_hyphen(before, after, copied=character in typography.PDF_HYPHENS)
            return None if hyphen is None else Replacement(hyphen, Rule.HYPHENATION, lossy=False)
        ligature = _read_ligature(before, character, after)
        if ligature:
            return Replacement(ligature, Rule.LIGATURE, lossy=False)
        if not (before.isalpha() and after.isalpha()):
            return None
        latin = _is_latin(before) and _is_latin(after)
        if character in _DOTS or (character in bullets.LETTER_DOTS and latin):
            dot = self._replacements.fit(bullets.MIDDLE_DOT)
            return Replacement(dot, Rule.INCLUSIVE_DOT, lossy=False)
        if character == typography.ACUTE_ACCENT:
            return Replacement("'", Rule.APOSTROPHE, lossy=False)
        return None

    def find(self, before: str, character: str, after: str) -> Replacement:
        """Give what a character becomes that is not accepted; arguments are those of `find_told`.

        Raises:
            NoReplacement: nothing stands for it, and the profile says so.
        """
        found = self._find(before, character, after)
        text = found.text
        if text in symbols.CAPITAL_DIGRAPHS and after.islower():
            text = text.capitalize()
        elif text.endswith(" ") and not text.isspace():  # a word: `Bei ` of an ideograph, `racine ` of a sign
            apart = " " if before.isalnum() and self._accepts(before) else ""
            text = apart + (text if after.isalnum() else text.rstrip(" "))
        if not character.isdecimal():
            if text[:1].isdigit() and self.ends_in_digit(before):
                text = f" {text}"
            text += self.part_digits(text, after)
        return found._replace(text=text)

    def find_alone(self, character: str) -> Replacement:
        """Give what a character becomes whatever stands beside it."""
        found = self._replacements.find(character)
        if found is NOTHING and self._replacements.profile.unmappable == "raise":
            raise NoReplacement(character)
        return found

    def ends_in_digit(self, character: str) -> bool:
        """Tell whether "" or a character is a number's end once it is cleaned."""
        if not character:
            return False
        text = character if self._accepts(character) else self._replacements.find(character).text
        return text[-1:].isdigit() or text in symbols.FRACTIONS

    @staticmethod
    def part_digits(text: str, after: str) -> str:
        """Give the space that keeps a number from the digit after it: "1." before 5 is no 1.5 either."""
        return " " if after.isdecimal() and text.rstrip(".,")[-1:].isdigit() else ""

    def _find(self, before: str, character: str, after: str) -> Replacement:
        if character in symbols.GREEK_UNITS and _is_in_greek(before, after):
            return self._replacements.approach(character)  # a letter among letters
        if character in symbols.DIAMETERS and self._accepts(symbols.DIAMETER):
            return Replacement(symbols.DIAMETER, Rule.SYMBOL, lossy=False)
        return self.find_alone(character)


def _read_hyphen(before: str, after: str, *, copied: bool) -> str | None:
    """Say what an optional hyphen is: nothing where a word may be cut, a hyphen where none is.

    One that a reader of PDF copied was seen at its line's end, where it stays as others do.
    """
    if before.isalpha() and after.isalpha():
        return ""
    ends_line = after in _LINE_BREAKS and (copied or before.isdecimal())
    return "-" if before.isalnum() and (after.isalnum() or ends_line) else None


def _read_ligature(before: str, character: str, after: str) -> str:
    if character in typography.CALIBRI_GLYPHS:
        return typography.CALIBRI_GLYPHS[character] if before.isalpha() or after.isalpha() else ""
    if not (before.islower() and _is_latin(before)):
        return ""
    if after.islower() and character in typography.TEX_LIGATURES:
        return typography.TEX_LIGATURES[character]
    inside = after.islower() or (character.isupper() and not after.isalpha())
    return typography.CALIBRI_LIGATURES.get(character, "") if inside else ""


def _is_latin(character: str) -> bool:
    return character <= _LAST_LATIN


def _is_in_greek(before: str, after: str) -> bool:
    """Tell whether a letter stands in a Greek word; two of the units are one: µ before Ω."""
    beside = before * (before != _MICRO) + after * (after != _OHM)
    return any(contains(_GREEK, ord(letter)) for letter in beside)
