"""What is wrong with a text that is no JSON, in the words of `json`. Knows where the kernel's walk ended."""

from __future__ import annotations

import re
from typing import Final

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.lines import Lines

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

# In the order of the kernel's states: what was expected there.
_NAME: Final = "Expecting property name enclosed in double quotes"
_MESSAGES: Final = (
    *("Expecting value",) * 3, "Expecting ',' delimiter", _NAME, _NAME,
    "Expecting ':' delimiter", "Expecting ',' delimiter", "Extra data",
)  # fmt: skip
_STRING_MAY_COME: Final = {0, 1, 2, 4, 5}
_TRAILING_COMMAS: Final = {
    (2, "]"): "Illegal trailing comma before end of array",
    (5, "}"): "Illegal trailing comma before end of object",
}
# RFC 8259, section 7: what stands between a string's quotes. Possessive, so nothing is tried twice.
_CONTENT: Final = re.compile(r'(?:[^"\\\x00-\x1F]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+')


def describe_fault(document: str, position: int, state: int) -> InvalidJSON:
    """Say what is wrong where a walk stopped; the messages are those of `json`, as of Python 3.13.

    Args:
        document: the text.
        position: where it stopped, before a token or at the text's end.
        state: what could have come there, one of the kernel's states.
    """
    found = document[position : position + 1]
    if found == '"' and state in _STRING_MAY_COME:
        return _describe_string(document, position)
    if (state, found) in _TRAILING_COMMAS:
        return invalid_json(_TRAILING_COMMAS[state, found], document, document.rfind(",", 0, position))
    return invalid_json(_MESSAGES[state], document, position)


def _describe_string(document: str, start: int) -> InvalidJSON:
    """Say what is wrong with the string whose opening quote stands at a place."""
    content = _CONTENT.match(document, start + 1)
    place = content.end() if content else start
    if document[place : place + 2] in ("", "\\"):
        return invalid_json("Unterminated string starting at", document, start)
    if document[place] != "\\":
        return invalid_json("Invalid control character at", document, place)
    if document[place + 1] == "u":
        return invalid_json("Invalid \\uXXXX escape", document, place)
    return invalid_json("Invalid \\escape", document, place)


def invalid_json(message: str, document: str, position: int) -> InvalidJSON:
    """Make the error that tells what is wrong at a place of a document."""
    return InvalidJSON(message, position, *lines_of(document).locate(position))


def lines_of(document: str) -> Lines:
    """Give the lines of a JSON text; a byte-order mark takes no column."""
    return Lines(document, origin=int(document.startswith(BYTE_ORDER_MARK)))
