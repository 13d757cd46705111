"""What the page shows and copies of a text: what `clean` makes of it, every change named and counted."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean import clean, explain
from flatchr_clean.page.cleaning import OPTIONS, answer_text, read_options
from flatchr_clean.page.limits import MOST_CHARACTERS
from flatchr_clean.page.refusals import Refusal
from flatchr_clean.page.rendering import read_as_text, write_as_html
from flatchr_clean.text.profile import FLATCHR, PRESETS
from tests.properties.strategies import any_texts, soup

WORD = "<p class=MsoNormal style='mso-x:1'>L&rsquo;été<o:p></o:p> – <b>“oui”</b> 🎯</p>"


def answer(source, markup="auto", view="look", **options):
    """Give what the page gets."""
    return answer_text({"source": source, "markup": markup, "view": view, "options": options})


class Marks(HTMLParser):
    """Reads which notes are drawn, in their order."""

    def __init__(self, drawn):
        super().__init__()
        self.numbers = []
        self.feed(drawn)

    def handle_starttag(self, tag, attrs):
        """Note a mark's number."""
        if tag in {"ins", "mark"}:
            self.numbers.append(int(dict(attrs)["data-note"]))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("markup", ["auto", "html", "text"])
@given(text=any_texts, view=st.sampled_from(("look", "code")), strip=st.booleans())
def test_what_is_copied_is_what_clean_gives(preset, markup, text, view, strip):
    """One text, one result: the page's, the library's, and a second time."""
    profile = replace(PRESETS[preset], markup=markup, word_markup="strip" if strip else "keep")
    got = answer(text, markup, view, profile=preset, word_markup=profile.word_markup)
    assert got["value"] == clean(text, profile)
    text_profile = replace(profile, markup="text")
    reads = got["is_html"] and (markup == "html" or view == "look")
    as_text = clean(read_as_text(got["value"]), text_profile) if reads else got["value"]
    assert got["text"] == as_text
    assert got["html"] == (got["value"] if got["is_html"] else write_as_html(got["value"]))
    assert not reads or clean(as_text, text_profile) == as_text
    json.dumps(got)


@given(text=soup, view=st.sampled_from(("look", "code")))
def test_each_change_is_counted_and_named(text, view):
    """Every place is in a note, in a count, and drawn where that view can show it."""
    got = answer(text, view=view)
    changes = explain(text).changes
    applied = [change for change in changes if change.applied]
    assert got["changed"] == len(applied)
    assert got["left"] == len(changes) - len(applied)
    assert (
        got["lost"] == sum(change.lossy for change in applied) == sum(kind["lost"] for kind in got["counts"])
    )
    assert sum(note["number"] for note in got["notes"]) == len(changes)
    assert {kind["rule"] for kind in got["counts"]} == {change.rule for change in changes}
    drawn = Marks(got["after"]).numbers
    assert set(drawn) <= set(range(len(got["notes"])))
    if view == "code" or not got["is_html"]:
        assert (len(drawn), got["unseen"]) == (len(changes), 0)


def test_a_text_shows_each_place_with_its_name():
    """The names are those of the report, in both languages; what is lost, and what is left, say so."""
    got = answer("L’été… 🎯")
    assert got["after"] == (
        "<div class=group>L<ins class=large data-note=0>'</ins>été<ins data-note=1>...</ins> "
        '<ins class="nothing lost" data-note=2><span lang=fr>supprimé</span><span lang=en>deleted</span>'
        "</ins></div>"
    )
    assert got["notes"][0] == {
        "html": (
            "<b class=large>’</b> <span lang=fr>apostrophe courbe, devient </span>"
            "<span lang=en>right single quotation mark, becomes </span><b class=large>'</b>"
        ),
        "rule": "apostrophe", "number": 1, "lossy": False, "left": False,
    }  # fmt: skip
    assert got["notes"][2]["lossy"]
    assert got["counts"][0] == {
        "rule": "apostrophe", "french": "Apostrophes", "english": "Apostrophe", "number": 1, "lost": 0,
    }  # fmt: skip
    assert (got["changed"], got["lost"], got["left"], got["before"], got["is_html"]) == (3, 1, 0, None, False)


@given(
    lines=st.lists(st.sampled_from(("court…", "x" * 1500 + "’", "y" * 3990, "<b>", "")), max_size=30),
    end=st.sampled_from(("", "\n", "\r\n")),
)
def test_a_long_text_is_drawn_in_groups_of_lines(lines, end):
    """So that a browser lays out what is seen of it; each begins with a line, and nothing is missing."""
    text = "\n".join(lines) + end
    drawn = answer(text, "text")["after"]
    groups = drawn.removeprefix("<div class=group>").removesuffix("</div>").split("</div><div class=group>")
    assert all(group.endswith("\n") for group in groups[:-1])
    assert unescape(re.sub("<[^>]*>", "", re.sub("<data.*?</data>", "\r", "".join(groups)))) == clean(text)
    assert all(len(group) > 3_500 for group in groups[:-1])
    assert all(len(group) < 9_000 for group in groups)


def test_a_line_of_nothing_but_marks_is_drawn_in_groups_too():
    """A browser would stand still; what is copied is one line."""
    got = answer("’" * 2500)
    assert [group.count("<ins") for group in got["after"].split("<div class=group>")] == [0, 1000, 1000, 500]
    assert got["text"] == "'" * 2500


