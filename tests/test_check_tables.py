"""Tables read as their writer meant them, or refused with the option that decides."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean import FLATCHR, clean
from flatchr_clean.check import pieces
from flatchr_clean.check.documents.csv_dialects import TableOptions, looks_like_table
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import apply_edits
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source
from flatchr_clean.payload.fields import FieldPolicy

CELLS = st.text(st.sampled_from("ab é \n\r\t\"',;|\\-=•’“…\u2028\xa0\u200b"), max_size=10)
ONE_COLUMN_CELLS = st.text(st.sampled_from("ab é \n\"'\\-’“…\u2028\xa0\u200b"), max_size=10)
NAMES = st.lists(st.sampled_from(["Titre", "Lieu", "Type d’offre", "Réf", "Texte"]), unique=True, min_size=4)
TITLES = st.sampled_from([[], ["Export du 12/03"], ["L’export", ""], ["Un", "“Deux”", ""]])


@st.composite
def tables(draw):
    """Draw a table as a writer writes it: its text, how the csv module reads it, and the lines of title."""
    width = draw(st.integers(1, 4))
    title = draw(TITLES) if width > 1 else []
    delimiter = draw(st.sampled_from(";,\t|"))
    dialect = {"delimiter": delimiter, "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"]))}
    header = draw(NAMES)[:width]
    style = draw(st.sampled_from(["minimal", "all", "nonnumeric", "none", "backslash", "dump"]))
    if style in ("minimal", "all", "nonnumeric"):
        dialect["quoting"] = getattr(csv, f"QUOTE_{style.upper()}")
    elif style == "backslash":
        dialect |= {"doublequote": False, "escapechar": "\\", "quoting": draw(st.sampled_from([0, 1, 2]))}
        header[0] = 'dit "oui"'  # what shows that a backslash is written before quotes
    elif width > 1:
        # What knows no quotes is found where something shows it, or where tabs or bars separate.
        dialect |= {"quoting": csv.QUOTE_NONE, "quotechar": None, "delimiter": draw(st.sampled_from("\t|"))}
        dialect["escapechar"] = "\\" if style == "dump" else None
        header[0] = "a\\b" if style == "dump" else header[0]
    cells = CELLS if width > 1 else ONE_COLUMN_CELLS
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4))
    file = io.StringIO()
    writer = csv.writer(file, **dialect)
    try:
        for line in title:
            writer.writerow([line] if line else [])
        writer.writerows([header, *rows])
        return file.getvalue(), dialect, len(title)
    except csv.Error:  # a cell that this dialect can't hold
        return "", dialect, 0


def parse(text, dialect):
    """Read a table as its writer meant it; None when the csv module can't."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True, **dialect))
    except csv.Error:
        return None


def fix(text, kind=Kind.CSV, **known):
    """Give the fixed text, or None when it is refused."""
    fixed = ""
    for piece in pieces._cut(Source("file", kind, table=TableOptions(**known)), io.BytesIO(text.encode())):
        examined = examine_piece(Rules(FLATCHR), piece)
        if examined.problems:
            return None
        fixed += apply_edits(piece.text, examined.edits)
    return fixed


@given(tables())
@example(("Titre;Texte\r\nChef;“oui”\r\n", {"delimiter": ";", "lineterminator": "\r\n"}, 0))
@example(('Un\r“Deux”\r\rTitre;Lieu\r";";\\\n=\r', {"delimiter": ";", "lineterminator": "\r"}, 3))
def test_a_fixed_table_means_the_cleaned_cells_or_is_refused(table):
    """parse(fix(file)) == clean(parse(file)) in the writer's dialect, names aside; a second fix is none."""
    text, dialect, titles = table
    rows = parse(text, dialect)
    if not rows or ("\r" in text.replace("\r\n", "") and dialect["lineterminator"] != "\r"):
        return  # the module itself does not read this back
    try:
        fixed = fix(text)
    except pieces.UnreadableText:
        fixed = None
    if fixed is None:
        return
    expected = [row if number == titles else [*map(clean, row)] for number, row in enumerate(rows)]
    assert parse(fixed, dialect) == expected
    assert fix(fixed) in (fixed, None)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        (
            "Export de mars\n\nType d’offre;Lieu\nl’un;Paris\n",
            "Export de mars\n\nType d’offre;Lieu\nl'un;Paris\n",
        ),
        ("Export;;\nTitre;Lieu;Réf\nl’un;Paris;3\n", "Export;;\nTitre;Lieu;Réf\nl'un;Paris;3\n"),
        ("Titre;Lieu\rl’un;Paris\r“x”;y\r", 'Titre;Lieu\rl\'un;Paris\r"""x""";y\r'),
        ("a|b\nl’un|c\n", "a|b\nl'un|c\n"),
        ('id,t\n1,"dit \\"oui\\", “non”"\n', 'id,t\n1,"dit \\"oui\\", \\"non\\""\n'),
        ('id\tt\n1\t"Bonjour" “oui”\n', 'id\tt\n1\t"Bonjour" "oui"\n'),
        ("id\tt\n1\tl’un\\tdeux\\n\\\\N\n", "id\tt\n1\tl'un\\tdeux\\n\\\\N\n"),
        ("Texte\nl’un; ou l’autre\ndeux, trois\n", "Texte\nl'un; ou l'autre\ndeux, trois\n"),
    ],
)
def test_a_table_is_read_as_it_was_written(text, fixed):
    """A title, CR, bars, backslashes, dumps without quotes, one column of prose; names are left."""
    assert fix(text) == fixed


