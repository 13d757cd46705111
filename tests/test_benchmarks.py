"""The benchmarks' samples, and what is made of a run: the tables, the sentence, the chart."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from functools import cache
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest

from benchmarks import checks, growth, worst
from benchmarks.functions import BODIES, JSON, OURS, TEXT, TUPLES, clean_body
from benchmarks.processes import follow_module
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
    FIRST,
    RESULTS,
    SECOND,
    SETS,
    Growth,
    Machine,
    Memory,
    Post,
    Results,
    Spread,
    Start,
    Timing,
    Worst,
    read_results,
    write_results,
)
from benchmarks.samples import burdens, draw, hostile, html, misreading, payloads, texts
from benchmarks.samples.artefacts import FAMILIES, spread_artefacts
from benchmarks.samples.draw import Draw
from benchmarks.targets import find_favoured, judge
from benchmarks.timing import QUICK, document_name, make_samples, text_name
from flatchr_clean import FLATCHR, clean, clean_json, explain
from flatchr_clean.check.checker import check
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.pieces import Source

SAYS_THE_SENTENCE = (README, PROJECT_README)
"""The documents that quote the sentence about speed."""

SHORT = 2_000
OTHER = 7
"""A seed that is not the first set's."""
SEEDS = (draw.FIRST, OTHER)


def make_results() -> Results:
    """Make the results of a run in which everything takes as long as its name suggests.

    On the second set everything takes as long, but for `clean` on HTML, which takes twice as long.
    """

    def timing(suite: str, one: str, sample: str, function: str, seconds: float) -> Timing:
        spread = Spread(seconds, 0.9 * seconds, 1.1 * seconds, 15)
        return Timing(suite, one, sample, function, 16_000, spread)

    functions = {"clean": 0.0002, "explain": 0.0005, "ftfy.fix_text": 0.013, "plsfix.fix_text": 0.0011}
    documents = {"clean_json": 0.002, "json.loads": 0.004}
    return Results(
        date="2026-01-31",
        quick=False,
        machine=Machine("Some processor", 2, "Linux x86_64", "CPython 3.11.7", 0.1),
        versions={"flatchr-clean": "0.1.0", "ftfy": "6.3.1"},
        seeds={FIRST: 1, SECOND: 2},
        missing={"textacy": "textacy is not installed"},
        timings=(
            *(
                timing("text", one, text_name(kind, 500), name, seconds)
                for one in SETS
                for kind in texts.TEXT_KINDS
                for name, usual in functions.items()
                for seconds in [usual * (1 + ((one, kind, name) == (SECOND, texts.HTML, "clean")))]
            ),
            *(
                timing("json", one, document_name(form, kind, "1 MB"), name, seconds)
                for one in SETS
                for form in payloads.FORMS
                for kind in payloads.JSON_KINDS
                for name, seconds in documents.items()
            ),
            *(
                timing("checks", one, "JSON lines, clean", name, seconds)
                for one in SETS
                for name, seconds in (("check", 0.003), ("fix", 0.002), ("json.loads", 0.002))
            ),
            *(
                timing("checks", one, "JSON lines, plain texts", name, seconds)
                for one in SETS
                for name, seconds in (("check, one job", 0.9), ("check, two jobs", 0.5))
            ),
        ),
        posts=tuple(
            Post(
                one, "clean, logger off", *(Spread(value, value, value, 9) for value in (0.002, took, ratio))
            )
            for one, took, ratio in ((FIRST, 0.0021, 1.05), (SECOND, 0.0022, 1.1))
        ),
        starts=(
            Start("import requests", Spread(0.1, 0.09, 0.11, 9)),
            Start("import flatchr_clean", Spread(0.01, 0.009, 0.011, 9)),
        ),
        memory=(
            Memory(FIRST, "clean_json", "raw, clean", 1_000_000, 2_500_000),
            Memory(FIRST, "check", "a text, clean", 1_000_000, 3_000_000),
            Memory(FIRST, "check", "CSV, clean", 1_000_000, 9_000_000),
            Memory(FIRST, "clean_body", "dirty parts", 4_000_000, 20_000_000),
            Memory(FIRST, "clean_body", "a form of dirty pairs", 4_000_000, None),
        ),
        growth=(
            Growth(FIRST, "clean", "`<<<`...", ((10_000, 0.001), (80_000, 0.064), (640_000, 4.096))),
            Growth(SECOND, "clean", "`<<<`...", (), stopped=True),
        ),
        worst=(
            Worst(FIRST, "`<`...", "flatchr", 20_000, 0.01),
            Worst(SECOND, "`&`...", "ascii", 20_000, None),
        ),
        worst_bodies=(
            Worst(FIRST, "a form of pairs", "flatchr", 4_000_000, 0.5),
            Worst(FIRST, "dirty parts", "flatchr", 4_000_000, None),
        ),
        accuracy="| text | right |\n| --- | --- |\n| French | yes |\n",
    )


