"""What was changed in a text and why. Knows changes; knows no rule that makes one.

`Edit` is what the rules hand to each other: positions and a replacement, on one text. `Change` is
what a caller reads. `Edits` of two stages are composed into edits of the first text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Rule(StrEnum):
    """Why a character was changed: the family of artefact that it belongs to."""

    ENCODING = "encoding"
    """Text decoded with the wrong encoding (mojibake), repaired."""
    MISREAD = "misread"
    """Text that looks decoded with the wrong encoding, and is left: nothing tells what it was."""
    COMPOSITION = "composition"
    """A letter and its combining accent, composed (NFC, UAX #15)."""
    APOSTROPHE = "apostrophe"
    PRIME = "prime"
    QUOTE = "quote"
    DASH = "dash"
    HYPHENATION = "hyphenation"
    """An optional hyphen, deleted."""
    ELLIPSIS = "ellipsis"
    SPACE = "space"
    LINE_BREAK = "line-break"
    CONTROL = "control"
    """A C0 or C1 control character."""
    INVISIBLE = "invisible"
    """A zero-width character, a variation selector, a joiner where none belongs."""
    HIDDEN_TEXT = "hidden-text"
    """Tag characters and bidirectional controls: they can hide or reorder text."""
    BULLET = "bullet"
    SYMBOL_FONT = "symbol-font"
    """A private-use code point left by the fonts Symbol and Wingdings."""
    PRIVATE_USE = "private-use"
    INCLUSIVE_DOT = "inclusive-dot"
    LIGATURE = "ligature"
    SYMBOL = "symbol"
    SUPERSCRIPT = "superscript"
    FRACTION = "fraction"
    COMPATIBILITY = "compatibility"
    """Fullwidth, circled and mathematical alphabets."""
    TRANSLITERATION = "transliteration"
    EMOJI = "emoji"
    REPLACEMENT_CHARACTER = "replacement-character"
    """U+FFFD: what stood there was lost before the text came here."""
    INVALID = "invalid"
    """A lone surrogate, a noncharacter, an unassigned code point."""
    CUSTOM = "custom"
    """The profile's own `replace`."""
    ESCAPED_MARKUP = "escaped-markup"
    """A tag of HTML that was escaped, so that readers see it; it is left: it may be meant."""
    WORD_MARKUP = "word-markup"
    """Word's own tags, attributes and comments in HTML, stripped on request."""


LEFT = frozenset({Rule.MISREAD, Rule.ESCAPED_MARKUP})
"""What is told and never applied: a person has to look at it."""


class Edit(NamedTuple):
    """Replace ``text[start:end]`` with ``replacement``."""

    start: int
    end: int
    replacement: str
    rule: Rule
    lossy: bool


class Change(NamedTuple):
    """One place of the original text that was changed, or found and left.

    A tuple, since a page of text has hundreds and a tuple is made in a third of the time.

    Attributes:
        start: index of its first code point in the original.
        end: index after its last code point in the original.
        original: ``text[start:end]`` of the original.
        replacement: what stands there now (or would, when not applied).
        rule: why.
        lossy: True when the change lost information that a reader would miss.
        applied: False when it was found and left: what looks misread and can't be repaired, an escaped tag.
    """

    start: int
    end: int
    original: str
    replacement: str
    rule: Rule
    lossy: bool = False
    applied: bool = True

    def describe(self) -> str:
        """Say in one line what became of what.

        Example:
            >>> Change(0, 1, "\\N{RIGHT SINGLE QUOTATION MARK}", "'", Rule.APOSTROPHE).describe()
            'U+2019 RIGHT SINGLE QUOTATION MARK -> U+0027 APOSTROPHE'
        """
        return describe_change(self.original, self.replacement)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A cleaned text and every change that led to it, sorted by place and never overlapping.

    Attributes:
        text: the cleaned text.
        changes: what was changed.
        settled: False where the text was still changing when its passes were used up: `text` is what the last
            whole pass made of it. No text is known for which that is so.
    """

    text: str
    changes: tuple[Change, ...]
    settled: bool = True

    @property
    def lossy(self) -> bool:
        """True when some applied change lost information."""
        return any(change.lossy and change.applied for change in self.changes)


# The C0 and C1 controls have no Unicode name of their own; these are their aliases (NameAliases.txt).
CONTROL_NAMES = {
    0x00: "NULL", 0x07: "ALERT", 0x08: "BACKSPACE", 0x09: "CHARACTER TABULATION", 0x0A: "LINE FEED",
    0x0B: "LINE TABULATION", 0x0C: "FORM FEED", 0x0D: "CARRIAGE RETURN", 0x1E: "INFORMATION SEPARATOR TWO",
    0x1F: "INFORMATION SEPARATOR ONE", 0x7F: "DELETE", 0x85: "NEXT LINE",
}  # fmt: skip


def describe_change(original: str, replacement: str) -> str:
    """Name what stood somewhere, and what became of it."""
    return f"{name_characters(original)} -> {name_characters(replacement)}"


def name_character(character: str) -> str:
    """Give a character's code point and Unicode name.

    Example:
        >>> name_character("\\u00e9")
        'U+00E9 LATIN SMALL LETTER E WITH ACUTE'
    """
    code_point = ord(character)
    name = unicodedata.name(character, "") or CONTROL_NAMES.get(code_point, "")
    if not name:
        name = _CATEGORY_LABELS.get(unicodedata.category(character), "unnamed")
        name = f"<{name}>"
    return f"U+{code_point:04X} {name}"


def name_characters(text: str) -> str:
    """Name every character of a text, or say that there is none."""
    return ", ".join(map(name_character, text)) or "nothing"


_CATEGORY_LABELS = {"Cc": "control", "Co": "private use", "Cs": "surrogate", "Cn": "unassigned"}
