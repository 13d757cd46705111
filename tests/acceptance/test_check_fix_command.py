"""`flatchr-clean fix` and `flatchr-clean explain` as their users call them."""

from __future__ import annotations

import json
import os
import random
import re

import pytest

from flatchr_clean import clean
from tests.check_command import run, run_git, run_on_terminal, spawn
from tests.properties.strategies import HTML_BITS, MOJIBAKE, SOUP


def test_fix_is_0_when_done(here):
    """Whether something changed or not; a check is clean afterwards, and a second fix changes nothing."""
    (here / "a.json").write_text('{"a": "“L’offre”", "n": 1.10}')
    (here / "b.csv").write_bytes("\ufeffTitre;Texte\r\n“Chef”;l’autre\r\n".encode())
    (here / "c.txt").write_text("propre\n")
    assert run("fix", ".") == (
        0,
        b"",
        "Corrected a.json: 3 places\nCorrected b.csv: 3 places\nCorrected 6 places in 2 of 3 files.\n",
    )
    assert (here / "a.json").read_text() == '{"a": "\\"L\'offre\\"", "n": 1.10}'
    assert (here / "b.csv").read_bytes() == '\ufeffTitre;Texte\r\n"""Chef""";l\'autre\r\n'.encode()
    assert run("check", ".").status == 0
    assert run("fix", ".") == (0, b"", "Nothing to correct in 3 files.\n")


def test_what_must_stay_exact_is_left_and_told(here):
    """The status is still 0: the fix is done."""
    (here / "a.json").write_text('{"clé…": "l’une", "skills": ["b…"]}')
    done = run("fix", "a.json", "--endpoint", "POST /company/{c}/vacancy")
    assert (done.status, (here / "a.json").read_text()) == (0, '{"clé…": "l\'une", "skills": ["b…"]}')
    assert done.err.endswith(
        "Corrected 1 place in 1 of 1 file.\n"
        "Left 2 places: keys, values that must match exactly, or what a person has to look at.\n"
    )


def test_a_row_that_is_left_for_names_is_said_to_be_one(here):
    """With the option that denies it; beside others of the kind it is named first."""
    (here / "a.csv").write_text("Titre’;Texte\nb;c\n")
    names = "names of columns; --no-header if row 1 is none of names."
    assert run("fix", "a.csv").err.endswith(f"\nLeft 1 place: {names}\n")
    assert f"\nA fix leaves 1 of them: {names}\n" in run("check", "a.csv").err
    (here / "b.json").write_text('{"clé…": 1}')
    kept = "keys, values that must match exactly, or what a person has to look at"
    both = f"names of columns (see --no-header), {kept}."
    assert run("fix", "a.csv", "b.json").err.endswith(f"\nLeft 2 places: {both}\n")
    assert run("fix", "a.csv", "--no-header").err.endswith("Corrected 1 place in 1 of 1 file.\n")


def test_names_that_keep_the_old_text_are_told(here):
    """A file is replaced, so that a hard link to it leads to what it held."""
    (here / "a.txt").write_text("l’un")
    os.link("a.txt", "b.txt")
    done = run("fix", "a.txt")
    assert (done.status, done.err.splitlines()) == (
        0,
        [
            "Corrected a.txt: 1 place",
            "Warning: a.txt: only this name was corrected, not 1 hard link to the old file",
            "Corrected 1 place in 1 of 1 file.",
        ],
    )
    assert ((here / "a.txt").read_text(), (here / "b.txt").read_text()) == ("l'un", "l’un")
    assert "Warning" not in run("fix", "b.txt").err


@pytest.mark.parametrize("others", [[], ["inner/c.txt"]])
def test_a_link_in_a_directory_is_not_followed_out_of_it(here, others):
    """Nobody named that file; one who names it, or the directory where it is, has it fixed."""
    for directory in ("inner", "outer"):
        (here / directory).mkdir()
    (here / "outer" / "a.txt").write_text("l’un")
    (here / "inner" / "link.txt").symlink_to("../outer/a.txt")
    for name in others:
        (here / name).write_text("l’un")
    done = run("fix", "inner")
    assert done.status == 2
    assert done.err.splitlines()[0] == (
        "inner/link.txt: error: is a link that leads out of what is named: name it as well"
    )
    assert (here / "outer" / "a.txt").read_text() == "l’un"
    assert all((here / name).read_text() == "l'un" for name in others)
    assert run("check", "inner").status == 1
    assert run("fix", "inner", "outer").status == 0
    assert (here / "outer" / "a.txt").read_text() == "l'un"
    (here / "outer" / "a.txt").write_text("l’un")
    assert run("fix", "inner", "inner/link.txt").status == 0
    assert (here / "outer" / "a.txt").read_text() == "l'un"


