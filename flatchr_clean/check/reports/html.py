"""The report for the person who corrects the source document: one page that needs nothing else.

It shows whole texts, which is personal data, and says so at its top. Everything that comes from a document
is escaped, what cannot be seen is shown as its code point, and the page may load nothing (its own policy
forbids it). It reads without its script, which only adds a search.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
import unicodedata
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from flatchr_clean.check.reports.french import FRENCH_NAMES, FRENCH_PARTS, FRENCH_RULES
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import RULE_SENTENCES, count
from flatchr_clean.text.changes import LEFT, name_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flatchr_clean.check.findings import Finding, Passage, Problem
    from flatchr_clean.check.reports import Style, Tally

PASSAGES_AT_MOST = 5_000
"""Texts on a page: more make a browser slow, and nobody reads them."""

SHOWN_AROUND = 160
"""Characters of a long text that are shown on each side of a finding."""

SPOOLED_IN_MEMORY = 1 << 20

SHOWN_WITH_GLYPH = frozenset({"L", "N", "P", "S"})
"""General categories, by their first letter, of characters that show themselves."""


@dataclass(slots=True)
class _Note:
    """What is said once of all alike findings of a passage."""

    number: int
    finding: Finding
    times: int = 0


class Report:
    """Keeps the texts in a temporary file until the counts that stand above them are known."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:  # noqa: ARG002 - all make one alike
        self._write = write
        self._body = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - `finish` closes it
            SPOOLED_IN_MEMORY, "w+", encoding="utf-8", newline=""
        )
        self._anchors: dict[str, str] = {}
        self._passages = 0
        self._left_out = 0

    def add(self, passage: Passage) -> None:
        """Write a passage's two texts, side by side, with its notes."""
        if self._passages == PASSAGES_AT_MOST:
            self._left_out += 1
            return
        self._passages += 1
        if passage.path not in self._anchors:
            self._open_file(passage.path)
        for part in _draw_passage(passage, f"t{self._passages}"):
            self._body.write(part)

    def finish(self, tally: Tally, /) -> str | None:
        """Write the page."""
        for part in _draw_head(tally, self._anchors, self._passages, self._left_out):
            self._write(part)
        self._body.seek(0)
        while part := self._body.read(SPOOLED_IN_MEMORY):
            self._write(part)
        self._body.close()
        for part in _draw_foot(self._anchors):
            self._write(part)
        if not self._left_out:
            return None
        return f"the HTML report shows the first {PASSAGES_AT_MOST:,} texts and leaves out {self._left_out:,}"

    def _open_file(self, path: str) -> None:
        if self._anchors:
            self._body.write("</section>\n")
        anchor = self._anchors[path] = f"f{len(self._anchors) + 1}"
        self._body.write(
            f'<section class="file" id="{anchor}" aria-labelledby="{anchor}-name">\n'
            f'<h2 id="{anchor}-name">{escape(make_visible(path))}</h2>\n'
        )


def _draw_passage(passage: Passage, anchor: str) -> Iterator[str]:
    marking = _Marking(passage, anchor)
    rules = " ".join(sorted({str(finding.rule) for finding in passage.findings}))
    yield (
        f'<article class="passage" id="{anchor}" data-rules="{rules}" aria-labelledby="{anchor}-place">\n'
        f'<h3 id="{anchor}-place"><a href="#{anchor}">{_say_place(passage)}</a></h3>\n'
        '<div class="pair">\n<div><h4>Avant <span lang="en">Before</span></h4>\n<p class="text">'
    )
    yield from marking.before
    yield '</p></div>\n<div><h4>Après <span lang="en">After</span></h4>\n<p class="text">'
    yield from marking.after
    yield '</p></div>\n</div>\n<ol class="notes">\n'
    for note in marking.notes.values():
        yield f'<li id="{anchor}-{note.number}">{_say_note(note)}</li>\n'
    yield "</ol>\n</article>\n"


