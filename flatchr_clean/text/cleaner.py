"""The pipeline: a profile compiled once, and run. Knows the order of the rules; knows no rule itself.

One pass repairs the encoding, composes the accents, then replaces characters; it is repeated until nothing
changes, since a repair may bring a curly quote to light, and a deletion may bring two halves of a letter
together. That makes cleaning idempotent by construction. Nearly every text needs one look and no pass at all.

Passes are counted, so that no text, however hostile, keeps the cleaner busy for ever: see `Cleaning.settled`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from flatchr_clean.errors import NotText, UnmappableCharacter
from flatchr_clean.kernel import CHANGES, COMPOSES, REFERENCES, SUSPICIOUS, TAGS, Table
from flatchr_clean.text.changes import Cleaning, Edit, Rule, name_character
from flatchr_clean.text.classes import compile_table, list_simple
from flatchr_clean.text.composition import edit_composition
from flatchr_clean.text.edits import apply_edits, compose_edits, list_changes
from flatchr_clean.text.glyphs import edit_glyphs
from flatchr_clean.text.left import list_left, may_hold_escaped_tags
from flatchr_clean.text.lines import LineRules, edit_lost_bullets
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named
from flatchr_clean.text.replacements import NoReplacement, Replacement, Replacements

# Passes before a text is left as the last one made it. Text written by people needs two, hostile text a few.
_MOST_PASSES: Final = 16

# What is found of a text that has something to clean.
_TO_CLEAN: Final = CHANGES | COMPOSES | SUSPICIOUS


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
        # Whether there is more to clean than what the kernel finds.
        self._seeks_more = self.profile.lost_bullets or self.profile.markup == "html"

    def __reduce__(self) -> tuple[object, ...]:
        # What was compiled and remembered stays: another process makes its own.
        return cleaner_for, (self.profile,)

    def clean(self, text: str) -> str:
        """Clean a text; arguments, return value and errors are those of the function `clean`."""
        plain = _read_text(text)
        found = self.table.survey(plain)
        if self._is_plain(plain, found):
            return text
        try:
            cleaned = plain
            if not self._may_be_html(found):
                cleaned, found, _ = self._settle(plain, found, apply_edits, self._rewrite)
            if self._may_be_html(found):
                cleaned = self._edit_as_read(plain).text
        except NoReplacement as error:
            raise self._locate(error, plain) from None
        return text if cleaned == plain else cleaned

    def explain(self, text: str) -> Cleaning:
        """Clean a text and say what was changed; all else is as with the function `explain`."""
        plain = _read_text(text)
        found = self.table.survey(plain)
        return Cleaning(text, ()) if self._is_plain(plain, found) else self._explain(text, plain, found)

    def _explain(self, text: str, plain: str, found: int) -> Cleaning:
        try:
            trail = self._edit_as_read(plain)
        except NoReplacement as error:
            raise self._locate(error, plain) from None
        changes = list_changes(plain, trail.edits)
        left = list_left(plain, changes, suspicious=bool(found & SUSPICIOUS))
        changes = tuple(sorted((*changes, *left))) if left else changes
        return Cleaning(text if trail.text == plain else trail.text, changes, trail.settled)

    def count(self, text: str, counts: Counter[tuple[Rule, bool]]) -> str:
        """Clean a text and count what `explain` tells; where one stage is enough, without an object for each.

        Args:
            text: any string.
            counts: gets the number of changes by their rule and whether they are lossy.

        Returns:
            The cleaned text; the very same object when nothing changes. Errors are those of `clean`.
        """
        plain = _read_text(text)
        found = self.table.survey(plain)
        if self._is_plain(plain, found):
            return text
        # What several stages change is composed of their edits first, and HTML's edits are located.
        several = found & (COMPOSES | SUSPICIOUS) or self.profile.lost_bullets
        if not several and not self._may_be_html(found):
            made: defaultdict[tuple[Rule, bool], int] = defaultdict(int)
            try:
                cleaned = self._count_runs(plain, made)
            except NoReplacement as error:
                raise self._locate(error, plain) from None
            left = self.table.survey(cleaned)
            if self._is_plain(cleaned, left) and not self._may_be_html(left):
                for kind, number in made.items():
                    counts[kind] += number
                return text if cleaned == plain else cleaned
        cleaning = self._explain(text, plain, found)
        for change in cleaning.changes:
            counts[change.rule, change.lossy] += 1
        return cleaning.text

    def is_plain(self, text: str) -> bool:
        """Tell, by one look, that a text holds nothing to clean; False says only that it may.

        No part of it holds anything either, if what follows that part is a line feed, a quote or a sign like
        those, which say as little as a text's end.
        """
        return self._is_plain(text, self.table.survey(text))

    def _is_plain(self, text: str, found: int) -> bool:
        """Tell the same of a text in which something is found."""
        if not found and not self._seeks_more:
            return True
        if found & _TO_CLEAN or self.profile.lost_bullets:
            return False
        if found & REFERENCES and may_hold_escaped_tags(text):
            return False
        if not self._may_be_html(found):
            return True
        # In HTML a reference may stand for what changes.
        return not found & REFERENCES and self._is_plain_html(text, found)

    def _is_plain_html(self, text: str, found: int) -> bool:
        """Tell the same of HTML, over its tags and through its references."""
        if self.profile.lost_bullets or self.profile.word_markup == "strip":
            return False
        from flatchr_clean.text.html.looks import is_plain_html

        return is_plain_html(text, found, self.table, self.profile.replace)

    # A text is HTML or plain. What cleaning brings to light may be a tag, and what it takes away may have
    # made one: so a text is read anew until both readings agree.

    def takes_for_html(self, text: str) -> bool:
        """Tell whether a text is read as HTML, by the profile's option `markup`."""
        if self.profile.markup != "auto" or "<" not in text:
            return self.profile.markup == "html"
        from flatchr_clean.text.html.markup import looks_like_html

        return looks_like_html(text)

    def _may_be_html(self, found: int) -> bool:
        markup = self.profile.markup
        return markup == "html" or (found & TAGS != 0 and markup != "text")

    def _edit_as_read(self, text: str) -> _Trail:
        trail = _Trail(text)
        for _ in range(_MOST_PASSES):
            before = trail.text
            is_html = self.takes_for_html(before)
            read = self._edit_html(before) if is_html else self._edit_plain(before)
            if not is_html and self.takes_for_html(read.text):
                # Read as HTML, the brackets of what is no tag stay none.
                is_html = True
                read = self._edit_html(before)
            trail.follow(read)
            if not is_html or read.text == before or self.takes_for_html(read.text):
                return trail
        trail.settled = False
        return trail

    # Plain text.

    @cached_property
    def _replacements(self) -> Replacements:
        return Replacements(self.profile)

    @cached_property
    def _line_rules(self) -> LineRules:
        return LineRules(self._replacements)

    @cached_property
    def simple(self) -> dict[str, Replacement]:
        """What becomes of the characters that need no look around them, and of no deletion among them."""
        return list_simple(self._replacements)

    @cached_property
    def table(self) -> Table:
        """What the profile makes of each code point; the kernel finds by it what may change."""
        return compile_table(self._replacements, self.simple)

    def _settle(
        self,
        text: str,
        found: int,
        record: Callable[[str, Iterable[Edit]], str],
        replace: Callable[[str], str] | None = None,
    ) -> tuple[str, int, bool]:
        """Take a plain text through the stages until nothing changes.

        Args:
            text: the text.
            found: what is found in it.
            record: gives a text with the edits of a stage made.
            replace: gives a text with its runs replaced; None where they are edits like others.

        Returns:
            The cleaned text, what is found in it, and whether it is settled.
        """
        lost_bullets = self.profile.lost_bullets
        for _ in range(_MOST_PASSES):
            if not found & _TO_CLEAN and not lost_bullets:
                return text, found, True
            before = text
            if found & SUSPICIOUS:
                text = repair_misread(text, record)
            if found & COMPOSES or text is not before:
                places = self.table.find_composing(text)
                if glyphs := edit_glyphs(text, places):
                    text = record(text, glyphs)
                    places = self.table.find_composing(text)
                text = record(text, edit_composition(text, places))
            if lost_bullets:
                text = record(text, edit_lost_bullets(text))
            if found & CHANGES or text is not before:
                text = replace(text) if replace else record(text, self._edit_runs(text))
            if text == before:
                return before, found, True
            found = self.table.survey(text)
        return text, found, False

    def _rewrite(self, text: str) -> str:
        return self.table.rewrite(text, self._line_rules.replace_of_a_text)

    def _count_runs(self, text: str, counts: defaultdict[tuple[Rule, bool], int]) -> str:
        """Rewrite the runs of a text, and count them without an edit for each."""
        simple, runs = self.simple, self._line_rules.of_a_text()

        def look(whole: str, start: int, end: int) -> str:
            known = simple.get(whole[start]) if end - start == 1 else None
            if known:
                counts[known.rule, known.lossy] += 1
                return known.text
            for edit in runs.edit(whole, start, end):
                counts[edit.rule, edit.lossy] += 1
            return runs.replace(whole, start, end)

        return self.table.rewrite(text, lambda: look, every=True)

    def _edit_plain(self, text: str) -> _Trail:
        trail = _Trail(text)
        *_, trail.settled = self._settle(text, self.table.survey(text), trail.record)
        return trail

    def _edit_runs(self, text: str) -> Iterator[Edit]:
        simple, edit_run = self.simple, self._line_rules.of_a_text().edit
        for start, end in self.table.find_runs(text):
            known = simple.get(text[start]) if end - start == 1 else None
            if known:
                yield Edit(start, end, *known)
            else:
                yield from edit_run(text, start, end)

    # HTML.

    def _edit_html(self, text: str) -> _Trail:
        from flatchr_clean.text.html.markup import edit_markup
        from flatchr_clean.text.html.quotes import edit_quotes

        trail = _Trail(text)
        own = {*self.profile.keep, *self.profile.replace}
        for _ in range(_MOST_PASSES):
            before = trail.text
            if self._is_plain_html(before, self.table.survey(before)):
                return trail
            straight = trail.record(before, edit_quotes(before, own))
            edits = edit_markup(
                straight,
                lambda joined: self._edit_plain(joined).edits,
                accepts=self._replacements.accepts,
                strip_word=self.profile.word_markup == "strip",
            )
            if trail.record(straight, edits) == before:
                return trail
        trail.settled = False
        return trail

    def _locate(self, error: NoReplacement, text: str) -> UnmappableCharacter:
        character = error.args[0]
        return UnmappableCharacter(
            ord(character),
            max(text.find(character), 0),
            name_character(character).partition(" ")[2],
            self.profile.name,
        )


class _Trail:
    """What became of a text in the stages that it went through.

    Attributes:
        text: the text as the last of them left it.
        edits: what made that of the text that it was.
        settled: whether nothing more is to be done.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.settled = True

    def record(self, text: str, edits: Iterable[Edit]) -> str:
        """Give a text with edits made, and remember them."""
        made = list(edits)
        self.edits = compose_edits(self.edits, text, made)
        self.text = apply_edits(text, made)
        return self.text

    def follow(self, further: _Trail) -> None:
        """Go on with what became of the text further on."""
        self.edits = compose_edits(self.edits, self.text, further.edits)
        self.text, self.settled = further.text, further.settled


def _read_text(text: object) -> str:
    """Give a text as a plain str: the kernel takes no other class."""
    if type(text) is str:
        return text
    if isinstance(text, str):
        return str.__str__(text)
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
