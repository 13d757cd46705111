"""The document of the page that cleans: what it holds, in both languages, and what its script finds in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from flatchr_clean import Profile
from flatchr_clean.check.reports.phrases import Phrase
from flatchr_clean.page import document, phrases
from flatchr_clean.text.cleaner import explain
from flatchr_clean.text.profile import PRESETS, profile_named

SCRIPT = files("flatchr_clean.page").joinpath("page.js").read_text("utf-8")
STYLE = files("flatchr_clean.check.reports").joinpath("page.css").read_text("utf-8")
REPORT_SCRIPT = files("flatchr_clean.check.reports").joinpath("page.js").read_text("utf-8")

VOID = {"br", "input", "link", "meta"}
CONTROLS = {"button", "input", "select", "textarea"}
BESIDE_PRESET = {"repertoire", "markup", "replace"}
"""Fields of a profile that the page does not choose: presets do, the source does, and nobody asks for it."""


class Document(HTMLParser):
    """The page taken apart.

    Attributes:
        elements: name, attributes, names and attributes of what it stands in.
        texts: what a reader reads, with what it stands in.
    """

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        """Open an element; its attributes are told apart."""
        assert len(attributes) == len(dict(attributes))
        element = (tag, dict(attributes))
        self.elements.append((*element, tuple(self.open)))
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        """Close it; they must nest."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        """Collect what is read."""
        if data.strip():
            self.texts.append((data, tuple(self.open)))

    def all(self, tag):
        """Give the attributes of the elements of a name."""
        return [has for name, has, _ in self.elements if name == tag]

    def read(self, identity, language):
        """Give what a reader of one language reads in the element of that id."""
        return "".join(
            text
            for text, around in self.texts
            if any(has.get("id") == identity for _, has in around)
            and all(has.get("lang", language) == language for tag, has in around if tag == "span")
        )


WRITTEN = document.draw_page()
PAGE = Document(WRITTEN)
IDS = [has["id"] for _, has, _ in PAGE.elements if "id" in has]


def list_phrases():
    """Give all that the page says."""
    for value in vars(phrases).values():
        if isinstance(value, Phrase):
            yield value
    for table in (phrases.PROFILES, phrases.SAID):
        yield from table.values()
    for label, values in phrases.CHOICES.values():
        yield from (label, *values.values())
    yield from (label for label, _, _ in phrases.SWITCHES.values())


def test_elements_nest_and_ids_are_unique():
    """And the page is the same each time: nothing of it depends on who asks."""
    assert document.draw_page() == WRITTEN
    assert WRITTEN.startswith('<!doctype html>\n<html lang="fr"')
    assert sorted(IDS) == sorted(set(IDS))


def test_it_is_small():
    """All that a browser loads, uncompressed."""
    assert sum(len(part.encode()) for part in (WRITTEN, SCRIPT, STYLE, REPORT_SCRIPT)) < 50_000


def test_nothing_in_it_needs_more_than_its_policy():
    """No inline script or style, no handler, nothing from elsewhere, no form that is sent."""
    assert [has["src"] for has in PAGE.all("script")] == ["report.js", "page.js"]
    assert [has["href"] for has in PAGE.all("link")] == ["data:,", "style.css"]
    assert PAGE.all("style") == PAGE.all("img") == PAGE.all("iframe") == []
    assert [text for text, around in PAGE.texts if around[-1][0] == "script"] == []
    for _, has, _ in PAGE.elements:
        assert not {"style", "action", "formaction"} & set(has)
        assert not [name for name in has if name.startswith("on")]
    assert "http:" not in WRITTEN
    assert "https:" not in WRITTEN + SCRIPT + STYLE


def test_scripts_make_html_by_the_policy_alone():
    """In one place, of what the server drew; nothing is kept in the browser."""
    scripts = SCRIPT + REPORT_SCRIPT
    assert scripts.count("innerHTML") == scripts.count("policy.createHTML(") == 1
    assert scripts.count('createPolicy("drawn"') == 1
    for other in (
        "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "setHTML", "srcdoc",
        "localStorage", "sessionStorage", "indexedDB", "cookie", "caches", "serviceWorker", "sendBeacon",
        "XMLHttpRequest", "WebSocket", "console.", "import(",
    ):  # fmt: skip
        assert other not in scripts
    assert re.findall(r"fetch\((\w+)", scripts) == ["path"]
    assert set(re.findall(r'post\("(\w+)"', scripts)) == {"clean", "read"}


def test_scripts_and_style_are_ascii():
    """So that no server's idea of a charset changes them."""
    assert (SCRIPT + REPORT_SCRIPT + STYLE).isascii()


