"""A text in HTML, as it is and as it will be, each character that was found marked and named.

Knows one passage; must not know the page around it. What stands in `after` is the corrected text itself:
`page.js` leaves out the page's own words (``span[lang]``, ``summary``), reads what ``data`` and ``abbr``
stand for, and copies that, so that what is shown and what is copied can't differ. Where each mark is to name
itself, it holds the number of its note.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
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

GROUPED = 4_000
"""Characters of a text that is drawn whole after which the next line begins a group: what is out of sight of
those a browser does not lay out."""

MARKS_OF_GROUP = 1_000
"""Marks in one line after which a group begins all the same, in a line of its own: a browser that lays out a
hundred thousand of them at once stands still for half a minute."""

GROUP, NEXT_GROUP = "<div class=group>", "</div><div class=group>"

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
    """What is said once of all alike findings.

    Attributes:
        finding: one of them.
        number: which note it is, from 0.
        times: how many there are.
    """

    finding: Finding
    number: int
    times: int = 0


class Notes(Iterable[Note]):
    """What was found, each kind once, in the order of the text."""

    def __init__(self) -> None:
        self._notes: dict[object, Note] = {}

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def add(self, finding: Finding) -> Note:
        """Count a finding with those like it; misread words are alike, or a page would list a whole text."""
        key: tuple[object, ...] = (finding.rule, finding.fixable)
        if not finding.is_text:
            key = (*key, finding.characters, finding.replacement)
        note = self._notes.get(key)
        if note is None:
            note = self._notes[key] = Note(finding, len(self._notes))
        note.times += 1
        return note


class _Span(NamedTuple):
    """A part of a text that is markup: a tag, or a reference with what it means."""

    start: int
    end: int
    meaning: str


class MarkedText:
    """A passage's texts in HTML, and notes on what they mark.

    Args:
        passage: the text, with what was found in it.
        is_whole: True to fold nothing away, to give each mark the number of its note, and to draw groups of
            lines.

    Attributes:
        before: the text with what was found.
        after: the text with what becomes of it.
        notes: what was found.
        is_corrected: True when the two differ.
    """

    def __init__(self, passage: Passage, *, is_whole: bool = False) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.notes = Notes()
        self.is_corrected = any(finding.fixable for finding in passage.findings)
        self._is_whole = is_whole
        self._ungrouped = 0
        self._marks = 0
        self._text = passage.text or ""
        self._spans = list(_find_markup(self._text, passage.findings))
        self._next = 0
        position = 0
        for finding in passage.findings:
            self._copy(position, finding.start)
            note = self.notes.add(finding)
            number = note.number if is_whole else None
            self.before.append(draw_found(finding, number))
            self.after.append(draw_replacement(finding, number))
            position = finding.end
            self._marks += 1
            if is_whole and self._marks == MARKS_OF_GROUP:
                self.after.append(self._begin_group())
        self._copy(position, len(self._text))
        if is_whole:
            self.after = [GROUP, *self.after, "</div>"]

    def _copy(self, start: int, end: int) -> None:
        """Copy what stays; the middle of a long stretch is folded, once."""
        head = start if start == 0 else min(end, start + SHOWN_AROUND)
        tail = end if end == len(self._text) else max(head, end - SHOWN_AROUND)
        if self._is_whole or tail - head <= SHOWN_AROUND:
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
                parts.append(self._draw_text(start, low))
                parts.append(_draw_span(span, self._text[low:high]))
                start = high
            if span.end > end:
                break
            self._next += 1
        parts.append(self._draw_text(start, end))
        return "".join(parts)

    def _begin_group(self) -> str:
        self._ungrouped = self._marks = 0
        return NEXT_GROUP

    def _draw_text(self, start: int, end: int) -> str:
        """Draw text without markup, in groups of lines where it is drawn whole."""
        parts: list[str] = []
        if self._is_whole:
            wanted = start + max(0, GROUPED - self._ungrouped)
            while (line_end := self._text.find("\n", wanted, end) + 1) > 0:
                parts += draw_text(self._text[start:line_end]), self._begin_group()
                start, wanted = line_end, line_end + GROUPED
            self._ungrouped += end - start
        parts.append(draw_text(self._text[start:end]))
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
        return f"<i>{draw_text(part)}</i>"
    if len(part) < span.end - span.start:
        return draw_text(part)
    return f'<abbr title="{escape(part)}">{draw_signs(span.meaning)}</abbr>'


def draw_text(text: str) -> str:
    """Write what stays; what can't be seen, or would reorder the line, as its code point."""
    if text.replace("\n", "").replace("\t", "").isprintable():
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


def draw_found(finding: Finding, number: int | None = None) -> str:
    """Draw what was found, marked.

    Args:
        finding: what was found.
        number: of its note; None where no mark names itself.
    """
    if not finding.fixable:
        return _draw_left(finding, number)
    found = finding.characters
    tag = open_mark("mark", finding, number)
    if len(found) <= 2 * SHOWN_AROUND:
        return f"{tag}{draw_signs(found)}</mark>"
    gap = draw_phrase(phrases.count(len(found) - 2 * SHOWN_AROUND, phrases.CHARACTER))
    return (
        f"{tag}{draw_signs(found[:SHOWN_AROUND])} <span class=gap>[{gap}]</span> "
        f"{draw_signs(found[-SHOWN_AROUND:])}</mark>"
    )


def draw_replacement(finding: Finding, number: int | None = None) -> str:
    """Draw what becomes of what was found, marked; arguments as with `draw_found`."""
    if not finding.fixable:
        return _draw_left(finding, number)
    if finding.replacement:
        return f"{open_mark('ins', finding, number)}{draw_text(finding.replacement)}</ins>"
    tag = open_mark("ins", finding, number)
    # Where nobody saw what goes, between two letters or in a tag, a word would only hide what it stands in;
    # and that the blanks between a bullet and its text go is no news.
    nobody_saw = finding.rule is Rule.WORD_MARKUP or draw_signs(finding.characters) == UNSEEN
    if nobody_saw or finding.characters.isspace():
        return f"{tag}</ins>"
    return f"{tag}{draw_phrase(phrases.DELETED)}</ins>"


def _draw_left(finding: Finding, number: int | None) -> str:
    return f"{open_mark('mark', finding, number)}{draw_text(finding.original)}</mark>"


def open_mark(name: str, finding: Finding, number: int | None) -> str:
    """Open the element that marks a finding; its class says how it looks."""
    looks = []
    if not finding.fixable:
        looks.append("left")
    elif name == "ins" and not finding.replacement:
        looks.append("nothing")
    elif name == "ins" and finding.replacement == "\n":
        looks.append("break")
    elif finding.rule in ALIKE:
        looks.append("large")
    if name == "ins" and finding.lossy:
        looks.append("lost")
    classes = f' class="{" ".join(looks)}"' if len(looks) > 1 else "".join(f" class={look}" for look in looks)
    return f"<{name}{classes}{'' if number is None else f' data-note={number}'}>"


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
    return f"<b{_say_size(finding)}>{draw_text(_shorten(replacement))}</b>"


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
