"""Quotes that delimit the values of attributes: made straight, and told from those that are text."""

from dataclasses import replace

import pytest

from flatchr_clean import FLATCHR, Rule, clean, explain
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.html.quotes import edit_quotes
from tests.markup_editing import assert_linear

STRAIGHTENED = {
    # Pairs of one kind, and of two.
    "<a href=“/x”>x</a>": '<a href="/x">x</a>',
    "<a href=”/x”>x</a>": '<a href="/x">x</a>',
    "<a href=„/x“>x</a>": '<a href="/x">x</a>',
    "<a href=″/x″>x</a>": '<a href="/x">x</a>',
    "<a href=‘/x’ target=’_blank’>x</a>": "<a href='/x' target='_blank'>x</a>",
    "<a href=\x93/x\x94>x</a>": '<a href="/x">x</a>',
    "<a href=«/x»>x</a>": '<a href="/x">x</a>',
    "<a href=«\xa0/x\u202f»>x</a>": '<a href="/x">x</a>',
    "<a href=“/x»>x</a>": '<a href="/x">x</a>',
    "<a href=“mailto:a@b.fr”><a href=“HTTPS://b.fr:8”><a href=“b.html”><img src=“/a:b”>": (
        '<a href="mailto:a@b.fr"><a href="HTTPS://b.fr:8"><a href="b.html"><img src="/a:b">'
    ),
    "<img alt=”” src=”a.png” />": '<img alt="" src="a.png" />',
    # One side straight.
    '<a href=“/x">x</a>': '<a href="/x">x</a>',
    '<a href="/x”>x</a>': '<a href="/x">x</a>',
    "<a href='/x’>x</a>": "<a href='/x'>x</a>",
    '<a href="/x”>x</a>, dit "oui"': '<a href="/x">x</a>, dit "oui"',
    '<a href="/x” title="y">z</a>': '<a href="/x" title="y">z</a>',
    '<p title="a” b="c">x': '<p title="a" b="c">x',
    '<p>Voir <a href="/x”>ici</a>.</p>': '<p>Voir <a href="/x">ici</a>.</p>',
    # References.
    "<a href=&ldquo;/x?a=1&amp;b=2&rdquo;>x</a>": '<a href="/x?a=1&amp;b=2">x</a>',
    "<a href=&#8220;/x&#x201D;>x</a>": '<a href="/x">x</a>',
    # Several attributes, several lines.
    "<p\n class=“a”\n style = “b: c;\n d: e”\n>x</p>": '<p\n class="a"\n style = "b: c;\n d: e"\n>x</p>',
    "<input type=“checkbox” CHECKED><br/class=“a”/>": '<input type="checkbox" CHECKED><br/class="a"/>',
    # Quotes in a value.
    "<p title=“l’ami’s”>x</p>": '<p title="l’ami’s">x</p>',
    '<p title=“dit "oui" non”>x</p>': "<p title='dit \"oui\" non'>x</p>",
    "<p title='l’offre' class=“b”>x</p>": "<p title='l’offre' class=\"b\">x</p>",
    # A tag that stood in a value stays there.
    '<a title="x”><img src=y>"z" class=“b”>': '<a title="x”><img src=y>"z" class="b">',
    # Where no tag is read.
    "<!-- <a b='> --><p class=“x”>": '<!-- <a b=\'> --><p class="x">',
    "<script>a=“b” > c</script><p class=“x”>": '<script>a=“b” > c</script><p class="x">',
    "<TITLE><p a=“b”></TITLE><p class=“x”>": '<TITLE><p a=“b”></TITLE><p class="x">',
}
LEFT = [
    # Text.
    "l’offre “CDI”",
    "<p>a=“b”</p>",
    '<p title="dit “oui” > non">x</p>',
    '<p title="dit “oui” class=“b”">x</p>',
    '<p title="l’offre”">x</p>',
    '<p title="5”>4”">x</p>',
    "<p title='les employés’ >'>x</p>",
    # Bare values.
    "<a title=l’a“b”>",
    "<a id=’ class='b' data-x='•  c'>",
    "<a b=&eacute;x&rdquo;>",
    # No end in the tag, or another value begins before it.
    "<p title=“a > b”>x</p>",
    "<p title=“sans fin>x</p>",
    "<p title=“sans fin",
    '<p class=“a title="y">z</p>',
    "<p class=“a title=“b>z</p>",
    # What would come to life: tags, scripts and their addresses.
    '<a title="x”><img src=x onerror=alert(1)>"y">',
    '<a title="x”>dit "oui <img src=x>"',
    '<a href="/x” onclick="f()" y">',
    "<a onclick=“f()”>x</a>",
    "<a href=“javascript:f()”>x</a>",
    "<a href=“java\tscript:f()”>x</a>",
    "<a href=“&#106;avascript:f()”>x</a>",
    "<a href=« data:text/html,x »>x</a>",
    # Both kinds inside, and both ends.
    '<p title=“l\'a "b" c”>x</p>',
    '<p title="dit “oui”>x</p>',
    "</p class=“x”>",
]


