"""Plain text and HTML: the document is one text, and each of its lines a passage."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.places import Places
from flatchr_clean.text.cleaner import cleaner_for

if TYPE_CHECKING:
    from flatchr_clean.check.pieces import Piece


def examine_plain(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in a text; HTML is recognised in plain text when the profile says so."""
    profile = replace(rules.profile, markup="html") if piece.kind is Kind.HTML else rules.profile
    changes = cleaner_for(profile).explain(piece.text).changes
    if not changes:
        return Examined()
    places = Places(piece.text, piece.line)
    passages = []
    for (start, end), group in groupby(changes, lambda change: places.line_bounds(change.start, change.end)):
        findings = tuple(
            make_finding(
                change,
                places.locate(change.start, change.end),
                (change.start - start, change.end - start),
                change.replacement,
                fixable=change.applied,
            )
            for change in group
        )
        text = piece.text[start:end] if rules.keep_texts else None
        passages.append(Passage(piece.source.path, findings, text=text))
    edits = (Edit(change.start, change.end, change.replacement) for change in changes if change.applied)
    return Examined(tuple(passages), tuple(edits))
