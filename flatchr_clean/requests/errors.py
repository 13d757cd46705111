"""What can go wrong between a request and the network, as errors. Knows requests; reads no body.

Every refusal to send is a `CleaningError` and a `requests.RequestException` both, so that a program
that already catches what requests raises catches these too. Each carries the request that it is
about, and none shows a token, a query or a payload's text: those stay in the request, which
stays behind when an error is pickled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from requests import HTTPError, RequestException

from flatchr_clean.errors import CleaningError
from flatchr_clean.requests.redaction import describe_request, hide_secrets

if TYPE_CHECKING:
    from requests import PreparedRequest, Request, Response


class TransportError(CleaningError, RequestException):
    """Base of the errors of this package that are about one request.

    Args:
        message: what was wrong, where, and what to do.
        request: the request that was not sent, or whose answer was refused.
        response: the answer, when there was one.
    """

    def __init__(
        self,
        message: str,
        *,
        request: Request | PreparedRequest | None = None,
        response: Response | None = None,
    ) -> None:
        shown = message if request is None else hide_secrets(message, request)
        super().__init__(shown, request=request, response=response)

    @classmethod
    def unsent(cls, request: PreparedRequest, reason: str) -> Self:
        """Say that a request was not sent, and why."""
        return cls(f"{describe_request(request)} was not sent: {reason}", request=request)

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles reach other processes, queues and files. What was in the request stays here.
        return type(self), self.args


class UncleanableBody(TransportError):
    """The body holds what the service does not accept, or may, and cannot be cleaned; nothing was sent."""


class StaleSignature(TransportError):
    """Cleaning changed a body that a header of the request signs or digests; nothing was sent."""


class ForeignHost(TransportError):
    """The address is not one of the hosts that the token or the text is meant for."""


class InsecureTransport(ForeignHost):
    """The address is reached without TLS: text and token would cross the network readable."""


class ServiceRefusal(TransportError, HTTPError):
    """The service answered with an error status.

    The message tells the status alone. What the service says is in ``response``: it may repeat what it was
    sent, or name people, so it belongs in no log.
    """


class InvalidToken(CleaningError, ValueError):
    """What was given as a token cannot be one; the message never shows it."""


class InvalidAddress(CleaningError, ValueError):
    """A host, a base address or a path given to this package makes no sense."""


class InvalidOption(CleaningError, ValueError):
    """A setting of this package that has no error of its own makes no sense."""


class OpaqueStreamWarning(UserWarning):
    """A stream was sent as it is, because reading it would defeat its purpose."""
