"""Which files the paths on a command line name. Walks directories; opens no file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import KIND_OF_ENDING, Kind, maybe_kind_of
from flatchr_clean.check.pieces import Source, say_os_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flatchr_clean.check.excludes import Excludes


def find_sources(
    paths: Iterable[str], kind: Kind | None, excludes: Excludes, *, force_exclude: bool = False
) -> tuple[list[Source], list[Problem]]:
    """Find the files to read, each once, in the order named; a directory's in the order of their names.

    Args:
        paths: files, directories, and ``-`` for standard input.
        kind: how to read what is named, whatever its ending; in a directory it leaves only files of that
            kind by their ending.
        excludes: what is passed over in directories.
        force_exclude: True to pass over files that were named too, as pre-commit names all of them.

    Returns:
        The files, and what names none: a path that does not exist, a directory without a file to read.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            found: Iterable[Source] = [Source(path, kind)]
        elif Path(path).is_dir():
            found = list(_walk(path, kind, excludes, problems))
            if not found:
                endings = (ending for ending, its in KIND_OF_ENDING.items() if kind in (None, its))
                problems.append(Problem(path, f"holds no file to read: none ends with {', '.join(endings)}"))
        elif force_exclude and excludes.match(Path(path).absolute()):
            found = []
        else:
            found = list(_name(path, kind, problems))
        for source in found:
            identity = path if source.is_stdin else os.path.realpath(source.path)
            if identity not in seen:
                seen.add(identity)
                sources.append(source)
    return sources, problems


def _name(path: str, kind: Kind | None, problems: list[Problem]) -> Iterator[Source]:
    try:
        size = Path(path).stat().st_size
    except (OSError, ValueError) as error:
        message = say_os_error(error) if isinstance(error, OSError) else str(error)
        problems.append(Problem(path, message))
        return
    yield Source(path, kind or maybe_kind_of(path), size)


def _walk(path: str, kind: Kind | None, excludes: Excludes, problems: list[Problem]) -> Iterator[Source]:
    def refuse(error: OSError) -> None:
        problems.append(Problem(str(error.filename), say_os_error(error)))

    for directory, below, names in os.walk(path, onerror=refuse):
        absolute = Path(directory).absolute()
        below[:] = sorted(name for name in below if not excludes.match(absolute / name, is_directory=True))
        for name in sorted(names):
            its_kind = maybe_kind_of(name)
            if its_kind is None or kind not in (None, its_kind) or excludes.match(absolute / name):
                continue
            yield from _name(os.path.normpath(f"{directory}/{name}"), its_kind, problems)
