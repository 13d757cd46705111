"""The refusals of `flatchr_clean.http` as errors for users of aiohttp. Knows aiohttp; refuses nothing.

Each is a `CleaningError` and an `aiohttp.ClientError` both, so that a program that already catches what
aiohttp raises catches these too. None is a `ClientConnectionError`: those are tried again, and nothing would
be another time. Each tells which request it is about, without a header, a query or a payload's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from aiohttp import ClientError, ClientRequest, RequestInfo, hdrs
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from flatchr_clean.http import refusals
from flatchr_clean.http.redaction import Head, describe_address, hide_secrets
from flatchr_clean.http.refusals import Refusal

OCTETS: Final = "application/octet-stream"
OWN_HEADERS: Final = (hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.USER_AGENT)
"""What aiohttp adds to a request, behind the headers that a program gave and before those of the body."""


class RequestRefused(Refusal, ClientError):
    """Base of the errors of this package that are about one request.

    Attributes:
        request_info: its method and address, the latter without a user and a query; no headers.
    """

    def __init__(self, message: str, *, request_info: RequestInfo | None = None) -> None:
        super().__init__(message)
        self.request_info = request_info

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles reach other processes, queues and files. What is known of the request stays here.
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


BECOMES: Final[dict[type[Refusal], tuple[type[RequestRefused], str]]] = {
    refusals.UncleanableBody: (UncleanableBody, ""),
    refusals.LostBody: (LostBody, ""),
    refusals.StaleSignature: (StaleSignature, ", by a middleware that stands behind the cleaning one"),
    refusals.ForeignHost: (ForeignHost, ""),
    refusals.InsecureTransport: (InsecureTransport, ""),
}
"""Which refusal becomes which error, and what is added for who uses aiohttp."""


def become(refusal: Refusal, request: ClientRequest) -> RequestRefused:
    """Give the error that a refusal is to users of aiohttp."""
    kind, advice = BECOMES[type(refusal)]
    head = read_head(request)
    address = URL(f"{request.url.scheme}://{hide_secrets(describe_address(head.url), head)}")
    info = RequestInfo(address, request.method, CIMultiDictProxy(CIMultiDict()), address)
    return kind(hide_secrets(f"{refusal}{advice}", head), request_info=info)


@contextmanager
def refusing(request: ClientRequest) -> Iterator[Head]:
    """Give the head of a request, and raise each refusal of it as an error that users of aiohttp catch."""
    try:
        yield read_head(request)
    except Refusal as refusal:
        raise become(refusal, request) from refusal.__cause__


def read_head(request: ClientRequest) -> Head:
    """Read the head of a request, as far as it tells what its body is when a middleware gets it.

    aiohttp packs a body (``compress=``) while it is sent, but says so in the head before. And it gives a type
    to a body for which the program gave none.
    """
    headers: dict[str, str | bytes] = {name.lower(): value for name, value in request.headers.items()}
    if request.compress:
        del headers["content-encoding"]
    if headers.get("content-type") == OCTETS and is_type_by_aiohttp(request):
        del headers["content-type"]
    return Head(request.method, str(request.url), headers)


def is_type_by_aiohttp(request: ClientRequest) -> bool:
    """Tell by its place whether aiohttp itself has written the Content-Type of a request."""
    names = [name.lower() for name in request.headers]
    place = names.index("content-type")
    return all(name.lower() in names[:place] for name in OWN_HEADERS if name in request.headers)
