"""The laws of HTML strings: tokens compared with html.parser's, and what cleaning never does to markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean.code_points import contains
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.html.markup import edit_markup, looks_like_html
from flatchr_clean.text.html.quotes import edit_quotes
from flatchr_clean.text.html.references import find_references
from flatchr_clean.text.html.tokens import parse_attributes
from flatchr_clean.text.profile import PRESETS
from tests.html_reading import Kind, tokenize
from tests.properties.strategies import FRENCH_WORDS, artefacts, plain_texts, soup

HTML_PROFILES = {
    (name, word_markup): replace(preset, markup="html", word_markup=word_markup)
    for name, preset in PRESETS.items()
    for word_markup in ("keep", "strip")
}
all_profiles = st.sampled_from(list(HTML_PROFILES.values()))
keeping_profiles = st.sampled_from([HTML_PROFILES[name, "keep"] for name in PRESETS])

# What well-written HTML is made of: its tags, its references, and what stands beside them.
TIDY_TAGS = (
    "<p>", "</p>", '<p class="a">', "<br>", "<br />", "<li>", "</li>\n", "<ul>\n", "</ul>", "<b>", "</b>",
    "<strong>", "</strong>", "<em>", "</em>", "<span style='color: red'>", "</span>", "<o:p>", "</o:p>",
    '<a href="/x?a=1&amp;b=2">', '<a href="/x?a=1&b=2">', "</a>", "<h2>", "</h2>", "<td>", "<img src=x>",
    "<P>", "</LI>", "<BR>", '<Span CLASS="a">', "<!-- wp:list -->", "<!---->", "<!-- a > b & &rsquo; - -->",
    "<!-- mso-list -->", "<!-- été -->", "<!-- a <b> -->", "<!-->", "<!--->", "<!-- -- -->", "<!--a--!>",
    '<img alt="Société">', "<a title='à ÀÇÉ'>", '<b title="l’été">', "<i title=où>", "<p é>", "<pré>",
    "<b é=ü>", '<i title="È«œ»€·">', "<i title=&rsquo;>", '<a href="/?q=…&b=&eacute;">', "<b style='é: “’'>",
    "<b onclick=’é>", "<!DOCTYPE html>", "<![endif]>", "<![if ’]>", "<st1:City>", "</st1:City>", "<x-’>",
    "<p ’>", "<style>’ é</style>", "<STYLE>•</style >", "<script>'…' < 2</script>", "<style>", "</style>",
    "<!-- ’ \x07", "-->", "<title>", "</title>", "<textarea>’</textarea>",
    "<p style='mso-list:l0'>", "<span style='mso-list:Ignore'>", "<SPAN STYLE='MSO-LIST:&#73;gnore'>",
    '<span style="font:7.0pt &quot;Times New Roman&quot;">', "</SPAN>", "<title>l’été • &rsquo;</title>",
    "<a href=“/x”>", "<a href=”x’>", '<p class="a”>', "<p\nclass=«\xa0a» b=‘c’>", "<a title=&ldquo;é&rdquo;>",
    "<font face=Wingdings>", "</font>", "<span style='font-family:Wingdings;mso-list:Ignore'>",
    "<TITLE>", "<xmp>’", "<xmp>’</xmp >", "<iframe src=’>’</iframe>", "<iframe>", "<plaintext>",
)  # fmt: skip
REFERENCES = (
    "&rsquo;", "&nbsp;", "&nbsp;&nbsp;", "&eacute;", "&egrave;", "&agrave;", "&amp;", "&lt;", "&gt;",
    "&bull;", "&middot;", "&hellip;", "&#8217;", "&#x2013;", "&#146;", "&euro;", "&oelig;", "&rarr;",
    "&Atilde;", "&copy;", "&#769;", "&#32;", "&laquo;", "&raquo;", "&zwj;", "&shy;", "&#128640;",
)  # fmt: skip
BESIDE = (
    " ", "  ", "\n", "\n  ", "\t", "•", "• ", "✓ ", "🚀", " 🎯 ", "’", "“", "–", "…", "\xa0", "\u202f",
    "\u200b", "\xad", "·", "·\t", "§", "→", "≥", "½", "™", "e\u0301", "\u0301", "ﬁ", "é", "Ã", "â", "à", "œ",
    "&", "R&D", "?", ";", "a", "1", "Œ", "ü", "þ", "¨",
    "\x85", "\x92", "\uf0b7", "\u0338", ">", "<", "< ",
)  # fmt: skip
tidy = st.lists(
    st.one_of(
        st.sampled_from(TIDY_TAGS),
        st.sampled_from(TIDY_TAGS),
        st.sampled_from(REFERENCES),
        st.sampled_from(BESIDE),
        st.sampled_from(FRENCH_WORDS),
        artefacts,
    ),
    max_size=12,
).map("".join)
any_html = st.one_of(soup, tidy, plain_texts)

PART_OF_EMOJI = re.compile("[\ufe0e\ufe0f\u200d\U000e0020-\U000e007f]")

# Well-formed HTML that every version of html.parser reads as the standard does.
_TEXT = st.text("abcdé ’“…•\xa0\u200b&;=/\"'!-\n", max_size=8)
_NAMES = ("p", "b", "li", "span", "td", "h1", "o:p", "a")
_ATTRIBUTES = ("title", "class", "data-x", "href", "id", "lang")
_references = st.sampled_from(
    ("&rsquo;", "&amp;", "&eacute;", "&nbsp;", "&#8217;", "&#x2022;", "&lt;", "&quot;")
)
_values = st.lists(st.one_of(st.text("abé ’“…•>/=\xa0", max_size=5), _references), max_size=3).map("".join)
_attributes = st.lists(
    st.tuples(st.sampled_from(_ATTRIBUTES), _values, st.sampled_from("\"'")),
    max_size=3,
    unique_by=lambda attribute: attribute[0],
)


@st.composite
def start_tags(draw):
    """Draw a start tag with quoted values."""
    attributes = "".join(f" {name}={quote}{value}{quote}" for name, value, quote in draw(_attributes))
    return f"<{draw(st.sampled_from(_NAMES))}{attributes}>"


well_formed = st.lists(
    st.one_of(
        start_tags(),
        st.sampled_from(_NAMES).map("</{}>".format),
        st.sampled_from(("<br>", "<hr/>", "<BR />", "<!DOCTYPE html>", "a < b", "1 <2", "<input disabled>")),
        _TEXT.filter(lambda text: "&" not in text),
        _references,
        st.text("abé’ >\n", max_size=6).map("<!-- {} -->".format),
        st.text("abé’ <\n", max_size=6).map("<script>{} </script>".format),
        st.text("abé’ >\n", max_size=6).map("<style>{}</style>".format),
    ),
    max_size=10,
).map("".join)


class Reader(HTMLParser):
    """Lists what html.parser reads, texts joined."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.read = []

    def handle_starttag(self, tag, attrs):
        """Note a start tag."""
        self.read.append(("start", tag, tuple(attrs)))

    def handle_startendtag(self, tag, attrs):
        """Note a tag closed at once, which HTML reads as a start tag."""
        self.read.append(("start", tag, tuple(attrs)))

    def handle_endtag(self, tag):
        """Note an end tag."""
        self.read.append(("end", tag))

    def handle_comment(self, data):
        """Note a comment."""
        self.read.append(("comment", data))

    def handle_decl(self, decl):
        """Note a doctype."""
        self.read.append(("comment", decl))

    def handle_data(self, data):
        """Note a text, joined to the one before."""
        if self.read and self.read[-1][0] == "text":
            data = self.read.pop()[1] + data
        self.read.append(("text", data))


