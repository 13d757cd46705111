"""What the page makes of a file: its text or texts, what was found, the corrected file to the byte."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from flatchr_clean import clean
from flatchr_clean.check.documents.word_processing import read_document
from flatchr_clean.page.files import ENDINGS, answer_file
from flatchr_clean.page.limits import MOST_CHARACTERS, MOST_FILE_BYTES, MOST_PASSAGES
from flatchr_clean.page.refusals import Refusal
from tests.check_command import run
from tests.office_files import make_docx

FILES = Path(__file__).parent / "files"
AD = "L’équipe recrute…\r\n• CDI – Zoé\r\n"
TABLE = 'Titre;Texte\r\n“a”;"b\r\n– c"\r\n'


def read(name, data, **options):
    """Give what the page gets."""
    return answer_file({"name": name, "data": base64.b64encode(data).decode(), "options": options})


def fix(tmp_path, name, data, *options):
    """Give what the command makes of the same file."""
    (tmp_path / name).write_bytes(data)
    run("fix", tmp_path / name, *options)
    return (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("annonce.txt", AD.encode(), "text"),
        ("marque.txt", b"\xef\xbb\xbf" + AD.encode(), "text"),
        ("annonce.html", f"<p>{AD}&rsquo;</p>".encode(), "html"),
        ("annonce.docx", (FILES / "annonce.docx").read_bytes(), "docx"),
        ("annonces.xlsx", (FILES / "annonces.xlsx").read_bytes(), "xlsx"),
        ("annonces.csv", TABLE.encode(), "csv"),
        ("annonces.TSV", b"a\tb\n\xe2\x80\x93\tc\n", "tsv"),
        ("annonces.txt", "Titre;Texte\na;b…\nc;“d”\n".encode(), "csv"),
        ("annonces.json", json.dumps([{"title": AD}]).encode(), "json"),
        ("annonces.ndjson", b'{"a": "\xe2\x80\xa6"}\n{"a": "\\u2019"}\n', "ndjson"),
    ],
)
def test_the_file_is_corrected_as_the_command_does(tmp_path, name, data, kind):
    """To the byte, and of the same kind."""
    answer = read(name, data)
    stem, _, ending = name.rpartition(".")
    assert (answer["kind"], answer["file_name"]) == (kind, f"{stem}-corrige.{ending}")
    assert base64.b64decode(answer["fixed"]) == fix(tmp_path, name, data)
    assert answer["problems"] == []
    assert answer["changed"] == sum(each["number"] for each in answer["counts"]) - answer["left"] > 0


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16"])
def test_an_encoding_is_found(tmp_path, encoding):
    """A person has not heard of it, and the corrected file keeps it."""
    answer = read("a.txt", AD.replace("•", "-").encode(encoding))
    assert answer["source"] == AD.replace("•", "-")
    assert base64.b64decode(answer["fixed"]).decode(encoding) == clean(AD.replace("•", "-"))


@pytest.mark.parametrize(
    ("name", "data", "source", "markup"),
    [
        ("a.txt", AD.encode(), AD, "auto"),
        ("a.htm", b"<p>&rsquo;</p>", "<p>&rsquo;</p>", "html"),
        (
            "a.docx",
            make_docx("<w:p><w:r><w:t>L’été</w:t><w:tab/><w:t>…</w:t></w:r></w:p>"),
            "L’été\t…",
            "auto",
        ),
        ("a.txt", b"", "", "auto"),
    ],
)
def test_what_is_one_text_goes_into_the_field(name, data, source, markup):
    """There it is cleaned as what is typed; its texts are not shown beside it."""
    answer = read(name, data)
    assert (answer["source"], answer["markup"], answer["passages"], answer["text"]) == (
        source,
        markup,
        "",
        None,
    )


def test_the_texts_of_a_table_are_shown_and_the_whole_can_be_copied():
    """Each where it stands, as in the report; the whole as a table, its quotes doubled."""
    answer = read("a.csv", TABLE.encode())
    assert (answer["source"], answer["shown"], answer["left_out"]) == (None, 2, 0)
    assert answer["passages"].count("<article ") == 2
    assert "Ligne 2 du tableau, colonne Titre" in answer["passages"]
    assert answer["text"] == 'Titre;Texte\r\n"""a""";"b\r\n- c"\r\n'
    assert [(each["rule"], each["number"], each["lost"]) for each in answer["counts"]] == [
        ("quote", 2, 0), ("dash", 1, 0),
    ]  # fmt: skip


def test_a_workbook_shows_its_cells():
    """By sheet and cell; it is no text, so that none is copied whole."""
    answer = read("a.xlsx", (FILES / "annonces.xlsx").read_bytes())
    assert "cellule" in answer["passages"]
    assert (answer["source"], answer["text"]) == (None, None)


def test_options_hold_for_files_too():
    """The preset, and what is chosen beside it."""
    assert read("a.txt", "été".encode())["fixed"] is None
    assert base64.b64decode(read("a.txt", "été".encode(), profile="ascii")["fixed"]) == b"ete"
    assert read("a.txt", "–".encode(), keep="–")["fixed"] is None


def test_of_many_texts_some_are_shown():
    """The others are counted, and corrected all the same."""
    number = MOST_PASSAGES + 5
    answer = read("a.json", json.dumps(["…"] * number).encode())
    assert (answer["shown"], answer["left_out"], answer["changed"]) == (MOST_PASSAGES, 5, number)
    assert json.loads(base64.b64decode(answer["fixed"])) == ["..."] * number


def test_a_text_too_long_for_the_field_is_shown_by_its_lines():
    """It is corrected as a file."""
    data = b"x" * 100 + b"\n" + b"y" * MOST_CHARACTERS + "…".encode()
    answer = read("a.txt", data)
    assert (answer["source"], answer["shown"]) == (None, 1)
    assert base64.b64decode(answer["fixed"]).endswith(b"y...")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b'{"a": "\n', "line 1, column 8: not valid JSON: Invalid control character"),
        ("a.docx", b"no archive", "is no file of Office, which are archives"),
        ("a.xlsx", make_docx("<w:p/>"), "holds no workbook of Excel"),
        ("a.json", b'{"a": "\xe9"}', "not valid UTF-8: byte 0xE9 at offset 7"),
        ("a.ndjson", b'{"a": "\xe2\x80\xa6"}\n{\n', "line 2, column 2: not valid JSON"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_given_back(name, data, said):
    """Never "nothing to correct", and never half of a file."""
    answer = read(name, data)
    assert (answer["source"], answer["text"], answer["fixed"]) == (None, None, None)
    (problem,) = answer["problems"]
    assert said in problem["english"]
    assert problem["french"].startswith("Lecture impossible ou incomplète. Ouvrez ce fichier")


@pytest.mark.parametrize("name", ["a.pdf", "a.parquet", "a.csv.gz", "a", "", "a.doc", "docx"])
def test_other_files_are_refused_by_what_is_taken(name):
    """Before a byte of them is read."""
    with pytest.raises(Refusal) as caught:
        read(name, b"")
    assert (caught.value.status, ENDINGS in caught.value.said.french) == (415, True)


@pytest.mark.parametrize(
    "asked",
    [{}, {"name": "a.txt"}, {"data": ""}, {"name": 1, "data": ""}, {"name": "a.txt", "data": "é"},
     {"name": "a.txt", "data": "abc"}, {"name": "a.txt", "data": "", "options": []}],
)  # fmt: skip
def test_what_is_no_file_is_refused(asked):
    """It is not the page's script that sent it."""
    with pytest.raises(Refusal) as caught:
        answer_file(asked)
    assert caught.value.status == 400


def test_a_file_too_large_is_refused():
    """The command takes it."""
    with pytest.raises(Refusal) as caught:
        read("a.txt", bytes(MOST_FILE_BYTES + 1))
    assert (caught.value.status, caught.value.said.english[:39]) == (
        413,
        "This file is too large: the page takes ",
    )


def test_a_document_of_word_is_read_paragraph_by_paragraph():
    """A line each; items after a hyphen, boxes once, what only old readers show not at all."""
    body = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr><w:r><w:t>CDI</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>boîte</w:t></w:r></w:p>"
        "</mc:Choice><mc:Fallback><w:p><w:r><w:t>boîte</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "</w:r><w:r><w:t xml:space='preserve'> b</w:t></w:r></w:p><w:p/>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cellule</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>supprimé</w:delText></w:r></w:del></w:p>"
    )
    assert read_document(make_docx(body, {"header1": "<w:p/>"})) == "- CDI\na b\nboîte\n\ncellule\n"
