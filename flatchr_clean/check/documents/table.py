"""CSV and TSV: each field is a text, and one that changes is quoted again when it needs it.

A row that is rewritten must read as it should in every reading of the table that is left; where no way to
write it does, the row is a problem, and the option is named that decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.documents import csv_syntax
from flatchr_clean.check.documents.columns import Column, choose_column, choose_name
from flatchr_clean.check.examining import Examined, Found, Gathering, Rules, Where
from flatchr_clean.check.findings import Edit, Rewrite, apply_edits
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        at: its index among the fields of its row.
        start: where it stands in its record.
        written: how it is written there.
        value: what that means.
        changes: what was found.
        rewriting: how it is written anew.
    """

    column: Column
    at: int
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
        values: what each field means.
        fault: why it can't be read; "" when it can.
    """

    cells: list[Cell] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    fault: str = ""

    def new_values(self) -> list[str]:
        """Give what each field must mean afterwards."""
        values = self.values.copy()
        for cell in self.cells:
            if cell.column.fixable:
                values[cell.at] = _apply_changes(cell)
        return values

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

    def __init__(self, reading: Reading, plan: Plan, accepted: frozenset[int | tuple[str, int]]) -> None:
        self.reading = reading
        self._plan = plan
        self._accepted = accepted
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

    def read(self, row: int, start: int, record: str) -> Row:
        """Find what would change in a record, which starts there in the piece."""
        dialect = self.reading.dialect
        fields = csv_syntax.split_fields(record, dialect)
        columns = self._columns_of(row, len(fields))
        if len(fields) != len(columns):
            return Row(fault=_say_ragged(row, len(fields), len(columns), dialect))
        values = csv_syntax.read_values(record, fields, dialect)
        if values is None:
            return Row(
                fault=f"row {row} has text after a closing quote: double the quotes that are part of the "
                "text, or pass --quoting none where nothing is quoted, --escape backslash where \\ is "
                "written before them"
            )
        found = Row(values=values)
        position = 0
        for at, (column, written, value) in enumerate(zip(columns, fields, values, strict=True)):
            if column.cleaner is not None and (changes := column.cleaner.explain(value).changes):
                rewriting = self._rewrite(written, changes, alone=len(fields) == 1)
                if self._accepted:
                    changes = tuple(
                        _leave(change) if start + position + place.start in self._accepted else change
                        for change, place in zip(changes, rewriting.places, strict=True)
                    )
                    rewriting = self._rewrite(written, changes, alone=len(fields) == 1)
                found.cells.append(Cell(column, at, position, written, value, changes, rewriting))
            position += len(written) + 1
        return found

    def _rewrite(
        self, written: str, changes: tuple[Change, ...], *, alone: bool
    ) -> csv_syntax.FieldRewriting:
        return csv_syntax.rewrite_field(written, _list_edits(changes), self.reading.dialect, alone=alone)

    def means(self, record: str, values: list[str]) -> bool:
        """Tell whether a text is one record, and no more, and means that."""
        dialect = self.reading.dialect
        fields = csv_syntax.split_fields(record, dialect)
        return (
            csv_syntax.read_values(record, fields, dialect) == values
            and list(csv_syntax.split_records(record, dialect, final=True)) == [(0, len(record))]
            and not csv_syntax.is_blank(record)
        )


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
    table = _Table(piece, rules, layout.readings)
    spans = csv_syntax.split_records(
        piece.text, layout.dialect, preamble.end() if preamble else 0, final=True
    )
    first_below = max(piece.row, layout.readings[0].header + 1)
    for row, (start, end) in enumerate(spans, piece.row):
        if row == first_below and table.hold_nothing(piece.text[start:]):
            break
        record = piece.text[start:end]
        if not csv_syntax.is_blank(record) and not (row >= first_below and table.holds_nothing(record)):
            table.examine(row, start, record)
    return table.gathering.end()


class _Table:
    """Collects what is found in the fields of one piece."""

    def __init__(self, piece: Piece, rules: Rules, readings: Sequence[Reading]) -> None:
        self.gathering = Gathering(piece, rules)
        self._rules = rules
        self._plan = Plan(rules.profile, rules.fields)
        self._readers = readers = [_RowReader(reading, self._plan, rules.accepted) for reading in readings]
        dialects = [reading.dialect for reading in readings]
        self._dialect, self._width = dialects[0], len(readers[0].columns)
        self._columns_differ = any(reader.columns != readers[0].columns for reader in readers)
        self._splits_differ = len({(d.delimiter, d.ends_at_cr) for d in dialects}) > 1

    def hold_nothing(self, records: str) -> bool:
        """Tell, by one look, that no field below the header holds anything, and that all rows are as wide."""
        return self._is_plain(records) and csv_syntax.are_alike(records, self._dialect, self._width)

    def holds_nothing(self, record: str) -> bool:
        """Tell of one record what `hold_nothing` tells of many."""
        row = csv_syntax.compile_row(self._dialect, self._width)
        return self._is_plain(record) and row.fullmatch(record) is not None

    def _is_plain(self, records: str) -> bool:
        # A field's end says as little as that of a text, unless a letter or a digit delimits it.
        return not self._dialect.delimiter.isalnum() and self._plan.is_plain(records)

    def examine(self, row: int, start: int, record: str) -> None:
        """Find what would change in a record, and how it is written anew in a way that all readings share."""
        first, *others = self._readers
        found = first.read(row, start, record)
        if found.fault:
            self.gathering.report(found.fault, start)
        elif found.cells or self._columns_differ or (others and self._splits_differ):
            self._take(row, start, record, found)

    def _take(self, row: int, start: int, record: str, found: Row) -> None:
        rows = [found, *(reader.read(row, start, record) for reader in self._readers[1:])]
        if not any(each.cells for each in rows):
            return
        for each in rows:
            edits = each.maybe_edits()
            if edits is not None and (
                self._is_safe(rows) or not self._disagreeing(apply_edits(record, edits), rows)
            ):
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
        self.gathering.report(fault, start)

    @staticmethod
    def _is_safe(rows: list[Row]) -> bool:
        """Tell that a rewritten record surely means what it should, since no sign of its syntax changes."""
        return len(rows) == 1 and all(cell.rewriting.safe for cell in rows[0].cells)

    def _disagreeing(self, record: str, rows: list[Row]) -> list[_RowReader]:
        """Give the readings in which a new record does not mean what it should."""
        return [
            reader
            for reader, row in zip(self._readers, rows, strict=True)
            if row.fault or not reader.means(record, row.new_values())
        ]

    def _add(self, row: int, start: int, found: Row, edits: Iterable[Edit]) -> None:
        gathering = self.gathering
        gathering.edits += (Edit(start + a, start + b, new) for a, b, new in edits)
        for cell in found.cells:
            gathering.fixable += cell.fixable
            gathering.left += len(cell.changes) - cell.fixable
            gathering.formulas += cell.column.fixable and _becomes_formula(cell)
            if not cell.column.fixable and row == self._readers[0].reading.header:
                gathering.names_left += sum(change.applied for change in cell.changes)
            if self._rules.keep_findings:
                self._tell(row, start + cell.start, cell)

    def _tell(self, row: int, start: int, cell: Cell) -> None:
        """Add the findings of a field; each says what must be written for the field to stay valid."""
        region = self.gathering.places.region
        also = tuple(
            Rewrite(region(start + edit.start, start + edit.end), edit.written)
            for edit in cell.rewriting.quoting
        )
        fixable = cell.column.fixable
        found = [
            Found(one, start + edit.start, start + edit.end, edit.written, fixable and one.applied, also=also)
            for one, edit in zip(cell.changes, cell.rewriting.places, strict=True)
        ]
        self.gathering.tell(
            found, lambda: cell.value, (cell.value, None), Where(row=row, field=cell.column.name)
        )


def _list_edits(changes: Iterable[Change]) -> list[Edit]:
    """Give the edits of a value that changes make."""
    return [Edit(change.start, change.end, change.replacement) for change in changes]


def _leave(change: Change) -> Change:
    """Leave what was found as it is."""
    return change._replace(replacement=change.original, applied=False)


def _becomes_formula(cell: Cell) -> bool:
    """Tell whether a cell comes to begin as a formula does."""
    begins_anew = not cell.changes[0].start and not cell.value.startswith(FORMULA_SIGNS)
    return begins_anew and _apply_changes(cell).startswith(FORMULA_SIGNS)


def _apply_changes(cell: Cell) -> str:
    return apply_edits(cell.value, _list_edits(cell.changes))


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
