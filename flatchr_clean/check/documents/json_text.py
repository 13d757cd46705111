"""JSON, and JSON lines: what the JSON rewriter found, each value with its own text when asked for."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage, Problem
from flatchr_clean.check.places import Place, Places, trace_edits
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
    passages: list[Passage] = []
    edits: list[Edit] = []
    problems: list[Problem] = []
    left = 0
    places: Places | None = None
    line, counted = piece.line, 0
    for start, text in texts:
        try:
            changes = explain_json(text, rules.profile, fields=rules.fields).changes
            if not changes and (fault := find_fault(text)):  # what holds nothing to clean may be anything
                raise fault
        except InvalidJSON as error:
            line += piece.text.count("\n", counted, start)
            counted = start
            advice = "" if piece.source.kind else " (it begins like JSON: --type says what it is)"
            message = f"not valid JSON: {error.msg}{advice}"
            problems.append(Problem(piece.source.path, message, line + error.line - 1, error.column))
            continue
        if changes and rules.keep_findings:
            places = places or Places(piece.text, piece.line)
            passages += _gather(changes, start, piece, places, keep_texts=rules.keep_texts)
        applied = [one for one in changes if one.applied and start + one.start not in rules.accepted]
        edits += (Edit(start + change.start, start + change.end, change.written) for change in applied)
        left += len(changes) - len(applied)
    return Examined(tuple(passages), tuple(edits), tuple(problems), len(edits), left)


def _gather(
    changes: Iterable[JSONChange], start: int, piece: Piece, places: Places, *, keep_texts: bool
) -> Iterator[Passage]:
    """Give a passage for each string literal that has changes; they are given in order.

    Args:
        changes: what was found in a JSON text.
        start: where that text stands in the piece.
        piece: the part of the file that it stands in.
        places: the lines of the piece.
        keep_texts: whether a passage holds the value that its literal means.
    """
    for string, group in groupby(changes, lambda change: change.string):
        alike = list(group)
        first = start + string.start + 1
        value = piece.text[first : start + string.end - 1]
        edits = [Edit(start + one.start - first, start + one.end - first, one.written) for one in alike]
        made = [
            edit if one.applied else edit._replace(written=value[edit.start : edit.end])
            for one, edit in zip(alike, edits, strict=True)
        ]
        findings = tuple(
            make_finding(
                change,
                Place(places.region(start + change.start, start + change.end), trace),
                (change.change.start, change.change.end) if keep_texts else (0, 0),
                edit.written,
                fixable=change.applied,
            )
            for change, edit, trace in zip(alike, edits, trace_edits(value, made), strict=True)
        )
        meant = decode_string(piece.text, start + string.start) if keep_texts else None
        yield Passage(piece.source.path, findings, pointer=string.pointer, text=meant)
