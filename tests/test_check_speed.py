"""The looks that spare work change nothing: the same is found, however a file is cut, sent and looked at."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.check import examining, pieces, processes
from flatchr_clean.check.checker import check
from flatchr_clean.check.documents import csv_syntax, table
from flatchr_clean.check.documents.csv_syntax import Dialect
from flatchr_clean.check.encodings import UnreadableText
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import Edit, apply_edits
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source, Unreadable
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.payload.json import count_json, edit_json, explain_json, find_changes
from flatchr_clean.payload.lines import Lines
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

PARTS = [
    "a",
    "é",
    " ",
    "l’un",
    "…",
    "Ã",
    "©",
    "â",
    "€",
    "œ",
    "e\u0301",
    "<b>",
    "&lt;b&gt;",
    "&amp;",
    "•\t",
    "\\",
]
JSON_PARTS = [*PARTS[:-1], r"\u2019", r"\n", r"\"", "\\", "\x01"]
TABLE_PARTS = [*PARTS, '"', '""', ";", ";", ";", "\n", "\n", "\r\n", "\r", '";"', "\\;", "\\\n", "\u200b"]
DIALECTS = [Dialect(";"), Dialect(";", ""), Dialect(";", "", escape="\\"), Dialect(";", escape="\\")]

rules = st.builds(
    Rules,
    st.sampled_from([FLATCHR, Profile(lost_bullets=True), profile_named("ascii"), Profile(markup="html")]),
    st.sampled_from([None, FieldPolicy({"/a": "exact", "/b": "html"}), FieldPolicy({}, keys=True)]),
    keep_texts=st.booleans(),
)


def read(kind, text):
    """Cut a file into its pieces."""
    return list(pieces._cut(Source("f", kind), io.BytesIO(text.encode())))


def look_at_all(kind, text, wanted):
    """Examine a file without any look that spares work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Plan, "is_plain", lambda *_: False)
        patch.setattr(
            table, "_Table", type("_Table", (table._Table,), {"_is_safe": staticmethod(lambda _: False)})
        )
        return examine(kind, text, wanted)


def examine(kind, text, wanted):
    """Give what is found in a file."""
    try:
        return [examine_piece(wanted, piece) for piece in read(kind, text)]
    except UnreadableText as error:
        return str(error)


members = st.lists(st.sampled_from(JSON_PARTS), max_size=5).map("".join)
json_lines = st.lists(
    st.one_of(
        st.builds('{{"{}": ["{}", 1], "b": "{}"}}'.format, members, members, members),
        members.map('"{}"'.format),
        st.sampled_from(["", " ", "{", "1 2", "[1,]", "NaN", "\r", '{"a": 1, "a": 2}']),
    ),
    max_size=6,
).map("\n".join)
cells = st.lists(st.sampled_from(PARTS), max_size=4).map("".join)
rows = st.one_of(
    st.builds("{};{}\n".format, cells, cells),
    st.builds('"{}";"{}""\n{}"\r\n'.format, cells, cells, cells),
    st.lists(st.sampled_from(TABLE_PARTS), max_size=6).map("".join),
)
tables = st.lists(rows, max_size=6).map(lambda parts: "a;b\n" + "".join(parts))

records = st.lists(st.sampled_from(TABLE_PARTS), max_size=15).map("".join)


@given(json_lines, rules)
def test_json_lines_that_are_not_looked_into_hold_nothing(text, wanted):
    """A piece, and a line, that can hold nothing is only asked whether it is JSON."""
    assert examine(Kind.NDJSON, text, wanted) == look_at_all(Kind.NDJSON, text, wanted)


@given(tables, rules)
def test_rows_that_are_not_looked_into_hold_nothing(text, wanted):
    """A piece, and a row, that can hold nothing is only asked whether it is as wide as the header."""
    assert examine(Kind.CSV, text, wanted) == look_at_all(Kind.CSV, text, wanted)


