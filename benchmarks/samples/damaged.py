"""Good texts damaged as programs damage them: what a repair is measured on. Knows no function.

A function must make of the damaged text what it makes of the good one, to the last character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from benchmarks.french import NO_BREAK_SPACE, write_words
from benchmarks.samples.draw import Draw
from benchmarks.samples.material import Material
from benchmarks.samples.misreading import maybe_misread_page, misread
from benchmarks.samples.sample import Sample

Damage = Callable[[str], str]

FRENCH: Final = "French misread"
NAMES: Final = "Names misread"
CATALOGUES: Final = "Catalogues misread"
CHANGED: Final = "Misread, then changed"
PAGES: Final = "One byte a character, read as another encoding"

CHAINS: Final[Mapping[str, tuple[str, ...]]] = {
    "UTF-8 read as windows-1252": ("cp1252",),
    "as Latin-1": ("latin-1",),
    "as MacRoman": ("mac_roman",),
    "as windows-1252, twice": ("cp1252", "cp1252"),
    "as Latin-1, then as windows-1252": ("latin-1", "cp1252"),
    "as Latin-9": ("iso8859_15",),
    "as cp850": ("cp850",),
    "as cp437": ("cp437",),
}
"""Encodings, one after the other."""


def _read_as(encodings: Sequence[str]) -> Damage:
    return lambda text: misread(text, *encodings)


_MISREADINGS: Final = {label: _read_as(encodings) for label, encodings in CHAINS.items()}


def make_damaged(material: Material) -> Iterator[Sample]:
    """Make all the samples of damaged texts."""
    yield from _damage_french(material)
    yield from _damage_names(material)
    yield from _damage_catalogues(material)
    for source, texts in _sources(material).items():
        yield from _change_afterwards(source, texts)
    for source, texts in _sources(material).items():
        yield from _swap_pages(source, texts)


def _sources(material: Material) -> dict[str, list[str]]:
    """Gather the texts of all languages, by what they are."""
    return {
        "paragraphs": list(material.paragraphs),
        "names": list(chain.from_iterable(material.names.values())),
        "lines of catalogues": list(chain.from_iterable(material.lines.values())),
    }


# French.


def misread_one_word(text: str, draw: Draw) -> str:
    """Damage one word that holds a character beyond ASCII."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if not word.isascii()]
    if places:
        place = draw.choice(places)
        words[place] = misread(words[place], "cp1252")
    return " ".join(words)


def lose_no_break_spaces(text: str) -> str:
    """Damage a text so that each no-break space of the result became a space, as many editors do."""
    return misread(text, "cp1252").replace(NO_BREAK_SPACE, " ")


_LOSSES: Final[Mapping[str, Damage]] = {
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


def _damage_french(material: Material) -> Iterator[Sample]:
    paragraphs = material.paragraphs
    draw = Draw(material.seed, "one word")
    for label, damage in {**_MISREADINGS, **_LOSSES}.items():
        yield Sample(FRENCH, label, [(damage(text), text) for text in paragraphs])
    others: dict[str, tuple[Damage, Iterable[str]]] = {
        "one word of a good paragraph": (lambda text: misread_one_word(text, draw), paragraphs),
        "single words": (_MISREADINGS["UTF-8 read as windows-1252"], write_words(list(paragraphs))),
        "à whose no-break space became a space": (lose_no_break_spaces, _A_GRAVE),
        "œ, Œ and Î": (_MISREADINGS["UTF-8 read as windows-1252"], _LIGATURES),
    }
    for label, (damage, texts) in others.items():
        yield Sample(FRENCH, label, [(damage(text), text) for text in texts])


# Names.

_SENTENCES: Final = (
    "Réunion avec {} à 9 h, en présence de l’équipe",
    "Le dossier de {} a été transmis à la référente.",
    "Candidature de {} : à étudier dès la rentrée !",
    "{} maîtrise déjà l'ensemble des procédés de l'atelier",
    "Décision : {} prend la tête du pôle « Qualité & sûreté » à Besançon.",
    "Très bonne impression générale, {} sera recontacté(e) d’ici à février…",
    "ENTRETIEN TÉLÉPHONIQUE – {} (développeur expérimenté, 45 000 €)",
    "Peut-être {} ? Où qu’il soit, le poste lui plaît.",
    "Encadré par {}, vous créez des œuvres originales près de Nîmes.",
    "L'évaluation de {} s'achève le 1ᵉʳ août à Orléans",
)
"""Good French with accents, where a name that was misread came in from elsewhere."""


def _damage_names(material: Material) -> Iterator[Sample]:
    for language, names in material.names.items():
        draw = Draw(material.seed, "sentences", language)
        framed = [(draw.choice(_SENTENCES), name) for name in names]
        capitals = [name.upper() for name in names]
        for chain_label, damage in _MISREADINGS.items():
            alone = [(damage(name), name) for name in names]
            contexts = {
                "alone": alone,
                "in a good French sentence": [
                    (frame.format(damage(name)), frame.format(name)) for frame, name in framed
                ],
                "in capitals": [(damage(name), name) for name in capitals if not name.isascii()],
            }
            for context, pairs in contexts.items():
                yield Sample(NAMES, f"{chain_label}, {context}", pairs, language)
            yield Sample(NAMES, f"{chain_label}, in JSON", alone, language, value=True)


# Catalogues.


def _damage_catalogues(material: Material) -> Iterator[Sample]:
    for language, catalogues in material.catalogues.items():
        sources = {"whole": catalogues, "line by line": material.lines[language]}
        for chain_label, damage in _MISREADINGS.items():
            for context, texts in sources.items():
                pairs = [(damage(text), text) for text in texts]
                yield Sample(CATALOGUES, f"{chain_label}, {context}", pairs, language)


# What became of it later.

_STRAIGHT: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def _change_afterwards(source: str, texts: Iterable[str]) -> Iterator[Sample]:
    """Lower what was misread, or straighten its quotes; what that does not change tells nothing new.

    The good text is lowered beforehand, for nothing tells whether a letter was small.
    """
    texts = list(texts)
    small = [text.lower() for text in texts]
    changes: dict[str, tuple[Damage, list[str]]] = {
        "lowered": (str.lower, small),
        "quotes straightened": (lambda text: text.translate(_STRAIGHT), texts),
    }
    for change, (alter, originals) in changes.items():
        for chain_label, damage in _MISREADINGS.items():
            misreadings = [(damage(text), text) for text in originals]
            pairs = [(alter(damaged), text) for damaged, text in misreadings if alter(damaged) != damaged]
            yield Sample(CHANGED, f"{source}: {chain_label}, {change}", pairs)


# Pages.

_SWAPS: Final[Mapping[str, tuple[str, str]]] = {
    "MacRoman read as windows-1252": ("mac_roman", "cp1252"),
    "windows-1252 read as MacRoman": ("cp1252", "mac_roman"),
    "cp850 read as windows-1252": ("cp850", "cp1252"),
    "windows-1252 read as cp850": ("cp1252", "cp850"),
    "windows-1252 read as Latin-1, controls kept": ("cp1252", "latin-1"),
}
"""The encoding that a text was written in, and the one that it was read as."""


def _swap_pages(source: str, texts: Iterable[str]) -> Iterator[Sample]:
    """Read texts of one encoding as another: those that it can write, and that come out otherwise."""
    texts = list(texts)
    for label, (written, read) in _SWAPS.items():
        pages = [(maybe_misread_page(text, written, read), text) for text in texts]
        yield Sample(
            PAGES,
            f"{source}: {label}",
            [(page, text) for page, text in pages if page is not None and page != text],
        )
