"""What a baseline accepts is neither told nor corrected, wherever and however the command is called."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter

from flatchr_clean.check.identity import relative_path
from tests.check_command import run, spawn

ACCEPTED = {
    "a.json": '{"title": "L’offre", "n": 1.10}',
    "b.ndjson": '{"a": "ok"}\n{"a": "\\u2026"}\n',
    "c.csv": "Titre;Texte\r\nChef;d’équipe\r\n",
    "e.txt": "Première ligne\nL’autre\n",
    "f.html": "<p>d’ici&rsquo;</p>\n",
}


@pytest.fixture(autouse=True)
def forget_where_paths_lead():
    """A command runs in one directory; here it runs in several."""
    relative_path.cache_clear()
    yield
    relative_path.cache_clear()


@pytest.fixture
def ads(tmp_path, monkeypatch):
    """A project, the current directory, whose files a baseline accepts, and others that it does not know."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ads").mkdir()
    for name, text in ACCEPTED.items():
        (tmp_path / "ads" / name).write_text(text, "utf-8", newline="")
    done = run("check", "ads", "--baseline", "accepted.json", "--write-baseline")
    assert (done.status, done.out, done.err) == (0, b"", "Accepted 6 findings: accepted.json\n")
    return tmp_path


def choose(ads, how):
    """Give the arguments that name the files and the baseline in some way, and the directory to run in."""
    if how == "settings":
        (ads / "pyproject.toml").write_text('[tool.flatchr-clean]\nbaseline = "accepted.json"\n')
    return {
        "here": (["ads", "--baseline", "accepted.json"], ads),
        "settings": (["."], ads / "ads"),
        "absolute": ([ads / "ads", "--baseline", ads / "accepted.json"], Path("/")),
        "below": ([".", "--baseline", "../accepted.json"], ads / "ads"),
        "beside": (["../../ads", "--baseline", "../../accepted.json"], ads / "x" / "y"),
        "linked": ([ads / "link" / "ads", "--baseline", "link/accepted.json"], ads),
        "hook": (
            [*(f"ads/{name}" for name in ACCEPTED), "--baseline", "accepted.json", "--force-exclude"],
            ads,
        ),
    }[how]


@pytest.mark.parametrize("how", ["here", "settings", "absolute", "below", "beside", "linked", "hook"])
def test_a_baseline_means_the_same_everywhere(ads, how, monkeypatch):
    """From another directory, by absolute paths, through a link, as a hook names files; a fix leaves all."""
    (ads / "x" / "y").mkdir(parents=True)
    (ads / "link").symlink_to(ads)
    arguments, directory = choose(ads, how)
    monkeypatch.chdir(directory)
    relative_path.cache_clear()
    assert run("check", *arguments) == (0, b"", "Nothing to correct in 5 files.\n")
    assert run("fix", *arguments) == (
        0,
        b"",
        "Corrected 0 places in 0 of 5 files.\nLeft 6 places: the baseline accepts them.\n",
    )
    assert run("fix", "--diff", *arguments) == (0, b"", "Nothing would change in 5 files.\n")
    assert {name: (ads / "ads" / name).read_bytes() for name in ACCEPTED} == {
        name: text.encode() for name, text in ACCEPTED.items()
    }
    (ads / "ads" / "e.txt").write_text("Nouvelle…\nPremière ligne\nL’autre\n")
    assert run("check", *arguments).status == 1
    assert run("fix", *arguments).status == 0
    assert (ads / "ads" / "e.txt").read_text() == "Nouvelle...\nPremière ligne\nL’autre\n"
    assert run("check", *arguments).status == 0


