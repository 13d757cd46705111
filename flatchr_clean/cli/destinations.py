"""Files that a command writes: each appears when it is complete, and none takes the place of what is read.

A pipe, a device, and what is open already under a descriptor (`/dev/stdout`) are written through: they are
somebody else's, and what they hold stays. Knows paths. Must not know what is written.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from flatchr_clean.check.discovery import is_special
from flatchr_clean.check.fixer import Replacement, Unfixable
from flatchr_clean.check.pieces import say_os_error
from flatchr_clean.check.visible import make_visible
from flatchr_clean.cli import CouldNotBeDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flatchr_clean.check.pieces import Source

DESCRIPTOR = re.compile(r"(/proc/(?:self|thread-self|\d+)(?:/task/\d+)?|/dev)/fd/(\d+)")
"""Where Linux and BSD show what a process has open: opened anew it would be emptied."""

LONGEST_CHAIN = 40
"""Links that lead one to another, as many as Linux follows: path_resolution(7)."""


def refuse_destinations(
    destinations: Sequence[str],
    inputs: Iterable[str],
    kept: Mapping[str, str] = MappingProxyType({}),
    advice: str = "write the report elsewhere",
) -> None:
    """Refuse to write where something is read, or to one place twice.

    Args:
        destinations: files to write.
        inputs: files to read, and what was named; compared as files, whatever their spelling or link.
        kept: further files that are read, and what each is.
        advice: what to do instead.

    Raises:
        CouldNotBeDone: nothing was written.
    """
    places: dict[str, str] = {}
    for path in destinations:
        before = places.setdefault(os.path.realpath(path), path)
        if before is not path and not (is_written_through(before) and is_written_through(path)):
            raise CouldNotBeDone(f"{make_visible(path)}: named twice as a file to write")
    identities = {_maybe_identify(path) for path in destinations} - {None}

    def is_overwritten(path: str) -> bool:
        return not is_special(path) and (
            os.path.realpath(path) in places or (bool(identities) and _maybe_identify(path) in identities)
        )

    for path in inputs if destinations else ():
        if is_overwritten(path):
            raise CouldNotBeDone(
                f"{make_visible(path)}: is an input, which would be overwritten: {advice}, "
                "or leave the input out with --exclude"
            )
    for path, what in kept.items():
        if is_overwritten(path):
            raise CouldNotBeDone(f"{make_visible(path)}: is {what}, which would be overwritten: {advice}")


def plan_copies(sources: Iterable[Source], directory: str) -> dict[str, str]:
    """Give where the copy of each file goes, beneath a directory and by its path from what was named.

    Raises:
        CouldNotBeDone: two would go to one place, or one out of the directory; nothing was written.
    """
    within = _fold(os.path.join(os.path.realpath(directory), ""))  # noqa: PTH118
    taken: dict[str, str] = {}
    copies: dict[str, str] = {}
    for source in sources:
        copy = copies[source.path] = os.path.join(directory, source.below)  # noqa: PTH118
        place = _fold(os.path.realpath(copy))
        if not place.startswith(within):
            raise CouldNotBeDone(f"{make_visible(copy)}: is a link, which leads out of the directory")
        other = taken.setdefault(place, source.path)
        if other != source.path:
            raise CouldNotBeDone(
                f"{make_visible(copy)}: would be the copy of {make_visible(other)} and of "
                f"{make_visible(source.path)}: name the directory that holds both, or choose two directories"
            )
    return copies


def _fold(path: str) -> str:
    """Give what all spellings of a path have in common; the usual disks of a Mac take two cases for one."""
    return path.casefold() if sys.platform == "darwin" else os.path.normcase(path)


def is_written_through(path: str) -> bool:
    """Tell whether a path is no file to replace: a pipe, a device, or what a descriptor has open."""
    return is_special(path) or _maybe_descriptor(path) is not None


def _maybe_descriptor(path: str) -> re.Match[str] | None:
    """Follow the links of a path until one names a descriptor; None where none does."""
    for _ in range(LONGEST_CHAIN):
        directory, name = os.path.split(os.path.abspath(path))  # noqa: PTH100 - a link is not followed
        path = os.path.join(os.path.realpath(directory), name)  # noqa: PTH118
        if match := DESCRIPTOR.fullmatch(path):
            return match
        try:
            path = os.path.join(os.path.dirname(path), os.readlink(path))  # noqa: PTH115, PTH118, PTH120
        except OSError:
            return None
    return None


@contextmanager
def open_destination(path: str, *, private: bool = False) -> Iterator[Callable[[str], object]]:
    """Give a function that writes UTF-8 to a file, which appears when it is complete, or to what is open.

    Args:
        path: the file.
        private: True for a new file that its owner alone can read, whoever could read one in its place.

    Raises:
        CouldNotBeDone: it can't be written.
    """
    directory = os.path.dirname(path) or "."  # noqa: PTH120
    if not os.path.isdir(directory):  # noqa: PTH112 - Path.is_dir raises where this says no
        missing = make_visible(directory)
        raise CouldNotBeDone(f"{make_visible(path)}: can't be written: there is no directory {missing}")
    with ExitStack() as stack:
        with _naming(path):
            file: BinaryIO | Replacement
            if is_written_through(path):
                file = stack.enter_context(_open_through(path))
            else:
                file = stack.enter_context(Replacement(path, 0o600 if private else None))

        def write(text: str) -> None:
            with _naming(path):
                file.write(encode(text))

        yield write
        with _naming(path):
            if isinstance(file, Replacement):
                file.commit()
            else:
                file.flush()


@contextmanager
def _open_through(path: str) -> Iterator[BinaryIO]:
    """Open what is not replaced; a descriptor of this process writes on where it stands."""
    descriptor = _maybe_descriptor(path)
    if descriptor and descriptor[1] in ("/dev", f"/proc/{os.getpid()}"):
        stream = os.fdopen(os.dup(int(descriptor[2])), "wb")
    else:
        stream = Path(path).open("ab" if descriptor else "wb")  # noqa: SIM115 - closed below
    try:
        yield stream
    finally:
        with suppress(OSError):  # which `flush` has told
            stream.close()


def encode(text: str) -> bytes:
    """Write a report's text in UTF-8; half of a surrogate pair, which has none, as an escape."""
    return text.encode("utf-8", "backslashreplace")


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Say which file can't be written, and why."""
    try:
        yield
    except Unfixable as error:
        raise CouldNotBeDone(f"{make_visible(path)}: can't be written: {error}") from error
    except OSError as error:
        raise CouldNotBeDone(f"{make_visible(path)}: can't be written: {say_os_error(error)}") from error


def _maybe_identify(path: str) -> tuple[int, int] | None:
    """Give what all names of a file have in common; None where there is none."""
    with suppress(OSError):
        status = Path(path).stat()
        return status.st_dev, status.st_ino
    return None
