"""CSV and TSV: each field is a text, and one that changes is quoted again when it needs it.

A row that is rewritten must read as it should in every reading of the table that is left; where no way to
write it does, the row is a problem, and the option is named that decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.documents import csv_syntax
from flatchr_clean.check.documents.columns import Column, choose_column, choose_name
from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage, Problem, Rewrite, apply_edits
from flatchr_clean.check.places import Places
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flatchr_clean.check.documents.csv_dialects import Reading
    from flatchr_clean.check.documents.csv_syntax import Dialect
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change

FORMULA_SIGNS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the start of a formula."""


class Cell(NamedTuple):
    """A field in which something was found.

    Attributes:
        column: its column.
        start: where it stands in its record.
        written: how it is written there.
        value: what that means.
        changes: what was found.
        rewriting: how it is written anew.
    """

    column: Column
    start: int
    written: str
    value: str
    changes: tuple[Change, ...]
    rewriting: csv_syntax.FieldRewriting

    @property
    def fixable(self) -> int:
        """How many of its changes a fix makes."""
        return sum(change.applied for change in self.changes) if self.column.fixable else 0


@dataclass(frozen=True, slots=True)
class Row:
    """A record as one reading has it.

    Attributes:
        cells: those in which something was found.
        values: what each field must mean afterwards.
        fault: why it can't be read; "" when it can.
    """

    cells: list[Cell] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    fault: str = ""

    def maybe_edits(self) -> list[Edit] | None:
        """Give the edits of the record, or None when the dialect can't hold what they write."""
        edits: list[Edit] = []
        for cell in self.cells:
            if not cell.fixable:
                continue
            if not cell.rewriting.possible:
                return None
            edits += (Edit(cell.start + a, cell.start + b, new) for a, b, new in cell.rewriting.edits)
        return edits


class _RowReader:
    """Reads records as one reading of the table has them."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.reading = reading
        self._plan = Plan(rules.profile, rules.fields)
        self.columns = [
            choose_column(self._plan, name, shown)
            for name, shown in zip(reading.names, reading.columns, strict=True)
        ]

    def _columns_of(self, row: int, width: int) -> list[Column]:
        if row > self.reading.header:
            return self.columns
        if row < self.reading.header:  # a title is a text of its own
            letters = map(csv_syntax.name_column, range(width))
            return [choose_column(self._plan, letter, letter) for letter in letters]
        return [choose_name(self._plan, column.name) for column in self.columns]

    def read(self, row: int, record: str) -> Row:
        """Find what would change in a record."""
        dialect = self.reading.dialect
        fields = csv_syntax.split_fields(record, dialect)
        columns = self._columns_of(row, len(fields))
        if len(fields) != len(columns):
            return Row(fault=_say_ragged(row, len(fields), len(columns), dialect))
        found = Row()
        position = 0
        for column, written in zip(columns, fields, strict=True):
            value = csv_syntax.maybe_value(written, dialect)
            if value is None:
                return Row(
                    fault=f"row {row} has text after a closing quote: double the quotes that are part of the "
                    "text, or pass --quoting none where nothing is quoted, --escape backslash where \\ is "
                    "written before them"
                )
            if column.cleaner is not None and (changes := column.cleaner.explain(value).changes):
                edits = [Edit(change.start, change.end, change.replacement) for change in changes]
                rewriting = csv_syntax.rewrite_field(written, edits, dialect, alone=len(fields) == 1)
                found.cells.append(Cell(column, position, written, value, changes, rewriting))
                if column.fixable:
                    value = apply_edits(value, edits)
            found.values.append(value)
            position += len(written) + 1
        return found

    def maybe_values(self, record: str) -> list[str | None]:
        """Read the values of a record, whatever it holds."""
        dialect = self.reading.dialect
        return [csv_syntax.maybe_value(part, dialect) for part in csv_syntax.split_fields(record, dialect)]

    def is_one_record(self, record: str) -> bool:
        """Tell whether a text is one record, and no more."""
        spans = list(csv_syntax.split_records(record, self.reading.dialect, final=True))
        return spans == [(0, len(record))] and not csv_syntax.is_blank(record)


def _say_ragged(row: int, found: int, expected: int, dialect: Dialect) -> str:
    delimiter = {"\t": "tab"}.get(dialect.delimiter, dialect.delimiter)
    return (
        f"row {row} has {found} field{'s' * (found != 1)} where the header has {expected} "
        f"(delimiter {delimiter}): quote the field that holds a delimiter, or complete the row; "
        "--delimiter, --quoting, --escape and --header-row say how it is written"
    )


def examine_table(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in each field; a row that can't be read is a problem."""
    layout = piece.layout
    if layout is None:
        return Examined()
    preamble = csv_syntax.SEPARATOR_LINE.match(piece.text) if piece.is_first else None
    table = _Table(piece, rules, [_RowReader(reading, rules) for reading in layout.readings])
    spans = csv_syntax.split_records(
        piece.text, layout.dialect, preamble.end() if preamble else 0, final=True
    )
    for row, (start, end) in enumerate(spans, piece.row):
        record = piece.text[start:end]
        if not csv_syntax.is_blank(record):
            table.examine(row, start, record)
    return Examined(
        tuple(table.passages),
        tuple(table.edits),
        tuple(table.problems),
        table.fixable,
        table.left,
        table.formulas,
        table.names_left,
    )


