"""The HTML report as the person who corrects a document reads it, and what they copy from it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import stat
import sys
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean.check.findings import Passage, Problem
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.reports import Making, html, phrases
from flatchr_clean.check.reports.marked_text import MarkedText
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.cleaner import clean
from flatchr_clean.text.profile import FLATCHR
from tests.check_command import run
from tests.test_check_reports import BOTH, UNREAD, find, report

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """A page taken apart: its elements, whether they nest, what a reader of one language reads.

    Attributes:
        corrected: what each text's button copies, by the rules that `page.js` follows.
    """

    def __init__(self, text, language="fr"):
        super().__init__()
        self.open, self.elements, self.ids, self.text = [], [], set(), []
        self.corrected, self.hidden = [], {"fr": "en", "en": "fr"}[language]
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        """Open an element."""
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if "id" in attributes:
            assert attributes["id"] not in self.ids
            self.ids.add(attributes["id"])
        if attributes.get("class") == "text after":
            self.corrected.append("")
        elif self._is_within("class", "text after"):
            assert tag in {"mark", "ins", "span", "i", "data", "abbr", "details", "summary"}
            if tag == "data":
                self.corrected[-1] += chr(int(attributes["value"], 16))
            elif tag == "abbr":
                self.corrected[-1] += attributes["title"]
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        """Close it; they must nest."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        """Collect what a reader reads, and what is copied."""
        tags = [tag for tag, _ in self.open]
        if not {"title", "style", "script", "template"}.isdisjoint(tags):
            return
        if not any(tag == "span" and has.get("lang") == self.hidden for tag, has in self.open):
            self.text.append(data)
        own = any(tag == "span" and "lang" in has for tag, has in self.open)
        if (
            self._is_within("class", "text after")
            and not own
            and {"summary", "data", "abbr"}.isdisjoint(tags)
        ):
            self.corrected[-1] += data

    def _is_within(self, name, value):
        return any(has.get(name) == value for _, has in self.open)

    def all(self, tag, **attributes):
        """Give the attributes of the elements of a name that have these."""
        return [has for name, has in self.elements if name == tag and attributes.items() <= has.items()]

    @property
    def read(self):
        """The text, with blanks as a browser shows them."""
        return re.sub(r"[ \n]+", " ", "".join(self.text))


def draw(text, kind=Kind.JSON, path="a.json", **rules):
    """Make the page of one JSON string, or of a text; give its source and what it says."""
    written, _ = report("html", find(json.dumps(text) if kind is Kind.JSON else text, kind, path, **rules))
    return written, Page(written)


def test_the_page_is_whole_and_loads_nothing():
    """Elements nest, ids are unique, links lead somewhere, and its own policy forbids the network."""
    written, _ = report("html", BOTH, UNREAD)
    page = Page(written)
    assert written.startswith('<!doctype html>\n<html lang="fr">')
    for link in page.all("a"):
        assert link["href"].removeprefix("#") in page.ids
    assert not [has for _, has in page.elements if {"src", "srcset", "action", "style", "onclick"} & set(has)]
    assert page.all("link") == page.all("img") == page.all("iframe") == []
    (policy,) = [has["content"] for has in page.all("meta") if has.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", written, re.DOTALL)[1]
        assert html._hash(content) in policy
        assert "url(" not in content
        assert "http" not in content
        assert content.isascii()


def test_the_page_says_first_that_it_is_personal():
    """Above everything else, in either language."""
    written, _ = report("html", BOTH)
    french, english = Page(written), Page(written, "en")
    assert french.read.index("Cette page contient des données personnelles : elle") < french.read.index(
        "Caractères à corriger avant"
    )
    assert english.read.index("This page holds personal data: it") < english.read.index(
        "Characters to correct"
    )


def test_one_language_is_shown_at_a_time():
    """French first, without any script; what is said in one is said in the other."""
    written, _ = report("html", [*BOTH, *find("x" * 500 + "…" + "y" * 500, Kind.TEXT)], UNREAD)
    french, english = Page(written), Page(written, "en")
    assert ':root[lang="fr"] span[lang="en"], :root[lang="en"] span[lang="fr"]' in written
    for said, other in (("Copier le texte corrigé", "Copy the corrected text"), ("À faire", "What to do")):
        assert (said in french.read, other in french.read) == (True, False)
        assert (said in english.read, other in english.read) == (False, True)
    assert written.count("<span lang=fr>") == written.count("<span lang=en>") > 50
    assert "Sentinelle d" in french.read
    assert "Sentinelle d" in english.read
    assert french.all("main", lang="fr")
    assert french.all("button", id="language", **{"class": "scripted"})
    assert ":root:not(.js) .scripted, [hidden] {" in written


def test_every_phrase_has_the_same_parts_in_both_languages():
    """Or one of them would stumble."""
    said = [phrase for phrase in vars(phrases).values() if isinstance(phrase, phrases.Phrase)]
    assert len(said) > 30
    for french, english in said:
        assert sorted(re.findall(r"{\w+}", french)) == sorted(re.findall(r"{\w+}", english))


@pytest.mark.parametrize("passages", [[], BOTH])
def test_the_page_says_at_its_top_what_could_not_be_read(passages):
    """In red, before every count, with what to do; and never that there is nothing to correct."""
    written, _ = report("html", passages, UNREAD)
    page = Page(written)
    assert page.all("div", **{"class": "unread"})
    said = page.read.index("2 fichiers : lecture impossible ou incomplète.")
    told = page.read.index("a,b.json : ligne 2, colonne 7, not valid <b>.csv : gone <b>.csv : gone")
    counted = page.read.index(
        "7 endroits à corriger" if passages else "Rien trouvé dans ce qui a pu être lu."
    )
    assert said < told < counted < page.read.index("D’abord, transmettez les messages en rouge")
    assert "Rien à corriger" not in page.read
    assert page.all("i", lang="en")
    assert re.search(r"\.unread \{[^}]*color: var\(--old-ink\)", written)


def test_many_messages_are_folded_away():
    """So that a text stands in the first screen; few of them are not."""
    few, many = ([Problem(f"{number}.csv", "gone") for number in range(size)] for size in (8, 9))
    assert Page(report("html", [], few)[0]).all("details") == []
    page = Page(report("html", [], many)[0])
    assert page.all("details") == [{}]
    assert "Voir les 9 messages" in page.read


@pytest.mark.parametrize(("size", "opened"), [(8, {"open": None}), (9, {})])
def test_many_files_are_folded_away(size, opened):
    """The list leads to each file's texts."""
    (passage,) = find("…", Kind.TEXT)
    passages = [dataclasses.replace(passage, path=f"{number}.txt") for number in range(size)]
    page = Page(report("html", passages)[0])
    assert page.all("details")[1] == opened
    assert len([has for has in page.all("a") if has["href"].startswith("#f")]) == size


