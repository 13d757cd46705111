"""The kinds of text that are measured. Knows what each is made of; knows no function and no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.samples.artefacts import spread_artefacts
from benchmarks.samples.draw import FIRST, Draw
from benchmarks.samples.html import draw_html
from benchmarks.samples.misreading import misread_lines
from benchmarks.samples.sentences import draw_ad

ASCII: Final = "ASCII"
CLEAN: Final = "clean French"
DIRTY: Final = "1 % artefacts"
MISREAD: Final = "one line in ten misread"
HTML: Final = "HTML"

_UNACCENTED: Final = str.maketrans(
    dict(zip("àâçéèêëîïôùûüÀÉÊÈÎÔÇ°²·«»", 'aaceeeeiiouuuAEEEIOCo2.""', strict=True))
    | {"œ": "oe", "Œ": "OE", "€": "EUR", "½": "1/2", "±": "+/-"}
)


def _write_ascii(text: str) -> str:
    """Write a text without accents; letters that have no other form are left out."""
    return text.translate(_UNACCENTED).encode("ascii", "ignore").decode()


_PIECES: Final[Mapping[str, Callable[[Draw], str]]] = {
    ASCII: lambda draw: _write_ascii(draw_ad(draw)),
    CLEAN: draw_ad,
    DIRTY: lambda draw: spread_artefacts(draw_ad(draw), draw),
    MISREAD: lambda draw: misread_lines(spread_artefacts(draw_ad(draw), draw), draw),
}
TEXT_KINDS: Final = (*_PIECES, HTML)
TEXT_SIZES: Final = (50, 500, 50_000)
"""Characters."""


def make_text(kind: str, size: int, name: object = "", seed: int = FIRST) -> str:
    """Make one text.

    Args:
        kind: one of `TEXT_KINDS`.
        size: characters.
        name: which of several: two names make two texts.
        seed: of the set.
    """
    draw = Draw(seed, kind, size, name)
    if kind == HTML:
        return draw_html(draw, size, lambda text: spread_artefacts(text, draw))
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(_PIECES[kind](draw))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def make_texts(kind: str, size: int, characters: int, seed: int = FIRST) -> list[str]:
    """Make different texts of one kind and size that have so many characters together, two at the least."""
    count = max(2, characters // size)
    if kind == HTML:
        return [make_text(kind, size, number, seed) for number in range(count)]
    # Cut from one text, so that of texts of 50 characters some hold an artefact and some don't.
    whole = make_text(kind, size * count, "whole", seed)
    return [whole[start : start + size] for start in range(0, len(whole), size)]
