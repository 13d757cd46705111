"""Annotations of GitHub Actions, which show up beside the lines of a pull request.

Source: https://docs.github.com/actions, "Workflow commands", and actions/toolkit for what is escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flatchr_clean.check.identity import relative_path
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import make_message, maybe_excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Passage
    from flatchr_clean.check.reports import Style, Tally

IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class Report:
    """Writes ``::warning file=...,line=...,col=...::message`` for each finding, ``::error`` for a problem."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style

    def add(self, passage: Passage) -> None:
        """Write a line for each finding."""
        file = _write_path(passage.path)
        for finding in passage.findings:
            message = make_message(passage, finding)
            excerpt = maybe_excerpt(passage, finding)
            if self._style.show_context and excerpt:
                message += f": {make_visible(''.join(excerpt))}"
            place = f"file={file},line={finding.region.line},col={finding.region.column}"
            self._write(f"::warning {place}::{message.translate(IN_MESSAGES)}\n")

    def finish(self, tally: Tally, /) -> None:
        """Write a line for each file that could not be read, or the place in it."""
        for problem in tally.problems:
            place = f"file={_write_path(problem.path)}"
            if problem.line is not None:
                place += f",line={problem.line}"
            if problem.column is not None:
                place += f",col={problem.column}"
            self._write(f"::error {place}::{make_visible(problem.message).translate(IN_MESSAGES)}\n")


def _write_path(path: str) -> str:
    return make_visible(relative_path(path).translate(IN_PROPERTIES))
