"""Every assigned code point, alone on its line and between French words, under every preset."""

import re
import unicodedata

import emoji
import pytest

from flatchr_clean.code_points import contains, parse_ranges, ranges_by_age
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import PRESETS
from flatchr_clean.text.tables import compatibility, families, spaces, typography, unicode_data

# All that Unicode assigns, and of the private use areas the first one, which Word uses.
ASSIGNED = [
    chr(code_point)
    for code_point in range(0x110000)
    if unicodedata.category(chr(code_point)) not in ("Cn", "Cs")
    and not (code_point > 0xFFFF and unicodedata.category(chr(code_point)) == "Co")
]
BREAKS = "\n\r\x85" + "".join(spaces.BREAKS)
CHARACTERS = [character for character in ASSIGNED if character not in BREAKS]

CHARSETS = {
    "cp1252": "cp1252",
    "latin-9": "iso8859-15",
    "latin-1": "iso8859-1",
    "ascii": "ascii",
}


# Ideographs and Hangul syllables are alike by the ten thousand: one in sixteen stands for them.
MANY_ALIKE = re.compile("[\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
SOME = [character for character in CHARACTERS if not MANY_ALIKE.match(character) or ord(character) % 16 == 0]

# What underlines and strikes in pseudo-fonts, and their small capitals.
UNDERLINES, STRIKES = (
    {chr(code_point) for first, last in ranges for code_point in range(first, last + 1)}
    for ranges, _, _ in families.STYLING
)
STYLING = UNDERLINES | STRIKES | compatibility.SMALL_CAPITALS.keys()


presets = pytest.mark.parametrize("preset", PRESETS)


def outside(preset, text):
    """Say which characters of a text a preset does not accept."""
    accepted = PRESETS[preset].accepted
    return sorted(
        f"U+{ord(character):04X}" for character in set(text) if not contains(accepted, ord(character))
    )


@presets
def test_a_sample_of_code_points_ends_in_the_repertoire(preset):
    """One in 97, alone on its line and between words: the quick look, beside the long ones at all of them."""
    cleaner = cleaner_for(preset)
    for before, after in (("", ""), ("Noël", "maïs")):
        cleaned = cleaner.clean("\n".join(f"{before}{character}{after}" for character in CHARACTERS[::97]))
        assert outside(preset, cleaned) == []
        assert cleaner.clean(cleaned) is cleaned


@presets
@pytest.mark.long
def test_each_code_point_alone_ends_in_the_repertoire(preset):
    """Alone on its line, each assigned code point becomes something that the preset accepts, for good.

    No semicolon comes of it. The charsets write letters of other scripts alike, so all of them are tried with
    one charset only.
    """
    characters = CHARACTERS if preset in ("flatchr", "typography", "latin-1") else SOME
    cleaner = cleaner_for(preset)
    cleaned = cleaner.clean("\n".join(characters))
    assert outside(preset, cleaned) == []
    assert len(cleaned.split("\n")) == len(characters)
    assert cleaned.count(";") == 1
    assert cleaner.clean(cleaned) is cleaned
    if preset in CHARSETS:
        cleaned.encode(CHARSETS[preset])


@presets
@pytest.mark.long
def test_each_code_point_between_words_ends_in_the_repertoire(preset):
    """Between two French words as well; the words are still there, and apart if something was to be seen."""
    cleaner = cleaner_for(preset)
    cleaned = cleaner.clean("\n".join(f"Noël{character}maïs" for character in SOME))
    before, after = cleaner.clean("Noël"), cleaner.clean("maïs")
    assert outside(preset, cleaned) == []
    assert cleaner.clean(cleaned) is cleaned
    for line, character in zip(cleaned.split("\n"), SOME, strict=True):
        if unicodedata.combining(character):
            assert line.startswith(before[:3]), f"U+{ord(character):04X}"
        else:
            assert line.startswith(before), f"U+{ord(character):04X}"
        assert line.endswith(after), f"U+{ord(character):04X}"
        seen = unicodedata.category(character) in {"So", "Sm", "Sc", "Sk", "Po", "Ps", "Pe", "Co", "Cc"}
        if seen and character not in typography.OPTIONAL_HYPHENS + typography.PDF_HYPHENS:
            assert line != before + after, f"U+{ord(character):04X}"


@presets
def test_accents_without_a_composed_letter(preset):
    """Letters stay with any mark on them, in one word: the marks stay where letters of all scripts do."""
    marks = [character for character in CHARACTERS if unicodedata.combining(character)]
    assert len(marks) > 800
    cleaner = cleaner_for(preset)
    lines = [f"{letter}{mark}u" for mark in marks for letter in "qé"]
    cleaned = cleaner.clean("\n".join(lines))
    assert outside(preset, cleaned) == []
    assert cleaner.clean(cleaned) is cleaned
    for line, original in zip(cleaned.split("\n"), lines, strict=True):
        composed = unicodedata.normalize("NFC", original)
        kept = preset == "typography" or (preset == "flatchr" and composed[1:2] not in STYLING)
        assert line == composed if kept else line[:1] in ("q", cleaner.clean("é"), "e"), composed
        assert line.endswith("u"), composed
        assert " " not in line, composed


@pytest.mark.parametrize("preset", ["flatchr", "typography"])
@pytest.mark.long
def test_letters_of_every_script_stay(preset):
    """Letters, marks and digits stay as they are, unless they are another letter in disguise."""
    artefacts = re.compile("[ʻʼʹ\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef\u20e3ﬀ-ﬆ]")
    letters = [
        character
        for character in CHARACTERS
        if (unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Nd")
        and unicodedata.is_normalized("NFC", character)
        and not unicodedata.decomposition(character).startswith(("<font>", "<wide>", "<super>", "<sub>"))
        and not artefacts.match(character)
        and (preset == "typography" or character not in STYLING)
    ]
    assert len(letters) > 130_000
    text = "\n".join(letters)
    assert [change.describe() for change in cleaner_for(preset).explain(text).changes] == []
    assert cleaner_for(preset).clean(text) is text


def test_styled_letters_become_plain():
    """Pseudo-fonts and raised letters become their plain form, which is NFKC of that one character."""
    styled = [
        character
        for character in CHARACTERS
        if unicodedata.decomposition(character).startswith(("<font>", "<wide>", "<circle>"))
        and unicodedata.category(character) != "So"
        and unicodedata.normalize("NFKC", character).isalnum()
        and unicodedata.normalize("NFKC", character).isascii()
    ]
    assert len(styled) > 800
    expected = [unicodedata.normalize("NFKC", character) for character in styled]
    assert cleaner_for("flatchr").clean("\n".join(styled)) == "\n".join(expected)


@pytest.mark.long
def test_nothing_is_lost_in_silence():
    """A code point that becomes nothing is reported as lossy, unless it is one that nobody sees."""
    silent = ("invisible", "hidden-text", "hyphenation", "control")
    explained = cleaner_for("flatchr").explain("\n".join(CHARACTERS))
    for change in explained.changes:
        underlines = change.rule == "compatibility" and change.original not in STRIKES
        if change.replacement == "" and change.rule not in silent and not underlines:
            assert change.lossy, change.describe()


def code_points_where(is_member):
    """Give the code points of which something holds."""
    return {code_point for code_point in range(0x110000) if is_member(chr(code_point))}


def members(ranges):
    """Give the code points of a set of ranges."""
    return {code_point for first, last in ranges for code_point in range(first, last + 1)}


def test_the_table_of_letters_is_that_of_unicode():
    """Letters, marks and decimal digits, as the running Python knows them."""
    letters = code_points_where(
        lambda character: (
            unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Nd"
        )
    )
    assert members(ranges_by_age(unicode_data.LETTERS_BY_AGE)) == letters


def test_the_table_of_assigned_code_points_is_that_of_unicode():
    """All that has a character, controls, surrogates and private use aside."""
    assigned = code_points_where(
        lambda character: unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs")
    )
    assert members(ranges_by_age(unicode_data.ASSIGNED_BY_AGE)) >= assigned


def test_the_table_of_what_composition_may_change_is_complete():
    """Marks, what NFC replaces, and what it joins with the character before: nothing else is ever changed."""
    sensitive = members(parse_ranges(unicode_data.NORMALIZATION_SENSITIVE))
    may_change = code_points_where(
        lambda character: unicodedata.combining(character) or not unicodedata.is_normalized("NFC", character)
    )
    second = {
        ord(decomposed[1])
        for character in ASSIGNED
        if unicodedata.is_normalized("NFC", character)
        and len(decomposed := unicodedata.normalize("NFD", character)) > 1
    }
    assert sensitive >= may_change | second
    assert not sensitive & set(range(0x300))


def test_the_table_of_pictographs_holds_every_emoji():
    """Whatever starts an emoji of the package `emoji` is a pictograph, a flag or the base of a keycap."""
    starts = {ord(sequence[0]) for sequence in emoji.EMOJI_DATA}
    others = set(map(ord, "0123456789#*")) | set(range(0x1F1E6, 0x1F200)) | set(range(0x1F3FB, 0x1F400))
    assert starts - others <= members(parse_ranges(unicode_data.PICTOGRAPHS))


@pytest.mark.parametrize("preset", ["flatchr", "latin-1", "ascii"])
def test_no_emoji_leaves_a_part_behind(preset):
    """Each sequence that exists is gone as a whole, or is the plain text that stands for it."""
    cleaner = cleaner_for(preset)
    for sequence in emoji.EMOJI_DATA:
        assert cleaner.clean(f"a {sequence} b") == cleaner.clean(f"a {sequence[0]} b"), sequence
        assert len(cleaner.explain(f"a {sequence} b").changes) <= 1, sequence
