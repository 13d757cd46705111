"""HTML strings: the characters cleaned, the markup as it was. Knows where text stands; knows no character.

What is cleaned, and how a character that must go is written where it stands:

- text nodes, with their character references: joined over inline tags, so that the rules see whole lines;
  blocks and ``<br>`` begin a line. A reference whose character changes is replaced, the others stay as
  written;
- values of attributes: each like a text. In an address (``href``, ``src``) what must go is percent-encoded,
  as a browser would send it; in an event handler or a ``style`` it is escaped as in scripts and style sheets;
- scripts and style sheets: only what the service would refuse, written as an escape of the language
  (``\\u2019``, ``\\002019``), so that the content means what it meant;
- comments, and the content of other raw elements: only what the service would refuse, character by character;
- names of tags and attributes: what the service would refuse becomes ``_``.

Nothing becomes markup that was not, and no markup is lost. Harm: a template in a ``<script>`` that is no
script shows the escapes; a name that held an exotic character is another name.

With `strip_word`, what only Word reads goes too; see `word`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from flatchr_clean.kernel import COMMENT, END, RAW, START, TEXT, find_content_end
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits, shift_edits
from flatchr_clean.text.html.attributes import clean_values, edit_tag
from flatchr_clean.text.html.fonts import read_glyphs
from flatchr_clean.text.html.joining import join_nodes, keep_apart
from flatchr_clean.text.html.raw import (
    SingleCharacters,
    Writer,
    write_as_text,
    write_in_script,
    write_in_style,
    write_placeholder,
)
from flatchr_clean.text.html.references import IN_TEXT
from flatchr_clean.text.html.tokens import WHITE_SPACE, Token, tokenize
from flatchr_clean.text.html.word import (
    ListMarkers,
    is_word_comment,
    is_word_style_sheet,
    is_word_tag,
    may_hold_lists,
    strip_declarations,
)
from flatchr_clean.text.tables.elements import ATTRIBUTES_WITHOUT_VALUE, ELEMENTS, LINE_STARTING

Tokens = list[tuple[int, int, int, str, bool]]
EditText = Callable[[str], Sequence[Edit]]
Accepts = Callable[[str], bool]

_WRITERS: dict[str, Writer] = {"script": write_in_script, "style": write_in_style}

# A tag as people and programs write it. No value holds a "<", so that no two tries look at the same place.
_WELL_FORMED = re.compile(
    rf"<(?:/?([a-z][a-z0-9]*+(?::[a-z]++)?)"
    rf"(?>(?:[{WHITE_SPACE}]++(?:"
    rf"[a-z_:@][\w:.@-]*+[{WHITE_SPACE}]*+=[{WHITE_SPACE}]*+"
    rf"(?:\"[^\"<]*+\"|'[^'<]*+'|[^{WHITE_SPACE}\"'<>=`]++)"
    rf"|(?:{'|'.join(sorted(ATTRIBUTES_WITHOUT_VALUE))})(?![\w:.@-])))*)"
    rf"[{WHITE_SPACE}]*+/?>"
    r"|(!--)|(?:!doctype\b|!\[if\b|!\[endif\]|\?xml\b)[^<>]*+>)",
    re.IGNORECASE | re.ASCII,
)


# What may be cleaned in a tag: anything but ASCII, and references but those to the characters of markup.
_MAY_CHANGE = re.compile(r"[^\t\n\r -~]|&(?!(?:amp|quot|apos|lt|gt|#39|#34);)")
_COMMENT = re.compile(r"<!--(?!-?>)[\s\S]*-->")


def looks_like_html(text: str) -> bool:
    """Recognise HTML by a real tag: one of HTML's elements or of Word's, well written.

    A comment or a doctype counts too. A text that holds character references only is plain text: someone may
    write about them. What a comment or another tag holds is no tag, however it looks: else what is cleaned in
    there could decide how the text is read a second time.

    Args:
        text: any string.

    Example:
        >>> looks_like_html("Bonjour,<br>à bientôt")
        True
        >>> looks_like_html("a < b > c, <jean@exemple.fr>, &lt;b&gt;, l&rsquo;été")
        False
    """
    first = _WELL_FORMED.search(text)
    if first is None:
        return False
    if first[1] and first[1].lower() in ELEMENTS and text.find("<") == first.start():
        return True
    for kind, start, end, name, _ in tokenize(text):
        if kind == TEXT or not (tag := _WELL_FORMED.match(text, start)):
            continue
        if tag[1] is None:
            if tag[2] is None or _COMMENT.fullmatch(text, start, end):
                return True
        elif name in ELEMENTS or is_word_tag(name, {}):
            return True
    return False


def edit_markup(text: str, edit_text: EditText, *, accepts: Accepts, strip_word: bool) -> list[Edit]:
    """Find what to change in HTML.

    Args:
        text: HTML; any string is.
        edit_text: gives the edits of a plain text, whose start is a line's start. It replaces characters
            and inserts none between two.
        accepts: tells whether a character is in the repertoire.
        strip_word: True to take out what only Word reads.

    Returns:
        Edits of `text`, sorted and not overlapping, none without effect. Printable ASCII stays but in
        references, in the markers of Word's lists, in what is stripped, and where a ``<`` or ``&`` must be
        kept from becoming markup.

    Example:
        >>> def straighten(text):
        ...     return [
        ...         Edit(at, at + 1, "'", Rule.APOSTROPHE, lossy=False)
        ...         for at, character in enumerate(text)
        ...         if character == "\\u2019"
        ...     ]
        >>> source = "<p>l&rsquo;été &amp; l\\u2019hiver"
        >>> apply_edits(source, edit_markup(source, straighten, accepts=str.isascii, strip_word=False))
        "<p>l'été &amp; l'hiver"
    """
    return _MarkupEditor(text, edit_text, accepts, strip_word=strip_word).edit()


class _MarkupEditor:
    """One run over one source: joins its text nodes, and collects the edits of all that is no text."""

    def __init__(self, source: str, edit_text: EditText, accepts: Accepts, *, strip_word: bool) -> None:
        self._source = source
        self._edit_text = edit_text
        self._accepts = accepts
        self._strip_word = strip_word
        self._singles = SingleCharacters(edit_text, accepts)
        self._tokens = tokenize(source)
        self._known_tags: dict[str, list[Edit]] = {}

    def edit(self) -> list[Edit]:
        source = self._source
        tokens, removed = self._strip() if self._strip_word else (self._tokens, [])
        edits = sorted([*self._edit_texts(tokens, removed), *self._edit_markup(tokens)])
        return [edit for edit in edits if edit.replacement != source[edit.start : edit.end]]

    # Texts.

    def _edit_texts(self, tokens: Tokens, removed: list[Edit]) -> list[Edit]:
        """Give the edits of the text nodes, and of the tags between them that go."""
        flow = join_nodes(self._source, tokens)
        edits = self._edit_text(read_glyphs(self._source, tokens, flow))
        if may_hold_lists(self._source):
            edits = _prefer(self._find_markers(tokens).edit(flow, accepts=self._accepts), edits)
        if not edits and not removed:
            return []
        return keep_apart(self._source, sorted([*flow.locate(edits, IN_TEXT), *removed]), in_value=False)

    def _find_markers(self, tokens: Tokens) -> ListMarkers:
        """Find the markers of Word's lists."""
        lists = ListMarkers()
        for kind, start, end, name, _ in tokens:
            if kind == START:
                style = self._find_style(start, end) if may_hold_lists(self._source, start, end) else ""
                lists.start_element(name, style, end)
            elif kind != TEXT:
                lists.end_element(name, start)
            if name in LINE_STARTING and kind not in (TEXT, RAW):
                lists.break_line(start, end)
        lists.break_line(len(self._source), len(self._source))
        return lists

    def _find_style(self, start: int, end: int) -> str:
        """Give the style of a tag, as it reads once cleaned."""
        tag = self._source[start:end]
        values = clean_values(tag, Token(*tokenize(tag)[0]), self._edit_text, self._singles)
        return next((value.cleaned for value in values if value.attribute.name == "style"), "")

    # What is no text.

    def _edit_markup(self, tokens: Tokens) -> list[Edit]:
        edits: list[Edit] = []
        for token in tokens:
            kind, start, end, name, holds_more = token
            if kind == TEXT or not (holds_more or self._strip_word):
                continue
            if kind in (COMMENT, RAW):
                edits += self._edit_raw(Token(*token))
            elif _MAY_CHANGE.search(self._source, start, end) or (
                self._strip_word and end - start > len("</>") + len(name)
            ):
                edits += self._edit_tag(Token(*token))
        return edits

    def _edit_tag(self, token: Token) -> list[Edit]:
        """Give the edits of a tag; the same tag, of which HTML is full, is read once."""
        tag = self._source[token.start : token.end]
        edits = self._known_tags.get(tag)
        if edits is None:
            alone = token._replace(start=0, end=len(tag))
            values = list(clean_values(tag, alone, self._edit_text, self._singles))
            edits = edit_tag(tag, alone, values, self._singles, strip_word=self._strip_word)
            self._known_tags[tag] = edits
        return shift_edits(edits, token.start)

    def _edit_raw(self, token: Token) -> list[Edit]:
        """Give the edits of a comment or of raw content; none may end it or make it another thing."""
        write = _WRITERS.get(token.name, write_as_text)
        edits = self._singles.edit(self._source, token.start, token.end, write)
        if edits and not _stays_raw(token, self._source[token.start : token.end], self._cut(token, edits)):
            edits = self._singles.edit(self._source, token.start, token.end, write_placeholder)
        if self._strip_word and token.name == "style":
            cleaned = self._cut(token, edits)
            stripped = strip_declarations(cleaned)
            if stripped != cleaned:
                lossy = any(edit.lossy for edit in edits)
                edits = [Edit(token.start, token.end, stripped, Rule.WORD_MARKUP, lossy)]
        return edits

    def _cut(self, token: Token, edits: Sequence[Edit]) -> str:
        """Give the text of a token once edited."""
        return apply_edits(self._source[token.start : token.end], shift_edits(edits, -token.start))

    # What is Word's.

    def _strip(self) -> tuple[Tokens, list[Edit]]:
        """Give the tokens that are left without Word's, and the edits that take those out."""
        kept: Tokens = []
        removed: list[Edit] = []
        index = 0
        while index < len(self._tokens):
            after = self._find_word_end(index)
            if after > index:
                start, end = self._tokens[index][1], self._tokens[after - 1][2]
                removed.append(Edit(start, end, "", Rule.WORD_MARKUP, lossy=False))
            else:
                kept.append(self._tokens[index])
                after += 1
            index = after
        return kept, removed

    def _find_word_end(self, index: int) -> int:
        """Give the index after what is Word's at an index; the index itself where nothing is.

        What counts is how it reads once cleaned, so that cleaning does not bring more of it to light.
        """
        token = Token(*self._tokens[index])
        if token.kind == COMMENT:
            return index + is_word_comment(self._cut(token, self._edit_raw(token)))
        if token.kind not in (START, END):
            return index
        if token.name == "style" and self._is_word_style(index):
            return index + 3
        if token.name == "xml" and token.kind == START:
            after = bisect_right(self._xml_ends, index)
            return self._xml_ends[after] + 1 if after < len(self._xml_ends) else index
        attributes: dict[str, str] = {}
        if token.name in ("meta", "link"):
            values = clean_values(self._source, token, self._edit_text, self._singles)
            attributes = {value.attribute.name: value.cleaned for value in reversed(list(values))}
        return index + is_word_tag(token.name, attributes)

    def _is_word_style(self, index: int) -> bool:
        kinds = [kind for kind, *_ in self._tokens[index : index + 3]]
        if kinds != [START, RAW, END]:
            return False
        _, start, end, *_ = self._tokens[index + 1]
        return is_word_style_sheet(self._source[start:end])

    @cached_property
    def _xml_ends(self) -> list[int]:
        return [
            index for index, (kind, _, _, name, _) in enumerate(self._tokens) if kind == END and name == "xml"
        ]


def _stays_raw(token: Token, before: str, after: str) -> bool:
    """Tell whether a comment or raw content is still one, and all of it."""
    if token.kind == RAW:
        return find_content_end(after, 0, token.name) == len(after)
    kind, _, end, *_ = tokenize(after)[0]
    is_whole = kind == COMMENT and end == len(after)
    return is_whole and before.startswith("<!--") == after.startswith("<!--")


def _prefer(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Join two lists of edits; where they overlap the first one's win."""
    joined: list[Edit] = []
    taken = 0
    for edit in second:
        while taken < len(first) and first[taken].end <= edit.start:
            joined.append(first[taken])
            taken += 1
        if taken == len(first) or edit.end <= first[taken].start:
            joined.append(edit)
    return [*joined, *first[taken:]]
