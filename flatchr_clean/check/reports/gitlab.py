"""GitLab's Code Quality report, which shows up in a merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flatchr_clean.check.identity import Fingerprints, Identity, identify, identify_problem
from flatchr_clean.check.visible import make_visible, write_json
from flatchr_clean.check.wording import make_message, maybe_excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Passage
    from flatchr_clean.check.reports import Style, Tally

FIRST = "\n"
"""What stands before the first finding; a comma before every other."""


class Report:
    """Writes an array with an object for each finding, and one for each problem."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style
        self._fingerprints = Fingerprints()
        self._between = FIRST
        write("[")

    def add(self, passage: Passage) -> None:
        """Write an object for each finding."""
        for finding in passage.findings:
            description = make_message(passage, finding)
            excerpt = maybe_excerpt(passage, finding)
            if self._style.show_context and excerpt:
                description += f": {make_visible(''.join(excerpt))}"
            self._write_issue(
                description,
                identify(passage, finding),
                "major" if finding.lossy else "minor",
                {"begin": finding.region.line, "end": finding.region.end_line},
            )

    def finish(self, tally: Tally, /) -> None:
        """Write an object for each problem, which blocks; close the array."""
        for problem in tally.problems:
            self._write_issue(
                problem.describe(), identify_problem(problem), "blocker", {"begin": problem.line or 1}
            )
        self._write("\n]\n" if self._between != FIRST else "]\n")

    def _write_issue(
        self, description: str, identity: Identity, severity: str, lines: dict[str, int]
    ) -> None:
        issue = {
            "description": description,
            "check_name": identity.rule,
            "fingerprint": self._fingerprints.make(identity),
            "severity": severity,
            "location": {"path": identity.path, "lines": lines},
        }
        self._write(f"{self._between}  {write_json(issue)}")
        self._between = ",\n"
