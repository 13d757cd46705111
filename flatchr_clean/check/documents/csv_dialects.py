"""Which dialects a table may be written in, found by what makes all its rows alike.

Several may be left: they are all kept, and whoever rewrites a row asks that it reads the same in each.
Knows no cleaner and no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.documents.column_names import are_names, looks_like_names
from flatchr_clean.check.documents.csv_syntax import (
    SEPARATOR_LINE,
    Dialect,
    is_blank,
    maybe_value,
    name_column,
    split_fields,
    split_records,
)
from flatchr_clean.check.encodings import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = (";", ",", "\t", "|")

ALWAYS_QUOTED = (";", ",")
"""Delimiters of tables that RFC 4180 and spreadsheets write: with quotes, unless something speaks against it.
Tabs and bars separate in dumps as well, which know no quotes."""

BACKSLASH = "\\"

LONE_CR = re.compile(r"\r(?!\n|\Z)")
BACKSLASHED = re.compile(r"\\((?s:.)?)")
ESCAPED_LETTERS = "nrtbN0Z"

TIGHT_DELIMITER = re.compile(r"[;|\t](?!\s|\Z)|,(?![\s\d]|\Z)")
"""A delimiter without the blank that follows it in a text; a comma may stand in a number."""

LIST_LABEL = re.compile(r".*:|[^\w\"]+|\(?\w{1,3}[.)\]]|[o\xa7-]")
"""What an item of a list begins with: a bullet, a number, `Lieu :`."""

ROWS_COMPARED = 100
"""Rows that the first is compared with, to tell whether it names the columns."""

FEWEST_ROWS = 3
"""Rows, header included, from which lines with as many delimiters each are a table beyond doubt."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the user says of a table; None leaves it to be found.

    Attributes:
        delimiter: one character.
        quoting: "doubled" or "none".
        escape: "backslash" or "none".
        header: the row that names the columns, from 1; 0 for a table without.
    """

    delimiter: str | None = None
    quoting: str | None = None
    escape: str | None = None
    header: int | None = None


UNKNOWN_TABLE = TableOptions()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a table.

    Attributes:
        dialect: how it is written.
        header: the row that names its columns, 0 for none.
        columns: what reports call them: a row that is in doubt may be somebody's data, and gives no name.
        names: what decides about their treatment.
    """

    dialect: Dialect
    header: int
    columns: tuple[str, ...]
    names: tuple[str, ...]


class Row(NamedTuple):
    """A record that is not blank, and its number as a spreadsheet counts."""

    number: int
    fields: list[str]


