"""Edits applied, shifted and composed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.text.changes import Change, Edit, Rule
from flatchr_clean.text.edits import apply_edits, compose_edits, list_changes, shift_edits


@st.composite
def edits_of(draw, text):
    """Draw sorted edits of a text that do not overlap."""
    borders = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return [
        Edit(start, end, draw(st.text("xyz", max_size=3)), draw(st.sampled_from(Rule)), draw(st.booleans()))
        for start, end in pairs
    ]


@given(st.data(), st.text("abcdef", max_size=20))
def test_composed_edits_do_what_both_passes_do(data, text):
    """Applying the composition is applying one after the other; it stays sorted and apart."""
    first = data.draw(edits_of(text))
    between = apply_edits(text, first)
    second = data.draw(edits_of(between))
    composed = compose_edits(first, between, second)
    assert apply_edits(text, composed) == apply_edits(between, second)
    assert all(left.end <= right.start for left, right in pairwise(composed))
    assert any(edit.lossy for edit in composed) == any(edit.lossy for edit in [*first, *second])


def test_edits_that_touch_the_same_place_become_one_under_the_first_rule():
    """A repaired sequence whose result is then replaced is one change, by the rule of the repair."""
    first = [Edit(1, 4, "’", Rule.ENCODING, lossy=False)]
    second = [Edit(1, 2, "'", Rule.APOSTROPHE, lossy=False)]
    assert compose_edits(first, "l’été", second) == [Edit(1, 4, "'", Rule.ENCODING, lossy=False)]


def test_edits_apart_stay_apart():
    """A deletion and a replacement right after it are two changes."""
    first = [Edit(1, 2, "", Rule.INVISIBLE, lossy=False)]
    second = [Edit(1, 2, "'", Rule.APOSTROPHE, lossy=False)]
    assert compose_edits(first, "a’b", second) == [
        Edit(1, 2, "", Rule.INVISIBLE, lossy=False),
        Edit(2, 3, "'", Rule.APOSTROPHE, lossy=False),
    ]


def test_shifted_edits_keep_what_they_write():
    """Only the places move."""
    assert shift_edits([Edit(1, 2, "-", Rule.DASH, lossy=False)], 5) == [
        Edit(6, 7, "-", Rule.DASH, lossy=False)
    ]


def test_an_edit_that_changes_nothing_is_no_change():
    """What two passes undo is not reported."""
    edits = [Edit(0, 1, "a", Rule.CUSTOM, lossy=False), Edit(1, 2, "x", Rule.DASH, lossy=False)]
    assert list_changes("ab", edits) == (Change(1, 2, "b", "x", Rule.DASH),)
