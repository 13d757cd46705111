"""HTML as the page draws it and reads it out, to the byte."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flatchr_clean.page.rendering import (
    DEEPEST,
    PARTS_OF_GROUP,
    Mark,
    draw_after,
    draw_before,
    read_as_text,
    write_as_html,
)
from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.profile import FLATCHR
from tests.drawn_html import Drawn, check_drawn
from tests.markup_editing import assert_linear
from tests.properties.test_rendering_laws import find, mark_changes
from tests.test_growth import count_calls

HOSTILE = json.loads((Path(__file__).parent / "cases/hostile.json").read_text(encoding="utf-8"))


def draw(source, marks=()):
    """Draw a source without its group."""
    return draw_before(source, marks).drawn.removeprefix("<div class=group>").removesuffix("</div>")


DRAWN = {
    "text": ("a < b & c", "a &lt; b &amp; c"),
    "references": ("&lt;b&gt; &eacute;&#233;&notit;", "&lt;b&gt; éé¬it;"),
    "attributes": ("<p onclick=x style='x' id=x>a", "<p>a</p>"),
    "layout": ("<p>a</p>\n  <p> b </p>", "<p>a</p><p> b </p>"),
    "formats": ("<B>a<i>b</b>c</i>d", "<b>a</b><b><i>b</i></b><i>c</i>d"),
    "formats over blocks": ("<b><p>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>"),
    "formats in themselves": ("<b>a<b>b</b>c</b>d</b>e", "<b>abc</b>de"),
    "other names of formats": ("<tt>a</tt><ins>b</ins><strike>c</strike>", "<code>a</code><u>b</u><s>c</s>"),
    "links": ("<a href=javascript:x>a</a>", "<a>a</a>"),
    "transparent": ("<span style='x'>a</span><o:p>b</o:p><font color=red>c", "abc"),
    "lines": ("a<br>b</br>c", "a<br>b<br>c"),
    "a line across": ("<p>a<hr>b", "<p>a</p><hr>b"),
    "headings": ("<h1>a</h1><h3>b<h2>c", "<div class=h1>a</div><div class=h3>b</div><div class=h2>c</div>"),
    "an end of another heading": ("<h1>a</h2>b", "<div class=h1>a</div>b"),
    "blocks in headings": ("<h1><div>a</div></h1>", "<div class=h1><div>a</div></div>"),
    "blocks in paragraphs": ("<p>a<div>b</p>c", "<p>a</p><div>b<p></p>c</div>"),
    "other blocks": ("<section>a<center>b</center></section>", "<div>a<div>b</div></div>"),
    "lists": (
        "<ul><li>a<li>b<ol start=3><li>c</ol></ul>",
        "<ul><li>a</li><li>b<ol start=3><li>c</li></ol></li></ul>",
    ),
    "items without a list": ("<li>a<div><li>b", "<li>a<div></div></li><li>b</li>"),
    "items of two kinds": ("<dl><dt>a<dd>b<li>c<dd>d", "<dl><dt>a</dt><dd>b<li>c<dd>d</dd></li></dd></dl>"),
    "definitions": ("<dl><dt>a</dt><dd>b<p>c<dd>d</dl>", "<dl><dt>a</dt><dd>b<p>c</p></dd><dd>d</dd></dl>"),
    "menus": ("<menu><li>a</menu><dir><li>b</dir>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    "an end of nothing": ("a</div></b></ul>b", "ab"),
    "Google's bold that is none": (
        "<b style='font-weight:normal;' id=x><p>a<b style='color:red'>b</b></p></b>c<b>d",
        "<p>a<b>b</b></p>c<b>d</b>",
    ),
    "Word's bold": ("<b style='mso-bidi-font-weight:normal'>a</b>b", "<b>a</b>b"),
    "an end within a cell": ("<div><table><td>a</div>b", "<div><table><tr><td>ab</td></tr></table></div>"),
    "preformatted": ("<pre>\n a\r\n  b</pre>", "<pre>\n a\n  b</pre>"),
    "only blanks, preformatted": ("<pre> <b> </b></pre>", "<pre> <b> </b></pre>"),
    "as written": (
        "<xmp><b>&amp;</xmp><plaintext></p>",
        "<pre>&lt;b&gt;&amp;amp;</pre><pre>&lt;/p&gt;</pre>",
    ),
    "a carriage return": ("a\rb", "a\nb"),
    "what can't be seen": ("a\u202eb\0", "a<data value=202E>U+202E</data>b<data value=0000>U+0000</data>"),
    "a table": (
        "<table><caption>a<tbody><tr><td>b<th colspan=2 rowspan='3' id=x>c<tr></table>d",
        "<table><caption>a</caption><tr><td>b</td><th colspan=2 rowspan=3>c</th></tr><tr></tr></table>d",
    ),
    "a table after a paragraph": ("<p>a<table><td>b", "<p>a</p><table><tr><td>b</td></tr></table>"),
    "a late caption": ("<table><tr><td>a<caption>b", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"),
    "numbers that are none": (
        "<table><td colspan=-1 rowspan=1e3>a<td colspan=999 colspan=4>b<td colspan>c",
        "<table><tr><td>a</td><td colspan=4>b</td><td>c</td></tr></table>",
    ),
    "between cells": (
        "<table> <br><hr>\n<div>a</div><tr> <p>b</p></br><td>c</table>",
        "<table><tr><td>a</td></tr><tr><td>b<p></p><br></td><td>c</td></tr></table>",
    ),
    "a table in a cell": (
        "<table><td>a<table><td>b</table>c",
        "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>",
    ),
    "a table in a row": (
        "<table><tr><table><td>a",
        "<table><tr></tr></table><table><tr><td>a</td></tr></table>",
    ),
    "ends in a table": (
        "<table><tr><td>a</td><td>b</tr></tbody><td>c</th>d</table></table>e",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>e",
    ),
    "formats in cells": (
        "<b>a<table><td>b<i>c</td></table>d",
        "<b>a</b><table><tr><td>b<i>c</i></td></tr></table><b>d</b>",
    ),
    "cells without a table": ("<tr><td>a</td><td>b</td></tr>c", "a<br>b<br>c"),
    "comments": ("a<!-- b --><!--[if gte mso 9]><xml>c</xml><![endif]--><![if x]>d<![endif]>", "ad"),
    "Word's data": ("<xml><w:View>Normal</w:View></xml>", "Normal"),
    "what hides": ("a<script>b</script><style>c</style><title>d</title><iframe>e</iframe>f", "af"),
    "a cell that spans much": (
        "<table><td colspan=99 rowspan=13>a",
        "<table><tr><td colspan=12 rowspan=12>a</td></tr></table>",
    ),
    "what a browser may show": ("a<svg><text>b</text><svg/></svg><object>c</object><audio>d</audio>", "abcd"),
    "what ends with what is around": ("<p>x<svg><p>LU</svg><p>a<canvas></p>b", "<p>x</p><p>LU</p><p>a</p>b"),
    "what hides without end": ("a<noscript>c<script>d", "ac"),
    "a style that may be none": ("a<svg><style></svg>b</style>", "a&lt;/svg&gt;b"),
    "a style after that": ("a<svg></svg></math><style>b</style>c", "ac"),
    "a field": ("a<textarea>b &amp;<i></textarea>", "a<div>b &amp;&lt;i&gt;</div>"),
    "what a style hides": ("<p style='display:none;mso-hide:all'>a", "<p>a</p>"),
    "a tag cut off": ("a<b", "a"),
}


@pytest.mark.parametrize(("source", "drawn"), DRAWN.values(), ids=DRAWN)
def test_elements_are_drawn(source, drawn):
    """As a browser shows them, with none of their attributes but small numbers."""
    assert draw(source) == drawn
    check_drawn(drawn)


READ = {
    "white space": (" a \n  <b> b</b>c \t", "a bc"),
    "no-break spaces": ("<p>&nbsp; <b>&nbsp;</b></p><p>a&nbsp;<b> b&nbsp;</b>", "a\xa0 b"),
    "an indent": ("<p> &nbsp;a<p>&nbsp; b", "\xa0a\n\n\xa0 b"),
    "paragraphs": ("<h1>a</h1><p>b<p></p><p>c<blockquote>d</blockquote>e", "a\n\nb\n\nc\n\nd\n\ne"),
    "blocks": ("<div>a</div><div><div>b</div></div>c", "a\nb\nc"),
    "lines": ("a<br>b<br><br>c<br><p>d<br></p><br>e", "a\nb\n\nc\n\nd\n\n\ne"),
    "a line across": ("a<hr>b", "a\n\nb"),
    "lists": ("a<ul><li>b<li><p>c<p>d</ul><p>e", "a\n- b\n- c\n  d\n\ne"),
    "lists in lists": (
        "<p>a<ol start=9><li>b<ul><li>c</ul><li>d<br>e</ol>",
        "a\n\n9. b\n   - c\n10. d\n    e",
    ),
    "a list right in a list": ("<ul><li>a<ul><ul><li>b</ul></ul><li>c</ul>", "- a\n    - b\n- c"),
    "a list right in an item": ("<ul><li><ol><li>a<li>b</ol></ul>", "- 1. a\n  2. b"),
    "empty items": ("<ul><li>a<li><li>b</ul>", "- a\n- b"),
    "items without a list": ("<li>a<li>b", "- a\n- b"),
    "two lists": ("<ul><li>a</ul><ul><li>b</ul><div>c</div>", "- a\n\n- b\n\nc"),
    "a list in a block": ("<div>a<ul><li>b</ul>c</div><div>d</div>", "a\n- b\nc\n\nd"),
    "Word's lists": (
        "<p>a<p>- <b>b</b></p>\n<p>&nbsp;<p>- c<br>d<p>- e<p>f<p>-g",
        "a\n\n- b\n- c\nd\n- e\n\nf\n\n-g",
    ),
    "dashes apart": (
        "<p>- a<br><br>- b<p><br><p>- c<p>- d<pre>- e</pre><p>- f",
        "- a\n\n- b\n\n\n- c\n- d\n\n- e\n\n- f",
    ),
    "definitions": ("<dl><dt>a<dd>b</dl>c", "a\nb\n\nc"),
    "a table": (
        "a<table><tr><td><p>b</p></td><td> c </td><tr><td><td>d<td></table>e",
        "a\n\nb\tc\n\td\t\n\ne",
    ),
    "paragraphs in a cell": ("<table><td><p>a<p>b<td>c", "a\n\nb\tc"),
    "a list in a cell": ("<table><td><br><ul><li>a</ul><tr><td>b", "- a\nb"),
    "a table in a cell": ("<table><td><table><td>a<td>b</table><td>c<tr><td>d", "a\tb\tc\nd"),
    "empty rows": ("<table><tr><td>a<tr><td><table><td></table></td><tr><td>b<tr><td><td></table>", "a\nb"),
    "cells without a table": ("<td>a</td><td>b</td>", "a\nb"),
    "a caption": ("<table><caption>a</caption><td>b", "a\n\nb"),
    "preformatted": ("a<pre>\n b  c\r\n\td\n\n</pre>e", "a\n\n b  c\n\td\n\ne"),
    "formats, preformatted": ("<pre>a\n<b>\nb</b></pre>", "a\n\nb"),
    "references and links": ("<a href=x>a</a> &lt;b&gt; &amp;amp;", "a <b> &amp;"),
    "what hides": ("a<style>b</style><!-- c --><svg>d</svg>", "ad"),
    "raised and lowered digits": (
        "10<sup>6</sup>, H<sub>2</sub>O, 1<sup>er</sup>, x<sup> -1</sup></sup>",
        "10⁶, H₂O, 1er, x ⁻¹",
    ),
    "links": (
        (
            "<a href='mailto:rh@a.fr'>Zoé</a>, <a href=https://www.a.fr/>www.a.fr</a>, <a href=#x>b</a>, "
            "<a href='javascript:x'>c</a>, <a href='https://a.fr/?b&amp;c'><b>ici</b></a></a>, <a>d</a>, "
            "<a href=tel:+33102030405> </a>"
        ),
        "Zoé (rh@a.fr), www.a.fr, b, c, ici (https://a.fr/?b&c), d,",
    ),
    "numbers of items": (
        "<ol start=3><li>a<li value=7>b<li>c</ol><ul><li value=2>d",
        "3. a\n7. b\n8. c\n\n- d",
    ),
    "white space alone": ("a<b> </b><i> </i>b", "a b"),
    "nothing": ("<p>&nbsp;<br></p><table><tr><td></table>", ""),
}


@pytest.mark.parametrize(("source", "text"), READ.values(), ids=READ)
def test_html_is_read_out(source, text):
    """As one would write it in a mail without formatting."""
    assert read_as_text(source) == text


WRITTEN = {
    "nothing": (" \n\n", ""),
    "markup": ("<b> & \"a\" 'b'", "<p>&lt;b&gt; &amp; \"a\" 'b'</p>"),
    "paragraphs": ("\na\r\nb\r\rc\n \t\n\nd\n", "<p>a<br>b</p>\n<p>c</p>\n<p>d</p>"),
    "a list": ("- a\n- b & c\n\n-d", "<ul><li>a</li><li>b &amp; c</li></ul>\n<p>-d</p>"),
    "a list below a line": ("a\nb\n- c\nd", "<div>a<br>b<ul><li>c</li></ul>d</div>"),
}


@pytest.mark.parametrize(("text", "html"), WRITTEN.values(), ids=WRITTEN)
def test_a_text_is_written_as_html(text, html):
    """Paragraphs, line breaks and lists, and nothing else."""
    assert write_as_html(text) == html


NOTHING = "<ins class=nothing data-note={}></ins>".format
DELETED = (
    "<ins class=nothing data-note={}><span lang=fr>supprimé</span><span lang=en>deleted</span></ins>".format
)

MARKED = {
    "in text": (
        "a’b",
        "a<mark class=large data-note=0>’</mark>b",
        "a<ins class=large data-note=0>'</ins>b",
        (0, 0),
    ),
    "in a reference": ("&hellip;", "<mark data-note=0>…</mark>", "<ins data-note=0>...</ins>", (0, 0)),
    "what is deleted": (
        "<p>a<wbr>\u200b</p>",
        "<p>a<mark data-note=0>▯</mark></p>",
        f"<p>a{NOTHING(0)}</p>",
        (0, 0),
    ),
    "blanks after a bullet": (
        "•<i>&nbsp; </i>a",
        "<mark data-note=0>•</mark><i><mark data-note=1>␣␣</mark></i>a",
        f"<ins data-note=0>- </ins><i>{NOTHING(1)}</i>a",
        (0, 0),
    ),
    "a line's end after a bullet": (
        "<p><b style='mso-list:Ignore'>·<i>&nbsp;\r\n</i></b>a",
        "<p><b><mark data-note=1>·</mark></b><b><i><mark data-note=2>␣↵</mark></i></b>a</p>",
        f"<p><b><ins data-note=1>- </ins></b><b><i>{NOTHING(2)}</i></b>a</p>",
        (0, 1),
    ),
    "what is deleted and was seen": (
        "<b>\U0001f680</b>",
        "<b><mark data-note=0>\U0001f680</mark></b>",
        f"<b>{DELETED(0)}</b>".replace("nothing", '"nothing lost"'),
        (0, 0),
    ),
    "at the end": ("<b>a</b>\u200b", "<b>a</b><mark data-note=0>▯</mark>", f"<b>a</b>{NOTHING(0)}", (0, 0)),
    "over tags": (
        "â<b>€</b>™",
        "<mark data-note=0>â</mark><b><mark data-note=1>€</mark></b><mark data-note=2>™</mark>",
        f"<ins data-note=0>'</ins><b>{DELETED(1)}</b>{DELETED(2)}",
        (0, 0),
    ),
    "in a tag": ("<p title=’>a", "<p>a</p>", "<p>a</p>", (1, 0)),
    "in what hides": ("<title>’</title>a<script>’</script>", "a", "a", (2, 0)),
    "deleted in what hides": ("<title>\u200b</title>a", "a", "a", (1, 0)),
    "between cells": (
        "<table><tr>\u2028<td>a",
        "<table><tr><td><mark data-note=0>↵</mark></td><td>a</td></tr></table>",
        "<table><tr><td>a</td></tr></table>",
        (1, 0),
    ),
    "deleted between cells": (
        "<table>\u200b<td>a",
        "<table><tr><td><mark data-note=0>▯</mark></td><td>a</td></tr></table>",
        "<table><tr><td>a</td></tr></table>",
        (1, 0),
    ),
    "Word's": ("<p class=MsoNormal>a<o:p></o:p>", "<p>a</p>", "<p>a</p>", (0, 3)),
    "Word's data": ("<xml><w:x>a’</w:x></xml>b", "<mark data-note=0>a’</mark>b", "b", (0, 1)),
    "what is left": (
        "&lt;b&gt;",
        "<mark class=left data-note=0>&lt;b&gt;</mark>",
        "<mark class=left data-note=0>&lt;b&gt;</mark>",
        (0, 0),
    ),
}


@pytest.mark.parametrize(("source", "before", "after", "counts"), MARKED.values(), ids=MARKED)
def test_marks_are_drawn(source, before, after, counts):
    """Where they are seen; where they are not they are counted, Word's own apart."""
    cleaned, marks = mark_changes(source, replace(FLATCHR, markup="html", word_markup="strip"))
    assert draw(source, marks) == before
    assert draw_after(cleaned, marks) == (f"<div class=group>{after}</div>", *counts)


