"""Plain text and HTML: the document is one text, and each of its lines a passage."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Found, Gathering, Rules
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
    found = [Found(one, one.start, one.end, one.replacement, one.applied) for one in changes]
    gathering.correct(found)
    bounds = gathering.places.line_bounds
    lines = groupby(found, lambda one: bounds(one.start, one.end)) if rules.keep_findings else ()
    for (start, end), group in lines:
        line = piece.text[start:end]
        gathering.tell([one._replace(base=start) for one in group], partial(str, line), (line, start))
    return gathering.end()
