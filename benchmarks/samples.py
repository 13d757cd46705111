"""The texts and documents that are measured, made from a fixed seed. Knows no library and no clock.

They read like the job ads that Flatchr publishes: French sentences, lists, amounts. Clean ones hold nothing
that must change; in the others one character in a hundred is what Word, Outlook or a web page leaves.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import AnyStr, Final, Generic

SEED: Final = 20_240_229
SHARE: Final = 0.01
"""How many of a text's characters are artefacts."""

SENTENCES: Final = (
    "Rattaché·e au directeur de l'agence, vous développez un portefeuille de clients déjà constitué.",
    "Vous assurez l'accueil, le conseil et la vente auprès d'une clientèle exigeante.",
    "Nous recherchons, pour notre site de Villeurbanne, un technicien de maintenance (H/F) en CDI.",
    "Le poste est à pourvoir dès que possible, à temps plein, du lundi au vendredi.",
    "Rémunération : 32 000 € à 38 000 € bruts par an, selon l'expérience, plus une prime d'objectifs.",
    "Vous maîtrisez le Pack Office et êtes à l'aise avec les outils numériques.",
    "D'un naturel curieux, vous aimez le travail d'équipe et savez gérer les priorités.",
    "Notre cœur de métier : l'œuvre collective, du bureau d'études jusqu'au chantier.",
    "Titulaire d'un Bac + 2, vous justifiez d'au moins trois ans d'expérience à un poste similaire.",
    "L'entreprise compte 450 collaborateurs répartis sur 12 sites en France et en Belgique.",
    "Vous avez dit « télétravail » ? Deux jours par semaine, après la période d'essai...",
    "Ce que nous offrons : mutuelle prise en charge à 80 %, tickets restaurant, RTT et intéressement.",
    "Sous la responsabilité du chef d'atelier, vous réalisez le contrôle qualité des pièces usinées.",
    "Atelier de 1 200 m², chauffé à 19 °C l'hiver ; parking et vestiaires sur place.",
    "Votre mission est d'analyser les besoins, de proposer des solutions et d'en suivre la mise en œuvre.",
    "Permis B obligatoire - déplacements fréquents dans le département du Rhône.",
    "Vous êtes reconnu·e pour votre rigueur, votre sens du relationnel et votre capacité d'adaptation.",
    "Le processus : un échange téléphonique, deux entretiens, puis une réponse sous 48 heures !",
    "Être à l'écoute, c'est aussi savoir dire non : nous cherchons quelqu'un de franc.",
    "Des notions d'anglais (niveau B1) sont appréciées ; l'allemand est un plus.",
    "Engagés pour l'égalité des chances, nous étudions toutes les candidatures à compétences égales.",
    "Prise de poste souhaitée le 1er septembre - contrat de 35 heures annualisées.",
    "Encadrement d'une équipe de 5 à 8 personnes, dont deux apprentis.",
    "À Noël comme à Pâques, l'équipe se retrouve autour d'un repas offert par la maison.",
    "Vous participez à l'amélioration continue, au chiffrage et à la rédaction des devis.",
    "Pourquoi nous rejoindre ? Parce qu'ici, l'avis de chacun compte vraiment.",
)
ITEMS: Final = (
    "- préparer les commandes et suivre les livraisons",
    "- établir les plannings et veiller à leur respect",
    "- former les nouveaux arrivants aux règles d'hygiène",
    "- répondre aux appels d'offres jusqu'à 40 000 € HT",
    "- tenir à jour les tableaux de bord et l'inventaire",
)
TITLES: Final = (
    "Vendeur·se en boutique (H/F)",
    "Chargé d'affaires - Rhône-Alpes",
    "Développeuse ou développeur Python",
    "Aide-soignant·e de nuit, CDD 6 mois",
    "Chef d'équipe « second œuvre »",
    "Conducteur de travaux à Saint-Étienne",
)

