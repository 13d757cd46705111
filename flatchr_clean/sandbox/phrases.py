"""What follows a status in an answer. Python 3.13 renamed some, and an answer does not depend on Python."""

from __future__ import annotations

from http import HTTPStatus

# As RFC 4918 (section 11.2) and RFC 2616 (section 10.4) have them, and as services go on saying them.
_KEPT: dict[int, str] = {
    422: "Unprocessable Entity",
    413: "Request Entity Too Large",
    414: "Request-URI Too Long",
}


def say_status(status: HTTPStatus) -> str:
    """Give the reason phrase of a status.

    Example:
        >>> say_status(HTTPStatus(422)), say_status(HTTPStatus(404))
        ('Unprocessable Entity', 'Not Found')
    """
    return _KEPT.get(status) or status.phrase
