"""HTML that a look knows for clean: the long way finds nothing in it."""

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.html.looks import is_plain_html
from flatchr_clean.text.html.markup import edit_markup
from flatchr_clean.text.html.quotes import edit_quotes
from flatchr_clean.text.profile import FLATCHR
from tests.properties.strategies import profiles, soup
from tests.test_growth import count_calls

PLAIN = [
    "<p>Été</p><p>à Paris</p>",
    "<b>à</b> !",
    "<p>à</p><p>©é</p>",
    "<p>R&amp;D, caf&eacute; &quot;th&eacute;&quot;&#39;&gt;</p>",
    '<li class="ql-indent-1" title="l\'été">qualité</li>\n<li>à</li>',
    "é<br>é",
    "<i>à</i><i>é</i>",
    "<b>mot < 3</b>, R&D",
]
NOT_PLAIN = [
    "<b>Ã</b>©",
    "<p>Ã</p>a",
    "<b>Ã<i></i></b>&copy;",
    "<b>Ã&copy;</b>",
    "à<!-- -->é",
    "à<script>a</script>é",
    "à<i title='>'>é</i>",
    "à<i title=" + "a" * 300 + ">é</i>",
    "à<i",
    "à<3",
    "<p>l&rsquo;été",
    "<p>&eacute&lt;b",
    "<p>&lt;b",
    "<p>&Tab;",
    "<p>e&#769;",
    "<p title=«x»>",
    "<p title=&laquo;x&raquo;>",
    "<p title=“x”>",
    "<span style='mso-list:Ignore'>",
    "<font face=Wingdings>à",
]

cleaner_of = lru_cache(maxsize=None)(Cleaner)


def look(text, cleaner):
    """Ask whether a text is plain."""
    return is_plain_html(text, cleaner.table.survey(text), cleaner.table, cleaner.profile.replace)


@pytest.mark.parametrize("text", PLAIN)
def test_clean_html_is_known_by_a_look(text):
    """Its tags stand between, and its references are read."""
    assert look(text, cleaner_for("flatchr"))


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_a_look_does_not_know_goes_the_long_way(text):
    """What may be misread over tags, what references bring, and tags whose end a look does not see."""
    assert not look(text, cleaner_for("flatchr"))


def test_signs_of_ones_own_are_no_plain_ones():
    """A reference stands for one."""
    text = "<p>R&gt;D</p><i>&eacute;</i>"
    assert look(text, cleaner_for("flatchr"))
    assert not look(text, Cleaner(replace(FLATCHR, replace={'"': "'"})))


@given(
    text=st.one_of(
        soup,
        st.lists(
            st.sampled_from(
                (
                    *"àéÃ©â€ðïœ «»·\n\xa0\"'=>",
                    *("<b>", "</b>", "<p>", "</p>", "<i title=", "<script>", "</script>", "<!-- -->"),
                    *("&eacute;", "&copy", "&copy;", "&amp;", "ing", "Wingdings"),
                )
            ),
            max_size=10,
        ).map("".join),
    ),
    profile=profiles,
)
@example(text="<i title=à<b>é>", profile=FLATCHR)
def test_the_long_way_finds_nothing_in_plain_html(text, profile):
    """What a look calls plain is read as HTML without an edit."""
    cleaner = cleaner_of(profile)
    if not look(text, cleaner) or profile.lost_bullets or profile.word_markup == "strip":
        return
    edits = edit_markup(
        text,
        lambda joined: cleaner._edit_plain(joined).edits,
        accepts=cleaner._replacements.accepts,
        strip_word=False,
    )
    assert (edits, edit_quotes(text, {*profile.keep, *profile.replace})) == ([], [])


def test_clean_html_is_taken_apart_nowhere():
    """However many elements it has, a few calls tell."""
    clean = cleaner_for("flatchr").clean
    short, long = ("<ul>" + "<li>Offre de Paris</li>" * times + "</ul>" for times in (10, 1000))
    clean(short)
    assert count_calls(clean, long) == count_calls(clean, short)


def test_where_much_is_to_be_looked_at_the_tokens_are_found():
    """That is as fast."""
    cleaner = cleaner_for("flatchr")
    assert look("<b>à</b> " * 10, cleaner)
    assert not look("<b>à</b> " * 100, cleaner)
    assert not look("<b>&eacute;</b>" * 100, cleaner)
    assert look("<b>à</b> " * 10 + "mot " * 1000 + "&eacute;" * 10, cleaner)


@pytest.mark.parametrize("unit", ["à<", "à<b>", "à<b ", "<b>", "à<b"])
def test_a_look_is_linear(unit):
    """Eight times the HTML, eight times the calls."""
    cleaner = cleaner_for("flatchr")
    short, long = "<p>à" + unit * 400, "<p>à" + unit * 3200
    assert (
        count_calls(lambda text: look(text, cleaner), long)
        < 8.5 * count_calls(lambda text: look(text, cleaner), short) + 100
    )
