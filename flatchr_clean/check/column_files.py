"""Parquet and Arrow files, read and written group by group of rows. Knows files; knows nothing of texts.

A group is what a file has of them: a row group of Parquet, a record batch of Arrow. Extra ``arrow``.

Sources: https://parquet.apache.org/docs/file-format/,
https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format.
"""

from __future__ import annotations

import struct
from inspect import signature
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flatchr_clean.arrow.arrays import lay_out
from flatchr_clean.arrow.columns import holds_text
from flatchr_clean.check.documents.column_data import SCHEMA, pack_rows, refusing_broken
from flatchr_clean.check.encodings import UnreadableText
from flatchr_clean.check.fixer import Unfixable
from flatchr_clean.check.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

BYTES_AT_ONCE = 4 << 20
"""What a piece has of a file, about."""

MOST_ROWS_AT_ONCE = 1 << 14
"""Rows of a piece: a text that is repeated is in a file once, and in the rows each time."""


class ColumnFile(Protocol):
    """A file of columns.

    Attributes:
        schema: its columns.
        rows: how many rows each group has.
    """

    schema: pa.Schema
    rows: list[int]

    def stream(self, group: int, names: list[str]) -> Iterator[pa.RecordBatch]:
        """Read a group bit by bit, as columns of these names."""

    def begin(self, sink: BinaryIO) -> Any:
        """Give a writer with the settings of this file; `write` takes one group after the other.

        Raises:
            Unfixable: it would write columns of other types.
        """

    def write(self, writer: Any, group: int, table: pa.Table) -> None:
        """Write a group with what goes with it."""


