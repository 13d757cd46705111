"""CSV and TSV, without losing a byte: records, fields, and how a field is written again.

The csv module gives values and forgets how they were written. Here a record is a slice of the text, a
field knows where it stands in it, and only a field that changes is written anew. A quote opens a field at
its start and nowhere else, as spreadsheets and the csv module have it. Every expression is possessive, so
no input makes it slow. Which dialect a table is in is `csv_dialects`' to say.
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

SEPARATOR_LINE = re.compile(r"sep=([^\r\n])(?:\r?\n|\r)", re.IGNORECASE)
"""Excel's own first line, which names the delimiter and is no row."""

DUMP_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
"""Letters that a database writes after a backslash in tables without quotes."""


@dataclass(frozen=True)
class Dialect:
    """How a table is written.

    Attributes:
        delimiter: one character.
        quote: one character; empty where nothing is quoted and a quote is a character like others.
        doubled: True when two quotes between quotes are one.
        escape: the character that takes the meaning from the next one; empty when none does.
        ends_at_cr: True when a lone CR ends a row too; LF and CR LF always do.
    """

    delimiter: str
    quote: str = '"'
    doubled: bool = True
    escape: str = ""
    ends_at_cr: bool = False

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A field as written; fails only where a quote is opened and never closed."""
        return re.compile(self._field)

    @cached_property
    def quoted_field(self) -> re.Pattern[str]:
        """A field between quotes, with nothing after them."""
        return re.compile(self._quoted)

    @cached_property
    def complete_record(self) -> re.Pattern[str]:
        """A record with the line break that ends it."""
        return re.compile(self._record + (r"(?:\r\n?|\n)" if self.ends_at_cr else r"\n"))

    @cached_property
    def last_record(self) -> re.Pattern[str]:
        """A record that the end of the file ends."""
        return re.compile(rf"{self._record}\Z")

    @cached_property
    def special(self) -> re.Pattern[str]:
        """What a bare field can't hold as it is."""
        return re.compile(f"[{re.escape(self.delimiter + self.quote + self.escape)}\r\n]")

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """A quote or an escape."""
        return re.compile(f"[{re.escape(self.quote + self.escape)}]")

    @cached_property
    def quoted_pair(self) -> re.Pattern[str]:
        """Two characters between quotes that are one character of the value."""
        return re.compile("|".join(filter(None, (self.doubled * (self.quote * 2), self._escaped))) or "(?!)")

    @cached_property
    def bare_pair(self) -> re.Pattern[str]:
        """Two characters of a bare field that are one character of the value."""
        return re.compile(self._escaped or "(?!)")

    @property
    def _escaped(self) -> str:
        return rf"{re.escape(self.escape)}(?s:.)" if self.escape else ""

    @property
    def _bare(self) -> str:
        breaks = "\r\n" if self.ends_at_cr else "\n"
        plain = f"[^{re.escape(self.delimiter + self.escape)}{breaks}]"
        escaped = rf"|{self._escaped}|{re.escape(self.escape)}\Z" if self.escape else ""
        return f"(?:{plain}++{escaped})*+"

    @property
    def _quoted(self) -> str:
        q = re.escape(self.quote)
        pairs = (f"|{q}{q}" if self.doubled else "") + (f"|{self._escaped}" if self.escape else "")
        return f"{q}(?:[^{q}{re.escape(self.escape)}]++{pairs})*+{q}"

    @property
    def clean_field(self) -> str:
        """A field in which nothing follows a closing quote, as an expression."""
        q = re.escape(self.quote)
        return f"(?:{self._quoted}|(?!{q}){self._bare})" if q else self._bare

    @property
    def _field(self) -> str:
        q = re.escape(self.quote)
        return f"(?:{self._quoted}{self._bare}|(?!{q}){self._bare})" if q else self._bare

    @property
    def _record(self) -> str:
        return f"(?>{self._field}(?:{re.escape(self.delimiter)}{self._field})*+)"

    def quotes(self, written: str) -> bool:
        """Tell whether a field is written between quotes."""
        return bool(self.quote) and written.startswith(self.quote)


def is_blank(record: str) -> bool:
    """Tell whether a record is an empty line, which has no fields but counts as a row."""
    return record in ("\n", "\r\n", "\r", "")


