"""Times the functions of a suite side by side. Knows pyperf and processes; knows no table.

Each function is measured in a process of its own, which imports only its library; each process warms up,
calibrates, then gives a few values; and the processes of all functions take turns, several times, so that a
machine that slows down slows down all of them. A sample is a pool of inputs that differ, and each pass over
it is given new objects: what a string remembers of an earlier pass (its hash, its UTF-8) helps nobody.

``python -m benchmarks.timing`` is such a process; `time_suite` starts them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import math
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks import functions
from benchmarks.processes import report, run_module
from benchmarks.results import Spread, Timing
from benchmarks.samples.payloads import (
    BODIES,
    CLEAN,
    FORMS,
    JSON_KINDS,
    JSON_SIZES,
    PLAIN,
    make_body,
    make_document,
)
from benchmarks.samples.texts import TEXT_KINDS, TEXT_SIZES, make_texts


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly is measured.

    Attributes:
        processes: how many a function gets.
        values: how many a process gives.
        seconds: how long a value takes at the least.
        characters: of all texts of a sample together.
        documents: how many a sample holds, by their size.
    """

    processes: int
    values: int
    seconds: float
    characters: int
    documents: Mapping[str, int]


COMPLETE: Final = Effort(5, 3, 0.05, 200_000, {"10 kB": 12, "1 MB": 3})
QUICK: Final = Effort(2, 2, 0.01, 20_000, {"10 kB": 6})
EFFORTS: Final = {False: COMPLETE, True: QUICK}

SLOW: Final = 0.2
"""Seconds: a sample that takes longer needs no warm-up and gives one value a process."""
BODY_SIZE: Final = 200_000

Selection = Callable[[str, str], bool]
"""Whether a function is measured on a kind of sample, by their names."""


# Samples.


@dataclass(frozen=True, slots=True)
class Sample:
    """What is handed to a function, one input after the other.

    Attributes:
        set: ``first`` or ``second``.
        kind: such as ``clean French``.
        name: such as ``clean French, 500``.
        inputs: texts, documents, or content types with bodies.
    """

    set: str
    kind: str
    name: str
    inputs: list[Any]

    @property
    def sizes(self) -> list[int]:
        """The bytes of each input, as UTF-8."""
        return [_size(item) for item in self.inputs]


def _size(item: str | bytes | tuple[str, bytes]) -> int:
    match item:
        case str():
            return len(item.encode())
        case bytes():
            return len(item)
        case _, body:
            return len(body)


def text_name(kind: str, size: int) -> str:
    """Name the sample of a kind of text and a size."""
    return f"{kind}, {size}"


def document_name(form: str, kind: str, size: str) -> str:
    """Name the sample of documents of a form, a kind and a size."""
    return f"{form}, {kind}, {size}"


def body_name(form: str, kind: str) -> str:
    """Name the sample of bodies of a form and a kind."""
    return f"{form}, {kind}"


def make_samples(suite: str, effort: Effort, sets: Mapping[str, int]) -> Iterator[Sample]:
    """Make the samples of a suite from the seed of each set."""
    for one, seed in sets.items():
        yield from _MAKERS[suite](one, seed, effort)


def _make_texts(one: str, seed: int, effort: Effort) -> Iterator[Sample]:
    for kind, size in itertools.product(TEXT_KINDS, TEXT_SIZES):
        yield Sample(one, kind, text_name(kind, size), make_texts(kind, size, effort.characters, seed))


def _make_documents(one: str, seed: int, effort: Effort) -> Iterator[Sample]:
    for (size, count), form, kind in itertools.product(effort.documents.items(), FORMS, JSON_KINDS):
        documents = [make_document(form, kind, JSON_SIZES[size], number, seed) for number in range(count)]
        yield Sample(one, kind, document_name(form, kind, size), documents)


def _make_bodies(one: str, seed: int, _: Effort) -> Iterator[Sample]:
    for form, kind in itertools.product(BODIES, (CLEAN, PLAIN)):
        bodies = [make_body(form, kind, BODY_SIZE, number, seed) for number in range(2)]
        yield Sample(one, kind, body_name(form, kind), bodies)


