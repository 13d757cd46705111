"""One array of texts, in any of Arrow's layouts. Knows buffers; knows no table and no field policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from operator import is_
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flatchr_clean.arrow.errors import InvalidRow
from flatchr_clean.errors import CleaningError, InvalidJSON, UnmappableCharacter
from flatchr_clean.kernel import BROKEN
from flatchr_clean.text.changes import Change
from flatchr_clean.text.cleaner import Cleaner

REFUSED: Final = (InvalidJSON, UnmappableCharacter)
"""What is wrong with a row, told without one."""


class Where(NamedTuple):
    """Where an array stands.

    Attributes:
        column: its column.
        row: the number of the column's first row.
        path: the way from the table to it, ``*`` for the items of a list.
        rows: for each array on that way that has other rows than those inside, which of its rows one is in.
    """

    column: str = ""
    row: int = 0
    path: tuple[str, ...] = ()
    rows: tuple[Callable[[int], int], ...] = ()

    def count(self, index: int) -> int:
        """Give the row that something in the array stands in."""
        for find_row in reversed(self.rows):
            index = find_row(index)
        return self.row + index

    def beneath(self, name: str) -> Where:
        """Give where what is called so stands in it."""
        return self._replace(path=(*self.path, name))

    def within(self, find_row: Callable[[int], int]) -> Where:
        """Give where an array inside stands, whose rows are others."""
        return self._replace(rows=(*self.rows, find_row))


def is_text(type_: pa.DataType) -> bool:
    """Tell whether an array of a type holds texts, or a dictionary of them."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(
        pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_)
    )


def clean_chunks(
    array: pa.ChunkedArray, where: Where, clean: Callable[[pa.Array, Where], pa.Array]
) -> pa.ChunkedArray:
    """Clean each chunk; the very same object when nothing changes."""
    old = array.chunks
    rows = accumulate(map(len, old), initial=where.row)
    new = [clean(chunk, where._replace(row=row)) for chunk, row in zip(old, rows, strict=False)]
    return array if all(map(is_, new, old)) else pa.chunked_array(new, array.type)


def clean_strings(array: pa.Array, cleaner: Cleaner, where: Where) -> pa.Array:
    """Clean an array of texts; the very same object when nothing changes."""
    if pa.types.is_dictionary(array.type):
        return _clean_dictionary(array, cleaner, where)
    changed = {}
    for row, text in _read_candidates(array, cleaner, where):
        try:
            cleaned = cleaner.clean(text)
        except REFUSED as error:
            raise place(error, where, row) from error
        if cleaned is not text:
            changed[row] = cleaned
    try:
        return replace_texts(array, changed)
    except (pa.ArrowCapacityError, pa.ArrowInvalid) as error:  # offsets of 32 bits
        raise InvalidRow(
            "begins an array that has no room for what its texts become: cast it to large_string, or clean "
            "fewer rows at a time",
            where.count(0),
            where.column,
        ) from error


def replace_texts(array: pa.Array, changed: dict[int, str]) -> pa.Array:
    """Write texts anew, by their rows, in order; the very same object when there are none."""
    if not changed:
        return array
    if isinstance(array, pa.ExtensionArray):
        return pa.ExtensionArray.from_storage(array.type, replace_texts(array.storage, changed))
    laid_out = lay_out(array)
    mask = bytearray(len(array))
    for row in changed:
        mask[row] = 1
    texts = pa.array(changed.values(), laid_out.type)
    replaced = pc.replace_with_mask(laid_out, _read_flags(bytes(mask)), texts)
    if pa.types.is_dictionary(array.type):
        return _encode(replaced, array.type)
    return replaced.cast(array.type)


def find_changes(
    array: pa.Array, cleaner: Cleaner, where: Where
) -> Iterator[tuple[int, str, tuple[Change, ...]]]:
    """Give each row of an array that holds something to clean or to see, its text, and what that is."""
    if pa.types.is_dictionary(array.type):
        array = lay_out(array)
    for row, text in _read_candidates(array, cleaner, where):
        try:
            changes = cleaner.explain(text).changes
        except REFUSED as error:
            raise place(error, where, row) from error
        if changes:
            yield row, text, changes


