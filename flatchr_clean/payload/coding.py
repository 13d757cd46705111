"""Codings, undone and redone. Knows gzip, deflate, base64, quoted-printable, `%` escapes; not what they hold.

Each pair of functions is inverse: `unpack` and `pack` for a body's content coding, `decode_field` and
`encode_field` for how a form writes a field. Unpacking stops as soon as the limit is passed: a bomb is never
unpacked as a whole.
"""

from __future__ import annotations

import re
import zlib
from binascii import Error, a2b_base64, a2b_qp, b2a_base64, b2a_qp
from functools import lru_cache
from typing import Final

from flatchr_clean.payload.refusals import BodyTooLarge, CorruptCoding, UnknownCoding

CHUNK: Final = 16_384
"""Bytes given to zlib at once: what it hands back as unused is copied, so this bounds the copying."""

# The formats as zlib counts them: `wbits` of `zlib.decompressobj`.
GZIP: Final = 16 + zlib.MAX_WBITS
ZLIB: Final = zlib.MAX_WBITS
RAW: Final = -zlib.MAX_WBITS


def unpack(body: bytes, codings: str, limit: int) -> tuple[bytes, int | None]:
    """Undo a body's content coding; `pack` is the inverse.

    Args:
        body: the body as it is sent, not empty.
        codings: the Content-Encoding header; empty when there is none.
        limit: the most bytes that a content may have that has to be unpacked.

    Returns:
        The content, and for `pack` the format it was in (zlib's `wbits`); the body and None if it is none.

    Raises:
        BodyTooLarge: the content is longer than ``limit``.
        CorruptCoding: the body is not in that coding, or is cut short.
        UnknownCoding: it is in one that can't be undone here, or in several (RFC 9110, section 8.4.1).
    """
    match [name for part in codings.split(",") if (name := part.strip().lower()) not in {"", "identity"}]:
        case []:
            return body, None
        case ["gzip" | "x-gzip"]:
            return _inflate(body, GZIP, limit), GZIP
        case ["deflate"]:
            wbits = ZLIB if _has_zlib_header(body) else RAW
            return _inflate(body, wbits, limit), wbits
    raise UnknownCoding(
        "the body's Content-Encoding is not one that can be undone here (gzip, deflate or identity, one at a "
        "time): clean the text before it is packed, or send it unpacked"
    )


def pack(raw: bytes, wbits: int | None) -> bytes:
    """Code a content in the format that `unpack` found it in.

    Example:
        >>> unpack(pack(b"[]", GZIP), "gzip", 2)
        (b'[]', 31)
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
            BodyTooLarge.check(limit - room, limit)
            pieces.append(piece)
            position += len(chunk) - len(stream.unused_data)
        if wbits != GZIP and position < len(body):
            raise CorruptCoding("bytes follow the end of the body's packed content: send it alone")
    return b"".join(pieces)


# How a form writes a field: as the transfer coding of a part says (RFC 2045, section 6; obsolete in forms by
# RFC 7578, section 4.7, yet met), or urlencoded (WHATWG URL, section 5).

LINE_BREAK: Final = re.compile(rb"\r?\n")
BASE64_LINE: Final = re.compile(rb".{1,76}")
"""Lines of 76 characters at the most, as RFC 2045 demands."""
BEYOND_ASCII: Final = frozenset(range(0x80, 0x100))
NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
UNRESERVED: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
BARE: Final = frozenset(b"!\"#$'()*,/:;<=>?@[\\]^`{|}")
"""What may stand bare in an urlencoded field besides: no space, ``%``, ``&``, ``+``."""


def decode_field(written: bytes, coding: str | None) -> bytes:
    """Undo the coding of a form's field; `encode_field` is the inverse.

    Args:
        written: the field's content as it stands in the body.
        coding: its Content-Transfer-Encoding header, empty when there is none; None for an urlencoded one.

    Returns:
        The content; the very same object when it is not coded.

    Raises:
        CorruptCoding: the content is not in that coding.
        UnknownCoding: the coding is none of RFC 2045.

    Example:
        >>> decode_field(b"w6l0w6k=", "base64").decode(), decode_field(b"CDI+%2B+mutuelle", None)
        ('été', b'CDI + mutuelle')
    """
    match coding and coding.strip().lower():
        case "" | "7bit" | "8bit" | "binary":
            return written
        case None:
            spaced = written.replace(b"+", b" ")
            if b"%" not in spaced:
                return spaced
            # Its escapes are those of quoted-printable, but for the sign, and that is many times faster.
            return a2b_qp(NO_ESCAPE.sub(b"%25", spaced.replace(b"=", b"%3D")).replace(b"%", b"="))
        case "base64":
            try:
                return a2b_base64(written.translate(None, b" \t\r\n"), strict_mode=True)
            except Error as error:
                raise CorruptCoding(
                    "a part is not base64 as its Content-Transfer-Encoding says: mend one or the other"
                ) from error
        case "quoted-printable":
            return a2b_qp(written)
    raise UnknownCoding(
        "a part's Content-Transfer-Encoding is none of 7bit, 8bit, binary, base64 and quoted-printable: send "
        "it as it is, without that header"
    )


def encode_field(raw: bytes, coding: str | None, written: bytes) -> bytes:
    """Code the content of a field as the one that it replaces was.

    Args:
        raw: the new content.
        coding: one that `decode_field` took.
        written: the coded content that is replaced. Its line breaks are kept, its way of writing a space and
            what it has bare: some servers split pairs at a semicolon too, or don't decode what they need not.

    Example:
        >>> encode_field("l'été".encode(), "quoted-printable", b"l=E2=80=99=C3=A9t=C3=A9")
        b"l'=C3=A9t=C3=A9"
        >>> encode_field(b"CDI; CDD...", None, b"CDI;%20CDD%E2%80%A6")
        b'CDI;%20CDD...'
    """
    match coding and coding.strip().lower():
        case None:
            bare = BARE.intersection(written.translate(None, UNRESERVED))
            if not written.isascii():  # else what is beyond ASCII would be written in two ways, or charsets
                bare |= BEYOND_ASCII
            escape = _list_escapes(bare, b"%20" if b"%20" in written else b"+").__getitem__
            # In slices, since a list of single bytes is many times as long.
            slices = (raw[start : start + CHUNK] for start in range(0, len(raw), CHUNK))
            return b"".join(b"".join(map(escape, piece)) for piece in slices)
        case "base64":
            encoded = b2a_base64(raw, newline=False)
            line_break = LINE_BREAK.search(written)
            if line_break is None:
                return encoded
            return line_break[0].join(BASE64_LINE.findall(encoded)) + line_break[0] * written.endswith(b"\n")
        case "quoted-printable":
            # Not as text: so every line break of the content is coded, and comes back as it was.
            return b2a_qp(raw, istext=False)
    return raw


@lru_cache(maxsize=64)
def _list_escapes(bare: frozenset[int], space: bytes) -> list[bytes]:
    kept = bare.union(UNRESERVED)
    escapes = [bytes((byte,)) if byte in kept else b"%%%02X" % byte for byte in range(0x100)]
    escapes[ord(" ")] = space
    return escapes
