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


KINDS = {
    "application/json": Kind.JSON,
    "application/x-json": Kind.JSON,
    "text/json": Kind.JSON,
    "text/x-json": Kind.JSON,
    # None of the names of JSON lines is registered; these are the ones in use (jsonlines.org, ndjson-spec).
    "application/x-ndjson": Kind.LINES,
    "application/ndjson": Kind.LINES,
    "application/jsonl": Kind.LINES,
    "application/x-jsonl": Kind.LINES,
    "application/jsonlines": Kind.LINES,
    "application/x-jsonlines": Kind.LINES,
    "application/json-lines": Kind.LINES,
    "text/x-ndjson": Kind.LINES,
    "text/jsonl": Kind.LINES,
    "application/x-www-form-urlencoded": Kind.PAIRS,
    "multipart/form-data": Kind.PARTS,
    "multipart/mixed": Kind.PARTS,
    "multipart/related": Kind.PARTS,
    "multipart/alternative": Kind.PARTS,
    "text/plain": Kind.TEXT,
    "text/html": Kind.HTML,
}
"""The media types that we clean. Left out on purpose: ``text/csv`` and XML, where a straight quote would
end a field or an attribute, and ``multipart/signed``, where any change would break the signature."""


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
        if self.name.endswith("+json"):
            return Kind.JSON
        return KINDS.get(self.name, Kind.OPAQUE)

    @property
    def charset(self) -> str:
        """The charset parameter as written, or an empty string."""
        return self.parameters.get("charset", "")


# What ends the type and subtype. It should be a semicolon; some write a comma or a space there.
NAME_END = re.compile(r"[\s;,]")
# `; name=value` or `; name="quoted \"value\""`. Every quantifier is possessive: nothing is read twice.
PARAMETER = re.compile(r';\s*+([^\s;="]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;]*+))', re.DOTALL)
QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


def read_parameters(value: str) -> dict[str, str]:
    r"""Read the parameters of a header value; where a name comes twice the first one counts.

    Args:
        value: the whole value, as in ``form-data; name="comment"``.

    Returns:
        The parameters, names in lower case, values unquoted.

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
    """Read a Content-Type header.

    Args:
        value: the header's value; empty when there is none.

    Returns:
        The media type; one without a slash in its name when the value makes no sense.

    Example:
        >>> read_media_type('Application/JSON; charset="iso-8859-1"')
        MediaType(name='application/json', parameters={'charset': 'iso-8859-1'})
    """
    return MediaType(NAME_END.split(value.strip(), maxsplit=1)[0].lower(), read_parameters(value))


# Label (lower case, `_` read as `-`) -> Python's name of the codec. Closed on purpose: Python's own registry
# also answers to `base64`, `rot13`, `unicode_escape` and to whatever a program has registered. All but
# UTF-16 and UTF-32 write ASCII as ASCII, and none keeps a state between characters, so that a character
# is encodable or not wherever it stands. (IANA Character Sets; WHATWG Encoding, section 4.2.)
CHARSETS = {
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
    **dict.fromkeys(("macintosh", "mac", "macroman", "x-mac-roman"), "mac-roman"),
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "gbk": "gbk",
    "gb2312": "gb2312",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-jp": "euc-jp",
    "euc-kr": "euc-kr",
    **dict.fromkeys(("utf-16", "utf16"), "utf-16"),
    **dict.fromkeys(("utf-16le", "utf-16-le"), "utf-16-le"),
    **dict.fromkeys(("utf-16be", "utf-16-be"), "utf-16-be"),
    **dict.fromkeys(("utf-32", "utf32"), "utf-32"),
    **dict.fromkeys(("utf-32le", "utf-32-le"), "utf-32-le"),
    **dict.fromkeys(("utf-32be", "utf-32-be"), "utf-32-be"),
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
    name = label.strip(" \t'").lower().replace("_", "-")  # who writes headers by hand may quote like Python
    if not name:
        return "utf-8"
    codec = CHARSETS.get(name)
    if codec is None:
        raise UnknownCharset(
            "the charset that the body's headers name is not known, so its text can't be read: send UTF-8"
        )
    return codec


# How UTF-16 and UTF-32 mark their byte order (Unicode, section 23.8), which these labels leave open.
BYTE_ORDERS = {
    "utf-16": {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"},
    "utf-32": {b"\xff\xfe\x00\x00": "utf-32-le", b"\x00\x00\xfe\xff": "utf-32-be"},
}


def find_byte_order(codec: str, raw: bytes) -> str:
    r"""Find the codec whose byte order a text's mark tells.

    Args:
        codec: the codec that `find_codec` found.
        raw: the text's bytes, mark included.

    Returns:
        The codec that reads them and keeps the mark as a character.

    Raises:
        UndecodableText: the charset needs a mark and there is none.

    Example:
        >>> find_byte_order("utf-16", b"\xff\xfeO\x00")
        'utf-16-le'
    """
    if codec not in BYTE_ORDERS:
        return codec
    for mark, ordered in BYTE_ORDERS[codec].items():
        if raw.startswith(mark):
            return ordered
    raise UndecodableText(
        f"text announced as {codec} has no byte-order mark: send UTF-8, or name its byte order"
    )
