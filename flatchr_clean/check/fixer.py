"""Files rewritten whole or not at all.

The new text is written beside the file, synced to the disk and renamed over it, so that a crash, a full
disk or a kill leaves the old file or the new one. Where the system can, it has no name until it is complete:
then not even a kill leaves half of it behind. A file in which nothing changes is never written.
"""

from __future__ import annotations

import os
import secrets
import stat
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.findings import Problem, apply_edits
from flatchr_clean.check.pieces import Unreadable, say_os_error
from flatchr_clean.errors import CleaningError
from flatchr_clean.text.changes import name_character

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO, Self

    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.findings import Edit
    from flatchr_clean.check.pieces import Piece

COPIED_AT_ONCE = 1 << 20


class Unfixable(CleaningError):
    """A file can't be rewritten; it is as it was."""


class Replacement:
    """A file that takes another's place when it is complete, and leaves nothing behind when it is not.

    Symbolic links are followed, the mode is kept, and so is the owner where the system allows it. A hard
    link to the old file keeps the old text.

    Args:
        path: the file to replace; it may not exist yet.
    """

    _file: BinaryIO

    def __init__(self, path: str) -> None:
        self._target = Path(path).resolve()
        self._before = _maybe_stat(self._target)
        self._mode = stat.S_IMODE(self._before.st_mode) if self._before else None
        self._temporary = self._target.with_name(f".flatchr-clean-{secrets.token_hex(8)}.tmp")
        self._is_named = False

    def open(self) -> Self:
        """Open the new file; a signal on the way leaves none.

        Raises:
            OSError: the directory can't be written to.
        """
        mode = 0o666 if self._mode is None else self._mode | stat.S_IWUSR
        try:
            descriptor = _maybe_open_unnamed(self._target.parent, mode)
            self._is_named = descriptor is None
            if descriptor is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
                descriptor = os.open(self._temporary, flags, mode)
            self._file = os.fdopen(descriptor, "wb")
        except BaseException:
            self.discard()
            raise
        return self

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def write(self, data: bytes) -> None:
        """Write more of the new file."""
        self._file.write(data)

    def copy_beginning(self, size: int) -> None:
        """Write the first ``size`` bytes of the old file."""
        with self._target.open("rb") as old:
            while size > 0 and (data := old.read(min(size, COPIED_AT_ONCE))):
                self._file.write(data)
                size -= len(data)

    def commit(self) -> None:
        """Put the new file in the old one's place.

        Raises:
            Unfixable: another program changed the old file meanwhile.
            OSError: the disk is full, or the directory can't be written to.
        """
        self._file.flush()
        if self._before:
            self._take_over(self._before)
        os.fsync(self._file.fileno())
        if _identify(_maybe_stat(self._target)) != _identify(self._before):
            raise Unfixable("another program changed it meanwhile: run the fix again")
        if not self._is_named:
            _name(self._file.fileno(), self._temporary)
        self._file.close()
        self._temporary.replace(self._target)
        _sync_directory(self._target.parent)

    def discard(self) -> None:
        """Remove what was written, unless it has taken its place already."""
        # A full disk says so a second time on closing, and it may not be open yet.
        with suppress(OSError, AttributeError):
            self._file.close()
        self._temporary.unlink(missing_ok=True)

    def _take_over(self, before: os.stat_result) -> None:
        """Give the new file the old one's owner and mode, in that order: a new owner resets the mode."""
        if not hasattr(os, "fchown"):  # Windows has no owner or mode of that kind
            return
        now = os.fstat(self._file.fileno())
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            with suppress(PermissionError):
                os.fchown(self._file.fileno(), before.st_uid, before.st_gid)
        os.fchmod(self._file.fileno(), stat.S_IMODE(before.st_mode))


def _maybe_open_unnamed(directory: Path, mode: int) -> int | None:
    """Open a file that has no name, and that is gone with its last descriptor; not every system can.

    Source: open(2), "O_TMPFILE".
    """
    try:
        descriptor = os.open(directory, os.O_WRONLY | os.O_TMPFILE, mode)
    except (AttributeError, OSError):
        return None
    if Path(_path_of(descriptor)).exists():
        return descriptor
    os.close(descriptor)  # it could not be given a name
    return None


def _name(descriptor: int, path: Path) -> None:
    """Give a name to a file that has none."""
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(_path_of(descriptor), path.name, dst_dir_fd=directory, follow_symlinks=True)
    finally:
        os.close(directory)


def _path_of(descriptor: int) -> str:
    return f"/proc/self/fd/{descriptor}"


def _maybe_stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _identify(status: os.stat_result | None) -> tuple[int, int, int] | None:
    return (status.st_ino, status.st_size, status.st_mtime_ns) if status else None


