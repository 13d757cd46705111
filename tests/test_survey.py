"""What a few looks tell, and what they leave to the pipeline."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.profile import FLATCHR, PRESETS
from tests.properties.reference import clean_plain_text
from tests.properties.strategies import FRENCH_WORDS

DONE = {
    "": "",
    "Poste en CDI, 35 h\n\t- Lyon": "Poste en CDI, 35 h\n\t- Lyon",
    "L’été à l’œuvre…": "L'été à l'œuvre...",
    "Là-bas : « déjà » ?": "Là-bas : « déjà » ?",
    "Rattaché·e, 10\xa0000\u202f€ – « œuvre\xa0»\xa0!": "Rattaché·e, 10 000 € - « œuvre » !",
    "•\xa0Accueillir\n• Établir\n•Équiper": "- Accueillir\n- Établir\n- Équiper",
    "À faire : • vendre\xa0• gérer": "À faire : - vendre - gérer",
    "Menu ·« à la carte »": "Menu ·« à la carte »",
    "Bâtiment “A” — “Été”": 'Bâtiment "A" - "Été"',
}
LEFT = {
    "a control": "a\x07été",
    "a control in ASCII": "a\x07b",
    "an optional hyphen": "été\xad",
    "an emoji": "été 🎯",
    "a bullet and two blanks": "•  été",
    "a bullet and a blank line": "• \xa0été",
    "a dot between letters": "salarié•e",
    "a lost bullet and a tab": "·\tété",
    "a lost bullet and no-break spaces": "été\n·\xa0\xa0été",
    "misread text": "l'Ã©tÃ©",
    "misread text whose last byte became a space": "été, S.Ã r.l.",
    "misread text in three characters": "été, l’â€™Ã©",
    "misread text with a middle dot in it": "été, ä·œ¡",
    "a text that is wholly misread": "\xab\xe9",
}

clean_texts = st.lists(
    st.sampled_from(
        (*FRENCH_WORDS, "l’", "\xa0", "…", "–", "“", "”", "\n•\xa0", " • ", "é·", "â", " ", "\t", "§")
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(("text", "cleaned"), DONE.items())
def test_texts_with_frequent_artefacts_need_no_more_than_looks(text, cleaned):
    """What nearly every text holds is replaced without the pipeline."""
    assert cleaner_for(FLATCHR)._survey.clean(text) == (cleaned, True)
    assert cleaner_for(FLATCHR).clean(text) == cleaned
    assert apply_edits(text, cleaner_for(FLATCHR).explain(text).changes) == cleaned


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_doubts_are_left_to_the_pipeline(text):
    """What needs a look around it is not decided by looks."""
    assert not cleaner_for(FLATCHR)._survey.clean(text)[1]
    assert cleaner_for(FLATCHR).clean(text) == clean_plain_text(text, FLATCHR)


@pytest.mark.parametrize("preset", PRESETS)
@given(text=clean_texts)
def test_looks_agree_with_the_pipeline(preset, text):
    """Where the looks say that all is done, the plain way gives the same, and `explain` says how."""
    cleaner = cleaner_for(preset)
    cleaned, done = cleaner._survey.clean(text)
    if done:
        assert cleaned == clean_plain_text(text, preset)
    explained = cleaner.explain(text)
    assert explained.text == cleaner.clean(text) == clean_plain_text(text, preset)
    assert apply_edits(text, explained.changes) == explained.text


def test_bullets_that_are_kept_are_left_alone():
    """What the profile keeps is no artefact, at a line's start neither."""
    cleaner = Cleaner(replace(FLATCHR, keep="\N{BULLET}"))
    assert cleaner.clean("• L’été") == "• L'été"


def test_a_blank_that_becomes_something_to_see_is_left_to_the_pipeline():
    """A bullet after a no-break space starts its line, whatever the profile makes of that space."""
    profile = replace(FLATCHR, replace={"\xa0": "_"})
    assert Cleaner(profile).clean("L’été\n\xa0•\tCDI") == "L'été\n_- CDI"
    assert Cleaner(profile).explain("L’été\n\xa0•\tCDI").text == "L'été\n_- CDI"


@pytest.mark.parametrize(
    ("replacements", "text", "cleaned"),
    [({"’": "·"}, "’\tété", "- été"), ({"–": "\t"}, "·–été", "- été"), ({"’": "\n"}, "à’• été", "à\n- été")],
)
def test_a_replacement_that_means_something_beside_others_is_left_to_the_pipeline(
    replacements, text, cleaned
):
    """What comes in may make a bullet of what stands beside it."""
    profile = replace(FLATCHR, replace=replacements)
    assert Cleaner(profile).clean(text) == Cleaner(profile).explain(text).text == cleaned


def test_a_clean_text_of_a_class_of_its_own_stays_the_same_object():
    """A str of another class is given back as it is when it is clean, as any text."""

    class Text(str):
        __slots__ = ()

    text = Text("Où est l'œuvre ?")
    assert Cleaner().clean(text) is text
    assert Cleaner().explain(text).text is text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    {"\ufeff •\tété": " - été", "• \u200b\tété": "- été", "a\u200b • été": "a - été"}.items(),
)
def test_what_cannot_be_seen_says_nothing_of_a_bullet(text, cleaned):
    """A bullet after a byte-order mark is one at the line's start, for `clean` and for `explain`."""
    assert Cleaner().clean(text) == Cleaner().explain(text).text == cleaned


def test_signs_of_markup_are_written_as_references_in_html_without_tags():
    """A field that is known to be HTML takes no bare sign from a replacement."""
    cleaner = Cleaner(replace(FLATCHR, markup="html"))
    assert cleaner.clean("L’été : a ≥ b") == cleaner.explain("L’été : a ≥ b").text == "L'été : a &gt;= b"


LINE = "Rattaché·e à l’œuvre, « déjà\xa0»…\n•\xa0Été"
MANY = 3_000


@pytest.mark.parametrize(
    ("text", "done"),
    [
        (LINE * MANY, True),
        (LINE.replace("\n", " ") * MANY, True),
        ("L'été, à l'œuvre.\n" * MANY, True),
        (LINE * MANY + " 🎯" + LINE * MANY, False),
    ],
    ids=["lines", "one line", "clean", "an emoji somewhere"],
)
def test_long_texts_are_looked_at_in_pieces(text, done):
    """Pieces give what the text gives, and one that needs a closer look leaves all of it to the pipeline."""
    cleaner = cleaner_for(FLATCHR)
    surveyed, surveyed_done = cleaner._survey.clean(text)
    assert surveyed_done is done
    assert surveyed == (clean_plain_text(text, FLATCHR) if done else text)
    assert cleaner.clean(text) == clean_plain_text(text, FLATCHR)
    assert (cleaner.clean(text) is text) == (surveyed == text and done)
