"""The columns of a table, and what is nested in them. Knows types and a field policy; knows no buffer."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import is_
from typing import Any, NamedTuple, TypeAlias, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from flatchr_clean.arrow.arrays import (
    REFUSED,
    Where,
    clean_chunks,
    clean_strings,
    find_changes,
    is_text,
    place,
)
from flatchr_clean.arrow.errors import MissingColumn, NotStrings
from flatchr_clean.payload import json
from flatchr_clean.payload.fields import FieldPolicy, Place, Treatment, Wildcard, read_pattern, write_pattern
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Change
from flatchr_clean.text.profile import Profile

AnyTable = TypeVar("AnyTable", pa.Table, pa.RecordBatch)
Columns: TypeAlias = "Iterable[str] | Mapping[str, Treatment | str] | FieldPolicy | None"
"""Which columns are cleaned, or what is done with which field; see `clean_table`."""

_ITEM = "0"
"""The step of a policy to the items of a list and the values of a map: they are in one array."""


class Texts(NamedTuple):
    """An array of texts, and what can be asked of it.

    Attributes:
        array: the array.
        where: where it stands.
        applied: False where its texts must not change.
        find: gives each row that holds something to clean or to see, its text, and what that is.
        clean: gives the array as it is when cleaned; the very same object when nothing changes.
    """

    array: pa.Array
    where: Where
    applied: bool
    find: Callable[[], Iterator[tuple[int, str, tuple[Change, ...]]]]
    clean: Callable[[], pa.Array]


Look = Callable[[Texts], pa.Array]
"""Looks at an array of texts, and gives what becomes of it."""


class ColumnCleaner:
    """Cleans the columns of tables of one schema.

    Args:
        schema: the schema.
        columns: as in `clean_table`.
        profile: a `Profile`, or the name of a preset.
        look: what is done with each array of texts, those that must not change as well; None cleans.

    Raises:
        MissingColumn, NotStrings, InvalidFields, InvalidProfile: see `clean_table`.
    """

    def __init__(
        self,
        schema: pa.Schema,
        columns: Columns,
        profile: Profile | str,
        look: Look | None = None,
    ) -> None:
        self._look = look or _clean_texts
        self._tells_all = look is not None
        self._plan = Plan(profile, _read_policy(schema, columns))
        self._names = schema.names
        self._places = [self._plan.root.step(name, schema.names) for name in schema.names]

    def clean_stream(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean one batch after the other; rows are counted from the first one."""
        row = 0
        for batch in batches:
            yield self.clean_rows(batch, row)
            row += batch.num_rows

    def clean_rows(self, table: AnyTable, row: int = 0) -> AnyTable:
        """Clean a table, or a record batch; the very same object when nothing changes.

        Args:
            table: of the schema, whatever its names are.
            row: the number of its first row.
        """
        old = table.columns
        new = [self.clean(column, number, row) for number, column in enumerate(old)]
        return table if all(map(is_, new, old)) else type(table).from_arrays(new, schema=table.schema)

    def clean(self, column: Any, number: int, row: int) -> Any:
        """Clean a column, an array or a chunked one; the very same object when nothing changes.

        Args:
            column: the column.
            number: which one it is in the schema.
            row: the number of its first row.
        """
        place, name = self._places[number], self._names[number]
        if isinstance(column, pa.Array):
            return self._clean(column, place, Where(name, row, (name,)))
        return clean_chunks(
            column, Where(name, row, (name,)), lambda chunk, at: self._clean(chunk, place, at)
        )

    def _clean(self, array: pa.Array, place: Place, where: Where) -> pa.Array:
        cleaner, applied = self._plan.decide(place.treatment)
        if not (applied or self._tells_all):
            cleaner = None
        if is_text(array.type):
            if cleaner is None:
                return array
            given = array, cleaner, where
            return self._look(
                Texts(array, where, applied, partial(find_changes, *given), partial(clean_strings, *given))
            )
        if is_json(array.type):
            document = array, self._plan.at(place), where  # which knows what of it may change
            find, clean = partial(_find_in_documents, *document), partial(_clean_documents, *document)
            return self._look(Texts(array, where, applied=True, find=find, clean=clean))
        if (place.settled and cleaner is None) or not holds_text(array.type):
            return array
        for is_nested, rebuild in _NESTED:
            if is_nested(array.type):
                return rebuild(
                    array,
                    where,
                    lambda inner, step, at: self._clean(inner, place.step(step) if step else place, at),
                )
        raise NotStrings(str(array.type), where.column)


def _clean_texts(texts: Texts) -> pa.Array:
    return texts.clean() if texts.applied else texts.array


