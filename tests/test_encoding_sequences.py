"""UTF-8 sequences as another encoding shows them."""

import pytest

from flatchr_clean.text.encoding.sequences import (
    bytes_by_character,
    compile_encoding,
    covers,
    find_groups,
    maybe_decode,
    maybe_decode_whole,
    sequence_length,
)
from tests.encoding_damage import repair


def test_the_bytes_of_an_encoding():
    """Undefined bytes are controls; windows-1252 is Latin-1 as well."""
    table = bytes_by_character("cp1252")
    assert (table["é"], table["€"], table["\x80"], table["\x81"]) == (0xE9, 0x80, 0x80, 0x81)
    assert "\x80" not in bytes_by_character("cp850")


@pytest.mark.parametrize(
    ("lead", "length"), [(0x41, 0), (0xA9, 0), (0xC0, 0), (0xC2, 2), (0xE0, 3), (0xF0, 4), (0xF5, 0)]
)
def test_the_length_of_a_sequence(lead, length):
    """RFC 3629, section 3."""
    assert sequence_length(lead) == length


@pytest.mark.parametrize(
    ("sequence", "character"),
    [
        ((0xC3, 0xA9), "é"),
        ((0xE2, 0x80, 0x99), "’"),
        ((0xF0, 0x9F, 0x9A, 0x80), "🚀"),
        ((0xE0, 0x80, 0x80), None),
        ((0xED, 0xA0, 0x80), None),
        ((0xF4, 0x90, 0x80, 0x80), None),
    ],
)
def test_one_sequence(sequence, character):
    """Overlong forms, surrogates and what lies beyond Unicode are no UTF-8."""
    assert maybe_decode(sequence) == character


def test_a_part_of_a_text_as_a_whole():
    """All characters beyond ASCII must be in sequences that are UTF-8."""
    encoding = compile_encoding("cp1252")
    assert maybe_decode_whole("un Ã©tÃ©", encoding, (0, 8)) == [((3, 5), "é"), ((6, 8), "é")]
    assert maybe_decode_whole("Ã©é", encoding, (0, 3)) is None
    assert maybe_decode_whole("Ã©à€€", encoding, (0, 5)) is None


def test_groups_of_sequences():
    """Adjacent sequences make one group; what is no UTF-8 makes none."""
    text = "Ã©Ã¨ et Ã© et à€€"
    groups = list(find_groups(text, compile_encoding("cp1252"), (0, len(text))))
    assert [(group.start, group.end, group.decoded, group.shown) for group in groups] == [
        (0, 4, "éè", "Ã©Ã¨"),
        (8, 10, "é", "Ã©"),
    ]
    assert not covers(groups, text, (0, len(text)))
    assert covers(groups, text, (0, 10))


@pytest.mark.parametrize("text", ["ð€€€", "à€€", "ÃÃÃ"])
def test_what_is_no_utf_8_stays(text):
    """Bytes that no UTF-8 encoder writes stand for themselves."""
    assert repair(text) == text