def test_a_diff_is_shown_and_nothing_is_written(here):
    """Status 1 when something would change; the diff is one that git applies."""
    text = "".join(f"ligne {number}\n" for number in range(20)) + "l’autre\nfin"
    (here / "a.txt").write_text(text)
    (here / "b.ndjson").write_text('{"a": "x\u2028y"}\n{"b": 1}\n')
    done = run("fix", "--diff", "a.txt", "b.ndjson")
    assert done.status == 1
    assert done.err == "2 of 2 files would change: run it without --diff.\n"
    assert done.out.decode() == (
        "--- a.txt\n+++ a.txt\n@@ -18,5 +18,5 @@\n ligne 17\n ligne 18\n ligne 19\n-l’autre\n+l'autre\n fin\n"
        "\\ No newline at end of file\n"
        '--- b.ndjson\n+++ b.ndjson\n@@ -1,2 +1,2 @@\n-{"a": "x\u2028y"}\n+{"a": "x\\ny"}\n {"b": 1}\n'
    )
    assert (here / "a.txt").read_text() == text
    assert run_git("init", "-q", cwd=here).returncode == 0
    assert run_git("apply", "-p0", "--unidiff-zero", "-", cwd=here, stdin=done.out).returncode == 0
    assert run("check", "a.txt", "b.ndjson").status == 0
    assert run("fix", "--diff", "a.txt") == (0, b"", "Nothing would change in 1 file.\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8-sig", "\ufeffTitre;Texte\r\nChef d’équipe;1\r\n".encode()),
        ("cp1252", "Titre;Texte\r\nl’été;dernière…".encode("cp1252")),
    ],
)
def test_a_diff_is_in_the_bytes_of_its_file(here, name, data):
    """A patch for git, with a mark, in another encoding, with an accent in a path, whatever the locale."""
    (here / "été.csv").write_bytes(data)
    done = spawn("fix", "--diff", "été.csv", "--encoding", name, cwd=here, PYTHONIOENCODING="ascii")
    assert done.status == 1
    assert run_git("init", "-q", cwd=here).returncode == 0
    applied = run_git("apply", "-p0", "-", cwd=here, stdin=done.out)
    assert applied.returncode == 0, applied.stderr
    expected = data.decode(name).replace("’", "'").replace("…", "...").encode(name)
    assert (here / "été.csv").read_bytes() == expected


def test_a_diff_of_a_stream_is_one_that_git_applies(here):
    """Changes stand all through the file, also where its pieces meet."""
    text = "".join(
        f'{{"n": {number}, "a": "{"x" * 90}{"’" * (number % 7 == 0)}"}}\n' for number in range(4_000)
    )
    (here / "a.ndjson").write_text(text)
    done = spawn("fix", "--diff", "a.ndjson", cwd=here)
    assert run_git("init", "-q", cwd=here).returncode == 0
    applied = run_git("apply", "-p0", "-", cwd=here, stdin=done.out)
    assert applied.returncode == 0, applied.stderr
    assert (here / "a.ndjson").read_text() == text.replace("’", "'")


def test_a_diff_of_utf_16_is_shown_in_utf_8(here):
    """No tool applies one in UTF-16; a person reads this one."""
    (here / "a.txt").write_text("l’autre\n", "utf-16")
    shown = "--- a.txt\n+++ a.txt\n@@ -1,1 +1,1 @@\n-\ufeffl’autre\n+\ufeffl'autre\n"
    assert run("fix", "--diff", "a.txt", "--encoding", "utf-16").out.decode() == shown


