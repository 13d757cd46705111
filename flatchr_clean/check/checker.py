"""Examines files, in one process or several, and gives what was found in the order asked for.

Reading and writing stay in the first process; the others see pieces of text only. At most a few pieces
wait at a time, so memory depends neither on the size of a file nor on the number of files.
"""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
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
    from concurrent.futures import Future

    from flatchr_clean.check.pieces import Source

EXAMINERS: dict[Kind, Callable[[Piece, Rules], Examined]] = {
    Kind.JSON: examine_json,
    Kind.NDJSON: examine_ndjson,
    Kind.CSV: examine_table,
    Kind.TSV: examine_table,
    Kind.TEXT: examine_plain,
    Kind.HTML: examine_plain,
}

WAITING_PER_JOB = 2
"""Pieces handed to each process ahead of what was asked for."""


class WorkerLost(CleaningError, RuntimeError):
    """A process that examined files was ended from outside, for instance for want of memory."""


def examine_piece(rules: Rules, piece: Piece) -> Examined:
    """Find what would change in one piece of a file; an error of the cleaner's is a problem of that file."""
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
        WorkerLost: a process was ended from outside.
    """
    pieces = chain.from_iterable(read_pieces(source, encoding) for source in sources)
    if jobs > 1:
        yield from _examine_in_processes(pieces, rules, jobs)
        return
    for piece in pieces:
        yield piece, _examine_here(rules, piece)


def _examine_here(rules: Rules, piece: Piece | Unreadable) -> Examined:
    if isinstance(piece, Unreadable):
        return Examined(problems=(piece.problem,))
    return examine_piece(rules, piece)


def _examine_in_processes(
    pieces: Iterable[Piece | Unreadable], rules: Rules, jobs: int
) -> Iterator[tuple[Piece | Unreadable, Examined]]:
    waiting: deque[tuple[Piece | Unreadable, Future[Examined] | None]] = deque()
    # Started afresh and not forked, so that every system and Python version behaves alike.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _ignore_interrupts) as pool:
        try:
            for piece in pieces:
                waiting.append((piece, _submit(pool, rules, piece)))
                if len(waiting) > jobs * WAITING_PER_JOB:
                    yield _await(rules, *waiting.popleft())
            while waiting:
                yield _await(rules, *waiting.popleft())
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a process that examined the files was ended from outside, perhaps for want of memory: "
                "try again with --jobs 1"
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, rules: Rules, piece: Piece | Unreadable) -> Future[Examined] | None:
    if isinstance(piece, Unreadable):
        return None
    with _interrupts_held_back():
        return pool.submit(examine_piece, rules, piece)


def _await(
    rules: Rules, piece: Piece | Unreadable, future: Future[Examined] | None
) -> tuple[Piece | Unreadable, Examined]:
    return piece, future.result() if future else _examine_here(rules, piece)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let a process that starts here never see Ctrl-C, which this one sees a moment later.

    A terminal sends it to all of them, and each would print a traceback of its own.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows: `_ignore_interrupts` alone has to do
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