@given(st.one_of(json_lines, tables), st.sampled_from([Kind.NDJSON, Kind.CSV, Kind.JSON, Kind.TEXT]), rules)
def test_a_fix_writes_what_a_check_tells(text, kind, wanted):
    """What is counted is what is told, and what is written is the same."""
    told, counted = examine(kind, text, wanted), examine(kind, text, replace(wanted, keep_findings=False))
    if isinstance(told, str):
        assert counted == told
        return
    for piece, one, other in zip(read(kind, text), told, counted, strict=True):
        assert other == replace(one, passages=(), edits=other.edits)
        assert apply_edits(piece.text, other.edits) == apply_edits(piece.text, one.edits)


@given(
    st.lists(st.sampled_from(TABLE_PARTS), max_size=15).map("".join), st.sampled_from(DIALECTS), st.booleans()
)
def test_records_are_what_the_expression_finds(text, dialect, final):
    """Lines without a sign of the syntax are records, and no other text is."""
    spans, position = [], 0
    while position < len(text):
        match = dialect.complete_record.match(text, position)
        match = match or (dialect.last_record.match(text, position) if final else None)
        if match is None:
            break
        spans.append(match.span())
        position = match.end()
    assert list(csv_syntax.split_records(text, dialect, final=final)) == spans
    assert csv_syntax.measure_records(text, dialect, final=final) == (position, len(spans))


@given(records, st.sampled_from(DIALECTS))
def test_rows_that_are_alike_are_well_formed(text, dialect):
    """They have the same number of fields, each with a value."""
    if csv_syntax.are_alike(text, dialect, 2):
        records = [text[a:b] for a, b in csv_syntax.split_records(text, dialect, final=True)]
        assert "".join(records) == text
        for record in filter(lambda record: not csv_syntax.is_blank(record), records):
            fields = csv_syntax.split_fields(record, dialect)
            assert len(fields) == 2
            assert csv_syntax.read_values(record, fields, dialect) is not None
            if not dialect.ends_at_cr:
                assert csv_syntax.compile_row(dialect, 2).fullmatch(record)


@given(
    st.sampled_from(DIALECTS),
    st.lists(st.sampled_from([*TABLE_PARTS, "x\r", '"x"', "y"]), max_size=6).map("".join),
    st.sampled_from(["\n", "\r\n"]),
    st.data(),
)
def test_a_safe_rewriting_reads_as_it_should(dialect, text, ending, data):
    """Where no sign of the syntax comes or goes, a row needs no second look."""
    ending = "\r\n" if text.endswith("\r") else ending  # which it is anyway
    fields = csv_syntax.split_fields(text + ending, dialect)
    values = csv_syntax.read_values(text + ending, fields, dialect)
    if list(csv_syntax.split_records(text + ending, dialect, final=True)) != [(0, len(text + ending))]:
        return
    for at, value in enumerate(values or []):
        start = data.draw(st.integers(0, len(value)))
        edit = Edit(start, data.draw(st.integers(start, len(value))), data.draw(st.sampled_from(TABLE_PARTS)))
        edit = data.draw(st.sampled_from([edit, edit._replace(written="")]))
        rewriting = csv_syntax.rewrite_field(fields[at], [edit], dialect, alone=len(fields) == 1)
        if rewriting.safe:
            written = [*fields[:at], apply_edits(fields[at], rewriting.edits), *fields[at + 1 :]]
            record = dialect.delimiter.join(written) + ending
            read_again = csv_syntax.split_fields(record, dialect)
            wanted = [*values[:at], apply_edits(value, [edit]), *values[at + 1 :]]
            assert csv_syntax.read_values(record, read_again, dialect) == wanted
            assert list(csv_syntax.split_records(record, dialect, final=True)) == [(0, len(record))]
            assert not csv_syntax.is_blank(record)


