"""The report for programs: ``{"findings": [...], "problems": [...]}``, in ASCII, an object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flatchr_clean.check.visible import write_json
from flatchr_clean.check.wording import make_message, maybe_excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Finding, Passage
    from flatchr_clean.check.reports import Style, Tally

FIRST = "\n"
"""What stands before the first finding; a comma before every other."""


class Report:
    """Writes the findings as they come; the document is complete after `finish`."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style
        self._between = FIRST
        write('{"findings": [')

    def add(self, passage: Passage) -> None:
        """Write an object for each finding."""
        for finding in passage.findings:
            self._write(f"{self._between}  {write_json(self._tell(passage, finding))}")
            self._between = ",\n"

    def finish(self, tally: Tally, /) -> None:
        """Say what could not be read; close the document."""
        self._write("\n], " if self._between != FIRST else "], ")
        problems = [{"path": problem.path, "message": problem.describe()} for problem in tally.problems]
        lines = ",".join(f"\n  {write_json(problem)}" for problem in problems)
        self._write(f'"problems": [{lines}\n]}}\n' if lines else '"problems": []}\n')

    def _tell(self, passage: Passage, finding: Finding) -> dict[str, Any]:
        shows_context = self._style.show_context
        told: dict[str, Any] = {
            "path": passage.path,
            **finding.region._asdict(),
            "rule": str(finding.rule),
            "code_points": finding.code_points,
            "replacement": None if finding.is_text and not shows_context else finding.replacement,
            "lossy": finding.lossy,
            "fixable": finding.fixable,
            "message": make_message(passage, finding),
        }
        if passage.pointer is not None:
            told["pointer"] = passage.pointer
        if passage.row is not None:
            told["row"] = passage.row
            told["field"] = passage.field
        if passage.sheet is not None:
            told["sheet"] = passage.sheet
            told["cell"] = passage.cell
        if passage.paragraph is not None:
            told["paragraph"] = passage.paragraph
            told["part"] = passage.part
        excerpt = maybe_excerpt(passage, finding)
        if shows_context and excerpt:
            told["context"] = excerpt._asdict()
        return told
