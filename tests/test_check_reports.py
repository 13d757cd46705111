"""Each report as its reader gets it: escaped, valid, and without a word of the documents unless asked."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from flatchr_clean.check import pieces
from flatchr_clean.check.baseline import format_baseline
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.identity import identify
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source
from flatchr_clean.check.reports import FORMATS, Style, Tally, french, html, make_report, sarif
from flatchr_clean.check.reports.text import count_columns
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import RULE_SENTENCES, describe
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.profile import FLATCHR

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text("utf-8"))
VOID = {"meta", "input", "br"}

JSON_TEXT = '{"a/b": [{"titre": "Sentinelle d’Artagnan"}], "clé…": "\\u2022 puce", "b": "🎯"}'
CSV_TEXT = "Titre;Texte\nSentinelle;“<b>” l’une\n"


def find(text, kind, path="dir/a b.json", profile=FLATCHR, **rules):
    """Give the passages of a text, with their texts."""
    passages = []
    for piece in pieces._cut(Source(path, kind), io.BytesIO(text.encode())):
        passages += examine_piece(Rules(profile, keep_texts=True, **rules), piece).passages
    return passages


def report(name, passages, problems=(), **style):
    """Write a report; give its text and what it left out."""
    written = []
    tally = Tally(files=2, problems=list(problems))
    made = make_report(name, written.append, Style(**style))
    for passage in passages:
        tally.add(passage)
        made.add(passage)
    left_out = made.finish(tally)
    return "".join(written), left_out


BOTH = [*find(JSON_TEXT, Kind.JSON), *find(CSV_TEXT, Kind.CSV, "b.csv")]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_no_report_shows_a_text_unasked(name):
    """Not the value, not its neighbours; with --show-context the neighbours."""
    assert "Sentinelle" not in report(name, BOTH)[0]
    assert "Artagnan" in report(name, BOTH, show_context=True)[0]


MISREAD = "Артур 日本".encode().decode("cp1252", "surrogateescape").translate({0xDC90: 0x90, 0xDC9D: 0x9D})
MARKUP = "<p>a<!--[if gte mso 9]><xml>Artagnan</xml><![endif]--></p>"
WORDS = ("Арту", "ртур", "日本", "Ñ€Ñ‚", "U+00D1", "\\u0440", "Artagnan", "U+0072, U+0074", "U+0416", "Artur")


def find_words():
    """Give findings that are words: repaired ones in each kind of document, and markup with an author."""
    stripping = dataclasses.replace(FLATCHR, word_markup="strip")
    yield from find(json.dumps({"a": MISREAD}), Kind.JSON, "a.json")
    yield from find(f"Titre;Texte\n1;{MISREAD}\n", Kind.CSV, "a.csv")
    yield from find(MISREAD, Kind.TEXT, "a.txt")
    yield from find("".join(f"&#{ord(c)};" for c in MISREAD), Kind.HTML, "a.html")
    yield from find(MARKUP, Kind.HTML, "b.html", profile=stripping)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_words_that_a_repair_gives_back_are_no_code_points(name):
    """Neither as they were misread nor as they become, nor letter by letter: how many there are is enough."""
    passages = list(find_words())
    assert len(passages) == 5
    written = report(name, passages)[0]
    assert [word for word in WORDS if word in written] == []
    assert "10 characters -> 5 characters [encoding]" in report("text", passages)[0]
    assert "50 characters -> nothing [word-markup]" in report("text", passages)[0]
    unasked = json.loads(report("json", passages)[0])["findings"][0]
    assert (unasked["code_points"], unasked["replacement"]) == ([], None)
    shown = json.loads(report("json", passages, show_context=True)[0])["findings"][0]
    assert (shown["replacement"], shown["context"]["found"]) == ("Артур", MISREAD.split()[0])


def test_a_baseline_holds_no_word_that_a_repair_gives_back():
    """It is committed."""
    accepted = Counter(identify(passage, found) for passage in find_words() for found in passage.findings)
    written = format_baseline(accepted)
    assert [word for word in WORDS if word in written] == []


@pytest.mark.parametrize("name", FORMATS)
def test_texts_that_were_not_kept_are_not_missed(name):
    """Context that was never collected can't be shown, and that is no error."""
    written, _ = report(name, find_without_texts(), show_context=True)
    assert "Artagnan" not in written


