"""Forms taken apart and put together again. Knows urlencoded and multipart bodies; cleans nothing.

A form is never rebuilt: `find_pairs` and `find_parts` say where the values stand in the body, and
`splice` puts new ones in their places. So whatever was not replaced is there byte for byte: order,
`%` escapes, headers, files, preamble, epilogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote_to_bytes

from flatchr_clean.payload.media_types import MediaType, read_media_type, read_parameters


class Splice(NamedTuple):
    """Put ``replacement`` in the place of ``body[start:end]``."""

    start: int
    end: int
    replacement: bytes


def splice(body: bytes, splices: Iterable[Splice]) -> bytes:
    """Replace some spans of a body.

    Args:
        body: the body.
        splices: sorted by place, not overlapping.

    Returns:
        The new body; the very same object when there is nothing to replace.

    Example:
        >>> splice(b"a=1&b=2", [Splice(6, 7, b"3")])
        b'a=1&b=3'
    """
    pieces: list[bytes] = []
    done = 0
    for start, end, replacement in splices:
        pieces += (body[done:start], replacement)
        done = end
    if not pieces:
        return body
    return b"".join((*pieces, body[done:]))


# Urlencoded forms (WHATWG URL, section 5).


class Pair(NamedTuple):
    """One ``name=value`` of an urlencoded form.

    Attributes:
        name: the decoded name, as bytes in the form's charset.
        start: where the value as written begins in the body.
        end: where it ends.
    """

    name: bytes
    start: int
    end: int


def find_pairs(body: bytes) -> Iterator[Pair]:
    """Find the values of an urlencoded form; a name without ``=`` has an empty one.

    Args:
        body: the form.

    Yields:
        Its pairs in order.

    Example:
        >>> list(find_pairs(b"ville=Lyon&&cv"))
        [Pair(name=b'ville', start=6, end=10), Pair(name=b'cv', start=14, end=14)]
    """
    start = 0
    while start < len(body):
        end = body.find(b"&", start)
        if end < 0:
            end = len(body)
        if start < end:
            name, equals, _ = body[start:end].partition(b"=")
            yield Pair(decode_value(name), start + len(name) + len(equals), end)
        start = end + 1


def decode_value(written: bytes) -> bytes:
    """Decode a name or a value of an urlencoded form; `encode_value` is the inverse.

    Example:
        >>> decode_value(b"CDI+%2B+mutuelle")
        b'CDI + mutuelle'
    """
    return unquote_to_bytes(written.replace(b"+", b" "))


BARE = frozenset(b"!\"#$'()*,/:;<=>?@[\\]^`{|}")
"""What may stand bare in a value, apart from letters, digits and ``-._~``: no space, ``%``, ``&``, ``+``."""


def encode_value(value: bytes, written: bytes) -> bytes:
    """Encode a value for an urlencoded form.

    Args:
        value: the value, in the form's charset.
        written: the value that it replaces. Its way of writing a space is kept, and so is what it has bare:
            some servers split pairs at a semicolon too, or do not decode what they need not.

    Example:
        >>> encode_value(b"CDI + mutuelle", b"CDI%20%2B%20mutuelle")
        b'CDI%20%2B%20mutuelle'
        >>> encode_value(b"CDI;CDD...", b"CDI;CDD%E2%80%A6")
        b'CDI;CDD...'
    """
    bare = BARE.intersection(written)
    return (quote if b"%20" in written else quote_plus)(value, safe=bytes(bare)).encode("ascii")


# Multipart bodies (RFC 2046, section 5.1; RFC 7578 for forms).


class Part(NamedTuple):
    """One part of a multipart body.

    Attributes:
        start: where its content begins in the body.
        end: where its content ends; the line break before the next delimiter is not part of it.
        name: the field's name; empty when the part has none.
        is_file: True when it has a file name or is an attachment.
        media_type: what its Content-Type says.
        transfer_coding: its Content-Transfer-Encoding as written; empty when there is none.
        has_content: False when the empty line after its headers is missing: its span holds them then.
    """

    start: int
    end: int
    name: str = ""
    is_file: bool = False
    media_type: MediaType = MediaType()
    transfer_coding: str = ""
    has_content: bool = True


# A first line that can only be a delimiter: two hyphens, and a part's headers under them.
FIRST_DELIMITER = re.compile(
    rb"(?:\r?\n)?--([^\r\n]{1,200}?)[ \t]*+\r?\n"
    rb"(?:[a-z-]{1,50}+:[^\r\n]*+\r?\n){0,9}?content-disposition[ \t]*+:",
    re.IGNORECASE,
)
DELIMITER_END = re.compile(rb"(--)?[ \t]*+(\r?\n|\Z)")
FOLD = re.compile(rb"\r?\n[ \t]++")


def maybe_sniff_boundary(body: bytes) -> bytes | None:
    r"""Tell the boundary of a body that begins like a form in parts, whatever its headers say.

    Example:
        >>> maybe_sniff_boundary(b"--8f1c\r\nContent-Disposition: form-data; name=text\r\n\r\nOui")
        b'8f1c'
    """
    match = FIRST_DELIMITER.match(body)
    return match[1] if match else None


def find_parts(body: bytes, boundary: bytes, start: int, end: int) -> list[Part] | None:
    """Find the parts of a multipart body, or of a multipart part within one.

    Lines may end in CRLF or, as some clients write them, in LF: the first delimiter's line tells. A
    last delimiter that is missing is taken to stand at the end.

    Args:
        body: the whole body.
        boundary: what follows the two hyphens of a delimiter.
        start: where to begin, at the start of a line.
        end: where to end.

    Returns:
        The parts in order; None when there is no delimiter at all.
    """
    parts: list[Part] = []
    line_break = b""
    opened = -1
    for at, after, line_end, is_last in _find_delimiters(body, b"--" + boundary, start, end):
        if not line_break:
            line_break = line_end or b"\r\n"
        elif not (body.endswith(line_break, 0, at) and line_end in {line_break, b""}):
            continue
        else:
            parts.append(_read_part(body, opened, at - len(line_break), line_break))
        if is_last:
            return parts
        opened = after
    if not line_break:
        return None
    parts.append(_read_part(body, opened, end, line_break))
    return parts


def _find_delimiters(
    body: bytes, delimiter: bytes, start: int, end: int
) -> Iterator[tuple[int, int, bytes, bool]]:
    # Delimiters have a line of their own; the first line of the span counts as one.
    at = body.find(delimiter, start, end)
    while at >= 0:
        after = at + len(delimiter)
        match = DELIMITER_END.match(body, after, end)
        if match and (at == start or body.endswith(b"\n", 0, at)):
            yield at, match.end(), match[2], match[1] is not None
        at = body.find(delimiter, after, end)


def _read_part(body: bytes, start: int, end: int, line_break: bytes) -> Part:
    # The empty line is looked for from the line break before the part on, since a part without headers
    # begins with it; and up to the line break after the part, since one without content ends with it.
    blank = body.find(line_break * 2, start - len(line_break), end + len(line_break))
    if blank < 0:
        return Part(start, max(start, end), has_content=False)
    headers = _read_headers(body[start:blank])
    disposition = headers.get(b"content-disposition", "")
    parameters = read_parameters(disposition)
    return Part(
        start=min(blank + 2 * len(line_break), max(start, end)),
        end=max(start, end),
        name=parameters.get("name", ""),
        is_file=(
            "filename" in parameters
            or "filename*" in parameters
            or disposition.partition(";")[0].strip().lower() == "attachment"
        ),
        media_type=read_media_type(headers.get(b"content-type", "")),
        transfer_coding=headers.get(b"content-transfer-encoding", ""),
    )


def _read_headers(block: bytes) -> dict[bytes, str]:
    # Names and file names come as UTF-8 (RFC 7578, section 5.1); they are only compared, never written back.
    headers: dict[bytes, str] = {}
    for line in FOLD.sub(b" ", block).split(b"\n"):
        name, _, value = line.partition(b":")
        headers.setdefault(name.strip().lower(), value.strip().decode("utf-8", "replace"))
    return headers


def count_delimiters(content: bytes, boundary: bytes) -> int:
    r"""Count the lines of a part's content that a reader could take for a delimiter.

    Example:
        >>> count_delimiters(b"--8f1c\nOui\n--8f1c--", b"8f1c")
        2
    """
    return (b"\n" + content).count(b"\n--" + boundary)
