"""What a caller decides about a cleaning. Knows options; knows no rule.

A `Profile` is a value: frozen, hashable, comparable, picklable. Derive one from a preset with
``dataclasses.replace(FLATCHR, emoji="keep")``. A wrong value is an `InvalidProfile` when the profile is made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, get_args, get_origin, get_type_hints

from flatchr_clean.code_points import Ranges, contains, ranges_of, subtract, unite
from flatchr_clean.errors import InvalidProfile
from flatchr_clean.text.changes import name_character, name_characters
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.repertoire import (
    ALL_LETTERS,
    ARTEFACTS,
    EMOJI,
    LATIN_1_HIGH,
    LATIN_9_ONLY,
    PLAIN_ASCII,
    REPERTOIRE_NAMES,
    STYLED_LETTERS,
    SURROGATES,
    WINDOWS_1252_HIGH,
    Repertoire,
    repertoire_named,
)
from flatchr_clean.text.tables.spaces import NO_BREAK_SPACE

Markup = Literal["auto", "html", "text"]


class Replacements(Mapping[str, str]):
    """A mapping that cannot change, so that a profile can be hashed and pickled."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, str]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> str:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


@dataclass(frozen=True)
class Profile:
    """How texts are cleaned.

    Attributes:
        repertoire: the characters that the service accepts; a `Repertoire` or the name of one, in any case
            ("flatchr", "typography", "cp1252", "latin-9", "latin-1", "ascii"). Harm: a small one changes
            people's names.
        letters: "keep" leaves the letters of every script; "transliterate" writes those beyond the charset
            with its letters (Unidecode). Harm: a transliterated name is no longer the person's name.
        emoji: "drop", "keep", or "name" (``:fusee:``, needs the extra ``emoji``). Harm: a text that says
            something with an emoji alone is empty once it is dropped.
        emoji_names: the language of the names, "fr" or "en". Harm: a reader of the other language wonders.
        no_break_spaces: "space", or "keep" (U+00A0 stays, U+202F becomes U+00A0). Harm of "keep": the service
            may refuse it, and a search for "10 000" misses it.
        markup: "auto" takes a text for HTML when it holds a real tag; "html" always; "text" never. Harm of
            "html" on plain text: "&rsquo;" typed as such changes.
        word_markup: "strip" removes from HTML what only Word reads (``mso-`` styles, ``<o:p>``, conditional
            comments). Harm: an attribute that another Word user relied on is gone.
        repair_encoding: repair text decoded with the wrong encoding (``Ã©`` for ``é``). Harm: a text about
            mojibake loses its examples.
        lost_bullets: take `o`, `v`, `q`, `n` or `l` for a bullet where consecutive lines start with it and a
            tab. Harm: a column of such letters becomes a list.
        unmappable: what becomes of a character that nothing stands for: "drop" (reported as lossy), "?", or
            "raise" (`UnmappableCharacter`). Harm: dropped, a rating of three notes is empty; "?" asks what
            nobody asked; "raise" lets one character stop a whole document.
        keep: further characters to leave alone. Harm: the service may refuse them.
        replace: replacements of one's own, for single characters; they win over the tables and over the rules
            of lines. Harm: a bullet of one's own is no list any more, and a replacement that holds ``;`` is
            two choices to the API.

    Raises:
        InvalidProfile: an option has a value that makes no sense.

    Example:
        >>> from dataclasses import replace
        >>> replace(FLATCHR, keep="\\N{EM DASH}").name
        'custom'
        >>> FLATCHR.name
        'flatchr'
    """

    repertoire: Repertoire = field(default_factory=lambda: repertoire_named("flatchr"))
    letters: Literal["keep", "transliterate"] = "keep"
    emoji: Literal["drop", "keep", "name"] = "drop"
    emoji_names: Literal["fr", "en"] = "fr"
    no_break_spaces: Literal["space", "keep"] = "space"
    markup: Markup = "auto"
    word_markup: Literal["keep", "strip"] = "keep"
    repair_encoding: bool = True
    lost_bullets: bool = False
    unmappable: Literal["drop", "?", "raise"] = "drop"
    keep: str = ""
    replace: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "repertoire", _repertoire(self.repertoire))
        object.__setattr__(self, "replace", _replacements(self.replace))
        for option, hint in _list_hints().items():
            value = getattr(self, option)
            if get_origin(hint) is Literal and value not in get_args(hint):
                raise InvalidProfile(f"{option} must be one of {', '.join(map(repr, get_args(hint)))}")
            if hint is bool and not isinstance(value, bool):
                raise InvalidProfile(f"{option} must be True or False")
        if not isinstance(self.keep, str):
            raise InvalidProfile("keep must be a string of characters")
        if any(contains(SURROGATES, ord(character)) for character in self.keep):
            raise InvalidProfile("keep holds a lone surrogate, which no encoding can send")
        _check_composed("keep", self.keep)
        _check_composed("replace", self.replace)
        if both := set(self.keep).intersection(self.replace):
            raise InvalidProfile(f"keep and replace both speak of {name_character(min(both))}")
        if self.no_break_spaces == "keep" and self.repertoire.name == "ascii":
            raise InvalidProfile("no_break_spaces='keep': ASCII has no U+00A0 NO-BREAK SPACE")
        if self.replace:
            _check_replacements(self.replace, self.accepted, repaired=self.repair_encoding)

    def __hash__(self) -> int:
        return hash((self.repertoire, self.letters, self.emoji, self.markup, self.keep, self.replace))

    @property
    def name(self) -> str:
        """The name of the preset that this profile equals, or "custom"."""
        return next((name for name, preset in PRESETS.items() if preset == self), "custom")

    @property
    def accepted(self) -> Ranges:
        """The code points that may stand after cleaning: the repertoire as the options change it.

        What joins emoji into sequences (U+200D, U+FE0F, tags) stays on top of them where emoji are kept.
        """
        accepted = self.repertoire.ranges
        if self.letters == "keep":
            accepted = unite(accepted, subtract(ALL_LETTERS, STYLED_LETTERS, ARTEFACTS, EMOJI))
        else:
            charset = unite(PLAIN_ASCII, LATIN_1_HIGH, LATIN_9_ONLY, WINDOWS_1252_HIGH)
            accepted = subtract(accepted, subtract(ALL_LETTERS, charset))
        if self.no_break_spaces == "keep":
            accepted = unite(accepted, ranges_of(NO_BREAK_SPACE))
        accepted = unite(accepted, EMOJI) if self.emoji == "keep" else subtract(accepted, EMOJI)
        return subtract(unite(accepted, ranges_of(self.keep)), ranges_of(self.replace))


