"""The page that cleans, in headless Chromium: what is pasted, typed, chosen, shown and copied."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from flatchr_clean import ASCII, CP1252, FLATCHR, LATIN_1, LATIN_9, TYPOGRAPHY, clean, explain
from tests.browser.clipboards import COPIED, FORMATTED, Copied
from tests.browser.conftest import DESKTOP, PHONE
from tests.check_command import start

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")

STRIPPING = replace(FLATCHR, word_markup="strip")
AS_HTML = replace(STRIPPING, markup="html")

LETTER = "L’équipe… “recrute” 🚀 – 10\u202f000\xa0€\n\n• Écoute\n• Ã©quipe\n"
LOSING = "Une note ♪ et l’été 🚀"


def words(text):
    """Give a text's words, without what stands between them."""
    return re.findall(r"\w+", text)


# What comes in, what goes out

ADDRESS = re.compile(r" \((?:https?://|\S+@|\+)[^\s)]*\)")
"""Where a link leads, which a text alone tells behind it."""


@pytest.mark.parametrize("program", FORMATTED)
def test_what_a_program_copied_is_copied_clean(sit_down, program):
    """As HTML, as a JSON string, as text: to the byte what the library makes of it, whatever it was."""
    desk = sit_down()
    copied = COPIED[program]
    cleaned = clean(copied.html, AS_HTML)
    desk.paste(copied)
    assert desk.page.locator("#formatted").is_checked()
    assert desk.page.locator("#look").is_checked()
    html = desk.copy("html")
    assert html["text/plain"] == cleaned
    assert html["text/html"] in {cleaned, desk.clipboard.tidy(cleaned)}
    assert json.loads(desk.copy("json")["text/plain"]) == cleaned
    text = desk.copy("text")
    assert text.keys() == {"text/plain"}
    without_addresses = ADDRESS.sub("", text["text/plain"])
    assert words(without_addresses) == words(clean(copied.text))
    assert clean(text["text/plain"], replace(FLATCHR, markup="text")) == text["text/plain"]
    assert words(desk.shown()) == words(without_addresses)


@pytest.mark.parametrize("program", ["pdf", "chat"])
def test_text_alone_is_copied_clean(sit_down, program):
    """What has no formatting, or was pasted without it; as HTML it is paragraphs."""
    desk = sit_down()
    text = COPIED[program].text.replace("\r\n", "\n")
    desk.page.focus("#source")
    desk.paste(Copied(None, text))
    assert desk.page.input_value("#source") == text
    assert desk.copy("text") == {"text/plain": clean(text)}
    assert json.loads(desk.copy("json")["text/plain"]) == clean(text)
    html = desk.copy("html")["text/html"]
    assert words(desk.clipboard.show(html)) == words(clean(text))


def test_what_a_script_copied_is_copied_clean(sit_down):
    """Chromium tidies what `navigator.clipboard` writes; the page cleans what comes out of it."""
    desk = sit_down()
    desk.clipboard.write(COPIED["word-windows"])
    tidied = desk.clipboard.paste()["text/html"]
    assert "mso-list:l0 level1 lfo1" in tidied
    desk.page.focus("#source")
    desk.press_paste()
    assert desk.copy("html")["text/plain"] == clean(tidied, AS_HTML)


REFUSING = "navigator.clipboard.{0} = () => Promise.reject(new Error('refused'))"


@pytest.mark.parametrize(
    "script",
    [
        ";".join(map(REFUSING.format, ("write", "writeText"))),
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})",
        "delete window.ClipboardItem",
    ],
    ids=["refused", "none", "old"],
)
def test_it_copies_where_the_clipboard_is_refused(sit_down, script):
    """On a company's server without TLS, in an old browser: by the event of a copy, every flavour."""
    desk = sit_down()
    desk.page.evaluate(f"() => {{ {script} }}")
    desk.paste(COPIED["word-windows"])
    cleaned = clean(COPIED["word-windows"].html, AS_HTML)
    html = desk.copy("html")
    assert html["text/plain"] == cleaned
    assert html["text/html"] in {cleaned, desk.clipboard.tidy(cleaned)}
    assert json.loads(desk.copy("json")["text/plain"]) == cleaned


