"""`flatchr-clean check` as its users call it: statuses, places, settings, baselines, terminals, bad input."""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from flatchr_clean.check import checker, pieces
from tests.check_command import COMMAND, run, run_on_terminal, spawn

LINE = re.compile(r"[^:]+:\d+:\d+: \S")


@pytest.fixture
def ads(here):
    """A directory with a finding in a file of each kind, and a clean file."""
    files = {
        "a.json": '{"title": "L’offre", "n": 1.10}',
        "b.ndjson": '{"a": "ok"}\n{"a": "\\u2026"}\n',
        "c.csv": "Titre;Texte\r\nChef;d’équipe\r\n",
        "d.tsv": "Titre\tTexte\nChef\td’équipe\n",
        "e.txt": "Première ligne\nL’autre\n",
        "f.html": "<p>d’ici</p>\n",
        "clean.json": '{"title": "L\'offre « déjà » propre à 10 €"}',
    }
    for name, text in files.items():
        (here / name).write_text(text, "utf-8", newline="")
    return here


@pytest.mark.usefixtures("ads")
def test_clean_is_0_found_is_1_unusable_is_2():
    """A missing file is not clean; --exit-zero is for findings only."""
    assert run("check", "clean.json").status == 0
    assert run("check", "a.json").status == 1
    assert run("check", "a.json", "--exit-zero").status == 0
    assert run("check", "none.json").status == 2
    assert run("check", "none.json", "a.json", "--exit-zero").status == 2
    assert run("check").status == 2
    assert run("check", "a.json", "--nonsense").status == 2


@pytest.mark.usefixtures("ads")
def test_every_kind_is_told_in_a_line():
    """Path, line, column, name, replacement, rule, and where it is in JSON and tables."""
    done = run("check", ".")
    assert done.lines == [
        "a.json:1:13: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] /title",
        "b.ndjson:2:8: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis] /a",
        "c.csv:2:7: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] row 2, Texte",
        "d.tsv:2:7: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] row 2, Texte",
        "e.txt:2:2: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe]",
        "f.html:1:5: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe]",
    ]
    assert all(map(LINE.match, done.lines))
    assert done.err == (
        "Found 6 places in 6 of 7 files: apostrophe 5, ellipsis 1.\nTo correct: flatchr-clean fix .\n"
    )


def test_the_summary_fits_in_a_line(here):
    """Fewer rules are named where the numbers are long."""
    (here / "a.txt").write_text("l’un “deux” trois… – quatre\u200b → cinq\n" * 1_000)
    assert run("check", "a.txt").err.splitlines()[0] == (
        "Found 7,000 places in 1 of 1 file: quote 2,000, 5 other rules."
    )


@pytest.mark.usefixtures("ads")
def test_nothing_found_says_so_on_stderr_only():
    """Standard output is for findings."""
    assert run("check", "clean.json") == (0, b"", "Nothing to correct in 1 file.\n")


def test_nothing_is_changed(ads):
    """A check only reads."""
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in ads.iterdir()}
    run("check", ".")
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in ads.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b'{"a": "ok', "a.json:1:7: error: not valid JSON: Unterminated string starting at"),
        ("a.ndjson", b'{}\n{"a"\n{}\n', "a.ndjson:2:5: error: not valid JSON: Expecting ':' delimiter"),
        ("a.csv", b"a;b\n1;2;3\n", "a.csv:2: error: row 2 has 3 fields where the header has 2 (delimiter ;)"),
        ("a.txt", b"caf\xe9", "a.txt:1: error: not valid UTF-8: byte 0xE9 at offset 3"),
        ("a.txt", b"\x7fELF\x00\x01", "a.txt: error: is binary, not text"),
        ("a.txt", b"\xff\xfea\x00", "a.txt: error: begins like UTF-16, not UTF-8: pass --encoding utf-16"),
    ],
)
def test_bad_input_is_2_and_the_rest_is_read(here, name, data, said):
    """The file and the place are named, nothing of it is quoted, and the next file is still checked."""
    (here / name).write_bytes(data)
    (here / "z.txt").write_text("…")
    done = run("check", name, "z.txt")
    assert done.status == 2
    assert done.lines == ["z.txt:1:1: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis]"]
    assert said in done.err
    assert "1 input could not be read in full." in done.err
    assert "Traceback" not in done.err


