"""What `check` and `fix` tell, how much of it, and what standard input is taken for."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check_command import clean_environment, run, run_on_terminal, spawn


@pytest.fixture
def ads(here):
    """Files with findings in several fields."""
    (here / "a.json").write_text('[{"title": "L’offre…", "x": {"7": "a – b"}}, {"title": "d’ici"}]')
    (here / "b.csv").write_text("Titre;Texte\nl’un;d’a “b”\nx;y…\n")
    (here / "c.txt").write_text("l’un\n")
    (here / "d.csv").write_text("x@y.fr,1\nl’un,2\nl’autre,3\n")
    return here


FOUND = "Found 12 places in 4 of 4 files: apostrophe 7, ellipsis 2, 2 other rules.\n"


@pytest.mark.usefixtures("ads")
def test_statistics_count_by_rule_and_field():
    """The most first; array indices are folded, members stay; a table without names has letters."""
    done = run("check", ".", "--statistics")
    assert (done.status, len(done.lines)) == (1, 12)
    assert done.err == (
        "PLACES  RULE        FIELD\n"
        "     2  apostrophe  /*/title\n"
        "     2  apostrophe  A\n"
        "     2  quote       Texte\n"
        "     1  apostrophe  -\n"
        "     1  ellipsis    /*/title\n"
        "     1  dash        /*/x/*\n"
        "     1  apostrophe  Texte\n"
        "     1  ellipsis    Texte\n"
        "     1  apostrophe  Titre\n"
        f"{FOUND}To correct: flatchr-clean fix .\n"
    )


@pytest.mark.usefixtures("ads")
def test_statistics_stand_beside_any_format():
    """Standard output is the report's."""
    plain = run("check", "a.json", "--format", "json")
    done = run("check", "a.json", "--format", "json", "--statistics")
    assert done.out == plain.out
    assert done.err.startswith("PLACES  RULE        FIELD\n     2  apostrophe  /*/title\n")
    assert done.err.endswith(plain.err)


def test_statistics_fit_on_a_terminal(here):
    """Numbers are grouped, names that are too wide are cut, and what a terminal would obey is shown."""
    keys = {"\\u001b[2J": "’" * 1234, "職務" * 40: "…", "k" * 59: "…", "l" * 60: "…"}
    (here / "a.ndjson").write_text("".join(f'{{"{key}": "{text}"}}\n' for key, text in keys.items()))
    lines = run("check", "a.ndjson", "--statistics", "--quiet").err.splitlines()
    assert lines[:2] == ["PLACES  RULE        FIELD", " 1,234  apostrophe  /<U+001B>[2J"]
    assert sorted(lines[2:]) == sorted(
        [
            "     1  control     /<U+001B>[2J",
            f"     1  ellipsis    /{'k' * 59}",
            f"     1  ellipsis    /{'l' * 56}...",
            f"     1  ellipsis    /{'職務' * 14}...",
        ]
    )


@pytest.mark.usefixtures("ads")
def test_statistics_of_nothing_are_none():
    """Nothing found, nothing new."""
    Path("clean.txt").write_text("ok")
    assert run("check", "clean.txt", "--statistics").err == "Nothing to correct in 1 file.\n"


@pytest.mark.parametrize("quiet", ["--quiet", "-q"])
def test_quiet_tells_errors_alone(ads, quiet):
    """The status stays; reports are written, and statistics were asked for."""
    assert run("check", ".", quiet) == (1, b"", "")
    assert run("check", ".", quiet, "--exit-zero") == (0, b"", "")
    assert run("check", "none.json", "a.json", quiet) == (
        2,
        b"",
        "none.json: error: No such file or directory\n",
    )
    assert run("check", "c.txt", quiet, "--statistics") == (
        1,
        b"",
        "PLACES  RULE        FIELD\n     1  apostrophe  -\n",
    )
    assert run("check", ".", quiet, "--report", "json=r.out", "--format", "text", "--output", "o") == (
        1,
        b"",
        "",
    )
    assert len(json.loads((ads / "r.out").read_text())["findings"]) == 12
    assert (ads / "o").read_text().count("\n") == 12
    assert run("check", ".", quiet, "--baseline", "accepted.out", "--write-baseline") == (0, b"", "")


def test_a_quiet_fix_tells_problems_alone(ads):
    """No correction, no warning, no bar; a diff and standard output were asked for."""
    assert run("fix", "--diff", "c.txt", "-q") == (
        1,
        "--- c.txt\n+++ c.txt\n@@ -1,1 +1,1 @@\n-l’un\n+l'un\n".encode(),
        "",
    )
    (ads / "f.csv").write_text("a;b\n\u2022 un;deux\n")
    assert run("fix", ".", "none.json", "-q") == (2, b"", "none.json: error: No such file or directory\n")
    assert (ads / "c.txt").read_text() == "l'un\n"
    assert run("fix", "-", "-q", stdin="l’un".encode()) == (0, b"l'un", "")
    (ads / "a.ndjson").write_text((json.dumps({"a": "x" * 2000}) + "\n") * 4_000)
    assert run_on_terminal("fix", "-q", "a.ndjson", cwd=ads) == ""


