"""How well one symbol follows another in text that nobody misread: a cost, in nats. Knows numbers.

The table of pairs is `pairs.txt`, which `python -m benchmarks.learning` makes: each line is a symbol, then
how often others follow it, as powers of the square root of two.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Final

from flatchr_clean.text.misread.symbols import group_of

# How many pairs a guess counts for, beside those that were seen, and how much of these in addition.
_GUESSED: Final = 60.0
_GUESSED_OF_GROUPS: Final = 100.0
_UNSEEN: Final = 0.003
_HARDLY: Final = 1e-3  # of what a symbol's frequency by itself says
_NEVER: Final = 2e-9


class _Known:
    """How often which symbol follows which, and the sums of that."""

    def __init__(self, pairs: dict[tuple[str, str], float]) -> None:
        self.pairs = pairs
        self.total = sum(pairs.values())
        self.before, self.behind = defaultdict[str, float](float), defaultdict[str, float](float)
        self.groups = defaultdict[tuple[str, str], float](float)
        self.before_of_group, self.behind_of_group = (
            defaultdict[str, float](float),
            defaultdict[str, float](float),
        )
        for (first, second), number in pairs.items():
            one, two = group_of(first), group_of(second)
            self.before[first] += number
            self.behind[second] += number
            self.groups[one, two] += number
            self.before_of_group[one] += number
            self.behind_of_group[two] += number


@cache
def _load() -> _Known:
    return _Known(read_pairs(files(__package__).joinpath("pairs.txt").read_text("utf-8")))


def read_pairs(table: str) -> dict[tuple[str, str], float]:
    """Read a table of pairs.

    Example:
        >>> read_pairs("l =4 a e =2 ’")
        {('l', 'a'): 4.0, ('l', 'e'): 4.0, ('l', '’'): 2.0}
    """
    pairs: dict[tuple[str, str], float] = {}
    for line in table.splitlines():
        if line.startswith("## "):
            continue
        first, *cells = line.split(" ")
        number = 0.0
        for cell in cells:
            if cell[0] == "=" and len(cell) > 1:
                number = 2.0 ** (int(cell[1:]) / 2)
            else:
                pairs[first, cell] = number
    return pairs


def cost_of(first: str, second: str) -> float:
    """Give what it costs that a symbol follows another: minus the logarithm of how likely it is."""
    known = _load()
    one, two = group_of(first), group_of(second)
    alone = _HARDLY * known.behind[second] / known.total + _NEVER
    in_group = known.behind[second] / (known.behind_of_group[two] + 0.5)
    seen = known.before_of_group[one]
    guessed = _GUESSED_OF_GROUPS + seen * _UNSEEN
    by_groups = (known.groups[one, two] * in_group + guessed * alone) / (seen + guessed)
    seen = known.before[first]
    guessed = _GUESSED + seen * _UNSEEN
    return -math.log((known.pairs.get((first, second), 0.0) + guessed * by_groups) / (seen + guessed))
