"""Findings that were accepted as they are, written down so that only new ones count.

The file counts findings by what identifies them (see `identity`); it holds no text of any document.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flatchr_clean.check.identity import Identity, identify
from flatchr_clean.check.settings import InvalidSettings

if TYPE_CHECKING:
    from pathlib import Path

    from flatchr_clean.check.findings import Passage

VERSION = 1


class Baseline:
    """Accepted findings, to be used up by a run.

    Args:
        accepted: how many findings of each identity.
    """

    def __init__(self, accepted: Counter[Identity] | None = None) -> None:
        self._left = Counter(accepted or {})

    def maybe_new(self, passage: Passage) -> Passage | None:
        """Give a passage without its accepted findings, or None when nothing of it is new."""
        if not self._left:
            return passage
        new = tuple(finding for finding in passage.findings if not self._use(identify(passage, finding)))
        if len(new) == len(passage.findings):
            return passage
        return replace(passage, findings=new) if new else None

    def _use(self, identity: Identity) -> bool:
        if not self._left[identity]:
            return False
        self._left[identity] -= 1
        return True


def read_baseline(file: Path) -> Baseline:
    """Read what `format_baseline` gave.

    Raises:
        InvalidSettings: the file can't be read or is no baseline.
    """
    try:
        document = json.loads(file.read_text("utf-8"))
        if document["version"] != VERSION:
            raise InvalidSettings(f"{file}: a baseline of version {document['version']!r}: write it again")
        return Baseline(
            Counter({_read_identity(entry): _read_count(entry) for entry in document["accepted"]})
        )
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
