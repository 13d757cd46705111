"""Why a request is not sent, or was refused, and which settings make no sense. Knows no client, no body.

None of these errors shows a token, a query or a payload's text. A client raises each `Refusal` as an error of
its own tree too, so that programs catch it as either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Self

from flatchr_clean.errors import CleaningError
from flatchr_clean.http.redaction import Head, describe_request

SPENT: Final = (
    "its body can be read only once, and was begun: nothing would be left to send. Make the request anew, or "
    "give bytes, text or a file that can be sought"
)


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

    @classmethod
    def spent(cls, head: Head) -> Self:
        """Say that a body is used up."""
        return cls.unsent(head, SPENT)


class StaleSignature(Refusal):
    """Cleaning changed a body that a header of the request signs or digests; nothing was sent."""


class ForeignHost(Refusal):
    """The address is not one of the hosts that the token or the text is meant for."""


class InsecureTransport(ForeignHost):
    """The address is reached without TLS: text and token would cross the network readable."""


class OutcomeUnknown(Refusal):
    """A call that is not idempotent was begun, and its answer is lost: it may have been done.

    Nobody sends it again but the program, once it has looked whether it was done.
    """

    @classmethod
    def after(cls, head: Head, trouble: str) -> Self:
        """Say that a call was begun, and what happened to it."""
        return cls(
            f"{describe_request(head)} was begun, and {trouble}: it may have been done all the same. It was "
            "not sent again; look first whether it was done"
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said when it refused; its message is not shown with it."""

    status: int = 0
    message: str = field(default="", repr=False)
    retry_after: float | None = None


class ServiceRefusal(Refusal):
    """The service answered with an error status.

    The error's own text tells the request and the status alone. What the service says may repeat what it was
    sent, or name people: look at it before you log it. It stays behind when the error is pickled.

    Attributes:
        status: the answer's status, 400 or more; 0 where none is known.
        message: what the service said, read as `flatchr_clean.http.answers.read_message` does; empty when it
            said nothing, and for an answer whose body was to be streamed: it is closed unread.
        retry_after: the seconds that it asked to wait; None when it asked for none, or made no sense.
    """

    def __init__(self, *args: Any, answer: Answer | None = None, **others: Any) -> None:
        super().__init__(*args, **others)
        self._answer = answer or Answer()

    @property
    def status(self) -> int:
        """The answer's status."""
        return self._answer.status

    @property
    def message(self) -> str:
        """What the service said."""
        return self._answer.message

    @property
    def retry_after(self) -> float | None:
        """The seconds that the service asked to wait."""
        return self._answer.retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        kept = Answer(self.status, retry_after=self.retry_after)
        return type(self), self.args, {"_answer": kept}


class Refused(ServiceRefusal):
    """The service does not take the call as it is: a status from 400 to 499 that has no error of its own."""


class Unauthorized(ServiceRefusal):
    """The token is missing, wrong or out of date: 401."""


class Forbidden(ServiceRefusal):
    """The token is known, and not for this: 403."""


class NotFound(ServiceRefusal):
    """There is no such thing, or the token does not show it: 404."""


class RateLimited(ServiceRefusal):
    """Too many calls came in too short a time: 429; the call was not done."""


class ServerError(ServiceRefusal):
    """The service failed: a status from 500 to 599; the call may have been done."""


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
