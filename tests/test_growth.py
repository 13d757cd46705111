"""Texts made to hurt take time in line with their length, and not much of it."""

import random
import sys
from itertools import chain, count, product, starmap
from time import process_time

import pytest

from flatchr_clean.text.cleaner import cleaner_for
from tests.encoding_damage import ENCODINGS, characters_of, misread
from tests.markup_editing import assert_linear

# What is written over and over, after a beginning.
FLOODS = {
    "combining marks": ("e", "\u0301"),
    "combining marks of two classes": ("e", "\u0301\u0323"),
    "letters without a composed form": ("", "q\u0303"),
    "carriage returns": ("", "\r"),
    "bullets on lines": ("", "•\n"),
    "bullets in a line": ("", "••• "),
    "bullets after tabs": ("", "\t•"),
    "lost bullets": ("", "·\t"),
    "check marks": ("", "✓"),
    "no-break spaces": ("", "\xa0"),
    "joiners": ("", "\u200d"),
    "unseen characters and spaces": ("", "\u200b "),
    "emoji": ("", "👩\u200d💻"),
    "one endless emoji": ("", "👩\u200d"),
    "a flag without end": ("🏴", "\U000e0067"),
    "keycaps": ("", "1\ufe0f\u20e3"),
    "next lines": ("", "a\x85"),
    "controls": ("", "\x01"),
    "lone surrogates": ("", "\ud83d"),
    "glyphs of Symbol": ("", "\uf0b0 "),
    "fractions": ("", "1⅓"),
    "half a sequence of mojibake": ("", "Ã"),
    "raised digits": ("1", "⁶"),
    "raised digits that are accepted": ("", "²\u200b"),
    "optional hyphens": ("1", "\xad\u200b"),
    "full and empty marks": ("", "●\u200b ○"),
    "ratings on lines": ("", "● a ○\n"),
    "signs of multiplication": ("✔", "✖ \u200b"),
    "accents before letters": ("a", "´e"),
    "single angles": ("", "› \u200b"),
    "NUL after no-break spaces": ("", "\0\xa0"),
}
floods = pytest.mark.parametrize(("opening", "unit"), FLOODS.values(), ids=FLOODS)
acts = pytest.mark.parametrize("act", ["clean", "explain"])


def count_calls(function, text):
    """Count the calls that a function makes, in Python and in C: what does not depend on the machine."""
    calls = count()
    sys.setprofile(lambda _frame, _event, _argument: next(calls))
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return next(calls)


@floods
@acts
def test_work_grows_with_length(act, opening, unit):
    """Eight times the input takes at most eight times the calls, but for a few."""
    function = getattr(cleaner_for("flatchr"), act)
    short = opening + unit * (400 // len(unit))
    long = opening + unit * (3200 // len(unit))
    function(short)  # what is compiled is compiled now
    assert count_calls(function, long) < 8.5 * count_calls(function, short) + 100


@floods
@pytest.mark.long
def test_time_grows_with_length(opening, unit):
    """Nor does any one call take longer and longer: quadratic work would take 64 times as long."""
    assert_linear(cleaner_for("flatchr").clean, opening, unit)


@pytest.mark.parametrize(("opening", "unit"), [("e", "\u0301"), ("", "\r"), ("", "•\n"), ("", "\u200d")])
@pytest.mark.long
def test_three_hundred_thousand_of_them(opening, unit):
    """They take seconds, not minutes."""
    started = process_time()
    cleaner_for("flatchr").clean(opening + unit * 300_000)
    assert process_time() - started < 20


# What a slow text may be made of: all that bytes are shown as, whole wrong decodings, floods, markup.
PARTS = [
    *chain.from_iterable(characters_of(encoding)[0x80:] for encoding in ENCODINGS),
    *starmap(misread, product(("é", "’", "Привет", "Việt", "字", "😀"), ENCODINGS)),
    *(unit for _, unit in FLOODS.values()),
    *map(chr, range(0x4E00, 0x4E80)),
    "<b>", "</p>", "&eacute;", " ", "a",
]  # fmt: skip
DRAWN = 1_500


def draw_text(parts):
    """Draw a text of so many characters from parts, the same each time."""
    return "".join(random.Random(7).choices(parts, k=DRAWN))[:DRAWN]


def change(parts, chance):
    """Add some parts, leave some out, replace some."""
    changed = list(parts)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(changed))
        changed[place : place + chance.randint(0, 1)] = chance.choices(PARTS, k=chance.randint(0, 2))
    return changed or parts


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 3])
def test_no_search_finds_a_slow_text(seed):
    """A hill climb over what texts are made of, by the calls that a text costs: some 300 a character."""
    chance = random.Random(seed)
    clean = cleaner_for("flatchr").clean
    clean(draw_text(PARTS))  # what is compiled is compiled now
    parts, most = chance.choices(PARTS, k=20), 0
    for _ in range(120):
        tried = change(parts, chance)
        calls = count_calls(clean, draw_text(tried))
        if calls > most:
            parts, most = tried, calls
    assert most < 700 * DRAWN
