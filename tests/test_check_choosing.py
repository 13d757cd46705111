"""Which files are read, by paths, endings and excludes; git itself judges the patterns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flatchr_clean.check.discovery import Choice, find_sources
from flatchr_clean.check.excludes import Excludes
from flatchr_clean.check.kinds import Kind
from tests.check_command import run_git

FILES = [
    "a.json", "b.txt", "drafts/a.json", "drafts/deep/b.csv", "src/drafts/c.json", "src/a.json",
    "src/x/y/z.ndjson", "src/a[1].json", "src/build/out.json",
]  # fmt: skip
PATTERNS = [
    "drafts/", "/drafts", "drafts", "*.json", "!src/a.json", "src/*.json", "src/**/z.ndjson", "**/y",
    "src/**", "a.json/", "/a.json", "[ab].*", "[!ab].json", "?.json", "src/a\\[1\\].json", "# drafts", "",
    "  ", "!drafts/", "**/drafts/*.json", "src/x/", "x/y", "*", "!*.csv", "src/[a-z].json", "é.json", "!src",
    "**",
]  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A git repository with files, for `git check-ignore` to judge."""
    root = tmp_path_factory.mktemp("repository")
    assert run_git("init", "-q", cwd=root).returncode == 0
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


def ask_git(root, patterns):
    """Give the files that git ignores."""
    (root / ".gitignore").write_text("\n".join(patterns) + "\n")
    done = run_git("-c", "core.quotepath=off", "check-ignore", "--no-index", *FILES, cwd=root)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.decode().splitlines())


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PATTERNS), max_size=4))
def test_patterns_mean_what_git_means(repository, patterns):
    """Anchors, directories, stars, sets, escapes, negations and their order."""
    excludes = Excludes(repository, patterns)
    assert {name for name in FILES if excludes.match(repository / name)} == ask_git(repository, patterns)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_means_what_git_means(repository, pattern):
    """Each alone too."""
    excludes = Excludes(repository, [pattern])
    assert {name for name in FILES if excludes.match(repository / name)} == ask_git(repository, [pattern])


def test_a_question_mark_is_a_character(repository):
    """For git it is a byte, which nobody expects of an accent."""
    assert Excludes(repository, ["?.json"]).match(repository / "é.json")


def test_names_match_beside_the_base(tmp_path):
    """A file outside of the project is excluded by its name, not by an anchored pattern."""
    (tmp_path / "project").mkdir()
    excludes = Excludes(tmp_path / "project", ["drafts/", "/other"])
    assert excludes.match(tmp_path / "drafts" / "a.json")
    assert not excludes.match(tmp_path / "other" / "a.json")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """The files in a directory that is the current one."""
    monkeypatch.chdir(tmp_path)
    for name in [*FILES, "README.md", ".git/a.json", "node_modules/a.json", ".hidden/a.json"]:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x")
    return tmp_path


def find(tree, *paths, patterns=(), **choice):
    """Give the paths found and the problems told."""
    sources, problems = find_sources(paths, Choice(Excludes(tree, patterns), **choice))
    return [source.path for source in sources], list(map(str, problems))


def test_directories_are_walked_by_endings(tree):
    """In the order of names; other tools' directories are passed over, hidden ones are not."""
    paths, problems = find(tree, ".")
    assert sorted(paths) == sorted([*FILES, ".hidden/a.json"])
    assert paths[:2] == ["a.json", "b.txt"]
    assert problems == []


def test_a_type_narrows_a_directory_and_reads_what_is_named(tree):
    """A named file is read as that type whatever it is called."""
    assert find(tree, "src", "README.md", kind=Kind.NDJSON)[0] == ["src/x/y/z.ndjson", "README.md"]


def test_named_files_are_read_unless_excludes_are_forced(tree):
    """pre-commit names every file, so it forces."""
    patterns = ["drafts/"]
    assert find(tree, "drafts/a.json", ".", patterns=patterns)[0][0] == "drafts/a.json"
    assert "drafts/deep/b.csv" not in find(tree, ".", patterns=patterns)[0]
    assert find(tree, "drafts/a.json", "a.json", patterns=patterns, force_exclude=True) == (["a.json"], [])


