"""How a run ends early: with a sentence on Ctrl-C, in order on a request to terminate, at once on the second.

Knows signals. Must not know what the run does.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from flatchr_clean.cli import EXIT_UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from flatchr_clean.cli.console import Console

ENDING_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def ending_early(console: Console, said: Callable[[], str]) -> Iterator[None]:
    """End with a sentence and status 2 on Ctrl-C, and in order on a request to terminate.

    The second signal ends the process at once, whatever it is doing.

    Args:
        console: where to say it.
        said: gives what became of the files.
    """
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    heeded = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in heeded:
        signal.signal(number, _end_once)
    try:
        yield
    except KeyboardInterrupt:
        console.say(f"Interrupted: {said()}")
        raise click.exceptions.Exit(EXIT_UNUSABLE) from None
    finally:
        for number, handler in heeded.items():
            if signal.getsignal(number) is _end_once:
                signal.signal(number, handler)


def _end_once(number: int, _: FrameType | None) -> None:
    """Leave through every `finally`, with the status that a shell gives to a signal."""
    signal.signal(number, signal.SIG_DFL)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