@pytest.mark.parametrize(
    ("text", "option", "known", "fixed"),
    [
        ("id\tt\n1\t“oui”\n", "--quoting", {"quoting": "none"}, 'id\tt\n1\t"oui"\n'),
        ("id\tt\n1\t“oui”\n", "--quoting", {"quoting": "doubled"}, 'id\tt\n1\t"""oui"""\n'),
        ("a,b;c\n’x,y;z\n", "--delimiter", {"delimiter": ";"}, "a,b;c\n'x,y;z\n"),
        ("1;l’un\n2;b\n", "--no-header", {"header": 0}, "1;l'un\n2;b\n"),
        ("1;l’un\n2;l’b\n", "--header-row", {"header": 1}, "1;l’un\n2;l'b\n"),
        ("a;b\nc\n’1;2;3\n", "--header-row", {"header": 3}, "a;b\nc\n’1;2;3\n"),
        (
            'a,b\n\\"x\\",“y”\n',
            "--escape",
            {"escape": "none", "quoting": "doubled"},
            'a,b\n\\"x\\","""y"""\n',
        ),
        ('a,b\n\\"x\\",“y”\n', "--escape", {"escape": "backslash", "quoting": "none"}, 'a,b\n\\"x\\","y"\n'),
        ("L’export;;\nTitre;Lieu;Réf\n", "--header-row", {"header": 2}, "L'export;;\nTitre;Lieu;Réf\n"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_the_option_that_decides(text, option, known, fixed):
    """Nothing is changed without it, and with it the table is read that way."""
    source = Source("file", Kind.CSV)
    (piece,) = [piece for piece in pieces._cut(source, io.BytesIO(text.encode())) if piece.text]
    problems = examine_piece(Rules(FLATCHR), piece).problems
    if fix(text) is None:
        assert option in problems[0].message
    else:
        assert fix(text) == fixed
    assert fix(text, **known) == fixed


def test_a_table_without_quotes_never_gains_a_delimiter():
    """Nothing could tell it from the others."""
    assert fix("a|b\nx\u2028y|z\n", quoting="none") is None
    assert fix("a,b\nx\uff0cy,z\n", quoting="none", escape="backslash") == "a,b\nx\\,y,z\n"


def test_names_are_reported_and_left():
    """As keys of JSON are."""
    (piece,) = [
        p for p in pieces._cut(Source("f", Kind.CSV), io.BytesIO("L’offre;b\n’;c\n".encode())) if p.text
    ]
    found = examine_piece(Rules(FLATCHR), piece)
    assert [(p.row, p.field, p.findings[0].fixable) for p in found.passages] == [
        (1, "L’offre", False),
        (2, "L’offre", True),
    ]
    assert (found.fixable, found.left) == (1, 1)


@pytest.mark.parametrize("text", ["Paul;0612\nl’un;2\n", "a@b.fr;x\nl’un;2\n", ("x" * 70) + ";y\nl’un;2\n"])
def test_no_text_serves_as_a_name(text):
    """Where the first row is no row of names, columns are A, B, C."""
    for known in ({}, {"header": 0}):
        source = Source("f", Kind.CSV, table=TableOptions(**known))
        (piece,) = [p for p in pieces._cut(source, io.BytesIO(text.encode())) if p.text]
        assert [p.field for p in examine_piece(Rules(FLATCHR), piece).passages] == ["A"]


def examine(text, fields=None, **known):
    """Examine a table in one piece."""
    source = Source("f", Kind.CSV, table=TableOptions(**known))
    (piece,) = [p for p in pieces._cut(source, io.BytesIO(text.encode())) if p.text]
    return examine_piece(Rules(FLATCHR, fields), piece)


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dupont,né à L’Haÿ\nZoé Martin,12 rue – Paris\n",
        "Jean Dupont,né à L’Haÿ\n",
        "L’Haÿ;Jean\nParis;Zoé\n",
        "Chef d’équipe\nVendeur\n",
        "Jean Dupont;Paris;bien…\nZoé;Lyon;non\nAl;Nice;oui\n",
    ],
)
def test_a_row_of_data_is_not_taken_for_names(text):
    """Where the first row may be one, and would change, the user is asked; no word of it is in a report."""
    found = examine(text)
    assert [
        (problem.line, "--header-row N or --no-header" in problem.message) for problem in found.problems
    ] == [(1, True)]
    assert {passage.field for passage in found.passages} <= {"A", "B", "C"}
    assert fix(text, header=0) == clean(text)
    assert examine(text, header=1).left > 0


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Titre;Texte", "Texte"),
        ("Nom;Prénom;E-mail", "E-mail"),
        ("Intitulé du poste’;Ville", "Ville"),
        ("Salaire – brut;Date d’entrée", "Date d’entrée"),
        ("Tél.;N° de réf.", "N° de réf."),
        ("firstName;company_id", "company_id"),
        ("CODE_POSTAL;Nom", "Nom"),
    ],
)
def test_names_of_columns_are_known_without_asking(header, field):
    """Those of exports and of programs; they are told and left."""
    row = ";" * header.count(";") + "l’un\n"
    found = examine(f"{header}\n{row}")
    assert (found.problems, found.passages[-1].field, found.fixable) == ((), field, 1)
    assert fix(f"{header}\n{row}") == f"{header}\n{clean(row)}"