def test_the_page_says_what_to_do():
    """In the order in which it is to be done, and only what there is to do."""
    assert (
        "À faire Pour chaque texte, copiez la version «\xa0Après\xa0»"
        in Page(report("html", BOTH[:1])[0]).read
    )
    left = Page(report("html", BOTH[1:2])[0]).read
    assert "copiez la version" not in left
    assert "À faire Ce qui est encadré en pointillé est à relire" in left
    assert Page(report("html", BOTH, UNREAD)[0]).read.count("Enregistrez le document") == 1
    assert "À faire" not in Page(report("html", [])[0]).read


def test_the_page_says_when_and_by_what_it_was_made():
    """The reader's time as it was on that machine; the command is no markup."""
    at = datetime(2026, 11, 29, 9, 5, 7, tzinfo=timezone(timedelta(hours=1)))
    written, _ = report("html", [], making=Making(at, "1.2.3", "flatchr-clean check '<b>'"))
    page = Page(written)
    assert "Page faite le 29/11/2026 à 09:05, flatchr-clean 1.2.3 : flatchr-clean check '<b>'" in page.read
    assert "Page made on 2026-11-29 at 09:05, flatchr-clean 1.2.3: flatchr" in Page(written, "en").read
    assert page.all("time") == [{"datetime": "2026-11-29T09:05:07+01:00"}]


