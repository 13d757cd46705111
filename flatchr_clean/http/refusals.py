"""Why a request is not sent, and which settings make no sense. Knows no client and reads no body.

None of these errors shows a token, a query or a payload's text. A client raises each `Refusal` as an error of
its own tree too, so that programs catch it as either.
"""

from __future__ import annotations

from typing import Self

from flatchr_clean.errors import CleaningError
from flatchr_clean.http.redaction import Head, describe_request


class Refusal(CleaningError):
    """Base of the errors that are about one request."""

    @classmethod
    def unsent(cls, head: Head, reason: str) -> Self:
        """Say that a request was not sent, and why."""
        return cls(f"{describe_request(head)} was not sent: {reason}")


class UncleanableBody(Refusal):
    """The body holds what the service does not accept, or may, and cannot be cleaned; nothing was sent."""


class LostBody(Refusal):
    """A redirect or another try would send the request without its body; nothing was sent without it."""


class StaleSignature(Refusal):
    """Cleaning changed a body that a header of the request signs or digests; nothing was sent."""


class ForeignHost(Refusal):
    """The address is not one of the hosts that the token or the text is meant for."""


class InsecureTransport(ForeignHost):
    """The address is reached without TLS: text and token would cross the network readable."""


class InvalidToken(CleaningError, ValueError):
    """What was given as a token cannot be one; the message never shows it."""


class InvalidAddress(CleaningError, ValueError):
    """A host, a base address or a path given to this package makes no sense."""


class InvalidOption(CleaningError, ValueError):
    """A setting of this package that has no error of its own makes no sense."""


class LostBodyWarning(UserWarning):
    """A redirect was followed without the body, as clients do it: what was sent may be lost."""


class OpaqueStreamWarning(UserWarning):
    """A stream was sent as it is, because reading it would defeat its purpose."""
