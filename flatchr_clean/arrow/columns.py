"""The columns of a table, and what is nested in them. Knows types and a field policy; knows no buffer."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import is_
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flatchr_clean.arrow.arrays import Where, clean_chunks, clean_strings, is_text
from flatchr_clean.arrow.errors import InvalidRow, MissingColumn, NotStrings
from flatchr_clean.errors import InvalidJSON, UnmappableCharacter
from flatchr_clean.payload.fields import FieldPolicy, Place, Treatment
from flatchr_clean.payload.json import count_json
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.profile import Profile

_ITEM = "0"
"""The step of a policy to the items of a list and the values of a map: they are in one array."""


class ColumnCleaner:
    """Cleans the columns of tables of one schema.

    Args:
        schema: the schema.
        columns: as in `clean_table`.
        profile: a `Profile`, or the name of a preset.

    Raises:
        MissingColumn, NotStrings, InvalidFields, InvalidProfile: see `clean_table`.
    """

    def __init__(
        self,
        schema: pa.Schema,
        columns: Iterable[str] | Mapping[str, Treatment | str] | FieldPolicy | None,
        profile: Profile | str,
    ) -> None:
        self._plan = Plan(profile, _read_policy(schema, columns))
        self._names = schema.names
        self._places = [self._plan.root.step(name, schema.names) for name in schema.names]

    def clean(self, column: Any, number: int, row: int) -> Any:
        """Clean a column, an array or a chunked one; the very same object when nothing changes.

        Args:
            column: the column.
            number: which one it is in the schema.
            row: the number of its first row.
        """
        place, name = self._places[number], self._names[number]
        if isinstance(column, pa.Array):
            return self._clean(column, place, Where(name, row))
        return clean_chunks(column, Where(name, row), lambda chunk, at: self._clean(chunk, place, at))

    def _clean(self, array: pa.Array, place: Place, where: Where) -> pa.Array:
        cleaner, applied = self._plan.decide(place.treatment)
        if is_text(array.type):
            return clean_strings(array, cleaner, where) if cleaner and applied else array
        if is_json(array.type):
            return _clean_documents(array, self._plan.at(place), where)
        if (place.settled and not applied) or not holds_text(array.type):
            return array
        for is_nested, rebuild in _NESTED:
            if is_nested(array.type):
                return rebuild(
                    array,
                    where,
                    lambda inner, step, at: self._clean(inner, place.step(step) if step else place, at),
                )
        raise NotStrings(str(array.type), where.column)


def _read_policy(
    schema: pa.Schema, columns: Iterable[str] | Mapping[str, Treatment | str] | FieldPolicy | None
) -> FieldPolicy | None:
    """Read what is to be done with which column, and hold it against the schema."""
    if columns is None or isinstance(columns, FieldPolicy):
        return columns
    if isinstance(columns, str):
        columns = [columns]
    rules = {_name_field(schema, name): name for name in columns}
    for name in rules.values():
        types = [field.type for field in schema if field.name == name]  # a join may make two of a name
        if types and not any(map(holds_text, types)):
            raise NotStrings(str(types[0]), name)
    if isinstance(columns, Mapping):
        return FieldPolicy({pattern: columns[name] for pattern, name in rules.items()})
    return FieldPolicy(dict.fromkeys(rules, Treatment.AUTO), Treatment.OPAQUE)


def _name_field(schema: pa.Schema, name: str) -> str:
    """Give the pattern of a field: a column's name is one too, whatever it holds."""
    if name in schema.names:
        return "/" + name.replace("~", "~0").replace("/", "~1").replace("*", "~2")
    first = name.split("/")[1:2] if name.startswith("/") else [name]
    read = first[0].replace("~2", "*").replace("~1", "/").replace("~0", "~") if first else ""
    if first and read not in {*schema.names, "*", "**"}:
        raise MissingColumn(read, tuple(schema.names))
    return name


def holds_text(type_: pa.DataType) -> bool:
    """Tell whether there is a text to clean in an array of a type, at any depth; a map's keys are names."""
    return is_text(type_) or is_json(type_) or any(map(holds_text, _list_inner(type_)))


def is_json(type_: pa.DataType) -> bool:
    """Tell whether an array of a type holds JSON texts."""
    return getattr(type_, "extension_name", "") == "arrow.json" and is_text(type_.storage_type)


def _clean_documents(array: pa.ExtensionArray, plan: Plan, where: Where) -> pa.Array:
    """Clean JSON texts: each stays one, whatever its strings come to hold."""
    old = array.storage.to_pylist()
    new = []
    for row, document in enumerate(old):
        try:
            new.append(document and count_json(document, plan, Counter()))
        except (InvalidJSON, UnmappableCharacter) as error:
            raise InvalidRow(str(error), where.row + row, where.column) from error
    if all(map(is_, new, old)):
        return array
    return pa.ExtensionArray.from_storage(array.type, pa.array(new, array.type.storage_type))


def _list_inner(type_: pa.DataType) -> list[pa.DataType]:
    if pa.types.is_struct(type_) or pa.types.is_union(type_):
        return [type_.field(number).type for number in range(type_.num_fields)]
    if pa.types.is_map(type_):
        return [type_.item_type]
    if isinstance(type_, pa.BaseExtensionType):
        return [type_.storage_type]
    # Of a list whatever its layout, of a dictionary, and of what is run-end encoded.
    value = getattr(type_, "value_type", None)
    return [] if value is None else [value]


