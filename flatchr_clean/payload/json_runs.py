r"""Cleans a JSON text by runs: what stands together is looked up, not read. Knows escapes; knows no policy.

A run begins with an escape or with a raw character that may change, and goes on with escapes, characters
beyond ASCII and spaces, such as `\u2019\u00e9`. Most runs mean the same wherever they stand, and a document
holds few different ones. So a piece of a document is cut at its runs once, what becomes of each is looked up
in a table that remembers it, and the piece is joined again. Only a string that holds a run about which more
must be known is read and cleaned for itself.

What is left between the runs holds no quote but those that delimit strings. What stands between the strings
is short: `json` tells whether it is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from flatchr_clean.errors import UnmappableCharacter
from flatchr_clean.payload.json_literals import Literal
from flatchr_clean.payload.json_pieces import Document, decode_piece, encode_like, find_pieces
from flatchr_clean.payload.json_suspects import Suspects, suspects_of
from flatchr_clean.payload.json_syntax import decode_string, is_json_outside
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.encoding import may_be_mojibake
from flatchr_clean.text.lines import BLANK_OR_UNSEEN
from flatchr_clean.text.tables import bullets

_ESCAPED: Final = r"(?:u....|.?)"
_GOES_ON: Final = rf"(?:\\{_ESCAPED}|[^\x00-\x7F]| )*+"
# A frequent letter of French that stands alone is no run, nor is such a line break, to save the look-up.
_NO_LETTER_ALONE: Final = r"(?!u00e[0-9a-f](?![\\\x80-\U0010FFFF])|n(?![ \\\x80-\U0010FFFF]))"
_LETTERS: Final = "àáâãäåæçèéêëìíîï"

# The characters of ASCII that start a run where they stand raw.
_RAW_STARTS: Final = "<\x7f"

# Stands where a run was: inside a string it means nothing, outside it is wrong, as any escape is there.
_GAP: Final = "~"
_LOST_BULLETS: Final = frozenset(bullets.LOST_BULLETS)
# Where a run begins with one of these, only what is before tells whether a bullet in it starts a line.
_MAY_START_LINE: Final = BLANK_OR_UNSEEN | frozenset(bullets.BULLETS)
_SPACES: Final = "\t\n\r"
_COLON: Final = re.compile(r"[ \t\n\r]*+:")


class _Table(dict[str, "str | None"]):
    """What becomes of each run, or of each string, remembered; None where what is around it decides.

    Args:
        look_up: tells what becomes of one.
    """

    _MOST: Final = 10_000
    _LONGEST: Final = 64

    def __init__(self, look_up: Callable[[str], str | None]) -> None:
        self._look_up = look_up

    def __missing__(self, written: str) -> str | None:
        becomes = self._look_up(written)
        if len(written) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[written] = becomes
        return becomes


class Runs:
    """Cleans documents by their runs.

    Args:
        cleaner: the cleaner.
        ascii_only: whether the documents are ASCII: then what is beyond it is written as escapes.

    Attributes:
        hold_all: whether the runs hold all that the cleaner may change.
    """

    def __init__(self, cleaner: Cleaner, *, ascii_only: bool) -> None:
        self._cleaner = cleaner
        self._ascii_only = ascii_only
        self._suspects: Suspects = suspects_of(cleaner)
        profile = cleaner.profile
        self.hold_all = self._suspects.stay_in_runs and profile.markup != "html"
        self._knows_tags = profile.markup == "auto"
        letters_are_good = not any(map(self._suspects.is_alone, _LETTERS))
        escape = f"{_NO_LETTER_ALONE if letters_are_good else ''}{_ESCAPED}"
        # `re` finds a backslash several times faster than one of many characters.
        self._split_ascii = re.compile(rf"(\\{escape}{_GOES_ON})", re.DOTALL).split
        self._split = re.compile(f"({self._suspects.write_run_starts(escape)}{_GOES_ON})", re.DOTALL).split
        self._simple_or_bullets = cleaner.simple.keys() | set(bullets.BULLETS)
        # What makes bullets of some letters before it, and what becomes such a blank.
        blanks = frozenset("".join(bullets.AFTER_LOST_BULLETS))
        self._blanks = blanks | {
            character for character, found in cleaner.simple.items() if not blanks.isdisjoint(found.text)
        }
        self._becomes = _Table(self._look_up)
        self._strings = _Table(self._clean_string)

    def maybe_clean(self, document: Document) -> Document | None:
        """Clean the values of a document.

        Args:
            document: a text; bytes are UTF-8.

        Returns:
            The cleaned document, the very same object when nothing changes; None when it is no JSON, or when
            a character has no replacement and the profile says so.

        Raises:
            InvalidJSON: the bytes are not UTF-8.
        """
        cleaned: list[Document] = []
        outside: list[str] = []
        begun = ""
        try:
            for start, end in find_pieces(document):
                if not cleaned:
                    cleaned.append(document[:start])
                parts = self._cut(begun + decode_piece(document, start, end))
                rest = _GAP.join(parts[::2])
                between = rest.split('"')
                begun = _cut_begun_string(parts, between) if len(between) % 2 == 0 else ""
                outside.append('""'.join(between[::2]))
                if _GAP in outside[-1] or self._suspects.found_between_runs(rest):
                    return None
                _refuse_breaks(rest, between)
                cleaned.append(encode_like(document, self._clean(parts, between)))
        except (ValueError, UnmappableCharacter):
            return None
        if begun or not is_json_outside("".join(outside), document):
            return None
        empty: Any = document[:0]
        joined: Document = empty.join(cleaned)
        return document if joined == document else joined

    # A piece.

    def _cut(self, text: str) -> list[str]:
        """Cut a piece at its runs: every other part is one."""
        if text.isascii() and not any(character in text for character in _RAW_STARTS):
            return self._split_ascii(text)
        parts = self._split(text)
        _move_tails(parts)
        return parts

    def _clean(self, parts: list[str], between: list[str]) -> str:
        """Clean a piece that holds whole strings."""
        cleaned: list[str | None] = parts.copy()  # type: ignore[assignment]
        becomes = cleaned[1::2] = list(map(self._becomes.__getitem__, parts[1::2]))
        if _has_runs_in_keys(between):
            self._clean_strings(parts, cleaned, range(1, len(parts), 2))
        elif None in becomes:
            self._clean_strings(parts, cleaned, [at for at, part in enumerate(cleaned) if part is None])
        return "".join(cleaned)  # type: ignore[arg-type]

    def _clean_strings(self, parts: list[str], cleaned: list[str | None], places: Iterable[int]) -> None:
        """Clean the strings around some runs one by one; a key stays as it is."""
        done = 0
        for place in places:
            if place < done:
                continue
            first, last = place - 1, place + 1
            while '"' not in parts[first]:
                first -= 2
            while '"' not in parts[last]:
                last += 2
            before, quote, begin = str(cleaned[first]).rpartition('"')
            end, quote, after = parts[last].partition('"')
            string = "".join([quote, begin, *parts[first + 1 : last], end, quote])
            if not _COLON.match(after):
                string = str(self._strings[string])
            cleaned[first : last + 1] = [before, string, *[""] * (last - first - 2), after]
            done = last

    def _clean_string(self, written: str) -> str:
        return Literal(written, 0, ascii_only=self._ascii_only).clean(self._cleaner)

    # A run.

    def _look_up(self, written: str) -> str | None:
        """Tell what becomes of a run: None where that depends on what is around it.

        What is good, and what changes the same way everywhere, needs no look around; a bullet none beyond
        what is before it and the blanks after it, which are in the run. What was wrongly decoded stands side
        by side, so in one run; but a question mark may be the last of it.
        """
        meant = decode_string(f'"{written}"')
        if self._knows_tags and "<" in meant:
            return None
        simple = self._cleaner.simple.keys() if meant[0] in _MAY_START_LINE else self._simple_or_bullets
        if any(character not in simple and self._suspects.is_alone(character) for character in meant):
            return None
        if not _LOST_BULLETS.isdisjoint(meant) and not self._blanks.isdisjoint(meant):
            return None
        if self._cleaner.profile.repair_encoding and any(
            may_be_mojibake(text) for text in (meant, f"{meant}?", f"é {meant}" if len(meant) > 1 else "")
        ):
            return None
        becomes = self._clean_string(f'"{written}"')[1:-1]
        if becomes != written and "\\u" in written and not self._ascii_only:
            return None  # how the whole string is written decides how a letter that comes in is
        return becomes


def _refuse_breaks(rest: str, between: list[str]) -> None:
    """Raise where a tab or a line break stands inside a string."""
    if any(space in rest for space in _SPACES):
        inside = "".join(between[1::2])
        if any(space in inside for space in _SPACES):
            raise ValueError


def _move_tails(parts: list[str]) -> None:
    """Move the characters beyond ASCII before a run into it, since they may decide what it means."""
    for at in [2 * at for at, part in enumerate(parts[:-1:2]) if part[-1:] > "\x7f"]:
        part = parts[at]
        end = len(part)
        while part[end - 1 : end] > "\x7f":
            end -= 1
        parts[at : at + 2] = part[:end], part[end:] + parts[at + 1]


def _cut_begun_string(parts: list[str], between: list[str]) -> str:
    """Take off a string that goes on after the piece."""
    first = len(parts) - 1
    while '"' not in parts[first]:
        first -= 2
    before, quote, begin = parts[first].rpartition('"')
    begun = "".join([quote, begin, *parts[first + 1 :]])
    parts[first:] = [before]
    between.pop()
    return begun


def _has_runs_in_keys(between: list[str]) -> bool:
    """Tell whether a key has runs: a key is what a colon follows before the next string."""
    return _GAP in '"'.join(
        [inside for inside, after in zip(between[1::2], between[2::2], strict=True) if ":" in after]
    )


@lru_cache(maxsize=64)
def runs_of(cleaner: Cleaner, *, ascii_only: bool) -> Runs:
    """Give the runs of a cleaner, compiled once."""
    return Runs(cleaner, ascii_only=ascii_only)