def find_without_texts():
    """Give passages without texts."""
    (piece,) = pieces._cut(Source("a", Kind.JSON), io.BytesIO(JSON_TEXT.encode()))
    return examine_piece(Rules(FLATCHR), piece).passages


def test_the_text_report_is_a_line_for_each_finding():
    """Place, name, replacement, rule, where."""
    assert report("text", BOTH)[0].splitlines() == [
        "dir/a b.json:1:33: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] /a~1b/0/titre",
        "dir/a b.json:1:51: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis, left as it is] /clé…",
        'dir/a b.json:1:56: U+2022 BULLET, U+0020 SPACE -> "- " [bullet] /clé…',
        "dir/a b.json:1:76: U+1F3AF DIRECT HIT -> nothing [emoji, lossy] /b",
        'b.csv:2:12: U+201C LEFT DOUBLE QUOTATION MARK -> " [quote] row 2, Texte',
        'b.csv:2:16: U+201D RIGHT DOUBLE QUOTATION MARK -> " [quote] row 2, Texte',
        "b.csv:2:19: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] row 2, Texte",
    ]


def test_context_stands_under_the_finding_with_a_mark():
    """What can't be seen is shown as its code point, and wide characters take two columns."""
    passages = find("日本\u200b: l\xa0’été 🎯", Kind.TEXT, "a.txt")
    lines = report("text", passages, show_context=True)[0].splitlines()
    assert lines[1:3] == ["    日本<U+200B>: l<U+00A0>’été 🎯", "        ^^^^^^^^"]
    assert lines[7:9] == ["    日本<U+200B>: l<U+00A0>’été 🎯", f"    {' ' * 23}^"]


def test_context_is_marked_where_an_encoding_lacks_characters():
    """They are written as code points here, and the marks stand under them."""
    written, _ = report("text", find("é’", Kind.TEXT), show_context=True, encoding="ascii")
    assert written.splitlines()[1:] == ["    <U+00E9><U+2019>", "            ^^^^^^^^"]


def test_context_fits_in_80_columns():
    """However many code points are written out, the mark stands under its finding."""
    passages = find("é\xa0" * 30 + "…" + "\xa0日" * 30, Kind.TEXT)
    lines = report("text", passages, show_context=True)[0].splitlines()
    for shown, mark in zip(lines[1::3], lines[2::3], strict=True):
        assert count_columns(shown) <= 80
        blanks = len(mark) - mark.count("^")
        start = next(index for index in range(len(shown)) if count_columns(shown[:index]) == blanks)
        assert shown[start:].startswith(("<U+00A0>", "…"))


def test_colours_are_for_terminals():
    """Asked for, the place is bold; otherwise not a byte of it."""
    assert report("text", BOTH[:1], colour=True)[0].startswith("\x1b[1mdir/a b.json\x1b[0m:1:33: ")
    assert "\x1b" not in report("text", BOTH, show_context=True)[0]


def test_a_terminal_is_not_obeyed():
    """Escapes in a key or a path are shown, not sent."""
    passages = find('{"a\\u001b[31m\\u202e": "…"}', Kind.JSON, "x\x1b[0m\n.json")
    written = report("text", passages, show_context=True)[0]
    assert "\x1b" not in written
    assert "x<U+001B>[0m<U+000A>.json:1:" in written
    assert "/a<U+001B>[31m<U+202E>" in written


