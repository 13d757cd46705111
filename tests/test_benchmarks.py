"""The benchmarks' samples, and what is made of a run: the table, the sentence, the chart."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import growth, samples
from benchmarks.functions import JSON, TEXT, TUPLES
from benchmarks.report import (
    PROJECT_README,
    README,
    fill_section,
    make_chart,
    make_sentence,
    make_summary,
    make_table,
)
from benchmarks.results import (
    RESULTS,
    Growth,
    Machine,
    Memory,
    Post,
    Results,
    Spread,
    Start,
    Timing,
    read_results,
    write_results,
)
from benchmarks.targets import judge
from flatchr_clean import clean, clean_json

SAYS_THE_SENTENCE = (README, PROJECT_README)
"""The documents that quote the sentence about speed."""

SHORT = 2_000


def make_results() -> Results:
    """Make the results of a run in which everything takes as long as its name suggests."""

    def timing(suite: str, sample: str, function: str, seconds: float) -> Timing:
        return Timing(suite, sample, function, 16_000, Spread(seconds, 0.9 * seconds, 1.1 * seconds, 15))

    texts = {"clean": 0.0002, "explain": 0.0005, "ftfy.fix_text": 0.013, "plsfix.fix_text": 0.0005}
    documents = {"clean_json": 0.002, "json.loads": 0.004}
    return Results(
        date="2026-01-31",
        quick=False,
        machine=Machine("Some processor", 2, "Linux x86_64", "CPython 3.11.7", 0.1),
        versions={"flatchr-clean": "0.1.0", "ftfy": "6.3.1"},
        missing={"textacy": "textacy is not installed"},
        timings=(
            *(
                timing("text", samples.text_name(kind, 500), name, seconds)
                for kind in samples.TEXT_KINDS
                for name, seconds in texts.items()
            ),
            *(
                timing("json", samples.document_name(form, kind, "1 MB"), name, seconds)
                for form in samples.FORMS
                for kind in samples.JSON_KINDS
                for name, seconds in documents.items()
            ),
        ),
        posts=(Post("clean", *(Spread(value, value, value, 9) for value in (0.002, 0.0021, 1.05))),),
        starts=(
            Start("import requests", Spread(0.1, 0.09, 0.11, 9)),
            Start("import flatchr_clean", Spread(0.01, 0.009, 0.011, 9)),
        ),
        memory=(Memory("clean_json", "raw, clean", 1_000_000, 2_500_000),),
        growth=(
            Growth("clean", "`<<<`...", ((10_000, 0.001), (80_000, 0.064), (640_000, 4.096)), stopped=True),
        ),
        accuracy="| text | right |\n| --- | --- |\n| French | yes |\n",
    )


# Samples.


@pytest.mark.parametrize("kind", samples.TEXT_KINDS)
def test_texts_are_the_same_in_every_process(kind: str) -> None:
    """A sample depends on its seed alone, not on the process or on what was made before."""
    program = f"from benchmarks.samples import make_texts; print(ascii(make_texts({kind!r}, 500).inputs))"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=README.parents[1]
    )
    assert elsewhere.stdout.strip() == ascii(samples.make_texts(kind, 500).inputs)


@pytest.mark.parametrize("form", samples.FORMS)
def test_documents_are_the_same_every_time(form: str) -> None:
    """A document depends on its seed alone."""
    document = samples.make_document(form, "1 % artefacts", SHORT)
    assert document == samples.make_document(form, "1 % artefacts", SHORT)
    assert SHORT <= len(document) < 3 * SHORT
    assert document.isascii() == (form == "escaped")


def test_a_document_says_the_same_raw_and_escaped() -> None:
    """Raw and escaped documents differ in how they are written only."""
    raw, escaped = (
        json.loads(samples.make_document(form, "clean", SHORT))["vacancies"] for form in ("raw", "escaped")
    )
    assert raw[: len(escaped)] == escaped


@pytest.mark.parametrize("size", samples.TEXT_SIZES)
@pytest.mark.parametrize("kind", samples.TEXT_KINDS)
def test_texts_have_their_size(kind: str, size: int) -> None:
    """Every text of a sample has the number of characters that its name says."""
    assert {len(text) for text in samples.make_texts(kind, size).inputs} == {size}


@pytest.mark.parametrize("kind", ["ASCII", "clean French"])
def test_clean_texts_are_clean(kind: str) -> None:
    """In what is called clean nothing changes, or the fastest way would not be what is measured."""
    texts = samples.make_texts(kind, 500).inputs
    assert all(clean(text) is text for text in texts)
    assert all(text.isascii() for text in texts) == (kind == "ASCII")


@pytest.mark.parametrize("form", samples.FORMS)
def test_clean_documents_are_clean(form: str) -> None:
    """In a document that is called clean nothing changes."""
    document = samples.make_document(form, "clean", 20_000)
    assert clean_json(document) is document


def test_one_character_in_a_hundred_is_an_artefact() -> None:
    """The share of artefacts is what the sample's name says."""
    text = samples.make_text("1 % artefacts", 50_000)
    share = sum(text.count(artefact) for artefact in "\u2019\u2026\u00a0\u2013\u2022") / len(text)
    assert share == pytest.approx(0.01, rel=0.05)


