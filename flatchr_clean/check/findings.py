"""What a check found, as data: no report, no file, no colour.

Nothing here holds a document's text unless it was asked for (`Passage.text`): a report cannot leak what
it was never given. No repr holds one either: tracebacks and logs show those.
"""

from __future__ import annotations

import dataclasses
import pickle
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from flatchr_clean.check.visible import make_visible
from flatchr_clean.text.changes import LEFT, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence


class Region(NamedTuple):
    """A span of a file: lines and columns from 1, in code points; the end is exclusive, as SARIF counts."""

    line: int
    column: int
    end_line: int
    end_column: int


class Rewrite(NamedTuple):
    """What must be written at a region of the file."""

    region: Region
    text: str


class Edit(NamedTuple):
    """Replace ``text[start:end]`` of a piece of a file with what is written there instead."""

    start: int
    end: int
    written: str


def apply_edits(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Write a text anew.

    Example:
        >>> apply_edits("a\\N{EN DASH}b", (Edit(1, 2, "-"),))
        'a-b'
    """
    parts: list[str] = []
    position = 0
    for start, end, written in edits:
        parts += text[position:start], written
        position = end
    parts.append(text[position:])
    return "".join(parts)


def read_references(original: str) -> str:
    """Give what the character references in something that was found stand for.

    An ampersand is never found but as the start of one.

    Example:
        >>> read_references("&bull;&nbsp;")
        '\u2022\xa0'
    """
    return unescape(original) if "&" in original else original


class Finding(NamedTuple):
    """One place of a file that holds what the profile refuses.

    Attributes:
        region: where it stands in the file; an escape in JSON at its backslash.
        original: the characters found.
        replacement: what becomes of them.
        written: the replacement as it stands in the file: escaped in JSON, its quotes doubled in CSV.
        rule: the family of artefact.
        lossy: True when the replacement says less than what stood there.
        fixable: False for what is found and left: a JSON key, a field that must match exactly, `LEFT` rules.
        start: index of the first character in the passage.
        end: index after the last one.
        trace: 16 bits of a checksum of the characters around. They tell neighbours apart when lines move,
            and are too few to find the text again.
        also: what else must be written for the file to stay valid: the quotes around a CSV field that
            gains one.
    """

    region: Region
    original: str
    replacement: str
    written: str
    rule: Rule
    lossy: bool
    fixable: bool
    start: int
    end: int
    trace: int
    also: tuple[Rewrite, ...] = ()

    @property
    def characters(self) -> str:
        """The characters found; a character reference of HTML as what it stands for."""
        return read_references(self.original)

    @property
    def is_text(self) -> bool:
        """True when the characters found are words, which no report may show unasked.

        A repair finds a whole misread word, such as a Cyrillic name, and its letters are those that it gives
        back; Word's own markup can hold an author.
        """
        letters = sum(map(str.isalpha, self.replacement if self.rule is Rule.ENCODING else self.characters))
        return letters > 1 or self.rule in LEFT

    @property
    def code_points(self) -> list[str]:
        """The characters found, as ``U+2019``; none of them when they are a text."""
        if self.is_text:
            return []
        return [f"U+{ord(character):04X}" for character in self.characters]


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """One text of a file in which something was found: a JSON value, a CSV field, a line.

    Attributes:
        path: the file, as the user named it.
        findings: in the order of the file, at least one.
        pointer: its JSON Pointer (RFC 6901), in columns from the row; None outside JSON and columns.
        row: its row as a spreadsheet counts, the header is 1; in columns, which have no such row, 0 is their
            names; None outside tables and workbooks.
        field: its column's name, or its letter where there is no name.
        sheet: the name of its sheet; None outside workbooks.
        cell: its cell, such as ``B2``; None outside workbooks.
        paragraph: its number in its part of a document, from 1; None outside documents.
        part: what that part is, ``footnotes`` for instance; "" for the text itself.
        text: the whole text, decoded, when it was asked for.
    """

    path: str
    findings: tuple[Finding, ...]
    pointer: str | None = None
    row: int | None = None
    field: str | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None
    part: str = ""
    text: str | None = dataclasses.field(default=None, repr=False)

    @property
    def is_packed(self) -> bool:
        """True when it stands in an archive or a column: what is called its line is a row or a paragraph."""
        return self.sheet is not None or self.paragraph is not None or self.is_columnar

    @property
    def is_columnar(self) -> bool:
        """True when it stands in a column that is no text."""
        return self.pointer is not None and self.row is not None


class TextChange(NamedTuple):
    """What becomes of one text of an archive or a column.

    Attributes:
        where: its place, in words.
        before: the text.
        after: what it becomes.
    """

    where: str
    before: str
    after: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}(where={self.where!r})"


_RULES = tuple(Rule)
_NUMBERS = {rule: number for number, rule in enumerate(_RULES)}


def pack_passages(passages: Iterable[Passage]) -> list[tuple[object, ...]]:
    """Give passages as plain tuples, which go from one process to another in a quarter of the time.

    Example:
        >>> finding = Finding(Region(1, 1, 1, 2), "x", "", "", Rule.SYMBOL, True, True, 0, 1, 0)
        >>> passages = (Passage("a.txt", (finding,)),)
        >>> unpack_passages(pack_passages(passages)) == passages
        True
    """
    return [
        (
            passage.path,
            [
                (
                    tuple(one[0]),
                    one[1:4],
                    _NUMBERS[one.rule],
                    one[5:-1],
                    [(tuple(at), new) for at, new in one.also] or (),
                )
                for one in passage.findings
            ],
            passage.pointer,
            passage.row,
            passage.field,
            passage.sheet,
            passage.cell,
            passage.paragraph,
            passage.part,
            passage.text,
        )
        for passage in passages
    ]


def unpack_passages(packed: Iterable[tuple[Any, ...]]) -> tuple[Passage, ...]:
    """Undo `pack_passages`."""
    return tuple([Passage(path, _unpack_findings(findings), *where) for path, findings, *where in packed])


def _unpack_findings(packed: Iterable[tuple[Any, ...]]) -> tuple[Finding, ...]:
    # What `Finding._make` does, in a third of the time: the first process does this alone for all the others.
    make = tuple.__new__
    return tuple(
        [
            make(
                Finding,
                (
                    make(Region, region),
                    *texts,
                    _RULES[rule],
                    *others,
                    also and tuple(Rewrite(Region(*at), text) for at, text in also),
                ),
            )
            for region, texts, rule, others, also in packed
        ]
    )


MANY = 1 << 12
"""Passages that are kept as they are; of a large document there may be a million."""


class ManyPassages:
    """Passages as bytes, a twentieth of their memory, until they are asked for one after the other."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Passage]:
        for packed in self._packed:
            yield from unpack_passages(pickle.loads(packed))  # noqa: S301 - our own

    def __contains__(self, passage: object) -> bool:
        return any(passage == one for one in self)

    def add(self, passages: Sequence[Passage]) -> None:
        """Take more passages."""
        self._packed.append(pickle.dumps(pack_passages(passages)))
        self._count += len(passages)


def keep_passages(
    passages: Collection[Passage], choose: Callable[[Passage], Passage | None]
) -> Collection[Passage]:
    """Give what is chosen of passages; many of them stay bytes."""
    if not isinstance(passages, ManyPassages):
        return tuple(filter(None, map(choose, passages)))
    kept = ManyPassages()
    chosen = filter(None, map(choose, passages))
    while some := list(islice(chosen, MANY)):
        kept.add(some)
    return kept


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read or written, in whole or in part; it never quotes the file.

    Attributes:
        path: the file, as the user named it.
        message: what is wrong and what to do.
        line: the line, from 1; None when no line is to blame.
        column: the column, from 1, in code points.
    """

    path: str
    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number is not None)
        return f"{make_visible(self.path)}{place}: error: {make_visible(self.message)}"

    def describe(self) -> str:
        """Say the place in words before the message, for reports that have no field for it."""
        place = ", ".join(
            f"{name} {number}"
            for name, number in (("line", self.line), ("column", self.column))
            if number is not None
        )
        return f"{place}: {self.message}" if place else self.message
