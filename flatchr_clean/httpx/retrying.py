"""Tries again, within a deadline, as `flatchr_clean.http.retries` says. Knows httpx and the clock."""

from __future__ import annotations

import random
import ssl
import time
from typing import Final

import anyio
import httpx

from flatchr_clean.http.redaction import describe_request
from flatchr_clean.http.retries import RETRIES, Moment, Try, maybe_wait
from flatchr_clean.httpx.around import Around, AsyncAround
from flatchr_clean.httpx.bodies import OnceStream
from flatchr_clean.httpx.errors import UNSENT, read_head

DEADLINE: Final = "flatchr_clean.deadline"
"""Where a request's extensions hold when its call must have ended, by the clock of `time.monotonic`."""

SHORTEST_SECONDS: Final = 0.001  # of a time-out: 0 is none

Outcome = httpx.Response | httpx.TransportError

PASSING: Final = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)
"""What another try may do away with: neither a wrong address nor a request that is none."""


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
        self.ends_at: float | None = request.extensions.get(DEADLINE)
        self.given = request.extensions.get("timeout", {})

    @property
    def left(self) -> float | None:
        """The seconds that are left; None without a deadline."""
        return None if self.ends_at is None else self.ends_at - time.monotonic()

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
        if self.ends_at is not None:
            self.request.extensions["timeout"] = self.given
        if isinstance(outcome, httpx.Response):
            return outcome
        raise outcome


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
