"""A small cleaner of plain text for the tests of HTML: few rules, so that tests show what the markup did."""

import re
import time

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.html.markup import edit_markup

REPLACEMENTS = {
    "’": "'",
    "“": '"',
    "”": '"',
    "…": "...",
    "→": "->",
    "←": "<-",
    "–": "-",
    "\xa0": " ",
    "\x0c": "\n",
    "\u2028": "\n",
    "\u200b": "",
    "\u0007": "",
    "＜": "<",
    "＞": ">",
    "＆": "&",
    "；": ";",
    "①": "1",
    "ⓑ": "b",
    "\ufffd": "?",
    "•": "-",
    "Ã©": "é",
    "e\u0301": "é",
    "\u2242\u0338": "",
    "\u20d2": "",
    "\u205f": " ",
    "\u200a": " ",
    "–\u205f": "~",
    "\u20e5’": "!",
    "🚀": "",
    chr(0xD800): "",
}
_BULLET = r"(?:(?<=[\n\r])|(?<![\s\S]))(?P<indent>[ \t]*)(?P<bullet>•[ \t\xa0]*)"
_RULES = re.compile("|".join([_BULLET, *map(re.escape, sorted(REPLACEMENTS, key=len, reverse=True))]))
_REFUSED = frozenset(key for key in REPLACEMENTS if len(key) == 1)


def edit_text(text):
    """Give the edits of a plain text: single characters, sequences, and bullets at a line's start."""
    edits = []
    for match in _RULES.finditer(text):
        if match["bullet"]:
            edits.append(Edit(match.start("bullet"), match.end(), "- ", Rule.BULLET, lossy=False))
        else:
            lossy = match[0] == "🚀"
            edits.append(Edit(match.start(), match.end(), REPLACEMENTS[match[0]], Rule.SYMBOL, lossy))
    return edits


def accepts(character):
    """Tell whether a character may stay."""
    return character not in _REFUSED


def find_edits(source, *, strip_word=False):
    """Give the edits of HTML, and check what always holds of them."""
    edits = edit_markup(source, edit_text, accepts=accepts, strip_word=strip_word)
    position = 0
    for edit in edits:
        assert position <= edit.start <= edit.end
        assert source[edit.start : edit.end] != edit.replacement
        position = edit.end
    return edits


def edit_html(source, *, strip_word=False):
    """Give edited HTML, and check that a second run leaves it alone."""
    edited = apply_edits(source, find_edits(source, strip_word=strip_word))
    assert find_edits(edited, strip_word=strip_word) == []
    return edited


def assert_linear(run, opening, unit):
    """Check that eight times the repetitions of a unit take about eight times as long, not 64 times."""

    def measure(length):
        text = opening + unit * (length // len(unit))
        started = time.process_time()
        run(text)
        return time.process_time() - started

    length = 8_000
    while measure(length) < 0.04 and length < 1_000_000:
        length *= 4
    short = min(measure(length // 8) for _ in range(3))
    # One quiet moment in six is enough: what takes 64 times as long does so in each.
    assert any(measure(length) < 20 * short + 0.005 for _ in range(6))
