"""What is told of a cleaning: places, or counts alone. Knows no document.

A place is an object, and a hostile body holds millions: who only counts gets a `Counter`, which is as small
for a million changes as for one.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from flatchr_clean.text.changes import Rule


class Finding(NamedTuple):
    """What is counted.

    Attributes:
        rule: why it was changed.
        lossy: True when the change lost information that a reader would miss.
        applied: False when it was found and left, as in a field that must match exactly.
    """

    rule: Rule
    lossy: bool
    applied: bool


class Telling(Enum):
    """How much is told of what was changed, and of what was found and left."""

    PLACES = auto()
    """Each change with its place, and the counts."""
    COUNTS = auto()
    """The counts alone."""
