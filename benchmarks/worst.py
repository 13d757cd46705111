"""Times hostile texts under each profile: how slow can `clean` be made? One text, one profile, one look.

``python -m benchmarks.worst`` is the process that times; `time_worst` starts it, and ends it where it hangs.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from time import process_time
from typing import Final

from benchmarks.processes import follow_module, report
from benchmarks.results import Worst
from benchmarks.samples.hostile import make_hostile

SIZES: Final = {False: 20_000, True: 5_000}
"""Characters."""
DEADLINE: Final = {False: 30.0, True: 3.0}
SHARE: Final = {False: 1.0, True: 0.4}
"""Of the texts that are tried."""
PROFILES: Final = ("flatchr", "typography", "cp1252", "latin-9", "latin-1", "ascii")
AGAIN: Final = 0.2
"""Seconds: what took less is timed again, and the quicker of the two counts."""


def give_attempts(seed: int, *, quick: bool) -> Iterator[tuple[str, Callable[[], str], str]]:
    """Give each text's name, what makes it, and a profile; a quick run takes one profile a text, in turn."""
    texts = make_hostile(SIZES[quick], seed, SHARE[quick])
    for number, (name, make) in enumerate(texts.items()):
        for profile in (PROFILES[number % len(PROFILES)],) if quick else PROFILES:
            yield name, make, profile


def main() -> None:
    """Time `clean` attempt by attempt, and write a text's bytes and seconds as a line of JSON."""
    from flatchr_clean import clean

    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("start", type=int)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    for profile in PROFILES:
        clean("<p>L\N{RIGHT SINGLE QUOTATION MARK}Ã©tÃ©</p>", profile)  # imports and compiles
    for _, make, profile in itertools.islice(give_attempts(asked.seed, quick=asked.quick), asked.start, None):
        text = make()
        seconds = _time(clean, text, profile)
        if seconds < AGAIN:
            seconds = min(seconds, _time(clean, text, profile))
        print(json.dumps([len(text.encode()), float(f"{seconds:.5g}")]), flush=True)


def _time(function: Callable[[str, str], str], text: str, profile: str) -> float:
    started = process_time()
    function(text, profile)
    return process_time() - started


def time_worst(sets: Mapping[str, int], *, quick: bool) -> tuple[Worst, ...]:
    """Time all hostile texts; one that took too long has no seconds."""
    found = []
    for one, seed in sets.items():
        report(f"worst: {one} set")
        attempts = list(give_attempts(seed, quick=quick))
        options = ["--quick"] if quick else []
        lines = follow_module(
            "benchmarks.worst", *options, seed, items=len(attempts), seconds=DEADLINE[quick]
        )
        for (name, make, profile), line in zip(attempts, lines, strict=True):
            size, seconds = line or (len(make().encode()), None)
            found.append(Worst(one, name, profile, size, seconds))
    return tuple(found)


if __name__ == "__main__":
    main()