def read_with_html_parser(source):
    """Give what html.parser reads in HTML."""
    reader = Reader()
    reader.feed(source)
    reader.close()
    return reader.read


def decode(source, start, end, *, in_value):
    """Give a stretch of the source with its references read."""
    pieces = []
    for reference in find_references(source, start, end, in_value=in_value):
        pieces += [source[start : reference.start], reference.characters]
        start = reference.end
    return "".join([*pieces, source[start:end]])


def read_with_tokens(source):
    """Give what our tokens read in HTML, in the words of html.parser."""
    read = []
    for token in tokenize(source):
        written = source[token.start : token.end]
        if token.kind is Kind.START:
            attributes = tuple(
                (
                    attribute.name,
                    None
                    if attribute.value_start < 0
                    else decode(source, attribute.value_start, attribute.value_end, in_value=True),
                )
                for attribute in parse_attributes(source, token)
            )
            read.append(("start", token.name, attributes))
        elif token.kind is Kind.END:
            read.append(("end", token.name))
        elif token.kind is Kind.COMMENT:
            is_comment = written.startswith("<!--")
            read.append(("comment", written[4:-3] if is_comment else written[2:-1]))
        elif token.kind is Kind.RAW:
            read.append(("text", written))
        else:
            read.append(("text", decode(source, token.start, token.end, in_value=False)))
    return read


