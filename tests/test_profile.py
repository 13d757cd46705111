"""Profiles: values with clear errors, and what each option does."""

import pickle
import sys
from dataclasses import replace

import pytest

from flatchr_clean.code_points import ranges_of
from flatchr_clean.errors import CleaningError, InvalidProfile, MissingExtra, NotText, UnmappableCharacter
from flatchr_clean.text.cleaner import Cleaner, clean, explain
from flatchr_clean.text.profile import ASCII, FLATCHR, LATIN_1, PRESETS, TYPOGRAPHY, Profile, profile_named
from flatchr_clean.text.repertoire import Repertoire, repertoire_named


def test_profiles_are_values():
    """They compare, hash and pickle, with options of one's own too."""
    own = replace(FLATCHR, keep="—", replace={"★": "(etoile)"})
    assert own == replace(FLATCHR, keep="—", replace={"★": "(etoile)"})
    assert len({own, FLATCHR, replace(own, keep="")}) == 3
    assert pickle.loads(pickle.dumps(own)) == own
    assert hash(pickle.loads(pickle.dumps(own))) == hash(own)
    assert repr(own.replace) == "{'★': '(etoile)'}"
    assert len(own.replace) == 1


@pytest.mark.parametrize("name", PRESETS)
def test_presets_have_names(name):
    """A name stands for its preset wherever a profile is taken, in any case."""
    assert profile_named(name) is PRESETS[name]
    assert profile_named(name.upper()) is PRESETS[name]
    assert PRESETS[name].name == name
    assert clean("l’été", name) == clean("l’été", PRESETS[name])
    assert Cleaner(name).profile is PRESETS[name]
    assert Profile(repertoire=name.upper()).repertoire is repertoire_named(name)


