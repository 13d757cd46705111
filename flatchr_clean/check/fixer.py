"""Files rewritten whole or not at all.

The new text is written beside the file, synced to the disk and renamed over it, so that a crash, a full
disk or a kill leaves the old file or the new one. Where the system can, it has no name until it is complete:
then not even a kill leaves half of it behind. A file in which nothing changes is never written, and what
another program saved meanwhile is never replaced.
"""

from __future__ import annotations

import codecs
import os
import secrets
import stat
import zlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flatchr_clean.check.findings import Edit, Problem
from flatchr_clean.check.kinds import ARCHIVES, COLUMNAR, maybe_compression_of
from flatchr_clean.check.pieces import Unreadable, say_os_error
from flatchr_clean.check.versions import FileVersion, ReadBytes, read_blocks
from flatchr_clean.check.visible import make_visible
from flatchr_clean.errors import CleaningError
from flatchr_clean.text.changes import name_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType
    from typing import BinaryIO, Self

    from flatchr_clean.check.column_fixer import ColumnWriter
    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.pieces import Piece, Source


BLOCK = 1 << 20
"""Characters that are encoded at once."""

COMPRESSED = "it is compressed: unpack it, fix it, and pack it again"

CHANGED_MEANWHILE = "another program changed it meanwhile: run the fix again"


class Unfixable(CleaningError):
    """A file can't be rewritten; it is as it was."""


class Replacement:
    """A file that takes another's place when it is complete, and leaves nothing behind when it is not.

    Symbolic links are followed. The mode, the owner, the group, the access control lists and the extended
    attributes of the old file are kept. A hard link to the old file keeps the old text.

    Args:
        path: the file to replace; it may not exist yet.
        mode: the mode of a file that takes nothing else from the old one; None to take over all of it.
    """

    _file: BinaryIO

    def __init__(self, path: str, mode: int | None = None) -> None:
        self._path = Path(path)
        self._own_mode = mode
        self._target = self._path.resolve()
        before = _maybe_stat(self._target)
        if mode is None:
            mode = stat.S_IMODE(before.st_mode) if before else 0o666
        self._mode = mode | stat.S_IWUSR
        self._temporary = self._target.with_name(f".flatchr-clean-{secrets.token_hex(8)}.tmp")
        self._is_named = False

    def open(self) -> Self:
        """Open the new file; a signal on the way leaves none.

        Raises:
            OSError: the directory can't be written to.
        """
        try:
            descriptor = _maybe_open_unnamed(self._target.parent, self._mode)
            self._is_named = descriptor is None
            if descriptor is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
                descriptor = os.open(self._temporary, flags, self._mode)
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

    @property
    def file(self) -> BinaryIO:
        """The new file, for who writes it in no one way."""
        return self._file

    def write(self, data: bytes) -> None:
        """Write more of the new file."""
        self._file.write(data)

    def copy_beginning(self, size: int, source: Path | None = None) -> ReadBytes:
        """Write the first ``size`` bytes of the old file, or of another; give what they were."""
        copied = ReadBytes()
        with (source or self._target).open("rb") as old:
            for data in read_blocks(old, size):
                self._file.write(data)
                copied.add(data)
        return copied

    def commit(self, version: FileVersion | None = None, read: ReadBytes | None = None) -> None:
        """Put the new file in the old one's place.

        Args:
            version: what the old file must be, as it was when it was opened; None for any.
            read: what it must hold; None for anything.

        Raises:
            Unfixable: another program changed the old file, or what is said of it can't be kept.
            OSError: the disk is full, or the directory can't be written to.
        """
        self._file.flush()
        before = _maybe_stat(self._target)
        if self._own_mode is not None and hasattr(os, "fchmod"):
            os.fchmod(self._file.fileno(), self._own_mode)
        elif before:
            _take_over(self._target, before, self._file.fileno())
        os.fsync(self._file.fileno())
        if read and not read.are_in(self._target):
            raise Unfixable(CHANGED_MEANWHILE)
        if not self._is_named:
            _name(self._file.fileno(), self._temporary)
        self._file.close()
        # The last thing before the renaming: nothing may come between them. Through the path as it was
        # given too, since a symbolic link may lead elsewhere by now.
        for path in dict.fromkeys((self._path.absolute(), self._target)) if version else ():
            if _maybe_version(path) != version:
                raise Unfixable(CHANGED_MEANWHILE)
        self._temporary.replace(self._target)
        _sync_directory(self._target.parent)

    def discard(self) -> None:
        """Remove what was written, unless it has taken its place already."""
        # A full disk says so a second time on closing, and it may not be open yet.
        with suppress(OSError, AttributeError):
            self._file.close()
        with suppress(OSError):
            self._temporary.unlink()