@cache
def _list_hints() -> dict[str, object]:
    return get_type_hints(Profile)


def _repertoire(value: Repertoire | str) -> Repertoire:
    if isinstance(value, Repertoire):
        return value
    if isinstance(value, str) and value.lower() in REPERTOIRE_NAMES:
        return repertoire_named(value.lower())
    raise InvalidProfile(f"repertoire must be a Repertoire or one of {', '.join(REPERTOIRE_NAMES)}")


def _replacements(value: Mapping[str, str]) -> Replacements:
    if not isinstance(value, Mapping):
        raise InvalidProfile("replace must be a mapping of characters to strings")
    for key, replacement in value.items():
        if not isinstance(key, str) or len(key) != 1:
            raise InvalidProfile("replace: each key must be a single character")
        if not isinstance(replacement, str):
            raise InvalidProfile(f"replace: what {name_character(key)} becomes must be a string")
    return Replacements(value)


def _check_composed(option: str, characters: Iterable[str]) -> None:
    """Refuse what no text holds by the time that its characters are looked at: each is composed before."""
    for character in characters:
        composed = unicodedata.normalize("NFC", character)
        if composed != character:
            raise InvalidProfile(
                f"{option}: {name_character(character)} is always composed (NFC) to "
                f"{name_characters(composed)}: name that instead"
            )


def _check_replacements(replacements: Mapping[str, str], accepted: Ranges, *, repaired: bool) -> None:
    for key, replacement in replacements.items():
        for character in replacement:
            if not contains(accepted, ord(character)):
                raise InvalidProfile(
                    f"replace: {name_character(key)} would become {name_character(character)}, which the "
                    "profile does not accept: add it to keep, or choose another replacement"
                )
        if repaired and repair_misread(replacement) != replacement:
            raise InvalidProfile(
                f"replace: what {name_character(key)} becomes looks like wrongly decoded text, which is "
                "repaired: set repair_encoding to False, or choose another replacement"
            )


FLATCHR = Profile()
TYPOGRAPHY = Profile(repertoire=repertoire_named("typography"), emoji="keep")
CP1252 = Profile(repertoire=repertoire_named("cp1252"), letters="transliterate")
LATIN_9 = Profile(repertoire=repertoire_named("latin-9"), letters="transliterate")
LATIN_1 = Profile(repertoire=repertoire_named("latin-1"), letters="transliterate")
ASCII = Profile(repertoire=repertoire_named("ascii"), letters="transliterate")

PRESETS: Final[dict[str, Profile]] = {
    preset.repertoire.name: preset for preset in (FLATCHR, TYPOGRAPHY, CP1252, LATIN_9, LATIN_1, ASCII)
}


def profile_named(profile: Profile | str) -> Profile:
    """Give a preset by its name; a profile is given back as it is.

    Args:
        profile: a `Profile`, or the name of a preset in any case ("flatchr", "latin-1", ...).

    Raises:
        InvalidProfile: no preset has that name.
    """
    if isinstance(profile, Profile):
        return profile
    preset = PRESETS.get(profile.lower()) if isinstance(profile, str) else None
    if preset is None:
        raise InvalidProfile(f"profile must be a Profile or one of {', '.join(map(repr, PRESETS))}")
    return preset
