"""`fix --out`: corrected copies beneath a directory, whole or not at all, and never onto what is read."""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from tests.check_command import run, spawn

FILES = {
    "ads/a.json": '{"a": "l’un"}',
    "ads/clean.txt": "Une phrase.\n",
    "ads/deep/er/b.csv": "\ufeffa;b\r\n“x”;y\r\n",
    "ads/empty.ndjson": "",
}
FIXED = {
    "a.json": '{"a": "l\'un"}',
    "clean.txt": "Une phrase.\n",
    "deep/er/b.csv": '\ufeffa;b\r\n"""x""";y\r\n',
    "empty.ndjson": "",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A directory with files, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8", newline="")
    (tmp_path / "ads" / "notes.md").write_text("l’un")
    return tmp_path


def read_all(directory):
    """Give the text of each file beneath a directory."""
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes().decode() for path in found}


SAID = (
    "Corrected {0}a.json: 1 place\nCorrected {0}deep/er/b.csv: 2 places\n"
    "Corrected 3 places in 2 of 4 files.\nWrote 4 files: {1}\n"
)


def test_copies_are_corrected_and_originals_are_not(here):
    """Every file that is read, by its path from what was named; again, over the copies of the last time."""
    for _ in range(2):
        assert run("fix", "--out", "out/new", "ads") == (0, b"", SAID.format("ads/", "out/new"))
        assert read_all(here / "out" / "new") == FIXED
        assert {f"ads/{name}": text for name, text in read_all(here / "ads").items()} == {
            **FILES,
            "ads/notes.md": "l’un",
        }
    assert run("check", "out").status == 0
    assert run("fix", "--out", here / "absolute", here / "ads").status == 0
    assert read_all(here / "absolute") == FIXED


def test_a_directory_within_what_is_named_is_not_read(here, monkeypatch):
    """The copies of the last time are no input."""
    monkeypatch.chdir(here / "ads")
    for _ in range(2):
        assert run("fix", "--out", "new", ".") == (0, b"", SAID.format("", "new"))
    assert read_all(here / "ads" / "new") == FIXED
    done = run("fix", "--out", "new", "new/a.json")  # which is named
    assert (done.status, "new/a.json: is an input" in done.err) == (2, True)
    done = run("fix", "--out", "new", "new")
    assert (done.status, "is an input" in done.err) == (2, True)


def test_a_named_file_keeps_its_name_alone(here):
    """Wherever it is; a quiet run says nothing."""
    given = ["ads/deep/er/b.csv", "ads/../ads/a.json"]
    assert run("fix", "--out", "out", "--quiet", *given) == (0, b"", "")
    assert read_all(here / "out") == {"a.json": FIXED["a.json"], "b.csv": FIXED["deep/er/b.csv"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ["--out", "ads", "ads"],
            r"ads/a.json: is an input, which would be overwritten: choose another directory, ",
        ),
        (
            ["--out", ".", "ads/a.json", "a.json"],
            "./a.json: would be the copy of ads/a.json and of a.json",
        ),
        (
            ["--out", "x", "ads", "ads/deep/er/../../../other"],
            "x/a.json: would be the copy of ads/a.json and of ",
        ),
        (
            ["--out", "hard", "ads"],
            "ads/a.json: is an input, which would be overwritten: choose another directory",
        ),
        (["--out", "soft", "ads"], "soft/deep/er/b.csv: is a link, which leads out of the directory"),
        (["--out", "file", "ads/a.json"], "Directory 'file' is a file."),
        (
            ["--out", "known", "ads", "--baseline", "known/a.json"],
            "known/a.json: is the baseline, which wou",
        ),
        (["--out", "x", "-"], "--out is for files that are written: - goes to standard output."),
        (["--out", "x", "--diff", "ads"], "--out is for files that are written: --diff writes nothing."),
    ],
)
def test_nothing_is_written_where_something_would_be_lost(here, given, said):
    """Onto an input, twice to one place, through a link out of the directory, onto what decides the run."""
    (here / "a.json").write_text('{"b": "l’un"}')
    (here / "other").mkdir()
    (here / "other" / "a.json").write_text("{}")
    (here / "hard").mkdir()
    os.link("ads/a.json", "hard/a.json")
    (here / "soft").mkdir()
    (here / "elsewhere" / "er").mkdir(parents=True)
    (here / "soft" / "deep").symlink_to("../elsewhere")
    (here / "file").touch()
    (here / "known").mkdir()
    (here / "known" / "a.json").write_text('{"version": 2, "accepted": []}')
    before = read_all(here)
    done = run("fix", *given)
    assert (done.status, done.out, said in done.err) == (2, b"", True), done.err
    assert read_all(here) == before
    assert not (here / "x").exists()