def outline(source):
    """Give the shape of HTML: its tags and attributes without their characters, and its comments."""
    shape = []
    for token in tokenize(source):
        if token.kind in (Kind.START, Kind.END, Kind.CUT):
            attributes = parse_attributes(source, token)
            shape.append(
                (token.kind, len(token.name), [attribute.value_start < 0 for attribute in attributes])
            )
        elif token.kind is Kind.COMMENT:
            shape.append(token.kind)
    return shape


def list_starts(source):
    """Name the start tags of HTML, finished or not."""
    return [token.name for token in tokenize(source) if token.kind in (Kind.START, Kind.CUT)]


def list_handlers(source):
    """Name the handlers of events in HTML."""
    return {
        attribute.name
        for token in tokenize(source)
        if token.kind in (Kind.START, Kind.CUT)
        for attribute in parse_attributes(source, token)
        if attribute.name.startswith("on")
    }


@given(any_html)
def test_tokens_cover_the_text(text):
    """Joining the tokens gives the text back, and none is empty."""
    tokens = list(tokenize(text))
    assert "".join(text[token.start : token.end] for token in tokens) == text
    assert all(token.start < token.end for token in tokens)
    assert all(before.end == after.start for before, after in pairwise(tokens))


@given(any_html)
def test_attributes_lie_in_their_tag_in_order(text):
    """The attributes of a tag lie in it side by side, each value within its attribute."""
    for token in tokenize(text):
        if token.kind in (Kind.START, Kind.END, Kind.CUT):
            position = token.start
            for attribute in parse_attributes(text, token):
                assert position < attribute.start < attribute.name_end <= attribute.end <= token.end
                if attribute.value_start >= 0:
                    assert attribute.name_end < attribute.value_start <= attribute.value_end <= attribute.end
                position = attribute.end - 1


@given(well_formed)
@example("<p title='>'>a</p>")
def test_tokens_are_those_of_html_parser(source):
    """On well-formed HTML, where its releases agree, html.parser reads the same."""
    assert read_with_tokens(source) == read_with_html_parser(source)


@given(profile=keeping_profiles, source=well_formed)
def test_what_html_parser_reads_is_cleaned(profile, source):
    """Cleaned HTML has the same tags in the same order, and each value is cleaned as a text is."""
    cleaner = cleaner_for(profile)
    plain = cleaner_for(replace(profile, markup="text"))
    cleaned = cleaner.clean(source)
    before = [found for found in read_with_html_parser(source) if found[0] != "text"]
    after = [found for found in read_with_html_parser(cleaned) if found[0] != "text"]
    assert [found[:2] for found in before if found[0] != "comment"] == [
        found[:2] for found in after if found[0] != "comment"
    ]
    values = [
        (name, value, now)
        for found, later in zip(before, after, strict=True)
        if found[0] == "start"
        for (name, value), (_, now) in zip(found[2], later[2], strict=True)
    ]
    for name, value, now in values:
        if value is None:
            assert now is None
        elif name != "href" or value.startswith("#"):
            assert now == plain.clean(value)


@given(profile=all_profiles, source=any_html)
def test_cleaning_html_twice_is_cleaning_it_once(profile, source):
    """clean(clean(x)) == clean(x), for HTML of any kind, and already after one run of the edits."""
    cleaner = cleaner_for(profile)
    once = cleaner.clean(source)
    assert cleaner.clean(once) is once
    assert cleaner.explain(source).text == once


@given(profile=all_profiles, source=any_html)
def test_the_whole_source_lies_in_the_repertoire(profile, source):
    """Every character is accepted wherever it stands: in texts, names, values, comments, scripts."""
    accepted = profile.accepted
    for character in cleaner_for(profile).clean(source):
        if not (profile.emoji == "keep" and PART_OF_EMOJI.match(character)):
            assert contains(accepted, ord(character))


