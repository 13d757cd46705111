"""What is repaired and what is left alone: ``python -m benchmarks.accuracy`` prints the table.

Paragraphs of French are damaged as programs damage them, and each function must make of the damaged one what
it makes of the good one, to the last character. Then it is given good paragraphs, also in capitals and with
the signs that may follow a word, and must leave every accented letter as it is. Knows no clock: the same
versions give the same table.
"""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from benchmarks.french import NO_BREAK_SPACE, write_paragraphs, write_words
from benchmarks.functions import Measured
from benchmarks.samples.misreading import misread
from benchmarks.timing import is_installed

SEED: Final = 1515
COUNT: Final = 1000
"""Paragraphs."""

FUNCTIONS: Final = (
    Measured("clean", "flatchr-clean", "flatchr_clean:clean"),
    Measured("ftfy.fix_text", "ftfy", "ftfy:fix_text"),
    Measured("ftfy.fix_encoding", "ftfy", "ftfy:fix_encoding"),
    Measured("plsfix.fix_text", "plsfix", "plsfix:fix_text"),
)

Pair = tuple[str, str]
"""A damaged text and the good one."""


# Damage.


def misread_one_word(text: str, chance: random.Random) -> str:
    """Damage one word that holds a character beyond ASCII."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if not word.isascii()]
    if places:
        place = chance.choice(places)
        words[place] = misread(words[place], "cp1252")
    return " ".join(words)


def lose_no_break_spaces(text: str) -> str:
    """Damage a text so that each no-break space of the result became a space, as many editors do."""
    return misread(text, "cp1252").replace(NO_BREAK_SPACE, " ")


_DAMAGES: Final[dict[str, Callable[[str], str]]] = {
    "UTF-8 read as windows-1252": lambda text: misread(text, "cp1252"),
    "as Latin-1": lambda text: misread(text, "latin-1"),
    "as MacRoman": lambda text: misread(text, "mac_roman"),
    "as windows-1252, twice": lambda text: misread(text, "cp1252", "cp1252"),
    "as Latin-1, then as windows-1252": lambda text: misread(text, "latin-1", "cp1252"),
    "as Latin-9": lambda text: misread(text, "iso8859_15"),
    "as cp850": lambda text: misread(text, "cp850"),
    "as cp437": lambda text: misread(text, "cp437"),
    "as windows-1252, no-break spaces lost": lose_no_break_spaces,
    "as windows-1252, undefined bytes marked": lambda text: text.encode().decode("cp1252", "replace"),
    "as windows-1252, undefined bytes dropped": lambda text: text.encode().decode("cp1252", "ignore"),
}

_A_GRAVE: Final = (
    "de 4 à 5 mois", "CDI à Paris", "S.à r.l. au capital de 12 000 €", "il habite à Nîmes", "à pourvoir",
    "jusqu'à demain", "prêt-à-porter", "voilà, oui", "déjà !", "au-delà de 25 km", "là-bas",
    "Là où vous êtes",
    "c'est-à-dire", "c.-à-d. tout", "à l'étranger", "vis-à-vis", "à-peu-près", "de A à Z", "(à domicile)",
    "face à vous", "« à suivre »", "à : Lyon", "12 h à 14 h", "grâce à eux", "VTT à assistance", "là où",
    "à Évry",
)  # fmt: skip
_LIGATURES: Final = (
    "œuvre", "cœur", "Œuvre", "ŒUVRE", "MAÎTRISE", "sœur", "bœuf", "nœud", "vœux", "œil", "CŒUR", "Œdème",
    "MAÎTRE D'ŒUVRE", "mœurs", "manœuvre", "main-d'œuvre", "chœur", "cœur d'artichaut", "l'œuvre",
)  # fmt: skip


def _damage(paragraphs: Iterable[str]) -> dict[str, list[Pair]]:
    paragraphs = list(paragraphs)
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    words = write_words(paragraphs)
    samples = {label: [(damage(text), text) for text in paragraphs] for label, damage in _DAMAGES.items()}
    samples["one word of a good paragraph"] = [(misread_one_word(text, chance), text) for text in paragraphs]
    samples["single words"] = [(misread(word, "cp1252"), word) for word in words]
    samples["à whose no-break space became a space"] = [
        (lose_no_break_spaces(text), text) for text in _A_GRAVE
    ]
    samples["œ, Œ and Î"] = [(misread(text, "cp1252"), text) for text in _LIGATURES]
    return samples


# Good text.

_FOLLOWERS: Final = "¹²³°§½ºª‰»”®™…’\N{NO-BREAK SPACE}"
_ACCENTED: Final = "ÀÂÇÈÉÊËÎÏÔŒÙÛÜŸÆ"


def _follow_words(text: str, chance: random.Random) -> str:
    """Put signs behind words, as footnotes, quotations and units do."""
    return re.sub(r"(?<=\w)(?!\w)", lambda _: chance.choice((*_FOLLOWERS, "", "", "")), text)


def _keep(paragraphs: Sequence[str]) -> dict[str, list[str]]:
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    capitals = [text.upper() for text in paragraphs]
    lists = [
        chance.choice((" ", ", ", "", " / ", "-")).join(chance.choices(_ACCENTED, k=chance.randint(2, 9)))
        for _ in paragraphs
    ]
    return {
        "good French": list(paragraphs),
        "in capitals": capitals,
        "With Capitals": [text.title() for text in paragraphs],
        "with signs behind words": [_follow_words(text, chance) for text in paragraphs],
        "in capitals, with signs behind words": [_follow_words(text, chance) for text in capitals],
        "lists of accented capitals": lists,
    }


def _spell(text: str) -> str:
    """Give the letters of a text beyond ASCII, some of which a repair of good text would take away."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character.isalpha() and not character.isascii()
    )


# The table.


def measure(
    count: int = COUNT, wanted: Sequence[Measured] = FUNCTIONS
) -> list[tuple[str, int, dict[str, float]]]:
    """Measure each kind of text with each function that is installed.

    Args:
        count: how many paragraphs.
        wanted: the functions.

    Returns:
        The kind, how many texts there were, and the share of them that each function got right.
    """
    paragraphs = write_paragraphs(count)
    functions = {measured.name: measured.load() for measured in wanted if is_installed(measured)}
    rows = []
    for label, pairs in _damage(paragraphs).items():
        shares = {
            name: _share(function(damaged) == function(good) for damaged, good in pairs)
            for name, function in functions.items()
        }
        rows.append((label, len(pairs), shares))
    for label, texts in _keep(paragraphs).items():
        shares = {
            name: _share(_spell(str(function(text))) == _spell(text) for text in texts)
            for name, function in functions.items()
        }
        rows.append((label, len(texts), shares))
    return rows


def _share(right: Iterable[bool]) -> float:
    results = list(right)
    return sum(results) / len(results)


def make_table(rows: Iterable[tuple[str, int, dict[str, float]]]) -> str:
    """Write what was measured as Markdown; a share is rounded down, so that 100 % is all."""
    lines = [
        "| what is repaired, then what is left alone | texts | "
        + " | ".join(f"`{measured.name}`" for measured in FUNCTIONS)
        + " |",
        "| --- | ---: |" + " ---: |" * len(FUNCTIONS),
    ]
    for label, texts, shares in rows:
        cells = [_percent(shares.get(measured.name)) for measured in FUNCTIONS]
        lines.append(f"| {label} | {texts} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{math.floor(share * 1000) / 10:g} %"


if __name__ == "__main__":
    print(make_table(measure()))
