"""Misread text in other languages and encodings, recognised with ftfy's heuristic.

Knows whole groups of adjacent sequences, their script and the word around them. A group is believed when it
makes a word that someone may have written, and ftfy finds what stands there odd; a group that makes
nonsense (a small letter after capitals, Greek in the middle of a Latin word, one lonely Arabic letter) is
French that ends in a sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import pairwise

from flatchr_clean.code_points import contains
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.encoding.losses import CONTEXT, takes_space
from flatchr_clean.text.encoding.sequences import (
    LOST,
    NO_BREAK_SPACE,
    Encoding,
    Group,
    Span,
    compile_encoding,
    covers,
    find_groups,
)
from flatchr_clean.text.tables import encodings

_SEEN_BY_FTFY = 8  # characters on each side
_NO_ACCIDENT = 4  # sequences of one script in a row
_NEVER_MEANT = frozenset(("Cc", "Cn", "Co", "Cs"))  # controls, unassigned, private, surrogates
_PLAIN_GREEK = frozenset("αβγδεζηθικλμνξοπρστυφχψω")  # as in α-tocopherol: no word of science has an accent
_CLOSERS = frozenset(encodings.CLOSERS)
_CAPITALS = frozenset(encodings.CAPITALS)
_FRENCH = _CLOSERS.union(encodings.OPENERS, encodings.CAPITALS, "€")
_GOOD_ENDS = _CLOSERS.union(encodings.OPENERS, " ")


def edit_languages(text: str, runs: list[Span], known: set[str]) -> list[Edit]:
    """Give the edits that undo misreadings of one encoding, the one that explains most of a text.

    Args:
        text: any text.
        runs: where to look.
        known: encodings that the text was taken for in other places. There spaces may be no-break spaces, and
            lonely sequences are believed too.
    """
    best: list[Group] = []
    best_score = (False, 0)
    for name in encodings.OTHER_ENCODINGS if runs else sorted(known):
        encoding = compile_encoding(name)
        trusted = (
            name in known and encoding.spares_punctuation
        )  # what was repaired may look misread as MacRoman
        groups, explains = _find_believable(text, encoding, runs, known=trusted)
        score = (explains, _count_sequences(groups))
        if groups and score > best_score:
            best, best_score = groups, score
    return [edit for group in best for edit in _edit_group(group)]


def _find_believable(
    text: str, encoding: Encoding, runs: list[Span], *, known: bool
) -> tuple[list[Group], bool]:
    """Give the groups that are believed, and whether the encoding explains all that is beyond ASCII."""
    found = [group for run in runs for group in find_groups(text, encoding, run)]
    whole = (0, len(text))
    believed = [group for group in found if is_believable(group, known=known)]
    if not believed and covers(found, text, whole):
        believed = [group for group in found if group.shown in encodings.AMBIGUOUS and _is_odd(group)]
    if not believed and not known:
        return [], False
    everywhere = list(find_groups(text, encoding, whole, spaced=True))
    explains = len(everywhere) > 1 and covers(everywhere, text, whole)
    if not (explains or (runs and encoding.spares_punctuation)):  # good text may look like a sequence
        starts = {group.start for group in found}
        everywhere = [group for group in everywhere if " " in group.shown or group.start in starts]
    if known or explains or 2 * _count_sequences(believed) >= max(_count_sequences(found), 2):
        believed = [group for group in everywhere if is_believable(group, known=True)]
        met = set[str]().union(*(_find_scripts(group) for group in believed if len(group.spans) > 1))
        believed = [group for group in everywhere if is_believable(group, known=True, met=met)]
    return believed, explains


def _count_sequences(groups: list[Group]) -> int:
    return sum(len(group.spans) for group in groups)


def _edit_group(group: Group) -> Iterator[Edit]:
    """Give one edit, or several where a sequence took a space that belongs to the text."""
    start, replacement = group.start, ""
    for (_, end), character in zip(group.spans, group.characters, strict=True):
        replacement += character
        needed = (character.isalpha() and character != "à") or character == NO_BREAK_SPACE
        if group.text[end - 1] == " " and not needed and not takes_space(group.text[end - 1 : end + CONTEXT]):
            yield Edit(start, end - 1, replacement, Rule.ENCODING, lossy=False)
            start, replacement = end, ""
    if replacement:
        yield Edit(start, group.end, replacement, Rule.ENCODING, lossy=False)


# When to believe a group.


def is_believable(group: Group, *, known: bool, met: Container[str] = ()) -> bool:
    """Tell whether a group stands for what someone may have written.

    Args:
        group: adjacent sequences.
        known: whether the text was taken for that encoding in other places.
        met: scripts of whole words that were found there.
    """
    if any(unicodedata.category(character) in _NEVER_MEANT for character in group.decoded):
        return False
    scripts = _find_scripts(group)
    accident = group.shown in encodings.AMBIGUOUS or _is_french_accident(group)
    if len(scripts) > 1 or (accident and not known):
        return False
    if not scripts:
        return _is_believable_sign(group, known=known)
    if scripts == {"LATIN"}:
        return _is_believable_latin(group, known=known)
    return _is_believable_script(group, scripts.pop(), known=known, met=met)


def _is_believable_sign(group: Group, *, known: bool) -> bool:
    """Believe punctuation and symbols, but not what may hang on a French letter."""
    before = group.text[group.start - 1 : group.start]
    if set(group.decoded) == {LOST}:
        return known or before.islower()
    if all(character < "\u0100" for character in group.decoded):
        on_capital = before.isupper() and _maybe_find_script(group.shown[0]) == "LATIN"
        if len(group.spans) == 1 and (on_capital or (" " in group.shown and not before.islower())):
            return False
        return known or (before.islower() and _is_odd(group))
    if _hangs_on_letter(group):
        return False
    if all(character < "\u0800" for character in group.decoded) and not known:
        combining = all(map(unicodedata.combining, group.decoded))
        return combining and bool(before.strip()) and not before.isupper() and _is_odd(group)
    return known or _is_odd(group)


def _is_believable_latin(group: Group, *, known: bool) -> bool:
    """Believe letters that fit into the word: small after small, and no signs that may close a word."""
    if any(contains(encodings.RARE_LATIN, ord(character)) for character in group.decoded):
        return False
    before, after = _find_word_before(group), _find_letter_after(group)
    word = before[-1:] + group.decoded + after
    if any(first.islower() and second.isupper() for first, second in pairwise(word)):
        return False
    if len(before) > 1 and before.isupper() and group.decoded[0].islower() and not after.islower():
        return False
    if known or (before[-1:].islower() and after.islower() and group.shown[0].isupper()):
        return True
    inside = before[-1:].islower() or after.islower() or (before and after)
    return bool(inside or (len(group.spans) > 1 and group.shown[-1] not in _CLOSERS)) and _is_odd(group)


def _is_believable_script(group: Group, script: str, *, known: bool, met: Container[str]) -> bool:
    """Believe several letters of one script, one beside such words, or a Greek one in a scientific word."""
    before, after = _find_word_before(group), _find_letter_after(group)
    after_latin = bool(before) and _maybe_find_script(before[-1]) == "LATIN"
    if len(group.spans) == 1:
        if script in met:
            return not (after_latin and _hangs_on_letter(group))
        if _PLAIN_GREEK.issuperset(group.decoded) and after.isascii() and after.islower():
            return _is_odd(group)
        return known and not before and not _hangs_on_letter(group)
    if known or len(group.spans) >= _NO_ACCIDENT:
        return True
    return not after_latin and _is_odd(group)


def _is_french_accident(group: Group) -> bool:
    """Tell whether a group is a list of accented capitals, or such and what French puts around them."""
    return (_FRENCH if len(group.spans) > 1 else _CAPITALS).issuperset(group.shown)


def ends_french_word(group: Group) -> bool:
    """Tell whether a group is the end of a good French word, and what follows: é, a no-break space and ».

    Args:
        group: adjacent sequences.
    """
    if len(group.shown) != 3 or not group.shown[0].islower() or not _hangs_on_letter(group):  # noqa: PLR2004
        return False
    return group.decoded.isalpha() or bool(_find_word_before(group))


def _hangs_on_letter(group: Group) -> bool:
    """Tell whether a lone sequence is what good text may be: a letter, then punctuation or spaces."""
    return len(group.spans) == 1 and group.shown[0].isalpha() and _GOOD_ENDS.issuperset(group.shown[1:])


def _find_scripts(group: Group) -> set[str]:
    return {script for character in group.decoded if (script := _maybe_find_script(character))}


def _find_word_before(group: Group) -> str:
    first = group.start
    while first > max(0, group.start - CONTEXT) and group.text[first - 1].isalpha():
        first -= 1
    return group.text[first : group.start]


def _find_letter_after(group: Group) -> str:
    after = group.text[group.end : group.end + 1]
    return after if after.isalpha() else ""


def _is_odd(group: Group) -> bool:
    """Ask ftfy whether the characters shown look like misread text, with what is right around them."""
    from ftfy.badness import is_bad

    return is_bad(group.text[max(0, group.start - _SEEN_BY_FTFY) : group.end + _SEEN_BY_FTFY])


@lru_cache(maxsize=1024)
def _maybe_find_script(character: str) -> str | None:
    """Give the script of a letter, mark or digit, by its Unicode name; None for what all scripts share.

    Chinese, Japanese and their punctuation count as one.
    """
    category = unicodedata.category(character)
    shared = category in ("Lm", "No", "Nl") or (category == "Mn" and character < "\u0370")
    if category[0] not in "LMN" or shared:
        return None
    name = re.split("[ -]", unicodedata.name(character, "?"))[0]
    return encodings.SCRIPTS.get(name, name)
