"""Texts of XML: what they mean, where each character stands, and how they are written anew."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean import FLATCHR
from flatchr_clean.check.documents import xml_text
from flatchr_clean.check.documents.xml_text import (
    EXCEL,
    XML,
    BrokenPart,
    JoinedText,
    apply_byte_edits,
    check_xml,
    find_node,
    list_elements,
    read_text,
    walk_xml,
)
from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.cleaner import cleaner_for

TOKENS = [
    *("a", "é", "\U0001f3af", " ", "’", "•", "_", "x2019_", "\n", "\r", "\r\n"),
    *("&amp;", "&apos;", "&quot;", "&lt;b&gt;", "&#8217;", "&#x2019;", "&#0008217;", "&#13;"),
    *("<![CDATA[<&’]]>", "<![CDATA[\r\n]]>", "<!-- ’ -->", "<?pi ’?>"),
    *("_x2019_", "_x005F_", "_xD83C__xDFAF_", "_xD83C_"),
]
WRITTEN = st.lists(st.sampled_from(TOKENS), max_size=8).map("".join)


def read_back(raw):
    """Give what a parser that is not ours reads."""
    return ET.fromstring(f"<t>{raw}</t>").text or ""  # noqa: S314 - made here


@given(WRITTEN)
def test_a_text_means_what_a_parser_reads(raw):
    """References, CDATA, comments and line breaks included."""
    assert read_text(raw, XML).value == read_back(raw)


@pytest.mark.parametrize("grammar", [XML, EXCEL], ids=["xml", "excel"])
@given(st.data())
def test_a_text_written_anew_means_what_it_should(grammar, data):
    """Whatever is changed in it; and what is not changed stays as it was written, where it can."""
    raw = data.draw(WRITTEN)
    written = read_text(raw, grammar)
    start = data.draw(st.integers(0, len(written.value)))
    end = data.draw(st.integers(start, len(written.value)))
    new = data.draw(st.sampled_from(["", "'", "&<>", "]]>", "_x0041_", "x0041_", "\r", "..."]))
    changed = written.rewrite([(start, end, new)], grammar)
    assert read_text(changed, grammar).value == written.value[:start] + new + written.value[end:]
    assert read_back(changed) == read_text(changed, XML).value


def test_what_is_not_changed_stays_as_it_is_written():
    """A reference stays one."""
    raw = "&quot;L&#8217;été&quot; &amp; _x000D_\n&#x2026;"
    assert read_text(raw, EXCEL).rewrite([(2, 3, "'"), (10, 10, "&")], EXCEL) == (
        "&quot;L'été&quot; &amp; &amp;_x000D_\n&#x2026;"
    )


def test_excel_escapes_are_written_where_they_must_be():
    """What looks like one and is none; what XML can't hold."""
    assert read_text("_x00’41_ <![CDATA[’]]>", EXCEL).rewrite([(4, 5, "")], EXCEL) == "_x005F_x0041_ ’"
    assert read_text("a’", EXCEL).rewrite([(1, 2, "\x01\r")], EXCEL) == "a_x0001__x000D_"
    with pytest.raises(BrokenPart, match="XML can't hold"):
        read_text("a’", XML).rewrite([(1, 2, "\x01")], XML)


class Nodes:
    """Gathers the nodes of all t of a part."""

    def __init__(self, data):
        self.data, self.tags, self.found = data, [], []

    def start(self, _name, _attributes, at):
        """Remember where it begins."""
        self.tags.append(at)

    def end(self, name, at):
        """Find its text."""
        tag = self.tags.pop()
        if name == "t":
            self.found.append(find_node(self.data, tag, at))


def nodes_of(data):
    """Give the nodes of all t of a part."""
    walk = Nodes(data)
    walk_xml(data, "part", {"t": "t"}, walk)
    return walk.found


def change(start, end, new, *, applied=True):
    """Make a change."""
    return Change(start, end, "", new, Rule.SYMBOL, applied=applied)


def test_nodes_are_found_whatever_their_tags_hold():
    """A bracket in an attribute, an empty element, a mark before the document."""
    data = "\ufeff<r><t a='>'>é</t><t/><t >b</t ><t></t></r>".encode()
    assert [data[node.start : node.end].decode() for node in nodes_of(data)] == ["é", "", "b", ""]


def rewrite(data, *changes, elements=None):
    """Join the nodes of a part and rewrite them; elements stand between them."""
    parts = []
    for index, node in enumerate(nodes_of(data)):
        parts += [node, *(elements or {}).get(index, [])]
    joined = JoinedText(data, parts, XML)
    adapted = [xml_text._adapt(each, joined.text, joined.elements) for each in changes]
    applied = [each for each in adapted if each.applied]
    return joined.text, apply_byte_edits(data, joined.rewrite(applied)).decode()


def test_a_change_over_nodes_is_written_in_the_first():
    """And taken out of the others."""
    data = b"<r><t>ab</t><t/><t>c</t><t>de</t></r>"
    assert rewrite(data, change(1, 4, "X"), change(4, 5, "Y")) == (
        "abcde",
        "<r><t>aX</t><t/><t></t><t>Y</t></r>",
    )


