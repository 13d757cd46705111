"""Each client behind the same few calls, so that one case runs by all. Knows clients; expects nothing.

A further client joins by a subclass of `Driver` in `DRIVERS`: what it cannot do it says by its attributes.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from abc import ABC, abstractmethod
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, ClassVar

import aiohttp
import httpx
import requests

import flatchr_clean.aiohttp
import flatchr_clean.httpx
import flatchr_clean.requests
from tests.raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType


# How a body is given.


@dataclass(frozen=True)
class Json:
    """Data that the client itself writes as JSON."""

    value: Any


@dataclass(frozen=True)
class Content:
    """A text or bytes."""

    value: str | bytes


@dataclass(frozen=True)
class Stream:
    """Bytes that come in pieces, in one of the driver's shapes; "generator" is one of every driver."""

    chunks: tuple[bytes, ...]
    shape: str = "generator"


@dataclass(frozen=True)
class Fields:
    """A form as browsers send it."""

    values: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form with files, each a name, a content and a type."""

    values: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes, str]]


Body = Json | Content | Stream | Fields | Form | None


class SameIterator:
    """An iterable that goes on where it was, as a reader of a queue does."""

    def __init__(self, *chunks: bytes) -> None:
        self._iterator = iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self._iterator


class Wrapper:
    """An iterable that seems to start anew, around one that does not."""

    def __init__(self, *chunks: bytes) -> None:
        self._iterator = iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._iterator


class Readable:
    """A stream that can only be read, as an answer of another service."""

    def __init__(self, *chunks: bytes) -> None:
        self._rest = b"".join(chunks)

    def read(self, size: int = -1) -> bytes:
        """Give what is left, up to a size."""
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(5), b"")


def generator(*chunks: bytes) -> Iterator[bytes]:
    """Give the chunks, once."""
    yield from chunks


OPENED: list[Any] = []
"""The pipes and files that a test was given, for its end to close."""


def pipe(*chunks: bytes) -> Any:
    """Open a real pipe that holds some bytes."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(b"".join(chunks))
    OPENED.append(os.fdopen(reading, "rb"))
    return OPENED[-1]


def file_at_seven(*chunks: bytes) -> Any:
    """Open a file that was read partly."""
    file: Any = TemporaryFile()  # noqa: SIM115 - the test's end closes it
    OPENED.append(file)
    file.write(b"skipped" + b"".join(chunks))
    file.seek(7)
    return file


class AsyncSameIterator:
    """`SameIterator` for tasks."""

    def __init__(self, *chunks: bytes) -> None:
        self._iterator = async_generator(*chunks)

    def __aiter__(self) -> Any:
        return self._iterator


class AsyncWrapper(AsyncSameIterator):
    """`Wrapper` for tasks."""

    async def __aiter__(self) -> Any:
        async for chunk in self._iterator:
            yield chunk


async def async_generator(*chunks: bytes) -> Any:
    """Give the chunks, once."""
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


# What came of a call.


@dataclass(frozen=True)
class Reply:
    """What a program sees of an answer."""

    status: int
    found: Any
    history: int = 0


