"""GitLab's Code Quality report, which shows up in a merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flatchr_clean.check.identity import Fingerprints, relative_path
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import make_message, maybe_excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Passage
    from flatchr_clean.check.reports import Style, Tally

FIRST = "\n"
"""What stands before the first finding; a comma before every other."""


class Report:
    """Writes an array with an object for each finding."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style
        self._fingerprints = Fingerprints()
        self._between = FIRST
        write("[")

    def add(self, passage: Passage) -> None:
        """Write an object for each finding."""
        path = relative_path(passage.path)
        for finding in passage.findings:
            description = make_message(passage, finding)
            excerpt = maybe_excerpt(passage, finding)
            if self._style.show_context and excerpt:
                description += f": {make_visible(''.join(excerpt))}"
            issue = {
                "description": description,
                "check_name": str(finding.rule),
                "fingerprint": self._fingerprints.make(passage, finding),
                "severity": "major" if finding.lossy else "minor",
                "location": {
                    "path": path,
                    "lines": {"begin": finding.region.line, "end": finding.region.end_line},
                },
            }
            self._write(f"{self._between}  {json.dumps(issue)}")
            self._between = ",\n"

    def finish(self, _: Tally, /) -> None:
        """Close the array."""
        self._write("\n]\n" if self._between != FIRST else "]\n")