def _read_policy(schema: pa.Schema, columns: Columns) -> FieldPolicy | None:
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
        return write_pattern(name)
    steps = read_pattern(name) if isinstance(name, str) and name.startswith("/") else (name,)
    if not _leads_somewhere(steps, pa.struct(schema)):
        first = steps[0]
        missing = name if isinstance(first, Wildcard) or first in schema.names else first
        raise MissingColumn(missing, tuple(schema.names))
    return name


def _leads_somewhere(steps: Sequence[Any], type_: pa.DataType) -> bool:
    """Tell whether a pattern names something in a type; in JSON there may be anything."""
    if not steps or steps[0] is Wildcard.ANY_NUMBER or is_json(type_):
        return True
    step, *beneath = steps
    if pa.types.is_struct(type_):
        inner = [field.type for field in type_ if step in (field.name, Wildcard.ONE)]
    elif pa.types.is_run_end_encoded(type_) or not pa.types.is_nested(type_):
        inner, beneath = _list_inner(type_), [*steps]  # at the same place
    else:
        inner = _list_inner(type_) if step is Wildcard.ONE else []
    return any(_leads_somewhere(beneath, one) for one in inner)


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
            new.append(document and json.count_json(document, plan, Counter()))
        except REFUSED as error:
            raise place(error, where, row) from error
    if all(map(is_, new, old)):
        return array
    return pa.ExtensionArray.from_storage(array.type, pa.array(new, array.type.storage_type))


def _find_in_documents(
    array: pa.ExtensionArray, plan: Plan, where: Where
) -> Iterator[tuple[int, str, tuple[Change, ...]]]:
    """Give what is found in JSON texts, as they are written."""
    for row, document in enumerate(array.storage.to_pylist()):
        try:
            found = list(json.find_changes(document, plan)) if document else []
        except REFUSED as error:
            raise place(error, where, row) from error
        if found:
            yield row, document, tuple([_write_change(change) for change in found])


def _write_change(found: json.JSONChange) -> Change:
    return found.change._replace(
        start=found.start, end=found.end, replacement=found.written, applied=found.applied
    )


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
    names = [field.name for field in fields]
    new = [clean(inner, name, where.beneath(name)) for inner, name in zip(old, names, strict=True)]
    if all(map(is_, new, old)):
        return array
    return pa.StructArray.from_arrays(new, fields=fields, mask=array.is_null())


def _rebuild_list(array: pa.Array, where: Where, clean: _Inner) -> pa.Array:
    old = array.flatten()  # without what stands behind a null, or outside of a slice
    sizes, ends = _measure_lists(array)
    new = _clean_inner(old, ends, where, clean)
    if new is old:
        return array
    offsets = pa.array(ends, sizes.type)
    if isinstance(array, (pa.ListViewArray, pa.LargeListViewArray)):
        return type(array).from_arrays(offsets[:-1], sizes, new, type=array.type, mask=array.is_null())
    return type(array).from_arrays(offsets, new, type=array.type, mask=array.is_null())


def _measure_lists(array: pa.Array) -> tuple[pa.Array, list[int]]:
    """Give how many items each list has, and where each begins and the last one ends among all."""
    sizes = pc.fill_null(pc.list_value_length(array), 0)
    return sizes, [0, *pc.cumulative_sum(sizes).to_pylist()]


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
    sizes, ends = _measure_lists(entries)
    old = flat.field(1)
    new = _clean_inner(old, ends, where, clean)
    if new is old:
        return array
    offsets = pa.array(ends, sizes.type)
    return pa.MapArray.from_arrays(offsets, flat.field(0), new, type=array.type, mask=array.is_null())


def _rebuild_runs(array: pa.RunEndEncodedArray, where: Where, clean: _Inner) -> pa.Array:
    old, ends = array.values, array.run_ends.to_pylist()
    new = clean(old, "", where.within(lambda run: max((ends[run - 1] if run else 0) - array.offset, 0)))
    if new is old:
        return array
    return pa.RunEndEncodedArray.from_arrays(array.run_ends, new).slice(array.offset, len(array))


def _rebuild_dictionary(array: pa.DictionaryArray, where: Where, clean: _Inner) -> pa.Array:
    def find_row(value: int) -> int:
        rows = array.indices.to_pylist()
        return rows.index(value) if value in rows else 0

    old = array.dictionary
    new = clean(old, "", where.within(find_row))
    if new is old:
        return array
    return pa.DictionaryArray.from_arrays(array.indices, new, ordered=array.type.ordered)


def _rebuild_extension(array: pa.ExtensionArray, where: Where, clean: _Inner) -> pa.Array:
    old = array.storage
    new = clean(old, "", where)
    return array if new is old else pa.ExtensionArray.from_storage(array.type, new)


def _clean_inner(values: pa.Array, ends: Sequence[int], where: Where, clean: _Inner) -> pa.Array:
    return clean(values, _ITEM, where.beneath("*").within(lambda item: bisect_right(ends, item) - 1))


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
