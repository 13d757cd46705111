"""The texts of an XML document, where each stands in its bytes, and how one is written anew there.

The parser tells what is well formed and where elements begin and end; what stands between them is read here,
so that each character of a text is known by its bytes. No entity is ever declared, no other file is read.
Knows XML (https://www.w3.org/TR/xml); knows no document but for what Excel adds to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import messages

from flatchr_clean.check.findings import apply_edits as splice
from flatchr_clean.errors import CleaningError
from flatchr_clean.text.changes import Edit
from flatchr_clean.text.edits import apply_edits, compose_edits, list_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from xml.parsers.expat import XMLParserType

    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.cleaner import Cleaner

BLANKS = " \t\r\n"

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

MARKUP = (
    r"&\#x(?P<hexadecimal>[0-9A-Fa-f]+);|&\#(?P<decimal>[0-9]+);|&(?P<name>\w+);"
    r"|<!\[CDATA\[(?P<literal>(?s:.*?))\]\]>|(?P<aside><!--(?s:.*?)-->|<\?(?s:.*?)\?>)|(?P<break>\r\n?)"
)
"""What does not stand for itself between two tags."""

PAIR = r"_x(?P<high>[Dd][89ABab][0-9A-Fa-f]{2})__x(?P<low>[Dd][C-Fc-f][0-9A-Fa-f]{2})_"
ESCAPE = r"_x(?P<unit>(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_"
"""How Excel writes what XML can't hold: by its unit of UTF-16; what is no character stays as it is written.

Source: ISO/IEC 29500-1, 22.9.2.19, "ST_Xstring".
"""

LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NEVER_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TAG = re.compile(rb"""<([^\s/>]++)(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
DEEPEST = 1_000
"""Elements in elements; documents have some dozens, and each takes memory of the parser."""

MOST_ELEMENTS = 20_000
"""Elements that name parts or sheets."""

MOST_PASSES = 16
"""Times that a text with elements in it is cleaned; two are enough for all that is known."""

SHORT_TAG = len("<x:v>")
"""Bytes of a tag at most that has no attribute."""

ATTRIBUTE = re.compile(rb"""\s(?P<name>[^\s=]++)\s*+=\s*+(?P<value>"[^"]*+"|'[^']*+')""")


class BrokenPart(CleaningError, ValueError):
    """A part of a document is not what it should be; says why and what to do."""


class Grammar(NamedTuple):
    """How a text is written between two tags.

    Attributes:
        token: finds what does not stand for itself.
        write: writes a text.
    """

    token: re.Pattern[str]
    write: Callable[[str], str]


def _write_xml(text: str) -> str:
    if NEVER_IN_XML.search(text):
        raise BrokenPart(
            "a correction would write a character that XML can't hold: leave it out of the profile"
        )
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return written.replace("\r", "&#13;")


def _write_excel(text: str) -> str:
    text = LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
    return _write_xml(NEVER_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


XML = Grammar(re.compile(MARKUP), _write_xml)
EXCEL = Grammar(re.compile(f"{MARKUP}|{PAIR}|{ESCAPE}"), _write_excel)


class Written(NamedTuple):
    """A text as it is written, and what it means.

    Attributes:
        raw: how it is written.
        value: what that means.
        starts: where each character of that begins in it, and last where it ends; None where both are alike.
    """

    raw: str
    value: str
    starts: list[int] | None

    def rewrite(self, changes: Iterable[tuple[int, int, str]], grammar: Grammar) -> str:
        """Write changes of the value; what stays is written as it was, where that still means the same."""
        made = list(changes)
        value = splice(self.value, made)
        starts = self.starts or range(len(self.value) + 1)
        written = splice(self.raw, ((starts[a], starts[b], grammar.write(new)) for a, b, new in made))
        return written if read_text(written, grammar).value == value else grammar.write(value)


def read_text(raw: str, grammar: Grammar) -> Written:
    """Read what is written between two tags that hold no other.

    Example:
        >>> read_text("L&#8217;été &amp; <![CDATA[<b>]]>_x000B_", EXCEL).value
        'L\u2019été & <b>\\x0b'
    """
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    for match in grammar.token.finditer(raw):
        plain = raw[position : match.start()]
        value, first = _read_token(match)
        parts += plain, value
        starts += range(position, match.start())
        starts += range(first, first + len(value))
        position = match.end()
    if not position:
        return Written(raw, raw, None)
    starts += range(position, len(raw) + 1)
    return Written(raw, "".join((*parts, raw[position:])), starts)


def _read_token(match: re.Match[str]) -> tuple[str, int]:
    """Give what a token means, and where that begins."""
    kind, written = match.lastgroup, match[match.lastgroup or 0]
    start = match.start()
    if kind == "literal":
        return written.replace("\r\n", "\n").replace("\r", "\n"), match.start("literal")
    if kind == "low":
        high, low = int(match["high"], 16), int(written, 16)
        return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)), start
    if kind == "decimal":
        return chr(int(written.lstrip("0"))), start  # Python refuses numbers of too many digits
    if kind in ("hexadecimal", "unit"):
        return chr(int(written, 16)), start
    return {"break": "\n", "aside": ""}.get(kind or "", NAMED.get(written, "")), start