COUNTED = {
    "text": lambda told: told.count("\n"),
    "json": lambda told: len(json.loads(told)["findings"]),
    "github": lambda told: told.count("::warning"),
    "gitlab": lambda told: len(json.loads(told)),
    "sarif": lambda told: len(json.loads(told)["runs"][0]["results"]),
    "html": lambda told: told.count("<mark"),
}


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("most", [1, 2, 11, 12, 13])
@pytest.mark.usefixtures("ads")
def test_no_more_is_told_than_asked_for(name, most):
    """In every format and every report, within a value too; all are counted."""
    done = run("check", ".", "--max-findings", most, "--format", name, "--report", "json=r.out")
    told = min(most, 12)
    assert (done.status, COUNTED[name](done.out.decode())) == (1, told)
    assert COUNTED["json"](Path("r.out").read_text()) == told
    left = 12 - told
    note = f"Note: {left} place{'s' * (left > 1)} of 12 not told, see --max-findings.\n" if left else ""
    assert done.err == f"{note}{FOUND}To correct: flatchr-clean fix .\n"
    if name == "html":
        assert ("Non montrés" in done.out.decode()) == bool(left)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--write-baseline"], "--write-baseline needs --baseline FILE."),
        (
            ["--write-baseline", "--baseline", "b", "--statistics"],
            "--write-baseline tells no finding: leave --statistics out.",
        ),
        (
            ["--write-baseline", "--baseline", "b", "--max-findings", "1"],
            "--write-baseline tells no finding: leave --max-findings out.",
        ),
        (
            ["--write-baseline", "--baseline", "b", "--report", "json=x"],
            "--write-baseline tells no finding: leave --report out.",
        ),
        (
            ["--write-baseline", "--baseline", "b", "--output", "x"],
            "--write-baseline tells no finding: leave --output out.",
        ),
        (
            ["--quiet", "--format", "json"],
            "--quiet leaves nothing of --format on stdout: add --output FILE.",
        ),
        (["--stdin-filename", "x.json"], "--stdin-filename is for standard input: name - to read it."),
        (["--max-findings", "0"], "Invalid value for '--max-findings': 0 is not in the range x>=1."),
    ],
)
def test_options_that_make_no_sense_together_are_misuse(ads, options, said):
    """A sentence says which; nothing is read or written."""
    before = sorted(path.name for path in ads.iterdir())
    done = run("check", ".", *options)
    assert (done.status, done.out, done.err.splitlines()[-1]) == (2, b"", f"Error: {said}")
    assert sorted(path.name for path in ads.iterdir()) == before