def test_what_cannot_be_read_has_no_copy(here):
    """It is told, the others are written, and an older copy stays as it was."""
    (here / "ads" / "a.json").write_text('{"a": "l’un"')
    for older in (None, "older"):
        if older:
            (here / "out" / "a.json").write_text(older)
        done = run("fix", "--out", "out", "ads")
        assert (done.status, done.err.splitlines()[0].partition(" error: ")[0]) == (2, "ads/a.json:1:13:")
        assert done.err.splitlines()[-2:] == ["Wrote 3 files: out", "1 file not touched for errors."]
        expected = {**FIXED, "a.json": older}
        assert read_all(here / "out") == {name: text for name, text in expected.items() if text is not None}


def test_a_broken_stream_leaves_no_half_of_a_copy(here):
    """A file that is found to be broken at its end, and one that a full disk stops."""
    (here / "ads" / "b.ndjson").write_text('{"a": "l’un"}\n' * 40_000 + "{")
    assert run("fix", "--out", "out", "ads/b.ndjson").status == 2
    assert read_all(here / "out") == {}
    (here / "out" / "a.json").mkdir()
    done = run("fix", "--out", "out", "ads/a.json")
    assert (done.status, done.err.splitlines()[0]) == (2, "ads/a.json: error: not fixed: Is a directory")
    assert list((here / "out").iterdir()) == [here / "out" / "a.json"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o440])
def test_a_copy_has_the_mode_of_its_file(here, mode):
    """Also over an older one; a file that is read-only has a copy too."""
    (here / "ads" / "a.json").chmod(mode)
    for _ in range(2):
        assert run("fix", "--out", "out", "ads").status == 0
        assert stat.S_IMODE((here / "out" / "a.json").stat().st_mode) == mode


def test_copies_leave_what_the_baseline_accepts(here):
    """And what the encoding of a file is; several processes share the work."""
    (here / "pyproject.toml").write_text(
        '[tool.flatchr-clean]\nbaseline = "known.json"\n[tool.flatchr-clean.encodings]\n"*.csv" = "cp1252"\n'
    )
    assert run("check", "ads/a.json", "--write-baseline").status == 0
    (here / "ads" / "c.csv").write_bytes("a;b\nl’été;1\n".encode("cp1252"))
    done = spawn("fix", "--out", "out", "--jobs", "2", "ads", cwd=here)
    assert done.status == 0
    assert json.loads((here / "out" / "a.json").read_text()) == {"a": "l’un"}
    assert (here / "out" / "c.csv").read_bytes() == "a;b\nl'été;1\n".encode("cp1252")
    assert Path("ads/c.csv").read_bytes() == "a;b\nl’été;1\n".encode("cp1252")


def test_what_is_compressed_is_copied_as_it_is_or_told(here):
    """A clean one byte for byte; one with something to correct has no copy, and the reason is true."""
    clean = gzip.compress(b"a;b\nc;d\n", mtime=1) + gzip.compress(b"e;f\n", mtime=2)
    dirty = gzip.compress("a;b\nl’un;d\n".encode())
    Path("in").mkdir()
    Path("in/clean.csv.gz").write_bytes(clean)
    Path("in/dirty.csv.gz").write_bytes(dirty)
    done = run("fix", "in", "--out", "out")
    assert done.status == 2
    assert Path("out/clean.csv.gz").read_bytes() == clean
    assert not Path("out/dirty.csv.gz").exists()
    assert Path("in/dirty.csv.gz").read_bytes() == dirty
    assert (
        "in/dirty.csv.gz: error: not fixed: it is compressed: unpack it, fix it, and pack it again\n"
        in done.err
    )
