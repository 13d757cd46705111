"""Letters that Wingdings shows as glyphs: read where the font is said, left where they may be words."""

import pytest

from flatchr_clean import Rule, clean, explain
from tests.markup_editing import assert_linear

OF_WORD = (
    "<span style='font-family:Wingdings;mso-ascii-font-family:Calibri;mso-char-type:symbol;"
    "mso-symbol-font-family:Wingdings'><span style='mso-char-type:symbol;mso-symbol-font-family:Wingdings'>"
)
FONT = "<font face=Wingdings>"

READ = {
    f"<p>CDI {OF_WORD}à</span></span> CDD à Paris": f"<p>CDI {OF_WORD}-&gt;</span></span> CDD à Paris",
    f"<p>{FONT}ü</font> Permis": f"<p>{FONT}- </font>Permis",
    f"<p>Oui {FONT}&thorn;</font> Non {FONT}¨</font>": f"<p>Oui {FONT}[x]</font> Non {FONT}[ ]</font>",
    f"{FONT}&nbsp;è </font>a": f"{FONT} -&gt; </font>a",
    '<P STYLE="FONT: 10pt &quot;Wingdings&quot;">Ø': '<P STYLE="FONT: 10pt &quot;Wingdings&quot;">- ',
    '<i style="font-family:Arial;font-family:Wingdings , serif">ó': (
        '<i style="font-family:Arial;font-family:Wingdings , serif">&lt;-&gt;'
    ),
    f"{FONT}<b>à</b><font face=Arial>à</font>à": f"{FONT}<b>-&gt;</b><font face=Arial>à</font>-&gt;",
    f"{FONT}<img>à</font>": f"{FONT}<img>-&gt;</font>",
    "<font color=red face=Wingdings>à": "<font color=red face=Wingdings>-&gt;",
}
LEFT = [
    f"{FONT}J</font>",
    f"{FONT}été à</font>",
    f"{FONT}Ñ</font>",
    f"{FONT}</font>à",
    f"<p>{FONT}<p>à",
    f"{FONT}a<br>à",
    "<font face='Wingdings 2'>à",
    '<font face="Arial, Wingdings">à',
    "<font face>à Wingdings",
    "<font style='color:red' title=Wingdings>à",
    "<b style='mso-font-family:Wingdings'>à",
    "<i style='font-size:2pt'>Wingdings <i>à",
    "<p>Wingdings à <b>à</b>",
]


@pytest.mark.parametrize("source", READ, ids=repr)
def test_a_letter_that_is_a_glyph_becomes_what_the_glyph_becomes(source):
    """Each becomes this, to the byte, as a glyph of its family, and a second run changes nothing."""
    cleaned = READ[source]
    assert clean(source) == cleaned
    assert clean(cleaned) is cleaned
    assert {change.rule for change in explain(source).changes} <= {Rule.SYMBOL_FONT, Rule.SPACE}


@pytest.mark.parametrize("source", LEFT, ids=repr)
def test_other_letters_are_left(source):
    """Words, letters of ASCII, those without a known glyph, and other fonts stay."""
    assert clean(source) is source


@pytest.mark.parametrize("unit", [f"{FONT}à", f"{FONT}à</font>", f"{FONT}</b>à", f"{FONT}à<br>"])
@pytest.mark.long
def test_time_grows_with_length(unit):
    """Deep or not, each node is looked at once."""
    assert_linear(clean, "", unit)
