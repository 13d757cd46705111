"""Letters in HTML that the font Wingdings shows as something else. Knows tags and fonts; knows no glyph.

Word writes the arrow that it makes of ``-->`` as ``<span style='font-family:Wingdings'>à</span>``, and so
ticks and boxes. Where the font is lost, as in a rich-text editor, a reader gets the letter. Those of ASCII
stay (the ``J`` for a smile), since printable ASCII is never altered. Harm: where the font is not lost, it
shows the arrow's ``->`` as other glyphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flatchr_clean.kernel import END, START, TEXT
from flatchr_clean.text.html.joining import Flow, read_value
from flatchr_clean.text.html.tokens import Token, parse_attributes
from flatchr_clean.text.tables.elements import LINE_STARTING
from flatchr_clean.text.tables.symbol_fonts import GLYPHS

Tokens = Sequence[tuple[int, int, int, str, bool]]

_TRACES = ("ingdings", "INGDINGS")
_SETS_FONT = re.compile(r"[ \t\n\f\r/\"';](?:font|face)", re.IGNORECASE)
_FONT = re.compile(r"(?<![\w-])font(?:-family)?\s*:([^;]*)", re.IGNORECASE)
_WINGDINGS = re.compile(r"(?:.*[\s\"'])?wingdings[\s\"']*", re.IGNORECASE | re.DOTALL)
# What a node holds that is glyphs and no words.
_FEW_LETTERS = re.compile(r"\s*[\xa1-\xff]{1,3}\s*")
_GLYPHS = str.maketrans({chr(ord(glyph) - 0xF000): glyph for glyph in GLYPHS})
del _GLYPHS[0xA0]  # a blank, whatever the font


def may_hold_glyphs(source: str) -> bool:
    """Tell quickly whether HTML may hold letters that are glyphs.

    Example:
        >>> may_hold_glyphs("<p style='font-family:Wingdings'>"), may_hold_glyphs("<p>à</p>")
        (True, False)
    """
    return any(trace in source for trace in _TRACES)


def read_glyphs(source: str, tokens: Tokens, flow: Flow) -> str:
    """Give the text of HTML with the letters that are glyphs as Word leaves these in a plain text.

    Args:
        source: the HTML.
        tokens: its tokens, or some of them in their order.
        flow: their text.

    Returns:
        A text as long as that, so that edits of it have the same places.
    """
    if not may_hold_glyphs(source):
        return flow.text
    pieces: list[str] = []
    copied = 0
    for start, end in _find_nodes(source, tokens):
        first, last = flow.place_after(start), flow.place_before(end)
        if _FEW_LETTERS.fullmatch(flow.text, first, last):
            pieces += flow.text[copied:first], flow.text[first:last].translate(_GLYPHS)
            copied = last
    return "".join([*pieces, flow.text[copied:]])


def _find_nodes(source: str, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Find the text nodes whose font is Wingdings. An element open at a line's end counts no more."""
    around: list[tuple[str, bool]] = []
    for token in tokens:
        kind, start, end, name, _ = token
        if kind == TEXT and around and around[-1][1]:
            yield start, end
        if kind not in (START, END):
            continue
        if name in LINE_STARTING:
            around.clear()
        if kind == START:
            font = _find_font(source, Token(*token))
            inherited = bool(around) and around[-1][1]
            is_wingdings = inherited if font is None else _WINGDINGS.fullmatch(font) is not None
            if is_wingdings or around:
                around.append((name, is_wingdings))
        elif around and around[-1][0] == name:
            around.pop()


def _find_font(source: str, tag: Token) -> str | None:
    """Give the font that a tag sets first; None where it sets none."""
    font = None
    if _SETS_FONT.search(source, tag.start, tag.end):
        for attribute in parse_attributes(source, tag):
            value = read_value(source, max(attribute.value_start, 0), max(attribute.value_end, 0)).text
            if attribute.name == "style":
                value = next(reversed(_FONT.findall(value)), "")
            elif attribute.name != "face":
                continue
            font = value.partition(",")[0] or font
    return font
