"""HTML as Word, Outlook, Google Docs, Quill and CKEditor write it. Knows markup; knows no artefact.

A block stands for itself: its tags are balanced, so that blocks can be joined in any number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.entities import codepoint2name
from typing import Final

from benchmarks.samples.draw import Draw
from benchmarks.samples.sentences import draw_ad, draw_name

Soil = Callable[[str], str]
"""What puts artefacts into a text, or nothing."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_NEVER_CHANGED: Final = re.compile("[à-ÿ]")
REFERENCES: Final = 0.35
"""How many blocks write characters as references, where their editor does."""


# Text between tags.


def _refer(text: str, draw: Draw, which: re.Pattern[str] = _BEYOND_ASCII) -> str:
    """Write characters as references: names where there are some, else numbers, or numbers only."""
    form = draw.pick({"named": 6, "decimal": 2, "hexadecimal": 1})

    def write(match: re.Match[str]) -> str:
        code = ord(match[0])
        if form == "named" and code in codepoint2name:
            return f"&{codepoint2name[code]};"
        return f"&#x{code:X};" if form == "hexadecimal" else f"&#{code};"

    return which.sub(write, text)


def _write(text: str, draw: Draw, *, refers: bool, clean: bool) -> str:
    """Write a text between tags; in what is clean only letters become references."""
    text = escape(text, quote=False)
    if refers and draw.happens("references", REFERENCES):
        return _refer(text, draw, _NEVER_CHANGED if clean else _BEYOND_ASCII)
    return text


# What editors write.


@dataclass(frozen=True, slots=True)
class Editor:
    """How a program writes blocks; each of its parts is a template for what stands between its tags.

    Attributes:
        paragraphs: one of them a paragraph.
        items: one item of a list.
        list_tags: what stands around the items.
        inline: around some words of a paragraph.
        head: what comes before everything; may be empty.
        refers: whether it writes characters as references.
    """

    paragraphs: Sequence[str]
    items: Sequence[str]
    list_tags: tuple[str, str]
    inline: Sequence[str]
    head: str = ""
    refers: bool = False


_LINK: Final = '<a href="https://www.example.org/offre?id=12&amp;source=mail&amp;lang=fr" {}>%s</a>'
_WORD_PARAGRAPH: Final = (
    "<p class=MsoNormal><span lang=FR style='font-size:11.0pt;mso-fareast-language:FR'>%s<o:p></o:p></span>"
    "</p>\n"
)
_WORD_ITEM: Final = (
    "<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 "
    "lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span "
    "style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; "
    "</span></span></span><![endif]><span lang=FR>%s<o:p></o:p></span></p>\n"
)
_OUTLOOK_PARAGRAPH: Final = (
    '<div style="font-family: Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);">%s<br>'
    "</div>\n"
)
_GOOGLE_PARAGRAPH: Final = (
    '<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="font-size:11pt;'
    "font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;"
    'white-space:pre-wrap;">%s</span></p>\n'
)
_GOOGLE_ITEM: Final = (
    '<li dir="ltr" style="list-style-type:disc;font-size:11pt;" aria-level="1"><p dir="ltr" '
    'role="presentation"><span style="white-space:pre-wrap;">%s</span></p></li>\n'
)
EDITORS: Final[Mapping[str, Editor]] = {
    "Word": Editor(
        paragraphs=(
            _WORD_PARAGRAPH,
            '<p class="MsoNormal" style="margin-bottom:.0001pt;text-align:justify">%s</p>\n',
            "<h2 style='mso-list:none'>%s<o:p></o:p></h2>\n",
        ),
        items=(_WORD_ITEM, _WORD_ITEM.replace("·", "o").replace("Symbol", '"Courier New"')),
        list_tags=("", ""),
        inline=(
            "<b style='mso-bidi-font-weight:normal'>%s</b>",
            "<i><u>%s</u></i>",
            "<span class=SpellE>%s</span>",
            "<span style='color:#1F4E79;mso-themecolor:accent1'><b>%s</b></span>",
        ),
        head=(
            "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>"
            "</w:WordDocument></xml><![endif]-->\n<style>\n<!--\n /* Font Definitions */\n @font-face\n"
            '\t{font-family:"Cambria Math";}\np.MsoNormal\n\t{margin:0cm;}\n-->\n'
            "</style>\n<!--StartFragment-->\n"
        ),
        refers=True,
    ),
    "Outlook": Editor(
        paragraphs=(
            _OUTLOOK_PARAGRAPH,
            '<p class="x_MsoNormal"><font face="Aptos" size="2"><span>%s</span></font></p>\n',
            '<div class="elementToProof">%s</div><div><br></div>\n',
        ),
        items=('<li style="display:block"><div class="elementToProof">%s</div></li>\n',),
        list_tags=('<ul data-editing-info="{&quot;orderedStyleType&quot;:1}">\n', "</ul>\n"),
        inline=(
            "<b>%s</b>",
            '<span style="background-color:rgb(255,255,0)">%s</span>',
            _LINK.format('id="LPlnk1"'),
        ),
        head="<!-- Converted from text/plain format -->\n",
        refers=True,
    ),
    "Google Docs": Editor(
        paragraphs=(
            _GOOGLE_PARAGRAPH,
            f'<b style="font-weight:normal;" id="docs-internal-guid-5f0c1a2b">{_GOOGLE_PARAGRAPH}</b><br>\n',
        ),
        items=(_GOOGLE_ITEM,),
        list_tags=('<ul style="margin-top:0;padding-inline-start:48px;">\n', "</ul>\n"),
        inline=(
            '</span><span style="font-weight:700;font-style:normal;">%s</span><span style="font-size:11pt;">',
        ),
        head='<meta charset="utf-8">',
    ),
    "Quill": Editor(
        paragraphs=("<p>%s</p>", "<p>%s</p>", '<p class="ql-align-justify">%s</p><p><br></p>', "<h3>%s</h3>"),
        items=(
            "<li>%s</li>",
            '<li data-list="bullet"><span class="ql-ui" contenteditable="false"></span>%s</li>',
            '<li class="ql-indent-1">%s</li>',
        ),
        list_tags=("<ul>", "</ul>"),
        inline=(
            "<strong>%s</strong>",
            '<em style="color: rgb(230, 0, 0);">%s</em>',
            _LINK.format('rel="noopener noreferrer" target="_blank"'),
            '<span data-type="mention" data-id="user@example.org">@%s</span>',
        ),
    ),
    "CKEditor": Editor(
        paragraphs=(
            "<p>%s</p>\n\n",
            "<p>%s</p>\n\n",
            '<p style="margin-left:40px">%s</p>\n',
            "<h2>%s</h2>\n",
        ),
        items=("\t<li>%s</li>\n", '\t<li style="text-align:justify">%s</li>\n'),
        list_tags=("<ul>\n", "</ul>\n"),
        inline=(
            "<strong>%s</strong>",
            "<u>%s</u>",
            _LINK.format(""),
            '<span style="color:#c0392b"><em>%s</em></span>',
        ),
        refers=True,
    ),
}
_WEIGHTS: Final = dict(zip(EDITORS, (2, 1, 2, 3, 3), strict=True))
_CLEAN_WEIGHTS: Final = {"Quill": 2.0, "CKEditor": 3.0, "Google Docs": 1.0}
_SHORT: Final = ("<p>%s</p>", "<p>%s</p>", "<li>%s</li>", "<strong>%s</strong>", "<div>%s<br></div>")
_MOST: Final = max(len(shape) for shape in _SHORT)
_LONG: Final = 1_000
"""Characters of HTML that has a head."""


