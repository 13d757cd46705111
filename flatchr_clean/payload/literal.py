"""One string of a JSON text: read, cleaned, and written again. Knows escapes; knows no document around it.

What a change does not touch stays as it is written: `\\/`, `\\u00e9`, `\\u00C9`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING, Final

from flatchr_clean.errors import UnmappableCharacter

if TYPE_CHECKING:
    from collections import Counter

    from flatchr_clean.text.changes import Change, Cleaning, Rule
    from flatchr_clean.text.cleaner import Cleaner

_MANY: Final = 4096

# RFC 8259, section 7. A character beyond U+FFFF is two escapes.
_ESCAPE: Final = re.compile(
    r"\\(?:u(?:[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})|[^u])"
)


class Literal:
    """A string as it is written in a document.

    Args:
        document: a JSON text.
        start: index of the string's opening quote.
        end: index after its closing quote.
        escapes: whether it holds a backslash.
        ascii_only: whether the whole document is ASCII: then what is beyond it is written as escapes.

    Attributes:
        start: the same index.
        decoded: what it means.
        written: the string, quotes included.
        encode: writes a text as such a string, quotes included.
    """

    __slots__ = ("decoded", "encode", "start", "written")

    def __init__(self, document: str, start: int, end: int, *, escapes: bool, ascii_only: bool) -> None:
        self.start = start
        self.written = document[start:end]
        self.decoded = scanstring(document, start + 1)[0] if escapes else self.written[1:-1]
        # A string that holds escapes, and nothing raw beyond ASCII, is kept so too.
        in_escapes = ascii_only or (escapes and "\\u" in self.written and self.written.isascii())
        self.encode: Callable[[str], str] = encode_basestring_ascii if in_escapes else encode_basestring

    def clean(self, cleaner: Cleaner) -> str:
        """Give the string cleaned, as it is to be written; the very same object when nothing changes."""
        try:
            cleaned = cleaner.clean(self.decoded)
        except UnmappableCharacter as error:
            raise self._locate(error) from None
        if cleaned is self.decoded:
            return self.written
        return self.encode(cleaned) if self._is_as_encoded() else self.rewrite(self.explain(cleaner))

    def count(self, cleaner: Cleaner, counts: Counter[tuple[Rule, bool]]) -> str:
        """Clean the string as `clean` does, and count what is changed by rule and loss."""
        if cleaner.is_plain(self.decoded):
            return self.written
        if not self._is_as_encoded():
            cleaning = self.explain(cleaner)
            for change in cleaning.changes:
                counts[change.rule, change.lossy] += 1
            return self.rewrite(cleaning)
        try:
            cleaned = cleaner.count(self.decoded, counts)
        except UnmappableCharacter as error:
            raise self._locate(error) from None
        return self.written if cleaned is self.decoded else self.encode(cleaned)

    def explain(self, cleaner: Cleaner) -> Cleaning:
        """Give what it means cleaned, and the changes of that."""
        try:
            return cleaner.explain(self.decoded)
        except UnmappableCharacter as error:
            raise self._locate(error) from None

    def rewrite(self, cleaning: Cleaning) -> str:
        """Give the string with changes made, as it is to be written; the same object when there are none."""
        made = [change for change in cleaning.changes if change.applied]
        if not made:
            return self.written
        if self._is_as_encoded():
            return self.encode(cleaning.text)
        return replace_parts(
            self.written,
            (
                (start - self.start, end - self.start, write_part(self.encode, change.replacement))
                for change, start, end in self.find_places(made)
            ),
        )

    def find_places(self, changes: Iterable[Change]) -> Iterator[tuple[Change, int, int]]:
        """Give changes of what is meant, each with its start and end in the document."""
        places = self._find_places([index for change in changes for index in (change.start, change.end)])
        return zip(changes, places, places, strict=True)

    def _is_as_encoded(self) -> bool:
        """Tell that nothing in it is written in a way of its own, so that there is nothing to keep."""
        return "\\" not in self.written or self.encode(self.decoded) == self.written

    def _find_places(self, indices: Iterable[int]) -> Iterator[int]:
        """Give the indices in the document of characters that are meant, by their indices in order."""
        escapes = [escape.span() for escape in _ESCAPE.finditer(self.written)]
        escapes.append((len(self.written), 0))  # never passed
        passed = 0
        shift = 1  # from an index in `decoded` to one in `written`
        for index in indices:
            while escapes[passed][0] < index + shift:
                start, end = escapes[passed]
                shift += end - start - 1
                passed += 1
            yield self.start + index + shift

    def _locate(self, error: UnmappableCharacter) -> UnmappableCharacter:
        (place,) = self._find_places([error.position])
        return UnmappableCharacter(error.code_point, place, error.name, error.profile)


def write_part(encode: Callable[[str], str], text: str) -> str:
    """Write a part of a string, in the string's style."""
    return encode(text)[1:-1]


def decode_string(document: str, start: int) -> str:
    """Give what the JSON string means whose opening quote stands at a place."""
    meant: str = scanstring(document, start + 1)[0]
    return meant


def decode_escapes(text: str) -> str:
    r"""Decode the escapes of a text that may not be JSON; what is no right escape stays as it is.

    Example:
        >>> decode_escapes(r"l\u2019\x offre")
        'l’\\x offre'
    """
    return _ESCAPE.sub(lambda escape: _decode_escape(escape[0]), text)


@lru_cache(maxsize=1024)
def _decode_escape(escape: str) -> str:
    try:
        return decode_string(f'"{escape}"', 0)
    except ValueError:
        return escape


def replace_parts(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    """Put something else in the place of parts of a text.

    Args:
        text: any string.
        replacements: (start, end, replacement), sorted, not overlapping.

    Returns:
        The new text; the very same object when there are no replacements.

    Example:
        >>> replace_parts("abc", [(1, 2, "--")])
        'a--c'
    """
    pieces: list[str] = []
    joined: list[str] = []
    position = 0
    for start, end, replacement in replacements:
        pieces += text[position:start], replacement
        position = end
        if len(pieces) == _MANY:  # short strings take many times the memory of their characters
            joined.append("".join(pieces))
            pieces.clear()
    return "".join([*joined, *pieces, text[position:]]) if joined or pieces else text