def test_what_names_no_file_is_told(tree):
    """A missing file and a directory without a known ending are problems, and the rest is read."""
    (tree / "empty").mkdir()
    paths, problems = find(tree, "none.json", "empty", "a.json", "-")
    assert paths == ["a.json", "-"]
    missing, unknown = problems
    assert missing == "none.json: error: No such file or directory"
    assert unknown.startswith("empty: error: holds no file to read: none ends with .json, .ndjson, ")
    assert find(tree, "b.txt\0")[1] == ["b.txt<U+0000>: error: holds a character that no path can hold"]
    assert "none ends with .csv" in find(tree, "src", kind=Kind.CSV)[1][0]


def test_a_directory_whose_files_are_all_excluded_is_clean(tree):
    """Somebody said so; one that holds other tools' files alone, or unknown ones, was meant to be read."""
    (tree / "other" / "node_modules").mkdir(parents=True)
    (tree / "other" / "node_modules" / "a.json").touch()
    (tree / "other" / "README.md").touch()
    assert find(tree, "drafts", patterns=["drafts/"]) == ([], [])
    assert find(tree, "drafts", patterns=["*.json", "*.csv"]) == ([], [])
    assert "holds no file to read" in find(tree, "other", patterns=["*.md"])[1][0]
    assert "holds no file to read" in find(tree, "drafts", patterns=["drafts/"], kind=Kind.HTML)[1][0]


def test_each_file_is_read_once(tree):
    """However often it is named, and through which link."""
    (tree / "link.json").symlink_to("a.json")
    assert find(tree, "a.json", "./a.json", "link.json", ".")[0].count("a.json") == 1
    assert find(tree, "link.json", "a.json")[0] == ["link.json"]


def test_a_pipe_in_a_directory_is_not_waited_for(tree):
    """Nobody may ever write to it; one that is named is read."""
    os.mkfifo(tree / "src" / "pipe.json")
    assert "src/pipe.json" not in find(tree, "src")[0]
    assert find(tree, "src/pipe.json")[0] == ["src/pipe.json"]


def test_a_broken_link_and_a_loop_are_no_traceback(tree):
    """A link to nothing is told; a link to a directory above is not followed."""
    (tree / "src" / "gone.json").symlink_to("nowhere")
    (tree / "src" / "loop").symlink_to("..")
    paths, problems = find(tree, "src")
    assert problems == ["src/gone.json: error: No such file or directory"]
    assert len(paths) == len([name for name in FILES if name.startswith("src/")])


GITIGNORES = {
    ".gitignore": "*.tmp.json\n/out/\n/src/x/y.json\nlogs/*\n!logs/keep.json\n",
    "src/.gitignore": "\ufeffdrafts/\r\n!kept.tmp.json\r\n/a.json",
    "src/deep/.gitignore": "*\n!b.json\n",
    ".git/info/exclude": "private.*\n!src/a.json\n",
    "other/.gitignore": "!out/\n",
}
IGNORABLE = [
    "a.json", "a.tmp.json", "out/a.json", "src/out/a.json", "logs/a.json", "logs/keep.json", "src/a.json",
    "src/x/a.json", "src/x/y.json", "src/drafts/a.json", "src/kept.tmp.json", "src/deep/a.json",
    "src/deep/b.json", "src/deep/x/b.json", "private.csv", "other/private.csv", "other/out/a.json",
]  # fmt: skip


@pytest.fixture
def ignoring(tmp_path, monkeypatch):
    """A git repository, the current directory, that ignores some of what it holds."""
    monkeypatch.chdir(tmp_path)
    assert run_git("init", "-q").returncode == 0
    for name, text in {**dict.fromkeys(IGNORABLE, "x"), **GITIGNORES}.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, newline="")
    return tmp_path


def list_with_git(root):
    """Give the files that git would add."""
    listed = run_git("-c", "core.quotepath=off", "ls-files", "--others", "--exclude-standard", cwd=root)
    return {name for name in listed.stdout.decode().splitlines() if Path(name).suffix in (".json", ".csv")}


