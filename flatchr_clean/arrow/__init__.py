"""Columns of texts, as Arrow lays them out: in, and out clean. Extra ``arrow``.

A clean row is neither decoded nor copied: the kernel looks at the buffers, without the GIL, and only rows in
which it finds something become Python texts. Row by row the result is what `clean` gives.

Source of the layouts: https://arrow.apache.org/docs/format/Columnar.html.
"""

from __future__ import annotations

from typing import Any, TypeVar

from flatchr_clean.errors import MissingExtra

try:
    import pyarrow as pa
except ImportError as error:
    raise MissingExtra("flatchr_clean.arrow needs pyarrow", "arrow") from error

from flatchr_clean.arrow.arrays import Where, clean_chunks, clean_strings, explain_strings, is_text
from flatchr_clean.arrow.columns import AnyTable, ColumnCleaner, Columns
from flatchr_clean.arrow.errors import InvalidRow, MissingColumn, NotStrings
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

__all__ = [
    "InvalidRow",
    "MissingColumn",
    "NotStrings",
    "clean_array",
    "clean_batches",
    "clean_table",
    "explain_array",
]

AnyArray = TypeVar("AnyArray", pa.Array, pa.ChunkedArray)


def clean_array(array: AnyArray, profile: Profile | str = FLATCHR) -> AnyArray:
    """Clean the texts of a column.

    Args:
        array: of `string`, `large_string` or `string_view`, or a dictionary of those; chunked or not.
        profile: a `Profile`, or the name of a preset.

    Returns:
        An array of the same type, length, nulls and chunks; the very same object when nothing changes.

    Raises:
        NotStrings: the array is of another type.
        InvalidRow: a row is no UTF-8, or holds a character that the profile refuses; says which.
        InvalidProfile: no preset has that name.

    Example:
        >>> clean_array(pa.array(["L\\N{RIGHT SINGLE QUOTATION MARK}été", None])).to_pylist()
        ["L'été", None]
    """
    _need_texts(array)
    cleaner = cleaner_for(profile_named(profile))
    if isinstance(array, pa.Array):
        return clean_strings(array, cleaner, Where())
    return clean_chunks(array, Where(), lambda chunk, where: clean_strings(chunk, cleaner, where))


def clean_table(table: AnyTable, columns: Columns = None, profile: Profile | str = FLATCHR) -> AnyTable:
    """Clean the texts of a table, those in structs, lists and maps among them; names stay.

    Args:
        table: a table, or a record batch.
        columns: the names of the columns to clean, all others stay; or what is done with which field, as
            `FieldPolicy` has it: ``{"/title": "text", "/custom/code": "exact"}``, a name alone standing for
            its column; what is not named is cleaned. The items of a list, and the values of a map, are
            reached by ``*``. None cleans every text.
        profile: a `Profile`, or the name of a preset.

    Returns:
        A table of the same schema, metadata included, and of the same chunks; the very same object when
        nothing changes.

    Raises:
        MissingColumn: the table has no column of a name given, or a path leads to nothing in it.
        NotStrings: a column given holds no text, or what is given is no table.
        InvalidRow: a row is no UTF-8, or holds a character that the profile refuses; says which.
        InvalidFields: a pattern or a treatment makes no sense.
        InvalidProfile: no preset has that name.

    Example:
        >>> ads = pa.table({"title": ["Vendeur \\N{EN DASH} H/F"], "salary": [1800]})
        >>> clean_table(ads, ["title"]).to_pylist()
        [{'title': 'Vendeur - H/F', 'salary': 1800}]
    """
    _need(table, "table", pa.Table, pa.RecordBatch)
    return ColumnCleaner(table.schema, columns, profile).clean_rows(table)


def clean_batches(
    reader: pa.RecordBatchReader, columns: Columns = None, profile: Profile | str = FLATCHR
) -> pa.RecordBatchReader:
    """Clean a stream of record batches, one at a time: memory does not grow with the stream.

    Args:
        reader: where the batches come from; a mistake in the arguments is told before it is read.
        columns: as in `clean_table`.
        profile: a `Profile`, or the name of a preset.

    Returns:
        A reader of as many batches of the same schema. Errors are those of `clean_table`; rows are counted
        from the stream's first one.
    """
    _need(reader, "reader of batches", pa.RecordBatchReader)
    cleaner = ColumnCleaner(reader.schema, columns, profile)
    return pa.RecordBatchReader.from_batches(reader.schema, cleaner.clean_stream(reader))


EXPLANATION = pa.schema(
    [
        ("row", pa.int64()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("original", pa.string()),
        ("replacement", pa.string()),
        ("rule", pa.string()),
        ("lossy", pa.bool_()),
        ("applied", pa.bool_()),
    ]
)
"""The columns of `explain_array`: a row from 0, and what a `Change` holds."""


def explain_array(array: pa.Array | pa.ChunkedArray, profile: Profile | str = FLATCHR) -> pa.Table:
    """Say what `clean_array` changes, and what it leaves for a person to see.

    Args:
        array: as in `clean_array`.
        profile: a `Profile`, or the name of a preset.

    Returns:
        A table with a line for each change, in the columns of `EXPLANATION`: row, start and end count from 0,
        start and end in code points of the row's text.

    Raises:
        NotStrings: the array is of another type.
        InvalidRow: a row is no UTF-8, or holds a character that the profile refuses; says which.
        InvalidProfile: no preset has that name.

    Example:
        >>> told = explain_array(pa.array(["CDI", "50 h\\N{HORIZONTAL ELLIPSIS}"]))
        >>> told.select(["row", "start", "rule"]).to_pylist()
        [{'row': 1, 'start': 4, 'rule': 'ellipsis'}]
    """
    _need_texts(array)
    cleaner = cleaner_for(profile_named(profile))
    told: list[tuple[Any, ...]] = []
    rows = 0
    for chunk in [array] if isinstance(array, pa.Array) else array.chunks:
        told += explain_strings(chunk, cleaner, Where(row=rows))
        rows += len(chunk)
    columns = zip(*told, strict=True) if told else [()] * len(EXPLANATION)
    return pa.table(list(map(list, columns)), schema=EXPLANATION)


def _need(given: object, name: str, *types: type) -> None:
    if not isinstance(given, types):
        raise NotStrings(f"Python's {type(given).__name__}, which is no {name} of Arrow")


def _need_texts(array: pa.Array | pa.ChunkedArray) -> None:
    _need(array, "array", pa.Array, pa.ChunkedArray)
    if not is_text(array.type):
        raise NotStrings(str(array.type))
