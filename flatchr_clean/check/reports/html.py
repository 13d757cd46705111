"""The report for the person who corrects the source document: one page that needs nothing else.

It shows whole texts, which is personal data, and says so at its top. Everything that comes from a document
is escaped, and the page may load nothing (its own policy forbids it). It reads without its script, in French;
the script adds English, a search, and the copying of a corrected text.

Knows the page. How a text is drawn is `passages`' to say, and what is said is `phrases`'.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from flatchr_clean.check.reports import phrases
from flatchr_clean.check.reports.french import FRENCH_NAMES, FRENCH_RULES
from flatchr_clean.check.reports.marked_text import draw_phrase, draw_signs
from flatchr_clean.check.reports.passages import draw_passage
from flatchr_clean.check.reports.phrases import Phrase
from flatchr_clean.check.visible import make_visible
from flatchr_clean.text.changes import name_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flatchr_clean.check.findings import Passage, Problem
    from flatchr_clean.check.reports import Making, Style, Tally

PASSAGES_AT_MOST = 5_000
"""Texts on a page: more make a browser slow, and nobody reads them."""

GROUPED = 25
"""Texts that a browser draws, or does not draw yet, together: one by one they cost it twice the time."""

GROUP, FILE_END = "<div class=group>\n", "</div>\n</section>\n"

LISTED_UNFOLDED = 8
"""Files, or messages, that stand in a list without being folded away."""

SPOOLED_IN_MEMORY = 1 << 20


class Report:
    """Keeps the texts in a temporary file until the counts that stand above them are known."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._making = style.making
        self._body = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - `finish` closes it
            SPOOLED_IN_MEMORY, "w+", encoding="utf-8", newline=""
        )
        self._anchors: dict[str, str] = {}
        self._characters: set[str] = set()
        self._passages = 0
        self._grouped = 0
        self._left_out = 0

    def add(self, passage: Passage) -> None:
        """Write a passage's two texts, side by side, with its notes."""
        if self._passages == PASSAGES_AT_MOST:
            self._left_out += 1
            return
        self._passages += 1
        if passage.path not in self._anchors:
            self._open_file(passage.path)
        elif self._grouped == GROUPED:
            self._body.write(f"</div>\n{GROUP}")
            self._grouped = 0
        self._grouped += 1
        for finding in passage.findings:
            if not finding.is_text:
                self._characters.update(finding.characters)
        for part in draw_passage(passage, f"t{self._passages}"):
            self._body.write(part)

    def finish(self, tally: Tally, /) -> str | None:
        """Write the page."""
        for part in _draw_head(tally, self._making, self._passages, self._left_out):
            self._write(part)
        for part in _draw_choices(tally, self._anchors):
            self._write(part)
        self._write('<main id="texts" lang="fr" tabindex="-1">\n')
        self._body.seek(0)
        while part := self._body.read(SPOOLED_IN_MEMORY):
            self._write(part)
        self._body.close()
        self._write(FILE_END * bool(self._anchors) + "</main>\n")
        for part in _draw_codes(self._characters):
            self._write(part)
        self._write("</div>\n</body>\n</html>\n")
        if not self._left_out:
            return None
        return f"the HTML report shows the first {PASSAGES_AT_MOST:,} texts and leaves out {self._left_out:,}"

    def _open_file(self, path: str) -> None:
        if self._anchors:
            self._body.write(FILE_END)
        self._grouped = 0
        anchor = self._anchors[path] = f"f{len(self._anchors) + 1}"
        self._body.write(
            f'<section class="file" id="{anchor}" aria-labelledby="{anchor}-name">\n'
            f'<h2 id="{anchor}-name">{_show(path)}</h2>\n{GROUP}'
        )


