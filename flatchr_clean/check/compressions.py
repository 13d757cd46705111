"""Files that are packed, unpacked as they are read, within limits. Knows gzip and zstd; knows no document."""

from __future__ import annotations

import gzip
import zlib
from io import RawIOBase
from typing import TYPE_CHECKING, Any, cast

from flatchr_clean.check.encodings import UnreadableText

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST_HELD = 1 << 28
"""Bytes that are unpacked at most of what is held in memory as one: a whole document, or one line."""

BROKEN = "is broken, or was cut off on its way: get it again"


def open_unpacked(stream: BinaryIO, compression: str) -> BinaryIO:
    """Unpack a file as it is read, whatever number of parts it was packed in.

    Args:
        stream: the file, at its beginning.
        compression: one of `kinds.COMPRESSIONS`.

    Raises:
        UnreadableText: what unpacks it is not installed; also from reading, where it is broken.
    """
    if compression == "gzip":
        unpacking: Any = gzip.GzipFile(fileobj=stream)
        return cast("BinaryIO", _Unpacked(unpacking, (EOFError, zlib.error, gzip.BadGzipFile)))
    zstd = _import_zstd()
    return cast("BinaryIO", _Unpacked(zstd.ZstdFile(stream), (EOFError, zstd.ZstdError)))


def _import_zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
    except ImportError:
        try:
            from backports import zstd  # type: ignore[no-redef, unused-ignore]
        except ImportError:
            raise UnreadableText(
                'is packed with zstd, which is not installed: pip install "flatchr_clean[zstd]"'
            ) from None
    return zstd


class _Unpacked(RawIOBase):
    """What is unpacked, read forwards only.

    Args:
        unpacking: gives it.
        faults: what that raises where the file is broken.
    """

    def __init__(self, unpacking: Any, faults: tuple[type[Exception], ...]) -> None:
        self._unpacking = unpacking
        self._faults = faults
        self._line = 0

    def read(self, size: int = -1, /) -> bytes:
        """Read so many bytes at most, or all."""
        whole = size is None or size < 0
        try:
            data: bytes = self._unpacking.read(LARGEST_HELD + 1 if whole else size)
            while whole and len(data) <= LARGEST_HELD and (more := self._unpacking.read(LARGEST_HELD)):
                data += more
        except self._faults as error:
            raise UnreadableText(BROKEN) from error
        if whole and len(data) > LARGEST_HELD:
            raise UnreadableText(
                f"unpacks to more than {LARGEST_HELD >> 20} MB, which are read at once: {_SPLIT}"
            )
        end = data.rfind(b"\n")
        self._line = self._line + len(data) if end < 0 else len(data) - end
        if self._line > LARGEST_HELD:
            raise UnreadableText(f"unpacks to a line of more than {LARGEST_HELD >> 20} MB: {_SPLIT}")
        return data


_SPLIT = "split it, or unpack it first"
