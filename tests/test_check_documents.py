"""What is found in each kind of document, where, and how it is written anew."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean import FLATCHR, FieldPolicy, clean
from flatchr_clean.check import diffs, pieces
from flatchr_clean.check.diffs import Differ
from flatchr_clean.check.documents.csv_dialects import TableOptions
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import Edit, apply_edits
from flatchr_clean.check.kinds import NO_TEXTS, Kind
from flatchr_clean.check.pieces import Source

RULES = Rules(FLATCHR, keep_texts=True)
TEXTS = st.text(st.sampled_from("a é \n\t\"',;\\-•’“…\u2028\xa0\u200b🎯·"), max_size=12)
VALUES = st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=6)


class Examination:
    """A text examined as a document of a kind."""

    def __init__(self, kind, text, rules=RULES, **known):
        self.passages, self.problems, self.fixed = [], [], ""
        for piece in pieces._cut(Source("file", kind, **known), io.BytesIO(text.encode())):
            examined = examine_piece(rules, piece)
            self.passages += examined.passages
            self.problems += examined.problems
            self.fixed += apply_edits(piece.text, examined.edits)

    @property
    def places(self):
        """Each finding as line, column and what was found."""
        return [(f.region.line, f.region.column, f.original) for p in self.passages for f in p.findings]

    @property
    def marked(self):
        """Each passage's text with its findings in brackets."""
        return [
            apply_edits(p.text, [Edit(f.start, f.end, f"[{p.text[f.start : f.end]}]") for f in p.findings])
            for p in self.passages
        ]


def test_raw_json_findings_stand_at_their_character():
    """Line and column count code points; an emoji is one column."""
    seen = Examination(Kind.JSON, '{\n "a/b": ["🎯", "L’été …"]\n}')
    assert seen.places == [(2, 11, "🎯"), (2, 17, "’"), (2, 22, "…")]
    assert [p.pointer for p in seen.passages] == ["/a~1b/0", "/a~1b/1"]
    assert seen.marked == ["[🎯]", "L[’]été […]"]
    assert seen.fixed == '{\n "a/b": ["", "L\'été ..."]\n}'


def test_escaped_json_findings_stand_at_their_backslash():
    """A surrogate pair is one finding; the rest of the escapes stays as written."""
    seen = Examination(Kind.JSON, r'{"a": "\u00e9 L\u2019\ud83c\udfaf \/"}')
    assert seen.places == [(1, 16, "’"), (1, 22, "🎯")]
    assert seen.passages[0].findings[1].region == (1, 22, 1, 34)
    assert seen.marked == ["é L[’][🎯] /"]
    assert seen.fixed == r'{"a": "\u00e9 L' + "'" + r' \/"}'


def test_json_values_are_told_apart():
    """Two values of one key and values full of escaped quotes are passages of their own."""
    seen = Examination(Kind.JSON, r'{"a": "x’\"\\", "b": "\\\"…\\\\", "b": "\\\"’"}')
    assert seen.marked == ['x[’]"\\', '\\"[…]\\\\', '\\"[’]']
    assert [p.pointer for p in seen.passages] == ["/a", "/b", "/b"]


def test_json_keys_are_found_and_left():
    """A key names a field: it is told and not changed, unless the policy says so."""
    text = '{"l’offre": "l’autre"}'
    seen = Examination(Kind.JSON, text)
    assert [f.fixable for p in seen.passages for f in p.findings] == [False, True]
    assert seen.fixed == '{"l’offre": "l\'autre"}'
    cleaned = Examination(Kind.JSON, text, replace(RULES, fields=FieldPolicy(keys=True)))
    assert cleaned.fixed == '{"l\'offre": "l\'autre"}'


def test_fields_are_treated_as_the_policy_says():
    """Exact is told and left, opaque is not looked at, in JSON and in a table alike."""
    fields = FieldPolicy({"/exact": "exact", "/opaque": "opaque"})
    rules = replace(RULES, fields=fields)
    seen = Examination(Kind.JSON, '{"exact": "a…", "opaque": "b…", "text": "c…"}', rules)
    assert seen.marked == ["a[…]", "c[…]"]
    assert seen.fixed == '{"exact": "a…", "opaque": "b…", "text": "c..."}'
    table = Examination(Kind.CSV, "exact;opaque;text\na…;b…;c…\n", rules)
    assert table.marked == ["a[…]", "c[…]"]
    assert [f.fixable for p in table.passages for f in p.findings] == [False, True]
    assert table.fixed == "exact;opaque;text\na…;b…;c...\n"


