"""Files decoded and cut into pieces: nothing is lost, and what is wrong is told with its byte."""

from __future__ import annotations

import codecs
import os
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.check import encodings, pieces
from flatchr_clean.check.documents.csv_syntax import split_records
from flatchr_clean.check.encodings import UnknownEncoding, name_encoding
from flatchr_clean.check.kinds import Kind, maybe_kind_of, recognise
from flatchr_clean.check.pieces import Source, Unreadable, read_pieces
from flatchr_clean.check.places import Places
from tests.check_command import run

CSV = 'Titre;Texte\r\n"Chef ""de"" rang";"deux\r\nlignes; oui"\r\n\r\nVendeur;é€\r\n'
NDJSON = '{"a": "é"}\r\n\n{"a": "€"}\n{"b": 1}'


def read(path, kind, encoding="utf-8"):
    """Read a file's pieces, the error at its end included."""
    return list(read_pieces(Source(str(path), kind, encoding=name_encoding(encoding))))


@pytest.mark.parametrize("chunk", [4, 5, 7, 1 << 17])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("sample", [(Kind.CSV, CSV), (Kind.NDJSON, NDJSON), (Kind.TEXT, CSV)])
def test_pieces_join_to_the_file(tmp_path, monkeypatch, sample, encoding, chunk):
    """Whatever the chunks cut through, the pieces are the file, and each begins a line."""
    kind, text = sample
    if kind is Kind.NDJSON and encoding == "cp1252":
        kind, text = Kind.TEXT, NDJSON  # JSON is UTF-8
    monkeypatch.setattr(encodings, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(pieces, "LOOKED_AT", chunk)
    path = tmp_path / "file"
    path.write_bytes(text.encode(encoding))
    got = read(path, kind, encoding)
    assert "".join(piece.text for piece in got) == text
    assert [piece.last for piece in got] == [False] * (len(got) - 1) + [True]
    assert sum(piece.size for piece in got) == path.stat().st_size
    for before, after in pairwise(got):
        assert before.text.endswith("\n")
        assert after.line == before.line + before.text.count("\n")


@pytest.mark.parametrize("chunk", [16, 32, 1 << 17])
def test_pieces_of_a_table_never_cut_a_row(tmp_path, monkeypatch, chunk):
    """A row with a break in quotes stays whole; rows count from the header, blank ones too."""
    monkeypatch.setattr(encodings, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(pieces, "LOOKED_AT", chunk)
    path = tmp_path / "file"
    path.write_bytes(CSV.encode())
    seen = ""
    for piece in read(path, Kind.CSV):
        assert piece.layout.columns == ("Titre", "Texte")
        assert piece.row == 1 + len(list(split_records(seen, piece.layout.dialect, final=True)))
        assert piece.text.count('"') % 2 == 0
        seen += piece.text


def test_excels_separator_line_names_the_delimiter(tmp_path):
    """`sep=` is no row and no header."""
    path = tmp_path / "file"
    path.write_text("sep=,\r\nTitre,Salaire;brut\r\nVendeur,1;2\r\n", newline="")
    piece = read(path, Kind.CSV)[0]
    assert (piece.layout.dialect.delimiter, piece.layout.columns, piece.row) == (
        ",",
        ("Titre", "Salaire;brut"),
        1,
    )


def test_a_column_without_a_name_is_called_by_its_letter(tmp_path):
    """A finding there still has a column to be told."""
    path = tmp_path / "file"
    path.write_text("\nTitre;;Texte\na;b;c\n")
    assert read(path, Kind.CSV)[0].layout.columns == ("Titre", "B", "Texte")


@pytest.mark.parametrize(
    "sample",
    [
        (b"ok\n\xe9t\xe9", Kind.TEXT, "utf-8", "not valid UTF-8: byte 0xE9 at offset 3", 2),
        (b"\xef\xbb\xbfok\n\xe9", Kind.TEXT, "utf-8", "not valid UTF-8: byte 0xE9 at offset 6", 2),
        (b'{"a": 1}\n{"a": "\xff"}\n', Kind.NDJSON, "utf-8", "byte 0xFF at offset 16", 2),
        (b"caf\xc3", Kind.TEXT, "utf-8", "byte 0xC3 at offset 3", 1),
        (b"a\x81b", Kind.TEXT, "cp1252", "not valid CP1252: byte 0x81 at offset 1", 1),
        (b"\xff\xfea\x00", Kind.TEXT, "utf-8", "begins like UTF-16, not UTF-8: pass --encoding utf-16", None),
        (b"\xff\xfea\x00b", Kind.TEXT, "utf-16", "not valid UTF-16-LE: byte 0x62 at offset 4", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.JSON, "utf-8", "is binary, not text", None),
        (b'"a";"b"\n1;2\n"x;3\n4;5\n', Kind.CSV, "utf-8", "row 3 opens a quote that is never closed", 3),
    ],
)
@pytest.mark.parametrize("chunk", [12, 1 << 17])
def test_what_is_no_text_is_told_with_its_place(tmp_path, monkeypatch, sample, chunk):
    """The byte's offset in the file is right, mark included, wherever the chunks are cut."""
    data, kind, encoding, message, line = sample
    monkeypatch.setattr(encodings, "CHUNK_BYTES", chunk)
    path = tmp_path / "file"
    path.write_bytes(data)
    last = read(path, kind, encoding)[-1]
    assert isinstance(last, Unreadable)
    assert message in last.problem.message
    assert last.problem.line == line


def test_a_row_that_never_ends_is_given_up(tmp_path, monkeypatch):
    """A stray quote does not load the rest of a huge file."""
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 1000)
    monkeypatch.setattr(pieces, "LONGEST_RECORD", 5000)
    path = tmp_path / "file"
    path.write_text('"a";"b"\n"x;' + "1;2\n" * 100_000)
    last = read(path, Kind.CSV)[-1]
    assert "row 2 opens a quote that is never closed" in last.problem.message


def test_an_unclosed_quote_takes_linear_time(tmp_path, monkeypatch):
    """Reading on doubles what is looked at: eight times the table, not 64 times the work."""
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    monkeypatch.setattr(pieces, "LOOKED_AT", 64)
    calls = []
    split = pieces.csv_syntax.split_records

    def count(text, *arguments, **options):
        calls.append(len(text))
        return split(text, *arguments, **options)

    monkeypatch.setattr(pieces.csv_syntax, "split_records", count)
    path = tmp_path / "file"
    path.write_text('"a";"b"\n"x;' + "1;2\n" * 10_000)
    assert isinstance(read(path, Kind.CSV)[-1], Unreadable)
    assert sum(calls) < 5 * 40_000


def test_unknown_encodings_are_refused():
    """A codec that is none of text is no encoding."""
    for name in ("nonsense", "base64", "rot13", "a\0b"):
        with pytest.raises(UnknownEncoding, match="no text encoding is called"):
            name_encoding(name)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_a_mark_tells_the_byte_order(tmp_path, mark):
    """UTF-16 is read either way, and its mark is no character."""
    codec = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    path = tmp_path / "file"
    path.write_bytes(mark + "é\n".encode(codec))
    piece = read(path, Kind.TEXT, "utf-16")[0]
    assert (piece.text, piece.encoding) == ("é\n", (codec, mark))


def test_standard_input_may_be_closed(monkeypatch):
    """`<&-` is an input that can't be read, not a traceback."""
    monkeypatch.setattr(sys, "stdin", None)
    (ended,) = read_pieces(Source("-", Kind.TEXT, is_stdin=True))
    assert str(ended.problem) == "-: error: it is closed: send something to it with < or |"


def test_a_directory_and_a_missing_file_are_told(tmp_path):
    """The system's own words, with the path that was named."""
    (directory,) = read(tmp_path, Kind.TEXT)
    (missing,) = read(tmp_path / "none", Kind.TEXT)
    assert str(directory.problem) == f"{tmp_path}: error: Is a directory"
    assert str(missing.problem) == f"{tmp_path / 'none'}: error: No such file or directory"


def test_a_pipe_is_read():
    """Process substitution of a shell names a pipe."""
    reading, writing = os.pipe()
    os.write(writing, b"caf\xc3\xa9")
    os.close(writing)
    assert read(f"/dev/fd/{reading}", None)[0].text == "café"
    os.close(reading)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"a": 1}', Kind.JSON),
        ('\ufeff{"a": 1}'[1:], Kind.JSON),
        ("[]", Kind.JSON),
        ('[{"a": 1}]', Kind.JSON),
        ('{"a": 1', Kind.JSON),
        ('{"a": "\u201c', Kind.JSON),
        ('{"a": 1}\n{"a": 2}\n', Kind.NDJSON),
        ('{"a": 1}\n\n', Kind.JSON),
        ('{\n"a": 1}\n', Kind.JSON),
        ("<!DOCTYPE html><p>", Kind.HTML),
        ("<p>Bonjour</p>", Kind.TEXT),
        ("[CDI] Vendeur", Kind.TEXT),
        ("{titre}", Kind.TEXT),
        ("Bonjour, voici ; l'offre\n", Kind.TEXT),
        ("", Kind.TEXT),
    ],
)
def test_what_has_no_ending_is_recognised(text, kind):
    """What begins like JSON is JSON even when it is broken: as text, a fix would put bare quotes into it."""
    assert recognise(text) is kind