def _say_place(passage: Passage) -> str:
    """Say where a passage stands; a spreadsheet's user counts rows, not lines of the file."""
    field = escape(make_visible(passage.field or ""))
    if passage.sheet is not None:
        return f"Feuille {escape(make_visible(passage.sheet))}, cellule {passage.cell}, colonne {field}"
    if passage.paragraph is not None:
        part = FRENCH_PARTS.get(passage.part.rstrip("0123456789"), passage.part)
        return f"Paragraphe {passage.paragraph}" + (f" ({escape(make_visible(part))})" if part else "")
    if passage.row is not None:
        return f"Ligne {passage.row} du tableau, colonne {field}"
    line = f"Ligne {passage.findings[0].region.line}"
    if passage.pointer:
        return f"{line}, <code>{escape(make_visible(passage.pointer))}</code>"
    return line


class _Marking:
    """A passage's texts in HTML, as it is and as it will be, and the notes that its marks refer to."""

    def __init__(self, passage: Passage, anchor: str) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.notes: dict[tuple[str, str, str, bool], _Note] = {}
        self._text = passage.text or ""
        position = 0
        for finding in passage.findings:
            self._copy(position, finding.start)
            note = self._note(finding)
            self.before.append(_draw_found(finding, note.number, anchor))
            self.after.append(_draw_replacement(finding))
            position = finding.end
        self._copy(position, len(self._text))

    def _note(self, finding: Finding) -> _Note:
        alike = (finding.original, finding.replacement, str(finding.rule), finding.fixable)
        note = self.notes.setdefault(alike, _Note(len(self.notes) + 1, finding))
        note.times += 1
        return note

    def _copy(self, start: int, end: int) -> None:
        """Copy what stays; the middle of a long stretch is left out."""
        head = start if start == 0 else min(end, start + SHOWN_AROUND)
        tail = end if end == len(self._text) else max(head, end - SHOWN_AROUND)
        if tail - head > SHOWN_AROUND:
            said = f'[{tail - head} caractères <span lang="en">characters</span>]'
            drawn = (
                f'{_draw_text(self._text[start:head])} <span class="gap">{said}</span> '
                f"{_draw_text(self._text[tail:end])}"
            )
        else:
            drawn = _draw_text(self._text[start:end])
        self.before.append(drawn)
        self.after.append(drawn)


def _draw_text(text: str) -> str:
    """Write what stays; what can't be seen, or would reorder the line, as its code point."""
    if text.isprintable():
        return escape(text)
    return "".join(
        escape(character) if character == "\n" or character.isprintable() else _draw_code(character)
        for character in text
        if character != "\r"
    )


def _draw_code(character: str) -> str:
    return f'<span class="code">U+{ord(character):04X}</span>'


def _draw_glyph(character: str) -> str:
    """Draw a character that was found: itself when it shows itself everywhere, else its code point."""
    category = unicodedata.category(character)
    return escape(character) if category[0] in SHOWN_WITH_GLYPH else _draw_code(character)


def _draw_found(finding: Finding, number: int, anchor: str) -> str:
    kind = "" if finding.fixable else ' class="left"'
    glyphs = "".join(map(_draw_glyph, finding.original))
    title = escape(f"{say_in_french(finding.characters, finding)} - {_say_in_english(finding.characters)}")
    return (
        f'<mark{kind} title="{title}">{glyphs}</mark>'
        f'<sup><a href="#{anchor}-{number}" aria-label="note {number}">{number}</a></sup>'
    )


def _draw_replacement(finding: Finding) -> str:
    if not finding.fixable:
        return f'<mark class="left">{"".join(map(_draw_glyph, finding.original))}</mark>'
    if not finding.replacement:
        return '<ins class="nothing"><span class="unseen">supprimé</span>\N{BOTTOM SQUARE BRACKET}</ins>'
    if finding.replacement == "\n":
        return "<ins>\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}</ins>\n"
    return f"<ins>{_draw_text(finding.replacement)}</ins>"


