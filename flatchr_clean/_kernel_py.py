"""What loops over characters, by `re`: the specification of the compiled kernel, and what runs without it.

Knows code points by the classes that it is given, where HTML's tokens begin and end, and the grammar of JSON;
knows no rule and no table of its own. It gives places and copies.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out

from flatchr_clean.code_points import Ranges, class_of, contains, ranges_of, unite

Token = tuple[int, int, int, str, bool]
Piece = tuple[int, int, int, int]
Container = tuple[int, int, int]
_Looking = Callable[[str, int, int], str]

# What is found in a text.
CHANGES, COMPOSES, SUSPICIOUS, TAGS, REFERENCES, ESCAPES, BROKEN = 1, 2, 4, 8, 16, 32, 64


class Sequences:
    """Sequences of two to four sets of code points, found where a text holds one of each side by side.

    Args:
        sequences: at most sixteen. The text's end counts as a line feed, and a "<" as all that is left: what
            a tag stands before is not known.
    """

    def __init__(self, sequences: Sequence[Sequence[Ranges]]) -> None:
        first = unite(*(sets[0] for sets in sequences))
        kinds = (f"(?<={class_of(start)})(?={_write_rest(rest)})" for start, *rest in sequences)
        self.expression = re.compile(f"{class_of(first)}(?:{'|'.join(kinds) or '(?!)'})")


class Table:
    r"""The classes of code points, and what is found by them.

    A run is what is looked at together: one character of `simple`; or one of `context`, or one of
    `before_blanks` that one of `followers` follows, with those of `context` and `blanks` after it.

    Args:
        simple: what each character becomes that becomes the same wherever it stands.
        context: code points whose neighbours decide.
        blanks: code points that go along with those.
        before_blanks: code points that count only before `followers`.
        followers: texts of blanks.
        composes: code points that may be composed with what stands before them.
        suspicious: what makes a text suspicious.

    Example:
        >>> table = Table({"\u2019": "'"}, ((0x2022, 0x2022),), ((32, 32),), (), (), (), Sequences([]))
        >>> table.find_runs("\u2022 l\u2019\xe9t\xe9")
        [(0, 2), (3, 4)]
        >>> table.rewrite("\u2022 l\u2019\xe9t\xe9", lambda: lambda text, start, end: "- ")
        "- l'\xe9t\xe9"
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the classes that there are
        self,
        simple: Mapping[str, str],
        context: Ranges,
        blanks: Ranges,
        before_blanks: Ranges,
        followers: Iterable[str],
        composes: Ranges,
        suspicious: Sequences,
    ) -> None:
        self._simple = dict(simple)
        ones = ranges_of(simple)
        followed = "|".join(map(re.escape, followers)) or "(?!)"
        # One class first: `re` then passes over all other characters at full speed.
        self._run = re.compile(
            f"{class_of(unite(ones, context, before_blanks))}"
            f"(?:(?<={class_of(ones)})"
            f"|(?:(?<={class_of(context)})|(?={followed})){class_of(unite(context, blanks))}*+)"
        )
        alone = unite(ones, context)
        following = class_of(ranges_of({follower[0] for follower in followers}))
        self._changes = re.compile(
            f"{class_of(unite(alone, before_blanks))}(?:(?<={class_of(alone)})|(?={following}))"
        )
        self._composes = re.compile(f"{class_of(composes)}{class_of(composes)}*+")
        self._suspicious = suspicious.expression

    def survey(self, text: str) -> int:
        """Tell what a text holds: a sum of what is found, 0 where it is plain.

        `CHANGES` stands for what may be a run, `TAGS` for a "<", `REFERENCES` for an ampersand.
        """
        found = CHANGES if self._changes.search(text) else 0
        if "<" in text:
            found |= TAGS
        if "&" in text:
            found |= REFERENCES
        if text.isascii():
            return found
        if self._composes.search(text):
            found |= COMPOSES
        return found | SUSPICIOUS if self._suspicious.search(text) else found

    def survey_rows(self, data: bytes | memoryview, offsets: Sequence[int] | memoryview) -> bytes:
        """Tell what each row of a column holds, as Arrow lays it out.

        Args:
            data: the rows in UTF-8, one after the other.
            offsets: where each begins, and after them where the last one ends; 64 bits each.

        Returns:
            A byte for each row: what `survey` tells of it, or `BROKEN` where it is no UTF-8.

        Raises:
            ValueError: the offsets lead out of the data.
        """
        view, found = memoryview(data), bytearray()
        for start, end in pairwise(offsets):
            if not 0 <= start <= end <= len(view):
                raise ValueError("the offsets lead out of the data")
            try:
                found.append(self.survey(str(view[start:end], "utf-8")))
            except UnicodeDecodeError:
                found.append(BROKEN)
        return bytes(found)

    def find_runs(self, text: str) -> list[tuple[int, int]]:
        """Give the start and the end of each run of a text."""
        return [match.span() for match in self._run.finditer(text)]

    def find_composing(self, text: str) -> list[tuple[int, int]]:
        """Give the start and the end of each stretch of code points that may be composed."""
        return [match.span() for match in self._composes.finditer(text)]

    def find_suspicious(self, text: str) -> list[int]:
        """Give the places where suspicious sequences begin."""
        return [match.start() for match in self._suspicious.finditer(text)]

    def rewrite(self, text: str, begin: Callable[[], _Looking], *, every: bool = False) -> str:
        """Give a text with its runs replaced.

        Args:
            text: any string.
            begin: asked at the first run that is no simple character for what gives what such runs become,
                by the text and the run's place.
            every: True to ask for the simple ones too.
        """
        find = self._simple.get
        looking: _Looking | None = None

        def replace(run: re.Match[str]) -> str:
            nonlocal looking
            known = None if every else find(run[0])
            if known is not None:
                return known
            looking = looking or begin()
            return looking(run.string, run.start(), run.end())

        return self._run.sub(replace, text)

    def find_strings(
        self, document: str, names: Collection[str], *, every: bool
    ) -> tuple[array[int], list[Container], tuple[int, int] | None]:
        """Walk through a JSON text (RFC 8259), and give the strings in which something is found.

        Args:
            document: any string; a byte-order mark at its start is none of the text.
            names: keys to give though they hold nothing. Where there are any, keys with escapes are given
                too, since these may spell one.
            every: True to give all strings.

        Returns:
            The strings in their order, the containers around them, and where and in which state the walk came
            upon what is no JSON; None where all is. Of a string, side by side in one array since there may be
            millions: its start and end with its quotes, what is found in what it means and `ESCAPES`, whether
            it is a key, the number of its container, and its index there or the place of its key. Of a
            container, after that which holds it: that one's number, the index or place of its key there, and
            what it is. The first is the document.

        Example:
            >>> table = Table({"x": "y"}, (), (), (), (), (), Sequences([]))
            >>> table.find_strings('{"a": ["", "x"]}', (), every=False)
            (array('q', [11, 14, 1, 0, 2, 1]), [(-1, 0, 0), (0, 0, 2), (1, 1, 1)], None)
        """
        strings = array("q")
        containers: list[Container] = [(-1, 0, DOCUMENT)]
        # Of each container around, innermost last: its kind, its number, and what was reached.
        around = array("q", [DOCUMENT, 0, 0])
        at, state = int(document.startswith("\ufeff")), VALUE
        while token := _JSON_TOKEN.match(document, at):
            start = token.start(1)
            kind = document[start]
            following = _GRAMMAR[state].get(kind)
            if following is None:
                break
            if kind == '"':
                try:
                    meant, end = scanstring(document, start + 1)
                except ValueError:
                    break
                is_key = following == COLON
                if is_key:
                    around[-1] = start
                found = self.survey(meant) | (ESCAPES if "\\" in document[start:end] else 0)
                named = is_key and names and (found & ESCAPES or meant in names)
                if every or named or found & ~ESCAPES:
                    number = _number(around, containers)
                    strings.extend((start, end, found, is_key, number, around[-1]))
                at = end
            else:
                at = token.end()
            if kind in _OPENED:
                around.extend((_OPENED[kind], -1, 0))
            elif kind in "]}":
                del around[-3:]
            elif following == ITEM:
                around[-1] += 1
            state = _AFTER[around[-3]] if following == NOTHING else following
        at = _LAYOUT.match(document, at).end()  # type: ignore[union-attr]
        return strings, containers, None if state == NOTHING and at == len(document) else (at, state)


