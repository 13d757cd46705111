"""What French text becomes when its UTF-8 is misread, and when to believe that this happened.

Knows the encodings that French meets (windows-1252 with Latin-1 and Latin-9, MacRoman, cp850 with cp437)
and what good French may put in the same places; knows neither lines nor other languages.

A judge says of one sequence whether it is believed. What good text may hold is doubtful, and each judge
says where it would do harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from flatchr_clean.code_points import Ranges, contains
from flatchr_clean.text.encoding.sequences import (
    CONTINUATIONS,
    NO_BREAK_SPACE,
    Bytes,
    bytes_by_character,
)
from flatchr_clean.text.tables import encodings

_LATIN_LIGATURES = frozenset("ŒœŠšŽžŸ")
_CAPITALS = frozenset(encodings.CAPITALS)
_CLOSERS = frozenset(encodings.CLOSERS)
_OPENERS = frozenset(encodings.OPENERS)
_STRAIGHT_QUOTES = frozenset("'\"")
_HIGH_MARKS = frozenset(":;!?")  # French puts a no-break space before them
_AFTER_A_SIGN = frozenset(" .,;:)")
_AFTER_A_SPACE = _HIGH_MARKS | frozenset("+Â")
_AFTER_QUOTED = frozenset(("", " ", "»", "”"))
_JOINING = frozenset(("'", "’", "-"))
_LINE_STARTS = frozenset(("", "\n", "\r", "\t"))

# Capitals that go on with no Â: a word that holds small letters or digits, or no vowel, or ends as French and
# English words do but not those of India and Persia, which French writes with a final â.
_WITHOUT_CIRCUMFLEX = re.compile(
    r"[a-z0-9_]\w*[A-Z]$"
    r"|(?<!\w)(?:[B-DFGHKNP-SV-XZ]|[B-DF-HJ-NP-TV-XZ](?![HLRW])[B-DF-HJ-NP-TV-XZ]|RH|[B-DF-HJ-NP-TV-XZ]{3,})$"
    r"|(?:[EÉÈÊIÎÏOÔUÙÛSXCPQ]|[IX]V|ION|AIN|IEN|ING|[CNR]T|UT|EUR|IER|OIR|[INU]EL|FIL|[IN]AL)$"
)

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
        shown: the characters that stand there now.
        left: some characters before them, repaired already.
        right: the character after them, or nothing.
    """

    character: str
    shown: str
    left: str
    right: str

    @property
    def last(self) -> str:
        """The last of the characters that stand there now."""
        return self.shown[-1]

    @property
    def before(self) -> str:
        """The one character before them, or nothing."""
        return self.left[-1:]

    @property
    def second(self) -> str:
        """The one before that, or nothing."""
        return self.left[-2:-1]

    @property
    def after_capitals(self) -> bool:
        """Whether they stand after two capitals or more."""
        return bool(self.second) and self.left[-2:].isalpha() and self.left[-2:].isupper()

    @property
    def after_opener(self) -> bool:
        """Whether they stand after what opens a quotation or a parenthesis."""
        straight = self.before in _STRAIGHT_QUOTES and not self.second.strip()
        return straight or self.before in _OPENERS

    @property
    def hangs_on_letter(self) -> bool:
        """Whether they look like a letter, and what may follow it, at the end of a word."""
        return self.before.isalpha() and _CLOSERS.issuperset(self.shown[1:])

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
    closes = candidate.last in _CLOSERS
    if candidate.shown in encodings.AMBIGUOUS:
        return Verdict.DOUBTFUL
    if before.isupper():
        return _judge_letter_after_capital(candidate)
    if before.islower() and character.isupper() and closes and not right.isalnum():
        return Verdict.REFUSED  # voilÃ… is voilà, and an ellipsis
    if candidate.touches_letter:
        return _sure_if(before.isalpha() or candidate.last != "’")  # the Ã’s of this text
    alone = before.isspace() or before.isdigit() or candidate.second.isdigit()
    is_sign = character == "×" and alone
    is_word = character in "éè" and not before.strip() and right == " "  # of Portuguese and Italian
    in_word = before in _JOINING and candidate.second.islower()
    return _sure_if(not closes or character == "à" or is_sign or is_word or in_word)


