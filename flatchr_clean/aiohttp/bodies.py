"""Every kind of body that aiohttp takes, read and put back. Knows payloads; knows no cleaning.

aiohttp makes a `Payload` of whatever it is given, sends it by its `write`, and sends the very same one again
when it follows a redirect. A payload around a generator or a pipe is used up then, and writes nothing more.
So what was read of a body takes its place in the request, as `Pieces`, and so does a stream that goes out
unread: what is used up raises instead of writing nothing.

The files of a form are not read at all. In the outline of a form, which is what gets cleaned, a word stands
for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any, Self
from uuid import uuid4

from aiohttp import ClientRequest, MultipartWriter, hdrs
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import (
    AsyncIterablePayload,
    BytesPayload,
    IOBasePayload,
    Payload,
    StringPayload,
    TextIOPayload,
)

from flatchr_clean.aiohttp.errors import LostBody
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.refusals import SPENT
from flatchr_clean.http.streams import cut
from flatchr_clean.payload.forms import is_file
from flatchr_clean.payload.headers import read_media_type
from flatchr_clean.payload.refusals import BodyTooLarge

Holes = dict[bytes, Payload]
"""What stands in an outline, each for what is left out there."""


class Pieces(Payload):
    """A body in pieces: bytes, and payloads that go out as they are.

    Args:
        pieces: the pieces.
        origin: the payload that they come of: its headers, and what it has open, stay theirs.
        encoding: of a body that was given as text, how its bytes encode it.

    Attributes:
        findings: what was found when it was cleaned; None when it was not.
    """

    findings: Findings | None = None

    def __init__(
        self, pieces: Iterable[bytes | Payload], origin: Payload, *, encoding: str | None = None
    ) -> None:
        super().__init__(None, headers=origin.headers, encoding=encoding)
        self.pieces: list[bytes | Payload] = list(pieces)
        self.origin = origin

    @property
    def payloads(self) -> Iterator[Payload]:
        """The pieces that are payloads."""
        return (piece for piece in self.pieces if isinstance(piece, Payload))

    @property
    def size(self) -> int | None:
        """How many bytes it is; None when a piece does not know."""
        sizes = [piece.size if isinstance(piece, Payload) else len(piece) for piece in self.pieces]
        return None if None in sizes else sum(size or 0 for size in sizes)

    @property
    def consumed(self) -> bool:
        """Whether a piece can be written no more."""
        return any(payload.consumed for payload in self.payloads)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Give it as text; a `TypeError` when a piece has to be read for that."""
        return b"".join(self.pieces).decode(encoding, errors)  # type: ignore[arg-type]

    async def as_bytes(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Give it as bytes."""
        parts = [
            await piece.as_bytes(encoding, errors) if isinstance(piece, Payload) else piece
            for piece in self.pieces
        ]
        return b"".join(parts)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write it whole."""
        await self.write_with_length(writer, None)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Write it, a lone payload under the limit that aiohttp gives.

        Raises:
            LostBody: a piece can be written no more.
        """
        if self.consumed:
            raise LostBody(SPENT)
        self._consumed = True
        limit = content_length if len(self.pieces) == 1 else None
        for piece in self.pieces:
            if isinstance(piece, Payload):
                await piece.write_with_length(writer, limit)
            else:
                for chunk in cut(piece):
                    await writer.write(chunk)

    async def close(self) -> None:
        """Close what its origin has open."""
        await self.origin.close()


class Unsized(Pieces):
    """One that stands for another body, and tells no length: it would be written into the headers."""

    size = None


class Unread(Pieces):
    """A body that goes out unread: whole, or not at all."""


class Begun(Unread):
    """What was read of a stream, and the stream, which goes on from there; both go out once."""

    @property
    def consumed(self) -> bool:
        """Whether it was begun."""
        return self._consumed

    @classmethod
    def spent(cls, origin: Payload) -> Self:
        """Make one of which nothing is left."""
        nothing = cls([], origin)
        nothing._consumed = True
        return nothing


class _FullError(Exception):
    """More was written than is read."""


class _Reader:
    """Takes what a payload writes, up to a limit."""

    def __init__(self, limit: float) -> None:
        self.chunks: list[bytes] = []
        self.left = limit

    async def write(self, chunk: Any) -> None:
        self.chunks.append(bytes(memoryview(chunk)))
        self.left -= len(self.chunks[-1])
        if self.left < 0:
            raise _FullError


def is_empty(request: ClientRequest) -> bool:
    """Tell whether a request has no body; a stream counts as one, whatever it holds."""
    body = request.body
    return not body or (isinstance(body, BytesPayload) and not body.size)


def is_spent(request: ClientRequest) -> bool:
    """Tell whether the body of a request was used up."""
    return isinstance(request.body, Payload) and request.body.consumed


def keep_whole(request: ClientRequest) -> None:
    """See to it that a body that goes out unread is sent whole, or not at all."""
    body = request.body
    if isinstance(body, Payload) and not isinstance(body, (BytesPayload, Pieces)):
        put_back(request, Unread([body], body))


async def read_body(request: ClientRequest, body: Payload, limit: int) -> tuple[bytes | str, Holes]:
    """Read a request's body whole, and see to it that it can be sent, whatever happens next.

    Args:
        request: the request.
        body: its body.
        limit: the most bytes that are read from a stream. A form is read without its files, and without
            a limit.

    Returns:
        Its bytes, or its text when it was given as text; and what was left out there.

    Raises:
        BodyTooLarge: there is more than `limit` to read.
    """
    if not isinstance(body, (BytesPayload, Pieces)) or isinstance(body, Unread):
        body = await _read_pieces(request, body, limit)
    holes: Holes = {}
    if isinstance(body, Pieces):
        content = b"".join(_leave_out(body.pieces, holes))
    else:
        content = await body.as_bytes()
        content = content if type(content) is bytes else bytes(content)
    is_text = isinstance(body, (StringPayload, Pieces)) and body.encoding
    return (content.decode(body.encoding or "") if is_text else content), holes


def fill(content: bytes, holes: Holes) -> Iterator[bytes | Payload]:
    """Give the pieces of a body: what was left out, between what was read."""
    for word, payload in holes.items():
        before, _, content = content.partition(word)
        yield before
        yield payload
    yield content


def set_body(request: ClientRequest, body: Payload) -> None:
    """Give a request a body, and the headers that fit it."""
    put_back(request, body)
    headers = request.headers
    size = None if request.compress else body.size  # packed while it is sent, nobody knows its length
    request.chunked = True if size is None else None
    headers.popall(hdrs.CONTENT_LENGTH, None)
    headers.popall(hdrs.TRANSFER_ENCODING, None)
    if size is None:
        headers[hdrs.TRANSFER_ENCODING] = "chunked"
    else:
        headers[hdrs.CONTENT_LENGTH] = str(size)


def put_back(request: ClientRequest, body: Payload) -> None:
    """Put a body into a request whose headers fit it already."""
    # `update_body` would close what is put back, and write other headers.
    request._body = body  # noqa: SLF001 - it has no other public name


async def _read_pieces(request: ClientRequest, body: Payload, limit: int) -> Pieces:
    """Read a body by having it written, and put back what was read, or what is left."""
    holes: Holes = {}
    is_form = isinstance(body, MultipartWriter)
    reader = _Reader(inf if is_form else limit)
    try:
        await (_hollow(body, holes) if isinstance(body, MultipartWriter) else body).write(reader)  # type: ignore[arg-type]
    except BaseException as error:
        is_full = isinstance(error, _FullError)
        if is_full and _goes_on(body):
            put_back(request, Begun([*reader.chunks, body], body))
        elif not all(map(_starts_anew, _parts_of(body))):
            put_back(request, Begun.spent(body))
        if not is_full:
            raise
    else:
        encoding = body.encoding if isinstance(body, TextIOPayload) else None
        whole = Pieces(fill(b"".join(reader.chunks), holes), body, encoding=encoding)
        put_back(request, whole)
        return whole
    raise BodyTooLarge.of_stream(limit)


def _goes_on(body: Payload) -> bool:
    """Tell whether a stream goes on where it was when it is written again."""
    is_pipe = isinstance(body, IOBasePayload) and body.consumed
    return is_pipe or (isinstance(body, AsyncIterablePayload) and not _starts_anew(body))


def _starts_anew(body: Payload) -> bool:
    """Tell whether a body starts anew when it is written again; of those that we don't know nobody knows."""
    if isinstance(body, AsyncIterablePayload):
        return body._cached_chunks is not None  # noqa: SLF001 - another middleware had it read, by `as_bytes`
    return isinstance(body, (BytesPayload, IOBasePayload)) and not body.consumed


def _parts_of(body: Payload) -> list[Payload]:
    return [part for part, _, _ in body] if isinstance(body, MultipartWriter) else [body]


def _hollow(form: MultipartWriter, holes: Holes) -> MultipartWriter:
    """Make a form's like with a word in the place of each file."""
    kind = read_media_type(form.content_type).name.partition("/")[2]
    like = MultipartWriter(kind, form.boundary)
    for part, coding, transfer in form:
        disposition = part.headers.get(hdrs.CONTENT_DISPOSITION, "")
        is_hole = is_file(disposition) and not (coding or transfer or isinstance(part, BytesPayload))
        like.append_payload(Unsized(_leave_out([part], holes), part) if is_hole else part)
    return like


def _leave_out(pieces: Iterable[bytes | Payload], holes: Holes) -> Iterator[bytes]:
    """Give the bytes among some pieces, and a word in the place of each payload, which is noted."""
    for piece in pieces:
        if isinstance(piece, Payload):
            word = uuid4().hex.encode()
            holes[word] = piece
            yield word
        else:
            yield piece