def test_nothing_found_is_not_nothing_to_correct(here):
    """When the only file could not be read, nothing is known of it."""
    (here / "a.json").write_text("{")
    done = run("check", "a.json")
    assert (done.status, done.out) == (2, b"")
    assert done.err.splitlines() == [
        "a.json:1:2: error: not valid JSON: Expecting property name enclosed in double quotes",
        "Nothing found in what could be read.",
        "1 input could not be read in full.",
    ]


UNREAD = {
    "text": lambda told: told.startswith(b"gone.json: error: No such file or directory\n"),
    "json": lambda told: {"path": "gone.json", "message": GONE} in json.loads(told)["problems"],
    "github": lambda told: f"::error file=gone.json::{GONE}\n".encode() in told,
    "gitlab": lambda told: json.loads(told)[0]["severity"] == "blocker",
    "sarif": lambda told: json.loads(told)["runs"][0]["invocations"][0]["executionSuccessful"] is False,
    "html": lambda told: (
        b'<div class="unread" role="note">' in told and "Rien à corriger" not in told.decode()
    ),
}
GONE = "No such file or directory"


@pytest.mark.parametrize("name", list(UNREAD))
def test_every_format_tells_what_could_not_be_read(here, name):
    """On standard output, and in a file."""
    (here / "clean.txt").write_text("propre")
    done = run("check", "clean.txt", "gone.json", "--format", name, "--report", f"{name}=out")
    assert done.status == 2
    assert UNREAD[name]((here / "out").read_bytes())
    assert UNREAD[name](done.out if name != "text" else done.err.encode())
    assert "Nothing to correct" not in done.err


def test_a_file_that_vanishes_is_a_problem(here, monkeypatch):
    """Between the walk and the reading."""
    (here / "a.txt").write_text("…")
    (here / "b.txt").write_text("…")
    read = pieces.read_pieces

    def vanish(source):
        (here / "b.txt").unlink(missing_ok=True)
        return read(source)

    monkeypatch.setattr(checker, "read_pieces", vanish)
    done = run("check", ".")
    assert (done.status, len(done.lines)) == (2, 1)
    assert done.err.startswith("b.txt: error: No such file or directory\n")


def test_what_is_left_out_of_many_problems_is_in_reports_too(here):
    """How many there are more."""
    (here / "a.csv").write_text("a;b\n" + "1\n" * 30)
    told = run("check", "a.csv", "--format", "json")
    assert json.loads(told.out)["problems"][-1] == {"path": "a.csv", "message": "and 20 more like that"}


def test_a_path_does_not_command_the_terminal(here):
    """Escapes and line breaks in a name are shown, wherever it is told."""
    name = "a\x1b[2J\nb.json"
    (here / name).write_text("{")
    assert run("check", name).err.startswith("a<U+001B>[2J<U+000A>b.json:1:2: error: not valid JSON")
    assert run("check", ".", "--baseline", name).err.startswith(
        "Error: a<U+001B>[2J<U+000A>b.json: no baseline"
    )
    (here / name).write_text('"…"')
    assert run("fix", name).err.startswith("Corrected a<U+001B>[2J<U+000A>b.json: 1 place\n")


def test_many_problems_of_a_file_are_told_in_part(here):
    """A million ragged rows are one mistake."""
    (here / "a.csv").write_text("a;b\n" + "1\n" * 30)
    done = run("check", "a.csv")
    assert done.err.count("where the header has 2") == 10
    assert "a.csv: error: and 20 more like that" in done.err


def test_a_directory_without_a_known_ending_is_2(here):
    """It was meant to be checked, and nothing was."""
    (here / "x").mkdir()
    (here / "x" / "a.md").write_text("…")
    done = run("check", "x")
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("x: error: holds no file to read: none ends with .json, .ndjson, ")
    assert done.err.endswith(".feather\n1 input could not be read in full.\n")


