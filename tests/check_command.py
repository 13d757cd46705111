"""How the tests of the check run the command: in this process, in one of its own, and on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

import flatchr_clean
from flatchr_clean.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

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


def start(
    *arguments: str | Path,
    environment: dict[str, str] | None = None,
    command: list[str] = COMMAND,
    **options: Any,
) -> subprocess.Popen:
    """Start the command in a process of its own, that heeds signals though the tests run under nohup."""
    options.setdefault("preexec_fn", _heed_signals)
    return subprocess.Popen(
        [*command, *map(str, arguments)], env=clean_environment(**(environment or {})), **options
    )


def _heed_signals() -> None:
    """Let a process end by the signals that a shell lets what runs in the background ignore."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def spawn(
    *arguments: str | Path,
    stdin: bytes = b"",
    cwd: Path | None = None,
    preexec_fn: Callable[[], None] | None = None,
    **environment: str,
) -> Done:
    """Run the command in a process of its own, as a shell does."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with start(*arguments, environment=environment, cwd=cwd, preexec_fn=preexec_fn, **pipes) as process:
        out, err = process.communicate(stdin, timeout=60)
    return Done(process.returncode, out, err.decode())


def run_on_terminal(
    *arguments: str | Path, cwd: Path, command: list[str] = COMMAND, **environment: str
) -> str:
    """Run the command on a terminal of its own; give what it shows."""
    import pty  # there is none on Windows

    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with start(*arguments, environment={"TERM": "xterm", **environment}, command=command, cwd=cwd, **streams):
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:  # how Linux tells that the terminal's last program has gone
            pass
    os.close(ours)
    return shown.decode()


def run_git(
    *arguments: str, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git, which the tests ask about patterns and diffs."""
    git = shutil.which("git")
    assert git
    return subprocess.run([git, *arguments], cwd=cwd, input=stdin, capture_output=True, check=False)


def clean_environment(**further: str) -> dict[str, str]:
    """Give this environment without what decides about colours and encodings, and with this package."""
    unset = {"NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "COLUMNS"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "PYTHONPATH": str(Path(flatchr_clean.__file__).parents[1]), **further}
