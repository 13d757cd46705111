"""Bytes of a file turned into text, piece by piece, with the byte offset of what is not text.

Strict: a wrong encoding is an error that says where, never a replacement character. An encoding that was
asked for is believed only where it can be: a folder of windows-1252 may hold a file of UTF-8.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.kinds import Kind, recognise
from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from typing import BinaryIO

CHUNK_BYTES = 1 << 17
"""Read at once from a file that streams."""

LOOKED_AT_FOR_NUL = 8192
"""A NUL in that many first bytes makes a file binary, as git has it."""

AUTO = "auto"
"""The encoding to ask for where each file tells its own."""

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
"""The byte-order mark of each encoding that has one; UTF-32's before UTF-16's, with which it begins."""

TELLTALE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""What a file that is not UTF-8 begins with, often enough to say so."""

DECLARED_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

DECLARED_WITHIN = 4096
"""Bytes of an HTML document in which it declares its charset."""

MEANT_BY_NAME = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What HTML means by these names. Source: https://encoding.spec.whatwg.org, "Names and labels"."""

GUESSED = ("cp1252", "mac-roman")
"""What French programs write when it is not UTF-8."""

GUESSED_FROM = 1 << 20
"""Bytes from which the encoding is guessed."""

FRENCH_SMALL = frozenset("éèêëàâçîïôûùüœæ")
FRENCH_CAPITALS = frozenset("ÉÈÊËÀÂÇÎÏÔÛÙÜŒÆ")
FRENCH_SIGNS = frozenset("’‘“”«»€…–—•°·²\xa0")
BEYOND_ASCII = re.compile(r"(?s)(.?)([^\x00-\x7f])")

JSON_KINDS = (Kind.JSON, Kind.NDJSON)


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
    """Give Python's own name of an encoding, or `AUTO`.

    Raises:
        UnknownEncoding: there is none, or it is no encoding of text.

    Example:
        >>> name_encoding("Windows-1252"), name_encoding("UTF8"), name_encoding("utf-8-sig")
        ('cp1252', 'utf-8', 'utf-8')
    """
    if name.lower() == AUTO:
        return AUTO
    try:
        "a".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise UnknownEncoding(
            f"no text encoding is called {name!r}: name one that Python knows, such as cp1252"
        ) from error
    return "utf-8" if found == "utf-8-sig" else found


def _is_unicode(name: str) -> bool:
    return name.startswith(("utf-16", "utf-32"))


def choose_encoding(name: str, beginning: bytes) -> Encoding:
    """Find the mark of a file that is UTF-8 unless it was said to be UTF-16 or UTF-32, and their byte order.

    Args:
        name: what `name_encoding` gave.
        beginning: the first bytes of the file.

    Raises:
        UnreadableText: the file is binary, or begins like another encoding.
    """
    for choice, mark in MARKS.items():
        if choice.startswith(name) and beginning.startswith(mark):
            return Encoding(choice, mark)
    for mark, telltale in TELLTALE_MARKS.items():
        if name == "utf-8" and beginning.startswith(mark):
            raise UnreadableText(f"begins like {telltale.upper()}, not UTF-8: pass --encoding {telltale}")
    seen = beginning[:LOOKED_AT_FOR_NUL]
    if not _is_unicode(name):
        if b"\0" in seen:
            raise UnreadableText("is binary, not text: leave it out (--exclude does in directories)")
        return Encoding(name, b"")
    if seen and b"\0" not in seen:
        raise UnreadableText(
            f"is not {name.upper()}: it has neither a byte-order mark nor a NUL byte; leave --encoding out, "
            "or pass another one"
        )
    if name in ("utf-16", "utf-32"):  # in most texts most characters are below U+0100
        name += "-be" if seen[::2].count(0) > seen[1::2].count(0) else "-le"
    return Encoding(name, b"")


