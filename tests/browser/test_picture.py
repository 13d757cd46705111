"""The picture of the page in README.md: an ad pasted from Word, with one of its marks named.

`FLATCHR_CLEAN_WRITE_PICTURE=1 pytest -n0 tests/browser/test_picture.py` makes it anew where README.md has it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.clipboards import COPIED

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")

PICTURE = Path(__file__).parents[2] / ".github" / "page.png"

SIZE = {"width": 1280, "height": 720}

LARGEST = 200_000
"""Bytes: more would make README.md slow to open."""


def test_the_picture_is_made(sit_down, tmp_path):
    """Of the page as it is, whole in one screen, and small; it is written only where that is asked for."""
    desk = sit_down(viewport=SIZE, color_scheme="light")
    desk.paste(COPIED["word-windows"])
    desk.page.locator("#after ins.lost").hover()
    assert "une information est perdue" in desk.page.inner_text("#name")
    counts = desk.page.locator("#counts").bounding_box()
    assert counts["y"] + counts["height"] <= SIZE["height"]
    path = PICTURE if os.environ.get("FLATCHR_CLEAN_WRITE_PICTURE") == "1" else tmp_path / "page.png"
    desk.page.screenshot(path=path, animations="disabled", caret="hide")
    picture = path.read_bytes()
    assert len(picture) < LARGEST
    # A PNG begins with its signature and the chunk that says its size (PNG, 11.2.1).
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (SIZE["width"], SIZE["height"])