@given(VALUES)
def test_a_fixed_json_text_means_the_cleaned_value(value):
    """Reading what a fix writes gives the cleaned strings, and keys as they were; a second fix is none."""

    def expect(item):
        if isinstance(item, str):
            return clean(item)
        if isinstance(item, list):
            return list(map(expect, item))
        return {key: expect(inner) for key, inner in item.items()}

    fixed = Examination(Kind.JSON, json.dumps(value, ensure_ascii=False)).fixed
    assert json.loads(fixed) == expect(value)
    assert Examination(Kind.JSON, fixed).fixed == fixed


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"a": "é', "not valid JSON: Unterminated string starting at", (1, 7)),
        ('{\n "a": tru}', "not valid JSON: Expecting value", (2, 7)),
        ('{"a": "…",}', "not valid JSON: Illegal trailing comma before end of object", (1, 10)),
        ("[1] [2]", "not valid JSON: Extra data", (1, 5)),
    ],
)
def test_invalid_json_is_told_with_its_place(text, message, place):
    """Clean or not; nothing of it is rewritten."""
    seen = Examination(Kind.JSON, text)
    (problem,) = seen.problems
    assert (problem.message, (problem.line, problem.column)) == (message, place)
    assert (seen.passages, seen.fixed) == ([], text)


def test_json_lines_are_texts_of_their_own():
    """Blank lines are none, a broken line does not hide the others, CR LF stays."""
    seen = Examination(Kind.NDJSON, '{"a": "x…"}\r\n\r\n{"a": \n ["…"]\n"\\u2026"')
    assert seen.places == [(1, 9, "…"), (4, 4, "…"), (5, 2, "…")]
    assert [(p.line, p.column) for p in seen.problems] == [(3, 7)]
    assert [p.pointer for p in seen.passages] == ["/a", "/0", ""]
    assert seen.fixed == '{"a": "x..."}\r\n\r\n{"a": \n ["..."]\n"..."'


def test_table_findings_have_row_and_column():
    """A row counts as in a spreadsheet: the header is 1, breaks in quotes and blank rows notwithstanding."""
    seen = Examination(Kind.CSV, 'Titre;Texte\r\n"Chef";"deux\r\nl’autre; ""…"""\r\n\r\n’;b\r\n')
    assert seen.places == [(3, 2, "’"), (3, 12, "…"), (5, 1, "’")]
    assert [(p.row, p.field) for p in seen.passages] == [(2, "Texte"), (4, "Titre")]
    assert seen.marked == ['deux\r\nl[’]autre; "[…]"', "[’]"]
    assert seen.fixed == 'Titre;Texte\r\n"Chef";"deux\r\nl\'autre; ""..."""\r\n\r\n\';b\r\n'


def test_a_field_that_gains_quotes_is_quoted():
    """The edits of one finding alone make a valid field too: that is what SARIF offers."""
    text = 'a;b\n“x” 5";l’y\n'
    seen = Examination(Kind.CSV, text, table=TableOptions(quoting="doubled"))
    assert seen.fixed == 'a;b\n"""x"" 5""";l\'y\n'
    (quotes, apostrophe) = seen.passages
    assert apostrophe.findings[0].also == ()
    line = '“x” 5"'
    for finding, expected in zip(quotes.findings, ['"x” 5"', '“x" 5"'], strict=True):
        rewrites = sorted([(finding.region, finding.written), *finding.also])
        edits = [Edit(region.column - 1, region.end_column - 1, text) for region, text in rewrites]
        assert next(csv.reader([apply_edits(line, edits)])) == [expected]


def test_a_ragged_row_is_told_and_the_others_are_read():
    """Its number, how many fields it has and should have; nothing is said of its text."""
    seen = Examination(Kind.CSV, "a;b\n1;2;3\n4\n…;5\n")
    advice = (
        "(delimiter ;): quote the field that holds a delimiter, or complete the row; "
        "--delimiter, --quoting, --escape and --header-row say how it is written"
    )
    assert [str(problem) for problem in seen.problems] == [
        f"file:2: error: row 2 has 3 fields where the header has 2 {advice}",
        f"file:3: error: row 3 has 1 field where the header has 2 {advice}",
    ]
    assert seen.places == [(4, 1, "…")]


