"""Workbooks: what is found in each cell, where, and what a fix leaves as it was."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from flatchr_clean import FLATCHR, LATIN_1, FieldPolicy, clean
from flatchr_clean.check.documents.csv_dialects import TableOptions
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import NO_ENCODING, Piece, Source
from flatchr_clean.check.wording import say_where
from tests.check_command import run
from tests.office_files import S, describe_members, make_xlsx, pack, read_members, relate

FILES = Path(__file__).parent / "files"


def examine(data, *, fields=None, header=None, **rules):
    """Examine a workbook."""
    policy = FieldPolicy(fields) if fields else None
    source = Source("a", Kind.XLSX, table=TableOptions(header=header))
    piece = Piece(source, Kind.XLSX, NO_ENCODING, "", last=True, data=data)
    return examine_piece(Rules(FLATCHR, policy, **{"keep_texts": True, **rules}), piece)


def fix(data, **options):
    """Give a workbook as a fix leaves it."""
    return examine(data, keep_findings=False, **options).rewritten or data


def places_of(data, **options):
    """Give sheet, cell, column's name, what was found, and whether a fix makes it."""
    return [
        (p.sheet, p.cell, p.field, f.original, f.fixable)
        for p in examine(data, **options).passages
        for f in p.findings
    ]


def left_of(data, **options):
    """Give the cells of the first sheet that have something that is left."""
    return [cell for _, cell, _, _, fixable in places_of(data, **options) if not fixable]


