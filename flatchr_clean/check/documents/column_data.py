"""Some rows of columns, as Parquet and Arrow files hold them. Knows Arrow's columns; knows no file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from flatchr_clean.arrow.arrays import replace_texts
from flatchr_clean.arrow.columns import ColumnCleaner, Texts
from flatchr_clean.arrow.errors import InvalidRow, MissingColumn, NotStrings
from flatchr_clean.check.documents.packages import Findings
from flatchr_clean.check.documents.xml_text import make_changed
from flatchr_clean.check.encodings import UnreadableText
from flatchr_clean.check.findings import Passage, Problem
from flatchr_clean.errors import CleaningError
from flatchr_clean.payload.json import write_pointer
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flatchr_clean.check.examining import Examined, Rules
    from flatchr_clean.check.kinds import Kind
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change

SCHEMA = b"flatchr-clean"
"""Where the first rows of a file have the schema of all its columns; they hold those with texts alone."""


@contextmanager
def refusing_broken(kind: Kind) -> Iterator[None]:
    """Say what Arrow can't read, without its words: they may quote what it read."""
    try:
        yield
    except CleaningError:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, OSError) and error.errno:  # the system's own, not Arrow's
            raise
        raise UnreadableText(
            f"can't be read as {kind}: it is broken or encrypted, or something else"
        ) from error


def pack_rows(rows: pa.RecordBatch) -> bytes:
    """Give rows as bytes, which go from one process to another."""
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, rows.schema) as writer:
        writer.write_batch(rows)
    return stream.getvalue().to_pybytes()  # type: ignore[no-any-return]


def unpack_rows(data: bytes) -> pa.RecordBatch:
    """Undo `pack_rows`."""
    return pa.ipc.open_stream(data).read_next_batch()


def examine_columns(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in some rows of columns.

    Args:
        piece: the rows.
        rules: what is looked for.

    Returns:
        What they hold; `Examined.rewritten` has those columns that change.

    Raises:
        MissingColumn, NotStrings: a column that is asked for is none, or holds no text.
        UnreadableText: the file is broken.
    """
    with refusing_broken(piece.kind):
        return _examine(piece, rules)


def _examine(piece: Piece, rules: Rules) -> Examined:
    rows = unpack_rows(piece.data)
    looking = _Looking(piece, rules)
    cleaner = ColumnCleaner(rows.schema, rules.fields, rules.profile, looking.look)
    whole = (rows.schema.metadata or {}).get(SCHEMA)
    if whole is not None:
        schema = pa.ipc.read_schema(pa.py_buffer(whole))
        _refuse_others(rules.columns, schema, rules)
        looking.look_at_names(schema.names)
    changed = {}
    try:
        for number, name in enumerate(rows.schema.names):
            if not rules.columns or name in rules.columns:
                old = rows.column(number)
                new = cleaner.clean(old, number, piece.row - 1)
                if new is not old:
                    changed[name] = new
    except NotStrings:
        if whole is not None:  # it is so in all rows, and is told with the first
            raise
        return looking.found.finish()
    except InvalidRow as error:
        message = f"row {error.row + 1} of column {error.column!r}: {error.why}"
        looking.found.problems.append(Problem(piece.source.path, message))
        return looking.found.finish()
    examined = looking.found.finish()
    if not changed:
        return examined
    fields = [rows.schema.field(name) for name in changed]
    new_rows = pa.RecordBatch.from_arrays(list(changed.values()), schema=pa.schema(fields))
    return replace(examined, rewritten=pack_rows(new_rows))


def _refuse_others(names: Sequence[str], schema: pa.Schema, rules: Rules) -> None:
    """Refuse what is no column of texts; a path is none, since columns are looked at whole."""
    for name in names:
        if name not in schema.names:
            raise MissingColumn(name, tuple(schema.names))
    ColumnCleaner(schema, names, rules.profile)


class _Looking:
    """Tells what is found in each array of texts, and gives what becomes of it."""

    def __init__(self, piece: Piece, rules: Rules) -> None:
        self.found = Findings(piece, rules)
        self._path = piece.source.path

    def look_at_names(self, names: Sequence[str]) -> None:
        """Tell what is found in names of columns, which are left as keys of JSON are."""
        rules = self.found.rules
        finder = Plan(rules.profile, rules.fields).finder
        for name in names:
            if not rules.columns or name in rules.columns:
                changes = finder.explain(name).changes
                if changes:
                    self.found.count(changes, fixable=False)
                    if self.found.is_told:
                        self.found.tell(self._place((name,), 0), 1, name, changes, fixable=False)

    def look(self, texts: Texts) -> pa.Array:
        """Tell what is found in an array, and give it anew where that is asked for."""
        found, fixable = self.found, texts.applied
        becomes = {}
        for index, text, changes in texts.find():
            row = texts.where.count(index) + 1
            place = self._place(texts.where.path, row)
            left: Sequence[Change] = found.leave_accepted(place, changes) if found.rules.accepted else changes
            found.count(left, fixable=fixable)
            if found.is_told:
                found.tell(place, row, text, left, fixable=fixable)
            if any(change.applied for change in left):
                becomes[index] = make_changed(text, left)
        if not (becomes and fixable and found.is_rewritten):
            return texts.array
        # What cleans an array knows how a dictionary is cleaned, but not what is accepted.
        return replace_texts(texts.array, becomes) if found.rules.accepted else texts.clean()

    def _place(self, path: Sequence[str], row: int) -> Passage:
        return Passage(self._path, (), pointer=write_pointer(path), row=row, field="/".join(path))
