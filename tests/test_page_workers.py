"""The processes that clean for the page: asked, ended when they take too long, and replaced."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
from pathlib import Path

import pytest

from flatchr_clean.page import worker
from flatchr_clean.page import workers as module
from flatchr_clean.page.limits import MOST_MEMORY
from flatchr_clean.page.refusals import Refusal
from flatchr_clean.page.workers import Workers, write_frame

HOSTILE = "".join(
    map(chr, random.Random(3).choices([*range(0x20, 0xD800), *range(0xE000, 0x10000)], k=1 << 20))
)
"""Characters of all scripts and of none in no order: takes a minute."""


def ask(workers, source="L’été…", **further):
    """Have a text cleaned."""
    status, answer = workers.ask("clean", json.dumps({"source": source, **further}).encode())
    return status, json.loads(answer)


@pytest.fixture
def workers():
    """One process, which has started."""
    workers = Workers(processes=1)
    assert ask(workers)[0] == 200
    yield workers
    workers.close()


def test_a_worker_answers_one_request_after_the_other(workers):
    """The process is the same: it starts once."""
    status, answer = ask(workers)
    assert (status, answer["value"]) == (200, "L'été...")
    process = workers._idle.queue[0]._process
    assert ask(workers, "–")[1]["value"] == "-"
    assert workers._idle.queue[0]._process is process


def test_what_takes_too_long_is_ended_and_the_next_is_answered(workers):
    """Whatever the text is: the process is gone, another answers."""
    workers._seconds, seconds = {"clean": 1}, workers._seconds
    with pytest.raises(Refusal) as caught:
        ask(workers, HOSTILE)
    assert caught.value.status == 503
    assert caught.value.said.english == "This takes more than 1 seconds of work: cut it into parts."
    workers._seconds = seconds
    assert ask(workers)[1]["value"] == "L'été..."


def test_a_worker_that_died_is_replaced(workers):
    """Killed between two requests it is not missed; within one it is told, without a word of the text."""
    process = workers._idle.queue[0]._process
    process.kill()
    process.wait()
    assert ask(workers)[1]["value"] == "L'été..."
    process = workers._idle.queue[0]._process
    timer = threading.Timer(0.3, process.kill)
    timer.start()
    with pytest.raises(Refusal) as caught:
        ask(workers, HOSTILE)
    timer.join()
    assert caught.value.said.english.startswith("The cleaning broke off (")
    assert ask(workers)[1]["value"] == "L'été..."


def test_no_answer_is_left_for_who_asks_next(workers, monkeypatch):
    """Whatever stops the asking between the question and its answer."""

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "maybe_read_frame", stop)
        with pytest.raises(KeyboardInterrupt):
            ask(workers, "secret de Zoé…")
    assert ask(workers, "–")[1]["value"] == "-"


def test_who_waits_too_long_is_told_so(workers, monkeypatch):
    """All processes are busy: nothing is lost, and the person tries again."""
    monkeypatch.setattr(module, "QUEUE_SECONDS", 0.1)
    workers._seconds = {"clean": 1}

    def ask_much():
        with pytest.raises(Refusal):
            ask(workers, HOSTILE)

    busy = threading.Thread(target=ask_much)
    busy.start()
    while workers._idle.queue:
        pass
    with pytest.raises(Refusal) as caught:
        ask(workers)
    busy.join()
    assert (caught.value.status, caught.value.said.english) == (
        503, "The server is busy: try again in some seconds.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{",
        b'{"source": 1}',
        b'{"source": "", "view": "x"}',
        b'{"source": "", "view": []}',
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("question", ["clean", "read"])
def test_what_is_no_request_is_refused(question, body):
    """In both languages."""
    status, answer = worker.answer(question, body)
    assert (status, json.loads(answer).keys()) == (400, {"french", "english"})


def test_a_fault_of_ours_says_no_word_of_the_text(monkeypatch):
    """Its type alone: an error's words could hold a name."""

    def fail(asked):
        raise ValueError(asked["source"])

    monkeypatch.setitem(worker.ANSWERS, "clean", fail)
    status, answer = worker.answer("clean", '{"source": "Zoé Martin"}'.encode())
    assert status == 500
    assert "ValueError" in answer.decode()
    assert "Zoé" not in answer.decode()


def test_a_lone_surrogate_comes_and_goes_as_an_escape():
    """UTF-8 can't say it; JSON can."""
    status, answer = worker.answer(
        "clean", b'{"source": "\\ud800\\u2026", "options": {"profile": "typography"}}'
    )
    assert (status, json.loads(answer)["value"]) == (200, "...")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_ctrl_c_is_for_the_process_that_asks(workers):
    """A terminal sends it to all of them; the worker ends when it is not asked any more."""
    process = workers._idle.queue[0]._process
    os.kill(process.pid, signal.SIGINT)
    assert ask(workers)[1]["value"] == "L'été..."
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_a_worker_ends_with_who_asks_in_the_middle_of_its_work(workers):
    """Nothing that was pasted is worked on for nobody."""
    process = workers._idle.queue[0]._process
    write_frame(process.stdin, 0, json.dumps({"source": HOSTILE}).encode())
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_what_a_machine_prints_when_python_starts_is_no_answer(tmp_path, monkeypatch):
    """Nor what a library prints meanwhile."""
    (tmp_path / "sitecustomize.py").write_text("print('bonjour', flush=True)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    workers = Workers(processes=1)
    assert ask(workers)[1]["value"] == "L'été..."
    workers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="others do not hold a process to its memory")
def test_no_text_takes_all_memory(workers):
    """Nor does what was pasted stand in a dump of it."""
    limits = Path(f"/proc/{workers._idle.queue[0]._process.pid}/limits").read_text()
    rows = {line[:25].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert rows["Max core file size"] == "0"
    assert int(rows["Max address space"]) == MOST_MEMORY
