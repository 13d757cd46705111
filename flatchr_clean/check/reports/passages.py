"""One text of a file as an article of HTML: where it stands, before and after, what was found.

Knows places; must not know the page around it. How a text is marked is `marked_text`'s to say.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from flatchr_clean.check.reports import phrases
from flatchr_clean.check.reports.marked_text import MarkedText, draw_note, draw_phrase
from flatchr_clean.check.reports.phrases import Phrase
from flatchr_clean.check.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.check.findings import Passage

LONG = 250
"""Characters of a text from which it may be broken over two printed pages."""

INDEX = re.compile(r"0|[1-9]\d*")
"""A part of a JSON Pointer that counts the elements of a list (RFC 6901, section 4)."""


def draw_passage(passage: Passage, anchor: str) -> Iterator[str]:
    """Draw a text before and after, side by side, with its place and its notes.

    Args:
        passage: the text, with what was found in it.
        anchor: what its place in the page is called.
    """
    text = MarkedText(passage)
    place = Phrase(*(said[0].upper() + said[1:] for said in _say_place(passage)))
    rules = " ".join(sorted({str(finding.rule) for finding in passage.findings}))
    kind = "passage long" if len(passage.text or "") > LONG else "passage"
    yield (
        f'<article class="{kind}" id={anchor} data-rules="{rules}">\n'
        f'<h3><a href="#{anchor}"{_draw_pointer(passage)}>{draw_phrase(place)}</a></h3>\n'
        f"<div class=pair>\n<div><b class=side>{draw_phrase(phrases.BEFORE)}</b><div class=text>"
    )
    yield from text.before
    yield f'</div></div>\n<div><b class=side>{draw_phrase(phrases.AFTER)}</b><div class="text after">'
    yield from text.after
    yield "</div>"
    if text.is_corrected:
        yield f"<button class=copy type=button>{draw_phrase(phrases.COPY)}</button>"
    yield "</div>\n</div>\n<ul class=notes>\n"
    for note in text.notes:
        yield f"<li>{draw_note(note)}</li>\n"
    yield "</ul>\n</article>\n"


def _draw_pointer(passage: Passage) -> str:
    return f' title="{escape(make_visible(passage.pointer))}"' if passage.pointer else ""


def _say_place(passage: Passage) -> Phrase:
    """Say where a passage stands, as the document's user counts: rows, ads and elements from 1."""
    column = make_visible(passage.field or "")
    if passage.sheet is not None:
        cell = passage.cell or ""
        return phrases.CELL.fill(sheet=make_visible(passage.sheet), cell=cell, column=column)
    if passage.paragraph is not None:
        paragraph = phrases.PARAGRAPH.fill(number=str(passage.paragraph))
        part = phrases.PARTS.get(
            passage.part.rstrip("0123456789"), phrases.Phrase(passage.part, passage.part)
        )
        return paragraph if not passage.part else phrases.Phrase(*map("{} ({})".format, paragraph, part))
    if passage.row == 0:
        return phrases.COLUMN_NAME.fill(column=column)
    if passage.row is not None:
        return phrases.ROW_COLUMN.fill(row=str(passage.row), column=column)
    line = phrases.LINE.fill(number=str(passage.findings[0].region.line))
    if passage.pointer is None:
        return line
    steps = [step.replace("~1", "/").replace("~0", "~") for step in passage.pointer.split("/")[1:]]
    numbers = [str(int(step) + 1) if INDEX.fullmatch(step) else make_visible(step) for step in steps]
    said = [phrases.AD.fill(number=numbers.pop(0))] if steps and INDEX.fullmatch(steps[0]) else []
    if numbers:
        said.append(phrases.FIELD.fill(name=" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(numbers)))
    french, english = (", ".join(names) for names in zip(*(said or [phrases.WHOLE]), strict=True))
    return Phrase(f"{french} ({line.french})", f"{english} ({line.english})")
