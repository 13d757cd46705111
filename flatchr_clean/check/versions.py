"""Which version of a file was read, to tell later whether another program has written to it since."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

READ_AT_ONCE = 1 << 20


class FileVersion(NamedTuple):
    """What the system says of a file, and what a save changes."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileVersion:
        """Give the version that a status describes."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class ReadBytes:
    """The bytes that were read of a file, as a count and a checksum.

    A save within the same tick of the system's clock changes no `FileVersion`; it changes these.
    """

    def __init__(self) -> None:
        self.size = 0
        self._checksum = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ReadBytes):
            return NotImplemented
        return (self.size, self._checksum) == (other.size, other._checksum)

    __hash__ = None  # type: ignore[assignment]  # it grows

    def add(self, data: bytes) -> None:
        """Count more bytes."""
        self.size += len(data)
        self._checksum = zlib.crc32(data, self._checksum)

    def are_in(self, path: Path) -> bool:
        """Tell whether a file holds these bytes and no others."""
        found = ReadBytes()
        with path.open("rb") as stream:
            for data in read_blocks(stream, self.size + 1):
                found.add(data)
        return found == self


def read_blocks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Read up to ``size`` bytes, a block at a time."""
    while size > 0 and (data := stream.read(min(size, READ_AT_ONCE))):
        yield data
        size -= len(data)
