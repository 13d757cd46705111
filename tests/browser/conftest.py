"""One Chromium for each module, a context of its own for each test, and ears for what it complains of."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urljoin

import pytest

from tests.browser.desk import Desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}

WAIT = 20_000
"""Milliseconds after which what does not come will not come."""


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of a module; it runs as root in containers, where it has no sandbox."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def complaints():
    """What Chromium complains of, which fails the test; a test that wants one takes it out of the list."""
    said = []
    yield said
    assert said == []


@pytest.fixture
def open_page(browser, complaints):
    """Give a function that opens a page of its own, deaf to nothing; its options are a context's."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **options}))
        contexts[-1].set_default_timeout(WAIT)
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def address():
    """The page that cleans, served to the tests of a module."""
    from flatchr_clean.page.serving import PageServer

    with PageServer() as server:
        yield server.url


@pytest.fixture
def sit_down(open_page, address):
    """Give a function that opens the page that cleans, which may ask nobody but its own server."""
    asked = []

    def sit_down(at=address, **options):
        page = open_page(permissions=["clipboard-read", "clipboard-write"], **options)
        page.on("request", lambda request: asked.append((at, request.url)))
        page.goto(at)
        return Desk(page)

    yield sit_down
    assert [url for at, url in asked if not url.startswith((at, "data:", f"blob:{urljoin(at, '/')}"))] == []


@pytest.fixture
def judge():
    """Give a function that lets axe judge a page, and lists what it found."""
    from axe_playwright_python import base as axe

    def judge(page):
        page.evaluate(axe.AXE_SCRIPT)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return [
            (each["id"], node["html"], node["failureSummary"]) for each in found for node in each["nodes"]
        ]

    return judge