# Each kind of nested array: how it is made anew around what it holds. An inner array's rows are others than
# those of the table, so that a fault in one is told by the row that it stands in.

_Inner = Callable[[pa.Array, str, Where], pa.Array]
"""Cleans an inner array, a step below; "" where it is at the same place."""


def _rebuild_struct(array: pa.StructArray, where: Where, clean: _Inner) -> pa.Array:
    fields = [array.type.field(number) for number in range(array.type.num_fields)]
    old = [array.field(number) for number in range(len(fields))]
    new = [clean(inner, field.name, where) for inner, field in zip(old, fields, strict=True)]
    if all(map(is_, new, old)):
        return array
    return pa.StructArray.from_arrays(new, fields=fields, mask=array.is_null())


def _rebuild_list(array: pa.Array, where: Where, clean: _Inner) -> pa.Array:
    old = array.flatten()  # without what stands behind a null, or outside of a slice
    sizes = pc.fill_null(pc.list_value_length(array), 0)
    ends = [0, *pc.cumulative_sum(sizes).to_pylist()]
    new = _clean_inner(old, ends, where, clean)
    if new is old:
        return array
    offsets = pa.array(ends, sizes.type)
    if isinstance(array, (pa.ListViewArray, pa.LargeListViewArray)):
        return type(array).from_arrays(offsets[:-1], sizes, new, type=array.type, mask=array.is_null())
    return type(array).from_arrays(offsets, new, type=array.type, mask=array.is_null())


def _rebuild_fixed_list(array: pa.FixedSizeListArray, where: Where, clean: _Inner) -> pa.Array:
    size = array.type.list_size
    old = array.values.slice(array.offset * size, len(array) * size)
    new = _clean_inner(old, range(0, (len(array) + 1) * size, size), where, clean)
    if new is old:
        return array
    return pa.FixedSizeListArray.from_arrays(new, type=array.type, mask=array.is_null())


def _rebuild_map(array: pa.MapArray, where: Where, clean: _Inner) -> pa.Array:
    entries = array.cast(pa.list_(pa.struct([array.type.key_field, array.type.item_field])))
    flat = entries.flatten()
    ends = [0, *pc.cumulative_sum(pc.fill_null(pc.list_value_length(entries), 0)).to_pylist()]
    old = flat.field(1)
    new = _clean_inner(old, ends, where, clean)
    if new is old:
        return array
    offsets = pa.array(ends, pa.int32())
    return pa.MapArray.from_arrays(offsets, flat.field(0), new, type=array.type, mask=array.is_null())


def _rebuild_runs(array: pa.RunEndEncodedArray, where: Where, clean: _Inner) -> pa.Array:
    old, ends = array.values, array.run_ends.to_pylist()
    try:
        new = clean(old, "", Where(where.column))
    except InvalidRow as error:
        row = max((ends[error.row - 1] if error.row else 0) - array.offset, 0)
        raise InvalidRow(error.why, where.row + row, error.column) from error
    if new is old:
        return array
    return pa.RunEndEncodedArray.from_arrays(array.run_ends, new).slice(array.offset, len(array))


def _rebuild_dictionary(array: pa.DictionaryArray, where: Where, clean: _Inner) -> pa.Array:
    old = array.dictionary
    try:
        new = clean(old, "", Where(where.column))
    except InvalidRow as error:
        rows = array.indices.to_pylist()
        row = rows.index(error.row) if error.row in rows else 0
        raise InvalidRow(error.why, where.row + row, error.column) from error
    if new is old:
        return array
    return pa.DictionaryArray.from_arrays(array.indices, new, ordered=array.type.ordered)


def _rebuild_extension(array: pa.ExtensionArray, where: Where, clean: _Inner) -> pa.Array:
    old = array.storage
    new = clean(old, "", where)
    return array if new is old else pa.ExtensionArray.from_storage(array.type, new)


def _clean_inner(values: pa.Array, ends: Sequence[int], where: Where, clean: _Inner) -> pa.Array:
    try:
        return clean(values, _ITEM, Where(where.column))
    except InvalidRow as error:
        raise InvalidRow(error.why, where.row + bisect_right(ends, error.row) - 1, error.column) from error


_Rebuild = Callable[[Any, Where, _Inner], pa.Array]
_NESTED: list[tuple[Callable[[pa.DataType], bool], _Rebuild]] = [
    (pa.types.is_struct, _rebuild_struct),
    (pa.types.is_map, _rebuild_map),
    (pa.types.is_list, _rebuild_list),
    (pa.types.is_large_list, _rebuild_list),
    (pa.types.is_fixed_size_list, _rebuild_fixed_list),
    (pa.types.is_list_view, _rebuild_list),
    (pa.types.is_large_list_view, _rebuild_list),
    (pa.types.is_run_end_encoded, _rebuild_runs),
    (pa.types.is_dictionary, _rebuild_dictionary),
    (lambda type_: isinstance(type_, pa.BaseExtensionType), _rebuild_extension),
]
"""Unions are in none: which field an item is of would have to be asked of each."""