class _Table:
    """Collects what is found in the fields of one piece."""

    def __init__(self, piece: Piece, rules: Rules, readers: list[_RowReader]) -> None:
        self.passages: list[Passage] = []
        self.edits: list[Edit] = []
        self.problems: list[Problem] = []
        self.fixable = 0
        self.left = 0
        self.formulas = 0
        self.names_left = 0
        self._piece = piece
        self._rules = rules
        self._readers = readers
        dialects = [reader.reading.dialect for reader in readers]
        self._columns_differ = any(reader.columns != readers[0].columns for reader in readers)
        self._splits_differ = len({(d.delimiter, d.ends_at_cr) for d in dialects}) > 1

    @cached_property
    def _places(self) -> Places:
        return Places(self._piece.text, self._piece.line)

    def examine(self, row: int, start: int, record: str) -> None:
        """Find what would change in a record, and how it is written anew in a way that all readings share."""
        first, *others = self._readers
        found = first.read(row, record)
        if found.fault:
            self._report(found.fault, start)
        elif found.cells or self._columns_differ or (others and self._splits_differ):
            self._take(row, start, record, found)

    def _take(self, row: int, start: int, record: str, found: Row) -> None:
        rows = [found, *(reader.read(row, record) for reader in self._readers[1:])]
        if not any(each.cells for each in rows):
            return
        for each in rows:
            edits = each.maybe_edits()
            if edits is not None and not self._disagreeing(apply_edits(record, edits), rows):
                self._add(row, start, each, edits)
                return
        edits = found.maybe_edits()
        if len(rows) == 1:
            fault = (
                f"row {row} would gain a delimiter, a quote or a line break, which a table without quotes "
                "can't hold: pass --quoting doubled if it may have quotes, or correct the source"
            )
        else:
            written = record if edits is None else apply_edits(record, edits)
            fault = _say_doubtful(row, first := self._readers[0], self._disagreeing(written, rows) or [first])
        self._report(fault, start)

    def _disagreeing(self, record: str, rows: list[Row]) -> list[_RowReader]:
        """Give the readings in which a new record does not mean what it should."""
        return [
            reader
            for reader, row in zip(self._readers, rows, strict=True)
            if row.fault or reader.maybe_values(record) != row.values or not reader.is_one_record(record)
        ]

    def _report(self, message: str, start: int) -> None:
        line = self._places.region(start, start).line
        self.problems.append(Problem(self._piece.source.path, message, line))

    def _add(self, row: int, start: int, found: Row, edits: Iterable[Edit]) -> None:
        self.edits += (Edit(start + a, start + b, new) for a, b, new in edits)
        for cell in found.cells:
            left = len(cell.changes) - cell.fixable
            self.fixable += cell.fixable
            self.left += left
            self.formulas += cell.column.fixable and _becomes_formula(cell)
            if not cell.column.fixable and row == self._readers[0].reading.header:
                self.names_left += sum(change.applied for change in cell.changes)
            if self._rules.keep_findings:
                self.passages.append(self._gather(row, start + cell.start, cell))

    def _gather(self, row: int, start: int, cell: Cell) -> Passage:
        """Give the findings of a field; each says what must be written for the field to stay valid."""
        also = tuple(
            Rewrite(self._places.region(start + edit.start, start + edit.end), edit.written)
            for edit in cell.rewriting.quoting
        )
        findings = tuple(
            make_finding(
                change,
                self._places.locate(start + edit.start, start + edit.end, (start, start + len(cell.written))),
                (change.start, change.end),
                edit.written,
                fixable=cell.column.fixable and change.applied,
            )._replace(also=also)
            for change, edit in zip(cell.changes, cell.rewriting.places, strict=True)
        )
        text = cell.value if self._rules.keep_texts else None
        return Passage(self._piece.source.path, findings, row=row, field=cell.column.name, text=text)


def _becomes_formula(cell: Cell) -> bool:
    """Tell whether a cell comes to begin as a formula does."""
    new = apply_edits(
        cell.value, [Edit(change.start, change.end, change.replacement) for change in cell.changes]
    )
    return new.startswith(FORMULA_SIGNS) and not cell.value.startswith(FORMULA_SIGNS)


def _say_doubtful(row: int, first: _RowReader, others: list[_RowReader]) -> str:
    """Say that a row can be read in several ways, and which options decide between them."""
    reading, dialect = first.reading, first.reading.dialect
    found = [(other.reading, other.reading.dialect) for other in others]
    options = {
        "--delimiter": any(other.delimiter != dialect.delimiter for _, other in found),
        "--quoting doubled (spreadsheets) or none (dumps)": any(
            bool(other.quote) != bool(dialect.quote) for _, other in found
        ),
        "--escape backslash or none": any(
            (other.escape, other.doubled) != (dialect.escape, dialect.doubled) for _, other in found
        ),
        "--header-row N or --no-header": any(other.header != reading.header for other, _ in found),
    }
    named = ", ".join(option for option, decides in options.items() if decides)
    advice = f"pass {named}" if named else "end its rows in one way, with LF or with CR LF"
    return f"row {row} can be read in several ways, which are not corrected alike: {advice}"
