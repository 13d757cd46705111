"""The texts and documents that are measured, made from a seed. Knows nothing that is measured, and no clock.

They read like what HR programs send to Flatchr, and differ from each other: nothing is measured twice on the
same text. A seed stands for a set: `FIRST` for the first one, any other for one whose mixture differs too.
"""

from __future__ import annotations
