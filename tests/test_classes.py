"""The classes that a profile is compiled into: whatever a stage changes is found by the table."""

import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flatchr_clean import kernel
from flatchr_clean.errors import UnmappableCharacter
from flatchr_clean.text.classes import compile_table, list_simple
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.profile import PRESETS
from flatchr_clean.text.replacements import Replacements
from tests.encoding_damage import misread
from tests.properties.strategies import any_texts, profiles

TABLES = {
    name: compile_table(replacements := Replacements(preset), list_simple(replacements))
    for name, preset in PRESETS.items()
}


@given(text=st.one_of(any_texts, st.text("ÂÃâÅÎéàñðôßµ’…–“«»°²½œŒ\xa0 ?\xad¬√‚├┬À\ufffdaA1", max_size=8)))
@example(text="Ã")
@example(text="à œ")
@example(text="’é’")
def test_the_table_finds_all_that_may_be_misread(text):
    """Where the closer look at wrong decodings would find anything, the table says that there may be some."""
    table = TABLES["flatchr"]
    if repair_misread(text) != text:
        assert table.survey(text) & kernel.SUSPICIOUS


def test_the_table_finds_every_triple_that_may_be_misread():
    """The same of random triples of the characters that wrong decodings are made of."""
    chance = random.Random(11)
    alphabet = sorted(
        {
            shown
            for letter in "éàœÉ’“–…€«°²Ññßłș中🚀\xa0"
            for name in ("cp1252", "latin-1", "mac_roman", "cp850", "cp437", "cp1251", "cp1250", "iso8859-15")
            for shown in letter.encode().decode(name, "replace")
        }
    )
    survey = TABLES["flatchr"].survey
    for _ in range(min(60_000, 200 * settings.default.max_examples)):  # 6,000 in a quick run
        text = "".join(chance.choices([*alphabet, " ", "?", "e", "1", "."], k=4))
        if repair_misread(text) != text:
            assert survey(text) & kernel.SUSPICIOUS, text


@pytest.mark.parametrize("preset", PRESETS)
@given(text=any_texts)
def test_what_the_table_finds_nothing_in_is_clean(preset, text):
    """A plain text in which nothing is found is the same object once it is cleaned."""
    if not TABLES[preset].survey(text) and "<" not in text:
        assert cleaner_for(preset).explain(text).changes == ()


@given(text=any_texts, profile=profiles)
def test_cleaned_text_leaves_nothing_simple_to_find(text, profile):
    """What needs no look around it is gone after one cleaning."""
    cleaner = cleaner_for(profile)
    try:
        cleaned = cleaner.clean(text)
    except UnmappableCharacter:
        return
    if not cleaner.takes_for_html(cleaned):
        assert not any(character in cleaner.simple for character in cleaned)


@pytest.mark.parametrize("preset", PRESETS)
def test_simple_characters_become_what_the_replacements_say(preset):
    """What the table holds is what a text gets, alone and between letters."""
    cleaner = cleaner_for(preset)
    assert cleaner.simple
    for character, found in cleaner.simple.items():
        assert cleaner.clean(f"a{character}b") == f"a{found.text}b"


def test_a_profile_that_repairs_nothing_suspects_nothing():
    """The table of such a profile looks at no pair."""
    text = misread("été", "cp1252")
    assert cleaner_for("flatchr").table.survey(text) & kernel.SUSPICIOUS
    unrepaired = replace(PRESETS["flatchr"], repair_encoding=False)
    assert not cleaner_for(unrepaired).table.survey(text) & kernel.SUSPICIOUS
