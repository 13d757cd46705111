"""The grammar of JSON (RFC 8259) and where its strings stand. Knows syntax; knows no cleaner and no policy.

`find_strings` walks a document token by token without recursion, so no depth is too deep. It tells where each
string stands and, when the document is no JSON, what is wrong and where, in the words of `json`. `is_json`
answers yes or no, several times faster. Both are linear in the document's length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, NoReturn

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.json_pieces import BYTE_ORDER_MARK, decode_piece, invalid_json

__all__ = [
    "BYTE_ORDER_MARK",
    "Container",
    "FoundString",
    "decode_string",
    "find_strings",
    "is_json",
    "is_json_outside",
    "read_string",
]


# Section 7: what stands between a string's quotes. Section 6: numbers. Possessive, so nothing is tried twice.
_CONTENT: Final = r'(?:[^"\\\x00-\x1F]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+'
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[Ee][+-]?[0-9]++)?"
_STRING_CONTENT: Final = re.compile(_CONTENT)
_STRING_LITERAL: Final = re.compile(f'"{_CONTENT}"')
_SPACES: Final = (" ", "\t", "\n", "\r")
# A string that is short and holds no escape, as keys do, is read at once. Of any other this is the quote:
# `json` reads long ones faster.
_TOKEN: Final = re.compile(
    rf'[ \t\n\r]*+("[^"\\\x00-\x1F]{{0,64}}+"|["\[\]{{}},:]|{_NUMBER}|true|false|null)'
)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


# Numbers are measured, not converted: some have more digits than `int` reads. NaN and Infinity are no JSON.
_READER: Final = json.JSONDecoder(
    parse_int=len, parse_float=len, parse_constant=_refuse_constant, object_hook=len
)

# The grammar: what is expected, how a token that may come begins, and what is expected after it. "after" is
# what the container asks for after a value.
_VALUES: Final = {**dict.fromkeys('"-0123456789tfn', "after"), "[": "first item", "{": "first key"}
_GRAMMAR: Final[dict[str, dict[str, str]]] = {
    "value": _VALUES,
    "first item": {**_VALUES, "]": "after"},
    "item": _VALUES,
    "next item": {",": "item", "]": "after"},
    "first key": {'"': "colon", "}": "after"},
    "key": {'"': "colon"},
    "colon": {":": "value"},
    "next key": {",": "key", "}": "after"},
    "end": {},
}
# What a bracket opens: its first index or key, and what is expected after a value.
_OPENED: Final[dict[str, tuple[str | int, str]]] = {"[": (0, "next item"), "{": ("", "next key")}
_MESSAGES: Final = {
    "value": "Expecting value",
    "first item": "Expecting value",
    "item": "Expecting value",
    "next item": "Expecting ',' delimiter",
    "first key": "Expecting property name enclosed in double quotes",
    "key": "Expecting property name enclosed in double quotes",
    "colon": "Expecting ':' delimiter",
    "next key": "Expecting ',' delimiter",
    "end": "Extra data",
}
_TRAILING_COMMAS: Final = {
    ("item", "]"): "Illegal trailing comma before end of array",
    ("key", "}"): "Illegal trailing comma before end of object",
}


class Container:
    """An array, an object, or what stands around the outermost value.

    Attributes:
        parent: what holds it; None around the outermost value.
        step: where it stands in its parent: an index, or a key as written, with its quotes.
        reached: the same for the value that was read last in it.
    """

    __slots__ = ("after", "parent", "reached", "step")

    def __init__(self, parent: Container | None, reached: str | int, after: str) -> None:
        self.parent = parent
        self.step: str | int = parent.reached if parent else ""
        self.reached: str | int = reached
        self.after = after


class FoundString(NamedTuple):
    """A string of a document: its place, quotes included, and what leads to it.

    Attributes:
        start: index of its opening quote.
        end: index after its closing quote.
        container: the array or the object that holds it.
        step: its index there, or its key as written, with the quotes; a key's own step is that key.
        is_key: True for an object's key.
    """

    start: int
    end: int
    container: Container
    step: str | int
    is_key: bool

    def path(self) -> tuple[str | int, ...]:
        """Give the keys and indices that lead to it, decoded, from the document's root."""
        steps = []
        container, step = self.container, self.step
        while container.parent:
            steps.append(decode_string(step) if isinstance(step, str) else step)
            container, step = container.parent, container.step
        return tuple(reversed(steps))


