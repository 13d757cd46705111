"""JSON, and JSON lines: what the JSON rewriter found, each value with its own text when asked for."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Found, Gathering, Rules, Where
from flatchr_clean.check.findings import Edit
from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.json import explain_json, find_fault
from flatchr_clean.payload.literal import decode_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    for start, text in texts:
        try:
            changes = explain_json(text, rules.profile, fields=rules.fields).changes
            if not changes and (fault := find_fault(text)):  # what holds nothing to clean may be anything
                raise fault
        except InvalidJSON as error:
            advice = "" if piece.source.kind else " (it begins like JSON: --type says what it is)"
            gathering.report(f"not valid JSON: {error.msg}{advice}", start, (error.line, error.column))
            continue
        applied = [change for change in changes if change.applied]
        gathering.edits += (
            Edit(start + change.start, start + change.end, change.written) for change in applied
        )
        gathering.fixable += len(applied)
        gathering.left += len(changes) - len(applied)
        if rules.keep_findings:
            _tell(gathering, piece.text, start, changes)
    return gathering.end()


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
