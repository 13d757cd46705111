"""HTML as one plain text: what is well written, where its marks stand, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.text.html_marks import begin_line, is_well_written, maybe_mark_tags

WELL_WRITTEN = [
    "",
    "l’été",
    "<p>l’été</p>",
    "<br/><br /><hr>",
    "<p\nclass = 'a b' id=c\thidden >",
    '<a href="/x?a=1&amp;b=2&c=3" title="l\'été">'.replace("é", "e"),
    "<a href=/x?a=1&amp;b title=''>",
    "<o:p></o:p>",
    "</p class='x'>",
    "1 < 2 <3 <= <\n>",
]
OTHERS = [
    "<!-- a -->",
    "<!doctype html>",
    "<?xml?>",
    "<script></script>",
    "<textarea>",
    "<p",
    "<p class='a>",
    "<p class=a'>",
    '<p class=a"b">',
    '<a b"c="d>e">',
    "<p/class=a>",
    "<p title='é'>",
    "<p title=a\xa0b>",
    "<p title='&rsquo;'>",
    "<p title='&copy'>",
    "<p title='a & b'>",
    "<p title='a > b'>",
    "<p title='\x0c'>",
    "<P>",
    "<pp>",
    "<x-y>",
    "<st1:City>",
    "<p<b>",
    "<<b>",
    "<b",
    "</",
    "<’b",
    "<",
]


@pytest.mark.parametrize("source", WELL_WRITTEN, ids=repr)
def test_tags_of_ascii_are_well_written(source):
    """Known tags in small letters, values of ASCII, and a bracket that can be no tag."""
    assert is_well_written(f"a{source}b")


@pytest.mark.parametrize("source", OTHERS, ids=repr)
def test_anything_else_is_not(source):
    """Comments, scripts, broken tags, and all that may be cleaned in a tag."""
    assert not is_well_written(f"<p>a</p>{source}b")


MARKED = {
    "": "",
    "l’été": "l’été",
    "<p>un</p>": "un\n>\n",
    " \n<p> <b>un</b> deux</p>\n<p>\n trois": "un< deux\n>\ntrois",
    "a<b><i>b</i></b> </p>c": "a<b< \n>\nc",
    "a<b><br></b> <i>\nb": "a\n>\nb",
    "a</b>\n<b>b": "a<\n<b",
    "a &lt;<o:p></o:p>": "a &lt;<",
}


@pytest.mark.parametrize("source", MARKED, ids=repr)
def test_marks_show_where_lines_begin(source):
    """Tags side by side leave one mark, in a line of its own where one of them begins a line."""
    marked = maybe_mark_tags(source)
    assert marked.text == MARKED[source]
    assert marked.put_back(marked.text) == source


@pytest.mark.parametrize("source", ["a < b", "a > b", "<p>->", "<!-- a -->"])
def test_brackets_of_the_text_could_be_taken_for_marks(source):
    """Then there is no marked text."""
    assert maybe_mark_tags(source) is None


def test_a_text_is_followed_by_its_tags():
    """The last one by none."""
    assert maybe_mark_tags("<p>a<b>b</b></p>").pieces == ["a", "<b>", "b", "</b></p>", ""]
    assert [begin_line(tags) for tags in ("<b><i>", "</b></p>", "")] == [False, True, False]


@given(st.lists(st.sampled_from(("<p>", "</b>", "<br/>", "<a href='x'>", "a", "’", " ", "\n"))).map("".join))
def test_the_way_back_is_exact(source):
    """Put back into their places, the tags make the source."""
    marked = maybe_mark_tags(source)
    assert marked.put_back(marked.text) == source
    assert marked.layout + "".join(marked.pieces) == source
