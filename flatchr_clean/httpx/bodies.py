"""Every kind of body that httpx takes, as bytes. Knows streams; knows no cleaning, and waits for nothing.

httpx holds a body as a stream, also where it was given as bytes, and sends that stream again when it follows
a redirect or is asked for another try. A generator says then that it is used up; an iterator or a file gives
nothing more, and an empty body would be sent in its place. So what was read of a stream takes its place in
the request; of what goes out unread a file is brought back, and any other stream can be begun once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import httpx

from flatchr_clean.http.streams import cut, maybe_position
from flatchr_clean.payload.refusals import BodyTooLarge


class WholeStream(httpx.ByteStream):
    """Bytes that go out in pieces: a connection copies what it has not sent yet, of a file again and again.

    Args:
        content: the bytes.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        return cut(self.content)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


class OnceStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A stream that can be read once: who would send it again is stopped.

    Args:
        source: the stream.
        before: what was read of it already.
        refusal: what is raised when it is begun another time.
        is_spent: whether it was begun already.
    """

    def __init__(
        self, source: Any, refusal: Exception, *, before: Sequence[bytes] = (), is_spent: bool = False
    ) -> None:
        self.source = source
        self.refusal = refusal
        self.before = before
        self.is_spent = is_spent

    def begin(self) -> None:
        """Note that it is read from now on."""
        if self.is_spent:
            raise self.refusal
        self.is_spent = True

    def __iter__(self) -> Iterator[bytes]:
        self.begin()
        yield from self.before
        yield from self.source

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begin()
        for chunk in self.before:
            yield chunk
        async for chunk in self.source:
            yield chunk


class SoughtStream(httpx.SyncByteStream):
    """A file's stream, which begins each time where the file stood.

    Args:
        source: the stream.
        file: the file.
        position: where it stood.
    """

    def __init__(self, source: Any, file: Any, position: int) -> None:
        self.source = source
        self.file = file
        self.position = position

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.position)
        yield from self.source


class Reading:
    """A request's stream while it is read, a piece at a time, by whoever can wait for it.

    Args:
        request: its stream is replaced by what was read, whatever happens next; a file is left where it was.
        limit: the most bytes to read; None for what httpx itself encodes.
        refusal: what is raised by a stream that was read in part and broke.

    Attributes:
        position: where the file stands that is read; None when it is none.
    """

    def __init__(self, request: httpx.Request, limit: int | None, refusal: Exception) -> None:
        self.request = request
        self.limit = limit
        self.refusal = refusal
        self.chunks: list[bytes] = []
        self.size = 0
        self.position: int | None = None

    def take(self, chunk: bytes) -> None:
        """Keep a piece.

        Raises:
            BodyTooLarge: there is more than the limit.
        """
        self.chunks.append(chunk)
        self.size += len(chunk)
        if self.limit is not None and self.size > self.limit:
            raise BodyTooLarge.of_stream(self.limit)

    @contextmanager
    def of(self, source: Any) -> Iterator[None]:
        """Read, by `take`, what an iterator over the request's stream gives."""
        given = self.request.stream
        file = maybe_file(given)
        self.position = maybe_position(file)
        self.request.stream = OnceStream((), self.refusal, is_spent=True)
        try:
            yield
        except BodyTooLarge:
            self.request.stream = OnceStream(source, self.refusal, before=self.chunks)
            raise
        else:
            self.request.stream = WholeStream(self.content)
        finally:
            if self.position is not None:
                file.seek(self.position)
                self.request.stream = given

    def fits(self, length: str) -> bool:
        """Tell whether a Content-Length is right; httpx announces a file whole, also where it was begun."""
        return not length.isdecimal() or int(length) in {self.size, self.size + (self.position or 0)}

    @cached_property
    def content(self) -> bytes:
        """All that was read."""
        content = b"".join(self.chunks)
        self.chunks.clear()  # or else a large file would be held twice
        return content


def maybe_bytes(request: httpx.Request) -> bytes | None:
    """Give a body that is held as bytes; None when it must be read first."""
    stream = request.stream
    if isinstance(stream, WholeStream):
        return stream.content
    return b"".join(stream) if isinstance(stream, httpx.ByteStream) else None


def is_encoded(request: httpx.Request) -> bool:
    """Tell whether the stream is a form that httpx encodes while it is sent, alone of use to both clients."""
    stream = request.stream
    is_both = isinstance(stream, httpx.SyncByteStream) and isinstance(stream, httpx.AsyncByteStream)
    return is_both and not isinstance(stream, OnceStream)


def let_pass_once(request: httpx.Request, refusal: Exception) -> None:
    """See to it that a stream that goes out unread is sent whole or not at all."""
    stream = request.stream
    if isinstance(stream, (OnceStream, SoughtStream)) or is_encoded(request):
        return
    file = maybe_file(stream)
    position = maybe_position(file)
    if position is not None:
        request.stream = SoughtStream(stream, file, position)
    elif not isinstance(file, Sequence):
        request.stream = OnceStream(stream, refusal)


def maybe_file(stream: object) -> Any:
    """Give what a stream reads, a file perhaps; None for an asynchronous one, which would be awaited."""
    return getattr(stream, "_stream", None) if isinstance(stream, httpx.SyncByteStream) else None


def is_spent(request: httpx.Request) -> bool:
    """Tell whether the body is a stream that can be read once, and was begun."""
    return isinstance(request.stream, OnceStream) and request.stream.is_spent
