"""What the service answers when it refuses: its status, what it says, how long to wait. Knows no client.

An answer is untrusted: it may be of any shape, depth and length, repeat what it was sent, or hold what a
terminal obeys. So it is read as far as `MESSAGE_BYTES`, shown escaped, and is part of no error's own text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from flatchr_clean.http.redaction import Head, describe_request, hide_secrets
from flatchr_clean.http.refusals import (
    Answer,
    Forbidden,
    NotFound,
    RateLimited,
    Refused,
    ServerError,
    ServiceRefusal,
    Unauthorized,
)
from flatchr_clean.http.retries import maybe_retry_after
from flatchr_clean.payload.headers import find_codec, read_media_type
from flatchr_clean.payload.refusals import UnknownCharset

LOWEST_ERROR: Final = 400
LOWEST_SERVER_ERROR: Final = 500
HIGHEST_SERVER_ERROR: Final = 599

BY_STATUS: Final[Mapping[int, type[ServiceRefusal]]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    429: RateLimited,
}

# RFC 9110, 15.5 and 15.6, and IANA's registry. Python's own table says other words in other versions.
PHRASES: Final[Mapping[int, str]] = {
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 417: "Expectation Failed", 421: "Misdirected Request",
    422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
    426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported", 507: "Insufficient Storage",
    508: "Loop Detected", 511: "Network Authentication Required",
}  # fmt: skip

MESSAGE_BYTES: Final = 64 * 1024

# Where services say in words what was wrong, the most telling name first: Flatchr's own, then what gateways,
# login services and RFC 9457 use.
MESSAGE_NAMES: Final = ("message", "detail", "error_description", "msg", "title", "reason", "error")

# Controls, which a terminal obeys; what turns the direction of a line; halves of surrogate pairs.
UNSAFE = re.compile(
    "[\0-\x1f\x7f-\x9f\N{ARABIC LETTER MARK}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{LINE SEPARATOR}-\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}"
    "\ud800-\udfff]"
)


def is_refusal(status: int) -> bool:
    """Tell whether a status says that the service did not do what it was asked."""
    return status >= LOWEST_ERROR


def refuse(request: Head, status: int, headers: Mapping[str, str], body: bytes, now: float) -> ServiceRefusal:
    """Make the error that an answer is; `is_refusal` tells of which one is to be made.

    Args:
        request: the request that was answered.
        status: the answer's status.
        headers: the answer's header fields, whatever the case of their names if the mapping knows none.
        body: the answer's body, as much as there is of it, unpacked; at most `MESSAGE_BYTES` are read.
        now: seconds since 1970, for a Retry-After that is a date.

    Returns:
        An error whose own text is the request and the status, and never what the service said.
    """
    message = hide_secrets(read_message(body, headers.get("Content-Type") or ""), request)
    answer = Answer(status, message, maybe_retry_after(headers.get("Retry-After"), now))
    text = f"{describe_request(request)} was refused: {describe_status(status)}"
    return find_refusal(status)(text, answer=answer)


def find_refusal(status: int) -> type[ServiceRefusal]:
    """Give the error that a status of 400 or more is.

    >>> find_refusal(422).__name__, find_refusal(429).__name__, find_refusal(799).__name__
    ('Refused', 'RateLimited', 'ServiceRefusal')
    """
    if status < LOWEST_SERVER_ERROR:
        return BY_STATUS.get(status, Refused)
    return ServerError if status <= HIGHEST_SERVER_ERROR else ServiceRefusal


def describe_status(status: int) -> str:
    """Say an error status in words: the standard's, whatever the service wrote beside it.

    >>> describe_status(404), describe_status(599)
    ('404 Not Found', '599')
    """
    return f"{status} {PHRASES.get(status, '')}".rstrip()


def read_message(body: bytes, content_type: str) -> str:
    r"""Read what an answer says: the words in its JSON, or else the whole of it.

    Args:
        body: the answer's body; at most `MESSAGE_BYTES` of it are read.
        content_type: its Content-Type, for the charset.

    Returns:
        One line, what a terminal would obey escaped; empty when it says nothing.

    >>> read_message(b'{"statusCode": 404, "error": "Not Found", "message": "Not available for slug x"}', "")
    'Not available for slug x'
    >>> read_message(b'{"errors": [{"field": "title", "detail": ["too long", "no emoji"]}]}', "")
    'too long; no emoji'
    >>> read_message(b"<h1>Bad gateway</h1>\r\n\x1b[31m", "text/html")
    '<h1>Bad gateway</h1>\\r\\n\\x1b[31m'
    """
    try:
        codec = find_codec(read_media_type(content_type).charset)
    except UnknownCharset:
        codec = "utf-8"
    text = body[:MESSAGE_BYTES].decode(codec, "backslashreplace").strip("\ufeff \t\r\n")
    try:
        # Python refuses to read some thousand digits as an int.
        message = maybe_message(json.loads(text, parse_int=float))
    except (ValueError, RecursionError):
        message = None
    return UNSAFE.sub(_escape, message or text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def maybe_message(document: object) -> str | None:
    """Find the words of a JSON document, the ones nearest to its root; None when no name tells of any."""
    if isinstance(document, str):
        return document
    level: list[Any] = [[document]]
    while level:
        objects = [value for value in level if isinstance(value, dict)]
        said = (read_words(value.get(name)) for name in MESSAGE_NAMES for value in objects)
        if words := next(filter(None, said), None):
            return words
        inner = (value.values() if isinstance(value, dict) else value for value in level)
        level = [value for values in inner for value in values if isinstance(value, (dict, list))]
    return None


def read_words(value: object) -> str:
    """Give a text, or the texts of a list as one; empty for what holds none."""
    words = value if isinstance(value, list) else [value]
    return "; ".join(text.strip() for text in words if isinstance(text, str))