def explain_strings(array: pa.Array, cleaner: Cleaner, where: Where) -> Iterator[tuple[Any, ...]]:
    """Give what `arrow.EXPLANATION` has for each change."""
    for row, _, changes in find_changes(array, cleaner, where):
        for start, end, original, replacement, rule, lossy, applied in changes:
            yield where.count(row), start, end, original, replacement, str(rule), lossy, applied


def _clean_dictionary(array: pa.DictionaryArray, cleaner: Cleaner, where: Where) -> pa.Array:
    """Clean each value once. Values that become one are one, as readers of dictionaries expect."""
    old = array.dictionary
    try:
        values = clean_strings(old, cleaner, where)
    except InvalidRow:  # told by the row that has it, if any has, not by its place in the dictionary
        return _encode(clean_strings(lay_out(array), cleaner, where), array.type)
    if values is old:
        return array
    laid_out = lay_out(values)  # Arrow seeks in no views
    unique = laid_out.unique()
    indices = array.indices
    if len(unique) < len(values):
        places = pc.index_in(laid_out, value_set=unique).cast(array.type.index_type)
        indices, values = places.take(indices), unique.cast(values.type)
    return pa.DictionaryArray.from_arrays(indices, values, ordered=array.type.ordered)


def _read_candidates(array: pa.Array, cleaner: Cleaner, where: Where) -> Iterator[tuple[int, str]]:
    """Give the rows that may hold something to clean, each with its text."""
    if len(array) == array.null_count:
        return
    laid_out = lay_out(array)
    found = _survey(laid_out, cleaner)
    nulls = laid_out.is_null() if laid_out.null_count else None
    broken = found.find(BROKEN)
    while broken >= 0:
        if nulls is None or not nulls[broken].as_py():
            raise InvalidRow(
                "is no valid UTF-8: read the source with its own encoding",
                where.count(broken),
                where.column,
            )
        broken = found.find(BROKEN, broken + 1)
    if cleaner.profile.lost_bullets or cleaner.profile.markup == "html":
        flags = laid_out.is_valid()  # what is looked for there is no class of characters
    else:
        flags = _read_flags(found)
        flags = pc.and_(flags, laid_out.is_valid()) if nulls is not None else flags
    rows = pc.indices_nonzero(flags)
    yield from zip(rows.to_pylist(), laid_out.take(rows).to_pylist(), strict=True)


def lay_out(array: pa.Array) -> pa.Array:
    """Give texts that lie one after the other; pyarrow can do little with others."""
    if pa.types.is_dictionary(array.type):
        return lay_out(array.dictionary).take(array.indices)
    return array.cast(pa.large_string()) if pa.types.is_string_view(array.type) else array


def _encode(texts: pa.Array, type_: pa.DictionaryType) -> pa.DictionaryArray:
    """Give texts as a dictionary of a type."""
    encoded = texts.dictionary_encode()
    indices, values = encoded.indices.cast(type_.index_type), encoded.dictionary.cast(type_.value_type)
    return pa.DictionaryArray.from_arrays(indices, values, ordered=type_.ordered)


def _survey(array: pa.Array, cleaner: Cleaner) -> bytes:
    """Give what the kernel finds in each row."""
    _, offsets, data = array.buffers()
    width = pa.int64() if pa.types.is_large_string(array.type) else pa.int32()
    ends = pa.Array.from_buffers(width, len(array) + 1, [None, offsets], offset=array.offset).cast(pa.int64())
    start = ends.offset * 8
    laid_out = memoryview(ends.buffers()[1])[start : start + 8 * len(ends)].cast("q")
    return cleaner.table.survey_rows(memoryview(data).cast("B"), laid_out)


def _read_flags(flags: bytes) -> pa.BooleanArray:
    """Read a byte a row, other than 0 for true."""
    return pa.Array.from_buffers(pa.uint8(), len(flags), [None, pa.py_buffer(flags)]).cast(pa.bool_())


def place(error: CleaningError, where: Where, row: int) -> InvalidRow:
    """Name the row in which a character is refused, or which is no JSON where it should be."""
    return InvalidRow(str(error), where.count(row), where.column)
