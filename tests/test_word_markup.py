"""What Word leaves in HTML: its documents to the byte, its lists, and each thing that is stripped or kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from flatchr_clean import FLATCHR, Rule, clean, explain
from flatchr_clean.text.changes import Edit
from flatchr_clean.text.html.word import strip_attribute, strip_declarations
from tests.html_reading import Kind, tokenize
from tests.markup_editing import edit_html, find_edits

WORD = Path(__file__).parent / "cases" / "word"
STRIPPING = replace(FLATCHR, word_markup="strip")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("document", ["unfiltered", "filtered"])
@pytest.mark.parametrize(("profile", "expected"), [(FLATCHR, "cleaned"), (STRIPPING, "stripped")])
def test_a_document_of_word_comes_out_to_the_byte(document, line_end, profile, expected):
    """What Word saves, whole or filtered, becomes what was checked by hand; twice is once."""
    source = (WORD / f"{document}.html").read_text("utf-8").replace("\n", line_end)
    wanted = (WORD / f"{document}.{expected}.html").read_text("utf-8").replace("\n", line_end)
    assert clean(source, profile) == wanted
    assert clean(wanted, profile) is wanted


def test_nothing_of_word_is_left_once_stripped():
    """No namespace, declaration, class, comment or tag of Office stands in a stripped document."""
    stripped = clean((WORD / "unfiltered.html").read_text("utf-8"), STRIPPING)
    for trace in (
        "mso",
        "Mso",
        "xmlns",
        "o:p",
        "st1:",
        "<![",
        "[if",
        "<!--",
        "ProgId",
        "themedata",
        "Section",
    ):
        assert trace not in stripped


FILLER = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;\n </span>"
EMPTY = "<span style='font:7.0pt \"Times New Roman\"'></span>"
SPACE = "<span style='font:7.0pt \"Times New Roman\"'> </span>"
IGNORE = "<span style='mso-list:Ignore'>"

LISTS = {
    f"<p>{IGNORE}·{FILLER}</span>Texte</p>": f"<p>{IGNORE}- {EMPTY}</span>Texte</p>",
    f"<p>{IGNORE}o{FILLER}</span> Texte": f"<p>{IGNORE}- {EMPTY}</span>Texte",
    f"<p>{IGNORE}§</span>&nbsp; <b> Texte</b>": f"<p>{IGNORE}- </span><b>Texte</b>",
    f"<p>{IGNORE}\uf0b7{FILLER}</span>Texte": f"<p>{IGNORE}- {EMPTY}</span>Texte",
    f"<p>{IGNORE}–{FILLER}</span>Texte": f"<p>{IGNORE}- {EMPTY}</span>Texte",
    f"<p>{IGNORE}\uf081{FILLER}</span>Texte": f"<p>{IGNORE}1{SPACE}</span>Texte",
    f"<p>{IGNORE}-{FILLER}</span>Texte": f"<p>{IGNORE}-{SPACE}</span>Texte",
    f"<p>{IGNORE}1.{FILLER}</span>Texte": f"<p>{IGNORE}1.{SPACE}</span>Texte",
    f"<p>{IGNORE}<span>1</span>.&nbsp; </span>x": f"<p>{IGNORE}<span>1</span>. </span>x",
    f"<p>{IGNORE}a{FILLER}</span>Texte": f"<p>{IGNORE}a{SPACE}</span>Texte",
    f"<p>{IGNORE}iv)</span>Texte": f"<p>{IGNORE}iv)</span>Texte",
    f"<p>{IGNORE}·</span>": f"<p>{IGNORE}- </span>",
    f"<p>{IGNORE}&nbsp;·</span></p><p>Suite": f"<p>{IGNORE} - </span></p><p>Suite",
    f"<p>{IGNORE}</span>&nbsp; Texte": f"<p>{IGNORE}</span>  Texte",
    f"<p>{IGNORE}deux mots{FILLER}</span>x": f"<p>{IGNORE}deux mots{FILLER.replace('&nbsp;', ' ')}</span>x",
    f"<p>{IGNORE}beaucoup.{FILLER}</span>x": f"<p>{IGNORE}beaucoup.{FILLER.replace('&nbsp;', ' ')}</span>x",
    f"<p>{IGNORE}·<p>Texte": f"<p>{IGNORE}·<p>Texte",
    f"<p>{IGNORE}·</span> a {IGNORE}o</span> b": f"<p>{IGNORE}- </span>a {IGNORE}- </span>b",
    '<p><SPAN STYLE="x:y; MSO-LIST: ignore">·&nbsp;</SPAN>Texte': (
        '<p><SPAN STYLE="x:y; MSO-LIST: ignore">- </SPAN>Texte'
    ),
    "<p><span style=mso-list:Ignore>·</b></span>Texte": "<p><span style=mso-list:Ignore>- </b></span>Texte",
    # Filtered by Word, or by a browser's clipboard.
    f"o{FILLER}où": f"- {EMPTY}où",
    f"<p>·{FILLER}Texte": f"<p>- {EMPTY}Texte",
    f"<p>o{FILLER}où": f"<p>- {EMPTY}où",
    f"<p>2.{FILLER}Texte": f"<p>2.{SPACE}Texte",
    f"<p><span>v{FILLER}</span>Texte<br>q{FILLER}x": f"<p><span>- {EMPTY}</span>Texte<br>- {EMPTY}x",
    f"<p>un mot{FILLER}x": f"<p>un mot{FILLER.replace('&nbsp;', ' ')}x",
    f"<p>o{FILLER}a{FILLER}b": f"<p>- {EMPTY}a{FILLER.replace('&nbsp;', ' ')}b",
    f"<p>o{FILLER.replace(' </span>', 'x</span>')}y": (
        f"<p>o{FILLER.replace(' </span>', 'x</span>').replace('&nbsp;', ' ')}y"
    ),
    '<p>o<span style="font-style: normal; font-size: 7pt; font-family: &quot;Times New Roman&quot;;">&nbsp; '
    "</span>où": '<p>- <span style="font-style: normal; font-size: 7pt; '
    'font-family: &quot;Times New Roman&quot;;"></span>où',
    "<p>o<span style='font-size:7pt'>&nbsp; </span>x": "<p>o<span style='font-size:7pt'>  </span>x",
    "<p>o<span style='font:12.0pt \"Times New Roman\"'>&nbsp; </span>x 7pt": (
        "<p>o<span style='font:12.0pt \"Times New Roman\"'>  </span>x 7pt"
    ),
}


@pytest.mark.parametrize("source", LISTS, ids=repr)
def test_the_lists_that_word_fakes_get_their_bullets(source):
    """The marker of an item is a bullet and a space, or its number and a space; prose stays."""
    assert clean(source) == LISTS[source]
    assert clean(LISTS[source]) == LISTS[source]


def test_a_list_marker_is_reported_as_a_bullet():
    """The bullet and the blanks after it are one family of change, whatever tags stand between."""
    source = f"<p>{IGNORE}o{FILLER}</span>Texte"
    assert {change.rule for change in explain(source).changes} == {Rule.BULLET}
    assert not explain(source).lossy


def test_a_custom_bullet_that_the_profile_keeps_stays():
    """A bullet that the profile keeps is not replaced, the blanks after it still become one space."""
    keeping = replace(FLATCHR, keep="•")
    assert clean(f"<p>{IGNORE}•{FILLER}</span>x", keeping) == f"<p>{IGNORE}•{SPACE}</span>x"


STRIPPED = {
    "<!--[if gte mso 9]><xml>’<b></xml><![endif]-->a": "a",
    "<!--[if !mso]><!-->a<!--<![endif]-->": "a",
    "<!--[if !supportLists]-->a<!--[endif]-->": "a",
    "<![if !vml]><img><![endif]>": "<img>",
    "<!--StartFragment-->a<!-- EndFragment -->": "a",
    "<!-- à relire -->a<!---->": "<!-- à relire -->a<!---->",
    "<!--\u200b[if a]>b<![endif]-->": "",
    '<?xml:namespace prefix = o ns = "urn:x" />a<?php x ?>': "a<?php x ?>",
    "<o:p>&nbsp;</o:p><O:P/>": " ",
    '<st1:City w:st="on">Paris</st1:City> <v:shape><w:Sdt><m:oMath>x</m:oMath>': "Paris x",
    "<svg:g><a:b><h1>": "<svg:g><a:b><h1>",
    "<o:p": "<o:p",
    "<xml><w:View>Normal</w:View><p>’</xml>a<xml>b": "a<xml>b",
    "</xml>a": "</xml>a",
    "<xml>a<xml>b</xml>c</xml>": "c</xml>",
    "<style>p.MsoNormal{margin:0}</style>a": "a",
    "<style>/* Font Definitions */</style>a": "a",
    "<style>@page WordSection1{}</style>a": "a",
    "<style>p{mso-line-height-rule:exactly;color:red;content:'•'}</style>a": (
        "<style>p{color:red;content:'\\002022'}</style>a"
    ),
    "<style>p{color:red}</style><style></style><style>.MsoNormal": (
        "<style>p{color:red}</style><style></style><style>.MsoNormal"
    ),
    "<meta name=Generator content='Microsoft Word 15'><meta name=generator content=Joomla>": (
        "<meta name=generator content=Joomla>"
    ),
    "<meta name=ProgId content=Word.Document><meta charset=utf-8>": "<meta charset=utf-8>",
    "<meta name=ProgId content=Excel.Sheet><meta name=generator content='WordPress 6.4'>": (
        "<meta name=generator content='WordPress 6.4'>"
    ),
    "<link id=Main-File rel=Main-File href='file:///C:/Users/zmartin/Temp/msohtmlclip1/01/clip.htm'>a": "a",
    "<img width=9 src='file:///C:/Users/zmartin/Temp/msohtmlclip1/01/clip_image001.png'>": "<img width=9>",
    "<img src='file:///C:/logo.png'><a href='https://a.fr/msohtmlclip'>": (
        "<img src='file:///C:/logo.png'><a href='https://a.fr/msohtmlclip'>"
    ),
    "<link rel=File-List href=x><link rel=stylesheet href=y>": "<link rel=stylesheet href=y>",
    "<p class=MsoNormal>a": "<p>a",
    "<p class='MsoNormal  intro MsoListParagraphCxSpFirst'>": "<p class='intro'>",
    '<p class="x_MsoNormal m_-123MsoList xmsonormal msonormal0 intro’">': '<p class="intro\'">',
    "<div class=WordSection1><div class='Section2 section'>": "<div><div class='section'>",
    "<p class='intro  note'>": "<p class='intro  note'>",
    "<p class='MsoNormal\xa0x'>": "<p class='x'>",
    "<p style='margin:0cm;mso-list:l0 level1 lfo1;color:red'>": "<p style='margin:0cm;color:red'>",
    "<p style='mso-a:b; mso-c:\"d;e\";'>": "<p>",
    "<p style=mso-a:b>": "<p>",
    "<p style='mso-a:b;font:\"Times\"'>": "<p style='font:\"Times\"'>",
    '<p style="mso-a:b;font:&quot;Times&quot;">': '<p style="font:&quot;Times&quot;">',
    '<p style="mso-a:b;font:’x’">': '<p style="font:\\002019x\\002019">',
    "<p style='color:red'>": "<p style='color:red'>",
    "<html xmlns:o='urn:x' xmlns='http://www.w3.org/TR/REC-html40' lang=fr>": "<html lang=fr>",
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink=http://www.w3.org/1999/xlink>": (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink=http://www.w3.org/1999/xlink>"
    ),
    '<img v:shapes="_x0000_i1025" src=x o:title>': "<img src=x>",
    "<p a class=MsoNormal =b>": "<p a class=MsoNormal =b>",
    '<p a=b class="MsoNormal"/>': "<p a=b />",
    '<p a class="MsoNormal"b=c>': "<p a b=c>",
    "<p/class=MsoNormal/>": "<p/class=MsoNormal/>",
    "<p ’ class=MsoNormal": "<p '",
    "</p class=MsoNormal>": "</p>",
    # What a deletion brings together stays apart.
    "<<o:p>b>": "&lt;b>",
    "&am<o:p>p;": "&amp;amp;",
    "<<!--[if a]-->/p>": "&lt;/p>",
    "l<o:p>’</o:p>a": "l'a",
}


@pytest.mark.parametrize("source", STRIPPED, ids=repr)
def test_what_only_word_reads_goes(source):
    """With the option, each of these becomes this, to the byte; a second run changes nothing."""
    assert edit_html(source, strip_word=True) == STRIPPED[source]


def test_what_is_stripped_is_reported():
    """A removed tag and a value without what was Word's are changes under a rule of their own, not lossy."""
    edits = find_edits("a<o:p></o:p><p class='MsoNormal x'>’", strip_word=True)
    assert edits == [
        Edit(1, 6, "", Rule.WORD_MARKUP, lossy=False),
        Edit(6, 12, "", Rule.WORD_MARKUP, lossy=False),
        Edit(22, 33, "x", Rule.WORD_MARKUP, lossy=False),
        Edit(35, 36, "'", Rule.SYMBOL, lossy=False),
    ]


