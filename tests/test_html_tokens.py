"""The tokens of HTML: every one with its exact place, on well-formed markup and on soup."""

import pytest

from flatchr_clean.text.html.tokens import parse_attributes
from tests.html_reading import tokenize


def read(text):
    """Give what each token is and its slice of the text; the slices must join to the text."""
    tokens = list(tokenize(text))
    assert "".join(text[token.start : token.end] for token in tokens) == text
    return [(token.kind.name, token.name, text[token.start : token.end]) for token in tokens]


TOKENS = {
    "": [],
    "a < b, x <3, <é>, <": [("TEXT", "", "a < b, x <3, <é>, <")],
    "l’été</": [("TEXT", "", "l’été</")],
    "<p>a</P >": [("START", "p", "<p>"), ("TEXT", "", "a"), ("END", "p", "</P >")],
    "<O:P/><h1\n>": [("START", "o:p", "<O:P/>"), ("START", "h1", "<h1\n>")],
    "<a b='>' c=\">\" d=/>x": [("START", "a", "<a b='>' c=\">\" d=/>"), ("TEXT", "", "x")],
    "<a b=x'>' c": [("START", "a", "<a b=x'>"), ("TEXT", "", "' c")],
    '<a "b>c">': [("START", "a", '<a "b>'), ("TEXT", "", 'c">')],
    "<a ='b>c'>": [("START", "a", "<a ='b>"), ("TEXT", "", "c'>")],
    "<a = =>b": [("START", "a", "<a = =>"), ("TEXT", "", "b")],
    "<p<b>": [("START", "p<b", "<p<b>")],
    "<Kı>": [("START", "kı", "<Kı>")],
    "<!-- a > b -->c": [("COMMENT", "", "<!-- a > b -->"), ("TEXT", "", "c")],
    "<!-->a": [("COMMENT", "", "<!-->"), ("TEXT", "", "a")],
    "<!--->a": [("COMMENT", "", "<!--->"), ("TEXT", "", "a")],
    "<!--a--!>b": [("COMMENT", "", "<!--a--!>"), ("TEXT", "", "b")],
    "<!--!>-->b": [("COMMENT", "", "<!--!>-->"), ("TEXT", "", "b")],
    "<!---->b-->": [("COMMENT", "", "<!---->"), ("TEXT", "", "b-->")],
    "<!DOCTYPE html>a": [("COMMENT", "", "<!DOCTYPE html>"), ("TEXT", "", "a")],
    "<![if !vml]>a<![endif]>": [
        ("COMMENT", "", "<![if !vml]>"),
        ("TEXT", "", "a"),
        ("COMMENT", "", "<![endif]>"),
    ],
    "<?xml:namespace prefix = o />a": [("COMMENT", "", "<?xml:namespace prefix = o />"), ("TEXT", "", "a")],
    "</>a</3>b": [("COMMENT", "", "</>"), ("TEXT", "", "a"), ("COMMENT", "", "</3>"), ("TEXT", "", "b")],
    "a<!-- b <p>": [("TEXT", "", "a"), ("COMMENT", "", "<!-- b <p>")],
    "a<!b": [("TEXT", "", "a"), ("COMMENT", "", "<!b")],
    "a<?b": [("TEXT", "", "a"), ("COMMENT", "", "<?b")],
    "a<p b": [("TEXT", "", "a"), ("CUT", "p", "<p b")],
    "a</p": [("TEXT", "", "a"), ("CUT", "p", "</p")],
    "a<p b='>c<p>": [("TEXT", "", "a"), ("CUT", "p", "<p b='>c<p>")],
    "<script>a<b></scripts></SCRIPT >c": [
        ("START", "script", "<script>"),
        ("RAW", "script", "a<b></scripts>"),
        ("END", "script", "</SCRIPT >"),
        ("TEXT", "", "c"),
    ],
    "<style><!-- a --></style/>": [
        ("START", "style", "<style>"),
        ("RAW", "style", "<!-- a -->"),
        ("END", "style", "</style/>"),
    ],
    "<style></style>": [("START", "style", "<style>"), ("END", "style", "</style>")],
    "<script></ſcript>a": [("START", "script", "<script>"), ("RAW", "script", "</ſcript>a")],
    "<script>": [("START", "script", "<script>")],
    "<xmp><b></xmp": [("START", "xmp", "<xmp>"), ("RAW", "xmp", "<b></xmp")],
    "<Title>a<b>&amp;</title>c": [
        ("START", "title", "<Title>"),
        ("TEXT", "title", "a<b>&amp;"),
        ("END", "title", "</title>"),
        ("TEXT", "", "c"),
    ],
    "<plaintext>a</plaintext><p>": [
        ("START", "plaintext", "<plaintext>"),
        ("RAW", "plaintext", "a</plaintext><p>"),
    ],
    "</script>a": [("END", "script", "</script>"), ("TEXT", "", "a")],
}


@pytest.mark.parametrize("text", TOKENS, ids=repr)
def test_tokens_are_those_of_the_standard(text):
    """Each token is what the HTML standard's tokenizer makes of that stretch."""
    assert read(text) == TOKENS[text]


ATTRIBUTES = {
    "<p>": [],
    "</p >": [],
    "<a HREF='/x' b>": [("href", "/x", "'"), ("b", None, "")],
    '<a b=""c=d/e f = "g h">': [("b", "", '"'), ("c", "d/e", ""), ("f", "g h", '"')],
    "<a/b=c/d>": [("b", "c/d", "")],
    "<a b= >": [("b", "", "")],
    "<a b=>": [("b", "", "")],
    "<a =b c==d>": [("=b", None, ""), ("c", "=d", "")],
    "<a b='c>d' b=2 É=1>": [("b", "c>d", "'"), ("b", "2", ""), ("É", "1", "")],
    "<a b=c\"d'e>": [("b", "c\"d'e", "")],
    '<a "b" \'c>': [('"b"', None, ""), ("'c", None, "")],
    "<a b='c d": [("b", "c d", "'")],
    "<a b=": [("b", "", "")],
    "<a b\n=\nc\t/  >": [("b", "c", "")],
    "<o:p\fxmlns:o='u'>": [("xmlns:o", "u", "'")],
}


@pytest.mark.parametrize("text", ATTRIBUTES, ids=repr)
def test_attributes_are_those_of_the_standard(text):
    """Each attribute has its name in small ASCII letters, its value's place and the quote around it."""
    found = parse_attributes(text, tokenize(text)[0])
    assert [
        (
            attribute.name,
            text[attribute.value_start : attribute.value_end] if attribute.value_start >= 0 else None,
            attribute.quote,
        )
        for attribute in found
    ] == ATTRIBUTES[text]
    for attribute in found:
        assert attribute.name == text[attribute.start : attribute.name_end].replace("HREF", "href")
        assert attribute.name_end <= attribute.end <= len(text)
        assert not attribute.quote or attribute.end == len(text) or text[attribute.end - 1] == attribute.quote