@pytest.mark.parametrize(
    ("where", "french", "english"),
    [
        ({"pointer": "/0/title"}, "Annonce 1, champ title (ligne 7)", "Ad 1, field title (line 7)"),
        ({"pointer": "/11"}, "Annonce 12 (ligne 7)", "Ad 12 (line 7)"),
        ({"pointer": "/title"}, "Champ title (ligne 7)", "Field title (line 7)"),
        (
            {"pointer": "/0/a~1b/2/~0c"},
            "Annonce 1, champ a/b › 3 › ~c (ligne 7)",
            "Ad 1, field a/b › 3 › ~c (line 7)",
        ),
        ({"pointer": "/01/\u202e"}, "Champ 01 › <U+202E> (ligne 7)", "Field 01 › <U+202E> (line 7)"),
        ({"pointer": ""}, "Tout le texte (ligne 7)", "The whole text (line 7)"),
        (
            {"row": 1200, "field": "Été"},
            "Ligne 1200 du tableau, colonne Été",
            "Row 1200 of the table, column Été",
        ),
        ({}, "Ligne 7", "Line 7"),
    ],
)
def test_places_are_said_in_words(where, french, english):
    """As the reader counts, from 1; the JSON Pointer itself is for who asks for it."""
    (passage,) = find("\n\n\n\n\n\n…", Kind.TEXT)
    written, _ = report("html", [dataclasses.replace(passage, **where)])
    assert f" {french} " in Page(written).read.replace("Avant", " Avant")
    assert f" {english} " in Page(written, "en").read.replace("Before", " Before")
    titles = [has["title"] for has in Page(written).all("a") if "title" in has]
    assert titles == ([where["pointer"].replace("\u202e", "<U+202E>")] if where.get("pointer") else [])


def test_the_page_shows_each_text_before_and_after():
    """Side by side, marked in place without a number in the words, named in a note."""
    written, _ = report("html", BOTH)
    page = Page(written)
    assert len(page.all("article")) == 5
    assert len(page.all("mark")) == 8  # the key's is marked in its second text too: it stays
    assert "Sentinelle d<mark class=large>’</mark>Artagnan" in written
    assert "Sentinelle d<ins class=large>'</ins>Artagnan" in written
    assert "’ apostrophe courbe, devient '" in page.read
    assert "’ right single quotation mark, becomes '" in Page(written, "en").read
    assert "\N{BULLET}\N{OPEN BOX} puce ronde, devient - " in page.read


def test_quotation_marks_are_large():
    """Curly ones are told from straight ones by nothing else; dashes need no help."""
    written, _ = draw("“a” – l’été 5′")
    assert re.findall(r"<mark([^>]*)>(.)", written) == [
        (" class=large", "“"), (" class=large", "”"), ("", "–"), (" class=large", "’"), (" class=large", "′"),
    ]  # fmt: skip
    assert ".large { font: 700 1.5em" in written


def test_the_page_escapes_what_documents_hold():
    """A document's markup is shown and not obeyed; what can't be seen is no more in the page than on it."""
    hostile = '<script>alert("x")</script>&amp;\u202e\x07\u200b…</style>'
    written, _ = report("html", find(json.dumps({hostile: hostile}), Kind.JSON, f"{hostile}.json"))
    page = Page(written)
    assert len(page.all("script")) == 1
    assert 'alert("x")' in page.read
    assert "<td>U+202E</td>" in written
    assert [character for character in "\u202e\x07\u200b" if character in written] == []


def test_lone_surrogates_are_shown_too():
    """They have no UTF-8, and yet the page does."""
    written, page = draw("\ud83c…", fields=FieldPolicy({}, default="exact"))
    assert "<mark class=left><data value=D83C>U+D83C</data></mark>" in written
    assert page.corrected == ["\ud83c…"]
    written.encode()


def test_what_a_fix_leaves_is_marked_on_both_sides():
    """An exact value is to be corrected at its source, and the note says why; there is nothing to copy."""
    fields = FieldPolicy({"/a": "exact"})
    written, _ = report("html", find('{"a": "l’une"}', Kind.JSON, fields=fields))
    page = Page(written)
    assert len(page.all("mark", **{"class": "left"})) == 2
    assert (
        "à corriger à la source : une correction automatique laisse cet endroit tel quel, comme toute clé ou "
        "valeur exacte. Par exemple : '" in page.read
    )
    assert page.all("button", **{"class": "copy"}) == []