def test_what_elements_stand_for_stays():
    """A blank at an end of a change stays where it is; a change that reaches over more is left whole."""
    data = b"<r><t>*</t><t>ab</t><t>cd</t></r>"
    with_tab = {0: ["\t"]}
    assert rewrite(data, change(0, 2, "- "), elements=with_tab)[1] == "<r><t>-</t><t>ab</t><t>cd</t></r>"
    assert rewrite(data, change(1, 3, " x"), elements=with_tab)[1] == "<r><t>*</t><t>xb</t><t>cd</t></r>"
    assert rewrite(data, change(0, 3, "x"), elements=with_tab)[1] == data.decode()
    assert rewrite(data, change(1, 2, "x"), elements=with_tab)[1] == data.decode()
    hyphen = {0: ["\N{NON-BREAKING HYPHEN}"]}
    assert rewrite(data, change(1, 2, "-"), change(2, 3, "x"), elements=hyphen)[1] == (
        "<r><t>*</t><t>xb</t><t>cd</t></r>"
    )
    assert rewrite(data, change(0, 1, "x"), elements=hyphen)[1] == "<r><t>x</t><t>ab</t><t>cd</t></r>"


def test_what_never_settles_is_left(monkeypatch):
    """No text is known for which that is so."""
    monkeypatch.setattr(xml_text, "MOST_PASSES", 0)
    data = "<r><t>’</t></r>".encode()
    joined = JoinedText(data, [*nodes_of(data), "\xad"], XML)
    assert [change.applied for change in joined.explain(cleaner_for(FLATCHR))] == [False, False]


def test_a_blank_that_comes_to_an_end_counts():
    """It is said of the element, once, unless it is said already."""
    data = b'<w:r xmlns:w="u"><t>a*</t><t a=">">*b</t><t xml:space="preserve">*</t><t> c</t></w:r>'
    changes = [change(1, 2, " "), change(2, 3, " "), change(4, 5, " "), change(6, 7, "d")]
    assert rewrite(data, *changes)[1] == (
        '<w:r xmlns:w="u"><t xml:space="preserve">a </t><t xml:space="preserve" a=">"> b</t>'
        '<t xml:space="preserve"> </t><t> d</t></w:r>'
    )


def test_what_is_said_of_blanks_is_said_once():
    """A tag that says otherwise says so no more; what only looks like it in a value is none."""
    data = b"""<r><t b='1' xml:space = 'default' a='>'>*a</t><t a=" xml:space='preserve'">*</t></r>"""
    written = rewrite(data, change(0, 1, " "), change(2, 3, " "))[1]
    assert written == (
        """<r><t b='1' xml:space = "preserve" a='>'> a</t>"""
        """<t xml:space="preserve" a=" xml:space='preserve'"> </t></r>"""
    )
    assert check_xml(written.encode(), "part") == written.encode()


REFUSED = {
    "a DOCTYPE": (b"<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "has a DOCTYPE in part"),
    "billion laughs": (
        b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(
            b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(9)
        )
        + b"]><r>&a8;</r>",
        "has a DOCTYPE in part",
    ),
    "an external subset": (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "has a DOCTYPE in part"),
    "another encoding": (b'<?xml version="1.0" encoding="ISO-8859-1"?><r>\xe9</r>', "is not UTF-8 in part"),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><r/>'.encode("utf-16"), "is not UTF-8 in part"),
    "no UTF-8": (b"<r>\xe9</r>", "is broken in part, line 1"),
    "no end": (b"<r>\n<t>", "is broken in part, line 2"),
    "an unknown entity": (b"<r>&nbsp;</r>", "is broken in part"),
    "a prefix without a namespace": (b"<a:r/>", "is broken in part"),
    "nothing": (b"", "is broken in part"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_xml_is_refused(data, message):
    """Before any entity means anything."""
    with pytest.raises(BrokenPart, match=message):
        walk_xml(data, "part", {}, Nodes(data))


def test_depth_is_limited():
    """Each level takes memory of the parser."""
    depth = xml_text.DEEPEST - 1
    assert len(nodes_of(b"<r>" * depth + b"<t>a</t>" + b"</r>" * depth)) == 1
    for depth in (xml_text.DEEPEST, 100_000):
        with pytest.raises(BrokenPart, match="is deeper than 1,000 elements in part"):
            nodes_of(b"<r>" * depth + b"<t>a</t>" + b"</r>" * depth)


def test_lists_of_parts_are_limited(monkeypatch):
    """No document has so many."""
    monkeypatch.setattr(xml_text, "MOST_ELEMENTS", 2)
    assert list_elements(b"<r><t a='1'/><t/></r>", "part", {"t": "t"}) == [("t", {"a": "1"}), ("t", {})]
    with pytest.raises(BrokenPart, match="names more than 2 parts in part"):
        list_elements(b"<r><t/><t/><t/></r>", "part", {"t": "t"})


def test_edits_that_overlap_are_refused():
    """A part can be named as two things."""
    with pytest.raises(BrokenPart, match="two things at once"):
        apply_byte_edits(b"abc", [(0, 2, b""), (1, 3, b"")])


def test_long_texts_take_time_as_they_are_long():
    """Twice as many tokens are not read twice as often."""
    raw = "&#8217;_x0041_<!-- - -->" * 20_000
    written = read_text(raw, EXCEL)
    assert len(written.value) == 40_000
    changes = [(at, at + 1, "'") for at in range(0, 40_000, 2)]
    assert re.fullmatch("('_x0041_(<!-- - -->)?)+", written.rewrite(changes, EXCEL))
