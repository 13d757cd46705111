"""Every kind of body that requests takes, as bytes or text. Knows streams; knows no cleaning.

requests sends what it is given: bytes, str, anything with ``read``, any buffer, any iterable of bytes or
str (urllib3 asks in that order, and so does this module). To clean such a body it must be read whole,
under a limit, and in a way that it can be read again by whoever sends the request once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flatchr_clean.payload.refusals import BodyTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 16


class SoughtBytes(bytes):
    """The bytes sent in the place of a file.

    requests before 2.34 seeks in the body that it has just sent when Digest authentication asks for
    it again, because the body that it was given had a position. These bytes are always sent whole.
    """

    __slots__ = ()

    def seek(self, _position: int, _whence: int = 0) -> int:
        """Stay: there is no position."""
        return 0


def is_stream(body: object) -> bool:
    """Tell whether a body has to be read before its content is known."""
    return hasattr(body, "read") or not (isinstance(body, str) or _is_buffer(body))


def is_replayable(body: Any) -> bool:
    """Tell whether a stream can be read twice: a file that can be sought, or an iterable that starts anew."""
    if hasattr(body, "read"):
        return _position(body) is not None
    return iter(body) is not body


def read_body(body: Any, limit: int) -> bytes | str:
    """Read a body whole; a file that can be sought is left where it was.

    Args:
        body: what a prepared request holds, None excepted.
        limit: the most bytes, or characters of a text, that are read.

    Returns:
        The body itself when it is bytes or str already; text when it is a stream of text.

    Raises:
        BodyTooLarge: there is more than `limit` to read.
        TypeError: what is read is neither bytes nor text.
    """
    if isinstance(body, (bytes, str)):
        return body
    position = _position(body)
    chunks: list[bytes | str] = []
    size = 0
    try:
        for chunk in _chunks(body):
            size += len(chunk)
            if size > limit:
                raise BodyTooLarge(
                    f"the stream is longer than max_body_bytes ({limit:,}): raise it, or give the stream a "
                    "Content-Type that is not cleaned, such as application/octet-stream"
                )
            chunks.append(chunk)
    finally:
        if position is not None:
            body.seek(position)
    if chunks and all(isinstance(chunk, str) for chunk in chunks):
        return "".join(chunks)  # type: ignore[arg-type]
    return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def _chunks(body: Any) -> Iterator[bytes | str]:
    if hasattr(body, "read"):
        while chunk := body.read(CHUNK):
            yield _flatten(chunk)
    elif _is_buffer(body):
        yield _flatten(body)
    else:
        for chunk in body:
            yield _flatten(chunk)


def _flatten(chunk: Any) -> bytes | str:
    return chunk if isinstance(chunk, (bytes, str)) else memoryview(chunk).tobytes()


def _is_buffer(body: object) -> bool:
    try:
        memoryview(body)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def _position(body: Any) -> int | None:
    """Where a file stands, or None when it cannot be brought back there."""
    try:
        position: int = body.tell()
        body.seek(position)
    except (AttributeError, OSError):  # it has no such methods, or is a pipe behind them
        return None
    return position
