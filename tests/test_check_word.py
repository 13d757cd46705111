"""Documents of Word: what is found in each paragraph, where, and what a fix leaves as it was."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import docx
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flatchr_clean import FLATCHR, clean
from flatchr_clean.check.checker import check
from flatchr_clean.check.documents import packages
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Examined, Rules
from flatchr_clean.check.findings import Edit
from flatchr_clean.check.fixer import Fixer
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import NO_ENCODING, Piece, Source
from flatchr_clean.check.wording import say_where
from tests.check_command import run
from tests.office_files import MC, W, describe_members, make_docx, pack, read_members, relate
from tests.test_check_reports import SCHEMA

FILES = Path(__file__).parent / "files"

FIX = Rules(FLATCHR, keep_findings=False, keep_texts=True)


def examine(data, rules=Rules(FLATCHR, keep_texts=True), kind=Kind.DOCX):  # noqa: B008 - a frozen value
    """Examine a document."""
    return examine_piece(rules, Piece(Source("a", kind), kind, NO_ENCODING, "", last=True, data=data))


def fix(data, kind=Kind.DOCX):
    """Give a document as a fix leaves it."""
    return examine(data, FIX, kind).rewritten or data


def places_of(data):
    """Give part, paragraph, column, what was found, what it becomes, and whether a fix makes it."""
    return [
        (p.part, p.paragraph, f.region.column, f.original, f.replacement, f.fixable)
        for p in examine(data).passages
        for f in p.findings
    ]


def body_of(data):
    """Give what stands in the body of a document."""
    return read_members(data)["word/document.xml"].decode().partition("<w:body>")[2].partition("</w:body>")[0]


def p(*runs):
    """Make a paragraph."""
    return f"<w:p>{''.join(f'<w:r>{run}</w:r>' for run in runs)}</w:p>"


def t(text):
    """Make a text."""
    return f"<w:t>{text}</w:t>"


def test_a_paragraph_is_one_text():
    """Whatever runs it is written in: an edit over two is written in the first."""
    data = make_docx(p(t("•"), t(" Bac+2"), "<w:br/>", t("e"), t("\u0301t"), t("é &amp; 5’"), t("9″")))
    assert places_of(data) == [
        ("", 1, 1, "• ", "- ", True),
        ("", 1, 9, "e\u0301", "é", True),
        ("", 1, 17, "’", "'", True),
        ("", 1, 19, "″", '"', True),
    ]
    assert body_of(fix(data)) == p(
        '<w:t xml:space="preserve">- </w:t>', t("Bac+2"), "<w:br/>", t("é"), t("t"), t("é &amp; 5'"), t('9"')
    )


def test_what_elements_stand_for_is_told_and_stays():
    """Hyphens and signs that are no text; tabs and breaks are seen, and stay; tab stops are none."""
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    symbol = '<w:sym w:font="Wingdings" w:char="F0FC"/>'
    bare = '<w:sym w:font="Wingdings" w:char="00FC"/>'
    data = make_docx(
        p(t("L’Isle"), "<w:noBreakHyphen/>", t("d’Abeau"), "<w:softHyphen/>")
        + f"<w:p>{stops}<w:r>{symbol}<w:tab/><w:t>CDI…</w:t></w:r></w:p>"
        + p(bare, '<w:sym w:char="0041"/>', '<w:sym w:char="x"/>', "<w:sym/>")
        + p(t("•"), "<w:tab/>", t("CDI"), "<w:cr/>", t("–"), "<w:ptab/>", t("b"))
    )
    told = places_of(data)
    assert told[:4] == [
        ("", 1, 2, "’", "'", True),
        ("", 1, 7, "\u2011", "-", False),
        ("", 1, 9, "’", "'", True),
        ("", 1, 15, "\xad", "", False),
    ]
    assert [(number, column, fixable) for _, number, column, _, _, fixable in told[4:]] == [
        (2, 1, False),
        (2, 6, True),
        (3, 1, False),
        (3, 2, False),
        (4, 1, True),
        (4, 7, True),
    ]
    fixed = fix(data)
    assert body_of(fixed) == (
        p(t("L'Isle"), "<w:noBreakHyphen/>", t("d'Abeau"), "<w:softHyphen/>")
        + f"<w:p>{stops}<w:r>{symbol}<w:tab/><w:t>CDI...</w:t></w:r></w:p>"
        + p(bare, '<w:sym w:char="0041"/>', '<w:sym w:char="x"/>', "<w:sym/>")
        + p(t("-"), "<w:tab/>", t("CDI"), "<w:cr/>", t("-"), "<w:ptab/>", t("b"))
    )
    assert fix(fixed) == fixed
    assert not any(fixable for *_, fixable in places_of(fixed))


def test_what_is_no_text_is_not_looked_at():
    """Fields, deleted text, equations, attributes, comments of XML, texts of other vocabularies."""
    data = make_docx(
        "<w:p><w:r><w:instrText>l’un</w:instrText><w:delText>l’un</w:delText></w:r><!-- ’ -->"
        "<w:bookmarkStart w:name='l’un'/><m:t xmlns:m='urn:m'>’</m:t></w:p><w:t>hors d’un paragraphe</w:t>"
        "<w:p><w:t>a’<w:b/></w:t></w:p>"
    )
    assert places_of(data) == []
    assert fix(data) == data


def test_a_text_box_stands_in_its_paragraph():
    """It is told once, though readers of old have it again, which is fixed as well."""
    box = f"<w:txbxContent>{p(t('d’un cadre'))}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    alternative = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    data = make_docx(p(t("l’un"), alternative, t(" l’autre")) + p(t("…")))
    assert [(number, column) for _, number, column, *_ in places_of(data)] == [(1, 2), (1, 7), (2, 2), (3, 1)]
    assert body_of(fix(data)) == body_of(data).replace("’", "'").replace("…", "...")
    only = (
        "<mc:AlternateContent><mc:Choice/><mc:Fallback>" + p(t("’")) + "</mc:Fallback></mc:AlternateContent>"
    )
    assert len(places_of(make_docx(only))) == 1
    nested = alternative.replace("</mc:Choice>", f"{only}</mc:Choice>")
    assert len(places_of(make_docx(nested + "<mc:Fallback/>"))) == 2


def choose(choice, fallback):
    """Make contents of which a reader shows the first, and one of old the second."""
    return (
        f"<mc:AlternateContent><mc:Choice>{choice}</mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def accept(data, choose=lambda _: True):
    """Give a document as a fix leaves it that keeps some of what is found; None where it changes nothing."""
    found = [(say_where(p), f.start) for p in examine(data).passages for f in p.findings]
    return examine(data, replace(FIX, accepted=frozenset(filter(choose, found)))).rewritten


def test_what_readers_of_old_show_is_accepted_with_its_twin():
    """What stands nowhere else has a number of its own, so that one is accepted and another is fixed."""
    twins = p(t("l’un")) + p(t("…"))
    data = make_docx(p(choose(twins, twins)) + p(t("l’autre")))
    assert [number for _, number, *_ in places_of(data)] == [2, 3, 4]
    assert body_of(accept(data, {("paragraph 2", 1)}.__contains__)) == body_of(data).replace(
        "…", "..."
    ).replace("l’autre", "l'autre")
    data = make_docx(p(choose(p(t("a")), p(t("a")) + p(t("l’un")) + p(t("d’un")))) + p(t("…")))
    assert [number for _, number, *_ in places_of(data)] == [3, 4, 5]
    assert body_of(accept(data, {("paragraph 3", 1)}.__contains__)) == body_of(data).replace(
        "d’un", "d'un"
    ).replace("…", "...")


def test_a_hyphen_that_is_an_element_is_no_twin_of_one_that_is_a_text():
    """The one stays, whatever becomes of the other."""
    element = p(t("l"), "<w:noBreakHyphen/>", t("a"))
    data = make_docx(choose(p(t("l\u2011a")), element))
    assert body_of(fix(data)) == choose(p(t("l-a")), element)
    assert [(number, fixable) for _, number, *_, fixable in places_of(data)] == [(1, True), (2, False)]


def test_alternatives_in_what_readers_of_old_show_are_twins_too():
    """Whatever stands deeper."""
    twin = p(t("l’un"))
    inner = choose(p(t("…")) + p(t("b")), p(t("…")))
    data = make_docx(choose(twin + inner, inner + twin + p(t("d’un"))))
    assert [(number, column) for _, number, column, *_ in places_of(data)] == [(1, 2), (2, 1), (4, 2)]
    assert accept(data) is None


def test_the_parts_that_a_document_names_are_read():
    """Each counts its own paragraphs; what it does not name is none of its parts."""
    note = f"<w:p/>{p(t('“A”'))}"
    data = make_docx(
        p(t("a")), {"header1": p(t("l’un")), "footnotes": note, "comments": note, "styles": note}
    )
    assert [(part, number, column) for part, number, column, *_ in places_of(data)] == [
        ("header1", 1, 2), ("footnotes", 2, 1), ("footnotes", 2, 3), ("comments", 2, 1), ("comments", 2, 3),
    ]  # fmt: skip
    unnamed = make_docx(p(t("a")), more={"word/header9.xml": f'<w:hdr xmlns:w="{W}">{note}</w:hdr>'})
    assert places_of(unnamed) == []
    outside = {"word/_rels/document.xml.rels": relate(("footnotes", "file:///etc/passwd"), mode="External")}
    assert examine(make_docx(p(t("a")), more=outside)) == Examined()


def test_strict_documents_and_other_prefixes_are_read():
    """Names are known by their namespaces."""
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = (
        f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>l’un</x:t></x:r></x:p></x:body></x:document>'
    )
    data = pack({"_rels/.rels": relate(("officeDocument", "word/document.xml")), "word/document.xml": text})
    assert read_members(fix(data))["word/document.xml"].decode() == text.replace("’", "'")


def test_a_blank_that_comes_to_an_end_is_kept():
    """Word drops it else, and glues two words."""
    data = make_docx(p(t("a\u00a0"), t("b"), t("l\u2003")))
    assert body_of(fix(data)) == p(
        '<w:t xml:space="preserve">a </w:t>', t("b"), '<w:t xml:space="preserve">l </w:t>'
    )


def test_a_part_that_would_be_broken_is_a_problem(monkeypatch):
    """Nothing is written, and the message names the part."""
    monkeypatch.setattr(packages, "apply_byte_edits", lambda data, _: data + b"<")
    examined = examine(make_docx(p(t("l’un"))), FIX)
    assert examined.rewritten is None
    assert "is broken in word/document.xml, line 1" in examined.problems[0].message


def test_no_repr_holds_a_text():
    """Tracebacks show them, and so do logs."""
    data = make_docx(p(t("secret, l’un")))
    piece = Piece(Source("a.docx", Kind.DOCX), Kind.DOCX, NO_ENCODING, "secret", data=b"secret")
    examined, fixed = examine(data), examine(data, FIX)
    assert examined.passages[0].text == fixed.texts[0].before == "secret, l’un"
    shown = repr((piece, examined, fixed, fixed.texts, replace(examined, edits=(Edit(0, 1, "secret"),))))
    assert "secret" not in shown
    assert "PK" not in shown
    assert "(TextChange(where='paragraph 1'),)" in shown


def test_all_else_stays():
    """Order, names, dates, attributes of members, and what the others hold."""
    data = make_docx(
        p(t("l’un")),
        {"header1": p(t("a"))},
        {"docProps/app.xml": "<a>l’un</a>", "word/media/a.png": b"\x89PNG"},
    )
    fixed = fix(data)
    assert describe_members(fixed) == describe_members(data)
    before, after = read_members(data), read_members(fixed)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def test_a_clean_document_is_not_written():
    """There is nothing to write."""
    assert examine(make_docx(p(t("l'un"))), FIX).rewritten is None


def test_a_signed_document_is_checked_and_not_fixed():
    """The signature would tell that it was changed."""
    data = make_docx(p(t("l’un")), more={"_xmlsignatures/sig1.xml": "<s/>"})
    assert places_of(data) == [("", 1, 2, "’", "'", False)]
    examined = examine(data, FIX)
    assert examined.rewritten is None
    assert "break its signature" in examined.problems[0].message
    assert (examined.fixable, examined.left) == (0, 1)


def name_document(part, **others):
    """Make an archive whose document is that part."""
    return pack({"_rels/.rels": relate(("officeDocument", part)), **others})


FOOTNOTES = "word/_rels/document.xml.rels"
OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)

BROKEN = {
    "no relationships": (pack({"a.xml": "<a/>"}), "is an archive, but no document of Office"),
    "no document": (name_document("word/document.xml"), "lacks its part word/document.xml"),
    "no part": (make_docx("", more={FOOTNOTES: relate(("footnotes", "../x.xml"))}), "lacks its part x.xml"),
    "broken XML": (make_docx("<w:p>"), "is broken in word/document.xml, line 1: mismatched tag"),
    "a DOCTYPE": (make_docx("", more={"word/document.xml": "<!DOCTYPE a><a/>"}), "has a DOCTYPE in word/doc"),
    "another document": (name_document("a.xml", **{"a.xml": "<a/>"}), "holds no text of Word"),
    "a path that leads out": (name_document("../../../etc/passwd"), "lacks its part etc/passwd"),
    "no archive": ("l’un".encode(), "is no file of Office"),
    "encrypted": (OLE2, "is protected by a password, or in an old format"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_what_can_not_be_read_is_a_problem(data, message, tmp_path):
    """With its place and what to do; nothing is written, here or elsewhere."""
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    done = run("check", file)
    assert (done.status, done.out) == (2, b"")
    assert f"a.docx: error: {message}" in done.err
    assert (run("fix", file).status, file.read_bytes(), list(tmp_path.iterdir())) == (2, data, [file])


def test_names_of_members_are_never_paths(tmp_path):
    """What an archive calls its members is written nowhere."""
    file = tmp_path / "in" / "a.docx"
    file.parent.mkdir()
    file.write_bytes(
        make_docx(p(t("l’un")), more={"../../evil.txt": "x", "/abs.txt": "x", "C:\\evil.txt": "x"})
    )
    assert run("fix", file).status == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.docx", "in"]
    assert list(read_members(file.read_bytes()))[-3:] == ["../../evil.txt", "/abs.txt", "C:\\evil.txt"]


def test_documents_have_no_million_faults(monkeypatch):
    """What a few bytes can say takes a thousand times as many in memory."""
    monkeypatch.setattr(packages, "MOST_TEXTS", 3)
    assert len(places_of(make_docx(p(t("’")) * 3))) == 3
    assert "has more than 3 texts to correct" in examine(make_docx(p(t("’")) * 4)).problems[0].message


def test_text_boxes_in_text_boxes_are_read():
    """As far as any document goes; what is deeper is refused."""

    def nest(depth):
        return make_docx("<w:p>" * depth + t("l’un") + "</w:p>" * depth)

    assert [(number, column) for _, number, column, *_ in places_of(nest(900))] == [(900, 2)]
    assert "is deeper than 1,000 elements" in examine(nest(100_000)).problems[0].message
    choice = f"<mc:AlternateContent><mc:Choice>{p(t('’'))}"
    choices = make_docx(choice * 400 + "</mc:Choice></mc:AlternateContent>" * 400)
    assert len(places_of(choices)) == 400


def test_a_real_document_of_libreoffice_is_fixed():
    """With a header, a footnote, a table, a text box; only a hyphen that is an element is left."""
    data = (FILES / "annonce.docx").read_bytes()
    fixed = fix(data)
    assert describe_members(fixed) == describe_members(data)
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(fixed)).paragraphs] == [
        "Offre d'emploi : l'équipe recrute...",
        "-\tCDI\n- temps plein",
        "Note en bas.",
        "Cadre",
    ]
    assert {original for *_, original, _, _ in places_of(fixed)} == {"\u2011"}
    assert b'Voir l\'annexe "A".' in read_members(fixed)["word/footnotes.xml"]
    assert fix(fixed) == fixed


def test_a_document_goes_through_standard_input(tmp_path):
    """When its type is said; an archive is no text."""
    data = make_docx(p(t("l’un")))
    done = run("fix", "-", "--type", "docx", stdin=data)
    assert (done.status, body_of(done.out)) == (0, p(t("l'un")))
    assert "is binary, not text" in run("fix", "-", stdin=data).err


def test_a_diff_has_each_paragraph_below_its_place(tmp_path, monkeypatch):
    """Before and after."""
    monkeypatch.chdir(tmp_path)
    data = make_docx(p(t("clair")) + p(t("l’un"), "<w:br/>", t("…")), {"footnotes": p(t("…"))})
    Path("a.docx").write_bytes(data)
    done = run("fix", "--diff", "a.docx")
    assert (done.status, Path("a.docx").read_bytes()) == (1, data)
    assert done.lines == [
        "--- a.docx", "+++ a.docx", "@@ paragraph 2 @@", "-l’un", "-…", "+l'un", "+...",
        "@@ footnotes, paragraph 1 @@", "-…", "+...",
    ]  # fmt: skip


def test_each_report_says_where_a_paragraph_stands(tmp_path, monkeypatch):
    """And none offers to write into an archive what only its part could hold."""
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(make_docx(p(t("clair")) + p(t("l’un")), {"header2": p(t("…"))}))
    names = ("json", "sarif", "html", "github", "gitlab")
    reports = [word for name in names for word in ("--report", f"{name}=a.{name}")]
    assert run("check", "a.docx", *reports).lines == [
        "a.docx:2:2: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] paragraph 2",
        "a.docx:1:1: U+2026 HORIZONTAL ELLIPSIS -> ... [ellipsis] header2, paragraph 1",
    ]
    findings = json.loads(Path("a.json").read_text())["findings"]
    assert [(each["line"], each["column"], each["paragraph"], each["part"]) for each in findings] == [
        (2, 2, 2, ""),
        (1, 1, 1, "header2"),
    ]
    sarif = json.loads(Path("a.sarif").read_text())
    jsonschema.validate(sarif, SCHEMA)
    results = sarif["runs"][0]["results"]
    assert [each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in results] == [
        "paragraph 2",
        "header2, paragraph 1",
    ]
    assert not any("fixes" in each for each in results)
    page = Path("a.html").read_text("utf-8")
    assert ">Paragraphe 2<" in page
    assert ">Paragraphe 1 (en-tête)<" in page
    assert Path("a.github").read_text().startswith("::warning file=a.docx,line=2,col=2::U+2019")
    assert [each["location"]["lines"] for each in json.loads(Path("a.gitlab").read_text())] == [
        {"begin": 2, "end": 2},
        {"begin": 1, "end": 1},
    ]


def test_a_baseline_knows_parts_and_not_their_paragraphs(tmp_path, monkeypatch):
    """A paragraph that moves is no new one; one in another part is."""
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(make_docx(p(t("l’un"))))
    assert run("check", "a.docx", "--baseline", "b", "--write-baseline").status == 0
    Path("a.docx").write_bytes(make_docx(p(t("a")) + p(t("l’un"))))
    assert run("check", "a.docx", "--baseline", "b").status == 0
    Path("a.docx").write_bytes(make_docx(p(t("a")), {"footnotes": p(t("l’un"))}))
    assert run("check", "a.docx", "--baseline", "b").status == 1


def test_documents_are_examined_in_several_processes(tmp_path):
    """And come back in order."""
    for number in range(3):
        (tmp_path / f"{number}.docx").write_bytes(make_docx(p(t("l’un")) * (number + 1)))
    assert [len(run("check", tmp_path, "--jobs", jobs).lines) for jobs in (1, 2)] == [6, 6]
    assert run("fix", tmp_path, "--jobs", "2").status == 0
    assert body_of((tmp_path / "2.docx").read_bytes()) == p(t("l'un")) * 3


def test_a_save_meanwhile_is_kept(tmp_path):
    """As for every other file."""
    file = tmp_path / "a.docx"
    file.write_bytes(make_docx(p(t("l’un"))))
    with Fixer(io.BytesIO()) as fixer:
        for piece, examined in check([Source(str(file), Kind.DOCX)], FIX):
            file.write_bytes(saved := make_docx(p(t("l’autre"))))
            outcome = fixer.take(piece, examined)
    assert "another program changed it meanwhile" in outcome.problems[0].message
    assert file.read_bytes() == saved


def test_explain_says_that_a_document_is_a_file(tmp_path, monkeypatch):
    """Which is no plain text."""
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(make_docx(""))
    done = run("explain", "a.docx")
    assert done.err.endswith("is a file: flatchr-clean check a.docx names what would change in it\n")


def test_an_encoding_is_none_of_an_archive(tmp_path):
    """The settings' or the command line's is that of texts."""
    (tmp_path / "a.docx").write_bytes(make_docx(p(t("l’un"))))
    done = run("check", tmp_path, "--encoding", "cp1252")
    assert (done.status, "UTF-8" in done.err) == (1, False)


RUNS = st.lists(st.text("aé \t\n’“”…•–\u00a0\u200b\u2011\xad&<>'\"e\u0301🎯·½", max_size=6), max_size=5)


@settings(max_examples=settings.default.max_examples // 6)
@given(st.lists(RUNS, max_size=4), st.booleans())
def test_after_a_fix_each_paragraph_is_clean(paragraphs, is_table):
    """In documents of python-docx: all that no element stands for; and a second fix changes nothing."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0) if is_table else document
    for runs in paragraphs:
        paragraph = cell.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()
    fixed = fix(data)
    assert describe_members(fixed) == describe_members(data)
    old, new = (docx.Document(io.BytesIO(each)) for each in (data, fixed))
    if is_table:
        old, new = old.tables[0].cell(0, 0), new.tables[0].cell(0, 0)
    for before, after in zip(old.paragraphs, new.paragraphs, strict=True):
        if not any(sign in before.text for sign in "\t\n\u2011\xad"):
            assert after.text == clean(before.text)
        assert before._p.xml.count("<w:tab/>") == after._p.xml.count("<w:tab/>")
    assert fix(fixed) == fixed
    assert not any(fixable for *_, fixable in places_of(fixed))


