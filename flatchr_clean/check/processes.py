"""Examines pieces in several processes, in order and a few ahead at a time.

Reading and writing stay in the first process; the others see pieces of text only, never Ctrl-C, and end
when the first one does, however it ends. Memory depends neither on the size of a file nor on the number of
files.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.pieces import Piece, Unreadable
from flatchr_clean.errors import CleaningError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from flatchr_clean.check.examining import Examined, Rules

    _Batch = list[Piece | Unreadable]

WAITING_PER_JOB = 2
"""Batches of pieces handed to each process ahead of what was asked for."""


TOGETHER = 1 << 18
"""Characters or bytes that go to a process at once: to send a small file takes longer than to examine it."""


LEAST = 1 << 10
"""Characters that a piece counts as at least, so that no batch of empty files grows without end."""


class WorkerLost(CleaningError, RuntimeError):
    """A process that examined files was ended from outside, for instance for want of memory."""


def examine_in_processes(
    pieces: Iterable[Piece | Unreadable], rules: Rules, jobs: int
) -> Iterator[tuple[Piece | Unreadable, Examined]]:
    """Examine pieces in processes of their own.

    Args:
        pieces: taken as they are needed, never many ahead.
        rules: what is looked for.
        jobs: how many processes.

    Yields:
        Each piece with what it holds, in order.

    Raises:
        WorkerLost: a process was ended from outside.
    """
    waiting: deque[tuple[_Batch, Future[list[Examined]]]] = deque()
    others = set(active_children())
    # Started afresh and not forked, so that every system and Python version behaves alike.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _prepare)
    try:
        for batch in _batch(pieces):
            waiting.append((batch, _submit(pool, rules, batch)))
            if len(waiting) > jobs * WAITING_PER_JOB:
                yield from _await(*waiting.popleft())
        while waiting:
            yield from _await(*waiting.popleft())
    except BrokenProcessPool as error:
        raise WorkerLost(
            "a process that examined the files was ended from outside, perhaps for want of memory: "
            "try again with --jobs 1"
        ) from error
    except BaseException:  # an interrupt, or nobody wants the rest: what is being examined is not waited for
        # A process that is killed while it answers leaves half an answer, whose end the pool would await for
        # as long as this process too could write it.
        pool._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001
        for process in set(active_children()) - others:
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _batch(pieces: Iterable[Piece | Unreadable]) -> Iterator[_Batch]:
    """Gather pieces, of one file or of several, that are examined one after the other."""
    batch: _Batch = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += LEAST if isinstance(piece, Unreadable) else max(LEAST, len(piece.text) + len(piece.data))
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _submit(pool: ProcessPoolExecutor, rules: Rules, batch: _Batch) -> Future[list[Examined]]:
    with _interrupts_held_back():
        return pool.submit(_examine_batch, rules, batch)


def _examine_batch(rules: Rules, batch: _Batch) -> list[Examined]:
    return [examine_piece(rules, piece) for piece in batch]


def _await(batch: _Batch, future: Future[list[Examined]]) -> Iterator[tuple[Piece | Unreadable, Examined]]:
    return zip(batch, future.result(), strict=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let a process that starts here never see Ctrl-C, which this one sees a moment later.

    A terminal sends it to all of them, and each would print a traceback of its own.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows: `_prepare` alone has to do
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """Prepare a process to be one of several: it leaves Ctrl-C to the first, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the first process to end; the queue between them would never tell that it was killed."""
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)
