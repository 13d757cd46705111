"""UTF-8 sequences as another encoding shows them."""

import pytest

from flatchr_clean.text.misread.encodings import (
    bytes_by_character,
    find_sequences,
    maybe_decode,
    sequence_length,
)
from tests.encoding_damage import repair


def test_the_bytes_of_an_encoding():
    """Undefined bytes are controls."""
    table = bytes_by_character("cp1252")
    assert (table["é"], table["€"], table["\x81"]) == (0xE9, 0x80, 0x81)
    assert "\x80" not in table


@pytest.mark.parametrize(
    ("lead", "length"), [(0x41, 0), (0xA9, 0), (0xC0, 0), (0xC2, 2), (0xE0, 3), (0xF0, 4), (0xF5, 0)]
)
def test_the_length_of_a_sequence(lead, length):
    """RFC 3629, section 3."""
    assert sequence_length(lead) == length


def test_a_whole_run():
    """All of it must be sequences that are UTF-8, of each encoding of the chain."""
    assert maybe_decode("Ã©Ã¨", ("cp1252",)) == "éè"
    assert maybe_decode("ÃƒÂ©", ("cp1252", "cp1252")) == "é"
    assert maybe_decode("Ã©é", ("cp1252",)) is None
    assert maybe_decode("Ã©à€€", ("cp1252",)) is None
    assert maybe_decode("í\xa0½", ("cp1252",)) is None


@pytest.mark.parametrize("text", ["ð€€€", "à€€", "ÃÃÃ"])
def test_what_is_no_utf_8_stays(text):
    """Bytes that no UTF-8 encoder writes stand for themselves."""
    assert repair(text) == text


def test_halves_of_a_character():
    """UTF-16's halves, each of them as UTF-8, are one character (CESU-8, UTR #26); one alone is none."""
    found = [
        meant for chain, meant, *_ in find_sequences("í\xa0½í¸\x80", lossy=False) if chain == ("latin-1",)
    ]
    assert found == ["😀"]
    assert "é" not in {meant for _, meant, *_ in find_sequences("í\xa0½Ã©", lossy=False)}
    assert repair("oui í\xa0½í¸\x80 !") == "oui 😀 !"
