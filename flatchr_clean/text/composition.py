"""Letters and their accents, composed, place by place. Knows no artefact.

Combining accents are composed as NFC does (UAX #15; NFKC is another matter, and never applied to a text). So
are accents that stand alone before their letter, as PDFs of TeX have them (`pr´elev´ee`), inside a word only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from flatchr_clean.code_points import parse_ranges, ranges_of, unite
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.tables.symbols import SEMICOLONS
from flatchr_clean.text.tables.typography import (
    ACUTE_ACCENT,
    APOSTROPHES,
    DOTLESS,
    SPACING_ACCENTS,
)
from flatchr_clean.text.tables.unicode_data import NORMALIZATION_SENSITIVE

SENSITIVE = unite(parse_ranges(NORMALIZATION_SENSITIVE), ranges_of(SPACING_ACCENTS))

# The canonical ordering of CPython is an insertion sort: right for real text, quadratic for a flood of marks.
_FLOOD = 64

# The one canonical equivalent that the API would misread: U+037E is a semicolon to Unicode.
_QUESTION_MARK = "\N{GREEK QUESTION MARK}"

# What stands before a vowel in French with an apostrophe, for which an acute accent is typed too.
_ELISION = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]|qu|entr|aujourd)\Z", re.IGNORECASE)
_LONGEST_ELISION = 8
_ACUTE = frozenset({ACUTE_ACCENT, "\N{GREEK TONOS}"})
_VOWELS = frozenset("aeiouyAEIOUY")
_APOSTROPHES = frozenset("'").union(APOSTROPHES)
# What is composed so is a letter of a European language.
_LAST_LETTER = "\N{LATIN SMALL LETTER LONG S}"
_HAS_ABOVE = 230  # the combining class of accents above


def edit_composition(text: str, runs: Iterable[tuple[int, int]]) -> list[Edit]:
    """Find the letters whose accents are written apart.

    Any character that is not `SENSITIVE` is a boundary (UAX #15, section 9): nothing combines over it, so a
    run of those and the one character before it can be composed on their own.

    An acute accent after an elision is an apostrophe (`l´entreprise`), and left to the rules of lines, unless
    another accent of the text stands before its letter where no elision is: then all of them do
    (`D´eveloppeur exp´eriment´e`). Harm: a text that writes both so.

    Args:
        text: any string.
        runs: the start and the end of each of its runs of `SENSITIVE` code points.

    Returns:
        The edits that bring the text to NFC, one for each letter with its accents; U+037E becomes a question
        mark, and a dotless letter under an accent the one with a dot.

    Example:
        >>> edit_composition("te\\u0301", [(2, 3)])
        [Edit(start=1, end=3, replacement='é', rule=<Rule.COMPOSITION: 'composition'>, lossy=False)]
    """
    edits: list[Edit] = []
    accents: list[int] = []
    for first, end in runs:
        if accents and accents[-1] + 2 == first and text[first] not in SPACING_ACCENTS:
            accents.pop()  # its letter has marks of its own, which come first
        if end - first == 1 and text[first] in SPACING_ACCENTS:
            accents.append(first)
        start = max(first - 1, 0)
        written = text[start:end]
        composed = _compose(written)
        if composed != written:
            shared = int(composed[0] == written[0])
            edits.append(Edit(start + shared, end, composed[shared:], Rule.COMPOSITION, lossy=False))
    if accents:
        edits = sorted([*edits, *_compose_spacing(text, accents)])
    return edits


def _compose_spacing(text: str, accents: list[int]) -> Iterator[Edit]:
    """Compose the accents that stand before their letter."""
    found: list[tuple[int, str]] = []
    sure = False
    for at in accents:
        before, letter = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        composed = _accent(letter, text[at])
        if composed and (before.isalpha() or before in _APOSTROPHES):
            elided = text[at] in _ACUTE and _ELISION.search(text[max(at - _LONGEST_ELISION, 0) : at])
            found.append((at, "" if elided else composed))
            sure = sure or not elided
    for at, composed in found:
        if composed or sure:
            letter = composed or _accent(text[at + 1], text[at])
            yield Edit(at, at + 2, letter, Rule.COMPOSITION, lossy=False)


def _accent(letter: str, accent: str) -> str:
    """Give a letter with the accent that stands before it, or "" where there is no such letter."""
    letter = DOTLESS.get(letter, letter)
    if not letter.isalpha() or (accent in _ACUTE and letter not in _VOWELS):
        return ""
    composed = unicodedata.normalize("NFC", letter + SPACING_ACCENTS[accent])
    return composed if len(composed) == 1 and composed < _LAST_LETTER else ""


def _compose(segment: str) -> str:
    segment = segment.replace(_QUESTION_MARK, SEMICOLONS[_QUESTION_MARK])
    if segment[0] in DOTLESS and unicodedata.combining(segment[1:2] or " ") == _HAS_ABOVE:
        segment = DOTLESS[segment[0]] + segment[1:]
    if len(segment) > _FLOOD:
        segment = _order_marks(segment)
    return unicodedata.normalize("NFC", segment)


def _order_marks(segment: str) -> str:
    """Decompose a segment and sort its marks by combining class (UAX #15, canonical ordering)."""
    ordered: list[str] = []
    marks: list[str] = []
    for character in segment:
        for part in unicodedata.normalize("NFD", character):
            if unicodedata.combining(part):
                marks.append(part)
            else:
                ordered += sorted(marks, key=unicodedata.combining)
                ordered.append(part)
                marks = []
    return "".join(ordered + sorted(marks, key=unicodedata.combining))
