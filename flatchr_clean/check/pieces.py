"""Files cut into pieces that can be examined alone: a whole document, or some whole records.

A piece is what travels to another process and what a rewriter writes back. Knows files and encodings;
knows nothing of what is wrong in a text.
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flatchr_clean.check.archives import LARGEST_ARCHIVE
from flatchr_clean.check.compressions import open_unpacked
from flatchr_clean.check.documents import csv_syntax
from flatchr_clean.check.documents.csv_dialects import (
    DELIMITERS,
    UNKNOWN_TABLE,
    Reading,
    TableOptions,
    looks_like_table,
    recognise_readings,
)
from flatchr_clean.check.encodings import Encoding, TextReader, UnreadableText
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import ARCHIVES, COLUMNAR, Kind, maybe_compression_of, recognise
from flatchr_clean.check.versions import FileVersion
from flatchr_clean.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

STREAMED = frozenset({Kind.NDJSON, Kind.CSV, Kind.TSV})
"""Kinds that are read record by record; the others are one piece, whatever their size."""

LOOKED_AT = 1 << 16
"""Characters at the start of a file that decide what it is and how its table is written."""

NO_ENCODING = Encoding("utf-8", b"")
"""Stands with what is no text."""

LONGEST_RECORD = 1 << 26
"""Characters after which a table's record is taken for a quote that was never closed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        path: how the user named it.
        kind: how to read it, or None to recognise it by what it holds.
        size: its bytes, 0 when unknown.
        encoding: its encoding's name, from `encodings.name_encoding`.
        table: what is known of how it is written, should it be a table.
        version: what was opened, before its first byte was read; None before that.
        is_stdin: True for standard input, whose path is ``-`` or that of the file that it is taken for.
        below: its path from the directory that was named, or its name.
    """

    path: str
    kind: Kind | None = None
    size: int = 0
    encoding: str = "utf-8"
    table: TableOptions = UNKNOWN_TABLE
    version: FileVersion | None = None
    is_stdin: bool = False
    below: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What every piece of a table needs to know of its start: how it may be read, the likeliest way first."""

    readings: tuple[Reading, ...]

    @property
    def dialect(self) -> csv_syntax.Dialect:
        """The dialect by which the table is cut."""
        return self.readings[0].dialect

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return self.readings[0].columns


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that begins and ends with a record, or all of it.

    Attributes:
        source: the file.
        kind: how to read it.
        encoding: how it is written.
        text: the piece, without a byte-order mark.
        line: the number of its first line in the file.
        row: the number of its first row, in a table.
        layout: how a table is read.
        size: bytes of the file consumed for it.
        last: True for the last piece, which every file has.
        checksum: on the last piece, `TextReader.checksum`.
        data: the bytes of an archive, or some rows of columns, which have no text of their own.
    """

    source: Source
    kind: Kind
    encoding: Encoding
    text: str = field(repr=False)
    line: int = 1
    row: int = 1
    layout: Layout | None = None
    size: int = 0
    last: bool = False
    checksum: int = 0
    data: bytes = field(default=b"", repr=False)

    @property
    def is_first(self) -> bool:
        """True for the piece at the start of the file: every other begins after a line break."""
        return self.line == 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file whose reading ended early, and why; no piece of it follows."""

    source: Source
    problem: Problem
    size: int = 0


def read_pieces(source: Source, stream: BinaryIO | None = None) -> Iterator[Piece | Unreadable]:
    """Read a file piece by piece, in memory that does not grow with a file that streams.

    Args:
        source: what to read.
        stream: where its bytes come from, when the source says that they are in no file; None for standard
            input.

    Yields:
        Its pieces in order, the last one marked as such and made after the file was closed; or, once and
        at the end, why it can't be read.
    """
    try:
        if source.is_stdin:
            yield from _cut(source, stream or open_stdin())
        else:
            yield from _read_file(source)
    except OSError as error:
        yield Unreadable(source, Problem(source.path, say_os_error(error)))
    except UnreadableText as error:
        yield Unreadable(source, Problem(source.path, str(error), error.line))


def say_os_error(error: OSError) -> str:
    """Say an error of the operating system in its own words, without the path that is named beside it."""
    return error.strerror or type(error).__name__


