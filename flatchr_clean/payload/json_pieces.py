"""A JSON text in pieces and in lines. Knows quotes, bytes and line feeds; knows no grammar and no cleaner.

A piece is some 64 KiB, which fits into the processor's caches, so that no copy of a long document is made. It
ends before a quote that is not escaped: what is wrong only beside something else has no cut in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final, TypeVar

from flatchr_clean.errors import InvalidJSON

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

Document = TypeVar("Document", str, bytes)

_LENGTH: Final = 1 << 16


def find_pieces(document: str | bytes) -> Iterable[tuple[int, int]]:
    """Cut a document, its byte-order mark left out.

    Args:
        document: a JSON text, right or not; bytes are UTF-8.

    Returns:
        (start, end) of each piece, in code points or bytes.

    Example:
        >>> list(find_pieces('\\ufeff["a"]'))
        [(1, 6)]
    """
    if isinstance(document, str):
        return _cut(document, BYTE_ORDER_MARK, '"', "\\")
    return _cut(document, BYTE_ORDER_MARK.encode(), b'"', b"\\")


def _cut(
    document: Document, mark: Document, quote: Document, backslash: Document
) -> Iterable[tuple[int, int]]:
    start = len(mark) if document.startswith(mark) else 0
    if len(document) <= _LENGTH:  # nearly all are, and most are done within a few microseconds
        return ((start, len(document)),)
    return pairwise(_find_cuts(document, start, quote, backslash))


def _find_cuts(document: Document, cut: int, quote: Document, backslash: Document) -> Iterator[int]:
    while cut >= 0:
        yield cut
        cut = document.find(quote, cut + _LENGTH)
        while cut >= 0 and document.endswith(backslash, 0, cut):
            cut = document.find(quote, cut + 1)
    yield len(document)


def decode_piece(document: str | bytes, start: int = 0, end: int | None = None) -> str:
    """Give a part of a document as text.

    Raises:
        InvalidJSON: it is not UTF-8; all that stands before it is.
    """
    if isinstance(document, str):
        return document[start:end]
    try:
        return document[start:end].decode()
    except UnicodeDecodeError as error:
        wrong = start + error.start
    # Raised out here, since that error holds the whole document.
    before = document[:wrong].decode()
    raise invalid_json("Invalid UTF-8", before, len(before))


def encode_like(document: Document, text: str) -> Document:
    """Give a text in the type of a document."""
    if isinstance(document, str):
        return text
    return text.encode()


def replace_parts(document: Document, replacements: Iterable[tuple[int, int, Document]]) -> Document:
    """Put something else in the place of parts of a document.

    Args:
        document: any string or bytes.
        replacements: (start, end, replacement), sorted, not overlapping.

    Returns:
        The new document; the very same object when there are no replacements.

    Example:
        >>> replace_parts("abc", [(1, 2, "--")])
        'a--c'
    """
    pieces: list[Document] = []
    position = 0
    for start, end, replacement in replacements:
        pieces += document[position:start], replacement
        position = end
    if not pieces:
        return document
    empty: Any = document[:0]
    replaced: Document = empty.join([*pieces, document[position:]])
    return replaced


class Lines:
    """Tells lines and columns, of places asked for in their order; so a walk costs one look at the document.

    Args:
        document: lines end at U+000A; a byte-order mark takes no column, since no editor shows it.

    Example:
        >>> Lines('{\\n "a"}').locate(3)
        (2, 2)
    """

    def __init__(self, document: str) -> None:
        self._document = document
        self._seen = 0
        self._line = 1
        self._line_start = int(document.startswith(BYTE_ORDER_MARK))

    def locate(self, position: int) -> tuple[int, int]:
        """Give the line and the column of a place, both 1-based, in code points."""
        if breaks := self._document.count("\n", self._seen, position):
            self._line += breaks
            self._line_start = self._document.rfind("\n", self._seen, position) + 1
        self._seen = position
        return self._line, position - self._line_start + 1


def invalid_json(message: str, document: str, position: int) -> InvalidJSON:
    """Make the error that tells what is wrong at a place of a document."""
    return InvalidJSON(message, position, *Lines(document).locate(position))