def test_what_nobody_can_decide_is_to_be_looked_at():
    """A text that may be misread, a tag that may be meant: nothing becomes of them."""
    page = draw("&lt;b&gt;oui&lt;/b&gt; <p>a</p>")[1]
    assert "balises échappées, à relire et à corriger à la source" in page.read


def test_counts_choose_what_is_shown_without_a_script():
    """A radio button for each rule that was met, with its count and a style that hides the rest."""
    written, _ = report("html", BOTH)
    page = Page(written)
    assert [has["id"] for has in page.all("input", type="radio")] == [
        "only-all", "only-apostrophe", "only-quote", "only-ellipsis", "only-bullet", "only-emoji",
    ]  # fmt: skip
    assert "Apostrophes 2" in page.read
    assert "Apostrophe 2" in Page(written, "en").read
    for rule in ("apostrophe", "quote"):
        assert f"body:has(#only-{rule}:checked) :is(.passage:not([data-rules~='{rule}'])" in written
    assert page.all("form", role="search", **{"class": "search scripted"})
    assert [has["data-rules"] for has in page.all("article")][-1] == "apostrophe quote"


def test_the_search_stands_before_the_texts():
    """And before the counts and the list of files."""
    written, _ = report("html", BOTH)
    places = [written.index(part) for part in ('id="search"', 'id="only-all"', 'href="#f1"', "<article")]
    assert places == sorted(places)


def test_numbers_are_grouped():
    """In each language's own way."""
    written, _ = draw("l’a " * 1500, Kind.TEXT)
    assert "1\u202f500 endroits à corriger dans 1 texte, 1 fichier sur 2." in Page(written).read
    assert "1,500 places to correct in 1 text, 1 file of 2." in Page(written, "en").read


def test_long_texts_are_folded_between_findings():
    """Only clean stretches; how long they are is said, and on the right they can be unfolded and copied."""
    text = f"{'a' * 1000}…{'b' * 1000}…{'c' * 100}"
    written, page = draw(text, Kind.TEXT)
    before, after = re.findall(r"<div class=\"?text[^>]*>(.*?)</div>", written, re.DOTALL)
    assert "a" * 160 in before
    assert "a" * 161 not in before
    assert "b" * 161 not in before
    assert "c" * 100 in before
    assert re.search(r"<details><summary>[^b]*</summary>b{680}</details>", after)
    assert page.read.count("680 caractères") == page.read.count("840 caractères") == 2
    assert Page(written, "en").read.count("680 characters") == 2
    assert page.corrected == [text.replace("…", "...")]


def test_long_findings_are_folded_too():
    """Word's markup can be longer than the text."""
    profile = dataclasses.replace(FLATCHR, word_markup="strip")
    hidden = f"<!--[if gte mso 9]><xml>{'x' * 1000}</xml><![endif]-->"
    written, page = draw(f"<p>a{hidden}…</p>", profile=profile)
    assert "x" * 161 not in written
    assert f"[{len(hidden) - 320} caractères]" in page.read
    assert "balises de Word, à supprimer" in page.read
    assert "<ins class=nothing></ins>" in written
    assert page.corrected == ["<p>a...</p>"]


def test_deletions_spaces_and_breaks_can_be_seen():
    """What becomes nothing, a space or a line break is drawn, and not copied."""
    written, page = draw("x\u2028y\u200bz\xa0; 🎯 \x0b")
    assert "<ins class=break>\n</ins>y" in written
    assert 'ins.break::before { content: "\\21B5"; }' in written
    assert "y<ins class=nothing></ins>z<ins> </ins>;" in written
    deleted = "<span lang=fr>supprimé</span><span lang=en>deleted</span>"
    assert f'<ins class="nothing lost">{deleted}</ins>' in written  # an emoji says something
    for said in ("devient saut de ligne", "(invisible), à supprimer", "espace insécable, devient espace"):
        assert said in page.read
    article = written[written.index("<article") : written.index("</article>")]
    assert [sign for sign in "\u2028\u200b\x0b" if sign in article] == []


