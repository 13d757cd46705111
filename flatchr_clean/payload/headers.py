"""Media types, their parameters and charsets. Knows header values; knows no body.

A header is read as generously as servers do (RFC 9110, section 5.6.6, with the slips that clients
make), because it decides only what we look at; what we write never depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from flatchr_clean.payload.refusals import UndecodableText, UnknownCharset


class Kind(Enum):
    """What a body, or a part of one, is to us."""

    JSON = auto()
    LINES = auto()
    """One JSON text a line."""
    PAIRS = auto()
    """A form as browsers send it, ``name=value&name=value``."""
    PARTS = auto()
    """A form or a message in parts, each with its own headers."""
    TEXT = auto()
    HTML = auto()
    UNTYPED = auto()
    """No media type, or none that makes sense: the bytes must tell."""
    OPAQUE = auto()
    """Anything else: it goes out byte for byte, unread."""


_TYPES: Final = {
    Kind.JSON: "application/json application/x-json text/json text/x-json",
    # None of the names of JSON lines is registered; these are the ones in use (jsonlines.org, ndjson-spec).
    Kind.LINES: "application/x-ndjson application/ndjson application/jsonl application/x-jsonl "
    "application/jsonlines application/x-jsonlines application/json-lines text/x-ndjson text/jsonl",
    Kind.PAIRS: "application/x-www-form-urlencoded",
    Kind.PARTS: "multipart/form-data multipart/mixed multipart/related multipart/alternative",
    Kind.TEXT: "text/plain",
    Kind.HTML: "text/html",
}
"""The media types that we clean. Left out on purpose: ``text/csv`` and XML, where a straight quote would
end a field or an attribute, and ``multipart/signed``, where any change would break the signature."""
KINDS: Final = {name: kind for kind, names in _TYPES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class MediaType:
    """A Content-Type header, read.

    Attributes:
        name: type and subtype in lower case, such as ``application/json``; empty when there is none.
        parameters: its parameters, names in lower case, values unquoted.
    """

    name: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What a body of this type is to us (RFC 6839 for the suffix ``+json``)."""
        if "/" not in self.name or "*" in self.name:
            return Kind.UNTYPED
        return Kind.JSON if self.name.endswith("+json") else KINDS.get(self.name, Kind.OPAQUE)

    @property
    def charset(self) -> str:
        """The charset parameter as written, or an empty string."""
        return self.parameters.get("charset", "")

    @property
    def boundary(self) -> bytes:
        """What stands between the parts; empty when there is none that a line could hold."""
        if self.kind is not Kind.PARTS:
            return b""
        try:
            boundary = self.parameters.get("boundary", "").encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # half a surrogate pair
            return b""
        return b"" if b"\n" in boundary else boundary


def find_header(headers: Mapping[str, str], name: str) -> str:
    """Find a header by its name in lower case, empty when there is none. Clients write both as they like."""
    named = (value for key, value in headers.items() if _as_text(key).lower() == name)
    return _as_text(next(named, ""))


def _as_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


# What ends the type and subtype. It should be a semicolon; some write a comma or a space there.
NAME_END: Final = re.compile(r"[\s;,]")
# `; name=value` or `; name="quoted \"value\""`. Every quantifier is possessive: nothing is read twice.
PARAMETER: Final = re.compile(r';\s*+([^\s;="]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;]*+))', re.DOTALL)
QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)


def read_parameters(value: str) -> dict[str, str]:
    r"""Read the parameters of a whole header value: the first of each name, in lower case, values unquoted.

    Example:
        >>> read_parameters('form-data; Name="l\\"annonce; une"; filename=cv.pdf')
        {'name': 'l"annonce; une', 'filename': 'cv.pdf'}
    """
    parameters: dict[str, str] = {}
    for match in PARAMETER.finditer(value):
        name, quoted, token = match.groups()
        parameters.setdefault(name.lower(), token if quoted is None else QUOTED_PAIR.sub(r"\1", quoted))
    return parameters


