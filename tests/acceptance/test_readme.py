"""The README as a reader takes it: its code run, its table compared with what it is made from."""

import ast
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tokenize
import warnings
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter

from flatchr_clean.sandbox import Sandbox
from tests.readme_table import make_table

ROOT = Path(__file__).parents[2]
README = ROOT.joinpath("README.md").read_text("utf-8")
BLOCKS = [
    (README.count("\n", 0, match.start()) + 1, match["language"], match["code"])
    for match in re.finditer(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", README, re.MULTILINE | re.DOTALL)
]
TOKEN = "0123456789abcdef"


def blocks(language):
    """Give the code blocks of a language as parameters, named by their line in the README."""
    return [pytest.param(code, id=f"line {line}") for line, kind, code in BLOCKS if kind == language]


@pytest.fixture
def flatchr(plain_environment, monkeypatch):
    """Stand in for the API under its own name: only its address is another."""
    with Sandbox(token=TOKEN) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        resolve = socket.getaddrinfo

        def resolve_to_sandbox(host, *args, **kwargs):
            if str(host).endswith("flatchr.io"):
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
            return resolve(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", resolve_to_sandbox)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(sandbox.ca_bundle))
        monkeypatch.setenv("FLATCHR_TOKEN", TOKEN)
        yield sandbox


def expectations(code):
    """Give the literals that comments promise, by the line that they stand on."""
    promised = {}
    for token in tokenize.generate_tokens(StringIO(code).readline):
        if token.type == tokenize.COMMENT and re.match(r"""# ['"]""", token.string):
            promised[token.start[0]] = ast.literal_eval(token.string.removeprefix("# "))
    return promised


OTHERS = ("pyspark", "polars", "pandas", "ray", "dask", "opentelemetry")


@pytest.mark.parametrize("code", blocks("python"))
def test_python_blocks_run(code, flatchr, recwarn):
    """Each block runs as it stands, and an expression gives what the comment behind it says."""
    for other in OTHERS:
        if re.search(rf"^(?:import|from) {other}\b", code, re.MULTILINE):
            pytest.importorskip(other, reason="somebody else's: nox -s engines installs them")
            warnings.simplefilter("default")  # they warn of one another; `recwarn` takes it back
    promised = expectations(code)
    names = {"__name__": "readme"}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Expr) and statement.end_lineno in promised:
            value = eval(compile(ast.Expression(statement.value), "README.md", "eval"), names)  # noqa: S307
            assert value == promised.pop(statement.end_lineno)
        else:
            exec(compile(ast.Module([statement], []), "README.md", "exec"), names)  # noqa: S102
    assert promised == {}
    if "response" in names:
        assert names["response"].ok, names["response"].text


def test_the_service_receives_what_the_readme_says(flatchr):
    """The body that the first usage shows is the one that arrives, byte for byte."""
    (first, *_) = [code for _, language, code in BLOCKS if language == "python"]
    exec(compile(first, "README.md", "exec"), {})  # noqa: S102 -- the README's own code
    received = flatchr.requests[-1].body.decode("ascii")
    assert f"`{received}`" in README


def test_the_table_is_made_from_the_tables():
    """What becomes of what is not written by hand."""
    assert make_table() in README, "run python -m tests.readme_table and paste what it prints"


def test_the_test_command_is_the_one_that_ci_runs():
    """The script of the checks finds exactly one line to run in the README."""
    assert re.findall(r"^pip install -e .*pytest$", README, re.MULTILINE) == [
        "pip install -e '.[test]' && pytest"
    ]


def run(command, folder):
    """Run one command of the README in a folder, with this interpreter's own scripts."""
    words = shlex.split(command, comments=True)
    assert words[0] == "flatchr-clean", command
    return subprocess.run(
        [sys.executable, "-m", "flatchr_clean", *words[1:]],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def payloads(tmp_path):
    """Make the files that the README's commands speak of."""
    tmp_path.joinpath("payloads").mkdir()
    ad = {"title": "Chargé·e d’accueil – H/F", "mission": "<p>•\u00a0Accueillir…</p>"}
    tmp_path.joinpath("payloads/ad.json").write_text(json.dumps(ad, ensure_ascii=False) + "\n", "utf-8")
    table = "Titre;Texte\r\nVendeur;“Rejoignez l’équipe”\r\n"
    tmp_path.joinpath("payloads/ads.csv").write_text(table, "utf-8", newline="")
    with xlsxwriter.Workbook(tmp_path / "annonces.xlsx") as book:
        sheet = book.add_worksheet("Annonces")
        sheet.write_row(0, 0, ["Titre", "Texte"])
        sheet.write_row(1, 0, ["Vendeur – H/F", "Rejoignez l’équipe…"])
    return tmp_path


def test_the_check_finds_and_the_fix_mends(payloads):
    """The two commands of the third usage do what their comments say."""
    (check, fix) = re.findall(r"^flatchr-clean (?:check|fix) payloads/.*$", README, re.MULTILINE)[:2]
    found = run(check, payloads)
    assert found.returncode == 1
    assert found.stdout.startswith("payloads/ad.json:1:22: U+2019"), found
    assert run(fix, payloads).returncode == 0
    assert run(check, payloads).returncode == 0
    assert json.loads(payloads.joinpath("payloads/ad.json").read_text("utf-8")) == {
        "title": "Chargé·e d'accueil - H/F",
        "mission": "<p>- Accueillir...</p>",
    }


def split_sessions(code):
    """Give each command of a console block with what it prints."""
    for part in f"\n{code}".split("\n$ ")[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.removesuffix("\n")


@pytest.mark.parametrize("code", blocks("console"))
def test_console_blocks_print_what_they_show(code, payloads):
    """Each command, one after the other in one folder, prints what stands under it, on both outputs."""
    for command, printed in split_sessions(code):
        words = shlex.split(command)
        assert words[0] == "flatchr-clean", command
        done = subprocess.run(
            [sys.executable, "-m", "flatchr_clean", *words[1:]],
            cwd=payloads,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "COLUMNS": "80"},
            check=False,
            timeout=60,
        )
        assert done.stdout.removesuffix("\n") == printed, command


@pytest.mark.parametrize("code", blocks("toml"))
def test_toml_blocks_are_settings(code, payloads):
    """What the README writes into pyproject.toml is heeded without complaint."""
    payloads.joinpath("pyproject.toml").write_text(code, "utf-8")
    assert run("flatchr-clean check payloads/", payloads).returncode == 1


@pytest.mark.parametrize("code", blocks("yaml"))
def test_yaml_blocks_name_hooks_that_there_are(code):
    """Each hook of the README is one of the project's."""
    hooks = re.findall(r"^- id: (\S+)$", ROOT.joinpath(".pre-commit-hooks.yaml").read_text(), re.MULTILINE)
    assert re.findall(r"^ *- id: (\S+)$", code, re.MULTILINE) == hooks
