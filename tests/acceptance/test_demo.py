"""`flatchr-clean demo` as a stranger sees it: in a pipe, on terminals of all kinds, and in its time."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys

import pytest
from click.testing import CliRunner

from flatchr_clean.cli import demo, main

COMMAND = [sys.executable, "-m", "flatchr_clean", "demo"]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def run(*, encoding: str = "utf-8", **environment: str) -> str:
    """Run the demo in a pipe, which must succeed and say nothing on stderr; give what it shows."""
    plain = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    done = subprocess.run(COMMAND, capture_output=True, timeout=60, check=False, env={**plain, **environment})
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode(encoding).replace("\r\n", "\n")


def run_on_terminal(**environment: str) -> str:
    """Run the demo on a terminal of 80 columns; give what it shows."""
    import pty  # there is none on Windows

    plain = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        COMMAND, stdout=theirs, stderr=theirs, stdin=theirs, env={**plain, "TERM": "xterm", **environment}
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:  # how Linux tells that the terminal's last program has gone
            pass
        os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def timed() -> tuple[str, float]:
    """Run the demo once in a pipe; what it shows, and the seconds of a processor that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return shown, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


@pytest.fixture(scope="module")
def shown(timed: tuple[str, float]) -> str:
    """Give what the demo shows in a pipe."""
    return timed[0]


def test_the_ad_is_refused_first_and_then_accepted(shown: str) -> None:
    """The plain session gets a 422, the mounted one a 200, in that order."""
    assert re.findall(r"^   (\d{3} .*)$", shown, re.MULTILINE) == ["422 Unprocessable Entity", "200 OK"]
    assert re.findall(r"^(\d\. .*)$", shown, re.MULTILINE) == [
        "1. With requests alone",
        "2. With flatchr_clean mounted on the session",
        "3. What you write, after import requests",
    ]


def test_the_reasons_name_each_character_and_its_fields(shown: str) -> None:
    """The refused characters are counted, named and placed, and their sum is the server's count."""
    assert "\n       6  U+2019 RIGHT SINGLE QUOTATION MARK  /title /description /mission\n" in shown
    assert "\n       3  U+F0B7 <private use>                /mission\n" in shown
    assert "\n       2  U+F0A7 <private use>                /profile\n" in shown
    counts = re.findall(r"^ +(\d+)  U\+[0-9A-F]{4,6} [^/\n]+/\w+", shown, re.MULTILINE)
    assert f"   {sum(map(int, counts))} characters are refused:\n" in shown


def test_before_and_after_are_shown_with_their_marks(shown: str) -> None:
    """Each changed line stands as sent and as received, with a caret under each changed character."""
    assert (
        "   title\n"
        "   - Chargé(e) d’affaires BTP – H/F\n"
        "                ^             ^\n"
        "   + Chargé(e) d'affaires BTP - H/F\n"
        "                ^             ^\n"
    ) in shown
    assert (
        "   - <U+F0B7><U+0009>négociez avec les maîtres d’œuvre<U+00A0>;\n"
        "     ^^^^^^^^^^^^^^^^                           ^     ^^^^^^^^\n"
        "   + - négociez avec les maîtres d'œuvre ;\n"
        "     ^^                           ^     ^\n"
    ) in shown
    assert (
        "   - DÃ©placements rÃ©guliers, vÃ©hicule fourni.\n"
        "      ^^            ^^          ^^\n"
        "   + Déplacements réguliers, véhicule fourni.\n"
        "      ^            ^          ^\n"
        "     40 m² de bureaux clairs, 27 jours de congés, café offert.\n"
    ) in shown
    assert (
        "   - <p>“Bâtir juste”, «<U+00A0>sans promesse<U+00A0>»<U+00A0>: c’est notre\n"
        "        ^           ^   ^^^^^^^^             ^^^^^^^^ ^^^^^^^^   ^\n"
        '     métier. <a href="https://batir.example/?a=1&amp;b=2">En savoir plus\n'
        "     <U+F0E0></a></p>\n"
        "     ^^^^^^^^\n"
    ) in shown
    assert "l&rsquo;agence" in shown
    assert "+ <p>Fondée en 1987, l'agence compte <b>45 salarié·es</b>...</p>\n" in shown


def test_the_rules_are_counted(shown: str) -> None:
    """The table of rules adds up to the number of changes, each with an example."""
    counts = re.findall(r"^ +(\d+)  [a-z-]+ +.* becomes .+$", shown, re.MULTILINE)
    assert len(counts) >= 10
    assert f"   {sum(map(int, counts))} changes, by rule:\n" in shown
    assert "  ellipsis      U+2026 HORIZONTAL ELLIPSIS becomes ...\n" in shown
    assert "  invisible     U+200B ZERO WIDTH SPACE becomes nothing\n" in shown


