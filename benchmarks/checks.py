"""Times the check and the fix of files beside the parser of the same lines, and weighs what they add.

What is timed is what the command does with a file, without telling or writing it. The figures of one process
are its processor time; of two only the clock can tell. ``python -m benchmarks.checks`` is the process that
measures one set.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks.processes import report, run_module
from benchmarks.results import Memory, Spread, Timing
from benchmarks.samples.payloads import CLEAN, PLAIN, make_body, make_document
from benchmarks.samples.texts import CLEAN as CLEAN_TEXT
from benchmarks.samples.texts import DIRTY, make_text
from flatchr_clean import FLATCHR, clean, clean_json
from flatchr_clean.check.checker import check
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source

SUITE: Final = "checks"
LINES, TABLE, DOCUMENT, TEXT = "JSON lines", "CSV", "a JSON document", "a text"
KINDS: Final = (CLEAN, PLAIN)
STREAMS: Final = (LINES, TABLE)
WHOLE: Final = (DOCUMENT, TEXT)
PARSERS: Final = {LINES: "json.loads", TABLE: "csv.reader"}
CLEANERS: Final = {LINES: "clean_json", TABLE: "clean"}
"""What cleans the same lines, or cells."""
CHECK, FIX, ALONE, TWO = "check", "fix", "check, one job", "check, two jobs"
FUNCTIONS: Final = (CHECK, FIX, ALONE, TWO, *PARSERS.values(), *CLEANERS.values())

SIZES: Final = {False: 4_000_000, True: 200_000}
SHARED: Final = {False: 16_000_000, True: 400_000}
"""Bytes of the file that two processes share."""
REPEATS: Final = {False: 5, True: 2}
CELL: Final = 300
"""Characters of a cell that holds a text."""

_KINDS_OF: Final = {LINES: Kind.NDJSON, TABLE: Kind.CSV, DOCUMENT: Kind.JSON, TEXT: Kind.TEXT}
_BLOCK: Final = 200_000
"""Bytes that are made by drawing; a longer file repeats them."""


def check_name(form: str, kind: str) -> str:
    """Name the sample of a form of file and a kind."""
    return f"{form}, {kind}"


def make_file(form: str, kind: str, size: int, seed: int) -> bytes:
    """Make a file of one of the forms, of about that size."""
    if form == DOCUMENT:
        one = make_document("raw", kind, _BLOCK, SUITE, seed)
        return b"[" + b",\n".join([one] * max(1, size // len(one))) + b"]"
    if form == LINES:
        _, block = make_body("NDJSON", kind, _BLOCK, SUITE, seed)
        block = block.rstrip(b"\n") + b"\n"
        return block * max(1, size // len(block))
    text = make_text(CLEAN_TEXT if kind == CLEAN else DIRTY, _BLOCK, SUITE, seed)
    if form == TEXT:
        return (text + "\n").encode() * max(1, size // len(text.encode()))
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    for number, start in enumerate(range(0, len(text), CELL)):
        rows.writerow((number, text[start : start + 40], text[start : start + CELL], "Lyon"))
    block = written.getvalue().encode()
    return b"id;title;description;city\r\n" + block * max(1, size // len(block))


def run(path: Path, form: str, *, keep_findings: bool = True, jobs: int = 1) -> int:
    """Examine a file as the command does; count what is found."""
    source = Source(str(path), _KINDS_OF[form], path.stat().st_size)
    rules = Rules(FLATCHR, keep_findings=keep_findings)
    found = check([source], rules, jobs)
    return sum(examined.fixable + examined.left + len(examined.problems) for _, examined in found)


def list_functions(form: str, path: Path) -> dict[str, Callable[[], object]]:
    """Give what is timed side by side on one file."""
    functions: dict[str, Callable[[], object]] = {
        CHECK: lambda: run(path, form),
        FIX: lambda: run(path, form, keep_findings=False),
    }
    text = path.read_bytes().decode()
    if form == LINES:
        lines = text.removesuffix("\n").split("\n")
        functions[PARSERS[form]] = lambda: [json.loads(line) for line in lines]
        functions[CLEANERS[form]] = lambda: [clean_json(line) for line in lines]
    else:
        rows = list(csv.reader(io.StringIO(text, ""), delimiter=";"))
        functions[PARSERS[form]] = lambda: list(csv.reader(io.StringIO(text, ""), delimiter=";"))
        functions[CLEANERS[form]] = lambda: [clean(cell) for row in rows for cell in row]
    return functions


def main() -> None:
    """Measure one set; write the timings and the memory, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("look", choices=LOOKS)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        print(json.dumps(list(LOOKS[asked.look](asked.seed, Path(directory) / "file", quick=asked.quick))))


def _time(seed: int, path: Path, *, quick: bool) -> Iterator[tuple[str, str, int, list[float]]]:
    for form, kind in itertools.product(STREAMS, KINDS):
        path.write_bytes(make_file(form, kind, SIZES[quick], seed))
        for name, function in list_functions(form, path).items():
            function()  # imports and compiles
            seconds = [_measure(function, time.process_time) for _ in range(REPEATS[quick])]
            yield check_name(form, kind), name, path.stat().st_size, seconds
    for form in STREAMS:
        path.write_bytes(make_file(form, PLAIN, SHARED[quick], seed))
        for name, jobs in ((ALONE, 1), (TWO, 2)):
            seconds = [_measure(lambda: run(path, form, jobs=jobs), time.perf_counter)]  # noqa: B023 - called here
            yield check_name(form, PLAIN), name, path.stat().st_size, seconds


def _measure(function: Callable[[], object], clock: Callable[[], float]) -> float:
    started = clock()
    function()
    return clock() - started


def _weigh(seed: int, path: Path, *, quick: bool) -> Iterator[tuple[str, str, int, int]]:
    for form, kind, name in itertools.product((*WHOLE, *STREAMS), KINDS, (CHECK, FIX)):
        path.write_bytes(make_file(form, kind, SIZES[quick] // 2, seed))
        run(path, form)  # imports and compiles
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        run(path, form, keep_findings=name == CHECK)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield check_name(form, kind), name, path.stat().st_size, peak - before


LOOKS: Final = {"time": _time, "memory": _weigh}


def time_checks(sets: Mapping[str, int], *, quick: bool) -> tuple[Timing, ...]:
    """Time everything on each set of samples."""
    return tuple(
        Timing(SUITE, one, sample, function, size, Spread.of(seconds))
        for one, found in _follow("time", sets, quick=quick)
        for sample, function, size, seconds in found
    )


def weigh_checks(sets: Mapping[str, int], *, quick: bool) -> tuple[Memory, ...]:
    """Count what a check and a fix add to the memory, on each set of samples."""
    return tuple(
        Memory(one, function, sample, size, added)
        for one, found in _follow("memory", sets, quick=quick)
        for sample, function, size, added in found
    )


def _follow(look: str, sets: Mapping[str, int], *, quick: bool) -> Iterator[tuple[str, list[list[object]]]]:
    for one, seed in sets.items():
        report(f"checks: {look}, {one} set")
        yield one, run_module("benchmarks.checks", seed, look, *(["--quick"] if quick else []))


if __name__ == "__main__":
    main()
