"""Texts that hurt programs like this one: pieces repeated, and pieces drawn at random. Knows no function.

Whoever applies for a job can send such a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from benchmarks.samples.draw import FIRST, Draw

UNITS: Final = (
    "<b>&&shyx",
    "<b>&&eacute",
    "Ã©<li>&&euro;<“\u0301&#8217;",
    "â<b>€™",
    "<p>- lâ<b>€™été</b></p>",
    "rÅ<b>“•",
    "├<b>ª\uf0b0",
    "\uf0b0â<b>€",
    "Åmso-•\tâ</a>“œ",
    '-\U000e0061ok</\U000e0078\t10bientôtÃ‰<p title="l’é “a”">',
    "ððÅÅÅÅÅÅÅÅÅÅà├®ï¿½¿½ï",
    "Â\x80Ü¬´¡Ã<b>©ä¸\xadÂ\x80Ü¬ÀÛ",
    "ï¿½ï¿½ÅÅÅ",
    "Ã A",
    "<p>ÃƒÂ",
    "Ã ",
    "Ãƒâ€šÃ‚",
    "Ã©",
    "<a b=’>",
    "â€™",
    # Once slow in this program or another.
    "Ã",
    "&amp;amp;",
    "&#",
    "<",
    '<a "',
    "<!--",
    "<![if",
    "<p style='mso-list:l0'>",
    "\r",
    "•\n",
    "• ",
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH JOINER}",
    "👩\u200d💻",
    "🇫",
    "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}",
    "★☆",
    "1⁄2⁶",
    "Ø\t\n",
    "´e",
)
"""Each is repeated until the text has its size."""

_ALPHABETS: Final[Mapping[str, tuple[str, ...]]] = {
    "tags": (
        *(
            "<",
            ">",
            "<b>",
            "</b>",
            "<p>",
            "</p>",
            "<br",
            "/>",
            "<!--",
            "-->",
            "<![if !x]>",
            "<![endif]>",
            "<a b=",
        ),
        *(
            '"',
            "'",
            "=",
            "<script>",
            "</script>",
            "<style>",
            "<li>",
            "<o:p>",
            "mso-list:",
            "<textarea>",
            "</",
            " ",
        ),
    ),
    "references": (
        *(
            "&",
            "#",
            "x",
            ";",
            "&amp",
            "&amp;",
            "&#8217;",
            "&#x2019",
            "&rsquo;",
            "&shy",
            "&nbsp;",
            "&eacute",
            "&#0;",
        ),
        *("&lt;", "&#128;", "&#xD800;", "&euro;", "&#99999999;", "2", "a"),
    ),
    "mojibake": (
        *(
            "Ã",
            "Â",
            "â",
            "€",
            "™",
            "œ",
            "©",
            "\xad",
            "\x80",
            "\x9d",
            "¿",
            "½",
            "ï",
            "Å",
            "ð",
            "Ÿ",
            "˜",
            "ƒ",
            "‚",
            "š",
        ),
        *("\N{NO-BREAK SPACE}", " ", "├", "®", "Ð", "Ñ", "\x98", "é", "\N{REPLACEMENT CHARACTER}", "ä", "¸"),
    ),
    "hidden": (
        *("\u200b", "\u200d", "\u200c", "\ufeff", "\u202e", "\u2066", "\U000e0061", "\ufe0f", "\xad", "\x1f"),
        *("\u034f", "\x07", "\x13", "\x00", "\uffff", "\u2028", "\x85", "\u3164"),
    ),
    "signs": (
        *(
            "•",
            "\uf0b7",
            "·",
            "§",
            "o\t",
            "\n",
            "\r",
            "\t",
            "- ",
            "★",
            "☐",
            "✓",
            "⁶",
            "1",
            "′",
            "›",
            "«",
            "“",
            "’",
        ),
        *(
            "\u0301",
            "\u0323",
            "\u0345",
            "ı",
            "´",
            "👩",
            "🏽",
            "🇫",
            "1\ufe0f\u20e3",
            "ﬃ",
            "𝐁",
            "①",
            "ế",
            "a",
            "É",
        ),
    ),
}
RANDOM_UNITS: Final = 30
RANDOM_TEXTS: Final = 15
"""Drawn piece by piece from end to end, not repeated."""


def draw_pieces(draw: Draw, count: int) -> str:
    """Join pieces of one to three alphabets."""
    alphabets = draw.sample(tuple(_ALPHABETS), draw.randint(1, 3))
    return "".join(draw.choice(_ALPHABETS[draw.choice(alphabets)]) for _ in range(count))


def give_units(seed: int = FIRST, share: float = 1) -> tuple[str, ...]:
    """Give a share of the units of a set: those of the table in the first one, and drawn ones."""
    draw = Draw(seed, "units")
    known = UNITS[:: round(1 / share)] if seed == FIRST else ()
    return (*known, *(draw_pieces(draw, draw.randint(1, 12)) for _ in range(round(RANDOM_UNITS * share))))


def repeat(unit: str, size: int) -> str:
    """Repeat a unit until it has a number of characters."""
    return (unit * (size // len(unit) + 1))[:size]


def make_hostile(size: int, seed: int = FIRST, share: float = 1) -> Mapping[str, Callable[[], str]]:
    """Make hostile texts by name, each when it is asked for.

    Args:
        size: characters.
        seed: of the set.
        share: of the texts that are made, of one.
    """
    return {
        **{f"`{ascii(unit)[1:-1]}`...": partial(repeat, unit, size) for unit in give_units(seed, share)},
        **{
            f"random pieces, {number}": partial(_draw_text, seed, number, size)
            for number in range(round(RANDOM_TEXTS * share))
        },
    }


def _draw_text(seed: int, number: int, size: int) -> str:
    return draw_pieces(Draw(seed, "pieces", number), size)[:size]
