"""Plain text and HTML: the document is one text, and each of its lines a passage."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.places import Place, Places, trace_edits
from flatchr_clean.text.cleaner import cleaner_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change


def examine_plain(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in a text; HTML is recognised in plain text when the profile says so."""
    profile = replace(rules.profile, markup="html") if piece.kind is Kind.HTML else rules.profile
    changes = cleaner_for(profile).explain(piece.text).changes
    if not changes:
        return Examined()
    edits = tuple(
        Edit(change.start, change.end, change.replacement)
        for change in changes
        if change.applied and change.start not in rules.accepted
    )
    passages = tuple(_gather(piece, changes, rules)) if rules.keep_findings else ()
    return Examined(passages, edits, fixable=len(edits), left=len(changes) - len(edits))


def _gather(piece: Piece, changes: tuple[Change, ...], rules: Rules) -> Iterator[Passage]:
    """Give a passage for each line, or lines that one change joins."""
    places = Places(piece.text, piece.line)
    for (start, end), group in groupby(changes, lambda change: places.line_bounds(change.start, change.end)):
        alike = list(group)
        text = piece.text[start:end]
        made = [
            Edit(one.start - start, one.end - start, one.replacement if one.applied else one.original)
            for one in alike
        ]
        findings = tuple(
            make_finding(
                change,
                Place(places.region(change.start, change.end), trace),
                (change.start - start, change.end - start),
                change.replacement,
                fixable=change.applied,
            )
            for change, trace in zip(alike, trace_edits(text, made), strict=True)
        )
        yield Passage(piece.source.path, findings, text=text if rules.keep_texts else None)