class _Trial:
    """The beginning of a table split in one dialect."""

    def __init__(self, text: str, start: int, dialect: Dialect, *, final: bool) -> None:
        self.dialect = dialect
        end = start
        self.rows = []
        for number, (begin, end) in enumerate(split_records(text, dialect, start, final=final), 1):
            if not is_blank(text[begin:end]):
                self.rows.append(Row(number, split_fields(text[begin:end], dialect)))
        self.is_cut_off = final and end < len(text)

    @cached_property
    def is_well_formed(self) -> bool:
        """True when every quote that opens a field ends it too."""
        return not self.is_cut_off and all(
            self.dialect.quoted_field.fullmatch(written) for written in self._quoted
        )

    @cached_property
    def _quoted(self) -> list[str]:
        quotes = self.dialect.quotes
        return [written for row in self.rows for written in row.fields if quotes(written)]

    @cached_property
    def lead(self) -> int:
        """Index of the first row with two cells: what stands above is a title."""
        filled = (sum(bool(cell.strip()) for cell in row.fields) for row in self.rows)
        return next((index for index, cells in enumerate(filled) if cells > 1), 0)

    def body(self, options: TableOptions) -> list[Row]:
        """Give the rows from the header on."""
        if options.header is None:
            return self.rows[self.lead :]
        return [row for row in self.rows if row.number >= options.header]

    def has_title(self, options: TableOptions) -> bool:
        """Tell whether the first row is no row of the table."""
        return options.header is None and len(self.rows[0].fields) != self.width(options)

    def agreement(self, options: TableOptions) -> float:
        """Tell which part of the rows have as many fields as the first; 1 when they are all alike."""
        body = self.body(options)
        return sum(len(row.fields) == len(body[0].fields) for row in body) / len(body) if body else 0

    @cached_property
    def quotes_header(self) -> bool:
        """True when each name is written between quotes: then quotes are no part of them."""
        header = self.rows[self.lead].fields if self.rows else []
        return any(len(name) > 2 for name in header) and all(map(self.dialect.quotes, header))  # noqa: PLR2004

    @cached_property
    def shows_quoting(self) -> bool:
        """True when something is written as only a dialect with quotes writes it."""
        pair = self.dialect.quoted_pair
        return self.quotes_header or any(
            pair.search(written, 1, len(written) - 1) for written in self._quoted
        )

    @cached_property
    def has_bare_quotes(self) -> bool:
        """True when a quote stands in a field that is not quoted, as spreadsheets never write it."""
        quote = self.dialect.quote
        return any(
            quote in written and not written.startswith(quote) for row in self.rows for written in row.fields
        )

    def ends_rows_at_cr(self) -> bool:
        """Tell whether a bare CR stands in a cell, which no writer leaves there: it ends rows."""
        return any("\r" in cell and not self.dialect.quotes(cell) for row in self.rows for cell in row.fields)

    def looks_like_prose(self) -> bool:
        """Tell whether a blank follows every delimiter, as in a text."""
        cells = [cell for row in self.rows[self.lead :] for cell in row.fields[1:]]
        return bool(cells) and all(cell.startswith((" ", "\xa0")) for cell in cells)

    def is_torn(self, rows: list[Row]) -> bool:
        """Tell whether bare cells hold delimiters as tables write them and texts do not."""
        quotes = self.dialect.quotes
        return any(TIGHT_DELIMITER.search(cell) and not quotes(cell) for row in rows for cell in row.fields)

    def width(self, options: TableOptions) -> int:
        """Give the number of columns."""
        return len(self.body(options)[0].fields)


def recognise_readings(
    text: str, options: TableOptions, delimiters: tuple[str, ...] = DELIMITERS, *, final: bool = True
) -> tuple[Reading, ...]:
    """Find the readings in which all rows of a table are alike, the likeliest first.

    Args:
        text: the first part of the table, or all of it.
        options: what is known of it.
        delimiters: those to choose from.
        final: True when nothing follows.

    Returns:
        Where rows differ in every reading, that in which the fewest do; none for an empty table.

    Raises:
        UnreadableText: all rows are alike, and yet no writer means that.

    Example:
        >>> [reading.dialect.delimiter for reading in recognise_readings(
        ...     'titre;salaire\\nVendeur;"1 800,50"\\n', TableOptions())]
        [';']
    """
    separator = SEPARATOR_LINE.match(text)
    if options.delimiter or separator:
        delimiters = (options.delimiter or (separator[1] if separator else ""),)
    start = separator.end() if separator else 0
    dialects = _list_dialects(text, options, delimiters)
    trials = [_Trial(text, start, dialect, final=final) for dialect in dialects]
    trials = [trial for trial in trials if trial.rows]
    alike = [trial for trial in trials if trial.is_well_formed and trial.agreement(options) == 1]
    kept = _drop_unlikely(alike, trials, options, delimiters)
    if not kept:
        unlike = [trial for trial in trials if trial not in alike]
        if trials and not unlike:
            raise UnreadableText(
                "is a table that no writer of tables leaves like that: end its rows in one way, with LF or "
                "with CR LF, or pass --delimiter, --quoting, --escape or --header-row"
            )
        best = max(unlike, key=lambda trial: (trial.shows_quoting, trial.agreement(options)), default=None)
        return tuple(_read(best, options)) if best else ()
    kept.sort(key=lambda trial: -trial.width(options))
    return tuple(reading for trial in kept for reading in _read(trial, options))


