"""HTML as it looks, with marks, and as it reads; a plain text as HTML.

Knows how what is seen is drawn and written. Must not trust HTML: what is drawn is made anew, of the elements
that `layout` names, with no attribute of the source but small numbers, so that a browser reads it as it was
written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from sys import maxsize
from typing import Final, NamedTuple

from flatchr_clean.check.findings import Finding
from flatchr_clean.check.reports.marked_text import draw_replacement, draw_signs, draw_text, open_mark
from flatchr_clean.page.layout import HEADINGS, Pieces, Walk, Writer
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.html.tokens import WHITE_SPACE
from flatchr_clean.text.tables.compatibility import LOWERED_NUMBERS, RAISED_NUMBERS

DEEPEST: Final = 50
"""Blocks in each other that are drawn; deeper ones only begin lines, or the browser would grow slow."""

PARTS_OF_GROUP: Final = 400
"""Pieces of what is drawn after which the next block begins a group, which the browser skips out of sight."""


class Mark(NamedTuple):
    """What was found somewhere in a text, and the number of its note."""

    finding: Finding
    number: int


class Rendered(NamedTuple):
    """HTML as it looks.

    Attributes:
        drawn: HTML of allow-listed elements.
        unseen: how many marks stand where nothing is seen: in a tag, a comment, a script.
        word_markup: how many more are Word's own markup, which nobody saw either.
    """

    drawn: str
    unseen: int
    word_markup: int


def _find_place(pieces: Pieces, piece: int, place: int, *, ends: bool) -> tuple[int, int]:
    """Give where in a text a place of its source stands, and in which piece, which is none before that given.

    Args:
        pieces: of the text.
        piece: the index of the one to begin with.
        place: the place in the source.
        ends: whether what holds a part of a reference before the place holds all of it, or nothing.
    """
    while place > pieces[piece][3]:
        piece += 1
    at, length, start, end = pieces[piece]
    if length != end - start and place > start:
        return at + (length if ends or place == end else 0), piece
    return at + place - start, piece


def _normalise_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# HTML as it looks.


def draw_before(source: str, marks: Sequence[Mark]) -> Rendered:
    """Draw HTML as it looks, with what was found in it.

    Args:
        source: HTML; any string is.
        marks: what was found, sorted and not overlapping.

    Example:
        >>> draw_before("<p onclick=x>a &lt; b<script>x", []).drawn
        '<div class=group><p>a &lt; b</p></div>'
    """
    places = [(finding.start, finding.end) for finding, _ in marks]
    return _Drawing(source, marks, places, _draw_found).draw()


def draw_after(cleaned: str, marks: Sequence[Mark]) -> Rendered:
    """Draw HTML as it looks once it is cleaned, with what became of what was found.

    Args:
        cleaned: the cleaned HTML.
        marks: what was found in its source, as for `draw_before`.
    """
    return _Drawing(cleaned, marks, list_places(marks), _draw_new).draw()


def list_places(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Give where in the cleaned text stands what became of what was found: start and end.

    Args:
        marks: what was found in the source, sorted and not overlapping.
    """
    places = []
    shift = 0
    for finding, _ in marks:
        start = finding.start + shift
        length = len(finding.replacement) if finding.fixable else finding.end - finding.start
        places.append((start, start + length))
        shift = start + length - finding.end
    return places


def _draw_found(mark: Mark, text: str) -> str:
    """Draw a piece of what was found; nothing where it is no text."""
    if not text:
        return ""
    text = _normalise_lines(text)
    drawn = draw_signs(text) if mark.finding.fixable else draw_text(text)
    return f"{open_mark('mark', *mark)}{drawn}</mark>"


def _draw_new(mark: Mark, text: str) -> str:
    """Draw a piece of what became of something; where it went, nothing of Word's own, which nobody saw."""
    if not mark.finding.fixable:
        return _draw_found(mark, text)
    if text:
        return f"{open_mark('ins', *mark)}{draw_text(text)}</ins>"
    return "" if mark.finding.rule is Rule.WORD_MARKUP else draw_replacement(*mark)


