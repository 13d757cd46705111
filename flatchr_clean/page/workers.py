"""Processes that clean for the page, each ended when it takes too long.

A cleaning can't be interrupted where it is, and hostile text costs a hundred times what others do: so it is
done in a process that can be. Knows processes and time; must not know what they are asked.
"""

from __future__ import annotations

import contextlib
import queue
import struct
import subprocess
import sys
import threading
import weakref
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Final

from flatchr_clean.page import refusals
from flatchr_clean.page.limits import QUEUE_SECONDS, WORK_SECONDS
from flatchr_clean.page.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROCESSES: Final = 2
"""How many clean at once; each takes its memory only when there is something to clean."""

FRAME: Final = struct.Struct(">HI")
"""What goes before the bytes of a question and of an answer: which it is, and how many."""

QUESTIONS: Final = ("clean", "read")

# The path as it is here: a server may have been told of another one than Python would find.
START: Final = "import sys; sys.path[:] = {path!r}; from flatchr_clean.page.worker import main; main()"


class Workers:
    """A few processes, started when they are needed.

    Args:
        processes: how many at most.
        seconds: how long each may take for a request, by its question.
    """

    def __init__(self, processes: int = PROCESSES, seconds: Mapping[str, float] = WORK_SECONDS) -> None:
        self._seconds = seconds
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(_Worker())

    def ask(self, question: str, body: bytes) -> tuple[int, bytes]:
        """Have a request answered.

        Args:
            question: one of `QUESTIONS`.
            body: what was sent.

        Returns:
            HTTP's status, and the answer's bytes.

        Raises:
            Refusal: all are busy, or it took too long.
        """
        try:
            worker = self._idle.get(timeout=QUEUE_SECONDS)
        except queue.Empty:
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, refusals.BUSY) from None
        try:
            return worker.ask(QUESTIONS.index(question), body, self._seconds[question])
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes that are idle."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()


class _Worker:
    """One process; another in its place where it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    def ask(self, question: int, body: bytes, seconds: float) -> tuple[int, bytes]:
        process = self._start()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(seconds, expire)
        timer.start()
        answer = None
        said = refusals.BROKEN.fill(why="EOFError")
        try:
            answer = _exchange(process, question, body)
        except OSError as error:
            said = refusals.BROKEN.fill(why=type(error).__name__)
        finally:
            timer.cancel()
            timer.join()  # it may be about to kill a process that has answered just now
            # Whatever ended this, no answer may be left for who asks next.
            if answer is None or expired.is_set():
                self.end()
        if answer is None:
            too_slow = refusals.TOO_SLOW.fill(most=int(seconds))
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, too_slow if expired.is_set() else said)
        return answer

    def end(self) -> None:
        self._end()
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # Without `site`: what a machine has printed there would be taken for an answer.
            command = [sys.executable, "-S", "-c", START.format(path=sys.path)]
            self._process = subprocess.Popen(  # noqa: S603 - our own, without a shell
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._end = weakref.finalize(self, _end, self._process)  # at the latest when Python ends
        return self._process


def _exchange(process: subprocess.Popen[bytes], question: int, body: bytes) -> tuple[int, bytes] | None:
    """Ask a process; None where it is gone before it has answered."""
    if process.stdin is None or process.stdout is None:  # they were asked for
        return None
    write_frame(process.stdin, question, body)
    return maybe_read_frame(process.stdout)


def write_frame(stream: IO[bytes], number: int, content: bytes) -> None:
    """Write a question or an answer."""
    stream.write(FRAME.pack(number, len(content)))
    stream.write(content)
    stream.flush()


def maybe_read_frame(stream: IO[bytes]) -> tuple[int, bytes] | None:
    """Read what `write_frame` wrote; None where the other side is gone."""
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    number, length = FRAME.unpack(head)
    content = stream.read(length)
    return (number, content) if len(content) == length else None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):  # what was not written yet has no reader
                pipe.close()
