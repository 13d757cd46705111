"""What only words tell: `à`, no-break spaces and `Š` that lost a byte, and an `Â` that may end a word.

windows-1252 shows that byte as a no-break space, which becomes a space or goes. Knows words; knows no cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from flatchr_clean.text.misread.encodings import NO_BREAK_SPACE, WINDOWS_1252, bytes_by_character
from flatchr_clean.text.tables import misreading

# How many characters around a place decide about it.
_CONTEXT: Final = 24

_JOINING = frozenset("'’-")
_HIGH_MARKS = frozenset(":;!?")
_LINE_STARTS = frozenset(("", "\n", "\r", "\t"))
_LISTING = frozenset("-/,;")
_AFTER_A_SPACE = _HIGH_MARKS | frozenset("+Â")
_AFTER_LOST_SPACE = _HIGH_MARKS | frozenset(("", " ", "\r", "\n"))
_NEVER_AFTER = frozenset("_?" + misreading.NEVER_AFTER_WORDS)
_OPENERS = frozenset(misreading.OPENERS)
_AFTER_A_WORD = frozenset(" ,.)]}…\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{VARIATION SELECTOR-16}")

# What follows a no-break space that was part of a sequence: another one, a variation selector, the signs
# that close a word.
_MISREAD_NEXT = re.compile(r" (?:Â |ï¸|â€(?:[\x9d\N{REPLACEMENT CHARACTER}¦™]|(?![^\x00-\x7f])))")

# Portuguese, as ftfy has it: `Ã s` is às and `Ã quele` is àquele.
_PORTUGUESE = re.compile(r" (?:s |quel[ea]|quilo)")

# Letters that stand alone, as in a list: capitals, or accented ones.
_ALONE = r"(?<!\w)[^\W\d_a-zà][ ,;/·-]+"
_ACCENTED_ALONE = r"(?<!\w)[^\W\d_\x00-\x7fà][ ,;/·-]+"
_LETTERS_BEFORE = re.compile(rf"(?:{_ALONE}{_ALONE}|{_ACCENTED_ALONE})$")
_LETTER_AFTER = re.compile(r"(?! Â [:;!?])[ ,;/·-]+[^\W\d_\x00-\x7fà](?!\w)")
_LINE_BREAK = re.compile(r"[\r\n]")

# Capitals that go on with no Â: a word that holds small letters or digits, or no vowel, or ends as French
# and English words do but not those of India and Persia, which French writes with a final â.
_WITHOUT_CIRCUMFLEX = re.compile(
    r"[a-z0-9_]\w*[A-Z]$"
    r"|(?<!\w)(?:[B-DFGHKNP-SV-XZ]|[B-DF-HJ-NP-TV-XZ](?![HLRW])[B-DF-HJ-NP-TV-XZ]|RH|[B-DF-HJ-NP-TV-XZ]{3,})$"
    r"|(?:[EÉÈÊIÎÏOÔUÙÛSXBCPQ]|[IX]V|ION|AIN|IEN|ING|[CNR]T|UT|EUR|IER|OIR|[INU]EL|ËL|FIL|[IN]AL)$"
)


LEADS_IN_WORDS: Final = frozenset("ÂÃÅ")
_LEADS: Final = re.compile("Ã(?=[\x00-\x7f…’]|$)|Å(?= )|Â")
_PLURAL: Final = re.compile(r"’s\b")  # the Ã’s of this text
_BEGINS_WORD: Final = re.compile(r"(?<!\w)$")
_GOES_ON: Final = re.compile(r" [a-z]{2}")
_BYTES: Final = {
    shown: byte for shown, byte in bytes_by_character(WINDOWS_1252).items() if byte in range(0xA0, 0xC0)
}


class Verdict(Enum):
    """Whether a letter is believed to be what is left of a sequence."""

    UNTOLD = "untold"
    """Words tell nothing."""
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    """Good text may hold it: believed only where the rest of the text is misread the same way."""
    SURE = "sure"


def find_told_by_words(text: str, start: int, end: int, *, doubtful: bool) -> Iterator[tuple[int, int, str]]:
    """Find the `Ã`, `Â` and `Å` of a part of a text of which words tell what they stand for.

    Args:
        text: any text.
        start: where the part starts.
        end: where it ends.
        doubtful: whether doubtful places are believed.

    Returns:
        For each its start, its end and what it stood for: nothing where it stands for itself.
    """
    for match in _LEADS.finditer(text, start, end):
        place = match.start()
        left, right = text[max(0, place - _CONTEXT) : place], text[place + 1 : place + 1 + _CONTEXT]
        meant, taken, verdict = _judge(match[0], left, right)
        if verdict is Verdict.SURE or (verdict is Verdict.DOUBTFUL and doubtful):
            yield place, place + 1 + taken, meant
        elif verdict is not Verdict.UNTOLD and (match[0] == "Â" or not meant):
            yield place, place, ""


def _judge(lead: str, left: str, right: str) -> tuple[str, int, Verdict]:
    """Give what a lead stood for, how many characters behind it belong to it, and if that is believed."""
    byte = _BYTES.get(right[:1])
    if _PLURAL.match(right) and not left[-1:].strip():
        return "", 0, Verdict.REFUSED
    if lead == "Ã":
        verdict, taken = _judge_a_grave(left, right) if _stands_alone(left, right) else (Verdict.UNTOLD, 0)
        return "à", taken, verdict
    if lead == "Å":
        begins = _BEGINS_WORD.search(left) and _GOES_ON.match(right)
        return "Š", 1, Verdict.DOUBTFUL if begins else Verdict.UNTOLD
    if byte is None:
        verdict = Verdict.UNTOLD if right[:1] > "\x7f" else _judge_no_break_space(left, right)
        return NO_BREAK_SPACE, int(right[:1] == " "), verdict
    return chr(byte), 1, _judge_sign(chr(byte), left, right[1:])


def _judge_no_break_space(left: str, right: str) -> Verdict:
    """Judge an `Â` that no continuation follows. Harm: Â is a letter of Vietnamese, and of lists."""
    before, after = left[-1:], right[:1]
    if after not in _AFTER_LOST_SPACE or (before in _JOINING and not after):
        return Verdict.REFUSED
    if before.isupper():
        return Verdict.SURE if after == " " and _takes_no_circumflex(left, right[1:]) else Verdict.DOUBTFUL
    if not before or before.isspace() or before in _OPENERS or before in _LISTING:
        return Verdict.DOUBTFUL if after == " " else Verdict.REFUSED
    return Verdict.SURE


def _judge_a_grave(left: str, right: str) -> tuple[Verdict, int]:
    """Judge an `Ã` that no continuation follows as `à`.

    Harm: Portuguese and Vietnamese words in capitals hold an Ã, and so do lists of letters.

    Args:
        left: what stands before it, 24 characters at most.
        right: what stands after it, likewise.

    Returns:
        The verdict, and how many characters after it belong to it.

    Example:
        >>> _judge_a_grave("CDI ", " Paris"), _judge_a_grave("déj", " , oui")
        ((<Verdict.SURE: 'sure'>, 0), (<Verdict.SURE: 'sure'>, 1))
        >>> _judge_a_grave("S", "O PAULO")[0].name, _judge_a_grave("C L U S ", " O")[0].name
        ('REFUSED', 'DOUBTFUL')
    """
    if right and (right[0].isalnum() or right[0] in _NEVER_AFTER):
        return Verdict.REFUSED, 0
    hyphen = right[:2] == " -" and right[2:3].isalpha()
    taken = int(hyphen or _takes_space(right))
    if _ends_a_word(left, right):
        return Verdict.SURE, taken
    if left[-1:].isalpha() or right[:1] not in " \r\n":
        return Verdict.REFUSED, 0
    return (Verdict.DOUBTFUL if _is_in_a_list(left, right) else Verdict.SURE), taken


def _ends_a_word(left: str, right: str) -> bool:
    """Tell whether the à ends a longer word: voilà, jusqu'à; or Là, which begins a sentence."""
    before = left[-1:]
    if before in _JOINING:
        return left[-2:-1].islower() or left[-2:] == ".-"
    if before == "L" and not left[-2:-1].isalpha():
        return right[:1] == " " and right.lstrip(" -")[:1].islower()
    return before.islower()


