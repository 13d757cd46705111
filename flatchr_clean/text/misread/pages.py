"""French of one single-byte encoding that was read as another. Knows pages and costs; knows no sequence.

That happens to a text as a whole: it is believed where all that stands beyond ASCII becomes French.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flatchr_clean.text.misread.encodings import bytes_by_character
from flatchr_clean.text.misread.paths import cost_as_it_stands, cost_as_shown
from flatchr_clean.text.tables import misreading

# What French must cost less than what stands there, in nats: at all, and for each different character.
_LEAST: Final = 20.0
_EACH: Final = 6.0
# In French à ends its word, no capital follows a small letter, and no sign stands inside a word.
_NOT_FRENCH: Final = re.compile(r"à\w|[a-zß-öø-ÿœ][À-ÖØ-ÞŒŸ]|[^\W\d_][«»€][^\W\d_]")
_WORD: Final = re.compile(r"[^ \t\r\n]+")  # a no-break space may be a letter
_DIFFERENT: Final = 2  # one character may be anything


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
    pages = _list_pages()
    words: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii() and word not in words:
            words[word] = None
            pages = [
                (characters, meant)
                for characters, meant in pages
                if characters.issuperset(word) and not _NOT_FRENCH.search(word.translate(meant))
            ]
            if not pages:  # nearly always at the first word
                return {}
    shown = " ".join(words)
    beyond = sorted({ord(character) for character in shown if character > "\x7f"})
    if len(beyond) < _DIFFERENT:
        return {}
    costs = ((cost_as_it_stands(shown.translate(meant)), meant) for _, meant in pages)
    cost, best = min(costs, key=lambda found: found[0])
    is_cheaper = cost_as_shown(shown) - cost > _LEAST + _EACH * len(beyond)
    return {character: best[character] for character in beyond} if is_cheaper else {}


@cache
def _list_pages() -> list[tuple[frozenset[str], dict[int, str]]]:
    return [*map(_read_page, misreading.PAGES)]


def _read_page(page: tuple[str, str]) -> tuple[frozenset[str], dict[int, str]]:
    """Give ASCII and what a page shows of French, and what that stands for."""
    shown, meant = ({byte: one for one, byte in bytes_by_character(name).items()} for name in page)
    french = {
        ord(shown[byte]): meant[byte]
        for byte in shown
        if meant[byte] in misreading.FRENCH and shown[byte] not in misreading.BARS
    }
    stands = {code_point: chr(code_point) for code_point in range(0x80)} | french
    return frozenset(map(chr, stands)), stands