def make_marks(*places, **of_finding):
    """Make marks, each with a note of its own."""
    changes = (Change(start, end, "x", "y" * (end - start), Rule.DASH, **of_finding) for start, end in places)
    return [Mark(find(change), number) for number, change in enumerate(changes)]


def test_a_mark_over_several_texts_is_drawn_in_pieces():
    """Each piece marked, with the same note; what stands in no text is passed over."""
    source = "a<p title='x'>b<!-- x -->c</p>d"
    rendered = draw_after(source, make_marks((0, len(source))))
    piece = "<ins data-note=0>{}</ins>".format
    assert rendered == (
        f"<div class=group>{piece('a')}<p>{piece('b')}{piece('c')}</p>{piece('d')}</div>", 0, 0
    )  # fmt: skip


@pytest.mark.parametrize(
    ("places", "texts"),
    [
        ([(0, 3), (3, 4), (5, 7)], {0: "a&", 2: "b"}),
        ([(3, 7)], {0: "&b"}),
        ([(3, 3)], {0: ""}),
        ([(0, 1), (1, 6), (6, 7)], {0: "a", 1: "&", 2: "b"}),
    ],
)
def test_a_mark_holds_references_whole(places, texts):
    """One that begins or ends in a reference holds all of it; another one there holds nothing."""
    rendered = draw_after("a&amp;b", make_marks(*places))
    assert {note: text for _, note, text in Drawn(rendered.drawn).marks} == texts
    assert rendered.unseen == len(places) - len(texts)