def _judge_letter_after_capital(candidate: Candidate) -> Verdict:
    character, right = candidate.character, candidate.right
    if candidate.last in _CLOSERS:
        inside = right.islower() or (character.isupper() and right.isalnum())
        return _sure_if(inside or candidate.before + character in encodings.SHORT_WORDS)
    return _sure_if(not candidate.after_capitals or character.isupper() or right.islower())


def _judge_symbol(candidate: Candidate) -> Verdict:
    """Judge `Â` and a continuation: U+00A0 to U+00BF. Harm: a word in capitals may end in Â (MUDRÂ)."""
    character, before = candidate.character, candidate.before
    if character < NO_BREAK_SPACE:
        return Verdict.REFUSED
    if before.isupper():
        return _judge_symbol_after_capital(candidate)
    if before and not before.isspace() and not candidate.after_opener:
        return _sure_if(character != before)  # À·Â·Ç
    if character == "»":
        return _sure_if(before and not candidate.after_opener and candidate.second not in _OPENERS)
    if character == NO_BREAK_SPACE:
        indents = before in _LINE_STARTS and candidate.right.isascii() and candidate.right.isalnum()
        return _sure_if(indents or (before == "«" and candidate.right not in _AFTER_QUOTED))
    listed = _CAPITALS.issuperset(candidate.shown)
    alone = character in "·©§±" and candidate.right in _AFTER_A_SIGN and candidate.second != character
    return _sure_if(not listed and (character == "«" or alone or candidate.right.isalnum()))


def _judge_symbol_after_capital(candidate: Candidate) -> Verdict:
    character = candidate.character
    is_unit = character in "°º²³" and not candidate.second.isalpha()
    is_dot = character == "·" and candidate.right.isalpha()
    is_space = character == NO_BREAK_SPACE and takes_no_circumflex(candidate.left, candidate.right)
    return _sure_if(is_unit or is_dot or is_space)


def takes_no_circumflex(left: str, right: str) -> bool:
    """Tell that an `Â` after a capital is a no-break space: MISSIONS : and CDI : and ISO 9001, but MUDRÂ :.

    Args:
        left: what stands before it.
        right: what stands after the space.
    """
    following = right[:1]
    in_capitals = left[-2:].isupper() and left[-2:-1].isalpha() and "A" <= following <= "Z"
    followed = following.isdigit() or following in _AFTER_A_SPACE or in_capitals
    return followed and bool(_WITHOUT_CIRCUMFLEX.search(left))


def _judge_ligature(candidate: Candidate) -> Verdict:
    """Judge `Å` and a continuation: Œ œ Š š Ž ž Ÿ. Harm: an ångström, or Swedish capitals, before a quote."""
    character = candidate.character
    if character not in _LATIN_LIGATURES:
        return Verdict.REFUSED
    if candidate.last == NO_BREAK_SPACE:
        is_unit = candidate.second.isdigit() or not candidate.right.islower()
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
    """Make the judge of sequences of three or four bytes by what they are.

    Harm: a word ends in â before two signs (MAHÂ in small letters), or letters are listed (ÔÉÉ).
    """

    def judge(candidate: Candidate) -> Verdict:
        if not contains(ranges, ord(candidate.character)):
            return Verdict.REFUSED
        return _sure_if(not (candidate.hangs_on_letter or _CAPITALS.issuperset(candidate.shown)))

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


def _judge_macroman_punctuation(candidate: Candidate) -> Verdict:
    """Judge `‚` and two continuations: U+2000 to U+2BFF. Harm: ‚ is a part of a letter in windows-1250."""
    in_sequence = candidate.before > "\xff" and candidate.before not in _LATIN_LIGATURES
    return Verdict.REFUSED if in_sequence and candidate.before.isalpha() else _judge_punctuation(candidate)


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
        0xE2: _judge_macroman_punctuation,
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
