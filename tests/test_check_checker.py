"""Files examined in one process or several: the same, in order, and what happens when one is lost."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

import pytest

from flatchr_clean.check.checker import check
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import NO_ENCODING, Piece, Source, Unreadable
from flatchr_clean.check.processes import TOGETHER, WorkerLost, _batch
from flatchr_clean.text.profile import FLATCHR, Profile

RULES = Rules(FLATCHR)


@pytest.fixture
def source(tmp_path):
    """A stream of several pieces."""
    path = tmp_path / "a.ndjson"
    path.write_text(('{"a": "' + "x" * 5_000 + ' l’offre"}\n') * 600)
    return Source(str(path), Kind.NDJSON)


def test_processes_give_what_one_gives(source, tmp_path):
    """Pieces and findings, in the order of the files, with what can't be read in its place."""
    sources = [source, Source(str(tmp_path / "none"), Kind.TEXT), source]
    alone, together = list(check(sources, RULES)), list(check(sources, RULES, jobs=2))
    assert together == alone
    assert [type(piece) for piece, _ in alone].count(Unreadable) == 1
    assert sum(isinstance(piece, Piece) and piece.last for piece, _ in alone) == 2


def test_a_lost_process_is_told(source):
    """The system may end one for want of memory: that is an error with advice, not a hang."""
    found = check([source], RULES, jobs=2)
    next(found)
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(WorkerLost, match="try again with --jobs 1"):
        list(found)
    assert multiprocessing.active_children() == []


def test_an_abandoned_check_ends_its_processes(source):
    """Whoever stops asking is not waited for."""
    found = check([source], RULES, jobs=2)
    next(found)
    found.close()
    assert multiprocessing.active_children() == []


@pytest.mark.once
def test_an_abandoned_check_awaits_no_half_answer(tmp_path):
    """A process that is ended in the middle of a long answer would never send the rest."""
    path = tmp_path / "a.ndjson"
    path.write_text('{"a": "l’offre"}\n' * 40_000)
    for _ in range(3):
        found = check([Source(str(path), Kind.NDJSON)], RULES, jobs=2)
        next(found)
        found.close()
        assert multiprocessing.active_children() == []


def test_an_error_of_the_cleaner_is_a_problem_of_its_file(tmp_path):
    """A profile may refuse what has no replacement: the file is named, and the next one is read."""
    for name, text in (("a.txt", "x⌘y"), ("b.txt", "l’offre")):
        (tmp_path / name).write_text(text)
    rules = Rules(Profile(unmappable="raise"))
    sources = [Source(str(tmp_path / name), Kind.TEXT) for name in ("a.txt", "b.txt")]
    (_, refused), (_, examined) = check(sources, rules)
    assert "U+2318" in str(refused.problems[0])
    assert len(examined.passages) == 1


def test_one_process_needs_no_multiprocessing():
    """Importing it takes as long as checking a small file."""
    program = (
        "import sys; from flatchr_clean.check.checker import check; "
        "assert not {'multiprocessing', 'concurrent.futures.process', 'requests', 'click'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_archives_are_sent_by_their_size():
    """Their text is empty, their data is not."""
    source = Source("a.xlsx", Kind.XLSX)
    piece = Piece(source, Kind.XLSX, NO_ENCODING, "", last=True, data=b"x" * TOGETHER)
    assert list(map(len, _batch([piece] * 3))) == [1, 1, 1]
