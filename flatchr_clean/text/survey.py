"""What a few looks in C tell about a text: that it is clean, or what it becomes where that is beyond doubt.

Knows characters and bytes; leaves every doubt to the pipeline. `re` takes three nanoseconds for a character,
`str.replace`, `str.encode` and `bytes.translate` a tenth of that, so most texts are done here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.code_points import Ranges, class_of, contains
from flatchr_clean.text.encoding import may_be_mojibake
from flatchr_clean.text.lines import BLANKS
from flatchr_clean.text.replacements import Replacement
from flatchr_clean.text.tables import bullets, spaces

# What texts pasted from Word hold most, and what becomes the same wherever it stands.
FREQUENT: Final = (
    "\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{NO-BREAK SPACE}"
    "\N{EN DASH}"
    "\N{HORIZONTAL ELLIPSIS}"
    "\N{NARROW NO-BREAK SPACE}"
    "\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{EM DASH}"
    "\N{NON-BREAKING HYPHEN}"
)

# Nearly every text with artefacts holds this one.
_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"

# What French has and ISO 8859-1 lacks.
_BEYOND_LATIN_1: Final = "œ€Œ"
# What `str.encode` puts in the place of any character that ISO 8859-1 lacks.
_STAND_IN: Final = ord("?")
_NO_BREAK_SPACE: Final = ord(spaces.NO_BREAK_SPACE)
_TAB: Final = ord("\t")

# A replacement that holds one of these could mean more than itself: markup, or a blank after a bullet.
_MEANINGFUL: Final = frozenset("<>&\t\n\r")

# Marks. What windows-1252 shows of UTF-8 is a lead (bytes C2 to F4) and continuations (80 to BF): the same
# characters as in ISO 8859-1, but for 80 to 9F, which are beyond it.
_DOUBTFUL: Final = 0
_OTHER: Final = ord("o")
_HITTING: Final = ord("h")
_CAPITAL: Final = ord("C")
_LEAD: Final = ord("l")
_CONTINUATION: Final = ord("c")
_DOT: Final = ord(".")

# Leads that good French hardly needs, and those of other encodings: enough for themselves.
_HITTING_LEADS: Final = "ÂÃÅÎÐÔØÙ×ÆæøÞþßãð¬´ÁÄÌÍÑÒÓÕÖÚÝ¤¦µ"
# The lead of quotes: the continuation after it may have become a space.
_QUOTE_LEAD: Final = ord("â")


def _mark_evidence() -> bytes:
    marks = bytearray([_OTHER] * 0x100)
    marks[0xA0:0xC0] = bytes([_CONTINUATION] * 0x20)
    marks[0xC0:0xE0] = bytes([_CAPITAL] * 0x20)
    marks[0xE0:0xF5] = bytes([_LEAD] * 0x15)
    marks[_STAND_IN] = _CONTINUATION
    marks[ord(bullets.MIDDLE_DOT)] = _DOT
    for letter in _HITTING_LEADS:
        marks[ord(letter)] = _HITTING
    return bytes(marks)


_EVIDENCE: Final = _mark_evidence()
_ALONE: Final = bytes((_OTHER, _LEAD))
# `re` finds a plain byte, and looks at what is beside it, three times faster than `bytes.find` finds two.
_SEQUENCE: Final = re.compile(rb"c(?<=[lC]c)")
_DOT_OF_A_SEQUENCE: Final = re.compile(rb"\.(?!o)")
_QUOTE_LEAD_BEFORE_SPACE: Final = re.compile(rb"\xe2(?= )")
_TWO_NO_BREAK_SPACES: Final = re.compile(rb"\xa0(?=\xa0)")


def _is_surely_right(marks: bytes, latin: bytes) -> bool:
    """Tell that no part of a text was decoded with the wrong encoding; False says only that some may be.

    True where no lead stands before a continuation, and some accented letter stands alone: where all are in
    pairs, the whole may have been read as MacRoman or cp437. The dot of `salarié·e` continues no sequence: a
    lead of its kind needs another continuation, and a letter follows.

    Args:
        marks: what each character may be.
        latin: the text in ISO 8859-1, with "?" for each character that it lacks.
    """
    if _HITTING in marks or marks.find(_ALONE) < 0:
        return False
    if _SEQUENCE.search(marks) or (_DOT in marks and _DOT_OF_A_SEQUENCE.search(marks)):
        return False
    return _QUOTE_LEAD not in latin or _QUOTE_LEAD_BEFORE_SPACE.search(latin) is None


# Longer texts are looked at in pieces of so many characters, which stay in the processor's caches.
_PIECE: Final = 1 << 15


def _cut(text: str) -> Iterator[str]:
    """Cut a text before line feeds: what is beside a place never reaches over one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end


# What `Change` itself is made with, in half the time: a text has hundreds.
_make_tuple: Final = tuple.__new__

_BULLET: Final = "\N{BULLET}"
# What surely is there to see; other characters may turn out to be nothing.
_SEEN: Final = "!-~¡-¬®-ÿ" + _BEYOND_LATIN_1 + "".join(sorted(set(FREQUENT).difference(spaces.SPACES)))
# What becomes of a bullet at a line's start, before a word or one blank, and of one between blanks.
_BULLETS: Final = (
    (
        re.compile(rf"{_BULLET}(?:(?<=\A{_BULLET})|(?<=\n{_BULLET}))(?:(?=\w)|[{BLANKS}](?=[{_SEEN}]))"),
        "- ",
    ),
    (re.compile(rf"{_BULLET}(?<=[{_SEEN}][{BLANKS}]{_BULLET})(?=[{BLANKS}])"), "-"),
)