def test_hostile_inputs_have_their_size() -> None:
    """Every kind of growing input is as long as it is asked to be, but for its ends."""
    sizes = {
        **{kind: len(make(50_000).encode()) for kind, make in growth.TEXTS.items()},
        **{kind: len(make(50_000)) for kind, make in growth.DOCUMENTS.items()},
    }
    assert {kind: size for kind, size in sizes.items() if not 49_000 < size < 60_000} == {}


def test_our_functions_can_be_loaded() -> None:
    """The table names functions that exist."""
    ours = [measured for measured in (*TEXT, *JSON, TUPLES) if measured.distribution in {"flatchr-clean", ""}]
    assert [measured.load().__name__ for measured in ours] == [
        *("clean", "explain", "clean_json", "explain_json", "loads", "make_tuples")
    ]


# Results.


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    """The file holds the whole run."""
    results = make_results()
    write_results(results, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == results


def test_a_spread_is_the_median_and_the_quartiles() -> None:
    """The spread that is shown is half the distance between the quartiles, in percent."""
    spread = Spread.of([5, 1, 3, 2, 4])
    assert spread == Spread(3, 2, 4, 5)
    assert spread.percent == pytest.approx(100 / 3)
    assert Spread.of([7]) == Spread(7, 7, 7, 2)


def test_the_exponent_is_that_of_the_power_law() -> None:
    """Eight times the size in 64 times the time is quadratic."""
    (hostile,) = make_results().growth
    assert hostile.exponent == pytest.approx(2)
    assert dataclasses.replace(hostile, steps=((10, 1.0),)).exponent is None


def test_targets_are_judged_by_the_figures() -> None:
    """Each target is met, missed, or not measured, as the ratio says."""
    verdicts = {(verdict.work, verdict.aim): verdict for verdict in judge(make_results())}
    assert verdicts["`clean`, 1 % artefacts", "60 times `ftfy.fix_text`"].met is True
    assert verdicts["`clean`, 1 % artefacts", "3 times `plsfix.fix_text`"].met is False
    assert verdicts["`clean`, 1 % artefacts", "faster than `anyascii`"].met is None
    assert verdicts["`explain`", "at most 3 times `clean`"].ratio == pytest.approx(2.5)
    assert verdicts["`clean_json`, clean", "0.35 of `json.loads`"].met is False
    assert verdicts["`clean_json`, 1 % artefacts", "no slower than `json.loads`"].met is True
    assert verdicts["Growth", "8 times the input, at most 9 times the time"].met is False


# What people read.


def test_the_table_is_made_from_the_results() -> None:
    """Each figure of the table is one of the run."""
    table = make_table(make_results())
    assert "| `clean`, 1 % artefacts | 60 times `ftfy.fix_text` | 65 | – | met |" in table
    assert "| **`clean`** | 80 ± 10 % | 80 ± 10 % |" in table
    assert "| `ftfy.fix_text` | 1.23 ± 10 % |" in table
    assert "| clean | 2.00 ms ± 0 % | 2.10 ms ± 0 % | 1.050 (1.050 to 1.050) |" in table
    assert "| `clean_json` | raw, clean | 1.0 MB | 2.50 |" in table
    assert "| `<<<`... | 2.00 | 64.0 times the time | 640 kB | 4 100 ms, the next was ended |" in table
    assert "Not measured: textacy, textacy is not installed." in table
    assert "| French | yes |" in table


def test_the_sentence_is_made_from_the_results() -> None:
    """The sentence says what was measured, where and when."""
    assert make_sentence(make_results()) == (
        "`clean` takes paragraphs of French with 1 % artefacts at 80 MB/s, 65 times the speed of "
        "`ftfy.fix_text` and 2.5 times the speed of `plsfix.fix_text`; against the time of `json.loads`, "
        "`clean_json` takes 0.5 of it for a document that is clean and 0.5 of it for a document with 1 % "
        "artefacts (Some processor, 2 cores, CPython 3.11.7, 2026-01-31)."
    )


def test_a_run_without_texts_claims_nothing() -> None:
    """What was not measured is not said, drawn or shown."""
    nothing = dataclasses.replace(make_results(), timings=())
    assert make_sentence(nothing) == "Speed was not measured."
    assert "MB/s" not in make_table(nothing)
    assert "Speed was not measured" in make_chart(nothing)


def test_the_summary_shows_paragraphs_the_run_and_what_is_repaired() -> None:
    """The project's README has a row a function, says where and when, and how right the result is."""
    results = dataclasses.replace(make_results(), quick=True, accuracy="| damage |\n")
    summary = make_summary(results)
    assert len(re.findall(r"^\| \W*`", summary, re.MULTILINE)) == 4
    assert "CPython 3.11.7, 2026-01-31, a quick run, for a look only)." in summary
    assert summary.endswith("\n\n| damage |")
    assert "come out" not in make_summary(dataclasses.replace(results, accuracy=""))


def test_the_chart_is_an_svg_with_a_mark_a_figure() -> None:
    """The chart is well-formed, has a mark for each speed, and its own colours for dark pages."""
    svg = make_chart(make_results())
    root = ET.fromstring(svg)  # noqa: S314 - our own
    namespace = "{http://www.w3.org/2000/svg}"
    marks = list(root.iter(f"{namespace}circle"))
    texts = [element.text for element in root.iter(f"{namespace}text")]
    assert len(marks) == 4 * len(samples.TEXT_KINDS) + 2
    assert {mark.get("class") for mark in marks} == {"our", "peer"}
    assert texts.count("80") == 5
    assert "prefers-color-scheme: dark" in svg


def test_a_section_stands_between_its_markers() -> None:
    """The section is replaced, and nothing else."""
    document = "a\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nz\n"
    filled = fill_section(document, "new")
    assert filled == "a\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nz\n"
    assert fill_section(filled, "new") == filled
    with pytest.raises(SystemExit, match="measured: begin"):
        fill_section("a\nz\n", "new")


# The committed run.


def test_the_committed_run_is_what_is_shown() -> None:
    """The committed tables and the chart are those of the committed results."""
    results = read_results()
    assert make_table(results) in README.read_text("utf-8")
    assert make_summary(results) in PROJECT_README.read_text("utf-8")
    assert make_chart(results) == README.with_name("chart.svg").read_text("utf-8")


@pytest.mark.parametrize("document", SAYS_THE_SENTENCE, ids=str)
def test_the_sentence_about_speed_is_that_of_the_committed_run(document: Path) -> None:
    """What is said about speed is what was measured."""
    sentence = make_sentence(read_results())
    assert sentence in " ".join(document.read_text("utf-8").split())


def test_the_committed_run_does_not_name_the_machine() -> None:
    """Of the machine no more is told than its kind."""
    machine = json.loads(RESULTS.read_text("utf-8"))["machine"]
    assert set(machine) == {"processor", "cores", "system", "python", "load"}
