"""Glyphs of symbol fonts: read as what they show, and told as lost where fonts disagree."""

import pytest

from flatchr_clean import Rule, clean, explain
from flatchr_clean.code_points import contains
from flatchr_clean.text.glyphs import GLYPHS
from flatchr_clean.text.profile import PRESETS
from flatchr_clean.text.repertoire import EMOJI
from flatchr_clean.text.tables import symbol_fonts
from tests.markup_editing import assert_linear


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("glyph", symbol_fonts.GLYPHS, ids=ascii)
def test_a_glyph_becomes_what_its_character_becomes(glyph, preset):
    """The same as the character it shows gives, wherever it stands; only a picture may leave nothing."""
    meant = symbol_fonts.GLYPHS[glyph]
    for frame in ("{} a", "\u00e9 {}a", "a {}"):
        assert clean(frame.format(glyph), preset) == clean(frame.format(meant), preset)
    assert clean(f"a {glyph}", preset) != "a " or contains(EMOJI, ord(meant)) or glyph == "\uf020"


@pytest.mark.parametrize("glyph", symbol_fonts.GLYPHS, ids=ascii)
def test_a_glyph_is_one_change_of_its_family(glyph):
    """A glyph and the blanks after it are one change; a picture, or one that fonts disagree on, is a loss."""
    (change,) = explain(f"a\n{glyph}\tb").changes
    assert change.rule is Rule.SYMBOL_FONT
    meant = symbol_fonts.GLYPHS[glyph]
    assert change.lossy == (glyph in symbol_fonts.DOUBTFUL_GLYPHS or contains(EMOJI, ord(meant[0])))


def test_the_box_of_wingdings_2_is_a_loss():
    """It is less-or-equal in Symbol."""
    assert [change.lossy for change in explain("\uf0a3 A \uf0fe \uf052").changes] == [True, False, True]


def test_other_glyphs_are_deleted_and_lost():
    """Of the code points that symbol fonts have, those of no known use go as any of private use."""
    known = {*symbol_fonts.SYMBOL_FONT_NEAR_DIGITS}
    for glyph in map(chr, range(0xF020, 0xF100)):
        if not contains(GLYPHS, ord(glyph)) and glyph not in known:
            (change,) = explain(f"a {glyph}").changes
            assert (change.replacement, change.rule, change.lossy) == ("", Rule.PRIVATE_USE, True)


@pytest.mark.parametrize(
    "unit", ["\uf0a8", " \uf0a8", "\uf0a8\u200b ", "\uf0fe\uf0a3", "\uf0b7\n"], ids=ascii
)
@pytest.mark.long
def test_time_grows_with_length(unit):
    """To look back for a line's start, and for ticked boxes, is linear."""
    assert_linear(clean, "", unit)
