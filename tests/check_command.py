"""How the tests of the check run the command, in this process and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

import flatchr_clean
from flatchr_clean.cli import main

COMMAND = [sys.executable, "-m", "flatchr_clean"]


class Done(NamedTuple):
    """What a command left: its exit status and its two outputs."""

    status: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.decode().splitlines()

    @property
    def findings(self) -> list[dict]:
        """The findings of a JSON report on standard output."""
        return json.loads(self.out)["findings"]


def run(*arguments: str | Path, stdin: bytes = b"") -> Done:
    """Run the command in this process."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout_bytes, result.stderr)


def spawn(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    """Run the command in a process of its own, as a shell does."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin, capture_output=True, timeout=60, check=False, cwd=cwd, env=clean_environment(**environment),
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr.decode())


def clean_environment(**further: str) -> dict[str, str]:
    """Give this environment without what decides about colours and encodings, and with this package."""
    unset = {"NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "COLUMNS"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "PYTHONPATH": str(Path(flatchr_clean.__file__).parents[1]), **further}


def run_on_terminal(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    """Run the command on a terminal of its own; give what it shows."""
    import pty  # there is none on Windows

    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm", **environment}
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=clean_environment(**environment),
    ):  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:  # how Linux tells that the terminal's last program has gone
            pass
    os.close(ours)
    return shown.decode()