def test_all_is_said_in_both_languages():
    """French first; of what varies, the same parts."""
    for phrase in list_phrases():
        assert all(said.strip() for said in phrase)
        assert re.findall(r"{\w+}", phrase.french) == re.findall(r"{\w+}", phrase.english)
    for text, around in PAGE.texts:
        if not {"title", "template"} & {tag for tag, _ in around}:
            assert any("lang" in has for tag, has in around if tag == "span") or text in "←→"
    spans = [has["lang"] for has in PAGE.all("span") if "lang" in has]
    assert spans.count("fr") == spans.count("en")
    for tag, has, _ in PAGE.elements:
        assert not {"title", "placeholder", "alt", "aria-label"} & set(has)
        assert ("data-fr" in has) is ("data-en" in has)
        if tag == "option":
            assert has["data-fr"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_control_has_a_name(language):
    """By a label, or by what it says; those whose words the script writes say nothing yet."""
    labels = {has["for"] for has in PAGE.all("label") if "for" in has}
    for tag, has, around in PAGE.elements:
        if tag not in CONTROLS:
            continue
        name = has["id"]
        if tag == "button":
            assert PAGE.read(name, language) or name in {"lost", "left", "unseen"}
        elif tag == "textarea":
            assert PAGE.read(has["aria-labelledby"], language)
        else:
            assert name in labels or "label" in [outer for outer, _ in around]


def test_what_is_referred_to_is_there():
    """Labels, descriptions, links; and headings are in order."""
    for _, has, _ in PAGE.elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            assert has.get(attribute, "source") in IDS
    assert [has["href"] for has in PAGE.all("a")] == ["#texts"]
    levels = [int(tag[1]) for tag, _, _ in PAGE.elements if re.fullmatch("h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_what_scripts_ask_for_is_there():
    """Each id, each phrase, each table of what is pressed or chosen."""
    asked = set(re.findall(r"#([a-z][\w-]*)", SCRIPT)) - {"en"}
    asked |= set(re.findall(r"#(said|copied|language)", REPORT_SCRIPT))
    made = {"say-", "option-", "example-"}
    assert asked - made <= set(IDS)
    for table in ("PRESSED", "CHOSEN"):
        content = re.search(rf"const {table} = {{\n(.*?)\n}};", SCRIPT, re.DOTALL)[1]
        assert set(re.findall(r'^  "?([\w-]+)"?[:,]', content, re.MULTILINE)) <= set(IDS)
    calls = re.findall(r"(?:say|answerAloud)\(([^;]*?)\)", SCRIPT)
    said = {name for call in calls for name in re.findall(r'"([\w-]+)"', call)}
    said |= {"lost", "left", "unseen"}  # by the names of what shows them
    said |= {f"copied-{form}" for form in ("text", "html", "json")}
    assert said == set(phrases.SAID)
    assert {f"say-{name}" for name in phrases.SAID} <= set(IDS)


def test_every_option_of_a_profile_can_be_chosen():
    """With each of its values, the default first; Word's own code is taken away unless one says otherwise."""
    hints = get_type_hints(Profile)
    chosen = {*phrases.CHOICES, *phrases.SWITCHES, "keep"}
    assert chosen == hints.keys() - BESIDE_PRESET
    assert {f"option-{name.replace('_', '-')}" for name in chosen} <= set(IDS)
    default = profile_named("flatchr")
    for name, (_, values) in phrases.CHOICES.items():
        assert get_origin(hints[name]) is Literal
        assert set(values) == set(get_args(hints[name]))
        assert next(iter(values)) == getattr(default, name)
    for name, (_, on, off) in phrases.SWITCHES.items():
        if hints[name] is bool:
            assert (on, off) == ("true", "")
            assert (name in phrases.ON) is getattr(default, name)
        else:
            assert {on, off} == set(get_args(hints[name]))
    checked = {has["name"] for has in PAGE.all("input") if "checked" in has}
    assert checked == phrases.ON


def test_every_preset_can_be_chosen():
    """The default first; each says which of the options it is made of."""
    assert list(phrases.PROFILES) == list(PRESETS)
    options = [has for has in PAGE.all("option") if "data-letters" in has]
    assert [has["value"] for has in options] == list(PRESETS)
    for has in options:
        preset = PRESETS[has["value"]]
        assert (has["data-letters"], has["data-emoji"]) == (preset.letters, preset.emoji)
        derived = {name for name in ("letters", "emoji") if getattr(preset, name) != getattr(Profile(), name)}
        assert preset == Profile(repertoire=has["value"], **{name: has[f"data-{name}"] for name in derived})


def test_what_is_typed_is_for_no_other_service():
    """Neither a browser's speller or translator, nor what people add to it."""
    (field,) = PAGE.all("textarea")
    for name in ("autocomplete", "autocorrect", "autocapitalize"):
        assert field[name] == "off"
    for name in ("spellcheck", "writingsuggestions", "data-gramm", "data-enable-grammarly"):
        assert field[name] == "false"
    assert field["translate"] == PAGE.all("html")[0]["translate"] == "no"
    assert all(has["autocomplete"] == "off" for has in PAGE.all("form"))


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        (
            document.EXAMPLE_TEXT,
            {"dash", "apostrophe", "quote", "ellipsis", "bullet", "space", "composition", "emoji"},
        ),
        (
            document.EXAMPLE_HTML,
            {"dash", "apostrophe", "quote", "ellipsis", "bullet", "space", "word-markup", "emoji"},
        ),
    ],
    ids=["text", "html"],
)
def test_the_example_shows_what_the_page_is_for(example, rules):
    """The usual artefacts of Word, one that is lost among them; and it comes to the script as it is."""
    profile = profile_named("flatchr") if "<" not in example else Profile(word_markup="strip")
    cleaning = explain(example, profile)
    assert rules <= {change.rule for change in cleaning.changes}
    assert cleaning.lossy
    name = "example-html" if "<" in example else "example-text"
    assert "".join(text for text, around in PAGE.texts if around[-1][1].get("id") == name) == example
