"""French text to measure with: paragraphs written for this purpose, and variations drawn from templates.

Job ads, letters, law, documentation, stories, dialogues and figures, in the typography that Word gives
them: the paragraphs are in french.txt, the templates in french.json. There `~` stands for a no-break space
and `^` for a narrow one, so that one sees them. A seed always gives the same result; nothing is downloaded.
"""

from __future__ import annotations

import json
import random
import re
from itertools import chain
from pathlib import Path

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"

_SLOT = re.compile(r"\{(\w+)\}")

_HERE = Path(__file__).parent


def write_paragraphs(count: int, seed: int) -> list[str]:
    """Give paragraphs of French, none twice: first those written by hand, then those drawn.

    Args:
        count: how many.
        seed: of those drawn.
    """
    paragraphs = dict.fromkeys(map(_spell, _HERE.joinpath("french.txt").read_text("utf-8").splitlines()))
    drawn_from = json.loads(_HERE.joinpath("french.json").read_text("utf-8"))
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    while len(paragraphs) < count:
        drawn = [
            _fill(draw.choice(drawn_from["templates"]), drawn_from["words"], draw)
            for _ in range(draw.randint(1, 4))
        ]
        paragraphs[" ".join(drawn)] = None
    return list(paragraphs)[:count]


def write_words(paragraphs: list[str]) -> list[str]:
    """Give the words that hold a character beyond ASCII, none twice, in the order in which they come."""
    words = chain.from_iterable(paragraph.split(" ") for paragraph in paragraphs)
    return list(dict.fromkeys(word for word in words if not word.isascii()))


def _fill(template: str, words: dict[str, list[str]], draw: random.Random) -> str:
    return _spell(_SLOT.sub(lambda slot: draw.choice(words[slot[1]]), template))


def _spell(line: str) -> str:
    return line.replace("~", NO_BREAK_SPACE).replace("^", NARROW_SPACE)
