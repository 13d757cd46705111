"""Counts what a function adds to the memory at its peak, its result included and the caller's body not.

`tracemalloc` counts every block that Python and `re` ask for, on any system; what the allocator keeps for
itself is not in it. ``python -m benchmarks.memory`` is the process that counts.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tracemalloc
from collections.abc import Mapping
from typing import Final

from benchmarks import functions
from benchmarks.processes import report, run_module
from benchmarks.results import Memory
from benchmarks.samples.payloads import FORMS, JSON_KINDS, make_document

SIZES: Final = {False: 4_000_000, True: 120_000}
MEASURED: Final = ("clean_json", "explain_json", "json.loads")
DENSE: Final = "artefacts only"
"""The worst case: nothing but short strings, each with something to clean."""
KINDS: Final = (*JSON_KINDS, DENSE)
_DENSE_ITEMS: Final = {
    "escaped": rb'"\u2019\u2022"',
    "raw": '"\N{RIGHT SINGLE QUOTATION MARK}\N{BULLET}"'.encode(),
}


def main() -> None:
    """Count for one function and each document of a set; write its size and the bytes added, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("function", choices=MEASURED)
    parser.add_argument("seed", type=int)
    parser.add_argument("size", type=int)
    asked = parser.parse_args()
    function = next(one for one in functions.JSON if one.name == asked.function).load()
    for form, kind in itertools.product(FORMS, KINDS):
        function(_make_document(form, kind, asked.size, asked.seed, "first"))  # imports and fills tables
    counted = []
    for form, kind in itertools.product(FORMS, KINDS):
        document = _make_document(form, kind, asked.size, asked.seed, "second")
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        function(document)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        counted.append([f"{form}, {kind}", len(document), peak - before])
    print(json.dumps(counted))


def _make_document(form: str, kind: str, size: int, seed: int, name: str) -> bytes:
    if kind != DENSE:
        return make_document(form, kind, size, f"memory, {name}", seed)
    item = _DENSE_ITEMS[form]
    return b"[" + b",".join([item] * (size // (len(item) + 1))) + b"]"


def count_memory(sets: Mapping[str, int], *, quick: bool) -> tuple[Memory, ...]:
    """Count for each function and each kind of document."""
    counted = []
    for function, (one, seed) in itertools.product(MEASURED, sets.items()):
        report(f"memory: {function}, {one} set")
        for sample, size, added in run_module("benchmarks.memory", function, seed, SIZES[quick]):
            counted.append(Memory(one, function, sample, size, added))
    return tuple(counted)


if __name__ == "__main__":
    main()
