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

from requests import HTTPError, PreparedRequest, Request, RequestException, Response

from flatchr_clean.http import refusals
from flatchr_clean.http.redaction import Head, hide_secrets
from flatchr_clean.http.refusals import Refusal
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


class ServiceRefusal(TransportError, HTTPError):
    """The service answered with an error status.

    The message tells the status alone. What the service says is in ``response``: it may repeat what it was
    sent, or name people, so it belongs in no log.
    """


BECOMES: Final[dict[type[Refusal], tuple[type[TransportError], str]]] = {
    refusals.UncleanableBody: (UncleanableBody, ""),
    refusals.LostBody: (LostBody, ""),
    refusals.StaleSignature: (StaleSignature, ", as auth=CleanThen(auth) does"),
    refusals.ForeignHost: (ForeignHost, ""),
    refusals.InsecureTransport: (InsecureTransport, ""),
}
"""Which refusal becomes which error, and what is added for who uses requests."""


def become(refusal: Refusal, request: PreparedRequest, response: Response | None = None) -> TransportError:
    """Give the error that a refusal is to users of requests."""
    kind, advice = BECOMES[type(refusal)]
    return kind(f"{refusal}{advice}", request=request, response=response)


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