def test_what_was_put_in_is_not_seen_before():
    """There it stands nowhere."""
    assert draw_before("ab", make_marks((1, 1))) == ("<div class=group>ab</div>", 1, 0)


def test_a_blank_that_is_marked_is_drawn_where_a_block_begins():
    """Though a blank that is not is left out there."""
    drawn = draw_after("<p> </p><p> </p>", make_marks((3, 4))).drawn
    assert drawn == "<div class=group><p><ins data-note=0> </ins></p><p></p></div>"


def test_deep_blocks_are_drawn_flat():
    """Deeper than browsers like it they only begin lines, tables as a whole; what is within stays."""
    around, end = "<div>" * (DEEPEST - 2), "</div>" * (DEEPEST - 2)
    source = f"{around}a<table><tr><td>b<td>c</table><div>d<div>e<div>f</div>g</div></div>{end}h"
    inner = "a<br>b<br>c<div>d<div>e<br>f<br>g</div></div>"
    assert draw(source) == f"{around}{inner}{end}h"
    check_drawn(draw_before("<ul><li>x<table><td>y" * 1000, []).drawn)
    assert read_as_text("<ul><li>x" * 1000).endswith(f"x\n{' ' * DEEPEST}x")


def test_many_blocks_are_drawn_in_groups():
    """Which the browser skips out of sight; the blocks around that look like nothing are divided."""
    source = "<div>" + "<p>a</p>" * PARTS_OF_GROUP + "<ul>" + "<li>b" * PARTS_OF_GROUP + "</ul></div>"
    drawn = draw_before(source, []).drawn
    check_drawn(drawn)
    assert drawn.count("</div></div>\n<div class=group><div><p>") == 2
    assert drawn.count("<div class=group>") == 3
    assert drawn.count("<ul>") == 1


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["label"])
def test_hostile_texts_are_drawn(case):
    """Those that broke something once are drawn and read out."""
    cleaned, marks = mark_changes(case["original"], FLATCHR)
    check_drawn(draw_before(case["original"], marks).drawn)
    check_drawn(draw_after(cleaned, marks).drawn)
    assert "\0" not in draw_after(cleaned, marks).drawn