def _write_rest(sets: Sequence[Ranges]) -> str:
    if not sets:
        return ""
    end = r"|\Z" if contains(sets[0], ord("\n")) else ""
    return f"(?:<|(?:{class_of(sets[0])}{end}){_write_rest(sets[1:])})"


# JSON. What may come next in a text, and what holds a value.
VALUE, FIRST_ITEM, ITEM, NEXT_ITEM, FIRST_KEY, KEY, COLON, NEXT_KEY, NOTHING = range(9)
DOCUMENT, ARRAY, OBJECT = range(3)

_JSON_TOKEN = re.compile(
    r'[ \t\n\r]*+(["\[\]{},:]|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[Ee][+-]?[0-9]++)?|true|false|null)'
)
_OPENED = {"[": ARRAY, "{": OBJECT}
_AFTER = {DOCUMENT: NOTHING, ARRAY: NEXT_ITEM, OBJECT: NEXT_KEY}
# How what may come in a state begins, and what may come after it; after a value, NOTHING stands for `_AFTER`.
_VALUES = {**dict.fromkeys('"-0123456789tfn', NOTHING), "[": FIRST_ITEM, "{": FIRST_KEY}
_GRAMMAR: dict[int, dict[str, int]] = {
    VALUE: _VALUES,
    FIRST_ITEM: {**_VALUES, "]": NOTHING},
    ITEM: _VALUES,
    NEXT_ITEM: {",": ITEM, "]": NOTHING},
    FIRST_KEY: {'"': COLON, "}": NOTHING},
    KEY: {'"': COLON},
    COLON: {":": VALUE},
    NEXT_KEY: {",": KEY, "}": NOTHING},
    NOTHING: {},
}


