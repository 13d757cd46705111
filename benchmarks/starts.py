"""Times what a program pays before its first text: statements in fresh interpreters, one after the other."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from typing import Final

from benchmarks.processes import report
from benchmarks.results import Spread, Start

STATEMENTS: Final = (
    "import requests",
    "import flatchr_clean",
    "from flatchr_clean import clean, clean_json",
    "from flatchr_clean import clean; clean('L\\u2019\\xe9t\\xe9')",
    "import flatchr_clean.requests",
    "import ftfy",
)
TIMES: Final = {False: 21, True: 5}
_PROGRAM: Final = "from time import perf_counter as now; t = now(); {}; print(now() - t)"


def time_starts(*, quick: bool) -> tuple[Start, ...]:
    """Time each statement; the first time, which may write byte code, does not count."""
    report("import: fresh interpreters")
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(1 + TIMES[quick]):
        for statement in STATEMENTS:
            taken = _time(statement)
            if turn:
                seconds[statement].append(taken)
    return tuple(Start(statement, Spread.of(values)) for statement, values in seconds.items())


def _time(statement: str) -> float:
    command = [sys.executable, "-c", _PROGRAM.format(statement)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own statements
    return float(done.stdout)