_UNACCENTED: Final = str.maketrans(
    {
        **dict(zip("àâçéèêëîïôùûÀÉÊ", "aaceeeeiiouuAEE", strict=True)),
        "œ": "oe",
        "€": "EUR",
        "«": '"',
        "»": '"',
        "·": ".",
        "°": "",
        "²": "2",
    }
)


# Artefacts.

_ARTEFACTS: Final = {
    "'": "\N{RIGHT SINGLE QUOTATION MARK}",
    "...": "\N{HORIZONTAL ELLIPSIS}",
    " ": "\N{NO-BREAK SPACE}",
    "-": "\N{EN DASH}",
    "\n-": "\n\N{BULLET}",
}
_PLACES: Final = re.compile(r"'|\.\.\.|(?<=«) | (?=[:;!?»%€])|\n-|(?<= )-(?= )")
"""Where Word writes something else than the keyboard has."""


def spread_artefacts(text: str, chance: random.Random) -> str:
    """Put artefacts where Word puts them, until one character in a hundred is one.

    Where a text has too few such places, further spaces become no-break ones.
    """
    wanted = int(len(text) * SHARE + chance.random())
    places = list(_PLACES.finditer(text))
    if len(places) < wanted:
        taken = {match.start() for match in places}
        spaces = [match for match in re.finditer(" ", text) if match.start() not in taken]
        places += chance.sample(spaces, min(wanted - len(places), len(spaces)))
    pieces: list[str] = []
    position = 0
    for match in sorted(chance.sample(places, min(wanted, len(places))), key=re.Match.start):
        pieces += text[position : match.start()], _ARTEFACTS[match[0]]
        position = match.end()
    return "".join(pieces) + text[position:]


def misread(text: str) -> str:
    """Read UTF-8 as windows-1252, as many an export does."""
    return text.encode().decode("windows-1252")


# Texts.


def _ad(chance: random.Random) -> str:
    """Write a job ad: a paragraph, a list, a paragraph."""
    first = " ".join(chance.sample(SENTENCES, 4))
    items = "\n".join(chance.sample(ITEMS, 3))
    last = " ".join(chance.sample(SENTENCES, 3))
    return f"{first}\n{items}\n{last}\n\n"


def _misread_ad(chance: random.Random) -> str:
    """Write a job ad with artefacts, in which one line is wrongly decoded."""
    lines = _ad(chance).split("\n")
    damaged = chance.randrange(len(lines) - 2)
    return "\n".join(
        misread(line) if index == damaged else spread_artefacts(line, chance)
        for index, line in enumerate(lines)
    )


_REFERENCES: Final = {
    "é": "&eacute;",
    "\N{RIGHT SINGLE QUOTATION MARK}": "&rsquo;",
    "\N{NO-BREAK SPACE}": "&nbsp;",
    "\N{HORIZONTAL ELLIPSIS}": "&#8230;",
}


def _html_block(chance: random.Random) -> str:
    """Write a block of HTML as rich-text editors do, one in three with character references."""
    text = spread_artefacts(" ".join(chance.sample(SENTENCES, 2)), chance)
    if chance.randrange(3) == 0:
        text = "".join(_REFERENCES.get(character, character) for character in text)
    return chance.choice(
        (
            f"<p>{text}</p>\n",
            f"<ul>\n<li>{text}</li>\n</ul>\n",
            f'<p class="MsoNormal" style="margin: 0">{text}<br></p>\n',
            f'<p><strong>{text}</strong> <a href="https://www.example.org/?a=1&amp;b=2">Postuler</a></p>\n',
        )
    )


_PIECES: Final[dict[str, Callable[[random.Random], str]]] = {
    "ASCII": lambda chance: _ad(chance).translate(_UNACCENTED),
    "clean French": _ad,
    "1 % artefacts": lambda chance: spread_artefacts(_ad(chance), chance),
    "mojibake": _misread_ad,
    "HTML": _html_block,
}
TEXT_KINDS: Final = tuple(_PIECES)
TEXT_SIZES: Final = (50, 500, 50_000)
"""Characters."""
_CHARACTERS: Final = 16_000
"""Short texts come in numbers that make this many characters: nothing is measured on one text alone."""


