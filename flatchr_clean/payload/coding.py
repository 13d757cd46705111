"""Codings, undone and redone. Knows gzip, deflate, base64, quoted-printable; not what they hold.

Each pair of functions is inverse: `unpack` and `pack` for a body's content coding, `decode_part` and
`encode_part` for the transfer coding of a part. Unpacking stops as soon as the limit is passed: a bomb
is never unpacked as a whole.
"""

from __future__ import annotations

import binascii
import re
import zlib
from typing import NamedTuple

from flatchr_clean.payload.refusals import BodyTooLarge, CorruptCoding, UnknownCoding

CHUNK = 16_384
"""Bytes given to zlib at once: what it hands back as unused is copied, so this bounds the copying."""

# The formats as zlib counts them: `wbits` of `zlib.decompressobj`.
GZIP = 16 + zlib.MAX_WBITS
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS


class Content(NamedTuple):
    """What a body holds once its coding is undone.

    Attributes:
        raw: the content; the body itself when it was not coded.
        wbits: the format it was in, to be handed to `pack`; None when it was not coded.
    """

    raw: bytes
    wbits: int | None


def unpack(body: bytes, codings: str, limit: int) -> Content:
    """Undo a body's content coding; `pack` is the inverse.

    Args:
        body: the body as it is sent, not empty.
        codings: the Content-Encoding header; empty when there is none.
        limit: the most bytes that a content may have that has to be unpacked.

    Returns:
        The content and the format that it was in.

    Raises:
        BodyTooLarge: the content is longer than ``limit``.
        CorruptCoding: the body is not in that coding, or is cut short.
        UnknownCoding: it is in one that can't be undone here, or in several (RFC 9110, section 8.4.1).
    """
    names = [part.strip().lower() for part in codings.split(",")] if codings else []
    match [name for name in names if name not in {"", "identity"}]:
        case []:
            return Content(body, None)
        case ["gzip" | "x-gzip"]:
            return Content(_inflate(body, GZIP, limit), GZIP)
        case ["deflate"]:
            wbits = ZLIB if _has_zlib_header(body) else RAW
            return Content(_inflate(body, wbits, limit), wbits)
    raise UnknownCoding(
        "the body's Content-Encoding is not one that can be undone here (gzip, deflate or identity, one at a "
        "time): clean the text before it is packed, or send it unpacked"
    )


def pack(raw: bytes, wbits: int | None) -> bytes:
    """Code a content in the format that `unpack` found it in.

    Example:
        >>> pack(b"[]", None)
        b'[]'
        >>> unpack(pack(b"[]", GZIP), "gzip", 2).raw
        b'[]'
    """
    if wbits is None:
        return raw
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(raw) + packer.flush()


def _has_zlib_header(body: bytes) -> bool:
    # "deflate" means the zlib format (RFC 1950), but many send the bare stream (RFC 1951), as RFC 9110 notes.
    # The two bytes of a zlib header name method 8 and are together a multiple of 31.
    return body[0] % 16 == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    view = memoryview(body)
    pieces: list[bytes] = []
    room = limit
    position = 0
    while position < len(body):
        stream = zlib.decompressobj(wbits)
        while not stream.eof:
            chunk = view[position : position + CHUNK]
            if not chunk:
                raise CorruptCoding("the body's packed content is cut short: send it whole")
            try:
                # One byte more than may come out: when it comes, there is too much.
                piece = stream.decompress(chunk, room + 1)
            except zlib.error as error:
                raise CorruptCoding(
                    "the body is not packed as its Content-Encoding says: mend one or the other"
                ) from error
            room -= len(piece)
            if room < 0:
                raise BodyTooLarge.than(limit)
            pieces.append(piece)
            position += len(chunk) - len(stream.unused_data)
        if wbits != GZIP and position < len(body):
            raise CorruptCoding("bytes follow the end of the body's packed content: send it alone")
    return b"".join(pieces)


# The transfer codings of a part (RFC 2045, section 6), obsolete in forms (RFC 7578, section 4.7) yet met.

AS_IT_IS = {"", "7bit", "8bit", "binary"}
LINE_BREAK = re.compile(rb"\r?\n")
BASE64_LINE = re.compile(rb".{1,76}")
"""Lines of 76 characters at the most, as RFC 2045 demands."""


def decode_part(written: bytes, coding: str) -> bytes:
    """Undo the transfer coding of a part; `encode_part` is the inverse.

    Args:
        written: the part's content as it stands in the body.
        coding: its Content-Transfer-Encoding header; empty when there is none.

    Returns:
        The content; the very same object when it is not coded.

    Raises:
        CorruptCoding: the content is not in that coding.
        UnknownCoding: the coding is none of RFC 2045.

    Example:
        >>> decode_part(b"w6l0w6k=", "base64").decode()
        'été'
    """
    match coding.strip().lower():
        case name if name in AS_IT_IS:
            return written
        case "base64":
            try:
                return binascii.a2b_base64(written.translate(None, b" \t\r\n"), strict_mode=True)
            except binascii.Error as error:
                raise CorruptCoding(
                    "a part is not base64 as its Content-Transfer-Encoding says: mend one or the other"
                ) from error
        case "quoted-printable":
            return binascii.a2b_qp(written)
    raise UnknownCoding(
        "a part's Content-Transfer-Encoding is none of 7bit, 8bit, binary, base64 and quoted-printable: send "
        "it as it is, without that header"
    )


def encode_part(raw: bytes, coding: str, written: bytes) -> bytes:
    """Code the content of a part as the one that it replaces was.

    Args:
        raw: the new content.
        coding: the Content-Transfer-Encoding header, one that `decode_part` took.
        written: the coded content that is replaced: its line breaks are kept.

    Example:
        >>> encode_part("l'été".encode(), "quoted-printable", b"l=E2=80=99=C3=A9t=C3=A9")
        b"l'=C3=A9t=C3=A9"
    """
    match coding.strip().lower():
        case "base64":
            encoded = binascii.b2a_base64(raw, newline=False)
            line_break = LINE_BREAK.search(written)
            if line_break is None:
                return encoded
            return line_break[0].join(BASE64_LINE.findall(encoded)) + line_break[0] * written.endswith(b"\n")
        case "quoted-printable":
            # Not as text: so every line break of the content is coded, and comes back as it was.
            return binascii.b2a_qp(raw, istext=False)
    return raw
