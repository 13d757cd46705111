"""Character references: read as HTML reads them, in texts and in values, and written."""

import html
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.text.html.references import (
    IN_BARE_VALUE,
    IN_TEXT,
    find_references,
    write_references,
)


def decode(text, *, in_value=False):
    """Give a text with its references read."""
    pieces, position = [], 0
    for reference in find_references(text, 0, len(text), in_value=in_value):
        pieces += [text[position : reference.start], reference.characters]
        position = reference.end
    return "".join([*pieces, text[position:]])


@pytest.mark.parametrize(
    ("text", "in_text", "in_value"),
    [
        ("l&rsquo;été", "l’été", "l’été"),
        ("&#8217;&#x2019;&#X2019;&#8217", "’’’’", "’’’’"),
        ("&#146;&#x92;&#x80;&#159;", "’’€Ÿ", "’’€Ÿ"),
        ("&#129;", "\x81", "\x81"),
        ("&eacute&nbsp", "é\xa0", "é\xa0"),
        ("&rsquo", "&rsquo", "&rsquo"),
        ("&notit;", "¬it;", "&notit;"),
        ("&notin;", "∉", "∉"),
        ("?a=1&copy=2&reg;", "?a=1©=2®", "?a=1&copy=2®"),
        ("&ampx&amp x&amp;x", "&x& x&x", "&ampx& x&x"),
        ("&foo;&;&#;&#x;& &#xg", "&foo;&;&#;&#x;& &#xg", "&foo;&;&#;&#x;& &#xg"),
        ("&#0;&#xD800;&#xDFFF;&#x110000;&#99999999999999999999;", "\ufffd" * 5, "\ufffd" * 5),
        ("&#x10FFFF;&#xFFFF;&#xE000;&#1;", "\U0010ffff\uffff\ue000\x01", "\U0010ffff\uffff\ue000\x01"),
        ("&#0000000000000000000233;", "é", "é"),
        ("&fjlig;&NotEqualTilde;", "fj\u2242\u0338", "fj\u2242\u0338"),
        ("&amp;rsquo;", "&rsquo;", "&rsquo;"),
        ("&#233x", "éx", "éx"),
    ],
)
def test_references_are_read_as_html_reads_them(text, in_text, in_value):
    """Names with and without semicolon, numbers, the windows-1252 ones too; what is none stays."""
    assert decode(text) == in_text
    assert decode(text, in_value=True) == in_value


def test_every_name_of_the_standard_is_read():
    """Each of the 2,231 names stands for what the standard says."""
    assert decode(" ".join(f"&{name}" for name in html5)) == " ".join(html5.values())


def test_a_number_of_a_million_digits_takes_no_time():
    """No digits beyond those of Unicode are ever read as a number."""
    assert decode("&#" + "9" * 1_000_000 + ";") == "\ufffd"


def test_only_the_stretch_is_read():
    """A reference that the stretch cuts off is none, and places count from the text's start."""
    assert [tuple(found) for found in find_references("&lt;&eacute;", 4, 9, in_value=False)] == []
    assert [tuple(found) for found in find_references("&lt;&gt;", 4, 8, in_value=False)] == [(4, 8, ">")]


DROPPED_BY_UNESCAPE = dict.fromkeys([*range(1, 9), 0xB, *range(0xE, 0x20), 0x7F])

pieces = st.one_of(
    st.sampled_from(["&", "#", "x", ";", "=", " ", "&#", "&#x", "amp", "not", "é", *sorted(html5)]),
    st.integers(0xA0, 0xD7FF).map(lambda number: f"&#{number}"),
    st.integers(0x80, 0x9F).map(lambda number: f"&#x{number:X};"),
)


@given(st.lists(pieces).map("".join))
def test_texts_read_as_the_standard_library_reads_them(text):
    """In a text, `html.unescape` reads the same, but for the control characters that it drops."""
    assert html.unescape(text) == decode(text).translate(DROPPED_BY_UNESCAPE)


@given(st.text(), st.sampled_from([IN_TEXT, IN_TEXT + '"', IN_TEXT + "'", IN_BARE_VALUE]))
def test_what_is_written_reads_the_same(text, special):
    """A written text holds none of the special characters but those of references, and reads as it was."""
    written = write_references(text, special)
    assert decode(written, in_value=special != IN_TEXT) == text
    assert not set(written) & set(special) - set("&;#")
