"""French of one single-byte encoding that was read as another. Knows pages and costs; knows no sequence.

That happens to a text as a whole: it is believed where all that stands beyond ASCII becomes French.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from flatchr_clean.text.misread.encodings import bytes_by_character
from flatchr_clean.text.misread.paths import cost_as_it_stands
from flatchr_clean.text.tables import invisibles, misreading

# What French must cost less than what stands there, in nats: at all, and for each different character.
_LEAST: Final = 20.0
_EACH: Final = 6.0
# In French à ends its word, no capital follows a small letter, and no sign stands inside a word.
_NOT_FRENCH: Final = re.compile(r"à\w|[a-zß-öø-ÿœ][À-ÖØ-ÞŒŸ]|[^\W\d_][«»€][^\W\d_]")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")  # a no-break space may be a letter
_DIFFERENT: Final = 2  # one character may be anything
_CONTROLS: Final = str.maketrans(invisibles.WINDOWS_1252)  # as which a control counts that stands there


def maybe_read_page(text: str) -> dict[int, str]:
    """Read a text as French of another page.

    Args:
        text: any text.

    Returns:
        What each code point beyond ASCII stands for; nothing where the text is left as it is.

    Example:
        >>> maybe_read_page("lÕŽquipe est lˆ")
        {213: '’', 381: 'é', 710: 'à'}
    """
    beyond = dict.fromkeys(sorted(ord(character) for character in set(text) if character > "\x7f"))
    readings = [page for page in map(_read_page, misreading.PAGES) if beyond.keys() <= page.keys()]
    if not readings or len(beyond) < _DIFFERENT:
        return {}
    words = " ".join(dict.fromkeys(word for word in _BLANKS.split(text) if not word.isascii()))

    def add_up(meant: Mapping[int, str]) -> float:
        read = words.translate(meant)
        return math.inf if _NOT_FRENCH.search(read) and meant is not _CONTROLS else cost_as_it_stands(read)

    cost, best = min(((add_up(page), page) for page in readings), key=lambda found: found[0])
    saved = add_up(_CONTROLS) - cost
    return {shown: best[shown] for shown in beyond} if saved > _LEAST + _EACH * len(beyond) else {}


@cache
def _read_page(page: tuple[str, str]) -> dict[int, str]:
    """Give what the code points of a page stand for that stand for French."""
    shown, meant = ({byte: one for one, byte in bytes_by_character(name).items()} for name in page)
    return {
        ord(shown[byte]): meant[byte]
        for byte in shown
        if meant[byte] in misreading.FRENCH and shown[byte] not in misreading.BARS
    }