_MAKERS: Final[Mapping[str, Callable[[str, int, Effort], Iterator[Sample]]]] = {
    "text": _make_texts,
    "json": _make_documents,
    "bodies": _make_bodies,
}


# In the process that measures.


def _make_timer(function: functions.Function, inputs: list[Any]) -> Callable[[int], float]:
    packed = pickle.dumps(inputs)

    def time_loops(loops: int) -> float:
        seconds = 0.0
        for _ in range(loops):
            fresh = pickle.loads(packed)  # noqa: S301 - our own
            started = process_time()
            for item in fresh:
                function(item)
            seconds += process_time() - started
        return seconds

    return time_loops


def _measure(function: functions.Function, samples: Iterator[Sample], effort: Effort) -> Iterator[list[Any]]:
    runner = import_module("pyperf").Runner()
    runner.parse_args(["--worker", "--quiet", "--loops=1"])
    for number, sample in enumerate(samples):
        if not number:
            function(sample.inputs[0])  # imports and compiles
        timer = _make_timer(function, sample.inputs)
        once = timer(1)
        slow = once > SLOW
        runner.args.loops = max(1, math.ceil(effort.seconds / max(once, 1e-7)))
        runner.args.warmups = 0 if slow else 1
        runner.args.values = 1 if slow else effort.values
        benchmark = runner.bench_time_func(f"{sample.set}: {sample.name}", timer)
        yield [sample.set, sample.name, sum(sample.sizes), list(benchmark.get_values())]


def main() -> None:
    """Measure one function on some samples and write what was found, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("suite", choices=functions.SUITES)
    parser.add_argument("function")
    parser.add_argument("samples", type=Path, nargs="+")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    measured = next(one for one in functions.SUITES[asked.suite] if one.name == asked.function)
    samples = (pickle.loads(path.read_bytes()) for path in asked.samples)  # noqa: S301 - our own
    with contextlib.redirect_stdout(io.StringIO()):  # pyperf writes a line for each
        found = list(_measure(measured.load(), samples, EFFORTS[asked.quick]))
    print(json.dumps(found))


# In the process that asks.


def time_suite(
    suite: str, selects: Selection, sets: Mapping[str, int], *, quick: bool, directory: Path
) -> tuple[Timing, ...]:
    """Time the functions of a suite that are installed.

    Args:
        suite: ``text``, ``json`` or ``bodies``.
        selects: says what is measured.
        sets: the seed of each set.
        quick: for a look only.
        directory: a place for the samples, which are made once.
    """
    effort = EFFORTS[quick]
    report(f"{suite}: making the samples")
    samples: dict[Path, Sample] = {}
    for number, sample in enumerate(make_samples(suite, effort, sets)):
        path = directory / f"{suite}-{number}.pickle"
        path.write_bytes(pickle.dumps(sample))
        samples[path] = sample
    values: defaultdict[tuple[str, str, str, int], list[float]] = defaultdict(list)
    for turn, measured in itertools.product(range(effort.processes), functions.SUITES[suite]):
        paths = [
            path
            for path, sample in samples.items()
            if selects(measured.name, sample.kind) and max(sample.sizes) <= measured.largest
        ]
        if not paths or not is_installed(measured) or (quick and measured.slow):
            continue
        report(f"{suite}: turn {turn + 1} of {effort.processes}, {measured.name}")
        options = ["--quick"] if quick else []
        found = run_module("benchmarks.timing", *options, suite, measured.name, *paths, pure=measured.pure)
        for one, name, size, seconds in found:
            values[one, name, measured.name, size] += seconds
    return tuple(
        Timing(suite, one, name, function, size, Spread.of(seconds))
        for (one, name, function, size), seconds in values.items()
    )


def is_installed(measured: functions.Measured) -> bool:
    """Tell whether a function can be measured here."""
    return not measured.distribution or functions.maybe_version(measured.distribution) is not None


if __name__ == "__main__":
    main()