@dataclass(frozen=True, slots=True)
class Sample(Generic[AnyStr]):
    """What is handed to a function, one input after the other.

    Attributes:
        name: such as ``clean French, 500``.
        inputs: texts, or documents.
    """

    name: str
    inputs: tuple[AnyStr, ...]

    @property
    def size(self) -> int:
        """Bytes of all inputs, as UTF-8."""
        return sum(len(item.encode() if isinstance(item, str) else item) for item in self.inputs)


def text_name(kind: str, size: int) -> str:
    """Name the sample of a kind of text and a size."""
    return f"{kind}, {size}"


def make_text(kind: str, size: int, seed: object = "") -> str:
    """Make one text of a kind, of a number of characters."""
    chance = _chance(kind, size, seed)
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(_PIECES[kind](chance))
        length += len(pieces[-1])
    if kind != "HTML":
        return "".join(pieces)[:size]
    *blocks, cut = pieces
    rest = size - length + len(cut) - len("<p></p>")
    if rest > 0:
        blocks.append(f"<p>{make_text('1 % artefacts', rest, seed)}</p>")
    return "".join(blocks).ljust(size, "\n")


def make_texts(kind: str, size: int) -> Sample[str]:
    """Make the sample of a kind of text and a size."""
    count = max(1, _CHARACTERS // size)
    if kind == "HTML":
        texts = [make_text(kind, size, number) for number in range(count)]
    else:
        # Cut from one text, so that of texts of 50 characters some hold an artefact and some don't.
        whole = make_text(kind, size * count)
        texts = [whole[start : start + size] for start in range(0, len(whole), size)]
    return Sample(text_name(kind, size), tuple(texts))


# JSON documents.

FORMS: Final = {"escaped": True, "raw": False}
"""How a document writes what is beyond ASCII, and what `json.dumps` calls that."""
JSON_KINDS: Final = ("clean", "1 % artefacts")
JSON_SIZES: Final = {"10 kB": 10_000, "1 MB": 1_000_000, "50 MB": 50_000_000}


def document_name(form: str, kind: str, size: str) -> str:
    """Name the sample of documents of a form, a kind and a size."""
    return f"{form}, {kind}, {size}"


def make_document(form: str, kind: str, size: int) -> bytes:
    """Make a JSON document of vacancies, of a number of bytes at the least."""
    encoder = json.JSONEncoder(ensure_ascii=FORMS[form])
    head, tail = b'{"vacancies": [', b"]}"
    records = []
    length = len(head) + len(tail)
    for vacancy in _make_vacancies(kind, _chance(kind, size)):
        record = encoder.encode(vacancy).encode()
        records.append(record)
        length += len(record) + 2
        if length >= size:
            break
    return head + b", ".join(records) + tail


def make_vacancy(kind: str, size: int) -> dict[str, object]:
    """Make the payload of one vacancy, with a description of a number of characters."""
    chance = _chance(kind, size)
    vacancy = next(_make_vacancies(kind, chance))
    text = make_text("clean French" if kind == "clean" else kind, size)
    return {**vacancy, "description": text}


def _make_vacancies(kind: str, chance: random.Random) -> Iterator[dict[str, object]]:
    def soil(text: str) -> str:
        return text if kind == "clean" else spread_artefacts(text, chance)

    number = 0
    while True:
        number += 1
        yield {
            "id": number,
            "reference": f"REF-{chance.randrange(10**6):06}",
            "title": soil(chance.choice(TITLES)),
            "description": soil(_ad(chance)),
            "profile": soil(" ".join(chance.sample(SENTENCES, 3))),
            "salary": chance.randrange(18_000, 60_000) + 0.5,
            "remote": chance.random() < 0.5,  # noqa: PLR2004 - one in two
            "skills": chance.sample(("vente", "CACES 1", "Python", "devis", "SST"), 3),
            "end_date": None,
        }


def _chance(*names: object) -> random.Random:
    """Give the source of chance of what these names name: the same in each process."""
    return random.Random(f"{SEED} {names}")  # noqa: S311 - samples, no secrets