def test_empty_files_are_clean(here):
    """Of every kind that may hold nothing."""
    for name in ("a.ndjson", "a.csv", "a.tsv", "a.txt", "a.html"):
        (here / name).touch()
    assert run("check", ".").status == 0


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_nothing_at_all_is_no_json(here, text):
    """The service refuses it, and a file that was cut off to nothing is a fault."""
    (here / "a.json").write_text(text)
    for command in ("check", "fix"):
        done = run(command, "a.json")
        assert (done.status, done.out) == (2, b"")
        assert re.match(r"a\.json:[12]:1: error: not valid JSON: ", done.err)
        assert run(command, "-", "--type", "json", stdin=text.encode()).status == 2
    assert (here / "a.json").read_text() == text


def test_only_what_a_fix_takes_is_advised(here):
    """A file that can't be read in full is none, though something was found in it."""
    (here / "bad.ndjson").write_text('{"a": "l’un"}\n{"a": \n')
    (here / "a.json").write_text('{"a": "l’un"}')
    assert "To correct" not in run("check", "bad.ndjson").err
    done = run("check", "bad.ndjson", "a.json")
    assert done.err.endswith("1 input could not be read in full.\nTo correct: flatchr-clean fix a.json\n")
    assert run("fix", "a.json").status == 0


def test_a_mark_is_neither_a_finding_nor_a_column(here):
    """U+FEFF at the start of a file is how Excel says UTF-8."""
    (here / "a.csv").write_bytes("\ufeffTitre;Texte\r\n’;b\r\n".encode())
    (here / "b.json").write_bytes('\ufeff"’"'.encode())
    done = run("check", ".", "--format", "json")
    assert [(f["path"], f["line"], f["column"]) for f in done.findings] == [("a.csv", 2, 1), ("b.json", 1, 2)]
    assert done.findings[0]["field"] == "Titre"


@pytest.mark.usefixtures("here")
def test_standard_input_is_recognised_or_told():
    """JSON by how it begins, anything by --type; its path is a dash."""
    assert run("check", "-", stdin=b'{"a": "\\u2019"}').lines == [
        "-:1:8: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] /a"
    ]
    assert run("check", "-", "--type", "csv", stdin="a,b\n1,…\n".encode()).lines == [
        "-:2:3: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis] row 2, b"
    ]
    assert run("check", "-", stdin=b"").status == 0
    assert run("check", "-", stdin=b'{"a": "').status == 2


def test_another_encoding_is_read(here):
    """By its name; one that does not exist is misuse."""
    (here / "a.txt").write_bytes("l’été".encode("cp1252"))
    assert run("check", "a.txt", "--encoding", "Windows-1252").lines == [
        "a.txt:1:2: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe]"
    ]
    done = run("check", "a.txt", "--encoding", "latin-99")
    assert (done.status, "no text encoding is called 'latin-99'" in done.err) == (2, True)


def test_an_endpoint_decides_about_fields(here):
    """Skills and a salary are left, a currency is not looked at; an unknown endpoint is misuse."""
    (here / "a.json").write_text(
        '{"title": "a…", "skills": ["b…"], "salary": "40 000…", "currency": "…", "x": "c…"}'
    )
    done = run("check", "a.json", "--endpoint", "POST /company/{c}/vacancy", "--format", "json")
    assert [(f["pointer"], f["fixable"]) for f in done.findings] == [
        ("/title", True), ("/skills/0", False), ("/salary", False), ("/x", True),
    ]  # fmt: skip
    assert (
        "A fix leaves 2 of them: keys, values that must match exactly, or what a person has to look at."
        in done.err
    )
    assert run("check", "a.json", "--endpoint", "GET /nothing").status == 2


def test_the_summary_says_what_to_do_next(ads):
    """The command that corrects what was found, with what decided; many arguments are not repeated."""
    done = run(
        "check",
        "c.csv",
        "--type",
        "csv",
        "--allow",
        "…",
        "--exclude",
        "a b",
        "--endpoint",
        "POST /user/login",
    )
    assert done.err.endswith("To correct: flatchr-clean fix with the same arguments\n")
    done = run("check", "c.csv", "--allow", "…", "--exclude", "a b", "--encoding", "UTF8")
    assert done.err.endswith(
        "To correct: flatchr-clean fix c.csv --encoding utf-8 --allow U+2026 --exclude 'a b'\n"
    )
    done = run("check", *ads.iterdir())
    assert done.err.endswith("To correct: flatchr-clean fix with the same arguments\n")
    ads.joinpath("a\n::error::b.json").write_text('["l’un"]')
    done = run("check", "a\n::error::b.json")
    assert done.err.endswith("To correct: flatchr-clean fix with the same arguments\n")


