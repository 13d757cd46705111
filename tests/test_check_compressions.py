"""What is packed is read as what it holds, within limits, and is never rewritten."""

from __future__ import annotations

import gzip
import importlib.util
import io
import sys

import pytest

from flatchr_clean.check import compressions
from flatchr_clean.check.compressions import open_unpacked
from tests.check_command import run
from tests.office_files import make_docx

if importlib.util.find_spec("compression"):
    from compression import zstd  # Python 3.14
else:
    from backports import zstd

PACK = {".gz": gzip.compress, ".zst": zstd.compress}

LINES = b'{"a": "l\xe2\x80\x99un"}\n{"a": "b"}\n'


@pytest.mark.parametrize("ending", PACK)
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.ndjson", LINES, ":1:9: SAID /a"),
        ("a.JSON", LINES.partition(b"\n")[0], ":1:9: SAID /a"),
        ("a.csv", "Titre;Texte\nl’un;b\n".encode(), ":2:2: SAID row 2, Titre"),
        ("a.txt", "l’un\n".encode(), ":1:2: SAID"),
        ("a.docx", make_docx("<w:p><w:r><w:t>’</w:t></w:r></w:p>"), ":1:1: SAID paragraph 1"),
    ],
    ids=["ndjson", "json", "csv", "text", "docx"],
)
def test_the_ending_before_tells_what_it_holds(here, ending, name, data, told):
    """Directories are walked for it; a fix says what to do, and what is clean is no problem."""
    told = told.replace("SAID", "U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe]")
    file = here / f"{name}{ending}"
    file.write_bytes(PACK[ending](data))
    for named in (file.name, "."):
        done = run("check", named)
        assert (done.status, done.lines) == (1, [f"{file.name}{told}"])
        assert "To correct" not in done.err
    before = file.read_bytes()
    for arguments in (("fix", "."), ("fix", "--diff", ".")):
        done = run(*arguments)
        assert (done.status, done.out, file.read_bytes()) == (2, b"", before)
        assert f"{file.name}: error: not fixed: it is compressed: unpack it, fix it, and pack" in done.err
    file.write_bytes(
        PACK[ending](data.replace("’".encode(), b"'")) if name != "a.docx" else PACK[ending](make_docx(""))
    )
    assert [run(command, ".").status for command in ("check", "fix")] == [0, 0]


@pytest.mark.parametrize("ending", PACK)
def test_several_parts_are_one_file(here, ending):
    """As logs are packed, a part after the other, and parts that hold nothing."""
    pack = PACK[ending]
    (here / f"a.ndjson{ending}").write_bytes(pack(LINES[:10]) + pack(b"") + pack(LINES[10:]) + pack(LINES))
    assert [line.split(":")[1] for line in run("check", ".").lines] == ["1", "3"]


@pytest.mark.parametrize("ending", PACK)
@pytest.mark.parametrize("kind", ["ndjson", "json"])
def test_a_broken_file_is_a_problem(here, ending, kind):
    """Cut off, with more behind it, or no such file at all."""
    packed = PACK[ending](LINES * (100 if kind == "ndjson" else 1))
    file = here / f"a.{kind}{ending}"
    for data in (packed[:-6], packed[:12], b"plain text", packed + b"more"):
        file.write_bytes(data)
        done = run("check", ".")
        assert done.status == 2
        assert f"{file.name}: error: is broken, or was cut off on its way: get it again" in done.err


def test_the_encoding_is_found_in_what_is_unpacked(here):
    """By its mark or by what makes French."""
    (here / "a.txt.gz").write_bytes(gzip.compress("Société d’été".encode("cp1252")))
    assert run("check", "a.txt.gz", "--encoding", "auto").lines[0].startswith("a.txt.gz:1:10: U+2019")
    (here / "a.txt.gz").write_bytes(gzip.compress("l’été".encode("utf-16")))
    assert run("check", "a.txt.gz", "--encoding", "utf-16").lines[0].startswith("a.txt.gz:1:2: U+2019")


@pytest.mark.parametrize("ending", PACK)
def test_bombs_are_not_unpacked(here, ending, monkeypatch):
    """Where a whole document, or a whole line, is held; lines stream, however many there are."""
    monkeypatch.setattr(compressions, "LARGEST_HELD", 1 << 20)
    (here / f"a.json{ending}").write_bytes(PACK[ending](b"[" + b" " * (2 << 20)))
    done = run("check", ".")
    assert "unpacks to more than 1 MB, which are read at once: split it, or unpack it first" in done.err
    (here / f"a.json{ending}").unlink()
    (here / f"a.ndjson{ending}").write_bytes(PACK[ending](LINES + b" " * (2 << 20)))
    done = run("check", ".")
    assert (done.status, len(done.lines)) == (2, 1)
    assert "unpacks to a line of more than 1 MB" in done.err
    (here / f"a.ndjson{ending}").write_bytes(PACK[ending](b'{"a": "b"}\n' * 300_000))
    assert run("check", ".").status == 0


def test_what_unpacks_zstd_may_be_missing(monkeypatch):
    """It is named then."""
    for name in ("compression", "backports"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(compressions.UnreadableText, match=r'pip install "flatchr_clean\[zstd\]"'):
        open_unpacked(io.BytesIO(), "zstd")


def test_a_packed_file_needs_an_ending_that_tells(here):
    """Or its type."""
    (here / "a.gz").write_bytes(gzip.compress("…".encode()))
    assert "its ending does not tell what it is" in run("check", "a.gz").err
    assert run("check", "a.gz", "--type", "text").status == 1


def test_what_office_keeps_beside_an_open_document_is_none(here):
    """It has the document's ending, and its owner's name in it."""
    (here / "~$a.docx").write_bytes(b"\x06Jean")
    (here / "a.docx").write_bytes(make_docx(""))
    assert run("check", ".").status == 0