def test_tabs_separate_whatever_else_stands_there():
    """A TSV file is not guessed."""
    seen = Examination(Kind.TSV, "a\tb;c;d\nx…\ty;z;t\n")
    assert [(p.row, p.field) for p in seen.passages] == [(2, "A")]
    assert seen.fixed == "a\tb;c;d\nx...\ty;z;t\n"


def test_excels_separator_line_stays():
    """It is no row, and is written back as it was."""
    text = "sep=,\r\nTitre,Texte\r\na;b,…\r\n"
    seen = Examination(Kind.CSV, text)
    assert [(p.row, p.field) for p in seen.passages] == [(2, "Texte")]
    assert seen.fixed == text.replace("…", "...")


def test_text_findings_stand_on_lines_that_end_at_line_feeds():
    """U+2028, U+0085 and VT are found on a line and do not end it."""
    seen = Examination(Kind.TEXT, "a\u2028b\x0bc\r\nl’é\r\n")
    assert seen.places == [(1, 2, "\u2028"), (1, 4, "\x0b"), (2, 2, "’")]
    assert seen.marked == ["a[\u2028]b[\x0b]c", "l[’]é"]
    assert seen.fixed == "a\nb\nc\r\nl'é\r\n"


def test_html_keeps_its_tags():
    """Text and attributes are cleaned as HTML, and the tags are written back."""
    seen = Examination(Kind.HTML, '<p title="l’a">d’ici</p>\n')
    assert seen.places == [(1, 12, "’"), (1, 17, "’")]
    assert seen.fixed == "<p title=\"l'a\">d'ici</p>\n"


@pytest.mark.parametrize(
    ("kind", "start", "part", "end"),
    [
        (Kind.TEXT, "", "l’a", ""),
        (Kind.JSON, '["', "l’a", '"]'),
        (Kind.JSON, "[0", ', "…"', "]"),
        (Kind.JSON, '["', '\\"\\\\’', '"]'),
        (Kind.CSV, 'a;b\n"', '""’', '";1\n'),
        (Kind.CSV, "a\n", "“", "\n"),
        (Kind.NDJSON, "", '"…"\n', ""),
    ],
)
@pytest.mark.long
def test_findings_take_time_in_proportion(kind, start, part, end):
    """On one line, in one literal or field, or spread: sixteen times as many take sixteen times as long.

    What is not in proportion takes 256 times as long. The collector of cycles, whose work depends on the
    tests before, is held back meanwhile.
    """

    def measure(times):
        text = start + part * times + end
        began = time.process_time()
        seen = Examination(kind, text, Rules(FLATCHR))
        took = time.process_time() - began
        assert len(seen.places) >= times
        return took

    gc.collect()
    gc.disable()
    try:
        pairs = [(measure(500), measure(8_000)) for _ in range(3)]
    finally:
        gc.enable()
    assert min(large for _, large in pairs) < min(small for small, _ in pairs) * 16 * 4


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.JSON, *NO_TEXTS}])
def test_an_empty_document_is_clean(kind):
    """Of every kind that may hold nothing, blank lines included."""
    for text in ("", "\n", "\r\n\n"):
        seen = Examination(kind, text)
        assert (seen.passages, seen.problems, seen.fixed) == ([], [], text)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NDJSON])
def test_texts_are_kept_only_when_asked_for(kind):
    """What no report may show is not even collected."""
    (passage,) = Examination(kind, '"l’offre"\n', Rules(FLATCHR)).passages
    assert passage.text is None
    assert "offre" not in repr(passage)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.JSON, '{"l’é": "“a”", "exact": "b…", "c": ["d’e"]}'),
        (Kind.CSV, "exact;b\na…;“x”\nb;…\n"),
        (Kind.TEXT, "l’un\n…"),
    ],
)
def test_a_rewriter_counts_and_keeps_nothing(kind, text):
    """What is written is the same, and the counts are those of the findings."""
    rules = Rules(FLATCHR, FieldPolicy({"/exact": "exact"}))
    (piece,) = [p for p in pieces._cut(Source("f", kind), io.BytesIO(text.encode())) if p.text]
    full, counted = (examine_piece(replace(rules, keep_findings=keep), piece) for keep in (True, False))
    assert counted == replace(full, passages=(), edits=counted.edits)
    assert apply_edits(text, counted.edits) == apply_edits(text, full.edits) != text
    fixable = [finding.fixable for passage in full.passages for finding in passage.findings]
    assert (counted.fixable, counted.left) == (fixable.count(True), fixable.count(False))


