"""Files rewritten whole or not at all, with real files, real limits and real kills."""

from __future__ import annotations

import os
import random
import resource
import signal
import stat
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from flatchr_clean.check import encodings
from flatchr_clean.check import fixer as fixer_module
from flatchr_clean.check.checker import check
from flatchr_clean.check.encodings import name_encoding
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.fixer import Fixer
from flatchr_clean.check.kinds import maybe_kind_of
from flatchr_clean.check.pieces import Source
from flatchr_clean.text.profile import FLATCHR
from tests.check_command import COMMAND, spawn, start

NAMED = [
    sys.executable,
    "-c",
    "import os; vars(os).pop('O_TMPFILE', None)\nfrom flatchr_clean.cli import main; main()",
]
"""The command on a system where every file has a name."""


def fix(*paths, encoding="utf-8", stdout=None, rules=Rules(FLATCHR)):  # noqa: B008 - a frozen value
    """Fix files in this process; give what became of each."""
    name = name_encoding(encoding)
    sources = [Source(str(path), maybe_kind_of(str(path)), encoding=name) for path in paths]
    with Fixer(stdout) as fixer:
        outcomes = [fixer.take(*found) for found in check(sources, rules)]
    return [outcome for outcome in outcomes if outcome]


def test_only_what_changes_is_written(tmp_path):
    """A clean file keeps its inode and its time; nothing is left beside either."""
    clean, dirty = tmp_path / "clean.txt", tmp_path / "dirty.txt"
    clean.write_bytes("déjà propre\r\n".encode())
    dirty.write_bytes("\ufeffl’offre\r\nfin".encode())
    before = clean.stat()
    outcomes = fix(clean, dirty)
    assert [(outcome.fixed, outcome.left, outcome.problems) for outcome in outcomes] == [
        (0, 0, ()),
        (1, 0, ()),
    ]
    after = clean.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert dirty.read_bytes() == "\ufeffl'offre\r\nfin".encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.txt", "dirty.txt"]


def test_a_second_fix_changes_nothing(tmp_path):
    """The first one was complete."""
    path = tmp_path / "a.json"
    path.write_text('{"a": "“…”", "b": 1.10}')
    fix(path)
    inode = path.stat().st_ino
    assert fix(path)[0].fixed == 0
    assert (path.read_text(), path.stat().st_ino) == ('{"a": "\\"...\\"", "b": 1.10}', inode)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("mode", [0o200, 0o600, 0o664, 0o777, 0o4711])
def test_the_mode_is_kept(tmp_path, monkeypatch, mode, named):
    """Whatever the umask says, and however the system makes files."""
    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    path.chmod(mode)
    fix(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "l'offre"


def make_list(*entries):
    """Give an access control list as the system holds it (acl(5), version 2)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY_IN_PARTICULAR = 0xFFFFFFFF
READ_BY_1234 = make_list(
    (0x01, 6, NOBODY_IN_PARTICULAR), (0x02, 4, 1234), (0x04, 0, NOBODY_IN_PARTICULAR),
    (0x10, 4, NOBODY_IN_PARTICULAR), (0x20, 0, NOBODY_IN_PARTICULAR),
)  # fmt: skip


def describe(path):
    """Give what is said of a file, beside its bytes."""
    status = path.stat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), attributes


@pytest.mark.parametrize("named", [False, True])
def test_lists_and_attributes_are_kept(tmp_path, monkeypatch, named):
    """Who may read it, and what other programs noted."""
    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    os.setxattr(path, "user.origin", b"ATS")
    os.setxattr(path, "system.posix_acl_access", READ_BY_1234)
    before = describe(path)
    assert {"user.origin", "system.posix_acl_access"} <= before[3].keys()
    assert fix(path)[0].problems == ()
    assert path.read_text() == "l'offre"
    assert describe(path) == before


def test_a_list_of_the_directory_does_not_open_the_file(tmp_path):
    """A new file would take the directory's default list; the old one had none, and has none."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    path.chmod(0o600)
    os.setxattr(tmp_path, "system.posix_acl_default", READ_BY_1234)
    before = describe(path)
    assert fix(path)[0].problems == ()
    assert describe(path) == before


def test_owner_and_group_are_kept(tmp_path):
    """The superuser gives the file back to whom it was; anybody else may fix their own files only."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    if os.geteuid() == 0:
        os.chown(path, 1234, 5678)
    before = describe(path)
    fix(path)
    assert (path.read_text(), describe(path)) == ("l'offre", before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("fchown", "its owner and group can't be kept: run the fix as its owner"),
        ("setxattr", "its extended attribute user.origin can't be kept"),
    ],
)
def test_a_file_that_would_lose_its_owner_or_attributes_is_left(tmp_path, monkeypatch, call, said):
    """Nobody would notice before somebody can't read it any more; the superuser is played by the system."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    os.setxattr(path, "user.origin", b"ATS")

    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    def belong_to_another(descriptor):
        status = os.fstat(descriptor)
        return os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))

    system = SimpleNamespace(**{**vars(os), call: refuse})
    if call == "fchown":
        system.fstat = belong_to_another
    monkeypatch.setattr(fixer_module, "os", system)
    (outcome,) = fix(path)
    assert outcome.problems[0].message == f"not fixed: {said}"
    assert path.read_text() == "l’offre"
    assert list(tmp_path.iterdir()) == [path]


