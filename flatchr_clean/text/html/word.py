"""What Word leaves in HTML: what is of no use elsewhere, and its fake lists. Knows no token of HTML.

Word writes for itself: conditional comments, tags and attributes of its namespaces, ``mso-`` declarations
and ``Mso`` classes. It also writes lists as paragraphs whose marker is text in a font that gets lost, a
middle dot for a bullet, and no-break spaces. Sources: "Microsoft Office HTML and XML Reference" (Microsoft,
1999), and what Word 2016 to 365 and Outlook put on the clipboard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.html.joining import Flow
from flatchr_clean.text.tables import word
from flatchr_clean.text.tables.symbol_fonts import GLYPHS

_COMMENT = re.compile(
    r"<!(?:--)?\s*(?:<!)?\[(?:if\b|endif\b)|<!--\s*(?:Start|End)Fragment\b|<\?xml\b", re.IGNORECASE
)
_NAMESPACED = re.compile(rf"{word.NAMESPACE_PREFIX}:.*", re.IGNORECASE | re.DOTALL)
_CLASS = re.compile(word.CLASS, re.IGNORECASE)
_PROGRAM = re.compile(word.PROGRAMS, re.IGNORECASE)
_TEMPORARY_FILE = re.compile(word.TEMPORARY_FILE, re.IGNORECASE | re.DOTALL)
_STYLE_SHEET = re.compile(
    r"/\* *(?:Font|Style|List|Page) Definitions *\*/|\.Mso|@page *(?:Word)?Section", re.IGNORECASE
)
# One declaration with its semicolon. A quote that nothing closes is a character like another.
_DECLARATION = re.compile(r"""(?>(?:[^;{}"']++|"[^"]*+"|'[^']*+'|["'])+);?""")

_SMALL_FONT = re.compile(r"font(?:-size)?:7(?:\.0)?pt")
# Each begins with a character that `re` finds at once.
_LIST_TRACES = (re.compile("-(?<=(?i:mso-))(?i:list)"), re.compile(r"7(?<!\w7)(?:\.0)?(?i:pt)"))
_LONGEST_MARKER = 8


def is_word_comment(comment: str) -> bool:
    """Tell whether a comment, or what HTML reads as one, says something to Office or to its clipboard only.

    Example:
        >>> is_word_comment("<!--[if gte mso 9]><xml/><![endif]-->"), is_word_comment("<!-- à relire -->")
        (True, False)
    """
    return _COMMENT.match(comment) is not None


def is_word_tag(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether a tag is of a namespace of Office, or says which program saved the document.

    Args:
        name: its name in small letters.
        attributes: its attributes.

    Example:
        >>> is_word_tag("o:p", {}), is_word_tag("meta", {"name": "ProgId", "content": "Word.Document"})
        (True, True)
    """
    if name == "meta":
        is_named = attributes.get("name", "").lower() in word.META_NAMES
        return is_named and _PROGRAM.search(attributes.get("content", "")) is not None
    if name == "link":
        return attributes.get("rel", "").lower() in word.LINK_RELATIONS
    return _NAMESPACED.fullmatch(name) is not None


def is_word_style_sheet(content: str) -> bool:
    """Tell whether Word wrote a style sheet: it has its definitions, its classes or its sections."""
    return _STYLE_SHEET.search(content) is not None


def strip_attribute(name: str, value: str) -> str | None:
    """Take what is Word's out of an attribute.

    Args:
        name: its name in small letters.
        value: its value.

    Returns:
        The value that is left, the same when nothing is Word's; None when the attribute goes.

    Example:
        >>> strip_attribute("style", "margin:0cm;mso-list:l0 level1 lfo1")
        'margin:0cm;'
        >>> strip_attribute("class", "MsoNormal") is None
        True
        >>> strip_attribute("src", "file:///C:/Users/ZMARTIN/Temp/msohtmlclip1/01/clip.png") is None
        True
    """
    if name == "style":
        kept = strip_declarations(value)
        return kept if kept == value or kept.strip(" \t\n\f\r;") else None
    if name == "class":
        classes = value.split()
        others = [one for one in classes if not _CLASS.fullmatch(one)]
        return value if len(others) == len(classes) else " ".join(others) or None
    if name in {"src", "href"} and _TEMPORARY_FILE.match(value):
        return None
    is_namespace = name == "xmlns" or name.startswith("xmlns:")
    if _NAMESPACED.fullmatch(name) or (is_namespace and value not in word.FOREIGN_NAMESPACES):
        return None
    return value