class ByteEdit(NamedTuple):
    """Replace ``data[start:end]`` of a part."""

    start: int
    end: int
    written: bytes


def apply_byte_edits(data: bytes, edits: Iterable[ByteEdit]) -> bytes:
    """Write a part anew; the edits never overlap."""
    parts: list[bytes] = []
    position = 0
    for start, end, written in sorted(edits):
        if start < position:
            raise BrokenPart("has a part that is two things at once: open it and save it anew")
        parts += data[position:start], written
        position = end
    return b"".join((*parts, data[position:]))


class TextNode(NamedTuple):
    """What an element holds that holds nothing but text.

    Attributes:
        tag: where its start tag begins.
        start: where its text begins.
        end: where that ends.
    """

    tag: int
    start: int
    end: int


def find_node(data: bytes, tag: int, end: int) -> TextNode:
    """Give the text of an element.

    Args:
        data: the part.
        tag: where its start tag begins.
        end: where its end tag begins; one that has none holds nothing.
    """
    bare = data.find(b">", tag, tag + SHORT_TAG) + 1
    if not bare:  # it has attributes, in whose values a > may stand
        match = TAG.match(data, tag)
        bare = match.end() if match else end
    return TextNode(tag, min(bare, end), end)


class JoinedText:
    """Texts of several elements, and characters that other elements stand for, read as one text.

    Args:
        data: the part that they stand in.
        parts: in order; a string is what an element stands for.
        grammar: how texts are written.

    Attributes:
        text: the text.
        elements: where in it stands what elements stand for.
    """

    def __init__(self, data: bytes, parts: Iterable[TextNode | str], grammar: Grammar) -> None:
        self._data = data
        self._grammar = grammar
        self._nodes: list[TextNode] = []
        self._written: list[Written] = []
        self._starts: list[int] = []
        self.elements: list[int] = []
        texts: list[str] = []
        position = 0
        for part in parts:
            if isinstance(part, str):
                self.elements += range(position, position + len(part))
                value = part
            else:
                written = read_text(data[part.start : part.end].decode("utf-8"), grammar)
                value = written.value
                if value:
                    self._nodes.append(part)
                    self._written.append(written)
                    self._starts.append(position)
            texts.append(value)
            position += len(value)
        self.text = "".join(texts)

    def explain(self, cleaner: Cleaner) -> list[Change]:
        """Say what changes, and what is found and left; what an element stands for stays.

        What stays can make more of what stands beside it than it would have become: so the text is cleaned
        until nothing more can be made.
        """
        changes = list(cleaner.explain(self.text).changes)
        adapted = [_adapt(change, self.text, self.elements) for change in changes]
        if not self.elements or adapted == changes:
            return changes
        text, elements, found = self.text, self.elements, adapted
        edits: list[Edit] = []
        for _ in range(MOST_PASSES):
            made = [
                Edit(change.start, change.end, change.replacement, change.rule, change.lossy)
                for change in found
                if change.applied
            ]
            if not made:
                break
            edits = compose_edits(edits, text, made)
            text, elements = apply_edits(text, made), _shift(elements, made)
            found = [_adapt(change, text, elements) for change in cleaner.explain(text).changes]
        else:
            return [change._replace(applied=False) for change in changes]
        ends = [edit.end for edit in edits]
        left = [
            change
            for change in adapted
            if not change.applied
            and (
                (first := bisect_right(ends, change.start)) == len(edits) or edits[first].start >= change.end
            )
        ]
        return sorted((*list_changes(self.text, edits), *left))

    def rewrite(self, changes: Sequence[Change]) -> list[ByteEdit]:
        """Give the edits of the part that make changes; one that spans elements is written in the first.

        Args:
            changes: sorted, as `explain` gives them, and all to be made.
        """
        of_node: dict[int, list[tuple[int, int, str]]] = {}
        for change in changes:
            index = max(0, bisect_right(self._starts, change.start) - 1)
            new = change.replacement
            while index < len(self._nodes):
                base = self._starts[index]
                length = len(self._written[index].value)
                local = max(0, min(length, change.start - base)), min(length, change.end - base), new
                of_node.setdefault(index, []).append(local)
                new = ""
                index += 1
                if index == len(self._nodes) or self._starts[index] >= change.end:
                    break
        edits = []
        for index, made in of_node.items():
            node, written = self._nodes[index], self._written[index]
            raw = written.rewrite(made, self._grammar)
            edits.append(ByteEdit(node.start, node.end, raw.encode("utf-8")))
            edits += self._keep_blanks(node, written.value, splice(written.value, made))
        return edits

    def _keep_blanks(self, node: TextNode, old: str, new: str) -> Iterable[ByteEdit]:
        """Say that a blank counts where a text comes to begin or end with one: Word and Excel drop it else.

        That is the one thing written beside texts.
        """
        gains = (new[:1] in BLANKS and old[:1] not in BLANKS) or (
            new[-1:] in BLANKS and old[-1:] not in BLANKS
        )
        tag = TAG.match(self._data, node.tag)
        if not (new and gains and tag):
            return
        for attribute in ATTRIBUTE.finditer(self._data, tag.end(1), tag.end()):
            if attribute["name"] == b"xml:space":  # to say it twice would be no XML
                if attribute["value"][1:-1] != b"preserve":
                    yield ByteEdit(*attribute.span("value"), b'"preserve"')
                return
        yield ByteEdit(tag.end(1), tag.end(1), b' xml:space="preserve"')


