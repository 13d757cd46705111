"""Findings in words, the same in every report, and made so that what cannot be seen is seen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.visible import make_visible
from flatchr_clean.text.changes import LEFT, Rule, name_character

if TYPE_CHECKING:
    from flatchr_clean.check.findings import Finding, Passage

NAMED_AT_MOST = 3
"""How many characters of a sequence a message names: an emoji family can have eleven."""

SHOWN_AROUND = 30
"""Characters of context on each side, where context was asked for."""

PLAIN_SHEET = re.compile(r"[^\W\d]\w*")
"""The name of a sheet that formulas write without quotes."""

SHOWN_BY_NAME = {"": "nothing", " ": "space", "\t": "tab", "\n": "line break"}

RULE_SENTENCES = {
    Rule.ENCODING: "Text that was decoded with the wrong encoding",
    Rule.MISREAD: "Text that looks decoded with the wrong encoding, and is not repaired here",
    Rule.COMPOSITION: "A letter and its accent as two characters",
    Rule.APOSTROPHE: "A typographic apostrophe",
    Rule.PRIME: "A prime: minutes, feet, seconds, inches",
    Rule.QUOTE: "A typographic quotation mark",
    Rule.DASH: "A dash or a special hyphen",
    Rule.HYPHENATION: "An optional hyphen, which nobody sees",
    Rule.ELLIPSIS: "An ellipsis or dot leader in one character",
    Rule.SPACE: "A no-break space or a space of special width",
    Rule.LINE_BREAK: "A line or paragraph break that is no line feed",
    Rule.CONTROL: "A control character",
    Rule.INVISIBLE: "An invisible character",
    Rule.HIDDEN_TEXT: "A character that hides or reorders text",
    Rule.BULLET: "A bullet, a tick or a box",
    Rule.SYMBOL_FONT: "A sign of Word's symbol fonts, which no other program can show",
    Rule.PRIVATE_USE: "A private-use character, which has no meaning elsewhere",
    Rule.INCLUSIVE_DOT: "A bullet or another dot in place of the inclusive dot",
    Rule.LIGATURE: "A typographic ligature",
    Rule.SYMBOL: "A symbol beyond the charset",
    Rule.SUPERSCRIPT: "A superscript or subscript beyond the charset",
    Rule.FRACTION: "A fraction in one character",
    Rule.COMPATIBILITY: "A letter or digit in disguise: bold, circled, full width",
    Rule.TRANSLITERATION: "A letter beyond the charset",
    Rule.EMOJI: "An emoji or pictograph",
    Rule.REPLACEMENT_CHARACTER: "A character that was lost before the text came here",
    Rule.INVALID: "A code point that is no character",
    Rule.CUSTOM: "A character of the profile's own list",
    Rule.ESCAPED_MARKUP: "A tag of HTML that was escaped, so that readers see it",
    Rule.WORD_MARKUP: "Markup that only Word reads",
}
"""What each rule finds."""


class Excerpt(NamedTuple):
    """What was found and a little of what stands around it."""

    before: str
    found: str
    after: str


def describe(finding: Finding) -> str:
    """Say in one line which characters were found and what becomes of them.

    Example:
        >>> from flatchr_clean.check.findings import Finding, Region
        >>> region = Region(1, 2, 1, 3)
        >>> describe(Finding(region, "\\N{EN DASH}", "-", "-", Rule.DASH, False, True, 1, 2, 0))
        'U+2013 EN DASH -> -'

    Of a text only its length is said.
    """
    if finding.rule in LEFT:
        return f"{count(len(finding.characters), 'character')} to look at"
    if finding.is_text:
        becomes = count(len(finding.replacement), "character") if finding.replacement else "nothing"
        return f"{count(len(finding.characters), 'character')} -> {becomes}"
    return _describe(finding.characters, finding.replacement)


@lru_cache(maxsize=1024)
def _describe(found: str, replacement: str) -> str:
    names = [name_character(character) for character in found[:NAMED_AT_MOST]]
    more = len(found) - NAMED_AT_MOST
    if more > 0:
        names.append(f"{more} more")
    return f"{', '.join(names)} -> {show_replacement(replacement)}"


def show_replacement(replacement: str) -> str:
    """Show a replacement so that a blank one can be seen.

    Example:
        >>> [show_replacement(replacement) for replacement in ("'", " ", "", "- ")]
        ["'", 'space', 'nothing', '"- "']
    """
    if replacement in SHOWN_BY_NAME:
        return SHOWN_BY_NAME[replacement]
    shown = make_visible(replacement)
    return shown if shown == shown.strip() else f'"{shown}"'


def say_where(passage: Passage) -> str:
    """Say where a passage stands in its document, beyond line and column; ``""`` in plain text.

    Example:
        >>> from flatchr_clean.check.findings import Passage
        >>> say_where(Passage("a.csv", (), row=3, field="Titre"))
        'row 3, Titre'
        >>> say_where(Passage("a.xlsx", (), row=2, field="Texte", sheet="Mes annonces", cell="B2"))
        "'Mes annonces'!B2, Texte"
    """
    if passage.sheet is not None:
        cell = f"{make_visible(_quote_sheet(passage.sheet))}!{passage.cell}"
        is_named = passage.field and passage.cell != f"{passage.field}{passage.row}"
        return f"{cell}, {make_visible(passage.field or '')}" if is_named else cell
    if passage.paragraph is not None:
        return f"{passage.part}, paragraph {passage.paragraph}".removeprefix(", ")
    if passage.row is not None:
        where = f"row {passage.row}," if passage.row else "name of column"
        return f"{where} {make_visible(passage.field or '')}"
    if passage.pointer is not None:
        return make_visible(passage.pointer) or "the whole text"
    return ""


def _quote_sheet(name: str) -> str:
    """Write a sheet's name as formulas have it."""
    if PLAIN_SHEET.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def make_message(passage: Passage, finding: Finding) -> str:
    """Say what was found, in one sentence for reports that hold the place elsewhere."""
    where = say_where(passage)
    said = f"{describe(finding)} [{list_tags(finding)}]"
    return f"{said} at {where}" if where else said


def list_tags(finding: Finding) -> str:
    """Give the rule, and what a reader must know besides: that something is lost, or left."""
    tags = [str(finding.rule)]
    if finding.lossy:
        tags.append("lossy")
    if not finding.fixable:
        tags.append("left as it is")
    return ", ".join(tags)


def maybe_excerpt(passage: Passage, finding: Finding) -> Excerpt | None:
    """Give what stands around a finding; None when the texts were not kept."""
    if passage.text is None:
        return None
    start, end = finding.start, finding.end
    return Excerpt(
        passage.text[max(0, start - SHOWN_AROUND) : start],
        passage.text[start:end],
        passage.text[end : end + SHOWN_AROUND],
    )


def count(number: int, noun: str) -> str:
    """Say a number of things.

    Example:
        >>> count(1, "file"), count(25000, "file")
        ('1 file', '25,000 files')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"
