"""One tag cleaned: its names and the values of its attributes. Knows one tag; knows no text node.

What a value is for decides how a character is written that cannot stay: an address is percent-encoded, as a
browser would send it, a style or an event handler is escaped, any other value is a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.html.joining import keep_apart, read_value
from flatchr_clean.text.html.raw import (
    SingleCharacters,
    Writer,
    is_doubtful,
    write_in_address,
    write_in_name,
    write_in_script,
    write_in_style,
)
from flatchr_clean.text.html.references import IN_BARE_VALUE, IN_TEXT, write_references
from flatchr_clean.text.html.tokens import WHITE_SPACE, Attribute, Token, parse_attributes
from flatchr_clean.text.html.word import strip_attribute
from flatchr_clean.text.tables.elements import ADDRESS_ATTRIBUTES
from flatchr_clean.text.tables.references import REFERENCES


class Value(NamedTuple):
    """The value of an attribute, cleaned.

    Attributes:
        attribute: whose it is.
        special: the characters that are markup there.
        edits: the edits of the source that clean it.
        cleaned: what is read there once they are made, empty when the attribute has no value.
    """

    attribute: Attribute
    special: str
    edits: list[Edit]
    cleaned: str


def clean_values(
    source: str, token: Token, edit_text: Callable[[str], Sequence[Edit]], singles: SingleCharacters
) -> Iterator[Value]:
    """Clean the values of a tag's attributes.

    Args:
        source: the HTML.
        token: a tag of it.
        edit_text: gives the edits of a plain text.
        singles: what characters become on their own.
    """
    for attribute in parse_attributes(source, token):
        special = IN_TEXT + attribute.quote if attribute.quote else IN_BARE_VALUE
        start, end = attribute.value_start, attribute.value_end
        flow = read_value(source, max(start, 0), max(end, 0))
        text = flow.text
        if not is_doubtful(text, 0, len(text)):
            yield Value(attribute, special, [], text)
            continue
        write = _writer(attribute.name, text)
        edits = singles.edit(text, 0, len(text), write) if write else edit_text(text)
        located = keep_apart(source, flow.locate(edits, special), in_value=True)
        if not attribute.quote:
            located = _keep_bare(source, start, end, located)
        yield Value(attribute, special, located, apply_edits(text, edits))


def edit_tag(
    source: str, token: Token, values: Sequence[Value], singles: SingleCharacters, *, strip_word: bool
) -> list[Edit]:
    """Give the edits of a tag: of its names, and of its attributes.

    Args:
        source: the HTML.
        token: a tag of it.
        values: the cleaned values of its attributes.
        singles: what characters become on their own.
        strip_word: True to take out the attributes, classes and declarations of Word.
    """
    edits: list[Edit] = []
    position = token.start
    for value, following in zip_longest(values, values[1:]):
        attribute = value.attribute
        kept: str | None = value.cleaned
        # "<p a class=MsoNormal =b>": without the class, "a" would get the value.
        if strip_word and not (following and source.startswith("=", following.attribute.start)):
            kept = strip_attribute(attribute.name, value.cleaned)
        if kept is None:
            start = attribute.start
            while source[start - 1] in WHITE_SPACE:
                start -= 1
            edits += singles.edit(source, position, start, write_in_name)
            edits.append(
                Edit(start, attribute.end, _gap(source, attribute.end), Rule.WORD_MARKUP, lossy=False)
            )
            position = attribute.end
        elif attribute.value_start >= 0:
            edits += singles.edit(source, position, attribute.value_start, write_in_name)
            edits += value.edits if kept == value.cleaned else [_edit_whole(value, kept)]
            position = attribute.value_end
    return edits + singles.edit(source, position, token.end, write_in_name)


def _writer(name: str, value: str) -> Writer | None:
    """Give how characters are written in an attribute; None where it is a text.

    The address of a place in the same document is one too: it must go on to match the ``id`` of that place.
    """
    if name in ADDRESS_ATTRIBUTES and not value.startswith("#"):
        return write_in_address
    if name == "style":
        return write_in_style
    return write_in_script if name.startswith("on") else None


def _keep_bare(source: str, start: int, end: int, edits: list[Edit]) -> list[Edit]:
    """Keep a value without quotes one: it must not vanish, and not begin with a quote that was inside it."""
    position = start
    deleted = 0
    while deleted < len(edits) and edits[deleted].start == position and not edits[deleted].replacement:
        position = edits[deleted].end
        deleted += 1
    if not deleted:
        return edits
    first = edits[0]
    lossy = any(edit.lossy for edit in edits[:deleted])
    if position == end:
        return [Edit(start, end, '""', first.rule, lossy)]
    if source[position] in "\"'":
        return [Edit(start, position + 1, REFERENCES[source[position]], first.rule, lossy), *edits[deleted:]]
    return edits


def _edit_whole(value: Value, kept: str) -> Edit:
    lossy = any(edit.lossy for edit in value.edits)
    replacement = write_references(kept, value.special)
    return Edit(value.attribute.value_start, value.attribute.value_end, replacement, Rule.WORD_MARKUP, lossy)


def _gap(source: str, end: int) -> str:
    """Give what must stand for an attribute that goes, so that its neighbours stay two."""
    return "" if source[end : end + 1] in (*WHITE_SPACE, ">", "") else " "
