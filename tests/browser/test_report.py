"""The HTML report in headless Chromium: what its reader sees, reaches, chooses, copies and prints."""

from __future__ import annotations

import csv
import json
from itertools import pairwise

import pytest

from flatchr_clean import clean
from tests.browser.conftest import DESKTOP, PHONE
from tests.check_command import run

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")

AD = (
    '<p class="MsoNormal">Rejoignez l&rsquo;&eacute;quipe&nbsp;!</p>\r\n<ul><li>\uf0b7 Écoute…</li></ul>'
    f"<p>{'Des mots et encore des mots. ' * 40}– Salaire\xa0: 1\u202f800\xa0€ 🎯</p>"
)
LETTER = "“Bonjour”\u2028</script><script>alert(1)</script><img src=x onerror=alert(2)>\n\n & l’été…"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """A report of files of each kind, with what could not be read and what is left to a person."""
    directory = tmp_path_factory.mktemp("page")
    (directory / "ads.json").write_text(json.dumps([{"title": "Vendeur – H/F", "description": AD}] * 6))
    with (directory / "letters.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([["Nom", "Texte"], ["Zoé", LETTER], ["Équipe", "“non”"]])
    (directory / "left.json").write_text('{"clé…": "co\\u00adopé\\u00adrer", "b": "&lt;b&gt;oui&lt;/b&gt;…"}')
    (directory / "page.html").write_text("<h1 title='l’été'>L’été &eacute;</h1>\n", "utf-8")
    for number in range(9):
        (directory / f"broken-{number}.json").write_text('{"a": "b\n')
    page = directory / "report.html"
    assert run("check", directory, "--format", "html", "--output", page).status == 2
    return page


@pytest.fixture
def show(open_page, page_file):
    """Give a function that opens the report, or another file."""

    def show(file=page_file, **options):
        page = open_page(**options)
        page.goto(file.as_uri())
        return page

    return show


def list_shown(page, selector):
    """Give the ids of the elements that are displayed, in sight or not."""
    return page.eval_on_selector_all(
        selector, "all => all.filter(one => one.getClientRects().length).map(one => one.id)"
    )


def test_its_own_policy_lets_it_work(show):
    """Its style and its script run, nothing is refused, and what a document holds is not run."""
    page = show()
    assert page.locator(".search").is_visible()
    assert page.locator("img").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).borderBottomStyle") == "solid"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing(show, judge, viewport, scheme, language):
    """With every list unfolded, in both languages, light and dark, wide and narrow."""
    page = show(viewport=viewport, color_scheme=scheme)
    if language == "en":
        page.click("#language")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert judge(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_stands_in_the_first_screen(show, scheme):
    """Under what could not be read and what to do, without scrolling."""
    page = show(color_scheme=scheme)
    places = [page.locator(one).first.bounding_box() for one in (".unread", ".steps", "#search", ".text")]
    assert [place["y"] for place in places] == sorted(place["y"] for place in places)
    assert all(place["y"] + place["height"] < DESKTOP["height"] for place in places)


@pytest.mark.parametrize("width", [320, 360, 700, 961, 1280, 1920])
def test_nothing_is_wider_than_the_screen(show, width):
    """However long a word or a path is."""
    page = show(viewport={"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_search_stays_in_sight(show, viewport):
    """Wherever the reader is."""
    page = show(viewport=viewport)
    for place in ("#f2", "#f4", "footer"):
        page.locator(place).scroll_into_view_if_needed()
        page.evaluate("scrollBy(0, 2000)")
        assert 0 <= page.locator("#search").bounding_box()["y"] < 100


def test_the_language_is_switched_without_reloading(show):
    """All of it, the title of the window and the language that a screen reader speaks too."""
    page = show()
    page.evaluate("window.same = true")
    assert "À faire" in page.inner_text("header")
    page.click("#language")
    assert page.evaluate("[window.same, document.documentElement.lang, document.title]") == [
        True, "en", "Characters to correct before sending",
    ]  # fmt: skip
    assert "What to do" in page.inner_text("header")
    assert "À faire" not in page.inner_text("header")
    page.click("#language")
    assert (page.title(), page.locator("h1").inner_text()) == ("Caractères à corriger avant l’envoi",) * 2


def test_it_reads_without_its_script(show):
    """In French; the counts choose, and there is no button that does nothing."""
    page = show(java_script_enabled=False)
    assert page.locator("h1").inner_text() == "Caractères à corriger avant l’envoi"
    assert [page.locator(one).first.is_visible() for one in ("#language", ".search", ".copy", ".text")] == [
        False, False, False, True,
    ]  # fmt: skip
    page.check("#only-hyphenation")
    shown = page.locator(".passage:visible")
    assert shown.count() == 1
    assert "coopérer" in shown.locator(".after").text_content()


def test_counts_and_search_choose_what_is_shown(show):
    """Together; accents, capitals and the kind of apostrophe are as one types them."""
    page = show()
    everything = list_shown(page, ".passage")
    page.check("#only-quote")
    quotes = list_shown(page, ".passage")
    assert 0 < len(quotes) < len(everything)
    page.fill("#search", "L'ETE")
    page.locator(".search output:not(:empty)").wait_for()
    assert len(list_shown(page, ".passage")) == 1
    assert list_shown(page, ".file") == ["f3"]
    page.check("#only-all")
    assert page.inner_text(".search output") == f"2 / {len(everything)}"
    assert list_shown(page, ".file") == ["f3", "f4"]
    page.fill("#search", "")
    page.locator(".search output:empty").wait_for(state="attached")
    assert (list_shown(page, ".passage"), page.inner_text(".search output")) == (everything, "")


REFUSING = "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"


@pytest.mark.parametrize("script", ["", REFUSING], ids=["clipboard", "event"])
def test_the_corrected_text_is_copied_whole(show, script):
    """With what is folded away, references as they are written, breaks; and it is said."""
    page = show(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(f"() => {{ {script} }}")
    copied = {}
    for name, text in (("Annonce 1, champ description", AD), ("Ligne 2 du tableau, colonne Texte", LETTER)):
        passage = page.locator(".passage", has_text=name).first
        passage.locator(".copy").click()
        passage.locator(".copy.done").wait_for()
        copied[text] = page.evaluate("navigator.clipboard.readText()")
    assert copied == {text: clean(text) for text in copied}
    assert page.inner_text("#said") == "Texte copié"


def test_everything_is_done_by_keyboard(show):
    """Past the head at once, to the search, to a button; and the focus is seen everywhere."""
    page = show(permissions=["clipboard-read", "clipboard-write"])

    def press(key):
        page.keyboard.press(key)
        return page.evaluate("document.activeElement.id || document.activeElement.className")

    assert press("Tab") == "skip"
    assert press("Tab") == "language"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.lang") == "en"
    reached = [press("Tab") for _ in range(20)]
    assert {"search", "only-all"} <= set(reached)
    page.reload()
    press("Tab")
    assert press("Enter") == "texts"
    assert [press("Tab") for _ in range(2)][-1] == "copy"
    page.keyboard.press("Enter")
    page.locator(".copy.done").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Vendeur - H/F"


def test_headings_are_in_order(show):
    """No level is left out."""
    levels = show().eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert levels.count(1) == 1


@pytest.mark.parametrize(("scheme", "bright"), [("light", True), ("dark", False)])
def test_the_page_follows_light_and_dark(show, scheme, bright):
    """The ground's colour is the one that the reader's system asks for."""
    ground = show(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) > 600) is bright


def test_the_page_prints(show):
    """On paper it has no controls, and texts that were out of sight are there."""
    page = show()
    assert page.pdf(format="A4").startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("aside").is_visible()
    assert page.locator("button:visible").count() == 0
    shown = "all => all.every(one => one.checkVisibility({contentVisibilityAuto: true}))"
    assert page.eval_on_selector_all(".passage .text", shown)


@pytest.mark.long
def test_thousands_of_texts_are_painted(show, tmp_path, record_property, capsys):
    """How fast is told and not judged: machines differ."""
    text = (
        "Chargé d’accueil – une mission à Lyon pour l’équipe, dans un cadre agréable et un service neuf. "
        * 10
    )
    (tmp_path / "many.json").write_text(json.dumps([text] * 5_000))
    file = tmp_path / "page.html"
    assert run("check", tmp_path / "many.json", "--format", "html", "--output", file).status == 1
    page = show(file)
    figures = {"bytes": file.stat().st_size} | page.evaluate(
        """() => ({
          "first paint, ms": Math.round(performance.getEntriesByName("first-contentful-paint")[0].startTime),
          "loaded, ms": Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd),
        })"""
    )
    assert figures["bytes"] < 30_000_000
    page.fill("#search", "l'equipe")
    page.locator(".search output:not(:empty)").wait_for()
    assert page.inner_text(".search output") == "5000 / 5000"
    for name, figure in figures.items():
        record_property(name, figure)
    with capsys.disabled():
        print("\n5,000 texts of 1,000 characters:", figures)  # noqa: T201 - that is what it is for
