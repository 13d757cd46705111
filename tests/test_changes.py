"""Changes as a caller reads them."""

import pickle
from collections import Counter
from dataclasses import replace

import pytest

from flatchr_clean.text.changes import Change, Cleaning, Rule, name_character
from flatchr_clean.text.cleaner import clean, cleaner_for, explain
from flatchr_clean.text.profile import FLATCHR


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("’", "U+2019 RIGHT SINGLE QUOTATION MARK -> U+0027 APOSTROPHE"),
        ("a\u200b", "U+200B ZERO WIDTH SPACE -> nothing"),
        ("\x93", "U+0093 <control> -> U+0022 QUOTATION MARK"),
        ("a \x00", "U+0000 NULL -> nothing"),
        ("x\ue123", "U+E123 <private use> -> nothing"),
        ("x\ud800", "U+D800 <surrogate> -> nothing"),
        ("x\U000e0080", "U+E0080 <unassigned> -> nothing"),
    ],
)
def test_a_change_says_what_became_of_what(text, description):
    """Each character is named by its code point and Unicode name."""
    assert explain(text).changes[0].describe() == description


def test_only_applied_losses_make_a_cleaning_lossy():
    """What was found and left has lost nothing."""
    lost = Change(0, 1, "🚀", "", Rule.EMOJI, lossy=True)
    left = Change(0, 1, "🚀", "", Rule.EMOJI, lossy=True, applied=False)
    assert Cleaning("", (lost,)).lossy
    assert not Cleaning("🚀", (left,)).lossy
    assert not Cleaning("", ()).lossy


def test_changes_are_values():
    """They compare, hash and pickle."""
    changes = explain("l’été… •\x95").changes
    assert pickle.loads(pickle.dumps(changes)) == changes
    assert len({*changes, *changes}) == len(changes)


def test_tab_has_a_name():
    """Control characters are named by their aliases."""
    assert name_character("\t") == "U+0009 CHARACTER TABULATION"


@pytest.mark.parametrize(
    ("text", "rule", "lossy"),
    [
        ("l’été", Rule.APOSTROPHE, False),
        ("un ‹mot", Rule.QUOTE, False),
        ("5′", Rule.PRIME, False),
        ("a–b", Rule.DASH, False),
        ("a\u00adb", Rule.HYPHENATION, False),
        ("…", Rule.ELLIPSIS, False),
        ("a\u202fb", Rule.SPACE, False),
        ("a\u2028b", Rule.LINE_BREAK, False),
        ("a\x01b", Rule.CONTROL, False),
        ("a\x80", Rule.CONTROL, False),
        ("a\u200b", Rule.INVISIBLE, False),
        ("a\u200d", Rule.INVISIBLE, False),
        ("a\u202e", Rule.HIDDEN_TEXT, False),
        ("a\U000e0041", Rule.HIDDEN_TEXT, True),
        ("• a", Rule.BULLET, False),
        ("\uf0b7 a", Rule.SYMBOL_FONT, False),
        ("a \uf0e0", Rule.SYMBOL_FONT, False),
        ("a\ue000", Rule.PRIVATE_USE, True),
        ("salarié•e", Rule.INCLUSIVE_DOT, False),
        ("ﬁn", Rule.LIGATURE, False),
        ("→", Rule.SYMBOL, False),
        ("1ᵉ", Rule.SUPERSCRIPT, False),
        ("⅓", Rule.FRACTION, False),
        ("①", Rule.COMPATIBILITY, False),
        ("♪", Rule.TRANSLITERATION, True),
        ("🚀", Rule.EMOJI, True),
        ("a\u20e3", Rule.EMOJI, True),
        ("\ufffd", Rule.REPLACEMENT_CHARACTER, True),
        ("a\uffff", Rule.INVALID, True),
        ("e\u0301", Rule.COMPOSITION, False),
    ],
)
def test_each_family_has_its_rule(text, rule, lossy):
    """The rule tells the family, and lossy whether a reader would miss something."""
    (change,) = explain(text).changes
    assert (change.rule, change.lossy) == (rule, lossy)


def test_an_emoji_sequence_is_one_change():
    """A family of four joined by three joiners is one change over seven code points."""
    (change,) = explain("a 👨\u200d👩\u200d👧\u200d👦 b").changes
    assert (change.start, change.end, change.replacement) == (2, 10, "")


@pytest.mark.parametrize(
    ("text", "start", "end", "replacement", "rule"),
    [
        ("1\ufe0f\u20e3", 1, 3, "", Rule.EMOJI),
        ("a ™\ufe0f", 2, 4, "(TM)", Rule.SYMBOL),
        ("a ➡\ufe0f b", 2, 4, "->", Rule.SYMBOL),
        ("▪\ufe0f\xa0\ta", 0, 4, "- ", Rule.BULLET),
        ("a 🏴\U000e0067\U000e0062\U000e007f b", 2, 7, "", Rule.EMOJI),
        ("🎯 a", 0, 2, "", Rule.EMOJI),
        ("rÃ©gulier", 1, 3, "é", Rule.ENCODING),
        ("lâ€™été", 1, 4, "'", Rule.ENCODING),
        ("a\x85\x85b", 1, 3, "\n\n", Rule.LINE_BREAK),
        ("2⅓", 1, 2, " 1/3", Rule.FRACTION),
        ("mot🚀mot", 3, 4, " ", Rule.EMOJI),
        ("e\u0323\u0302", 0, 3, "ệ", Rule.COMPOSITION),
    ],
)
def test_what_belongs_together_is_one_change(text, start, end, replacement, rule):
    """A change spans the whole sequence that it is about, and the white space that goes with it."""
    (change,) = explain(text).changes
    assert (change.start, change.end, change.replacement, change.rule) == (start, end, replacement, rule)
    assert change.original == text[start:end]


