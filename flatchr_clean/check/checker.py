"""Examines files and gives what was found, in the order asked for, in this process or in several."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.pieces import read_pieces

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from flatchr_clean.check.examining import Examined, Rules
    from flatchr_clean.check.pieces import Piece, Source, Unreadable


def check(
    sources: Iterable[Source], rules: Rules, jobs: int = 1
) -> Generator[tuple[Piece | Unreadable, Examined], None, None]:
    """Examine files.

    Args:
        sources: the files, in the order in which results are given.
        rules: what is looked for.
        jobs: how many processes examine; 1 is this one alone.

    Yields:
        Each piece with what it holds. A file that can't be read ends with an `Unreadable` instead of its
        last piece, and the next file follows.

    Raises:
        processes.WorkerLost: a process was ended from outside.
    """
    pieces = chain.from_iterable(map(read_pieces, sources))
    if jobs > 1:
        # Imported when it is needed: most runs are over before it would be.
        from flatchr_clean.check.processes import examine_in_processes

        yield from examine_in_processes(pieces, rules, jobs)
    else:
        for piece in pieces:
            yield piece, examine_piece(rules, piece)
