"""Standard output and standard error of a run: a progress bar, what is told, and what can't be read.

Knows streams. Must not know what was found.
"""

from __future__ import annotations

import sys
import time

import click

from flatchr_clean.check.findings import Problem

PROGRESS_FROM_BYTES = 4 << 20
PROGRESS_SECONDS = 0.1
BAR_WIDTH = 30

PROBLEMS_TOLD_PER_FILE = 10

COLUMNS = 80
"""Of a terminal, as far as a summary or a table heeds them."""


def has_colour() -> bool:
    """Tell whether what is shown now is shown in colour."""
    chosen = click.get_current_context().color
    return sys.stdout.isatty() if chosen is None else chosen


class Console:
    """Standard output and standard error, and between them a progress bar that is never in the way.

    Args:
        total: bytes to read, 0 when unknown.
        label: what is done.
        quiet: True to show errors only, and what was asked for.
    """

    def __init__(self, total: int, label: str, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._total = total
        self._label = label
        self._done = 0
        self._drawn_at = time.monotonic()
        self._began = self._drawn_at
        self._is_drawn = False
        self._width = 0
        is_long = total == 0 or total >= PROGRESS_FROM_BYTES
        self._draws = sys.stderr.isatty() and is_long and not quiet

    def advance(self, size: int) -> None:
        """Count bytes read; draw the bar when there is a terminal and some time has passed."""
        self._done += size
        now = time.monotonic()
        if self._draws and now - self._drawn_at >= PROGRESS_SECONDS:
            self._drawn_at = now
            self._is_drawn = True
            click.echo(f"\r{self._draw(now)}", nl=False, err=True)

    def write(self, text: str) -> None:
        """Write to standard output."""
        if self._is_drawn and sys.stdout.isatty():
            self.clear()
        sys.stdout.write(text)

    def write_bytes(self, data: bytes) -> None:
        """Write to standard output what has an encoding of its own."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)

    def say(self, text: str) -> None:
        """Write a line to standard error, after what standard output was given."""
        self.clear()
        sys.stdout.flush()
        click.echo(text, err=True)

    def note(self, text: str) -> None:
        """Write a line that is no error, unless silence was asked for."""
        if not self._quiet:
            self.say(text)

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_drawn:
            self._is_drawn = False
            # Two columns more than it has: a terminal shows ^C behind it.
            click.echo(f"\r{' ' * (self._width + 2)}\r", nl=False, err=True)

    def _draw(self, now: float) -> str:
        megabytes = f"{self._done / 1e6:,.0f}"
        if not self._total:
            line = f"{self._label}: {megabytes} MB"
        else:
            share = min(1.0, self._done / self._total)
            filled = round(share * BAR_WIDTH)
            left = (now - self._began) * (1 - share) / share if share else 0
            line = (
                f"{self._label} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} "
                f"of {self._total / 1e6:,.0f} MB, {left:.0f} s left "
            )
        self._width = len(line)
        return line


class ProblemTeller:
    """Tells problems as they come, and of each file the first few and how many more there are.

    Attributes:
        told: the problems that were told.
    """

    def __init__(self, console: Console) -> None:
        self.told: list[Problem] = []
        self._console = console
        self._path = ""
        self._of_path = 0

    def tell(self, problem: Problem) -> None:
        """Write a problem to standard error."""
        if problem.path != self._path:
            self.finish()
            self._path = problem.path
        self._of_path += 1
        if self._of_path <= PROBLEMS_TOLD_PER_FILE:
            self.told.append(problem)
            self._console.say(str(problem))

    def finish(self) -> None:
        """Say how many problems of the last file were not told."""
        more = self._of_path - PROBLEMS_TOLD_PER_FILE
        if more > 0:
            self.told.append(Problem(self._path, f"and {more:,} more like that"))
            self._console.say(str(self.told[-1]))
        self._of_path = 0
