"""The short way to clean HTML: what most people send needs no look at its markup. Knows when that is so.

Most HTML is well written, and all that may change in it are characters that become the same wherever they
stand. Then a few looks at the whole source tell what becomes of it. Where characters need a look around them,
the texts are cleaned as one, with marks in the place of tags, if no rule would want to see what a mark hides.
Markup that is not plain is cleaned alone, see `html_plain_tags`. Otherwise `ShortWay` says so, and `markup`
goes the long way.

Where the short way leads to a result, the long one leads to the same. What only a look over tags would find
(text wrongly decoded whose bytes stand on both sides of a tag, a bullet that lost its font with a tag before
its blanks) sends HTML the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from flatchr_clean.text.changes import Edit
from flatchr_clean.text.code_points import Ranges, class_of, contains, ranges_of, subtract
from flatchr_clean.text.composition import SENSITIVE
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.encoding import may_be_mojibake
from flatchr_clean.text.html_marks import MARK, is_well_written, maybe_mark_tags
from flatchr_clean.text.html_plain_tags import PlainMarkup, maybe_write_plainly
from flatchr_clean.text.html_references import (
    IN_TEXT,
    REFERENCE,
    maybe_list_references,
    write_references,
)
from flatchr_clean.text.lines import BLANKS
from flatchr_clean.text.replacements import NoReplacement, Replacement
from flatchr_clean.text.survey import FREQUENT
from flatchr_clean.text.tables import bullets
from flatchr_clean.text.tables.elements import LINE_STARTING
from flatchr_clean.text.word_markup import may_hold_lists

References = Mapping[str, str]

# What makes a bullet of a letter that lost its font, and what may hide that: a tag or a reference.
_LOST_BULLET: Final = re.compile(
    f"[{bullets.LOST_BULLETS}](?=[{''.join(sorted(bullets.BLANKS_AFTER_LOST))}])"
)
_AFTER_LOST_BULLETS: Final = (*bullets.BLANKS_AFTER_LOST, "&", MARK)

# The only ASCII that a judge of encodings takes for part of a letter: what a no-break space or a lost byte
# became.
_STAND_INS: Final = frozenset(" ?")

_BULLET: Final = "\N{BULLET}"

# A tag of HTML that is well written.
_TAG: Final = re.compile(r"</?([a-z][a-z0-9]*+)[^<>]*+>")


class _Reading(NamedTuple):
    """HTML that the short way may clean.

    Attributes:
        source: the HTML.
        changing: its references that change, and what they stand for.
        staying: the others that may be part of mojibake.
        text: the HTML with characters in the place of the references that change.
        surveyed: the same cleaned, all references read, where all that changes is frequent; else None.
    """

    source: str
    changing: References
    staying: References
    text: str
    surveyed: str | None


_CLEAN: Final = _Reading("", {}, {}, "", None)
"""The reading of any HTML in which nothing changes."""


class ShortWay:
    """The short way of one profile.

    Args:
        survey: gives a plain text cleaned, the same object when it is clean, and whether that is all there is
            to do. What it replaces needs no look around it, but bullets.
        doubtful: the code points that may change wherever they stand in a plain text.
        simple: what becomes of the characters that need no look around them.
        replace: gives a plain text with its accents composed and its characters replaced, once.
        edit_tag: gives the edits of a tag, a comment or a script that stands alone, the long way.
        repairs: whether wrong decodings are repaired.
    """

    def __init__(  # noqa: PLR0913 - what a profile was compiled into
        self,
        survey: Callable[[str], tuple[str, bool]],
        doubtful: Ranges,
        simple: Mapping[str, Replacement],
        replace: Callable[[str], str],
        edit_tag: Callable[[str], list[Edit]],
        *,
        repairs: bool,
    ) -> None:
        self._survey = survey
        self._look = re.compile(class_of(doubtful))
        self._may_change = lru_cache(maxsize=1024)(self._look.search)
        self._simple = {
            character: found._replace(text=write_references(found.text, IN_TEXT))
            for character, found in simple.items()
            if not contains(SENSITIVE, ord(character)) and bullets.BLANKS_AFTER_LOST.isdisjoint(found.text)
        }
        self._written = {character: found.text for character, found in self._simple.items()}
        self._frequent = {one: self._written[one] for one in FREQUENT if one in self._written}
        self._replace = replace
        self._edit_tag = edit_tag
        self._repairs = repairs
        self._opens_reference = re.compile(f"&[#0-9A-Za-z]*+{class_of(doubtful)}").search
        self._places = re.compile(f"{class_of(doubtful)}|{REFERENCE}")
        touchy = class_of(subtract(doubtful, ranges_of(self._simple), ranges_of(BLANKS)))
        self._reaches_over_mark = re.compile(
            rf"{touchy}[{BLANKS}]*+[{MARK}&]|[{MARK};][\n\r{BLANKS}]*+{touchy}"
        ).search

    def maybe_clean(self, source: str) -> str | None:
        """Clean HTML, most often by a few looks at it as a whole.

        Args:
            source: HTML.

        Returns:
            The cleaned HTML, the same object when it is clean; None where the short way may not be right.
        """
        cleaned = self._maybe_clean(source)
        if cleaned is not None or (plain := maybe_write_plainly(source)) is None:
            return cleaned
        cleaned = self._maybe_clean(plain.text)
        if cleaned is None or (edits := self._maybe_edit_each(plain)) is None:
            return None
        return plain.maybe_put_back(cleaned, edits)

    def _maybe_clean(self, source: str) -> str | None:
        reading = self._maybe_read(source)
        if reading is None:
            return None
        if reading is _CLEAN:
            return source
        if reading.surveyed is not None:
            return _read(reading.text, self._frequent) if reading.staying else reading.surveyed
        try:
            cleaned = self._replace_simple(reading.text)
        except KeyError:
            in_lines = self._maybe_clean_in_lines(reading)
            if in_lines is None:
                return None
            cleaned = in_lines
        return None if self._is_mojibake(_read(cleaned, reading.staying)) else cleaned

    def maybe_edit(self, source: str) -> list[Edit] | None:
        """Give the edits of HTML whose characters need no look around them.

        Args:
            source: HTML.

        Returns:
            Edits that make of it what `maybe_clean` gives; None where the short way may not be right.
        """
        edits = self._maybe_edit(source)
        if edits is not None or (plain := maybe_write_plainly(source)) is None:
            return edits
        edits = self._maybe_edit(plain.text)
        if edits is None or (in_markup := self._maybe_edit_each(plain)) is None:
            return None
        return sorted([*edits, *plain.locate(in_markup)])

    def _maybe_edit_each(self, plain: PlainMarkup) -> dict[str, list[Edit]] | None:
        try:
            return plain.edit_each(self._edit_tag)
        except NoReplacement:
            return None

    def _maybe_edit(self, source: str) -> list[Edit] | None:
        reading = self._maybe_read(source)
        if reading is None:
            return None
        edits: list[Edit] = []
        if reading is _CLEAN:
            return edits
        for place in self._places.finditer(source):
            character = written = place[0]
            if written[0] == "&":
                character = reading.changing.get(written, "")
                if not character:
                    continue
            found = self._simple.get(character)
            if found is None:
                return None
            edits.append(Edit(place.start(), place.end(), *found))
        if reading.surveyed is None and self._is_mojibake(_read(apply_edits(source, edits), reading.staying)):
            return None
        return edits

    def is_settled(self, source: str) -> bool:
        """Tell that no character of HTML changes as it is written; tags may hide what does."""
        sorted_references = self._maybe_sort_references(source)
        if sorted_references is None:
            return False
        changing, staying = sorted_references
        read = _read(source, staying)
        if self._is_mojibake(read) or may_hold_lists(source):
            return False
        surveyed, done = self._survey(read)
        return not changing and (surveyed is read if done else self._is_unsuspicious(read))

    def _is_unsuspicious(self, read: str) -> bool:
        return not (self._look.search(read) or _LOST_BULLET.search(read))

    def _maybe_read(self, source: str) -> _Reading | None:
        """Read the references of HTML, and tell whether tags or references hide what a look would find."""
        sorted_references = self._maybe_sort_references(source)
        if sorted_references is None:
            return None
        changing, staying = sorted_references
        text = _read(source, changing)
        read = _read(text, staying)
        if self._is_mojibake(read):
            return None
        surveyed, done = self._survey(read)
        if _hides_bullet(read) or may_hold_lists(source):
            return None
        if not changing and (surveyed is read if done else self._is_unsuspicious(read)):
            return _CLEAN
        if not is_well_written(source) or self._opens_reference(text):
            return None
        done = done and _BULLET not in read  # the survey knows no line that begins with a tag
        return _Reading(source, changing, staying, text, surveyed if done else None)

    def _maybe_sort_references(self, source: str) -> tuple[dict[str, str], dict[str, str]] | None:
        """Give the references that change, and the others that may be part of mojibake."""
        references = maybe_list_references(source) if "&" in source else {}
        if references is None:
            return None
        changing: dict[str, str] = {}
        staying: dict[str, str] = {}
        for written, character in references.items():
            if self._may_change(character):
                changing[written] = character
            elif not character.isascii() or character in _STAND_INS:
                staying[written] = character
        return changing, staying

    def _replace_simple(self, text: str) -> str:
        written = self._written
        return self._look.sub(lambda match: written[match[0]], text)

    def _maybe_clean_in_lines(self, reading: _Reading) -> str | None:
        """Clean the texts as one, if no character that needs a look around it sees what a mark hides."""
        marked = maybe_mark_tags(reading.source)
        if marked is None:
            return None
        text = _read(marked.text, reading.changing)
        if self._reaches_over_mark(text):
            return None
        try:
            cleaned = self._replace(text)
        except NoReplacement:
            return None
        makes_markup = any(cleaned.count(character) > text.count(character) for character in IN_TEXT)
        keeps_reference = any(character in cleaned for character in reading.changing.values())
        needs_another_pass = _hides_bullet(cleaned) or (
            self._look.search(cleaned) and self._replace(cleaned) != cleaned
        )
        return None if makes_markup or keeps_reference or needs_another_pass else marked.put_back(cleaned)

    def _is_mojibake(self, read: str) -> bool:
        """Tell whether the text of HTML whose references are read may be misread, over its tags too."""
        if not self._repairs or read.isascii():
            return False
        # Where there are comments and the like, it takes more to tell what text stands side by side.
        return (
            may_be_mojibake(read)
            or not is_well_written(read)
            or ("<" in read and may_be_mojibake(_TAG.sub(_write_break, read)))
        )


def _read(text: str, references: References) -> str:
    """Put characters in the place of references."""
    for written, character in references.items():
        text = text.replace(written, character)
    return text


def _write_break(tag: re.Match[str]) -> str:
    """Give what stands for a tag in the text that a reader gets."""
    return "\n" if tag[1] in LINE_STARTING else ""


def _hides_bullet(text: str) -> bool:
    """Tell whether a bullet that lost its font may stand before what makes it one, or what hides that."""
    for bullet in bullets.LOST_BULLETS:
        if bullet in text:
            _, *afters = text.split(bullet)
            if any(after.startswith(_AFTER_LOST_BULLETS) for after in afters):
                return True
    return False
