"""Markup written plainly, and back."""

import pytest

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.html_plain_tags import maybe_write_plainly
from tests.markup_editing import assert_linear


def blank(markup):
    """Write markup as a tag without meaning."""
    return f"<b{' ' * (len(markup) - 3)}>"


COMMENT = "<!-- > & é <b> <!- -->"
STYLE = "<style>a > b</style>"
SCRIPT = "<SCRIPT x='é'>if (a < b)\n</script >"
PLAIN = {
    "<P>l’été</P>": "<p>l’été</p>",
    '<A HREF="?A">été</A>': '<a HREF="?A">été</a>',
    "<img alt='Société À'>é": "<img alt='Societe e'>é",
    "<p title='&rsquo;&amp;'>": "<p title='ersquo;&amp;'>",
    "<p title='\x0c\xa0\x07'>": "<p title='eee'>",
    "</x-y z><st1:City>": "</b   z><b       >",
    "a<!---->b": "a<b    >b",
    f"a{COMMENT}b": f"a{blank(COMMENT)}b",
    "<!DOCTYPE html>a": f"<b{12 * ' '}>a",
    "<![endif]>a": "<b       >a",
    f"{STYLE}c{SCRIPT}": f"{blank(STYLE)}c{blank(SCRIPT)}",
    "<iframe src='é'> é </iframe>a": f"<p{25 * ' '}>a",
    "<TITLE>é > b</TITLE >c": "<p    >é > b</p     >c",
}
STAYING = [
    "",
    "<p>l’été</p>",
    "<p>a <b > c <br/> &rsquo;</p>",
    "a < B, c > d",
    "<pré>",
    "<jean@exemple.fr>",
    "<p",
    "<!-->",
    "<!--->",
    "<!>",
    "<!--a--!>",
    "<!-- a -- b -->",
    "<!-- a",
    "<script>",
    "<style>a</script>",
    "<textarea>",
    "<title>",
    "<title>a<b>b</title>",
    "<title>a</title",
    "<title>a</titles>",
    "<style>a</styles>",
    "<P><iframe>",
    "<plaintext>",
    "<plaintext>a</plaintext>",
    "<style><p ’>",
    "<b\x0cé>",
    "<P><!-- a",
    '<P title=a">',
]


@pytest.mark.parametrize("source", PLAIN)
def test_markup_is_written_plainly_and_comes_back(source):
    """Each piece is as long as it was, and text stays where it stands."""
    plain = maybe_write_plainly(source)
    assert plain.text == PLAIN[source]
    assert len(plain.text) == len(source)
    assert plain.maybe_put_back(plain.text, {}) == source
    assert plain.maybe_put_back(plain.text.replace("l’été", "l'été"), {}) == source.replace("l’été", "l'été")


@pytest.mark.parametrize("source", STAYING)
def test_anything_else_stays(source):
    """What is plain, what parsers could end elsewhere, and elements that hold text only."""
    assert maybe_write_plainly(source) is None


def test_markup_is_cleaned_where_it_holds_something():
    """Each piece is looked at once, however often it stands there, and only if it may hold something."""
    source = "<P a='é'>é<BR><P a='é'><!-- & --><a href='?b&amp;c'>"
    plain = maybe_write_plainly(source)
    asked = []

    def edit(markup):
        asked.append(markup)
        return [Edit(6, 7, "ee", Rule.CUSTOM, lossy=False)] if "é" in markup else []

    edits = plain.edit_each(edit)
    assert asked == ["<P a='é'>", "<!-- & -->"]
    assert [(edit.start, edit.replacement) for edit in plain.locate(edits)] == [(6, "ee"), (20, "ee")]
    assert plain.maybe_put_back(plain.text, edits) == source.replace("'é'", "'ee'")


def test_the_markup_of_something_else_does_not_come_back():
    """Where a tag is missing, nothing is put into its place."""
    assert maybe_write_plainly("<P>a</P>").maybe_put_back("<p>a", {}) is None


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<!-- <b ",
        "<title>",
        "<title>a</title",
        "<iframe>",
        "<style>",
        "<style></",
        "<script",
        "<a <",
        "<!",
        "<a é ",
        "<!--a-",
        "<STYLE>é",
    ],
)
def test_time_grows_with_the_length(unit):
    """Markup that nothing ends is not looked at again from each of its beginnings."""
    assert_linear(maybe_write_plainly, "<P>", unit)
