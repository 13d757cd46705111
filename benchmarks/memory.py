"""Counts what a function adds to the memory at its peak, its result included and the caller's body not.

`tracemalloc` counts every block that Python and `re` ask for, on any system; what the allocator keeps for
itself is not in it. ``python -m benchmarks.memory`` is the process that counts.
"""

from __future__ import annotations

import argparse
import json
import tracemalloc
from typing import Final

from benchmarks import functions, samples
from benchmarks.processes import report, run_module
from benchmarks.results import Memory

SIZES: Final = {False: 10_000_000, True: 1_000_000}
MEASURED: Final = ("clean_json", "json.loads")
DENSE: Final = "artefacts only"
"""The worst case: nothing but short strings, each with something to clean."""
KINDS: Final = (*samples.JSON_KINDS, DENSE)
_DENSE_ITEMS: Final = {
    "escaped": rb'"\u2019\u2022"',
    "raw": '"\N{RIGHT SINGLE QUOTATION MARK}\N{BULLET}"'.encode(),
}


def main() -> None:
    """Count for one function and one document, and write the document's size and the bytes added, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("function", choices=MEASURED)
    parser.add_argument("form", choices=samples.FORMS)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("size", type=int)
    asked = parser.parse_args()
    function = next(one for one in functions.JSON if one.name == asked.function).load()
    document = _make_document(asked.form, asked.kind, asked.size)
    function(_make_document(asked.form, asked.kind, 1_000))  # imports and compiles
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    function(document)
    _, peak = tracemalloc.get_traced_memory()
    print(json.dumps([len(document), peak - before]))


def _make_document(form: str, kind: str, size: int) -> bytes:
    if kind != DENSE:
        return samples.make_document(form, kind, size)
    item = _DENSE_ITEMS[form]
    return b"[" + b",".join([item] * (size // (len(item) + 1))) + b"]"


def count_memory(*, quick: bool) -> tuple[Memory, ...]:
    """Count for each function and each kind of document."""
    counted = []
    for function in MEASURED:
        for form in samples.FORMS:
            for kind in KINDS:
                report(f"memory: {function}, {form}, {kind}")
                size, added = run_module("benchmarks.memory", function, form, kind, str(SIZES[quick]))
                counted.append(Memory(function, f"{form}, {kind}", size, added))
    return tuple(counted)


if __name__ == "__main__":
    main()
