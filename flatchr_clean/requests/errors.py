"""The refusals of `flatchr_clean.http` as errors for users of requests. Knows requests; refuses nothing.

Every refusal to send is a `CleaningError` and a `requests.RequestException` both, so that a program
that already catches what requests raises catches these too. Each carries the request that it is
about, and none shows a token, a query or a payload's text: those stay in the request, which
stays behind when an error is pickled.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from requests import (
    ConnectionError,  # noqa: A004 - as requests calls it
    HTTPError,
    PreparedRequest,
    ReadTimeout,
    Request,
    RequestException,
    Response,
)
from requests.exceptions import ChunkedEncodingError
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from flatchr_clean.http import refusals
from flatchr_clean.http.redaction import Head, hide_secrets
from flatchr_clean.http.refusals import Refusal
from flatchr_clean.http.retries import is_idempotent
from flatchr_clean.requests.bodies import read_headers


class TransportError(Refusal, RequestException):
    """Base of the errors of this package that are about one request, and its answer when there was one."""

    def __init__(
        self,
        message: str,
        *,
        request: Request | PreparedRequest | None = None,
        response: Response | None = None,
    ) -> None:
        shown = message if request is None else hide_secrets(message, read_head(request))
        super().__init__(shown, request=request, response=response)

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles reach other processes, queues and files. What was in the request stays here.
        return type(self), self.args


class UncleanableBody(refusals.UncleanableBody, TransportError):
    """The body holds what the service does not accept, or may, and cannot be cleaned; nothing was sent."""


class LostBody(refusals.LostBody, TransportError):
    """A redirect or another try would send the request without its body; nothing was sent without it."""


class StaleSignature(refusals.StaleSignature, TransportError):
    """Cleaning changed a body that a header of the request signs or digests; nothing was sent."""


class ForeignHost(refusals.ForeignHost, TransportError):
    """The address is not one of the hosts that the token or the text is meant for."""


class InsecureTransport(refusals.InsecureTransport, ForeignHost):
    """The address is reached without TLS: text and token would cross the network readable."""


class OutcomeUnknown(refusals.OutcomeUnknown, TransportError):
    """A POST or PATCH was begun and its answer is lost: look whether it was done before you send it again.

    It is also what requests raises then: a `ConnectionError`, a `ReadTimeout` or a `ChunkedEncodingError`.
    """


class BrokenConnection(OutcomeUnknown, ConnectionError):
    """The connection broke before the answer was there."""


class LateAnswer(OutcomeUnknown, ReadTimeout):
    """No answer came within the time-out."""


class BrokenAnswer(OutcomeUnknown, ChunkedEncodingError):
    """The answer broke off."""


class ServiceRefusal(refusals.ServiceRefusal, TransportError, HTTPError):
    """The service answered with an error status; the answer itself is in ``response``."""


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


ADVICE: Final[dict[type[TransportError], str]] = {StaleSignature: ", as auth=CleanThen(auth) does"}
"""What is added to an error's message for who uses requests."""

BECOMES: Final[dict[type[Refusal], type[TransportError]]] = {
    refusals.UncleanableBody: UncleanableBody,
    refusals.LostBody: LostBody,
    refusals.StaleSignature: StaleSignature,
    refusals.ForeignHost: ForeignHost,
    refusals.InsecureTransport: InsecureTransport,
    refusals.ServiceRefusal: ServiceRefusal,
    refusals.Unauthorized: Unauthorized,
    refusals.Forbidden: Forbidden,
    refusals.NotFound: NotFound,
    refusals.Refused: Refused,
    refusals.RateLimited: RateLimited,
    refusals.ServerError: ServerError,
}
"""Which refusal becomes which error."""

INTERRUPTIONS: Final[dict[type[RequestException], tuple[type[OutcomeUnknown], str]]] = {
    ConnectionError: (BrokenConnection, "the connection broke before its answer was there"),
    ReadTimeout: (LateAnswer, "no answer came in time"),
    ChunkedEncodingError: (BrokenAnswer, "its answer broke off"),
}
"""What requests raises, itself and no subclass, for a request that was begun: our error, what happened."""


def become(
    refusal: Refusal, request: PreparedRequest | None = None, response: Response | None = None
) -> TransportError:
    """Give the error that a refusal is to users of requests."""
    kind = BECOMES[type(refusal)]
    error = kind(f"{refusal}{ADVICE.get(kind, '')}", request=request, response=response)
    vars(error).update(vars(refusal))
    return error


def maybe_unknown(error: RequestException, request: PreparedRequest) -> OutcomeUnknown | None:
    """Say that the outcome of a call is unknown; None when it is known, or the call can be made again.

    Args:
        error: what requests raised.
        request: what was to be sent; a redirect may have led to another one, which the error names then.
    """
    kind, trouble = INTERRUPTIONS.get(type(error), (None, ""))
    cause = error.args[0] if error.args else None
    # A pool that gave up had no connection; a test's double says so in words.
    is_begun = kind is not BrokenConnection or isinstance(cause, (ProtocolError, ReadTimeoutError, OSError))
    sent = error.request or request
    if kind is None or not is_begun or is_idempotent(sent.method or ""):
        return None
    return kind(str(OutcomeUnknown.after(read_head(sent), trouble)), request=sent, response=error.response)


@contextmanager
def refusing(request: PreparedRequest) -> Iterator[Head]:
    """Give the head of a request, and raise each refusal of it as an error that users of requests catch."""
    try:
        yield read_head(request)
    except Refusal as refusal:
        raise become(refusal, request) from refusal.__cause__


def read_head(request: Request | PreparedRequest) -> Head:
    """Read the head of a request, as it will be sent."""
    return Head(request.method or "", request.url or "", dict(read_headers(request).lower_items()))
