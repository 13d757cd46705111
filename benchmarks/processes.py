"""Starts the processes that measure, and says on the error output how far a run is."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def report(message: str) -> None:
    """Tell what is being measured."""
    print(message, file=sys.stderr, flush=True)


def start_module(module: str, *arguments: str, stdin: int | None = None) -> subprocess.Popen[str]:
    """Start a module of this package in a fresh interpreter, its output readable line by line."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(  # noqa: S603 - our own modules
        command, stdin=stdin, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def run_module(module: str, *arguments: str) -> Any:
    """Run a module of this package in a fresh interpreter and read the JSON that it writes."""
    with start_module(module, *arguments) as process:
        output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} failed: its own message is above")
    return json.loads(output)
