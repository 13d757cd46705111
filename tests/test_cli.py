"""The command line as a person meets it: real processes, real terminals, real signals."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from flatchr_clean import __version__
from flatchr_clean.cli import COMMANDS, main
from flatchr_clean.cli.marking import draw_rows, wrap_cells
from flatchr_clean.kernel import BUILD
from flatchr_clean.sandbox import Sandbox
from flatchr_clean.text.changes import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "flatchr_clean"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


# The group.


def test_the_version_is_the_packages_own() -> None:
    """--version says the name, the version and which kernel runs, and nothing else."""
    done = run("--version")
    kernel = {"compiled": "compiled kernel", "pure": "pure Python kernel"}[BUILD]
    assert (done.returncode, done.stdout, done.stderr) == (0, f"flatchr-clean {__version__} ({kernel})\n", "")


def test_the_kernel_in_python_runs_where_it_is_asked_for() -> None:
    """FLATCHR_CLEAN_PURE=1 is heeded, and --version tells."""
    done = run("--version", FLATCHR_CLEAN_PURE="1")
    assert (done.stdout, done.stderr) == (f"flatchr-clean {__version__} (pure Python kernel)\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_tells_all_commands_and_how_to_begin(option: str) -> None:
    """The help lists each command with its line, shows examples, and fits in 80 columns."""
    done = run(option)
    assert (done.returncode, done.stderr) == (0, "")
    for name, (_, line) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", done.stdout, re.MULTILINE)
    assert 'session.auth = BearerAuth("API_KEY")' in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    """What a person types most often does not wait for an HTTP client or for tables."""
    script = (
        "import sys\nfrom flatchr_clean.cli import main\n"
        f"main([{option!r}], standalone_mode=False)\n"
        "heavy = {'requests', 'ftfy', 'unidecode', 'trustme', 'ssl', 'flatchr_clean.sandbox'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_shell_completes_commands_and_options_quickly() -> None:
    """Completion offers names with their lines, from the table, without loading a command."""
    script = (
        "import sys\nfrom flatchr_clean.cli import main\n"
        "try: main(prog_name='flatchr-clean')\n"
        "finally: print('requests' in sys.modules, 'flatchr_clean.sandbox' in sys.modules)"
    )
    complete = {**os.environ, "_FLATCHR_CLEAN_COMPLETE": "zsh_complete", "COMP_CWORD": "1"}
    offered = []
    for words in ("flatchr-clean d", "flatchr-clean --v"):
        environment = {**complete, "COMP_WORDS": words}
        python = [sys.executable, "-c", script]
        done = subprocess.run(python, env=environment, capture_output=True, text=True, check=True)
        offered.append(done.stdout.splitlines())
    assert offered == [
        ["plain", "demo", COMMANDS["demo"][1], "False False"],
        ["plain", "--version", "Show the version and exit.", "False False"],
    ]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_each_command_of_the_table_is_there(name: str) -> None:
    """Every name in the help leads to a command with a help of its own."""
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Usage: main {name} ")


def test_an_unknown_command_is_misuse() -> None:
    """A command that is not there exits 2 and says where help is."""
    done = run("verifier")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'verifier'" in done.stderr
    assert "--help" in done.stderr


def test_no_command_shows_the_help() -> None:
    """The bare command shows its help."""
    done = run()
    assert done.returncode in {0, 2}  # click 8.1, and later
    assert "Commands:" in done.stdout + done.stderr


def test_an_error_of_the_library_is_one_line() -> None:
    """A missing extra ends in one line that says what to install, and in status 2."""
    script = (
        "import sys; sys.modules['trustme'] = None\nfrom flatchr_clean.cli import main\nmain(['sandbox'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            "Error: The sandbox makes its certificate with trustme, which is not installed: "
            "pip install 'flatchr-clean[demo]'\n"
        ),
    )


# The command sandbox.


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `flatchr-clean sandbox`; give the process and what it says before the first request."""
    with subprocess.Popen(
        [*COMMAND, "sandbox", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        env={**os.environ, **environment},
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "Requests:" not in said:
                line = process.stdout.readline()
                assert line, process.communicate()
                said += line
            yield process, said
        finally:
            process.terminate()


def post(url: str, token: str, ca_bundle: str, body: bytes) -> int:
    """Post a body to the sandbox's vacancies; give the status."""
    request = urllib.request.Request(  # noqa: S310 - the address is our own
        f"{url}/company/G6KzqPnNLyp31m0l/vacancy?secret=1",
        body,
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    trusting = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca_bundle))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting)
    try:
        with opener.open(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_serves_as_it_says_until_it_is_stopped(stop: signal.Signals) -> None:
    """URL, token and bundle as printed work; each request is a line; Ctrl-C ends it with status 0."""
    with serving() as (process, said):
        url, token, ca_bundle = re.findall(r"^  (?:URL|token|CA bundle) +(\S+)$", said, re.MULTILINE)
        assert post(url, token, ca_bundle, b'{"title": "Secret"}') == 200
        assert post(url, token, ca_bundle, '{"title": "Secret…"}'.encode()) == 422
        process.send_signal(stop)
        logged, complaint = process.communicate(timeout=10)
    assert (process.returncode, complaint) == (0, "")
    path = "/company/G6KzqPnNLyp31m0l/vacancy"
    assert re.sub(r"\d\d:\d\d:\d\d", "TIME", logged) == (
        f"TIME POST {path} 200 OK\n"
        f"TIME POST {path} 422 Unprocessable Entity: 1 character is refused: "
        "U+2026 HORIZONTAL ELLIPSIS in /title, index 6\n"
        "\nStopped.\n"
    )
    assert not Path(ca_bundle).exists()


def test_the_directions_of_the_sandbox_can_be_followed() -> None:
    """The lines of Python and of curl work as printed, whatever the environment says of the network."""
    environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "REQUESTS_CA_BUNDLE": os.devnull}
    with serving("--token", "l'essai") as (_, said):
        script = re.sub(
            "^  ", "", said[said.index("  import ") : said.index("With curl")], flags=re.MULTILINE
        )
        python = [sys.executable, "-c", script]
        done = subprocess.run(python, env=environment, capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ("200 L'offre\n", "")
        curl = said[said.index("  curl ") : said.index("\n\nCtrl-C")]
        done = subprocess.run(  # noqa: S602 - a shell is what a person has
            curl, shell=True, env=environment, capture_output=True, text=True, check=False
        )
        assert (
            '"1 character is refused: U+2019 RIGHT SINGLE QUOTATION MARK in /title, index 1"' in done.stdout
        )


def test_the_options_of_the_sandbox_are_kept_to() -> None:
    """Token and profile are those asked for."""
    with serving("--token", "essai", "--profile", "latin-1") as (_, said):
        url, token, ca_bundle = re.findall(r"^  (?:URL|token|CA bundle) +(\S+)$", said, re.MULTILINE)
        assert token == "essai"
        assert post(url, token, ca_bundle, '{"title": "5 €"}'.encode()) == 422


def test_a_terminal_that_cannot_show_a_path_does_not_end_the_sandbox(tmp_path: Path) -> None:
    """Where the terminal's encoding lacks a letter of a directory's name, an escape is shown."""
    (tmp_path / "zażółć").mkdir()
    with serving(TMPDIR=str(tmp_path / "zażółć"), PYTHONIOENCODING="latin-1") as (_, said):
        assert f"  CA bundle  {tmp_path}/za\\u017có\\u0142\\u0107/flatchr-clean-" in said


def test_a_taken_port_ends_the_sandbox_in_a_line() -> None:
    """A port that is taken is status 2 and a line that says so; a wrong one is misuse."""
    with Sandbox() as other:
        port = other.port
        done = run("sandbox", "--port", str(port))
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"Error: Port {port} can't be taken: choose another, or 0 for a free one\n",
    )
    assert run("sandbox", "--port", "70000").returncode == 2
    assert run("sandbox", "--token", "deux mots").stderr == (
        "Error: The token must be visible ASCII characters without spaces\n"
    )


