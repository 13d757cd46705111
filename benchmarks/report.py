"""Writes what a run found for people: the Markdown section, the sentence about speed, the chart's file.

``python -m benchmarks.report`` writes them anew from the results' file, without measuring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.chart import make_chart, show_number
from benchmarks.functions import JSON, TEXT
from benchmarks.growth import STEP
from benchmarks.results import HERE, Growth, Results, Spread, Timing, read_results
from benchmarks.samples import FORMS, JSON_KINDS, JSON_SIZES, TEXT_KINDS, TEXT_SIZES, document_name, text_name
from benchmarks.targets import SIZE, judge, speed_ratio

__all__ = ["fill_section", "make_chart", "make_sentence", "make_summary", "make_table", "write_report"]

README: Final = HERE / "README.md"
PROJECT_README: Final = HERE.parent / "README.md"
CHART: Final = HERE / "chart.svg"
MARKERS: Final = ("<!-- measured: begin -->", "<!-- measured: end -->")

_NOTHING: Final = "–"
_OURS: Final = {measured.name for measured in (*TEXT, *JSON) if measured.distribution == "flatchr-clean"}


# What other documents quote.


def make_sentence(results: Results) -> str:
    """Write the sentence about speed that the README shows."""
    sample = text_name("1 % artefacts", SIZE)
    clean = results.maybe_timing("text", sample, "clean")
    if clean is None:
        return "Speed was not measured."
    sentence = f"`clean` takes paragraphs of French with 1 % artefacts at {show_number(clean.speed)} MB/s"
    peers = [
        f"{show_number(ratio)} times the speed of `{peer}`"
        for peer in ("ftfy.fix_text", "plsfix.fix_text", "anyascii", "unidecode")
        if (ratio := speed_ratio(results, "text", sample, "clean", peer))
    ]
    if peers:
        sentence += f", {_join(peers)}"
    shares = [
        f"{show_number(1 / ratio)} of it for a document {words}"
        for kind, words in (("clean", "that is clean"), ("1 % artefacts", "with 1 % artefacts"))
        if (ratio := speed_ratio(results, "json", _document(kind), "clean_json", "json.loads"))
    ]
    if shares:
        sentence += f"; against the time of `json.loads`, `clean_json` takes {_join(shares)}"
    return f"{sentence} ({_describe_run(results)})."


def make_summary(results: Results) -> str:
    """Write what the project's README shows: the sentence, paragraphs in MB/s, and what is repaired."""
    parts = [
        make_sentence(results),
        f"Paragraphs of {SIZE} characters, in MB/s:",
        "\n".join(_text_table(results, SIZE)),
    ]
    if results.accuracy:
        parts += "How many texts come out as they should:", results.accuracy.strip()
    return "\n\n".join(parts)


def _document(kind: str) -> str:
    """Name the document that the sentence is about."""
    return document_name("raw", kind, "1 MB")


def _describe_run(results: Results) -> str:
    machine = results.machine
    parts = [
        f"{machine.processor}, {machine.cores} cores",
        machine.python,
        results.date,
        *(["a quick run, for a look only"] if results.quick else []),
    ]
    return ", ".join(parts)


# The section of the benchmarks' own README.


def make_table(results: Results) -> str:
    """Write all that a run found, as Markdown."""
    sections = (
        _describe(results),
        _section("Targets", _targets(results)),
        *(
            _section(f"Texts of {show_number(size)} characters, MB/s", _text_table(results, size))
            for size in TEXT_SIZES
        ),
        *(_section(f"JSON of {size}, MB/s", _json_table(results, size)) for size in JSON_SIZES),
        _section("A POST over TLS", _posts(results)),
        _section("Before the first text", _starts(results)),
        _section("Memory", _memory(results)),
        _section("Growth", _growth(results)),
        _section("Accuracy", [results.accuracy.strip()] if results.accuracy else []),
    )
    return "\n\n".join(section for section in sections if section)


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"### {title}\n\n{body}" if body else ""


def _describe(results: Results) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in results.versions.items())
    lines = [
        f"{_describe_run(results)}; {results.machine.system}, load {results.machine.load} at the start.",
        f"{versions}.",
        *(f"Not measured: {name}, {reason}." for name, reason in results.missing.items()),
    ]
    return "\\\n".join(lines)


def _targets(results: Results) -> list[str]:
    words = {True: "met", False: "**missed**", None: "not measured"}
    rows = [
        (
            verdict.work,
            verdict.aim,
            _NOTHING if verdict.ratio is None else show_number(verdict.ratio),
            verdict.where or _NOTHING,
            words[verdict.met],
        )
        for verdict in judge(results)
    ]
    return _table(("work", "target", "measured", "the worst of all", ""), rows, right=(2,))


