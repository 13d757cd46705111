"""One piece of a file in, what was found in it out: pure, and so able to run in any process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flatchr_clean.check.findings import Finding

if TYPE_CHECKING:
    from flatchr_clean.check.findings import Edit, Passage, Problem, TextChange
    from flatchr_clean.check.places import Place
    from flatchr_clean.payload.fields import FieldPolicy
    from flatchr_clean.payload.json import JSONChange
    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.profile import Profile


@dataclass(frozen=True, slots=True)
class Rules:
    """What is looked for, and what is kept of it.

    Attributes:
        profile: which characters the service accepts and what becomes of the others.
        fields: which JSON values and CSV columns are text, HTML, exact or opaque; None treats all alike.
        keep_texts: True to keep the texts that hold a finding, for a report that shows them.
        keep_findings: False to count findings only, for a rewriter: that is half the work, and far less to
            bring from one process to another.
    """

    profile: Profile
    fields: FieldPolicy | None = None
    keep_texts: bool = False
    keep_findings: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """What one piece holds.

    Attributes:
        passages: the texts in which something was found, in order.
        edits: how to rewrite the piece; sorted, never overlapping.
        problems: what could not be read in it.
        fixable: how many findings the edits correct.
        left: how many findings they leave.
        formulas: how many cells come to begin as a spreadsheet's formula does.
        names_left: how many of the findings left stand in names of columns.
        rewritten: an archive written anew, which edits can't do; None when nothing in it changes.
        texts: the texts of an archive that change, when `Rules.keep_texts` is set for a rewriter.
    """

    passages: tuple[Passage, ...] = ()
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()
    fixable: int = 0
    left: int = 0
    formulas: int = 0
    names_left: int = 0
    rewritten: bytes | None = None
    texts: tuple[TextChange, ...] = ()


def make_finding(
    change: Change | JSONChange, place: Place, within: tuple[int, int], written: str, *, fixable: bool
) -> Finding:
    """Put a change where it stands.

    Args:
        change: what the cleaner said.
        place: where it stands in the file.
        within: start and end in the passage.
        written: the replacement as it is written in the file.
        fixable: False when it is left alone.
    """
    return Finding(
        region=place.region,
        original=change.original,
        replacement=change.replacement,
        written=written,
        rule=change.rule,
        lossy=change.lossy,
        fixable=fixable,
        start=within[0],
        end=within[1],
        trace=place.trace,
    )