@dataclass
class Client:
    """An open client: makes requests, and sends them as often as it is asked."""

    driver: Driver
    make: Callable[..., Any]
    send: Callable[..., Reply]

    def request(
        self, method: str, url: str, body: Body = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """Make a request."""
        return self.make(method, url, headers=dict(headers or {}), **self.driver.give(body))

    def call(self, method: str, url: str, body: Body = None, **others: Any) -> Reply:
        """Make a request, and send it; redirects are followed."""
        return self.send(self.request(method, url, body, **others), follow=True)


class Driver(ABC):
    """One client.

    Attributes:
        name: as a test's id shows it.
        ours: its package of ours, where the errors are.
        error: the base of the client's own errors.
        shapes: how a stream can be given; those in `often` can be read again.
        cannot: the cases that it refuses itself, by their labels.
    """

    name: ClassVar[str]
    ours: ClassVar[ModuleType]
    error: ClassVar[type[Exception]]
    content: ClassVar[str] = "content"
    shapes: ClassVar[Mapping[str, Callable[..., Any]]]
    often: ClassVar[frozenset[str]] = frozenset({"file"})
    cannot: ClassVar[frozenset[str]] = frozenset()

    def give(self, body: Body) -> dict[str, Any]:
        """Give a body as the arguments that the client takes."""
        match body:
            case Json(value):
                return {"json": value}
            case Content(value):
                return {self.content: value}
            case Stream(chunks, shape):
                return {self.content: self.shapes[shape](*chunks)}
            case Fields(values):
                return {"data": dict(values)}
            case Form(values, files):
                return {"data": dict(values), "files": dict(files)}
        return {}

    @abstractmethod
    def open(self, settings: Mapping[str, Any] | None, auth: Any = None) -> Any:
        """Open a client that trusts our servers: mounted with settings, or plain when they are None."""

    def is_about(self, error: Any, request: Any) -> bool:
        """Tell whether an error names a request."""
        return error.request is request


SHAPES = {
    "generator": generator,
    "same iterator": SameIterator,
    "wrapper": Wrapper,
    "readable": Readable,
    "pipe": pipe,
    "file": file_at_seven,
}
ASYNC_SHAPES = {
    "generator": async_generator,
    "same iterator": AsyncSameIterator,
    "wrapper": AsyncWrapper,
}


@cache
def trust() -> ssl.SSLContext:
    """Give what trusts the servers of `tests.raw_server`."""
    with RawServer(tls=False) as server:
        return ssl.create_default_context(cafile=server.ca)


class Requests(Driver):
    """requests."""

    name = "requests"
    ours = flatchr_clean.requests
    error = requests.RequestException
    content = "data"
    shapes = SHAPES

    @contextmanager
    def open(self, settings: Mapping[str, Any] | None, auth: Any = None) -> Iterator[Client]:
        """Open a session."""
        with requests.Session() as session, RawServer(tls=False) as server:
            session.trust_env = False
            session.verify, session.auth = server.ca, auth
            if settings is not None:
                flatchr_clean.requests.mount(session, **settings)

            def make(method: str, url: str, **given: Any) -> Any:
                return session.prepare_request(requests.Request(method, url, **given))

            def send(request: Any, *, follow: bool = False) -> Reply:
                response = session.send(request, allow_redirects=follow, verify=session.verify)
                found = getattr(response, "flatchr_clean", None)
                return Reply(response.status_code, found, len(response.history))

            yield Client(self, make, send)


class Httpx(Driver):
    """httpx.Client."""

    name = "httpx"
    ours = flatchr_clean.httpx
    error = httpx.HTTPError
    shapes: ClassVar = {name: shape for name, shape in SHAPES.items() if name not in {"pipe", "file"}}

    @contextmanager
    def open(self, settings: Mapping[str, Any] | None, auth: Any = None) -> Iterator[Client]:
        """Open a client."""
        with httpx.Client(verify=trust(), trust_env=False, auth=auth) as client:
            if settings is not None:
                flatchr_clean.httpx.mount(client, **settings)

            def send(request: Any, *, follow: bool = False) -> Reply:
                return read_response(client.send(request, follow_redirects=follow))

            yield Client(self, client.build_request, send)


class AsyncHttpx(Driver):
    """httpx.AsyncClient."""

    name = "httpx async"
    ours = flatchr_clean.httpx
    error = httpx.HTTPError
    shapes = ASYNC_SHAPES

    @contextmanager
    def open(self, settings: Mapping[str, Any] | None, auth: Any = None) -> Iterator[Client]:
        """Open a client, and the loop that all its calls run in."""
        with asyncio.Runner() as runner:
            client = httpx.AsyncClient(verify=trust(), trust_env=False, auth=auth)
            if settings is not None:
                flatchr_clean.httpx.mount(client, **settings)

            def send(request: Any, *, follow: bool = False) -> Reply:
                return read_response(runner.run(client.send(request, follow_redirects=follow)))

            yield Client(self, client.build_request, send)
            runner.run(client.aclose())


def read_response(response: httpx.Response) -> Reply:
    """Read what httpx answers."""
    return Reply(response.status_code, response.extensions.get("flatchr_clean"), len(response.history))


@dataclass
class Call:
    """What aiohttp is to call, and the request that it made of that the first time."""

    method: str
    url: str
    arguments: dict[str, Any]
    made: list[Any] = field(default_factory=list)

    async def send(self, session: aiohttp.ClientSession, own: tuple[Any, ...], *, follow: bool) -> Reply:
        """Send the very same request again, by a middleware that stands before all others."""
        begun: list[Any] = []

        async def again(request: Any, handler: Any) -> Any:
            if not begun:  # or else it follows a redirect
                begun.append(request)
                self.made = self.made or begun
                request = self.made[0]
            return await handler(request)

        given = {**self.arguments, "middlewares": (again, *own), "allow_redirects": follow}
        async with session.request(self.method, self.url, **given) as response:
            await response.read()
            found = getattr(response, "flatchr_clean", None)
            return Reply(response.status, found, len(response.history))


class Aiohttp(Driver):
    """aiohttp, all of whose clients share a loop while one is open: a request cannot change its own."""

    name = "aiohttp"
    ours = flatchr_clean.aiohttp
    error = aiohttp.ClientError
    content = "data"
    shapes = ASYNC_SHAPES  # a file or a pipe is closed at the end of each call
    cannot = frozenset({"stream said to be chunked"})
    runner: asyncio.Runner | None = None

    def give(self, body: Body) -> dict[str, Any]:
        """Give a body as the arguments that the client takes."""
        if not isinstance(body, Form):
            return super().give(body)
        form = aiohttp.FormData(dict(body.values))
        for name, (filename, content, content_type) in body.files.items():
            form.add_field(name, content, filename=filename, content_type=content_type)
        return {"data": form}

    def is_about(self, error: Any, request: Call) -> bool:
        """Tell whether an error names a request, without its query."""
        info = error.request_info
        return (info.method, str(info.url)) == (request.method, request.url.partition("?")[0])

    @contextmanager
    def open(self, settings: Mapping[str, Any] | None, auth: Any = None) -> Iterator[Client]:
        """Open a session."""
        with ExitStack() as stack:
            if self.runner is None:
                self.runner = stack.enter_context(asyncio.Runner())
                stack.callback(setattr, self, "runner", None)
            run = self.runner.run
            own = () if settings is None else (flatchr_clean.aiohttp.cleaning_middleware(**settings),)
            own = own if auth is None else (*own, auth)

            async def start() -> aiohttp.ClientSession:
                return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust()))

            session = run(start())
            stack.callback(lambda: run(session.close()))

            def make(method: str, url: str, **arguments: Any) -> Call:
                return Call(method, url, arguments)

            def send(request: Call, *, follow: bool = False) -> Reply:
                return run(request.send(session, own, follow=follow))

            yield Client(self, make, send)


DRIVERS: tuple[Driver, ...] = (Requests(), Httpx(), AsyncHttpx(), Aiohttp())