FLOODS = (
    "<div>", "<div></p>", "<p>", "<b>", "</b>", "<b>x<i>x</b>x", "<li>", "<ul><li>x", "<dl><dd><div><dt>",
    "<h1></h2>", "<table>", "<table><td>", "<tr>", "<td>x", "<caption>", "<svg>", "<svg/>",
    "<select></div>", "<object></object>", "<br>", "<hr>", "<pre>\n", "&amp;", "&", "<", "<!--",
    "x<script>", "<b>&nbsp;</b>", "<ol><li>", " <p> ",
)  # fmt: skip


@pytest.mark.parametrize("unit", FLOODS)
def test_work_grows_with_length(unit):
    """Eight times the HTML takes at most eight times the calls, but for a few; marks add no more."""
    short, long = unit * (1600 // len(unit)), unit * 8 * (1600 // len(unit))
    cleaned = {
        text: make_marks(*((place, place + place % 3) for place in range(0, len(text), 4)))
        for text in (short, long)
    }
    for act in (read_as_text, write_as_html, lambda text: draw_after(text, cleaned[text])):
        act(short)
        assert count_calls(act, long) < 8.5 * count_calls(act, short) + 100


@pytest.mark.long
@pytest.mark.parametrize("unit", [*FLOODS, "<div>x</div>", "<p>x’</p>"])
def test_time_grows_with_length(unit):
    """Nor does any one call take longer and longer: quadratic work would take 64 times as long."""

    def close_some(act):
        return lambda text: act(text + "</div>" * (len(text) // 100))

    assert_linear(close_some(read_as_text), "", unit)
    assert_linear(close_some(lambda text: draw_before(text, [])), "", unit)
