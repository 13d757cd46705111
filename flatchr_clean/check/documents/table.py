"""CSV and TSV: each field is a text, and one that changes is quoted again when it needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.documents import csv_syntax
from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage, Problem, Rewrite
from flatchr_clean.check.places import Places
from flatchr_clean.payload.fields import Treatment
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from flatchr_clean.check.pieces import Layout, Piece
    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.cleaner import Cleaner


class Column(NamedTuple):
    """How a column is treated."""

    name: str
    cleaner: Cleaner | None
    """None for a column that is not even looked at."""
    fixable: bool


class Field(NamedTuple):
    """A field: its row, its column, where it stands in the piece and how it is written there."""

    row: int
    column: Column
    start: int
    written: str


def examine_table(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in each field; a row of another length than the header is a problem."""
    layout = piece.layout
    if layout is None:
        return Examined()
    preamble = csv_syntax.SEPARATOR_LINE.match(piece.text) if piece.is_first else None
    columns = _plan_columns(layout, rules)
    quote = layout.dialect.quote
    table = _Table(piece, layout, rules)
    spans = csv_syntax.split_records(
        piece.text, layout.dialect, preamble.end() if preamble else 0, final=True
    )
    for row, (start, end) in enumerate(spans, piece.row):
        record = piece.text[start:end]
        if csv_syntax.is_blank(record):
            continue
        fields = csv_syntax.split_fields(record, layout.dialect)
        if len(fields) != len(columns):
            table.report_ragged(row, start, len(fields))
            continue
        position = start
        for column, written in zip(columns, fields, strict=True):
            if column.cleaner is not None:
                value = csv_syntax.read_value(written, quote)
                if column.cleaner.clean(value) is not value:
                    table.add(
                        Field(row, column, position, written), value, column.cleaner.explain(value).changes
                    )
            position += len(written) + 1
    return Examined(
        tuple(table.passages), tuple(table.edits), tuple(table.problems), table.fixable, table.left
    )


def _plan_columns(layout: Layout, rules: Rules) -> list[Column]:
    """Decide about each column as about a JSON value whose key is the column's name."""
    plan = Plan(rules.profile, rules.fields)
    treatments = [plan.policy.treatment((name,)) for name in layout.columns]
    return [
        Column(name, plan.maybe_cleaner(treatment), treatment is not Treatment.EXACT)
        for name, treatment in zip(layout.columns, treatments, strict=True)
    ]


class _Table:
    """Collects what is found in the fields of one piece."""

    def __init__(self, piece: Piece, layout: Layout, rules: Rules) -> None:
        self.passages: list[Passage] = []
        self.edits: list[Edit] = []
        self.problems: list[Problem] = []
        self.fixable = 0
        self.left = 0
        self._piece = piece
        self._layout = layout
        self._rules = rules
        self._lines: Places | None = None

    @property
    def _places(self) -> Places:
        if self._lines is None:
            self._lines = Places(self._piece.text, self._piece.line)
        return self._lines

    def report_ragged(self, row: int, start: int, found: int) -> None:
        """Say that a row is longer or shorter than the header."""
        expected = len(self._layout.columns)
        delimiter = {"\t": "tab"}.get(self._layout.dialect.delimiter, self._layout.dialect.delimiter)
        self.problems.append(
            Problem(
                self._piece.source.path,
                f"row {row} has {found} field{'s' * (found != 1)} where the header has {expected} "
                f"(delimiter {delimiter}): quote the field that holds a delimiter, or complete the row",
                self._places.region(start, start).line,
            )
        )

    def add(self, field: Field, value: str, changes: tuple[Change, ...]) -> None:
        """Put the changes of a field's value in their places, and write the field anew."""
        if not changes:
            return
        edits = [Edit(change.start, change.end, change.replacement) for change in changes]
        rewriting = csv_syntax.rewrite_field(field.written, edits, self._layout.dialect)
        if self._rules.keep_findings:
            self.passages.append(self._gather(field, value, changes, rewriting))
        if field.column.fixable:
            self.fixable += len(changes)
            self.edits += (Edit(field.start + a, field.start + b, new) for a, b, new in rewriting.edits)
        else:
            self.left += len(changes)

    def _gather(
        self, field: Field, value: str, changes: tuple[Change, ...], rewriting: csv_syntax.FieldRewriting
    ) -> Passage:
        """Give the findings of a field; each says what must be written for the field to stay valid."""
        start = field.start
        also = tuple(
            Rewrite(self._places.region(start + edit.start, start + edit.end), edit.written)
            for edit in rewriting.quoting
        )
        findings = tuple(
            make_finding(
                change,
                self._places.locate(
                    start + edit.start, start + edit.end, (start, start + len(field.written))
                ),
                (change.start, change.end),
                edit.written,
                fixable=field.column.fixable,
            )._replace(also=also)
            for change, edit in zip(changes, rewriting.places, strict=True)
        )
        text = value if self._rules.keep_texts else None
        return Passage(self._piece.source.path, findings, row=field.row, field=field.column.name, text=text)
