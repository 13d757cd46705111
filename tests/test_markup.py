"""HTML strings: recognised, and cleaned with the markup as it was."""

import pytest

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.html.markup import edit_markup, looks_like_html
from tests.markup_editing import accepts, assert_linear, edit_html, edit_text, find_edits

HTML = [
    "<p>",
    "</p>",
    "a<br>b",
    "a<BR/>b",
    "<br />",
    "<b>x</b>",
    "<a href=\"/x?a=1&amp;b=2\" title='é'>",
    "<a\nhref=x\n>",
    "<input type=checkbox checked>",
    "<td nowrap>",
    "<o:p></o:p>",
    "<st1:City>",
    "a <!-- b --> c",
    "<!---->",
    "<!DOCTYPE html>",
    "<![if !supportLists]>",
    "<!--[if gte mso 9]><xml></xml><![endif]-->",
    '<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />',
    "a < b, <x>, puis <i>c</i>",
    "<p class=“a”>",
]
PLAIN = [
    "",
    "l’été",
    "a < b",
    "a<b et c>d",
    "x<y>z",
    "x <y> z",
    "<3",
    "<- ici ->",
    "<jean@exemple.fr>",
    "Jean <p@exemple.fr>",
    "<https://exemple.fr/>",
    "<p.dupont>",
    "&lt;b&gt; et &amp;",
    "l&rsquo;offre",
    "<b and c>",
    "<i,j>",
    "<Prénom Nom>",
    "<p",
    "<a href='x>",
    "<a b='<p'>",
    "<p =x>",
    "<!-- sans fin",
    "--> <!--",
    "--> <!-- <!-- ",
    "<!doctype html",
    "<! important >",
    "<?php echo 1 ?>",
    "< p >",
    "<\u200bp>",
    "＜p＞",
    "</>",
    "<<>>",
]


@pytest.mark.parametrize("text", HTML)
def test_a_real_tag_makes_html(text):
    """A tag of HTML or of Word, a comment or a doctype, wherever it stands in the text."""
    assert looks_like_html(text)
    assert looks_like_html(f"Prix < 3 &\n{text} fin")


@pytest.mark.parametrize("text", PLAIN)
def test_a_bare_bracket_makes_no_html(text):
    """Comparisons, addresses, placeholders, arrows, references and unfinished tags are plain text."""
    assert not looks_like_html(text)


