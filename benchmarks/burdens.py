"""Times and weighs the bodies that cost the most. One body, one look.

``python -m benchmarks.burdens`` is the process that looks; `time_burdens` and `weigh_burdens` start it, and
end it where a body takes too long.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tracemalloc
from collections.abc import Iterator
from time import process_time
from typing import Final

from benchmarks.functions import clean_body
from benchmarks.processes import follow_module, report
from benchmarks.results import FIRST, Memory, Worst
from benchmarks.samples.burdens import MAKERS, Body, measure_content

COUNTS: Final = {False: 1_000_000, True: 40_000}
DEADLINE: Final = {False: 120.0, True: 6.0}
"""Seconds, the making of the body included."""
FUNCTION: Final = "clean_body"


def main() -> None:
    """Look at body by body, and write its bytes with the seconds, or the bytes added, as a line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("look", choices=LOOKS)
    parser.add_argument("count", type=int)
    parser.add_argument("start", type=int)
    asked = parser.parse_args()
    for make in MAKERS.values():
        clean_body(make(20))  # imports and compiles
    for make in itertools.islice(MAKERS.values(), asked.start, None):
        body = make(asked.count)
        print(json.dumps([measure_content(body), LOOKS[asked.look](body)]), flush=True)


def _time(body: Body) -> float:
    started = process_time()
    clean_body(body)
    return float(f"{process_time() - started:.5g}")


def _weigh(body: Body) -> int:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    clean_body(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - before


LOOKS: Final = {"time": _time, "memory": _weigh}


def _follow(look: str, *, quick: bool) -> Iterator[tuple[str, int, float | None]]:
    report(f"bodies that cost the most: {look}")
    lines = follow_module(
        "benchmarks.burdens", look, COUNTS[quick], items=len(MAKERS), seconds=DEADLINE[quick]
    )
    for (name, make), line in zip(MAKERS.items(), lines, strict=True):
        size, found = line or (measure_content(make(COUNTS[quick])), None)
        yield name, size, found


def time_burdens(*, quick: bool) -> tuple[Worst, ...]:
    """Time each body; one that took too long has no seconds."""
    return tuple(
        Worst(FIRST, name, "flatchr", size, seconds) for name, size, seconds in _follow("time", quick=quick)
    )


def weigh_burdens(*, quick: bool) -> tuple[Memory, ...]:
    """Weigh what is added for each body; one that took too long has no figure."""
    return tuple(
        Memory(FIRST, FUNCTION, name, size, None if added is None else int(added))
        for name, size, added in _follow("memory", quick=quick)
    )


if __name__ == "__main__":
    main()
