"""A file that somebody gives to the page: read, checked and corrected in memory, as the command does.

Knows which kinds the page takes and what it shows of them. Nothing is written to a disk.
"""

from __future__ import annotations

import base64
import os
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from flatchr_clean.check.documents.word_processing import read_document
from flatchr_clean.check.encodings import AUTO
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.findings import apply_edits
from flatchr_clean.check.fixer import Fixer
from flatchr_clean.check.kinds import ARCHIVES, KIND_OF_ENDING, Kind, maybe_compression_of, maybe_kind_of
from flatchr_clean.check.pieces import Piece, Source, Unreadable, read_pieces
from flatchr_clean.check.reports.passages import draw_passage
from flatchr_clean.flatchr.endpoints import UNDOCUMENTED
from flatchr_clean.page import refusals
from flatchr_clean.page.cleaning import count_findings, read_options
from flatchr_clean.page.limits import MOST_CHARACTERS, MOST_FILE_BYTES, MOST_PASSAGES
from flatchr_clean.page.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.findings import Problem

    _Found = tuple[Piece | Unreadable, Examined]

TAKEN: Final = frozenset(Kind) - {Kind.PARQUET, Kind.ARROW}
"""What people have; tables of columns are the command's."""

ENDINGS: Final = ", ".join(ending for ending, kind in KIND_OF_ENDING.items() if kind in TAKEN)

READ_AS_TEXT: Final = {Kind.TEXT: "auto", Kind.HTML: "html", Kind.DOCX: "auto"}
"""Kinds that are one text, which the page's own field takes, and its markup."""


def answer_file(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Read a file, find what would change, and correct it.

    Args:
        asked: ``name``, of which the ending tells the kind; ``data``, its bytes in base64; ``options``.

    Returns:
        What the page's script shows and gives back: see the keys below.

    Raises:
        Refusal: the page takes no such file, or an option is wrong.
    """
    name, data = _read_request(asked)
    rules = Rules(read_options(asked.get("options", {})), UNDOCUMENTED, keep_texts=True)
    kind = maybe_kind_of(name)
    if kind not in TAKEN or maybe_compression_of(name):
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, refusals.UNKNOWN_FILE.fill(endings=ENDINGS))
    # What is called .txt is what it holds: a text, a table, JSON.
    source = Source(name, None if kind is Kind.TEXT else kind, len(data), AUTO, is_stdin=True)
    pieces = list(read_pieces(source, BytesIO(data)))
    found = [(piece, examine_piece(rules, piece)) for piece in pieces]
    fixed, problems = _fix(found, rules)
    kinds = [piece.kind for piece in pieces if isinstance(piece, Piece)]
    read = kinds[0] if kinds else kind
    text = None if problems else _maybe_read_text(pieces, read)
    passages = [passage for _, examined in found for passage in examined.passages]
    shown = [] if text is not None else passages[:MOST_PASSAGES]
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name, of no file here
    return {
        "kind": read,
        "source": text,
        "markup": READ_AS_TEXT[read] if text is not None else None,
        "passages": "".join(
            part for number, passage in enumerate(shown) for part in draw_passage(passage, f"t{number + 1}")
        ),
        "shown": len(shown),
        "left_out": len(passages) - len(shown) if text is None else 0,
        **count_findings(finding for passage in passages for finding in passage.findings),
        "text": None if problems or read in READ_AS_TEXT or read in ARCHIVES else _join(found),
        "fixed": None if fixed is None else base64.b64encode(fixed).decode(),
        "file_name": f"{stem}-corrige{ending}",
        "problems": [refusals.UNREADABLE.fill(why=problem.describe())._asdict() for problem in problems],
    }


def _read_request(asked: Mapping[str, Any]) -> tuple[str, bytes]:
    name, data = asked.get("name"), asked.get("data")
    if not isinstance(name, str) or not isinstance(data, str):
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.NOT_JSON)
    try:
        decoded = base64.b64decode(data, validate=True)
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.NOT_JSON) from None
    if len(decoded) > MOST_FILE_BYTES:
        said = refusals.LARGE_FILE.fill(most=MOST_FILE_BYTES >> 20)
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
    return name, decoded


def _fix(found: list[_Found], rules: Rules) -> tuple[bytes | None, list[Problem]]:
    """Correct a file; give its bytes, None where nothing changes, and what can't be read."""
    written = BytesIO()
    outcome = None
    with Fixer(written) as fixer:
        for piece, examined in found:
            if isinstance(piece, Piece) and piece.kind in ARCHIVES:  # what a check finds is no archive yet
                rewritten = examine_piece(replace(rules, keep_findings=False, keep_texts=False), piece)
                outcome = fixer.take(piece, rewritten)
            else:
                outcome = fixer.take(piece, examined)
    if outcome is None or outcome.problems or not outcome.fixed:
        return None, list(outcome.problems) if outcome else []
    return written.getvalue(), []


def _maybe_read_text(pieces: list[Piece | Unreadable], kind: Kind) -> str | None:
    """Give the text that the page's field takes; None for what is no text, or too long for it."""
    if kind not in READ_AS_TEXT:
        return None
    whole = [piece for piece in pieces if isinstance(piece, Piece)]
    text = "".join(read_document(piece.data) if kind is Kind.DOCX else piece.text for piece in whole)
    return text if len(text) <= MOST_CHARACTERS else None


def _join(found: list[_Found]) -> str:
    return "".join(
        apply_edits(piece.text, examined.edits) for piece, examined in found if isinstance(piece, Piece)
    )
