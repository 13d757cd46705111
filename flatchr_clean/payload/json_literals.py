"""One string of a JSON text: read, cleaned, and written again. Knows escapes; knows no document around it.

What a change does not touch stays as it is written: `\\\\/`, `\\\\u00e9`, `\\\\u00C9`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from flatchr_clean.errors import UnmappableCharacter
from flatchr_clean.payload.json_pieces import replace_parts
from flatchr_clean.payload.json_syntax import decode_string, read_string

if TYPE_CHECKING:
    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.cleaner import Cleaner

# RFC 8259, section 7. A character beyond U+FFFF is two escapes.
ESCAPE: Final = re.compile(
    r"\\(?:u(?:[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})|[^u])"
)
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode
_ENCODE_ASCII: Final = json.JSONEncoder(ensure_ascii=True).encode


class Literal:
    """A string as it is written in a document.

    Args:
        document: a JSON text.
        start: index of the string's opening quote.
        ascii_only: whether the whole document is ASCII: then what is beyond it is written as escapes.

    Attributes:
        start: the same index.
        end: index after its closing quote.
        written: the string, quotes included.
        decoded: what it means.
    """

    def __init__(self, document: str, start: int, *, ascii_only: bool) -> None:
        self.start = start
        self.decoded, self.end = read_string(document, start)
        self.written = document[start : self.end]
        # A string that holds escapes, and nothing raw beyond ASCII, is kept so too.
        escapes = self.written.isascii() and ("\\u" in self.written or ascii_only)
        self._encode = _ENCODE_ASCII if escapes else _ENCODE

    @cached_property
    def places(self) -> Sequence[int]:
        """The index in the document of each character that is meant, and of the closing quote."""
        if "\\" not in self.written:
            return range(self.start + 1, self.start + len(self.written))
        places: list[int] = []
        position = 1
        for escape in ESCAPE.finditer(self.written):
            places += range(self.start + position, self.start + escape.start() + 1)
            position = escape.end()
        places += range(self.start + position, self.start + len(self.written))
        return places

    def clean(self, cleaner: Cleaner) -> str:
        """Give the string cleaned, as it is to be written; the very same object when nothing changes."""
        try:
            cleaned = cleaner.clean(self.decoded)
        except UnmappableCharacter as error:
            raise self._locate(error) from None
        if cleaned is self.decoded:
            return self.written
        if "\\" not in self.written or self._encode(self.decoded) == self.written:
            # Nothing in it is written in a way of its own, so there is nothing to keep.
            return self._encode(cleaned)
        here, start = self.places, self.start
        return replace_parts(
            self.written,
            (
                (here[change.start] - start, here[change.end] - start, self.write(change.replacement))
                for change in self.explain(cleaner)
            ),
        )

    def explain(self, cleaner: Cleaner) -> tuple[Change, ...]:
        """Give the changes of what is meant; `places` tells where they are in the document."""
        try:
            return cleaner.explain(self.decoded).changes
        except UnmappableCharacter as error:
            raise self._locate(error) from None

    def write(self, text: str) -> str:
        """Write a part of the string, in its own style."""
        return self._encode(text)[1:-1]

    def _locate(self, error: UnmappableCharacter) -> UnmappableCharacter:
        return UnmappableCharacter(error.code_point, self.places[error.position], error.name, error.profile)


def find_values_with(expression: re.Pattern[str], document: str, *, ascii_only: bool) -> Iterator[Literal]:
    """Give the strings of a document, keys excepted, in which an expression finds something.

    Args:
        expression: finds something inside strings only.
        document: JSON, known to be right, or a piece of it that begins outside a string.
        ascii_only: whether the whole document is ASCII.

    Example:
        >>> found = find_values_with(re.compile("é"), '{"é": 1, "b": ["\\\\"été"]}', ascii_only=False)
        >>> [literal.written for literal in found]
        ['"\\\\"été"']
    """
    position = 0
    while found := expression.search(document, position):
        start = document.rfind('"', position, found.start() + 1)
        while _is_escaped(document, start):
            start = document.rfind('"', position, start)
        literal = Literal(document, start, ascii_only=ascii_only)
        position = literal.end
        if not _COLON.match(document, position):
            yield literal


_COLON: Final = re.compile(r"[ \t\n\r]*+:")


def _is_escaped(document: str, position: int) -> bool:
    """Tell whether an odd number of backslashes stands before a place."""
    before = position
    while document[before - 1 : before] == "\\":
        before -= 1
    return (position - before) % 2 == 1


def decode_escapes(text: str) -> str:
    r"""Decode the escapes of a text that may not be JSON; what is no right escape stays as it is.

    Example:
        >>> decode_escapes(r"l\u2019\x offre")
        'l’\\x offre'
    """
    return ESCAPE.sub(_decode_escape, text)


def _decode_escape(escape: re.Match[str]) -> str:
    try:
        return decode_string(f'"{escape[0]}"')
    except ValueError:
        return escape[0]
