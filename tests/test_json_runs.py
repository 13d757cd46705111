"""Cleaning by runs: the same as string by string, and what is looked up once."""

import dataclasses
import json
from itertools import product

import pytest

from flatchr_clean.payload import json_literals, json_runs
from flatchr_clean.payload.json_runs import runs_of
from flatchr_clean.payload.json_strings import clean_json, explain_json
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, PRESETS

STRINGS = {
    "an apostrophe": "l’été à l’école",
    "a bullet after a line break": "Vous :\n• préparez\n•\xa0livrez\n•vendez",
    "a bullet at the start": "• un\n• deux",
    "a bullet in the line": "un • deux",
    "bullets and blanks": "un\n• \t\xa0 deux\n•  \n",
    "spaces before a colon": "qualité\xa0: «\xa0été\xa0»",
    "a space before an accent": "CDI\xa0à pourvoir",
    "quotes": '“oui” dit-il, \\ " “',
    "an ellipsis before a line break": "puis…\n• fin",
    "misread": "l\u00e2\u20ac\u2122\u00c3\u00a9t\u00c3\u00a9",
    "misread, with a lost space": "é\xa0»À",
    "misread as MacRoman": "“é",
    "misread up to a question mark": "ô«?",
    "HTML": '<p title="l’un">l&rsquo;été</p>',
    "a tag that is none": "a < b’s",
    "an ampersand": "R&D l’été",
    "a decomposed letter": "e\u0301te\u0301’",
    "an emoji": "oui 🚀 ’",
    "a lost bullet": "·\tun’",
    "a lost bullet before spaces": "·\xa0\xa0un’",
    "another script": "Łukasz’s Жанна’",
    "delete": "a\x7fb’",
    "a slash": "et/ou’",
    "line breaks": "un\n\ndeux\n trois’",
    "tildes": "~’~",
}  # fmt: skip


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
@pytest.mark.parametrize("preset", PRESETS)
def test_runs_give_what_the_cleaner_gives(text, preset):
    """Raw or escaped, in a value or beside a key, each string becomes what the cleaner makes of it."""
    cleaned = cleaner_for(preset).clean(text)
    for ensure_ascii in (True, False):
        document = json.dumps({text: 1, "b": [text, "c", text], "d": "’"}, ensure_ascii=ensure_ascii)
        found = json.loads(clean_json(document, preset))
        assert found == {text: 1, "b": [cleaned, "c", cleaned], "d": "'"}


def test_a_run_is_looked_up_once(monkeypatch):
    """The work grows with the different runs: strings that hold known ones are not read."""
    read = []
    literal = json_runs.Literal
    monkeypatch.setattr(
        json_runs, "Literal", lambda *place, **style: read.append(place) or literal(*place, **style)
    )
    cleaner = cleaner_for(dataclasses.replace(FLATCHR, keep="\N{SNOWMAN}"))
    runs = runs_of(cleaner, ascii_only=True)
    document = json.dumps(["l’été", "l’hiver…", "\n• un"] * 100)
    assert runs.maybe_clean(document) == json.dumps(["l'été", "l'hiver...", "\n- un"] * 100)
    assert len(read) == 4
    assert runs.maybe_clean(json.dumps(["d’un"])) == '["d\'un"]'
    assert len(read) == 4


def test_only_strings_in_doubt_are_read(monkeypatch):
    """Of many strings those that need a look around are read, each once."""
    read = []
    literal = json_literals.read_string
    monkeypatch.setattr(json_literals, "read_string", lambda *place: read.append(1) or literal(*place))
    clean = cleaner_for("flatchr").clean
    runs = runs_of(cleaner_for("flatchr"), ascii_only=True)
    document = json.dumps(["l’été", "🚀 l’été 🚀" * 50] * 10)
    runs.maybe_clean(document)
    read.clear()
    assert runs.maybe_clean(document) == json.dumps(["l'été", clean("🚀 l’été 🚀" * 50)] * 10)
    assert len(read) == 10


def test_the_table_is_bounded(monkeypatch):
    """However many runs documents hold, few are remembered, and long ones never."""
    monkeypatch.setattr(json_runs._Table, "_MOST", 20)
    cleaner = cleaner_for(dataclasses.replace(FLATCHR, keep="\N{COMET}"))
    runs = runs_of(cleaner, ascii_only=True)
    texts = ["".join(characters) for characters in product("’”…", repeat=3)] + ["’" * 200]
    for _ in range(2):
        assert json.loads(runs.maybe_clean(json.dumps(texts))) == [cleaner.clean(text) for text in texts]
        assert 0 < len(runs._becomes) <= 20
        assert max(map(len, runs._becomes)) <= 64


@pytest.mark.parametrize(
    ("document", "cleaned"),
    [
        ('{"a" : "’"\n, "’"\t: "’"}', '{"a" : "\'"\n, "’"\t: "\'"}'),
        ('{"\\u0153" : "’"}', '{"\\u0153" : "\'"}'),
        ('["é\\u2028", "é\\u2019"]', '["é\\n", "é\'"]'),
        ('["\\u00c9\\/\\u2019\\u00C9"]', '["\\u00c9\\/\'\\u00C9"]'),
        ('["\\\\u2019’", "\\\\’"]', '["\\\\u2019\'", "\\\\\'"]'),
        ('["\\u003cb\\u003el\\u2019\\u0026rsquo;"]', "[\"\\u003cb\\u003el''\"]"),
    ],
)
def test_documents_in_styles_of_their_own(document, cleaned):
    """White space before colons, escapes in raw documents, in capitals and of plain characters."""
    assert clean_json(document) == cleaned == explain_json(document).document


def test_a_letter_that_comes_in_is_written_like_its_string():
    """Escaped in a string of escapes, raw in one of raw letters, whatever the run it stands in."""
    profile = dataclasses.replace(FLATCHR, replace={"™": "é"})
    for document, cleaned in (
        ('["\\u2122"]', '["\\u00e9"]'),
        ('["\\u2122", "é"]', '["\\u00e9", "é"]'),
        ('["é \\u2122"]', '["é é"]'),
        ('["é ™"]', '["é é"]'),
    ):
        assert clean_json(document, profile) == cleaned == explain_json(document, profile).document


@pytest.mark.parametrize("markup", ["auto", "html", "text"])
def test_markup_is_the_profiles_affair(markup):
    """Tags and references are read where the profile says so."""
    profile = dataclasses.replace(FLATCHR, markup=markup)
    text = "<p>l&rsquo;un</p> d’un"
    cleaned = clean_json(json.dumps([text, "l&rsquo;un ’"]), profile)
    clean = cleaner_for(profile).clean
    assert json.loads(cleaned) == [clean(text), clean("l&rsquo;un ’")]