EDITED = {
    # Texts and their references.
    "<p>l’été": "<p>l'été",
    "&rsquo;&#8217;&#x2019;&#146;&#8217 &nbsp&hellip;": "'''''  ...",
    "&eacute;&#233;&amp;&lt;b&gt;&quot;&#39;&eacute": "&eacute;&#233;&amp;&lt;b&gt;&quot;&#39;&eacute",
    "&rsquo &foo; &#xD800;": "&rsquo &foo; ?",
    "&amp;rsquo;": "&amp;rsquo;",
    "a → b ＜ c ＆ d": "a -&gt; b &lt; c &amp; d",
    "&Atilde;&copy; e&#x301;": "é é",
    "a < b > c & d": "a < b > c & d",
    # Lines: what begins one, and what does not.
    "• a": "- a",
    "<p>•\xa0 a</p>": "<p>- a</p>",
    "<p>\n\t• a</p>": "<p>\n\t- a</p>",
    "<ul><li>&bull;&nbsp;&nbsp;a<li> • b</ul>": "<ul><li>- a<li> - b</ul>",
    "a<br>•  b<BR/> •\tc": "a<br>- b<BR/> - c",
    "a<br>\n•  b": "a<br>\n- b",
    "a\n•  b": "a\n- b",
    "Bonjour <b>•  x</b>": "Bonjour <b>-  x</b>",
    "<b>a</b>•  x": "<b>a</b>-  x",
    "<p><span>•</span><span>&nbsp;&nbsp;</span> x": "<p><span>- </span><span></span>x",
    "<p>a</p>•  b": "<p>a</p>- b",
    "<!-- a --><p><!-- b -->•  c": "<!-- a --><p><!-- b -->- c",
    "a<script>x</script>•  b": "a<script>x</script>-  b",
    "<td>•  a</td><td>b •  c</td>": "<td>- a</td><td>b -  c</td>",
    "<title>•  a’</title><textarea>•  b’<p></textarea>•  c": (
        "<title>- a'</title><textarea>- b'<p></textarea>- c"
    ),
    # What reaches over tags.
    "l<b>’</b>a": "l<b>'</b>a",
    "Ã<b>©</b>t<i>e</i>&#x301;": "é<b></b>t<i>é</i>",
    "<p>Ã</p><p>©</p>": "<p>Ã</p><p>©</p>",
    # References for two characters are replaced as a whole.
    "&fjlig; &NotEqualTilde; x&nvlt;&nvgt;": "&fjlig;  x&lt;&gt;",
    "’&ThickSpace;’ –&ThickSpace; &bne;’&bne;": "'  ' ~  =!&bne;",
    # Values.
    '<a title="l’a “b” →">': '<a title="l\'a &quot;b&quot; -&gt;">',
    "<a title='l’a “b”'>": "<a title='l&#39;a \"b\"'>",
    "<a title=l’a“b”＜>": "<a title=l&#39;a&quot;b&quot;&lt;>",
    "<a title=a\xa0b>": "<a title=a&#32;b>",
    "<a title='&rsquo;&eacute;&amp;&#8217' x=&hellip;>": "<a title='&#39;&eacute;&amp;&#39;' x=...>",
    "<a title='?a&nbsp=1’&nbsp;'>?a&nbsp=1": "<a title='?a&nbsp=1&#39; '>?a =1",
    "<a title='?a=1&copy=2&rsquo;'>": "<a title='?a=1&copy=2&#39;'>",
    "<a id=’ class='a\xa0b' data-x='•  c'>": "<a id=&#39; class='a b' data-x='- c'>",
    "</p title=’>": "</p title=&#39;>",
    "<a title=\u200b b>": '<a title="" b>',
    "<a title=\u200b\u200b'x'>": "<a title=&#39;x'>",
    "<a title=\u200b’>": "<a title=&#39;>",
    "<a title=\u200bx\u200b'>": "<a title=x'>",
    "<a title= b=’>": "<a title= b=&#39;>",
    "<br title=\u200b/>": "<br title=/>",
    # Addresses, styles, handlers.
    '<a href="/a…?b=’&amp;c=&hellip;é#…">': '<a href="/a%E2%80%A6?b=%E2%80%99&amp;c=%E2%80%A6é#%E2%80%A6">',
    "<a href=/a…>": "<a href=/a%E2%80%A6>",
    "<a href='#l’a' id='l’a'>": "<a href='#l&#39;a' id='l&#39;a'>",
    "<img src='\ud800'>": "<img src='%EF%BF%BD'>",
    "<p style='font:“a’'>": "<p style='font:\\00201ca\\002019'>",
    "<p onclick=\"f('l’a')\">": "<p onclick=\"f('l\\u2019a')\">",
    # Names and what stands between them.
    "<a “b” ’c\xa0d>": "<a _b_ 'c_d>",
    "<p’ l…a=1>": "<p' l_a=1>",
    "<p\x0ca=1\x0c>": "<p a=1 >",
    "<p \u200bclass=x \u200b>": "<p _class=x _>",
    "</b’>": "</b'>",
    "<p é=1 ->": "<p é=1 ->",
    # Scripts and styles mean what they meant.
    "<script>a = 'l’a 🚀'</script>": "<script>a = 'l\\u2019a \\ud83d\\ude80'</script>",
    "<script>a\xa0=\u2028é</script>": "<script>a =\né</script>",
    "<style>a{content:'•\xa0’'}\x0c</style>": "<style>a{content:'\\002022\\0000a0\\002019'}\n</style>",
    "<script>Ã©e\u0301</script>": "<script>Ã©e\u0301</script>",
    # Comments, and other raw content.
    "<!-- l’a “b” → • c -->": '<!-- l\'a "b" -> - c -->',
    "<!-- – → ––> ’ -->": "<!-- _ _ __> _ -->",
    "<!-- \u200b –- -->": "<!--  -- -->",
    "<!→ a>": "<!_ a>",
    "<!\u200b-- a>-->": "<!_-- a>-->",
    "</\u200bp>": "</_p>",
    "<?x …>": "<?x ...>",
    "<!-- ’": "<!-- '",
    "<xmp>’<b>\u200b</b>\xa0</xmp>": "<xmp>'<b></b> </xmp>",
    "<xmp>’</xmp\xa0</xmp>": "<xmp>_</xmp_</xmp>",
    "<plaintext>’<p>’": "<plaintext>'<p>'",
    # Nothing becomes markup that was not.
    "<\u200bb>": "&lt;b>",
    "<ⓑ>": "&lt;b>",
    "<①>": "<1>",
    "<\u200b\u200b/p>": "&lt;/p>",
    "<\u200b!--": "&lt;!--",
    "<\u200b a": "< a",
    "<\u200b": "<",
    "<\u200b<b>": "<<b>",
    "＜b＞": "&lt;b&gt;",
    "&\u200blt;": "&amp;lt;",
    "&am\u200bp;": "&amp;amp;",
    "&#\u200b65; &\u200b#65;": "&amp;#65; &amp;#65;",
    "R&D’ A&B…": "R&D' A&B...",
    "&not\u200bin;": "&not;in;",
    "&#233①": "&#233;1",
    "&#233；": "&#233;;",
    "&amp\u200b;": "&amp;;",
    "&\u200b": "&",
    "<a title='&am\u200bp; &copy\u200b=1'>": "<a title='&amp;amp; &copy;=1'>",
    "<a title='&copyx\u200by <\u200bb'>": "<a title='&amp;copyxy <b'>",
    "<a title=&am\u200bp;>": "<a title=&amp;amp;>",
    "<title></tit\u200ble></title>": "<title>&lt;/title></title>",
    "<title></title\xa0</title>": "<title>&lt;/title </title>",
    "<title><\u200b/title></title>": "<title>&lt;/title></title>",
    # Soup: always a result.
    "<a title='l’a": "<a title='l&#39;a",
    "<a title=": "<a title=",
    "<b l’été": "<b l'été",
    "<<<’>>>": "<<<'>>>",
    "</>’</3>": "</>'</3>",
}