def split_fields(record: str, dialect: Dialect) -> list[str]:
    """Split a record, its line break included, into fields as they are written.

    Example:
        >>> split_fields('a;"b;c"\\r\\n', Dialect(";"))
        ['a', '"b;c"']
    """
    end = len(record)
    if record.endswith("\n"):
        end = len(record.removesuffix("\n").removesuffix("\r"))
    elif dialect.ends_at_cr:
        end = len(record.removesuffix("\r"))
    if (not dialect.quote or dialect.quote not in record) and not (
        dialect.escape and dialect.escape in record
    ):
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


def maybe_value(written: str, dialect: Dialect) -> str | None:
    """Read a field's value from how it is written; None when text follows its closing quote.

    Example:
        >>> maybe_value('"dit ""oui"" !"', Dialect(";")), maybe_value('5" x 3"', Dialect(";"))
        ('dit "oui" !', '5" x 3"')
    """
    if dialect.quotes(written):
        if not dialect.quoted_field.fullmatch(written):
            return None
        content = written[1:-1]
        if dialect.quote not in content and not (dialect.escape and dialect.escape in content):
            return content
        return dialect.quoted_pair.sub(_read_pair, content)
    if dialect.escape and dialect.escape in written:
        return dialect.bare_pair.sub(_read_pair if dialect.quote else _read_dump_pair, written)
    return written


def read_values(record: str, fields: list[str], dialect: Dialect) -> list[str] | None:
    """Read the values of a record's fields; None when text follows a closing quote."""
    if not any(sign and sign in record for sign in (dialect.quote, dialect.escape)):
        return fields
    values = [maybe_value(written, dialect) for written in fields]
    return None if None in values else [value or "" for value in values]


def _read_pair(pair: re.Match[str]) -> str:
    return pair[0][1]


def _read_dump_pair(pair: re.Match[str]) -> str:
    return DUMP_ESCAPES.get(pair[0][1], pair[0][1])


class FieldRewriting(NamedTuple):
    """How a field is written anew; indices are those of the field as written.

    Attributes:
        places: where each change stands and what is written there.
        quoting: what more is written when a field gains a quote, a delimiter or a line break.
        edits: both, in order: what to do to the file.
        possible: False when the dialect can't hold the new value: a delimiter where nothing is quoted.
        safe: True when the record surely reads as it should: no sign of the syntax goes, or comes bare.
    """

    places: list[Edit]
    quoting: list[Edit]
    edits: list[Edit]
    possible: bool = True
    safe: bool = False


def rewrite_field(
    written: str, changes: list[Edit], dialect: Dialect, *, alone: bool = False
) -> FieldRewriting:
    """Write the changes of a field's value into the field as it is written.

    Args:
        written: the field, of which `maybe_value` gave the value.
        changes: edits of its value, sorted.
        dialect: how the table is written.
        alone: True for the only field of its row, which must not become an empty line.

    Example:
        >>> written = "dit \N{LEFT DOUBLE QUOTATION MARK}oui"
        >>> apply_edits(written, rewrite_field(written, [Edit(4, 5, '"')], Dialect(",")).edits)
        '"dit ""oui"'
    """
    is_quoted = dialect.quotes(written)
    places = _place(written, changes, dialect, is_quoted=is_quoted)
    gains = dialect.special.search("".join(edit.written for edit in changes))
    loses = dialect.special.search("".join(written[start:end] for start, end, _ in places))
    # What comes is protected. A CR may come to stand before the line feed that ends the row, and a backslash
    # that protects nothing before what it would protect.
    safe = not loses and "\r" not in written and not (dialect.escape and dialect.escape in written)
    if is_quoted:
        if gains:
            places = [edit._replace(written=_protect(edit.written, dialect)) for edit in places]
        return FieldRewriting(places, [], places, safe=safe)
    new = apply_edits(written, places)
    if not gains and not dialect.quotes(new) and (new or not alone):
        return FieldRewriting(places, [], places, safe=safe)
    if dialect.quote:
        places = [edit._replace(written=_protect(edit.written, dialect)) for edit in places]
        opening, closing = Edit(0, 0, dialect.quote), Edit(len(written), len(written), dialect.quote)
        protections = _protect_between(written, places, dialect)
        inner = sorted(places + protections, key=lambda edit: edit.start)
        return FieldRewriting(places, [opening, *protections, closing], [opening, *inner, closing])
    if not dialect.escape or not new or any("\n" in text or "\r" in text for _, _, text in changes):
        return FieldRewriting(places, [], places, possible=False)
    places = [edit._replace(written=_escape(edit.written, dialect)) for edit in places]
    return FieldRewriting(places, [], places)


