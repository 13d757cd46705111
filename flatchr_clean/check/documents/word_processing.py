"""Documents of Word: each paragraph is a text, whatever runs it is written in.

Source: ECMA-376, part 1, 17.3, "Paragraphs and rich formatting". What elements stand for, such as tabs and
no-break hyphens, is part of a paragraph for the rules, and stays: only texts are written anew.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.archives import UnreadableArchive
from flatchr_clean.check.documents.packages import Findings, Package
from flatchr_clean.check.documents.xml_text import XML, JoinedText, TextNode, find_node, walk_xml
from flatchr_clean.check.findings import Passage
from flatchr_clean.text.cleaner import cleaner_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flatchr_clean.check.examining import Examined, Rules
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.cleaner import Cleaner

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

OTHER_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
"""What a document names that holds paragraphs too."""

STANDS_FOR = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
    "sym": "",
}
"""What these elements of a run stand for; `sym` says it in an attribute."""

LOCAL_NAMES = {
    **{f"{space} {name}": name for space in NAMESPACES for name in ("document", "p", "t", "r", *STANDS_FOR)},
    **{f"{COMPATIBILITY} {name}": name for name in ("AlternateContent", "Fallback")},
}
ITEMS = {f"{space} numPr": "numPr" for space in NAMESPACES}
"""What makes a paragraph an item of a list; which sign stands before it is said elsewhere."""

CHARACTERS = tuple(f"{space} char" for space in NAMESPACES)

PRIVATE_USE = 0xF000
"""Where Word has the characters of a symbol font."""


def examine_document(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in each paragraph of a document of Word."""
    package = Package(piece.data)
    found = Findings(piece, rules, package)
    others = [each.part for each in package.related(package.main) if each.kind in OTHER_PARTS]
    for part in dict.fromkeys((package.main, *others)):
        data = package.read(part)
        name = "" if part == package.main else posixpath.basename(part).partition(".")[0]
        origin = Passage(piece.source.path, (), part=name)
        walk = _Walk(data, part, origin, cleaner_for(rules.profile), found)
        walk_xml(data, part, LOCAL_NAMES, walk)
        if part == package.main and not walk.is_document:
            raise UnreadableArchive("holds no text of Word: pass --type with what it is")
        for number, text, changes in sorted(walk.told, key=lambda told: told.number):
            found.tell(walk.place(number), number, text, changes, fixable=True)
    return found.finish()


def read_document(data: bytes) -> str:
    """Give the text of a document of Word: a line each paragraph, items of lists after a hyphen.

    Args:
        data: the document, with none of its headers, footers and notes read.

    Raises:
        UnreadableArchive, BrokenPart: as an examination has them.
    """
    package = Package(data)
    part = package.main
    content = package.read(part)
    reader = _Reader(content)
    walk_xml(content, part, LOCAL_NAMES | ITEMS, reader)
    return "\n".join(text for _, text in sorted(reader.texts, key=lambda told: told[0]))


class _Paragraph(NamedTuple):
    """A paragraph on its way: its number, its texts and what elements stand for.

    In what readers of old show, it has its number when it ends: one that repeats another has none.
    """

    number: int
    parts: list[TextNode | str]


class _Told(NamedTuple):
    """A paragraph in which something was found: its number, its text, and what that is, as it can be made."""

    number: int
    text: str
    changes: Sequence[Change]


_Texts = dict[tuple[str, tuple[int, ...]], "Sequence[Change]"]
"""What becomes of each text, by it and by where elements stand in it."""