# Samples.


class _Balance(HTMLParser):
    """Counts the tags that were opened and not closed."""

    VOID = frozenset({"br", "img", "meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}
        self.open[tag] += tag not in self.VOID

    def handle_endtag(self, tag: str) -> None:
        self.open[tag] -= 1
        assert self.open[tag] >= 0, tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parse_html(text: str) -> _Balance:
    """Read HTML to its end."""
    parser = _Balance()
    parser.feed(text)
    parser.close()
    return parser


def test_texts_are_the_same_in_every_process() -> None:
    """A sample depends on its seed alone, not on the process or on what was made before."""
    asked = [(kind, 500, SHORT, seed) for kind in texts.TEXT_KINDS for seed in SEEDS]
    program = (
        "from benchmarks.samples.texts import make_texts; "
        f"print(ascii([make_texts(*one) for one in {asked[::-1]!r}]))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=README.parents[1]
    )
    assert elsewhere.stdout.strip() == ascii([texts.make_texts(*one) for one in asked][::-1])


@pytest.mark.parametrize("suite", ["text", "json", "bodies"])
def test_no_input_of_a_run_is_given_twice(suite: str) -> None:
    """Every input of both sets differs from every other: repeated texts flatter what remembers them."""
    effort = dataclasses.replace(QUICK, documents={"10 kB": 3})
    samples = list(make_samples(suite, effort, dict(zip(SETS, SEEDS, strict=True))))
    inputs = Counter(item for sample in samples for item in sample.inputs)
    repeated = {item: count for item, count in inputs.items() if count > 1}
    assert {sample.set for sample in samples} == set(SETS)
    # Of fifty characters, two may be alike by chance: a heading, an item.
    assert len(repeated) <= len(inputs) / 500
    assert all(len(item) <= 50 for item in repeated)


def test_another_seed_is_another_mixture() -> None:
    """The second set differs in what is frequent too, by three times at the most."""
    shares = {seed: [Draw(seed).share(family.name, 0.1) for family in FAMILIES] for seed in (*SEEDS, 8)}
    assert set(shares[draw.FIRST]) == {0.1}
    assert shares[OTHER] != shares[8]
    assert all(0.1 / 3 <= share <= 0.3 for share in shares[OTHER])
    assert max(shares[OTHER]) > 0.2
    assert min(shares[OTHER]) < 0.05


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", texts.TEXT_SIZES)
@pytest.mark.parametrize("kind", texts.TEXT_KINDS)
def test_texts_have_their_size(kind: str, size: int, seed: int) -> None:
    """Every text of a sample has the number of characters that its name says."""
    assert {len(text) for text in texts.make_texts(kind, size, SHORT, seed)} == {size}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [texts.ASCII, texts.CLEAN])
def test_clean_texts_are_clean(kind: str, seed: int) -> None:
    """In what is called clean nothing changes, or the fastest way would not be what is measured."""
    made = texts.make_texts(kind, 500, 50_000, seed)
    assert all(clean(text) is text for text in made)
    assert all(text.isascii() for text in made) == (kind == texts.ASCII)


def test_sentences_are_many() -> None:
    """No sentence of ten thousand is frequent, and the words that hold an accent are many."""
    text = texts.make_text(texts.CLEAN, 1_000_000)
    sentences = Counter(re.split(r"(?<=[.!?]) |\n", text))
    assert len(sentences) > 10_000
    assert len({word for word in re.findall(r"\w+", text) if not word.isascii()}) > 200


@pytest.mark.parametrize("seed", SEEDS)
def test_one_character_in_a_hundred_is_an_artefact(seed: int) -> None:
    """The share of what is cleaned is what the sample's name says."""
    text = texts.make_text(texts.DIRTY, 100_000, seed=seed)
    share = sum(len(change.original) for change in explain(text).changes) / len(text)
    assert share == pytest.approx(0.0115, rel=0.25)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_is_met(family, seed: int) -> None:
    """Each family finds its places in French, and its artefacts are in the texts of each set."""
    text, dirty = long_texts(seed)
    put = {
        replacement if isinstance(replacement, str) else replacement(match[0])
        for where, replacements in family.rules
        for match in islice(where.finditer(text), 50)
        for replacement in replacements
    }
    assert any(artefact in dirty for artefact in put - {""})
    assert all(where.search(text) for where, _ in family.rules)


@cache
def long_texts(seed: int) -> tuple[str, str]:
    """Give a long text and a longer one with artefacts, made once."""
    return (
        texts.make_text(texts.CLEAN, 200_000, seed=seed),
        texts.make_text(texts.DIRTY, 2_000_000, seed=seed),
    )


def test_frequent_families_are_as_frequent_as_in_real_ads() -> None:
    """Ads with a curly apostrophe are most, ads with a pseudo-font are few."""
    met: Counter[str] = Counter()
    for number in range(400):
        source = Draw(draw.FIRST, number)
        text = spread_artefacts(texts.make_text(texts.CLEAN, 1_500, number), source)
        met.update({"\u2019", "\u2026", "\N{NO-BREAK SPACE}", "\uf0b7"} & set(text))
    assert met["\u2019"] / 400 == pytest.approx(0.85, abs=0.13)
    assert 0.1 < met["\u2026"] / 400 < 0.5
    assert 0.2 < met["\N{NO-BREAK SPACE}"] / 400 < 0.6
    assert met["\uf0b7"] / 400 < 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_about_one_line_in_ten_is_misread(seed: int) -> None:
    """Each chain and each loss occurs, in about a tenth of the lines."""
    source = Draw(seed)
    line = "L'été, à Besançon : « ça va » \N{RIGHT SINGLE QUOTATION MARK}"
    lines = misreading.misread_lines("\n".join([line] * 4_000), source).split("\n")
    found = Counter(lines)
    assert 1 - found[line] / 4_000 == pytest.approx(0.1, abs=0.03)
    assert {misreading.misread(line, *chain.split()) for chain in misreading.CHAINS} <= found.keys()
    assert any("\N{REPLACEMENT CHARACTER}" in text for text in found)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [200, SHORT, 50_000])
