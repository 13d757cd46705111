"""What a file is: by `--type`, by an ending that tells it, by what it holds, or asked for."""

from __future__ import annotations

import json

import pytest

from tests.check_command import run
from tests.test_check_tables import PROSE

pytestmark = pytest.mark.usefixtures("here")


def fix(here, name, text, *options):
    """Fix a file, or standard input; give the status and what came out."""
    if name == "-":
        done = run("fix", "-", *options, stdin=text.encode())
        return done.status, done.out.decode(), done.err
    (here / name).write_text(text, newline="")
    done = run("fix", name, *options)
    return done.status, (here / name).read_text(), done.err


@pytest.mark.parametrize("name", ["-", "a.txt", "a.text"])
def test_what_no_ending_tells_is_what_it_holds(here, name):
    """JSON stays JSON, lines of it too, and a table stays a table."""
    status, fixed, _ = fix(here, name, '{"a": "dit “oui”"}')
    assert (status, json.loads(fixed)) == (0, {"a": 'dit "oui"'})
    status, fixed, _ = fix(here, name, '[1, "dit “oui”"]')
    assert (status, json.loads(fixed)) == (0, [1, 'dit "oui"'])
    status, fixed, _ = fix(here, name, '{"a": "“b”"}\n{"a": "“c”"}\n')
    assert (status, fixed) == (0, '{"a": "\\"b\\""}\n{"a": "\\"c\\""}\n')
    status, fixed, _ = fix(here, name, "Nom;Avis\nA;“oui”\nB;non\n")
    assert (status, fixed) == (0, 'Nom;Avis\nA;"""oui"""\nB;non\n')


@pytest.mark.parametrize("name", ["-", "a.txt"])
def test_what_may_be_a_table_is_asked_about(here, name):
    """Two rows are too few to tell; --type tells, and nothing is changed without it."""
    text = "Nom;Avis\nA;“oui”\n"
    status, left, said = fix(here, name, text)
    assert (status, left) == (2, "" if name == "-" else text)
    assert "pass --type csv (also for ; and |), tsv or text" in said
    assert fix(here, name, text, "--type", "text")[1] == 'Nom;Avis\nA;"oui"\n'
    assert fix(here, name, text, "--type", "csv")[1] == 'Nom;Avis\nA;"""oui"""\n'


@pytest.mark.parametrize("name", ["-", "a.txt"])
@pytest.mark.parametrize("text", PROSE)
def test_prose_is_text_without_asking(here, name, text):
    """Letters, lists and sentences, on standard input and in .txt."""
    status, fixed, _ = fix(here, name, text + "“oui”")
    assert (status, fixed.endswith('"oui"')) == (0, True)


@pytest.mark.parametrize("name", ["notes.md", "README", "a.dat"])
def test_an_ending_that_nobody_knows_is_refused(here, name):
    """Named, it asks for --type; in a directory it is passed over."""
    status, left, said = fix(here, name, "l’un")
    assert (status, left) == (2, "l’un")
    assert f"{name}: error: its ending does not tell what it is: pass --type (json, ndjson," in said
    assert fix(here, name, "l’un", "--type", "text")[:2] == (0, "l'un")
    (here / "a.txt").write_text("ok")
    assert run("check", ".").status == 0


def test_options_for_tables_reach_them(here):
    """Each of the command line; contradictions and nonsense are misuse."""
    for options, text, fixed in [
        (["--delimiter", "tab"], "a;b\tc\n’x;y\tz\n", "a;b\tc\n'x;y\tz\n"),
        (["--quoting", "none"], "a;b\n“x”;y\n", 'a;b\n"x";y\n'),
        (["--no-header"], "’a;b\n", "'a;b\n"),
        (["--header-row", "2"], "’a;b\n’c;d\n’e;f\n", "'a;b\n’c;d\n'e;f\n"),
        (["--quoting", "none", "--escape", "backslash"], "a;b\nx\\;’;y\n", "a;b\nx\\;';y\n"),
    ]:
        assert fix(here, "a.csv", text, *options)[:2] == (0, fixed), options
    for options in (["--delimiter", "ab"], ["--delimiter", '"'], ["--header-row", "1", "--no-header"]):
        assert run("check", "a.csv", *options).status == 2
    (here / "a.csv").write_text("’\t1\n")
    done = run("check", "a.csv", "--no-header", "--delimiter", "tab")
    assert done.err.endswith("To correct: flatchr-clean fix a.csv --delimiter tab --no-header\n")


@pytest.mark.parametrize("command", ["check", "fix"])
def test_cells_that_become_formulas_are_warned_of(here, command):
    """Counted, on standard error."""
    (here / "a.csv").write_text("a;b\n\u2022 un;deux\n\u2013 x;y\n")
    assert (
        "Warning: 2 cells come to begin with = + - or @, which a spreadsheet takes for a formula.\n"
        in run(command, "a.csv").err
    )


def test_explain_says_that_a_file_is_one(here):
    """And how to have it explained; a text is a text."""
    (here / "l’ad.txt").write_text("l’un")
    done = run("explain", "l’ad.txt")
    assert (done.status, done.out) == (2, b"")
    assert "is a file: flatchr-clean check 'l’ad.txt' names what would change in it" in done.err
    assert run("explain", "l’un").status == 0
    assert run("explain", "l’un\0" + "x" * 5000).status == 0
