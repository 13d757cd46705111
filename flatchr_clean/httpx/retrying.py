"""Tries again, within a deadline, as `flatchr_clean.http.retries` says. Knows httpx and the clock."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import anyio
import httpx

from flatchr_clean.http.redaction import describe_request
from flatchr_clean.http.retries import RETRIES, Moment, Try, maybe_wait
from flatchr_clean.httpx.around import Around, AsyncAround
from flatchr_clean.httpx.bodies import OnceStream
from flatchr_clean.httpx.errors import UNSENT, read_head

DEADLINE: Final = "flatchr_clean.deadline"
"""Where a request's extensions hold its call's `Deadline`."""

SHORTEST_SECONDS: Final = 0.001  # of a time-out: 0 is none

Outcome = httpx.Response | httpx.TransportError

PASSING: Final = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)
"""What another try may do away with: neither a wrong address nor a request that is none."""


class Deadline(NamedTuple):
    """When a call must have ended.

    Attributes:
        ends_at: by the clock of `time.monotonic`.
        is_streamed: whether its answer is the program's to read, which may take longer.
    """

    ends_at: float
    is_streamed: bool = False


class Tries:
    """The tries of one request; what must be waited for is done by the transport.

    Args:
        request: what is sent.
        retries: how often it is tried again.
    """

    def __init__(self, request: httpx.Request, retries: int) -> None:
        self.request = request
        self.retries = 0 if isinstance(request.stream, OnceStream) else retries
        self.number = 0
        self.deadline: Deadline | None = request.extensions.get(DEADLINE)
        self.given = request.extensions.get("timeout", {})

    @property
    def left(self) -> float | None:
        """The seconds that are left; None without a deadline."""
        return None if self.deadline is None else self.deadline.ends_at - time.monotonic()

    def begin(self) -> None:
        """Count a try, and cut its time-outs to what is left.

        Raises:
            ConnectTimeout: the deadline has passed before the first: what led here took too long.
        """
        self.number += 1
        left = self.left
        if left is None:
            return
        if left <= 0 and self.number == 1:
            late = f"{describe_request(read_head(self.request))} was not sent: the call's deadline has passed"
            raise httpx.ConnectTimeout(late, request=self.request)
        self.cut(left)

    def cut(self, left: float) -> None:
        """Cut the time-outs to what is left."""
        longest = max(left, SHORTEST_SECONDS)
        names = ("connect", "read", "write", "pool")
        given = ((name, self.given.get(name)) for name in names)
        cut = {name: longest if seconds is None else min(seconds, longest) for name, seconds in given}
        self.request.extensions["timeout"] = cut

    def maybe_wait(self, outcome: Outcome) -> float | None:
        """Say how long to wait before the next try; None when this one's outcome is the call's."""
        answer = outcome if isinstance(outcome, httpx.Response) else None
        if isinstance(outcome, Exception) and is_about_certificates(outcome):
            return None
        tried = Try(
            self.request.method,
            self.number,
            status=answer.status_code if answer is not None else None,
            retry_after=answer.headers.get("Retry-After") if answer is not None else None,
            is_unsent=isinstance(outcome, UNSENT),
        )
        moment = Moment(time.time(), random.random(), self.left)  # noqa: S311 - it spreads calls over time
        return maybe_wait(tried, moment, self.retries)

    def give(self, outcome: Outcome) -> httpx.Response:
        """Give the answer, or raise the error, that the call gives; its time-outs are what they were."""
        if self.deadline is not None:
            self.request.extensions["timeout"] = self.given
        if not isinstance(outcome, httpx.Response):
            raise outcome
        if self.deadline is not None and not self.deadline.is_streamed:
            outcome.stream = PunctualStream(outcome, self, self.deadline)
        return outcome


class PunctualStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that is read until the deadline: each piece may come in time, and the last one never.

    Args:
        response: the answer.
        tries: those of its request.
        deadline: when it ends.
    """

    def __init__(self, response: httpx.Response, tries: Tries, deadline: Deadline) -> None:
        self.source: Any = response.stream
        self.length = response.headers.get("Content-Length")
        self.size = 0
        self.tries = tries
        self.deadline = deadline

    def check(self, chunk: bytes) -> None:
        """Raise `httpx.ReadTimeout` when the deadline has passed, and this is not the last piece."""
        self.size += len(chunk)
        if time.monotonic() >= self.deadline.ends_at and str(self.size) != self.length:
            raise httpx.ReadTimeout("the call's deadline has passed", request=self.tries.request)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Cut the time-outs: they are asked for when the first piece is."""
        self.tries.cut(self.deadline.ends_at - time.monotonic())
        try:
            yield
        finally:
            self.tries.request.extensions["timeout"] = self.tries.given

    def __iter__(self) -> Iterator[bytes]:
        with self.reading():
            for chunk in self.source:
                self.check(chunk)
                yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with self.reading():
            async for chunk in self.source:
                self.check(chunk)
                yield chunk

    def close(self) -> None:
        """Close the stream."""
        self.source.close()

    async def aclose(self) -> None:
        """Close the stream."""
        await self.source.aclose()


class PatientTransport(Around):
    """A transport that tries again what another one sends.

    Args:
        inner: the transport that sends; one of httpx's own when None.
        retries: how often a call is tried again.
    """

    def __init__(self, inner: httpx.BaseTransport | None = None, retries: int = RETRIES) -> None:
        super().__init__(inner)
        self.retries = retries

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, again if need be."""
        tries = Tries(request, self.retries)
        while True:
            tries.begin()
            outcome: Outcome
            try:
                outcome = self.inner.handle_request(request)
            except PASSING as error:
                outcome = error
            wait = tries.maybe_wait(outcome)
            if wait is None:
                return tries.give(outcome)
            if isinstance(outcome, httpx.Response):
                outcome.close()
            time.sleep(wait)


class AsyncPatientTransport(AsyncAround):
    """The same for an `httpx.AsyncClient`."""

    def __init__(self, inner: httpx.AsyncBaseTransport | None = None, retries: int = RETRIES) -> None:
        super().__init__(inner)
        self.retries = retries

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, again if need be."""
        tries = Tries(request, self.retries)
        while True:
            tries.begin()
            outcome: Outcome
            try:
                outcome = await self.inner.handle_async_request(request)
            except PASSING as error:
                outcome = error
            wait = tries.maybe_wait(outcome)
            if wait is None:
                return tries.give(outcome)
            if isinstance(outcome, httpx.Response):
                await outcome.aclose()
            await anyio.sleep(wait)


def is_about_certificates(error: BaseException | None) -> bool:
    """Tell whether an error comes of a certificate, which no other try makes good."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None
