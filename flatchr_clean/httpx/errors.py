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
from flatchr_clean.http.retries import is_idempotent


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


class OutcomeUnknown(refusals.OutcomeUnknown, RequestRefused):
    """A POST or PATCH was begun and its answer is lost: look whether it was done before you send it again.

    It is also what httpx raises then: a `NetworkError`, a `TimeoutException` or a `RemoteProtocolError`.
    """


class BrokenConnection(OutcomeUnknown, httpx.NetworkError):
    """The connection broke before the answer was there."""


class LateAnswer(OutcomeUnknown, httpx.ReadTimeout):
    """No answer came within the time-out."""


class BrokenAnswer(OutcomeUnknown, httpx.RemoteProtocolError):
    """The answer broke off, or never began."""


class ServiceRefusal(refusals.ServiceRefusal, Refusal, httpx.HTTPStatusError):
    """The service answered with an error status; the answer itself is in ``response``."""

    def __init__(self, message: str, *, request: Any = None, response: Any = None) -> None:
        # httpx asks for both; a pickle has neither.
        super().__init__(message, request=request, response=response)


class Unauthorized(refusals.Unauthorized, ServiceRefusal):
    """The token is missing, wrong or out of date: 401."""


class Forbidden(refusals.Forbidden, ServiceRefusal):
    """The token is known, and not for this: 403."""


class NotFound(refusals.NotFound, ServiceRefusal):
    """There is no such thing, or the token does not show it: 404."""


class Refused(refusals.Refused, ServiceRefusal):
    """The service does not take the call as it is: a status from 400 to 499 that has no error of its own."""


class RateLimited(refusals.RateLimited, ServiceRefusal):
    """Too many calls came in too short a time: 429; the call was not done."""


class ServerError(refusals.ServerError, ServiceRefusal):
    """The service failed: a status from 500 to 599; the call may have been done."""


BECOMES: Final[dict[type[Refusal], type[RequestRefused]]] = {
    refusals.UncleanableBody: UncleanableBody,
    refusals.LostBody: LostBody,
    refusals.StaleSignature: StaleSignature,
    refusals.ForeignHost: ForeignHost,
    refusals.InsecureTransport: InsecureTransport,
}
"""Which refusal to send becomes which error."""

ANSWERS: Final[dict[type[refusals.ServiceRefusal], type[ServiceRefusal]]] = {
    refusals.ServiceRefusal: ServiceRefusal,
    refusals.Unauthorized: Unauthorized,
    refusals.Forbidden: Forbidden,
    refusals.NotFound: NotFound,
    refusals.Refused: Refused,
    refusals.RateLimited: RateLimited,
    refusals.ServerError: ServerError,
}
"""Which refusal of the service becomes which error."""

UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What httpx raises where there was no connection."""

INTERRUPTIONS: Final[dict[type[httpx.TransportError], tuple[type[OutcomeUnknown], str]]] = {
    httpx.NetworkError: (BrokenConnection, "the connection broke before its answer was there"),
    httpx.TimeoutException: (LateAnswer, "no answer came in time"),
    httpx.RemoteProtocolError: (BrokenAnswer, "its answer broke off"),
}
"""What httpx raises for a request that was begun, or a subclass of it: our error, what happened."""


def become(refusal: Refusal, request: httpx.Request) -> RequestRefused:
    """Give the error that a refusal to send is to users of httpx."""
    return BECOMES[type(refusal)](hide_secrets(str(refusal), read_head(request)), request=request)


def become_answer(refusal: refusals.ServiceRefusal, response: httpx.Response) -> ServiceRefusal:
    """Give the error that a refusal of the service is to users of httpx."""
    error = ANSWERS[type(refusal)](str(refusal), request=response.request, response=response)
    vars(error).update(vars(refusal))
    return error


def maybe_unknown(error: httpx.TransportError) -> OutcomeUnknown | None:
    """Say that the outcome of a call is unknown; None when it is known, or the call can be made again."""
    request = error.request
    kinds = (found for kind, found in INTERRUPTIONS.items() if isinstance(error, kind))
    kind, trouble = next(kinds, (None, ""))
    if kind is None or isinstance(error, UNSENT) or is_idempotent(request.method):
        return None
    return kind(str(refusals.OutcomeUnknown.after(read_head(request), trouble)), request=request)


@contextmanager
def refusing(request: httpx.Request, head: Head | None = None) -> Iterator[Head]:
    """Give the head of a request, and raise each refusal of it as an error that users of httpx catch.

    Args:
        request: the request.
        head: its head, where it was read before.
    """
    try:
        yield head or read_head(request)
    except Refusal as refusal:
        raise become(refusal, request) from refusal.__cause__


def read_head(request: httpx.Request) -> Head:
    """Read the head of a request, as it will be sent."""
    return Head(request.method, str(request.url), dict(request.headers.items()))
