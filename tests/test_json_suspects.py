"""Where a JSON text may hold something to clean: never too little found, and little too much."""

import dataclasses
import json
from random import Random

import pytest
from hypothesis import given, settings

from flatchr_clean.payload.json_strings import clean_json, explain_json
from flatchr_clean.payload.json_suspects import suspects_of
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, PRESETS
from tests.properties.json_strategies import st, texts, write_string

presets = pytest.mark.parametrize("preset", PRESETS)

FRENCH = (
    "Rattaché·e au directeur de l'agence, vous développez « sur place » un portefeuille déjà constitué.\n"
    "\t- Rémunération : 32 000 € à 38 000 €, cœur de métier, ŒUVRE, œuvre, Noël, maïs, aiguë, où,\n"
    "ÉTÉ, À LA UNE\n"
    'Chauffé à 19 °C, 1 200 m², n° 5, 1/2 ; C:\\temp\n l\'entreprise "X", 50 % ! îlot, ça, ÊTRE,'
    " forêt (H/F) §"
)


@presets
@settings(max_examples=settings.default.max_examples // 6)
@given(text=texts, seed=st.integers(0, 2**32))
def test_what_is_not_found_does_not_change(preset, text, seed):
    """A string in which nothing is found is one that the cleaner leaves alone, however it is written."""
    suspects = suspects_of(cleaner_for(preset))
    written = write_string(text, Random(seed))
    if not suspects.found_in(f"[{written}]"):
        for markup in ("auto", "html", "text"):
            cleaner = cleaner_for(dataclasses.replace(PRESETS[preset], markup=markup))
            assert cleaner.clean(text) is text


@given(text=texts, seed=st.integers(0, 2**32), preset=st.sampled_from(list(PRESETS)))
def test_the_quick_looks_agree_with_the_expression(text, seed, preset):
    """What the quick looks call clear, the expression finds nothing in."""
    suspects = suspects_of(cleaner_for(preset))
    written = f'["«", {write_string(text, Random(seed))}]'
    if suspects._is_clear(written):
        assert not suspects.expression_for(written).search(written)


@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("preset", [preset for preset in PRESETS if preset not in {"ascii", "latin-1"}])
def test_good_french_takes_the_quick_looks_only(preset, ensure_ascii):
    """Clean French, raw or escaped, is told to be clean without the expression."""
    document = json.dumps({"texte": FRENCH, "prénom": "Loïc"}, ensure_ascii=ensure_ascii)
    assert suspects_of(cleaner_for(preset))._is_clear(document)
    capitals = document.replace("\\u00e9", "\\u00E9")
    assert suspects_of(cleaner_for(preset))._is_clear(capitals)


def test_names_from_elsewhere_take_the_expression():
    """Letters that the quick looks do not know are told to be clean by the expression."""
    suspects = suspects_of(cleaner_for("flatchr"))
    document = '["Łukasz Szymański"]'
    assert not suspects._is_clear(document)
    assert not suspects.found_in(document)


def test_the_markup_of_word_is_looked_into():
    """Where a text speaks of `mso-`, tags count as found: the cleaner may change Word's lists."""
    suspects = suspects_of(cleaner_for("flatchr"))
    marked = '["<p style=\'mso-list:l0\'>x</p>", "<b>y</b>"]'
    assert suspects.found_in(marked)
    assert len(suspects.expression_for(marked).findall(marked)) == 4
    assert not suspects.found_in("[\"<p style='color:red'>x</p>\"]")
    assert not suspects.found_in('["mso-list"]')
    strip = suspects_of(cleaner_for(dataclasses.replace(FLATCHR, word_markup="strip")))
    assert strip.found_in('["<b>y</b>"]')


@pytest.mark.parametrize(
    "written", [r'"<p id=\"a\">l&rsquo;un</p>"', r'"\u003cp\u003el\u0026rsquo;un\u003c\/p\u003e"']
)
def test_references_are_found_through_escapes(written):
    """`&` and `<` written as escapes, as careful encoders do, hide nothing."""
    document = f"[{written}]"
    cleaned = clean_json(document)
    assert json.loads(cleaned) == [json.loads(written).replace("&rsquo;", "'")]
    assert explain_json(document).document == cleaned


def test_a_cleaner_has_its_suspects_once():
    """The expressions of a cleaner are compiled once."""
    assert suspects_of(cleaner_for("flatchr")) is suspects_of(cleaner_for("flatchr"))


@pytest.mark.parametrize(
    ("options", "in_runs"),
    [
        ({}, True),
        ({"replace": {"a": "b"}}, False),
        ({"replace": {"A": "b"}}, False),
        ({"replace": {"\n": " "}}, False),
        ({"replace": {"’": "`"}}, True),
        ({"lost_bullets": True}, False),
    ],
)
def test_it_is_told_whether_suspects_stand_in_runs_only(options, in_runs):
    """Plain characters that may change stand in no run."""
    cleaner = cleaner_for(dataclasses.replace(FLATCHR, **options))
    assert suspects_of(cleaner).stay_in_runs is in_runs
