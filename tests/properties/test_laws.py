"""The laws of cleaning, each over every preset; those that no option lifts, over random profiles too."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import example, given

from flatchr_clean.code_points import class_of, contains, parse_ranges
from flatchr_clean.errors import CleaningError, UnmappableCharacter
from flatchr_clean.payload.body import clean_body
from flatchr_clean.payload.data import clean_data
from flatchr_clean.payload.json import clean_json, explain_json
from flatchr_clean.text.changes import LEFT
from flatchr_clean.text.cleaner import Cleaner, clean, cleaner_for, explain
from flatchr_clean.text.lines import in_joining_script
from flatchr_clean.text.profile import FLATCHR, PRESETS
from flatchr_clean.text.tables.unicode_data import PICTOGRAPHS
from tests.properties.strategies import (
    FRENCH_WORDS,
    any_texts,
    artefacts,
    clean_french,
    plain_texts,
    profiles,
    st,
)
from tests.properties.work import bounded_work

presets = pytest.mark.parametrize("preset", PRESETS)

# Selectors and tags, joiners with the pictographs that they tie, whatever those are alone.
PARTS_OF_EMOJI = re.compile(
    f"[\ufe0e\ufe0f\U000e0020-\U000e007f]|\u200d(?:{class_of(parse_ranges(PICTOGRAPHS))})?"
)


def replay(text, changes):
    """Apply changes to the original, as a caller would."""
    pieces, position = [], 0
    for change in changes:
        assert change.start >= position, "changes overlap or are not sorted"
        assert text[change.start : change.end] == change.original
        pieces += [text[position : change.start], change.replacement]
        position = change.end
    return "".join([*pieces, text[position:]])


@presets
@given(text=plain_texts)
@example(text="Ã\u200b©")
@example(text="e\u200b\u0301")
@example(text="• 🚀 x")
def test_cleaning_twice_is_cleaning_once(preset, text):
    """clean(clean(x)) == clean(x)."""
    cleaner = cleaner_for(preset)
    once = cleaner.clean(text)
    assert cleaner.clean(once) == once


@presets
@given(text=plain_texts)
def test_the_result_lies_in_the_repertoire(preset, text):
    """Every character of clean(x) is in the repertoire, joiners and parts of kept emoji where they belong."""
    cleaner = cleaner_for(preset)
    cleaned = cleaner.clean(text)
    accepted = cleaner.profile.accepted
    if cleaner.profile.emoji == "keep":
        cleaned = PARTS_OF_EMOJI.sub("", cleaned)
    for index, character in enumerate(cleaned):
        assert contains(accepted, ord(character)), f"U+{ord(character):04X}"
        if character in "\u200c\u200d":
            assert in_joining_script(cleaned[index - 1])


@presets
@given(text=plain_texts)
def test_clean_text_comes_back_as_the_same_object(preset, text):
    """Text already clean comes back as the same object."""
    cleaner = cleaner_for(preset)
    once = cleaner.clean(text)
    assert cleaner.clean(once) is once
    if once == text:
        assert once is text


@presets
@given(text=plain_texts)
def test_the_changes_explain_the_result(preset, text):
    """explain(x).text == clean(x), and replaying the changes on x gives it."""
    cleaner = cleaner_for(preset)
    explained = cleaner.explain(text)
    assert explained.text == cleaner.clean(text)
    assert replay(text, explained.changes) == explained.text
    for change in explained.changes:
        assert change.applied is (change.original != change.replacement) is (change.rule not in LEFT)


ASCII_MARKS = "".join(map(chr, range(0x21, 0x7F)))


@presets
@given(
    text=st.lists(st.one_of(st.text(ASCII_MARKS.replace("&", "").replace("<", "")), artefacts)).map("".join)
)
def test_printable_ascii_is_never_altered(preset, text):
    """Printable ASCII stays, in its order, whatever stands around it; a letter may get an accent."""
    cleaned = iter(unicodedata.normalize("NFD", cleaner_for(preset).clean(text)))
    kept = [character for character in text if character in ASCII_MARKS]
    assert all(character in cleaned for character in kept)


@presets
@given(text=st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_ascii_text_without_references_is_the_same_object(preset, text):
    """A text of printable ASCII that holds no reference is clean as it is."""
    text = text.replace("&", "")
    assert cleaner_for(preset).clean(text) is text


@pytest.mark.parametrize("preset", [name for name in PRESETS if name not in ("ascii", "latin-1")])
@given(text=clean_french)
def test_clean_french_is_the_same_object(preset, text):
    """French survives: letters, accents, the ligature, the euro, guillemets, digits."""
    assert cleaner_for(preset).clean(text) is text


SEPARATORS = (
    "\xa0",
    "\u202f",
    "\u2003",
    "\n",
    "\r\n",
    "\x0b",
    "\u2028",
    " 🎯 ",
    " \u200b ",
    "\x07",
    " • ",
    "\x01",
    "🚀",
    "🎯🚀",
    "\xa0🎯\xa0",
    "\x00\x00",
    "\uf123",
    "\ud83d",
    "\x0c",
    "\u2029",
    "\x85",
    "♪",
)


@presets
@given(
    words=st.lists(
        st.sampled_from([word for word in FRENCH_WORDS if word.isalpha()]), min_size=2, max_size=8
    ),
    separator=st.sampled_from(SEPARATORS),
)
def test_no_two_words_are_glued(preset, words, separator):
    """Words stay apart, and no line break is lost."""
    cleaner = cleaner_for(preset)
    cleaned = cleaner.clean(separator.join(words))
    assert [word for word in re.split(r"[\s🎯🚀♪-]+", cleaned) if word] == [
        cleaner.clean(word) for word in words
    ]
    breaks = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
    assert len(breaks.findall(cleaned)) == len(breaks.findall(separator)) * (len(words) - 1)


@presets
@given(text=plain_texts)
def test_no_replacement_holds_a_semicolon_or_makes_a_break(preset, text):
    """The API joins choices with a semicolon: none is ever written, outside the references of HTML."""
    for change in cleaner_for(preset).explain(text).changes:
        if not cleaner_for(preset).takes_for_html(text):
            assert change.replacement.count(";") <= change.original.count(";")
        if "\n" in change.replacement:
            assert re.search("[\n\r\x0b\x0c\x85\u2028\u2029]|&", change.original)


@presets
@given(text=st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_string_gives_a_result(preset, text):
    """Any input gives a result or a CleaningError, lone surrogates and unassigned code points included."""
    try:
        assert isinstance(cleaner_for(preset).clean(text), str)
    except CleaningError as error:
        pytest.fail(f"no preset refuses a character: {error}")


@presets
@given(text=any_texts)
@example(text="l’œuvre… <b>l’un</b>")
@example(text="Ã©tÃ© l’un")
@example(text="e\u0301 l’un • deux")
def test_what_is_counted_is_what_is_explained(preset, text):
    """Counting gives the same text, and as many changes of each rule as there are, lossy and not."""
    counts = Counter()
    explained = explain(text, preset)
    assert cleaner_for(preset).count(text, counts) == explained.text
    assert counts == Counter((change.rule, change.lossy) for change in explained.changes)


AS_JSON = {"Content-Type": "application/json"}
AS_LINES = {"Content-Type": "application/x-ndjson"}


def clean_in_every_way(text, profile):
    """Clean a text in every way that there is, each within its work."""
    document = json.dumps({"title": text}, ensure_ascii=False)
    escaped = json.dumps({"title": text})
    body = escaped.encode()
    ways = {
        "clean": lambda: clean(text, profile),
        "explain": lambda: explain(text, profile).text,
        "clean_data": lambda: clean_data({"title": text}, profile)["title"],
        "clean_json": lambda: json.loads(clean_json(document, profile))["title"],
        "clean_json, escaped": lambda: json.loads(clean_json(escaped, profile))["title"],
        "explain_json": lambda: json.loads(explain_json(document, profile).document)["title"],
        "a body": lambda: json.loads(clean_body(body, AS_JSON, profile=profile).body)["title"],
        "a line of a body": lambda: json.loads(clean_body(body, AS_LINES, profile=profile).body)["title"],
    }
    results = {}
    for name, way in ways.items():
        with bounded_work(text):
            try:
                results[name] = way()
            except UnmappableCharacter as error:
                results[name] = error.code_point
    return results


@presets
@given(text=any_texts)
@example(text="<b>&&shyx")
@example(text="Ã©<li>&&euro;<“\u0301&#8217;")
@example(text="â<b>€™")
@example(text="·<b>\t")
def test_one_text_has_one_result(preset, text):
    """One text, one result: every way agrees on every text, and none takes for ever."""
    assert len(set(clean_in_every_way(text, preset).values())) == 1


@given(text=any_texts, profile=profiles)
@example(text="&", profile=replace(FLATCHR, replace={"&": "et"}))
@example(text="=\ufe0f□", profile=replace(FLATCHR, keep="\ufe0f"))
def test_one_text_has_one_result_under_any_profile(text, profile):
    """The same, whatever the options are."""
    assert len(set(clean_in_every_way(text, profile).values())) == 1


@given(first=any_texts, second=any_texts, sign=st.sampled_from('\n"=&'), profile=profiles)
@example(first="Ã", second="", sign='"', profile=FLATCHR)
@example(first="", second="·\t", sign="=", profile=FLATCHR)
def test_what_is_plain_together_is_plain_alone(first, second, sign, profile):
    """Many texts are looked at together: where nothing is found, there is nothing in any of them."""
    cleaner = cleaner_of(profile)
    if cleaner.is_plain(first + sign + second):
        assert (cleaner.clean(first), cleaner.clean(second)) == (first, second)


@given(text=any_texts, profile=profiles)
@example(text='-\U000e0061ok</\U000e0078\t10bientôtÃ‰<p title="l’é “a”">', profile=PRESETS["cp1252"])
def test_what_deletions_bring_together_is_read_the_same_again(text, profile):
    """Nothing hidden in a text makes markup, or unmakes it, for a second cleaning: the first one settles."""
    cleaner = cleaner_of(profile)
    try:
        cleaning = cleaner.explain(text)
    except UnmappableCharacter:
        return
    assert cleaning.settled
    assert cleaner.clean(cleaning.text) is cleaning.text


cleaner_of = lru_cache(maxsize=None)(Cleaner)
accepted_by = lru_cache(maxsize=None)(lambda profile: profile.accepted)


@given(text=plain_texts, profile=profiles)
def test_the_laws_hold_for_any_profile(text, profile):
    """Cleaning twice is cleaning once, clean text is the same object, the changes explain the result."""
    cleaner = cleaner_of(profile)
    try:
        once = cleaner.clean(text)
    except UnmappableCharacter as error:
        if profile.unmappable != "raise" or contains(accepted_by(profile), error.code_point):
            raise
        return
    assert cleaner.clean(once) is once
    explained = cleaner.explain(text)
    assert explained.text == once
    assert replay(text, explained.changes) == once


@given(text=plain_texts, profile=profiles)
@example(text="<p><!--&", profile=replace(FLATCHR, replace={"&": "et"}))
def test_the_result_lies_in_what_any_profile_accepts(text, profile):
    """Every character of clean(x) is one that the profile accepts, or part of an emoji that it keeps.

    In HTML, an ampersand stays even where the profile has something else for one: it begins a reference, or
    stands in a comment or a script, whose ASCII is left alone.
    """
    cleaner = cleaner_of(profile)
    try:
        cleaned = cleaner.clean(text)
    except UnmappableCharacter:
        return
    if cleaner.takes_for_html(text):
        cleaned = cleaned.replace("&", "")
    if profile.emoji == "keep":
        cleaned = PARTS_OF_EMOJI.sub("", cleaned)
    accepted = accepted_by(profile)
    for character in cleaned:
        assert contains(accepted, ord(character)), f"U+{ord(character):04X}"
