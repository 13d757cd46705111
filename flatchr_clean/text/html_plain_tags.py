"""Markup written plainly, each piece as long as it was, so that only the text is left to look at.

Knows tags, comments, scripts and style sheets; knows no text and no rule of cleaning.

One accent in the ``title`` of a link, one comment or one tag in capitals would send all of the HTML the long
way. None of them changes what becomes of a text beside it. So each gives way to a plain tag, is cleaned alone
where it holds something to clean, and comes back when the text is cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from flatchr_clean.text.changes import Edit
from flatchr_clean.text.edits import apply_edits, shift_edits
from flatchr_clean.text.html_marks import is_well_written
from flatchr_clean.text.html_tokens import WHITE_SPACE
from flatchr_clean.text.tables.elements import ELEMENTS, LINE_STARTING, RAW_TEXT, TEXT_WITH_REFERENCES

# What may be cleaned in a tag, or a reference to it.
DOUBTFUL_IN_TAG: Final = re.compile(r"[^\t\n\r -%'-~](?:(?<!&)|(?!(?:amp|quot|apos|lt|gt|#39|#34);))")

# Where all parsers agree on the end. None of these holds the beginning of another of its kind, so that no two
# tries look at the same place. Repeated groups are atomic, see `html_tokens`.
_COMMENT: Final = r"!--(?!-?>)(?>(?:[^<-]++|-(?!-)|<(?!!--))*)-->"
_DECLARATION: Final = r"!(?!--)[^<>]++>"
_END_OF_NAME: Final = rf"(?![^{WHITE_SPACE}/>])"
_RAW: Final = "|".join(
    rf"(?i:{name}){_END_OF_NAME}[^<>]*+>(?>(?:[^<]++|<(?!/?(?i:{name})))*)</(?i:{name})[{WHITE_SPACE}]*+>"
    for name in sorted(RAW_TEXT - {"plaintext"})
)
# Its content is text, if it holds no bracket.
_TITLE: Final = rf"(?i:title){_END_OF_NAME}[^<>]*+>(?=[^<]*+</(?i:title)[{WHITE_SPACE}]*+>)"
_TAG: Final = rf"(?!(?i:title){_END_OF_NAME})/?[A-Za-z][A-Za-z0-9:_-]*+{_END_OF_NAME}[^<>]*+>"
_MARKUP: Final = re.compile(rf"(<(?:{_COMMENT}|{_DECLARATION}|{_RAW}|{_TITLE}|{_TAG}))")
_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9:_-]*+)")
_ONE_TAG: Final = re.compile(r"(</?)[A-Za-z][A-Za-z0-9:_-]*+([^<>]*+>)\Z")

_UNPARSED: Final = RAW_TEXT | TEXT_WITH_REFERENCES
_PLAIN: Final = ELEMENTS - _UNPARSED
# Tags that mean nothing to a text but that, or not even that, a line begins.
_LINE, _NOTHING = "p", "b"


class PlainMarkup(NamedTuple):
    """HTML whose markup is written plainly.

    Attributes:
        text: the HTML, as long as the source, its text at the same places.
        pieces: the source, text and markup by turns; it begins and ends with a text.
    """

    text: str
    pieces: list[str]

    def edit_each(self, edit: Callable[[str], list[Edit]]) -> dict[str, list[Edit]]:
        """Give the edits of each tag, comment and script that may hold something to clean.

        Args:
            edit: gives those of one that stands alone.
        """
        doubtful = filter(DOUBTFUL_IN_TAG.search, dict.fromkeys(self.pieces[1::2]))
        return {markup: edit(markup) for markup in doubtful}

    def locate(self, edits: Mapping[str, list[Edit]]) -> list[Edit]:
        """Give the edits of the source for those of its markup, piece by piece."""
        located: list[Edit] = []
        place = 0
        for piece in self.pieces:
            located += shift_edits(edits.get(piece, ()), place)
            place += len(piece)
        return located

    def maybe_put_back(self, cleaned: str, edits: Mapping[str, list[Edit]]) -> str | None:
        """Give the cleaned HTML.

        Args:
            cleaned: `text`, cleaned.
            edits: those of the markup, piece by piece.

        Returns:
            It with the source's markup, cleaned; None when it has lost or won some.
        """
        pieces = split_markup(cleaned)
        if len(pieces) != len(self.pieces):
            return None
        edited = {markup: apply_edits(markup, its) for markup, its in edits.items()}
        pieces[1::2] = [edited.get(markup, markup) for markup in self.pieces[1::2]]
        return "".join(pieces)


def split_markup(source: str) -> list[str]:
    """Give the text and the markup of HTML by turns; it begins and ends with a text."""
    return _MARKUP.split(source)


def maybe_write_plainly(source: str) -> PlainMarkup | None:
    """Write the markup of HTML plainly: tags in small letters and ASCII, all else as tags without meaning.

    Args:
        source: any string.

    Returns:
        None when it is well written as it is, or not even so: then something in it may be no markup.

    Example:
        >>> maybe_write_plainly('<P TITLE="Été"><!-- un -->été</P>').text
        '<p TITLE="ete"><b        >été</p>'
    """
    if is_well_written(source):
        return None
    pieces = split_markup(source)
    known = {markup: _write_plainly(markup) for markup in set(pieces[1::2])}
    plain = pieces.copy()
    plain[1::2] = [known[markup] for markup in pieces[1::2]]
    text = "".join(plain)
    return PlainMarkup(text, pieces) if is_well_written(text) else None


def _write_plainly(markup: str) -> str:
    name = _NAME.match(markup)
    small = name[1].lower() if name else ""
    without_meaning = _LINE if small in LINE_STARTING else _NOTHING
    tag = _ONE_TAG.match(markup)
    if tag is None:
        return f"<{without_meaning.ljust(len(markup) - len('<>'))}>"
    if small in _UNPARSED and small != "title":
        return markup  # it holds what is no markup, or ends nothing
    opening, rest = tag.groups()
    if small not in _PLAIN:
        small = without_meaning.ljust(len(small))
    return f"{opening}{small}{DOUBTFUL_IN_TAG.sub('e', rest)}"
