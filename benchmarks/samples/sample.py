"""A sample of the accuracy table: texts of one kind, each beside the good one. Knows no function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[str, str]
"""A text as a function gets it, and the good one: the same where it must be left alone."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts of one kind.

    Attributes:
        heading: of the table that they count in.
        label: of their row there.
        pairs: the texts, each beside the good one.
        language: the row of a second table that they count in; none where it is empty.
        intact: True for good texts, whose letters must stay.
        value: True where each stands in a JSON document.
    """

    heading: str
    label: str
    pairs: Sequence[Pair]
    language: str = ""
    intact: bool = False
    value: bool = False