def row(number, *cells):
    """Make a row of cells from A on, each a number of a shared text, or its own XML."""
    made = [
        f'<c r="{chr(65 + index)}{number}" t="s"><v>{cell}</v></c>' if isinstance(cell, int) else cell
        for index, cell in enumerate(cells)
        if cell is not None
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def si(*texts):
    """Make shared texts."""
    return "".join(f"<si><t>{text}</t></si>" for text in texts)


def table(*rows):
    """Make a workbook of one sheet of texts, all shared."""
    texts = list(dict.fromkeys(text for cells in rows for text in cells))
    numbers = [row(number, *map(texts.index, cells)) for number, cells in enumerate(rows, 1)]
    return make_xlsx({"F": "".join(numbers)}, si(*texts))


def texts_of(data):
    """Give what the cells of the first sheet show."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in cells] for cells in sheet.rows]


def test_each_cell_is_told_by_its_place():
    """A text that cells share is told for each, and written once."""
    data = make_xlsx(
        {"Mes annonces": row(1, 0, 1) + row(2, 2, 3) + row(4, 2, None, 2), "Notes": row(7, 3)},
        si("Titre", "Texte", "L’un", "a…"),
    )
    examined = examine(data)
    assert examined.problems == ()
    assert places_of(data) == [
        ("Mes annonces", "A2", "Titre", "’", True),
        ("Mes annonces", "B2", "Texte", "…", True),
        ("Mes annonces", "A4", "Titre", "’", True),
        ("Mes annonces", "C4", "C", "’", True),
        ("Notes", "A7", "A", "…", True),
    ]
    assert [p.findings[0].region for p in examined.passages][:2] == [(2, 2, 2, 3), (2, 2, 2, 3)]
    assert [(p.row, p.text) for p in examined.passages][2:4] == [(4, "L’un"), (4, "L’un")]
    assert (examined.fixable, examined.left) == (5, 0)
    before, after = read_members(data), read_members(fix(data))
    assert {name for name in before if before[name] != after[name]} == {"xl/sharedStrings.xml"}
    assert after["xl/sharedStrings.xml"] == before["xl/sharedStrings.xml"].replace(
        "’".encode(), b"'"
    ).replace("…".encode(), b"...")


def test_rich_texts_are_one_text_and_their_sounds_are_none():
    """As Excel and LibreOffice write them."""
    rich = (
        "<si><r><t>e</t></r><r><rPr><b/></rPr><t xml:space='preserve'>\u0301 l’un </t></r>"
        "<rPh sb='0' eb='1'><t>l’un</t></rPh></si>"
    )
    data = make_xlsx({"F": row(1, 0)}, rich)
    assert [cell[3] for cell in places_of(data)] == ["e\u0301", "’"]
    assert read_members(fix(data))["xl/sharedStrings.xml"].decode() == (
        f"<sst xmlns=\"{S}\"><si><r><t>é</t></r><r><rPr><b/></rPr><t xml:space='preserve'> l'un </t></r>"
        "<rPh sb='0' eb='1'><t>l’un</t></rPh></si></sst>"
    )


def test_texts_in_cells_are_written_there():
    """Inline ones, and those that some programs write as if a formula gave them."""
    cells = (
        '<c r="A1" t="inlineStr"><is><t>l’un</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>l</t></r><r><t>’autre</t></r><rPh><t>’</t></rPh></is></c>'
        '<c r="C1" t="str"><v>l’une</v></c><c r="D1" t="str"><f>"l’"&amp;A1</f><v>l’un</v></c>'
        '<c r="E1" t="inlineStr"><is/></c><c r="F1" t="inlineStr"/><c r="G1" t="str"/><c r="H1"/>'
    )
    data = make_xlsx({"F": f'<row r="1">{cells}</row>'})
    assert [cell[1] for cell in places_of(data, header=0)] == ["A1", "B1", "C1"]
    written = read_members(fix(data, header=0))["xl/worksheets/sheet1.xml"].decode()
    new = cells.replace("l’un<", "l'un<", 1).replace("’autre", "'autre").replace("l’une", "l'une")
    assert f'<row r="1">{new}</row>' in written


def test_formulas_numbers_and_errors_stay():
    """Only texts that somebody typed are texts."""
    cells = (
        '<c r="A1" t="str"><f>"’"</f><v>’</v></c><c r="B1"><v>5</v></c><c r="C1" t="e"><v>#N/A’</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="d"><v>2024-01-01</v></c>'
    )
    data = make_xlsx({"F": f'<row r="1">{cells}</row>'})
    assert places_of(data) == []


def test_escapes_of_excel_are_read_and_written():
    """A line break pasted from Word, what looks like an escape, an emoji in two halves."""
    data = table(["a_x000B_b’", "_x005F_x2019_’", "_xD83C__xDFAF_ l’un_x000D_\nb", "_x2019_"])
    new = si("a\nb'", "_x005F_x2019_'", "l'un_x000D_\nb", "'")
    fixed = read_members(fix(data, header=0))["xl/sharedStrings.xml"].decode()
    assert fixed == f'<sst xmlns="{S}">{new}</sst>'


def test_a_text_stays_that_a_cell_could_not_hold_any_more():
    """Excel takes no more than 32,767 units."""
    fits, grows, shrinks = "…" * 10_922, "…" * 10_923, "\N{EM DASH}" * 40_000
    data = make_xlsx({"F": row(1, 0) + row(2, 1) + row(3, 2)}, si(fits, grows, shrinks))
    assert {cell: fixable for _, cell, _, _, fixable in places_of(data)} == {
        "A1": True,
        "A2": False,
        "A3": True,
    }
    fixed = fix(data)
    assert fix(fixed) == fixed


def test_names_of_columns_are_left():
    """What is in doubt is left too, and gives no name to reports; what can be no name is a text."""
    sure = table(["Titre", "Texte d’annonce"], ["l’un", "…"])
    assert places_of(sure)[0] == ("F", "B1", "Texte d’annonce", "’", False)
    assert examine(sure).names_left == 1
    doubtful = table(["Jean d’Ormesson", "Paris"], ["Zoé", "L’Isle"])
    assert places_of(doubtful) == [("F", "A1", "A", "’", False), ("F", "B2", "B", "’", True)]
    none = table(["Vendeur d’élite", "1800"], ["Zoé", "L’Isle"])
    assert left_of(none) == []
    assert left_of(table(["Bonjour l’équipe"], ["L’Isle"])) == []
    titled = table(["Offres d’emploi"], ["Titre", "Texte d’annonce"], ["l’un", "…"])
    assert left_of(titled) == ["B2"]
    assert places_of(titled)[0] == ("F", "A1", "A", "’", True)


def test_names_are_judged_by_what_texts_become():
    """Else a fix of a text that two rows share would make a row one of names."""
    rows = ["Paris – Lyon", "Paris - Lyon", "Chargé d’affaires"]
    data = table(rows, ["Paris – Lyon"])
    assert left_of(data) == []
    assert texts_of(fix(data))[0] == ["Paris - Lyon", "Paris - Lyon", "Chargé d'affaires"]
    assert fix(fix(data)) == fix(data)


def test_what_no_profile_reads_refuses_nothing():
    """Texts of a column that is opaque are judged with the others, and never cleaned."""
    piece = Piece(
        Source("a", Kind.XLSX), Kind.XLSX, NO_ENCODING, "", data=table(["a", "b"], ["\U00012000", "c"])
    )
    refuses = replace(LATIN_1, unmappable="raise")
    assert examine_piece(Rules(refuses, FieldPolicy({"/a": "opaque"})), piece).problems == ()


def test_the_header_is_where_it_is_said_to_be():
    """Or nowhere."""
    data = table(["Titre", "Texte d’annonce"], ["l’un", "nom d’usage"], ["l’autre", "…"])
    assert left_of(data, header=0) == []
    assert left_of(data, header=2) == ["A2", "B2"]
    assert places_of(data, header=2)[-1][2] == "nom d’usage"
    assert left_of(data, header=9) == []


def test_the_header_is_found_below_many_empty_cells():
    """It is looked for in the first rows, whatever cells they have."""
    rows = "".join(row(number, 0, 1) for number in range(3, 300))
    data = make_xlsx({"F": row(1, None, 2) + row(2, 3, 4) + rows}, si("l’un", "b", "…", "Titre", "Texte"))
    assert {cell[2] for cell in places_of(data)} == {"B", "Titre"}
    assert len(places_of(data)) == 298


def test_a_text_that_a_name_shares_is_left():
    """To change it would change the name; one that is only taken for a name in doubt is none then."""
    data = table(["Titre", "Lieu d’exercice"], ["Lieu d’exercice", "…"])
    assert left_of(data) == ["B1", "A2"]
    assert examine(data).names_left == 1
    assert left_of(table(["L’Isle", "Sarah"], ["b", "L’Isle"], ["c", "L’Isle"])) == []


def test_a_table_of_excel_repeats_its_names():
    """Its part must say the same, so they are left even where the first row is none of names."""
    part = f'<table xmlns="{S}" ref="B2:C4" totalsRowCount="1"><autoFilter ref="B2:C4"/></table>'
    rows = row(1, 0, 0, 0) + row(2, 0, 1, 1) + row(3, 0, 2, 0) + row(4, 0, 3, 3)
    texts = si("l’un", "nom d’usage", "b’", "total d’ici")
    data = make_xlsx({"F": rows}, texts, part)
    assert sorted(left_of(data, header=0)) == ["B2", "B4", "C2", "C4"]
    without = part.replace('totalsRowCount="1"', 'headerRowCount="0"')
    assert left_of(make_xlsx({"F": rows}, texts, without), header=0) == []
    for ref in ("", "B2:C", "b2", "B2:ABCD9", "B0"):
        broken = make_xlsx({"F": rows}, texts, part.replace("B2:C4", ref))
        assert "open it and save it anew" in examine(broken).problems[0].message


def test_columns_are_treated_by_their_names():
    """As those of CSV; a text that is shared with a column that must not change is left."""
    data = table(
        ["title", "code", "secret"], ["l’un", "l’un", "…"], ["l’autre", "x", "l’ombre"], ["b…", "", "b…"]
    )
    fields = {"/code": "exact", "/secret": "opaque"}
    told = places_of(data, fields=fields)
    assert told == [
        ("F", "A2", "title", "’", False),
        ("F", "B2", "code", "’", False),
        ("F", "A3", "title", "’", True),
        ("F", "A4", "title", "…", False),
    ]
    assert texts_of(fix(data, fields=fields))[2][0] == "l'autre"
    own = make_xlsx(
        {"F": row(1, 0, 1) + '<row r="2"><c r="A2" t="inlineStr"><is><t>…</t></is></c></row>'},
        si("code", "Nom"),
    )
    assert left_of(own, fields={"/code": "exact"}) == ["A2"]
    assert places_of(own, fields={"/code": "opaque"}) == []


def test_a_text_that_two_columns_read_otherwise_is_left():
    """As HTML a reference stands for a quote, as text it is none."""
    fields = {"/title": "text", "/body": "html"}
    data = table(
        ["title", "body"],
        ["l’un", "l’un"],
        ["a &amp;rsquo; b", "a &amp;rsquo; b"],
        ["c &amp;rsquo;", "d &amp;rsquo;"],
    )
    assert left_of(data, fields=fields) == ["B3"]
    mixed = table(["title", "body"], ["… &amp;rsquo; b", "… &amp;rsquo; b"])
    assert left_of(mixed, fields=fields) == ["A2", "B2", "B2"]


def test_cells_need_not_say_where_they_are():
    """They follow each other then."""
    data = make_xlsx(
        {"F": '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>0</v></c></row>'},
        si("l’un", "…"),
    )
    assert [cell[1] for cell in places_of(data, header=0)] == ["A1", "B1", "A2"]


@pytest.mark.parametrize("member", ["sheet 1é.xml", "sheet%201%C3%A9.xml"])
def test_targets_may_be_percent_encoded(member):
    """As some programs write a name with a blank; one that is written so in the archive stays so."""
    related = relate(("worksheet", "worksheets/sheet%201%C3%A9.xml"))
    own = '<row r="1"><c r="A1" t="inlineStr"><is><t>…</t></is></c></row>'
    sheet = f'<worksheet xmlns="{S}"><sheetData>{own}</sheetData></worksheet>'
    data = make_xlsx(
        {"F": ""}, more={"xl/_rels/workbook.xml.rels": related, f"xl/worksheets/{member}": sheet}
    )
    assert read_members(fix(data))[f"xl/worksheets/{member}"].decode() == sheet.replace("…", "...")


def test_what_is_no_sheet_is_passed_over():
    """Charts, sheets elsewhere, one that is named twice, a workbook without any text."""
    related = relate(
        ("worksheet", "worksheets/sheet1.xml"),
        ("chartsheet", "x.xml"),
        ("worksheet", "worksheets/SHEET1.xml"),
    )
    data = make_xlsx(
        {"F": row(1, 0), "G": "", "H": ""}, si("…"), more={"xl/_rels/workbook.xml.rels": related}
    )
    assert "cell without its text" in examine(data).problems[0].message
    own = '<row r="1"><c r="A1" t="inlineStr"><is><t>…</t></is></c></row>'
    data = make_xlsx({"F": own, "G": "", "H": ""}, more={"xl/_rels/workbook.xml.rels": related})
    assert [cell[0] for cell in places_of(data)] == ["F"]
    assert "..." in read_members(fix(data))["xl/worksheets/sheet1.xml"].decode()


BROKEN = {
    "a text that is missing": (row(1, 5), "has a cell without its text in xl/worksheets/sheet1.xml"),
    "a number that is none": ('<row r="1"><c t="s"><v>x</v></c></row>', "has a cell without its text"),
    "a row that is none": ('<row r="x"/>', "has a row without a number"),
    "a row beyond all": (f'<row r="{"9" * 5000}"/>', "has a row without a number"),
    "a cell that is none": ('<row r="1"><c r="é1" t="s"><v>0</v></c></row>', "has a cell without a place"),
    "a cell beyond all": ('<row r="1"><c r="ABCD1" t="s"><v>0</v></c></row>', "has a cell without a place"),
    "too many cells": ('<row r="2">' + "<c><v>1</v></c>" * 20_000 + "</row>", "has more cells in row 2"),
    "no XML": ("<row>", "is broken in xl/worksheets/sheet1.xml, line 1: mismatched tag"),
}


@pytest.mark.parametrize(("rows", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_sheet_is_a_problem(rows, message, tmp_path):
    """Whose file is left."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(data := make_xlsx({"F": row(1, 0) + rows}, si("l’un")))
    done = run("fix", file)
    assert (done.status, file.read_bytes()) == (2, data)
    assert f"a.xlsx: error: {message}" in done.err


def test_what_is_no_workbook_is_refused():
    """A document of Word with another ending; a workbook without its shared texts."""
    other = pack({"_rels/.rels": relate(("officeDocument", "a.xml")), "a.xml": "<a/>"})
    assert "holds no workbook of Excel" in examine(other).problems[0].message
    encoded = make_xlsx({"F": ""}, "", declaration='<?xml version="1.0" encoding="UTF-16"?>')
    assert "is not UTF-8 in xl/sharedStrings.xml" in examine(encoded).problems[0].message
    both = relate(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "worksheets/sheet1.xml"))
    own = '<row r="1"><c r="A1" t="inlineStr"><is><si><t>…</t></si></is></c><c t="s"><v>0</v></c></row>'
    twice = make_xlsx({"F": own}, more={"xl/_rels/workbook.xml.rels": both})
    assert "two things at once" in examine(twice, keep_findings=False, header=0).problems[0].message


