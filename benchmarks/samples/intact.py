"""Good texts, dressed as people dress them: what must be left alone. Knows no function and no damage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from benchmarks.samples.draw import Draw
from benchmarks.samples.material import Material
from benchmarks.samples.sample import Sample

FRENCH: Final = "Good French"
NAMES: Final = "Good names"
LINES: Final = "Good lines of catalogues"
LETTERS: Final = "Lists of letters"

_FOLLOWERS: Final = "¹²³°§½ºª‰»”®™…’\N{NO-BREAK SPACE}"
_ENDINGS: Final = ("®", "™", "…", "©", " ®", "…»", "™,")
_GUILLEMETS: Final = ("«{}»", "« {} »", "«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»", "‹{}›", "»{}«")
_QUOTES: Final = ("“{}”", "„{}“", "„{}”", "‘{}’", "‚{}‘", '"{}"', "'{}'", "”{}”")
_ACCENTED: Final = "ÀÂÇÈÉÊËÎÏÔŒÙÛÜŸÆ"
_SEPARATORS: Final = (" ", ", ", "", " / ", "-")


def _follow_words(text: str, draw: Draw) -> str:
    """Put signs behind words, as footnotes, quotations and units do."""
    return re.sub(r"(?<=\w)(?!\w)", lambda _: draw.choice((*_FOLLOWERS, "", "", "")), text)


def _frame(frames: Sequence[str]) -> Callable[[str, Draw], str]:
    return lambda text, draw: draw.choice(frames).format(text)


_CASES: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": lambda text: text,
    "in capitals": str.upper,
    "With Capitals": str.title,
}
_DRESSES: Final[Mapping[str, Callable[[str, Draw], str]]] = {
    "": lambda text, _: text,
    "with signs behind words": _follow_words,
    "in guillemets": _frame(_GUILLEMETS),
    "in quotes": _frame(_QUOTES),
    "with ®, ™ or … behind": lambda text, draw: text + draw.choice(_ENDINGS),
}


def make_intact(material: Material) -> Iterator[Sample]:
    """Make all the samples of good texts."""
    draw = Draw(material.seed, "letters")
    yield from _dress(FRENCH, {"": material.paragraphs}, material.seed)
    accented = (_draw_list(_ACCENTED, draw) for _ in material.paragraphs)
    yield _sample(FRENCH, "lists of accented capitals", accented)
    yield from _dress(NAMES, material.names, material.seed)
    yield from _dress(LINES, material.lines, material.seed)
    yield from _list_letters(material, draw)


def _dress(heading: str, sources: Mapping[str, Iterable[str]], seed: int) -> Iterator[Sample]:
    for language, texts in sources.items():
        draw = Draw(seed, heading, language)
        for case, write in _CASES.items():
            for dress, put_on in _DRESSES.items():
                label = f"{case}, {dress}" if dress else case
                yield _sample(heading, label, (put_on(write(text), draw) for text in texts), language)


def _sample(heading: str, label: str, texts: Iterable[str], language: str = "") -> Sample:
    return Sample(heading, label, [(text, text) for text in texts], language, intact=True)


# Letters.


def _list_letters(material: Material, draw: Draw) -> Iterator[Sample]:
    for language, lines in material.lines.items():
        written = (*lines, *material.names.get(language, ()))
        for label, write in {"capitals": str.upper, "small letters": str.lower}.items():
            letters = _find_letters(map(write, written))
            yield _sample(LETTERS, label, (_draw_list(letters, draw) for _ in lines), language)


def _find_letters(texts: Iterable[str]) -> str:
    """Find the letters beyond ASCII that texts hold; º and ª are none."""
    found = {one for text in texts for one in text if not one.isascii()}
    return "".join(sorted(one for one in found if unicodedata.category(one) in {"Lu", "Ll"}))


def _draw_list(letters: str, draw: Draw) -> str:
    return draw.choice(_SEPARATORS).join(draw.choices(letters, k=draw.randint(2, 9)))