def open_stdin() -> BinaryIO:
    """Give standard input.

    Raises:
        OSError: it is closed.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed: send something to it with < or |")
    return sys.stdin.buffer


def _read_file(source: Source) -> Iterator[Piece]:
    with open(source.path, "rb") as stream:  # noqa: PTH123 - a path's spelling is kept, for messages
        opened = replace(source, version=FileVersion.of(os.fstat(stream.fileno())))
        compression = maybe_compression_of(source.path)
        pieces = _cut(opened, open_unpacked(stream, compression) if compression else stream)
        piece = next(pieces)
        while not piece.last:
            yield piece
            piece = next(pieces)
    yield piece


def _cut(source: Source, stream: BinaryIO) -> Iterator[Piece]:
    if source.kind in COLUMNAR:
        yield from _cut_rows(source, source.kind, stream)
        return
    if source.kind in ARCHIVES:
        data = stream.read(LARGEST_ARCHIVE + 1)
        yield Piece(source, source.kind, NO_ENCODING, "", size=len(data), last=True, data=data)
        return
    reader = TextReader(stream, source.encoding, source.kind)
    # What is read as a whole anyway is read at once: two parts of it would take its memory twice when joined.
    is_whole = source.kind is not None and source.kind not in STREAMED
    beginning, ended = ("", False) if is_whole else _read_on(reader, "", LOOKED_AT)
    kind = source.kind or recognise(beginning)
    if source.kind is None and kind is Kind.TEXT:
        kind = _recognise_table(beginning, final=ended)
    if kind not in STREAMED:
        text = beginning + reader.read_all()
        yield Piece(
            source, kind, reader.encoding, text, size=reader.bytes_read, last=True, checksum=reader.checksum
        )
        return
    cut = (
        _cut_lines(reader, beginning)
        if kind is Kind.NDJSON
        else _cut_records(source, reader, beginning, kind)
    )
    consumed = 0
    for text, line, row, layout, last in cut:
        yield Piece(
            source,
            kind,
            reader.encoding,
            text,
            line,
            row,
            layout,
            size=reader.bytes_read - consumed,
            last=last,
            checksum=reader.checksum if last else 0,
        )
        consumed = reader.bytes_read


def _cut_rows(source: Source, kind: Kind, stream: BinaryIO) -> Iterator[Piece]:
    """Give some rows of columns at a time, and last none."""
    if source.is_stdin:
        raise UnreadableText(f"{kind} is read here and there, which no stream allows: name a file")
    if maybe_compression_of(source.path):
        raise UnreadableText(f"{kind} is compressed within: unpack the file")
    try:
        import flatchr_clean.arrow  # noqa: F401 - says which extra is missing
        from flatchr_clean.check.column_files import read_rows
    except MissingExtra as error:
        raise UnreadableText(str(error)) from error
    row = 1
    for data, rows, size in read_rows(kind, stream, source.size):
        yield Piece(source, kind, NO_ENCODING, "", row, row, size=size, last=not rows, data=data)
        row += rows


_Cut = tuple[str, int, int, Layout | None, bool]
"""Text, number of its first line, of its first row, layout, whether it is the last."""


def _cut_lines(reader: TextReader, beginning: str) -> Iterator[_Cut]:
    """Cut at the last line break of every chunk."""
    line = 1
    waiting: list[str] = []
    chunk = beginning
    while chunk:
        end = chunk.rfind("\n") + 1
        if end:
            waiting.append(chunk[:end])
            text = "".join(waiting)
            waiting.clear()
            yield text, line, line, None, False
            line += text.count("\n")
        waiting.append(chunk[end:])
        chunk = reader.read()
    yield "".join(waiting), line, line, None, True


def _recognise_table(beginning: str, *, final: bool) -> Kind:
    """Tell a table from a text."""
    is_table = looks_like_table(beginning, final=final)
    if is_table is None:
        raise UnreadableText("may be a table or a text: pass --type csv (also for ; and |), tsv or text")
    return Kind.CSV if is_table else Kind.TEXT


def _cut_records(source: Source, reader: TextReader, beginning: str, kind: Kind) -> Iterator[_Cut]:
    """Cut after the last record that ends in what was read; where CR ends rows, nowhere."""
    text, ended = _read_on(reader, beginning, LOOKED_AT - len(beginning))
    delimiters = ("\t",) if kind is Kind.TSV else DELIMITERS
    readings = recognise_readings(text, source.table, delimiters, final=ended)
    while not readings and not ended:  # its first row is longer than what was read
        text, ended = _read_on(reader, text, len(text))
        if len(text) > LONGEST_RECORD:
            raise _blame_quote(1, 1)
        readings = recognise_readings(text, source.table, delimiters, final=ended)
    layout = Layout(readings) if readings else None
    dialect = layout.dialect if layout else csv_syntax.Dialect(delimiters[0])
    preamble = csv_syntax.SEPARATOR_LINE.match(text)
    start = preamble.end() if preamble else 0
    line = row = 1
    if dialect.ends_at_cr:
        text, ended = text + reader.read_all(), True
    while not ended:
        end, records = csv_syntax.measure_records(text, dialect, start, final=False)
        if records:
            yield text[:end], line, row, layout, False
            line += text.count("\n", 0, end)
            row += records
            text, start = text[end:], 0
        text, ended = _read_on(reader, text, len(text) or 1)  # no long record is searched again and again
        if len(text) > LONGEST_RECORD:
            raise _blame_quote(row, line)
    end, records = csv_syntax.measure_records(text, dialect, start, final=True)
    if end < len(text):
        raise _blame_quote(row + records, line + text.count("\n", 0, end))
    yield text, line, row, layout, True


def _read_on(reader: TextReader, text: str, wanted: int) -> tuple[str, bool]:
    """Read at least that many characters more; tell whether that was the end."""
    parts = [text]
    while wanted > 0:
        chunk = reader.read()
        if not chunk:
            return "".join(parts), True
        parts.append(chunk)
        wanted -= len(chunk)
    return "".join(parts), False


def _blame_quote(row: int, line: int) -> UnreadableText:
    return UnreadableText(
        f"row {row} opens a quote that is never closed: close it, or double it where it is part of the text",
        line,
    )
