"""One piece of a file in, what was found in it out: pure, and so able to run in any process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from flatchr_clean.check.findings import (
    MANY,
    Edit,
    Finding,
    ManyPassages,
    Passage,
    Problem,
    pack_passages,
    unpack_passages,
)
from flatchr_clean.check.places import Places, trace_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from flatchr_clean.check.findings import Region, Rewrite, TextChange
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.payload.fields import FieldPolicy
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
        accepted: findings that are left as they are: where they start in the text of the piece; in an archive
            or a column the place of their text, in words, and where they start in it.
        columns: the only columns of columnar files that are looked at; empty for all.
    """

    profile: Profile
    fields: FieldPolicy | None = None
    keep_texts: bool = False
    keep_findings: bool = True
    accepted: frozenset[int | tuple[str, int]] = frozenset()
    columns: tuple[str, ...] = ()


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
        rewritten: an archive, or columns, written anew, which edits can't do; None when nothing changes.
        texts: the texts of those that change, when `Rules.keep_texts` is set for a rewriter.
    """

    passages: Collection[Passage] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    fixable: int = 0
    left: int = 0
    formulas: int = 0
    names_left: int = 0
    rewritten: bytes | None = field(default=None, repr=False)
    texts: tuple[TextChange, ...] = field(default=(), repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle plain tuples: most of what one process tells another are findings."""
        return _unpack, (
            self.passages if isinstance(self.passages, ManyPassages) else pack_passages(self.passages),
            [(start, end, written) for start, end, written in self.edits],
            self.problems,
            self.fixable,
            self.left,
            self.formulas,
            self.names_left,
            self.rewritten,
            self.texts,
        )


def _unpack(passages: Any, edits: list[tuple[int, int, str]], *others: Any) -> Examined:
    if not isinstance(passages, ManyPassages):
        passages = unpack_passages(passages)
    return Examined(passages, tuple([tuple.__new__(Edit, edit) for edit in edits]), *others)


class Found(NamedTuple):
    """A change, and where it stands in a piece.

    Attributes:
        change: what the cleaner said of a text.
        start: where it stands in the piece.
        end: where it ends there.
        written: the replacement as it is written there.
        fixable: False when it is left alone.
        base: where its passage begins in the text that the change is of.
        also: what else must be written for the file to stay valid.
    """

    change: Change
    start: int
    end: int
    written: str
    fixable: bool
    base: int = 0
    also: tuple[Rewrite, ...] = ()


class Where(NamedTuple):
    """Where a passage stands in its document; see `Passage`."""

    pointer: str | None = None
    row: int | None = None
    field: str | None = None


IN_LINES = Where()
"""Where nothing but its lines tells a passage's place."""


class Gathering:
    """Collects what one piece holds: the one way from changes to findings, whatever the document.

    Args:
        piece: the part of a file that is examined.
        rules: what is kept of what is found.
    """

    def __init__(self, piece: Piece, rules: Rules) -> None:
        self.edits: list[Edit] = []
        self.fixable = 0
        self.left = 0
        self.formulas = 0
        self.names_left = 0
        self.places = Places(piece.text, piece.line)
        self._rules = rules
        self._path = piece.source.path
        self._passages: list[Passage] = []
        self._many = ManyPassages()
        self._problems: list[Problem] = []

    def correct(self, found: Sequence[Found]) -> None:
        """Add the edits of what was found, less what is accepted as it is, and count both."""
        edits = [
            Edit(one.start, one.end, one.written)
            for one in found
            if one.fixable and one.start not in self._rules.accepted
        ]
        self.edits += edits
        self.fixable += len(edits)
        self.left += len(found) - len(edits)

    def tell(
        self,
        found: Sequence[Found],
        text: Callable[[], str],
        value: tuple[str, int | None],
        where: Where = IN_LINES,
    ) -> None:
        """Add a passage with its findings.

        Args:
            found: what was found in it, in order.
            text: gives the passage's text, when it is kept.
            value: the value that all of it stands in, as it is written in the piece, and where it begins
                there; None where it is the text that the changes are of.
            where: where it stands.
        """
        findings = make_findings(found, value, self.places.region)
        kept = text() if self._rules.keep_texts else None
        self._passages.append(Passage(self._path, findings, *where, text=kept))
        if len(self._passages) == MANY:
            self._many.add(self._passages)
            self._passages = []

    def report(self, message: str, start: int, at: tuple[int, int] | None = None) -> None:
        """Add a problem.

        Args:
            message: what can't be read.
            start: where that begins in the piece.
            at: the line and the column to blame, counted from there; None for the line alone.
        """
        line = self.places.region(start, start).line
        if at is None:
            self._problems.append(Problem(self._path, message, line))
        else:
            self._problems.append(Problem(self._path, message, line + at[0] - 1, at[1]))

    def end(self) -> Examined:
        """Give all that was collected."""
        if self._many:
            self._many.add(self._passages)
        return Examined(
            self._many or tuple(self._passages),
            tuple(self.edits),
            tuple(self._problems),
            self.fixable,
            self.left,
            self.formulas,
            self.names_left,
        )


def make_findings(
    found: Sequence[Found], value: tuple[str, int | None], region: Callable[[int, int], Region]
) -> tuple[Finding, ...]:
    """Put changes where they stand.

    Args:
        found: what was found in one value, in order.
        value: as in `Gathering.tell`.
        region: gives the region of what starts and ends there.
    """
    traces = trace_edits(value[0], [_edit_within(one, *value) for one in found])
    findings = []
    for (change, start, end, written, fixable, base, also), trace in zip(found, traces, strict=True):
        _, _, original, replacement, rule, lossy, _ = change
        within = change.start - base, change.end - base
        where = region(start, end)
        findings.append(
            Finding(where, original, replacement, written, rule, lossy, fixable, *within, trace, also)
        )
    return tuple(findings)


def _edit_within(found: Found, value: str, base: int | None) -> Edit:
    """Give what becomes of a finding in the value that it stands in; what is left is written as it is."""
    if base is None:
        start, end, written = found.change.start, found.change.end, found.change.replacement
    else:
        start, end, written = found.start - base, found.end - base, found.written
    return Edit(start, end, written if found.fixable else value[start:end])