def test_the_flavour_is_chosen(sit_down):
    """With its formatting, or the text alone as the program wrote it, until somebody edits it."""
    desk = sit_down()
    copied = COPIED["libreoffice"]
    desk.paste(copied)
    desk.page.check("#plain")
    desk.settle()
    assert desk.page.input_value("#source") == copied.text
    assert desk.copy("text")["text/plain"] == clean(copied.text)
    desk.page.check("#formatted")
    desk.settle()
    assert desk.copy("html")["text/plain"] == clean(copied.html, AS_HTML)
    desk.page.check("#plain")
    desk.settle()
    desk.page.locator("#source").press("End")
    desk.page.keyboard.type("!")
    assert not desk.page.locator("#formatted").is_visible()


def test_the_view_is_chosen(sit_down):
    """As it looks, or as it is written; what is copied is the same."""
    desk = sit_down()
    copied = COPIED["libreoffice"]
    desk.paste(copied)
    assert (desk.page.locator("#before").is_visible(), desk.page.locator("#source").is_visible()) == (
        True,
        False,
    )
    assert desk.page.locator("#after li").count() == 2
    looking = desk.copy("html")
    desk.page.check("#code")
    desk.settle()
    assert (desk.page.locator("#before").is_visible(), desk.page.locator("#source").is_visible()) == (
        False,
        True,
    )
    assert desk.page.input_value("#source") == copied.html
    assert "<li>" in desk.shown()
    assert desk.copy("html") == looking


def test_it_looks_as_it_did(sit_down):
    """Bold is bold, but not the `b` that Google Docs puts around all of it; a cell of Excel is a cell."""
    desk = sit_down()
    desk.paste(COPIED["google-docs"])
    assert desk.page.locator("#before b, #after b").count() == 0
    assert desk.page.locator("#after ul > li").count() == 2
    desk.page.click("#clear")
    desk.paste(COPIED["word-windows"])
    assert desk.page.locator("b:text('Ateliers Vauquelin')").count() == 2
    desk.page.click("#clear")
    desk.paste(COPIED["excel"])
    assert [desk.page.locator(f"#{pane} td").count() for pane in ("before", "after")] == [6, 6]


def test_a_paste_in_a_text_goes_where_the_caret_is(sit_down):
    """As text alone; the rest stays."""
    desk = sit_down()
    desk.write("Début – fin")
    desk.page.locator("#source").press("Home")
    for _ in "Début":
        desk.page.keyboard.press("ArrowRight")
    desk.paste(Copied("<b>’gras’</b>", "’gras’"))
    assert desk.page.input_value("#source") == "Début’gras’ – fin"
    assert desk.copy("text")["text/plain"] == "Début'gras' - fin"


@pytest.mark.parametrize("way", ["button", "keys"])
def test_what_stood_there_can_be_had_back(sit_down, way):
    """After a paste over it, of the whole, wherever the focus was."""
    desk = sit_down()
    desk.write(LETTER)
    desk.page.focus("#copy-text")
    desk.paste(COPIED["google-docs"])
    assert desk.copy("html")["text/plain"] == clean(COPIED["google-docs"].html, AS_HTML)
    if way == "button":
        desk.page.click("#undo")
    else:
        desk.page.keyboard.press("ControlOrMeta+z")
    desk.settle()
    assert desk.page.input_value("#source") == LETTER
    assert desk.copy("text")["text/plain"] == clean(LETTER)


def test_the_field_is_emptied(sit_down):
    """All that was shown of the text goes, and can be had back."""
    desk = sit_down()
    desk.paste(COPIED["word-mac"])
    desk.page.click("#clear")
    desk.settle()
    assert desk.page.input_value("#source") == ""
    assert desk.find_focus() == "source"
    assert desk.page.locator("#counts li").count() == 0
    assert "clinique" not in desk.page.content()
    assert desk.page.locator("#copy-text").is_disabled()
    desk.page.click("#undo")
    desk.settle()
    assert desk.copy("html")["text/plain"] == clean(COPIED["word-mac"].html, AS_HTML)


