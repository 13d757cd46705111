"""Files given to the page that cleans: read, shown, corrected as the command corrects them, downloaded."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from flatchr_clean import clean
from tests.browser.conftest import DESKTOP, PHONE
from tests.check_command import run
from tests.office_files import make_docx

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")

FILES = Path(__file__).parents[1] / "files"

AD = "L’équipe “recrute”… – 10\u202f000\xa0€\r\n• Écoute 🚀\r\n"

TABLE = 'Titre;Texte\r\n"Vendeur – H/F";"L’été…\n• un ""deux"""\r\nZoé;non\r\n'

CONTENTS = {
    "annonce.txt": AD.encode(),
    "ancienne.txt": AD.replace("\u202f", " ").replace(" 🚀", "").encode("cp1252"),
    "annonce.html": "<h1 title='l’été'>L’été &eacute;…</h1>\r\n<p>“oui” &ndash; non</p>\r\n".encode(),
    "annonce.docx": (FILES / "annonce.docx").read_bytes(),
    "annonces.csv": b"\xef\xbb\xbf" + TABLE.encode(),
    "annonces.tsv": TABLE.replace(";", "\t").encode(),
    "annonces.xlsx": (FILES / "annonces.xlsx").read_bytes(),
    "annonces.json": json.dumps([{"title": "Vendeur – H/F", "n": 1.50}], ensure_ascii=False).encode(),
    "annonces.ndjson": '{"a": "l’été…"}\n{"a": "non"}\n'.encode(),
}
"""Files of each kind that the page takes, by their names."""

AS_TEXT = ("annonce.txt", "ancienne.txt", "annonce.html", "annonce.docx")
COPIED_WHOLE = ("annonces.csv", "annonces.tsv", "annonces.json", "annonces.ndjson")

DROP = """([name, data]) => {
  const content = typeof data === "number" ? new Uint8Array(data)
    : Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([content], name));
  for (const type of ["dragover", "drop"]) {
    document.querySelector("h1").dispatchEvent(
      new DragEvent(type, {dataTransfer: given, bubbles: true, cancelable: true}));
  }
}"""
"""Drops a file of these bytes, or of so many."""


def give(desk, name, content):
    """Choose a file."""
    desk.page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": content})
    desk.page.locator("#file-name", has_text=name).wait_for()
    desk.settle()


def fix(tmp_path, name, content):
    """Give what the command makes of a file."""
    path = tmp_path / name
    path.write_bytes(content)
    assert run("fix", path, "--encoding", "auto").status == 0
    return path.read_bytes()


def download(desk):
    """Press the button; give the file's name and bytes."""
    with desk.page.expect_download() as waiting:
        desk.page.click("#download")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_each_file_is_corrected_as_by_the_command(sit_down, tmp_path):
    """To the byte; one text goes into the field, the texts of a table stand one under the other."""
    desk = sit_down()
    for name, content in CONTENTS.items():
        give(desk, name, content)
        stem, _, ending = name.partition(".")
        fixed = fix(tmp_path, name, content)
        assert fixed != content
        assert download(desk) == (f"{stem}-corrige.{ending}", fixed)
        shown = [desk.page.locator(each).is_visible() for each in ("#after", "#passages")]
        assert (name, shown) == (name, [name in AS_TEXT, name not in AS_TEXT])
        assert desk.page.locator("#counts li").count() > 0
        assert desk.page.locator("#problems").is_hidden()
        assert (name, desk.page.locator("#copy-html").is_visible()) == (name, name in AS_TEXT)
        if name in COPIED_WHOLE:
            copied = desk.copy("text")["text/plain"]
            assert (name, copied) == (name, fixed.decode("utf-8-sig"))


@pytest.mark.parametrize("name", AS_TEXT)
def test_the_text_of_a_file_is_cleaned_in_the_field(sit_down, name):
    """It can be edited there; the file is no longer what is shown then, and is not given back."""
    desk = sit_down()
    give(desk, name, CONTENTS[name])
    value = json.loads(desk.copy("json")["text/plain"])
    if name.endswith(".txt"):
        text = CONTENTS[name].decode("cp1252" if name == "ancienne.txt" else "utf-8")
        assert value == clean(text)
    assert "é" in value
    assert "’" not in value
    if name.endswith(".html"):
        desk.page.check("#code")
        desk.settle()
    desk.page.focus("#source")
    desk.page.keyboard.press("ControlOrMeta+Home")
    desk.page.keyboard.type("l’")
    desk.settle()
    assert json.loads(desk.copy("json")["text/plain"]).replace("\r\n", "\n") == "l'" + value.replace(
        "\r\n", "\n"
    )
    assert desk.page.locator("#download").is_hidden()
    assert desk.page.locator("#file-name").inner_text() == ""


def test_a_file_is_dropped_anywhere(sit_down, tmp_path):
    """As one that is chosen."""
    desk = sit_down()
    content = CONTENTS["annonces.csv"]
    desk.page.evaluate(DROP, ["annonces.csv", base64.b64encode(content).decode()])
    desk.page.locator("#passages .passage").first.wait_for()
    desk.settle()
    assert download(desk) == ("annonces-corrige.csv", fix(tmp_path, "annonces.csv", content))


DRAG = """(selector) => ["dragover", "drop"].map((type) => {
  const given = new DataTransfer();
  given.setData("text/uri-list", "https://elsewhere.example/");
  const event = new DragEvent(type, {dataTransfer: given, bubbles: true, cancelable: true});
  return !document.querySelector(selector).dispatchEvent(event);
})"""


