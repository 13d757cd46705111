"""Repair of wrongly decoded text: UTF-8 read as another encoding, once or several times.

`may_be_mojibake` looks at a text and says whether a closer look is needed; `edit_encoding` takes it. Knows
lines, and what one part of a text says about another; leaves to its modules what is believed:

- `gate`: where a text may be misread;
- `french`: the encodings that French meets, with a judge for each lead byte; `stack` reads runs with them;
- `losses`: sequences that lost a byte;
- `languages`: other languages and encodings, by ftfy's heuristic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits, compose_edits
from flatchr_clean.text.encoding.french import WINDOWS_1252
from flatchr_clean.text.encoding.gate import GATE_LEADS, GATE_REST, find_runs, may_be_mojibake
from flatchr_clean.text.encoding.languages import edit_languages, ends_french_word, is_believable
from flatchr_clean.text.encoding.losses import restore_losses
from flatchr_clean.text.encoding.sequences import (
    NO_BREAK_SPACE,
    Encoding,
    Span,
    compile_encoding,
    find_groups,
    maybe_decode_whole,
)
from flatchr_clean.text.encoding.stack import LEFT, Mode, Reading, Stack, Token
from flatchr_clean.text.tables import encodings

__all__ = ["GATE_LEADS", "GATE_REST", "edit_encoding", "may_be_mojibake"]

# Passes before a text is given up. French needs one however often it was misread, other languages one for
# each time, and each time doubles the text.
_DEEPEST = 16

# Accented letters that are no part of a sequence.
_GOOD_LETTERS = re.compile("(?<![^\x00-\x7f])[À-ÁÄ-ÖØ-öø-ÿŒœ](?![^\x00-\x7f])")

# What tells Latin-1 and Latin-9 from windows-1252: what follows a lead.
_AMBIGUOUS = re.compile("[ÃÅ\x81\x8d\x8f\x90\x9d][€ŠšŽžŒœŸ]")
_CONTROLS = re.compile("[ÂÃÅâ][\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
_PRINTABLE = re.compile("[ÂÃÅâ][‚-„†-‰‹‘-”•–—˜™›]")

# A French letter and what may follow it, or a sequence of three bytes.
_WORD_END = re.compile(f"[à-ï][{encodings.CLOSERS}]{{2}}")

# Accented capitals of French side by side: a list of them, since no letter is read as so many capitals.
_CAPITALS = re.compile(f"[{encodings.CAPITALS}]{{4,}}")

# What a whole line may have been read as, where sequences of an encoding were believed for themselves:
# enough of them that the others are believed too.
_VARIANTS = {"cp1252": ("cp1252", "iso8859_15"), "cp850": ("cp850", "cp437"), "mac_roman": ("mac_roman",)}
_SEVERAL = 4  # characters: two sequences or more
_ENOUGH = 4  # one sequence in so many


def edit_encoding(text: str) -> list[Edit]:
    """Give the edits that undo wrong decodings.

    What good text may hold, such as a capital Â before a guillemet, is repaired only where the text holds
    more sequences that are surely misread the same way than good accented letters.

    Args:
        text: any text.

    Returns:
        Sorted edits that do not overlap, one for each damaged run. The text that they make needs none.

    Example:
        >>> [(edit.start, edit.end, edit.replacement) for edit in edit_encoding("rÃ©guliÃšres")]
        [(1, 3, 'é'), (7, 9, 'è')]
    """
    composed: list[Edit] = []
    known: set[str] = set()
    repaired = text
    for _ in range(_DEEPEST):
        anew = not known
        runs = [run for run in find_runs(repaired) if not _CAPITALS.fullmatch(repaired, *run)]
        edits = _edit_french(repaired, runs, known) or edit_languages(repaired, runs, known)
        if edits:
            composed = compose_edits(composed, repaired, edits)
            repaired = apply_edits(repaired, edits)
        elif anew:
            return composed
        else:
            known = set()  # what another call would make of the repaired text
    return []


class _Result(NamedTuple):
    """What a run was read as: the edits, and the encodings of sequences believed for themselves, or left."""

    edits: list[Edit]
    sure: list[str]
    doubtful: set[str]


class _Reader:
    """Reads runs of one text, each once.

    Args:
        text: the text.
        mode: how to read.
    """

    def __init__(self, text: str, mode: Mode) -> None:
        self._text = text
        self.mode = mode
        self._trusted = WINDOWS_1252.name in mode.trusted
        self._readings: dict[tuple[str, str, str], Reading] = {}
        self._results: dict[Span, _Result] = {}

    def read(self, run: Span) -> _Result:
        """Read one run."""
        result = self._results.get(run)
        if result is None:
            result = self._results[run] = self._read_anew(*run)
        return result

    def _read_anew(self, start: int, end: int) -> _Result:
        run = self._text[start:end]
        reach = LEFT if NO_BREAK_SPACE in run else 2  # only a no-break space depends on the whole word
        key = (run, self._text[max(0, start - reach) : start], self._text[end : end + 1])
        reading = self._readings.get(key)
        if reading is None:
            mode = self.mode
            several = end - start >= _SEVERAL
            if several and maybe_decode_whole(self._text, compile_encoding(WINDOWS_1252.name), (start, end)):
                mode = mode._replace(only=WINDOWS_1252.name)  # parts of it may look like another encoding
            reading = self._readings[key] = Stack(*key, mode).read()
        tokens, lost = restore_losses(self._text, start, reading.tokens, trusted=self._trusted)
        doubtful = reading.doubtful | {WINDOWS_1252.name} if lost else reading.doubtful
        return _Result(_list_edits(self._text, start, tokens), reading.sure, doubtful)


class _Line(NamedTuple):
    span: Span
    runs: list[Span]


# An encoding, and what a line stands for in it: the places, and the characters.
_Decoded = tuple[Encoding, list[tuple[Span, str]]]


class _Whole(NamedTuple):
    """A line that one encoding explains: its name, and the edits."""

    name: str
    edits: list[Edit]


def _edit_french(text: str, runs: list[Span], known: set[str]) -> list[Edit]:
    """Undo what French meets; add the encodings that most of the text was taken for to the known ones."""
    mode = Mode(latin_9=_prefers_latin_9(text))
    reader = _Reader(text, mode)
    lines = list(_split_lines(text, runs))
    wholes = [_maybe_edit_whole(text, line, reader) for line in lines]
    sure: Counter[str] = Counter()
    for line, whole in zip(lines, wholes, strict=True):
        if whole:
            sure[whole.name] += len(whole.edits)
        else:
            sure.update(chain.from_iterable(reader.read(run).sure for run in line.runs))
    good = len(_GOOD_LETTERS.findall(text)) if sure else 0
    known |= {name for name, count in sure.items() if count > good}
    trusting = _Reader(text, mode._replace(trusted=frozenset(known)))
    edits: list[Edit] = []
    for line, whole in zip(lines, wholes, strict=True):
        edits += whole.edits if whole else _edit_runs(text, line.runs, reader, trusting)
    return edits


def _prefers_latin_9(text: str) -> bool:
    """Tell whether controls rather than the signs of windows-1252 follow the leads of a text."""
    if not _AMBIGUOUS.search(text):
        return False
    return len(_CONTROLS.findall(text)) > len(_PRINTABLE.findall(text))


def _split_lines(text: str, runs: list[Span]) -> Iterator[_Line]:
    """Give the lines that hold runs."""
    line = _Line((0, -1), [])
    for run in runs:
        if run[0] > line.span[1]:
            if line.runs:
                yield line
            end = text.find("\n", run[0])
            line = _Line((text.rfind("\n", 0, run[0]) + 1, end if end >= 0 else len(text)), [])
        line.runs.append(run)
    if line.runs:
        yield line


def _maybe_edit_whole(text: str, line: _Line, reader: _Reader) -> _Whole | None:
    """Decode a line as a whole, where one encoding explains all that is beyond ASCII in it."""
    for name, variants in _VARIANTS.items():
        found = _maybe_decode_line(text, line.span, variants)
        if found and _is_certain(text, line, name, found, reader):
            return _Whole(name, [Edit(*span, shown, Rule.ENCODING, lossy=False) for span, shown in found[1]])
    return None


def _maybe_decode_line(text: str, line: Span, variants: tuple[str, ...]) -> _Decoded | None:
    """Decode a line as the one of some encodings that it can be, or as several that agree."""
    found = [
        (encoding, decoded)
        for encoding in map(compile_encoding, variants)
        if (decoded := maybe_decode_whole(text, encoding, line))
    ]
    return found[0] if found and all(decoded == found[0][1] for _, decoded in found) else None


def _is_certain(text: str, line: _Line, name: str, found: _Decoded, reader: _Reader) -> bool:
    """Tell whether enough sequences of a line are believed for themselves, so that the others are too."""
    encoding, decoded = found
    if _WORD_END.search(text, *line.span) and any(
        map(ends_french_word, find_groups(text, encoding, line.span))
    ):
        return False
    sequences = sum(len(characters) for _, characters in decoded)
    sure = 0
    for run in line.runs:
        sure += reader.read(run).sure.count(name)
        if sure * _ENOUGH >= sequences:
            return True
    groups = find_groups(text, encoding, line.span)
    return sure > 0 and all(is_believable(group, known=True) for group in groups)


def _edit_runs(text: str, runs: list[Span], reader: _Reader, trusting: _Reader) -> list[Edit]:
    """Give the edits of a line run by run; where several encodings seem to be met, of the most frequent."""
    results: list[_Result] = []
    for run, before in zip(runs, [None, *runs[:-1]], strict=True):
        result = reader.read(run)
        in_word = before and text[before[1] : run[0]].isalpha()
        if in_word and result.doubtful.intersection(results[-1].sure):
            # A word that is misread in one place is misread in the others.
            result = _Reader(text, reader.mode._replace(trusted=frozenset(result.doubtful))).read(run)
        elif result.doubtful & trusting.mode.trusted:
            result = trusting.read(run)
        results.append(result)
    sure = Counter(chain.from_iterable(result.sure for result in results))
    if len(sure) > 1:
        single = _Reader(text, trusting.mode._replace(only=sure.most_common(1)[0][0]))
        results = [single.read(run) for run in runs]
    return [edit for result in results for edit in result.edits]


def _list_edits(text: str, start: int, tokens: list[Token]) -> list[Edit]:
    """Give one edit for each run of tokens that are not what stands in the text."""
    edits: list[Edit] = []
    for character, first, last in tokens:
        if last - first > 1 or character != text[start + first]:
            edit = Edit(start + first, start + last, character, Rule.ENCODING, lossy=False)
            if edits and edits[-1].end == edit.start:
                edit = edit._replace(start=edits[-1].start, replacement=edits[-1].replacement + character)
                edits.pop()
            edits.append(edit)
    return edits