def test_settings_are_heeded_and_the_command_line_wins(ads):
    """Profile, keep, exclude, fields and endpoint; found from a directory below."""
    (ads / "pyproject.toml").write_text(
        '[tool.flatchr-clean]\nprofile = "ascii"\nkeep = "’"\nexclude = ["f.html", "/sub/x/"]\n'
        '[tool.flatchr-clean.fields]\n"/a" = "opaque"\n'
    )
    assert {line.split(":")[0] for line in run("check", ".").lines} == {
        "c.csv",
        "d.tsv",
        "e.txt",
        "clean.json",
    }
    done = run("check", ".", "--profile", "flatchr", "--exclude", "e.txt")
    assert (done.status, done.lines) == (0, [])
    below = ads / "sub" / "x"
    below.mkdir(parents=True)
    (below / "a.txt").write_text("é’")
    os.chdir(ads / "sub")
    nothing = (0, b"", "Nothing was read: all that is named is excluded, or ignored by git.\n")
    assert run("check", ".") == nothing
    assert run("check", "x/a.txt").lines == [
        "x/a.txt:1:1: U+00E9 LATIN SMALL LETTER E WITH ACUTE -> e [transliteration, lossy]"
    ]
    assert run("check", "x/a.txt", "--force-exclude") == nothing


def test_wrong_settings_are_misuse(ads):
    """Told with the file; nothing is checked."""
    (ads / "pyproject.toml").write_text('[tool.flatchr-clean]\nprofil = "ascii"\n')
    done = run("check", ".")
    assert (done.status, done.out) == (2, b"")
    assert "[tool.flatchr-clean]: unknown key 'profil': did you mean 'profile'?" in done.err


@pytest.mark.parametrize("allowed", ["U+2019", "u+2019,U+2026", "’…"])
def test_allowed_characters_are_left(here, allowed):
    """As a code point, as several, or as such."""
    (here / "a.txt").write_text("l’offre")
    assert run("check", "a.txt", "--allow", allowed).status == 0
    assert run("check", "a.txt", "--allow", "U+2026").status == 1


@pytest.mark.parametrize("wrong", ["U+", "U+zz", "U+110000", "U+2019;U+2026"])
@pytest.mark.usefixtures("here")
def test_what_is_no_code_point_is_misuse(wrong):
    """It would silently allow nothing."""
    done = run("check", "-", "--allow", wrong)
    assert (done.status, "is no code point: write it as U+2019" in done.err) == (2, True)


def test_a_baseline_hides_what_was_accepted(ads):
    """Written, heeded, and told apart from what is new."""
    done = run("check", ".", "--baseline", "accepted.json", "--write-baseline")
    assert (done.status, done.out, done.err) == (0, b"", "Accepted 6 findings: accepted.json\n")
    again = run("check", ".", "--baseline", "accepted.json")
    assert (again.status, again.out) == (0, b"")
    (ads / "e.txt").write_text("Nouvelle…\nPremière ligne\nL’autre\n")
    assert run("check", ads, "--baseline", "accepted.json").lines == [
        f"{ads}/e.txt:1:9: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis]"
    ]
    assert run("check", ".", "--write-baseline").status == 2
    assert run("check", ".", "--baseline", "none.json").status == 2


def test_reports_go_where_they_are_sent(ads):
    """One to a file instead of the console, any number beside it; each is whole."""
    done = run(
        "check", "a.json", "c.csv", "--format", "json", "--output", "out.json", "--report", "html=out.html",
        "--report", "sarif=out.sarif", "--report", "text=out.txt",
    )  # fmt: skip
    assert (done.status, done.out) == (1, b"")
    assert len(json.loads(Path("out.json").read_text())["findings"]) == 2
    assert len(json.loads(Path("out.sarif").read_text())["runs"][0]["results"]) == 2
    assert Path("out.txt").read_text().count("\n") == 2
    assert "d<mark" in Path("out.html").read_text("utf-8")
    assert not [path for path in ads.iterdir() if path.name.startswith(".")]
    assert run("check", "a.json", "--report", "pdf=x").status == 2
    assert run("check", "a.json", "--report", "json").status == 2


