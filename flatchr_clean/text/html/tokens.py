"""HTML taken apart into tokens, and a tag into attributes. Knows the syntax; knows nothing of cleaning.

The tokens of a text stand side by side and cover it, so that joining their slices gives the text back. They
are those of the HTML standard's tokenizer
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization): any string has tokens, none is an error.
Where the standard would drop a tag that the text's end cuts off, the token says so. Two of its finer points
are left out, since no text in a document's body depends on them: CDATA sections inside SVG or MathML count
as comments, and a script's end tag ends it even inside ``<!-- <script>``.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flatchr_clean import kernel
from flatchr_clean.text.tables.elements import RAW_TEXT, TEXT_WITH_REFERENCES

WHITE_SPACE: Final = "\t\n\f\r "

# The elements whose content holds no tags, and whether it is text all the same.
CONTENTS: Final = dict.fromkeys(RAW_TEXT, False) | dict.fromkeys(TEXT_WITH_REFERENCES, True)


class Token(NamedTuple):
    """One token: ``text[start:end]``.

    Attributes:
        kind: one of the kernel's kinds: TEXT (characters and character references), START, END, COMMENT (what
            is read as one, too: a doctype, ``<![if ...]>``, ``<?xml ...>``, ``</3>``), RAW (the content of a
            script, a style and the like: neither tags nor references are read there), CUT (a tag, start or
            end, that the end of the text cuts off).
        start: where it begins.
        end: where it ends.
        name: the name in small letters of a tag, or of the element whose content it is.
        holds_more: whether it holds anything but ASCII without controls and ampersands.
    """

    kind: int
    start: int
    end: int
    name: str
    holds_more: bool


class Attribute(NamedTuple):
    """One attribute of a tag, by its places in the text.

    The value is ``text[value_start:value_end]`` without its quotes; both are -1 when there is none. `quote`
    is ``"``, ``'`` or empty.
    """

    name: str
    start: int
    name_end: int
    value_start: int
    value_end: int
    end: int
    quote: str


# Each repetition is possessive and each alternative starts with another character: linear on any input.
_NAME = rf"[^{WHITE_SPACE}/>][^{WHITE_SPACE}/>=]*+"
_ATTRIBUTE = re.compile(
    rf"[{WHITE_SPACE}/]*+({_NAME})"
    rf"(?:[{WHITE_SPACE}]*+=[{WHITE_SPACE}]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^{WHITE_SPACE}>\"'][^{WHITE_SPACE}>]*+|)))?"
)
# As HTML does with names: letters beyond ASCII stay, and so does the length.
_SMALL_LETTERS = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}
_QUOTES = ("", '"', "'", "")


def tokenize(text: str) -> list[tuple[int, int, int, str, bool]]:
    """Take a text apart.

    Args:
        text: any string.

    Returns:
        The fields of `Token`, side by side, from the text's start to its end; none is empty.

    Example:
        >>> [(kind == kernel.START, name) for kind, _, _, name, _ in tokenize("a < b<br>")]
        [(False, ''), (True, 'br')]
    """
    return kernel.find_tokens(text, CONTENTS)


def parse_attributes(text: str, token: Token) -> list[Attribute]:
    """Find the attributes of a tag, in their order.

    Args:
        text: the text that was taken apart.
        token: a START, END or CUT token of it.

    Returns:
        Every attribute that is written, those of one name too, of which parsers take the first.

    Example:
        >>> tag = "<a HREF='/x' b>"
        >>> [(found.name, found.quote) for found in parse_attributes(tag, Token(*tokenize(tag)[0]))]
        [('href', "'"), ('b', '')]
    """
    attributes = []
    position = token.start + (2 if text[token.start + 1] == "/" else 1) + len(token.name)
    stop = token.end if token.kind == kernel.CUT else token.end - 1
    while match := _ATTRIBUTE.match(text, position, stop):
        group = match.lastindex or 1
        value_start, value_end = match.span(group) if group > 1 else (-1, -1)
        position = match.end()
        attributes.append(
            Attribute(
                match[1].translate(_SMALL_LETTERS),
                match.start(1),
                match.end(1),
                value_start,
                value_end,
                position,
                _QUOTES[group - 1],
            )
        )
    return attributes
