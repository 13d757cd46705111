"""Writes what a run found for people: the Markdown section, the sentence about speed, the chart's file.

``python -m benchmarks.report`` writes them anew from the results' file, without measuring.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.chart import SIZE, make_chart, show_number
from benchmarks.checks import FUNCTIONS as CHECK_FUNCTIONS
from benchmarks.checks import KINDS as CHECK_KINDS
from benchmarks.checks import STREAMS, check_name
from benchmarks.checks import SUITE as CHECKS
from benchmarks.functions import BODIES as BODY_FUNCTIONS
from benchmarks.functions import JSON, OURS, TEXT
from benchmarks.growth import STEP
from benchmarks.results import (
    HERE,
    SETS,
    Growth,
    Memory,
    Post,
    Results,
    Spread,
    Timing,
    Worst,
    read_results,
)
from benchmarks.samples.payloads import BODIES, CLEAN, FORMS, JSON_KINDS, JSON_SIZES, PLAIN
from benchmarks.samples.texts import DIRTY, TEXT_KINDS, TEXT_SIZES
from benchmarks.targets import find_favoured, is_favoured, judge, speed_ratio
from benchmarks.timing import body_name, document_name, text_name

__all__ = ["fill_section", "make_chart", "make_sentence", "make_summary", "make_table", "write_report"]

README: Final = HERE / "README.md"
PROJECT_README: Final = HERE.parent / "README.md"
CHART: Final = HERE / "chart.svg"
MARKERS: Final = ("<!-- measured: begin -->", "<!-- measured: end -->")

SLOWEST: Final = 12
"""How many hostile texts of each set are shown."""
FAULT: Final = "**!**"

_NOTHING: Final = "–"


# What other documents quote.


def make_sentence(results: Results) -> str:
    """Write the sentence about speed that the README shows; its figures are those of the first set."""
    sample = text_name(DIRTY, SIZE)
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
        for kind, words in ((CLEAN, "that is clean"), (PLAIN, "with 1 % artefacts"))
        if (ratio := speed_ratio(results, "json", _document(kind), "clean_json", "json.loads"))
    ]
    if shares:
        sentence += f"; against the time of `json.loads`, `clean_json` takes {_join(shares)}"
    return f"{sentence} ({_describe_run(results)})."


def make_summary(results: Results) -> str:
    """Write what the project's README shows: the sentence, paragraphs in MB/s, and what is repaired."""
    parts = [make_sentence(results)]
    if table := _text_table(results, SIZE):
        title = f"Paragraphs of {SIZE} characters, in MB/s; first on samples that never change, then on"
        parts += f"{title} others, made anew for the run:", "\n".join(table)
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
        *(["the kernel in pure Python"] if results.pure else []),
        *(["a quick run, for a look only"] if results.quick else []),
    ]
    return ", ".join(parts)


# The section of the benchmarks' own README.


