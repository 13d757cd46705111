"""What French text becomes when its UTF-8 is misread, and when to believe that this happened.

Knows the encodings that French meets (windows-1252 with Latin-1 and Latin-9, MacRoman, cp850 with cp437)
and what good French may put in the same places; knows neither lines nor other languages.

A judge says of one sequence whether it is believed. What good text may hold is doubtful, and each judge
says where it would do harm.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from flatchr_clean.text.code_points import Ranges, contains
from flatchr_clean.text.encoding.sequences import (
    CONTINUATIONS,
    NO_BREAK_SPACE,
    Bytes,
    bytes_by_character,
)
from flatchr_clean.text.tables import encodings

_LATIN_LIGATURES = frozenset("ŒœŠšŽžŸ")
_CLOSERS = frozenset(encodings.CLOSERS)
_OPENERS = frozenset(encodings.OPENERS)
_STRAIGHT_QUOTES = frozenset("'\"")
_HIGH_MARKS = frozenset(":;!?")  # French puts a no-break space before them
_AFTER_QUOTED = frozenset(("", " ", "»", "”"))
_FORMULAS = frozenset(encodings.FORMULAS)
_DRAWINGS = frozenset(encodings.DRAWINGS)

_WINDOWS_1252 = bytes_by_character("cp1252")


class Verdict(Enum):
    """Whether some characters are believed to be a misread UTF-8 sequence."""

    REFUSED = "refused"
    """French has no such character."""
    DOUBTFUL = "doubtful"
    """Good text may hold them: believed only where the rest of the text is misread the same way."""
    SURE = "sure"
    """No good text holds them here."""


class Candidate(NamedTuple):
    """Characters that can be a misread UTF-8 sequence.

    Attributes:
        character: what they would be.
        last: the last of the characters that stand there now.
        left: up to two characters before them, repaired already.
        right: the character after them, or nothing.
    """

    character: str
    last: str
    left: str
    right: str

    @property
    def before(self) -> str:
        """The one character before them, or nothing."""
        return self.left[-1:]

    @property
    def after_capitals(self) -> bool:
        """Whether they stand after two capitals or more."""
        return len(self.left) > 1 and self.left.isalpha() and self.left.isupper()

    @property
    def after_opener(self) -> bool:
        """Whether they stand after what opens a quotation or a parenthesis."""
        straight = self.before in _STRAIGHT_QUOTES and not self.left[:-1].strip()
        return straight or self.before in _OPENERS

    @property
    def touches_letter(self) -> bool:
        """Whether they are part of a longer word."""
        return self.before.isalpha() or self.right.isalpha()


Judge = Callable[[Candidate], Verdict]


def _sure_if(condition: object) -> Verdict:
    return Verdict.SURE if condition else Verdict.DOUBTFUL


def _judge_letter(candidate: Candidate) -> Verdict:
    """Judge `Ã` and a continuation: U+00C0 to U+00FF. Harm: Portuguese capitals end in Ã (MANHÃ, LÃ)."""
    character, before, right = candidate.character, candidate.before, candidate.right
    capital = character.isupper()
    closes = candidate.last in _CLOSERS
    if before.isupper() and closes:
        inside = right.islower() or (capital and right.isalnum())
        return _sure_if(inside or before + character in encodings.SHORT_WORDS)
    if candidate.after_capitals:
        return _sure_if(capital or right.islower())
    if before.islower() and capital and closes and not right.isalnum():
        return Verdict.REFUSED  # voilÃ… is voilà, and an ellipsis
    if candidate.touches_letter:
        return _sure_if(before.isalpha() or candidate.last != "’")  # the Ã’s of this text
    return _sure_if(not closes or character == "à" or (character == "×" and candidate.left[:1].isdigit()))


def _judge_symbol(candidate: Candidate) -> Verdict:
    """Judge `Â` and a continuation: U+00A0 to U+00BF. Harm: a word in capitals may end in Â (MUDRÂ)."""
    character, before = candidate.character, candidate.before
    if character < NO_BREAK_SPACE:
        return Verdict.REFUSED
    if before.isupper():
        is_unit = character in "°º²³" and not candidate.left[:-1].isalpha()
        is_dot = character == "·" and candidate.right.isalpha()
        # POSTE : and MISSIONS : are headings; no word ends in EÂ, and few do in SÂ.
        is_heading = character == NO_BREAK_SPACE and before in "ES" and candidate.right in _HIGH_MARKS
        return _sure_if(is_unit or is_dot or is_heading)
    if before and not before.isspace() and not candidate.after_opener:
        return _sure_if(character != before)  # À·Â·Ç
    if character == "»":
        return _sure_if(before and candidate.left[0] not in _OPENERS)
    if character == NO_BREAK_SPACE:
        return _sure_if(before == "«" and candidate.right not in _AFTER_QUOTED)
    alone = character in "·©" and candidate.right == " " and candidate.left[:1] != character
    return _sure_if(character == "«" or alone or candidate.right.isalnum())


def _judge_ligature(candidate: Candidate) -> Verdict:
    """Judge `Å` and a continuation: Œ œ Š š Ž ž Ÿ. Harm: an ångström, or Swedish capitals, before a quote."""
    character = candidate.character
    if character not in _LATIN_LIGATURES:
        return Verdict.REFUSED
    if candidate.last == NO_BREAK_SPACE:
        is_unit = candidate.left[:1].isdigit() or not candidate.right.islower()
        return _sure_if(not is_unit and not candidate.before.strip())
    if character in "Œœ":
        inside = candidate.right.isalpha() and not (candidate.after_capitals and candidate.right.islower())
        return _sure_if(inside or candidate.last not in "“’")
    if character.islower():
        begins = candidate.right.islower() and not candidate.after_capitals
        return _sure_if(candidate.before.islower() or begins)
    return _sure_if(candidate.right.isalpha() and not candidate.before.islower())


def _judge_beside_letters(candidate: Candidate) -> Verdict:
    """Judge `≈` or `┼` and a continuation: Œ œ Š š Ž ž Ÿ. Harm: formulas and drawings."""
    return _sure_if(candidate.touches_letter) if candidate.character in _LATIN_LIGATURES else Verdict.REFUSED


def _judge_range(ranges: Ranges) -> Judge:
    """Make the judge of sequences of three or four bytes, which good text never holds, by what they are."""

    def judge(candidate: Candidate) -> Verdict:
        return Verdict.SURE if contains(ranges, ord(candidate.character)) else Verdict.REFUSED

    return judge


_judge_punctuation = _judge_range(encodings.PUNCTUATION)
_judge_presentation = _judge_range(encodings.PRESENTATION)
_judge_pictograph = _judge_range(encodings.PICTOGRAPHS)


def _judge_accent(candidate: Candidate) -> Verdict:
    """Judge `Ì` and a continuation: a combining accent, as macOS writes it, after a letter that takes it."""
    before = candidate.before
    if not before.isalpha() or not contains(encodings.COMBINING_ACCENTS, ord(candidate.character)):
        return Verdict.REFUSED
    if len(unicodedata.normalize("NFC", before + candidate.character)) > 1:
        return Verdict.DOUBTFUL
    return _sure_if(before.islower() or candidate.last not in _CLOSERS)


def _judge_superscript(candidate: Candidate) -> Verdict:
    """Judge a superscript letter: ᵉ, or ʳ and ˢ after it. Harm: a capital before a footnote's mark."""
    if not contains(encodings.SUPERSCRIPT_LETTERS, ord(candidate.character)):
        return Verdict.REFUSED
    after_another = candidate.before and contains(encodings.SUPERSCRIPT_LETTERS, ord(candidate.before))
    return _sure_if(after_another or candidate.character > "\u1000")


