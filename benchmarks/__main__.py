"""Measures everything side by side: ``python -m benchmarks``. It installs nothing.

A complete run writes its results, the table and the chart into this directory; a quick or partial one shows
its table, and writes only when asked.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.adapter import time_posts
from benchmarks.functions import SUITES
from benchmarks.growth import time_growth
from benchmarks.machine import describe_machine, find_versions
from benchmarks.memory import count_memory
from benchmarks.processes import report
from benchmarks.report import make_sentence, make_table, write_report
from benchmarks.results import RESULTS, Results, write_results
from benchmarks.starts import time_starts
from benchmarks.timing import is_installed, time_suite

NEEDED: Final = {"pyperf": "'.[bench]'", "trustme": "'.[demo]'"}


def main() -> None:
    """Measure what is asked for, and show or write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute, for a look only")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; may be given again")
    parser.add_argument(
        "--save", action="store_true", help="write a quick run too, in the place of the last one"
    )
    asked = parser.parse_args()
    if asked.only and asked.save:
        parser.error("a part alone is not saved: ratios hold within one run")
    for module, extra in NEEDED.items():
        if importlib.util.find_spec(module) is None:
            parser.exit(2, f"{module} is missing, and nothing is installed here: pip install {extra}\n")
    results = measure(asked.only or list(PARTS), quick=asked.quick)
    if asked.save or not (asked.quick or asked.only):
        write_results(results)
        write_report(results)
        report(f"written: {RESULTS.name}, README.md and chart.svg in {RESULTS.parent.name}/")
    print(make_sentence(results), make_table(results), sep="\n\n")


def measure(parts: list[str], *, quick: bool) -> Results:
    """Run some parts and gather what they find."""
    results = Results(
        date=datetime.now(UTC).date().isoformat(),
        quick=quick,
        machine=describe_machine(),
        versions=find_versions(),
        missing={
            measured.name: f"{measured.distribution} is not installed"
            for suite in SUITES.values()
            for measured in suite
            if not is_installed(measured)
        },
    )
    with tempfile.TemporaryDirectory() as directory:
        for part in parts:
            results = PARTS[part](results, quick=quick, directory=Path(directory))
    return results


# The parts.


def _time_texts(results: Results, *, quick: bool, directory: Path) -> Results:
    timings = time_suite("text", quick=quick, directory=directory)
    return replace(results, timings=(*results.timings, *timings))


def _time_json(results: Results, *, quick: bool, directory: Path) -> Results:
    timings = time_suite("json", quick=quick, directory=directory)
    return replace(results, timings=(*results.timings, *timings))


def _time_posts(results: Results, *, quick: bool, **_: Any) -> Results:
    return replace(results, posts=time_posts(quick=quick))


def _time_starts(results: Results, *, quick: bool, **_: Any) -> Results:
    return replace(results, starts=time_starts(quick=quick))


def _count_memory(results: Results, *, quick: bool, **_: Any) -> Results:
    return replace(results, memory=count_memory(quick=quick))


def _time_growth(results: Results, *, quick: bool, **_: Any) -> Results:
    return replace(results, growth=time_growth(quick=quick))


def _measure_accuracy(results: Results, **_: Any) -> Results:
    """Take the table of `benchmarks.accuracy` as that program prints it."""
    if importlib.util.find_spec("benchmarks.accuracy") is None:
        return results
    report("accuracy")
    command = [sys.executable, "-m", "benchmarks.accuracy"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - our own
    return replace(results, accuracy=done.stdout)


PARTS: Final[dict[str, Callable[..., Results]]] = {
    "text": _time_texts,
    "json": _time_json,
    "adapter": _time_posts,
    "import": _time_starts,
    "memory": _count_memory,
    "growth": _time_growth,
    "accuracy": _measure_accuracy,
}

if __name__ == "__main__":
    main()
