"""The gate: shut on good French, open wherever something may be misread."""

import time

import pytest

from flatchr_clean.text.misread.suspicion import find_suspicious
from tests.encoding_damage import ENCODINGS, misread

FRENCH = (
    "Été à l’œuvre, « déjà » 10\xa0000\xa0€ – ÎLE, CŒUR, Noël… m², n°\xa03, 1ᵉʳ, ½",
    "SALARIÉ, DIPLÔMÉ, ÇA, OÙ, ÊTRE, L’ÉTÉ – “À DEMAIN”",
    "• Gérer ➢ Établir → ✔ 🎯 ™ © ®",
    "ÇÀ ET LÀ, Œ, Æ, Ÿ",
)


@pytest.mark.parametrize("text", FRENCH)
def test_it_stays_shut_on_good_french(text):
    """Nothing of it looks like a sequence."""
    assert find_suspicious(text) == []


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("text", FRENCH)
def test_it_opens_on_misread_french(text, name):
    """Each encoding that French meets leaves something that the gate sees."""
    assert find_suspicious(misread(text, name))


@pytest.mark.parametrize("text", ["É’", "’é ", "âé", "ïð", "É°", "Ã", "é"])
def test_it_is_linear(text):
    """Eight times the text takes about eight times as long, on what nearly opens it."""

    def best(size):
        long = text * size
        times = []
        for _ in range(3):
            start = time.process_time()
            find_suspicious(long)
            times.append(time.process_time() - start)
        return min(times)

    assert best(160_000) < 40 * best(20_000) + 0.01
