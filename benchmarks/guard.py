"""Tells whether something became several times slower, on any machine: ``python -m benchmarks.guard``.

Nothing is compared with a figure of another machine: each function is held against something of Python's own
that is measured in the same breath, and must stay under three times its usual ratio to it. The two take
turns, the best of several turns counts, CPU time is what is measured, and a ratio that is too high is
measured again before it counts; so noise does not make it fail. Where valgrind is installed the
instructions are counted too: there noise has no part at all.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from time import process_time
from typing import Final

from benchmarks import growth, samples
from flatchr_clean import clean, clean_json, explain

MARGIN: Final = 3
TURNS: Final = 7
ATTEMPTS: Final = 3
SECONDS: Final = 0.02
"""What a turn takes at the least."""

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Check:
    """A function and what it is held against.

    Attributes:
        name: what is done, and against what.
        ours: makes the work that is guarded.
        reference: makes the work that it is held against.
        usual: the ratio of the two when all is well, in time as in instructions. To be lowered by whoever
            makes something faster, so that the gain is kept.
    """

    name: str
    ours: Callable[[], Work]
    reference: Callable[[], Work]
    usual: float

    @property
    def limit(self) -> float:
        """The ratio that is too high."""
        return MARGIN * self.usual


# What is held against what.

_EXPRESSION: Final = re.compile("[\N{NO-BREAK SPACE}\N{EN DASH}-\N{HORIZONTAL ELLIPSIS}]")
_REPLACEMENTS: Final = {
    "\N{NO-BREAK SPACE}": " ",
    "\N{EN DASH}": "-",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{BULLET}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
}

_text = lru_cache(samples.make_text)
_document = lru_cache(samples.make_document)


def _on_text(function: Callable[[str], object], kind: str) -> Callable[[], Work]:
    return lambda: partial(function, _text(kind, 50_000))


def _on_paragraphs(function: Callable[[str], object], kind: str) -> Callable[[], Work]:
    def run(paragraphs: tuple[str, ...]) -> None:
        for paragraph in paragraphs:
            function(paragraph)

    return lambda: partial(run, tuple(_text(kind, 500, number) for number in range(50)))


def _on_document(function: Callable[[bytes], object], form: str, kind: str) -> Callable[[], Work]:
    return lambda: partial(function, _document(form, kind, 100_000))


def _substitute(text: str) -> str:
    """Do what little `clean` cannot do without: one expression, one look-up for what it finds."""
    return _EXPRESSION.sub(lambda match: _REPLACEMENTS.get(match[0], ""), text)


def _on_grown(kind: str, size: int) -> Callable[[], Work]:
    return lambda: partial(clean, growth.TEXTS[kind](size))


_LINEAR: Final = tuple(
    Check(
        f"clean, {kind}: 80 kB against 10 kB", _on_grown(kind, 80_000), _on_grown(kind, 10_000), growth.STEP
    )
    for kind in (
        "1 % artefacts",
        "`&amp;amp;amp;`...",
        "`<<<`...",
        "`ÃÃÃ`...",
        "combining marks",
        "`\\r\\r\\r`...",
    )
)
CHECKS: Final = (
    *(
        Check(
            f"{function.__name__}, {kind}: against one expression",
            _on_text(function, kind),
            _on_text(_substitute, kind),
            usual,
        )
        for function, kind, usual in (
            (clean, "ASCII", 0.2),
            (clean, "clean French", 0.8),
            (clean, "1 % artefacts", 1.0),
            (clean, "mojibake", 23.0),
            (clean, "HTML", 4.0),
            (explain, "1 % artefacts", 2.5),
        )
    ),
    Check(
        "clean, paragraphs, 1 % artefacts: against one expression",
        _on_paragraphs(clean, "1 % artefacts"),
        _on_paragraphs(_substitute, "1 % artefacts"),
        1.3,
    ),
    *(
        Check(
            f"clean_json, {form}, {kind}: against json.loads",
            _on_document(clean_json, form, kind),
            _on_document(json.loads, form, kind),
            usual,
        )
        for form, kind, usual in (
            ("escaped", "clean", 0.8),
            ("raw", "clean", 0.95),
            ("escaped", "1 % artefacts", 2.7),
            ("raw", "1 % artefacts", 5.3),
        )
    ),
    *_LINEAR,
)


# Time.


def measure_ratio(check: Check) -> float:
    """Measure a check's ratio, again while it is too high, and give the lowest."""
    pair = check.ours(), check.reference()
    for work in pair:
        work()  # compiles and caches
    loops = [_calibrate(work) for work in pair]
    lowest = float("inf")
    for _ in range(ATTEMPTS):
        turns = [[_time(work, count) for work, count in zip(pair, loops, strict=True)] for _ in range(TURNS)]
        ours, reference = map(min, zip(*turns, strict=True))
        lowest = min(lowest, ours / reference)
        if lowest <= check.limit:
            break
    return lowest


def _calibrate(work: Work) -> int:
    return max(1, round(SECONDS / max(_time(work, 1), 1e-7)))


def _time(work: Work, loops: int) -> float:
    """Time a work in CPU seconds: what else the machine does is not in it."""
    started = process_time()
    for _ in range(loops):
        work()
    return (process_time() - started) / loops


# Instructions.


def count_ratios() -> list[float]:
    """Count each check's instructions with valgrind, and give the ratios.

    One process under valgrind makes everything ready and warm, then forks for each work: what the fork counts
    beyond a fork that does nothing is the work's own.
    """
    with tempfile.TemporaryDirectory() as directory:
        counts = Path(directory, "counts")
        command = [
            *("valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={counts}.%p"),
            *(sys.executable, "-m", "benchmarks.guard", "--forks"),
        ]
        seeded = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=seeded)  # noqa: S603 - our own
        return [
            (_read(counts, ours) - _read(counts, nothing)) / (_read(counts, theirs) - _read(counts, nothing))
            for nothing, ours, theirs in json.loads(done.stdout)
        ]


def _read(counts: Path, process: int) -> int:
    found = re.search(r"^totals: (\d+)", Path(f"{counts}.{process}").read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit("valgrind counted nothing: is its tool callgrind installed?")
    return int(found[1])


def _fork_all() -> None:
    """Do each check's two works in forks, and write the forks' numbers, as JSON."""
    forks = []
    for check in CHECKS:
        pair = check.ours(), check.reference()
        for work in pair * 2:
            work()
        forks.append([_fork(work) for work in (lambda: None, *pair)])
    print(json.dumps(forks))


def _fork(work: Work) -> int:
    process = os.fork()
    if not process:
        work()
        os._exit(0)
    os.waitpid(process, 0)
    return process


def main() -> int:
    """Hold every check, show its ratio, and tell by the exit status whether all were held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--times-only", action="store_true", help="count no instructions")
    parser.add_argument("--forks", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.forks:
        _fork_all()
        return 0
    counting = not asked.times_only and shutil.which("valgrind") is not None
    counted = count_ratios() if counting else [None] * len(CHECKS)
    failed = 0
    print(f"{'time':>8} {'instr.':>8} {'limit':>8}")
    for check, instructions in zip(CHECKS, counted, strict=True):
        time = measure_ratio(check)
        too_high = max(time, instructions or 0) > check.limit
        failed += too_high
        shown = "" if instructions is None else f"{instructions:.2f}"
        mark = "  TOO SLOW" if too_high else ""
        print(f"{time:8.2f} {shown:>8} {check.limit:8.2f}  {check.name}{mark}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