class _Drawing(Writer):
    """Draws HTML as it looks.

    Args:
        html: the HTML.
        marks: what is marked in it.
        places: where each mark stands in it; sorted and not overlapping.
        draw_mark: draws a mark around a text, or where something went; nothing where it is not to be seen.
    """

    def __init__(
        self,
        html: str,
        marks: Sequence[Mark],
        places: Sequence[tuple[int, int]],
        draw_mark: Callable[[Mark, str], str],
    ) -> None:
        self._html = html
        self._marks = marks
        self._places = places
        self._draw_mark = draw_mark
        self._seen = bytearray(len(marks))
        self._next = 0
        self._reached = places[0][0] if places else maxsize  # where the next mark begins
        self._parts = ["<div class=group>"]
        self._group = 0  # where in the parts it begins
        self._blocks: list[str] = []
        self._undrawn = 0  # blocks too deep
        self._outside: list[dict[str, int]] = []  # formats around the cells
        self._formats: dict[str, int] = {}
        self._written: list[str] = []  # formats that are open in what is drawn
        self._begins_line = True
        self._breaks_line = False
        self._preformatted = 0

    def draw(self) -> Rendered:
        """Draw all of it."""
        Walk(self._html, self).walk()
        self._end_formats()
        self._parts.append("</div>")
        unseen = [mark.finding.rule for mark, seen in zip(self._marks, self._seen, strict=True) if not seen]
        of_word = unseen.count(Rule.WORD_MARKUP)
        return Rendered("".join(self._parts), len(unseen) - of_word, of_word)

    # Blocks.

    def open(self, name: str, numbers: Mapping[str, int]) -> None:
        """Begin a block; a table where its cells have room."""
        self._preformatted += name == "pre"
        if name in ("td", "th", "caption"):
            self._outside.append(self._formats)
            self._formats = {}
        if self._undrawn or len(self._blocks) + 2 * (name == "table") >= DEEPEST:
            self._undrawn += 1
            self.begin_line()
            return
        self._end_formats()
        if len(self._parts) > self._group + PARTS_OF_GROUP and all(block == "div" for block in self._blocks):
            self._begin_group()
        attributes = "".join(f" {attribute}={number}" for attribute, number in numbers.items())
        self._parts.append(f"<div class={name}>" if name in HEADINGS else f"<{name}{attributes}>")
        self._blocks.append(name)

    def close(self, name: str) -> None:
        """End a block."""
        self._preformatted -= name == "pre"
        if name in ("td", "th", "caption"):
            self._formats = self._outside.pop()
        if self._undrawn:
            self._undrawn -= 1
            self.begin_line()
            return
        self._end_formats()
        self._blocks.pop()
        self._parts.append("</div>" if name in HEADINGS else f"</{name}>")

    def _begin_group(self) -> None:
        around = len(self._blocks)
        self._parts.append(f"{'</div>' * around}</div>\n<div class=group>{'<div>' * around}")
        self._group = len(self._parts)

    def begin_line(self) -> None:
        """Break the line before more text, if there is some in it."""
        self._breaks_line = not self._begins_line

    def break_line(self) -> None:
        """Break the line."""
        self._prepare()
        self._parts.append("<br>")

    def draw_rule(self) -> None:
        """Draw a line across."""
        self._end_formats()
        self._parts.append("<hr>")

    # Text.

    def format(self, name: str, change: int) -> None:
        """Note that a format starts or ends; text is drawn in those that are on."""
        number = self._formats.get(name, 0) + change
        if number > 0:
            self._formats[name] = number
        else:
            self._formats.pop(name, None)

    def lead(self, address: str) -> None:
        """Draw no address: nothing of the page leads elsewhere."""

    def _end_formats(self) -> None:
        """End the line, and in it all formats."""
        self._parts.extend(f"</{name}>" for name in reversed(self._written))
        self._written.clear()
        self._begins_line = True
        self._breaks_line = False

    def _prepare(self) -> None:
        """Begin what stands in a line."""
        if self._breaks_line:
            self._parts.append("<br>")
            self._breaks_line = False
        self._begins_line = False
        wanted = list(self._formats)
        if wanted == self._written:
            return
        self._parts.extend(f"</{name}>" for name in reversed(self._written))
        self._parts.extend(f"<{name}>" for name in wanted)
        self._written = wanted

    def _write(self, text: str) -> None:
        """Draw text without marks; layout between blocks is left out."""
        if text and not (self._begins_line and not self._preformatted and not text.strip(WHITE_SPACE)):
            self._prepare()
            self._parts.append(draw_text(_normalise_lines(text)))

    def show(self, text: str, pieces: Pieces) -> None:
        """Draw a text with the marks that stand in it."""
        start, end = pieces[0][2], pieces[-1][3]
        reached = piece = 0
        for mark, (first, last) in self._take_marks(start, end):
            low, piece = _find_place(pieces, piece, max(first, start), ends=False)
            high, piece = _find_place(pieces, piece, min(last, end), ends=first < last)
            low = max(low, reached)
            high = max(low, high)
            self._write(text[reached:low])
            self._mark(mark, text[low:high], is_point=first == last)
            reached = high
        self._write(text[reached:])

    def pass_tag(self, place: int) -> None:
        """Draw what went at a place."""
        if place < self._reached:
            return
        for mark, (first, last) in self._take_marks(place, place + 1):
            self._mark(mark, "", is_point=first == last)

    def _take_marks(self, start: int, end: int) -> list[tuple[int, tuple[int, int]]]:
        """Give the marks that stand at least in part between two places; those before are left behind."""
        taken = []
        while self._next < len(self._places):
            first, last = self._places[self._next]
            if first >= end:
                break
            if last > start or first == last == start:
                taken.append((self._next, (first, last)))
            if last > end:
                break
            self._next += 1
        self._reached = self._places[self._next][0] if self._next < len(self._places) else maxsize
        return taken

    def _mark(self, number: int, text: str, *, is_point: bool) -> None:
        if not text and not is_point:
            return
        drawn = self._draw_mark(self._marks[number], text)
        if drawn:
            self._seen[number] = True
            self._prepare()
            self._parts.append(drawn)


