"""The nearest letters that a repertoire has. Knows letters; knows no artefact.

Three steps, from the most faithful to the least: the compatibility form, the decomposition with as many
accents as the repertoire allows, and a Latin transliteration. Unidecode makes the last; it is imported when
first needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from flatchr_clean.text.tables.symbols import LATIN_LETTERS


def fit_letter(character: str, accepts: Callable[[str], bool]) -> str:
    """Decompose a letter as far as needed, and no further.

    Args:
        character: one letter.
        accepts: tells whether the repertoire holds a character.

    Returns:
        The base letter with those accents that still give an accepted letter, or "" when there is none.

    Example:
        >>> fit_letter("ế", "eê".__contains__), fit_letter("ệ", "eê".__contains__)
        ('ê', 'ê')
    """
    base, *marks = list(unicodedata.normalize("NFD", character))
    fitted = base if accepts(base) else LATIN_LETTERS.get(base, "")
    if not fitted or not all(map(accepts, fitted)):
        return ""
    for mark in marks:
        accented = unicodedata.normalize("NFC", fitted + mark)
        if len(accented) == len(fitted) and accepts(accented[-1]):
            fitted = accented
    return fitted


def transliterate(character: str) -> str:
    """Write a character with ASCII letters, as Unidecode does; "" when it knows none.

    What it writes as a grave accent, half rings and ayins, is an apostrophe here, as it is in names.
    """
    from unidecode import unidecode

    return unidecode(character).replace("`", "'")
