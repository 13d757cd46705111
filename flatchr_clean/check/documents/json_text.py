"""JSON, and JSON lines: what the JSON rewriter found, each value with its own text when asked for."""

from __future__ import annotations

import json
from collections import deque
from itertools import groupby, repeat
from typing import TYPE_CHECKING

from flatchr_clean.check.examining import Examined, Rules, make_finding
from flatchr_clean.check.findings import Edit, Passage, Problem
from flatchr_clean.check.places import Places
from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.json_strings import explain_json
from flatchr_clean.payload.json_syntax import find_strings, is_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.payload.json_strings import JSONChange


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
    for start, text in texts:
        try:
            changes = explain_json(text, rules.profile, fields=rules.fields).changes
            if not changes and not is_json(text):  # what holds nothing to clean was not read to its end
                deque(find_strings(text), maxlen=0)
        except InvalidJSON as error:
            line = piece.line + piece.text.count("\n", 0, start) + error.line - 1
            advice = "" if piece.source.kind else " (it begins like JSON: --type says what it is)"
            message = f"not valid JSON: {error.msg}{advice}"
            problems.append(Problem(piece.source.path, message, line, error.column))
            continue
        if changes and rules.keep_findings:
            places = places or Places(piece.text, piece.line)
            passages += _Gatherer(piece, text, start, places).gather(changes, keep_texts=rules.keep_texts)
        applied = [change for change in changes if change.applied]
        edits += (Edit(start + change.start, start + change.end, change.written) for change in applied)
        left += len(changes) - len(applied)
    return Examined(tuple(passages), tuple(edits), tuple(problems), len(edits), left)


class _Gatherer:
    """Gathers the changes of each string literal of one JSON text; they are given in order.

    Args:
        piece: the part of the file that it stands in.
        text: the JSON text.
        start: where it stands in the piece.
        places: the lines of the piece.
    """

    def __init__(self, piece: Piece, text: str, start: int, places: Places) -> None:
        self._path = piece.source.path
        self._text = text
        self._start = start
        self._places = places
        self._literal = (0, -1)

    def gather(self, changes: tuple[JSONChange, ...], *, keep_texts: bool) -> Iterator[Passage]:
        """Give a passage for each literal that has changes."""
        for (opening, closing), group in groupby(changes, self._find_literal):
            in_literal = list(group)
            value = self._start + opening + 1, self._start + closing
            spans = self._decode_spans(opening, in_literal) if keep_texts else repeat((0, 0))
            findings = tuple(
                make_finding(
                    change,
                    self._places.locate(self._start + change.start, self._start + change.end, value),
                    within,
                    change.written,
                    fixable=change.applied,
                )
                for change, within in zip(in_literal, spans, strict=False)
            )
            text = json.loads(self._text[opening : closing + 1]) if keep_texts else None
            yield Passage(self._path, findings, pointer=in_literal[0].pointer, text=text)

    def _decode_spans(self, opening: int, changes: list[JSONChange]) -> Iterator[tuple[int, int]]:
        """Turn the places of changes into indices of the value that the literal means."""
        read, decoded = opening + 1, 0
        for change in changes:
            start = decoded + _decoded_length(self._text[read : change.start])
            read, decoded = change.end, start + len(change.original)
            yield start, decoded

    def _find_literal(self, change: JSONChange) -> tuple[int, int]:
        """Give the indices of the quotes around a change."""
        if change.start > self._literal[1]:
            opening = self._text.rfind('"', 0, change.start)
            while self._is_escaped(opening):
                opening = self._text.rfind('"', 0, opening)
            closing = self._text.find('"', change.end)
            while self._is_escaped(closing):
                closing = self._text.find('"', closing + 1)
            self._literal = opening, closing
        return self._literal

    def _is_escaped(self, quote: int) -> bool:
        backslashes = 0
        while self._text[quote - backslashes - 1] == "\\":
            backslashes += 1
        return backslashes % 2 == 1


def _decoded_length(written: str) -> int:
    return len(json.loads(f'"{written}"'))
