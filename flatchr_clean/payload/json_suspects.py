"""Where a JSON text may hold something to clean. Knows how JSON writes characters; knows no rule of cleaning.

To find less than what the cleaner would change is wrong; to find more costs a closer look and no more. So
most characters are taken one by one, raw or escaped, and those that are wrong only beside some others count
as found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Final

from flatchr_clean.code_points import (
    Ranges,
    class_of,
    complement,
    contains,
    intersect,
    parse_ranges,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.composition import SENSITIVE
from flatchr_clean.text.repertoire import EMOJI, JOINERS
from flatchr_clean.text.tables import bullets, typography

_ASCII: Final = parse_ranges("0-7F")
_BEYOND_BASIC_PLANE: Final = parse_ranges("10000-10FFFF")

BACKSLASH: Final = "\\"
# Section 7 of RFC 8259: what stands in a string only escaped, and the escapes of two characters.
_NEVER_RAW: Final = ranges_of('"\\')
_CONTROLS: Final = subtract(parse_ranges("0-1F"), ranges_of("\t\n\r"))
# Between the characters that `json_runs` looks at, it is sure that these mean nothing.
_MARKUP: Final = ranges_of("&<")
_SHORT_ESCAPES: Final = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip

# The escapes that are looked at one by one; any other counts as found.
_LOOKED_AT: Final = parse_ranges("A0-17F 20AC")

# Misread UTF-8 is two characters beyond ASCII side by side. These begin none that is only two long.
_BEGIN_NO_PAIR: Final = ranges_of("àçèéêëîôùû")
# These begin one whose second character may be lost: `Ã Paris` was `à Paris`.
_BEGIN_ALONE: Final = ranges_of("ÂÃÅÎÐÙ")

# Another character beyond ASCII, raw or escaped, or a tab; or a tag, behind which one may stand.
_NEIGHBOUR: Final = r"[^\x00-\x7F]|\\[tu]|<"

# The most frequent of French: as escapes they are asked for first.
_FREQUENT_LETTERS: Final = ranges_of("àâçèéêëîï")
# Frequent in French, and beyond Latin-1.
_FREQUENT: Final = "œ€Œ"
_STAND_IN: Final = "ÿ"

# How suspects are marked.
_ALONE: Final = 0x00
_BESIDE: Final = 0xFF
_ESCAPE: Final = ord(BACKSLASH)


class Suspects:
    """What a cleaner may change, as a JSON text holds it.

    Args:
        cleaner: the cleaner.

    Attributes:
        stay_in_runs: whether all suspects of ASCII are controls, or of no harm between runs.
    """

    def __init__(self, cleaner: Cleaner) -> None:
        self._alone = alone = _suspects_alone(cleaner)
        self._beside = beside = subtract(_suspects_beside_others(cleaner), alone)
        raw = subtract(alone, _NEVER_RAW)
        plain = intersect(alone, parse_ranges("9 A D 20-7E"))
        harmless = intersect(_MARKUP, cleaner.profile.accepted)
        self.stay_in_runs = not subtract(plain, harmless)
        self._expression = _compile(alone, beside)
        self._frequent = [character for character in _FREQUENT if not contains(alone, ord(character))]
        self._marks = _mark(raw, beside)
        self._marks_between_runs = _mark(unite(subtract(raw, harmless), _CONTROLS), ())
        escape = _write_suspect_escape(alone, beside)
        self._marked_escape = re.compile(rf"\\{escape}".encode("latin-1"))
        self._marked_beside = re.compile(rf"\x{_BESIDE:02x}(?={_NEIGHBOUR})".encode("latin-1"))

    def found_in(self, text: str) -> bool:
        """Tell whether a text holds suspects; of most that hold none a few looks in C are enough to tell."""
        return not self._is_clear(text) and self.expression_for(text).search(text) is not None

    def expression_for(self, text: str) -> re.Pattern[str]:
        """Give the expression that finds each suspect of a text, and more."""
        return self._expression_in_tags if _holds_word_markup(text) else self._expression

    @cached_property
    def _expression_in_tags(self) -> re.Pattern[str]:
        return _compile(unite(self._alone, ranges_of("<")), self._beside)

    def is_alone(self, character: str) -> bool:
        """Tell whether a character may change wherever it stands."""
        return contains(self._alone, ord(character))

    def write_run_starts(self, escaped: str) -> str:
        """Write an expression for where a run starts: an escape, a tag, or a raw suspect that is no control.

        Args:
            escaped: an expression for what follows the backslash of an escape that counts.
        """
        starts = unite(intersect(self._alone, parse_ranges("7F-10FFFF")), ranges_of("<"))
        beside = rf"|(?=(?<!\\){_NEIGHBOUR})" if self._beside else ""
        first = class_of(unite(starts, self._beside, ranges_of(BACKSLASH)))
        return rf"{first}(?:(?<=\\){escaped}|(?<={class_of(starts)}){beside})"

    def found_between_runs(self, text: str) -> bool:
        """Tell whether what stands between runs holds suspects, or controls that JSON does not allow."""
        return _ALONE in text.encode("latin-1", "replace").translate(self._marks_between_runs)

    def _encode(self, text: str) -> bytes:
        """Encode a text as Latin-1, if need be with a letter of it for the frequent ones that it lacks."""
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError as error:
            if text[error.start] not in self._frequent:
                raise
        for character in self._frequent:
            text = text.replace(character, _STAND_IN)
        return text.encode("latin-1")

    def _is_clear(self, text: str) -> bool:
        """Tell that there are no suspects; False says only that there may be.

        The frequent letters beyond Latin-1 give way to one of Latin-1; one table then marks each character.
        """
        if _holds_word_markup(text):
            return False
        try:
            marks = self._encode(text).translate(self._marks)
        except UnicodeEncodeError:
            return False
        return not (
            _ALONE in marks
            or (_BESIDE in marks and self._marked_beside.search(marks))
            or (_ESCAPE in marks and self._marked_escape.search(marks))
        )


def _mark(alone: Ranges, beside: Ranges) -> bytes:
    """Make the table that marks suspects; what is none stays as it is."""
    return bytes(
        _ALONE if contains(alone, byte) else _BESIDE if contains(beside, byte) else byte
        for byte in range(0x100)
    )


def _holds_word_markup(text: str) -> bool:
    """Tell whether a text may hold Word's markup, in which tags count."""
    return "<" in text and "mso-" in text