@pytest.mark.parametrize("source", EDITED, ids=repr)
def test_characters_change_and_markup_stays(source):
    """Each piece of HTML becomes this, to the byte, and a second run changes nothing."""
    assert edit_html(source) == EDITED[source]


def test_edits_have_the_places_of_the_source():
    """A change is a whole reference, or exactly the characters that were replaced, with its rule."""
    assert find_edits("<p>a&hellip;b’ 🚀</p>") == [
        Edit(4, 12, "...", Rule.SYMBOL, lossy=False),
        Edit(13, 14, "'", Rule.SYMBOL, lossy=False),
        Edit(15, 16, "", Rule.SYMBOL, lossy=True),
    ]


def test_what_is_written_otherwise_but_not_lost_is_not_lossy():
    """A percent-encoded or escaped character is still there; one that a comment loses is lost."""
    edits = find_edits("<a href='🚀' 🚀><script>🚀</script><!-- 🚀 -->")
    assert [(edit.replacement, edit.lossy) for edit in edits] == [
        ("%F0%9F%9A%80", False),
        ("_", False),
        ("\\ud83d\\ude80", False),
        ("", True),
    ]


@pytest.mark.parametrize("lost", [0, 1])
def test_edits_that_become_one_are_lossy_if_one_of_them_is(lost):
    """Two edits of one reference are one change, and what either loses is lost."""

    def edit_each(text):
        return [Edit(at, at + 1, "", Rule.SYMBOL, lossy=at == lost) for at in range(len(text))]

    edits = edit_markup("&fjlig;", edit_each, accepts=accepts, strip_word=False)
    assert edits == [Edit(0, 7, "", Rule.SYMBOL, lossy=True)]


def test_values_of_printable_ascii_are_the_callers():
    """No rule is asked about a value of printable ASCII: it is more often code than text."""

    def double(text):
        return [Edit(0, 1, text[0] * 2, Rule.CUSTOM, lossy=False)] if text else []

    edits = edit_markup("<p title='ab' id='&amp;' lang='é'>c", double, accepts=accepts, strip_word=False)
    assert [(edit.start, edit.replacement) for edit in edits] == [(31, "éé"), (34, "cc")]


def test_plain_text_in_html_is_one_text():
    """Text nodes are joined, so that a cleaner is asked once and sees whole lines."""
    asked = []

    def remember(text):
        asked.append(text)
        return []

    source = "\n<h1>Un&nbsp;<i>deux</i></h1>\n <p>trois<br>\n quatre\n<p><b> cinq"
    assert edit_markup(source, remember, accepts=lambda _: True, strip_word=False) == []
    assert asked == ["Un\xa0deux\ntrois\nquatre\ncinq"]


BLANKS = "<span style='font:7pt \"Times New Roman\"'> </span>"

# What a text begins with, and what it then repeats.
FLOODS = [
    *(("", unit) for unit in (
        "<", "<a ", "<a b='", "<!--", "<!-- ’-", "<!", "<?", "</", "&", "&a", "&#1", "&amp;amp;", "<p>•",
        "<b>’</b>", "<\u200b", "&\u200b", "<p class=MsoNormal>", "<xml>", "<style>.Mso", "<o:p>’", "<a’ =",
        "<span style='mso-list:Ignore'>o ", f"o{BLANKS}", "mot " * 40 + BLANKS, "<br/ ", "<p>\n ", "a\n",
        "<a style='mso-a:\"", "<a style='font:7pt;", "&fjlig;", "&ThickSpace;", "<textarea>’",
        '<a x="<a ', '<a b="’" c=’>', " \t", "\u200b", "<!--[if]>",
    )),
    ("<p ", "a "),
    ("<p a='", "\u200b"),
    ("<p a=", "\u200b"),
    ("<p class='", "MsoNormal a "),
    ("<p style='mso-a:b;", "font:7pt;"),
    ('<p style="', "mso-x:';"),
    ("<style>", "mso-x:'\"}"),
    ("<title>", "</ti\u200b"),
    ("<xmp>", "</xmp\u200b"),
    ("<!--", "-\u200b-"),
    (BLANKS[:-8], "a "),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "unit"), FLOODS, ids=repr)
@pytest.mark.long
def test_time_grows_with_length(opening, unit):
    """Eight times the input takes about eight times as long, where quadratic work would take 64 times."""

    def edit(text):
        looks_like_html(text)
        edit_markup(text, edit_text, accepts=accepts, strip_word=True)

    assert_linear(edit, opening, unit)
