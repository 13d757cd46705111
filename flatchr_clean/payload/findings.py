"""What is counted of a cleaning. Knows no document.

A place is an object, and a hostile body holds millions: a `Counter` of these is as small for a million as
for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from flatchr_clean.text.changes import LEFT, Rule


class Finding(NamedTuple):
    """What is counted.

    Attributes:
        rule: why it was changed.
        lossy: True when the change lost information that a reader would miss.
        applied: False when it was found and left: in a field that must match exactly, or for a person to see.
    """

    rule: Rule
    lossy: bool
    applied: bool


def add_findings(counts: Counter[Finding], made: Mapping[tuple[Rule, bool], int], *, applied: bool) -> None:
    """Add what was counted of texts, by rule and loss, where changes are applied or left.

    What is found for a person to look at is left everywhere.
    """
    for (rule, lossy), number in made.items():
        counts[Finding(rule, lossy, applied and rule not in LEFT)] += number