# HTML as it reads.

_BLANKS = re.compile(f"[{WHITE_SPACE}]+")
_PADDING = " \N{NO-BREAK SPACE}"
_BULLET = "- "
_BREAK, _BLANK_LINE = 1, 2  # the breaks between lines, and between paragraphs
_LINES = frozenset({"div", "li", "dt", "dd", "tr"})
_BULLETED = -1
_DIGITS = {
    "sup": {digit: raised for raised, digit in RAISED_NUMBERS.items()},
    "sub": {digit: lowered for lowered, digit in LOWERED_NUMBERS.items()},
}
_SCHEME = re.compile(r"(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_MAILTO = re.compile(r"(?:mailto|tel):", re.IGNORECASE)


def read_as_text(html: str) -> str:
    """Give HTML as a plain text: what one would write in its place in a mail without formatting.

    Args:
        html: HTML; any string is.

    Returns:
        A blank line stands between paragraphs, headings and lists, a tab between cells; items begin with
        ``- `` or their number, and so do the paragraphs that Word makes of them. Where a link leads stands
        behind its text in parentheses, and raised digits are such characters. It ends without blank lines.

    Example:
        >>> read_as_text("<p>Missions :<p>Caisse &amp; rayons<ol><li>le <b>matin</b><li>le soir</ol>")
        'Missions :\\n\\nCaisse & rayons\\n\\n1. le matin\\n2. le soir'
    """
    return _Reading(html).read()


class _Reading(Writer):
    """Reads HTML out.

    The line breaks that are due, and what a line begins with, are written when text follows: so none are at
    the start, and none at the end.
    """

    def __init__(self, html: str) -> None:
        self._html = html
        self._parts: list[str] = []
        self._due = 0
        self._begins_paragraph = True  # rather than a line after explicit breaks
        self._is_dashed = False  # whether the last paragraph begins as Word's lists do once they are cleaned
        self._blanks: list[str] = []  # those that are seen if more text of the line follows
        self._blocks: list[str] = []
        self._hold_list: list[bool] = []  # of each of them, whether a list ended in it
        self._list_end = -1  # the number of parts where a list ended last
        self._numbers: list[int] = []  # of each list, that of its next item
        self._indents: list[str] = []  # what the next line begins with, for each list and item
        self._cells: list[tuple[int, int]] = []  # of each cell, the parts and the breaks due at its start
        self._have_cells: list[bool] = []  # of each row
        self._preformatted = 0
        self._begins_preformatted = False
        self._raised: dict[str, int] = {}  # how many sup and sub are open
        self._address = ""  # of the link that is open
        self._link_start = 0

    def read(self) -> str:
        """Read all of it."""
        Walk(self._html, self).walk()
        return "".join(self._parts).rstrip("\t\n")

    # Blocks.

    def open(self, name: str, numbers: Mapping[str, int]) -> None:
        """Begin a block; the cells of a row stand in one line."""
        if name in ("td", "th"):
            if self._have_cells[-1]:
                self._start_line()
                self._parts.append("\t")
            self._have_cells[-1] = True
            self._cells.append((len(self._parts), self._due))
        else:
            is_list = name in ("ul", "ol")
            # A list right below a line of the same block belongs to it.
            continues = is_list and not self._due
            self._separate(_BREAK if continues or name in _LINES else _BLANK_LINE)
            if is_list:
                is_inner = self._blocks[-1:] in (["ul"], ["ol"])
                self._indents.append(" " * len(_BULLET) if is_inner else "")
                self._numbers.append(numbers.get("start", 1) if name == "ol" else _BULLETED)
            elif name == "li":
                if "value" in numbers and self._numbers and self._numbers[-1] != _BULLETED:
                    self._numbers[-1] = numbers["value"]
                self._indents.append(self._count_item())
            elif name == "tr":
                self._have_cells.append(False)
            elif name == "pre":
                self._preformatted += 1
                self._begins_preformatted = True
                self._is_dashed = False
        self._blocks.append(name)
        self._hold_list.append(False)

    def close(self, name: str) -> None:
        """End a block."""
        self._blocks.pop()
        holds_list = self._hold_list.pop()
        if name in ("td", "th"):
            start, due = self._cells.pop()
            self._due = due if start == len(self._parts) else 0
            self._blanks.clear()
            self._list_end = -1
            return
        is_list = name in ("ul", "ol")
        if is_list:
            self._numbers.pop()
        if is_list or name == "li":
            self._indents.pop()
        elif name == "tr":
            self._have_cells.pop()
        self._preformatted -= name == "pre"
        ends_line = is_list or (name in _LINES and not holds_list)
        self._separate(_BREAK if ends_line else _BLANK_LINE)
        if is_list and not self._numbers:
            self._list_end = len(self._parts)
            self._hold_list[-1:] = [True]

    def _count_item(self) -> str:
        number = self._numbers[-1] if self._numbers else _BULLETED
        if number == _BULLETED:
            return _BULLET
        self._numbers[-1] += 1
        return f"{number}. "

    def _separate(self, breaks: int) -> None:
        """Break the line: twice to leave one blank, but not in a list; nor where a cell begins."""
        self._blanks.clear()
        if not self._is_in_empty_cell:
            after_list = self._list_end == len(self._parts)
            breaks = _BREAK if self._numbers else _BLANK_LINE if after_list else breaks
            self._due = max(self._due, breaks)
            self._begins_paragraph = breaks == _BLANK_LINE

    @property
    def _is_in_empty_cell(self) -> bool:
        return bool(self._cells) and self._cells[-1][0] == len(self._parts)

    def begin_line(self) -> None:
        """Begin a line."""
        self._separate(_BREAK)

    def break_line(self) -> None:
        """Break the line; after another break one more leaves a blank one."""
        self._blanks.clear()
        self._due += not self._is_in_empty_cell
        self._begins_paragraph = False

    def draw_rule(self) -> None:
        """Keep apart what a line across keeps apart."""
        self._separate(_BLANK_LINE)

    def format(self, name: str, change: int) -> None:
        """Tell where a link led when it ends, and read digits as raised or lowered; leave others out."""
        if name in _DIGITS:
            self._raised[name] = max(0, self._raised.get(name, 0) + change)
        elif name == "a" and change < 0:
            self._tell_address()

    def lead(self, address: str) -> None:
        """Remember where a link leads, to tell it behind its text."""
        self._address = address
        self._link_start = len(self._parts)

    def _tell_address(self) -> None:
        shown = _SCHEME.sub("", self._address).rstrip("/")
        text = "".join(self._parts[self._link_start :])
        if shown and text.strip() and shown not in text:
            self._parts.append(f" ({_MAILTO.sub('', self._address)})")
        self._address = ""

    def pass_tag(self, place: int) -> None:
        """Pass by."""

    # Text.

    def _start_line(self) -> None:
        """Write what is due before more text."""
        if self._due or not self._parts:
            around = self._indents[:DEEPEST]
            self._parts.append("\n" * self._due * bool(self._parts) + "".join(around))
            self._indents[:DEEPEST] = [" " * len(indent) for indent in around]
            self._due = 0

    def show(self, text: str, _pieces: Pieces) -> None:
        """Write a text, its white space collapsed as a browser does."""
        if self._preformatted:
            self._show_lines(_normalise_lines(text))
            return
        text = _BLANKS.sub(" ", text)
        seen = text.lstrip(_PADDING)
        self._hold(text[: len(text) - len(seen)])
        text = self._raise(seen.rstrip(_PADDING))
        if text:
            begins = self._due or not self._parts or self._is_in_empty_cell
            blanks = "".join(self._blanks)
            self._blanks.clear()
            if self._begins_paragraph:
                self._begin_paragraph(is_dashed=seen.startswith(_BULLET))
            self._start_line()
            self._parts += blanks.lstrip(" ") if begins else blanks, text
            self._hold(seen[len(text) :])

    def _raise(self, text: str) -> str:
        """Write digits that are raised or lowered as such: 10 with a raised 6 is not 106."""
        for name, digits in _DIGITS.items():
            if self._raised.get(name) and all(map(digits.__contains__, text)):
                return "".join(map(digits.__getitem__, text))
        return text

    def _begin_paragraph(self, *, is_dashed: bool) -> None:
        """Leave no blank line between those of one list."""
        if is_dashed and self._is_dashed and self._due == _BLANK_LINE:
            self._due = _BREAK
        self._is_dashed = is_dashed
        self._begins_paragraph = False

    def _show_lines(self, text: str) -> None:
        """Write a text with its white space."""
        if self._begins_preformatted:
            text = text.removeprefix("\n")
            self._begins_preformatted = False
        for number, line in enumerate(text.split("\n")):
            if number:
                self.break_line()
            if line:
                self._start_line()
                self._parts.append(line)

    def _hold(self, blanks: str) -> None:
        """Keep blanks until text follows them; two spaces are one."""
        if self._blanks and self._blanks[-1].endswith(" "):
            blanks = blanks.removeprefix(" ")
        if blanks:
            self._blanks.append(blanks)


# A plain text as HTML.


def write_as_html(text: str) -> str:
    """Give a plain text as HTML, which `read_as_text` reads as the same text.

    Args:
        text: any string.

    Returns:
        Its paragraphs, between blank lines, as ``<p>``, its lines that begin with ``- `` as ``<ul>``. Where a
        list stands right below a line, or above it, a ``<div>`` holds both.

    Example:
        >>> write_as_html("Vous & nous\\n\\nMissions :\\n- caisse\\n- accueil")
        '<p>Vous &amp; nous</p>\\n<div>Missions :<ul><li>caisse</li><li>accueil</li></ul></div>'
    """
    lines = _normalise_lines(text).split("\n")
    paragraphs = groupby(lines, key=lambda line: bool(line.strip(WHITE_SPACE)))
    return "\n".join(_write_paragraph(paragraph) for has_text, paragraph in paragraphs if has_text)


def _write_paragraph(lines: Iterable[str]) -> str:
    written, is_list = [], False
    for is_list, stretch in groupby(lines, key=lambda line: line.startswith(_BULLET)):
        texts = [escape(line.removeprefix(_BULLET) if is_list else line, quote=False) for line in stretch]
        written.append(f"<ul><li>{'</li><li>'.join(texts)}</li></ul>" if is_list else "<br>".join(texts))
    if len(written) == 1:
        return written[0] if is_list else f"<p>{written[0]}</p>"
    return f"<div>{''.join(written)}</div>"
