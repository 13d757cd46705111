"""The short way of HTML: where it leads to a result, and where it must not be taken."""

from dataclasses import replace

import pytest

from flatchr_clean import FLATCHR, TYPOGRAPHY, UnmappableCharacter, clean, explain
from flatchr_clean.text.cleaner import cleaner_for
from tests.markup_editing import assert_linear

TAKEN = {
    # Clean HTML, with references that stay.
    "<p>déjà &amp; cr&eacute;&eacute; : <b>€</b></p>": "<p>déjà &amp; cr&eacute;&eacute; : <b>€</b></p>",
    '<a href="/?a=1&amp;b=2">R&D</a>': '<a href="/?a=1&amp;b=2">R&D</a>',
    "<a title='&quot;a&quot;'>’</a>": "<a title='&quot;a&quot;'>'</a>",
    "<p>plain < 3</p>": "<p>plain < 3</p>",
    "<p title='é'>«<!-- é --></p>": "<p title='é'>«<!-- é --></p>",
    "<p>·<b>\ta</b></p>": "<p>·<b>\ta</b></p>",
    # Characters that become the same wherever they stand, references of them too.
    "<p>l’été&nbsp;: d&eacute;j&agrave; «\xa0là\xa0»…</p>": "<p>l'été : d&eacute;j&agrave; « là »...</p>",
    "<p>l&rsquo;<b>été</b> &#8211; ici&hellip;</p>": "<p>l'<b>été</b> - ici...</p>",
    "<b>a → b</b>&rarr;": "<b>a -&gt; b</b>-&gt;",
    "a < 3’<br>": "a < 3'<br>",
    # Characters that need a look around them.
    "<p>• un</p>\n<ul><li>&bull;&nbsp;deux •</li></ul>": "<p>- un</p>\n<ul><li>- deux -</li></ul>",
    " <p><b>🚀 Go</b></p> 🎯 x<br>e\u0301": " <p><b>Go</b></p> x<br>é",
    "<p>un\u200b mot, deux\u200b</p>": "<p>un mot, deux</p>",
    # Markup that is not plain: it is cleaned alone.
    "<P>l’été<BR>• un</P>": "<P>l'été<BR>- un</P>",
    "<!-- wp:list -->\n<ul><!-- a > b -->\n<li>l’été": "<!-- wp:list -->\n<ul><!-- a > b -->\n<li>l'été",
    "l’<img alt='Société'>été 🚀 À": "l'<img alt='Société'>été À",
    "<p title='&rsquo;'>": "<p title='&#39;'>",
    "<p title='l’œuvre'>l’</p>": "<p title='l&#39;œuvre'>l'</p>",
    '<a href="/?q=…" title="“À”">À</a>’': '<a href="/?q=%E2%80%A6" title="&quot;À&quot;">À</a>\'',
    "<p>l’<!-- ’ --></p>": "<p>l'<!-- ' --></p>",
    "<!DOCTYPE html><st1:City>l’</st1:City>": "<!DOCTYPE html><st1:City>l'</st1:City>",
    "<TITLE>• l’</TITLE>\n<iframe src=a>’</iframe>": "<TITLE>- l'</TITLE>\n<iframe src=a>'</iframe>",
    "<style>q { content: '…' }</style>l’": "<style>q { content: '\\002026' }</style>l'",
}


@pytest.mark.parametrize("source", TAKEN, ids=repr)
def test_the_short_way_gives_the_cleaned_html(source):
    """Clean HTML, simple characters, and characters whose neighbours no tag hides."""
    assert cleaner_for(FLATCHR)._maybe_clean_markup(source) == TAKEN[source]
    assert clean(source) == TAKEN[source]
    assert explain(source).text == TAKEN[source]


NOT_TAKEN = {
    # References that are hard to read, in a tag, or that something else lengthens.
    "<p>&eacute &rsquo;</p>": "<p>&eacute '</p>",
    "<p>&am\u200bp;</p>": "<p>&amp;amp;</p>",
    "<p>R&D’</p>": "<p>R&D'</p>",
    # Mojibake, also where only the references tell.
    "<p>Ã©tÃ©</p>": "<p>été</p>",
    "<p>&Atilde;&copy;t&eacute;</p>": "<p>ét&eacute;</p>",
    "<p>&Atilde;\u200b&copy;t&eacute;</p>": "<p>ét&eacute;</p>",
    "<p>à\u2009œuvre</p>": "<p>à œuvre</p>",
    # What a tag or a reference hides from a character.
    "a<b> 🚀 </b>b": "a<b> </b>b",
    "<p>un <b>• deux</b></p>": "<p>un <b>- deux</b></p>",
    "<p>salari<b>é</b>•e</p>": "<p>salari<b>é</b>·e</p>",
    "<p>salari&eacute;•e</p>": "<p>salari&eacute;·e</p>",
    "<p>e<b>\u0301</b></p>": "<p>é<b></b></p>",
    "<p>·<b>\ta</b>’</p>": "<p>- <b>a</b>'</p>",
    "<p>·<b>\ta</b> &amp;</p>": "<p>- <b>a</b> &amp;</p>",
    "<p>&sect;\ta</p>": "<p>- a</p>",
    "<p>·&nbsp;&nbsp;a</p>": "<p>- a</p>",
    "<p>·\x07a</p>": "<p>- a</p>",
    "<p>&eacute;\x1cx</p>": "<p>&eacute; x</p>",
    # References whose character stays after all.
    "<p>&#769;</p>": "<p>&#769;</p>",
    # Markup whose end is in doubt, an element that holds text only, lists of Word.
    "<p>l’</p><!-- ’": "<p>l'</p><!-- '",
    "<p>l’</p><!-- a --!>’": "<p>l'</p><!-- a --!>'",
    "<p>l’</p><style>’": "<p>l'</p><style>\\002019",
    "<title>l’<b></title><p>": "<title>l'<b></title><p>",
    "<textarea>l’</textarea><p>": "<textarea>l'</textarea><p>",
    "<p>’<p><span style='mso-list:Ignore'>o </span>a": "<p>'<p><span style='mso-list:Ignore'>- </span>a",
    # A text that would be taken for marks, or become markup.
    "<p>a > b 🚀</p>": "<p>a > b </p>",
    "<p>＜b＞</p>": "<p>&lt;b&gt;</p>",
}