@pytest.mark.usefixtures("here")
def test_standard_input_has_the_name_and_the_type_of_a_file():
    """In places, reports and what to do next; the file need not exist."""
    done = run("check", "-", "--stdin-filename", "x/a.ndjson", stdin='{"a": 1}\n{"a": "l’un"}'.encode())
    assert (done.status, done.lines, done.err) == (
        1,
        ["x/a.ndjson:2:9: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] /a"],
        (
            "Found 1 place in 1 of 1 file: apostrophe 1.\n"
            "To correct: flatchr-clean fix - --stdin-filename x/a.ndjson\n"
        ),
    )
    done = run("check", "-", "--stdin-filename", "x/a.json", "--format", "sarif", stdin=b'["\xe2\x80\xa6"]')
    (result,) = json.loads(done.out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "x/a.json"
    done = run("check", "-", "--stdin-filename", "x/a.json", stdin=b"{")
    assert done.err.startswith("x/a.json:1:2: error: not valid JSON")
    text = "a;b\nl’un;“x”\n".encode()
    assert run("fix", "-", "--stdin-filename", "x.csv", stdin=text).out == b'a;b\nl\'un;"""x"""\n'
    assert (
        run("fix", "-", "--stdin-filename", "x.csv", "--type", "text", stdin=text).out == b'a;b\nl\'un;"x"\n'
    )
    for name in ("x.txt", "README"):  # what it holds tells more
        assert run("fix", "-", "--stdin-filename", name, stdin=b'["\xe2\x80\x9c"]').out == b'["\\""]'


def test_standard_input_heeds_what_the_settings_say_of_its_file(here):
    """Its encoding; its excludes where they are forced; what comes out is then what came in."""
    (here / "pyproject.toml").write_text(
        '[tool.flatchr-clean]\nexclude = ["drafts/"]\n[tool.flatchr-clean.encodings]\n"*.csv" = "cp1252"\n'
    )
    text = "a;b\nl’été;1\n".encode("cp1252")
    fixed = "a;b\nl'été;1\n".encode("cp1252")
    assert run("fix", "-", "--stdin-filename", "x/a.csv", stdin=text)[:2] == (0, fixed)
    assert run("fix", "-", "--stdin-filename", str(here / "drafts" / "a.csv"), stdin=text).out == fixed
    excluded = ["-", "--stdin-filename", "drafts/a.csv", "--force-exclude"]
    nothing = "Nothing was read: all that is named is excluded, or ignored by git.\n"
    assert run("check", *excluded, stdin=text) == (0, b"", nothing)
    assert run("fix", *excluded, stdin=text) == (0, text, nothing)
    assert run("fix", *excluded, "--diff", stdin=text) == (0, b"", nothing)
    assert run("fix", "-", "--stdin-filename", "a.txt", "--type", "text", stdin=text).status == 2


def test_standard_input_changes_no_file(here):
    """That there is one of its name matters to a report only, which must not take its place."""
    (here / "a.txt").write_text("on disk ’")
    done = spawn("fix", "-", "--stdin-filename", "a.txt", stdin="l’un".encode(), cwd=here)
    assert (done.status, done.out, done.err) == (
        0,
        b"l'un",
        "Corrected a.txt: 1 place\nCorrected 1 place in 1 of 1 file.\n",
    )
    assert run("fix", "-", "--diff", "--stdin-filename", "a.txt", stdin="l’un".encode()).out.startswith(
        b"--- a.txt\n+++ a.txt\n"
    )
    done = run("check", "-", "--stdin-filename", "a.txt", "--output", "a.txt", stdin=b"x")
    assert (done.status, "a.txt: is an input" in done.err) == (2, True)
    assert (here / "a.txt").read_text() == "on disk ’"


EXPORT = "Titre;Texte\r\nChef d’équipe;Été – cœur\r\nx;y\r\n"


@pytest.mark.parametrize(
    ("table", "status"),
    [
        ('"exports/*.csv" = "cp1252"', 1),
        ('"*.csv" = "auto"', 1),
        ('"exports/" = "Auto"', 1),
        ('"*" = "cp1252"', 1),
        ('"*.csv" = "utf-8"\n"exports/**" = "cp1252"', 1),  # the last that fits decides
        ('"exports/**" = "cp1252"\n"*.csv" = "utf-8"', 2),
        ('"/a.csv" = "cp1252"', 2),
        ('"*.tsv" = "cp1252"', 2),
    ],
)
@pytest.mark.parametrize("how", ["named", "walked", "absolute", "below", "stdin"])
def test_an_export_of_excel_never_blocks_a_hook(here, table, status, how, monkeypatch):
    """A pattern of the settings says how it is encoded, however it is named; UTF-8 is read as that."""
    (here / "pyproject.toml").write_text(f"[tool.flatchr-clean.encodings]\n{table}\n")
    (here / "exports").mkdir()
    (here / "exports" / "a.csv").write_bytes(EXPORT.encode("cp1252"))
    (here / "exports" / "b.csv").write_text("\ufeffa;b\n’;é\n", "utf-8")
    (here / "exports" / "c.json").write_text('["é"]', "utf-8")
    given = {"walked": ["."], "absolute": [here / "exports"], "below": ["."]}
    named = ["exports/a.csv", "exports/b.csv", "exports/c.json"]
    stdin = b""
    if how == "below":
        monkeypatch.chdir(here / "exports")
    if how == "stdin":
        stdin = EXPORT.encode("cp1252")
        named = ["-", "exports/b.csv", "--stdin-filename", "exports/a.csv"]
    done = run("check", *given.get(how, named), "--format", "json", stdin=stdin)
    assert (done.status, len(done.findings)) == (status, 3 if status == 1 else 1)


def test_completion_knows_the_options():
    """Of both commands."""
    program = [sys.executable, "-c", "from flatchr_clean.cli import main; main(prog_name='flatchr-clean')"]
    for command, typed, option in (
        ("check", "--max-f", "--max-findings"),
        ("fix", "--stdin-f", "--stdin-filename"),
    ):
        complete = {"_FLATCHR_CLEAN_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
        environment = clean_environment(COMP_WORDS=f"flatchr-clean {command} {typed}", **complete)
        done = subprocess.run(program, env=environment, capture_output=True, check=True)
        assert done.stdout.decode() == f"plain,{option}\n"


@pytest.mark.parametrize("command", ["check", "fix"])
def test_the_help_fits_in_80_columns(command):
    """Every line of it."""
    assert all(len(line) <= 80 for line in run(command, "--help").out.decode().splitlines())


def test_a_compressed_name_for_standard_input_is_refused():
    """Nothing would unpack it, and a fix could not pack it again."""
    done = run("check", "-", "--stdin-filename", "a.csv.gz", stdin=b"x")
    assert done.status == 2
    assert "--stdin-filename names what is compressed: unpack it on its way in." in done.err


def test_no_edit_is_offered_of_what_is_compressed(tmp_path):
    """It would be one of the bytes that gzip made; nor is it text for `explain`."""
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("a\nl’un\n".encode()))
    (result,) = json.loads(run("check", path, "--format", "sarif").out)["runs"][0]["results"]
    assert "fixes" not in result
    assert "as plain text" not in run("explain", path).err