def _compile(alone: Ranges, beside: Ranges) -> re.Pattern[str]:
    """Compile the expression that finds suspects: one class for a place, more is asked of it only then."""
    raw = subtract(alone, _NEVER_RAW)
    asked = [rf"(?<=\\){_write_suspect_escape(alone, beside)}", f"(?<={class_of(raw)})"]
    if beside:
        asked.append(f"(?<={class_of(beside)})(?={_NEIGHBOUR})")
    return re.compile(f"{class_of(unite(raw, beside, ranges_of(BACKSLASH)))}(?:{'|'.join(asked)})")


def _write_suspect_escape(alone: Ranges, beside: Ranges) -> str:
    """Write the expression for what follows a backslash when a suspect is escaped.

    One question after the other, the most frequent first: for `re` that is faster than alternatives. Most
    programs write the digits small.
    """
    innocent = complement(unite(alone, beside))
    shorts = "".join(short for short, meant in _SHORT_ESCAPES.items() if contains(alone, ord(meant)))
    some_escape = f"[u{re.escape(shorts)}]"
    return (
        f"(?!u{_write_escapes(intersect(innocent, _FREQUENT_LETTERS), small=True)})"
        f"(?={some_escape})"
        f"(?!u{_write_escapes(beside, small=True)}(?!{_NEIGHBOUR}))"
        f"(?!u{_write_escapes(innocent)})"
        f"(?!u{_write_escapes(beside)}(?!{_NEIGHBOUR}))"
        f"{some_escape}"
    )


def _suspects_alone(cleaner: Cleaner) -> Ranges:
    """Give what may change wherever it stands."""
    profile = cleaner.profile
    if profile.lost_bullets:
        return parse_ranges("0-10FFFF")
    return unite(
        complement(profile.accepted),
        SENSITIVE,
        JOINERS,
        _BEYOND_BASIC_PLANE,
        ranges_of(bullets.CHECK_MARKS + typography.ACUTE_ACCENT),
        EMOJI if profile.emoji == "keep" else (),
        _BEGIN_ALONE if profile.repair_encoding else (),
        ranges_of("&<" if profile.word_markup == "strip" else "&"),
    )


def _suspects_beside_others(cleaner: Cleaner) -> Ranges:
    """Give what may change only where another character beyond ASCII, a tab or a tag follows."""
    lost = ranges_of(bullets.LOST_BULLETS)
    return unite(lost, complement(unite(_ASCII, _BEGIN_NO_PAIR))) if cleaner.profile.repair_encoding else lost


def _write_escapes(ranges: Ranges, *, small: bool = False) -> str:
    """Write an expression for the hexadecimal digits of those characters of a set that are looked at.

    Args:
        ranges: the set.
        small: whether only small digits are meant.
    """
    words = [
        f"{code_point:04x}"
        for first, last in intersect(ranges, _LOOKED_AT)
        for code_point in range(first, last + 1)
    ]
    return _write_words(words, str if small else _in_both_cases)


def _in_both_cases(digit: str) -> str:
    return digit + digit.upper() if digit.isalpha() else digit


def _write_words(words: list[str], write: Callable[[str], str]) -> str:
    """Write an expression for some words of digits, digit by digit: `re` tries few alternatives at each.

    Example:
        >>> _write_words(["00e0", "00e8", "00f8"], str)
        '(?:[0](?:[0](?:[e](?:[08])|[f](?:[8]))))'
    """
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[0], []).append(word[1:])
    digits: dict[str, str] = {}
    for digit, rest in endings.items():
        ending = _write_words(rest, write) if rest[0] else ""
        digits[ending] = digits.get(ending, "") + write(digit)
    return f"(?:{'|'.join(f'[{either}]{ending}' for ending, either in digits.items()) or '(?!)'})"


@lru_cache(maxsize=64)
def suspects_of(cleaner: Cleaner) -> Suspects:
    """Give the suspects of a cleaner, compiled once."""
    return Suspects(cleaner)
