"""The pipeline: a profile compiled once, and run. Knows the order of the rules; knows no rule itself.

One pass repairs the encoding, composes the accents, then replaces characters; it is repeated until nothing
changes, since a repair may bring a curly quote to light, and a deletion may bring two halves of a letter
together. That makes cleaning idempotent by construction. Nearly every text needs one look and no pass at all.

Passes are counted, so that no text, however hostile, keeps the cleaner busy for ever: see `Cleaning.settled`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from flatchr_clean.errors import NotText, UnmappableCharacter
from flatchr_clean.text.changes import Cleaning, Edit, name_character
from flatchr_clean.text.code_points import (
    BEYOND_BASIC_PLANE,
    Ranges,
    class_of,
    complement,
    contains,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.text.composition import SENSITIVE, edit_composition
from flatchr_clean.text.edits import apply_edits, compose_edits, list_changes
from flatchr_clean.text.encoding import edit_encoding, may_be_mojibake
from flatchr_clean.text.lines import BLANKS, LineRules, context_characters, edit_lost_bullets
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named
from flatchr_clean.text.repertoire import EMOJI, JOINERS, PICTOGRAPHS
from flatchr_clean.text.replacements import SYMBOLS_BY_CHARACTER, NoReplacement, Replacements
from flatchr_clean.text.survey import Survey
from flatchr_clean.text.tables import bullets, invisibles, spaces, typography

if TYPE_CHECKING:  # what reads HTML is imported with the first text that looks like it
    from flatchr_clean.text.html_short_way import ShortWay

Stage = Callable[[str], list[Edit]]

# Passes before a text is left as the last one made it. Text written by people needs two, hostile text a few.
_MOST_PASSES: Final = 16


class Cleaner:
    """A profile compiled into the pipeline; make it once, use it from any thread.

    Args:
        profile: a `Profile`, or the name of a preset.

    Raises:
        InvalidProfile: no preset has that name.

    Example:
        >>> Cleaner("ascii").clean("« Été »")
        '" Ete "'
    """

    def __init__(self, profile: Profile | str = FLATCHR) -> None:
        self.profile = profile_named(profile)

    def clean(self, text: str) -> str:
        """Clean a text.

        Args:
            text: any string, HTML or plain.

        Returns:
            The cleaned text; the very same object when nothing changes.

        Raises:
            NotText: `text` is no str.
            UnmappableCharacter: a character has no replacement and the profile says so.
        """
        cleaned, done = self._look_at(text)
        if not done:
            try:
                cleaned = self._clean_as_read(text)
            except NoReplacement as error:
                raise self._locate(error, text) from None
        return text if cleaned == text else cleaned

    def explain(self, text: str) -> Cleaning:
        """Clean a text and say what was changed.

        Args:
            text: any string, HTML or plain.

        Returns:
            The cleaned text, as `clean` gives it, and the changes with their places in the original.

        Raises:
            NotText: `text` is no str.
            UnmappableCharacter: a character has no replacement and the profile says so.
        """
        cleaned, done = self._look_at(text)
        if done:
            return (
                Cleaning(cleaned, self._survey.list_changes(text)) if cleaned != text else Cleaning(text, ())
            )
        try:
            edits, settled = self._edit_as_read(text)
        except NoReplacement as error:
            raise self._locate(error, text) from None
        changes = list_changes(text, edits)
        return Cleaning(apply_edits(text, edits) if changes else text, changes, settled)

    def maybe_clean_by_looks(self, text: str) -> str | None:
        """Clean a text, if a few looks are enough: then nothing is lost.

        Args:
            text: any string, HTML or plain.

        Returns:
            What `clean` gives; None when the text needs a closer look.

        Raises:
            NotText: `text` is no str.
        """
        cleaned, done = self._look_at(text)
        if not done:
            return None
        return text if cleaned == text else cleaned

    def is_clean(self, text: str) -> bool:
        """Tell, by a few looks, that nothing would change; False says only that a closer look is needed."""
        _require_text(text)
        if self.takes_for_html(text):
            return self._maybe_clean_markup(text) == text
        return self._is_clean_plain(text)

    def _look_at(self, text: str) -> tuple[str, bool]:
        """Clean a text as far as a few looks can, and tell whether that is all there is to do."""
        _require_text(text)
        # HTML without tags and references is a text like any other, as far as the looks go.
        if ("<" in text or "&" in text) and self.takes_for_html(text):
            return text, False
        return self._survey.clean(text)

    def _is_clean_plain(self, text: str) -> bool:
        """Tell, by a few looks, that nothing of a plain text would change."""
        cleaned, done = self._survey.clean(text)
        if done:
            return cleaned == text
        return not (self._look.search(text) or (self.profile.repair_encoding and may_be_mojibake(text)))

    # A text is HTML or plain. What cleaning brings to light may be a tag, and what it takes away may have
    # made one: so a text is read anew until both readings agree.

    def _clean_as_read(self, text: str) -> str:
        for _ in range(_MOST_PASSES):
            is_html = self.takes_for_html(text)
            cleaned = self._clean_markup(text) if is_html else self._clean_plain(text)
            if not is_html and self._makes_html(text, cleaned):
                is_html = True
                cleaned = self._clean_markup(text)
            if cleaned == text or self.takes_for_html(cleaned) is is_html:
                return cleaned
            text = cleaned
        return text

    def _edit_as_read(self, text: str) -> tuple[list[Edit], bool]:
        composed: list[Edit] = []
        for _ in range(_MOST_PASSES):
            is_html = self.takes_for_html(text)
            edits, settled = self._explain_markup(text) if is_html else self._edit_plain_fully(text)
            if not is_html and self._makes_html(text, apply_edits(text, edits)):
                is_html = True
                edits, settled = self._explain_markup(text)
            composed = compose_edits(composed, text, edits)
            cleaned = apply_edits(text, edits)
            if cleaned == text or self.takes_for_html(cleaned) is is_html:
                return composed, settled
            text = cleaned
        return composed, False

    def _makes_html(self, text: str, cleaned: str) -> bool:
        """Tell whether a plain text would be HTML once cleaned: read as HTML, its brackets are escaped."""
        return cleaned != text and self.takes_for_html(cleaned)

    def takes_for_html(self, text: str) -> bool:
        """Tell whether a text is read as HTML, by the profile's option `markup`."""
        if self.profile.markup == "auto":
            return "<" in text and self._looks_like_html(text)
        return self.profile.markup == "html"

    @cached_property
    def _looks_like_html(self) -> Callable[[str], bool]:
        from flatchr_clean.text.markup import looks_like_html

        return looks_like_html

    # One character class finds every place that some stage of a pass may change.

    @cached_property
    def _replacements(self) -> Replacements:
        return Replacements(self.profile)

    @cached_property
    def _line_rules(self) -> LineRules:
        return LineRules(self._replacements)

    @cached_property
    def simple(self) -> dict[str, str]:
        """What becomes of the characters that need no look around them, and of no deletion among them."""
        replacements = self._replacements
        context = context_characters(replacements.accepted)
        return {
            character: text
            for character in (*SYMBOLS_BY_CHARACTER, *invisibles.WINDOWS_1252, *self.profile.replace)
            if not replacements.accepts(character)
            and not contains(context, ord(character))
            and (text := replacements.find(character).text)
        }

    @cached_property
    def _doubtful(self) -> Ranges:
        """What may change: all that is not accepted, and what is accepted in some places only.

        Every code point beyond the Basic Multilingual Plane counts as doubtful, since `re` walks through the
        hundreds of ranges that letters have there one by one; nearly all that stands there in real texts is
        emoji.
        """
        accepted_in_places = [
            ranges_of(bullets.CHECK_MARKS + typography.ACUTE_ACCENT),
            JOINERS,
            BEYOND_BASIC_PLANE,
        ]
        if self.profile.emoji == "keep":
            accepted_in_places += [EMOJI, PICTOGRAPHS]
        return unite(complement(self._replacements.accepted), *accepted_in_places)

    @cached_property
    def _lost_bullets(self) -> Ranges:
        """What may change, but only before a tab or no-break spaces."""
        return subtract(ranges_of(bullets.LOST_BULLETS), self._doubtful)

    @cached_property
    def _survey(self) -> Survey:
        replacements, profile = self._replacements, self.profile
        doubtful = unite(self._doubtful, SENSITIVE)
        return Survey(
            unite(doubtful, ranges_of(bullets.LOST_ASCII_BULLETS)) if profile.lost_bullets else doubtful,
            self._lost_bullets,
            lambda character: replacements.find(character) if character in self.simple else None,
            knows_bullets=not replacements.accepts("\N{BULLET}")
            and profile.replace.keys().isdisjoint("\N{BULLET}" + BLANKS),
            repairs_encoding=profile.repair_encoding,
        )

    @cached_property
    def _look(self) -> re.Pattern[str]:
        doubtful = unite(self._doubtful, SENSITIVE)
        lost = self._lost_bullets
        look = class_of(unite(doubtful, lost))
        if lost:
            look += f"(?:(?<!{class_of(lost)})|(?=\t|{spaces.NO_BREAK_SPACE}))"
        if self.profile.lost_bullets:
            look += rf"|(?:^|(?<=\r))[ \t]*+[{bullets.LOST_ASCII_BULLETS}][{BLANKS}]"
        return re.compile(look, re.MULTILINE)

    @cached_property
    def _runs(self) -> re.Pattern[str]:
        """One simple character, or a run of characters that need context and of the blanks among them."""
        lost = self._lost_bullets
        simple = ranges_of(self.simple)
        context = unite(subtract(self._doubtful, simple), ranges_of(BLANKS))
        return re.compile(
            f"{class_of(unite(self._doubtful, lost))}"
            f"(?:(?<={class_of(simple)})"
            f"|(?<!{class_of(unite(simple, lost))}){class_of(context)}*+"
            f"|(?=\t|{spaces.NO_BREAK_SPACE}{{2}})[{BLANKS}]*+)"
        )

    # Plain text.

    def _stages(self) -> tuple[Stage, ...]:
        """Give what a pass does before the characters are replaced."""
        stages: list[Stage] = []
        if self.profile.repair_encoding:
            stages.append(lambda text: edit_encoding(text) if may_be_mojibake(text) else [])
        stages.append(edit_composition)
        if self.profile.lost_bullets:
            stages.append(edit_lost_bullets)
        return tuple(stages)

    def _clean_plain(self, text: str) -> str:
        for _ in range(_MOST_PASSES):
            before = text
            for stage in self._stages():
                if edits := stage(text):
                    text = apply_edits(text, edits)
            text = self._runs.sub(self._replace_run, text)
            if text == before or self._is_clean_plain(text):
                break
        return text

    def _edit_plain(self, text: str) -> list[Edit]:
        edits, _ = self._edit_plain_fully(text)
        return edits

    def _edit_plain_fully(self, text: str) -> tuple[list[Edit], bool]:
        composed: list[Edit] = []
        for _ in range(_MOST_PASSES):
            before = text
            for stage in (*self._stages(), self._edit_runs):
                if edits := stage(text):
                    composed = compose_edits(composed, text, edits)
                    text = apply_edits(text, edits)
            if text == before or self._is_clean_plain(text):
                return composed, True
        return composed, False

    def _replace_run(self, match: re.Match[str]) -> str:
        run = match[0]
        simple = self.simple.get(run)
        if simple is not None:
            return simple
        return self._line_rules.replace_run(match.string, match.start(), match.end())

    def _edit_runs(self, text: str) -> list[Edit]:
        edits: list[Edit] = []
        for match in self._runs.finditer(text):
            run = match[0]
            if run in self.simple:
                found = self._replacements.find(run)
                edits.append(Edit(match.start(), match.end(), found.text, found.rule, found.lossy))
            else:
                edits += self._line_rules.edit_run(text, match.start(), match.end())
        return edits

    # HTML.

    @cached_property
    def _short_way(self) -> ShortWay | None:
        """The short way, unless an option looks at tags, at several lines, or at ASCII."""
        from flatchr_clean.text.html_short_way import ShortWay

        profile = self.profile
        if profile.word_markup == "strip" or profile.lost_bullets or any(map(str.isascii, profile.replace)):
            return None
        return ShortWay(
            self._survey.clean,
            unite(self._doubtful, SENSITIVE),
            {character: self._replacements.find(character) for character in self.simple},
            lambda text: self._runs.sub(self._replace_run, apply_edits(text, edit_composition(text))),
            lambda markup: self._edit_markup(markup)[0],
            repairs=profile.repair_encoding,
        )

    def _maybe_clean_markup(self, text: str) -> str | None:
        return self._short_way.maybe_clean(text) if self._short_way else None

    def _clean_markup(self, text: str) -> str:
        cleaned = self._maybe_clean_markup(text)
        if cleaned is None:
            edits, _ = self._edit_markup(text)
            cleaned = apply_edits(text, edits)
        return cleaned

    def _explain_markup(self, text: str) -> tuple[list[Edit], bool]:
        edits = self._short_way.maybe_edit(text) if self._short_way else None
        return self._edit_markup(text) if edits is None else (edits, True)

    def _edit_markup(self, text: str) -> tuple[list[Edit], bool]:
        from flatchr_clean.text.markup import edit_markup

        composed: list[Edit] = []
        for _ in range(_MOST_PASSES):
            edits = edit_markup(
                text,
                self._edit_plain,
                accepts=self._replacements.accepts,
                strip_word=self.profile.word_markup == "strip",
            )
            composed = compose_edits(composed, text, edits)
            changed = apply_edits(text, edits)
            # What tags hid was found in this run: only what it brought to light could need another.
            if changed == text or (self._short_way and self._short_way.is_settled(changed)):
                return composed, True
            text = changed
        return composed, False

    def _locate(self, error: NoReplacement, text: str) -> UnmappableCharacter:
        character = error.args[0]
        return UnmappableCharacter(
            ord(character),
            max(text.find(character), 0),
            name_character(character).partition(" ")[2],
            self.profile.name,
        )


