"""The transports that clean what goes to Flatchr. Know when to clean and when to refuse; not how to clean.

Each wraps the transport that the client had, and hands it a cleaned copy of the request. Between two requests
there is no state: threads and tasks may share one. What of one sending matters to the next, a redirect, lies
in the request's extensions, which httpx hands on when it follows one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final, Unpack, cast

import anyio.to_thread
import httpx
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

from flatchr_clean.http.cleaning import LARGE_BODY_BYTES, THREADS, CleanedRequest, read_kind
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.options import Settings, check_names
from flatchr_clean.http.policy import CleaningPolicy, Redirected
from flatchr_clean.http.refusals import LostBody, UncleanableBody
from flatchr_clean.httpx.around import Around, AsyncAround
from flatchr_clean.httpx.auth import refuse_moved_token
from flatchr_clean.httpx.bodies import (
    Reading,
    WholeStream,
    is_encoded,
    is_spent,
    let_pass_once,
    maybe_bytes,
)
from flatchr_clean.httpx.errors import RequestRefused, become, refusing
from flatchr_clean.payload.headers import Kind
from flatchr_clean.payload.refusals import BodyTooLarge

logger = logging.getLogger(__name__)

FOUND: Final = "flatchr_clean"
"""Where a response's extensions hold what was found in its request."""

REDIRECT: Final = "flatchr_clean.redirect"
"""Where a request's extensions hold the one before it, which was answered with a redirect."""


class Sending:
    """One request on its way through a transport; what must be waited for is done by the transport.

    Args:
        policy: how requests are cleaned, and which are refused.
        request: what the client gave. It stays as it is, but for a stream, see `flatchr_clean.httpx.bodies`.

    Attributes:
        is_to_read: whether its stream must be read first.
    """

    def __init__(self, policy: CleaningPolicy, request: httpx.Request) -> None:
        self.policy = policy
        self.request = request
        self.body = maybe_bytes(request)
        self.is_empty = self.body == b""
        with refusing(request) as self.head:
            refuse_moved_token(request, self.head)
            standing = policy.admit(self.head, request.extensions.get(REDIRECT), is_empty=self.is_empty)
        self.is_meant = standing is Standing.MEANT
        self.is_unread = not self.is_empty and read_kind(self.head) is Kind.OPAQUE
        self.is_to_read = self.is_meant and self.body is None and not self.is_unread
        self.findings = Findings()
        if self.is_meant and is_spent(request):
            raise self.spent

    @cached_property
    def spent(self) -> RequestRefused:
        """What is raised for a body that is used up."""
        return become(LostBody.spent(self.head), self.request)

    @contextmanager
    def reading(self, source: Any) -> Iterator[Reading]:
        """Read the stream by an iterator over it, see `Reading`.

        Raises:
            UncleanableBody: there is more to read than the limit, or another number of bytes than announced.
        """
        limit = None if is_encoded(self.request) else self.policy.rules.max_body_bytes
        reading = Reading(self.request, limit, self.spent)
        try:
            with reading.of(source):
                yield reading
        except BodyTooLarge as error:
            raise become(UncleanableBody.unsent(self.head, str(error)), self.request) from error
        announced = self.head.maybe_header("Content-Length") or ""
        if not reading.fits(announced):
            reason = (
                f"its stream holds {reading.size:,} bytes, and its Content-Length says {int(announced):,}"
            )
            raise become(UncleanableBody.unsent(self.head, reason), self.request)
        self.body = reading.content

    def clean(self) -> CleanedRequest | None:
        """Clean the request, whose body was read; None where that is not asked for. A thread may do it."""
        if not self.is_meant:
            return None
        body = None if self.is_empty or self.is_unread else self.body
        with refusing(self.request, self.head):
            return self.policy.rules.clean(self.head, body, is_unread=self.is_unread)

    def prepare(self, cleaned: CleanedRequest | None) -> httpx.Request:
        """Give what is sent: a copy with the cleaned body, or the request itself where it can go as it is."""
        if cleaned is None:
            return self.request
        self.findings = cleaned.findings
        self.policy.teller.tell(logger, self.head, self.findings)
        if cleaned.body is None:
            let_pass_once(self.request, self.spent)
        elif self.is_to_read or not cleaned.is_as_given:
            return make_request(self.request, cleaned.body, cleaned.headers)
        return self.request

    def note(self, response: httpx.Response) -> httpx.Response:
        """Note what was found on the response, and on the request that a redirect has answered it."""
        if self.is_meant:
            response.extensions[FOUND] = self.findings
        if self.is_meant and response.has_redirect_location and not self.is_empty:
            self.request.extensions[REDIRECT] = Redirected(self.head, response.status_code)
        else:
            self.request.extensions.pop(REDIRECT, None)
        return response