@pytest.mark.parametrize("source", STRAIGHTENED, ids=repr)
def test_quotes_around_a_value_are_straight(source):
    """Each becomes this, to the byte, and nothing is left to do."""
    straight = apply_edits(source, edit_quotes(source, ""))
    assert straight == STRAIGHTENED[source]
    assert edit_quotes(straight, "") == []


@pytest.mark.parametrize("source", LEFT, ids=repr)
def test_other_quotes_are_left(source):
    """A quote in a text or in a value, and one whose pair is not in the tag, is none of a tag's."""
    assert edit_quotes(source, "") == []


@pytest.mark.parametrize("source", STRAIGHTENED, ids=repr)
def test_html_is_cleaned_behind_straight_quotes(source):
    """What the cleaner makes of both is the same, once and for all, and no loss."""
    cleaned = clean(STRAIGHTENED[source])
    assert clean(source) == cleaned
    assert clean(cleaned) is cleaned
    assert not explain(source).lossy


def test_a_tag_in_need_of_quotes_makes_a_text_html():
    """The tag is recognised once its quotes are straight."""
    assert clean("Un<br style=“a: b”>deux • trois") == 'Un<br style="a: b">deux - trois'


def test_each_quote_is_a_change():
    """The change stands where the quote stood."""
    changes = explain("<p class=“a” id=«\xa0b»>c</p>").changes
    assert [(change.start, change.original, change.replacement, change.rule) for change in changes] == [
        (9, "“", '"', Rule.QUOTE),
        (11, "”", '"', Rule.QUOTE),
        (16, "«\xa0", '"', Rule.QUOTE),
        (19, "»", '"', Rule.QUOTE),
    ]


def test_quotes_that_the_profile_decides_about_stay():
    """What is kept or replaced is the caller's."""
    source = "<p class=“a” id=‘b’>c</p>"
    assert clean(source, replace(FLATCHR, keep="“”")) == "<p class=“a” id='b'>c</p>"
    assert edit_quotes(source, "“‘") == []


FLOODS = [
    ("<a ", "b=“"), ("<a ", "b=“ "), ("<a ", 'b="”'), ("<a ", "b=« "), ("", "<a b=“"), ("", '<a b="x”> '),
    ("", "<a b=“x”>"), ("<a b=“", "x="), ("<a ", "a b"),
    ("<a b=“", "&amp;="), ('<a b="', "” "), ("", "” "), ("", "”a="),
    ("<a b=", "&#8220;"), ("", "<!"), ("", "<title>"), ("<a b=«", "\xa0"), ('<a b="', '”>"'),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "unit"), FLOODS, ids=repr)
@pytest.mark.parametrize("closing", ["", "”>", '" ”>'])
@pytest.mark.long
def test_time_grows_with_length(opening, unit, closing):
    """To look for the end of each value is linear together."""
    assert_linear(lambda text: edit_quotes(f"{text}{closing}", ""), opening, unit)