def _require_text(text: object) -> None:
    if not isinstance(text, str):
        raise NotText(f"a str is cleaned, not {type(text).__name__}: decode bytes first")


def cleaner_for(profile: Profile | str) -> Cleaner:
    """Give the compiled cleaner of a profile, made once.

    Args:
        profile: a `Profile`, or the name of a preset.

    Raises:
        InvalidProfile: no preset has that name.
    """
    # To compare profiles takes longer than to clean a short text.
    return _DEFAULT if profile is FLATCHR else _compile_cleaner(profile_named(profile))


@lru_cache(maxsize=64)
def _compile_cleaner(profile: Profile) -> Cleaner:
    return _DEFAULT if profile == FLATCHR else Cleaner(profile)


_DEFAULT = Cleaner(FLATCHR)


def clean(text: str, profile: Profile | str = FLATCHR) -> str:
    """Replace every Word artefact of a text.

    Args:
        text: any string, plain or HTML.
        profile: a `Profile`, or the name of a preset.

    Returns:
        The cleaned text; the very same object when nothing changes.

    Raises:
        NotText: `text` is no str.
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so.

    Example:
        >>> clean("L\\N{RIGHT SINGLE QUOTATION MARK}été\\N{HORIZONTAL ELLIPSIS}")
        "L'été..."
    """
    return cleaner_for(profile).clean(text)


def explain(text: str, profile: Profile | str = FLATCHR) -> Cleaning:
    """Clean a text and say what was changed, where and why.

    Args:
        text: any string, plain or HTML.
        profile: a `Profile`, or the name of a preset.

    Returns:
        The cleaned text and its changes; `.lossy` is True when one of them lost information.

    Raises:
        NotText: `text` is no str.
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so.

    Example:
        >>> for change in explain("\\N{BULLET}\\tCDI").changes:
        ...     print(change.describe())
        U+2022 BULLET, U+0009 CHARACTER TABULATION -> U+002D HYPHEN-MINUS, U+0020 SPACE
    """
    return cleaner_for(profile).explain(text)