def test_endings_tell_the_kind():
    """In any case; anything else is unknown."""
    names = ("a.json", "A.JSONL", "a.ndjson", "a.csv", "a.TSV", "a.txt", "a.html", "a.htm", "a.md", "json")
    assert [maybe_kind_of(name) for name in names] == [
        Kind.JSON, Kind.NDJSON, Kind.NDJSON, Kind.CSV, Kind.TSV, Kind.TEXT, Kind.HTML, Kind.HTML, None, None,
    ]  # fmt: skip


@given(st.text(st.sampled_from("ab\n\r\u2028\x85\x0b\U0001f3af"), max_size=20), st.data())
def test_lines_end_at_line_feeds_only(text, data):
    """U+2028, U+0085, VT and a lone CR are characters of their line; emoji count as one column."""
    index = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(index, len(text)))
    before, until = text[:index].split("\n"), text[:stop].split("\n")
    assert Places(text, 7).region(index, stop) == (
        6 + len(before), len(before[-1]) + 1, 6 + len(until), len(until[-1]) + 1,
    )  # fmt: skip
    start, end = Places(text).line_bounds(index, index)
    *ended, last = text.split("\n")
    assert text[start:end] == [*(line.removesuffix("\r") for line in ended), last][len(before) - 1]


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
@pytest.mark.parametrize(
    "row",
    [
        "a" * 140_000 + "{}b",
        "{}".join(f"c{number:0200}" for number in range(700)),
        ("L’" + "a" * 600 + "{}") * 250,
    ],
    ids=["title", "columns", "data"],
)
@pytest.mark.parametrize("more", ["", "\nL’x{}L’y\n"])
def test_a_first_row_of_any_length_is_read(tmp_path, ending, row, more):
    """What is longer than a look at the file's beginning is looked at all the same, or told."""
    delimiter = {".csv": ";", ".tsv": "\t"}[ending]
    text = (row + more).replace("{}", delimiter) + "\n"
    path = tmp_path / f"a{ending}"
    path.write_text(text, "utf-8")
    in_processes = [["--jobs", "2"]] if ending == ".csv" and more else []
    for options in ([], ["--no-header"], ["--header-row", "1"], *in_processes):
        assert (run("check", path, "--quiet", *options).status != 0) is ("’" in text), options


