"""Plain text and HTML: the document is one text, and each of its lines a passage."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Found, Gathering, Rules
from flatchr_clean.check.findings import Edit
from flatchr_clean.check.kinds import Kind
from flatchr_clean.text.cleaner import cleaner_for

if TYPE_CHECKING:
    from flatchr_clean.check.pieces import Piece


def examine_plain(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in a text; HTML is recognised in plain text when the profile says so.

    A passage is a line, or the lines that one change joins.
    """
    profile = replace(rules.profile, markup="html") if piece.kind is Kind.HTML else rules.profile
    changes = cleaner_for(profile).explain(piece.text).changes
    gathering = Gathering(piece, rules)
    gathering.edits = [Edit(one.start, one.end, one.replacement) for one in changes if one.applied]
    gathering.fixable = len(gathering.edits)
    gathering.left = len(changes) - gathering.fixable
    bounds = gathering.places.line_bounds
    lines = groupby(changes, lambda one: bounds(one.start, one.end)) if rules.keep_findings else ()
    for (start, end), group in lines:
        gathering.tell(
            (Found(one, one.start, one.end, one.replacement, one.applied, start) for one in group),
            partial(piece.text.__getitem__, slice(start, end)),
        )
    return gathering.end()