def test_a_diff_can_be_read_on_a_terminal(here):
    """What a terminal would hide or obey is named; tabs and line breaks are not, they would be everywhere."""
    (here / "a.txt").write_bytes("a\tb\r\nl’un\tdeux\u200b\x1b[2J".encode())
    shown = run_on_terminal("fix", "--diff", "a.txt", cwd=here, NO_COLOR="1")
    assert shown.replace("\r\n", "\n") == (
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n a\tb\n-l’un\tdeux<U+200B><U+001B>[2J\n"
        "\\ No newline at end of file\n+l'un\tdeux[2J\n\\ No newline at end of file\n"
        "1 of 1 file would change: run it without --diff.\n"
    )


def test_a_diff_has_colours_on_a_terminal(here):
    """Red for what goes, green for what comes."""
    (here / "a.txt").write_text("l’autre\n")
    shown = run_on_terminal("fix", "--diff", "a.txt", cwd=here)
    assert "\x1b[31m-l’autre" in shown
    assert "\x1b[32m+l'autre" in shown
    assert b"\x1b" not in spawn("fix", "--diff", "a.txt", cwd=here).out


def test_standard_input_goes_to_standard_output(here):
    """Of every kind, a mark and line breaks as they were; the summary is not mixed in."""
    done = spawn("fix", "-", stdin='\ufeff{"a": "“é”"}\r\n'.encode(), cwd=here)
    assert (done.status, done.out) == (0, '\ufeff{"a": "\\"é\\""}\r\n'.encode())
    done = spawn("fix", "-", "--type", "csv", stdin="a;b\r\n“x”;1\r\n".encode(), cwd=here)
    assert done.out == b'a;b\r\n"""x""";1\r\n'
    done = spawn("fix", "-", "--encoding", "cp1252", stdin="l’été\r\n".encode("cp1252"), cwd=here)
    assert done.out == "l'été\r\n".encode("cp1252")


def test_nothing_of_a_broken_document_goes_on(here):
    """What can't be cleaned is not passed on as if it were clean."""
    done = spawn("fix", "-", stdin='{"a": "“é”"'.encode(), cwd=here)
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith(
        "-:1:12: error: not valid JSON: Expecting ',' delimiter (it begins like JSON: "
    )


def test_bad_input_is_2_and_the_rest_is_fixed(here):
    """The broken file is as it was, byte for byte."""
    (here / "a.json").write_text('{"a": "l’une"')
    (here / "b.txt").write_text("l’autre")
    done = run("fix", "a.json", "b.txt", "none.txt")
    assert done.status == 2
    assert ((here / "a.json").read_text(), (here / "b.txt").read_text()) == ('{"a": "l’une"', "l'autre")
    assert done.err.splitlines() == [
        "none.txt: error: No such file or directory",
        "a.json:1:14: error: not valid JSON: Expecting ',' delimiter",
        "Corrected b.txt: 1 place",
        "Corrected 1 place in 1 of 2 files.",
        "1 file not touched for errors.",
    ]


def test_a_diff_of_a_broken_file_is_none(here):
    """A fix would not touch it, and it is not said that nothing would change."""
    (here / "a.csv").write_text("a;b\n…;1\n2\n")
    done = run("fix", "--diff", "a.csv")
    assert (done.status, done.out) == (2, b"")
    assert done.err.endswith("Nothing would change in what could be read.\n")


def test_what_was_not_read_is_not_said_to_be_clean(here):
    """A missing file beside a clean one, or alone; nor is what is excluded."""
    (here / "a.txt").write_text("propre")
    gone = "gone.txt: error: No such file or directory\n"
    assert run("fix", "a.txt", "gone.txt") == (2, b"", f"{gone}Corrected 0 places in 0 of 1 file.\n")
    assert run("fix", "gone.txt") == (2, b"", f"{gone}Nothing was corrected.\n")
    assert run("fix", "--diff", "gone.txt").err == f"{gone}Nothing would change in what could be read.\n"
    excluded = (0, b"", "Nothing was read: all that is named is excluded, or ignored by git.\n")
    assert run("fix", ".", "--exclude", "*.txt") == excluded
    assert run("fix", "--diff", ".", "--exclude", "*.txt") == excluded


def test_the_profile_decides(here):
    """As it does for a check."""
    (here / "a.txt").write_text("« Œuvre » à 10 €")
    assert run("fix", "a.txt", "--profile", "latin-1", "--allow", "€").status == 0
    assert (here / "a.txt").read_text() == "« Oeuvre » à 10 €"


@pytest.mark.usefixtures("here")
def test_explain_draws_a_table():
    """Place, code point, name, rule, replacement; a sequence is several rows."""
    assert run("explain", "L’offre\n– 👍🏽").lines == [
        "PLACE  CODE     NAME                               RULE        BECOMES",
        "1:2    U+2019   RIGHT SINGLE QUOTATION MARK        apostrophe  '",
        "2:1    U+2013   EN DASH                            dash        -",
        "2:3    U+1F44D  THUMBS UP SIGN                     emoji       nothing !",
        "       U+1F3FD  EMOJI MODIFIER FITZPATRICK TYPE-4",
        "",
        "3 places would change; information is lost at 1 place, marked !.",
    ]


@pytest.mark.usefixtures("here")
def test_explain_says_what_looks_misread_and_stays():
    """It is no change, and counted by itself."""
    assert run("explain", "l’été, pã€ivi").lines == [
        "PLACE  CODE    NAME                             RULE        BECOMES",
        "1:2    U+2019  RIGHT SINGLE QUOTATION MARK      apostrophe  '",
        "1:9    U+00E3  LATIN SMALL LETTER A WITH TILDE  misread     stays",
        "       U+20AC  EURO SIGN",
        "",
        "1 place would change; nothing is lost.",
        "1 place would stay, for you to look at: see the source.",
    ]


@pytest.mark.usefixtures("here")
def test_explain_reads_standard_input():
    """With a dash or with nothing; in another encoding too, and a wrong one is told."""
    assert run("explain", "-", stdin="d’ici".encode()).lines[1].split() == [
        "1:2", "U+2019", "RIGHT", "SINGLE", "QUOTATION", "MARK", "apostrophe", "'",
    ]  # fmt: skip
    assert run("explain", "--encoding", "cp1252", stdin="d’ici".encode("cp1252")).lines[-1] == (
        "1 place would change; nothing is lost."
    )
    done = run("explain", stdin=b"\xe9")
    assert (done.status, done.out) == (2, b"")
    assert done.err == (
        "Error: standard input: not valid UTF-8: byte 0xE9 at offset 0; pass --encoding with the right one, "
        "such as --encoding cp1252\n"
    )


@pytest.mark.usefixtures("here")
def test_the_examples_of_explain_show_something():
    """Copied from its help."""
    (example,) = re.findall(r'flatchr-clean explain "(.*)"', run("explain", "--help").out.decode())
    assert run("explain", example).lines[-1] == "2 places would change; nothing is lost."


def test_explain_heeds_profile_and_settings(here):
    """What is allowed is not in the table."""
    assert run("explain", "d’ici", "--allow", "U+2019") == (0, b"Nothing would change.\n", "")
    assert "LATIN SMALL LETTER E WITH ACUTE" in run("explain", "é", "--profile", "ascii").out.decode()
    (here / "pyproject.toml").write_text('[tool.flatchr-clean]\nkeep = "’"\n')
    assert run("explain", "d’ici").lines == ["Nothing would change."]


def test_explain_fits_its_terminal(here):
    """Long names go on in a second line; an ASCII terminal is enough."""
    done = spawn("explain", "d’ici … fin", cwd=here, COLUMNS="48", PYTHONIOENCODING="ascii")
    assert done.lines[:4] == [
        "PLACE  CODE    NAME              RULE        BECOMES",
        "1:2    U+2019  RIGHT SINGLE      apostrophe  '",
        "               QUOTATION MARK",
        "1:7    U+2026  HORIZONTAL        ellipsis    ...",
    ]


def test_the_command_makes_of_each_text_what_clean_makes(here):
    """One text, one result: whatever stands in a file becomes what it becomes anywhere else."""
    chance = random.Random(9)
    bits = (*SOUP, *MOJIBAKE, *HTML_BITS)
    texts = ["".join(chance.choices(bits, k=chance.randrange(1, 12))) for _ in range(400)]
    lines = [
        json.dumps({"titre": text}, ensure_ascii=at % 2 == 0 or "\ud800" in text)
        for at, text in enumerate(texts)
    ]
    (here / "a.ndjson").write_text("\n".join(lines), "utf-8")
    assert run("fix", "a.ndjson").status == 0
    fixed = (here / "a.ndjson").read_text("utf-8").split("\n")
    assert [json.loads(line)["titre"] for line in fixed] == list(map(clean, texts))
    left = run("check", "a.ndjson", "--format", "json").findings
    assert {found["rule"] for found in left} <= {"misread"}
