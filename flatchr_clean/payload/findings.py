"""What is counted of a cleaning. Knows no document.

A place is an object, and a hostile body holds millions: a `Counter` of these is as small for a million as
for one.
"""

from __future__ import annotations

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