def test_a_real_workbook_of_libreoffice_is_fixed():
    """With two sheets, a rich text of two lines, a formula."""
    data = (FILES / "annonces.xlsx").read_bytes()
    fixed = fix(data)
    assert describe_members(fixed) == describe_members(data)
    assert texts_of(fixed) == [
        ["Titre", "Texte de l’annonce", "Salaire"],
        ["Chef d'équipe", "L'offre...\n- deuxième ligne", 1800],
        ["Chef d'équipe", '=A3&" – suite’"', 2000],
    ]
    assert fix(fixed) == fixed


def test_the_command_tells_cells(tmp_path, monkeypatch):
    """In each format, in 80 columns; a fix of a table does not come into a report."""
    monkeypatch.chdir(tmp_path)
    Path("ads.xlsx").write_bytes(
        make_xlsx({"Mes annonces": row(1, 0, 1) + row(2, 2, 3)}, si("Titre", "Texte", "l’un", "b"))
    )
    done = run(
        "check", "ads.xlsx", "--report", "json=a.json", "--report", "sarif=a.sarif", "--report", "html=a.html"
    )
    assert done.lines == [
        "ads.xlsx:2:2: U+2019 RIGHT SINGLE QUOTATION MARK -> ' [apostrophe] 'Mes annonces'!A2, Titre"
    ]
    (finding,) = json.loads(Path("a.json").read_text())["findings"]
    assert [finding[key] for key in ("line", "column", "row", "field", "sheet", "cell")] == [
        2,
        2,
        2,
        "Titre",
        "Mes annonces",
        "A2",
    ]
    (result,) = json.loads(Path("a.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "'Mes annonces'!A2, Titre"}]
    assert "fixes" not in result
    assert "Feuille Mes annonces, cellule A2, colonne Titre" in Path("a.html").read_text("utf-8")
    assert run("fix", "--diff", "ads.xlsx").lines == [
        "--- ads.xlsx",
        "+++ ads.xlsx",
        "@@ 'Mes annonces'!A2, Titre @@",
        "-l’un",
        "+l'un",
    ]
    assert run("check", "ads.xlsx", "--baseline", "b", "--write-baseline").status == 0
    assert '"where": "Mes annonces!Titre"' in Path("b").read_text()
    assert run("check", "ads.xlsx", "--baseline", "b").status == 0
    assert run("fix", ".").status == 0
    assert texts_of(Path("ads.xlsx").read_bytes())[1] == ["l'un", "b"]


CELLS = st.text("aé \t\n’“”…•–\u00a0\u200b&<>'\"=_x0019e\u0301🎯·½", max_size=10)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=6)


def make_with_openpyxl(rows):
    """Make a workbook whose texts stand in their cells, one of them rich."""
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append([f"t{cell}" for cell in cells])  # that no cell is a formula
    rich = CellRichText("l", TextBlock(InlineFont(b=True), "’un "), "…")
    book.active.cell(len(rows) + 1, 1).value = rich
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_with_xlsxwriter(rows):
    """Make a workbook whose cells share texts."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, f"t{cell}")
    sheet.write_rich_string(len(rows), 0, "l", book.add_format({"bold": True}), "’un ", "…")
    sheet.write_number(len(rows), 1, 5)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("make", [make_with_openpyxl, make_with_xlsxwriter])
@settings(max_examples=settings.default.max_examples // 6)
@given(rows=ROWS)
def test_after_a_fix_each_cell_is_clean(make, rows):
    """In workbooks of other libraries; all else is as it was, and a second fix changes nothing."""
    data = make(rows)
    fixed = fix(data, header=0)
    assert describe_members(fixed) == describe_members(data)
    before, after = (
        openpyxl.load_workbook(io.BytesIO(each), rich_text=False).active for each in (data, fixed)
    )
    for old, new in zip(before.rows, after.rows, strict=True):
        for cell, cleaned in zip(old, new, strict=True):
            assert cleaned.value == (clean(cell.value) if isinstance(cell.value, str) else cell.value)
    assert fix(fixed, header=0) == fixed
    assert places_of(fixed, header=0) == []


TEXTS = st.sampled_from(
    ["Paris – Lyon", "Paris - Lyon", "Chargé d’affaires", "L’Isle", "Titre", "1–2", "18…", "\u200b", "a"]
)
TABLES = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4)


@given(TABLES)
def test_a_workbook_of_which_all_is_accepted_is_not_written(rows):
    """Whatever cells share."""
    data = table(*rows)
    found = {(say_where(p), f.start) for p in examine(data).passages for f in p.findings}
    assert examine(data, keep_findings=False, accepted=frozenset(found)).rewritten is None


@given(TABLES)
def test_a_second_fix_of_a_workbook_changes_nothing(rows):
    """Nor does the first make a row one of names, or one that is none."""
    fixed = fix(table(*rows))
    assert fix(fixed) == fixed
    assert not any(fixable for *_, fixable in places_of(fixed))


@pytest.mark.once
def test_a_hundred_thousand_cells_are_read():
    """In memory that their number bounds."""
    rows = "".join(row(number, *[0] * 10) for number in range(1, 10_001))
    assert len(examine(make_xlsx({"F": rows}, si("a’"))).passages) == 100_000


def test_a_sheet_that_nothing_names_is_told(tmp_path):
    """What is not read is not clean."""
    members = read_members(make_xlsx({"A": row(1, '<c r="A1" t="inlineStr"><is><t>l’un</t></is></c>')}))
    del members["xl/_rels/workbook.xml.rels"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(members))
    done = run("check", path)
    assert done.status == 2
    assert "has a sheet whose part xl/workbook.xml does not name" in done.err