def test_symbolic_links_are_followed(tmp_path):
    """The link stays a link, and the file that it leads to is rewritten where it is."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.txt"
    target.write_text("l’offre")
    link = tmp_path / "link.txt"
    link.symlink_to("real/a.txt")
    fix(link)
    assert link.is_symlink()
    assert target.read_text() == "l'offre"
    assert [path.name for path in tmp_path.iterdir() if path.is_file() and not path.is_symlink()] == []


def test_another_name_of_a_file_keeps_the_old_text(tmp_path):
    """A file is replaced, not written over: a hard link leads to what was there."""
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("l’offre")
    os.link(path, other)
    fix(path)
    assert (path.read_text(), other.read_text()) == ("l'offre", "l’offre")


def test_a_large_file_is_rewritten_from_its_first_change_on(tmp_path):
    """What stands before it is copied as it is, a mark included."""
    path = tmp_path / "a.ndjson"
    lines = [f'{{"n": {number}}}' for number in range(15_000)]
    lines[12_000] = '{"n": "l’offre"}'
    path.write_text("\ufeff" + "\n".join(lines))
    (outcome,) = fix(path)
    assert outcome.fixed == 1
    lines[12_000] = '{"n": "l\'offre"}'
    assert path.read_text() == "\ufeff" + "\n".join(lines)


def test_a_file_that_cannot_be_read_in_full_is_left(tmp_path):
    """A broken line at the end keeps the whole file as it was, and the next file is fixed."""
    broken, ragged, good = tmp_path / "a.ndjson", tmp_path / "b.csv", tmp_path / "c.txt"
    text = '{"a": "l’offre"}\n' + '{"a": "offre"}\n' * 9_000 + "{\n"
    broken.write_text(text)
    ragged.write_text("a;b\n…;1\n2\n")
    good.write_text("…")
    outcomes = fix(broken, ragged, good)
    assert [len(outcome.problems) for outcome in outcomes] == [1, 1, 0]
    assert [outcome.fixed for outcome in outcomes] == [0, 0, 1]
    assert (broken.read_text(), ragged.read_text(), good.read_text()) == (text, "a;b\n…;1\n2\n", "...")
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be", "utf-32", "shift_jis"])
def test_other_encodings_are_written_back(tmp_path, encoding):
    """In the same encoding, with the same mark or none."""
    path = tmp_path / "a.txt"
    text = "l’offre…\r\nfin" if encoding != "shift_jis" else "offre…\r\n終"
    path.write_bytes(text.encode(encoding))
    (outcome,) = fix(path, encoding=encoding)
    assert outcome.problems == ()
    assert path.read_bytes() == text.replace("’", "'").replace("…", "...").encode(encoding)


def test_an_encoding_that_reads_two_ways_is_refused(tmp_path):
    """What would not come back byte for byte is not written."""
    path = tmp_path / "a.txt"
    data = "…".encode("utf-7") + b"+AGE-"  # `a`, written as nobody would write it again
    path.write_bytes(data)
    (outcome,) = fix(path, encoding="utf-7")
    assert str(outcome.problems[0]) == (
        f"{path}: error: not fixed: UTF-7 can't be written back byte for byte: convert it to UTF-8"
    )
    assert path.read_bytes() == data


def test_a_correction_that_the_encoding_lacks_is_refused(tmp_path):
    """The Cyrillic charset has the numero sign and no degree sign: the file is left as it is."""
    path = tmp_path / "a.txt"
    path.write_text("№ 5", "iso8859-5")
    (outcome,) = fix(path, encoding="iso8859-5")
    assert str(outcome.problems[0]) == (
        f"{path}: error: not fixed: ISO8859-5 has no U+00B0 DEGREE SIGN, which a correction needs: choose a "
        "profile of that charset, such as --profile latin-1"
    )
    assert path.read_text("iso8859-5") == "№ 5"


def test_a_pipe_is_not_rewritten():
    """What is no regular file can only be sent through standard input."""
    reading, writing = os.pipe()
    os.write(writing, "l’offre".encode())
    os.close(writing)
    (outcome,) = fix(f"/dev/fd/{reading}")
    os.close(reading)
    assert "it is no regular file: send it through standard input with -" in str(outcome.problems[0])


def test_a_read_only_file_is_left(tmp_path, monkeypatch):
    """Its owner said so; the superuser, who may write anything, is played by the system's answer."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    monkeypatch.setattr(fixer_module.os, "access", lambda *_: False)
    (outcome,) = fix(path)
    assert str(outcome.problems[0]).endswith("not fixed: it is read-only")
    assert path.read_text() == "l’offre"


