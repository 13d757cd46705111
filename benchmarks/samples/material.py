"""The good texts that accuracy is measured on, drawn from a seed. Knows no damage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks.french import write_paragraphs
from benchmarks.functions import maybe_version
from benchmarks.samples.draw import Draw
from benchmarks.samples.languages import CATALOGUES, LOCALES, draw_names, find_lines, read_catalogues

PACKAGES: Final[Mapping[str, str]] = {"Faker": "names", "Django": "catalogues"}
"""What brings texts, and which: they are left out where it is not installed."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is drawn at most.

    Attributes:
        paragraphs: of French.
        names: of each language.
        catalogues: of each language, whole.
        lines: of each language, out of all catalogues.
    """

    paragraphs: int
    names: int
    catalogues: int
    lines: int


FULL: Final = Sizes(paragraphs=1000, names=300, catalogues=12, lines=300)
QUICK: Final = Sizes(paragraphs=100, names=30, catalogues=1, lines=30)


@dataclass(frozen=True, slots=True)
class Material:
    """Good texts.

    Attributes:
        seed: that they were drawn from.
        paragraphs: of French.
        names: by language, each with a character beyond ASCII.
        catalogues: by language, whole.
        lines: of the catalogues, by language, each with a character beyond ASCII.
    """

    seed: int
    paragraphs: Sequence[str]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    catalogues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)


def draw_material(seed: int, sizes: Sizes) -> Material:
    """Draw the texts; of a package that is not installed there are none."""
    named = LOCALES if maybe_version("Faker") else ()
    catalogued = CATALOGUES if maybe_version("Django") else ()
    catalogues = {language: read_catalogues(language) for language in catalogued}
    lines = {language: find_lines(texts) for language, texts in catalogues.items()}
    return Material(
        seed,
        write_paragraphs(sizes.paragraphs, seed),
        {language: draw_names(language, sizes.names, seed) for language in named},
        _draw_of_each(catalogues, sizes.catalogues, Draw(seed, "catalogues")),
        _draw_of_each(lines, sizes.lines, Draw(seed, "lines")),
    )


def _draw_of_each(texts: Mapping[str, Sequence[str]], count: int, draw: Draw) -> dict[str, list[str]]:
    return {language: draw.sample(found, min(count, len(found))) for language, found in texts.items()}
