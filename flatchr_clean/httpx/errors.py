"""The refusals of `flatchr_clean.http` as errors for users of httpx. Knows httpx; refuses nothing.

Each is a `CleaningError` and a `httpx.RequestError` both, so that a program that already catches what httpx
raises catches these too. None is a `httpx.TransportError`: those are tried again, and would fail again. Each
carries the request that it is about, and none shows a token, a query or a payload's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx

from flatchr_clean.http import refusals
from flatchr_clean.http.redaction import Head, hide_secrets
from flatchr_clean.http.refusals import Refusal


class RequestRefused(Refusal, httpx.RequestError):
    """Base of the errors of this package that are about one request."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles reach other processes, queues and files. What was in the request stays here.
        return type(self), self.args


class UncleanableBody(refusals.UncleanableBody, RequestRefused):
    """The body holds what the service does not accept, or may, and cannot be cleaned; nothing was sent."""


class LostBody(refusals.LostBody, RequestRefused):
    """A redirect or another try would send the request without its body; nothing was sent without it."""


class StaleSignature(refusals.StaleSignature, RequestRefused):
    """Cleaning changed a body that a header of the request signs or digests; nothing was sent."""


class ForeignHost(refusals.ForeignHost, RequestRefused):
    """The address is not one of the hosts that the token or the text is meant for."""


class InsecureTransport(refusals.InsecureTransport, ForeignHost):
    """The address is reached without TLS: text and token would cross the network readable."""


BECOMES: Final[dict[type[Refusal], type[RequestRefused]]] = {
    refusals.UncleanableBody: UncleanableBody,
    refusals.LostBody: LostBody,
    refusals.StaleSignature: StaleSignature,
    refusals.ForeignHost: ForeignHost,
    refusals.InsecureTransport: InsecureTransport,
}
"""Which refusal becomes which error."""


def become(refusal: Refusal, request: httpx.Request) -> RequestRefused:
    """Give the error that a refusal is to users of httpx."""
    return BECOMES[type(refusal)](hide_secrets(str(refusal), read_head(request)), request=request)


@contextmanager
def refusing(request: httpx.Request) -> Iterator[Head]:
    """Give the head of a request, and raise each refusal of it as an error that users of httpx catch."""
    try:
        yield read_head(request)
    except Refusal as refusal:
        raise become(refusal, request) from refusal.__cause__


def read_head(request: httpx.Request) -> Head:
    """Read the head of a request, as it will be sent."""
    return Head(request.method, str(request.url), dict(request.headers.items()))