def _draw_blocks(draw: Draw, soil: Soil | None, *, has_head: bool) -> list[str]:
    """Write a job ad as the blocks of one editor."""
    clean = soil is None
    editor = EDITORS[draw.pick(_CLEAN_WEIGHTS if clean else _WEIGHTS)]
    text = draw_ad(draw)
    blocks = [editor.head] if editor.head and has_head and not clean else []
    items: list[str] = []
    for line in (soil(text) if soil else text).rstrip("\n").split("\n"):
        if line.startswith("- "):
            items.append(
                draw.choice(editor.items) % _write(line[2:], draw, refers=editor.refers, clean=clean)
            )
            continue
        blocks += _close(items, editor)
        items = []
        written = _write(line, draw, refers=editor.refers, clean=clean)
        blocks.append(draw.choice(editor.paragraphs) % _mark_words(written, editor, draw))
    blocks += _close(items, editor)
    if not clean and draw.happens("attributes with artefacts", 0.1):
        blocks.append(
            f'<p><img src="logo.png" alt="L’équipe de {draw_name(draw)} – {draw.randrange(99)}"></p>\n'
        )
    if draw.happens("comments", 0.05):
        blocks.append("<!-- fin de l'annonce -->")
    return blocks


def _close(items: Sequence[str], editor: Editor) -> list[str]:
    before, after = editor.list_tags
    return [before + "".join(items) + after] if items else []


def _mark_words(text: str, editor: Editor, draw: Draw) -> str:
    """Put inline tags around some words, where a paragraph has several."""
    words = text.split(" ")
    if len(words) > 8 and draw.happens("inline tags", 0.6):  # noqa: PLR2004 - a sentence
        start = draw.randrange(len(words) - 4)
        end = start + draw.randint(1, 4)
        words[start:end] = [draw.choice(editor.inline) % " ".join(words[start:end])]
    return " ".join(words)


def draw_html(draw: Draw, size: int, soil: Soil | None = None) -> str:
    """Write HTML of a number of characters, none of its tags cut.

    Args:
        draw: says what.
        size: in characters; the last paragraph is cut to fit, the rest are line ends.
        soil: puts artefacts into its texts; without it nothing of them must change.
    """
    written: list[str] = []
    rest = size
    while rest > 0:
        blocks = _draw_blocks(draw, soil, has_head=not written and size >= _LONG)
        for block in blocks:
            if len(block) > rest - _MOST:
                return "".join([*written, _fill(draw, rest, soil)]).ljust(size, "\n")
            written.append(block)
            rest -= len(block)
    return "".join(written)


def _fill(draw: Draw, rest: int, soil: Soil | None) -> str:
    """Write one paragraph that has at most so many characters."""
    shape = draw.choice(_SHORT)
    room = most = rest - len(shape) + len("%s")
    words = draw_ad(draw).split()
    text = " ".join(words[draw.randrange(len(words) // 2) :])
    text = soil(text) if soil else text
    while len(written := _write(text[:room], draw, refers=True, clean=soil is None)) > most:
        room -= max(1, (len(written) - most) // 8)
    return shape % written if room > 0 else ""