def test_what_stays_and_cannot_be_seen_is_its_code_point():
    """A profile may keep it; then it is copied too."""
    profile = dataclasses.replace(FLATCHR, keep="\u200b\xa0")
    written, page = draw("a\u200b\xa0\r\n\tb…", profile=profile)
    assert "a<data value=200B>U+200B</data><data value=00A0> </data><data value=000D></data>\n\tb" in written
    assert page.corrected == ["a\u200b\xa0\r\n\tb..."]


def test_combining_accents_stand_on_a_circle():
    """Alone they would stand on what comes before; selectors of emoji are not drawn beside them."""
    written, page = draw("e\u0301 \u2764\ufe0f \ue123")
    assert "<mark>e\N{DOTTED CIRCLE}\u0301</mark>" in written
    assert "<mark>\u2764\N{OPEN BOX}</mark>" in written
    assert "caractères à usage privé (U+E123)" in page.read


def test_tags_are_dimmed_and_references_are_what_they_mean():
    """In what was found, in what stays, and in what is copied, where they are written as they were."""
    text = '<p class="x">L&rsquo;&eacute;t&eacute; &amp; &#x1F600;&nbsp;!</p>'
    written, page = draw(text)
    assert '<i>&lt;p class="x"&gt;</i>L<mark class=large>’</mark>' in written
    assert '<abbr title="&amp;eacute;">é</abbr>t<abbr' in written
    assert '<abbr title="&amp;amp;">&amp;</abbr>' in written
    assert page.corrected == [clean(text)]
    assert "&eacute;" in page.corrected[0]


def test_a_reference_that_is_cut_where_a_text_is_folded_is_as_written():
    """Its halves mean nothing."""
    written, _ = draw(f"<b>…</b>{'&eacute;' * 200}")
    assert set(re.findall(r'<abbr title="([^"]*)">é</abbr>', written)) == {"&amp;eacute;"}


def test_text_that_is_no_html_is_no_markup():
    """A comparison and a reference that somebody writes about are what they are."""
    written, _ = draw("a < b &eacute; …")
    assert "a &lt; b &amp;eacute; " in written
    assert "<abbr" not in written


def test_a_finding_in_a_tag_is_marked_in_it():
    """The tag is dimmed on both sides of it."""
    written, page = draw('<a title="l’été">x</a>')
    assert '<i>&lt;a title="l</i><mark class=large>’</mark><i>été"&gt;</i>x<i>&lt;/a&gt;</i>' in written
    assert page.corrected == ['<a title="l\'été">x</a>']


def test_misread_words_have_one_note():
    """Or a text that is misread throughout would be told twice."""
    text = "Ã©tÃ© Ã la plage, dÃ©jÃ\xa0 là"
    page = draw("Артур Иванов Артур".encode().decode("cp1252", "replace") + " …")[1]
    assert page.read.count("texte mal décodé") + page.read.count("texte sans doute mal décodé") <= 2
    assert draw(text)[1].read.count("texte mal décodé") >= 1


def test_codes_are_folded_away():
    """At the end of the page, each once, with its name in the standard."""
    written, _ = report("html", BOTH)
    page = Page(written)
    assert "U+2019" not in written[: written.index("<footer>")]
    assert page.all("details")[-1] == {}
    assert "Codes des caractères trouvés Signe Code Nom français Nom Unicode" in re.sub(
        r"(Signe|Code|français)(?=[A-Z])", r"\1 ", page.read
    )
    assert re.findall(r"<td>(U\+\w+)</td>", written) == [
        "U+0020", "U+2019", "U+201C", "U+201D", "U+2022", "U+2026", "U+1F3AF",
    ]  # fmt: skip
    named = "<td lang=fr>apostrophe courbe</td><td lang=en>RIGHT SINGLE QUOTATION MARK</td>"
    assert f"<td>’</td><td>U+2019</td>{named}" in written


def test_the_page_is_cut_where_browsers_slow_down(monkeypatch):
    """It says how many texts it leaves out, and so does the command."""
    monkeypatch.setattr(html, "PASSAGES_AT_MOST", 2)
    written, left_out = report("html", BOTH)
    page = Page(written)
    assert len(page.all("article")) == 2
    assert "Les 2 premiers textes sont montrés ; 3 autres ne le sont pas." in page.read
    assert "b.csv" in page.read
    assert left_out == "the HTML report shows the first 2 texts and leaves out 3"