def test_neither_greek_nor_chinese_is_taken_for_french(tmp_path):
    """Some of their bytes show French signs by chance."""
    for text, encoding in (
        ("Γιώργος\nΑναζητούμε πωλητή με εμπειρία στις πωλήσεις\n", "cp1253"),
        ("张伟 我们正在招聘销售人员，经验优先。\n", "gbk"),
        ("名前;テキスト\n山田;こんにちは\n", "shift-jis"),
        ("Żółć i gęśl jaźń\n", "cp1250"),
    ):
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        done = run("fix", path, "--type", "text", "--encoding", "auto")
        assert "nothing tells its encoding" in done.err, encoding
        assert path.read_bytes() == text.encode(encoding)
    for encoding in ("cp1252", "mac-roman"):
        path.write_bytes("L’été, « déjà » – œuvre… 10 €, fête à Noël™\n".encode(encoding))
        assert run("check", path, "--encoding", "auto").status == 1


def test_secrets_are_not_looked_at_in_files_either(tmp_path):
    """As the adapter has it, whatever the endpoint; rules of one's own win."""
    path = tmp_path / "a.json"
    path.write_text('{"password": "p’w", "a": {"token": "t—k"}, "title": "l’un"}')
    assert run("fix", path).status == 0
    assert path.read_text() == '{"password": "p’w", "a": {"token": "t—k"}, "title": "l\'un"}'
