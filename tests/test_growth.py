"""Texts made to hurt take time in line with their length, and not much of it."""

import sys
from itertools import count
from time import process_time

import pytest

from flatchr_clean.text.cleaner import cleaner_for

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
    short = opening + unit * (800 // len(unit))
    long = opening + unit * (6400 // len(unit))
    function(short)  # what is compiled is compiled now
    assert count_calls(function, long) < 8.5 * count_calls(function, short) + 100


@floods
@pytest.mark.long
def test_time_grows_with_length(opening, unit):
    """Nor does any one call take longer and longer: quadratic work would take 64 times as long."""
    function = cleaner_for("flatchr").clean
    short = opening + unit * (8000 // len(unit))
    long = opening + unit * (64000 // len(unit))
    assert min(measure(function, long) for _ in range(2)) < 24 * measure(function, short) + 0.1


@pytest.mark.parametrize(("opening", "unit"), [("e", "\u0301"), ("", "\r"), ("", "•\n"), ("", "\u200d")])
@pytest.mark.long
def test_a_million_of_them(opening, unit):
    """A million takes seconds, not minutes."""
    assert measure(cleaner_for("flatchr").clean, opening + unit * 1_000_000) < 60


def measure(function, text):
    """Time one call, in seconds of this process alone."""
    started = process_time()
    function(text)
    return process_time() - started