def spell(path, how, ads):
    """Give another way to the same file."""
    if how == "symbolic":
        Path("link.out").symlink_to(path)
    elif how == "hard":
        os.link(path, "link.out")
    return {"absolute": f"{ads}/{path}", "roundabout": f"sub/../{path}", "plain": path}.get(how, "link.out")


@pytest.mark.parametrize("how", ["plain", "absolute", "roundabout", "symbolic", "hard"])
@pytest.mark.parametrize("inputs", [["a.json"], ["."], ["c.csv", "../{}/a.json"]])
@pytest.mark.parametrize(
    "options",
    [
        ["--output"],
        ["--report", "json="],
        ["--write-baseline", "--baseline"],
        ["--output", "x", "--report", "html="],
    ],
)
def test_a_report_never_overwrites_an_input(ads, how, inputs, options):
    """However it is spelled and linked, whatever is written: nothing is, and nothing is read."""
    (ads / "sub").mkdir()
    target = spell("a.json", how, ads)
    before = {path.name: path.read_bytes() for path in ads.iterdir() if path.is_file()}
    *others, last = options
    last = [last + target] if last.endswith("=") else [last, target]
    done = run("check", *(path.format(ads.name) for path in inputs), *others, *last)
    assert (done.status, done.out) == (2, b"")
    assert re.fullmatch(
        r"Error: \S*: (?:is an input, which would be overwritten: write the report elsewhere, or leave "
        r"the input out with --exclude|no baseline of flatchr-clean, so it is not overwritten: name another "
        r"file)\n",
        done.err,
    )
    assert {path.name: path.read_bytes() for path in ads.iterdir() if path.is_file()} == before


def test_what_is_not_read_may_be_overwritten(ads):
    """An ending that is not looked for, an excluded file, a device; a report of the last run too."""
    for path in ("out.sarif", "out.html", "sub.json"):
        (ads / path).write_text("old")
    exclude = ["--exclude", "out.html", "--exclude", "sub.json"]
    done = run(
        "check", ".", "--output", "out.sarif", "--report", "html=out.html", "--report", "json=sub.json",
        "--report", "text=/dev/null", "--report", "github=/dev/null", *exclude,
    )  # fmt: skip
    assert done.status == 1
    assert "old" not in {(ads / path).read_text() for path in ("out.sarif", "out.html", "sub.json")}


def test_one_file_takes_one_report(ads):
    """The second would be lost, or the first."""
    done = run("check", "a.json", "--output", "out", "--report", "json=./out")
    assert (done.status, done.err) == (2, "Error: ./out: named twice as a file to write\n")
    assert not (ads / "out").exists()


@pytest.mark.parametrize("options", [["--output", "{}"], ["--report", "json={}"]])
@pytest.mark.parametrize(
    ("kept", "what"), [("accepted.bl", "the baseline"), ("pyproject.toml", "the settings file")]
)
def test_a_report_never_overwrites_what_decides_the_run(ads, options, kept, what):
    """The baseline that is read, the settings that are heeded: nothing is written, and nothing is read."""
    (ads / "pyproject.toml").write_text("[tool.flatchr-clean]\n")
    assert run("check", ".", "--baseline", "accepted.bl", "--write-baseline").status == 0
    before = (ads / kept).read_bytes()
    done = run("check", ".", "--baseline", "accepted.bl", *(option.format(kept) for option in options))
    assert (done.status, done.out) == (2, b"")
    assert re.fullmatch(
        rf"Error: \S*{kept}: is {what}, which would be overwritten: write the report elsewhere\n", done.err
    )
    assert (ads / kept).read_bytes() == before
    done = run("check", ".", "--baseline", "pyproject.toml", "--write-baseline")
    assert (done.status, (ads / "pyproject.toml").read_text()) == (2, "[tool.flatchr-clean]\n")


OUTPUT, REPORT = ["--output", "{}", "--format", "json"], ["--report", "json={}"]


