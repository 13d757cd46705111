"""CSV and TSV, without losing a byte: records, fields, and how a field is quoted again.

The csv module gives values and forgets how they were written. Here a record is a slice of the text, a
field knows where it stands in it, and only a field that changes is written anew. Lines end at ``\\n`` and
``\\r\\n`` only; a quote opens a field at its start and nowhere else, as spreadsheets and the csv module
have it. Every expression is possessive, so no input makes it slow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.findings import Edit, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (";", ",", "\t")
"""Tried in this order: a French Excel writes `;` because its decimals are written with a comma."""

QUOTES = ('"', "'")

TRIED_RECORDS = 50
"""How many records at the start of a file decide about its dialect."""

SEPARATOR_LINE = re.compile(r"sep=([^\r\n])\r?\n", re.IGNORECASE)
"""Excel's own first line, which names the delimiter and is no row."""


@dataclass(frozen=True)
class Dialect:
    """How a table is written: its delimiter and its quote, one character each."""

    delimiter: str
    quote: str = '"'

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A field as written; fails only where a quote is opened and never closed."""
        return _expressions(self.delimiter, self.quote)[0]

    @cached_property
    def complete_record(self) -> re.Pattern[str]:
        """A record with the line break that ends it."""
        return _expressions(self.delimiter, self.quote)[1]

    @cached_property
    def last_record(self) -> re.Pattern[str]:
        """A record that the end of the file ends."""
        return _expressions(self.delimiter, self.quote)[2]

    @cached_property
    def special(self) -> re.Pattern[str]:
        """What a field can hold between quotes only."""
        return re.compile(f"[{re.escape(self.delimiter)}{re.escape(self.quote)}\r\n]")


@lru_cache(maxsize=16)
def _expressions(delimiter: str, quote: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    d, q = re.escape(delimiter), re.escape(quote)
    field = f"(?:{q}(?:[^{q}]++|{q}{q})*+{q}(?:[^{d}\n]*+)|(?!{q})[^{d}\n]*+)"
    record = f"(?>{field}(?:{d}{field})*+)"
    return re.compile(field), re.compile(f"{record}\n"), re.compile(rf"{record}\Z")


def is_blank(record: str) -> bool:
    """Tell whether a record is an empty line, which has no fields but counts as a row."""
    return record in ("\n", "\r\n", "")


def split_fields(record: str, dialect: Dialect) -> list[str]:
    """Split a record, its line break included, into fields as they are written.

    Example:
        >>> split_fields('a;"b;c"\\r\\n', Dialect(";"))
        ['a', '"b;c"']
    """
    end = len(record.removesuffix("\n").removesuffix("\r")) if record.endswith("\n") else len(record)
    if dialect.quote not in record:
        return record[:end].split(dialect.delimiter)
    fields = []
    position = 0
    while True:
        match = dialect.field.match(record, position, end)
        stop = match.end() if match else end  # records are cut where quotes are closed: it always matches
        fields.append(record[position:stop])
        if stop == end:
            return fields
        position = stop + 1


def read_value(written: str, quote: str) -> str:
    """Read a field's value from how it is written.

    Example:
        >>> read_value('"dit ""oui"" !"', '"'), read_value('5" x 3"', '"')
        ('dit "oui" !', '5" x 3"')
    """
    if not written.startswith(quote):
        return written
    closing = closing_quote(written, quote)
    return written[1:closing].replace(quote * 2, quote) + written[closing + 1 :]


def closing_quote(written: str, quote: str) -> int:
    """Give the index of the quote that closes a quoted field; what follows it is not quoted."""
    if len(written) > 1 and written.endswith(quote) and not written[1:-1].replace(quote * 2, "").count(quote):
        return len(written) - 1
    position = 1
    while True:
        position = written.index(quote, position)
        if written[position + 1 : position + 2] != quote:
            return position
        position += 2


def quote_value(value: str, quote: str) -> str:
    """Write a value between quotes; the inverse of `read_value`.

    Example:
        >>> quote_value('dit "oui" !', '"')
        '"dit ""oui"" !"'
    """
    return f"{quote}{value.replace(quote, quote * 2)}{quote}"


class FieldRewriting(NamedTuple):
    """How a field is written anew; indices are those of the field as written.

    Attributes:
        places: where each change stands and what is written there.
        quoting: what more is written when a field gains a quote, a delimiter or a line break.
        edits: both, in order: what to do to the file.
    """

    places: list[Edit]
    quoting: list[Edit]
    edits: list[Edit]


def rewrite_field(written: str, changes: list[Edit], dialect: Dialect) -> FieldRewriting:
    """Write the changes of a field's value into the field as it is written.

    Args:
        written: the field with its quotes.
        changes: edits of its value, sorted.
        dialect: how the table is written.

    Example:
        >>> written = "dit \N{LEFT DOUBLE QUOTATION MARK}oui"
        >>> apply_edits(written, rewrite_field(written, [Edit(4, 5, '"')], Dialect(",")).edits)
        '"dit ""oui"'
    """
    quote = dialect.quote
    doubled = [Edit(start, end, text.replace(quote, quote * 2)) for start, end, text in changes]
    if not written.startswith(quote):
        gains = any(dialect.special.search(text) for _, _, text in changes)
        if not gains and not apply_edits(written, changes).startswith(quote):
            return FieldRewriting(changes, [], changes)
        opening, closing = Edit(0, 0, quote), Edit(len(written), len(written), quote)
        doublings = _double_quotes_between(written, changes, quote)
        inner = sorted(doubled + doublings, key=lambda edit: edit.start)
        return FieldRewriting(doubled, [opening, *doublings, closing], [opening, *inner, closing])
    closed_at = closing_quote(written, quote)
    places = _place_in_quotes(written, closed_at, doubled, quote)
    if closed_at == len(written) - 1:
        return FieldRewriting(places, [], places)
    value = apply_edits(read_value(written, quote), changes)
    return FieldRewriting(places, [], [Edit(0, len(written), quote_value(value, quote))])


def _double_quotes_between(written: str, changes: list[Edit], quote: str) -> list[Edit]:
    """Double the quotes that stay: they were plain characters while nothing quoted the field."""
    doublings = []
    bounds = [0, *(index for edit in changes for index in (edit.start, edit.end)), len(written)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        position = written.find(quote, start, end)
        while position >= 0:
            doublings.append(Edit(position, position, quote))
            position = written.find(quote, position + 1, end)
    return doublings


def _place_in_quotes(written: str, closed_at: int, edits: list[Edit], quote: str) -> list[Edit]:
    """Turn indices of a quoted field's value into indices of the field as written."""
    pairs = re.compile(quote * 2).finditer(written, 1, closed_at)
    doubled_at = [pair.start() - 1 - index for index, pair in enumerate(pairs)]
    quoted_length = closed_at - 1 - len(doubled_at)

    def place(index: int) -> int:
        return 1 + index + bisect_left(doubled_at, index) + (index > quoted_length)

    return [Edit(place(start), place(end), written) for start, end, written in edits]


