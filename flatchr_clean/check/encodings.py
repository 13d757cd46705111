"""Bytes of a file turned into text, piece by piece, with the byte offset of what is not text.

Strict: a wrong encoding is an error that says where, never a replacement character.
"""

from __future__ import annotations

import codecs
import zlib
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from typing import BinaryIO

CHUNK_BYTES = 1 << 17
"""Read at once from a file that streams."""

LOOKED_AT_FOR_NUL = 8192
"""A NUL in that many first bytes makes a file binary, as git has it."""

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
"""The byte-order mark of each encoding that has one."""

ENDIAN_CHOICES = {
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}
"""What a mark decides between; without a mark the first, as Windows writes."""

TELLTALE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""What a file that is not UTF-8 begins with, often enough to say so."""


class UnknownEncoding(CleaningError, ValueError):
    """`--encoding` names no text encoding of Python's."""


class UnreadableText(CleaningError, ValueError):
    """A file is not text in the encoding it was read with, or not in the form its kind asks for.

    Args:
        message: what is wrong, where and what to do.
        line: the line to blame, from 1, where lines can be counted.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return self.message


class Encoding(NamedTuple):
    """An encoding and the mark that a file begins with, which may be empty."""

    name: str
    mark: bytes


def name_encoding(name: str) -> str:
    """Give Python's own name of an encoding.

    Raises:
        UnknownEncoding: there is none, or it is no encoding of text.

    Example:
        >>> name_encoding("Windows-1252"), name_encoding("UTF8"), name_encoding("utf-8-sig")
        ('cp1252', 'utf-8', 'utf-8')
    """
    try:
        "a".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise UnknownEncoding(
            f"no text encoding is called {name!r}: name one that Python knows, such as cp1252"
        ) from error
    return "utf-8" if found == "utf-8-sig" else found


def choose_encoding(name: str, beginning: bytes) -> Encoding:
    """Find the mark of a file and, for UTF-16 and UTF-32, its byte order.

    Args:
        name: what `name_encoding` gave.
        beginning: the first bytes of the file.

    Raises:
        UnreadableText: the file is binary, or begins like another encoding.
    """
    for choice in ENDIAN_CHOICES.get(name, (name,)):
        mark = MARKS.get(choice, b"")
        if mark and beginning.startswith(mark):
            return Encoding(choice, mark)
    for mark, telltale in TELLTALE_MARKS.items():
        if name == "utf-8" and beginning.startswith(mark):
            raise UnreadableText(f"begins like {telltale.upper()}, not UTF-8: pass --encoding {telltale}")
    if not name.startswith(("utf-16", "utf-32")) and b"\0" in beginning[:LOOKED_AT_FOR_NUL]:
        raise UnreadableText("is binary, not text: leave it out (--exclude does in directories)")
    return Encoding(ENDIAN_CHOICES.get(name, (name,))[0], b"")


class TextReader:
    """Decodes a binary stream in chunks that never split a character.

    Args:
        stream: the file, at its beginning.
        encoding: its name, from `name_encoding`.

    Raises:
        UnreadableText: as `choose_encoding`.
        OSError: the stream can't be read.

    Attributes:
        encoding: the encoding and mark found.
        bytes_read: how much of the stream was consumed so far.
        checksum: CRC-32 of the bytes after the mark: what a rewriter compares with what it would write
            back. UTF-8 always comes back as it was, so it is not counted there.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        beginning = stream.read(CHUNK_BYTES)
        self.encoding = choose_encoding(encoding, beginning)
        self.bytes_read = len(self.encoding.mark)
        self.checksum = 0
        self._waiting = beginning[self.bytes_read :]
        self._decoder = codecs.getincrementaldecoder(self.encoding.name)("strict")
        self._lines = 1
        self._ended = False

    def read(self) -> str:
        """Give the text of the next chunk; ``""`` at the end and only there."""
        text = ""
        while not text and not self._ended:
            data = self._waiting or self._stream.read(CHUNK_BYTES)
            self._waiting = b""
            text = self._decode(data)
        return text

    def read_all(self) -> str:
        """Give the rest of the text."""
        data = self._waiting + self._stream.read()
        self._waiting = b""
        text = self._decode(data)
        return text + self._decode(b"") if data else text

    def _decode(self, data: bytes) -> str:
        self._ended = not data
        held = self._decoder.getstate()[0]
        try:
            text = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise self._place(error, self.bytes_read - len(held)) from None
        self.bytes_read += len(data)
        if self.encoding.name != "utf-8":
            self.checksum = zlib.crc32(data, self.checksum)
        self._lines += text.count("\n")
        return text

    def _place(self, error: UnicodeDecodeError, base: int) -> UnreadableText:
        line = None
        if not self.encoding.name.startswith(("utf-16", "utf-32")):
            line = self._lines + error.object[: error.start].count(b"\n")
        return UnreadableText(
            f"not valid {self.encoding.name.upper()}: byte 0x{error.object[error.start]:02X} at offset "
            f"{base + error.start}; pass --encoding with the right one, such as --encoding cp1252",
            line,
        )