@pytest.mark.parametrize(
    ("path", "options"),
    [
        *((path, OUTPUT) for path in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link")),
        ("link", REPORT),
    ],
)
def test_what_is_open_is_written_on(ads, path, options):
    """A log to which a shell appends keeps what it holds, and stays the same file."""
    (ads / "link").symlink_to("/dev/stdout")
    log = ads / "build.log"
    log.write_text("before\n")
    with log.open("ab") as stream:
        given = [*COMMAND, "check", "a.json", *(option.format(path) for option in options)]
        done = subprocess.run(given, cwd=ads, stdout=stream, check=False)
        subprocess.run(["echo", "after"], stdout=stream, check=True)  # noqa: S607
    assert done.returncode == 1
    before, report, after = re.fullmatch(
        r"(before\n)(?s:.*?)(\{.*\}\n)(?s:.*?)(after\n)", log.read_text(), re.DOTALL
    ).groups()
    assert (before, after, len(json.loads(report)["findings"])) == ("before\n", "after\n", 1)


def test_what_another_process_has_open_is_written_on(ads):
    """As a tool does that is given a path of this one's descriptor."""
    with (ads / "build.log").open("w") as stream:
        stream.write("before\n")
        stream.flush()
        done = spawn("check", "a.json", "--output", f"/proc/{os.getpid()}/fd/{stream.fileno()}", cwd=ads)
    assert (done.status, done.out) == (1, b"")
    assert re.fullmatch(r"before\na.json:.*\n", (ads / "build.log").read_text())


def test_a_pipe_is_written_to(ads):
    """One with a name stays one."""
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE) as reader:  # noqa: S607
        done = spawn("check", "a.json", "--output", "pipe", cwd=ads)
        out, _ = reader.communicate(timeout=60)
    assert (done.status, out[:7]) == (1, b"a.json:")
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_a_dash_is_standard_output(ads):
    """Of the report; a second would be mixed with it."""
    assert run("check", "a.json", "--output", "-") == run("check", "a.json")
    done = run("check", "a.json", "--report", "json=-")
    assert (done.status, done.out) == (2, b"")
    assert done.err.endswith("'json=-': standard output takes one report: --format json writes it there.\n")
    assert not (ads / "-").exists()


def test_a_baseline_is_no_input(ads):
    """It lies in the directory that is checked, and is written again and again; only a baseline is."""
    for _ in range(2):
        done = run("check", ".", "--baseline", "accepted.json", "--write-baseline")
        assert (done.status, done.err) == (0, "Accepted 6 findings: accepted.json\n")
    assert run("check", ".", "--baseline", "accepted.json").err == "Nothing to correct in 7 files.\n"
    assert run("check", "accepted.json", "--baseline", "accepted.json", "--write-baseline").status == 2


def forbid_files():
    """Let no file grow at all: the disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_a_report_that_cannot_be_written_is_told(ads):
    """With its path; no half of it is left."""
    for options in (
        ["--output", "none/out.json"],
        ["--output", "whole.txt", "--report", "json=none/out.json"],
        ["--write-baseline", "--baseline", "none/out.json"],
    ):
        done = run("check", "a.json", "bad.json", *options)
        assert (done.status, done.err.splitlines()[1:]) == (
            2,
            ["Error: none/out.json: can't be written: there is no directory none"],
        )
        assert not (ads / "whole.txt").exists()
    long = "x" * 300  # about which the system tells nothing but an error
    done = run("check", "a.json", "--output", f"{long}/out.json")
    assert done.err == f"Error: {long}/out.json: can't be written: there is no directory {long}\n"
    assert run("check", "a.json", long, "--output", "long.json").status == 2
    done = spawn("check", "a.json", "--output", "/dev/full", cwd=ads)
    assert (done.status, done.err.splitlines()[-1]) == (
        2,
        "Error: /dev/full: can't be written: No space left on device",
    )
    done = spawn("check", "a.json", "--report", "json=out.json", cwd=ads, preexec_fn=forbid_files)
    assert (done.status, done.err.splitlines()[-1]) == (
        2,
        "Error: out.json: can't be written: File too large",
    )
    assert not (ads / "out.json").exists()


def test_a_page_on_standard_output_is_utf8(ads):
    """It says so itself, whatever the terminal's encoding is."""
    done = spawn("check", "c.csv", "--format", "html", cwd=ads, PYTHONIOENCODING="cp1252")
    assert "d<mark" in done.out.decode("utf-8")
    assert "équipe" in done.out.decode("utf-8")


