"""Each report as its reader gets it: escaped, valid, and without a word of the documents unless asked."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections import Counter
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
from flatchr_clean.check.reports import FORMATS, Style, Tally, french, make_report, sarif
from flatchr_clean.check.reports.text import count_columns
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import RULE_SENTENCES, describe
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.profile import FLATCHR

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text("utf-8"))

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
