"""Both hooks in a scratch repository, as pre-commit runs them for whoever adds them to a project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check_command import clean_environment, run_git

PROJECT = Path(__file__).parents[2]
AUTHOR = ("-c", "user.name=Testeur", "-c", "user.email=testeur@example.org")
CONFIG = """
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: {hook}
        args: [--allow, U+2026]
"""


def commit_all(directory):
    """Commit everything in a directory; give the revision."""
    for arguments in (("init", "-q"), ("add", "-A"), (*AUTHOR, "commit", "-q", "-m", "x")):
        done = run_git(*arguments, cwd=directory)
        assert done.returncode == 0, done.stderr
    return run_git("rev-parse", "HEAD", cwd=directory).stdout.decode().strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The project as it stands here, committed: pre-commit clones it."""
    copy = tmp_path_factory.mktemp("project")
    listed = run_git("ls-files", "--cached", "--others", "--exclude-standard", cwd=PROJECT).stdout.decode()
    for name in listed.splitlines():
        if (PROJECT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, copy / name)
    return copy, commit_all(copy)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where pre-commit keeps what it installs."""
    return str(tmp_path_factory.mktemp("home"))


@pytest.fixture
def repository(tmp_path):
    """A repository with clean files, dirty ones, and one that its settings exclude."""
    files = {
        "good.json": '{"a": "l\'offre…"}\n',
        "bad.json": '{"a": "“l’offre”"}\n',
        "lines.jsonl": '{"a": "l’offre"}\n',
        "AVIS.CSV": "a;b\r\n“x”;1\r\n",
        "drafts/bad.json": '{"a": "l’offre"}\n',
        "notes.md": "l’offre\n",
        "pyproject.toml": '[tool.flatchr-clean]\nexclude = ["drafts/"]\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, newline="")
    return tmp_path


def run_hook(hook, project, home, repository):
    """Run a hook over all files; give its status and what it says."""
    config = CONFIG.format(project=project[0], revision=project[1], hook=hook)
    (repository / ".pre-commit-config.yaml").write_text(config)
    commit_all(repository)
    environment = clean_environment(PRE_COMMIT_HOME=home)
    del environment["PYTHONPATH"]  # the hook has an environment of its own
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=repository, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_reading_hook_fails_on_findings(project, home, repository):
    """It tells them and changes nothing."""
    status, said = run_hook("flatchr-clean", project, home, repository)
    assert status == 1, said
    for line in (
        "bad.json:1:8: U+201C LEFT DOUBLE QUOTATION MARK",
        "lines.jsonl:1:9: U+2019",
        "AVIS.CSV:2:1: U+201C",
    ):
        assert line in said
    assert "drafts/bad.json:" not in said
    assert "good.json:" not in said
    assert run_git("status", "--porcelain", cwd=repository).stdout == b""


def test_the_fixing_hook_corrects_and_then_passes(project, home, repository):
    """It fails once, because it changed files, and passes when they are added."""
    status, said = run_hook("flatchr-clean-fix", project, home, repository)
    assert (status, "files were modified by this hook" in said) == (1, True), said
    assert (repository / "bad.json").read_text() == '{"a": "\\"l\'offre\\""}\n'
    assert (repository / "AVIS.CSV").read_bytes() == b'a;b\r\n"""x""";1\r\n'
    assert (repository / "drafts" / "bad.json").read_text() == '{"a": "l’offre"}\n'
    assert run_hook("flatchr-clean-fix", project, home, repository)[0] == 0


@pytest.mark.parametrize("hook", ["flatchr-clean", "flatchr-clean-fix"])
def test_both_hooks_heed_the_baseline_of_the_settings(hook, project, home, repository):
    """What it accepts is neither told nor corrected, and the file itself, which is committed, is no input."""
    (repository / "pyproject.toml").write_text(
        '[tool.flatchr-clean]\nexclude = ["drafts/"]\nbaseline = "known.json"\n'
    )
    (repository / "bad.json").write_text('{"clé’": "“l’offre”"}\n')
    written = [sys.executable, "-m", "flatchr_clean", "check", ".", "--allow", "U+2026", "--write-baseline"]
    subprocess.run(written, cwd=repository, env=clean_environment(), check=True)
    assert b"\\u2019" in (repository / "known.json").read_bytes()
    status, said = run_hook(hook, project, home, repository)
    assert status == 0, said
    (repository / "good.json").write_text('{"a": "l\'offre–"}\n')
    status, said = run_hook(hook, project, home, repository)
    assert (status, "bad.json:" in said) == (1, False), said
    changed = run_git("status", "--porcelain", cwd=repository).stdout
    assert changed == (b" M good.json\n" if hook == "flatchr-clean-fix" else b"")
