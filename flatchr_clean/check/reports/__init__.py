"""One module for each format: passages in, text out, as they come.

A report is fed while files are still read, so it must not keep what it was given. Only the HTML report
shows texts unasked: that is its purpose.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from flatchr_clean.check.identity import name_field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flatchr_clean.check.findings import Passage, Problem

FORMATS = ("text", "json", "github", "gitlab", "sarif", "html")
"""Each is a module of this package with a class `Report`."""


@dataclass(slots=True)
class Tally:
    """What a run has counted so far.

    Attributes:
        files: files read, or tried.
        findings: places found.
        fixable: how many of them a fix corrects.
        by_rule: findings by rule.
        by_file: findings by file, for files that have any.
        fixable_files: files in which a fix corrects some, unless they have a problem.
        problems: what could not be read.
        untold: how many of the findings no report tells.
        by_field: findings by field and rule, where they are asked for.
    """

    files: int = 0
    findings: int = 0
    fixable: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_file: Counter[str] = field(default_factory=Counter)
    fixable_files: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    by_field: Counter[tuple[str, str]] | None = None

    def add(self, passage: Passage) -> None:
        """Count a passage's findings."""
        self.findings += len(passage.findings)
        fixable = sum(finding.fixable for finding in passage.findings)
        self.fixable += fixable
        if fixable:
            self.fixable_files.add(passage.path)
        self.by_rule.update(str(finding.rule) for finding in passage.findings)
        self.by_file[passage.path] += len(passage.findings)
        if self.by_field is not None:
            where = name_field(passage)
            self.by_field.update((where, str(finding.rule)) for finding in passage.findings)


@dataclass(frozen=True, slots=True)
class Making:
    """How a report came to be, for a reader who finds it again later.

    Attributes:
        at: when, with its time zone.
        version: the version of this library.
        command: what was run.
    """

    at: datetime
    version: str
    command: str


@dataclass(frozen=True, slots=True)
class Style:
    """How reports are written.

    Attributes:
        show_context: True to show what stands around each finding.
        colour: True for a terminal's colours.
        encoding: what can be shown, where marks must stand under characters.
        problems_told: True where the reader is told of problems beside the report, as on a console.
        making: how the report came to be, for those that say it.
    """

    show_context: bool = False
    colour: bool = False
    encoding: str = "utf-8"
    problems_told: bool = False
    making: Making | None = None


class Report(Protocol):
    """What each format's class does; it is made with a function that writes text, and a `Style`."""

    def add(self, passage: Passage) -> None:
        """Report the findings of a passage."""

    def finish(self, tally: Tally, /) -> str | None:
        """End the report; the answer says what it had to leave out."""


def make_report(name: str, write: Callable[[str], object], style: Style) -> Report:
    """Begin a report.

    Args:
        name: one of `FORMATS`.
        write: takes the report's text, part by part.
        style: how to write it.
    """
    report: Report = import_module(f"{__name__}.{name}").Report(write, style)
    return report
