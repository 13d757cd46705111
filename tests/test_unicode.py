"""Every assigned code point, alone on its line and between French words, under every preset."""

import re
import unicodedata

import pytest

from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import PRESETS
from flatchr_clean.text.tables import spaces

# All that Unicode assigns, and of the private use areas the first one, which Word uses.
ASSIGNED = [
    chr(code_point)
    for code_point in range(0x110000)
    if unicodedata.category(chr(code_point)) not in ("Cn", "Cs")
    and not (code_point > 0xFFFF and unicodedata.category(chr(code_point)) == "Co")
]
BREAKS = "\n\r\x85" + "".join(spaces.BREAKS)
CHARACTERS = [character for character in ASSIGNED if character not in BREAKS]

CHARSETS = {
    "flatchr": "utf-8",
    "cp1252": "cp1252",
    "latin-9": "iso8859-15",
    "latin-1": "iso8859-1",
    "ascii": "ascii",
}


# Ideographs and Hangul syllables are alike by the ten thousand: one in sixteen stands for them.
MANY_ALIKE = re.compile("[\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
SOME = [character for character in CHARACTERS if not MANY_ALIKE.match(character) or ord(character) % 16 == 0]


def outside(preset, text):
    """Say which characters of a text are not in a preset's repertoire."""
    return sorted(
        {f"U+{ord(character):04X}" for _, character in PRESETS[preset].repertoire.find_outside(text)}
    )


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "typography"])
def test_each_code_point_alone_ends_in_the_repertoire(preset):
    """Alone on its line, each assigned code point becomes something that the preset accepts."""
    cleaned = cleaner_for(preset).clean("\n".join(CHARACTERS))
    assert outside(preset, cleaned) == []
    cleaned.encode(CHARSETS[preset])
    assert len(cleaned.split("\n")) == len(CHARACTERS)


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "typography"])
def test_each_code_point_between_words_ends_in_the_repertoire(preset):
    """Between two French words as well, and the words are still there."""
    cleaned = cleaner_for(preset).clean("\n".join(f"Noël{character}maïs" for character in SOME))
    assert outside(preset, cleaned) == []
    for line, character in zip(cleaned.split("\n"), SOME, strict=True):
        assert line.startswith("No"), f"U+{ord(character):04X}"
        assert line.endswith("s"), f"U+{ord(character):04X}"


@pytest.mark.parametrize("preset", ["flatchr", "typography"])
def test_letters_of_every_script_stay(preset):
    """Letters, marks and digits stay as they are, unless they are another letter in disguise."""
    artefacts = re.compile("[ʼʹ\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef\u20e3ﬀ-ﬆ]")
    letters = [
        character
        for character in CHARACTERS
        if (unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Nd")
        and unicodedata.is_normalized("NFC", character)
        and not unicodedata.decomposition(character).startswith(("<font>", "<wide>", "<super>", "<sub>"))
        and not artefacts.match(character)
    ]
    assert len(letters) > 130_000
    text = "\n".join(letters)
    assert cleaner_for(preset).clean(text) is text


def test_styled_letters_become_plain():
    """Pseudo-fonts and raised letters become their plain form, which is NFKC of that one character."""
    styled = [
        character
        for character in CHARACTERS
        if unicodedata.decomposition(character).startswith(("<font>", "<wide>", "<circle>"))
        and unicodedata.category(character) != "So"
        and unicodedata.normalize("NFKC", character).isalnum()
        and unicodedata.normalize("NFKC", character).isascii()
    ]
    assert len(styled) > 800
    expected = [unicodedata.normalize("NFKC", character) for character in styled]
    assert cleaner_for("flatchr").clean("\n".join(styled)) == "\n".join(expected)


def test_nothing_is_lost_in_silence():
    """A code point that becomes nothing is reported as lossy, unless it is one that nobody sees."""
    silent = ("invisible", "hidden-text", "hyphenation", "control")
    explained = cleaner_for("flatchr").explain("\n".join(CHARACTERS))
    for change in explained.changes:
        if change.replacement == "" and change.rule not in silent:
            assert change.lossy, change.describe()
