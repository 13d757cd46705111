"""CSV taken apart and put together: the csv module judges, and not a byte is lost."""

from __future__ import annotations

import csv
import io
import time
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.check.documents.csv_dialects import TableOptions, recognise_readings
from flatchr_clean.check.documents.csv_syntax import (
    Dialect,
    maybe_value,
    name_column,
    rewrite_field,
    split_fields,
    split_records,
)
from flatchr_clean.check.findings import Edit, apply_edits

VALUES = st.text(st.sampled_from("ab é;,\t\"'\n\u2019\u201c\u2028"), max_size=8)
ROWS = st.lists(st.lists(VALUES, min_size=2, max_size=4), min_size=1, max_size=5)
DELIMITERS = st.sampled_from([";", ",", "\t"])
SOUP = st.text(st.sampled_from('ab";,\n\r'), max_size=30)


def write(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> str:
    """Write rows with the csv module."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return file.getvalue()


def read(text: str, delimiter: str) -> list[list[str]]:
    """Read rows with the csv module, which needs `\\n` where a break is not quoted."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def values_of(text: str, dialect: Dialect) -> list[list[str]]:
    """Read rows with ours."""
    records = (text[start:end] for start, end in split_records(text, dialect, final=True))
    return [
        [maybe_value(written, dialect) for written in split_fields(record, dialect)] for record in records
    ]


@given(ROWS, DELIMITERS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_values_are_those_of_the_csv_module(rows, delimiter, end, quoting):
    """What the csv module writes is read back as it was, quotes, breaks and delimiters included."""
    if quoting == csv.QUOTE_ALL:  # else it leaves a CR bare, and nobody can read it back
        rows = [[value.replace("\n", "\r\n") for value in row] for row in rows]
    assert values_of(write(rows, delimiter, end, quoting), Dialect(delimiter)) == rows


@given(SOUP)
def test_any_text_is_split_as_the_csv_module_splits_it(text):
    """On any text without a lone CR both read the same values; ours refuses stray quotes."""
    text = text.replace("\r", "")
    dialect = Dialect(",")
    spans = list(split_records(text, dialect, final=True))
    end = spans[-1][1] if spans else 0
    if end == len(text):
        expected = [row or [""] for row in read(text, ",")]
        got = values_of(text, dialect)
        assert [*map(len, got)] == [*map(len, expected)]
        read_by_both = zip(chain(*got), chain(*expected), strict=True)
        assert all(value in (None, wanted) for value, wanted in read_by_both)
    else:
        assert text[end:].count('"')


@given(SOUP, DELIMITERS)
def test_records_and_fields_cover_the_text(text, delimiter):
    """Records follow each other without a gap, and so do fields with one delimiter between them."""
    dialect = Dialect(delimiter)
    position = 0
    for start, end in split_records(text, dialect, final=True):
        assert start == position
        position = end
        record = text[start:end]
        joined = delimiter.join(split_fields(record, dialect))
        assert record.startswith(joined)
        assert record[len(joined) :] in ("", "\n", "\r\n")


@given(ROWS, DELIMITERS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.data())
def test_a_rewritten_field_reads_as_the_new_value(rows, delimiter, quoting, data):
    """Whatever replaces a part of a value, the csv module reads the new value and nothing else changed."""
    text = write(rows, delimiter, "\n", quoting)
    dialect = Dialect(delimiter)
    spans = []
    for row, (position, end) in enumerate(split_records(text, dialect, final=True)):
        for column, written in enumerate(split_fields(text[position:end], dialect)):
            spans.append((position, position + len(written), row, column))
            position += len(written) + 1  # noqa: PLW2901 - the next field's
    start, end, row, column = data.draw(st.sampled_from(spans))
    value = rows[row][column]
    low = data.draw(st.integers(0, len(value)))
    high = data.draw(st.integers(low, len(value)))
    edit = Edit(low, high, data.draw(VALUES))
    rewriting = rewrite_field(text[start:end], [edit], dialect)
    new = text[:start] + apply_edits(text[start:end], rewriting.edits) + text[end:]
    rows[row][column] = apply_edits(value, [edit])
    assert values_of(new, dialect) == rows
    place = rewriting.places[0]
    assert text[start + place.start : start + place.end].replace('""', '"') == value[low:high]


@pytest.mark.parametrize(
    ("written", "edits", "expected"),
    [
        ("\u201coui\u201d", [(0, 1, '"'), (4, 5, '"')], '"""oui"""'),
        ('5" x 3\u2019', [(6, 7, "'")], "5\" x 3'"),
        ('5" \u201cx', [(3, 4, '"')], '"5"" ""x"'),
        ("a\u2028b", [(1, 2, "\n")], '"a\nb"'),
        ('"dit ""\u2026"""', [(5, 6, "...")], '"dit ""..."""'),
        ('\u200b"a"', [(0, 1, "")], '"""a"""'),
        ("caf\u00e9\u2019s", [(4, 5, "'")], "caf\u00e9's"),
    ],
)
def test_quoting_is_touched_only_where_it_must_be(written, edits, expected):
    """A field is quoted when it gains a quote or a break, and its own quoting is kept otherwise."""
    rewriting = rewrite_field(written, [Edit(*edit) for edit in edits], Dialect(";"))
    assert apply_edits(written, rewriting.edits) == expected


@pytest.mark.parametrize(
    ("text", "delimiter", "quote"),
    [
        ("titre;salaire\nVendeur;1 800,50\n", ";", '"'),
        ("titre,salaire\nVendeur,1800\n", ",", '"'),
        ("titre\tsalaire\nVendeur, H/F\t1800\n", "\t", '"'),
        ('titre,texte\nVendeur,"a;b;c"\nChef,"d;e;f"\n', ",", '"'),
        ("'titre','texte'\n'Chef','L''offre'\n", ",", "'"),
        ("titre\nBonjour, oui\nBonjour; non\n", "\t", '"'),
        ('a;b\n"jamais fermé;1\n', ";", ""),
        ('"a";"b"\n"jamais fermé;1\n', ";", '"'),
    ],
)
def test_the_dialect_is_recognised(text, delimiter, quote):
    """The delimiter that splits all rows alike wins, commas of a French decimal notwithstanding."""
    dialect = recognise_readings(text, TableOptions())[0].dialect
    assert (dialect.delimiter, dialect.quote) == (delimiter, quote)


def test_columns_are_named_like_a_spreadsheets():
    """After Z comes AA, after ZZ comes AAA."""
    assert [name_column(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    "text",
    ['"' * 300_001, 'a,"' + "x" * 300_000, '"' + '""' * 150_000 + '"', "," * 300_000, '","' * 100_000],
    ids=["quotes", "unclosed", "doubled", "delimiters", "closed"],
)
def test_hostile_tables_take_linear_time(text):
    """No pile of quotes or delimiters makes the expressions slow."""
    began = time.perf_counter()
    list(split_records(text, Dialect(","), final=True))
    assert time.perf_counter() - began < 2
