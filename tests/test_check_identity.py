"""What stays the same finding when lines move, and what a baseline accepts."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.check import pieces
from flatchr_clean.check.baseline import Baseline, format_baseline, read_baseline
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import Edit, apply_edits
from flatchr_clean.check.identity import Fingerprints, identify, relative_path
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source
from flatchr_clean.check.places import trace_edits
from flatchr_clean.check.settings import InvalidSettings
from flatchr_clean.text.profile import FLATCHR

HERE = Path("baseline.json")


def find(text, kind=Kind.TEXT, path="a.txt"):
    """Give the passages of a text."""
    passages = []
    for piece in pieces._cut(Source(path, kind), io.BytesIO(text.encode())):
        passages += examine_piece(Rules(FLATCHR), piece).passages
    return passages


def fingerprints(text, **how):
    """Give the fingerprints of a text's findings."""
    maker = Fingerprints()
    found = [(passage, finding) for passage in find(text, **how) for finding in passage.findings]
    return [maker.make(identify(*each)) for each in found]


def accept(text, file=HERE, **how):
    """Give a baseline that accepts a text, written down and read again."""
    baseline = Baseline(file)
    found = Counter(baseline.identify(passage, f) for passage in find(text, **how) for f in passage.findings)
    return json.loads(format_baseline(found)), found


def test_fingerprints_are_unique_and_outlive_moved_lines():
    """The same line twice has two; a line put before changes none."""
    text = "L’offre\nl’autre … fin\nL’offre\n"
    before = fingerprints(text)
    assert len(set(before)) == len(before) == 4
    assert fingerprints("Bonjour\n\n" + text) == before
    assert fingerprints(text.replace("autre", "une")) != before


def test_fingerprints_outlive_array_indices():
    """Indices of a JSON array move like lines."""
    assert fingerprints('[\n{"a": "…"}\n]', kind=Kind.JSON) == fingerprints(
        '[\n{},\n{"a": "…"}\n]', kind=Kind.JSON
    )


@pytest.mark.parametrize(
    ("kind", "text", "more"),
    [
        (Kind.JSON, '{"a": "l’un"}', '{"b": 1, "a": "l’un", "c": [2]}'),
        (Kind.CSV, "a;b;c\n1;l’un;2\n", "a;b;c\n10;l’un;20\n"),
    ],
)
def test_fingerprints_outlive_what_is_written_beside_a_value(kind, text, more):
    """Another member or another field in the same line is no reason to tell a finding again."""
    assert fingerprints(text, kind=kind) == fingerprints(more, kind=kind)
    assert fingerprints(text, kind=kind) != fingerprints(text.replace("un", "une"), kind=kind)


def test_paths_are_those_from_the_current_directory(tmp_path, monkeypatch):
    """However the file was named: fingerprints and baselines agree."""
    monkeypatch.chdir(tmp_path)
    relative_path.cache_clear()
    assert relative_path("./x/../a.txt") == relative_path(str(tmp_path / "a.txt")) == "a.txt"
    assert relative_path("-") == "-"
    relative_path.cache_clear()


def test_a_baseline_hides_what_it_accepts_and_no_more(tmp_path):
    """A new finding is told where it is, even before the old ones; a line that was changed is new."""
    file = tmp_path / "baseline.json"
    file.write_text(format_baseline(accept("L’offre\nfin …\n", path=str(tmp_path / "a.txt"), file=file)[1]))
    baseline = read_baseline(file)
    new = [
        baseline.maybe_new(passage)
        for passage in find("Une autre’ligne\nL’offre\nfin … et …\n", path=str(tmp_path / "a.txt"))
    ]
    assert [(p.findings[0].region[:2], len(p.findings)) for p in new if p] == [((1, 10), 1), ((3, 5), 2)]


def test_accepted_findings_are_used_up():
    """Two of a kind were accepted: the third is new."""
    _, found = accept("…\n…\n")
    baseline = Baseline(HERE, found)
    assert [baseline.maybe_new(passage) is None for passage in find("…\n…\n…\n")] == [True, True, False]


def test_a_baseline_holds_no_text():
    """It is committed: names and code points, and 16 bits of a checksum."""
    written, _ = accept('{"nom": "D’Artagnan"}', kind=Kind.JSON, path="a.json")
    assert written == {
        "version": 2,
        "accepted": [
            {
                "path": "a.json", "rule": "apostrophe", "code_points": "U+2019", "where": "/nom",
                "trace": written["accepted"][0]["trace"], "count": 1,
            }
        ],
    }  # fmt: skip
    assert len(written["accepted"][0]["trace"]) == 4


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', '{"version": 2, "accepted": [{}]}', "nonsense", "[" * 100_000]
)
def test_what_is_no_baseline_is_told(tmp_path, text):
    """With the file's name."""
    file = tmp_path / "baseline.json"
    file.write_text(text)
    with pytest.raises(InvalidSettings, match="no baseline of flatchr-clean"):
        read_baseline(file)


def test_a_baseline_of_another_version_or_none_is_told(tmp_path):
    """And what to do."""
    file = tmp_path / "baseline.json"
    with pytest.raises(InvalidSettings, match="No such file or directory; --write-baseline makes it"):
        read_baseline(file)
    file.write_text('{"version": 1, "accepted": []}')
    with pytest.raises(InvalidSettings, match="a baseline of version 1: write it again"):
        read_baseline(file)


@given(
    st.lists(
        st.tuples(st.text("ab \n\u2028’…", max_size=20), st.text("’…\n", min_size=1, max_size=3)), max_size=6
    ),
    st.lists(st.sampled_from(["", "'", "...", "\n", "\\n"]), min_size=6, max_size=6),
    st.sets(st.integers(0, 5)),
)
def test_a_correction_leaves_the_traces_of_its_neighbours(parts, written, made):
    """Whichever of the edits of a value are made, the others have the traces that they had."""
    value, edits = "", []
    for (before, found), new in zip(parts, written, strict=False):
        start = len(value) + len(before)
        value += before + found
        edits.append(Edit(start, start + len(found), new))
    traces = list(trace_edits(value, edits))
    done = [edit for index, edit in enumerate(edits) if index in made]
    left, shift = [], 0
    for index, (start, end, new) in enumerate(edits):
        if index in made:
            shift += len(new) - (end - start)
        else:
            left.append(Edit(start + shift, end + shift, new))
    after = list(trace_edits(apply_edits(value, done), left))
    assert after == [trace for index, trace in enumerate(traces) if index not in made]


def test_a_trace_is_of_what_is_found_and_of_16_characters_around():
    """In its line, and no more."""
    (trace,) = trace_edits("x" * 20 + "’" + "y" * 20, [Edit(20, 21, "'")])
    assert [trace] == list(trace_edits("z\n" + "x" * 16 + "’" + "y" * 16 + "\nz", [Edit(18, 19, "'")]))
    assert [trace] != list(trace_edits("x" * 20 + "\u2018" + "y" * 20, [Edit(20, 21, "'")]))
    assert [trace] != list(trace_edits("x" * 15 + "’" + "y" * 20, [Edit(15, 16, "'")]))
    assert [trace] != list(trace_edits("x" * 20 + "’" + "y" * 15, [Edit(20, 21, "'")]))