def _text_table(results: Results, size: int) -> list[str]:
    names = [text_name(kind, size) for kind in TEXT_KINDS]
    return _speeds(
        results, "text", [measured.name for measured in TEXT], dict(zip(names, TEXT_KINDS, strict=True))
    )


def _json_table(results: Results, size: str) -> list[str]:
    titles = {document_name(form, kind, size): f"{form}, {kind}" for form in FORMS for kind in JSON_KINDS}
    return _speeds(results, "json", [measured.name for measured in JSON], titles)


def _speeds(results: Results, suite: str, functions: Iterable[str], titles: dict[str, str]) -> list[str]:
    """Write a row a function and a column a sample, without those that were not measured."""
    rows = []
    for function in functions:
        timings = [results.maybe_timing(suite, sample, function) for sample in titles]
        if any(timings):
            name = f"**`{function}`**" if function in _OURS else f"`{function}`"
            rows.append((name, *map(_speed, timings)))
    return _table(("", *titles.values()), rows, right=range(1, len(titles) + 1)) if rows else []


def _speed(timing: Timing | None) -> str:
    return f"{show_number(timing.speed)} ± {timing.seconds.percent:.0f} %" if timing else _NOTHING


def _posts(results: Results) -> list[str]:
    rows = [
        (post.sample, _milliseconds(post.plain), _milliseconds(post.mounted), _ratio(post.ratio))
        for post in results.posts
    ]
    return _table(("10 kB", "plain", "mounted", "ratio, pair by pair"), rows, right=(1, 2, 3)) if rows else []


def _starts(results: Results) -> list[str]:
    rows = [(f"`{start.statement}`", _milliseconds(start.seconds)) for start in results.starts]
    return _table(("in a fresh interpreter", ""), rows, right=(1,)) if rows else []


def _memory(results: Results) -> list[str]:
    rows = [
        (f"`{one.function}`", one.sample, f"{one.size / 1e6:.1f} MB", f"{one.ratio:.2f}")
        for one in results.memory
    ]
    return _table(("", "document", "size", "added, in bodies"), rows, right=(2, 3)) if rows else []


def _growth(results: Results) -> list[str]:
    rows = [(f"`{one.function}`", one.kind, *_grown(one)) for one in results.growth]
    titles = ("", "input", "exponent", f"{STEP} times the input", "the largest", "took")
    return _table(titles, rows, right=(2, 3, 4, 5)) if rows else []


def _grown(growth: Growth) -> Iterator[str]:
    exponent = growth.exponent
    yield _NOTHING if exponent is None else f"{exponent:.2f}"
    yield _NOTHING if exponent is None else f"{STEP**exponent:.1f} times the time"
    size, seconds = growth.steps[-1] if growth.steps else (0, 0.0)
    yield f"{show_number(size // 1000)} kB"
    yield f"{show_number(seconds * 1000)} ms" + (", the next was ended" if growth.stopped else "")


# Cells.


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int]) -> list[str]:
    numbers = set(right)
    rule = ["---:" if index in numbers else "---" for index in range(len(titles))]
    return ["| " + " | ".join(cells) + " |" for cells in (titles, rule, *rows)]


def _milliseconds(seconds: Spread) -> str:
    return f"{seconds.median * 1000:.2f} ms ± {seconds.percent:.0f} %"


def _ratio(ratio: Spread) -> str:
    return f"{ratio.median:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"


def _join(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


# Files.


def fill_section(document: str, section: str) -> str:
    """Put a section between the markers of a document, in the place of what stood there."""
    begin, end = MARKERS
    head, found_begin, rest = document.partition(begin)
    _, found_end, tail = rest.partition(end)
    if not (found_begin and found_end):
        raise SystemExit(f"The document needs the lines {begin} and {end}, in this order")
    return f"{head}{begin}\n\n{section}\n\n{end}{tail}"


def write_report(
    results: Results, readme: Path = README, chart: Path = CHART, project_readme: Path = PROJECT_README
) -> None:
    """Write the sections of both READMEs and the chart."""
    section = f"{make_sentence(results)}\n\n{make_table(results)}"
    for path, filling in ((readme, section), (project_readme, make_summary(results))):
        path.write_text(fill_section(path.read_text("utf-8"), filling), "utf-8")
    chart.write_text(make_chart(results), "utf-8")


if __name__ == "__main__":
    write_report(read_results())