def _judge_macroman_letter(candidate: Candidate) -> Verdict:
    """Judge `√` and a continuation: U+00C0 to U+00FF. Harm: formulas."""
    return _sure_if(candidate.last not in _FORMULAS or candidate.before.isalpha())


def _judge_macroman_symbol(candidate: Candidate) -> Verdict:
    """Judge `¬` and a continuation: U+00A0 to U+00BF. Harm: faces drawn with accents."""
    if candidate.character < NO_BREAK_SPACE:
        return Verdict.REFUSED
    opens = candidate.last == "´" and not candidate.before.strip(" (\xa0") and candidate.right == " "
    beside = candidate.right == "¬" or candidate.right.isalnum()
    return _sure_if(candidate.last not in "´¨¬" or opens or beside)


def _judge_macroman_accent(candidate: Candidate) -> Verdict:
    """Judge `Ã` and a continuation: a combining accent. Harm: misread twice, it waits for what comes next."""
    nested = _WINDOWS_1252.get(candidate.right) in CONTINUATIONS
    return _judge_accent(candidate) if candidate.before.islower() and not nested else Verdict.REFUSED


def _judge_dos_punctuation(candidate: Candidate) -> Verdict:
    """Judge `Ô` and two continuations: U+2000 to U+2BFF. Harm: a word in capitals ends in Ô."""
    verdict = _judge_punctuation(candidate)
    ends_capitals = candidate.before.isupper() and candidate.last in _CLOSERS
    return Verdict.DOUBTFUL if verdict is Verdict.SURE and ends_capitals else verdict