def find_strings(document: str) -> Iterator[FoundString]:
    """Walk through a document and give its strings, keys included, in their order.

    Args:
        document: a JSON text; a byte-order mark at its start is skipped.

    Yields:
        each string, once all that stands before it is known to be right.

    Raises:
        InvalidJSON: the document is not JSON; the strings before that place were given already.

    Example:
        >>> [(found.start, found.end, found.path()) for found in find_strings('{"a": ["b", 2, "c"]}')]
        [(1, 4, ('a',)), (7, 10, ('a', 0)), (15, 18, ('a', 2))]
    """
    position = int(document.startswith(BYTE_ORDER_MARK))
    containers = [Container(None, "", "end")]
    expected = "value"
    while token := _TOKEN.match(document, position):
        start = token.start(1)
        end = token.end() if token[1] != '"' else _find_string_end(document, start)
        kind = document[start]
        following = _GRAMMAR[expected].get(kind)
        if following is None or end < 0:
            break
        position = end
        container = containers[-1]
        if kind == '"':
            if following == "colon":
                container.reached = document[start:end]
            yield FoundString(start, end, container, container.reached, following == "colon")
        elif kind in _OPENED:
            containers.append(Container(container, *_OPENED[kind]))
        elif kind in "]}":
            containers.pop()
        elif kind == "," and isinstance(container.reached, int):
            container.reached += 1
        expected = containers[-1].after if following == "after" else following
    while document[position : position + 1] in _SPACES:
        position += 1
    if expected != "end" or position < len(document):
        raise _refusal(document, position, expected)


def _find_string_end(document: str, start: int) -> int:
    """Give the index after the string whose opening quote stands at a place; -1 when it is not right."""
    try:
        return read_string(document, start)[1]
    except ValueError:
        return -1


def is_json(document: str) -> bool:
    """Tell whether a text is JSON, several times faster than `find_strings` does.

    Args:
        document: a text; a byte-order mark at its start is skipped.

    Example:
        >>> is_json('{"a": [1]}'), is_json('{"a": [1,]}')
        (True, False)
    """
    # What is no right string stays where it stands, for `json` to refuse.
    return is_json_outside(_STRING_LITERAL.sub('""', document.removeprefix(BYTE_ORDER_MARK)), document)


def is_json_outside(outside: str, document: str | bytes) -> bool:
    """Tell whether what stands outside a document's strings is right, several times faster than a walk.

    Args:
        outside: the document with empty strings in the place of its strings.
        document: the document: where `json` gives up on a depth that RFC 8259 allows, a walk decides.

    Example:
        >>> is_json_outside('{"": [""]}', '{"a": ["b"]}'), is_json_outside('{"": [""}', '{"a": ["b"}')
        (True, False)
    """
    if not outside.isascii():  # where `json` has no accelerator, it takes the digits of other scripts too
        return False
    try:
        _READER.decode(outside)
    except RecursionError:
        return _can_be_walked_through(decode_piece(document))
    except ValueError:
        return False
    return True


def _can_be_walked_through(document: str) -> bool:
    try:
        for _ in find_strings(document):
            pass
    except InvalidJSON:
        return False
    return True


def read_string(document: str, start: int) -> tuple[str, int]:
    """Read the string whose opening quote stands at a place.

    Args:
        document: a text in which a JSON string stands there.
        start: the place.

    Returns:
        What the string means, and the index after its closing quote.

    Example:
        >>> read_string(r'["\\u00e9t\\u00e9"]', 1)
        ('été', 16)
    """
    text, end = _DECODER.raw_decode(document, start)
    return text, end


_DECODER: Final = json.JSONDecoder()


def decode_string(written: str) -> str:
    """Give what a JSON string means, quotes included."""
    return read_string(written, 0)[0]


def _refusal(document: str, position: int, expected: str) -> InvalidJSON:
    """Say what is wrong with the token at a place; the messages are those of `json`, as of Python 3.13."""
    found = document[position : position + 1]
    if found == '"' and found in _GRAMMAR[expected]:
        return _string_refusal(document, position)
    if (expected, found) in _TRAILING_COMMAS:
        return invalid_json(_TRAILING_COMMAS[expected, found], document, document.rfind(",", 0, position))
    return invalid_json(_MESSAGES[expected], document, position)


def _string_refusal(document: str, start: int) -> InvalidJSON:
    """Say what is wrong with the string whose opening quote stands at a place."""
    content = _STRING_CONTENT.match(document, start + 1)
    place = content.end() if content else start
    if document[place : place + 2] in ("", "\\"):
        return invalid_json("Unterminated string starting at", document, start)
    if document[place] != "\\":
        return invalid_json("Invalid control character at", document, place)
    if document[place + 1] == "u":
        return invalid_json("Invalid \\uXXXX escape", document, place)
    return invalid_json("Invalid \\escape", document, place)
