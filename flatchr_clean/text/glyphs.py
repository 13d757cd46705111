"""Glyphs of symbol fonts, read as the characters that they show. Knows the fonts; knows no rule for those.

What becomes of a bullet, an arrow or a telephone is decided where it is decided for all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from flatchr_clean.code_points import ranges_of
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.tables import symbol_fonts

GLYPHS = ranges_of((*symbol_fonts.GLYPHS, symbol_fonts.DOUBTFUL_BOX))

_MEANT = {
    glyph: (meant, Rule.SYMBOL_FONT, glyph in symbol_fonts.DOUBTFUL_GLYPHS)
    for glyph, meant in symbol_fonts.GLYPHS.items()
}
_BOX = (symbol_fonts.MEANING_OF_THE_DOUBTFUL_BOX, Rule.SYMBOL_FONT, True)


def edit_glyphs(text: str, runs: Iterable[tuple[int, int]]) -> list[Edit]:
    """Find the glyphs of symbol fonts.

    Args:
        text: any string.
        runs: the start and the end of each stretch where some may be.

    Returns:
        The edits that put there what the glyphs show.

    Example:
        >>> edit_glyphs("\\uf0e0 Paris", [(0, 1)])
        [Edit(start=0, end=1, replacement='→', rule=<Rule.SYMBOL_FONT: 'symbol-font'>, lossy=False)]
    """
    meant = _MEANT
    box = symbol_fonts.DOUBTFUL_BOX
    if box in text and any(ticked in text for ticked in symbol_fonts.TICKED_IN_WINGDINGS_2):
        meant = {**_MEANT, box: _BOX}
    return [
        Edit(place, place + 1, *meant[text[place]])
        for start, end in runs
        for place in range(start, end)
        if text[place] in meant
    ]
