"""What is passed over in the directories of a walk: by the command's excludes, and by what git ignores there.

Reads `.gitignore` files and `.git/info/exclude` of the work tree that a directory is in; asks no git, and so
knows neither its settings nor what it tracks. What is named is read, whatever git ignores: only what is found
beneath it is passed over.

Source: https://git-scm.com/docs/gitignore, "Description"; gitrepository-layout(5) for where they are.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.excludes import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flatchr_clean.check.excludes import Excludes

FILE = ".gitignore"
REPOSITORY = ".git"
"""A directory, or in a linked work tree and a submodule a file that says where it is."""

_Layers = tuple[tuple[Patterns, str], ...]
"""Patterns, each with the path from where they start to the directory, the strongest first."""


class Ignores:
    """What is passed over in one directory.

    Args:
        excludes: the command's own, which win; they take back too what git ignores.
        directory: the directory, absolute.
        names: what it holds.
        above: what is passed over in the directory above it; None at the start of a walk.

    Attributes:
        git: what git ignores; nothing outside of a work tree.
    """

    def __init__(
        self, excludes: Excludes, directory: Path, names: Iterable[str], above: Ignores | None = None
    ) -> None:
        relative = excludes.relative_path(directory)
        self._excludes = excludes, "" if relative == "." else f"{relative}/"
        if REPOSITORY in names:
            git = (_read_excluded(directory), "")
            self.git: _Layers = (_read(directory / FILE), ""), git
        elif above is None:
            self.git = _read_above(directory.resolve())
        else:
            self.git = tuple((patterns, f"{start}{directory.name}/") for patterns, start in above.git)
            if above.git and FILE in names:
                self.git = ((_read(directory / FILE), ""), *self.git)

    def match(self, name: str, *, is_directory: bool = False) -> bool:
        """Tell whether what the directory holds under a name is passed over."""
        for patterns, start in (self._excludes, *self.git):
            decided = patterns.maybe_decide(f"{start}{name}", is_directory=is_directory)
            if decided is not None:
                return decided
        return False


def _read_above(directory: Path) -> _Layers:
    """Read what holds in a directory, from it upwards to the top of its work tree; nothing outside of one."""
    layers = []
    for top in (directory, *directory.parents):
        start = directory.relative_to(top).as_posix()
        start = "" if start == "." else f"{start}/"
        layers.append((_read(top / FILE), start))
        if (top / REPOSITORY).exists():
            return *layers, (_read_excluded(top), start)
    return ()


def _read_excluded(top: Path) -> Patterns:
    """Read `info/exclude` of a work tree."""
    git = top / REPOSITORY
    with suppress(OSError, ValueError):
        if git.is_file():
            git = top / git.read_text("utf-8").removeprefix("gitdir:").strip()
            git /= (git / "commondir").read_text("utf-8").strip()
    return _read(git / "info" / "exclude")


def _read(file: Path) -> Patterns:
    """Read patterns; what can't be read holds none, so that more is looked at and not less."""
    with suppress(OSError, ValueError):
        return Patterns(file.parent, file.read_text("utf-8-sig", "surrogateescape").split("\n"))
    return Patterns(file.parent, ())
