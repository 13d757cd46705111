"""Tables read as their writer meant them, or refused with the option that decides."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean import FLATCHR, clean
from flatchr_clean.check import pieces
from flatchr_clean.check.documents.csv_dialects import TableOptions
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import apply_edits
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source

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