def test_the_code_that_it_shows_is_code(shown: str) -> None:
    """The three lines can be run as they stand, after an import of requests."""
    lines = re.findall(r"^   ((?:from|session).*)$", shown, re.MULTILINE)
    assert len(lines) == 3
    names: dict[str, object] = {}
    exec("import requests\n" + "\n".join(lines), names)  # noqa: S102 - what is shown must run
    assert repr(names["session"].auth) == "<BearerAuth, token hidden>"


def test_nothing_is_wider_than_a_terminal(shown: str) -> None:
    """Every line fits in 80 columns, with nothing left at its end."""
    for line in shown.splitlines():
        assert len(line) <= 79, line
        assert line == line.rstrip()


def test_a_pipe_gets_no_colour_and_a_terminal_does(shown: str) -> None:
    """Colour is for terminals; the words are the same, and there the colour takes the carets' place."""
    assert "\x1b" not in shown
    coloured = run_on_terminal()
    assert "\x1b[31m\x1b[1m   422 Unprocessable Entity\x1b[0m" in coloured
    without_carets = [line for line in shown.splitlines() if set(line) - set(" ^") or not line]
    assert masked(ESCAPE.sub("", coloured)).splitlines() == masked("\n".join(without_carets)).splitlines()


def masked(text: str) -> str:
    """Hide the port, which differs from run to run."""
    return re.sub(r"localhost:\d+", "localhost:PORT", text)


@pytest.mark.once
def test_colour_can_be_forced_and_forbidden(shown: str) -> None:
    """FORCE_COLOR colours a pipe, NO_COLOR and a dumb terminal stay plain, and NO_COLOR wins."""
    assert "\x1b[32m" in run(FORCE_COLOR="1")
    for environment in ({"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"TERM": "dumb"}):
        assert masked(run_on_terminal(**environment)) == masked(shown)


def test_a_terminal_that_knows_ascii_alone_is_served() -> None:
    """With PYTHONIOENCODING=ascii every other character is shown by its code point, marks in place."""
    shown = run(encoding="ascii", PYTHONIOENCODING="ascii")
    assert (
        "   - Charg<U+00E9>(e) d<U+2019>affaires BTP <U+2013> H/F\n"
        "                       ^^^^^^^^             ^^^^^^^^\n"
        "   + Charg<U+00E9>(e) d'affaires BTP - H/F\n"
        "                       ^             ^\n"
    ) in shown
    assert max(map(len, shown.splitlines())) <= 79


@pytest.mark.once
def test_a_windows_1252_terminal_is_served() -> None:
    """With cp1252 what it has is shown, and the rest by its code point."""
    shown = run(encoding="cp1252", PYTHONIOENCODING="cp1252")
    assert "   - Chargé(e) d’affaires BTP – H/F\n" in shown
    assert "1<U+1D49><U+02B3> poste" in shown


@pytest.mark.parametrize(
    "locale", ["C", *(pytest.param(name, marks=pytest.mark.once) for name in ("POSIX", "C.UTF-8"))]
)
def test_every_locale_is_served(locale: str, shown: str) -> None:
    """LC_ALL=C does not crash it."""
    assert masked(run(LC_ALL=locale, LANG=locale)) == masked(shown)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """`flatchr-clean demo | head -3` ends without a traceback."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        complaint = process.stderr.read()
    assert complaint == b""


def test_a_proxy_or_another_bundle_in_the_environment_does_not_matter(shown: str) -> None:
    """What a person's environment says about the network is not asked."""
    environment = {"HTTPS_PROXY": "http://127.0.0.1:9", "REQUESTS_CA_BUNDLE": "/nowhere", "NETRC": "/nowhere"}
    assert masked(run(**environment)) == masked(shown)


def test_it_takes_less_than_two_seconds(timed: tuple[str, float]) -> None:
    """The whole run, from Python's start on, stays within its time; other programs' work is not counted."""
    assert timed[1] < 2


def test_an_ad_that_stays_refused_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the adapter the second answer is a 422 too, and the status says so: nothing is staged."""
    monkeypatch.setattr(demo, "mount", lambda session, **_: session)
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == 1
    assert re.findall(r"^   (\d{3}) ", result.output, re.MULTILINE) == ["422", "422"]
    assert "   0 fields were cleaned, 10 went out as they were:\n" in result.output


def test_a_missing_trustme_says_how_to_install_it() -> None:
    """Without the extra the demo ends in one line and status 2."""
    script = "import sys; sys.modules['trustme'] = None\nfrom flatchr_clean.cli import main\nmain(['demo'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            "Error: The sandbox makes its certificate with trustme, which is not installed: "
            "pip install 'flatchr-clean[demo]'\n"
        ),
    )