def test_html_can_be_parsed(size: int, seed: int) -> None:
    """No tag is cut or left open, with artefacts and without, whichever editor wrote it."""
    for number in range(min(40, 500_000 // size)):
        source = Draw(seed, number)
        for soil in (None, lambda text, source=source: spread_artefacts(text, source)):
            parser = parse_html(html.draw_html(source, size, soil))
            assert parser.text.strip()
            assert {tag: count for tag, count in parser.open.items() if count} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_html_is_that_of_every_editor(seed: int) -> None:
    """Word's lists, conditional comments and references occur, and what the other editors write."""
    text = "".join(texts.make_texts(texts.HTML, 50_000, 500_000, seed))
    for mark in (
        *("mso-list:", "<![if !supportLists]>", "<!--[if gte mso 9]>", "<o:p>", "MsoNormal"),
        *("elementToProof", "docs-internal-guid", "ql-indent-1", 'data-type="mention"', "text-align:justify"),
        *("&nbsp;", "&rsquo;", "&eacute;", "&#8217;", "&#x2019;", "&amp;lang=fr", 'alt="L\u2019'),
    ):
        assert mark in text, mark


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", payloads.JSON_KINDS)
def test_a_document_says_the_same_raw_and_escaped(kind: str, seed: int) -> None:
    """Raw and escaped documents are JSON and differ in how they are written only, in every layout."""
    for number in range(8):
        raw, escaped = (
            json.loads(payloads.make_document(form, kind, SHORT, number, seed))["records"]
            for form in ("raw", "escaped")
        )
        assert raw[: len(escaped)] == escaped[: len(raw)]
    document = payloads.make_document("escaped", kind, SHORT, 0, seed)
    assert document == payloads.make_document("escaped", kind, SHORT, 0, seed)
    assert document.isascii()
    assert not payloads.make_document("raw", kind, 20_000, 0, seed).isascii()
    assert len(document) >= SHORT


def test_documents_are_written_in_many_ways() -> None:
    """Compact and indented, with slashes escaped and not, with signs of markup escaped and not."""
    written = b"".join(
        payloads.make_document("escaped", payloads.HTML, SHORT, number) for number in range(60)
    )
    for mark in (b'":"', b'": "', b'\n  "', b'\n\t"', b"<\\/p>", b"</p>", b"\\u003cp", b"\\u00e9"):
        assert mark in written, mark


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", payloads.FORMS)
def test_clean_documents_are_clean(form: str, seed: int) -> None:
    """In a document that is called clean nothing changes."""
    for number in range(5):
        document = payloads.make_document(form, payloads.CLEAN, 20_000, number, seed)
        assert clean_json(document) is document


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [payloads.PLAIN, payloads.HTML])
def test_dirty_documents_are_dirty(kind: str, seed: int) -> None:
    """In a document that is called dirty there is something to clean, as HTML or as plain texts."""
    document = payloads.make_document("raw", kind, 20_000, 0, seed)
    assert clean_json(document) != document
    assert (b"</" in document or b"\\u003c" in document or b"<\\/" in document) == (kind == payloads.HTML)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", payloads.JSON_KINDS)
def test_a_vacancy_has_its_size(kind: str, seed: int) -> None:
    """What is posted has about the bytes that are asked for."""
    vacancy = payloads.make_vacancy(kind, 10_000, seed)
    assert len(json.dumps(vacancy)) == pytest.approx(10_000, rel=0.3)
    assert vacancy == payloads.make_vacancy(kind, 10_000, seed)


@pytest.mark.parametrize("kind", [payloads.CLEAN, payloads.PLAIN])
def test_other_bodies_can_be_read(kind: str) -> None:
    """Forms, multipart bodies and lines of JSON are what their content type says."""
    _, form = payloads.make_body("urlencoded", kind, SHORT)
    assert {"firstname", "comment"} <= {name for name, _ in parse_qsl(form.decode(), strict_parsing=True)}
    media_type, multipart = payloads.make_body("multipart", kind, SHORT)
    message = message_from_bytes(f"Content-Type: {media_type}\r\n\r\n".encode() + multipart)
    names = {part.get_param("name", header="content-disposition") for part in message.get_payload()}
    assert {"text", "file"} <= names
    _, lines = payloads.make_body("NDJSON", kind, SHORT)
    assert all(isinstance(json.loads(line), dict) for line in lines.splitlines())


# Hostile texts.


@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_inputs_have_their_size(seed: int) -> None:
    """Every hostile text is as long as it is asked to be, the growing ones but for their ends."""
    assert {len(make()) for make in hostile.make_hostile(SHORT, seed).values()} == {SHORT}
    lengths = {kind: len(make(50_000)) for kind, make in growth.give_texts(seed).items()}
    assert {kind: length for kind, length in lengths.items() if not 50_000 <= length < 51_000} == {}
    lengths = {kind: len(make(50_000)) for kind, make in growth.give_documents(seed).items()}
    assert {kind: length for kind, length in lengths.items() if not 49_000 < length < 75_000} == {}


UNCHANGED = {
    *("a form of pairs", "a form of empty pairs", "parts", "NDJSON of empty lines", "an array of brackets"),
    "an object of dirty keys",
}


@pytest.mark.parametrize("name", burdens.MAKERS)
def test_bodies_that_cost_much_are_well_formed(name: str) -> None:
    """What is timed is the cleaning and no refusal, and grows with what is asked for."""
    small, large = (burdens.MAKERS[name](count) for count in (1_000, 10_000))
    assert burdens.measure_content(large) == pytest.approx(10 * burdens.measure_content(small), rel=0.15)
    assert clean_body(small).changed == (name not in UNCHANGED)


def test_each_set_has_hostile_texts_of_its_own() -> None:
    """The known units are in the first set, and both sets hold drawn ones that the other has not."""
    first, second = (set(hostile.give_units(seed)) for seed in SEEDS)
    assert set(hostile.UNITS) <= first
    assert len(second - first) > hostile.RANDOM_UNITS / 2


def test_every_hostile_text_is_tried_under_every_profile() -> None:
    """A complete run tries all profiles on each text, a quick one all profiles on some text."""
    complete = Counter(profile for _, _, profile in worst.give_attempts(OTHER, quick=False))
    assert set(complete.values()) == {len(hostile.make_hostile(SHORT, OTHER))}
    quick = {profile for _, _, profile in worst.give_attempts(OTHER, quick=True)}
    assert quick == complete.keys() == set(worst.PROFILES)


@pytest.mark.once
def test_what_hangs_is_ended_and_what_follows_is_measured(tmp_path, monkeypatch) -> None:
    """One text that never ends costs its own figure alone."""
    program = (
        "import sys, time\n"
        "for number in range(int(sys.argv[-1]), 4):\n"
        "    time.sleep(60 if number == 1 else 0)\n"
        "    print(number, flush=True)\n"
    )
    (tmp_path / "hanging.py").write_text(program, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert list(follow_module("hanging", items=4, seconds=3)) == [0, None, 2, 3]


def test_what_fails_is_no_figure(tmp_path, monkeypatch) -> None:
    """A process that ends by an error ends the run, and is not taken for one that is slow."""
    (tmp_path / "failing.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SystemExit, match="failing failed"):
        list(follow_module("failing", items=4, seconds=20))


def test_our_functions_can_be_loaded() -> None:
    """The table names functions that exist."""
    ours = [
        measured
        for measured in (*TEXT, *JSON, *BODIES, TUPLES)
        if measured.distribution in {"flatchr-clean", ""}
    ]
    assert [measured.load().__name__ for measured in ours] == [
        *("clean", "clean", "explain", "clean_json", "clean_json", "clean_json_by_fields", "explain_json"),
        *("loads", "send_nowhere", "clean_typed_body", "make_tuples"),
    ]
    assert {"clean", "clean, pure Python"} <= OURS


@pytest.mark.parametrize("form", payloads.BODIES)
def test_bodies_are_cleaned_on_their_way_to_nowhere(form: str) -> None:
    """What is measured is the adapter at work: the body that would be sent is clean."""
    send, clean_typed = (measured.load() for measured in BODIES)
    body = payloads.make_body(form, payloads.PLAIN, SHORT)
    sent = send(body).request.body
    assert clean_typed(body).body == sent
    assert sent != body[1]
    assert send((body[0], sent)).request.body == sent


@pytest.mark.parametrize("form", [*checks.STREAMS, *checks.WHOLE])
@pytest.mark.parametrize("kind", checks.KINDS)
def test_files_are_what_their_name_says(form: str, kind: str, tmp_path: Path, monkeypatch) -> None:
    """A clean file holds nothing to find, and any can be read: what is timed is no list of problems."""
    monkeypatch.setattr(checks, "_BLOCK", 40_000)
    path = tmp_path / "file"
    path.write_bytes(checks.make_file(form, kind, 40_000, OTHER))
    source = Source(str(path), checks._KINDS_OF[form])
    examined = [found for _, found in check([source], Rules(FLATCHR))]
    assert [found.problems for found in examined if found.problems] == []
    assert any(found.fixable for found in examined) is (kind != payloads.CLEAN)
    assert checks.run(path, form) == checks.run(path, form, keep_findings=False)


def test_checks_are_timed_and_weighed(tmp_path: Path, monkeypatch) -> None:
    """Each form of file beside the parser and the cleaner of the same lines; one job beside two."""
    monkeypatch.setattr(checks, "SIZES", {True: 8_000})
    monkeypatch.setattr(checks, "SHARED", {True: 8_000})
    monkeypatch.setattr(checks, "REPEATS", {True: 1})
    monkeypatch.setattr(checks, "_BLOCK", 8_000)
    timed = [(sample, name) for sample, name, _, _ in checks._time(OTHER, tmp_path / "file", quick=True)]
    assert ("JSON lines, clean", "json.loads") in timed
    assert ("CSV, plain texts", "check, two jobs") in timed
    assert len(timed) == len(set(timed)) == 20
    weighed = list(checks._weigh(OTHER, tmp_path / "file", quick=True))
    assert [sample for sample, *_ in weighed[:2]] == ["a JSON document, clean"] * 2
    assert all(added > 0 for *_, added in weighed)


def test_documents_by_fields_leave_what_must_match() -> None:
    """The policy that is measured names fields that the samples have."""
    (by_fields,) = (measured.load() for measured in JSON if measured.name == "clean_json, by fields")
    assert by_fields('{"skills": ["\u2019"], "title": "\u2019"}'.encode()) == (
        '{"skills": ["\u2019"], "title": "\'"}'.encode()
    )


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
    hostile_growth, _ = make_results().growth
    assert hostile_growth.exponent == pytest.approx(2)
    assert dataclasses.replace(hostile_growth, steps=((10, 1.0),)).exponent is None


def test_targets_are_judged_by_the_figures() -> None:
    """Each target is met, missed, or not measured, as the figures of both sets say."""
    verdicts = {(verdict.work, verdict.aim): verdict for verdict in judge(make_results())}
    assert verdicts["`clean`, 1 % artefacts, 500", "5 times `plsfix.fix_text`"].met is True
    assert verdicts["`clean`, 1 % artefacts", "150 times `ftfy.fix_text`"].met is False
    assert verdicts["`clean`, 1 % artefacts, 50", "3 times `plsfix.fix_text`"].met is None
    assert verdicts["`explain`", "at most 2.5 times `clean`"].met is True
    assert verdicts["`clean_json`, clean", "0.5 of `json.loads`"].met is True
    assert verdicts["`clean_json, by fields`, clean", "0.5 of `json.loads`"].met is None
    assert verdicts["`check`, JSON lines, clean", "1.2 of `json.loads`"].met is False
    assert verdicts["`fix`, JSON lines, clean", "1.2 of `json.loads`"].met is True
    assert verdicts["`check, two jobs`, JSON lines", "1.7 times as fast as one"].met is True
    assert verdicts["`check` and `fix` of whole files, memory added", "at most 6 files"].met is True
    assert verdicts["`import flatchr_clean`", "0.35 of `import requests`"].met is True


def test_a_target_that_one_set_misses_is_missed() -> None:
    """What is met on the set that everybody knows alone is not met."""
    verdicts = {verdict.work: verdict for verdict in judge(make_results())}
    html_verdict = verdicts["`clean`, HTML"]
    assert [figure for figure, _ in html_verdict.found.values()] == [pytest.approx(5.5), pytest.approx(2.75)]
    assert html_verdict.met is False
    assert verdicts["POST of 10 kB, clean"].found[FIRST] == (1.05, "clean, logger off")
    assert verdicts["POST of 10 kB, clean"].met is False
    assert verdicts["The worst text"].found[FIRST][0] == pytest.approx(2)
    assert verdicts["The worst text"].met is False
    assert verdicts["The worst body"].found[FIRST] == (0, "dirty parts")
    assert verdicts["The worst body"].met is False
    assert verdicts["The heaviest body, memory added"].found == {
        FIRST: (float("inf"), "a form of dirty pairs")
    }
    assert verdicts["Growth"].found[SECOND][0] == float("inf")


def test_what_is_better_on_the_first_set_by_a_quarter_is_a_fault() -> None:
    """The fault is named and marked; a peer's is not."""
    results = make_results()
    ((first, second),) = find_favoured(results)
    assert (first.function, first.sample, second.set) == ("clean", "HTML, 500", SECOND)
    table = make_table(results)
    assert "| `clean` | HTML, 500 | 80 | 40 |" in table
    assert table.count("80 · 40 ± 10 % **!** |") == 1
    assert table.count("**!**") == 1
    peers = tuple(dataclasses.replace(one, function="ftfy.fix_text") for one in (first, second))
    assert list(find_favoured(dataclasses.replace(results, timings=peers))) == []


# What people read.


def test_the_table_is_made_from_the_results() -> None:
    """Each figure of the table is one of the run, those of the two sets beside each other."""
    table = make_table(make_results())
    assert (
        "| `clean`, 1 % artefacts, 500 | 5 times `plsfix.fix_text` | 5.5 | 1 % artefacts, 500 | 5.5 "
        "| 1 % artefacts, 500 | met |"
    ) in table
    assert "| **`clean`** | 80 · 80 ± 10 % | 80 · 80 ± 10 % |" in table
    assert "| `ftfy.fix_text` | 1.23 · 1.23 ± 10 % |" in table
    assert "| clean, logger off | 2.00 ms ± 0 % · 2.00 ms ± 0 % | 2.10 ms ± 0 % · 2.20 ms ± 0 % |" in table
    assert "| 1.050 (1.050 to 1.050) · 1.100 (1.100 to 1.100) |" in table
    assert "| `clean_json` | raw, clean | 1.0 MB · – | 2.50 · – |" in table
    assert ("| `<<<`... | 2.00 · – | 64.0 times the time · – | 640 kB · – | 4 100 ms · was ended |") in table
    assert "| first | `<`... | `flatchr` | 2 |" in table
    assert "| second | `&`... | `ascii` | was ended |" in table
    assert "| `json.loads` | 8 · 8 ± 10 % | – |" in table
    assert "| dirty parts | 4.0 MB | was ended |\n| a form of pairs | 4.0 MB | 8 |" in table
    assert "| `clean_body` | dirty parts | 4.0 MB · – | 5.00 · – |" in table
    assert "| `clean_body` | a form of dirty pairs | 4.0 MB · – | was ended · – |" in table
    assert "seed 1 makes the first and seed 2 makes the second." in table
    assert "Not measured: textacy, textacy is not installed." in table
    assert "| French | yes |" in table


def test_the_sentence_is_made_from_the_results() -> None:
    """The sentence says what was measured, where and when."""
    assert make_sentence(make_results()) == (
        "`clean` takes paragraphs of French with 1 % artefacts at 80 MB/s, 65 times the speed of "
        "`ftfy.fix_text` and 5.5 times the speed of `plsfix.fix_text`; against the time of `json.loads`, "
        "`clean_json` takes 0.5 of it for a document that is clean and 0.5 of it for a document with 1 % "
        "artefacts (Some processor, 2 cores, CPython 3.11.7, 2026-01-31)."
    )


def test_a_run_without_texts_claims_nothing() -> None:
    """What was not measured is not said, drawn or shown."""
    nothing = dataclasses.replace(make_results(), timings=(), worst=(), worst_bodies=())
    assert make_sentence(nothing) == "Speed was not measured."
    assert "MB/s" not in make_table(nothing)
    assert "MB/s" not in make_summary(nothing)
    assert "Speed was not measured" in make_chart(nothing)


def test_the_summary_shows_paragraphs_the_run_and_what_is_repaired() -> None:
    """The project's README has a row a function, says where and when, and how right the result is."""
    results = dataclasses.replace(make_results(), quick=True, pure=True, accuracy="| damage |\n")
    summary = make_summary(results)
    assert len(re.findall(r"^\| \W*`", summary, re.MULTILINE)) == 4
    assert "2026-01-31, the kernel in pure Python, a quick run, for a look only)." in summary
    assert summary.endswith("\n\n| damage |")
    assert "come out" not in make_summary(dataclasses.replace(results, accuracy=""))


def test_the_chart_is_an_svg_with_a_mark_a_figure() -> None:
    """The chart is well-formed, has a mark for each speed on each set, and its own colours for dark pages."""
    svg = make_chart(make_results())
    root = ET.fromstring(svg)  # noqa: S314 - our own
    namespace = "{http://www.w3.org/2000/svg}"
    marks = Counter(mark.get("class") for mark in root.iter(f"{namespace}circle"))
    labels = [element.text for element in root.iter(f"{namespace}text")]
    rows = 4 * len(texts.TEXT_KINDS) + 2
    assert marks["our"] + marks["peer"] == marks["our other"] + marks["peer other"] == rows
    assert labels.count("80") == 5
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