def _say_note(note: _Note) -> str:
    finding = note.finding
    said = (
        f"<b>{''.join(map(_draw_glyph, finding.original))}</b> "
        f"{escape(say_in_french(finding.characters, finding))} "
        f'<span lang="en">{escape(_say_in_english(finding.characters))}</span>, '
    )
    if finding.fixable:
        said += f"devient {_say_replacement(finding)}"
    elif finding.rule in LEFT:
        said += 'à corriger à la source <span lang="en">left as it is</span>'
    else:
        said += (
            f"à corriger à la source, par exemple en {_say_replacement(finding)} : une clé ou une valeur "
            'exacte n\N{RIGHT SINGLE QUOTATION MARK}est jamais modifiée <span lang="en">left as it is: '
            "a key, or a value that must match exactly</span>"
        )
    if finding.lossy:
        said += ' ; une information est perdue <span lang="en">information is lost</span>'
    return f"{said} ({note.times} fois)" if note.times > 1 else said


def _say_replacement(finding: Finding) -> str:
    if not finding.replacement:
        return 'rien <span lang="en">nothing</span>'
    if len(finding.replacement) == 1 and not finding.replacement.strip():
        name = FRENCH_NAMES.get(finding.replacement, name_character(finding.replacement))
        return f"<b>{name}</b>"
    return f"<b>{_draw_text(finding.replacement)}</b>"


def say_in_french(characters: str, finding: Finding) -> str:
    """Name characters in French; those that have no name here by what they are."""
    if characters in FRENCH_NAMES:
        return FRENCH_NAMES[characters]
    named = [FRENCH_NAMES[character] for character in dict.fromkeys(characters) if character in FRENCH_NAMES]
    family = FRENCH_RULES[finding.rule]
    family = family[0].lower() + family[1:]
    return f"{family} ({', '.join(named)})" if named else family


def _say_in_english(characters: str) -> str:
    return ", ".join(map(name_character, characters))


def _draw_head(tally: Tally, anchors: dict[str, str], passages: int, left_out: int) -> Iterator[str]:
    style = f"{_read_asset('page.css')}{_draw_filters(tally)}"
    script = _hash(_read_asset("page.js"))
    policy = f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{script}'"
    yield (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        "<title>Caractères à corriger - flatchr-clean</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#textes">Aller aux textes <span lang="en">Skip to the texts</span></a>\n'
        '<header>\n<div class="warning" role="note">\n'
        "<p><strong>Cette page contient des données personnelles</strong> : elle montre des textes "
        "en entier. Ne la publiez pas, supprimez-la après usage.</p>\n"
        '<p lang="en"><strong>This page holds personal data</strong>: it shows whole texts. '
        "Do not publish it, delete it after use.</p>\n</div>\n"
        "<h1>Caractères à corriger avant l\N{RIGHT SINGLE QUOTATION MARK}envoi "
        '<span lang="en">Characters to correct before sending</span></h1>\n'
        f"<p>{_plural(tally.findings, 'endroit')} dans {_plural(passages + left_out, 'texte')} de "
        f"{_plural(len(tally.by_file), 'fichier')}, "
        f"sur {_plural(tally.files, 'fichier lu', 'fichiers lus')}. "
        f'<span lang="en">{count(tally.findings, "place")} in {count(passages + left_out, "text")} of '
        f"{count(len(tally.by_file), 'file')}, {count(tally.files, 'file')} read.</span></p>\n"
    )
    if tally.problems:
        yield from _draw_problems(tally.problems)
    if left_out:
        yield (
            f"<p><strong>Les {passages} premiers textes sont montrés ; {left_out} autres ne le sont pas."
            "</strong> "
            f'<span lang="en">The first {passages} texts are shown; {left_out} more are not.</span></p>\n'
        )
    yield "</header>\n<main>\n"
    yield from _draw_counts(tally, anchors)
    yield '<div id="textes">\n'