def test_what_was_typed_is_never_lost_to_an_undo(sit_down):
    """It comes back by another one."""
    desk = sit_down()
    desk.paste(COPIED["word-mac"])
    desk.page.click("#clear")
    desk.write("Une annonce tapée…")
    desk.page.click("#undo")
    desk.settle()
    assert desk.copy("html")["text/plain"] == clean(COPIED["word-mac"].html, AS_HTML)
    desk.page.click("#undo")
    desk.settle()
    assert desk.page.input_value("#source") == "Une annonce tapée…"


def test_what_is_selected_is_copied_as_its_text_alone(sit_down):
    """Without the colours of its marks."""
    desk = sit_down()
    desk.write("L’été – 🎯 “oui”")
    desk.page.locator("#after").click(position={"x": 300, "y": 100})
    desk.page.evaluate("getSelection().selectAllChildren(document.querySelector('#after'))")
    desk.page.keyboard.press("ControlOrMeta+c")
    copied = desk.clipboard.paste()
    assert copied.keys() == {"text/plain"}
    assert copied["text/plain"].split() == ["L'été", "-", '"oui"']


def test_nothing_is_said_to_be_copied_where_there_is_nothing(sit_down):
    """An emoji alone leaves an empty text."""
    desk = sit_down()
    desk.write("🎯")
    desk.page.click("#copy-text")
    desk.page.locator("#said:visible", has_text="Rien n’a été copié").wait_for()


def test_a_clipboard_without_a_text_in_its_formatting_is_pasted_as_text(sit_down):
    """Some programs put an empty one beside it."""
    desk = sit_down()
    desk.paste(Copied("<html><!--StartFragment--><!--EndFragment--></html>", "L’été…"))
    assert desk.copy("text") == {"text/plain": "L'été..."}


def test_the_example_shows_what_it_does(sit_down):
    """At a press: things to correct of several kinds, a loss among them."""
    desk = sit_down()
    desk.page.click("#example")
    desk.settle()
    assert desk.page.locator("#counts li").count() >= 4
    assert desk.page.locator("#lost").is_visible()
    assert desk.page.locator("#after ins").count() >= 4


# Typing


def test_what_is_typed_is_cleaned(sit_down):
    """Without a press; markup that is typed is markup."""
    desk = sit_down()
    desk.page.click("#source")
    desk.page.keyboard.type("l’été…")
    desk.settle()
    assert desk.shown() == "l'été..."
    desk.page.keyboard.type(" <b>gras</b>&rsquo;")
    desk.settle()
    assert desk.shown() == "l'été... <b>gras</b>'"


def test_copying_waits_for_the_last_key(sit_down):
    """What is pressed right after a key copies what that key wrote."""
    desk = sit_down()
    desk.write("l’été")
    desk.page.focus("#source")
    desk.page.evaluate(
        """() => {
          const source = document.querySelector("#source");
          source.value += " – fini…";
          source.dispatchEvent(new InputEvent("input", {bubbles: true}));
          document.querySelector("#copy-text").click();
        }"""
    )
    desk.page.locator("#said", has_text="Texte copié").wait_for()
    assert desk.clipboard.paste() == {"text/plain": "l'été - fini..."}


WATCH = """() => {
  window.seen = [];
  new MutationObserver(([{ target }]) => { window.seen.push(target.textContent); })
    .observe(document.querySelector("#after"), {childList: true});
}"""


def test_the_newest_answer_wins(sit_down):
    """However late an older one comes, it is never shown; two are asked for at once, and no more."""
    desk = sit_down()
    desk.page.clock.install()
    held, sent = [], []

    def answer(route):
        sent.append(route.request.post_data_json["source"])
        route.continue_() if len(held) > 1 else held.append(route)

    desk.page.route("**/clean", answer)
    with desk.page.expect_request("**/clean"):
        desk.page.fill("#source", "un…")
        desk.page.clock.run_for(1_000)
    desk.page.evaluate(WATCH)
    for text in ("deux…", "trois…", "quatre…"):
        desk.page.fill("#source", text)
        desk.page.clock.run_for(1_000)
    held[0].continue_()
    held[1].continue_()
    desk.settle()
    assert desk.shown() == "quatre..."
    assert desk.page.evaluate("window.seen") == ["quatre..."]
    assert sent == ["un…", "deux…", "quatre…"]
    assert desk.copy("text")["text/plain"] == "quatre..."