def test_the_settings_name_the_baseline(ads):
    """It is written there too; the command line names another; a wrong value is told."""
    (ads / "pyproject.toml").write_text('[tool.flatchr-clean]\nbaseline = "known/accepted.json"\n')
    (ads / "known").mkdir()
    done = run("check", "ads")
    assert (done.status, done.out) == (2, b"")
    assert done.err == (
        f"Error: {ads}/known/accepted.json: can't be read: No such file or directory; --write-baseline makes "
        "it\n"
    )
    done = run("check", "ads", "--write-baseline")
    assert (done.status, done.err) == (0, f"Accepted 6 findings: {ads}/known/accepted.json\n")
    entries = json.loads((ads / "known" / "accepted.json").read_text())["accepted"]
    assert {entry["path"] for entry in entries} == {f"../ads/{name}" for name in ACCEPTED}
    assert run("check", ".").err == "Nothing to correct in 6 files.\n"  # the other one is an input now
    (ads / "none.json").write_text('{"version": 2, "accepted": []}')
    assert run("check", "ads", "--baseline", "none.json").status == 1
    done = run("check", "ads", "--output", "known/accepted.json")
    assert (done.status, "accepted.json: is the baseline, which" in done.err) == (2, True)
    (ads / "pyproject.toml").write_text("[tool.flatchr-clean]\nbaseline = 1\n")
    assert 'baseline must be a path such as "accepted.json"' in run("check", "ads").err


def test_what_to_do_next_names_the_baseline(ads):
    """A fix without it would correct what was accepted."""
    (ads / "ads" / "e.txt").write_text("Nouvelle…\nPremière ligne\nL’autre\n")
    done = run("check", "ads", "--baseline", "accepted.json")
    assert done.lines == ["ads/e.txt:1:9: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis]"]
    assert done.err.splitlines()[-1] == "To correct: flatchr-clean fix ads --baseline accepted.json"


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_baseline_that_is_named_is_no_input(ads, command):
    """A hook names all files that are committed; a name in it may hold what is hunted."""
    (ads / "ads" / "g.json").write_text('{"clé’": "l’un"}')
    assert run("check", "ads", "--baseline", "accepted.json", "--write-baseline").status == 0
    before = (ads / "accepted.json").read_bytes()
    assert b"\\u2019" in before
    done = run(command, "ads", "accepted.json", "--baseline", "./accepted.json", "--force-exclude")
    assert (done.status, " 6 files" in done.err) == (0, True)
    assert run(command, "accepted.json", "--baseline", "accepted.json").err == (
        "Nothing was read: all that is named is excluded, or ignored by git.\n"
    )
    assert (ads / "accepted.json").read_bytes() == before


def test_a_baseline_of_another_version_is_written_again(ads):
    """It is told, and is no input that would be overwritten."""
    (ads / "ads" / "old.json").write_text('{"version": 1, "accepted": []}')
    for command in ("check", "fix"):
        done = run(command, "ads", "--baseline", "ads/old.json")
        assert (done.status, done.err) == (
            2,
            "Error: ads/old.json: a baseline of version 1: write it again with --write-baseline\n",
        )
    done = run("check", "ads", "--baseline", "ads/old.json", "--write-baseline")
    assert (done.status, done.err) == (0, "Accepted 6 findings: ads/old.json\n")
    assert run("check", "ads", "--baseline", "ads/old.json").status == 0


def accept_some(here, name, text, code_points):
    """Accept some characters of a text and fix it; give what the fix made of it, and what it said at last."""
    path = here / name
    path.write_text(text, "utf-8", newline="")
    given = [name, "--baseline", "known.json"]
    assert run("check", *given, "--write-baseline").status == 0
    known = json.loads((here / "known.json").read_text())
    known["accepted"] = [entry for entry in known["accepted"] if entry["code_points"] == code_points]
    (here / "known.json").write_text(json.dumps(known))
    assert run("check", *given).status == 1
    done = run("fix", *given)
    assert run("check", *given).status == done.status == 0
    fixed = path.read_bytes().decode()
    assert run("fix", *given).err.startswith("Corrected 0 places")
    assert path.read_bytes().decode() == fixed
    return fixed, done.err.splitlines()[-1]


APOSTROPHE, QUOTE = "U+2019", "U+201C"