def _list_dialects(text: str, options: TableOptions, delimiters: Iterable[str]) -> Iterator[Dialect]:
    """Give the dialects that are worth a try, the likeliest first."""
    ends = (False, True) if LONE_CR.search(text) else (False,)
    quotes = ("'", '"') if text.lstrip().startswith("'") else ('"',)
    followers = {match[1] for match in BACKSLASHED.finditer(text)}
    may_escape = bool(followers) and options.escape != "none"
    for delimiter in delimiters:
        signs = {delimiter, '"', "'", BACKSLASH}
        plain = signs | {"\r", "\n", ""}
        # Before a line's end alone it may be a character like another, at the end of a last cell.
        is_shown = may_escape and followers <= plain and not followers.isdisjoint(signs)
        escapes = options.escape == "backslash" or is_shown
        dumps = options.escape == "backslash" or (may_escape and followers <= plain | set(ESCAPED_LETTERS))
        for ends_at_cr in ends:
            for quote in quotes if options.quoting != "none" else ():
                if options.escape != "backslash":
                    yield Dialect(delimiter, quote, ends_at_cr=ends_at_cr)
                if escapes:
                    yield Dialect(delimiter, quote, escape=BACKSLASH, ends_at_cr=ends_at_cr)
                    yield Dialect(delimiter, quote, doubled=False, escape=BACKSLASH, ends_at_cr=ends_at_cr)
            if options.quoting != "doubled":
                bare = Dialect(delimiter, "", ends_at_cr=ends_at_cr)
                if options.escape != "backslash":
                    yield bare
                if dumps:
                    yield replace(bare, escape=BACKSLASH)


def _drop_unlikely(
    alike: list[_Trial], trials: list[_Trial], options: TableOptions, delimiters: tuple[str, ...]
) -> list[_Trial]:
    """Drop readings that split all rows alike, but that no writer meant.

    Args:
        alike: those readings.
        trials: all that were tried.
        options: what is known of the table.
        delimiters: those that were chosen from.
    """
    singly = [trial for trial in alike if trial.dialect.quote == "'" and trial.quotes_header]
    alike = singly or [trial for trial in alike if trial.dialect.quote != "'"]
    alike = [trial for trial in alike if not trial.ends_rows_at_cr()]
    without = [
        trial
        for trial in alike
        if trial.dialect.quote or not any(_rules_out(other, trial, options, delimiters) for other in trials)
    ]
    return _choose_widths(without, options, is_known=len(delimiters) == 1)


def _choose_widths(alike: list[_Trial], options: TableOptions, *, is_known: bool) -> list[_Trial]:
    """Choose between tables, tables below a title, and texts with delimiters in one column."""
    tables = [trial for trial in alike if trial.width(options) > 1]
    tables = [
        trial
        for trial in tables
        if not (trial.has_title(options) and trial.is_torn(trial.rows[: trial.lead]))
    ]
    untitled = [trial for trial in tables if not trial.has_title(options)]
    titled = [trial for trial in tables if trial.has_title(options) and len(trial.body(options)) > 1]
    if untitled:
        return untitled + [trial for trial in titled if len(trial.body(options)) >= FEWEST_ROWS]
    if any(trial.width(options) > 2 or not trial.looks_like_prose() for trial in titled):  # noqa: PLR2004
        return titled
    columns = [
        trial for trial in alike if trial.width(options) == 1 and (is_known or not trial.is_torn(trial.rows))
    ]
    return columns + (titled or [trial for trial in tables if trial.lead == 1])


