"""HTML taken apart into tokens with their exact places. Knows the syntax; knows nothing of cleaning.

The tokens of a text stand side by side and cover it, so that joining their slices gives the text back. They
are those of the HTML standard's tokenizer
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization): any string has tokens, none is an error.
Where the standard would drop a tag that the text's end cuts off, the token says so. Two of its finer points
are left out, since no text in a document's body depends on them: CDATA sections inside SVG or MathML count
as comments, and a script's end tag ends it even inside ``<!-- <script>``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from flatchr_clean.text.tables.elements import RAW_TEXT, TEXT_WITH_REFERENCES

WHITE_SPACE: Final = "\t\n\f\r "


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    """Characters and character references."""
    START = auto()
    END = auto()
    COMMENT = auto()
    """A comment, or what is read as one: a doctype, ``<![if ...]>``, ``<?xml ...>``, ``</3>``."""
    RAW = auto()
    """The content of a script, a style and the like: neither tags nor references are read there."""
    CUT = auto()
    """A tag, start or end, that the end of the text cuts off."""


class Token(NamedTuple):
    """One token: ``text[start:end]``.

    `name` is the lower-case name of a tag, of the element whose content a RAW token is, or empty.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


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


# Each repetition is possessive or atomic and each alternative starts with another character: linear on any
# input. Repeated groups are atomic, since CPython before 3.11.5 read possessive ones wrong (gh-106052).
_NAME = rf"[A-Za-z][^{WHITE_SPACE}/>]*+"
_ATTRIBUTE_NAME = rf"[^{WHITE_SPACE}/>][^{WHITE_SPACE}/>=]*+"
_EQUALS = rf"[{WHITE_SPACE}]*+=[{WHITE_SPACE}]*+"
_BARE_VALUE = rf"[^{WHITE_SPACE}>\"'][^{WHITE_SPACE}>]*+"

# A tag, to its ">" or to the text's end; or the start of what is read as a comment.
_MARKUP = re.compile(
    rf"<(?:(/?)({_NAME})"
    rf"(?>(?:[{WHITE_SPACE}/]++"
    rf"|{_ATTRIBUTE_NAME}(?:{_EQUALS}(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|{_BARE_VALUE}|))?"
    r")*)(>?)"
    r"|[!?]|/[\s\S])"
)
_ATTRIBUTE = re.compile(
    rf"[{WHITE_SPACE}/]*+({_ATTRIBUTE_NAME})"
    rf"(?:{_EQUALS}(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|({_BARE_VALUE}|)))?"
)
_QUOTES = ("", '"', "'", "")

_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"--!?>")
_UNPARSED = RAW_TEXT | TEXT_WITH_REFERENCES
_CONTENT_ENDS = {
    name: re.compile(rf"</{name}(?=[{WHITE_SPACE}/>])", re.IGNORECASE | re.ASCII)
    for name in _UNPARSED - {"plaintext"}
}


def tokenize(text: str) -> Iterator[Token]:
    """Take a text apart.

    Args:
        text: any string.

    Yields:
        Tokens, side by side, from the text's start to its end; none is empty.

    Example:
        >>> [(token.kind.name, token.name) for token in tokenize("a < b<br>")]
        [('TEXT', ''), ('START', 'br')]
    """
    position = 0
    while markup := _MARKUP.search(text, position):
        start = markup.start()
        if start > position:
            yield Token(Kind.TEXT, position, start)
        slash, name, closing = markup.groups()
        if name is None:
            position = find_comment_end(text, start)
            yield Token(Kind.COMMENT, start, position)
            continue
        position = markup.end()
        if not name.islower():
            name = lower_ascii(name)
        if not closing:
            yield Token(Kind.CUT, start, position, name)
        elif slash:
            yield Token(Kind.END, start, position, name)
        else:
            yield Token(Kind.START, start, position, name)
            if name in _UNPARSED:
                end = find_content_end(text, position, name)
                if end > position:
                    yield Token(Kind.RAW if name in RAW_TEXT else Kind.TEXT, position, end, name)
                position = end
    if position < len(text):
        yield Token(Kind.TEXT, position, len(text))


def parse_attributes(text: str, token: Token) -> list[Attribute]:
    """Find the attributes of a tag, in their order.

    Args:
        text: the text that was taken apart.
        token: a START, END or CUT token of it.

    Returns:
        Every attribute that is written, those of one name too, of which parsers take the first.

    Example:
        >>> tag = "<a HREF='/x' b>"
        >>> [(found.name, found.quote) for found in parse_attributes(tag, next(tokenize(tag)))]
        [('href', "'"), ('b', '')]
    """
    attributes = []
    position = _find_tag_name_end(text, token)
    stop = token.end if token.kind is Kind.CUT else token.end - 1
    while match := _ATTRIBUTE.match(text, position, stop):
        group = match.lastindex or 1
        value_start, value_end = match.span(group) if group > 1 else (-1, -1)
        position = match.end()
        attributes.append(
            Attribute(
                lower_ascii(match[1]),
                match.start(1),
                match.end(1),
                value_start,
                value_end,
                position,
                _QUOTES[group - 1],
            )
        )
    return attributes


def find_comment_end(text: str, start: int) -> int:
    """Give the place after what is read as a comment; the text's end when nothing ends it."""
    if not text.startswith("<!--", start):
        end = text.find(">", start + 2)
        return end + 1 if end >= 0 else len(text)
    match = _EMPTY_COMMENT.match(text, start) or _COMMENT_END.search(text, start + 4)
    return match.end() if match else len(text)


def find_content_end(text: str, start: int, name: str) -> int:
    """Give the place of the end tag that ends an element's raw content; the text's end when there is none."""
    match = _CONTENT_ENDS[name].search(text, start) if name in _CONTENT_ENDS else None
    return match.start() if match else len(text)


def lower_ascii(name: str) -> str:
    """Write ASCII capitals small, as HTML does with names; other letters stay, and so does the length."""
    return name.lower() if name.isascii() else name.translate(_SMALL_LETTERS)


_SMALL_LETTERS = {ord(letter): letter.lower() for letter in string.ascii_uppercase}


def _find_tag_name_end(text: str, token: Token) -> int:
    """Give the place after the name of a tag."""
    return token.start + (2 if text[token.start + 1] == "/" else 1) + len(token.name)