def believe_encoding(name: str, stream: BinaryIO, kind: Kind | None) -> tuple[str, BinaryIO]:
    """Decide how a file is encoded that need not be UTF-8, by what it holds.

    A mark, and UTF-8 beyond ASCII, are believed more than what was asked for: no text in another encoding
    looks like that by chance, and reading it as what was asked for would make mojibake of it.

    Args:
        name: what was asked for: `AUTO`, or another encoding than UTF-8.
        stream: the file, at its beginning.
        kind: what the document is; None when it is to be recognised.

    Returns:
        The encoding's name, and the file at its beginning.

    Raises:
        UnreadableText: nothing tells the encoding.
    """
    if not stream.seekable():
        stream = io.BytesIO(stream.read())
    beginning = stream.read(CHUNK_BYTES)
    marked = next((choice for choice, mark in MARKS.items() if beginning.startswith(mark)), None)
    kind = kind or recognise(beginning.decode("latin-1"))
    stream.seek(0)
    is_ascii, is_utf8 = _try_utf8(stream)
    stream.seek(0)
    has_nul = b"\0" in beginning[:LOOKED_AT_FOR_NUL]
    if marked:
        name = marked
    elif _is_unicode(name):
        name = name if has_nul or not is_utf8 else "utf-8"
    elif has_nul and name == AUTO:
        name = "utf-16"
    elif (is_utf8 and not (is_ascii and name != AUTO)) or kind in JSON_KINDS:
        name = "utf-8"
    elif name == AUTO:
        declared = DECLARED_CHARSET.search(beginning[:DECLARED_WITHIN]) if kind is Kind.HTML else None
        name = _read_declared(declared[1].decode("ascii")) if declared else _guess_french(stream)
        stream.seek(0)
    return name, stream


def _try_utf8(stream: BinaryIO) -> tuple[bool, bool]:
    """Tell whether the rest of a file is ASCII, and whether it is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_ascii = True
    try:
        while data := stream.read(CHUNK_BYTES):
            is_ascii = is_ascii and data.isascii()
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, False
    return is_ascii, True


def _read_declared(name: str) -> str:
    try:
        found = name_encoding(name)
    except UnknownEncoding as error:
        raise UnreadableText(f"declares a charset that nobody knows: pass --encoding; {error}") from error
    return MEANT_BY_NAME.get(found, found)


def _guess_french(stream: BinaryIO) -> str:
    """Give the encoding in which bytes beyond ASCII make French."""
    data = stream.read(GUESSED_FROM)
    ratings = {name: _rate_french(data, name) for name in GUESSED}
    best = max(ratings, key=lambda name: ratings[name])
    if ratings[best] <= 0 or list(ratings.values()).count(ratings[best]) > 1:
        raise UnreadableText(
            "is not UTF-8, and nothing tells its encoding: pass --encoding with the right one, such as "
            "--encoding cp1252"
        )
    return best


def _rate_french(data: bytes, name: str) -> int:
    """Count the characters that French has, less those that it does not have where they stand.

    One of the latter weighs as much as four: in Greek or Chinese every other one fits by chance.
    """
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return -len(data)
    rating = 0
    for before, character in BEYOND_ASCII.findall(text):
        fits = character in FRENCH_SMALL or character in FRENCH_SIGNS
        fits = fits or (character in FRENCH_CAPITALS and not before.islower())
        rating += 1 if fits else -4
    return rating


class TextReader:
    """Decodes a binary stream in chunks that never split a character.

    Args:
        stream: the file, at its beginning.
        encoding: its name, from `name_encoding`.
        kind: what the document is; None when it is to be recognised.

    Raises:
        UnreadableText: as `choose_encoding` and `believe_encoding`.
        OSError: the stream can't be read.

    Attributes:
        encoding: the encoding and mark found.
        bytes_read: how much of the stream was consumed so far.
        checksum: CRC-32 of the bytes after the mark: what a rewriter compares with what it would write
            back. UTF-8 always comes back as it was, so it is not counted there.
    """

    def __init__(self, stream: BinaryIO, encoding: str, kind: Kind | None = None) -> None:
        if encoding != "utf-8":
            encoding, stream = believe_encoding(encoding, stream, kind)
        self._stream = stream
        self._is_json = kind in JSON_KINDS
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
        if not _is_unicode(self.encoding.name):
            line = self._lines + error.object[: error.start].count(b"\n")
        return UnreadableText(
            f"not valid {self.encoding.name.upper()}: byte 0x{error.object[error.start]:02X} at offset "
            f"{base + error.start}; "
            + (
                "JSON is UTF-8: save it as that"
                if self._is_json
                else "pass --encoding with the right one, such as --encoding cp1252"
            ),
            line,
        )
