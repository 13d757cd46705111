"""Times inputs that grow eightfold, harmless ones and those that hurt programs like this one.

Each input ends with an artefact: nothing is spared by an early exit. A function that takes too long is not
given the next size, and is ended when it takes much too long, so that even a quadratic one gives its figures.
``python -m benchmarks.growth`` is the process that times one function; `time_growth` starts them.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
from collections.abc import Callable, Mapping
from functools import partial
from time import process_time
from typing import Final

from benchmarks import functions
from benchmarks.processes import follow_module, report
from benchmarks.results import Growth
from benchmarks.samples.artefacts import ONE_OF_EACH
from benchmarks.samples.draw import FIRST
from benchmarks.samples.hostile import give_units, repeat
from benchmarks.samples.payloads import FORMS, HTML, PLAIN, make_document
from benchmarks.samples.texts import ASCII, CLEAN, TEXT_KINDS, make_text
from benchmarks.samples.vocabulary import FOREIGN_NAMES

STEP: Final = 8
SIZES: Final = {False: (10_000, 80_000, 640_000, 5_120_000), True: (10_000, 80_000, 640_000)}
"""Characters of texts, bytes of documents."""
ENOUGH: Final = {False: 1.0, True: 0.1}
"""Seconds: a larger input than one that took so long is not tried."""
DEADLINE: Final = {False: 120.0, True: 15.0}
"""Seconds for all inputs of a kind: more than a quadratic function needs."""
SHARE: Final = {False: 1.0, True: 0.2}
"""Of the hostile units."""
REPEATS: Final = 4
"""At the most; the quickest counts."""

_ARTEFACT: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_ENDING: Final = f"\nL{_ARTEFACT}équipe : 3 € {', '.join(FOREIGN_NAMES)}"
_DIRTY_ENDING: Final = f"{_ENDING}\n{ONE_OF_EACH} Ã©tÃ©"
"""What every size of a text holds: a small one must not be spared what a large one is bound to meet."""

Maker = Callable[[int], str | bytes]


def _end(make: Callable[[int], str], ending: str, size: int) -> str:
    return make(size) + ending


def give_texts(seed: int = FIRST, share: float = 1) -> dict[str, Maker]:
    """Give what makes the texts of a set, by kind."""
    sampled = {
        kind: partial(
            _end,
            partial(make_text, kind, name="growth", seed=seed),
            _ENDING if kind in {ASCII, CLEAN} else _DIRTY_ENDING,
        )
        for kind in TEXT_KINDS
    }
    hostile = {
        f"`{ascii(unit)[1:-1]}`...": partial(_end, partial(repeat, unit), _ENDING)
        for unit in give_units(seed, share)
    }
    return {**sampled, **hostile}


def give_documents(seed: int = FIRST, share: float = 1) -> dict[str, Maker]:
    """Give what makes the documents of a set, by kind."""
    del share
    sampled: dict[str, Maker] = {
        f"{form}, {kind}": partial(_make_document, form, kind, seed)
        for form, kind in itertools.product(FORMS, (PLAIN, HTML))
    }
    if seed != FIRST:
        return sampled
    return {
        **sampled,
        '`["’","’"`...': lambda size: f"[{','.join([json.dumps(_ARTEFACT)] * (size // 9))}]".encode(),
        "`[[[`...`]]]`": lambda size: b"[" * (size // 2) + b'"\\u2019"' + b"]" * (size // 2),
        "`[[[`...": lambda size: b"[" * size + b'"\\u2019"',
        "backslashes": lambda size: b'"' + b"\\\\" * (size // 2) + b'\\u2019"',
        "quotes": lambda size: b"[" + b'"",' * (size // 3) + b'"\\u2019"]',
    }


def _make_document(form: str, kind: str, seed: int, size: int) -> bytes:
    return make_document(form, kind, size, "growth", seed)


FUNCTIONS: Final[Mapping[str, Callable[[int, float], dict[str, Maker]]]] = {
    "clean": give_texts,
    "explain": give_texts,
    "clean_json": give_documents,
    "ftfy.fix_text": give_texts,
    functions.TUPLES.name: lambda *_: {"no-break spaces": partial(repeat, "\N{NO-BREAK SPACE}")},
}
OURS: Final = ("clean", "explain", "clean_json")
QUICKLY: Final = ("clean", "clean_json")
"""What a quick run looks at."""


def main() -> None:
    """Time one function kind by kind, and write the sizes and seconds of a kind as a line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("function", choices=FUNCTIONS)
    parser.add_argument("seed", type=int)
    parser.add_argument("start", type=int)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    measured = (*functions.TEXT, *functions.JSON, functions.TUPLES)
    function = next(one for one in measured if one.name == asked.function).load()
    kinds = FUNCTIONS[asked.function](asked.seed, SHARE[asked.quick])
    for make in itertools.islice(kinds.values(), asked.start, None):
        _time(function, make(1_000))  # imports and compiles
        print(json.dumps(list(_follow(function, make, quick=asked.quick))), flush=True)


def _follow(function: functions.Function, make: Maker, *, quick: bool) -> list[tuple[int, float]]:
    steps = []
    for size in SIZES[quick]:
        given = make(size)
        seconds = _time(function, given)
        repeats = min(REPEATS, int(ENOUGH[quick] / max(seconds, 1e-6)))
        seconds = min([seconds, *(_time(function, given) for _ in range(repeats))])
        steps.append((len(given if isinstance(given, bytes) else given.encode()), float(f"{seconds:.5g}")))
        if seconds > ENOUGH[quick]:
            break
    return steps


def _time(function: functions.Function, given: str | bytes) -> float:
    started = process_time()
    with contextlib.suppress(ValueError):  # what is no JSON is refused, and that takes time too
        function(given)
    return process_time() - started


def time_growth(sets: Mapping[str, int], *, quick: bool) -> tuple[Growth, ...]:
    """Time each function with each kind of input."""
    found = []
    for function, (one, seed) in itertools.product(QUICKLY if quick else FUNCTIONS, sets.items()):
        report(f"growth: {function}, {one} set")
        kinds = tuple(FUNCTIONS[function](seed, SHARE[quick]))
        options = ["--quick"] if quick else []
        lines = follow_module(
            "benchmarks.growth", *options, function, seed, items=len(kinds), seconds=DEADLINE[quick]
        )
        for kind, steps in zip(kinds, lines, strict=True):
            found.append(Growth(one, function, kind, tuple(map(tuple, steps or ())), stopped=steps is None))
    return tuple(found)


if __name__ == "__main__":
    main()