@given(
    st.lists(st.sampled_from(["a\n", "l’é\n", "x\u2028y…\n", "\n", "z\r\n", "“"]), max_size=30),
    st.integers(1, 9),
)
def test_a_diff_applied_gives_the_fixed_text(lines, cut):
    """Hunks carry right numbers and lines, and are as many however the text is read in pieces."""
    text = "".join(lines)
    parts = re.findall(r"[^\n]*\n|[^\n]+", text)
    whole, fixed = draw_diff([text])
    assert apply_diff(text, whole) == fixed
    in_pieces, _ = draw_diff(["".join(parts[index : index + cut]) for index in range(0, len(parts), cut)])
    assert apply_diff(text, in_pieces) == fixed
    assert in_pieces.count("@@ -") == whole.count("@@ -")


def test_a_hunk_ends_before_it_fills_the_memory(monkeypatch):
    """Where every line of a large file changes; the hunks still apply."""
    monkeypatch.setattr(diffs, "LONGEST_HUNK", 10)
    chunks = ["l’un\n…\n"] * 4
    drawn, fixed = draw_diff(chunks)
    assert drawn.count("@@ -") == 4
    assert apply_diff("".join(chunks), drawn) == fixed


def draw_diff(chunks):
    """Give the diff of a text that is read in chunks, and the fixed text."""
    differ, drawn, fixed, line = Differ(), [], "", 1
    for number, chunk in enumerate(chunks, 1):
        source, encoding = Source("f", Kind.TEXT), pieces.Encoding("utf-8", b"")
        piece = pieces.Piece(source, Kind.TEXT, encoding, chunk, line, last=number == len(chunks))
        edits = examine_piece(RULES, piece).edits
        drawn += differ.diff(piece, edits)
        fixed += apply_edits(chunk, edits)
        line += chunk.count("\n")
    return "".join(line.sign + line.text for line in drawn), fixed


def apply_diff(text, diff):
    """Apply a unified diff as `patch` does, without any leniency."""
    old = re.findall(r"[^\n]*\n|[^\n]+", text)
    new, position = [], 0
    diff = diff.replace("\n\\ No newline at end of file\n", "\0")
    body = re.split(r"(?m)^(@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n)", diff)
    for at in range(1, len(body), 6):
        start, length, new_start, new_length = map(int, body[at + 1 : at + 5])
        hunk = [line.removesuffix("\0") for line in re.findall(r"[^\n\0]*[\n\0]", body[at + 5])]
        new += old[position : start - 1]
        assert new_start == len(new) + 1
        before = [line[1:] for line in hunk if line[0] in " -"]
        after = [line[1:] for line in hunk if line[0] in " +"]
        assert (len(before), len(after)) == (length, new_length)
        assert before == old[start - 1 : start - 1 + length]
        new += after
        position = start - 1 + length
    return "".join(new + old[position:])


@pytest.mark.parametrize(
    ("kind", "text", "fixed"),
    [
        (Kind.TEXT, "pã€ivi’\n", "pã€ivi'\n"),
        (Kind.JSON, '{"a": "pã€ivi’"}', '{"a": "pã€ivi\'"}'),
        (Kind.CSV, "a;b\npã€ivi’;x\npã€ivi;y\n", "a;b\npã€ivi';x\npã€ivi;y\n"),
        (Kind.HTML, "<p>pã€ivi’</p>", "<p>pã€ivi'</p>"),
    ],
)
def test_what_looks_misread_is_told_and_left(kind, text, fixed):
    """A fix leaves it, so that it is found again."""
    for written in (text, fixed):
        seen = Examination(kind, written)
        left = [found for passage in seen.passages for found in passage.findings if not found.fixable]
        assert {(found.rule, found.original, found.replacement) for found in left} == {
            ("misread", "ã€", "ã€")
        }
        assert seen.fixed == fixed