def test_what_git_ignores_is_passed_over(ignoring):
    """In nested files, with marks and CR LF, in `info/exclude`, taken back and not; git itself judges."""
    paths, problems = find(ignoring, ".")
    assert (set(paths), problems) == (list_with_git(ignoring), [])
    assert {"logs/keep.json", "src/kept.tmp.json"} < set(paths) < set(IGNORABLE)


@pytest.mark.parametrize("start", ["src", "src/deep", "src/x", "src/drafts/..", "../{}/src"])
def test_what_stands_above_a_named_directory_counts(ignoring, start):
    """Patterns hold from the top of the work tree, wherever the walk starts and however it is named."""
    found = {os.path.relpath(path) for path in find(ignoring, start.format(ignoring.name))[0]}
    top = os.path.normpath(start.format(".")).removeprefix("../")
    assert found == {name for name in list_with_git(ignoring) if name.startswith(f"{top}/".lstrip("./"))}


def test_what_is_named_is_read_whatever_git_ignores(ignoring):
    """A file may be tracked all the same, as in a hook; of a directory, what no other pattern ignores."""
    assert find(ignoring, "a.tmp.json", force_exclude=True)[0] == ["a.tmp.json"]
    assert find(ignoring, "out")[0] == ["out/a.json"]
    assert find(ignoring, "logs")[0] == ["logs/keep.json"]


def test_excludes_take_back_what_git_ignores(ignoring):
    """They are stronger, and stay those of other tools' directories."""
    assert "out/a.json" in find(ignoring, ".", patterns=["!out/"])[0]
    assert set(find(ignoring, ".", patterns=["!*", ".git/"])[0]) == set(IGNORABLE)
    assert "src/x/a.json" not in find(ignoring, ".", patterns=["src/x/"])[0]
    (ignoring / ".gitignore").write_text("!.git/\n")
    (ignoring / ".git" / "a.json").touch()
    assert ".git/a.json" not in find(ignoring, ".")[0]


def test_a_directory_that_git_ignores_as_a_whole_is_clean(ignoring):
    """As one whose files are excluded is."""
    (ignoring / "logs" / "keep.json").unlink()
    assert find(ignoring, "logs") == ([], [])


def test_gitignores_are_heeded_in_a_work_tree_only(ignoring):
    """Outside of one they are somebody's files; one within another starts anew, linked ones share a list."""
    (ignoring / ".git").rename(ignoring / "git")
    assert set(find(ignoring, ".")[0]) == set(IGNORABLE)
    assert run_git("init", "-q", cwd=ignoring / "src").returncode == 0
    assert "src/x/a.json" in find(ignoring, ".")[0]
    assert "src/a.json" not in find(ignoring, ".")[0]
    (ignoring / "git").rename(ignoring / ".git")
    (ignoring / "src" / "y.tmp.json").touch()
    assert {"src/y.tmp.json", "a.json"} < set(find(ignoring, ".")[0])
    author = ("-c", "user.name=Testeur", "-c", "user.email=testeur@example.org")
    for arguments in (("commit", "-q", "--allow-empty", "-m", "x"), ("worktree", "add", "-q", "linked")):
        assert run_git(*author, *arguments, cwd=ignoring).returncode == 0
    (ignoring / "linked" / "private.csv").touch()
    (ignoring / "linked" / "b.csv").touch()
    assert find(ignoring, "linked")[0] == ["linked/b.csv"]


def test_a_gitignore_that_cannot_be_read_hides_nothing(ignoring):
    """It may be a directory, or a link to nothing; a pattern may be no pattern."""
    (ignoring / ".gitignore").unlink()
    (ignoring / ".gitignore").mkdir()
    assert "a.tmp.json" in find(ignoring, ".")[0]
    assert Excludes(ignoring, ["[z-a].json"]).match(ignoring / "z.json") is False


def test_a_directory_on_another_drive_of_windows_is_beside_the_base(monkeypatch):
    """`os.path.relpath` raises there; patterns of names still match."""

    def refuse(path, start):
        raise ValueError(f"path is on mount {path!r}, start on mount {start!r}")

    monkeypatch.setattr("flatchr_clean.check.excludes.os.path.relpath", refuse)
    excludes = Excludes(Path("/project"), ["drafts/", "/anchored.json"])
    assert excludes.match(Path("/other/drafts/a.json"))
    assert not excludes.match(Path("/other/a.json"))
