"""A text in HTML, as it is and as it will be, each character that was found marked and named.

Knows one passage; must not know the page around it. What stands in `after` is the corrected text itself:
`page.js` leaves out the page's own words (``span[lang]``, ``summary``), reads what ``data`` and ``abbr``
stand for, and copies that, so that what is shown and what is copied can't differ.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.reports import phrases
from flatchr_clean.check.reports.french import FRENCH_NAMES, FRENCH_RULES
from flatchr_clean.check.reports.phrases import Phrase
from flatchr_clean.check.wording import NAMED_AT_MOST, RULE_SENTENCES
from flatchr_clean.kernel import TEXT
from flatchr_clean.text.changes import LEFT, Rule, name_character
from flatchr_clean.text.html.markup import looks_like_html
from flatchr_clean.text.html.references import find_references
from flatchr_clean.text.html.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.check.findings import Finding, Passage

SHOWN_AROUND = 160
"""Characters of a long text that are shown on each side of a finding."""

LONGEST_QUOTED = 40
"""Characters of what was found, or becomes of it, that a note quotes."""

SHOWN_WITH_GLYPH = frozenset({"L", "N", "P", "S"})
"""General categories, by their first letter, of characters that show themselves."""

SIGNS = {"Zs": "\N{OPEN BOX}", "Zl": "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"}
SIGNS |= {"Zp": SIGNS["Zl"]} | dict.fromkeys("\n\x0b\x0c\r\x85", SIGNS["Zl"])
SIGNS["\t"] = "\N{RIGHTWARDS ARROW TO BAR}"
"""What stands for a blank that was found, by the character or by its category."""

UNSEEN = "\N{WHITE VERTICAL RECTANGLE}"
"""What stands for any other character that nobody can see."""

VARIATION_SELECTORS = range(0xFE00, 0xFE10)

ALIKE = frozenset({Rule.APOSTROPHE, Rule.PRIME, Rule.QUOTE})
"""What must be drawn large to be told from what it becomes."""


def draw_phrase(phrase: Phrase) -> str:
    """Write a phrase in both languages, of which the page shows one."""
    french, english = escape(phrase.french, quote=False), escape(phrase.english, quote=False)
    return f"<span lang=fr>{french}</span><span lang=en>{english}</span>"


@dataclass(slots=True)
class Note:
    """What is said once of all alike findings of a passage."""

    finding: Finding
    times: int = 0


class _Span(NamedTuple):
    """A part of a text that is markup: a tag, or a reference with what it means."""

    start: int
    end: int
    meaning: str


class MarkedText:
    """A passage's texts in HTML, and notes on what they mark.

    Attributes:
        before: the text with what was found.
        after: the text with what becomes of it.
        notes: what was found, each kind once.
        is_corrected: True when the two differ.
    """

    def __init__(self, passage: Passage) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.is_corrected = any(finding.fixable for finding in passage.findings)
        self._notes: dict[object, Note] = {}
        self._text = passage.text or ""
        self._spans = list(_find_markup(self._text, passage.findings))
        self._next = 0
        position = 0
        for finding in passage.findings:
            self._copy(position, finding.start)
            self._add_note(finding)
            self.before.append(_draw_found(finding))
            self.after.append(_draw_replacement(finding))
            position = finding.end
        self._copy(position, len(self._text))

    @property
    def notes(self) -> list[Note]:
        """What was found, each kind once, in the order of the text."""
        return list(self._notes.values())

    def _add_note(self, finding: Finding) -> None:
        """Count a finding with those like it; misread words are alike, or a page would list a whole text."""
        alike = (finding.rule, finding.fixable)
        key = alike if finding.is_text else (*alike, finding.characters, finding.replacement)
        self._notes.setdefault(key, Note(finding)).times += 1

    def _copy(self, start: int, end: int) -> None:
        """Copy what stays; the middle of a long stretch is folded, once."""
        head = start if start == 0 else min(end, start + SHOWN_AROUND)
        tail = end if end == len(self._text) else max(head, end - SHOWN_AROUND)
        if tail - head <= SHOWN_AROUND:
            self._append(self._draw(start, end))
            return
        said = draw_phrase(phrases.count(tail - head, phrases.CHARACTER))
        self._append(self._draw(start, head))
        self.before.append(f" <span class=gap>[{said}]</span> ")
        self.after.append(f"<details><summary>{said}</summary>{self._draw(head, tail)}</details>")
        self._append(self._draw(tail, end))

    def _append(self, drawn: str) -> None:
        self.before.append(drawn)
        self.after.append(drawn)

    def _draw(self, start: int, end: int) -> str:
        """Draw the next stretch of the text, its markup apart."""
        parts = []
        while self._next < len(self._spans) and (span := self._spans[self._next]).start < end:
            low, high = max(span.start, start), min(span.end, end)
            if low < high:
                parts.append(_draw_text(self._text[start:low]))
                parts.append(_draw_span(span, self._text[low:high]))
                start = high
            if span.end > end:
                break
            self._next += 1
        parts.append(_draw_text(self._text[start:end]))
        return "".join(parts)


def _find_markup(text: str, findings: tuple[Finding, ...]) -> Iterator[_Span]:
    """Find the tags and references of a text that is HTML, which a reference that was found tells too."""
    if not looks_like_html(text) and not any("&" in finding.original for finding in findings):
        return
    for kind, start, end, _, _ in tokenize(text):
        if kind != TEXT:
            yield _Span(start, end, "")
        else:
            for reference in find_references(text, start, end, in_value=False):
                yield _Span(*reference)


def _draw_span(span: _Span, part: str) -> str:
    """Draw a part of a tag, or a reference as what it means."""
    if not span.meaning:
        return f"<i>{_draw_text(part)}</i>"
    if len(part) < span.end - span.start:
        return _draw_text(part)
    return f'<abbr title="{escape(part)}">{draw_signs(span.meaning)}</abbr>'


def _draw_text(text: str) -> str:
    """Write what stays; what can't be seen, or would reorder the line, as its code point."""
    if text.isprintable():
        return escape(text, quote=False)
    return "".join(map(_draw_character, text))


