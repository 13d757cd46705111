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

With `strip_word`, what only Word reads goes too; see `word_markup`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits, shift_edits
from flatchr_clean.text.html_flow import Flow, keep_apart
from flatchr_clean.text.html_marks import is_well_written
from flatchr_clean.text.html_plain_tags import DOUBTFUL_IN_TAG, maybe_write_plainly, split_markup
from flatchr_clean.text.html_references import IN_TEXT
from flatchr_clean.text.html_tags import Value, clean_values, edit_tag
from flatchr_clean.text.html_tokens import WHITE_SPACE, Kind, Token, find_content_end, tokenize
from flatchr_clean.text.html_verbatim import (
    SingleCharacters,
    Writer,
    write_as_text,
    write_in_script,
    write_in_style,
    write_placeholder,
)
from flatchr_clean.text.tables.elements import ATTRIBUTES_WITHOUT_VALUE, ELEMENTS, LINE_STARTING
from flatchr_clean.text.word_markup import (
    ListMarkers,
    is_word_comment,
    is_word_style_sheet,
    is_word_tag,
    may_hold_lists,
    strip_declarations,
)

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
    for token in tokenize(text):
        if token.kind is Kind.TEXT or not (tag := _WELL_FORMED.match(text, token.start)):
            continue
        name = tag[1]
        if name is None:
            if tag[2] is None or _COMMENT.fullmatch(text, token.start, token.end):
                return True
        elif name.lower() in ELEMENTS or is_word_tag(name, {}):
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
        self._flow = Flow(source)
        self._lists = ListMarkers() if may_hold_lists(source) else None
        self._removed: list[Edit] = []
        self._in_markup: list[Edit] = []

    def edit(self) -> list[Edit]:
        if self._strip_word or not self._take_pieces():
            self._take_tokens()
        edits = sorted([*self._edit_flow(), *self._in_markup])
        return [edit for edit in edits if edit.replacement != self._source[edit.start : edit.end]]

    def _take_pieces(self) -> bool:
        """Take HTML whose markup is beyond doubt, the same markup once.

        Returns:
            False where some is in doubt; then nothing is taken.
        """
        if is_well_written(self._source):
            pieces = split_markup(self._source)
        elif plain := maybe_write_plainly(self._source):
            pieces = plain.pieces
            self._in_markup += plain.locate(plain.edit_each(self._edit_alone))
        else:
            return False
        known = {markup: self._read_tag(markup) for markup in dict.fromkeys(pieces[1::2])}
        place = 0
        for index, piece in enumerate(pieces):
            if index % 2:
                kind, name, style = known[piece]
                self._pass_tag(kind, name, style)
            elif piece:
                self._flow.add_node(place, place + len(piece))
            place += len(piece)
        return True

    def _edit_alone(self, markup: str) -> list[Edit]:
        """Give the edits of a tag, a comment or a script that stands alone."""
        alone = _MarkupEditor(markup, self._edit_text, self._accepts, strip_word=False)
        alone._take_tokens()
        return alone._in_markup

    def _read_tag(self, markup: str) -> tuple[Kind, str, str]:
        """Give the kind and the name of a tag, and its style where that may make it a list's."""
        token = next(tokenize(markup))
        style = ""
        if self._lists and token.kind is Kind.START and may_hold_lists(markup):
            style = _find_style(clean_values(markup, token, self._edit_text, self._singles))
        return token.kind, token.name, style

    def _take_tokens(self) -> None:
        tokens = self._tokens
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind, start, end, _ = token
            if self._strip_word and (after := self._find_word_end(index)) > index:
                end = tokens[after - 1].end
                self._removed.append(Edit(start, end, "", Rule.WORD_MARKUP, lossy=False))
                index = after
                continue
            index += 1
            if kind is Kind.TEXT:
                self._flow.add_node(start, end)
            elif kind is Kind.COMMENT or kind is Kind.RAW:
                self._in_markup += self._edit_raw(token)
            else:
                self._take_tag(token)

    def _take_tag(self, token: Token) -> None:
        source = self._source
        kind, start, end, name = token
        values: Sequence[Value] = ()
        has_attributes = end - start > len("</>") + len(name)
        may_strip = self._strip_word and has_attributes
        may_change = may_strip or DOUBTFUL_IN_TAG.search(source, start, end)
        may_begin_marker = self._lists and kind is Kind.START and may_hold_lists(source, start, end)
        if may_change or may_begin_marker:
            values = clean_values(source, token, self._edit_text, self._singles)
        if may_change:
            self._in_markup += edit_tag(source, token, values, self._singles, strip_word=self._strip_word)
        self._pass_tag(kind, name, _find_style(values))

    def _pass_tag(self, kind: Kind, name: str, style: str) -> None:
        """Let the text and the lists know that a tag stands here."""
        flow, lists = self._flow, self._lists
        if lists and kind is Kind.START:
            lists.start_element(name, style, flow.length)
        elif lists:
            lists.end_element(name, flow.length)
        if name in LINE_STARTING:
            end = flow.length
            start = flow.break_line()
            if lists:
                lists.break_line(end, start)

    def _edit_flow(self) -> list[Edit]:
        """Give the edits of the text nodes, and of the tags between them that go."""
        text = self._flow.text
        edits = self._edit_text(text)
        if self._lists:
            self._lists.break_line(len(text), len(text))
            edits = _prefer(self._lists.edit(text, accepts=self._accepts), edits)
        located = self._flow.locate(edits, IN_TEXT)
        return keep_apart(self._source, sorted([*located, *self._removed]), in_value=False)

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

    def _find_word_end(self, index: int) -> int:
        """Give the index after what is Word's at an index; the index itself where nothing is.

        What counts is how it reads once cleaned, so that cleaning does not bring more of it to light.
        """
        token = self._tokens[index]
        if token.kind is Kind.COMMENT:
            return index + is_word_comment(self._cut(token, self._edit_raw(token)))
        if token.kind not in (Kind.START, Kind.END):
            return index
        if token.name == "style" and self._is_word_style(index):
            return index + 3
        if token.name == "xml" and token.kind is Kind.START:
            after = bisect_right(self._xml_ends, index)
            return self._xml_ends[after] + 1 if after < len(self._xml_ends) else index
        attributes: dict[str, str] = {}
        if token.name in ("meta", "link"):
            values = clean_values(self._source, token, self._edit_text, self._singles)
            attributes = {value.attribute.name: value.cleaned for value in reversed(values)}
        return index + is_word_tag(token.name, attributes)

    def _is_word_style(self, index: int) -> bool:
        kinds = [token.kind for token in self._tokens[index : index + 3]]
        if kinds != [Kind.START, Kind.RAW, Kind.END]:
            return False
        content = self._tokens[index + 1]
        return is_word_style_sheet(self._source[content.start : content.end])

    @cached_property
    def _tokens(self) -> list[Token]:
        return list(tokenize(self._source))

    @cached_property
    def _xml_ends(self) -> list[int]:
        return [
            index
            for index, token in enumerate(self._tokens)
            if token.kind is Kind.END and token.name == "xml"
        ]


def _find_style(values: Sequence[Value]) -> str:
    return next((value.cleaned for value in values if value.attribute.name == "style"), "")


def _stays_raw(token: Token, before: str, after: str) -> bool:
    """Tell whether a comment or raw content is still one, and all of it."""
    if token.kind is Kind.RAW:
        return find_content_end(after, 0, token.name) == len(after)
    first = next(tokenize(after))
    is_whole = first.kind is Kind.COMMENT and first.end == len(after)
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
