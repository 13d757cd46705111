"""What a person does at the page that cleans: paste, type, wait for the answer, copy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tests.browser.clipboards import Clipboard

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.clipboards import Copied

SAID = {"text": "Texte copié", "html": "HTML copié", "json": "JSON copié"}


class Desk:
    """The page, opened, with a clipboard.

    Attributes:
        page: Playwright's page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def clipboard(self) -> Clipboard:
        """Another program, opened when it is needed."""
        return Clipboard(self.page.context)

    def settle(self) -> None:
        """Wait until what is shown is the answer to what stands in the field."""
        self.page.locator("#after[aria-busy=false]").wait_for(state="attached")

    def paste(self, copied: Copied) -> None:
        """Paste where the focus is, by the keys."""
        self.clipboard.copy(copied)
        self.press_paste()

    def press_paste(self) -> None:
        """Paste what is on the clipboard."""
        self.page.bring_to_front()
        self.page.keyboard.press("ControlOrMeta+v")
        self.settle()

    def write(self, text: str) -> None:
        """Put a text into the field as if it had been typed at once."""
        self.page.fill("#source", text)
        self.settle()

    def copy(self, form: str) -> dict[str, str]:
        """Press a button that copies; give what is on the clipboard then, by its media type."""
        self.page.click(f"#copy-{form}")
        self.page.locator("#said:visible", has_text=SAID[form]).wait_for()
        copied = self.clipboard.paste()
        self.page.bring_to_front()
        return copied

    def shown(self) -> str:
        """Give what the page shows of the cleaned text, without its own word for what goes."""
        # What was just drawn has no text yet where the browser has not yet seen that it is in sight.
        self.page.wait_for_function(
            "(one => !one.textContent.trim() || one.innerText.trim())(document.querySelector('#after'))",
            polling=20,
        )
        return self.page.locator("#after").inner_text().replace("supprimé", "")

    def find_focus(self) -> str:
        """Give the id of what has the focus, or its tag."""
        return self.page.evaluate("document.activeElement.id || document.activeElement.tagName")
