"""Measures everything side by side: ``python -m benchmarks``. It installs nothing.

A complete run writes its results, the tables and the chart into this directory; a quick or partial one shows
its tables, and writes only when asked. Each part is measured on two sets of samples: one that is always the
same, and one that is made anew from another seed and another mixture.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.adapter import time_posts
from benchmarks.burdens import time_burdens, weigh_burdens
from benchmarks.checks import time_checks, weigh_checks
from benchmarks.functions import SUITES
from benchmarks.growth import time_growth
from benchmarks.machine import describe_machine, find_versions
from benchmarks.memory import count_memory
from benchmarks.processes import PURE, report
from benchmarks.report import make_sentence, make_table, write_report
from benchmarks.results import FIRST, RESULTS, SECOND, Results, write_results
from benchmarks.samples.draw import FIRST as FIRST_SEED
from benchmarks.samples.texts import ASCII, CLEAN, DIRTY, HTML, MISREAD
from benchmarks.starts import time_starts
from benchmarks.timing import Selection, is_installed, time_suite
from benchmarks.worst import time_worst

NEEDED: Final = {"pyperf": "'.[bench]'", "trustme": "'.[demo]'"}

EXPLAINS: Final = {"explain", "ftfy.fix_and_explain"}
TEXT_PARTS: Final[Mapping[str, Selection]] = {
    "clean": lambda function, kind: function not in EXPLAINS and kind in {ASCII, CLEAN, DIRTY},
    "misread": lambda function, kind: function not in EXPLAINS and kind == MISREAD,
    "html": lambda function, kind: function not in EXPLAINS and kind == HTML,
    "explain": lambda function, _: function in EXPLAINS or function == "clean",
}
"""Which functions and kinds of text each part is about: they are measured together, whatever is asked for."""


def main() -> None:
    """Measure what is asked for, and show or write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two to three minutes, for a look only")
    parser.add_argument(
        "--only", action="append", default=[], metavar="PARTS", help=f"of {','.join(PARTS)}; commas between"
    )
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="of the second set; by default the clock's"
    )
    parser.add_argument("--pure", action="store_true", help="measure flatchr_clean's kernel in pure Python")
    parser.add_argument(
        "--save", action="store_true", help="write a quick run too, in the place of the last one"
    )
    asked = parser.parse_args()
    parts = [part for named in asked.only for part in named.split(",")]
    if unknown := set(parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if (parts or asked.pure) and asked.save:
        parser.error("a part alone is not saved: ratios hold within one run")
    if asked.seed == FIRST_SEED:
        parser.error("that is the seed of the first set: choose another one")
    for module, extra in NEEDED.items():
        if importlib.util.find_spec(module) is None:
            parser.exit(2, f"{module} is missing, and nothing is installed here: pip install {extra}\n")
    if asked.pure:
        os.environ[PURE] = "1"
    report(f"seed of the second set: {asked.seed}")
    results = measure(parts or list(PARTS), seed=asked.seed, quick=asked.quick)
    if asked.save or not (asked.quick or parts or results.pure):
        write_results(results)
        write_report(results)
        report(f"written: {RESULTS.name}, README.md and chart.svg in {RESULTS.parent.name}/")
    print(make_sentence(results), make_table(results), sep="\n\n")


def measure(parts: list[str], *, seed: int, quick: bool) -> Results:
    """Run some parts and gather what they find."""
    results = Results(
        date=datetime.now(UTC).date().isoformat(),
        quick=quick,
        machine=describe_machine(),
        versions=find_versions(),
        seeds={FIRST: FIRST_SEED, SECOND: seed},
        pure=bool(os.environ.get(PURE)),
        missing={
            measured.name: f"{measured.distribution} is not installed"
            for suite in SUITES.values()
            for measured in suite
            if not is_installed(measured)
        },
    )
    if selections := [TEXT_PARTS[part] for part in parts if part in TEXT_PARTS]:
        results = _time_suite(
            results, "text", lambda function, kind: any(selects(function, kind) for selects in selections)
        )
    for part in parts:
        if part not in TEXT_PARTS:
            results = PARTS[part](results)
    return results


# The parts.


def _time_suite(results: Results, suite: str, selects: Selection = lambda _function, _kind: True) -> Results:
    """Time a suite; where all of it runs in pure Python, that stands in no rows of its own."""

    def selects_once(function: str, kind: str) -> bool:
        return selects(function, kind) and not (results.pure and function.endswith("pure Python"))

    with tempfile.TemporaryDirectory() as directory:
        timings = time_suite(
            suite, selects_once, results.seeds, quick=results.quick, directory=Path(directory)
        )
    return replace(results, timings=(*results.timings, *timings))


def _time_starts(results: Results) -> Results:
    return replace(results, starts=time_starts(quick=results.quick))


def _measure_accuracy(results: Results) -> Results:
    """Have `benchmarks.accuracy` save its tables, and take the summary; a quick run has no time for it."""
    if results.quick:
        return results
    report("accuracy")
    command = [sys.executable, "-m", "benchmarks.accuracy", "--save"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - our own
    return replace(results, accuracy=done.stdout)


PARTS: Final[Mapping[str, Callable[[Results], Results]]] = {
    **{part: partial(_time_suite, suite="text", selects=selects) for part, selects in TEXT_PARTS.items()},
    "json": partial(_time_suite, suite="json"),
    "bodies": partial(_time_suite, suite="bodies"),
    "checks": lambda results: replace(
        results, timings=(*results.timings, *time_checks(results.seeds, quick=results.quick))
    ),
    "adapter": lambda results: replace(results, posts=time_posts(results.seeds, quick=results.quick)),
    "import": _time_starts,
    "memory": lambda results: replace(
        results,
        memory=(
            *count_memory(results.seeds, quick=results.quick),
            *weigh_burdens(quick=results.quick),
            *weigh_checks(results.seeds, quick=results.quick),
        ),
    ),
    "growth": lambda results: replace(results, growth=time_growth(results.seeds, quick=results.quick)),
    "worst": lambda results: replace(
        results,
        worst=time_worst(results.seeds, quick=results.quick),
        worst_bodies=time_burdens(quick=results.quick),
    ),
    "accuracy": _measure_accuracy,
}

if __name__ == "__main__":
    main()