def _draw_head(tally: Tally, making: Making | None, passages: int, left_out: int) -> Iterator[str]:
    style = f"{_read_asset('page.css')}{_draw_filters(tally)}"
    script = _read_asset("page.js")
    policy = f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'"
    language = (
        f"<span lang=fr><b lang=en>{phrases.LANGUAGE.french}</b></span>"
        f"<span lang=en><b lang=fr>{phrases.LANGUAGE.english}</b></span>"
    )
    yield (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{phrases.TITLE.french}</title>\n<style>{style}</style>\n<script>{script}</script>\n"
        f'</head>\n<body>\n<a class="skip" href="#texts">{draw_phrase(phrases.SKIP)}</a>\n'
        '<header>\n<div class="top">\n'
        f'<p class="warning" role="note"><strong>{draw_phrase(phrases.PERSONAL)}</strong>'
        f"{draw_phrase(phrases.PERSONAL_ADVICE)}</p>\n"
        f'<button id="language" class="scripted" type="button">{language}</button>\n</div>\n'
        '<output id="said" class="unseen"></output>'
        f'<template id="copied">{draw_phrase(phrases.COPIED)}</template>\n'
        f"<h1>{draw_phrase(phrases.TITLE)}</h1>\n"
    )
    if making:
        yield _draw_making(making)
    if tally.findings:
        summary = phrases.SUMMARY.fill(
            places=phrases.count(tally.findings, phrases.PLACE),
            texts=phrases.count(passages + left_out, phrases.TEXT),
            files=phrases.count(len(tally.by_file), phrases.FILE),
            all=tally.files,
        )
    else:
        summary = phrases.NOTHING_READABLE if tally.problems else phrases.NOTHING
    if tally.problems:
        yield from _draw_problems(tally.problems)
    yield f'<p class="summary">{draw_phrase(summary)}</p>\n'
    if left_out:
        cut = phrases.CUT.fill(shown=passages, left=left_out)
        yield f"<p><strong>{draw_phrase(cut)}</strong></p>\n"
    if tally.untold:
        untold = phrases.UNTOLD.fill(places=phrases.count(tally.untold, phrases.PLACE))
        yield f"<p><strong>{draw_phrase(untold)}</strong></p>\n"
    yield from _draw_steps(tally)
    yield "</header>\n"


def _draw_making(making: Making) -> str:
    when = Phrase(*(making.at.strftime(form) for form in phrases.WHEN))
    said = phrases.MADE.fill(when=when, version=making.version)
    time = f'<time datetime="{making.at.isoformat(timespec="seconds")}">{draw_phrase(said)}</time>'
    return f'<p class="made">{time}<code>{_show(making.command)}</code></p>\n'


def _draw_problems(problems: list[Problem]) -> Iterator[str]:
    """Draw what could not be read, before all that could."""
    files = phrases.count(len({problem.path for problem in problems}), phrases.FILE)
    unread = draw_phrase(phrases.UNREAD.fill(files=files))
    yield (
        f'<div class="unread" role="note">\n<p><strong>{unread}</strong> '
        f"{draw_phrase(phrases.UNREAD_ADVICE)}</p>\n"
    )
    said = phrases.UNREAD_MORE.fill(n=len(problems))
    items = [f"<li>{_draw_problem(problem)}</li>\n" for problem in problems]
    yield from _fold(said, items) if len(items) > LISTED_UNFOLDED else ("<ul>\n", *items, "</ul>\n")
    yield "</div>\n"


def _draw_problem(problem: Problem) -> str:
    place = phrases.LINE_COLUMN.get((problem.line is not None, problem.column is not None))
    said = draw_phrase(place.fill(line=problem.line or 0, column=problem.column or 0)) + ", " if place else ""
    return f"<b>{_show(problem.path)}</b> : {said}<i lang=en>{_show(problem.message)}</i>"


def _fold(said: Phrase, items: list[str]) -> Iterator[str]:
    """Draw a list, folded away where it is long."""
    opened = " open" * (len(items) <= LISTED_UNFOLDED)
    yield f"<details{opened}><summary>{draw_phrase(said)}</summary>\n<ul>\n"
    yield from items
    yield "</ul>\n</details>\n"


