"""Parts of a document replaced. Knows places; knows no syntax."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

Document = TypeVar("Document", str, bytes)


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