def test_html_shows_how_it_looks_or_its_code():
    """Before and after, side by side; its code is a text like any other."""
    got = answer(WORD, "html", word_markup="strip")
    assert got["value"] == got["html"] == '<p>L\'été - <b>"oui"</b> </p>'
    assert got["text"] == 'L\'été - "oui"'
    assert got["before"].count("<mark") == 5
    assert "MsoNormal" not in got["before"] + got["after"]
    code = answer(WORD, "html", "code", word_markup="strip")
    assert code["before"] is None
    assert "&lt;p" in code["after"]
    assert [each["rule"] for each in code["counts"]] == [each["rule"] for each in got["counts"]]


def test_what_is_typed_is_copied_as_it_stands():
    """Though it holds what looks like a tag; as it looks, it is read out."""
    source = "List<String>, a<b>c – 10<sup>6</sup>"
    assert answer(source, view="code")["text"] == "List<String>, a<b>c - 10<sup>6</sup>"
    assert answer(source, view="look")["text"] == "List, ac - 10^6"
    assert answer(source, "html", "code")["text"] == "List, ac - 10^6"


def test_a_plain_text_is_copied_as_html_too():
    """Escaped, its paragraphs and lines kept."""
    got = answer("a & b – “c”\n\n2 < 3")
    assert got["html"] == '<p>a &amp; b - "c"</p>\n<p>2 &lt; 3</p>'


def test_nothing_to_change_is_no_change():
    """Nothing is counted, named or marked."""
    got = answer("Bonjour à tous.")
    assert (got["after"], got["notes"], got["counts"], got["changed"]) == (
        "<div class=group>Bonjour à tous.</div>", [], [], 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "source", "cleaned"),
    [
        ({"profile": "ascii"}, "œuvre", "oeuvre"),
        ({"profile": "typography"}, "🎯…", "🎯..."),
        ({"letters": "transliterate"}, "Жанна", "Zhanna"),
        ({"emoji": "keep"}, "🎯", "🎯"),
        ({"emoji": "name"}, "🚀", ":fusee:"),
        ({"emoji": "name", "emoji_names": "en"}, "🚀", ":rocket:"),
        ({"no_break_spaces": "keep"}, "a\xa0b", "a\xa0b"),
        ({"word_markup": "strip"}, "<p class=MsoNormal>a</p>", "<p>a</p>"),
        ({"repair_encoding": False, "keep": "Ã©"}, "Ã©", "Ã©"),
        ({"lost_bullets": True}, "o\ta\no\tb\n", "- a\n- b\n"),
        ({"unmappable": "?"}, "\u2318", "?"),
        ({"keep": "–"}, "–", "–"),
    ],
)
def test_each_option_is_heeded(options, source, cleaned):
    """As the library's option of that name."""
    assert answer(source, **options)["value"] == cleaned
    assert options.keys() <= OPTIONS | {"profile"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"profile": "utf-8"}, "profile must be a Profile or one of 'flatchr'"),
        ({"profile": None}, "profile must be a Profile or one of 'flatchr'"),
        ({"emoji": "maybe"}, "emoji must be one of 'drop', 'keep', 'name'"),
        ({"emoji": []}, "emoji must be one of 'drop', 'keep', 'name'"),
        ({"keep": 1}, "keep must be a string of characters"),
        ({"repair_encoding": "no"}, "repair_encoding must be True or False"),
        ({"no_break_spaces": "keep", "profile": "ascii"}, "ASCII has no U+00A0"),
        ({"unmappable": "raise"}, "U+2318 PLACE OF INTEREST SIGN"),
    ],
)
def test_a_wrong_option_is_told(options, said):
    """In the library's words, beside what a person reads."""
    with pytest.raises(Refusal) as caught:
        answer("\u2318", **options)
    assert caught.value.status == 400
    assert said in caught.value.said.french
    assert caught.value.said.english.startswith("An option does not fit: ")


def test_what_is_kept_beside_the_profile_is_little():
    """A profile is remembered, and this one would be as large as a text."""
    assert answer("–", keep="–" * 1000)["value"] == "–"
    with pytest.raises(Refusal) as caught:
        answer("–", keep="–" * 1001)
    assert (caught.value.status, "1,000 characters to keep" in caught.value.said.english) == (400, True)


@pytest.mark.parametrize(
    "options", [None, [], "x", {"replace": {}}, {"markup": "html"}, {"repertoire": "ascii"}]
)
def test_what_the_page_does_not_offer_is_refused(options):
    """It is not the page's script that asks."""
    with pytest.raises(Refusal) as caught:
        read_options(options)
    assert caught.value.status == 400


@pytest.mark.parametrize(("markup", "view"), [("xml", "look"), (None, "look"), ("html", "?"), ("html", None)])
def test_so_is_another_way_to_read_or_to_look(markup, view):
    """Whatever it is."""
    with pytest.raises(Refusal) as caught:
        answer("x", markup, view)
    assert caught.value.status == 400


def test_a_text_of_a_megabyte_is_taken_and_no_longer_one():
    """By code points, as the page's script counts them."""
    assert answer("é" * MOST_CHARACTERS)["changed"] == 0
    with pytest.raises(Refusal) as caught:
        answer("é" * (MOST_CHARACTERS + 1))
    assert (caught.value.status, caught.value.said.english[:42]) == (
        413, "This text is too long: the page takes 1,04",
    )  # fmt: skip


def test_the_presets_are_the_libraries_own():
    """What is not chosen is the preset's."""
    assert {name: read_options({"profile": name}) for name in PRESETS} == PRESETS
    assert read_options({}) == FLATCHR