def _draw_problems(problems: list[Problem]) -> Iterator[str]:
    """Draw what could not be read, before all that could."""
    files = len({problem.path for problem in problems})
    yield (
        '<div class="unread" role="note">\n'
        f"<p><strong>{_plural(files, 'fichier')} : lecture impossible ou incomplète.</strong> "
        "Ce qui est illisible reste à vérifier. "
        f'<span lang="en">{count(files, "file")} could not be read in full, and what was not read is not '
        "checked.</span></p>\n<ul>\n"
    )
    for problem in problems:
        yield (
            f"<li><b>{escape(make_visible(problem.path))}</b> : "
            f'<span lang="en">{escape(make_visible(problem.describe()))}</span></li>\n'
        )
    yield "</ul>\n</div>\n"


def _draw_counts(tally: Tally, anchors: dict[str, str]) -> Iterator[str]:
    """Draw the counts by rule, which choose what is shown, and by file, which lead to it."""
    if not tally.findings:
        yield (
            '<p>Rien trouvé dans ce qui a pu être lu. <span lang="en">Nothing found in what could be '
            "read.</span></p>\n"
            if tally.problems
            else '<p>Rien à corriger. <span lang="en">Nothing to correct.</span></p>\n'
        )
        return
    yield (
        '<div class="counts">\n<fieldset>\n<legend>Montrer <span lang="en">Show</span></legend>\n'
        '<label><input type="radio" name="rule" id="only-all" checked> Tout <span lang="en">all</span> '
        f'<span class="number">{tally.findings}</span></label>\n'
    )
    for rule, french in FRENCH_RULES.items():
        number = tally.by_rule[str(rule)]
        if number:
            yield (
                f'<label title="{escape(RULE_SENTENCES[rule])}">'
                f'<input type="radio" name="rule" id="only-{rule}"> '
                f'{french} <span lang="en">{rule}</span> <span class="number">{number}</span></label>\n'
            )
    yield (
        '</fieldset>\n<table class="files">\n'
        '<caption>Fichiers <span lang="en">Files</span></caption>\n<tbody>\n'
    )
    for path, number in tally.by_file.items():
        name = escape(make_visible(path))
        link = f'<a href="#{anchors[path]}">{name}</a>' if path in anchors else name
        yield f'<tr><th scope="row">{link}</th><td class="number">{number}</td></tr>\n'
    yield (
        "</tbody>\n</table>\n</div>\n"
        '<form class="search" role="search" hidden>\n<label for="search">Chercher dans les textes '
        '<span lang="en">Search the texts</span></label>\n'
        '<input id="search" type="search" autocomplete="off">\n'
        '<output for="search" aria-live="polite"></output>\n</form>\n'
    )


def _draw_filters(tally: Tally) -> str:
    """Write the style that lets a radio button hide what its rule did not find, without any script."""
    return "".join(
        f"body:has(#only-{rule}:checked) :is(.passage:not([data-rules~='{rule}']), "
        f".file:not(:has([data-rules~='{rule}']))) {{ display: none; }}\n"
        for rule in sorted(tally.by_rule)
    )


def _draw_foot(anchors: dict[str, str]) -> Iterator[str]:
    if anchors:
        yield "</section>\n"
    yield (
        "</div>\n</main>\n<footer><p>flatchr-clean. Les chiffres renvoient aux notes sous chaque texte. "
        '<span lang="en">The numbers lead to the notes under each text.</span></p></footer>\n'
    )
    if anchors:
        yield f"<script>{_read_asset('page.js')}</script>\n"
    yield "</body>\n</html>\n"


def _plural(number: int, noun: str, plural: str = "") -> str:
    """Count things in French, where 0 is singular."""
    return f"{number} {noun}" if number in (0, 1) else f"{number} {plural or f'{noun}s'}"


def _read_asset(name: str) -> str:
    return files("flatchr_clean.check.reports").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Give the hash by which a Content-Security-Policy knows an inline style or script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