def test_what_may_join_the_line_break_is_not_safe():
    """A CR before what goes would be read as a part of the row's own CR LF."""
    edits = [Edit(2, 3, "")]
    assert not csv_syntax.rewrite_field("x\ra", edits, Dialect(";")).safe
    assert not csv_syntax.rewrite_field('a"b', [Edit(1, 2, "")], Dialect(";")).safe
    assert csv_syntax.rewrite_field("xya", edits, Dialect(";")).safe


@pytest.mark.parametrize("together", [1, 1 << 18])
def test_small_files_are_sent_together_and_told_apart(together, tmp_path, monkeypatch):
    """In their order, each with its findings, and what can't be read in its place."""
    texts = ["l’un", "", "deux", "tr…ois", '{"a": "’"}', "[1,]"] * 3
    for number, text in enumerate(texts):
        (tmp_path / f"{number}").write_text(text, encoding="utf-8")
    sources = [Source(str(tmp_path / f"{number}"), Kind.TEXT) for number in range(len(texts))]
    sources[3:3] = [Source(str(tmp_path / "none"), Kind.TEXT)]
    sources += [Source(str(tmp_path / "4"), Kind.JSON), Source(str(tmp_path / "5"), Kind.JSON)]
    monkeypatch.setattr(processes, "TOGETHER", together)
    alone, both = list(check(sources, Rules(FLATCHR))), list(check(sources, Rules(FLATCHR), jobs=2))
    assert both == alone
    assert [isinstance(piece, Unreadable) for piece, _ in both].index(True) == 3
    assert [len(found.problems) for _, found in both][-2:] == [0, 1]


def test_batches_end_in_time():
    """Empty files count too, and what is left at the end is a batch."""
    (piece,) = read(Kind.TEXT, "")
    count = processes.TOGETHER // processes.LEAST
    assert [len(batch) for batch in processes._batch([piece] * (count + 1))] == [count, 1]


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.TEXT])
def test_findings_of_a_large_document_are_kept_as_bytes(kind, monkeypatch):
    """They come out as they went in, as often as they are asked for, from another process too."""
    text = '["l’un",\n"d…eux",\n"“a”",\n"b•"]'
    (few,) = examine(kind, text, Rules(FLATCHR, keep_texts=True))
    monkeypatch.setattr(examining, "MANY", 2)
    (many,) = examine(kind, text, Rules(FLATCHR, keep_texts=True))
    for _ in range(2):
        assert tuple(many.passages) == few.passages
    assert len(many.passages) == len(few.passages) == 4
    assert few.passages[0] in many.passages
    rebuild, packed = many.__reduce__()
    assert tuple(rebuild(*packed).passages) == few.passages


@given(json_lines, rules)
def test_changes_one_by_one_are_those_told_together(text, wanted):
    """And the edits of strings make what `count_json` makes."""
    plan = Plan(wanted.profile, wanted.fields)
    for line in filter(None, text.split("\n")):
        try:
            told = explain_json(line, wanted.profile, fields=wanted.fields)
        except ValueError:
            continue
        assert [change[:4] for change in find_changes(line, plan)] == [change[:4] for change in told.changes]
        counts, others = Counter(), Counter()
        edits = edit_json(line, plan, counts)
        assert apply_edits(line, edits) == count_json(line, plan, others) == told.document
        assert counts == others


@given(st.text("ab\n\r", max_size=20), st.lists(st.integers(0, 20), max_size=6), st.integers(0, 1))
def test_lines_may_be_asked_for_in_any_order(text, positions, origin):
    """What lies behind is found as well as what lies ahead."""
    text = "x" * origin + text
    lines, again = Lines(text, 5, origin), Lines(text, 5, origin)
    for position in positions:
        at = max(origin, min(position, len(text)))
        before = text[origin:at].split("\n")
        assert lines.locate(at) == (4 + len(before), len(before[-1]) + 1)
        assert again.place(*lines.locate(at)) == at