def test_a_derived_profile_is_custom():
    """Only what equals a preset has its name."""
    assert replace(FLATCHR, emoji="keep").name == "custom"
    assert replace(replace(FLATCHR, emoji="keep"), emoji="drop").name == "flatchr"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"repertoire": "utf-8"}, "repertoire must be a Repertoire or one of flatchr, typography"),
        ({"letters": "drop"}, "letters must be one of 'keep', 'transliterate'"),
        ({"emoji": True}, "emoji must be one of 'drop', 'keep', 'name'"),
        ({"emoji_names": "de"}, "emoji_names must be one of 'fr', 'en'"),
        ({"no_break_spaces": "drop"}, "no_break_spaces must be one of 'space', 'keep'"),
        ({"markup": "xml"}, "markup must be one of 'auto', 'html', 'text'"),
        ({"word_markup": False}, "word_markup must be one of 'keep', 'strip'"),
        ({"unmappable": ""}, "unmappable must be one of 'drop', '?', 'raise'"),
        ({"repair_encoding": "yes"}, "repair_encoding must be True or False"),
        ({"lost_bullets": 1}, "lost_bullets must be True or False"),
        ({"keep": ["—"]}, "keep must be a string of characters"),
        ({"keep": "\ud800"}, "keep holds a lone surrogate"),
        ({"replace": [("a", "b")]}, "replace must be a mapping"),
        ({"replace": {"->": "x"}}, "each key must be a single character"),
        ({"replace": {"★": None}}, "what U+2605 BLACK STAR becomes must be a string"),
        ({"replace": {"★": "—"}}, "U+2605 BLACK STAR would become U+2014 EM DASH"),
        ({"replace": {"a": "aa"}}, "would become U+0061 LATIN SMALL LETTER A"),
        ({"keep": "★", "replace": {"★": "*"}}, "keep and replace both speak of U+2605 BLACK STAR"),
        (
            {"keep": "\u212b"},
            "U+212B ANGSTROM SIGN is always composed (NFC) to U+00C5 LATIN CAPITAL LETTER A",
        ),
        ({"replace": {"\u212b": "A"}}, "replace: U+212B ANGSTROM SIGN is always composed"),
        ({"replace": {"★": "Ã©"}}, "what U+2605 BLACK STAR becomes looks like wrongly decoded text"),
        ({"repertoire": ["latin-1"]}, "repertoire must be a Repertoire or one of flatchr"),
        ({"emoji": []}, "emoji must be one of 'drop', 'keep', 'name'"),
        ({"repertoire": "ascii", "no_break_spaces": "keep"}, "ASCII has no U+00A0"),
    ],
)
def test_a_wrong_value_is_refused_when_the_profile_is_made(options, message):
    """The error names the option and what it takes."""
    with pytest.raises(InvalidProfile) as caught:
        Profile(**options)
    assert message in str(caught.value)
    assert isinstance(caught.value, CleaningError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("name", ["latin1", "", 3, None])
def test_an_unknown_name_is_refused(name):
    """The error lists the presets."""
    with pytest.raises(InvalidProfile, match="'flatchr', 'typography'"):
        clean("a", name)


@pytest.mark.parametrize("text", [b"abc", None, 3])
def test_only_text_is_cleaned(text):
    """Anything but a str is refused with what to do."""
    with pytest.raises(NotText, match="decode bytes first"):
        clean(text)


def test_keep_leaves_characters_alone():
    """Characters of `keep` stay, in every place."""
    assert clean("— • “", replace(FLATCHR, keep="—•")) == '— • "'


@pytest.mark.parametrize(
    ("keep", "text", "cleaned"),
    [
        ("🚀", "👩\u200d🚀 🚀", "🚀 🚀"),
        ("\u200d", "👩\u200d💻 a\u200db", "\u200d a\u200db"),
        ("\ufe0f", "❤\ufe0f 1\ufe0f\u20e3", "\ufe0f 1\ufe0f"),
        ("\u20e3", "1\ufe0f\u20e3", "1\u20e3"),
        ("☑✔", "☑ a\n✔\tb ✓", "☑ a\n✔\tb [x]"),
        ("´", "aujourd´hui", "aujourd´hui"),
    ],
)
def test_keep_wins_over_the_rules_of_lines(keep, text, cleaned):
    """What the caller keeps is part of no emoji, bullet or apostrophe."""
    assert clean(text, replace(FLATCHR, keep=keep)) == cleaned


def test_replace_wins_over_the_tables():
    """One's own replacements come first, and may delete."""
    own = replace(FLATCHR, replace={"’": "`", "★": "", "é": "e", "&": "et"})
    assert clean("l’été & ★ moi", own) == "l`ete et moi"
    assert explain("★", own).changes[0].rule == "custom"
    assert not explain("★ l\x92é", own).lossy


@pytest.mark.parametrize(
    ("replacements", "text", "cleaned"),
    [
        ({"•": "* "}, "•a\nsalarié•e", "* a\nsalarié* e"),
        ({"🚀": "[fusee]"}, "🚀 a 👩\u200d🚀", "[fusee] a [fusee]"),
        ({"½": "0,5"}, "½", "0,5"),
        ({"´": "`"}, "a´b", "a`b"),
        ({"\x85": "x"}, "a\x85b", "axb"),
        ({"é": "e"}, "e\u0301te", "ete"),
    ],
)
def test_replace_wins_over_the_rules_of_lines(replacements, text, cleaned):
    """What the caller says of a character holds wherever it stands."""
    assert clean(text, replace(FLATCHR, replace=replacements)) == cleaned


def test_a_replacement_may_look_misread_where_nothing_is_repaired():
    """Without the repair, a replacement of any characters that the profile accepts is taken as it is."""
    own = replace(FLATCHR, replace={"★": "Ã©"}, repair_encoding=False)
    assert clean("★", own) == "Ã©"


def test_no_break_spaces_can_stay():
    """U+00A0 stays and U+202F becomes it; other spaces are plain."""
    own = replace(FLATCHR, no_break_spaces="keep")
    assert clean("10\u00a0000\u202f€\u2009!", own) == "10\u00a0000\u00a0€ !"
    assert clean("•\u00a0\u00a0a", own) == "- a"


def test_emoji_can_stay_in_any_repertoire():
    """Whole sequences stay, selectors and joiners elsewhere do not."""
    own = replace(FLATCHR, emoji="keep")
    text = "🎯 👩\u200d💻 ❤️ 🇫🇷 1️⃣ 👍🏽 🏴\U000e0067\U000e0062\U000e007f"
    assert clean(text, own) is text
    assert clean("a\ufe0f\u200db → ★", own) == "ab -> *"


def test_emoji_can_be_named():
    """Names are ASCII, in French or English; a digit of a keycap stays."""
    own = replace(FLATCHR, emoji="name")
    assert clean("🚀 go ❤️\u200d🔥", own) == ":fusee: go :coeur_enflamme:"
    assert clean("🚀 1️⃣", replace(own, emoji_names="en")) == ":rocket: 1"
    assert not explain("🚀", own).lossy
    assert clean("a \U0001faff b", own) == "a b"  # reserved, without a name


def test_names_of_emoji_need_their_package_only_where_there_is_an_emoji(monkeypatch):
    """Without it the error says what to install, and a text without emoji is cleaned all the same."""
    monkeypatch.setitem(sys.modules, "emoji", None)
    cleaner = Cleaner(replace(FLATCHR, emoji="name"))
    assert cleaner.clean("l’été") == "l'été"
    with pytest.raises(MissingExtra, match=r"pip install 'flatchr-clean\[emoji\]'"):
        cleaner.clean("🚀")


def test_letters_can_be_transliterated():
    """The letters of ISO 8859-1 and -15 stay, the others are written with them."""
    own = replace(FLATCHR, letters="transliterate")
    assert clean("Łukasz Nguyễn œuvre Жанна", own) == "Lukasz Nguyên œuvre Zhanna"


def test_letters_can_stay_in_a_charset():
    """A charset's symbols with the letters of every script."""
    assert clean("Łukasz ★", replace(ASCII, letters="keep")) == "Łukasz *"


def test_lost_bullets_are_an_option():
    """ASCII bullets are found where two or more consecutive lines start alike."""
    own = replace(FLATCHR, lost_bullets=True)
    assert clean("o\tun\r\no\tdeux\r\nv\ttrois", own) == "- un\r\n- deux\r\nv\ttrois"
    assert clean("o\tun\no\tdeux") == "o\tun\no\tdeux"
    assert clean("  q   a\n  q   b\n", own) == "  - a\n  - b\n"


def test_unmappable_characters_can_be_marked():
    """A character that nothing stands for becomes a question mark."""
    assert clean("a ♪ b", replace(FLATCHR, unmappable="?")) == "a ? b"


@pytest.mark.parametrize("act", [clean, explain])
def test_unmappable_characters_can_be_refused(act):
    """The error names the character and its place, and echoes no text."""
    own = replace(FLATCHR, unmappable="raise")
    with pytest.raises(UnmappableCharacter) as caught:
        act("Mme Dupont… ♪", own)
    assert (caught.value.code_point, caught.value.position, caught.value.profile) == (0x266A, 12, "custom")
    assert str(caught.value) == (
        "U+266A EIGHTH NOTE at index 12 has no replacement in the profile 'custom': "
        "add it to `replace` or `keep`, or set unmappable to 'drop' or '?'"
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_only_what_a_text_holds_is_refused():
    """That some artefact elsewhere in the tables has no replacement says nothing about this text."""
    digits = Profile(repertoire=Repertoire("digits", ranges_of("0123456789 -")), letters="transliterate")
    own = replace(digits, unmappable="raise")
    assert clean("10\u00a0\N{EN DASH}\u200b12", own) == "10 -12"
    with pytest.raises(UnmappableCharacter, match=r"U\+2122"):
        clean("10 \N{TRADE MARK SIGN}", own)


def test_a_replacement_holds_for_what_becomes_that_character():
    """The byte of windows-1252 is the apostrophe that the caller deletes."""
    own = replace(FLATCHR, replace={"’": ""})
    assert clean("l\x92été l’été", own) == "lété lété"


def test_a_repertoire_of_ones_own():
    """Any set of characters can be a repertoire."""
    digits = Repertoire("digits", ranges_of("0123456789 -"))
    own = Profile(repertoire=digits, letters="transliterate", emoji="drop")
    assert clean("10\u00a0–\u00a0⑫é", own) == "10 - 12"
    assert clean("1\x07\x0b\n2", own) == "1 2"
    assert pickle.loads(pickle.dumps(own)) == own


def test_repertoires_say_what_they_hold():
    """A repertoire tells whether it holds a character, and shows its name and size."""
    flatchr = repertoire_named("flatchr")
    assert "é" in flatchr
    assert "’" not in flatchr
    assert [character in flatchr for character in "l’été…"] == [True, False, True, True, True, False]
    assert repr(repertoire_named("ascii")) == "<Repertoire 'ascii': 98 code points>"
    assert pickle.loads(pickle.dumps(flatchr)) is flatchr


@pytest.mark.parametrize("profile", [FLATCHR, TYPOGRAPHY, LATIN_1])
def test_encoding_repair_can_be_off(profile):
    """Text about mojibake keeps its examples."""
    assert clean("rÃ©sumÃ©", replace(profile, repair_encoding=False)) == "rÃ©sumÃ©"


def test_what_is_no_profile_is_told_so():
    """A list in the place of a profile is refused like any wrong name, in the words of this library."""
    with pytest.raises(InvalidProfile, match="profile must be a Profile or one of 'flatchr'"):
        clean("L’été", ["flatchr"])
