"""The fast way and the plain way agree."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import PRESETS
from tests.properties.reference import clean_plain_text
from tests.properties.strategies import plain_texts

OPTIONS = {
    "emoji": ["drop", "keep", "name"],
    "letters": ["keep", "transliterate"],
    "lost_bullets": [False, True],
    "repair_encoding": [False, True],
    "unmappable": ["drop", "?"],
    "keep": ["", "—", "•’", "\u200b", "🚀"],
    "replace": [{}, {"★": "(etoile)"}, {"’": "", "&": "et"}],
}

# Compiling a profile takes longer than an example: forty are drawn once, from a fixed seed.
RANDOM = Random(2026)
PROFILES = [
    replace(preset, markup="text", **{option: RANDOM.choice(values) for option, values in OPTIONS.items()})
    for preset in PRESETS.values()
    for _ in range(7)
]
profiles = st.sampled_from(PROFILES)


@given(text=plain_texts, profile=profiles)
def test_the_fast_way_agrees_with_the_plain_one(text, profile):
    """Every early exit and every combined expression gives what the pipeline written for clarity gives."""
    assert cleaner_for(profile).clean(text) == clean_plain_text(text, profile)


@given(text=plain_texts, profile=profiles)
def test_the_laws_hold_for_any_profile(text, profile):
    """Cleaning twice is cleaning once, clean text is the same object, and the changes explain the result."""
    cleaner = cleaner_for(profile)
    once = cleaner.clean(text)
    assert cleaner.clean(once) is once
    assert cleaner.explain(text).text == once
