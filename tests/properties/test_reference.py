"""The fast way and the plain way agree."""

from dataclasses import replace
from functools import lru_cache

from hypothesis import given

from flatchr_clean.errors import UnmappableCharacter
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.replacements import NoReplacement
from tests.properties.reference import clean_plain_text
from tests.properties.strategies import PROFILES, plain_texts, st

PLAIN = [replace(profile, markup="text") for profile in PROFILES]
cleaner_of = lru_cache(maxsize=None)(Cleaner)


@given(text=plain_texts, profile=st.sampled_from(PLAIN))
def test_the_fast_way_agrees_with_the_plain_one(text, profile):
    """Every early exit and every combined expression gives what the pipeline written for clarity gives."""
    try:
        expected = clean_plain_text(text, profile)
    except NoReplacement:
        expected = None
    try:
        cleaned = cleaner_of(profile).clean(text)
    except UnmappableCharacter:
        cleaned = None
    assert cleaned == expected