class CleaningTransport(Around):
    """A transport that cleans the requests to some hosts, and hands all of them to another one.

    Requests to other hosts pass through as they are. `flatchr_clean.httpx.mount` puts one around each
    transport that a client has.

    Args:
        inner: the transport that sends; one of httpx's own when None.
        **settings: see `flatchr_clean.http.policy.CleaningPolicy.make`, each by its name.

    Raises:
        InvalidOption: the inner transport is none.
        CleaningError: a setting makes no sense.
    """

    def __init__(self, inner: httpx.BaseTransport | None = None, **settings: Unpack[Settings]) -> None:
        check_names(type(self), settings)
        super().__init__(inner)
        self.policy = CleaningPolicy.make(**settings)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Clean a request, if it goes to one of the hosts, and send it.

        Returns:
            The inner transport's response; from one of the hosts, its extensions hold the
            `flatchr_clean.http.findings.Findings` under "flatchr_clean".

        Raises:
            InsecureTransport: the host is reached without TLS, or a redirect leads the body there.
            ForeignHost: the address was changed to one that the request's token is not for, or a redirect
                leads the body to another host.
            LostBody: the body can be read only once, and was; or a redirect has dropped it, and the transport
                is strict.
            UncleanableBody: the body cannot be cleaned; nothing was sent.
            StaleSignature: the body changed, and a header signs what it was; nothing was sent.
        """
        sending = Sending(self.policy, request)
        if sending.is_to_read:
            source = iter(cast(httpx.SyncByteStream, request.stream))
            with sending.reading(source) as reading:
                for chunk in source:
                    reading.take(chunk)
        return sending.note(self.inner.handle_request(sending.prepare(sending.clean())))


class AsyncCleaningTransport(AsyncAround):
    """The same for an `httpx.AsyncClient`. A large body is cleaned in a thread: nothing else waits for it."""

    def __init__(self, inner: httpx.AsyncBaseTransport | None = None, **settings: Unpack[Settings]) -> None:
        check_names(type(self), settings)
        super().__init__(inner)
        self.policy = CleaningPolicy.make(**settings)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do what `CleaningTransport.handle_request` does."""
        sending = Sending(self.policy, request)
        if sending.is_to_read:
            source = aiter(cast(httpx.AsyncByteStream, request.stream))
            with sending.reading(source) as reading:
                async for chunk in source:
                    reading.take(chunk)
        if len(sending.body or b"") > LARGE_BODY_BYTES:
            clean = anyio.to_thread.run_sync
            cleaned = await clean(sending.clean, abandon_on_cancel=True, limiter=_limiter())
        else:
            cleaned = sending.clean()
        return sending.note(await self.inner.handle_async_request(sending.prepare(cleaned)))


_LIMITER: RunVar[CapacityLimiter] = RunVar("flatchr_clean.httpx.cleaning")  # one for each event loop


def _limiter() -> CapacityLimiter:
    limiter = _LIMITER.get(None)
    if limiter is None:
        limiter = CapacityLimiter(THREADS)
        _LIMITER.set(limiter)
    return limiter


def make_request(request: httpx.Request, body: bytes, fitting: Mapping[str, str | None]) -> httpx.Request:
    """Copy a request, with a cleaned body and the headers that fit it; None takes one away."""
    headers = httpx.Headers(request.headers)
    for name, value in fitting.items():
        if value is None:
            headers.pop(name, None)
        else:
            headers[name] = value
    copied = httpx.Request(request.method, request.url, headers=headers, stream=WholeStream(body))
    copied.extensions = request.extensions  # the same: what looks on from there sees one request
    return copied