def _is_in_a_list(left: str, right: str) -> bool:
    """Tell whether the Ã stands among single letters: À Â Ã, or C O N C L U S Ã O; "de A à Z" is no list."""
    if not _LINE_BREAK.split(left)[-1].strip() and not _LINE_BREAK.split(right)[0].strip():
        return True  # alone in its line
    return bool(_LETTERS_BEFORE.search(left) or _LETTER_AFTER.match(right))


def _takes_space(right: str) -> bool:
    """Tell whether a space was the no-break space of a sequence: what follows needs no space before it.

    Args:
        right: what stands after the sequence, the space first if there is one.
    """
    if right[:1] != " ":
        return False
    following = right[1:2]
    return (
        not following
        or following in _AFTER_A_WORD
        or bool(_MISREAD_NEXT.match(right))
        or bool(_PORTUGUESE.match(right))
    )


def _takes_no_circumflex(left: str, right: str) -> bool:
    """Tell that an `Â` after a capital is a no-break space: MISSIONS : and CDI : and ISO 9001, but MUDRÂ :.

    Args:
        left: what stands before it.
        right: what stands after the space.
    """
    following = right[:1]
    in_capitals = left[-2:].isupper() and left[-2:-1].isalpha() and "A" <= following <= "Z"
    followed = following.isdigit() or following in _AFTER_A_SPACE or in_capitals
    return followed and bool(_WITHOUT_CIRCUMFLEX.search(left))


def _stands_alone(left: str, right: str) -> bool:
    """Tell whether an `Ã` begins no sequence; `Ã…` would be a capital, which follows no small letter."""
    return right[:1] < "\x80" or (
        right[0] in "…’" and left[-1:].islower() and not right[1:2].strip(" .,;:!?\r\n")
    )


def _judge_sign(meant: str, left: str, right: str) -> Verdict:
    """Judge an `Â` with a continuation, where words tell. Harm: a word may end in Â (MUDRÂ)."""
    before = left[-1:]
    if meant == NO_BREAK_SPACE and not before.strip():
        indents = before in _LINE_STARTS and right[:1].isascii() and right[:1].isalnum()
        return Verdict.SURE if indents else Verdict.DOUBTFUL
    if (meant in "»›" and before in _OPENERS) or meant == before:
        return Verdict.DOUBTFUL
    if meant == "»" and before == " " and left.strip()[-1:] not in _OPENERS:
        return Verdict.SURE if left.strip() else Verdict.UNTOLD
    if not before.isupper():
        return Verdict.UNTOLD
    is_unit = meant in "°º²³" and not left[-2:-1].isalpha()
    is_dot = meant == "·" and right[:1].isalpha()
    is_space = meant == NO_BREAK_SPACE and _takes_no_circumflex(left, right)
    return Verdict.SURE if is_unit or is_dot or is_space else Verdict.DOUBTFUL