def test_the_sandbox_outlives_who_reads_its_log() -> None:
    """When the log's reader has gone, requests are answered all the same."""
    with serving() as (process, said):
        url, token, ca_bundle = re.findall(r"^  (?:URL|token|CA bundle) +(\S+)$", said, re.MULTILINE)
        assert process.stdout is not None
        process.stdout.close()
        assert [post(url, token, ca_bundle, b"{}") for _ in range(3)] == [200, 200, 200]


# Drawing a text before and after.

QUOTE = Change(1, 2, "\N{RIGHT SINGLE QUOTATION MARK}", "'", Rule.APOSTROPHE)


def drawn(cells: Any) -> tuple[str, str]:
    """Give cells as a line and the line of marks under it."""
    return (
        "".join(cell.shown for cell in cells),
        "".join(("^" if cell.changed else " ") * len(cell.shown) for cell in cells),
    )


def test_a_row_shows_what_changed_before_and_after() -> None:
    """Each line of a text is a row, with the changed characters marked on both sides."""
    text = "l\N{RIGHT SINGLE QUOTATION MARK}an\nrien\na\N{NO-BREAK SPACE}\u200bb"
    changes = [QUOTE, Change(11, 12, "\xa0", " ", Rule.SPACE), Change(12, 13, "\u200b", "", Rule.INVISIBLE)]
    rows = draw_rows(text, changes, "utf-8")
    assert [(drawn(row.before), drawn(row.after), row.changed) for row in rows] == [
        (("l\N{RIGHT SINGLE QUOTATION MARK}an", " ^  "), ("l'an", " ^  "), True),
        (("rien", "    "), ("rien", "    "), False),
        (("a<U+00A0><U+200B>b", " " + "^" * 16 + " "), ("a b", " ^ "), True),
    ]


def test_what_is_wider_than_a_column_is_shown_as_its_code_point() -> None:
    """Marks stand under their characters, since every character drawn is one column wide."""
    (row,) = draw_rows("a\N{DIRECT HIT}\N{FULLWIDTH LATIN CAPITAL LETTER A}", [], "utf-8")
    assert drawn(row.before)[0] == "a<U+1F3AF><U+FF21>"


def test_a_changed_line_break_stays_in_its_row() -> None:
    """A break that was changed is shown as a code point, so that both sides stay side by side."""
    rows = draw_rows("a\vb", [Change(1, 2, "\v", "\n", Rule.LINE_BREAK)], "utf-8")
    assert [(drawn(row.before)[0], drawn(row.after)[0]) for row in rows] == [("a<U+000B>b", "a<U+000A>b")]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("un deux trois", 8, ["un deux ", "trois"]),
        ("un deux trois", 10, ["un deux ", "trois"]),
        ("un deux trois", 80, ["un deux trois"]),
        ("anticonstitutionnel", 8, ["anticons", "titution", "nel"]),
        ("a \N{NO-BREAK SPACE}b", 4, ["a ", "<U+00A0>", "b"]),
    ],
)
def test_lines_are_wrapped_at_spaces(text: str, width: int, lines: list[str]) -> None:
    """A line breaks after a space, a word that is too long anywhere, a code point never."""
    (row,) = draw_rows(text, [], "utf-8")
    assert [drawn(line)[0] for line in wrap_cells(row.before, width)] == lines
