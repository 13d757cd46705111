"""JSON, and JSON lines: what the JSON rewriter found, each value with its own text when asked for."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Found, Gathering, Rules, Where
from flatchr_clean.check.findings import Edit
from flatchr_clean.payload.json import edit_json, find_changes, find_fault
from flatchr_clean.payload.literal import decode_string
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.payload.findings import Finding
    from flatchr_clean.payload.json import JSONChange


def examine_json(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in a JSON text; nothing at all is none."""
    return _examine_texts(piece, rules, [(0, piece.text)])


def examine_ndjson(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in each line, a JSON text of its own; blank lines are none."""
    lines = _split_lines(piece.text)
    return _examine_texts(piece, rules, ((start, line) for start, line in lines if line.strip(" \t\r\n")))


def _split_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        yield start, text[start:end]
        start = end + 1


def _examine_texts(piece: Piece, rules: Rules, texts: Iterable[tuple[int, str]]) -> Examined:
    gathering = Gathering(piece, rules)
    plan = Plan(rules.profile, rules.fields)
    counts: Counter[Finding] = Counter()
    # Most pieces hold nothing to clean, nor do most lines of the others: what is left to ask is the grammar.
    is_plain = plan.is_plain(piece.text)
    for start, text in texts:
        if fault := find_fault(text):
            advice = "" if piece.source.kind else " (it begins like JSON: --type says what it is)"
            gathering.report(f"not valid JSON: {fault.msg}{advice}", start, (fault.line, fault.column))
        elif is_plain or plan.is_plain(text):
            continue
        elif rules.keep_findings or rules.accepted:
            _tell(gathering, rules, text, start, find_changes(text, plan))
        else:  # each string that changes is written whole
            edits = edit_json(text, plan, counts)
            gathering.edits += (Edit(start + first, start + last, new) for first, last, new in edits)
    fixable = sum(number for found, number in counts.items() if found.applied)
    gathering.fixable += fixable
    gathering.left += counts.total() - fixable
    return gathering.end()


def _tell(gathering: Gathering, rules: Rules, text: str, start: int, changes: Iterable[JSONChange]) -> None:
    """Add what was found in a JSON text, in order: a passage for each string literal that has changes."""
    for string, group in groupby(changes, lambda change: change.string):
        found = [
            Found(one.change, start + one.start, start + one.end, one.written, one.applied) for one in group
        ]
        gathering.correct(found)
        if rules.keep_findings:
            first, last = string.start + 1, string.end - 1
            meant = partial(decode_string, text, string.start)
            gathering.tell(found, meant, (text[first:last], start + first), Where(pointer=string.pointer))
