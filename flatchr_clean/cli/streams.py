"""Standard streams as a shell leaves them: closed, full, or read by a program that has gone.

Knows streams and descriptors; knows no command.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress

OF_STREAMS = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""Errors that a stream gives when it can't take what is written."""


def open_closed_streams() -> None:
    """Put the null device where a standard stream is closed.

    The next file that is opened would take its place, and what is meant for a terminal go into it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free, which is this one
    if sys.stderr is None:  # nobody is to be told, which is no reason to fail
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115 - a descriptor, for as long as it lasts


def replace_what_is_not_encoded() -> None:
    """Write the escape of a character that a terminal can't show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_of_a_stream(error: OSError) -> bool:
    """Tell whether a standard stream can't be written to any more."""
    return error.filename is None and error.errno in OF_STREAMS


def let_go_of_streams() -> bool:
    """Give up what the streams don't take, so that the interpreter does not try again at its end.

    Returns:
        False when something was lost.
    """
    taken = True
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            taken = False
            with suppress(OSError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)
    return taken