def test_a_file_that_cannot_be_named_later_has_its_name_at_once(tmp_path, monkeypatch):
    """Where `/proc` is not mounted there is no way to a file without a name."""
    monkeypatch.setattr(fixer_module, "_path_of", lambda _: str(tmp_path / "none"))
    path = tmp_path / "a.txt"
    path.write_text("l’offre")
    fix(path)
    assert path.read_text() == "l'offre"
    assert list(tmp_path.iterdir()) == [path]


def save_in_place(path):
    """As nano does."""
    path.write_text("theirs")


def save_by_renaming(path):
    """As vim and most editors do."""
    beside = path.with_name("beside")
    beside.write_text("theirs")
    beside.rename(path)


def save_within_a_tick(path):
    """As many characters, and before the clock of the file system moves on."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"offre", b"autre"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def lead_elsewhere(path):
    """A symbolic link that is swapped for another."""
    (path.parent / "elsewhere").write_text("theirs")
    path.unlink()
    path.symlink_to("elsewhere")


SAVES = [save_in_place, save_by_renaming, save_within_a_tick, lead_elsewhere, Path.unlink]

CHANGED = "not fixed: another program changed it meanwhile: run the fix again"


def look(directory):
    """Give what a directory holds."""
    return {path.name: path.read_bytes() if path.exists() else None for path in directory.iterdir()}


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("save", SAVES)
def test_a_save_meanwhile_is_kept(tmp_path, save, late, linked):
    """However it is made, before the first change is written or after it, and nothing is left beside it."""
    path = tmp_path / "a.ndjson"
    held = tmp_path / "held.ndjson" if linked else path
    lines = ['{"a": "offre"}\n'] * 27_000
    lines[2 if late else 20_000] = '{"a": "l’offre"}\n'
    held.write_text("".join(lines))
    if linked:
        path.symlink_to(held.name)
    with Fixer(None) as fixer:
        found = check([Source(str(path), maybe_kind_of(str(path)))], Rules(FLATCHR))
        assert fixer.take(*next(found)) is None
        save(path)
        saved = look(tmp_path)
        (outcome,) = filter(None, (fixer.take(*piece) for piece in found))
    assert outcome.problems[0].message == CHANGED
    assert outcome.fixed == 0
    assert look(tmp_path) == saved


@pytest.mark.parametrize("save", SAVES)
def test_a_file_that_is_saved_meanwhile_has_no_copy(tmp_path, monkeypatch, save):
    """It would be of two versions; the save is kept."""
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 1 << 12)
    path = tmp_path / "in" / "a.ndjson"
    path.parent.mkdir()
    path.write_text('{"a": "l’offre"}\n' * 2_000)
    with Fixer(None, {str(path): str(tmp_path / "out" / "a.ndjson")}) as fixer:
        found = check([Source(str(path), maybe_kind_of(str(path)))], Rules(FLATCHR))
        assert fixer.take(*next(found)) is None
        save(path)
        saved = look(path.parent)
        (outcome,) = filter(None, (fixer.take(*piece) for piece in found))
    assert (outcome.problems[0].message, outcome.fixed) == (CHANGED, 0)
    assert look(path.parent) == saved
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "auto"])
@pytest.mark.parametrize("save", SAVES)
def test_a_save_after_the_last_byte_is_kept(tmp_path, save, encoding):
    """A small file is read at once, and saved before it is written anew; what it is was found out before."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre d’été", "utf-8" if encoding == "utf-8" else "cp1252")
    ((piece, examined),) = check([Source(str(path), encoding=encoding)], Rules(FLATCHR))
    save(path)
    saved = look(tmp_path)
    with Fixer(None) as fixer:
        outcome = fixer.take(piece, examined)
    assert outcome.problems[0].message == CHANGED
    assert look(tmp_path) == saved


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("save", SAVES)
@pytest.mark.once
def test_the_command_keeps_a_save_and_says_so(tmp_path, save, jobs):
    """The command is halted in the middle of a file, which is saved then."""
    path = tmp_path / "a.ndjson"
    path.write_text(('{"a": "%s l’offre – …"}\n' % ("x" * 3000)) * 500)
    with start("fix", "--jobs", jobs, path, stderr=subprocess.PIPE) as process:
        wait_until_begun(process, tmp_path)
        process.send_signal(signal.SIGSTOP)
        hidden = {path.name for path in tmp_path.glob(".*")}
        save(path)
        saved = {name: data for name, data in look(tmp_path).items() if name not in hidden}
        process.send_signal(signal.SIGCONT)
        said = process.stderr.read().decode()
    assert process.returncode == 2
    assert f"{path}: error: {CHANGED}" in said
    assert look(tmp_path) == saved


