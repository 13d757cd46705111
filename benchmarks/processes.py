"""Starts the processes that measure, and says on the error output how far a run is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, Final

PURE: Final = "FLATCHR_CLEAN_PURE"
"""The variable that makes flatchr_clean take its kernel in pure Python."""


def report(message: str) -> None:
    """Tell what is being measured."""
    print(message, file=sys.stderr, flush=True)


def start_module(
    module: str, *arguments: object, stdin: int | None = None, pure: bool = False
) -> subprocess.Popen[str]:
    """Start a module of this package in a fresh interpreter, its output readable line by line.

    Args:
        module: its name.
        arguments: of its command line.
        stdin: as of `subprocess.Popen`.
        pure: whether flatchr_clean takes its kernel in pure Python there.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, **({PURE: "1"} if pure else {})}
    return subprocess.Popen(  # noqa: S603 - our own modules
        command, stdin=stdin, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )


def run_module(module: str, *arguments: object, pure: bool = False) -> Any:
    """Run a module of this package in a fresh interpreter and read the JSON that it writes."""
    with start_module(module, *arguments, pure=pure) as process:
        output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{module} {' '.join(map(str, arguments))} failed: its own message is above")
    return json.loads(output)


def follow_module(module: str, *arguments: object, items: int, seconds: float) -> Iterator[Any]:
    """Run a module that writes a line of JSON for each of several items, one after the other.

    Args:
        module: its name; its last argument will be the number of the item to start with.
        arguments: of its command line.
        items: how many.
        seconds: that it may take for one. What takes longer is ended, and started again after that item.

    Returns:
        What it writes, item by item; None for one that took too long.
    """
    at = 0
    while at < items:
        with start_module(module, *arguments, at) as process:
            assert process.stdout  # noqa: S101 - for the type checker: it is a pipe
            line = "-"
            while line and at < items:
                clock = threading.Timer(seconds, process.kill)
                clock.start()
                line = process.stdout.readline()
                clock.cancel()
                at += 1
                if line:
                    yield json.loads(line)
        if not line:
            if process.returncode != -signal.SIGKILL:
                raise SystemExit(f"{module} failed: its own message is above")
            yield None
