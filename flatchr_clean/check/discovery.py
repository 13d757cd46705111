"""Which files the paths on a command line name. Walks directories; opens no file."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.documents.csv_dialects import UNKNOWN_TABLE, TableOptions
from flatchr_clean.check.excludes import Excludes
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import KIND_OF_ENDING, Kind, maybe_kind_of
from flatchr_clean.check.pieces import Source, say_os_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


OWNER_FILE = "~$"
"""How a file begins by which Office says that a document is open; it is no document."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is passed over, and how what is left is read.

    Attributes:
        excludes: patterns of what is passed over in directories.
        kind: how to read what is named, whatever its ending; in a directory it leaves only files of that
            kind by their ending.
        force_exclude: True to pass over files that are named too, as pre-commit names all of them.
        written: files that the command itself wrote, such as a baseline: they are no input.
        within: where files may be that a walk finds: a link may lead elsewhere, to what nobody named. None
            for anywhere.
        encoding_of: gives the encoding of a file by its absolute path; None is standard input.
        table: what is known of how tables are written.
    """

    excludes: Excludes
    kind: Kind | None = None
    force_exclude: bool = False
    written: frozenset[str] = frozenset()
    within: tuple[str, ...] | None = None
    encoding_of: Callable[[Path | None], str] = lambda _: "utf-8"
    table: TableOptions = UNKNOWN_TABLE


def find_sources(paths: Iterable[str], choice: Choice) -> tuple[list[Source], list[Problem]]:
    """Find the files to read, each once, in the order named; a directory's in the order of their names.

    Args:
        paths: files, directories, and ``-`` for standard input.
        choice: what is passed over.

    Returns:
        The files, and what names none: a path that does not exist, a directory without a file to read. One
        whose files are all excluded is clean.
    """
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for path in paths:
        for source in _find(path, choice, problems):
            sources.setdefault(path if source.is_stdin else os.path.realpath(source.path), source)
    return list(sources.values()), problems


def _find(path: str, choice: Choice, problems: list[Problem]) -> Iterator[Source]:
    if path == "-":
        yield Source(path, choice.kind, encoding=choice.encoding_of(None), table=choice.table)
    elif not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where this says no
        if not (choice.force_exclude and choice.excludes.match(Path(path).absolute())):
            yield from _name(path, choice, problems)
    else:
        told = len(problems)
        found = list(_walk(path, choice, problems))
        if not found and len(problems) == told and not _is_all_excluded(path, choice):
            endings = (ending for ending, kind in KIND_OF_ENDING.items() if choice.kind in (None, kind))
            problems.append(Problem(path, f"holds no file to read: none ends with {', '.join(endings)}"))
        yield from found


def _name(path: str, choice: Choice, problems: list[Problem]) -> Iterator[Source]:
    try:
        status = Path(path).stat()
    except OSError as error:
        problems.append(Problem(path, say_os_error(error)))
        return
    except ValueError:  # which each version of Python words in its own way
        problems.append(Problem(path, "holds a character that no path can hold"))
        return
    kind = choice.kind or maybe_kind_of(path)
    if kind is None and stat.S_ISREG(status.st_mode):
        kinds = ", ".join(Kind)
        problems.append(Problem(path, f"its ending does not tell what it is: pass --type ({kinds})"))
        return
    if choice.kind is None and kind is Kind.TEXT:
        kind = None  # that ending tells little: what it holds does
    yield Source(path, kind, status.st_size, choice.encoding_of(Path(path).absolute()), choice.table)


def _walk(path: str, choice: Choice, problems: list[Problem]) -> Iterator[Source]:
    def refuse(error: OSError) -> None:
        problems.append(Problem(str(error.filename), say_os_error(error)))

    for directory, below, names in os.walk(path, onerror=refuse):
        absolute = Path(directory).absolute()
        below[:] = sorted(
            name for name in below if not choice.excludes.match(absolute / name, is_directory=True)
        )
        for name in sorted(names):
            kind = maybe_kind_of(name)
            if name.startswith(OWNER_FILE):
                continue
            if kind is None or choice.kind not in (None, kind) or choice.excludes.match(absolute / name):
                continue
            path = os.path.normpath(f"{directory}/{name}")
            place = os.path.realpath(path)
            if place in choice.written or is_special(path):
                continue
            if _is_within(place, choice.within):
                yield from _name(path, choice, problems)
            else:
                problems.append(Problem(path, "is a link that leads out of what is named: name it as well"))


def _is_within(place: str, roots: tuple[str, ...] | None) -> bool:
    return roots is None or any(place == root or place.startswith(os.path.join(root, "")) for root in roots)  # noqa: PTH118


def _is_all_excluded(path: str, choice: Choice) -> bool:
    """Tell whether a directory would hold a file to read, if nobody had excluded it."""
    everything = replace(choice, excludes=Excludes(Path(path).absolute(), ()))
    return any(True for _ in _walk(path, everything, []))


def is_special(path: str) -> bool:
    """Tell whether a path leads to what is there and no file: a pipe, a device, a directory.

    Reading a pipe would wait without end. What can't be looked at is told when it is read or written.
    """
    # Path.exists and Path.is_file raise where these say no.
    return os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113