def _rules_out(quoted: _Trial, bare: _Trial, options: TableOptions, delimiters: tuple[str, ...]) -> bool:
    """Tell whether a reading with quotes makes one without unlikely."""
    if (quoted.dialect.delimiter, quoted.dialect.ends_at_cr) != (
        bare.dialect.delimiter,
        bare.dialect.ends_at_cr,
    ):
        return False
    if not quoted.dialect.quote or quoted.dialect.quote == "'":
        return False
    if quoted.shows_quoting:
        return True
    is_alike = quoted.is_well_formed and quoted.agreement(options) == 1
    is_spreadsheets = quoted.dialect.delimiter in ALWAYS_QUOTED or (
        len(delimiters) > 1 and quoted.width(options) == 1
    )
    return is_alike and is_spreadsheets and not quoted.has_bare_quotes and not bare.dialect.escape


def _read(trial: _Trial, options: TableOptions) -> Iterator[Reading]:
    """Give the readings of one dialect, which differ in the row that names the columns."""
    body = trial.body(options)
    letters = tuple(map(name_column, range(len(body[0].fields) if body else 0)))
    if options.header == 0 or not body:
        yield Reading(trial.dialect, 0, letters, letters)
        return
    first, *below = (
        [maybe_value(written, trial.dialect) or "" for written in row.fields]
        for row in body[: 1 + ROWS_COMPARED]
    )
    names = tuple((name.strip() and name) or letter for name, letter in zip(first, letters, strict=True))
    is_sure = options.header is not None or are_names(first, below)
    yield Reading(trial.dialect, body[0].number, names if is_sure else letters, names)
    if options.header:
        return
    if not is_sure:
        yield Reading(trial.dialect, 0, letters, letters)
    above = trial.rows[: trial.lead]
    while above and len(above[-1].fields) == len(letters):
        padded = above.pop()
        if not above or len(above[-1].fields) != len(letters):
            yield Reading(trial.dialect, padded.number, letters, letters)


def looks_like_table(text: str, *, final: bool) -> bool | None:
    """Tell whether a text that nothing names a table is one; None where that is in doubt.

    Lines of prose and lists have delimiters too; what they do not have is as many in every line, without
    blanks beside them, below a line of names. Two lines with a tab each are a text: letterheads have them.

    Args:
        text: its beginning, or all of it.
        final: True when nothing follows.

    Example:
        >>> [looks_like_table(f"Nom;Lieu{rows}", final=True) for rows in ("", "\\nA;B", "\\nA;B\\nC;D")]
        [False, None, True]
    """
    if not TIGHT_DELIMITER.search(text):
        return False
    for delimiter in DELIMITERS:
        for quote in ('"', ""):
            trial = _Trial(text, 0, Dialect(delimiter, quote, ends_at_cr="\n" not in text), final=final)
            if _is_plain_table(trial):
                if len(trial.rows) - trial.lead >= FEWEST_ROWS:
                    return True
                return False if (delimiter, trial.width(UNKNOWN_TABLE)) == ("\t", 2) else None
    return False


def _is_plain_table(trial: _Trial) -> bool:
    """Tell whether a trial gives a table that nobody takes for a text or a list."""
    rows = trial.rows[trial.lead :]
    if trial.lead > 1 or len(rows) < 2 or len(rows[0].fields) < 2:  # noqa: PLR2004
        return False
    if not trial.is_well_formed or trial.agreement(UNKNOWN_TABLE) < 1 or trial.looks_like_prose():
        return False
    names = [maybe_value(cell, trial.dialect) or "" for cell in rows[0].fields]
    return (
        looks_like_names(names)
        and not any(map(_is_loose_name, names))
        and not any(_is_label(row.fields[0]) for row in rows)
    )


def _is_loose_name(name: str) -> bool:
    """Tell whether a name is blank, has blanks around it, ends a clause or begins an item of a list."""
    return not name or name != name.strip() or name.endswith((".", ":", "!", "?", ",")) or _is_label(name)


def _is_label(cell: str) -> bool:
    """Tell whether a cell begins an item of a list: a bullet, a number, `Lieu :`."""
    return bool(LIST_LABEL.fullmatch(cell.strip()))
