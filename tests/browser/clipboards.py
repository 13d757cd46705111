"""What programs put on the clipboard, written as they write it; people and companies in it are invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

FILES = Path(__file__).parents[1] / "files" / "clipboard"

ON_WINDOWS = frozenset({"word-windows", "outlook", "excel", "pdf"})
"""Programs that end their lines as Windows does; in the files they end as everywhere."""


class Copied(NamedTuple):
    """One thing that was copied, in the flavours that a program gives; None where it gives none."""

    html: str | None
    text: str


def _read(path: Path) -> str:
    text = path.read_text("utf-8")
    return text.replace("\n", "\r\n") if path.stem in ON_WINDOWS else text


COPIED = {
    path.stem: Copied(_read(html) if (html := path.with_suffix(".html")).exists() else None, _read(path))
    for path in sorted(FILES.glob("*.txt"))
}
"""What each program gives, by its name."""

FORMATTED = [name for name, copied in COPIED.items() if copied.html is not None]

COPY = """([html, text]) => document.addEventListener("copy", (event) => {
  event.preventDefault();
  if (html !== null) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", text);
}, {once: true})"""

PASTE = """() => document.addEventListener("paste", ({clipboardData: data}) => {
  window.pasted = Object.fromEntries(data.types.map((type) => [type, data.getData(type)]));
}, {once: true})"""


WRITE = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], {type: "text/html"}), "text/plain": text,
})])"""

PARSED = "html => new DOMParser().parseFromString(html, 'text/html')"


class Clipboard:
    """Another program beside the page: it copies, and shows what is pasted into it."""

    def __init__(self, context: BrowserContext) -> None:
        self._page = context.new_page()
        self._page.route("**/*", lambda route: route.fulfill(body="<p>", content_type="text/html"))
        self._page.goto("http://program.localhost/")  # there a browser lets scripts write to the clipboard

    def copy(self, copied: Copied) -> None:
        """Put a thing on the clipboard as it is: what answers the event of a copy is handed on untouched."""
        self._page.bring_to_front()
        self._page.evaluate(COPY, list(copied))
        self._page.keyboard.press("ControlOrMeta+c")

    def write(self, copied: Copied) -> None:
        """Put a thing on the clipboard by a script's way, in which Chromium tidies its HTML."""
        self._page.bring_to_front()
        self._page.evaluate(WRITE, list(copied))

    def paste(self) -> dict[str, str]:
        """Give what is on the clipboard, by its media type."""
        self._page.bring_to_front()
        self._page.evaluate(PASTE)
        self._page.keyboard.press("ControlOrMeta+v")
        self._page.wait_for_function("window.pasted")
        return self._page.evaluate("[window.pasted, window.pasted = null][0]")

    def tidy(self, html: str) -> str:
        """Write HTML as Chromium writes what it has read."""
        return self._page.evaluate(f"html => ({PARSED})(html).documentElement.outerHTML", html)

    def show(self, html: str) -> str:
        """Give the text of HTML as it is read."""
        return self._page.evaluate("html => (document.body.innerHTML = html, document.body.innerText)", html)