def test_a_link_that_is_dropped_does_not_lead_away(sit_down):
    """From a mail beside the field: the browser would go there, and the text would be lost."""
    desk = sit_down()
    desk.write("l’été")
    assert desk.page.evaluate(DRAG, "#after") == [True, True]
    assert desk.page.evaluate(DRAG, "#source") == [False, False]
    assert desk.copy("text") == {"text/plain": "l'été"}


def test_the_texts_of_a_table_are_gone_through(sit_down):
    """By buttons, by kind; each is copied by its own button."""
    desk = sit_down()
    give(desk, "annonces.csv", CONTENTS["annonces.csv"])
    index = "[...document.querySelectorAll('.passage')].indexOf(document.activeElement.closest('.passage'))"

    def press(selector):
        desk.page.click(selector)
        return desk.page.evaluate(index)

    assert [press("#next") for _ in range(3)] == [0, 1, 0]
    assert press("#previous") == 1
    assert press("#counts [data-kind=dash]") == 0
    assert press("#counts [data-kind=bullet]") == 1
    desk.page.locator(".passage .copy").nth(1).click()
    desk.page.locator(".copy.done").wait_for()
    assert desk.clipboard.paste() == {"text/plain": clean('L’été…\n• un "deux"')}


def test_a_choice_is_for_files_too(sit_down):
    """The file is read anew, and corrected as chosen."""
    desk = sit_down()
    give(desk, "annonces.json", CONTENTS["annonces.json"])
    desk.page.click("#options summary")
    desk.page.fill("#option-keep", "–")
    desk.settle()
    assert desk.page.locator("#passages .passage").count() == 0
    assert "Rien à corriger" in desk.page.inner_text("#summary")
    assert desk.page.locator("#download").is_hidden()
    desk.page.fill("#option-keep", "")
    desk.settle()
    assert download(desk) == ("annonces-corrige.json", b'[{"title": "Vendeur - H/F", "n": 1.5}]')


def test_what_stood_there_can_be_had_back(sit_down):
    """The text before a file, the file before a text."""
    desk = sit_down()
    desk.write("l’été")
    give(desk, "annonces.csv", CONTENTS["annonces.csv"])
    desk.page.click("#undo")
    desk.settle()
    assert desk.page.input_value("#source") == "l’été"
    assert desk.copy("text") == {"text/plain": "l'été"}
    give(desk, "annonces.xlsx", CONTENTS["annonces.xlsx"])
    desk.page.click("#example")
    desk.settle()
    desk.page.click("#undo")
    desk.page.locator("#file-name", has_text="annonces.xlsx").wait_for()
    desk.settle()
    assert desk.page.locator("#passages .passage").count() == 5


UNREADABLE = {
    "broken.json": b'{"a": "b\n',
    "broken.docx": make_docx("<w:p>")[:200],
    "broken.xlsx": b"PK\x03\x04 is no workbook",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told(sit_down, name):
    """In red; never that there is nothing to correct, and nothing is given back."""
    desk = sit_down()
    give(desk, name, UNREADABLE[name])
    assert desk.page.locator("#problems").is_visible()
    assert desk.page.inner_text("#problems").strip()
    assert "Rien à corriger" not in desk.page.inner_text("body")
    assert desk.page.locator("#download").is_hidden()
    assert desk.page.locator("#copy-text").is_hidden()


def test_what_the_page_does_not_take_is_told(sit_down, complaints):
    """A picture; with the endings that it takes."""
    desk = sit_down()
    give(desk, "photo.png", b"\x89PNG\r\n\x1a\n")
    assert ".docx" in desk.page.inner_text("#problems")
    assert [line for line in complaints if "415" not in line] == []
    complaints.clear()


def test_too_large_a_file_is_refused_before_it_is_sent(sit_down):
    """And what stood there stays."""
    desk = sit_down()
    desk.write("l’été")
    sent = []
    desk.page.on("request", lambda request: sent.append(request.url))
    desk.page.evaluate(DROP, ["annonces.csv", 2**24 + 1])
    desk.page.locator("#problems:visible", has_text="trop grand").wait_for()
    assert sent == []
    assert desk.page.input_value("#source") == "l’été"


def test_a_name_and_a_cell_are_no_markup(sit_down):
    """Neither in what is shown nor in the name of what is given back."""
    desk = sit_down()
    hostile = "<img src=x onerror=alert(1)>"
    content = f'"{hostile}";b\r\n"{hostile}’";"</textarea><script>alert(1)</script>…"\r\n'.encode()
    name = f"{hostile.replace('/', '')}.csv"
    desk.page.evaluate(DROP, [name, base64.b64encode(content).decode()])
    desk.page.locator("#passages .passage").first.wait_for()
    desk.settle()
    assert hostile in desk.page.text_content("#passages")
    assert desk.page.locator("img, script:not([src])").count() == 0
    assert desk.page.locator("#file-name").inner_text() == name


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["desktop", "phone"]
)
def test_axe_finds_nothing_in_a_table(sit_down, judge, scheme, viewport):
    """Nor is it wider than the screen; nor with a file that can't be read."""
    desk = sit_down(viewport=viewport, color_scheme=scheme)
    give(desk, "annonces.csv", CONTENTS["annonces.csv"])
    found = judge(desk.page)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    give(desk, "broken.json", UNREADABLE["broken.json"])
    assert found + judge(desk.page) == []
