"""Findings that were accepted as they are, written down so that only new ones count, and no fix changes them.

The file counts findings by what identifies them (see `identity`), with the paths from its own directory: it
means the same wherever a command runs. It holds no text of any document.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.identity import Identity, identify, relative_path
from flatchr_clean.check.kinds import NO_TEXTS
from flatchr_clean.check.pieces import Piece
from flatchr_clean.check.places import Places
from flatchr_clean.check.settings import InvalidSettings
from flatchr_clean.check.wording import say_where

if TYPE_CHECKING:
    from pathlib import Path

    from flatchr_clean.check.examining import Examined, Rules
    from flatchr_clean.check.findings import Finding, Passage
    from flatchr_clean.check.pieces import Unreadable

VERSION = 2


class OutdatedBaseline(InvalidSettings):
    """A baseline that another version of this program wrote."""


class Baseline:
    """Accepted findings, to be used up by a run.

    Args:
        file: where they are written down.
        accepted: how many findings of each identity.

    Attributes:
        used: how many findings were recognised so far.
    """

    def __init__(self, file: Path, accepted: Counter[Identity] | None = None) -> None:
        self._directory = os.path.dirname(os.path.realpath(file))  # noqa: PTH120 - Path.resolve raises on a loop
        self._left = Counter(accepted or {})
        self._path = self._relative = ""
        self.used = 0

    @property
    def is_empty(self) -> bool:
        """True when it accepts nothing."""
        return not self._left

    def identify(self, passage: Passage, finding: Finding) -> Identity:
        """Give a finding's identity, as the file has it."""
        if passage.path != self._path:  # files come one after another
            self._path = passage.path
            place = self._path if self._path == "-" else os.path.realpath(self._path)
            self._relative = relative_path(place, self._directory)
        return identify(passage, finding, self._relative)

    def maybe_new(self, passage: Passage) -> Passage | None:
        """Give a passage without its accepted findings, or None when nothing of it is new."""
        if not self._left:
            return passage
        new = tuple(finding for finding in passage.findings if not self._use(passage, finding))
        if len(new) == len(passage.findings):
            return passage
        return replace(passage, findings=new) if new else None

    def leave(self, piece: Piece | Unreadable, examined: Examined, rules: Rules) -> Examined:
        """Give what a piece holds when accepted findings are not corrected; that takes another look at it."""
        accepted = [
            (passage, finding)
            for passage in examined.passages
            for finding in passage.findings
            if self._use(passage, finding) and finding.fixable
        ]
        if not isinstance(piece, Piece) or not (accepted or piece.kind in NO_TEXTS):
            return examined
        kept: frozenset[int | tuple[str, int]]
        if piece.kind in NO_TEXTS:
            kept = frozenset((say_where(passage), finding.start) for passage, finding in accepted)
        else:
            places = Places(piece.text, piece.line)
            kept = frozenset(places.index(finding.region) for _, finding in accepted)
        return examine_piece(replace(rules, keep_findings=False, accepted=kept), piece)

    def _use(self, passage: Passage, finding: Finding) -> bool:
        identity = self.identify(passage, finding)
        if not self._left[identity]:
            return False
        self._left[identity] -= 1
        self.used += 1
        return True


def read_baseline(file: Path) -> Baseline:
    """Read what `format_baseline` gave.

    Raises:
        OutdatedBaseline: another version wrote it.
        InvalidSettings: the file can't be read or is no baseline.
    """
    try:
        document = json.loads(file.read_text("utf-8"))
        if document["version"] != VERSION and "accepted" in document:
            raise OutdatedBaseline(
                f"{file}: a baseline of version {document['version']!r}: write it again with --write-baseline"
            )
        accepted = {_read_identity(entry): _read_count(entry) for entry in document["accepted"]}
        return Baseline(file, Counter(accepted))
    except OSError as error:
        raise InvalidSettings(
            f"{file}: can't be read: {error.strerror}; --write-baseline makes it"
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, InvalidSettings):
            raise
        raise InvalidSettings(f"{file}: no baseline of flatchr-clean: write it again") from error


def _read_identity(entry: dict[str, Any]) -> Identity:
    return Identity(*(str(entry[name]) for name in Identity._fields))


def _read_count(entry: dict[str, Any]) -> int:
    return int(entry["count"])


def format_baseline(accepted: Counter[Identity]) -> str:
    """Give a baseline as a file has it: an entry a line and sorted, so that changes to it can be reviewed."""
    entries = [
        f"\n  {json.dumps({**identity._asdict(), 'count': number})}"
        for identity, number in sorted(accepted.items())
    ]
    return f'{{"version": {VERSION}, "accepted": [{",".join(entries)}\n]}}\n'