@given(profile=all_profiles, source=any_html)
def test_edits_are_sorted_and_apart(profile, source):
    """The edits replay on the source: sorted, not overlapping, each with an effect."""
    cleaner = cleaner_for(profile)
    changes = cleaner.explain(source).changes
    assert all(before.end <= after.start for before, after in pairwise(changes))
    assert all(source[change.start : change.end] == change.original for change in changes)
    assert apply_edits(source, changes) == cleaner.clean(source)


@given(profile=keeping_profiles, source=any_html)
@example(profile=HTML_PROFILES["flatchr", "keep"], source="<\u200bb>")
@example(profile=HTML_PROFILES["flatchr", "keep"], source="&am\u200bp;")
@example(profile=HTML_PROFILES["flatchr", "keep"], source="<!-- –->")
def test_nothing_becomes_markup_and_no_markup_is_lost(profile, source):
    """Tags, attributes and comments are as many as before, in the same order, and nothing else became one.

    Before, that is once the quotes around values are straight: what stood between two curly ones was several
    attributes, and a tag whose value does not end was none.
    """
    straight = apply_edits(source, edit_quotes(source, ""))
    assert outline(cleaner_for(profile).clean(source)) == outline(straight)


@given(source=any_html)
@example(source='<a title="x”><img>"y">')
def test_straight_quotes_bring_nothing_to_life(source):
    """There is no tag that there was not but the last one, once it ends, and no handler of events."""
    straight = apply_edits(source, edit_quotes(source, ""))
    assert list_starts(straight) == list_starts(source)
    assert list_handlers(straight) <= list_handlers(source)


@given(profile=keeping_profiles, source=any_html)
def test_html_stays_recognised(profile, source):
    """What was taken for HTML still is once it is cleaned, so that a second cleaning reads it alike."""
    if looks_like_html(source):
        assert looks_like_html(cleaner_for(profile).clean(source))


@given(profile=all_profiles, lost_bullets=st.booleans(), source=any_html)
def test_one_run_is_enough(profile, lost_bullets, source):
    """The edits of one run leave nothing for a second one."""
    plain = cleaner_for(replace(profile, markup="text", lost_bullets=lost_bullets))

    def edit_text(text):
        return [
            Edit(change.start, change.end, change.replacement, change.rule, change.lossy)
            for change in plain.explain(text).changes
        ]

    def edit(text):
        accepts = profile.repertoire.__contains__
        strip_word = profile.word_markup == "strip"
        return apply_edits(text, edit_markup(text, edit_text, accepts=accepts, strip_word=strip_word))

    once = edit(source)
    assert edit(once) == once


@given(source=well_formed)
def test_stripping_leaves_the_text(source):
    """What Word's markup stood around is the same text, whether the markup is stripped or kept."""
    texts = []
    for word_markup in ("keep", "strip"):
        cleaned = cleaner_for(HTML_PROFILES["flatchr", word_markup]).clean(source)
        texts.append("".join(found[1] for found in read_with_html_parser(cleaned) if found[0] == "text"))
    assert texts[0] == texts[1]


TAGS = (
    "<p>",
    "</p>",
    "<b>",
    "<br>",
    '<a href="/é?a=1&amp;b=2">',
    "&amp;",
    "&eacute;",
    "&euro;",
    "<!-- é -->",
)


@given(pieces=st.lists(st.one_of(st.sampled_from(FRENCH_WORDS), st.sampled_from(TAGS))))
def test_clean_html_is_the_same_object(pieces):
    """Clean HTML comes back as the object that was given, references of allowed characters and all."""
    source = " ".join(pieces)
    assert cleaner_for("flatchr").clean(source) is source
    assert cleaner_for(HTML_PROFILES["flatchr", "strip"]).clean(source) is source


@given(source=any_html)
def test_stripping_alone_changes_no_character(source):
    """On accepted characters, only Word's markup is deleted or replaced, under its own rule."""
    edits = edit_markup(source, lambda _: [], accepts=lambda _: True, strip_word=True)
    assert {edit.rule for edit in edits} <= {Rule.WORD_MARKUP, Rule.BULLET, Rule.SPACE}