def _number(around: array[int], containers: list[Container]) -> int:
    """Give the number of the innermost container, after those around it."""
    inner = len(around) - 2
    while around[inner] < 0:
        inner -= 3
    for number in range(inner + 3, len(around), 3):
        outer, reached, kind = around[number - 3 : number]
        around[number] = len(containers)
        containers.append((outer, reached, kind))
    return around[-2]


# HTML, as https://html.spec.whatwg.org/multipage/parsing.html#tokenization reads it.
# What a token is:
TEXT, START, END, COMMENT, RAW, CUT = range(6)

_SPACE = "\\t\\n\\f\\r "
# Each repetition is possessive or atomic and each alternative starts with another character: linear on any
# input. Repeated groups are atomic, since CPython before 3.11.5 read possessive ones wrong (gh-106052).
_ATTRIBUTE = (
    rf"[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+"
    rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>\"'][^{_SPACE}>]*+|))?"
)
# A tag, to its ">" or to the text's end; or the start of what is read as a comment.
_MARKUP = re.compile(
    rf"<(?:(/?)([A-Za-z][^{_SPACE}/>]*+)(?>(?:[{_SPACE}/]++|{_ATTRIBUTE})*)(>?)|[!?]|/[\s\S])"
)
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"--!?>")
# Anything but the ASCII that no reference is made of.
_NOT_PLAIN = re.compile(r"[^\t\n\r -%'-~]")
# What may be a reference (https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state),
# with its semicolon, or the equals sign that makes it none in an attribute's value.
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9A-Fa-f]++|[0-9]++)|[A-Za-z][0-9A-Za-z]*+)[;=]?+")
_LAYOUT = re.compile(r"[ \t\n\r]*+")
SMALL_LETTERS = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