@pytest.mark.parametrize("source", NOT_TAKEN, ids=repr)
def test_the_long_way_is_taken_where_it_must(source):
    """Wherever a look at the whole could miss something, HTML is taken apart."""
    assert cleaner_for(FLATCHR)._maybe_clean_markup(source) is None
    assert clean(source) == NOT_TAKEN[source]
    assert explain(source).text == NOT_TAKEN[source]


@pytest.mark.parametrize(
    ("source", "settled"),
    [
        ("<p>d&eacute;j&agrave; <!-- é --></p>", True),
        ("<p>plain &amp; simple</p>", True),
        ("<p>l’été</p>", False),
        ("<p>été&nbsp;!</p>", False),
        ("<p>&Atilde;&copy;</p>", False),
        ("<p>&eacute</p>", False),
        ("<p>été 北京</p>", True),
        ("<p>été \u200b</p>", False),
    ],
)
def test_settled_characters_need_no_other_run(source, settled):
    """Whether every character may stay, references read, whatever tags hide."""
    assert cleaner_for(FLATCHR)._short_way.is_settled(source) is settled


@pytest.mark.parametrize(
    ("options", "source", "cleaned"),
    [
        ({"word_markup": "strip"}, "<p class=MsoNormal>a</p>", "<p>a</p>"),
        ({"lost_bullets": True}, "<p>o\tun</p><p>o\tdeux</p>", "<p>- un</p><p>- deux</p>"),
        ({"replace": {"a": "b"}}, "<a href='a'>a</a>", "<a href='a'>b</a>"),
    ],
)
def test_options_that_look_at_more_take_the_long_way(options, source, cleaned):
    """At tags, at several lines, or at ASCII."""
    assert clean(source, replace(FLATCHR, **options)) == cleaned


def test_emoji_that_are_kept_need_one_pass():
    """What is looked at and stays does not send the text the long way."""
    source = "<p>un 🚀 deux’</p>"
    assert cleaner_for(TYPOGRAPHY)._maybe_clean_markup(source) == "<p>un 🚀 deux'</p>"
    assert clean("<p>un 🚀 deux</p>", TYPOGRAPHY) == "<p>un 🚀 deux</p>"


@pytest.mark.parametrize(
    "source", ["<p>un \U0001f900</p>", "<P TITLE='\U0001f900'>l’été", "<!-- \U0001f900 -->l’été<p>"]
)
@pytest.mark.parametrize("clean_or_explain", [clean, explain])
def test_a_character_without_replacement_is_located(source, clean_or_explain):
    """The error tells where it stands in the HTML."""
    with pytest.raises(UnmappableCharacter) as caught:
        clean_or_explain(source, replace(FLATCHR, unmappable="raise", emoji="drop", letters="transliterate"))
    assert caught.value.position == source.index("\U0001f900")


def test_changes_are_those_of_the_long_way():
    """Each with its place in the source; a reference is replaced as a whole."""
    changes = explain("<p>l’été&nbsp;: &rarr; R&D &eacute;</p>").changes
    assert [(change.start, change.original, change.replacement, change.rule) for change in changes] == [
        (4, "’", "'", "apostrophe"),
        (8, "&nbsp;", " ", "space"),
        (16, "&rarr;", "-&gt;", "symbol"),
    ]


FLOODS = [
    *(("<p>", unit) for unit in (
        "&rsquo;", "&am", "&amp;amp;", "R&D", "·", "·<b>", "·&sect;", "•", "🚀 ", "\u200b", "e\u0301", "<b>•",
        "’<br>\n ", "< ", "> ", "<", "\xa0", "→",
    )),
    ("<p>🚀", "<b> "),
    ("<p>🚀", "\u2000"),
    ("<p ", "a "),
    ("<p a='", "&amp;"),
    ("<p a=", "&a="),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "unit"), FLOODS, ids=repr)
def test_time_grows_with_length(opening, unit):
    """Eight times the input takes about eight times as long, whichever way is taken."""
    assert_linear(clean, opening, unit)


def test_many_references_take_the_long_way():
    """Each would cost a look at the whole text."""
    source = "<p>" + "".join(f"&#{number};" for number in range(0x2200, 0x2240))
    assert cleaner_for(FLATCHR)._maybe_clean_markup(source) is None


def test_a_bullet_that_lost_its_font_is_one_in_a_field_of_html_without_tags():
    """A field that is known to be HTML is read like any text where it holds no markup."""
    cleaner = cleaner_for(replace(FLATCHR, markup="html"))
    assert cleaner.clean("·\tVendre\n§\tGérer") == "- Vendre\n- Gérer"
    assert cleaner.explain("·\tVendre").text == "- Vendre"
