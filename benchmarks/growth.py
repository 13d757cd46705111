"""Times inputs that grow eightfold, harmless ones and those that hurt programs like this one.

Each input ends with an artefact: nothing is spared by an early exit. A function that takes too long is not
given the next size, and is ended after a minute, so that even a quadratic one gives its figures.
``python -m benchmarks.growth`` is the process that times one of them; `time_growth` starts them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import threading
from collections.abc import Callable, Mapping
from time import process_time
from typing import Final

from benchmarks import functions, samples
from benchmarks.processes import report, start_module
from benchmarks.results import Growth

STEP: Final = 8
SIZES: Final = {
    False: (10_000, 80_000, 640_000, 5_120_000, 10_240_000),
    True: (10_000, 80_000, 640_000),
}
ENOUGH: Final = {False: 2.0, True: 0.25}
"""Seconds: a larger input than one that took so long is not tried."""
DEADLINE: Final = 60
REPEATS: Final = 5
"""At the most; the quickest counts."""

_ARTEFACT: Final = "\N{RIGHT SINGLE QUOTATION MARK}"


def _repeat(piece: str, before: str = "") -> Callable[[int], str]:
    """Make texts of so many bytes of one piece."""
    return lambda size: before + piece * (size // len(piece.encode())) + _ARTEFACT


TEXTS: Final[dict[str, Callable[[int], str]]] = {
    "clean French": lambda size: samples.make_text("clean French", size) + _ARTEFACT,
    "1 % artefacts": lambda size: samples.make_text("1 % artefacts", size),
    "HTML": lambda size: samples.make_text("HTML", size),
    "`&amp;amp;amp;`...": _repeat("amp;", "&"),
    "`&#&#&#`...": _repeat("&#", "<p>"),
    "`<<<`...": _repeat("<"),
    '`<a "<a "`...': _repeat('<a "'),
    "`<!--<!--`...": _repeat("<!--"),
    "`ÃÃÃ`...": _repeat("Ã"),
    "`Ã Ã `...": _repeat("Ã "),
    "combining marks": _repeat("\N{COMBINING ACUTE ACCENT}", "e"),
    "combining marks, two classes": _repeat("\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}", "e"),
    "`\\r\\r\\r`...": _repeat("\r"),
    "`•\\n•\\n`...": _repeat("\N{BULLET}\n"),
    "`••• `...": _repeat("\N{BULLET} "),
    "no-break spaces": _repeat("\N{NO-BREAK SPACE}"),
    "joiners": _repeat("\N{ZERO WIDTH JOINER}"),
    "emoji": _repeat("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}"),
}
DOCUMENTS: Final[dict[str, Callable[[int], bytes]]] = {
    "JSON, escaped": lambda size: samples.make_document("escaped", "1 % artefacts", size),
    "JSON, raw": lambda size: samples.make_document("raw", "1 % artefacts", size),
    '`["’","’"`...': lambda size: f"[{','.join([json.dumps(_ARTEFACT)] * (size // 9))}]".encode(),
    "`[[[`...`]]]`": lambda size: b"[" * (size // 2) + b'"\\u2019"' + b"]" * (size // 2),
    "`[[[`...": lambda size: b"[" * size + b'"\\u2019"',
    "backslashes": lambda size: b'"' + b"\\\\" * (size // 2) + b'\\u2019"',
    "quotes": lambda size: b"[" + b'"",' * (size // 3) + b'"\\u2019"]',
}
FUNCTIONS: Final[dict[str, Mapping[str, Callable[[int], str | bytes]]]] = {
    "clean": TEXTS,
    "explain": TEXTS,
    "clean_json": DOCUMENTS,
    "ftfy.fix_text": TEXTS,
    functions.TUPLES.name: {"no-break spaces": TEXTS["no-break spaces"]},
}
OURS: Final = ("clean", "explain", "clean_json")


def main() -> None:
    """Time one function with one kind of input, and write size and seconds, step by step, as JSON lines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("function", choices=FUNCTIONS)
    parser.add_argument("kind")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    measured = (*functions.TEXT, *functions.JSON, functions.TUPLES)
    function = next(one for one in measured if one.name == asked.function).load()
    make = FUNCTIONS[asked.function][asked.kind]
    _time(function, make(1_000))  # imports and compiles
    for size in SIZES[asked.quick]:
        given = make(size)
        seconds = _time(function, given)
        repeats = min(REPEATS, int(ENOUGH[asked.quick] / max(seconds, 1e-6)))
        seconds = min([seconds, *(_time(function, given) for _ in range(repeats))])
        length = len(given if isinstance(given, bytes) else given.encode())
        print(json.dumps([length, float(f"{seconds:.5g}")]), flush=True)
        if seconds > ENOUGH[asked.quick]:
            break


def _time(function: functions.Function, given: str | bytes) -> float:
    started = process_time()
    with contextlib.suppress(ValueError):  # what is no JSON is refused, and that takes time too
        function(given)
    return process_time() - started


def time_growth(*, quick: bool) -> tuple[Growth, ...]:
    """Time each function with each kind of input."""
    found = []
    for function, kinds in FUNCTIONS.items():
        for kind in kinds:
            report(f"growth: {function}, {kind}")
            found.append(_follow(function, kind, quick=quick))
    return tuple(found)


def _follow(function: str, kind: str, *, quick: bool) -> Growth:
    """Take each step as it comes, until the process ends or must be ended."""
    with start_module("benchmarks.growth", function, kind, *(["--quick"] if quick else [])) as process:
        deadline = threading.Timer(DEADLINE, process.kill)
        deadline.start()
        steps = tuple((int(size), float(seconds)) for size, seconds in map(json.loads, process.stdout or ()))
        process.wait()
        deadline.cancel()
    return Growth(function, kind, steps, stopped=process.returncode != 0)


if __name__ == "__main__":
    main()