def find_tokens(text: str, contents: Mapping[str, bool]) -> list[Token]:
    """Take HTML apart.

    Args:
        text: any string: none is an error.
        contents: the elements whose content holds no tags; whether it is text all the same, with references.

    Returns:
        Tokens, side by side, from the text's start to its end: kind, start, end, the name in small letters of
        a tag or of the element whose content it is, and whether it holds anything but ASCII without controls
        and ampersands. `CUT` is a tag that the text's end cuts off, `RAW` a content without references.

    Example:
        >>> find_tokens("a < b<BR>", {})
        [(0, 0, 5, '', False), (1, 5, 9, 'br', False)]
    """
    tokens: list[Token] = []
    position = 0

    def add(kind: int, start: int, end: int, name: str) -> None:
        tokens.append((kind, start, end, name, _NOT_PLAIN.search(text, start, end) is not None))

    while markup := _MARKUP.search(text, position):
        start = markup.start()
        if start > position:
            add(TEXT, position, start, "")
        slash, name, closing = markup.groups()
        if name is None:
            position = find_comment_end(text, start)
            add(COMMENT, start, position, "")
            continue
        position = markup.end()
        name = name.translate(SMALL_LETTERS)
        add((END if slash else START) if closing else CUT, start, position, name)
        if closing and not slash and name in contents:
            end = find_content_end(text, position, name)
            if end > position:
                add(TEXT if contents[name] else RAW, position, end, name)
            position = end
    if position < len(text):
        add(TEXT, position, len(text), "")
    return tokens


def find_comment_end(text: str, start: int) -> int:
    """Give the place after what is read as a comment; the text's end when nothing ends it."""
    if not text.startswith("<!--", start):
        end = text.find(">", start + 2)
        return end + 1 if end >= 0 else len(text)
    match = _EMPTY_COMMENT.match(text, start) or _COMMENT_END.search(text, start + 4)
    return match.end() if match else len(text)


def join_text(
    text: str, tokens: Iterable[Token], breaking: Collection[str], read: Callable[[str], tuple[str, int]]
) -> tuple[str, list[Piece]]:
    """Join the texts of HTML into one.

    Args:
        text: the HTML.
        tokens: its tokens, or some of them in their order.
        breaking: names of tags at which a line begins: a line feed stands for them between two texts. White
            space of the source where a line begins is its layout, and left out. Where there are none, as in
            an attribute's value, there is no layout either.
        read: gives for what may be a reference the characters that it stands for, and how much of it is one:
            0 where it is none.

    Returns:
        The joined text, and its pieces: for each its place and length in the joined text, and its start and
        end in the HTML. Both are equally long unless the piece is a reference.

    Example:
        >>> join_text("<p>a &amp; b", [(0, 3, 12, "", True)], (), lambda candidate: ("&", 5))
        ('a & b', [(0, 2, 3, 5), (2, 1, 5, 10), (3, 2, 10, 12)])
    """
    pieces: list[Piece] = []
    texts: list[str] = []
    length = 0
    begins_line, waits = bool(breaking), False
    for kind, begin, end, name, holds_more in tokens:
        if kind != TEXT:
            if name in breaking and not begins_line:
                begins_line = waits = True
            continue
        start = _LAYOUT.match(text, begin, end).end() if begins_line else begin  # type: ignore[union-attr]
        if start == end:
            continue
        if waits:
            texts.append("\n")
            length += 1
            waits = False
        for characters, first, last in _read_node(text, start, end, read if holds_more else None):
            texts.append(characters)
            pieces.append((length, len(characters), first, last))
            length += len(characters)
        begins_line = texts[-1].endswith(("\n", "\r"))
    return "".join(texts), pieces


def _read_node(
    text: str, start: int, end: int, read: Callable[[str], tuple[str, int]] | None
) -> Iterator[tuple[str, int, int]]:
    """Give the pieces of a text node, each with its start and end."""
    for candidate in _REFERENCE.finditer(text, start, end):
        characters, size = read(candidate[0]) if read else ("", 0)
        if size:
            found = candidate.start()
            if start < found:
                yield text[start:found], start, found
            start = found + size
            yield characters, found, start
    if start < end:
        yield text[start:end], start, end


def find_content_end(text: str, start: int, name: str) -> int:
    """Give the place of the end tag that ends the content of an element; the text's end when there is none.

    Args:
        text: the HTML.
        start: where the content begins.
        name: the element's name in small letters; the content of ``plaintext`` never ends.
    """
    if name == "plaintext":
        return len(text)
    match = re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE | re.ASCII).search(text, start)
    return match.start() if match else len(text)
