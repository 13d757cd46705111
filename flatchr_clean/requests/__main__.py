"""Runs an unmodified program with its requests cleaned. Knows how Python starts programs.

``python -m flatchr_clean.requests script.py args...`` stands for ``python script.py args...``. With
``--hosts localhost:8443`` it is what goes to a stand-in that is cleaned, to rehearse a program against it.
"""

from __future__ import annotations

import runpy
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.requests import InvalidAddress, instrument
from flatchr_clean.text.profile import PRESETS


def main(arguments: list[str] | None = None) -> None:
    """Run a program instrumented.

    The instrumentation is never ended: threads that the program leaves behind may still be sending.

    Args:
        arguments: the command line without the program's own name; `sys.argv` when None.

    Raises:
        SystemExit: for a wrong command line, with status 2, and whenever the program raises it.
    """
    parser = ArgumentParser(
        prog="python -m flatchr_clean.requests",
        description="Run a Python program; what it sends to Flatchr through requests is cleaned.",
        usage="%(prog)s [--profile NAME] [--hosts HOST[,HOST]] (script.py | -m module) [argument ...]",
    )
    parser.add_argument("--profile", default="flatchr", choices=PRESETS, help="what the service accepts")
    parser.add_argument(
        "--hosts",
        metavar="HOST[,HOST]",
        help="whose requests are cleaned, instead of Flatchr's: localhost:8443",
    )
    parser.add_argument("-m", dest="module", nargs=REMAINDER, help="run a module, as python -m does")
    parser.add_argument("script", nargs=REMAINDER, help="the program, and its own arguments")
    given = parser.parse_args(arguments)
    program = given.module or given.script
    if not program:
        parser.error("name the program to run")
    if not given.module and not Path(program[0]).exists():
        parser.error(f"there is no file {program[0]}")

    try:
        instrument(profile=given.profile, hosts=HOSTS if given.hosts is None else given.hosts.split(","))
    except InvalidAddress as error:
        parser.error(f"argument --hosts: {error}")
    sys.argv[:] = program
    if given.module:
        runpy.run_module(program[0], run_name="__main__", alter_sys=True)
    else:
        if not sys.flags.safe_path:
            sys.path[0] = str(Path(program[0]).resolve().parent)
        runpy.run_path(program[0], run_name="__main__")


if __name__ == "__main__":
    main()
