"""Files that a command writes: each appears when it is complete, and none takes the place of an input.

Knows paths. Must not know what is written.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from flatchr_clean.check.discovery import is_special
from flatchr_clean.check.fixer import Replacement, Unfixable
from flatchr_clean.check.pieces import say_os_error
from flatchr_clean.check.visible import make_visible
from flatchr_clean.cli import CouldNotBeDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


def refuse_destinations(destinations: Sequence[str], inputs: Iterable[str]) -> None:
    """Refuse to write where an input is read, or to one place twice.

    Args:
        destinations: files to write.
        inputs: files to read, and what was named; compared as files, whatever their spelling or link.

    Raises:
        CouldNotBeDone: nothing was written.
    """
    places = [os.path.realpath(path) for path in destinations]
    for index, place in enumerate(places):
        if place in places[:index] and not is_special(place):
            raise CouldNotBeDone(f"{make_visible(destinations[index])}: named twice as a file to write")
    identities = {_maybe_identify(path) for path in destinations} - {None}
    for path in inputs if destinations else ():
        if is_special(path):
            continue
        if os.path.realpath(path) in places or (identities and _maybe_identify(path) in identities):
            raise CouldNotBeDone(
                f"{make_visible(path)}: is an input, which would be overwritten: write the report elsewhere, "
                "or leave the input out with --exclude"
            )


@contextmanager
def open_destination(path: str) -> Iterator[Callable[[str], object]]:
    """Give a function that writes UTF-8 to a file, which appears when it is complete.

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
            if is_special(path):
                file = stack.enter_context(_open_special(Path(path)))
            else:
                file = stack.enter_context(Replacement(path))

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
def _open_special(path: Path) -> Iterator[BinaryIO]:
    stream = path.open("wb")
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