def test_the_json_report_has_what_scripts_rely_on():
    """Path, place, rule, code points, replacement; a pointer, or a row and a field."""
    findings = json.loads(report("json", BOTH)[0])["findings"]
    first, last = findings[0], findings[-1]
    promised = {
        "path": "dir/a b.json", "line": 1, "column": 33, "rule": "apostrophe", "code_points": ["U+2019"],
        "replacement": "'",
    }  # fmt: skip
    assert {name: first[name] for name in promised} == promised
    assert (first["pointer"], "row" in first) == ("/a~1b/0/titre", False)
    assert (last["row"], last["field"], "pointer" in last) == (2, "Texte", False)
    assert findings[3]["code_points"] == ["U+1F3AF"]
    assert [finding["fixable"] for finding in findings] == [True, False, True, True, True, True, True]
    assert [finding["lossy"] for finding in findings][3] is True
    shown = json.loads(report("json", BOTH[:1], show_context=True)[0])["findings"][0]["context"]
    assert shown == {"before": "Sentinelle d", "found": "’", "after": "Artagnan"}


@pytest.mark.parametrize(("name", "empty"), [("json", {"findings": [], "problems": []}), ("gitlab", [])])
def test_nothing_found_is_an_empty_list(name, empty):
    """In ASCII in any case, whatever was found."""
    assert json.loads(report(name, [])[0]) == empty
    assert report(name, BOTH, show_context=True)[0].isascii()


def test_github_annotations_are_escaped():
    """A path and a message can't end a property, a command or a line."""
    passages = find('{"k%\\n::error": "…"}', Kind.JSON, "a,b:c%\n.json")
    assert report("github", passages)[0] == (
        "::warning file=a%2Cb%3Ac%25%0A.json,line=1,col=18::U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis] at "
        "/k%25<U+000A>::error\n"
    )


def test_github_is_told_what_could_not_be_read():
    """As errors, with what is known of their place."""
    problems = [Problem("a,b.json", "50 %", 2, 7), Problem("b.csv", "ragged", 3), Problem("c.txt", "gone")]
    assert report("github", [], problems)[0] == (
        "::error file=a%2Cb.json,line=2,col=7::50 %25\n"
        "::error file=b.csv,line=3::ragged\n"
        "::error file=c.txt::gone\n"
    )


UNREAD = [Problem("a,b.json", "not valid", 2, 7), Problem("<b>.csv", "gone"), Problem("<b>.csv", "gone")]


def test_the_text_report_ends_with_what_could_not_be_read():
    """In a file; on a console it was told already."""
    assert report("text", BOTH[:1], UNREAD)[0].splitlines()[1:] == [
        "a,b.json:2:7: error: not valid", "<b>.csv: error: gone", "<b>.csv: error: gone",
    ]  # fmt: skip
    assert report("text", [], UNREAD, problems_told=True)[0] == ""


@pytest.mark.parametrize("passages", [[], BOTH])
def test_the_json_report_tells_what_could_not_be_read(passages):
    """Each with its path and a message that has the place."""
    told = json.loads(report("json", passages, UNREAD)[0])
    assert len(told["findings"]) == (7 if passages else 0)
    assert told["problems"] == [
        {"path": "a,b.json", "message": "line 2, column 7: not valid"},
        {"path": "<b>.csv", "message": "gone"},
        {"path": "<b>.csv", "message": "gone"},
    ]


@pytest.mark.parametrize("passages", [[], BOTH])
def test_gitlab_is_blocked_by_what_could_not_be_read(passages):
    """Each is an issue of its own, at its line or at the first."""
    issues = json.loads(report("gitlab", passages, UNREAD)[0])[-3:]
    assert [(issue["severity"], issue["check_name"], issue["location"]) for issue in issues] == [
        ("blocker", "unreadable", {"path": "a,b.json", "lines": {"begin": 2}}),
        ("blocker", "unreadable", {"path": "<b>.csv", "lines": {"begin": 1}}),
        ("blocker", "unreadable", {"path": "<b>.csv", "lines": {"begin": 1}}),
    ]
    assert issues[0]["description"] == "line 2, column 7: not valid"
    assert len({issue["fingerprint"] for issue in issues}) == 3