@lru_cache(maxsize=128)
def read_media_type(value: str) -> MediaType:
    """Read a Content-Type header; the name has no slash when the value is empty or makes no sense.

    Example:
        >>> read_media_type('Application/JSON; charset="iso-8859-1"')
        MediaType(name='application/json', parameters={'charset': 'iso-8859-1'})
    """
    return MediaType(NAME_END.split(value.strip(), maxsplit=1)[0].lower(), read_parameters(value))


# Label (lower case, `_` read as `-`) -> Python's name of the codec. Closed on purpose: Python's own registry
# also answers to `base64`, `rot13`, `unicode_escape` and to whatever a program has registered. All but
# UTF-16 and UTF-32 write ASCII as ASCII, and none keeps a state between characters, so that a character
# is encodable or not wherever it stands. (IANA Character Sets; WHATWG Encoding, section 4.2.)
CHARSETS: Final = {
    **dict.fromkeys(("utf-8", "utf8", "utf-8-sig"), "utf-8"),
    **dict.fromkeys(("us-ascii", "ascii", "ansi-x3.4-1968"), "ascii"),
    **dict.fromkeys(("latin1", "latin-1", "l1", "cp819"), "iso8859-1"),
    **dict.fromkeys(("latin9", "latin-9", "l9"), "iso8859-15"),
    **{
        f"{prefix}{part}": f"iso8859-{part}"
        for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)
        for prefix in ("iso-8859-", "iso8859-")
    },
    **{f"{prefix}{page}": f"cp{page}" for page in range(1250, 1259) for prefix in ("windows-", "cp")},
    **{f"{prefix}{page}": f"cp{page}" for page in (437, 850, 852, 858, 866) for prefix in ("ibm", "cp")},
    **dict.fromkeys(("macintosh", "mac", "macroman", "mac-roman", "x-mac-roman"), "mac-roman"),
    **{name: name for name in ("koi8-r", "koi8-u", "gbk", "gb2312", "gb18030", "big5", "euc-jp", "euc-kr")},
    **{f"utf{dash}{size}": f"utf-{size}" for size in (16, 32) for dash in ("", "-")},
    **{
        f"utf-{size}{dash}{order}": f"utf-{size}-{order}"
        for size in (16, 32)
        for order in ("le", "be")
        for dash in ("", "-")
    },
}


def find_codec(label: str) -> str:
    """Find Python's name of a charset.

    Args:
        label: the charset as a header names it; empty means UTF-8 (RFC 8259 and RFC 7578 say so).

    Returns:
        The name of the codec.

    Raises:
        UnknownCharset: the label is not in the table `CHARSETS`.

    Example:
        >>> find_codec("ISO_8859-15"), find_codec("")
        ('iso8859-15', 'utf-8')
    """
    if not label:
        return "utf-8"
    name = label.strip(" \t'").lower().replace("_", "-")  # who writes headers by hand may quote like Python
    codec = CHARSETS.get(name or "utf-8")
    if codec is None:
        raise UnknownCharset(
            "the charset that the body's headers name is not known, so its text can't be read: send UTF-8"
        )
    return codec


WIDE: Final = ("utf-16", "utf-32")
"""How the codecs begin that do not write ASCII as ASCII; so called, they leave the byte order open."""


def find_byte_order(codec: str, raw: bytes) -> str:
    r"""Find the codec that reads a text in UTF-16 or UTF-32, and keeps its mark as a character.

    The mark tells the byte order (Unicode, section 23.8), where the charset's name leaves it open.

    Raises:
        UndecodableText: the charset needs a mark and there is none.

    Example:
        >>> find_byte_order("utf-16", b"\xff\xfeO\x00"), find_byte_order("utf-8", b"O")
        ('utf-16-le', 'utf-8')
    """
    if codec not in WIDE:
        return codec
    for ordered in (f"{codec}-le", f"{codec}-be"):
        if raw.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode(ordered)):
            return ordered
    raise UndecodableText(
        f"text announced as {codec} has no byte-order mark: send UTF-8, or name its byte order"
    )
