"""One string of a JSON text: read, cleaned, and written again. Knows escapes; knows no document around it.

What a change does not touch stays as it is written: `\\\\/`, `\\\\u00e9`, `\\\\u00C9`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
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

    def find_places(self, indices: Iterable[int]) -> Iterator[int]:
        """Give the indices in the document of characters that are meant.

        Args:
            indices: their indices in `decoded`, in order; that of its end is the closing quote's.
        """
        if "\\" not in self.written:
            return (self.start + 1 + index for index in indices)
        return self._find_places_among_escapes(indices)

    def _find_places_among_escapes(self, indices: Iterable[int]) -> Iterator[int]:
        escapes = [escape.span() for escape in ESCAPE.finditer(self.written)]
        escapes.append((len(self.written), 0))  # never passed
        passed = 0
        shift = 1  # from an index in `decoded` to one in `written`
        for index in indices:
            while escapes[passed][0] < index + shift:
                start, end = escapes[passed]
                shift += end - start - 1
                passed += 1
            yield self.start + index + shift

    def clean(self, cleaner: Cleaner) -> str:
        """Give the string cleaned, as it is to be written; the very same object when nothing changes."""
        try:
            cleaned = cleaner.clean(self.decoded)
        except UnmappableCharacter as error:
            raise self._locate(error) from None
        return self._write_cleaned(cleaned, cleaner)

    def _write_cleaned(self, cleaned: str, cleaner: Cleaner) -> str:
        if cleaned is self.decoded:
            return self.written
        if "\\" not in self.written or self._encode(self.decoded) == self.written:
            # Nothing in it is written in a way of its own, so there is nothing to keep.
            return self._encode(cleaned)
        return self.replace(self.explain(cleaner))

    def replace(self, changes: Iterable[tuple[Change, int, int]]) -> str:
        """Give the string with changes made that `explain` gave; the very same object when there are none."""
        return replace_parts(
            self.written,
            (
                (start - self.start, end - self.start, self.write(change.replacement))
                for change, start, end in changes
            ),
        )

    def explain(self, cleaner: Cleaner) -> Iterator[tuple[Change, int, int]]:
        """Give the changes of what is meant, each with its start and end in the document."""
        try:
            changes = cleaner.explain(self.decoded).changes
        except UnmappableCharacter as error:
            raise self._locate(error) from None
        places = self.find_places(index for change in changes for index in (change.start, change.end))
        return zip(changes, places, places, strict=True)

    def write(self, text: str) -> str:
        """Write a part of the string, in its own style."""
        return _write_part(self._encode, text)

    def _locate(self, error: UnmappableCharacter) -> UnmappableCharacter:
        (place,) = self.find_places([error.position])
        return UnmappableCharacter(error.code_point, place, error.name, error.profile)


@lru_cache(maxsize=1024)
def _write_part(encode: Callable[[str], str], text: str) -> str:
    return encode(text)[1:-1]


def decode_escapes(text: str) -> str:
    r"""Decode the escapes of a text that may not be JSON; what is no right escape stays as it is.

    Example:
        >>> decode_escapes(r"l\u2019\x offre")
        'l’\\x offre'
    """
    return ESCAPE.sub(lambda escape: _decode_escape(escape[0]), text)


@lru_cache(maxsize=1024)
def _decode_escape(escape: str) -> str:
    try:
        return decode_string(f'"{escape}"')
    except ValueError:
        return escape