def _draw_character(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return escape(character, quote=False)
    code = f"{ord(character):04X}"
    shown = {"\r": "", "Zs": " "}.get(character if character == "\r" else unicodedata.category(character))
    return f"<data value={code}>{f'U+{code}' if shown is None else shown}</data>"


def draw_signs(text: str) -> str:
    """Draw characters that were found: themselves when they show themselves everywhere, else a sign."""
    return escape("".join(map(_give_sign, text)) or UNSEEN, quote=False)


def _give_sign(character: str) -> str:
    """Give what shows a character; nothing for one that only joins or chooses others."""
    category = unicodedata.category(character)
    if category[0] in SHOWN_WITH_GLYPH:
        return character
    if category == "Cf" or ord(character) in VARIATION_SELECTORS:
        return ""
    if unicodedata.combining(character):
        return f"\N{DOTTED CIRCLE}{character}"
    return SIGNS.get(character) or SIGNS.get(category, UNSEEN)


def _draw_found(finding: Finding) -> str:
    if not finding.fixable:
        return _draw_left(finding)
    found = finding.characters
    if len(found) <= 2 * SHOWN_AROUND:
        return f"<mark{_say_size(finding)}>{draw_signs(found)}</mark>"
    gap = draw_phrase(phrases.count(len(found) - 2 * SHOWN_AROUND, phrases.CHARACTER))
    return (
        f"<mark>{draw_signs(found[:SHOWN_AROUND])} <span class=gap>[{gap}]</span> "
        f"{draw_signs(found[-SHOWN_AROUND:])}</mark>"
    )


def _draw_left(finding: Finding) -> str:
    return f"<mark class=left>{_draw_text(finding.original)}</mark>"


def _draw_replacement(finding: Finding) -> str:
    if not finding.fixable:
        return _draw_left(finding)
    if finding.replacement:
        size = " class=break" if finding.replacement == "\n" else _say_size(finding)
        return f"<ins{size}>{_draw_text(finding.replacement)}</ins>"
    # Between two letters, where nobody saw what goes, a word would only hide the word that it stands in.
    if draw_signs(finding.characters) == UNSEEN:
        return "<ins class=nothing></ins>"
    return f"<ins class=nothing>{draw_phrase(phrases.DELETED)}</ins>"


def _say_size(finding: Finding) -> str:
    return " class=large" if finding.rule in ALIKE else ""


def draw_note(note: Note) -> str:
    """Say which characters were found, what becomes of them, and how often."""
    finding = note.finding
    characters = (
        finding.characters.strip(" \t") or finding.characters
    )  # the blank after a bullet goes with it
    named = Phrase(_say_in_french(characters, finding), _say_in_english(characters, finding))
    becomes = ""
    if finding.fixable and not finding.replacement:
        said = phrases.IS_DELETED
    elif finding.rule in LEFT:
        said = phrases.BY_HAND
    else:
        said = phrases.BECOMES if finding.fixable else phrases.EXACT
        becomes = _draw_becomes(finding)
    said = Phrase(named.french + said.french, named.english + said.english)
    drawn = (
        f"<b{_say_size(finding)}>{draw_signs(_shorten(finding.characters))}</b> {draw_phrase(said)}{becomes}"
    )
    if finding.lossy:
        drawn += draw_phrase(phrases.LOSSY)
    return f"{drawn} \N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{note.times}" if note.times > 1 else drawn


def _draw_becomes(finding: Finding) -> str:
    replacement = finding.replacement
    if not replacement:
        return draw_phrase(phrases.DELETED)
    if len(replacement) == 1 and not replacement.strip():
        name = _name(replacement)
        return draw_phrase(Phrase(FRENCH_NAMES.get(replacement, name), name))
    return f"<b{_say_size(finding)}>{_draw_text(_shorten(replacement))}</b>"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}\N{HORIZONTAL ELLIPSIS}"


def _say_in_french(characters: str, finding: Finding) -> str:
    """Name characters in French; those that have no name here by what they are."""
    if characters in FRENCH_NAMES:
        return FRENCH_NAMES[characters]
    family = _begin_small(FRENCH_RULES[finding.rule])
    if finding.is_text:
        return family
    named = [FRENCH_NAMES[character] for character in dict.fromkeys(characters) if character in FRENCH_NAMES]
    if not named and draw_signs(characters) == UNSEEN:
        named = [name_character(character).partition(" ")[0] for character in dict.fromkeys(characters)]
    return f"{family} ({', '.join(named[:NAMED_AT_MOST])})" if named else family


def _say_in_english(characters: str, finding: Finding) -> str:
    """Name characters in English; many of them by what they are."""
    if finding.is_text or len(set(characters)) > NAMED_AT_MOST:
        return _begin_small(RULE_SENTENCES[finding.rule])
    return ", ".join(map(_name, dict.fromkeys(characters)))


def _name(character: str) -> str:
    """Give a character's Unicode name as words; its code point where it has none."""
    code, _, name = name_character(character).partition(" ")
    return f"{code} {name}" if name.startswith("<") else name.lower()


def _begin_small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
