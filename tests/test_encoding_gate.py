"""The gate: shut on good French, open wherever something may be misread."""

import time

import pytest

from flatchr_clean.text.encoding import GATE_LEADS, GATE_REST, may_be_mojibake
from flatchr_clean.text.encoding.gate import find_runs
from tests.encoding_damage import ENCODINGS, misread

FRENCH = (
    "Été à l’œuvre, « déjà » 10\xa0000\xa0€ – ÎLE, CŒUR, Noël… 25\xa0°C, m², n°\xa03, 1ᵉʳ, ½",
    "SALARIÉ, DIPLÔMÉ, ÇA, OÙ, ÊTRE, L’ÉTÉ – “À DEMAIN”",
    "• Gérer ➢ Établir → ✔ 🎯 ™ © ®",
    "ÇÀ ET LÀ, Œ, Æ, Ÿ",
)


@pytest.mark.parametrize("text", FRENCH)
def test_it_stays_shut_on_good_french(text):
    """Nothing of it looks like a sequence."""
    assert not may_be_mojibake(text)
    assert find_runs(text) == []


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("text", FRENCH)
def test_it_opens_on_misread_french(text, name):
    """Each encoding that French meets leaves something that the gate sees."""
    assert may_be_mojibake(misread(text, name))


def test_runs_are_whole():
    """A run goes from the first to the last character beyond ASCII around the place."""
    text = "été Ã©tÃ© lâ€™Ã©tÃ©"
    assert [text[start:end] for start, end in find_runs(text)] == ["Ã©", "Ã©", "â€™Ã©", "Ã©"]


def test_a_text_that_is_misread_as_a_whole_has_all_its_runs():
    """MacRoman's leads are good punctuation: they count where nothing contradicts them."""
    text = "–ü–æ–¥ –∏ –º"  # Под и м
    assert find_runs(text) == [(0, 6), (7, 9), (10, 12)]
    assert find_runs(f"été {text}") == []


def test_its_expression_can_be_part_of_another_one():
    """It is a character class and what must be around: others may ask for it in the same search."""
    assert "[" not in GATE_LEADS
    assert GATE_REST.startswith("(?<=")


@pytest.mark.parametrize("text", ["É’", "’é ", "âé", "ïð", "É°", "Ã", "é"])
def test_it_is_linear(text):
    """Eight times the text takes about eight times as long, on what nearly opens it."""

    def best(size):
        long = text * size
        times = []
        for _ in range(3):
            start = time.process_time()
            may_be_mojibake(long)
            times.append(time.process_time() - start)
        return min(times)

    assert best(160_000) < 40 * best(20_000) + 0.01
