"""Misread sequences that lost a byte: a no-break space that became a space, a byte that was dropped.

Knows `à`, whose second byte windows-1252 shows as a no-break space, the no-break space itself, and the
characters that hold a byte which windows-1252 does not define; knows no whole sequence.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from flatchr_clean.text.encoding.french import Verdict, takes_no_circumflex
from flatchr_clean.text.encoding.sequences import NO_BREAK_SPACE
from flatchr_clean.text.encoding.stack import DROPPED, Token, choose_lost
from flatchr_clean.text.tables import encodings

# How many characters around a place decide about it.
CONTEXT = 24

_LONGEST = 4
_INCOMPLETE = frozenset("ÂÃáâðï")
_JOINING = frozenset("'’-")
_HIGH_MARKS = frozenset(":;!?")
_LISTING = frozenset("-/,;")
_AFTER_LOST_SPACE = _HIGH_MARKS | frozenset(("", " ", "\r", "\n"))
_NEVER_AFTER = frozenset("_?" + encodings.NEVER_AFTER_WORDS)
_OPENERS = frozenset(encodings.OPENERS)
_AFTER_A_WORD = frozenset(" ,.)]}…\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{VARIATION SELECTOR-16}")

# What follows a no-break space that was part of a sequence: another one, a variation selector, the signs
# that close a word.
_MISREAD_NEXT = re.compile(r" (?:Â |ï¸|â€(?:[\x9d\N{REPLACEMENT CHARACTER}¦™]|(?![^\x00-\x7f])))")

# Sequences without the no-break space that ends them.
_SPACED = {character.encode().decode("cp1252")[:-1]: character for character in encodings.SPACED_CHARACTERS}

# Portuguese, as ftfy has it: `Ã s` is às and `Ã quele` is àquele.
_PORTUGUESE = re.compile(r" (?:s |quel[ea]|quilo)")

# Letters that stand alone: capitals, or accented ones.
_ALONE = r"(?<!\w)[^\W\d_a-zà][ ,;/]+"
_ACCENTED_ALONE = r"(?<!\w)[^\W\d_\x00-\x7fà][ ,;/]+"
_LETTERS_BEFORE = re.compile(rf"(?:{_ALONE}{_ALONE}|{_ACCENTED_ALONE})$")
_LETTER_BEFORE = re.compile(rf"(?<![^\W\d_]{{2}} ){_ALONE}$")
_ACCENTED_AFTER = re.compile(r"[ ,;/]+[^\W\d_\x00-\x7fà](?!\w)")
_SPACE_AFTER = re.compile(r" Â [:;!?]")  # not the letter, but a no-break space
_LINE_BREAK = re.compile(r"[\r\n]")
_LETTER_AFTER = re.compile(r"[ ,;/]+[A-Z](?![\w'’])")


class Restored(NamedTuple):
    """What stood in the text.

    Attributes:
        character: the character.
        taken: how many characters after the first one shown belong to it.
    """

    character: str
    taken: int


def restore_losses(text: str, start: int, tokens: list[Token], *, trusted: bool) -> tuple[list[Token], bool]:
    """Restore what lost a byte in a run.

    Args:
        text: the text.
        start: where the run begins in it.
        tokens: the run as it was read. The last one may take in a space after the run.
        trusted: whether doubtful places are believed.

    Returns:
        The tokens, and whether a doubtful place was left.
    """
    restored: list[Token] = []
    doubtful = False
    end = start + tokens[-1].end
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.character in _INCOMPLETE:
            # Words and spaces are outside the run, so only its first and last characters see beyond it.
            left = _show(restored[-_LONGEST:])
            if index <= _LONGEST:
                left = text[max(0, start - CONTEXT) : start] + left
            right = _show(tokens[index : index + _LONGEST])
            if len(right) < _LONGEST:
                right += text[end : end + CONTEXT]
            verdict, found = _judge_incomplete(tokens[index - 1 : index + _LONGEST], left, right)
            if verdict is Verdict.SURE or (verdict is Verdict.DOUBTFUL and trusted):
                index += found.taken
                beyond = max(0, index - len(tokens))
                token = Token(found.character, token.start, tokens[index - beyond - 1].end + beyond)
            doubtful = doubtful or verdict is Verdict.DOUBTFUL
        restored.append(token)
    return restored, doubtful


def _show(tokens: list[Token]) -> str:
    return "".join(token.character for token in tokens)


def _judge_incomplete(tokens: list[Token], left: str, right: str) -> tuple[Verdict, Restored]:
    """Judge a lead that begins no whole sequence, the first of some tokens, and say what it stood for."""
    character = tokens[0].character
    if character == "Â":
        return _judge_no_break_space(left, right), Restored(NO_BREAK_SPACE, int(right[:1] == " "))
    if character == "Ã":
        twice = int(right[:1] == "Â")  # misread twice, the second byte is a no-break space after Â
        verdict, taken = judge_a_grave(left, right[twice:])
        if verdict is not Verdict.REFUSED:
            return verdict, Restored("à", taken + twice)
    found = _maybe_restore_dropped(tokens, left, right)
    return (Verdict.SURE, found) if found else (Verdict.REFUSED, Restored(character, 0))


def _judge_no_break_space(left: str, right: str) -> Verdict:
    """Judge an `Â` that no continuation follows. Harm: Â is a letter of Vietnamese, and of lists."""
    before, after = left[-1:], right[:1]
    if after not in _AFTER_LOST_SPACE or (before in _JOINING and not after):
        return Verdict.REFUSED
    if before.isupper():
        return Verdict.SURE if after == " " and takes_no_circumflex(left, right[1:]) else Verdict.DOUBTFUL
    if not before or before.isspace() or before in _OPENERS or before in _LISTING:
        return Verdict.DOUBTFUL if after == " " else Verdict.REFUSED
    return Verdict.SURE


def judge_a_grave(left: str, right: str) -> tuple[Verdict, int]:
    """Judge an `Ã` that no continuation follows as `à`.

    Harm: Portuguese and Vietnamese words in capitals hold an Ã, and so do lists of letters.

    Args:
        left: what stands before it, `CONTEXT` characters at most.
        right: what stands after it, likewise.

    Returns:
        The verdict, and how many characters after it belong to it.

    Example:
        >>> judge_a_grave("CDI ", " Paris"), judge_a_grave("déj", " , oui")
        ((<Verdict.SURE: 'sure'>, 0), (<Verdict.SURE: 'sure'>, 1))
        >>> judge_a_grave("S", "O PAULO")[0].name, judge_a_grave("C L U S ", " O")[0].name
        ('REFUSED', 'DOUBTFUL')
    """
    if right and (right[0].isalnum() or right[0] in _NEVER_AFTER):
        return Verdict.REFUSED, 0
    hyphen = right[:2] == " -" and right[2:3].isalpha()
    taken = int(hyphen or takes_space(right))
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
    if _SPACE_AFTER.match(right):
        return False
    if _LETTERS_BEFORE.search(left) or _ACCENTED_AFTER.match(right):
        return True
    return bool(_LETTER_BEFORE.search(left) and _LETTER_AFTER.match(right))


def takes_space(right: str) -> bool:
    """Tell whether a space was the no-break space of a sequence, since what follows needs no space before it.

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


def _maybe_restore_dropped(tokens: list[Token], left: str, right: str) -> Restored | None:
    """Read an incomplete sequence as the most used character that it can be.

    Harm: of the characters that differ only in the dropped byte, it may have been another one.
    """
    after_letter = tokens[0].character == "â" and left[-1:].isalpha()
    spaced = _SPACED.get(_show(tokens))
    if spaced and right[1:2] == " " and not after_letter:
        return Restored(spaced, 1 + takes_space(right[1:]))
    for length in (3, 2):
        character = DROPPED.get(_show(tokens[:length]))
        in_word = after_letter and character != "”"
        if character and len(tokens) >= length and not in_word and _begin_anew(tokens[length:]):
            marked = int(character == "”" and right[length - 1 : length] == "?")
            return Restored(choose_lost(character, left), length - 1 + marked)
    return None


def _begin_anew(tokens: list[Token]) -> bool:
    """Tell whether tokens cannot be part of the sequence before them: none, or a sequence of their own."""
    return not tokens or tokens[0].end - tokens[0].start > 1 or tokens[0].character in _INCOMPLETE
