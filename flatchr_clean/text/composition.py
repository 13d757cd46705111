"""Letters and their combining accents, composed: NFC, place by place. Knows no artefact.

Source: UAX #15. NFKC is another matter, and never applied to a text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from flatchr_clean.code_points import parse_ranges
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.tables.symbols import SEMICOLONS
from flatchr_clean.text.tables.unicode_data import NORMALIZATION_SENSITIVE

SENSITIVE = parse_ranges(NORMALIZATION_SENSITIVE)

# The canonical ordering of CPython is an insertion sort: right for real text, quadratic for a flood of marks.
_FLOOD = 64

# The one canonical equivalent that the API would misread: U+037E is a semicolon to Unicode.
_QUESTION_MARK = "\N{GREEK QUESTION MARK}"


def edit_composition(text: str, runs: Iterable[tuple[int, int]]) -> list[Edit]:
    """Find the letters whose accents are written apart.

    Any character that is not `SENSITIVE` is a boundary (UAX #15, section 9): nothing combines over it, so a
    run of those and the one character before it can be composed on their own.

    Args:
        text: any string.
        runs: the start and the end of each of its runs of `SENSITIVE` code points.

    Returns:
        The edits that bring the text to NFC, one for each letter with its accents; U+037E becomes a question
        mark.

    Example:
        >>> edit_composition("te\\u0301", [(2, 3)])
        [Edit(start=1, end=3, replacement='é', rule=<Rule.COMPOSITION: 'composition'>, lossy=False)]
    """
    edits = []
    for first, end in runs:
        start = max(first - 1, 0)
        written = text[start:end]
        composed = _compose(written)
        if composed != written:
            shared = int(composed[0] == written[0])
            edits.append(Edit(start + shared, end, composed[shared:], Rule.COMPOSITION, lossy=False))
    return edits


def _compose(segment: str) -> str:
    segment = segment.replace(_QUESTION_MARK, SEMICOLONS[_QUESTION_MARK])
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
