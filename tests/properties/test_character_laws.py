"""The laws of what characters say, numbers and marks that a text tells apart: no change is silent."""

import re
import unicodedata

import pytest
from hypothesis import example, given

from flatchr_clean.text.cleaner import explain
from flatchr_clean.text.lines import BULLET
from flatchr_clean.text.marks import find_kinds
from flatchr_clean.text.profile import PRESETS
from flatchr_clean.text.tables import compatibility, marks, typography
from flatchr_clean.text.tables.marks import Kind
from tests.properties.strategies import st

presets = pytest.mark.parametrize("preset", PRESETS)

RAISED = "".join(filter(str.isdigit, compatibility.RAISED_NUMBERS))
LOWERED = "".join(filter(str.isdigit, compatibility.LOWERED_NUMBERS))
UNSEEN = "\u200b\u2060\ufeff\u200e\ufe0e"
# Digits of one kind side by side are one number, as a keycap with its digit is.
NUMBER = re.compile(f"\\d+(?:\ufe0f?\u20e3)?|[{RAISED}]+|[{LOWERED}]+|[^\\W\\d_]|[^\\w\\s]")


def read_numbers(text):
    """Give the numbers that a reader sees in a text."""
    numbers = []
    for token in NUMBER.findall(text.translate(dict.fromkeys(map(ord, UNSEEN)))):
        if token[0].isdecimal() or token[0] in RAISED + LOWERED:
            numbers.append("".join(str(unicodedata.digit(digit)) for digit in token if digit.isdigit()))
        elif token == "\N{KEYCAP TEN}":
            numbers.append("10")
        elif (plain := unicodedata.normalize("NFKC", token)) != token:
            numbers += re.findall("[0-9]+", plain)
        elif unicodedata.category(token) == "No":
            numbers.append(f"{unicodedata.numeric(token):g}")
    return numbers


digits = st.one_of(
    st.sampled_from(["0", "7", "10", "2024", "٣", "３", "1\ufe0f\u20e3", "\N{KEYCAP TEN}"]),
    st.sampled_from([*compatibility.RAISED_NUMBERS, *compatibility.LOWERED_NUMBERS]),
    st.sampled_from("①⑩❶⒈⑴½⅓⅟⓪㉑㏠㎡"),
    st.characters(categories=["No"]),
)
between = st.sampled_from(
    [
        *UNSEEN,
        *typography.OPTIONAL_HYPHENS,
        *typography.PDF_HYPHENS,
        " ",
        "\xa0",
        "m",
        "e",
        "•",
        "·",
        ".",
        "🚀",
        "\0",
    ]
)


@presets
@given(text=st.lists(st.one_of(digits, digits, between), max_size=8).map("".join))
@example(text="15\xad20")
@example(text="10⁶5")
@example(text="10\u200b²⁰")
@example(text="①②")
@example(text="0\x000\x00")
def test_numbers_are_what_they_were(preset, text):
    """The sequence of numbers that a reader sees is the same before and after, or the change is lossy."""
    explained = explain(text, preset)
    shown = text.replace(marks.PADDING, "") if Kind.PADDING in find_kinds(text) else text
    assert explained.lossy or read_numbers(explained.text) == read_numbers(shown)


# Kinds that say the opposite of each other.
OPPOSITES = (
    ({Kind.TICK, Kind.TICKED_BOX}, {Kind.CROSS, Kind.CROSSED_BOX}),
    ({Kind.TICK, Kind.TICKED_BOX, Kind.CROSS, Kind.CROSSED_BOX}, {Kind.EMPTY_BOX}),
    ({Kind.TICKED_BOX, Kind.CROSSED_BOX}, {Kind.SQUARE}),
    ({Kind.FULL}, {Kind.EMPTY}),
)
MARKS = sorted(marks.KIND_OF.keys() - {marks.PADDING})
texts_of_marks = st.lists(
    st.one_of(
        st.sampled_from(MARKS), st.sampled_from([" ", "\n", "oui", "non ", "\u200b", "\ufe0f", "\t", "é"])
    ),
    max_size=10,
).map("".join)


def read_marks(text, explained):
    """Give what became of the marks of each kind, but of those that begin a line as its bullet."""
    became = {}
    changes = iter([change for change in explained.changes if change.applied])
    change = next(changes, None)
    for at, character in enumerate(text):
        while change and change.end <= at:
            change = next(changes, None)
        changed = change is not None and change.start <= at
        written = change.replacement if changed else character
        is_bullet = changed and written == BULLET
        if character in marks.KIND_OF and not is_bullet:
            became.setdefault(marks.KIND_OF[character], set()).add(written.strip(" "))
    return became


@presets
@given(text=texts_of_marks)
@example(text="★★☆")
@example(text="█░")
@example(text="█░█░█░█░█░█░")
@example(text="☆█é")
@example(text="◉ oui ○ non")
@example(text="☑ a ☒ b ☐ c")
@example(text="✔ a\n✘ b")
def test_marks_that_were_told_apart_are_told_apart(preset, text):
    """A text that told two marks apart tells them apart still, or the change is lossy.

    Full and empty marks that begin a line are bullets of two levels.
    """
    explained = explain(text, preset)
    became = read_marks(text, explained)
    for some, others in OPPOSITES:
        yes = set().union(*(became.get(kind, ()) for kind in some))
        no = set().union(*(became.get(kind, ()) for kind in others))
        assert explained.lossy or yes.isdisjoint(no)