@pytest.mark.parametrize("passages", [[], BOTH])
def test_the_page_says_at_its_top_what_could_not_be_read(passages):
    """In red, before every count; and never that there is nothing to correct."""
    written, _ = report("html", passages, UNREAD)
    page = Page(written)
    assert page.all("div", **{"class": "unread"})
    said = page.read.index("2 fichiers : lecture impossible ou incomplète.")
    assert said < page.read.index("a,b.json : line 2, column 7: not valid <b>.csv : gone <b>.csv : gone")
    assert said < page.read.index("Apostrophes" if passages else "Rien trouvé dans ce qui a pu être lu.")
    assert "Rien à corriger" not in page.read
    assert re.search(r"\.unread \{[^}]*color: var\(--old-ink\)", written)


def test_gitlab_fingerprints_are_unique():
    """Two alike findings are two."""
    passages = find('{"a": "… … …"}\n{"a": "… … …"}\n', Kind.NDJSON, "./a.ndjson")
    issues = json.loads(report("gitlab", passages)[0])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6
    assert issues[3]["location"] == {"path": "a.ndjson", "lines": {"begin": 2, "end": 2}}
    assert (issues[0]["check_name"], issues[0]["severity"]) == ("ellipsis", "minor")
    assert json.loads(report("gitlab", find("🎯", Kind.TEXT))[0])[0]["severity"] == "major"


def validate(log):
    """Check a log against the published schema."""
    jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_sarif_is_valid():
    """With findings of every kind, with problems, with context, and empty."""
    problems = [Problem("c.csv", "row 3 is short", 3), Problem("-", "is binary")]
    for log in (
        report("sarif", BOTH)[0],
        report("sarif", BOTH, problems, show_context=True)[0],
        report("sarif", [])[0],
    ):
        validate(json.loads(log))


def test_sarif_says_where_and_what_to_write():
    """Relative URIs, code points, pointers, a fix that keeps a table valid, a fingerprint each."""
    run = json.loads(report("sarif", BOTH)[0])["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    results = run["results"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(map(str, Rule))
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in results)
    location = results[0]["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "dir/a%20b.json"},
        "region": {"startLine": 1, "startColumn": 33, "endLine": 1, "endColumn": 34},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/a~1b/0/titre", "kind": "value"}]
    prints = {result["partialFingerprints"]["flatchrClean/v1"] for result in results}
    assert len(prints) == len(results)
    (change,) = results[4]["fixes"][0]["artifactChanges"]
    assert [
        (
            part["deletedRegion"]["startColumn"],
            part["deletedRegion"]["endColumn"],
            part["insertedContent"]["text"],
        )
        for part in change["replacements"]
    ] == [(12, 12, '"'), (12, 13, '""'), (23, 23, '"')]


def test_sarif_tells_what_could_not_be_read():
    """As notifications of an invocation that did not succeed."""
    run = json.loads(report("sarif", [], [Problem("c.csv", "row 3 is short", 3)])[0])["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"] == {"text": "row 3 is short"}


ODD_NAMES = [
    "::error::forged", "  ::error file=a::forged", "a\n::error::forged", "a\r::error::forged",
    "a##[error]forged", "-rf", " a b ", "a:1:2", "a\x1b[31m\x07\u202e", "a\udce9\udcff", "a%0A,b",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_NAMES)
@pytest.mark.parametrize("name", FORMATS)
def test_odd_names_are_shown_and_never_obeyed(name, odd):
    """As a path, as a key, as a column, as a text shown on request: each line is the report's own."""
    passages = [
        *find(json.dumps({odd: f"{odd}…{odd}"}), Kind.JSON, odd),
        *find(json.dumps(f"{'x' * (34 - len(odd))}{odd}{'y' * 40}…"), Kind.JSON, odd),
        dataclasses.replace(find("a;b\n1;…", Kind.CSV, odd)[0], field=odd),
    ]
    problems = [Problem(odd, f"about {odd}", 1, 2), Problem(odd, odd)]
    written, _ = report(name, passages, problems, show_context=True)
    written.encode()
    assert not [character for character in "\r\x1b\x07\u202e" if character in written]
    if name != "html":  # which a browser reads, and no log
        commands = [line for line in written.split("\n") if line.lstrip().startswith("::") or "##[" in line]
        assert [line for line in commands if name != "github" or not line.startswith(OWN_COMMANDS)] == []
    if name in ("json", "gitlab", "sarif"):
        assert SURROGATE_ESCAPE.search(written) is None
        json.loads(written)


OWN_COMMANDS = ("::warning file=", "::error file=")
SURROGATE_ESCAPE = re.compile(r"(?<!\\)\\ud[89a-f]")


def test_sarif_is_cut_where_github_refuses(monkeypatch):
    """And says so."""
    monkeypatch.setattr(sarif, "RESULTS_AT_MOST", 3)
    written, left_out = report("sarif", BOTH)
    assert len(json.loads(written)["runs"][0]["results"]) == 3
    assert left_out == "the SARIF report holds the first 3 findings of 7: GitHub takes no more"


def test_githubs_limit_is_what_it_is():
    """25,000 results a run."""
    assert sarif.RESULTS_AT_MOST == 25_000


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and whether they nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.ids, self.text = [], [], set(), []
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
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close it; they must nest."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Collect what a reader reads."""
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)

    def all(self, tag, **attributes):
        """Give the attributes of the elements of a name that have these."""
        return [has for name, has in self.elements if name == tag and attributes.items() <= has.items()]

    @property
    def read(self):
        """The text, with blanks as a browser shows them."""
        return re.sub(r"\s+", " ", "".join(self.text))


