"""JSON, and JSON lines: what the JSON rewriter found, each value with its own text when asked for."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Found, Gathering, Rules, Where
from flatchr_clean.check.findings import Edit
from flatchr_clean.payload.json import explain_document, find_fault
from flatchr_clean.payload.literal import decode_string
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flatchr_clean.check.pieces import Piece
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
    is_plain = plan.is_plain(
        piece.text
    )  # most pieces are: then all that is left to ask is whether it is JSON
    for start, text in texts:
        if fault := find_fault(text):
            advice = "" if piece.source.kind else " (it begins like JSON: --type says what it is)"
            gathering.report(f"not valid JSON: {fault.msg}{advice}", start, (fault.line, fault.column))
        elif not is_plain and not plan.is_plain(text):
            _take(gathering, piece.text, start, explain_document(text, plan).changes, rules)
    return gathering.end()


def _take(gathering: Gathering, text: str, start: int, changes: Sequence[JSONChange], rules: Rules) -> None:
    applied = [change for change in changes if change.applied]
    gathering.edits += (Edit(start + change.start, start + change.end, change.written) for change in applied)
    gathering.fixable += len(applied)
    gathering.left += len(changes) - len(applied)
    if rules.keep_findings:
        _tell(gathering, text, start, changes)


def _tell(gathering: Gathering, text: str, start: int, changes: Iterable[JSONChange]) -> None:
    """Add a passage for each string literal that has changes, which are given in order."""
    for string, group in groupby(changes, lambda change: change.string):
        opening, closing = start + string.start, start + string.end - 1
        gathering.tell(
            (
                Found(one.change, start + one.start, start + one.end, one.written, one.applied)
                for one in group
            ),
            partial(decode_string, text, opening),
            (opening + 1, closing),
            Where(pointer=string.pointer),
        )