@pytest.mark.parametrize(
    ("name", "accepted", "text", "fixed"),
    [
        ("a.txt", APOSTROPHE, "“l’un”…\n", '"l’un"...\n'),
        ("a.txt", QUOTE, "…“\u200b–\u2028", "...“-\n"),
        ("a.html", APOSTROPHE, "<p>&ldquo;l&rsquo;un&nbsp;;</p>", '<p>"l&rsquo;un ;</p>'),
        ("a.json", APOSTROPHE, '{"a": "“l’un”", "b": "…"}', '{"a": "\\"l’un\\"", "b": "..."}'),
        ("a.json", APOSTROPHE, '["\\u201cl\\u2019un", "…"]', '["\\"l\\u2019un", "..."]'),
        ("a.ndjson", APOSTROPHE, '{"b": "…"}\n{"a": "“l’un"}\n', '{"b": "..."}\n{"a": "\\"l’un"}\n'),
        # A field that gains a quote is quoted; one whose curly quote stays is not.
        ("a.csv", QUOTE, "a;b\n“x…;y\n‟;z\n", 'a;b\n“x...;y\n"""";z\n'),
        ("a.csv", QUOTE, 'a;b\nu "v" “x”;y\nw;z\n', 'a;b\nu "v" “x";y\nw;z\n'),
        ("a.csv", QUOTE, 'a,b\nu “x，,y\n"w",z\n', 'a,b\n"u “x,",y\n"w",z\n'),
        ("a.csv", QUOTE, 'a;b\n"u ""v"" “x”";y…\n', 'a;b\n"u ""v"" “x""";y...\n'),
        ("a.csv", QUOTE, 'a;b\n"“x”";y\n', 'a;b\n"“x""";y\n'),
    ],
)
def test_a_fix_corrects_the_neighbours_of_what_is_accepted(ads, name, accepted, text, fixed):
    """The file stays what it is, the accepted place keeps its bytes, and the check is clean afterwards."""
    assert accept_some(ads, name, text, accepted) == (fixed, "Left 1 place: the baseline accepts them.")


def test_accepted_places_are_used_up(ads):
    """Two alike were accepted: the third is corrected."""
    (ads / "a.txt").write_text("…\n…\n")
    given = ["a.txt", "--baseline", "known.json"]
    assert run("check", *given, "--write-baseline").status == 0
    (ads / "a.txt").write_text("…\n…\n…\n")
    assert run("fix", *given).err.endswith("Left 2 places: the baseline accepts them.\n")
    assert (ads / "a.txt").read_text() == "…\n…\n...\n"
    assert run("check", *given).status == 0


def test_what_is_left_for_other_reasons_is_told_apart(ads):
    """Beside what is accepted."""
    (ads / "a.json").write_text('{"a": "l’un"}')
    given = ["a.json", "--baseline", "known.json"]
    run("check", *given, "--write-baseline")
    (ads / "a.json").write_text('{"a": "l’un", "clé’": "…"}')
    assert run("fix", *given).err.splitlines()[-1] == (
        "Left 2 places: the baseline accepts 1; the others are keys, values that must match exactly, "
        "or what a person has to look at."
    )
    assert (ads / "a.json").read_text() == '{"a": "l’un", "clé’": "..."}'


def test_a_large_file_is_left_where_it_is_accepted(ads):
    """In several processes too; pieces end anywhere."""
    lines = [f'{{"n": {number}, "a": "{"x" * 90}’ {number}"}}\n' for number in range(4_000)]
    (ads / "a.ndjson").write_text("".join(lines[::2]))
    given = ["a.ndjson", "--baseline", "known.json", "--jobs", "2"]
    assert spawn("check", *given[:3], "--write-baseline", cwd=ads).status == 0
    (ads / "a.ndjson").write_text("".join(lines))
    done = spawn("fix", *given, cwd=ads)
    assert done.err == (
        "Corrected a.ndjson: 2,000 places\nCorrected 2,000 places in 1 of 1 file.\n"
        "Left 2,000 places: the baseline accepts them.\n"
    )
    expected = "".join(line if not index % 2 else line.replace("’", "'") for index, line in enumerate(lines))
    assert (ads / "a.ndjson").read_text() == expected
    assert spawn("check", *given, cwd=ads).status == 0


def test_standard_input_is_accepted_as_its_file(ads):
    """An editor's text, which is not saved yet."""
    given = ["-", "--stdin-filename", "ads/e.txt", "--baseline", "accepted.json"]
    text = "“Nouvelle\n" + ACCEPTED["e.txt"]
    assert run("check", *given, stdin=text.encode()).lines == [
        'ads/e.txt:1:1: U+201C LEFT DOUBLE QUOTATION MARK -> " [quote]'
    ]
    assert run("fix", *given, stdin=text.encode()).out.decode() == text.replace("“", '"')


