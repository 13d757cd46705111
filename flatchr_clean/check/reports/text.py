"""The report for a terminal: a line for each finding, which editors and `grep` understand."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import describe, list_tags, maybe_excerpt, say_where

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Finding, Passage
    from flatchr_clean.check.reports import Style, Tally

INDENT = "    "
COLUMNS = 76
COLUMNS_BEFORE = 34
"""How wide a line of context is, and what stands before the finding: with the indent, a terminal's 80."""

BOLD, RED, FAINT, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


class Report:
    """Writes ``path:line:column: what was found -> what becomes of it [rule] where``."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style

    def add(self, passage: Passage) -> None:
        """Write a line for each finding, and two more where context was asked for."""
        where = say_where(passage)
        path = self._paint(BOLD, make_visible(passage.path))
        for finding in passage.findings:
            tags = self._paint(FAINT, f"[{list_tags(finding)}]")
            line = f"{path}:{finding.region.line}:{finding.region.column}: {describe(finding)} {tags}"
            self._write(f"{line} {where}\n" if where else f"{line}\n")
            if self._style.show_context:
                self._write_context(passage, finding)

    def finish(self, tally: Tally, /) -> None:
        """Write what could not be read; the summary goes to standard error, whatever the format."""
        for problem in () if self._style.problems_told else tally.problems:
            self._write(f"{problem}\n")

    def _write_context(self, passage: Passage, finding: Finding) -> None:
        excerpt = maybe_excerpt(passage, finding)
        if excerpt is None:
            return
        before, found, after = (make_visible(part, self._style.encoding) for part in excerpt)
        # Neither too wide, nor cut so that a log of GitHub Actions would take it for a command.
        while count_columns(before) > COLUMNS_BEFORE or before.lstrip().startswith("::"):
            before = before[1:]
        room = COLUMNS - count_columns(before) - count_columns(found)
        while after and count_columns(after) > room:
            after = after[:-1]
        marks = "^" * max(1, count_columns(found))
        self._write(f"{INDENT}{before}{self._paint(RED, found)}{after}\n")
        self._write(f"{INDENT}{' ' * count_columns(before)}{self._paint(RED, marks)}\n")

    def _paint(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._style.colour else text


def count_columns(text: str) -> int:
    """Count the columns that a terminal gives a text."""
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
