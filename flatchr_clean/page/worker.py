"""A process that cleans for the page: questions on standard input, answers on standard output.

Knows what is asked and how it is answered. Writes nothing anywhere else: an error says its type alone, since
its words could hold some of the text.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
from http import HTTPStatus
from typing import IO, Any, Final

from flatchr_clean.page import refusals
from flatchr_clean.page.cleaning import answer_text
from flatchr_clean.page.files import answer_file
from flatchr_clean.page.limits import MOST_MEMORY
from flatchr_clean.page.refusals import Refusal
from flatchr_clean.page.workers import QUESTIONS, maybe_read_frame, write_frame

if sys.platform != "win32":  # which has no such limits
    import resource

ANSWERS: Final = {"clean": answer_text, "read": answer_file}


def main() -> None:
    """Answer until who asks is gone, which ends this at once; Ctrl-C is for who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    # What else is printed by anybody is no answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    waiting: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_read_questions, args=(sys.stdin.buffer, waiting), daemon=True).start()
    while True:
        number, body = waiting.get()
        write_frame(answers, *answer(QUESTIONS[number], body))


def _limit() -> None:
    """Let what was pasted fill no memory, and stand in no dump of it; not every system can."""
    if sys.platform == "win32":
        return
    for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MOST_MEMORY)):
        hard = resource.getrlimit(limit)[1]
        if hard == resource.RLIM_INFINITY or most <= hard:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, hard))


def _read_questions(questions: IO[bytes], waiting: queue.SimpleQueue[tuple[int, bytes]]) -> None:
    while frame := maybe_read_frame(questions):
        waiting.put(frame)
    os._exit(0)  # in the middle of whatever is being cleaned: nobody waits for it


def answer(question: str, body: bytes) -> tuple[int, bytes]:
    """Answer one request of the page's script.

    Args:
        question: a key of `ANSWERS`.
        body: JSON, as it was sent.

    Returns:
        HTTP's status, and JSON.
    """
    try:
        return HTTPStatus.OK, _write(ANSWERS[question](_read(body)))
    except Refusal as error:
        refusal = error
    except MemoryError:
        refusal = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, refusals.TOO_MUCH)
    except Exception as error:  # noqa: BLE001 - whatever it is, its words must not be told
        said = refusals.BROKEN.fill(why=type(error).__name__)
        refusal = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, said)
    return refusal.status, refusal.write()


def _read(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.NOT_JSON)
    return data


def _write(data: object) -> bytes:
    # What UTF-8 can't say is an escape in JSON too.
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace")