def test_texts_are_shown_on_request_only(ads):
    """Neither findings nor errors hold a word of the documents."""
    (ads / "bad.json").write_text('{"nom": "Sentinelle’", "x": }')
    (ads / "bad.csv").write_text("a;b\nSentinelle’;1;2\n")
    (ads / "good.json").write_text('{"nom": "Sentinelle’"}')
    for name in ("text", "json", "github", "gitlab", "sarif"):
        done = run("check", ".", "--format", name)
        assert "Sentinelle" not in done.out.decode() + done.err
        assert "Sentinelle" in run("check", ".", "--format", name, "--show-context").out.decode()


@pytest.mark.once
def test_sarif_says_on_stderr_when_it_is_cut(here):
    """GitHub takes 25,000 results a run."""
    (here / "a.txt").write_text("…" * 25_001)
    done = run("check", "a.txt", "--format", "sarif")
    assert len(json.loads(done.out)["runs"][0]["results"]) == 25_000
    assert "Note: the SARIF report holds the first 25,000 findings of 25,001" in done.err


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_no_terminal_is_too_poor(ads, encoding):
    """What an encoding lacks is written as an escape, in paths and keys too."""
    (ads / "fichier→é.json").write_text('{"clé→": "l’a"}')
    done = spawn("check", ".", "--show-context", cwd=ads, PYTHONIOENCODING=encoding)
    assert (done.status, "Traceback" in done.err) == (1, False)
    assert "fichier→é.json".encode(encoding, "backslashreplace") in done.out
    assert "/clé→".encode(encoding, "backslashreplace") in done.out


def test_the_c_locale_is_no_trouble(ads):
    """As in a bare container."""
    done = spawn("check", ".", cwd=ads, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.status, "Traceback" in done.err, len(done.lines)) == (1, False, 6)