class _Parquet:
    def __init__(self, stream: BinaryIO) -> None:
        self._file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
        self._metadata = self._file.metadata
        self.schema = self._file.schema_arrow
        self.rows = [self._metadata.row_group(group).num_rows for group in range(self._file.num_row_groups)]

    def stream(self, group: int, names: list[str]) -> Iterator[pa.RecordBatch]:
        size = max(1, self._metadata.row_group(group).total_byte_size)
        rows = min(MOST_ROWS_AT_ONCE, BYTES_AT_ONCE * self.rows[group] // size)
        batches = self._file.iter_batches(max(1, rows), [group], names)
        return (_validate(batch.select(names)) for batch in batches)

    def begin(self, sink: BinaryIO) -> pq.ParquetWriter:
        settings = read_settings(self._file)
        # What DuckDB and Polars write calls itself 1.0, and has types that came later.
        versions = [version for version in (settings["version"], "2.6") if self._is_kept(version, settings)]
        if not versions:
            raise Unfixable("its columns are of types that would be written as others")
        writer = pq.ParquetWriter(sink, self.schema, **settings | {"version": versions[0]})
        if b"ARROW:schema" not in (self._metadata.metadata or {}) and self.schema.metadata:
            writer.add_key_value_metadata(self.schema.metadata)
        return writer

    def _is_kept(self, version: str, settings: dict[str, Any]) -> bool:
        """Tell whether a version of the format has the types of this file."""
        new: list[pq.FileMetaData] = []
        settings = settings | {"version": version, "metadata_collector": new}
        pq.ParquetWriter(pa.BufferOutputStream(), self.schema, **settings).close()
        return describe_columns(new[0].schema) == describe_columns(self._metadata.schema)

    def write(self, writer: pq.ParquetWriter, group: int, table: pa.Table) -> None:  # noqa: ARG002
        writer.write_table(table, max(1, table.num_rows))


def describe_columns(schema: pq.ParquetSchema) -> list[Any]:
    """Give what readers see of columns: names, types, and what may be missing.

    That a plain integer is one of all its bits is said or not; and of how many bytes a decimal number is, is
    told by how many digits it may have.
    """
    told: list[Any] = [schema.to_arrow_schema().remove_metadata().serialize().to_pybytes()]
    for column in map(schema.column, range(len(schema.names))):
        is_decimal = column.logical_type.type == "DECIMAL"
        physical = (
            "" if is_decimal and column.physical_type == "FIXED_LEN_BYTE_ARRAY" else column.physical_type
        )
        logical = str(column.logical_type).replace(f"Int(bitWidth={physical[3:]}, isSigned=true)", "None")
        levels = column.max_definition_level, column.max_repetition_level
        told.append((column.path, physical, logical, *levels))
    return told


def read_settings(file: pq.ParquetFile) -> dict[str, Any]:
    """Give the settings that a Parquet file was written with, as far as it tells them.

    It tells neither the level of a compression nor the size and version of its pages.
    """
    group = file.metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    texts = {field.name for field in file.schema_arrow if holds_text(field.type)}
    encodings = {column.path_in_schema: set(column.encodings) for column in columns}
    with_dictionary = [path for path, used in encodings.items() if any("DICTIONARY" in one for one in used)]
    settings: dict[str, Any] = {
        "version": file.metadata.format_version,
        "compression": {
            column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns
        },
        "use_dictionary": with_dictionary or False,
        "write_statistics": [column.path_in_schema for column in columns if column.is_stats_set] or False,
        "use_deprecated_int96_timestamps": any(column.physical_type == "INT96" for column in columns),
        "use_compliant_nested_type": any(".list.element" in path for path in encodings),
        "store_schema": b"ARROW:schema" in (file.metadata.metadata or {}),
        "write_page_index": any(column.has_offset_index for column in columns),
    }
    if "bloom_filter_options" in signature(pq.ParquetWriter).parameters:  # of newer versions
        distinct = {"ndv": max(1, group.num_rows)}
        settings["bloom_filter_options"] = {
            column.path_in_schema: distinct for column in columns if column.bloom_filter_offset is not None
        } or None
    schema = file.metadata.schema
    if any(_is_integer_decimal(schema.column(number)) for number in range(len(columns))):
        settings["store_decimal_as_integer"] = True  # of newer versions
    if not with_dictionary:  # the writer takes the one or the other
        others = {path: used - {"PLAIN", "RLE", "BIT_PACKED"} for path, used in encodings.items()}
        settings["column_encoding"] = {path: used.pop() for path, used in others.items() if used} or None
    sorted_by = []
    for key in group.sorting_columns:  # texts that change may no longer be in their order
        if columns[key.column_index].path_in_schema.split(".")[0] in texts:
            break
        sorted_by.append(key)
    settings["sorting_columns"] = sorted_by or None
    return settings


def _is_integer_decimal(column: Any) -> bool:
    return column.logical_type.type == "DECIMAL" and column.physical_type in ("INT32", "INT64")


class _Arrow:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = pa.PythonFile(stream, "r")
        self._file = pa.ipc.open_file(self._stream)
        self.schema = self._file.schema
        self._dictionaries: dict[int, pa.Array] = {}
        batches = range(self._file.num_record_batches)
        self.rows = [self._file.get_batch(number).num_rows for number in batches]

    def stream(self, group: int, names: list[str]) -> Iterator[pa.RecordBatch]:
        batch = _validate(self._file.get_batch(group))
        chosen = batch.select(names)
        rows = max(1, min(MOST_ROWS_AT_ONCE, BYTES_AT_ONCE * len(batch) // max(1, chosen.nbytes)))
        return (chosen.slice(start, rows) for start in range(0, len(batch), rows))

    def begin(self, sink: BinaryIO) -> pa.ipc.RecordBatchFileWriter:
        compression = read_compression(self._stream)
        options = pa.ipc.IpcWriteOptions(compression=compression, emit_dictionary_deltas=True)
        metadata = getattr(self._file, "metadata", None)  # of newer versions
        more = {"metadata": metadata} if metadata else {}
        return pa.ipc.new_file(sink, self.schema, options=options, **more)

    def write(self, writer: pa.ipc.RecordBatchFileWriter, group: int, table: pa.Table) -> None:
        columns = [
            self._extend(number, column.combine_chunks()) for number, column in enumerate(table.columns)
        ]
        metadata = self._file.get_batch_with_custom_metadata(group).custom_metadata
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self.schema), metadata)

    def _extend(self, number: int, array: pa.Array) -> pa.Array:
        """Give a column on the dictionary of those before it, and what it adds: it can't have another."""
        if not pa.types.is_dictionary(array.type):
            return array
        own, known = array.dictionary, self._dictionaries.get(number, array.dictionary)
        if not own.equals(known):
            used = lay_out(own).take(array.indices.unique().drop_null())
            new = used.filter(pc.invert(pc.is_in(used, lay_out(known)))).cast(own.type)
            known = pa.concat_arrays([known, new])
            indices = (
                pc.index_in(lay_out(own), lay_out(known)).take(array.indices).cast(array.type.index_type)
            )
            array = pa.DictionaryArray.from_arrays(indices, known, ordered=array.type.ordered)
        self._dictionaries[number] = known
        return array


def read_compression(stream: pa.NativeFile) -> str | None:
    """Give how the first record batch of an Arrow file is compressed.

    Sources: File.fbs and Message.fbs of Arrow, and the layout of tables of FlatBuffers: a table begins with
    the way back to a list of where its fields are. What is before the batch differs between writers.
    """
    end = stream.size() - len(b"....ARROW1")
    stream.seek(end)
    size = int.from_bytes(stream.read(4), "little")
    stream.seek(end - size)
    footer = stream.read(size)
    batches = _follow(footer, _find(footer, _follow(footer, 0), 3))  # Footer.recordBatches
    stream.seek(struct.unpack_from("<q", footer, batches + 4)[0])
    data = pa.ipc.read_message(stream).metadata.to_pybytes()
    batch = _follow(data, _find(data, _follow(data, 0), 2))  # Message.header
    compression = _find(data, batch, 3)  # RecordBatch.compression
    if not compression:
        return None
    codec = _find(data, _follow(data, compression), 0)
    return "zstd" if codec and data[codec] == 1 else "lz4"


def _follow(data: bytes, at: int) -> int:
    """Give where what is told at a place is."""
    return at + int(struct.unpack_from("<I", data, at)[0])


def _find(data: bytes, table: int, number: int) -> int:
    """Give where a field of a table is; 0 where it has none of that number."""
    fields = table - int(struct.unpack_from("<i", data, table)[0])
    size = int(struct.unpack_from("<H", data, fields)[0])
    at = 4 + 2 * number
    offset = int(struct.unpack_from("<H", data, fields + at)[0]) if at < size else 0
    return table + offset if offset else 0


_KINDS: dict[Kind, Callable[[BinaryIO], ColumnFile]] = {Kind.PARQUET: _Parquet, Kind.ARROW: _Arrow}


def open_columns(kind: Kind, stream: BinaryIO) -> ColumnFile:
    """Open a file of columns.

    Raises:
        UnreadableText: it is broken, encrypted or something else.
    """
    with refusing_broken(kind):
        return _KINDS[kind](stream)


def read_rows(kind: Kind, stream: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Read a file of columns bit by bit.

    Args:
        kind: what it is.
        stream: the file.
        size: its bytes.

    Yields:
        Some rows of the columns that hold texts, packed; how many; and about how many bytes of the file that
        is. The last are none. The first have the schema of all columns in their metadata.

    Raises:
        UnreadableText: it is broken, encrypted or something else.
    """
    with refusing_broken(kind):
        file = open_columns(kind, stream)
        names = [field.name for field in file.schema if holds_text(field.type)]
        if len(set(file.schema.names)) < len(file.schema.names):
            raise UnreadableText("has two columns of one name: rename one")
        metadata: dict[bytes, bytes] | None = {SCHEMA: file.schema.serialize().to_pybytes()}
        total = max(1, sum(file.rows))
        for group in range(len(file.rows)):
            for rows in file.stream(group, names) if names else ():
                if rows.num_rows:
                    packed = pack_rows(rows.replace_schema_metadata(metadata))
                    yield packed, rows.num_rows, size * rows.num_rows // total
                    metadata = None
        yield pack_rows(pa.record_batch([], schema=pa.schema([], metadata))), 0, 0


def _validate(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Refuse offsets that lead elsewhere; what is no UTF-8 is told later, by its row.

    Nothing beneath looks at them again, and a read through one would end the process.
    """
    for column in batch.columns:
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            if "UTF8" not in str(error):
                raise
    return batch
