"""Times the functions of a suite side by side. Knows pyperf and processes; knows no table.

Each function is measured in a process of its own, which imports only its library; each process warms up,
calibrates, then gives a few values; and the processes of all functions take turns, several times, so that a
machine that slows down slows down all of them.

``python -m benchmarks.timing`` is such a process; `time_suite` starts them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks import functions, samples
from benchmarks.processes import report, run_module
from benchmarks.results import Spread, Timing
from benchmarks.samples import Sample


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly is measured.

    Attributes:
        processes: how many a function gets.
        values: how many a process gives.
        seconds: how long a value takes at the least.
        text_sizes: characters.
        json_sizes: names of sizes.
    """

    processes: int
    values: int
    seconds: float
    text_sizes: tuple[int, ...]
    json_sizes: tuple[str, ...]


COMPLETE: Final = Effort(5, 3, 0.05, samples.TEXT_SIZES, tuple(samples.JSON_SIZES))
QUICK: Final = Effort(2, 2, 0.005, (500,), ("10 kB", "1 MB"))
EFFORTS: Final = {False: COMPLETE, True: QUICK}

SLOW: Final = 0.5
"""Seconds: a sample that takes longer needs no warm-up and gives one value a process."""


# In the process that measures.


def _give_samples(suite: str, effort: Effort, directory: Path) -> Iterator[Sample[Any]]:
    if suite == "text":
        for size in effort.text_sizes:
            for kind in samples.TEXT_KINDS:
                yield samples.make_texts(kind, size)
    else:
        for name in json_names(effort):
            yield Sample(name, (document_path(directory, name).read_bytes(),))


def _make_timer(function: functions.Function, sample: Sample[Any]) -> Callable[[int], float]:
    def time_loops(loops: int) -> float:
        inputs = sample.inputs
        started = process_time()
        for _ in range(loops):
            for item in inputs:
                function(item)
        return process_time() - started

    return time_loops


def _measure(
    measured: functions.Measured, given: Iterator[Sample[Any]], effort: Effort
) -> Iterator[list[Any]]:
    pyperf = import_module("pyperf")
    function = measured.load()
    first = next(given)
    function(first.inputs[0])  # imports and compiles
    runner = pyperf.Runner()
    runner.parse_args(["--worker", "--quiet", "--loops=1"])
    for sample in itertools.chain([first], given):
        if max(map(len, sample.inputs)) > measured.largest:
            continue
        timer = _make_timer(function, sample)
        once = timer(1)
        slow = once > SLOW
        runner.args.loops = max(1, math.ceil(effort.seconds / once))
        runner.args.warmups = 0 if slow else 1
        runner.args.values = 1 if slow else effort.values
        benchmark = runner.bench_time_func(sample.name, timer)
        yield [sample.name, sample.size, list(benchmark.get_values())]


def main() -> None:
    """Measure one function and write what was found, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("suite", choices=functions.SUITES)
    parser.add_argument("function")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    effort = EFFORTS[asked.quick]
    measured = next(one for one in functions.SUITES[asked.suite] if one.name == asked.function)
    with contextlib.redirect_stdout(io.StringIO()):  # pyperf writes a line for each
        found = list(_measure(measured, _give_samples(asked.suite, effort, asked.directory), effort))
    print(json.dumps(found))


# In the process that asks.


def json_names(effort: Effort) -> Iterator[str]:
    """Name the documents of a run."""
    for size in effort.json_sizes:
        for form in samples.FORMS:
            for kind in samples.JSON_KINDS:
                yield samples.document_name(form, kind, size)


def document_path(directory: Path, name: str) -> Path:
    """Tell where a document is kept during a run: the large ones are made once."""
    return directory / f"{name}.json"


def write_documents(directory: Path, effort: Effort) -> None:
    """Make the documents of a run."""
    for size in effort.json_sizes:
        for form in samples.FORMS:
            for kind in samples.JSON_KINDS:
                document = samples.make_document(form, kind, samples.JSON_SIZES[size])
                document_path(directory, samples.document_name(form, kind, size)).write_bytes(document)


def time_suite(suite: str, *, quick: bool, directory: Path) -> tuple[Timing, ...]:
    """Time all functions of a suite that are installed.

    Args:
        suite: ``text`` or ``json``.
        quick: for a look only.
        directory: a place for documents.
    """
    effort = EFFORTS[quick]
    if suite == "json":
        report("json: making the documents")
        write_documents(directory, effort)
    values: defaultdict[tuple[str, str, int], list[float]] = defaultdict(list)
    installed = [one for one in functions.SUITES[suite] if is_installed(one)]
    for turn in range(effort.processes):
        for measured in installed:
            report(f"{suite}: turn {turn + 1} of {effort.processes}, {measured.name}")
            arguments = [suite, measured.name, str(directory), *(["--quick"] if quick else [])]
            for sample, size, found in run_module("benchmarks.timing", *arguments):
                values[measured.name, sample, size] += found
    return tuple(
        Timing(suite, sample, function, size, Spread.of(found))
        for (function, sample, size), found in values.items()
    )


def is_installed(measured: functions.Measured) -> bool:
    """Tell whether a function can be measured here."""
    return not measured.distribution or functions.maybe_version(measured.distribution) is not None


if __name__ == "__main__":
    main()
