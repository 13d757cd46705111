"""Paths that are not looked at, by patterns as `.gitignore` has them.

``*`` and ``?`` stay within a name, ``**`` crosses directories, a pattern with a ``/`` before its end starts
at the directory it was written in, one that ends with ``/`` names directories, ``!`` takes back, and the
last pattern that matches decides. A file in an excluded directory stays excluded.

Source: https://git-scm.com/docs/gitignore, "Pattern format".
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

ALWAYS = (
    ".git/", ".hg/", ".svn/", ".nox/", ".tox/", ".venv/", "venv/", "__pycache__/", "node_modules/",
    ".mypy_cache/", ".pytest_cache/", ".ruff_cache/", ".hypothesis/",
)  # fmt: skip
"""Directories of other tools; a pattern `!venv/` takes one back."""

TOKEN = re.compile(
    r"(?P<anywhere>^\*\*/|/\*\*/)|(?P<beneath>/\*\*$)|(?P<star>\*+)|(?P<one>\?)"
    r"|(?P<set>\[!?\]?[^\]]*\])|\\(?P<escaped>.)|(?P<plain>.)",
    re.DOTALL,
)

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a `.gitignore`, compiled."""

    matches: Callable[[str], object]
    takes_back: bool
    directories_only: bool


class Patterns:
    """Patterns and the directory that they start from.

    Args:
        base: where anchored patterns start.
        patterns: in order; blank ones and comments are passed over.
    """

    def __init__(self, base: Path, patterns: Iterable[str]) -> None:
        self._base = base
        compiled = [_compile(pattern) for pattern in patterns if pattern.strip() and pattern[0] != "#"]
        self._patterns = compiled[::-1]

    def match(self, path: Path, *, is_directory: bool = False) -> bool:
        """Tell whether a path, or a directory above it, matches; the path is absolute."""
        relative = PurePath(self.relative_path(path))
        above = [parent.as_posix() for parent in relative.parents if parent.parts][::-1]
        return any(self.maybe_decide(parent, is_directory=True) for parent in above) or bool(
            self.maybe_decide(relative.as_posix(), is_directory=is_directory)
        )

    def relative_path(self, path: Path) -> str:
        """Give what patterns match of an absolute path; beside the base only patterns of names can."""
        try:
            relative = PurePath(os.path.relpath(path, self._base))
        except ValueError:  # another drive of Windows
            relative = PurePath("..")
        return (path.relative_to(path.anchor) if ".." in relative.parts else relative).as_posix()

    def maybe_decide(self, path: str, *, is_directory: bool) -> bool | None:
        """Tell what the last pattern says that matches a relative path; None where none does."""
        for pattern in self._patterns:
            if (is_directory or not pattern.directories_only) and pattern.matches(path):
                return not pattern.takes_back
        return None


class Excludes(Patterns):
    """Patterns of what is not looked at, after those of `ALWAYS`.

    Args:
        base: where anchored patterns start.
        patterns: in order.

    Example:
        >>> from pathlib import Path
        >>> excludes = Excludes(Path("/project"), ["drafts/", "*.min.json", "!keep.min.json"])
        >>> paths = ("drafts/a.json", "x/a.min.json", "keep.min.json")
        >>> [excludes.match(Path("/project", path)) for path in paths]
        [True, True, False]
    """

    def __init__(self, base: Path, patterns: Iterable[str]) -> None:
        super().__init__(base, (*ALWAYS, *patterns))


def _compile(pattern: str) -> Pattern:
    takes_back = pattern.startswith("!")
    body = pattern.removeprefix("!").rstrip(" \r")
    directories_only = body.endswith("/")
    body = body.rstrip("/")
    anchored = "/" in body
    expression = "".join(map(_translate, TOKEN.finditer(body.removeprefix("/"))))
    try:
        compiled = re.compile(expression if anchored else f"(?:.*/)?{expression}", re.DOTALL)
    except re.error:  # a range that runs backwards, such as [z-a]
        compiled = NEVER
    return Pattern(compiled.fullmatch, takes_back, directories_only)


def _translate(token: re.Match[str]) -> str:
    """Give the regular expression for a part of a pattern."""
    if token.lastgroup in _PLAIN_TRANSLATIONS:
        return _PLAIN_TRANSLATIONS[token.lastgroup]
    if token.lastgroup == "anywhere":
        return "(?:.*/)?" if token.start() == 0 else "/(?:.*/)?"
    if token.lastgroup == "set":
        body = token[0][1:-1].replace("\\", r"\\").replace("[", r"\[")
        return f"[^/{body[1:]}]" if body.startswith("!") else f"(?!/)[{body}]"
    return re.escape(token["escaped"] or token[0])


_PLAIN_TRANSLATIONS = {"beneath": "/.*", "star": "[^/]*", "one": "[^/]"}