def test_the_place_of_a_baseline_counts_not_its_links(ads):
    """Paths are those from where it really is, also when it is written."""
    (ads / "ci").mkdir()
    (ads / "ci" / "known.json").symlink_to("../accepted.json")
    done = run("check", "ads", "--baseline", "ci/known.json")
    assert done.status == 0
    before = (ads / "accepted.json").read_bytes()
    assert run("check", "ads", "--baseline", "ci/known.json", "--write-baseline").status == 0
    assert (ads / "accepted.json").read_bytes() == before


def write_workbook(path, *rows):
    """Write a workbook whose equal texts are shared."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def write_document(path, *paragraphs):
    """Write a document of Word, each paragraph in two runs."""
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph(text[:3])
        paragraph.add_run(text[3:])
    document.save(path)


def accept_apostrophes(name):
    """Accept the apostrophes of a file, fix the rest, and see that nothing new is left."""
    given = [name, "--baseline", "known.json"]
    assert run("check", *given, "--write-baseline").status == 0
    known = json.loads(Path("known.json").read_text())
    known["accepted"] = [entry for entry in known["accepted"] if entry["code_points"] == APOSTROPHE]
    Path("known.json").write_text(json.dumps(known))
    diff = run("fix", *given, "--diff")
    assert diff.status == 1
    done = run("fix", *given)
    assert done.status == 0
    fixed = Path(name).read_bytes()
    assert run("fix", *given).err.startswith("Corrected 0 places")
    assert Path(name).read_bytes() == fixed
    return done.err.splitlines()[-1], diff.out.decode()


def test_a_fix_leaves_what_is_accepted_in_cells(ads, monkeypatch):
    """Cells that share a text are of one mind; where they are not, it stays as a whole."""
    monkeypatch.chdir(ads)
    rows = ["Titre", "Texte"], ["l’un…", "“deux”"], ["trois – quatre", "l’un…"], ["d’Est", "…"]
    write_workbook("a.xlsx", *rows)
    said, diff = accept_apostrophes("a.xlsx")
    assert said == "Left 3 places: the baseline accepts them."
    fixed = [("l’un...", '"deux"'), ("trois - quatre", "l’un..."), ("d’Est", "...")]
    assert list(openpyxl.load_workbook("a.xlsx").active.values)[1:] == fixed
    assert "-trois – quatre" in diff
    write_workbook("b.xlsx", ["Titre", "Texte"], ["l’un…", "1"])
    run("check", "b.xlsx", "--baseline", "known.json", "--write-baseline")
    write_workbook("b.xlsx", ["Titre", "Texte"], ["l’un…", "l’un…"])
    done = run("fix", "b.xlsx", "--baseline", "known.json")
    assert done.err.startswith("Corrected 0 places in 0 of 1 file.\nLeft 4 places: the baseline accepts 2;")


def test_a_fix_leaves_what_is_accepted_in_paragraphs(ads, monkeypatch):
    """Its neighbours in the same paragraph are corrected, and the next check finds nothing new."""
    monkeypatch.chdir(ads)
    write_document("a.docx", "l’un – “deux”…", "trois…", "l’autre")
    said, diff = accept_apostrophes("a.docx")
    assert said == "Left 2 places: the baseline accepts them."
    assert [one.text for one in docx.Document("a.docx").paragraphs] == [
        'l’un - "deux"...',
        "trois...",
        "l’autre",
    ]
    assert '+l’un - "deux"...' in diff
    assert run("check", "a.docx", "--baseline", "known.json").status == 0


@pytest.mark.parametrize(
    "command", [["check"], ["fix"], ["fix", "--diff"], ["fix", "--baseline", "known.json"]]
)
def test_workbooks_and_documents_are_the_same_from_two_processes(ads, monkeypatch, command):
    """All that one process tells the other about them arrives."""
    monkeypatch.chdir(ads)
    answers = []
    for jobs in (1, 2):
        write_workbook("a.xlsx", ["Titre"], ["l’un…"], ["“deux”"])
        write_document("a.docx", "l’un – “deux”…", "trois…")
        if "--baseline" in command:
            run("check", ".", "--baseline", "known.json", "--write-baseline")
        done = run(*command, "a.xlsx", "a.docx", "--jobs", jobs)
        texts = [*openpyxl.load_workbook("a.xlsx").active.values]
        texts += [one.text for one in docx.Document("a.docx").paragraphs]
        answers.append((done.status, done.out, done.err, texts))
    assert answers[0] == answers[1]