def test_texts_are_grouped_for_the_browser():
    """What is out of sight costs nothing, and on paper everything is in sight."""
    (passage,) = find("…", Kind.TEXT)
    written, _ = report("html", [passage] * 51)
    assert len(Page(written).all("div", **{"class": "group"})) == 3
    assert ".group, .passage { content-visibility: auto;" in written
    assert re.search(
        r"@media print \{.*\.group, \.passage \{ content-visibility: visible; \}", written, re.DOTALL
    )


def test_short_texts_are_not_cut_on_paper():
    """Long ones are, or pages would be half empty."""
    short, long = (Page(report("html", find("x" * size + "…", Kind.TEXT))[0]) for size in (100, 250))
    assert short.all("article", **{"class": "passage"})
    assert long.all("article", **{"class": "passage long"})


def test_a_page_of_nothing_says_so():
    """No table, no search; the language can be chosen all the same."""
    page = Page(report("html", [])[0])
    assert "Rien à corriger." in page.read
    assert page.all("form") == page.all("details") == []
    assert page.all("button", id="language")


HARD_TO_COPY = [
    'a\n\r\n"b" \'c\' </script><!-- & &amp; …', "…\u2028\u2029\x85\x0b\x0c", "<b>…</b></div></main>",
    "\x00…\x1a", "\n\n…\n", " … ", "\t…\t", "&rsquo;&lt;b&gt;&copy&notit;&#0;", "<!-- … ", "<p title='…",
    "…\ud800", "\ufdd0\uffff…", f"<b>…</b>{'&eacute;' * 200}<b>",
]  # fmt: skip


@given(
    st.text(
        st.sampled_from("a é’…\n\r\t\xa0\u200b\u202e\x00\x85&;<>\"'p/=!-#\ud800🎯\u0301r s q u o"),
        max_size=60,
    )
)
@example("".join(HARD_TO_COPY))
@pytest.mark.parametrize("size", [1, 200])
def test_what_is_copied_is_the_corrected_text(size, text):
    """To the character, whatever the text holds and however much of it is folded away."""
    text = f"{text}{'x' * size}<i>{text}…"
    for passage in find(json.dumps(text), Kind.JSON):
        assert Page(report("html", [passage])[0]).corrected == [clean(text)]


@pytest.mark.parametrize("text", HARD_TO_COPY)
def test_hard_texts_are_copied(text):
    """Each by itself: a line break at the start, markup that is never closed, what HTML can't hold."""
    written, page = draw(text)
    assert page.corrected == [clean(text)]
    written.encode()


@pytest.mark.parametrize("kind", [Kind.CSV, Kind.TEXT, Kind.HTML])
def test_other_documents_are_copied_as_they_will_be_fixed(kind):
    """A cell as its value, not as it is written; a text line by line."""
    text = "l’une “et” l’autre & <b>…</b>"
    if kind is Kind.CSV:
        written = io.StringIO()
        csv.writer(written, delimiter=";").writerows([["Titre", "Texte"], ["a", text]])
        assert draw(written.getvalue(), kind)[1].corrected == [clean(text)]
    else:
        assert draw(f"{text}\n{text}\n", kind)[1].corrected == [clean(text)] * 2


def test_texts_that_were_not_kept_are_empty():
    """The page is for texts, and yet it stands without."""
    passage = dataclasses.replace(BOTH[0], text=None, findings=())
    marked = MarkedText(Passage("a", passage.findings))
    assert (marked.before, marked.after, list(marked.notes)) == ([""], [""], [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(
    "arguments", [["--format", "html", "--output", "page.html"], ["--report", "html=page.html"]]
)
@pytest.mark.parametrize("before", [None, 0o644, 0o400])
def test_its_owner_alone_can_read_the_page(tmp_path, monkeypatch, arguments, before):
    """Whoever could read what stood in its place; other reports hold no text and are as any file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("…")
    if before is not None:
        (tmp_path / "page.html").write_text("old")
        (tmp_path / "page.html").chmod(before)
    umask = os.umask(0o022)
    try:
        assert run("check", "a.txt", *arguments, "--report", "json=a.json").status == 1
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o644
    assert "flatchr-clean check a.txt" in Page((tmp_path / "page.html").read_text("utf-8")).read
