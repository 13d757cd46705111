"""An encoding is believed only where it can be, and a fix writes what it read."""

from __future__ import annotations

import pytest

from tests.check_command import run

TEXT = "L’été « déjà » à Nîmes, où l’œuvre coûte 10 € – Chef de rang… ça\n"
FIXED = "L'été « déjà » à Nîmes, où l'œuvre coûte 10 € - Chef de rang... ça\n"
PAGE = '<html><meta charset="{}"><p>{}</p></html>'


pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize("asked", ["cp1252", "iso-8859-15", "mac-roman", "utf-16", "auto"])
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig"])
def test_what_is_utf8_is_not_read_as_what_a_folder_was(here, asked, written):
    """No mojibake, and a note says so."""
    (here / "a.txt").write_bytes(TEXT.encode(written))
    done = run("fix", "a.txt", "--encoding", asked)
    assert ((here / "a.txt").read_bytes(), done.status) == (FIXED.encode(written), 0)
    assert ("Note: read 1 file as UTF-8" in done.err) is (asked != "auto")


@pytest.mark.parametrize("asked", ["cp1252", "utf-8"])
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_json_is_utf8(here, name, asked):
    """Whatever the folder is; what is not is refused."""
    (here / name).write_bytes('{"a": "l’été"}'.encode())
    assert run("fix", name, "--encoding", asked).status == 0
    assert (here / name).read_bytes() == '{"a": "l\'été"}'.encode()
    (here / name).write_bytes('{"a": "l’été"}'.encode("cp1252"))
    done = run("fix", name, "--encoding", asked)
    assert (done.status, "JSON is UTF-8: save it as that" in done.err) == (2, True)
    assert (here / name).read_bytes() == '{"a": "l’été"}'.encode("cp1252")


@pytest.mark.parametrize("asked", ["utf-16", "auto"])
@pytest.mark.parametrize("written", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_has_its_mark_or_its_nuls(here, asked, written):
    """Either tells the byte order, and nothing else is UTF-16."""
    (here / "a.txt").write_bytes(TEXT.encode(written))
    assert run("fix", "a.txt", "--encoding", asked).status == 0
    assert (here / "a.txt").read_bytes() == FIXED.encode(written)
    (here / "a.txt").write_bytes("l’été".encode("cp1252"))
    done = run("check", "a.txt", "--encoding", "utf-16")
    assert (done.status, "neither a byte-order mark nor a NUL byte" in done.err) == (2, True)


@pytest.mark.parametrize("written", ["utf-8", "utf-16", "cp1252", "mac-roman"])
@pytest.mark.parametrize("name", ["a.txt", "-"])
def test_auto_finds_what_makes_french(here, name, written):
    """UTF-8, a mark, windows-1252 or MacRoman; a fix writes the same."""
    data = TEXT.encode(written)
    (here / "a.txt").write_bytes(data)
    done = run("fix", name, "--encoding", "auto", stdin=data)
    assert done.status == 0, done.err
    assert (done.out if name == "-" else (here / name).read_bytes()) == FIXED.encode(written)


@pytest.mark.parametrize("charset", ["iso-8859-15", "ISO-8859-1", "windows-1252", "macintosh"])
def test_auto_reads_the_charset_that_html_declares(here, charset):
    """ISO-8859-1 means windows-1252, as browsers have it."""
    codec = {"ISO-8859-1": "cp1252", "macintosh": "mac-roman"}.get(charset, charset)
    (here / "a.html").write_bytes(PAGE.format(charset, "été\xa0!").encode(codec))
    assert run("fix", "a.html", "--encoding", "auto").status == 0
    assert (here / "a.html").read_bytes() == PAGE.format(charset, "été !").encode(codec)


@pytest.mark.parametrize(
    "data", ["Привет".encode("cp1251"), b"\xfe\xfd\xfc", "<meta charset=x-none>\xe9".encode("cp1252")]
)
def test_auto_refuses_what_nothing_tells(here, data):
    """A guess that makes no French is none."""
    (here / "a.html").write_bytes(data)
    done = run("fix", "a.html", "--encoding", "auto")
    assert (done.status, "pass --encoding" in done.err) == (2, True)
    assert (here / "a.html").read_bytes() == data


def test_settings_tell_the_encoding_by_pattern(here):
    """The last pattern that fits decides; the command line wins; a hook reads an Excel export."""
    (here / "pyproject.toml").write_text(
        "[tool.flatchr-clean.encodings]\n'*.csv' = 'utf-8'\n'exports/*.csv' = 'cp1252'\n"
    )
    (here / "exports").mkdir()
    table = "Titre;Lieu\r\nl’été;Nîmes\r\n"
    (here / "exports/a.csv").write_bytes(table.encode("cp1252"))
    assert run("check", "exports/a.csv", "--encoding", "utf-8").status == 2
    assert run("fix", "exports/a.csv").status == 0
    assert (here / "exports/a.csv").read_bytes() == table.replace("’", "'").encode("cp1252")
    (here / "pyproject.toml").write_text("[tool.flatchr-clean.encodings]\n'*.csv' = 'klingon'\n")
    done = run("check", "exports/a.csv")
    assert (done.status, "encodings: no text encoding is called 'klingon'" in done.err) == (2, True)
