"""Reads runs of misread characters onto a stack. Knows sequences; leaves to the judges what is French.

When the characters on top are the bytes of one UTF-8 sequence and the judge of its lead believes it, its
character takes their place, and may itself be a byte of a sequence: text misread several times is undone in
one pass, in time linear in its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flatchr_clean.code_points import contains
from flatchr_clean.text.encoding.french import (
    CONTINUATIONS_BY_CHARACTER,
    WINDOWS_1252,
    Candidate,
    Misreading,
    Verdict,
)
from flatchr_clean.text.encoding.sequences import (
    CONTINUATIONS,
    LOST,
    NO_BREAK_SPACE,
    maybe_decode,
    sequence_length,
)
from flatchr_clean.text.tables import encodings

LEFT = 10  # how many characters before a sequence decide about it

_LONGEST = 4
_CURRENCY_SIGN = "\N{CURRENCY SIGN}"
_LEAD_OF_LIGATURES = 0xC5
_POPULAR = frozenset(encodings.LOST_CHARACTERS)
_UNDEFINED = frozenset(encodings.UNDEFINED_IN_WINDOWS_1252)


class Token(NamedTuple):
    """A character and where it came from: ``run[start:end]``."""

    character: str
    start: int
    end: int


class _Entry(NamedTuple):
    """A character on the stack, where it starts, and what it goes back to unless it becomes part of more."""

    character: str
    start: int
    before: list[_Entry] | None = None


class _Belief(NamedTuple):
    """What a sequence stands for, and whether it does even if no sequence around it awaits that character."""

    character: str
    for_good: bool


class Mode(NamedTuple):
    """How to read the runs of a text.

    Attributes:
        trusted: the encodings whose doubtful sequences are believed.
        only: the one encoding whose sequences are read, where it is not all of them.
        latin_9: whether the text was rather read as Latin-9 than as windows-1252.
    """

    trusted: frozenset[str] = frozenset()
    only: str | None = None
    latin_9: bool = False


class Reading(NamedTuple):
    """What a run was read as.

    Attributes:
        tokens: its characters now.
        sure: the encodings of the sequences that were believed for themselves, one name for each.
        doubtful: the encodings of sequences that were left.
    """

    tokens: list[Token]
    sure: list[str]
    doubtful: set[str]


def _mark_lost_bytes(character: str) -> str:
    """Write a character as windows-1252 shows its UTF-8 where it marks the bytes that it does not define."""
    return character.encode().decode("cp1252", "replace")


def _drop_lost_bytes(character: str) -> str:
    """Write it as programs do that drop those bytes."""
    return character.encode().decode("cp1252", "ignore")


# The first of the characters that look alike is the most used one, so it is set last.
_LOST = {_mark_lost_bytes(character): character for character in reversed(encodings.LOST_CHARACTERS)}
DROPPED = {_drop_lost_bytes(character): character for character in reversed(encodings.LOST_CHARACTERS)}
for _too_little in ("Ã", "ðŸ"):
    del DROPPED[_too_little]


class Stack:
    """Reads one run.

    Args:
        run: characters without ASCII between them.
        left: what stands before it, `LEFT` characters at most.
        right: the character after it, or nothing.
        mode: how to read.
    """

    def __init__(self, run: str, left: str, right: str, mode: Mode) -> None:
        self._run = run
        self._left = left
        self._right = right
        self._mode = mode
        self._entries: list[_Entry] = []
        self._sure: list[str] = []
        self._doubtful: set[str] = set()

    def read(self) -> Reading:
        """Undo the misreadings of the run."""
        reduce = self._reduce_lost if LOST in self._run else self._reduce
        for position, character in enumerate(self._run):
            self._entries.append(_Entry(character, position))
            while reduce(position + 1):
                pass
        return Reading(self._list_tokens(), self._sure, self._doubtful)

    def _list_tokens(self) -> list[Token]:
        tokens: list[Token] = []
        end = len(self._run)
        while self._entries:
            character, start, before = self._entries.pop()
            if before:
                self._entries += before
            else:
                tokens.append(Token(character, start, end))
                end = start
        return tokens[::-1]

    def _reduce(self, end: int) -> bool:
        """Put the character of the sequence on top in its place, if there is one to believe."""
        for misreading, byte in CONTINUATIONS_BY_CHARACTER.get(self._entries[-1].character, ()):
            if self._mode.only not in (None, misreading.name):
                continue
            sequence = [byte]
            for length in range(2, min(_LONGEST, len(self._entries)) + 1):
                sequence.insert(0, misreading.bytes.get(self._entries[-length].character, 0))
                if sequence[0] not in CONTINUATIONS:
                    break
            lead, length = sequence[0], len(sequence)
            if (
                sequence_length(lead) != length
                or lead not in misreading.judges
                or self._lost_its_end(length, end)
            ):
                continue
            found = self._maybe_believe(misreading, sequence, end)
            if found:
                self._replace(length, found.character, for_good=found.for_good)
                return True
        return False

    def _lost_its_end(self, length: int, end: int) -> bool:
        """Tell whether a sequence lost its last byte, and what stands in its place was a sequence itself."""
        last = self._entries[-1].start
        if last == end - 1 or last - self._entries[-length].start != length - 1:
            return False
        return self._show(length)[:-1] in DROPPED

    def _reduce_lost(self, end: int) -> bool:
        """Do the same where bytes were lost and U+FFFD marks their places."""
        for length in range(2, min(_LONGEST, len(self._entries)) + 1):
            character = _LOST.get(self._show(length))
            if character:
                left, _ = self._look_around(length, end)
                self._replace(length, choose_lost(character, left))
                self._sure.append(WINDOWS_1252.name)
                return True
        return self._reduce(end)

    def _replace(self, length: int, character: str, *, for_good: bool = True) -> None:
        before = self._entries[-length:]
        self._entries[-length:] = [_Entry(character, before[0].start, None if for_good else before)]

    def _show(self, length: int) -> str:
        return "".join(entry.character for entry in self._entries[-length:])

    def _maybe_believe(self, misreading: Misreading, sequence: list[int], end: int) -> _Belief | None:
        left, right = self._look_around(len(sequence), end)
        judge = misreading.judges[sequence[0]]
        shown = self._show(len(sequence))
        for character in self._list_characters(misreading, sequence, left, right):
            verdict = judge(Candidate(character, shown, left, right))
            believed = verdict is Verdict.SURE or (
                verdict is Verdict.DOUBTFUL and misreading.name in self._mode.trusted
            )
            if self._is_awaited(character, len(sequence)):
                return _Belief(character, for_good=believed)
            if verdict is Verdict.SURE:
                self._sure.append(misreading.name)
            if believed:
                return _Belief(character, for_good=True)
            if verdict is Verdict.DOUBTFUL:
                self._doubtful.add(misreading.name)
        return None

    def _look_around(self, length: int, end: int) -> tuple[str, str]:
        """Give what stands before the `length` topmost ones, and the one character after them."""
        left = self._show(length + LEFT)[:-length]
        return (self._left + left)[-LEFT:], self._run[end : end + 1] or self._right

    def _list_characters(
        self, misreading: Misreading, sequence: list[int], left: str, right: str
    ) -> Iterator[str]:
        """Give what the sequence on top can stand for, the likelier first.

        `ÅŸ` is the ş of Turkish, unless the whole text was read as Latin-9.
        """
        characters = [maybe_decode(sequence)]
        if misreading is WINDOWS_1252 and (sequence[0] != _LEAD_OF_LIGATURES or self._mode.latin_9):
            shown = list(self._show(len(sequence) - 1))
            in_latin_9 = list(map(encodings.LATIN_9_BYTES.get, shown, sequence[1:]))
            if in_latin_9 != sequence[1:]:
                meant = maybe_decode([sequence[0], *in_latin_9])
                # Nobody writes the sign for any currency; `2 500Â€` lost a no-break space before its euro.
                characters.append(None if meant == _CURRENCY_SIGN else meant)
                if self._prefers_latin_9(characters, shown, left, right):
                    characters.reverse()
        return filter(None, characters)

    def _prefers_latin_9(self, characters: list[str | None], shown: list[str], left: str, right: str) -> bool:
        """Choose between two encodings that disagree about €ŠšŽžŒœŸ.

        Controls beside them are Latin-9's, unless windows-1252 does not define them. Else the case of the
        letters around decides, then the rest of the text.
        """
        in_windows, in_latin_9 = characters
        if in_windows is None or in_latin_9 is None:
            return in_windows is None
        if in_windows < NO_BREAK_SPACE:
            return not self._is_awaited(in_windows, len(shown) + 1)
        if len(shown) > 1:
            if in_latin_9 in _POPULAR and in_windows not in _POPULAR:
                return True
            controls = {one for one in shown if one < NO_BREAK_SPACE}
            return bool(controls - _UNDEFINED or (controls and self._mode.latin_9))
        before = left[-1:]
        if in_windows.isupper() and in_latin_9.islower() and (before.isalnum() or right.isupper()):
            return before.islower() or right.islower()
        return self._mode.latin_9

    def _is_awaited(self, character: str, length: int) -> bool:
        """Tell whether a character would continue a sequence that stands below the `length` topmost ones."""
        below = self._show(length + _LONGEST - 1)[:-length]
        for misreading, _ in CONTINUATIONS_BY_CHARACTER.get(character, ()):
            for distance, shown in enumerate(reversed(below), start=1):
                byte = misreading.bytes.get(shown, 0)
                if byte not in CONTINUATIONS:
                    if sequence_length(byte) > distance and byte in misreading.judges:
                        return True
                    break
        return False


def choose_lost(character: str, left: str) -> str:
    """Give the character that lost bytes stood for, among those that look alike.

    Args:
        character: the most used of them.
        left: what stands before it.
    """
    before = left[-1:]
    if character == "”" and before and contains(encodings.PICTOGRAPHS, ord(before)):
        return "\N{ZERO WIDTH JOINER}"
    if character == "Ï" and not (before and before in "AOUE"):
        return LOST
    return character
