"""Files of columns written anew, group by group. Knows groups of rows; knows no format and no text."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager, suppress
from itertools import accumulate, chain
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
        self._changes: deque[_Change] = deque()
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
            Unfixable: the format can't hold it.
        """
        if self._writer is not None:
            with _refusing():
                self._writer.close()
            self._writer = None

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
                self._write(group)
        if self._writer is not None:
            self._write(self._written)
        self._written += 1

    def _write(self, group: int) -> None:
        """Write a group; of what is old no more is kept than stays, bit by bit."""
        schema, bits = self._file.schema, []
        row = self._ends[group] - self._file.rows[group]
        for bit in self._file.stream(group, schema.names):
            bits.append(_change(bit, row, self._changes))
            row += bit.num_rows
        self._file.write(self._writer, group, pa.Table.from_batches(bits, schema))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, TypeError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno:  # the system's own, not Arrow's
            raise
        raise Unfixable(f"its columns can't be written as they are ({type(error).__name__})") from error


def _change(rows: pa.RecordBatch, start: int, changes: deque[_Change]) -> pa.RecordBatch:
    """Put what changes in its place among rows that start at one; let go of what none after them needs."""
    end = start + rows.num_rows
    for name in dict.fromkeys(chain.from_iterable(new.schema.names for row, new in changes if row < end)):
        number = rows.schema.get_field_index(name)
        old, parts, at = rows.column(number), [], start
        for row, new in changes:
            first, last = max(row, start), min(row + new.num_rows, end)
            if first < last and name in new.schema.names:
                parts += [
                    old.slice(at - start, first - at),
                    new.column(name).slice(first - row, last - first),
                ]
                at = last
        parts.append(old.slice(at - start))
        rows = rows.set_column(number, rows.schema.field(number), _join(parts))
    while changes and changes[0].row + changes[0].rows.num_rows <= end:
        changes.popleft()
    return rows


def _join(parts: list[pa.Array]) -> pa.Array:
    """Join arrays; one without rows would bring its dictionary along."""
    filled = [part for part in parts if len(part)]
    return filled[0] if len(filled) == 1 else pa.concat_arrays(filled)
