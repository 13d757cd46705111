"""The table of what is repaired and what is left alone."""

import pytest

from benchmarks.accuracy import FUNCTIONS, make_table, measure, misread

TARGETS = {
    "UTF-8 read as windows-1252": 1,
    "as Latin-1": 1,
    "as MacRoman": 1,
    "as windows-1252, twice": 1,
    "as Latin-9": 0.99,
    "as cp850": 0.95,
    "one word of a good paragraph": 0.99,
    "à whose no-break space became a space": 0.95,
    "œ, Œ and Î": 1,
    "good French": 1,
    "in capitals": 1,
    "With Capitals": 1,
    "with signs behind words": 1,
    "in capitals, with signs behind words": 1,
    "lists of accented capitals": 1,
}


@pytest.mark.long
def test_clean_meets_the_targets_on_our_own_paragraphs():
    """Every paragraph comes back from the usual damage, and no good one is touched."""
    shares = {label: found["clean"] for label, _, found in measure(150, FUNCTIONS[:1])}
    assert {label: share for label, share in shares.items() if share < TARGETS.get(label, 0.98)} == {}
    assert TARGETS.keys() <= shares.keys()


def test_the_table_rounds_down_and_names_what_was_not_measured():
    """100 % is all of them."""
    table = make_table([("as Latin-9", 1000, {"clean": 0.9999})])
    assert table.splitlines()[-1] == "| as Latin-9 | 1000 | 99.9 % | – | – | – |"


def test_damage_keeps_undefined_bytes_as_controls():
    """The damage is the one that programs do, with Python's codecs."""
    assert misread("à “", "cp1252") == "Ã\xa0 â€œ"
    assert misread("”", "cp1252") == "â€\x9d"