def test_by_default_markup_stays():
    """Without the option every tag, comment and attribute of Word is there, in its order."""
    source = (WORD / "unfiltered.html").read_text("utf-8")
    cleaned = clean(source)
    before = [token for token in tokenize(source) if token.kind is not Kind.TEXT]
    after = [token for token in tokenize(cleaned) if token.kind is not Kind.TEXT]
    assert [(token.kind, token.name) for token in before] == [(token.kind, token.name) for token in after]
    tags = [source[token.start : token.end] for token in before if token.kind in (Kind.START, Kind.END)]
    still = [cleaned[token.start : token.end] for token in after if token.kind in (Kind.START, Kind.END)]
    assert [tag for tag, now in zip(tags, still, strict=True) if tag != now] == [
        '<a\nhref="mailto:rh@exemple.fr?subject=L’offre&amp;body=Bonjour" title="L’adresse “RH”">'
    ]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("style", "color:red; MSO-x : y ; margin:0", "color:red; margin:0"),
        ("style", "font-family:mso-x", "font-family:mso-x"),
        ("style", "content:';mso-x:y;';mso-z:1", "content:';mso-x:y;';"),
        ("style", "a:url(x;mso-y);mso-z", "a:url(x;mso-y);mso-z"),
        ("style", 'mso-a:";b:c', "b:c"),
        ("style", " ; ", " ; "),
        ("style", "", ""),
        ("class", "", ""),
        ("class", "Mso", None),
        ("class", "cosmos", "cosmos"),
        ("class", "MsoNormal a\tb", "a b"),
        ("xmlns:v", "", None),
        ("xml:lang", "fr", "fr"),
        ("x:num", "1", None),
        ("title", "MsoNormal", "MsoNormal"),
    ],
)
def test_an_attribute_keeps_what_is_not_words(name, value, kept):
    """Declarations, classes and namespaces of Word go, quoted strings are read as such, the rest stays."""
    assert strip_attribute(name, value) == kept


def test_declarations_of_a_style_sheet():
    """Braces end declarations, strings do not; a quote that nothing closes takes no more than its own."""
    assert strip_declarations("a{mso-b:c}d{mso-e:'}';f:g}mso-h{i:j}") == "a{}d{f:g}mso-h{i:j}"
    assert strip_declarations("a{mso-b:'c;d:e}") == "a{d:e}"
