"""Clean French, sentence by sentence, none like the other. Knows the words; knows no artefact.

Drawn from the templates and lists of `vocabulary`: some millions of millions of sentences, so that no part
of a run meets a text that an earlier part has met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.samples import vocabulary as words
from benchmarks.samples.draw import Draw

_SLOT: Final = re.compile(r"\{(\w+)\}")
_VOWEL: Final = re.compile("[aeiouyhéèêâîôûœÉŒ]", re.IGNORECASE)
_INFINITIVES: Final = tuple(verb.rstrip("+") for verb in words.VERBS)
_FIRST_GROUP: Final = tuple(verb for verb in words.VERBS if not verb.endswith("+"))
_FOREIGN: Final = 0.06
"""How many of the people have a name of another language."""


def _elide(text: str) -> str:
    return f"d'{text}" if _VOWEL.match(text) else f"de {text}"


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def draw_name(draw: Draw) -> str:
    """Name somebody, in any language that people who apply have."""
    if draw.happens("foreign names", _FOREIGN):
        return draw.choice(words.FOREIGN_NAMES)
    return f"{draw.choice(words.FIRST_NAMES)} {draw.choice(words.LAST_NAMES)}"


def draw_company(draw: Draw) -> str:
    """Name a company."""
    return draw.choice(words.FIRM_STARTS) + draw.choice(words.FIRM_ENDS)


def draw_object(draw: Draw) -> str:
    """Name something to work at."""
    return " ".join([draw.choice(words.NOUNS), *draw.sample(words.ADJUNCTS, draw.randrange(3))])


def _amount(draw: Draw) -> str:
    return f"{draw.randrange(18, 95)} {draw.choice(('000', '500', '250', '800'))}"


_SLOTS: Final[Mapping[str, Callable[[Draw], str]]] = {
    "er": lambda draw: draw.choice(_INFINITIVES),
    "ez": lambda draw: draw.choice(_FIRST_GROUP)[:-1] + "z",
    "de_er": lambda draw: _elide(draw.choice(_INFINITIVES)),
    "object": draw_object,
    "manner": lambda draw: draw.choice(words.MANNERS),
    "place": lambda draw: draw.choice(words.PLACES),
    "boss": lambda draw: f"au {draw.choice(words.BOSSES)}",
    "ofboss": lambda draw: f"du {draw.choice(words.BOSSES)}",
    "job": lambda draw: draw.choice(words.JOBS),
    "town": lambda draw: draw.choice(words.TOWNS),
    "contract": lambda draw: draw.choice(words.CONTRACTS),
    "mark": lambda draw: draw.choice(words.MARKS),
    "when": lambda draw: draw.choice(words.WHENS),
    "hours": lambda draw: draw.choice(words.HOURS),
    "pay": lambda draw: draw.choice(words.PAYS),
    "perk": lambda draw: draw.choice(words.PERKS),
    "degree": lambda draw: draw.choice(words.DEGREES),
    "quality": lambda draw: draw.choice(words.QUALITIES),
    "of_quality": lambda draw: _elide(draw.choice(words.QUALITIES)),
    "your": lambda draw: draw.choice(words.YOURS),
    "slogan": lambda draw: draw.choice(words.SLOGANS),
    "slogan2": lambda draw: _capitalise(draw.choice(words.SLOGANS)),
    "cause": lambda draw: draw.choice(words.CAUSES),
    "language": lambda draw: f"parler {draw.choice(words.LANGUAGES)}",
    "of_language": lambda draw: f"en {draw.choice(words.LANGUAGES)}",
    "level": lambda draw: draw.choice(words.LEVELS),
    "tool": lambda draw: draw.choice(words.TOOLS),
    "sector": lambda draw: draw.choice(words.SECTORS),
    "of_sector": lambda draw: f"d'un {draw.choice(words.SECTORS)}",
    "vowel": lambda draw: draw.choice(words.VOWELS),
    "name": draw_name,
    "Company": draw_company,
    "of_company": lambda draw: _elide(draw_company(draw)),
    "amount": _amount,
    "small": lambda draw: str(draw.randrange(2, 40)),
    "two": lambda draw: f"{draw.randrange(100):02}",
    "number": lambda draw: str(draw.randrange(12, 9_000)),
    "year": lambda draw: str(draw.randrange(1980, 2030)),
    "code": lambda draw: f"{draw.choice('ABCDEFGH')}{draw.randrange(10**5):05}",
}


def draw_sentence(draw: Draw) -> str:
    """Write a sentence."""
    return _SLOT.sub(lambda slot: _SLOTS[slot[1]](draw), draw.choice(words.TEMPLATES))


def draw_sentences(draw: Draw, low: int, high: int) -> str:
    """Write a paragraph of a number of sentences between two."""
    return " ".join(draw_sentence(draw) for _ in range(draw.randint(low, high)))


def draw_item(draw: Draw) -> str:
    """Write what stands in a list, without its bullet."""
    return f"{draw.choice(_INFINITIVES)} {draw_object(draw)}"


def draw_title(draw: Draw) -> str:
    """Write the title of a job ad."""
    job = _capitalise(draw.choice(words.JOBS).partition(" ")[2])
    return f"{job} ({draw.choice(words.MARKS)}) - {draw.choice(words.TOWNS)}"


def draw_ad(draw: Draw) -> str:
    """Write a job ad: paragraphs and lists, short or long."""
    blocks = []
    for _ in range(draw.randint(1, 3)):
        blocks.append(draw_sentences(draw, 1, 5))
        if draw.happens("lists", 0.7):
            if draw.happens("headings", 0.5):
                blocks.append(
                    draw.choice(("VOS MISSIONS :", "Profil recherché", "NOTRE ENGAGEMENT :", "Les +"))
                )
            blocks.append("\n".join(f"- {draw_item(draw)}" for _ in range(draw.randint(2, 7))))
    return "\n".join(blocks) + "\n\n"
