"""Every kind of body that requests takes, as bytes or text. Knows streams; knows no cleaning.

requests sends what it is given: bytes, str, anything with ``read``, any buffer, any iterable of bytes or
str (urllib3 asks in that order, and so does this module). To clean such a body it must be read whole,
under a limit, and in a way that it can be read again by whoever sends the request once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Self

from requests import PreparedRequest, Request
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import UnrewindableBodyError

from flatchr_clean.http.streams import CHUNK, maybe_position
from flatchr_clean.payload.refusals import BodyTooLarge


class SoughtBytes(bytes):
    """The bytes sent in the place of a file.

    requests before 2.34 seeks in the body that it has just sent when Digest authentication asks for
    it again, because the body that it was given had a position. These bytes are always sent whole.
    """

    __slots__ = ()

    def seek(self, _position: int, _whence: int = 0) -> int:
        """Stay: there is no position."""
        return 0


class OnceBody:
    """A stream that can be read once, on its way out: who would send it again is stopped.

    A plain one is used up after the first try, so that a retry, a redirect or Digest authentication would
    send an empty body in its place, with every sign of success. `tell` and `seek` are what urllib3 asks
    before another try.

    Args:
        source: the stream.
        is_spent: whether it was begun already.
    """

    def __init__(self, source: Any, *, is_spent: bool = False) -> None:
        self.source = source
        self.is_spent = is_spent

    @classmethod
    def around(cls, body: object) -> Self:
        """Make one of a stream, unless it is one."""
        return body if isinstance(body, cls) else cls(body)

    def __iter__(self) -> Iterator[bytes]:
        self.seek(0)
        self.is_spent = True
        return (chunk.encode() if isinstance(chunk, str) else chunk for chunk in read_chunks(self.source))

    def tell(self) -> int:
        """Stand at the start."""
        return 0

    def seek(self, _position: int, _whence: int = 0) -> int:
        """Stay at the start, if it still stands there.

        Raises:
            UnrewindableBodyError: it does not. Not an OSError, which urllib3 would take for the network's.
        """
        if self.is_spent:
            raise UnrewindableBodyError("the body can be read only once, and was")
        return 0


def is_empty(body: object) -> bool:
    """Tell whether there is no body; a stream counts as one, whatever it holds."""
    return body is None or (isinstance(body, (bytes, str)) and not body)


def is_stream(body: object) -> bool:
    """Tell whether a body has to be read before its content is known."""
    return hasattr(body, "read") or not (isinstance(body, str) or _is_buffer(body))


def is_replayable(body: Any) -> bool:
    """Tell whether a stream can be read twice: a file that can be sought, or a sequence.

    Of other iterables nobody knows: many start anew, and many go on where they were.
    """
    if isinstance(body, OnceBody):
        return False
    return isinstance(body, Sequence) or (hasattr(body, "read") and maybe_position(body) is not None)


def can_be_read_once(body: object) -> bool:
    """Tell whether a body is used up by whoever reads it."""
    return body is not None and is_stream(body) and not is_replayable(body)


def rewind(request: PreparedRequest) -> None:
    """Bring a file back to where it stood when the request was prepared, and note where that is.

    Whoever sent the request before has left the file at its end, while its headers tell its length.
    """
    body = request.body
    if not hasattr(body, "read") or not is_replayable(body):
        return
    if isinstance(request._body_position, int):  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
        body.seek(request._body_position)  # type: ignore[attr-defined, union-attr]  # noqa: SLF001
    else:
        request._body_position = maybe_position(body)  # type: ignore[attr-defined]  # noqa: SLF001


def read_body(request: PreparedRequest, limit: int) -> bytes | str:
    """Read a request's body whole, and see to it that it can be read again, whatever happens next.

    A file that can be sought is left where it was. What can be read only once is replaced in the request by
    what was read of it.

    Args:
        request: a request with a body.
        limit: the most bytes, or characters of a text, that are read from a stream.

    Returns:
        The body itself when it is bytes or str already; text when it is a stream of text.

    Raises:
        BodyTooLarge: there is more than `limit` to read.
        TypeError: what is read is neither bytes nor text.
        BlockingIOError: the stream has nothing to read yet.
    """
    body: Any = request.body
    if isinstance(body, (bytes, str)):
        return body
    if _is_buffer(body) and not hasattr(body, "read"):
        return _flatten(body)
    position = maybe_position(body) if is_replayable(body) else None
    chunks: list[bytes | str] = []
    size = 0
    source = read_chunks(body)
    try:
        while size <= limit and (chunk := next(source, None)) is not None:
            chunks.append(chunk)
            size += len(chunk)
    except BaseException:
        _replace_if_read_once(request, OnceBody(body, is_spent=True))
        raise
    finally:
        if position is not None:
            body.seek(position)
    if size > limit:
        _replace_if_read_once(request, chain(chunks, source))
        raise BodyTooLarge.of_stream(limit)
    read = _join(chunks)
    _replace_if_read_once(request, read)
    return read


def _replace_if_read_once(request: PreparedRequest, body: object) -> None:
    # The headers go on fitting: a stream is announced as chunks, and so is sent whatever stands there.
    if can_be_read_once(request.body):
        request.body = body  # type: ignore[assignment]
        _forget_position(request)


def _join(chunks: list[bytes | str]) -> bytes | str:
    if chunks and all(isinstance(chunk, str) for chunk in chunks):
        return "".join(chunks)  # type: ignore[arg-type]
    return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def set_body(request: PreparedRequest, body: bytes, fitting: Mapping[str, str | None]) -> None:
    """Give a request a cleaned body, and the headers that fit it; None takes one away."""
    headers = request.headers = read_headers(request)
    for name, value in fitting.items():
        if value is None:
            headers.pop(name, None)
        else:
            headers[name] = value
    request.body = body
    _forget_position(request)


def _forget_position(request: PreparedRequest) -> None:
    # requests would seek there when it follows a redirect.
    request._body_position = None  # type: ignore[attr-defined]  # noqa: SLF001 - it has no public name


def read_headers(request: Request | PreparedRequest) -> CaseInsensitiveDict[str]:
    """Give the headers of a request, whose names have no case, also when a program put a plain dict there."""
    headers = request.headers
    return headers if type(headers) is CaseInsensitiveDict else CaseInsensitiveDict(headers)


def read_chunks(body: Any) -> Iterator[bytes | str]:
    """Read a stream piece by piece.

    Raises:
        TypeError: what is read is neither bytes nor text.
        BlockingIOError: there is nothing to read yet; taken for the end, the body would be cut off.
    """
    if not hasattr(body, "read"):
        yield from map(_flatten, body)
        return
    while chunk := body.read(CHUNK):
        yield _flatten(chunk)
    if chunk is None:
        raise BlockingIOError("the body's stream has nothing to read yet: give one that waits")


def _flatten(chunk: Any) -> bytes | str:
    return chunk if isinstance(chunk, (bytes, str)) else memoryview(chunk).tobytes()


def _is_buffer(body: object) -> bool:
    try:
        memoryview(body)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True