def test_the_page_is_whole_and_loads_nothing():
    """Elements nest, ids are unique, links lead somewhere, and its own policy forbids the network."""
    written, _ = report("html", BOTH)
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
    """In French and in English, above everything else."""
    page = Page(report("html", BOTH)[0])
    assert page.all("div", role="note")
    assert page.read.index("Cette page contient des données personnelles") < page.read.index(
        "Caractères à corriger avant"
    )
    assert "This page holds personal data" in page.read


def test_the_page_shows_each_text_before_and_after():
    """Side by side, marked in place, named in French and English in a note."""
    written, _ = report("html", BOTH)
    page = Page(written)
    assert len(page.all("article")) == 5
    assert len(page.all("mark")) == 8  # the key's is marked in its second text too: it stays
    assert (
        'Sentinelle d<mark title="apostrophe courbe - U+2019 RIGHT SINGLE QUOTATION MARK">’</mark>'
        '<sup><a href="#t1-1" aria-label="note 1">1</a></sup>Artagnan' in written
    )
    assert "Sentinelle d<ins>&#x27;</ins>Artagnan" in written
    assert "’ apostrophe courbe U+2019 RIGHT SINGLE QUOTATION MARK, devient '" in page.read
    assert "Ligne 2 du tableau, colonne Texte" in page.read
    assert "Ligne 1, /a~1b/0/titre" in page.read


def test_the_page_escapes_what_documents_hold():
    """A document's markup is shown and not obeyed; what can't be seen is shown as its code point."""
    hostile = '<script>alert("x")</script>&amp;\u202e\x07\u200b…</style>'
    written, _ = report("html", find(json.dumps({hostile: hostile}), Kind.JSON, f"{hostile}.json"))
    page = Page(written)
    assert len(page.all("script")) == 1
    assert 'alert("x")' in page.read
    assert "\u202e" not in written
    assert '<span class="code">U+202E</span>' in written
    assert "\x07" not in written


def test_lone_surrogates_are_shown_too():
    """They have no UTF-8, and yet the page does."""
    written, _ = report("html", find('{"a": "\\ud83c…"}', Kind.JSON))
    assert '<span class="code">U+D83C</span>' in written
    written.encode()