def _take_over(path: Path, before: os.stat_result, descriptor: int) -> None:
    """Give a new file what is said of the old one, the mode last: a new owner and a list reset it."""
    if not hasattr(os, "fchown"):  # Windows has no owner or mode of that kind
        return
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.fchown(descriptor, before.st_uid, before.st_gid)
        except OSError as error:
            raise Unfixable("its owner and group can't be kept: run the fix as its owner") from error
    _take_over_attributes(path, descriptor)
    mode = stat.S_IMODE(before.st_mode)
    os.fchmod(descriptor, mode)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:  # a group that is not one's own
        raise Unfixable("its mode can't be kept: run the fix as its owner, in its group")


def _take_over_attributes(path: Path, descriptor: int) -> None:
    """Copy the extended attributes, of which access control lists are some.

    What the new file got from its directory, a default list for instance, goes.

    Source: xattr(7), acl(5).
    """
    if not hasattr(os, "listxattr"):
        return
    wanted, has = _read_attributes(path), _read_attributes(descriptor)
    for name in sorted(wanted.keys() | has.keys()):
        if wanted.get(name) == has.get(name):
            continue
        try:
            if name in wanted:
                os.setxattr(descriptor, name, wanted[name])
            else:
                os.removexattr(descriptor, name)
        except OSError as error:
            raise Unfixable(f"its extended attribute {make_visible(name)} can't be kept") from error


def _read_attributes(file: Path | int) -> dict[str, bytes]:
    try:
        names = os.listxattr(file)
    except OSError:  # the file system has none
        return {}
    return {name: os.getxattr(file, name) for name in names}


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
    except OSError:
        return None