def test_hidden_text_can_be_refused():
    """Tags and bidirectional controls have a rule of their own, wherever they stand."""
    hidden = "a\u202eb\U000e0068\U000e0069 c\u2066d\u200f"
    assert {change.rule for change in explain(hidden).changes} == {Rule.HIDDEN_TEXT}
    assert explain("\U000e0068").lossy
    assert not explain("\u202e").lossy


@pytest.mark.parametrize(
    ("text", "profile", "lossy"),
    [
        ("Łukasz", "latin-1", True),
        ("Жанна", "ascii", True),
        ("q\u0303", "latin-1", True),
        ("♪", "flatchr", True),
        ("៛", "ascii", True),
        ("∞ → ™ 10 €", "latin-1", False),
        ("100 ¤", "latin-9", True),
        ("100 ¥", "ascii", True),
        ("90°", "ascii", True),
        ("① 𝐁 ⅓", "flatchr", False),
    ],
)
def test_a_transliteration_is_lossy(text, profile, lossy):
    """A name in other letters is another name; a symbol written out is not lost."""
    assert explain(text, profile).lossy is lossy


def test_a_change_reaches_over_nothing_that_stays():
    """Letters between two changes belong to neither."""
    assert [(change.start, change.end) for change in explain("“mot”").changes] == [(0, 1), (4, 5)]


def list_places(text, profile="flatchr"):
    """Give where something was found, what becomes of it, why, and whether it was changed."""
    return [
        (one.start, one.end, one.replacement, one.rule, one.applied) for one in explain(text, profile).changes
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("pã€ivã€", [(1, 3, "ã€", Rule.MISREAD, False), (5, 7, "ã€", Rule.MISREAD, False)]),
        ("manå\x93uvre", [(4, 5, '"', Rule.CONTROL, True)]),
        ("l\x92été", [(1, 2, "'", Rule.CONTROL, True)]),
        ("pã€ivi’", [(1, 3, "ã€", Rule.MISREAD, False), (6, 7, "'", Rule.APOSTROPHE, True)]),
        ("cÃ´tÃ©", [(1, 3, "ô", Rule.ENCODING, True), (4, 6, "é", Rule.ENCODING, True)]),
        ("SALARIÉ¹, PRÉCITÉ§ et «MUDRÂ»", []),
    ],
)
def test_what_looks_misread_and_is_left_is_told(text, places):
    """As far as no other rule changes it, and where that is odd by itself; what is repaired is told alone."""
    assert list_places(text) == places
    assert explain(text).text == clean(text)


def test_what_is_left_makes_no_loss_and_no_new_text():
    """The text comes back as the very same object."""
    text = "pã€ivã€"
    cleaning = explain(text)
    assert cleaning.text is text
    assert not cleaning.lossy


def test_a_text_that_is_not_to_be_repaired_is_not_judged():
    """Neither changed nor told."""
    assert list_places("pã€ivã€ cÃ©", replace(FLATCHR, repair_encoding=False)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("&lt;b&gt;gras&lt;/b&gt;", ["&lt;b&gt;", "&lt;/b&gt;"]),
        ("&amp;lt;p class=&quot;x&quot;&amp;gt;", ["&amp;lt;p class=&quot;x&quot;&amp;gt;"]),
        ("<p>&#60;BR/&#x3E;</p>", ["&#60;BR/&#x3E;"]),
        ("l’une &lt;p title=’x’&gt;", ["&lt;p title=", "x", "&gt;"]),
        ("a &lt; b &gt; c, R&D, &lt;vide&gt;, &lt;b", []),
    ],
)
def test_tags_that_were_escaped_are_told_and_left(text, told):
    """As often as they were; what is no tag of HTML is none."""
    cleaning = explain(text)
    assert [one.original for one in cleaning.changes if one.rule is Rule.ESCAPED_MARKUP] == told
    assert cleaning.text == clean(text) == text.replace("’", "'")
    counts = Counter()
    assert cleaner_for("flatchr").count(text, counts) == cleaning.text
    assert counts == Counter((one.rule, one.lossy) for one in cleaning.changes)


def test_what_looks_misread_inside_an_escaped_tag_is_told_with_it():
    """Changes never overlap."""
    text = "&lt;p title=&quot;pã€ivi&quot;&gt; pã€ivi"
    assert list_places(text) == [
        (0, 34, text[:34], Rule.ESCAPED_MARKUP, False),
        (36, 38, "ã€", Rule.MISREAD, False),
    ]