def _draw_steps(tally: Tally) -> Iterator[str]:
    """Say what to do, first things first."""
    needed = {
        phrases.DO_READ: bool(tally.problems),
        phrases.DO_COPY: bool(tally.fixable),
        phrases.DO_LOOK: tally.fixable < tally.findings,
        phrases.DO_AGAIN: bool(tally.findings),
    }
    steps = [f"<li>{draw_phrase(step)}</li>\n" for step in needed if needed[step]]
    if not steps:
        return
    yield f'<section class="steps">\n<h2>{draw_phrase(phrases.TO_DO)}</h2>\n<ol>\n'
    yield from steps
    yield "</ol>\n</section>\n"


def _draw_choices(tally: Tally, anchors: dict[str, str]) -> Iterator[str]:
    """Draw the search, the counts by rule, which choose what is shown, and by file, which lead to it."""
    yield '<div class="layout">\n'
    if not tally.findings:
        return
    yield (
        '<aside>\n<form class="search scripted" role="search">\n'
        f'<label for="search">{draw_phrase(phrases.SEARCH)}</label>\n'
        '<input id="search" type="search" autocomplete="off">\n'
        '<output for="search" aria-live="polite"></output>\n</form>\n'
        f'<details class="filters" open><summary id="show">{draw_phrase(phrases.SHOW)}</summary>\n'
        '<div role="radiogroup" aria-labelledby="show">\n'
        f"{_draw_choice('all', phrases.ALL, tally.findings, ' checked')}"
    )
    for rule, french in FRENCH_RULES.items():
        if number := tally.by_rule[str(rule)]:
            yield _draw_choice(rule, Phrase(french, rule.replace("-", " ").capitalize()), number)
    yield "</div>\n</details>\n"
    yield from _fold(
        phrases.count(len(tally.by_file), phrases.FILE),
        [
            f"<li>{_draw_link(path, anchors)} {_draw_number(number)}</li>\n"
            for path, number in tally.by_file.items()
        ],
    )
    yield "</aside>\n"


def _draw_link(path: str, anchors: dict[str, str]) -> str:
    """Draw the way to a file's texts; there is none to one that was left out."""
    return f'<a href="#{anchors[path]}">{_show(path)}</a>' if path in anchors else _show(path)


def _draw_choice(name: str, label: Phrase, number: int, checked: str = "") -> str:
    return (
        f'<label><input type="radio" name="rule" id="only-{name}"{checked}> {draw_phrase(label)} '
        f"{_draw_number(number)}</label>\n"
    )


def _draw_number(number: int) -> str:
    return f'<span class="number">{draw_phrase(Phrase("{n}", "{n}").fill(n=number))}</span>'


def _draw_filters(tally: Tally) -> str:
    """Write the style that lets a radio button hide what its rule did not find, without any script."""
    return "".join(
        f"body:has(#only-{rule}:checked) :is(.passage:not([data-rules~='{rule}']), "
        f":is(.file, .group):not(:has([data-rules~='{rule}']))) {{ display: none; }}\n"
        for rule in sorted(tally.by_rule)
    )


def _draw_codes(characters: Iterable[str]) -> Iterator[str]:
    """Draw the table of the characters that were found, folded away: who corrects a text needs no code."""
    if not characters:
        return
    headings = "".join(f"<th scope=col>{draw_phrase(heading)}</th>" for heading in phrases.CODES_HEADINGS)
    yield f"<footer>\n<details><summary>{draw_phrase(phrases.CODES)}</summary>\n<table>\n"
    yield f"<tr>{headings}</tr>\n"
    for character in sorted(characters):
        code, _, name = name_character(character).partition(" ")
        yield (
            f"<tr><td>{draw_signs(character)}</td><td>{code}</td>"
            f"<td lang=fr>{FRENCH_NAMES.get(character, '')}</td><td lang=en>{escape(name)}</td></tr>\n"
        )
    yield "</table>\n</details>\n</footer>\n"


def _show(text: str) -> str:
    return escape(make_visible(text))


def _read_asset(name: str) -> str:
    return files("flatchr_clean.check.reports").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Give the hash by which a Content-Security-Policy knows an inline style or script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