def make_table(results: Results) -> str:
    """Write all that a run found, as Markdown."""
    sections = (
        _describe(results),
        _section("Targets", _targets(results)),
        _section("Better by a quarter on the first set: faults", _faults(results)),
        *(
            _section(f"Texts of {show_number(size)} characters, MB/s", _text_table(results, size))
            for size in TEXT_SIZES
        ),
        *(_section(f"JSON of {size}, MB/s", _json_table(results, size)) for size in JSON_SIZES),
        _section("Other bodies, MB/s", _body_table(results)),
        _section("Files, MB/s", _check_table(results)),
        _section("A POST over TLS", _posts(results)),
        _section("The slowest texts", _slowest(results)),
        _section("The slowest bodies", _slowest_bodies(results)),
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
    seeds = " and ".join(f"seed {results.seeds[one]} makes the {one}" for one in SETS if one in results.seeds)
    lines = [
        f"{_describe_run(results)}; {results.machine.system}, load {results.machine.load} at the start.",
        f"{versions}.",
        *([f"Of two figures that stand together, one is of each set of samples: {seeds}."] if seeds else []),
        *(f"Not measured: {name}, {reason}." for name, reason in results.missing.items()),
    ]
    return "\\\n".join(lines)


def _targets(results: Results) -> list[str]:
    words = {True: "met", False: "**missed**", None: "not measured"}
    rows = [
        (
            verdict.work,
            verdict.aim,
            *(
                cell
                for one in SETS
                for figure, where in [verdict.found.get(one, (None, ""))]
                for cell in (_NOTHING if figure is None else show_number(figure), where or _NOTHING)
            ),
            words[verdict.met],
        )
        for verdict in judge(results)
        if verdict.found
    ]
    titles = ("work", "target", *(cell for one in SETS for cell in (one, "the worst of all")), "")
    return _table(titles, rows, right=(2, 4)) if rows else []


def _faults(results: Results) -> list[str]:
    rows = [
        (f"`{first.function}`", first.sample, show_number(first.speed), show_number(second.speed))
        for first, second in find_favoured(results)
    ]
    return _table(("", "sample", "first, MB/s", "second, MB/s"), rows, right=(2, 3)) if rows else []


def _text_table(results: Results, size: int) -> list[str]:
    names = [text_name(kind, size) for kind in TEXT_KINDS]
    return _speeds(
        results, "text", [measured.name for measured in TEXT], dict(zip(names, TEXT_KINDS, strict=True))
    )


def _json_table(results: Results, size: str) -> list[str]:
    titles = {document_name(form, kind, size): f"{form}, {kind}" for form in FORMS for kind in JSON_KINDS}
    return _speeds(results, "json", [measured.name for measured in JSON], titles)


def _body_table(results: Results) -> list[str]:
    names = [body_name(form, kind) for form in BODIES for kind in (CLEAN, PLAIN)]
    functions = [measured.name for measured in BODY_FUNCTIONS]
    return _speeds(results, "bodies", functions, dict(zip(names, names, strict=True)))


def _check_table(results: Results) -> list[str]:
    names = [check_name(form, kind) for form in STREAMS for kind in CHECK_KINDS]
    return _speeds(results, CHECKS, CHECK_FUNCTIONS, dict(zip(names, names, strict=True)))


def _speeds(results: Results, suite: str, functions: Iterable[str], titles: dict[str, str]) -> list[str]:
    """Write a row a function and a column a sample, without those that were not measured."""
    measured = {
        (function, sample): [results.maybe_timing(suite, sample, function, one) for one in SETS]
        for function in functions
        for sample in titles
    }
    seen = {sample for (_, sample), timings in measured.items() if any(timings)}
    shown = {sample: title for sample, title in titles.items() if sample in seen}
    rows = []
    for function in dict.fromkeys(function for function, _ in measured):
        timings = [measured[function, sample] for sample in shown]
        if any(map(any, timings)):
            name = f"**`{function}`**" if function in OURS else f"`{function}`"
            rows.append((name, *map(_speed, timings)))
    return _table(("", *shown.values()), rows, right=range(1, len(shown) + 1)) if rows else []


def _speed(timings: Sequence[Timing | None]) -> str:
    """Write the speeds of both sets, the larger of their spreads, and whether the first one is favoured."""
    known = [timing for timing in timings if timing]
    if not known:
        return _NOTHING
    percent = max(timing.seconds.percent for timing in known)
    mark = f" {FAULT}" if len(known) == len(SETS) and is_favoured(*known) else ""
    speeds = _both(show_number(timing.speed) if timing else None for timing in timings)
    return f"{speeds} ± {percent:.0f} %{mark}"


def _both(figures: Iterable[str | None]) -> str:
    """Write the figures of both sets."""
    return " · ".join(figure or _NOTHING for figure in figures)


Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row", Post, Memory, Growth)


def _pair(rows: Iterable[Row], name: Callable[[Row], Key]) -> dict[Key, dict[str, Row]]:
    """Put the rows of both sets that have the same name beside each other."""
    paired: dict[Key, dict[str, Row]] = {}
    for row in rows:
        paired.setdefault(name(row), {})[row.set] = row
    return paired


def _cells(found: Mapping[str, Row], *writers: Callable[[Row], str]) -> list[str]:
    """Write each cell for both sets."""
    return [_both(write(found[one]) if one in found else None for one in SETS) for write in writers]


def _posts(results: Results) -> list[str]:
    rows = [
        (
            sample,
            *_cells(
                found,
                lambda post: _milliseconds(post.plain),
                lambda post: _milliseconds(post.mounted),
                lambda post: _ratio(post.ratio),
            ),
        )
        for sample, found in _pair(results.posts, lambda post: post.sample).items()
    ]
    return _table(("10 kB", "plain", "mounted", "ratio, pair by pair"), rows, right=(1, 2, 3)) if rows else []


def _starts(results: Results) -> list[str]:
    rows = [(f"`{start.statement}`", _milliseconds(start.seconds)) for start in results.starts]
    return _table(("in a fresh interpreter", ""), rows, right=(1,)) if rows else []


def _memory(results: Results) -> list[str]:
    rows = [
        (
            f"`{function}`",
            sample,
            *_cells(found, lambda one: f"{one.size / 1e6:.1f} MB", _added),
        )
        for (function, sample), found in _pair(results.memory, lambda one: (one.function, one.sample)).items()
    ]
    return _table(("", "document", "size", "added, in bodies"), rows, right=(2, 3)) if rows else []


def _added(memory: Memory) -> str:
    return "was ended" if memory.added is None else f"{memory.ratio:.2f}"


def _slowest(results: Results) -> list[str]:
    rows = [
        (worst.set, worst.text, f"`{worst.profile}`", _worst_speed(worst))
        for one in SETS
        for worst in sorted(
            (found for found in results.worst if found.set == one), key=lambda found: found.speed
        )[:SLOWEST]
    ]
    return _table(("set", "text", "profile", "MB/s"), rows, right=(3,)) if rows else []


def _slowest_bodies(results: Results) -> list[str]:
    rows = [
        (worst.text, f"{worst.size / 1e6:.1f} MB", _worst_speed(worst))
        for worst in sorted(results.worst_bodies, key=lambda found: found.speed)
    ]
    return _table(("body", "unpacked", "MB/s"), rows, right=(1, 2)) if rows else []


def _worst_speed(worst: Worst) -> str:
    return "was ended" if worst.seconds is None else show_number(worst.speed)


def _growth(results: Results) -> list[str]:
    rows = [
        (f"`{function}`", kind, *_cells(found, _exponent, _times_the_time, _largest, _took))
        for (function, kind), found in _pair(results.growth, lambda one: (one.function, one.kind)).items()
    ]
    titles = ("", "input", "exponent", f"{STEP} times the input", "the largest", "took")
    return _table(titles, rows, right=(2, 3, 4, 5)) if rows else []


def _exponent(growth: Growth) -> str:
    return _NOTHING if growth.exponent is None else f"{growth.exponent:.2f}"


def _times_the_time(growth: Growth) -> str:
    return _NOTHING if growth.exponent is None else f"{STEP**growth.exponent:.1f} times the time"


def _largest(growth: Growth) -> str:
    return f"{show_number(growth.steps[-1][0] // 1000)} kB" if growth.steps else _NOTHING


def _took(growth: Growth) -> str:
    if growth.stopped:
        return "was ended"
    return f"{show_number(growth.steps[-1][1] * 1000)} ms"


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