def test_what_a_fix_leaves_is_marked_on_both_sides():
    """An exact value is to be corrected at its source, and the note says why."""
    fields = FieldPolicy({"/a": "exact"})
    page = Page(report("html", find('{"a": "l’une"}', Kind.JSON, fields=fields))[0])
    assert len(page.all("mark", **{"class": "left"})) == 2
    assert "à corriger à la source" in page.read
    assert "left as it is" in page.read


def test_counts_choose_what_is_shown_without_a_script():
    """A radio button for each rule that was met, with its count and a style that hides the rest."""
    written, _ = report("html", BOTH)
    page = Page(written)
    assert [has["id"] for has in page.all("input", type="radio")] == [
        "only-all", "only-apostrophe", "only-quote", "only-ellipsis", "only-bullet", "only-emoji",
    ]  # fmt: skip
    assert "Apostrophes apostrophe 2" in page.read
    for rule in ("apostrophe", "quote"):
        assert f"body:has(#only-{rule}:checked) :is(.passage:not([data-rules~='{rule}'])" in written
    assert page.all("form", role="search", hidden=None)
    assert [has["data-rules"] for has in page.all("article")][-1] == "apostrophe quote"


def test_long_texts_are_shortened_between_findings():
    """Only clean stretches, and how long they are is said."""
    text = f"{'a' * 1000}…{'b' * 1000}…{'c' * 100}"
    written, _ = report("html", find(text, Kind.TEXT))
    page = Page(written)
    assert "a" * 160 in page.read
    assert "a" * 161 not in page.read
    assert "b" * 161 not in page.read
    assert "c" * 100 in page.read
    assert page.read.count("[680 caractères characters]") == 2
    assert page.read.count("[840 caractères characters]") == 2


def test_deletions_spaces_and_breaks_can_be_seen():
    """What becomes nothing, a space or a line break is drawn."""
    written, _ = report("html", find('{"a": "x\u2028y\u200bz\xa0;"}', Kind.JSON))
    page = Page(written)
    assert "<ins>↵</ins>\ny" in written
    assert '<ins class="nothing"><span class="unseen">supprimé</span>' in written
    assert "<ins> </ins>;" in written
    for said in ("devient saut de ligne", "devient rien nothing", "devient espace"):
        assert said in page.read


def test_the_page_is_cut_where_browsers_slow_down(monkeypatch):
    """It says how many texts it leaves out, and so does the command."""
    monkeypatch.setattr(html, "PASSAGES_AT_MOST", 2)
    written, left_out = report("html", BOTH)
    page = Page(written)
    assert len(page.all("article")) == 2
    assert "Les 2 premiers textes sont montrés ; 3 autres ne le sont pas." in page.read
    assert left_out == "the HTML report shows the first 2 texts and leaves out 3"


def test_a_page_of_nothing_says_so():
    """No table, no script."""
    page = Page(report("html", [])[0])
    assert "Rien à corriger." in page.read
    assert page.all("script") == []


def test_every_rule_has_its_words():
    """In both languages, or a report would stumble over a new rule."""
    assert set(RULE_SENTENCES) == set(french.FRENCH_RULES) == set(Rule)


def test_french_names_are_for_what_documents_hold():
    """Each is a single character; none is named twice by mistake."""
    assert all(len(character) == 1 for character in french.FRENCH_NAMES)
    assert len(set(french.FRENCH_NAMES.values())) == len(french.FRENCH_NAMES)


def test_long_sequences_are_named_in_part():
    """An emoji family has more characters than a line."""
    (passage,) = find("👩\u200d👩\u200d👧\u200d👦", Kind.TEXT)
    assert (
        describe(passage.findings[0])
        == "U+1F469 WOMAN, U+200D ZERO WIDTH JOINER, U+1F469 WOMAN, 4 more -> nothing"
    )


def test_printable_text_is_shown_as_it_is():
    """Accents and guillemets need no code point."""
    assert make_visible("« Été »") == "« Été »"
