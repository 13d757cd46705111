"""Which files the paths on a command line name. Walks directories; opens no file."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.documents.csv_dialects import UNKNOWN_TABLE, TableOptions
from flatchr_clean.check.excludes import ALWAYS, Excludes
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.gitignore import Ignores
from flatchr_clean.check.kinds import KIND_OF_ENDING, Kind, maybe_kind_of
from flatchr_clean.check.pieces import Source, say_os_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


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
        written: files and directories that the command itself wrote, such as a baseline: what a walk finds
            there is no input, nor is such a file when it is named.
        within: where files may be that a walk finds: a link may lead elsewhere, to what nobody named. None
            for anywhere.
        encoding_of: gives the encoding of a file by its absolute path; None is standard input.
        table: what is known of how tables are written.
        stdin_path: the file that standard input is taken for; it need not exist.
    """

    excludes: Excludes
    kind: Kind | None = None
    force_exclude: bool = False
    written: tuple[str, ...] = ()
    within: tuple[str, ...] | None = None
    encoding_of: Callable[[Path | None], str] = lambda _: "utf-8"
    table: TableOptions = UNKNOWN_TABLE
    stdin_path: str | None = None


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
        for place, source in _find(path, choice, problems):
            sources.setdefault(place, source)
    return list(sources.values()), problems


def _find(path: str, choice: Choice, problems: list[Problem]) -> Iterator[tuple[str, Source]]:
    """Give the files that a path names, each with where it is: the same through every link."""
    if path == "-":
        yield from _take_stdin(choice)
    elif not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where this says no
        if not (choice.force_exclude and choice.excludes.match(Path(path).absolute())):
            for source in _name(path, os.path.basename(path), choice, problems):  # noqa: PTH119 - see above
                place = os.path.realpath(path)
                if place not in choice.written:
                    yield place, source
    else:
        told = len(problems)
        found = list(_walk(path, choice, problems))
        if not found and len(problems) == told and not _is_all_excluded(path, choice):
            endings = (ending for ending, kind in KIND_OF_ENDING.items() if choice.kind in (None, kind))
            problems.append(Problem(path, f"holds no file to read: none ends with {', '.join(endings)}"))
        yield from found


def _take_stdin(choice: Choice) -> Iterator[tuple[str, Source]]:
    path = choice.stdin_path
    absolute = None if path is None else Path(path).absolute()
    if absolute and choice.force_exclude and choice.excludes.match(absolute):
        return
    kind = choice.kind or _kind_by_ending(path or "")
    encoding = choice.encoding_of(absolute)
    yield "-", Source(path or "-", kind, encoding=encoding, table=choice.table, is_stdin=True)


def _kind_by_ending(path: str) -> Kind | None:
    """Give the kind that an ending tells; that of a text tells little, what it holds does."""
    kind = maybe_kind_of(path)
    return None if kind is Kind.TEXT else kind


def _name(path: str, below: str, choice: Choice, problems: list[Problem]) -> Iterator[Source]:
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
    kind = choice.kind or _kind_by_ending(path)
    encoding = choice.encoding_of(Path(path).absolute())
    yield Source(path, kind, status.st_size, encoding, choice.table, below=below)


def _walk(path: str, choice: Choice, problems: list[Problem]) -> Iterator[tuple[str, Source]]:
    def refuse(error: OSError) -> None:
        problems.append(Problem(str(error.filename), say_os_error(error)))

    if choice.excludes.match(Path(path).absolute(), is_directory=True):
        return
    above: dict[str, Ignores | None] = {path: None}
    start = path
    written = [root for root in choice.written if not _is_within(os.path.realpath(start), (root,))]
    for directory, below, names in os.walk(start, onerror=refuse):
        here = Ignores(
            choice.excludes, Path(directory).absolute(), (*below, *names), above.pop(directory, None)
        )
        below[:] = sorted(name for name in below if not here.match(name, is_directory=True))
        above.update((os.path.join(directory, name), here) for name in below)  # noqa: PTH118 - as `os.walk` does
        place_here, below_here = os.path.realpath(directory), os.path.relpath(directory, start)
        for name in sorted(names):
            kind = maybe_kind_of(name)
            if name.startswith(OWNER_FILE):
                continue
            if kind is None or choice.kind not in (None, kind) or here.match(name):
                continue
            path = os.path.normpath(f"{directory}/{name}")
            is_link = os.path.islink(path)  # noqa: PTH114 - a loop of links is no error here
            place = os.path.realpath(path) if is_link else os.path.join(place_here, name)  # noqa: PTH118
            if _is_within(place, written) or is_special(path):
                continue
            if _is_within(place, choice.within):
                beneath = os.path.normpath(f"{below_here}/{name}")
                yield from ((place, source) for source in _name(path, beneath, choice, problems))
            else:
                problems.append(Problem(path, "is a link that leads out of what is named: name it as well"))


def _is_within(place: str, roots: Sequence[str] | None) -> bool:
    return roots is None or any(place == root or place.startswith(os.path.join(root, "")) for root in roots)  # noqa: PTH118


def _is_all_excluded(path: str, choice: Choice) -> bool:
    """Tell whether a directory would hold a file to read, if nobody had excluded it."""
    everything = replace(choice, excludes=Excludes(Path(path).absolute(), ("!*", *ALWAYS)))
    return any(True for _ in _walk(path, everything, []))


def is_special(path: str) -> bool:
    """Tell whether a path leads to what is there and no file: a pipe, a device, a directory.

    Reading a pipe would wait without end. What can't be looked at is told when it is read or written.
    """
    # Path.exists and Path.is_file raise where these say no.
    return os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113
