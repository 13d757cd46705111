"""Files of columns written anew, group by group. Knows groups of rows; knows no format and no text."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from flatchr_clean.check.column_files import open_columns
from flatchr_clean.check.documents.column_data import unpack_rows
from flatchr_clean.check.fixer import Unfixable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from flatchr_clean.check.kinds import Kind


class _Change(NamedTuple):
    """Rows from one on, counted from 0 in the file, as they become."""

    row: int
    rows: pa.RecordBatch


class ColumnWriter:
    """Writes a file of columns anew, from the first group of rows in which something changes.

    Args:
        kind: what it is.
        path: the old file.
        begin: opens the new one; called when something changes.

    Raises:
        Unfixable: the old file can't be read any more.
    """

    def __init__(self, kind: Kind, path: str, begin: Callable[[], BinaryIO]) -> None:
        self._stream = open(path, "rb")  # noqa: SIM115, PTH123 - closed by `discard`
        try:
            with _refusing():
                self._file = open_columns(kind, self._stream)
        except BaseException:
            self._stream.close()
            raise
        self._begin = begin
        self._ends = [*accumulate(self._file.rows)]
        self._written = 0
        self._changes: list[_Change] = []
        self._writer: Any = None

    def take(self, row: int, data: bytes | None) -> None:
        """Take some rows.

        Args:
            row: the first of them, counted from 0.
            data: what becomes of their columns; None where nothing changes.

        Raises:
            Unfixable: the format can't hold what the rows become.
        """
        while self._written < len(self._ends) and self._ends[self._written] <= row:
            with _refusing():
                self._end_group()
        if data is not None:
            self._changes.append(_Change(row, unpack_rows(data)))

    def end(self) -> None:
        """End the new file, if there is one.

        Raises:
            Unfixable: its columns are not those of the old one.
        """
        if self._writer is not None:
            with _refusing():
                is_kept = self._file.end(self._writer)
            self._writer = None
            if not is_kept:
                raise Unfixable("its columns are of types that would be written as others")

    def discard(self) -> None:
        """Let go of both files; a writer that is not at its end would write it when it is collected."""
        with suppress(Exception):
            if self._writer is not None:
                self._writer.close()
        self._stream.close()

    def _end_group(self) -> None:
        if self._changes and self._writer is None:
            self._writer = self._file.begin(self._begin())
            for group in range(self._written):
                self._file.write(self._writer, group, self._file.read(group))
        if self._writer is not None:
            start = self._ends[self._written] - self._file.rows[self._written]
            table = _change(self._file.read(self._written), start, self._changes)
            self._file.write(self._writer, self._written, table)
        self._changes = []
        self._written += 1


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, TypeError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno:  # the system's own, not Arrow's
            raise
        raise Unfixable(f"its columns can't be written as they are ({type(error).__name__})") from error


def _change(table: pa.Table, start: int, changes: list[_Change]) -> pa.Table:
    """Put rows that change in their places in a group that starts at a row."""
    for name in {name: None for _, rows in changes for name in rows.schema.names}:
        number = table.schema.get_field_index(name)
        old, chunks, at = table.column(number), [], 0
        for row, rows in changes:
            if name in rows.schema.names:
                chunks += _slice(old, at, row - start)
                chunks.append(rows.column(name))
                at = row - start + rows.num_rows
        chunks += _slice(old, at, len(old))
        table = table.set_column(number, table.field(number), pa.chunked_array(chunks, old.type))
    return table


def _slice(column: pa.ChunkedArray, start: int, end: int) -> list[pa.Array]:
    """Give some rows; no row has no chunk, which would bring an old dictionary along."""
    return list(column.slice(start, end - start).chunks) if end > start else []