def split_records(
    text: str, dialect: Dialect, position: int = 0, *, final: bool
) -> Iterator[tuple[int, int]]:
    """Find the records of a text.

    What is left over after the last one given is a record that has not ended yet; when ``final``, a quote
    that is never closed.

    Args:
        text: a part of a table.
        dialect: how it is written.
        position: where the first record begins.
        final: True when nothing follows.

    Yields:
        Start and end of each record, its line break included.
    """
    while position < len(text):
        match = dialect.complete_record.match(text, position)
        if match is None and final:
            match = dialect.last_record.match(text, position)
        if match is None:
            return
        yield match.span()
        position = match.end()


def recognise_dialect(beginning: str, delimiters: tuple[str, ...] = DELIMITERS) -> Dialect:
    """Recognise how a table is written from its first records.

    The delimiter that splits them into the same number of fields, and into the most, wins.

    Args:
        beginning: the first part of the table; its last record may be cut off.
        delimiters: those to choose from.

    Example:
        >>> recognise_dialect('titre;salaire\\nVendeur;"1 800,50"\\n')
        Dialect(delimiter=';', quote='"')
        >>> recognise_dialect("'id','titre'\\n'1','Chef d''équipe'\\n")
        Dialect(delimiter=',', quote="'")
    """
    candidates = [Dialect(delimiter, quote) for quote in QUOTES for delimiter in delimiters]
    return max(candidates, key=lambda dialect: _rate(beginning, dialect))


def _rate(beginning: str, dialect: Dialect) -> tuple[bool, bool, float, int]:
    """Rate a dialect: the header's quotes decide first, then whether and how far the records agree."""
    rows = []
    for start, end in split_records(beginning, dialect, final=True):
        record = beginning[start:end]
        if not is_blank(record):
            rows.append(split_fields(record, dialect))
        if len(rows) == TRIED_RECORDS:
            break
    if not rows:
        return dialect.quote == '"', False, 0.0, 0
    if len(rows) > 1 and len(rows) < TRIED_RECORDS and not beginning.endswith("\n"):
        rows.pop()
    header = rows[0]
    singly_quoted = all(len(name) > 1 and name[0] == name[-1] == "'" for name in header)
    agreeing = sum(len(row) == len(header) for row in rows) / len(rows)
    return (dialect.quote == "'") == singly_quoted, len(header) > 1, agreeing, len(header)


def name_column(index: int) -> str:
    """Name a column as a spreadsheet does.

    Args:
        index: the column, from 0.

    Example:
        >>> name_column(0), name_column(25), name_column(26)
        ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
    return letters
