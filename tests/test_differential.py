"""Where others do the same work, the results agree: ftfy, Unidecode and the Unicode database."""

import unicodedata
from dataclasses import replace

import pytest
from ftfy import fixes
from hypothesis import given
from hypothesis import strategies as st
from unidecode import unidecode

from flatchr_clean.text.changes import Rule
from flatchr_clean.text.cleaner import clean, explain
from flatchr_clean.text.profile import ASCII, FLATCHR, PRESETS
from flatchr_clean.text.tables import invisibles, typography

QUOTES = "\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
LIGATURES = "ﬀﬁﬂﬃﬄﬆ"
FULLWIDTH = "".join(map(chr, range(0xFF01, 0xFF5F)))
CONTROLS = (
    "\0\1\2\3\4\5\6\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x7f\ufeff\ufff9"
)

# Letters that no decomposition and no table of ours reaches.
OTHER_SCRIPTS = st.one_of(
    st.characters(min_codepoint=0x410, max_codepoint=0x44F),
    st.characters(min_codepoint=0x3B1, max_codepoint=0x3C9, exclude_characters="μ"),  # which may be a micro
    st.characters(min_codepoint=0x5D0, max_codepoint=0x5EA),
    st.characters(min_codepoint=0x628, max_codepoint=0x63A, exclude_characters="ة"),  # @ to Unidecode
    st.characters(min_codepoint=0x64B, max_codepoint=0x652),
    st.characters(min_codepoint=0x905, max_codepoint=0x94D),
    st.characters(min_codepoint=0xE01, max_codepoint=0xE3A),
    st.characters(min_codepoint=0x3042, max_codepoint=0x3093),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
)
# Without those that underline and strike in pseudo-fonts.
MARKS = st.characters(min_codepoint=0x300, max_codepoint=0x331, exclude_characters="\u0340\u0341")


@given(st.text(QUOTES + "aé "))
def test_quotes_are_straightened_as_ftfy_does(text):
    """The quotes that ftfy uncurls become the same ASCII quotes."""
    assert clean(text, replace(FLATCHR, repair_encoding=False)) == fixes.uncurl_quotes(text)


@given(st.text(LIGATURES + "aé "))
def test_ligatures_are_opened_as_ftfy_does(text):
    """Ligatures of fonts; those that are letters of a language stay, where ftfy opens them too."""
    assert clean(text) == fixes.fix_latin_ligatures(text)
    assert clean("ĳ ǆ ŉ") == "ĳ ǆ ŉ"


@pytest.mark.parametrize("character", FULLWIDTH.replace("；", ""))
def test_fullwidth_forms_are_those_of_ftfy(character):
    """All but the semicolon, at which the API parts choices."""
    assert clean(character) == fixes.fix_character_width(character)


@pytest.mark.parametrize("character", sorted(set(invisibles.WINDOWS_1252) - {"\x85"}))
@pytest.mark.parametrize("preset", PRESETS)
def test_c1_controls_are_those_of_ftfy(character, preset):
    """A C1 control is the character of that byte in windows-1252, and becomes what that one becomes."""
    assert clean(f"a {character}b", preset) == clean(f"a {fixes.fix_c1_controls(character)}b", preset)


@pytest.mark.parametrize("character", CONTROLS)
def test_controls_are_removed_as_ftfy_does(character):
    """Controls go where ftfy removes them, but do not glue the words around them.

    Some are what PDFs have for a hyphen or a ligature inside a word.
    """
    assert clean(f"mot, {character}mot") == fixes.remove_control_chars(f"mot, {character}mot")
    (change,) = explain(f"mot{character}mot").changes
    inside = {Rule.CONTROL: " ", Rule.LIGATURE: typography.TEX_LIGATURES.get(character)}
    assert change.replacement == inside.get(change.rule, "")


@given(st.text(OTHER_SCRIPTS, min_size=1))
@pytest.mark.parametrize("preset", ["ascii", "latin-1", "latin-9", "cp1252"])
def test_other_scripts_are_written_as_unidecode_does(preset, word):
    """Where a charset has no letter for it, Unidecode's is taken, with apostrophes for its grave accents."""
    word = unicodedata.normalize("NFC", word)
    assert clean(word, preset) == unidecode(word).replace("`", "'")


@given(st.lists(st.tuples(st.sampled_from("aeiouycnszAEIOUYCNSZœ "), st.lists(MARKS, max_size=3))))
def test_accents_are_composed_as_unicode_does(letters):
    """Latin letters with any accents: the normal form C, and nothing else."""
    # Ō inside a word is a ligature of Calibri.
    kept = [(letter, [mark for mark in marks if letter + mark != "O\u0304"]) for letter, marks in letters]
    text = "".join(letter + "".join(marks) for letter, marks in kept)
    plain = replace(FLATCHR, repair_encoding=False)
    assert clean(text, plain) == unicodedata.normalize("NFC", text)


# Ō inside a word is a ligature of Calibri.
@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F, exclude_characters="Ō")))
def test_accents_go_as_the_decomposition_says(text):
    """In ASCII, a letter of an ASCII letter and accents is that letter: NFD without the marks."""
    text = "".join(character for character in text if unicodedata.normalize("NFD", character)[0].isascii())
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    assert clean(text, replace(ASCII, repair_encoding=False)) == plain