def _adapt(change: Change, text: str, elements: list[int]) -> Change:
    """Give a change as it can be made where elements stand for some characters.

    A blank at an end of a change stays, and what is written instead of the rest has none there. What is left
    of an element then makes the change one that is told and left.
    """
    start, end = change.start, change.end
    if not _has_element(elements, start, max(end, start + 1)):
        return change
    new = change.replacement
    while start < end and text[start] in BLANKS and _has_element(elements, start, start + 1):
        start, new = start + 1, new.lstrip(BLANKS)
    while start < end and text[end - 1] in BLANKS and _has_element(elements, end - 1, end):
        end, new = end - 1, new.rstrip(BLANKS)
    if start == end or not change.applied or _has_element(elements, start, end) or new == text[start:end]:
        return change._replace(applied=False)
    return change._replace(start=start, end=end, original=text[start:end], replacement=new)


def _has_element(elements: list[int], start: int, end: int) -> bool:
    index = bisect_left(elements, start)
    return index < len(elements) and elements[index] < end


def _shift(elements: list[int], edits: list[Edit]) -> list[int]:
    """Give where elements stand after edits, none of which holds one."""
    shifted = []
    shift = index = 0
    for element in elements:
        while index < len(edits) and edits[index].end <= element:
            shift += len(edits[index].replacement) - (edits[index].end - edits[index].start)
            index += 1
        shifted.append(element + shift)
    return shifted


def make_changed(text: str, changes: Iterable[Change]) -> str:
    """Give what a text becomes."""
    return apply_edits(text, (change for change in changes if change.applied))


class Walker(Protocol):
    """What is called as a part is walked through; names that are not asked for are ""."""

    def start(self, name: str, attributes: dict[str, str], at: int, /) -> object:
        """Take a start tag, and where it begins."""

    def end(self, name: str, at: int, /) -> object:
        """Take an end tag, and where it begins."""


def walk_xml(data: bytes, part: str, names: Mapping[str, str], walker: Walker) -> None:
    """Walk through a part.

    Args:
        data: the part.
        part: its name, for messages.
        names: what elements are called, by their namespace, a blank and their name in it.
        walker: what is called.

    Raises:
        BrokenPart: it is no XML in UTF-8, is deeper than any document, or has a DOCTYPE: with one, a few
            bytes could mean gigabytes, and no program writes it here.
    """

    def refuse_doctype(*_: object) -> None:
        raise BrokenPart(
            f"has a DOCTYPE in {part}, which Office never writes and which is not read: save it anew"
        )

    def check_encoding(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise BrokenPart(f"is not UTF-8 in {part}: save it anew with Office or LibreOffice")

    depth = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BrokenPart(f"is deeper than {DEEPEST:,} elements in {part}: open it and save it anew")
        walker.start(names.get(element, ""), attributes, parser.CurrentByteIndex)

    def end(element: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(names.get(element, ""), parser.CurrentByteIndex)

    parser = ParserCreate("utf-8", " ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = check_encoding
    parser.StartElementHandler, parser.EndElementHandler = start, end
    _parse(parser, data, part)


def check_xml(data: bytes, part: str) -> bytes:
    """Give a part that was written anew.

    Raises:
        BrokenPart: it is no XML any more.
    """
    _parse(ParserCreate("utf-8", " "), data, part)
    return data


def _parse(parser: XMLParserType, data: bytes, part: str) -> None:
    try:
        parser.Parse(data, True)  # noqa: FBT003 - it takes no keyword
    except ExpatError as error:
        raise BrokenPart(
            f"is broken in {part}, line {error.lineno}: {messages[error.code]}: open it and save it anew"
        ) from None


def list_elements(data: bytes, part: str, names: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Give the elements of a part that have one of the names, with their attributes; none of many parts."""
    found: list[tuple[str, dict[str, str]]] = []

    class List:
        def start(self, name: str, attributes: dict[str, str], _: int) -> None:
            if name:
                found.append((name, attributes))
                if len(found) > MOST_ELEMENTS:
                    raise BrokenPart(
                        f"names more than {MOST_ELEMENTS:,} parts in {part}: open it and save it anew"
                    )

        def end(self, name: str, at: int) -> None:
            pass

    walk_xml(data, part, names, List())
    return found