def strip_declarations(style: str) -> str:
    """Take the ``mso-`` declarations out of CSS.

    Example:
        >>> strip_declarations("p { mso-pagination:none; color:red }")
        'p { color:red }'
    """
    if "mso-" not in style.lower():
        return style
    return _DECLARATION.sub(_drop_if_words, style)


def may_hold_lists(source: str, start: int = 0, end: int | None = None) -> bool:
    """Tell quickly whether a stretch of HTML may hold list items that Word faked.

    Args:
        source: the HTML.
        start: where the stretch begins.
        end: where it ends; None for the end of the HTML.
    """
    end = len(source) if end is None else end
    return any(trace.search(source, start, end) for trace in _LIST_TRACES)


class ListMarkers:
    """Finds the markers of list items that Word faked, as the tags go by. Places are those in the HTML.

    A marker stands in an element styled ``mso-list:Ignore``. Where Word filtered that out, it is what
    stands before the blanks that fill an element of small Times New Roman.
    """

    def __init__(self) -> None:
        self._line_start = 0
        self._open: _Marker | None = None
        self._markers: list[_Marker] = []
        self._first_of_line = 0

    def start_element(self, name: str, style: str, place: int) -> None:
        """Note that an element starts.

        Args:
            name: its name.
            style: the value of its ``style``.
            place: where its content begins.
        """
        if self._open:
            self._open.depth += name == self._open.name
            return
        compact = "".join(style.split()).lower()
        if "mso-list:ignore" in compact:
            self._open = _Marker(name, place, blanks=None)
        elif (
            len(self._markers) == self._first_of_line  # a line has one marker
            and "timesnewroman" in compact
            and _SMALL_FONT.search(compact)
        ):
            self._open = _Marker(name, self._line_start, blanks=place)

    def end_element(self, name: str, place: int) -> None:
        """Note that an element ends, at a place."""
        if self._open and name == self._open.name:
            self._open.depth -= 1
            if not self._open.depth:
                self._open.end = place
                self._markers.append(self._open)
                self._open = None

    def break_line(self, end: int, start: int) -> None:
        """Note that a line ends and that the next one starts. A marker that is open there is none."""
        self._open = None
        self._line_start = start
        for marker in self._markers[self._first_of_line :]:
            marker.stop = end
        self._first_of_line = len(self._markers)

    def edit(self, flow: Flow, *, accepts: Callable[[str], bool]) -> list[Edit]:
        """Write the markers as a plain text has them.

        Args:
            flow: the text of the HTML, whose last line was noted to end.
            accepts: tells whether a character is in the repertoire.

        Returns:
            Sorted edits of the text, not overlapping. A bullet and the blanks after it become ``- ``; a
            number or a letter stays, and the blanks after it become one space.
        """
        edits = (_edit_marker(flow, marker, accepts) for marker in self._markers)
        return [edit for edit in edits if edit]


@dataclass
class _Marker:
    """The element of a marker: its name, how many of its name are open, and places in the HTML.

    `blanks` is where the blanks after the marker begin, if the element holds only them; `stop` is where the
    line ends.
    """

    name: str
    start: int
    blanks: int | None
    end: int = 0
    stop: int = 0
    depth: int = 1


def _edit_marker(flow: Flow, found: _Marker, accepts: Callable[[str], bool]) -> Edit | None:
    text = flow.text
    first, last = flow.place_after(found.start), flow.place_before(found.end)
    blanks = last if found.blanks is None else flow.place_after(found.blanks)
    words = text[first:blanks].split()
    if len(words) != 1 or len(words[0]) > _LONGEST_MARKER or text[blanks:last].strip():
        return None
    marker = words[0]
    start = text.index(marker, first)
    end = start + len(marker)
    stop, line_end = end, flow.place_before(found.stop)
    while stop < line_end and text[stop].isspace():
        stop += 1
    edit = Edit(end, stop, " ", Rule.SPACE, lossy=False)
    # A number in a circle, which a symbol font has too, is no bullet.
    is_text = len(marker) > 1 or GLYPHS.get(marker, marker).isalnum() or accepts(marker)
    if marker in word.LOST_BULLETS or not is_text:
        edit = Edit(start, stop, "- ", Rule.BULLET, lossy=False)
    return edit if edit.start < stop and edit.replacement != text[edit.start : stop] else None


def _drop_if_words(declaration: re.Match[str]) -> str:
    written = declaration[0]
    return "" if written.lstrip().lower().startswith("mso-") and ":" in written else written
