"""A source of chance, and the mixture that a seed stands for. Knows no text.

The first set is made from a fixed seed with the weights that the tables of this package give. Any other seed
stands for another mixture too: each weight is multiplied by a factor between one third and three, drawn from
the seed and the weight's name.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from typing import Final, Self

FIRST: Final = 20_240_229
"""The seed of the first set."""


class Draw(random.Random):
    """The source of chance of what some names name: the same in each process.

    Args:
        seed: of the set.
        names: what is made.
    """

    def __new__(cls, *_: object) -> Self:
        """Make one: the generator beneath is seeded once it is there."""
        return super().__new__(cls)

    def __init__(self, seed: int, *names: object) -> None:
        super().__init__(f"{seed} {names}")
        self.mixture = seed

    def share(self, name: str, usual: float) -> float:
        """Tell how often something is met in this set, of one, where it is usually met so often."""
        return min(0.98, usual * _factor(self.mixture, name))

    def happens(self, name: str, usual: float) -> bool:
        """Tell whether something that is met so often is met now."""
        return self.random() < self.share(name, usual)

    def pick(self, weights: Mapping[str, float]) -> str:
        """Choose by weight, as the mixture of this set changes it."""
        changed = [weight * _factor(self.mixture, name) for name, weight in weights.items()]
        return self.choices(tuple(weights), changed)[0]


@cache
def _factor(seed: int, name: str) -> float:
    if seed == FIRST:
        return 1.0
    return 3 ** random.Random(f"{seed} {name}").uniform(-1, 1)  # noqa: S311 - a sample, no secret