@pytest.mark.once
def test_colours_are_for_terminals(ads):
    """None in a pipe; NO_COLOR and FORCE_COLOR are heeded, NO_COLOR wins."""
    assert b"\x1b" not in spawn("check", ".", cwd=ads).out
    assert b"\x1b[1m" in spawn("check", ".", cwd=ads, FORCE_COLOR="1").out
    assert b"\x1b" not in spawn("check", ".", cwd=ads, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[1m" in run_on_terminal("check", ".", cwd=ads)
    assert "\x1b[1m" not in run_on_terminal("check", ".", cwd=ads, NO_COLOR="1")


def test_a_path_that_is_not_utf8_is_named(here):
    """A file from another system has a name of bytes."""
    Path(os.fsdecode(b"caf\xe9.txt")).write_text("…")
    done = spawn("check", ".", "--report", "sarif=out.sarif", "--report", "github=out.txt", cwd=here)
    assert (done.status, done.out.startswith(b"caf<U+DCE9>.txt:1:1: ")) == (1, True)
    uri = json.loads(Path("out.sarif").read_text())["runs"][0]["results"][0]["locations"][0][
        "physicalLocation"
    ]
    assert uri["artifactLocation"]["uri"] == "caf%E9.txt"


def test_several_processes_find_the_same_in_the_same_order(here):
    """Whatever the files and their problems."""
    for number in range(12):
        (here / f"{number:02}.ndjson").write_text('{"a": "l’un … l’autre"}\n{"b": 1}\n' * 50)
    (here / "05.json").write_bytes(b"\xff")
    (here / "06.csv").write_text("a;b\n1\n’;2\n")
    alone, together = run("check", ".", "--jobs", "1"), run("check", ".", "--jobs", "3")
    assert alone == together
    assert (alone.status, len(alone.lines)) == (2, 12 * 50 * 3 + 1)


# A process counts the memory of the one that started it too, so a small one starts the command and tells.
MEASURE = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def measure(*arguments, cwd):
    """Run the command in a process of its own; give the most memory that it held, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *COMMAND, *arguments], cwd=cwd, capture_output=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return int(done.stdout) * 1024


CHECK, FIX = ["check", "--format", "json"], ["fix"]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("a.ndjson", CHECK),
        ("a.csv", FIX),
        pytest.param("a.csv", CHECK, marks=pytest.mark.once),
        pytest.param("a.ndjson", FIX, marks=pytest.mark.once),
    ],
)
def test_memory_does_not_grow_with_a_stream(here, name, command):
    """Twenty times the file, with findings all through it, takes no more than a few megabytes more."""
    text = "Vous rejoindrez une équipe de la région. " * 100
    lines = {
        "a.ndjson": json.dumps({"a": f"{text} l’autre"}, ensure_ascii=False),
        "a.csv": f"{text} l’autre;x",
    }
    held = []
    for times in (1, 20):
        (here / name).write_text("a;b\n" * (name == "a.csv") + f"{lines[name]}\n" * 60 * times)
        held.append(measure(*command, name, cwd=here))
    assert (here / name).stat().st_size > 4_800_000
    assert held[1] - held[0] < 4 << 20


def test_a_progress_bar_is_for_terminals(here):
    """Drawn on standard error while a large file is read, and taken away at the end.

    It comes after a moment, which a quick machine may not need: here it comes at once.
    """
    (here / "a.ndjson").write_text((json.dumps({"a": "x" * 2000}) + "\n") * 4_000)
    impatient = "from flatchr_clean.cli import console, main; console.PROGRESS_SECONDS = 0; main()"
    shown = run_on_terminal("check", "a.ndjson", cwd=here, command=[sys.executable, "-c", impatient])
    assert re.search(r"\rChecking \[#+\.*\] +\d+% of 8 MB, \d+ s left", shown)
    assert shown.endswith("\rNothing to correct in 1 file.\r\n")
    assert spawn("check", "a.ndjson", cwd=here).err == "Nothing to correct in 1 file.\n"


def obey_permissions():
    """Give up what lets the superuser read any file: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; prctl(2)."""
    pr_capbset_drop = 24
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(pr_capbset_drop, capability, 0, 0, 0)


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_file_without_permission_is_told_and_the_rest_is_read(here, command):
    """It is one of the problems, in reports too."""
    for file in ("a.json", "b.json"):
        (here / file).write_text('{"a": "l’un"}')
    (here / "b.json").chmod(0)
    options = ["--report", "json=r.json"] if command == "check" else []
    done = spawn(command, "a.json", "b.json", *options, cwd=here, preexec_fn=obey_permissions)
    assert (done.status, done.err.splitlines()[command == "fix"]) == (2, "b.json: error: Permission denied")
    if command == "check":
        report = json.loads((here / "r.json").read_text())
        assert (len(report["findings"]), [p["path"] for p in report["problems"]]) == (1, ["b.json"])
    else:
        assert (here / "a.json").read_text() == '{"a": "l\'un"}'


@pytest.mark.usefixtures("here")
def test_the_help_says_what_a_user_needs():
    """Examples, statuses, endings and settings stand in it."""
    text = run("check", "--help").out.decode()
    for word in (
        "Exit status: 0 clean, 1 something found, 2",
        ".ndjson",
        "pyproject.toml",
        "--write-baseline",
    ):
        assert word in text


def test_the_settings_of_the_help_can_be_copied(ads):
    """They are heeded without complaint: the exact field is told, and what is kept is not."""
    (shown,) = re.findall(
        r"options win over them:\n(.*?)\n\n", run("check", "--help").out.decode(), re.DOTALL
    )
    (ads / "pyproject.toml").write_text(textwrap.dedent(shown), "utf-8")
    (ads / "a.json").write_text('{"custom": [{"code": "l’un"}], "title": "™…"}')
    assert run("check", "a.json").lines == [
        "a.json:1:24: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe, left as it is] /custom/0/code"
    ]


def test_a_baseline_overwrites_nothing_but_a_baseline(ads):
    """Whatever else the file holds stays; one of another version is written again."""
    precious = ads / "precious.json"
    precious.write_text('{"v": 1}')
    done = run("check", "c.csv", "--baseline", precious, "--write-baseline")
    assert done.status == 2
    assert done.err.endswith("no baseline of flatchr-clean, so it is not overwritten: name another file\n")
    assert precious.read_text() == '{"v": 1}'
