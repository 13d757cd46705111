"""HTML as one plain text, with marks where its tags stand. Knows tags; knows no rule of cleaning.

HTML that is well written, and holds nothing but ASCII between ``<`` and ``>``, is cleaned many times faster
as one plain text than token by token. Its tags leave marks there that no rule alters, and that show a rule
what it would see of them: a line's start where a block begins, nothing of a line's start elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from flatchr_clean.text.tables.elements import ELEMENTS, LINE_STARTING, RAW_TEXT, TEXT_WITH_REFERENCES

MARK: Final = "<"
LINE_MARK: Final = "\n>\n"

_SPACE = r"[\t\n\r ]"
# In values: ASCII without "<", ">" and quotes; an "&" only in references to such characters, or where no
# reference can be.
_PLAIN_VALUE = r"[\t\n\r !#-%(-;=?-~]++"
_BARE_VALUE = r"[!#-%(-;=?-_a-~]++"
_AMPERSAND = r"&(?:amp|quot|apos|lt|gt|#39|#34);|&[A-Za-z0-9]++="
_ATTRIBUTE = (
    rf"{_SPACE}++[A-Za-z_:@][A-Za-z0-9_:.@-]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+"
    rf"(?:\"(?>(?:{_PLAIN_VALUE}|{_AMPERSAND}|')*)\""
    rf"|'(?>(?:{_PLAIN_VALUE}|{_AMPERSAND}|\")*)'"
    rf"|(?>(?:{_BARE_VALUE}|{_AMPERSAND})+)))?"
)


def _tag(names: Iterable[str]) -> str:
    """Write the expression of a start tag or an end tag without its ``<``, for names in small letters.

    No value holds a ``<`` or ``>``, so that all parsers agree where the tag ends.
    """
    rests = defaultdict(list)
    for name in sorted(names, reverse=True):  # the longer first
        rests[name[0]].append(name[1:])
    name = "|".join(f"{first}(?:{'|'.join(others)})" for first, others in rests.items())
    return rf"/?(?:{name})(?:>|(?={_SPACE}|/>)(?>(?:{_ATTRIBUTE})*){_SPACE}*+/?>)"


_UNPARSED = RAW_TEXT | TEXT_WITH_REFERENCES
_INLINE = _tag(ELEMENTS - LINE_STARTING - _UNPARSED | {"o:p"})
_LINE = _tag(LINE_STARTING - _UNPARSED)
# What may follow a tag that begins a line, before the line's text does.
_LAYOUT = rf"(?>(?:{_SPACE}++|<(?:{_INLINE}|{_LINE}))*)"

_LEADING_LAYOUT = re.compile(_LAYOUT)
# Tags without text between them.
_TAGS = re.compile(rf"(<(?:{_INLINE}(?>(?:<{_INLINE})*)(?:<{_LINE}{_LAYOUT})?|{_LINE}{_LAYOUT}))")
_LINE_TAG = re.compile(f"<{_LINE}")
# A "<" that is no such tag, and may be markup or become it.
_OTHER_MARKUP = re.compile(rf"<(?!{_tag(ELEMENTS - _UNPARSED | {'o:p'})}|{_SPACE}|[0-9=])")


def is_well_written(source: str) -> bool:
    """Tell that HTML holds tags and text only, and its tags nothing to be cleaned.

    Args:
        source: any string.

    Returns:
        False where there is a comment, a script, an unknown or broken tag, or one that holds capitals in its
        name, a character beyond ASCII, or a reference in a value that is not to a character of markup.

    Example:
        >>> [is_well_written(text) for text in ('<p>a < b</p> <a href="?a=1&b=2">', "<p", "<p title='\xe9'>")]
        [True, False, False]
    """
    return _OTHER_MARKUP.search(source) is None


class Marked(NamedTuple):
    """HTML taken apart.

    Attributes:
        layout: the tags and the white space before the text.
        pieces: texts and tags by turns; it begins and ends with a text.
    """

    layout: str
    pieces: list[str]

    @property
    def text(self) -> str:
        """The text, with a mark in the place of tags."""
        pieces = self.pieces.copy()
        marks = {tags: LINE_MARK if begin_line(tags) else MARK for tags in set(pieces[1::2])}
        pieces[1::2] = [marks[tags] for tags in pieces[1::2]]
        return "".join(pieces)

    def put_back(self, text: str) -> str:
        """Give HTML again.

        Args:
            text: the marked text, changed anywhere but in its marks.
        """
        pieces = self.pieces.copy()
        pieces[::2] = text.replace(LINE_MARK, MARK).split(MARK)
        return self.layout + "".join(pieces)


def begin_line(tags: str) -> bool:
    """Tell whether one of the tags between two texts begins a line."""
    return _LINE_TAG.search(tags) is not None


def maybe_mark_tags(source: str) -> Marked | None:
    """Take HTML apart.

    Args:
        source: well-written HTML.

    Returns:
        None where a ``<`` or ``>`` is text.

    Example:
        >>> maybe_mark_tags("<p>un <b>mot</b></p>\\n<p>un autre</p>").text
        'un <mot\\n>\\nun autre\\n>\\n'
        >>> maybe_mark_tags("<p>a < b</p>") is None
        True
    """
    layout = next(_LEADING_LAYOUT.finditer(source))[0]
    marked = Marked(layout, _TAGS.split(source[len(layout) :]))
    is_text = any("<" in text or ">" in text for text in marked.pieces[::2])
    return None if is_text else marked
