"""Which function examines a piece of a file, by its kind. Knows kinds of documents; knows no process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flatchr_clean.check.documents.json_text import examine_json, examine_ndjson
from flatchr_clean.check.documents.plain import examine_plain
from flatchr_clean.check.documents.spreadsheet import examine_workbook
from flatchr_clean.check.documents.table import examine_table
from flatchr_clean.check.documents.word_processing import examine_document
from flatchr_clean.check.examining import Examined, Rules
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Piece, Unreadable
from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from collections.abc import Callable


def _examine_columns(piece: Piece, rules: Rules) -> Examined:
    from flatchr_clean.check.documents.column_data import examine_columns  # takes pyarrow, an extra

    return examine_columns(piece, rules)


EXAMINERS: dict[Kind, Callable[[Piece, Rules], Examined]] = {
    Kind.JSON: examine_json,
    Kind.NDJSON: examine_ndjson,
    Kind.CSV: examine_table,
    Kind.TSV: examine_table,
    Kind.TEXT: examine_plain,
    Kind.HTML: examine_plain,
    Kind.XLSX: examine_workbook,
    Kind.DOCX: examine_document,
    Kind.PARQUET: _examine_columns,
    Kind.ARROW: _examine_columns,
}


def examine_piece(rules: Rules, piece: Piece | Unreadable) -> Examined:
    """Find what would change in one piece of a file; an error of the cleaner's is a problem of that file."""
    if isinstance(piece, Unreadable):
        return Examined(problems=(piece.problem,))
    try:
        return EXAMINERS[piece.kind](piece, rules)
    except CleaningError as error:
        return Examined(problems=(Problem(piece.source.path, str(error)),))