def _sync_directory(directory: Path) -> None:
    """Make the renaming outlive a loss of power; not every system can."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        path: the file, as the user named it.
        fixed: how many findings were corrected.
        left: how many were found and left: keys, fields that must match exactly.
        problems: why it could not be read or rewritten; then a file is as it was.
    """

    path: str
    fixed: int = 0
    left: int = 0
    problems: tuple[Problem, ...] = ()


class Fixer:
    """Takes examined pieces in order and rewrites the files that they are of.

    Args:
        stdout: where standard input goes, corrected, as far as it can be read.
    """

    def __init__(self, stdout: BinaryIO) -> None:
        self._stdout = stdout
        self._rewriting: _Rewriting | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._rewriting:
            self._rewriting.target.discard()

    def take(self, piece: Piece | Unreadable, examined: Examined) -> Outcome | None:
        """Write a piece anew.

        Returns:
            What became of its file after the last piece, None before.
        """
        if self._rewriting is None:
            target = _Stream(self._stdout) if piece.source.is_stdin else _File(piece.source.path)
            self._rewriting = _Rewriting(piece.source.path, target)
        rewriting = self._rewriting
        rewriting.problems += examined.problems
        if isinstance(piece, Unreadable):
            return self._end(rewriting)
        if not rewriting.problems:
            rewriting.take(piece, examined)
        return self._end(rewriting) if piece.last else None

    def _end(self, rewriting: _Rewriting) -> Outcome:
        self._rewriting = None
        rewriting.target.discard()
        if rewriting.problems:
            return Outcome(rewriting.path, problems=tuple(rewriting.problems))
        return Outcome(rewriting.path, rewriting.fixed, rewriting.left)


class _Rewriting:
    """One file on its way: what was found in it so far, and where its new text goes."""

    def __init__(self, path: str, target: _Stream | _File) -> None:
        self.path = path
        self.target = target
        self.problems: list[Problem] = []
        self.fixed = 0
        self.left = 0
        self._checksum = 0

    def take(self, piece: Piece, examined: Examined) -> None:
        self.fixed += examined.fixable
        self.left += examined.left
        try:
            self._write(piece, examined.edits)
        except Unfixable as error:
            self.problems.append(Problem(self.path, f"not fixed: {error}"))
        except BrokenPipeError:  # whoever reads the output has left; there is nobody to tell
            raise
        except OSError as error:
            self.problems.append(Problem(self.path, f"not fixed: {say_os_error(error)}"))

    def _write(self, piece: Piece, edits: tuple[Edit, ...]) -> None:
        mark = piece.encoding.mark if piece.is_first else b""
        old = piece.text.encode(piece.encoding.name)
        if piece.encoding.name != "utf-8":
            self._checksum = zlib.crc32(old, self._checksum)
        self.target.write(mark + old, mark + _encode_edited(piece, edits) if edits else None)
        if piece.last:
            if self._checksum != piece.checksum:
                raise Unfixable(
                    f"{piece.encoding.name.upper()} can't be written back byte for byte: convert it to UTF-8"
                )
            self.target.commit()


def _encode_edited(piece: Piece, edits: tuple[Edit, ...]) -> bytes:
    try:
        return apply_edits(piece.text, edits).encode(piece.encoding.name)
    except UnicodeEncodeError as error:
        raise Unfixable(
            f"{piece.encoding.name.upper()} has no {name_character(error.object[error.start])}, which a "
            "correction needs: choose a profile of that charset, such as --profile latin-1"
        ) from None


class _Stream:
    """Standard output: what is written is gone."""

    def __init__(self, stdout: BinaryIO) -> None:
        self._stdout = stdout

    def write(self, old: bytes, new: bytes | None) -> None:
        self._stdout.write(old if new is None else new)

    def commit(self) -> None:
        self._stdout.flush()

    def discard(self) -> None:
        pass


class _File:
    """A file, of which nothing is written until something in it changes."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._unchanged = 0
        self._replacement: Replacement | None = None

    def write(self, old: bytes, new: bytes | None) -> None:
        if new is not None and self._replacement is None:
            self._replacement = _replace_regular(self._path)
            _open(self._replacement)
            self._replacement.copy_beginning(self._unchanged)
        if self._replacement:
            self._replacement.write(old if new is None else new)
        else:
            self._unchanged += len(old)

    def commit(self) -> None:
        if self._replacement:
            self._replacement.commit()

    def discard(self) -> None:
        if self._replacement:
            self._replacement.discard()


def _replace_regular(path: str) -> Replacement:
    if not Path(path).is_file():
        raise Unfixable("it is no regular file: send it through standard input with -")
    if not os.access(path, os.W_OK):
        raise Unfixable("it is read-only")
    return Replacement(path)


def _open(replacement: Replacement) -> None:
    try:
        replacement.open()
    except PermissionError as error:
        raise Unfixable("nothing can be written to its directory, where a fix is prepared") from error