def test_numbers_below_it_make_a_word_a_name():
    """A word that nobody knows is one where all that stands below it are numbers or addresses."""
    assert {p.field for p in examine("Vivier;Agence’\n1;l’un\n22;b\n").passages} == {"Agence’"}
    assert examine("Vivier;Agence’\n1;l’un\n").problems


def test_a_field_that_must_be_exact_is_never_changed_for_doubt():
    """A row that may name the columns is asked about where its names decide about what changes."""
    text = "Vivier;Agence\nl’un;Lyon\nParis;l’autre\n"
    found = examine(text, FieldPolicy({"/Vivier": "exact"}))
    assert [(problem.line, "--header-row" in problem.message) for problem in found.problems] == [(2, True)]
    assert [(passage.row, passage.field) for passage in found.passages] == [(3, "B")]


def test_cells_that_become_formulas_are_counted():
    """A bullet becomes a dash; what was one before is not counted."""
    text = "a;b\n\u2022 un;-2\n\u2013 deux;x\n"
    (piece,) = [p for p in pieces._cut(Source("f", Kind.CSV), io.BytesIO(text.encode())) if p.text]
    assert examine_piece(Rules(FLATCHR), piece).formulas == 2


PROSE = [
    "Bonjour, voici l’offre ; merci",
    "Chère Madame, cher Monsieur\nMerci, à bientôt\nBien, oui",
    "•\tUn\n•\tDeux\n•\tTrois\n",
    "1.\tUn\n2.\tDeux\n3.\tTrois\n",
    "o\tUn\no\tDeux\no\tTrois\n",
    "a)\tUn\nb)\tDeux\nc)\tTrois\n",
    "Poste :\tVendeur\nLieu :\tParis\nContrat :\tCDI\n",
    "Paul Dupont\tParis\n12 rue Haute\t12 mars\n",
    "- CDI ;\n- CDD ;\n- Stage ;\n",
    "| Poste | Lieu |\n|---|---|\n| Chef | Paris |\n",
    "[CDI] Vendeur, H/F",
    "Paris,75001,France",
    "",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_never_taken_for_a_table(text):
    """Letters, lists and sentences are text, and nobody is asked."""
    assert looks_like_table(text, final=True) is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Titre;Texte\nChef;x\nVendeur;y\n", True),
        ("Titre,Texte\nChef,x\nVendeur,y\n", True),
        ("Titre\tLieu\nChef\tParis\nVendeur\tLyon\n", True),
        ('Titre,Texte\nChef,"x, y"\nVendeur,z\n', True),
        ("Titre;Texte\nChef;x\n", None),
    ],
)
def test_a_table_that_nothing_names_one_is_recognised(text, said):
    """Three rows alike below names are a table; two are asked about."""
    assert looks_like_table(text, final=True) is said
