"""The page in headless Chromium: its policy, its filters, its search, in light and dark, and printed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest

from tests.check_command import run

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--enable-logging=stderr", "--virtual-time-budget=5000", "--window-size=1280,1600",
]  # fmt: skip

PROBE = """
<script>
const seen = () => [...document.querySelectorAll(".passage, .file")].filter((e) => e.offsetParent !== null)
  .map((e) => e.id);
const result = { search: document.querySelector(".search").offsetParent !== null, all: seen() };
document.querySelector("#only-quote").click();
result.quote = seen();
document.querySelector("#only-all").click();
const field = document.querySelector("#search");
field.value = "ÉQUIPE";
field.dispatchEvent(new Event("input"));
setTimeout(() => {
  result.found = seen();
  result.said = document.querySelector("output").textContent;
  document.body.dataset.result = JSON.stringify(result);
}, 1000);
</script>
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A report of two files, with a hostile text among them."""
    directory = tmp_path_factory.mktemp("page")
    (directory / "a.csv").write_text("Titre;Texte\nVendeur;l’équipe\nChef;“non”\n")
    (directory / "b.json").write_text('{"a": "<img src=x onerror=alert(1)><script>alert(2)</script>…"}')
    path = directory / "page.html"
    assert (
        run("check", directory / "a.csv", directory / "b.json", "--format", "html", "--output", path).status
        == 1
    )
    return path


def browse(page, *arguments):
    """Open a page; give what Chromium writes to its two outputs."""
    chromium = shutil.which("chromium")
    assert chromium
    profile = page.parent / "profile"
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", *arguments, page.as_uri()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout, done.stderr


def test_the_pages_own_policy_lets_it_work(page):
    """Its style and its script run, nothing is refused, and what a document holds is not run."""
    shown, logged = browse(page, "--dump-dom")
    assert re.search(r'<form class="search" role="search">', shown)
    assert "Refused to" not in logged
    assert "violates" not in logged
    assert "<img" not in shown


def test_filters_and_search_choose_what_is_shown(page):
    """The radio buttons by style alone, the search by its script; files without a match go too."""
    probed = page.with_name("probed.html")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    probed.write_text(text.replace("</body>", f"{PROBE}</body>"), "utf-8")
    shown, _ = browse(probed, "--dump-dom")
    result = json.loads(html.unescape(re.search(r'data-result="([^"]*)"', shown)[1]))
    assert result == {
        "search": True,
        "all": ["f1", "t1", "t2", "f2", "t3"],
        "quote": ["f1", "t2"],
        "found": ["f1", "t1"],
        "said": "1 / 3",
    }


@pytest.mark.parametrize(
    ("name", "arguments", "bright"),
    [("light", [], True), ("dark", ["--blink-settings=preferredColorScheme=0"], False)],
)
def test_the_page_follows_light_and_dark(page, name, arguments, bright):
    """The ground's colour is the one that the reader's system asks for."""
    picture = page.with_name(f"{name}.png")
    browse(page, f"--screenshot={picture}", *arguments)
    corner = read_first_pixel(picture.read_bytes())
    assert (sum(corner) > 600) is bright


def read_first_pixel(data):
    """Give the red, green and blue of a PNG's first pixel, which no filter changes there."""
    import zlib

    chunks, position = b"", 8
    while position < len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IDAT":
            chunks += data[position + 8 : position + 8 + size]
        position += size + 12
    return tuple(zlib.decompress(chunks)[1:4])


def test_the_page_prints(page):
    """On paper it has no controls; a PDF comes out."""
    paper = page.with_name("page.pdf")
    browse(page, f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF-")
