"""Whether HTML holds something to clean, told by a look. Knows what HTML hides from one; knows no rule.

The kernel looks at characters as they are written. A reference stands for another one, and of what stands
before a tag the kernel does not know what follows it in the text.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from flatchr_clean.kernel import CHANGES, COMPOSES, END, REFERENCES, START, SUSPICIOUS, Table
from flatchr_clean.text.html.fonts import may_hold_glyphs
from flatchr_clean.text.html.quotes import may_hold_guillemets
from flatchr_clean.text.html.references import CANDIDATE, read_in_text
from flatchr_clean.text.html.tokens import CONTENTS, tokenize
from flatchr_clean.text.html.word import may_hold_lists
from flatchr_clean.text.misread.suspicion import LONGEST_SEQUENCE
from flatchr_clean.text.tables.elements import LINE_STARTING

# References to these are left: they are as good as an ampersand to the kernel.
_SIGNS: Final = "&>\"'"
_LONGEST_TAG: Final = 256
# Where more is to be looked at in so many characters, beside a few, the tokens are found as fast.
_SPARSE: Final = 50
_FEW: Final = 10


def is_plain_html(text: str, found: int, table: Table, own: Container[str]) -> bool:
    """Tell that HTML holds nothing to clean; False says only that it may.

    Args:
        text: HTML; any string is.
        found: what the kernel finds in it.
        table: what the profile makes of each character.
        own: the characters about which the caller's profile decides.
    """
    if found & (CHANGES | COMPOSES):
        return False
    number = text.count("&") + (len(table.find_suspicious(text)) if found & SUSPICIOUS else 0)
    # Word's lists have markers of plain characters.
    if number > _FEW + len(text) // _SPARSE or may_hold_lists(text) or may_hold_glyphs(text):
        return False
    if found & REFERENCES:
        read = _maybe_read_references(text)
        if read is None or any(sign in own for sign in _SIGNS):
            return False
        text, found = read, table.survey(read)
    if found & (CHANGES | COMPOSES) or may_hold_guillemets(text):
        return False
    if not found & SUSPICIOUS:
        return True
    tags: dict[str, str | None] = {}
    seen = {_see_over_tags(text, place, tags) for place in table.find_suspicious(text)}
    return not any(one is None or 0 in table.find_suspicious(one) for one in seen)


def _maybe_read_references(text: str) -> str | None:
    """Give HTML with its references to what is beyond ASCII read.

    Returns:
        None where that may not be what HTML reads: a value does not read a name without semicolon. So it is
        where a reference stands for a letter, a blank or the bracket that opens a tag.

    Example:
        >>> _maybe_read_references("R&D, &eacute;t&eacute; &amp;"), _maybe_read_references("&copy=1")
        ('R&D, été &amp;', None)
    """
    pieces: list[str] = []
    position = 0
    for match in CANDIDATE.finditer(text):
        written = match[0]
        characters, size = read_in_text(written)
        if size and (written[size - 1] != ";" or (characters.isascii() and characters not in _SIGNS)):
            return None
        if not characters.isascii():
            pieces += text[position : match.start()], characters
            position = match.end()
    return "".join([*pieces, text[position:]])


def _see_over_tags(source: str, place: int, tags: dict[str, str | None]) -> str | None:
    """Give the text of HTML from a character on, over tags, as far as suspicious sequences reach.

    Args:
        source: HTML whose references are read.
        place: where a character of its text stands.
        tags: what is known of its tags; it is added to.

    Returns:
        Some characters, of one line; None where one is not known by a look.

    Example:
        >>> [_see_over_tags(source, 0, {}) for source in ("é</b>tait", "é</p>ta", "é<!-- -->t")]
        ['étai', 'é', None]
    """
    seen = ""
    while True:
        more = source[place : place + LONGEST_SEQUENCE - len(seen)].partition("<")[0]
        seen, place = seen + more, place + len(more)
        if len(seen) == LONGEST_SEQUENCE or place == len(source):
            return seen
        tag = source[place : source.find(">", place, place + _LONGEST_TAG) + 1]
        if tag not in tags:
            tags[tag] = _maybe_read_tag(tag)
        name = tags[tag]
        if name is None or name in LINE_STARTING:
            return name and seen
        place += len(tag)


def _maybe_read_tag(tag: str) -> str | None:
    """Give the name of a tag that stands in a text; None where it is none, or what follows is no text."""
    if not tag:
        return None
    kind, _, _, name, _ = tokenize(tag)[0]
    return name if kind in {START, END} and name not in CONTENTS else None