class Survey:
    """The looks for one profile.

    Args:
        doubtful: the characters that may change somewhere.
        lost_bullets: those that are bullets at a line's start, before a tab or two no-break spaces.
        find_simple: gives what becomes of a character that changes the same way wherever it stands; None for
            one that is accepted, or that needs a look around it.
        knows_bullets: whether a bullet becomes a hyphen.
        repairs_encoding: whether wrong decodings are repaired.
    """

    def __init__(
        self,
        doubtful: Ranges,
        lost_bullets: Ranges,
        find_simple: Callable[[str], Replacement | None],
        *,
        knows_bullets: bool,
        repairs_encoding: bool,
    ) -> None:
        simple = {
            character: found
            for character in FREQUENT
            if (found := find_simple(character))
            and found.text.isascii()
            and _MEANINGFUL.isdisjoint(found.text)
            and (character not in spaces.SPACES or found.text == " ")  # else a line's start is one no more
        }
        self._pairs = tuple((character, found.text) for character, found in simple.items())
        # All of a change but its place.
        self._told = {character: Change(0, 1, character, *found)[2:] for character, found in simple.items()}
        self._letters = [letter for letter in _BEYOND_LATIN_1 if not contains(doubtful, ord(letter))]
        self._marks = bytes(
            _DOUBTFUL if contains(doubtful, code_point) and chr(code_point) not in simple else mark
            for code_point, mark in enumerate(_EVIDENCE)
        )
        self._knows_bullets = knows_bullets
        self._place = re.compile(f"[{''.join(simple)}{_BULLET}]")
        self._lost_bullet = (
            re.compile(f"{class_of(lost_bullets)}(?=\t|{spaces.NO_BREAK_SPACE * 2})")
            if lost_bullets
            else None
        )
        self._repairs_encoding = repairs_encoding

    def clean(self, text: str) -> tuple[str, bool]:
        """Clean a text as far as that is beyond doubt.

        Args:
            text: any text that is no HTML.

        Returns:
            The text with its frequent artefacts replaced, the very same object when there are none, and
            whether that is all there is to do.

            Why it is: what is replaced becomes the same wherever it stands, and means no more than itself to
            what stands around it; what is left is beyond doubt; and nothing that was there, replaced or not,
            is evidence of a wrong decoding.
        """
        if len(text) <= _PIECE:
            return self._clean_piece(text)
        pieces = list(_cut(text))
        cleaned = list(map(self._clean_piece, pieces))
        if not all(done for _, done in cleaned):
            return text, False
        joined = "".join(piece for piece, _ in cleaned)
        return (text if joined == text else joined), True

    def _clean_piece(self, text: str) -> tuple[str, bool]:
        if text.isascii():
            return text, _DOUBTFUL not in text.encode().translate(self._marks)
        known = None if _APOSTROPHE in text else self._maybe_encode(text)
        seen = text.encode("latin-1", "replace") if known is None else known
        marks = seen.translate(self._marks)
        if _DOUBTFUL in marks:
            return text, False
        if self._repairs_encoding and not _is_surely_right(marks, seen) and may_be_mojibake(text):
            return text, False
        blanks = _NO_BREAK_SPACE in seen
        if (blanks or _TAB in seen) and self._holds_lost_bullet(text, seen):
            return text, False
        if known is not None and not blanks:
            return text, True
        cleaned = self._replace(text)
        return cleaned, self._maybe_encode(cleaned) is not None

    def _holds_lost_bullet(self, text: str, latin: bytes) -> bool:
        if self._lost_bullet is None or not (_TAB in latin or _TWO_NO_BREAK_SPACES.search(latin)):
            return False
        return self._lost_bullet.search(text) is not None

    def _maybe_encode(self, text: str) -> bytes | None:
        """Encode a text that holds nothing beyond ISO 8859-1 but what French has there, as "?"."""
        for letter in self._letters:
            text = text.replace(letter, "?")
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return None

    def _replace(self, text: str) -> str:
        if self._knows_bullets:
            for bullet, replacement in _BULLETS:
                if _BULLET in text:
                    text = bullet.sub(replacement, text)
        for character, replacement in self._pairs:
            if character in text:  # found out fifteen times faster than `str.replace` does
                text = text.replace(character, replacement)
        return text

    def list_changes(self, text: str) -> tuple[Change, ...]:
        """Give the changes of a text that `clean` cleans wholly."""
        changes = []
        find_told = self._told.get
        end = 0
        for place in self._place.finditer(text):
            start = place.start()
            if told := find_told(place[0]):
                if start >= end:  # else the bullet before it took this blank
                    changes.append(_make_tuple(Change, (start, start + 1, *told)))
                continue
            match, replacement = next(
                (match, replacement)
                for bullet, replacement in _BULLETS
                if (match := bullet.match(text, start))
            )
            end = match.end()
            changes.append(Change(start, end, match[0], replacement, Rule.BULLET))
        return tuple(changes)