def test_both_names_of_a_file_are_fixed(tmp_path):
    """Hard links: that the first is replaced is no save in the second."""
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("l’offre")
    os.link(path, other)
    found = list(check([Source(str(path)), Source(str(other))], Rules(FLATCHR)))
    with Fixer(None) as fixer:
        assert [fixer.take(*piece).problems for piece in found] == [(), ()]
    assert (path.read_text(), other.read_text()) == ("l'offre", "l'offre")


@pytest.mark.parametrize("named", [False, True])
def test_an_abandoned_fix_leaves_nothing(tmp_path, monkeypatch, named):
    """Whoever stops in the middle of a file finds it as it was, and nothing beside it."""
    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "a.ndjson"
    text = '{"a": "l’offre"}\n' + '{"a": "offre"}\n' * 9_000
    path.write_text(text)
    with Fixer(None) as fixer:
        for found in check([Source(str(path), maybe_kind_of(str(path)))], Rules(FLATCHR)):
            assert fixer.take(*found) is None
            break
        assert len(list(tmp_path.iterdir())) == 1 + (not hasattr(os, "O_TMPFILE"))
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


def limit_file_size():
    """Let no file grow beyond 100 kB: the disk is full after that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_disk_damages_nothing(tmp_path):
    """The system refuses the bytes that do not fit: the file is as it was, and the next one is fixed."""
    large, small = tmp_path / "a.ndjson", tmp_path / "b.txt"
    text = '{"a": "l’offre"}\n' + '{"a": "offre"}\n' * 9_000
    large.write_text(text)
    small.write_text("…")
    with start(
        "fix", "a.ndjson", "b.txt", cwd=tmp_path, preexec_fn=limit_file_size, stderr=subprocess.PIPE
    ) as process:
        said = process.stderr.read()
    assert process.returncode == 2
    assert b"a.ndjson: error: not fixed: File too large" in said
    assert (large.read_text(), small.read_text()) == (text, "...")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ndjson", "b.txt"]


def has_begun(process, directory):
    """Tell whether a fix writes to a file in a directory, with a name or without one."""
    try:
        opened = [str(path.readlink()) for path in Path(f"/proc/{process.pid}/fd").iterdir()]
    except OSError:
        return False
    return any(path.startswith((f"{directory}/#", f"{directory}/.flatchr-clean-")) for path in opened)


def wait_until_begun(process, directory):
    """Wait until a fix has begun to write, or has ended."""
    while process.poll() is None and not has_begun(process, directory):
        time.sleep(0.01)


@pytest.mark.parametrize("command", [COMMAND, NAMED])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.once
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path, number, command):
    """At any moment; half of a new one is left only where files need names, and only by a kill.

    Ctrl-C says so without a traceback.
    """
    path = tmp_path / "a.ndjson"
    old = ('{"a": "%s l’offre – …"}\n' % ("x" * 3000)) * 500
    new = old.replace("’", "'").replace("–", "-").replace("…", "...")
    path.write_text(old)
    began = time.monotonic()
    assert spawn("fix", "--jobs", "2", path).status == 0
    lasts = time.monotonic() - began
    assert path.read_text() == new
    moments = random.Random(number)
    for _ in range(2):
        path.write_text(old)
        options = {"command": command, "stderr": subprocess.PIPE, "start_new_session": True}
        with start("fix", "--jobs", "2", path, **options) as process:
            wait_until_begun(process, tmp_path)
            time.sleep(lasts * moments.uniform(0, 0.3))
            with suppress(ProcessLookupError):  # it may have been quicker
                os.killpg(process.pid, number)
            said = process.stderr.read().decode()
        assert path.read_text() in (old, new)
        left = [other for other in tmp_path.iterdir() if other != path]
        if number != signal.SIGKILL:
            assert left == []
            assert "Traceback" not in said
        elif command == COMMAND:  # the moment between the name and the renaming
            assert [other.read_text() for other in left] in ([], [new])
        if number == signal.SIGINT and "Interrupted" in said:
            assert process.returncode == 2


def test_no_process_outlives_the_one_that_is_killed(tmp_path):
    """The others would wait for work for ever; they share standard error, which ends when all are gone."""
    path = tmp_path / "a.ndjson"
    path.write_text(('{"a": "%s l’offre – …"}\n' % ("x" * 3000)) * 1_500)
    with start("fix", "--jobs", "2", path, stderr=subprocess.PIPE) as process:
        wait_until_begun(process, tmp_path)
        process.kill()
        assert b"Traceback" not in process.communicate(timeout=60)[1]


def test_a_directory_that_cannot_be_written_to_is_told(tmp_path, monkeypatch):
    """The new file is prepared there; the superuser is played by the system's answer."""
    path = tmp_path / "a.txt"
    path.write_text("l’offre")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fixer_module.os, "open", refuse)
    (outcome,) = fix(path)
    assert str(outcome.problems[0]).endswith(
        "not fixed: nothing can be written to its directory, where a fix is prepared"
    )


def test_a_closed_pipe_ends_quietly(tmp_path):
    """`| head` is nobody's mistake."""
    path = tmp_path / "a.ndjson"
    path.write_text('{"a": "l’offre"}\n' * 9_000)
    with path.open("rb") as stdin:
        process = start(
            "fix", "-", "--type", "ndjson", stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    with process:
        assert process.stdout.read(10) == b'{"a": "l\'o'
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