def _protect(text: str, dialect: Dialect) -> str:
    """Write a part of a value between quotes."""
    if dialect.escape:
        text = text.replace(dialect.escape, dialect.escape * 2)
    return text.replace(dialect.quote, (dialect.quote if dialect.doubled else dialect.escape) + dialect.quote)


def _escape(text: str, dialect: Dialect) -> str:
    """Write a part of a value where there are no quotes."""
    return dialect.special.sub(lambda found: dialect.escape + found[0], text)


def _protect_between(written: str, places: list[Edit], dialect: Dialect) -> list[Edit]:
    """Protect the quotes that stay: they were plain characters while nothing quoted the field."""
    quote = re.compile(f"{dialect.bare_pair.pattern}|{re.escape(dialect.quote)}")
    protection = dialect.quote if dialect.doubled else dialect.escape
    added: list[Edit] = []
    bounds = [0, *(index for edit in places for index in (edit.start, edit.end)), len(written)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        found = quote.finditer(written, start, end)
        added += (Edit(at.start(), at.start(), protection) for at in found if at[0] == dialect.quote)
    return added


def _place(written: str, edits: list[Edit], dialect: Dialect, *, is_quoted: bool) -> list[Edit]:
    """Turn indices of a value into those of the field as written, which may begin with an opening quote."""
    opening = int(is_quoted)
    pairs_at: list[int] = []
    if (dialect.escape and dialect.escape in written) or (is_quoted and written.count(dialect.quote) > 2):  # noqa: PLR2004 - those around it
        pair = dialect.quoted_pair if is_quoted else dialect.bare_pair
        pairs = pair.finditer(written, opening, len(written) - opening)
        pairs_at = [pair.start() - opening - index for index, pair in enumerate(pairs)]
    elif not is_quoted:
        return edits

    def place(index: int) -> int:
        return opening + index + bisect_left(pairs_at, index)

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
    for start, end, lines in _find_stretches(text, dialect, position, _choose_patterns(dialect, final=final)):
        if not lines:
            yield start, end
        first = start
        for _ in range(lines):
            last = text.find("\n", first) + 1
            yield first, last
            first = last


def measure_records(text: str, dialect: Dialect, position: int = 0, *, final: bool) -> tuple[int, int]:
    """Give the end of the last record that `split_records` finds, and how many it finds."""
    end, records = position, 0
    for _, end, lines in _find_stretches(text, dialect, position, _choose_patterns(dialect, final=final)):  # noqa: B007 - the last one counts
        records += lines or 1
    return end, records


def are_alike(text: str, dialect: Dialect, width: int) -> bool:
    """Tell, by one look, that all records have that many fields, in which nothing follows a closing quote.

    False says only that some may not.
    """
    end = 0
    for start, end, lines in _find_stretches(text, dialect, 0, (compile_row(dialect, width),)):
        if lines and any(
            line.count(dialect.delimiter) != width - 1 and not is_blank(line)
            for line in text[start : end - 1].split("\n")
        ):
            return False
    return end == len(text)


@lru_cache(maxsize=64)
def compile_row(dialect: Dialect, width: int) -> re.Pattern[str]:
    """Give the expression of a record with that many fields, in which nothing follows a closing quote."""
    field = dialect.clean_field
    return re.compile(f"{field}(?:{re.escape(dialect.delimiter)}{field}){{{width - 1}}}(?:\r?\n|\\Z)")


def _choose_patterns(dialect: Dialect, *, final: bool) -> tuple[re.Pattern[str], ...]:
    return (dialect.complete_record, dialect.last_record) if final else (dialect.complete_record,)


def _find_stretches(
    text: str, dialect: Dialect, position: int, records: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[int, int, int]]:
    """Cut a text into records, and into stretches of lines that are records since no sign in them is syntax.

    Args:
        text: a part of a table.
        dialect: how it is written.
        position: where the first record begins.
        records: what a record looks like that holds a quote, for instance.

    Yields:
        Start, end, and how many lines there are; 0 for one record that may be several lines.
    """
    signs = [sign for sign in (dialect.quote, dialect.escape) if sign and sign in text]
    while position < len(text):
        start = position
        if not dialect.ends_at_cr:
            if len(signs) > 1:
                found = dialect.sign.search(text, position)
                sign = found.start() if found else -1
            else:
                sign = text.find(signs[0], position) if signs else -1
            position = text.rfind("\n", position, len(text) if sign < 0 else sign) + 1 or position
        if position > start:
            yield start, position, text.count("\n", start, position)
            continue
        match = next(filter(None, (record.match(text, position) for record in records)), None)
        if match is None:
            return
        position = match.end()
        yield start, position, 0


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