def _judge_dos_letter(candidate: Candidate) -> Verdict:
    """Judge `├` and a continuation: U+00C0 to U+00FF. Harm: drawings."""
    return _sure_if(candidate.last not in _DRAWINGS or candidate.before.isalpha())


def _judge_dos_symbol(candidate: Candidate) -> Verdict:
    """Judge `┬` and a continuation: U+00A0 to U+00BF. Harm: drawings."""
    if candidate.character < NO_BREAK_SPACE:
        return Verdict.REFUSED
    drawn = candidate.before in _DRAWINGS or candidate.right in _DRAWINGS
    return _sure_if(candidate.last not in _DRAWINGS or not drawn)


def _judge_nothing(_: Candidate) -> Verdict:
    """Refuse what stands for itself in no French text, but may be a byte of another sequence."""
    return Verdict.REFUSED


_JUDGES: dict[int, Judge] = {
    0xC4: _judge_nothing,
    0xC6: _judge_nothing,
    0xCA: _judge_superscript,
    0xCB: _judge_superscript,
    0xCC: _judge_accent,
    0xCE: _judge_nothing,
    0xCF: _judge_nothing,
    0xE1: _judge_superscript,
    0xE2: _judge_punctuation,
    0xEF: _judge_presentation,
    0xF0: _judge_pictograph,
    0xF3: _judge_pictograph,
}


class Misreading(NamedTuple):
    """An encoding that UTF-8 was taken for: its name in Python, its bytes, a judge for each lead byte."""

    name: str
    bytes: Bytes
    judges: Mapping[int, Judge]


WINDOWS_1252 = Misreading(
    "cp1252", _WINDOWS_1252, _JUDGES | {0xC2: _judge_symbol, 0xC3: _judge_letter, 0xC5: _judge_ligature}
)
_CP850 = Misreading(
    "cp850",
    bytes_by_character("cp437") | bytes_by_character("cp850"),
    _JUDGES
    | {
        0xC2: _judge_dos_symbol,
        0xC3: _judge_dos_letter,
        0xC5: _judge_beside_letters,
        0xE2: _judge_dos_punctuation,
    },
)
# cp437 goes by the name of cp850, from which it differs in the leads of longer sequences.
_CP437 = Misreading(
    "cp850",
    bytes_by_character("cp437"),
    {0xE2: _judge_punctuation, 0xEF: _judge_presentation, 0xF0: _judge_pictograph},
)
_MACROMAN = Misreading(
    "mac_roman",
    bytes_by_character("mac_roman"),
    _JUDGES
    | {
        0xC2: _judge_macroman_symbol,
        0xC3: _judge_macroman_letter,
        0xC5: _judge_beside_letters,
        0xCC: _judge_macroman_accent,
    },
)

# cp850 before MacRoman: `ÔÇª` is an ellipsis in the one and a stray private-use character in the other.
_MISREADINGS = (WINDOWS_1252, _CP437, _CP850, _MACROMAN)

# By character: the encodings in which it is a continuation, and its byte there.
CONTINUATIONS_BY_CHARACTER: dict[str, list[tuple[Misreading, int]]] = {}
for _misreading in _MISREADINGS:
    for _character, _byte in _misreading.bytes.items():
        if _byte in CONTINUATIONS:
            CONTINUATIONS_BY_CHARACTER.setdefault(_character, []).append((_misreading, _byte))
