"""Examines files and gives what was found, in the order asked for, in this process or in several."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flatchr_clean.check.documents.json_text import examine_json, examine_ndjson
from flatchr_clean.check.documents.plain import examine_plain
from flatchr_clean.check.documents.table import examine_table
from flatchr_clean.check.examining import Examined, Rules
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Piece, Unreadable, read_pieces
from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flatchr_clean.check.pieces import Source

EXAMINERS: dict[Kind, Callable[[Piece, Rules], Examined]] = {
    Kind.JSON: examine_json,
    Kind.NDJSON: examine_ndjson,
    Kind.CSV: examine_table,
    Kind.TSV: examine_table,
    Kind.TEXT: examine_plain,
    Kind.HTML: examine_plain,
}


def examine_piece(rules: Rules, piece: Piece | Unreadable) -> Examined:
    """Find what would change in one piece of a file; an error of the cleaner's is a problem of that file."""
    if isinstance(piece, Unreadable):
        return Examined(problems=(piece.problem,))
    try:
        return EXAMINERS[piece.kind](piece, rules)
    except CleaningError as error:
        return Examined(problems=(Problem(piece.source.path, str(error)),))


def check(
    sources: Iterable[Source], rules: Rules, encoding: str = "utf-8", jobs: int = 1
) -> Iterator[tuple[Piece | Unreadable, Examined]]:
    """Examine files.

    Args:
        sources: the files, in the order in which results are given.
        rules: what is looked for.
        encoding: the files' encoding, from `encodings.name_encoding`.
        jobs: how many processes examine; 1 is this one alone.

    Yields:
        Each piece with what it holds. A file that can't be read ends with an `Unreadable` instead of its
        last piece, and the next file follows.

    Raises:
        processes.WorkerLost: a process was ended from outside.
    """
    pieces = chain.from_iterable(read_pieces(source, encoding) for source in sources)
    if jobs > 1:
        # Imported when it is needed: most runs are over before it would be.
        from flatchr_clean.check.processes import examine_in_processes

        yield from examine_in_processes(pieces, rules, jobs)
    else:
        for piece in pieces:
            yield piece, examine_piece(rules, piece)
