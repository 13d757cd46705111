"""The middleware that cleans what goes to Flatchr. Knows when aiohttp asks it; not how to clean.

It stands between `aiohttp.ClientSession` and the network, once for each request that a call makes, the first
and those that follow a redirect. There is no state between two calls: sessions, tasks and threads may share
it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final, Unpack
from weakref import WeakKeyDictionary

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from aiohttp.payload import Payload

from flatchr_clean.aiohttp.bodies import (
    Pieces,
    fill,
    is_empty,
    is_spent,
    keep_whole,
    read_body,
    set_body,
)
from flatchr_clean.aiohttp.calls import maybe_body, maybe_redirected, note_body, note_redirect
from flatchr_clean.aiohttp.errors import become, read_head, refusing
from flatchr_clean.http.cleaning import LARGE_BODY_BYTES, THREADS, CleanedRequest, RequestCleaner, read_kind
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.options import Settings, check_names
from flatchr_clean.http.policy import CleaningPolicy, Redirected
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import LostBody, UncleanableBody
from flatchr_clean.payload.headers import Kind
from flatchr_clean.payload.refusals import BodyTooLarge

logger = logging.getLogger(__name__)

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
"""The answers that aiohttp follows."""


def cleaning_middleware(**settings: Unpack[Settings]) -> CleaningMiddleware:
    """Make a middleware that cleans the requests to some hosts, and lets all others pass as they are.

    A middleware that signs a body stands behind it in ``middlewares=``; one that tries again may stand
    anywhere: what is sent again is clean already. The files of a form are not read, whatever their size.

    Args:
        **settings: see `flatchr_clean.http.policy.CleaningPolicy.make`, each by its name.

    Raises:
        CleaningError: a setting makes no sense.
    """
    check_names(cleaning_middleware, settings)
    return CleaningMiddleware(CleaningPolicy.make(**settings))


@dataclass(frozen=True, slots=True)
class CleaningMiddleware:
    """A middleware that cleans; made by `cleaning_middleware`."""

    policy: CleaningPolicy

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Clean a request, if it goes to one of the hosts, and send it.

        A small body is cleaned at once, one of more than `LARGE_BODY_BYTES` in a thread of the loop's
        executor. What was read of a stream takes its place in the request, the cleaned body once it is clean.

        Returns:
            The handler's response; from one of the hosts, its ``flatchr_clean`` is
            the `flatchr_clean.http.findings.Findings`.

        Raises:
            InsecureTransport: the host is reached without TLS, or a redirect leads the body there.
            ForeignHost: a redirect leads the body to another host.
            LostBody: the body can be read only once, and was; or a redirect has dropped it, and the
                middleware is strict.
            UncleanableBody: the body cannot be cleaned; nothing was sent.
            StaleSignature: the body changed, and a header signs what it was; nothing was sent.
        """
        with refusing(request) as head:
            standing = self.policy.admit(head, maybe_redirected(request), is_empty=is_empty(request))
        if standing is not Standing.MEANT:
            return await handler(request)
        if kept := maybe_body(request):
            set_body(request, kept)
        if is_spent(request):
            raise become(LostBody.spent(head), request)
        given = request.body
        findings = await clean(request, self.policy)
        if given and not isinstance(given, Pieces):
            note_body(request, given)
        response = await handler(request)
        response.flatchr_clean = findings  # type: ignore[attr-defined]
        is_redirect = response.status in REDIRECTS and not is_empty(request)
        note_redirect(request, Redirected(read_head(request), response.status) if is_redirect else None)
        return response


async def clean(request: ClientRequest, policy: CleaningPolicy) -> Findings:
    """Clean a request's body where it is, log what was found, and tell it.

    Raises:
        UncleanableBody: the body cannot be cleaned, or is longer than the limit.
        StaleSignature: the body changed, and a header signs or digests what it was.
    """
    with refusing(request) as head:
        body = request.body
        if not isinstance(body, Payload) or read_kind(head) is Kind.OPAQUE:
            keep_whole(request)
            cleaned = policy.rules.clean(head, None, is_unread=not is_empty(request))
        else:
            cleaned = await _clean_body(request, head, body, policy.rules)
    policy.teller.tell(logger, head, cleaned.findings)
    earlier = getattr(body, "findings", None)
    findings = cleaned.findings.after(earlier) if earlier else cleaned.findings
    if isinstance(request.body, Pieces):
        request.body.findings = findings
    return findings


_SLOTS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _slots() -> asyncio.Semaphore:
    """Give what counts the threads of the running loop that clean."""
    return _SLOTS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(THREADS))


async def _clean_body(
    request: ClientRequest, head: Head, body: Payload, rules: RequestCleaner
) -> CleanedRequest:
    try:
        content, holes = await read_body(request, body, rules.max_body_bytes)
    except BodyTooLarge as error:
        raise UncleanableBody.unsent(head, str(error)) from error
    if len(content) > LARGE_BODY_BYTES:
        async with _slots():
            cleaned = await asyncio.to_thread(rules.clean, head, content)
    else:
        cleaned = rules.clean(head, content)
    is_same = cleaned.is_as_given or (holes and cleaned.body is content)
    if cleaned.body is not None and not is_same:
        set_body(request, Pieces(fill(cleaned.body, holes), request.body or body))
    return cleaned