class _Paragraphs:
    """Finds the paragraphs of a part. A text box in a paragraph has paragraphs of its own.

    Args:
        data: the part.

    Attributes:
        is_document: True when the part is the text of a document.
    """

    def __init__(self, data: bytes) -> None:
        self.is_document = False
        self._data = data
        self._number = 0
        self._above: list[str] = []
        self._open: list[_Paragraph] = []
        self._alternatives: list[_Texts] = []
        """Of contents of which a reader shows one, the texts of those that stand before the last."""
        self._fallbacks: list[int] = []
        """Which of them have their last open, which readers of old show."""
        self._tag = -1

    def take(self, paragraph: _Paragraph) -> None:
        """Take a paragraph that has ended."""
        raise NotImplementedError

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        """Take a start tag."""
        self._tag = -1  # what holds an element is no text
        if name == "p":
            self._number += not self._fallbacks
            self._open.append(_Paragraph(self._number, []))
        elif name == "t":
            self._tag = at
        elif (
            name in STANDS_FOR and self._open and self._above[-1] == "r"
        ):  # a tab stop is called a tab as well
            self._open[-1].parts.append(STANDS_FOR[name] or _read_symbol(attributes))
        elif name == "AlternateContent":
            self._alternatives.append({})
        elif name == "Fallback" and self._alternatives:
            self._fallbacks.append(len(self._alternatives) - 1)
        elif name == "document":
            self.is_document = True
        self._above.append(name)

    def end(self, name: str, at: int) -> None:
        """Take an end tag."""
        self._above.pop()
        if name == "t" and self._open and self._tag >= 0:
            self._open[-1].parts.append(find_node(self._data, self._tag, at))
            self._tag = -1
        elif name == "p":
            self.take(self._open.pop())
        elif name == "Fallback" and self._alternatives:
            self._fallbacks.pop()
        elif name == "AlternateContent":
            texts = self._alternatives.pop()
            if self._alternatives:
                small, large = sorted((texts, self._alternatives[-1]), key=len)
                large.update(small)
                self._alternatives[-1] = large


class _Walk(_Paragraphs):
    """Looks at the paragraphs of a part.

    Args:
        data: the part.
        part: its name.
        origin: the place of its paragraphs, but for their numbers.
        cleaner: what finds.
        found: takes what is found.

    Attributes:
        told: the paragraphs to tell of, in the order in which they end.
    """

    def __init__(self, data: bytes, part: str, origin: Passage, cleaner: Cleaner, found: Findings) -> None:
        super().__init__(data)
        self.told: list[_Told] = []
        self._part = part
        self._origin = origin
        self._cleaner = cleaner
        self._found = found

    def place(self, number: int) -> Passage:
        """Give the place of a paragraph."""
        return replace(self._origin, paragraph=number)

    def take(self, paragraph: _Paragraph) -> None:
        """Look at a paragraph."""
        if not paragraph.parts:
            return
        joined = JoinedText(self._data, paragraph.parts, XML)
        key = joined.text, tuple(joined.elements)
        number = paragraph.number
        changes = self._alternatives[self._fallbacks[-1]].get(key) if self._fallbacks else None
        is_repeated = changes is not None  # it becomes what the other does, and is told once
        if changes is None:
            if self._fallbacks:
                self._number += 1
                number = self._number
            changes = joined.explain(self._cleaner)
            if changes and self._found.rules.accepted:
                changes = self._found.leave_accepted(self.place(number), changes)
        if self._alternatives and self._fallbacks[-1:] != [len(self._alternatives) - 1]:
            self._alternatives[-1].setdefault(key, changes)
        if not changes:
            return
        self._found.admit()
        if not is_repeated:
            self._found.count(changes, fixable=True)
        if not is_repeated and self._found.is_told:
            self.told.append(_Told(number, joined.text, changes))
        applied = [change for change in changes if change.applied]
        if applied and self._found.is_rewritten:
            self._found.edits.setdefault(self._part, []).extend(joined.rewrite(applied))


class _Reader(_Paragraphs):
    """Reads the paragraphs of a part; what only readers of old show is left out."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.texts: list[tuple[int, str]] = []

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        """Take a start tag."""
        super().start(name, attributes, at)
        if name == "numPr" and self._open and not self._open[-1].parts:
            self._open[-1].parts.append("- ")

    def take(self, paragraph: _Paragraph) -> None:
        """Read a paragraph."""
        if not self._fallbacks:
            joined = JoinedText(self._data, paragraph.parts, XML)
            self.texts.append((paragraph.number, joined.text))


def _read_symbol(attributes: dict[str, str]) -> str:
    """Give the character of a symbol font."""
    written = next((attributes[name] for name in CHARACTERS if name in attributes), "")
    try:
        number = int(written, 16)
    except ValueError:
        return ""
    return chr(PRIVATE_USE | (number & 0xFF)) if number <= 0xFF or number >> 8 == 0xF0 else ""  # noqa: PLR2004
