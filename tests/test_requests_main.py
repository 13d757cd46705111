"""``python -m flatchr_clean.requests`` runs unmodified programs, as Python itself would."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests

from flatchr_clean.requests import CleaningAdapter, uninstrument
from flatchr_clean.requests.__main__ import main

# The program's own view of requests, without a network: which adapter it would be given.
PROGRAM = """\
import sys
from os.path import basename
import requests
from helper import NAME

adapter = requests.Session().get_adapter("https://api.flatchr.io/user")
print(__name__, NAME, basename(sys.argv[0]), sys.argv[1:], type(adapter).__name__)
sys.exit(int(sys.argv[1]) if sys.argv[1:] else 0)
"""


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a program and a module beside it."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "helper.py").write_text("NAME = 'neighbour'\n")
    return tmp_path


def run(*arguments, cwd):
    """Run the command."""
    command = [sys.executable, "-W", "error", "-m", "flatchr_clean.requests", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(autouse=True)
def importable(monkeypatch, pytestconfig):
    """Let the command find this package from anywhere."""
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))


def test_a_script_runs_instrumented(folder, tmp_path_factory):
    """With its own name, its arguments, its neighbours and its exit status, from anywhere."""
    result = run(folder / "program.py", "3", "--profile", cwd=tmp_path_factory.mktemp("elsewhere"))
    assert result.stderr == ""
    assert result.stdout == "__main__ neighbour program.py ['3', '--profile'] CleaningAdapter\n"
    assert result.returncode == 3


def test_a_module_runs_instrumented(folder):
    """As python -m does."""
    result = run("-m", "program", "-x", cwd=folder)
    assert "['-x'] CleaningAdapter" in result.stdout
    result = run("--profile", "latin-1", "-m", "program", cwd=folder)
    assert (result.stdout, result.returncode) == ("__main__ neighbour program.py [] CleaningAdapter\n", 0)


def test_a_safe_path_stays_safe(folder):
    """Under python -P the folder of a script is not looked in for modules."""
    command = [sys.executable, "-P", "-m", "flatchr_clean.requests", "program.py"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert "No module named 'helper'" in result.stderr
    (folder / "program.py").write_text("import encodings.punycode, sys, zipfile; print(sys.path[0])")
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert (result.returncode, str(folder) in result.stdout) == (0, False)


def test_an_error_of_the_program_is_the_programs(folder):
    """Its traceback and status 1."""
    (folder / "program.py").write_text("raise ZeroDivisionError('la sienne')\n")
    result = run("program.py", cwd=folder)
    assert result.returncode == 1
    assert result.stderr.rstrip().endswith("ZeroDivisionError: la sienne")


@pytest.mark.parametrize("arguments", [["program.py", "7"], ["-m", "program", "7"]])
def test_the_programs_exit_is_the_commands(folder, monkeypatch, capsys, arguments):
    """SystemExit passes, and the instrumentation stays on for threads that still send."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["command"])
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 7
    assert capsys.readouterr().out == "__main__ neighbour program.py ['7'] CleaningAdapter\n"
    assert isinstance(requests.Session().get_adapter("https://api.flatchr.io/"), CleaningAdapter)
    uninstrument()
    sys.modules.pop("helper")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the program to run"),
        (["missing.py"], "there is no file missing.py"),
        (["--profile", "utf-7", "program.py"], "utf-7"),
        (["--unknown", "program.py"], "--unknown"),
        (["--hosts", "*.com", "program.py"], "argument --hosts: what was given as a host is none"),
        (["--hosts", "localhost:99999", "program.py"], "argument --hosts"),
        (["--hosts", "", "program.py"], "argument --hosts"),
        (["--hosts", "localhost:1,", "program.py"], "argument --hosts"),
        (["--hosts"], "--hosts"),
    ],
)
def test_a_wrong_command_line(folder, monkeypatch, capsys, arguments, message):
    """Says what is wrong and how it is used, with status 2."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    told = capsys.readouterr().err
    assert message in told
    assert "usage: python -m flatchr_clean.requests" in told


def test_help(capsys):
    """Says what it does."""
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "script.py" in capsys.readouterr().out
