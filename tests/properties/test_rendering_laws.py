"""HTML drawn as it looks, and read out: the laws that hold of any string."""

import re
import string

from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean.check.findings import Finding, Region
from flatchr_clean.errors import CleaningError
from flatchr_clean.page.rendering import (
    Mark,
    draw_after,
    draw_before,
    list_places,
    read_as_text,
    write_as_html,
)
from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.cleaner import cleaner_for
from tests.drawn_html import Drawn, check_drawn, read_seen
from tests.properties.strategies import any_texts, profiles, soup_pieces
from tests.properties.work import bounded_work

NAMES = (
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "b", "i", "a", "sup", "font", "small", "nobr",
    "table", "tr", "td", "th", "tbody", "caption", "h1", "h2", "blockquote", "pre", "br", "hr", "xmp",
    "section", "html", "body", "head", "form", "button", "foreignObject", "desc", "mi", "image",
)  # fmt: skip
HIDING = (
    "svg", "math", "select", "option", "title", "textarea", "template", "noscript", "object", "style",
    "script", "iframe",
)  # fmt: skip
WRITTEN = (
    "x", "y", " ", "\n", "\r\n", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<td colspan=3 onclick=x>",
    "<ol start=7 start=8>", "<td rowspan=0 style='x'>", "<p a='", "'>", '<a href="javascript:x">',
    "<mi//xlink:href=x>",
    "<img src=x onerror=x>", "\0", "&amp;", "&#13;", "&#0;", "&lt;script&gt;", "<plaintext>", "<svg/>", "<li",
)  # fmt: skip


def tags_of(*names):
    """Draw starts and ends of elements."""
    return st.sampled_from([f"<{slash}{name}>" for slash in ("", "/") for name in names])


nested = st.lists(tags_of(*NAMES) | st.sampled_from(WRITTEN), max_size=25).map("".join)
hostile = st.lists(
    tags_of(*NAMES) | tags_of(*HIDING) | st.sampled_from(WRITTEN) | soup_pieces, max_size=25
).map("".join)
any_html = st.one_of(any_texts, nested, hostile)


def squeeze(text):
    """Leave out white space, and what parsers read in their own ways."""
    return re.sub(r"[\s\0\ufffd\ud800-\udfff]", "", text)


def find(change):
    """Give a change as what is drawn."""
    start, end, original, replacement, rule, lossy, applied = change
    return Finding(Region(1, 1, 1, 1), original, replacement, "", rule, lossy, applied, start, end, 0)


def mark_changes(source, profile):
    """Clean a text; give what it becomes, and marks of its changes, each with a note of its own."""
    cleaning = cleaner_for(profile).explain(source)
    return cleaning.text, [Mark(find(change), number) for number, change in enumerate(cleaning.changes)]


@given(any_html)
@example("<table><script>alert(1)</script><div>x")
@example("<svg><style><img src=x onerror=alert(1)></style></svg>")
@example("<math><mi//xlink:href='data:x,<script>alert(1)</script>'>")
@example('<noscript><p title="</noscript><img src=x onerror=alert(1)>">')
@example("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>")
@example("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>")
@example("<title><!--</title><img src=x>--!><b>x</b>")
@example("<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=x src>'>")
@example("<ul><li><section><li>a</section><p><h1><ul><li>b")
@example("<table><caption>a<table><tr><td>b</table><caption>c<tr>d<th>e</caption>f</td>g")
def test_what_is_drawn_is_of_the_allow_list(source):
    """A browser reads it as it was written, whatever the source; no attribute of the source is in it."""
    with bounded_work(source):
        drawn = draw_before(source, []).drawn
    check_drawn(drawn)


@given(any_texts | nested)
def test_what_is_drawn_is_what_is_seen(source):
    """A browser shows the same characters of the source and of what is drawn."""
    drawn = squeeze(Drawn(draw_before(source, []).drawn).text)
    seen = squeeze(read_seen(source))
    if "<table" not in source:
        assert drawn == seen
    # What stands between cells is seen before the table, and drawn in it.
    assert sorted(drawn) == sorted(seen)


@given(any_html, profiles)
def test_marks_change_nothing_else(source, profile):
    """Each is drawn or counted, in its order; what is drawn is of the allow-list, and shows the same text."""
    try:
        cleaned, marks = mark_changes(source, profile)
    except CleaningError:
        return
    for (start, end), (finding, _) in zip(list_places(marks), marks, strict=True):
        assert cleaned[start:end] == (finding.replacement if finding.fixable else finding.original)
    before, after = draw_before(source, marks), draw_after(cleaned, marks)
    for rendered in (before, after):
        read = check_drawn(rendered.drawn)
        notes = [note for _, note, _ in read.marks]
        assert notes == sorted(notes)
        assert len(set(notes)) + rendered.unseen + rendered.word_markup == len(marks)
    unmarked = draw_after(cleaned, [])
    assert squeeze(Drawn(after.drawn).text) == squeeze(Drawn(unmarked.drawn).text)


@given(source=any_html, places=st.lists(st.integers(0, 60), max_size=8), fixable=st.booleans())
@example(source="a&amp;b&NotEqualTilde;c", places=[0, 2, 2, 2, 4, 9, 9, 12], fixable=True)
def test_marks_may_stand_anywhere(source, places, *, fixable):
    """In tags, in references, over both, between two characters: the text stays, and none is drawn twice."""
    places = sorted(min(place, len(source)) for place in places)
    marks = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        change = Change(start, end, source[start:end], "x" * (end - start), Rule.DASH, applied=fixable)
        marks.append(Mark(find(change), len(marks)))
    rendered = draw_after(source, marks)
    read = check_drawn(rendered.drawn)
    assert squeeze(read.text) == squeeze(Drawn(draw_before(source, []).drawn).text)
    assert len({note for _, note, _ in read.marks}) + rendered.unseen == len(marks)


@given(any_html)
def test_both_writers_read_the_same(source):
    """What is read out holds the characters that are drawn, and the markers of lists."""
    with bounded_work(source):
        text = read_as_text(source)
    assert text == text.rstrip("\n")
    markers = str.maketrans("", "", f"{string.digits}.-")
    drawn = Drawn(draw_before(source, []).drawn).text
    assert squeeze(text).translate(markers) == squeeze(drawn).translate(markers)


words = st.text(st.characters(exclude_characters=" \t\n\f\r\xa0"), min_size=1) | st.sampled_from(
    ("<b>", "&amp;", "-", "&", "été")
)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join).map(lambda line: line.strip(" ")).filter(bool)
items = lines.map("- {}".format)
paragraphs = st.lists(lines | items, min_size=1, max_size=4).map("\n".join)


@given(st.lists(paragraphs, max_size=4).map("\n\n".join))
@example("Missions :\n- caisse\n- accueil\nÀ bientôt\n\n- a\n\n- b\nc\n\nd\n- e")
def test_a_text_comes_back_from_html(text):
    """Where its blanks are as in a letter, it is the same; whatever it holds, no word of it is lost."""
    assert read_as_text(write_as_html(text)) == text


@given(any_texts)
def test_no_word_of_a_text_is_lost_in_html(text):
    """Whatever it holds; blanks aside."""
    written = write_as_html(text)
    assert squeeze(read_as_text(written)) == squeeze(text).replace("\r", "")
    assert squeeze(read_seen(written)) == squeeze(text)