def _maybe_version(path: Path) -> FileVersion | None:
    status = _maybe_stat(path)
    return FileVersion.of(status) if status else None


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
        left: how many were found and left: keys, fields that must match exactly, what a person has to see.
        other_names: hard links to the file that was replaced: they keep the old text.
        problems: why it could not be read or rewritten; then a file is as it was.
    """

    path: str
    fixed: int = 0
    left: int = 0
    other_names: int = 0
    problems: tuple[Problem, ...] = ()


class Fixer:
    """Takes examined pieces in order and rewrites the files that they are of.

    Args:
        stdout: where standard input goes, corrected, as far as it can be read.
        copies: where files go, corrected or not, by their paths; None to rewrite them in place.
    """

    def __init__(self, stdout: BinaryIO, copies: Mapping[str, str] | None = None) -> None:
        self._stdout = stdout
        self._copies = copies
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
            self._rewriting = _Rewriting(piece.source.path, self._aim(piece.source))
        rewriting = self._rewriting
        rewriting.problems += examined.problems
        if isinstance(piece, Unreadable):
            return self._end(rewriting)
        if not rewriting.problems:
            rewriting.take(piece, examined)
        return self._end(rewriting) if piece.last else None

    def _aim(self, source: Source) -> _Stream | _File:
        if source.is_stdin:
            return _Stream(self._stdout)
        return _File(source) if self._copies is None else _Copy(source, self._copies[source.path])

    def _end(self, rewriting: _Rewriting) -> Outcome:
        self._rewriting = None
        rewriting.target.discard()
        if rewriting.problems and rewriting.target.is_changed():  # half of a save is no valid document
            rewriting.problems = [Problem(rewriting.path, f"not fixed: {CHANGED_MEANWHILE}")]
        if rewriting.problems:
            return Outcome(rewriting.path, problems=tuple(rewriting.problems))
        return Outcome(rewriting.path, rewriting.fixed, rewriting.left, rewriting.target.other_names)


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
            self._write(piece, examined)
        except Unfixable as error:
            self.problems.append(Problem(self.path, f"not fixed: {error}"))
        except BrokenPipeError:  # whoever reads the output has left; there is nobody to tell
            raise
        except OSError as error:
            self.problems.append(Problem(self.path, f"not fixed: {say_os_error(error)}"))

    def _write(self, piece: Piece, examined: Examined) -> None:
        if piece.kind in COLUMNAR and isinstance(self.target, _File):  # there is no other
            self.target.write_rows(piece, examined.rewritten)
        elif piece.kind in ARCHIVES:
            self.target.write(piece.data, None if examined.rewritten is None else [examined.rewritten])
        else:
            self._write_text(piece, examined.edits)
        if piece.last:
            if self._checksum != piece.checksum:
                raise Unfixable(
                    f"{piece.encoding.name.upper()} can't be written back byte for byte: convert it to UTF-8"
                )
            self.target.commit()

    def _write_text(self, piece: Piece, edits: tuple[Edit, ...]) -> None:
        mark = piece.encoding.mark if piece.is_first else b""
        old = piece.text.encode(piece.encoding.name)
        if piece.encoding.name != "utf-8":
            self._checksum = zlib.crc32(old, self._checksum)
        new = chain((mark,), _encode_edited(piece, edits)) if edits else None
        self.target.write(mark + old if mark else old, new)


def _encode_edited(piece: Piece, edits: tuple[Edit, ...]) -> Iterator[bytes]:
    """Encode a piece as it is rewritten, block by block: a large document is never in memory twice."""
    encode = codecs.getincrementalencoder(piece.encoding.name)().encode
    position = 0
    try:
        for start, end, written in chain(edits, (Edit(len(piece.text), len(piece.text), ""),)):
            for at in range(position, start, BLOCK):
                yield encode(piece.text[at : min(start, at + BLOCK)])
            yield encode(written)
            position = end
    except UnicodeEncodeError as error:
        raise Unfixable(
            f"{piece.encoding.name.upper()} has no {name_character(error.object[error.start])}, which a "
            "correction needs: choose a profile of that charset, such as --profile latin-1"
        ) from None


class _Stream:
    """Standard output: what is written is gone."""

    other_names = 0

    def __init__(self, stdout: BinaryIO) -> None:
        self._stdout = stdout

    def write(self, old: bytes, new: Iterable[bytes] | None) -> None:
        # Joined first: what can't be encoded leaves nothing behind.
        self._stdout.write(old if new is None else b"".join(new))

    def is_changed(self) -> bool:
        return False

    def commit(self) -> None:
        self._stdout.flush()

    def discard(self) -> None:
        pass


class _File:
    """A file, of which nothing is written until something in it changes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read = ReadBytes()
        self._replacement: Replacement | None = None
        self._columns: ColumnWriter | None = None
        self._changed_meanwhile = False
        self.other_names = 0

    def write(self, old: bytes, new: Iterable[bytes] | None) -> None:
        if new is not None and self._replacement is None:
            self._replacement = self._begin()
            copied = self._replacement.copy_beginning(self._read.size)
            self._changed_meanwhile = copied != self._read
        if self._replacement:
            for data in (old,) if new is None else new:
                self._replacement.write(data)
        self._read.add(old)

    def write_rows(self, piece: Piece, new: bytes | None) -> None:
        """Write some rows anew; what they were is read of the old file again."""
        if self._columns is None:
            # Known to be there, or there would be no rows.
            from flatchr_clean.check.column_fixer import ColumnWriter

            self._columns = ColumnWriter(piece.kind, self._source.path, self._begin_columns)
        self._columns.take(piece.row - 1, new)
        if piece.last:
            self._columns.end()

    def _begin_columns(self) -> BinaryIO:
        self._replacement = self._begin()
        return self._replacement.file

    def _begin(self) -> Replacement:
        if maybe_compression_of(self._source.path):
            raise Unfixable(COMPRESSED)
        if self.is_changed():
            raise Unfixable(CHANGED_MEANWHILE)
        replacement = _replace_regular(self._source.path)
        _open(replacement)
        return replacement

    def is_changed(self) -> bool:
        """Tell whether another program has written to it since it was opened, as far as that is known."""
        version = self._source.version
        return version is not None and _maybe_version(Path(self._source.path)) != version

    def commit(self) -> None:
        if self._changed_meanwhile:
            raise Unfixable(CHANGED_MEANWHILE)
        if self._replacement:
            before = _maybe_stat(Path(self._source.path))
            self._replacement.commit(self._source.version, None if self._columns else self._read)
            self.other_names = before.st_nlink - 1 if before else 0

    def discard(self) -> None:
        if self._columns:
            self._columns.discard()
        if self._replacement:
            self._replacement.discard()


class _Copy(_File):
    """A file of which a copy is written, whether something in it changes or not."""

    def __init__(self, source: Source, path: str) -> None:
        super().__init__(source)
        self._path = Path(path)
        self._is_compressed = maybe_compression_of(source.path) is not None

    def write(self, old: bytes, new: Iterable[bytes] | None) -> None:
        if self._is_compressed and new is not None:
            raise Unfixable(COMPRESSED)
        if self._replacement is None:
            self._replacement = self._begin()
        if not self._is_compressed:
            super().write(old, new)

    def _begin(self) -> Replacement:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(Path(self._source.path).stat().st_mode) & 0o777
        replacement = Replacement(str(self._path), mode)
        _open(replacement)
        return replacement

    def commit(self) -> None:
        is_kept = self._columns is not None and self._replacement is None  # nothing in its columns changes
        if is_kept:
            self._replacement = self._begin()
        if self._replacement and (self._is_compressed or is_kept):  # what was read is not what the file holds
            self._read = self._replacement.copy_beginning(self._source.size, Path(self._source.path))
        is_same = self._read.are_in(Path(self._source.path)) or (self._columns is not None and not is_kept)
        if self.is_changed() or not is_same:
            raise Unfixable(CHANGED_MEANWHILE)
        if self._replacement:
            self._replacement.commit()


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
