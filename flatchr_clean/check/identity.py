"""What makes a finding the same finding tomorrow: its file, what it is, and what stands around it.

Lines move, so places do not count; texts are personal, so they do not either, but for the 16 bits of
`Finding.trace`. Findings that are alike in all that are told apart by their order in the file.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flatchr_clean.check.findings import Finding, Passage, Problem

UNREADABLE = "unreadable"
"""Stands where a finding has its rule."""

INDEX = re.compile(r"/[0-9]+(?=/|$)")


class Identity(NamedTuple):
    """What identifies a finding; strings only, so that it sorts and can be written down."""

    path: str
    rule: str
    code_points: str
    where: str
    trace: str


def identify(passage: Passage, finding: Finding, path: str | None = None) -> Identity:
    """Give a finding's identity; its path is relative to where the command runs, unless another is given."""
    return Identity(
        relative_path(passage.path) if path is None else path,
        str(finding.rule),
        " ".join(finding.code_points),
        name_field(passage),
        f"{finding.trace:04x}",
    )


def name_field(passage: Passage) -> str:
    """Name the column or the JSON value that a passage stands in; ``""`` in plain text.

    Array indices are left out of a JSON Pointer: they move like lines.
    """
    where = passage.field or passage.part if passage.pointer is None else INDEX.sub("/*", passage.pointer)
    return where if passage.sheet is None else f"{passage.sheet}!{where}"


def identify_problem(problem: Problem) -> Identity:
    """Give the identity of what could not be read."""
    return Identity(relative_path(problem.path), UNREADABLE, "", problem.message, "")


@lru_cache(maxsize=1024)
def relative_path(path: str, start: str = os.curdir) -> str:
    """Give a path from where the command runs, or from elsewhere, with `/`; standard input stays ``-``."""
    if path == "-":
        return path
    try:
        return PurePath(os.path.relpath(path, start)).as_posix()
    except ValueError:  # another drive of Windows
        return PurePath(path).as_posix()


class Fingerprints:
    """Gives what a run found fingerprints that are unique, and that a moved line does not change."""

    def __init__(self) -> None:
        self._seen: Counter[Identity] = Counter()

    def make(self, identity: Identity) -> str:
        """Give the fingerprint: 32 hexadecimal digits."""
        self._seen[identity] += 1
        written = "\0".join((*identity, str(self._seen[identity])))
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]
