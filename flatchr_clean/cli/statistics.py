"""A table of how often each rule found something in each field: names and numbers, no text.

Knows counts and the width of a terminal. Must not know where they come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flatchr_clean.check.reports.text import count_columns
from flatchr_clean.check.visible import make_visible
from flatchr_clean.cli.console import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TITLES = ("PLACES", "RULE", "FIELD")
NO_FIELD = "-"
"""Stands where plain text has no fields."""

CUT = "..."


def draw_statistics(by_field: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """Draw the table, the most first; a name that is too wide for a terminal is cut.

    Args:
        by_field: how many places by field and rule.

    Example:
        >>> print(*draw_statistics({("/title", "dash"): 2, ("", "quote"): 1234}), sep="\\n")
        PLACES  RULE   FIELD
         1,234  quote  -
             2  dash   /title
    """
    ordered = sorted(by_field.items(), key=lambda item: (-item[1], item[0]))
    rows = [(f"{number:,}", rule, make_visible(field) or NO_FIELD) for (field, rule), number in ordered]
    numbers, rules, _ = (max(map(len, cells)) for cells in zip(TITLES, *rows, strict=True))
    room = COLUMNS - numbers - rules - 4
    for number, rule, field in (TITLES, *rows):
        yield f"{number:>{numbers}}  {rule:<{rules}}  {_cut(field, room)}"


def _cut(name: str, room: int) -> str:
    if count_columns(name) <= room:
        return name
    name = name[:room]
    while count_columns(name) > room - len(CUT):
        name = name[:-1]
    return name + CUT
