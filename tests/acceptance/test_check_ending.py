"""How a run of `flatchr-clean` ends that is interrupted, or whose streams are closed, full or left."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.check_command import COMMAND, start


@pytest.fixture
def ads(tmp_path):
    """A directory with a long file and a short one."""
    (tmp_path / "a.ndjson").write_text('{"a": "l’offre"}\n' * 20_000)
    (tmp_path / "b.txt").write_text("l’offre")
    return tmp_path


def shell(line, cwd):
    """Run a line of a shell; `$run` is the command. Give its status and its two outputs."""
    done = subprocess.run(
        ["/bin/bash", "-c", line], cwd=cwd, env={**os.environ, "run": " ".join(COMMAND)}, capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


FULL = "Error: standard output: can't be written: No space left on device\n"
CLOSED = "Error: standard output is closed: send it to a file, or to /dev/null\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "check b.txt", "check a.ndjson --jobs 2", "fix --diff a.ndjson", "explain d’ici", "--version",
        *(pytest.param(arguments, marks=pytest.mark.once) for arguments in (
            "check a.ndjson", "check b.txt --format html", "fix --diff b.txt", "check --help", "--help",
        )),
    ],
)  # fmt: skip
def test_a_full_or_closed_output_is_2(ads, arguments):
    """One line says so, and none is a traceback."""
    assert shell(f"$run {arguments} > /dev/full", ads) == (2, "", FULL)
    assert shell(f"$run {arguments} >&-", ads) == (2, "", CLOSED)


@pytest.mark.parametrize("command", ["check", "fix", "fix --diff", "explain"])
@pytest.mark.parametrize(
    ("stream", "why"),
    [
        ("<&-", "it is closed: send something to it with < or |"),
        ("0> written", "Bad file descriptor"),
    ],
)
def test_an_input_that_cannot_be_read_is_2(ads, command, stream, why):
    """Closed, or open to be written only: one line says so, and none is a traceback."""
    status, out, said = shell(f"$run {command} - {stream}", ads)
    assert (status, out) == (2, "")
    assert said.splitlines()[0] == f"{'Error: standard input' if command == 'explain' else '-: error'}: {why}"


def test_what_can_be_written_nowhere_changes_nothing(ads):
    """A closed output takes no correction, and the first file that is opened does not take its place."""
    before = {path: path.read_bytes() for path in ads.iterdir()}
    assert shell("$run fix b.txt a.ndjson >&-", ads) == (2, "", CLOSED)
    assert shell("$run fix - < b.txt >&-", ads) == (2, "", CLOSED)
    assert {path: path.read_bytes() for path in ads.iterdir()} == before
    status, _, said = shell("$run fix - < b.txt > /dev/full", ads)
    assert (status, said.splitlines()[0]) == (2, "-: error: not fixed: No space left on device")


@pytest.mark.parametrize("options", ["", "--jobs 2", "--format json", "--report json=out.json"])
@pytest.mark.once
def test_a_reader_that_leaves_is_2_and_quiet(ads, options):
    """`| head` is nobody's mistake; a report beside it is not written in half."""
    status, out, said = shell(f"set -o pipefail; $run check a.ndjson {options} | head -c 20", ads)
    assert (status, len(out), said) == (2, 20, "")
    assert sorted(path.name for path in ads.iterdir()) == ["a.ndjson", "b.txt"]


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_errors_that_cannot_be_told_are_2(ads, where):
    """And never an answer."""
    assert shell(f"$run check none.txt {where}", ads) == (2, "", "")
    assert shell(f"$run fix none.txt {where}", ads) == (2, "", "")


def find_workers(process):
    """Give the processes that examine pieces for another."""
    workers = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = path.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == process.pid and b"spawn_main" in path.joinpath("cmdline").read_bytes():
                workers.append(int(path.name))
        except OSError:  # gone meanwhile
            continue
    return workers


def wait_for(condition, process):
    """Wait until something holds of a process that runs."""
    while not condition():
        assert process.poll() is None
        time.sleep(0.01)


DONE = {
    "fix": "0 places corrected in 0 of 1 file; each file is as it was, or corrected",
    "check": "no file was changed",
}


@pytest.mark.parametrize("command", list(DONE))
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.once
def test_a_signal_waits_for_no_worker(ads, command, number):
    """Not even for one that never answers: each is ended, and the files are whole."""
    before = (ads / "a.ndjson").read_bytes()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with start(command, "--jobs", "2", "a.ndjson", cwd=ads, **streams) as run:
        wait_for(lambda: len(find_workers(run)) == 2, run)
        workers = find_workers(run)
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        run.send_signal(number)
        try:
            said = run.communicate(timeout=60)[1].decode()  # which ends when all have gone
        finally:
            run.kill()  # or else one that never ends would be waited for
    assert "Traceback" not in said
    if number == signal.SIGINT:
        assert (run.returncode, said) == (2, f"Interrupted: {DONE[command]}.\n")
    else:
        assert (run.returncode, said) == (128 + number, "")
    assert (ads / "a.ndjson").read_bytes() == before
    assert len(list(ads.iterdir())) == 2


def takes_more(pipe):
    """Tell whether a pipe, of which this process has the end to read from, has room."""
    descriptor = os.open(f"/proc/self/fd/{pipe.fileno()}", os.O_WRONLY)
    writable = select.select([], [descriptor], [], 0)[1]
    os.close(descriptor)
    return bool(writable)


def catches(process, number):
    """Tell whether a process has a handler for a signal."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


@pytest.fixture
def full_pipe():
    """The two ends of a pipe that takes no more."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writing, bytes(4096))
    os.set_blocking(writing, True)
    with os.fdopen(reading, "rb") as reader, os.fdopen(writing, "wb") as writer:
        yield reader, writer


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.once
def test_a_second_interrupt_ends_at_once(ads, full_pipe, jobs):
    """Though nobody reads what the first one has to say; no worker is left."""
    reader, writer = full_pipe
    with start("check", "--jobs", jobs, "a.ndjson", cwd=ads, stdout=subprocess.PIPE, stderr=writer) as run:
        wait_for(lambda: not takes_more(run.stdout), run)
        run.send_signal(signal.SIGINT)
        wait_for(lambda: not catches(run, signal.SIGINT), run)
        run.send_signal(signal.SIGINT)
        assert run.wait() == -signal.SIGINT
        reader.close()  # or Python's own janitor would wait to tell what it cleans up
        assert run.communicate()[0]  # which ends when all have gone


INTERRUPT = "os.kill(os.getpid(), signal.SIGINT)"


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (f"cli.let_go_of_streams = lambda: {INTERRUPT}", 2),
        (f"atexit.register(lambda: {INTERRUPT})", -signal.SIGINT),
    ],
)
def test_an_interrupt_after_the_last_word_needs_no_traceback(ads, late, status):
    """In the moments between a command's end and its process's."""
    program = f"import atexit, os, signal\nfrom flatchr_clean import cli\n{late}\ncli.main()"
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", program]
    with start("fix", "b.txt", cwd=ads, command=command, **streams) as run:
        assert run.communicate()[1] == b"Corrected b.txt: 1 place\nCorrected 1 place in 1 of 1 file.\n"
    assert run.returncode == status


@pytest.mark.once
def test_nohup_is_heeded(ads):
    """What a shell let a process ignore is ignored."""
    with start(
        "check", "a.ndjson", cwd=ads, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    ) as run:  # fmt: skip
        wait_for(lambda: not takes_more(run.stdout), run)
        run.send_signal(signal.SIGHUP)
        out, _ = run.communicate(timeout=60)
    assert (run.returncode, out.count(b"\n")) == (1, 20_000)