ELEMENTS = {
    "\t": "<w:tab/>",
    "\n": "<w:br/>",
    "\u2011": "<w:noBreakHyphen/>",
    "\xad": "<w:softHyphen/>",
    "\uf0fc": '<w:sym w:char="F0FC"/>',
}
SIGNS = st.sampled_from(
    [*"aé1 ’“”…•–·\u00a0\u200b\u2009\u0301e🎯\uf0b7½€<>&\u2028", *ELEMENTS, "Ã©", "o ", "<b>", "&nbsp;"]
)


@given(st.lists(st.tuples(st.booleans(), SIGNS), max_size=14))
def test_what_elements_stand_for_never_changes(signs):
    """Whatever stands around it; what is left is told as left, and a second fix changes nothing."""
    runs = [ELEMENTS[sign] if sign in ELEMENTS else t(escape(sign)) for _, sign in signs]
    data = make_docx("<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>")
    fixed = fix(data)
    elements = re.compile("<w:(?:tab|br|noBreakHyphen|softHyphen|sym)[^>]*>")
    assert elements.findall(body_of(fixed)) == elements.findall(body_of(data))
    assert fix(fixed) == fixed
    assert not any(fixable for *_, fixable in places_of(fixed))
    text = "".join(sign for _, sign in signs)
    if not any(sign in ELEMENTS for _, sign in signs):
        assert unescape("".join(re.findall("<w:t[^>]*>([^<]*)", body_of(fixed)))) == clean(text)


BOXES = st.recursive(
    st.sampled_from([p(t(text)) for text in ("a", "l’un", "…", "•", "d’un…")]),
    lambda inner: (
        st.lists(inner, max_size=3).map("".join)
        | st.builds(choose, inner, inner)
        | inner.map(lambda box: choose(box, box))
        | inner.map(lambda box: f"<w:p>{box}<w:r>{t('‘x’')}</w:r></w:p>")
    ),
    max_leaves=8,
)


@given(BOXES)
def test_a_document_of_which_all_is_accepted_is_not_written(body):
    """Whatever boxes it has, and whoever shows them; a fix without it leaves nothing, and a second one."""
    data = make_docx(body)
    assert accept(data) is None
    assert places_of(fix(data)) == []
    assert fix(fix(data)) == fix(data)
    places = [(passage.paragraph, passage.part) for passage in examine(data).passages]
    assert len(set(places)) == len(places)


def test_compatibility_has_its_namespace():
    """The helper writes what Word does."""
    assert MC.encode() in read_members(make_docx(""))["word/document.xml"]
