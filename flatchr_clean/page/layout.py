"""What is seen of HTML: its text, in the blocks and lines that a browser would lay it out in.

Knows what elements look like; must not know how they are drawn, nor trust them. The walk is a part of tree
construction as the standard has it (https://html.spec.whatwg.org/multipage/parsing.html#tree-construction):
blocks begin and end where its parser would begin and end them, any string has some, and none nests wrongly.

What `display:none` or `mso-hide:all` hides is seen here: it is sent all the same, and who looks is to know
it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from html import unescape
from typing import Final, NamedTuple

from flatchr_clean.kernel import END, RAW, START, TEXT, join_text
from flatchr_clean.text.html.references import read_in_text
from flatchr_clean.text.html.tokens import CONTENTS, WHITE_SPACE, Token, parse_attributes, tokenize
from flatchr_clean.text.tables.elements import LINE_STARTING

# What becomes of elements. What is named nowhere here is drawn as its content.

FORMATS: Final = {
    name: drawn
    for drawn, names in {
        "a": "a", "b": "b", "strong": "strong", "i": "i cite dfn var", "em": "em", "u": "u ins",
        "s": "s strike del", "sub": "sub", "sup": "sup", "small": "small", "code": "code kbd samp tt",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Elements of a line. They are drawn around text alone, none within itself, so that none can be misnested."""

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Drawn as blocks of that class: the headings of the page around stay its own."""

SHOWN_AS_WRITTEN: Final = frozenset({"xmp", "plaintext"})
"""Elements whose content is shown, without tags and references."""

HIDDEN: Final = frozenset(CONTENTS) - SHOWN_AS_WRITTEN - {"textarea"}
"""Elements that no browser shows the content of. Of all others it may show some, wherever they end."""

BLOCKS: Final = (
    dict.fromkeys(LINE_STARTING - {"body", "br", "head", "hr", "html"} - HIDDEN, "div")
    | {name: name for name in ("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", *HEADINGS)}
    | {"dir": "ul", "menu": "ul", "listing": "pre"}
    | dict.fromkeys(SHOWN_AS_WRITTEN, "pre")
)
"""Elements of which each begins a line; those of a table are `TABLE_PARTS`."""

TABLE_PARTS: Final = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})

FOREIGN: Final = frozenset({"svg", "math"})
"""Elements in which those of HTML are others, so that nothing is surely hidden."""

ADDRESS: Final = re.compile(r"(?:https?|mailto|tel):[!-~]+", re.IGNORECASE)
"""Where a link may lead a reader, as far as the page tells it."""

FAMILIES: Final = dict.fromkeys(HEADINGS, "heading") | {"dt": "dd"}
"""Blocks that end each other."""

ITEMS: Final = frozenset({"li", "dt", "dd"})

NUMBERS: Final = {
    "ol": ("start",),
    "li": ("value",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
}
"""The attributes that are drawn, where they are small numbers."""

_NOT_BOLD = re.compile(r"(?<![-\w])font-weight:\s?(?:normal|400)\b", re.IGNORECASE)
"""What Google Docs says of the ``b`` that it puts around all that is copied."""

_SMALL_NUMBER = re.compile(r"[0-9]{1,2}")

MOST_SPANNED: Final = 12
"""Columns and rows of one cell: a browser stands still over many that span a hundred."""


Pieces = list[tuple[int, int, int, int]]
"""The pieces of a text: for each its place and length there, and its start and end in the HTML."""


class Writer(ABC):
    """What is told of HTML as it goes by; blocks end in the opposite order of their starts."""

    @abstractmethod
    def open(self, name: str, numbers: Mapping[str, int]) -> None:
        """Begin a block, with the numbers that it has as attributes."""

    @abstractmethod
    def close(self, name: str) -> None:
        """End the block that began last."""

    @abstractmethod
    def begin_line(self) -> None:
        """Keep apart what a tag keeps apart that is drawn nowhere."""

    @abstractmethod
    def break_line(self) -> None:
        """Break the line."""

    @abstractmethod
    def draw_rule(self) -> None:
        """Draw a line across."""

    @abstractmethod
    def format(self, name: str, change: int) -> None:
        """Note that a format starts (1) or ends (-1)."""

    @abstractmethod
    def lead(self, address: str) -> None:
        """Note where the link that starts leads; nowhere, as far as a reader is told, for ``""``."""

    @abstractmethod
    def pass_tag(self, place: int) -> None:
        """Note that a tag stands at a place where text is seen, or that the HTML ends there."""

    @abstractmethod
    def show(self, text: str, pieces: Pieces) -> None:
        """Show a text, its references read, which is not empty."""


class _Block(NamedTuple):
    """An open block.

    Attributes:
        name: as it is drawn.
        item: the index of the list item that a next one would end; -1 where there is none.
        table: the index of the table that it stands in, or is; -1 where there is none.
        around: how many blocks of each family are open outside, where an end tag inside can't end them.
    """

    name: str
    item: int
    table: int
    around: dict[str, int] | None = None


def _give_family(name: str) -> str:
    """Give what a block is to the tags that may end it."""
    return FAMILIES.get(name, name)


class Walk:
    """One walk over HTML. A subset of the standard's tree construction, without its foster parents."""

    def __init__(self, html: str, writer: Writer) -> None:
        self._html = html
        self._writer = writer
        self._blocks = [_Block("", -1, -1)]
        self._open: dict[str, int] = {}
        self._is_table_empty = False
        self._foreign = 0  # how many elements that are none of HTML are open

    def walk(self) -> None:
        """Tell the writer all that is seen."""
        for kind, start, end, name, _ in tokenize(self._html):
            if kind in (TEXT, RAW):
                if name not in HIDDEN or self._foreign:
                    self._show(start, end, as_written=kind == RAW)
            else:
                if kind != END or name not in HIDDEN:
                    self._pass_tag(start)
                if kind == START:
                    self._start(name, start, end)
                elif kind == END:
                    self._end(name)
        self._pass_tag(len(self._html))
        self._close_to(1)

    def _pass_tag(self, place: int) -> None:
        if not self._is_between_cells:
            self._writer.pass_tag(place)

    @property
    def _is_between_cells(self) -> bool:
        """Tell whether the parser would move a text that stands here to before the table."""
        return self._blocks[-1].name in ("table", "tr")

    def _show(self, start: int, end: int, *, as_written: bool) -> None:
        text, pieces = self._html[start:end], [(0, end - start, start, end)]
        if "&" in text and not as_written:
            text, pieces = join_text(self._html, [(TEXT, start, end, "", True)], (), read_in_text)
        if self._is_between_cells:
            if not text.strip(WHITE_SPACE):
                return
            self._open_cell("td", {})
        self._writer.show(text, pieces)

    def _start(self, name: str, start: int, end: int) -> None:
        if name in FORMATS:
            if name != "b" or not _NOT_BOLD.search(self._html, start, end):
                self._writer.format(FORMATS[name], 1)
            if name == "a":
                self._writer.lead(self._read_address(start, end))
        elif name in FOREIGN:
            self._foreign += not self._html.startswith("/>", end - 2)
        elif name in TABLE_PARTS:
            self._start_table_part(name, start, end)
        elif name == "br":
            self._break_line()
        elif name == "hr":
            if not self._is_between_cells:
                self._end_paragraph()
                self._writer.draw_rule()
        elif name in BLOCKS:
            self._start_block(BLOCKS[name], self._read_numbers(name, start, end))

    def _break_line(self) -> None:
        if not self._is_between_cells:
            self._writer.break_line()

    def _start_block(self, name: str, numbers: Mapping[str, int]) -> None:
        if self._is_between_cells:
            return
        self._end_paragraph()
        last, family = self._blocks[-1], _give_family(name)
        if family == _give_family(last.name) == "heading":
            self._close_to(len(self._blocks) - 1)
        elif name in ITEMS and last.item >= 0 and _give_family(self._blocks[last.item].name) == family:
            self._close_to(last.item)
        self._push(name, numbers)

    def _start_table_part(self, name: str, start: int, end: int) -> None:
        table = self._blocks[-1].table
        if name == "table":
            if self._is_between_cells:
                self._close_to(table)
            self._end_paragraph()
            self._push("table", {})
            self._is_table_empty = True
        elif table < 0:
            self._writer.begin_line()
        elif name in ("td", "th"):
            self._open_cell(name, self._read_numbers(name, start, end))
        else:
            self._close_to(table + 1)
            if name == "caption":
                if self._is_table_empty:
                    self._push("caption", {})
                else:
                    self._open_cell("td", {})
            elif name == "tr":
                self._push("tr", {})

    def _open_cell(self, name: str, numbers: Mapping[str, int]) -> None:
        """Open a cell in the table that is open, in a row."""
        row = self._blocks[-1].table + 1
        if len(self._blocks) > row and self._blocks[row].name == "tr":
            self._close_to(row + 1)
        else:
            self._close_to(row)
            self._push("tr", {})
        self._push(name, numbers)

    def _end(self, name: str) -> None:
        table = self._blocks[-1].table
        if name in FORMATS:
            self._writer.format(FORMATS[name], -1)
        elif name in FOREIGN:
            self._foreign = max(0, self._foreign - 1)
        elif name in TABLE_PARTS:
            if table < 0:
                self._writer.begin_line()
            else:
                self._close_to(table + {"table": 0, "td": 2, "th": 2}.get(name, 1))
        elif name == "br":
            self._break_line()
        elif name in BLOCKS:
            self._end_block(BLOCKS[name])

    def _end_block(self, name: str) -> None:
        """End the innermost block of a family; a paragraph that was not begun is an empty one."""
        family = _give_family(name)
        if name == "p" and not self._open.get("p"):
            self._start_block("p", {})
        if self._open.get(family):
            last = len(self._blocks) - 1
            while _give_family(self._blocks[last].name) != family:
                last -= 1
            self._close_to(last)

    def _end_paragraph(self) -> None:
        """End the paragraph that is open; nothing stands open in one, since any block ends it."""
        if self._blocks[-1].name == "p":
            self._close_to(len(self._blocks) - 1)

    def _push(self, name: str, numbers: Mapping[str, int]) -> None:
        last, index = self._blocks[-1], len(self._blocks)
        item = index if name in ITEMS else last.item if name in ("div", "p", *HEADINGS) else -1
        table = index if name == "table" else last.table
        family = _give_family(name)
        self._open[family] = self._open.get(family, 0) + 1
        around = None
        if name in TABLE_PARTS:
            around, self._open = self._open, {}
            self._is_table_empty = False
        self._blocks.append(_Block(name, item, table, around))
        self._writer.open(name, numbers)

    def _close_to(self, length: int) -> None:
        """Close blocks, the innermost first, until so many are open."""
        while len(self._blocks) > length:
            name, _, _, around = self._blocks.pop()
            if around is not None:
                self._open = around
            self._open[_give_family(name)] -= 1
            self._writer.close(name)

    def _read_address(self, start: int, end: int) -> str:
        for attribute in parse_attributes(self._html, Token(START, start, end, "a", holds_more=False)):
            if attribute.name == "href":
                value = unescape(self._html[attribute.value_start : attribute.value_end]).strip(WHITE_SPACE)
                return value if ADDRESS.fullmatch(value) else ""
        return ""

    def _read_numbers(self, name: str, start: int, end: int) -> Mapping[str, int]:
        if name not in NUMBERS or end - start == len(name) + 2:
            return {}
        token = Token(START, start, end, name, holds_more=False)
        numbers: dict[str, int] = {}
        for attribute in parse_attributes(self._html, token):
            value = self._html[attribute.value_start : attribute.value_end]
            if attribute.name in NUMBERS[name] and _SMALL_NUMBER.fullmatch(value):
                most = MOST_SPANNED if name in {"td", "th"} else int(value)
                numbers.setdefault(attribute.name, min(int(value), most))
        return numbers