def test_a_large_text_is_cleaned_while_one_types(sit_down, record_property, capsys):
    """How fast is told, and judged loosely: machines differ."""
    desk = sit_down()
    line = "Chargé d’accueil – une mission à Lyon pour l’équipe, dans un cadre agréable et un service neuf.\n"
    text = line * ((2**20 - 1) // len(line))
    desk.page.evaluate("text => { document.querySelector('#source').value = text }", text)
    seconds = {}
    for key in ("…", "–"):
        began = time.monotonic()
        desk.page.evaluate(
            """key => {
              const source = document.querySelector("#source");
              source.setRangeText(key, 0, 0, "end");
              source.dispatchEvent(new InputEvent("input", {bubbles: true}));
            }""",
            key,
        )
        desk.settle()
        seconds["first" if key == "…" else "then"] = round(time.monotonic() - began, 2)
    assert desk.page.locator("#counts li").count() == 3
    record_property("seconds after a key in a text of 1 MB", seconds)
    with capsys.disabled():
        print(f"\nA key in a text of {len(text):,} characters, seconds until it is shown: {seconds}")  # noqa: T201
    assert seconds["then"] < 10


def test_too_long_a_text_is_refused_before_it_is_sent(sit_down):
    """It is said, in red; nothing old is copied in its place."""
    desk = sit_down()
    desk.write("l’été")
    sent = []
    desk.page.on("request", lambda request: sent.append(request.url))
    desk.page.evaluate(
        """() => {
          const source = document.querySelector("#source");
          source.value = "é".repeat(2 ** 20 + 1);
          source.dispatchEvent(new InputEvent("input", {bubbles: true}));
        }"""
    )
    desk.page.locator("#problems:visible", has_text="trop long").wait_for()
    desk.settle()
    assert sent == []
    assert desk.shown() == ""
    assert desk.page.locator("#copy-text").is_disabled()


# What is marked


def test_a_mark_is_named_where_it_is_pointed_at(sit_down):
    """Until the pointer leaves it and its name, or Escape; its name can be pointed at (WCAG 1.4.13)."""
    desk = sit_down()
    desk.page.clock.install()
    desk.page.fill("#source", "l’été…")
    desk.page.clock.run_for(500)
    desk.settle()
    mark, name = desk.page.locator("#after ins").first, desk.page.locator("#name")
    assert not name.is_visible()
    mark.hover()
    assert name.is_visible()
    assert "apostrophe courbe" in name.inner_text()
    assert mark.get_attribute("aria-describedby") == "name"
    name.hover()
    desk.page.clock.run_for(2_000)
    assert name.is_visible()
    desk.page.hover("h1")
    desk.page.clock.run_for(2_000)
    assert not name.is_visible()
    assert mark.get_attribute("aria-describedby") is None
    mark.hover()
    desk.page.keyboard.press("Escape")
    assert not name.is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_name_of_a_mark_stays_in_sight(sit_down, width):
    """Wherever the mark stands."""
    desk = sit_down(viewport={"width": width, "height": 740})
    desk.write("mot l’équipe\xa0: " * 30)
    for _ in range(25):
        desk.page.click("#next")
        box = desk.page.locator("#name").bounding_box()
        assert box["x"] >= 8
        assert box["x"] + box["width"] <= width - 7  # a part of a pixel is rounded
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740


def test_marks_are_reached_by_keys(sit_down):
    """One stop for all; arrows, Home and End lead to the others, each named; Escape hides the name."""
    desk = sit_down()
    desk.write("l’été… “oui” – 🚀")
    marks = desk.page.locator("#after [data-note]")
    assert marks.evaluate_all("all => all.map(one => one.tabIndex)") == [0, -1, -1, -1, -1, -1]
    marks.first.focus()
    named = []
    for key in ("ArrowRight", "ArrowDown", "End", "ArrowLeft", "ArrowUp", "Home"):
        desk.page.keyboard.press(key)
        named.append(desk.page.evaluate("document.activeElement.dataset.note"))
        described = desk.page.evaluate("document.activeElement.getAttribute('aria-describedby')")
        assert (described, desk.page.locator("#name").is_visible()) == ("name", True)
    assert named == ["1", "2", "5", "4", "3", "0"]
    desk.page.keyboard.press("Escape")
    assert not desk.page.locator("#name").is_visible()
    assert desk.page.evaluate("document.activeElement.dataset.note") == "0"
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.dataset.note === undefined")


INDEX = "[...document.querySelectorAll('#after [data-note]')].indexOf(document.activeElement)"


def test_buttons_lead_from_mark_to_mark(sit_down):
    """Forth, back, and from one of a kind to the next."""
    desk = sit_down()
    desk.write("l’été… l’hiver – fin")

    def press(selector):
        desk.page.click(selector)
        return desk.page.evaluate(INDEX)

    assert [press("#next") for _ in range(5)] == [0, 1, 2, 3, 0]
    assert [press("#previous") for _ in range(2)] == [3, 2]
    counts = desk.page.locator("#counts li")
    assert [" ".join(each.split()) for each in counts.all_inner_texts()] == [
        "Apostrophes 2", "Tirets 1", "Points de suspension 1",
    ]  # fmt: skip
    assert [press("#counts li:first-child button") for _ in range(3)] == [0, 2, 0]


LOOKS = """one => {
  const { color, textDecorationLine, borderBottomStyle, outlineStyle, fontWeight } = getComputedStyle(one);
  return [color, [textDecorationLine, borderBottomStyle, outlineStyle, fontWeight]];
}"""


def test_a_loss_is_red_and_not_by_colour_alone(sit_down):
    """In the text, in the counts, in the sum; a press leads to it."""
    desk = sit_down()
    desk.write(LOSING)
    assert explain(LOSING, STRIPPING).lossy
    lost = desk.page.locator("#after ins.lost").first.evaluate(LOOKS)
    other = desk.page.locator("#after ins:not(.lost)").first.evaluate(LOOKS)
    red, green, blue = map(int, re.findall(r"\d+", lost[0])[:3])
    assert red > 2 * green
    assert red > 2 * blue
    assert lost[1] != other[1]
    assert "perte" in desk.page.inner_text("#lost")
    assert "perte" in desk.page.inner_text("#counts")
    desk.page.click("#lost")
    assert desk.page.evaluate("document.activeElement.matches('ins.lost')")


def test_what_is_left_to_a_person_is_told(sit_down):
    """And led to."""
    desk = sit_down()
    text = "l’été &lt;b&gt;oui&lt;/b&gt;"
    assert any(not change.applied for change in explain(text, STRIPPING).changes)
    desk.write(text)
    desk.page.click("#left")
    assert desk.page.evaluate("document.activeElement.matches('mark.left')")


def test_what_stands_in_tags_is_told(sit_down):
    """It can't be seen as it looks; a press shows it in the code."""
    desk = sit_down()
    desk.paste(Copied("<p><a href='#' title='L’offre…'>l’offre</a></p>", "l’offre"))
    desk.page.click("#unseen")
    desk.settle()
    assert desk.page.locator("#code").is_checked()
    assert desk.page.locator("#after ins").count() == 3


def test_nothing_to_correct_is_said(sit_down):
    """And what is clean can be copied."""
    desk = sit_down()
    desk.write("Bonjour l'été")
    assert "Rien à corriger" in desk.page.inner_text("#summary")
    assert desk.copy("text")["text/plain"] == "Bonjour l'été"


# What is chosen


def test_the_language_is_switched_and_kept_in_the_address(sit_down):
    """All of it: the title, what is said of marks and of copying; nothing is sent again, nothing stored."""
    desk = sit_down()
    desk.write("l’été")
    french = desk.page.title()
    desk.page.click("#language")
    assert desk.page.evaluate("document.documentElement.lang") == "en"
    assert desk.page.title() != french
    assert desk.page.input_value("#source") == "l’été"
    desk.page.click("#copy-text")
    desk.page.locator("#said", has_text="Text copied").wait_for()
    desk.page.locator("#after ins").hover()
    assert "right single quotation mark" in desk.page.inner_text("#name")
    assert "apostrophe courbe" not in desk.page.inner_text("#name")
    shown = desk.page.inner_text("body")
    assert [word for word in ("Votre", "Copier", "Choisir", "Profil ") if word in shown] == []
    desk.page.reload()
    assert desk.page.evaluate("document.documentElement.lang") == "en"
    desk.page.click("#language")
    assert (desk.page.title(), desk.page.evaluate("document.documentElement.lang")) == (french, "fr")
    desk.page.reload()
    assert desk.page.evaluate("document.documentElement.lang") == "fr"


TEXT = "L’été 🚀 10\u202f000\xa0€ Жанна ♪ Ã©tÃ© Œ ☎ —\no\tun\no\tdeux\n"

CHOICES = {
    "letters=transliterate": {"letters": "transliterate"},
    "emoji=keep": {"emoji": "keep"},
    "emoji=name": {"emoji": "name"},
    "no_break_spaces=keep": {"no_break_spaces": "keep"},
    "unmappable=?": {"unmappable": "?"},
    "repair_encoding=off": {"repair_encoding": False},
    "lost_bullets=on": {"lost_bullets": True},
    "keep=’": {"keep": "’"},
}


def choose(page, name, value):
    """Choose an option as a person does."""
    control = page.locator(f"#option-{name.replace('_', '-')}")
    if value in {"on", "off"}:
        control.set_checked(value == "on")
    elif control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def test_each_option_changes_what_comes_out(sit_down):
    """As it does in the library; one that is taken back changes nothing any more."""
    desk = sit_down()
    desk.page.click("#options summary")
    desk.write(TEXT)
    plain = desk.copy("text")["text/plain"]
    assert plain == clean(TEXT, STRIPPING)
    for choice, options in CHOICES.items():
        name, _, value = choice.partition("=")
        control = desk.page.locator(f"#option-{name.replace('_', '-')}")
        stood = control.evaluate("one => one.type === 'checkbox' ? (one.checked ? 'on' : 'off') : one.value")
        choose(desk.page, name, value)
        desk.settle()
        expected = clean(TEXT, replace(STRIPPING, **options))
        assert expected != plain
        assert (choice, desk.copy("text")["text/plain"]) == (choice, expected)
        choose(desk.page, name, stood)
    desk.settle()
    assert desk.copy("text")["text/plain"] == plain


def test_the_names_of_emoji_have_a_language(sit_down):
    """Of their own, not the page's."""
    desk = sit_down()
    desk.page.click("#options summary")
    choose(desk.page, "emoji", "name")
    choose(desk.page, "emoji_names", "en")
    desk.write("Go 🚀")
    named = replace(STRIPPING, emoji="name", emoji_names="en")
    assert desk.copy("text")["text/plain"] == clean("Go 🚀", named) == "Go :rocket:"


def test_the_code_of_word_is_kept_where_that_is_chosen(sit_down):
    """The switch is on at first."""
    desk = sit_down()
    desk.page.click("#options summary")
    choose(desk.page, "word_markup", "off")
    desk.page.focus("#source")
    desk.paste(COPIED["word-windows"])
    assert desk.copy("html")["text/plain"] == clean(
        COPIED["word-windows"].html, replace(FLATCHR, markup="html")
    )


def test_each_profile_changes_what_comes_out(sit_down):
    """As the preset of that name does."""
    desk = sit_down()
    desk.write(TEXT)
    for preset in (TYPOGRAPHY, CP1252, LATIN_9, LATIN_1, ASCII):
        desk.page.select_option("#profile", preset.name)
        desk.settle()
        expected = clean(TEXT, replace(preset, word_markup="strip"))
        assert (preset.name, desk.copy("text")["text/plain"]) == (preset.name, expected)
        assert expected != clean(TEXT, STRIPPING)


def test_a_wrong_choice_is_told_beside_it(sit_down, complaints):
    """In words, in red; taken back, all is well again."""
    desk = sit_down()
    desk.page.click("#options summary")
    desk.write("l’été 🚀")
    desk.page.select_option("#profile", "ascii")
    choose(desk.page, "no_break_spaces", "keep")
    desk.page.locator("#problems:visible").wait_for()
    assert "U+00A0" in desk.page.inner_text("#problems")
    wrong = desk.page.locator("[aria-invalid=true]")
    assert wrong.get_attribute("aria-describedby") == "problems"
    assert desk.shown() == ""
    assert [line for line in complaints if "400" not in line] == []
    complaints.clear()
    choose(desk.page, "no_break_spaces", "space")
    desk.settle()
    assert not desk.page.locator("#problems").is_visible()
    assert wrong.count() == 0
    assert desk.shown() == clean("l’été 🚀", ASCII)


def test_a_text_that_a_choice_refuses_is_told(sit_down, complaints):
    """With the character that nothing stands for."""
    desk = sit_down()
    desk.page.click("#options summary")
    choose(desk.page, "unmappable", "raise")
    desk.write("Une note ♪")
    assert "U+266A" in desk.page.inner_text("#problems")
    assert [line for line in complaints if "400" not in line] == []
    complaints.clear()


# What it leaves behind, what it needs


def test_nothing_is_stored(sit_down):
    """No cookie, no storage of any kind; after a reload, or on the way back, the field is empty."""
    desk = sit_down()
    desk.paste(COPIED["word-windows"])
    desk.page.click("#language")
    stored = desk.page.evaluate(
        """async () => [
          document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
          (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
        ]"""
    )
    assert stored == ["", 0, 0, 0, 0, 0]
    assert desk.page.context.cookies() == []
    desk.page.check("#code")
    desk.page.reload()
    assert (desk.page.input_value("#source"), desk.page.locator("#after ins").count()) == ("", 0)
    desk.write("l’été")
    desk.page.goto("about:blank")
    desk.page.go_back()
    assert (desk.page.input_value("#source"), desk.page.locator("#after ins").count()) == ("", 0)


def test_the_page_is_small(open_page, address):
    """All that a load brings stays under 50 kB, uncompressed."""
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright wants a function
    page.goto(address)
    sizes = {
        answer.url.removeprefix(address): len(answer.body())
        for answer in answers
        if answer.url.startswith("http")
    }
    assert sizes.keys() == {"", "style.css", "report.js", "page.js"}
    assert sum(sizes.values()) < 50_000


def test_the_command_serves_it(sit_down):
    """In a process of its own, under an address that it tells, until it is stopped."""
    with start("page", "--no-browser", "--port", "0", stdout=subprocess.PIPE, text=True) as process:
        try:
            told = next(word for line in process.stdout for word in line.split() if word.startswith("http"))
            desk = sit_down(told)
            desk.write("l’été…")
            assert desk.copy("text")["text/plain"] == "l'été..."
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_a_server_that_is_gone_is_told(sit_down, complaints):
    """With what to do; the text is still there, and nothing old is copied in its place."""
    from flatchr_clean.page.serving import PageServer

    with PageServer() as server:
        desk = sit_down(server.url)
        desk.write("l’été")
    desk.write("l’été…")
    assert "flatchr-clean page" in desk.page.inner_text("#problems")
    assert desk.page.input_value("#source") == "l’été…"
    assert desk.page.locator("#copy-text").is_disabled()
    assert [line for line in complaints if "ERR_CONNECTION_REFUSED" not in line] == []
    complaints.clear()


# Who reads it, and on what


def test_everything_is_done_by_keyboard(sit_down):
    """From the load to the copy; and the focus is seen everywhere."""
    desk = sit_down()
    outline = """() => {
      const one = document.activeElement;
      const seen = (each) => parseFloat(getComputedStyle(each).outlineWidth) >= 2 &&
        getComputedStyle(each).outlineStyle !== "none";
      return seen(one) || seen(one.closest("label") ?? one) || seen(one.nextElementSibling ?? one);
    }"""

    def go(wanted):
        for _ in range(30):
            desk.page.keyboard.press("Tab")
            assert (desk.find_focus(), desk.page.evaluate(outline)) == (desk.find_focus(), True)
            if desk.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
        pytest.fail(f"{wanted} is not reached")

    go(".skip")
    desk.page.keyboard.press("Enter")
    go("#source")
    desk.page.keyboard.type("l’été… 🚀")
    desk.settle()
    go("#copy-text")
    desk.page.keyboard.press("Enter")
    desk.page.locator("#said", has_text="Texte copié").wait_for()
    assert desk.clipboard.paste() == {"text/plain": clean("l’été… 🚀")}
    desk.page.bring_to_front()
    go("#after [data-note]")
    desk.page.keyboard.press("ArrowRight")
    assert "points de suspension" in desk.page.inner_text("#name")
    go("#counts button")


SEEN_BY = [
    pytest.param("fr", "light", DESKTOP, id="fr-light-desktop"),
    pytest.param("en", "dark", DESKTOP, id="en-dark-desktop"),
    pytest.param("en", "light", PHONE, id="en-light-phone"),
    pytest.param("fr", "dark", PHONE, id="fr-dark-phone"),
    *(
        pytest.param(language, scheme, viewport, id=f"{language}-{scheme}-{name}", marks=pytest.mark.long)
        for language, scheme, viewport, name in [
            ("en", "light", DESKTOP, "desktop"), ("fr", "dark", DESKTOP, "desktop"),
            ("fr", "light", PHONE, "phone"), ("en", "dark", PHONE, "phone"),
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "scheme", "viewport"), SEEN_BY)
def test_axe_finds_nothing(sit_down, judge, language, scheme, viewport):
    """Empty, with options, with a text and its tooltip, as it looks, as code."""
    desk = sit_down(viewport=viewport, color_scheme=scheme)
    if language == "en":
        desk.page.click("#language")
    found = {"empty": judge(desk.page)}
    desk.page.click("#options summary")
    desk.page.focus("#source")
    desk.paste(COPIED["word-windows"])
    desk.page.locator("#after [data-note]").first.hover()
    assert desk.page.locator("#name").is_visible()
    found["look"] = judge(desk.page)
    desk.page.check("#code")
    desk.settle()
    desk.page.locator("#after [data-note]").first.focus()
    assert desk.page.locator("#name").is_visible()
    found["code"] = judge(desk.page)
    assert [(state, each) for state, all_of in found.items() for each in all_of] == []


WIDTHS = (320, 360, 700, 961, 1280, 1920)


def find_wider(page):
    """List the widths of a screen that the page is wider than."""
    wider = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wider.append(width)
    return wider


def test_nothing_is_wider_than_the_screen(sit_down):
    """Empty, with options, with a table as it looks, as code, with a long word."""
    desk = sit_down()
    wide = {"empty": find_wider(desk.page)}
    desk.page.click("#options summary")
    desk.paste(COPIED["excel"])
    wide["look"] = find_wider(desk.page)
    desk.page.check("#code")
    desk.settle()
    wide["code"] = find_wider(desk.page)
    desk.write("Anti" * 500 + "…")
    desk.page.locator("#after [data-note]").focus()
    wide["word"] = find_wider(desk.page)
    assert {state: widths for state, widths in wide.items() if widths} == {}


def test_nothing_jumps_while_one_types(sit_down):
    """The field and the text beside it stay where they are when an answer comes."""
    desk = sit_down()
    places = []
    for text in ("l'été", "l’été…", "l’été… 🚀 – ♪", LETTER):
        desk.write(text)
        places.append([desk.page.locator(each).bounding_box() for each in ("#source", "#after")])
    assert [[box["x"], box["y"], box["width"]] for boxes in places for box in boxes] == [
        [box["x"], box["y"], box["width"]] for box in places[0]
    ] * len(places)


def test_headings_are_in_order(sit_down):
    """No level is left out, whatever headings the text has."""
    desk = sit_down()
    desk.paste(Copied("<h1>Un</h1><h4>Quatre</h4><h2>Deux</h2><p>l’été</p>", "x"))
    levels = desk.page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6",
        "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))",
    )
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert levels.count(1) == 1


def test_the_page_follows_light_and_dark(sit_down):
    """The ground's colour is the one that the reader's system asks for."""
    page = sit_down().page
    bright = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        bright.append(sum(map(int, re.findall(r"\d+", ground)[:3])) > 600)
    assert bright == [True, False]


def test_the_page_prints(sit_down):
    """On paper stand the cleaned text, whole, and what was found, without controls."""
    desk = sit_down()
    desk.write("l’été… " * 400)
    desk.page.emulate_media(media="print")
    assert desk.page.pdf(format="A4").startswith(b"%PDF-")
    assert desk.page.locator(":is(button, select, input, textarea):visible").count() == 0
    assert desk.page.locator("#notes li:visible").count() == 2
    assert desk.page.evaluate(
        "(one => one.scrollHeight <= one.clientHeight + 1)(document.querySelector('#after'))"
    )


def test_it_says_that_it_needs_its_script(open_page, address):
    """In both languages' first: French."""
    page = open_page(java_script_enabled=False)
    page.goto(address)
    assert "JavaScript" in page.locator("noscript").inner_text()
