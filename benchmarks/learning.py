"""Learn which character follows which in text that nobody misread: ``python -m benchmarks.learning``.

Writes `flatchr_clean/text/misread/pairs.txt`, which holds nothing but how often. The words are those of
wordfreq, whose lists are CC BY-SA 4.0, the names those of Faker (MIT), in the languages that a French
recruiter meets, French weighing most; what stands between words is told by hand, and by French paragraphs.
Knows words; knows no repair.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, islice, pairwise, product
from pathlib import Path
from typing import Final

import wordfreq
from faker import Faker

from benchmarks.french import write_paragraphs
from benchmarks.samples import punctuation
from flatchr_clean.text.misread import costs
from flatchr_clean.text.misread.symbols import END, ODD, RARE, group_of, step, symbol_of

_LATIN: Final = (
    "en", "de", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "tr", "sh", "sl", "lv", "lt", "sv",
    "da", "nb", "fi", "is", "vi", "ca", "fil", "id", "ms",
)  # fmt: skip
_OTHER_SCRIPTS: Final = ("ru", "uk", "bg", "mk", "el", "he", "ar", "fa", "zh", "ja", "ko", "hi")
_LOCALES: Final = (
    "fr_FR", "de_DE", "es_ES", "it_IT", "pt_PT", "pt_BR", "nl_NL", "pl_PL", "cs_CZ", "sk_SK", "hu_HU",
    "ro_RO", "tr_TR", "hr_HR", "sl_SI", "lv_LV", "lt_LT", "et_EE", "sv_SE", "da_DK", "no_NO", "fi_FI",
    "is_IS", "vi_VN", "es_MX", "ga_IE", "bs_BA",
)  # fmt: skip

_WORDS: Final = 30_000
"""Of a language, at most: the most frequent ones."""
_SOLITARY: Final = 5e-4
"""How frequent a word of one letter must be."""
_FRENCH: Final = 1e6
"""What the words of French weigh together."""
_OTHER: Final = 0.03
"""What another language weighs beside French; one that is not written in Latin weighs a third of that."""
_NAMES: Final = 0.3
"""What the names of a language weigh beside its words."""
_SMALL: Final = 0.7
"""The share of words in small letters; half of the others are in capitals."""
_SELDOM: Final = 0.01
"""The share of words with accents behind their letters, and of such with ligatures."""
_PARAGRAPHS: Final = 1000
_PARAGRAPH: Final = 0.5
"""What each pair in a paragraph counts for."""
_SEED: Final = 1789
_TYPICAL: Final = 20
"""Among the most frequent words of a language, how many must hold one of its letters."""
_LEAST: Final = 0.35
"""What a pair must count for to be written."""

Counts = defaultdict[str, float]
Pairs = defaultdict[tuple[str, str], float]


def learn() -> Pairs:
    """Count how often which symbol follows which."""
    pairs: Pairs = Pairs(float)
    first, last = Counts(float), Counts(float)
    for word, weight in chain(_weigh_words(), _weigh_names()):
        symbols = _spell(word)
        if symbols[0] != "mark":
            for pair in pairwise(symbols):
                pairs[pair] += weight
            first[symbols[0]] += weight
            last[symbols[-1]] += weight
    _surround(pairs, first, last)
    for language in ("fr", *_LATIN):
        _list_letters(pairs, language)
    _combine_signs(pairs)
    for paragraph in write_paragraphs(_PARAGRAPHS, _SEED):
        for pair in pairwise((END, *_spell(paragraph, END), END)):
            pairs[pair] += _PARAGRAPH
    return pairs


def _weigh_words() -> Iterator[tuple[str, float]]:
    """Give words in small letters, with a capital, in capitals; frequent ones weigh less than they occur."""
    for language in ("fr", *_LATIN, *_OTHER_SCRIPTS):
        share = 1 if language == "fr" else _OTHER if language in _LATIN else _OTHER / 3
        words = {
            word: frequency**0.6
            for word, frequency in islice(wordfreq.get_frequency_dict(language).items(), _WORDS)
            if len(word) > 1 or frequency > _SOLITARY
        }
        whole = share * _FRENCH / sum(words.values())
        for word, frequency in words.items():
            weight = frequency * whole
            yield word, weight * _SMALL
            yield word[0].upper() + word[1:], weight * (1 - _SMALL) / 2
            yield word.upper(), weight * (1 - _SMALL) / 2
            if language == "de" and "ss" in word:  # the lists fold ß
                yield word.replace("ss", "ß"), weight * _SMALL / 2
            for other in (unicodedata.normalize("NFD", word), word.replace("fi", "ﬁ").replace("fl", "ﬂ")):
                yield other, weight * _SELDOM * (other != word)


def _weigh_names() -> Iterator[tuple[str, float]]:
    """Give names as they are, and in capitals."""
    for locale in _LOCALES:
        names = _list_names(locale)
        weight = (1 if locale == "fr_FR" else _OTHER) * _FRENCH * _NAMES / len(names)
        for name in (*names, *punctuation.PLACES) if locale == "fr_FR" else names:
            yield name, weight * _SMALL
            yield name.upper(), weight * (1 - _SMALL)


def _list_names(locale: str) -> list[str]:
    """Give the parts of the names that Faker draws from, each once."""
    lists = (
        getattr(provider, attribute)
        for provider in Faker(locale).factories[0].get_providers()
        if ".person." in type(provider).__module__
        for attribute in dir(provider)
        if "name" in attribute and not attribute.startswith("_")
    )
    names = chain.from_iterable(found for found in lists if isinstance(found, (tuple, list, dict)))
    texts = (name for name in names if isinstance(name, str) and "{" not in name)
    return sorted({part for name in texts for part in name.split()})


def _spell(text: str, before: str = "") -> list[str]:
    """Give the symbols of a text."""
    symbols: list[str] = []
    for character in text:
        before = step(before, character) if before else symbol_of(character)
        symbols.append(before)
    return symbols


def _surround(pairs: Pairs, first: Counts, last: Counts) -> None:
    """Put words between what stands between words."""
    for start, weight in first.items():
        for sign, share in punctuation.BEFORE.items():
            hangs = len(sign) > 1
            pairs[sign[0] + symbol_of(sign[1]) if hangs else symbol_of(sign), start] += weight * share / 100
            if not hangs and not sign.isalnum():
                pairs["space", symbol_of(sign)] += weight * share / 200
                pairs[END, symbol_of(sign)] += weight * share / 1000
    hanging = Counts(float)
    for end, weight in last.items():
        for sign, share in punctuation.BEHIND.items():
            symbol = step(end, sign)
            pairs[end, symbol] += weight * share / 100
            if symbol != symbol_of(sign):
                hanging[symbol] += weight * share / 100
    hanging.update({symbol_of(sign): weight for sign, weight in punctuation.BEHIND_DIGIT.items()})
    for symbol, weight in hanging.items():
        for sign, share in punctuation.FOLLOWING.get(symbol, punctuation.HANGING).items():
            pairs[symbol, step(symbol, sign)] += weight * share / 100


def _list_letters(pairs: Pairs, language: str) -> None:
    """List the accented letters of a language side by side, in any order."""
    words = islice(wordfreq.get_frequency_dict(language), _WORDS // 6)
    found = Counter(letter for letter in chain(*words) if group_of(symbol_of(letter)) == "accented")
    small = {letter for letter, count in found.items() if count > _TYPICAL}
    small.update(punctuation.FRENCH_LETTERS if language == "fr" else "")
    letters = sorted({*small, *(letter.upper() for letter in small if len(letter.upper()) == 1)})
    weight = punctuation.LISTED.get(language, punctuation.LISTED_ELSE)
    for before, behind in product(map(symbol_of, letters), repeat=2):
        pairs[before, behind] += weight * (1 if before.isupper() == behind.isupper() else 0.3)


def _combine_signs(pairs: Pairs) -> None:
    """Put signs beside signs, spaces and digits."""
    around = ("space", END, "0")
    for sign, weight in punctuation.BEHIND_DIGIT.items():
        pairs["0", symbol_of(sign)] += weight
    for pair, weight in punctuation.RAISED.items():
        pairs[pair] += weight
    for sign, blank in product({ODD, *map(symbol_of, punctuation.STANDING)}, (*around, "nbsp")):
        weight = punctuation.STANDS / (10 if sign == ODD else 1)
        pairs[sign, blank] += weight
        pairs[blank, sign] += weight
    families = [list(map(symbol_of, family)) for family in punctuation.FAMILIES]
    beside = (product(family, (*family, *around)) for family in families)
    hanging = ["+" + sign for sign in families[0]]
    for before, behind in chain(product(families[0], punctuation.MARKS), *beside):
        pairs[before, behind] += punctuation.TOGETHER
        pairs[behind, before] += punctuation.TOGETHER
    for pair in product(hanging, families[0]):
        pairs[pair] += punctuation.TOGETHER


def write_table(pairs: Pairs) -> str:
    """Write the pairs as `costs.read_pairs` reads them, frequent ones first."""
    powers: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (before, behind), count in sorted(pairs.items()):
        if count >= _LEAST and RARE not in (before, behind):
            powers[before][round(2 * math.log2(count))].append(behind)
    sources = "wordfreq's words, Faker's names and benchmarks.samples.punctuation"
    lines = [f"## Made by benchmarks.learning, of {sources}"]
    for before, cells in powers.items():
        frequent_first = (f"={power} {' '.join(cells[power])}" for power in sorted(cells, reverse=True))
        lines.append(" ".join((before, *frequent_first)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(costs.__file__).with_name("pairs.txt").write_text(write_table(learn()), "utf-8")
