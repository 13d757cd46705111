"""Tokens out of what is logged and shown. Knows how a token stands in a query; knows no session.

The service takes the token as a query argument too (``?token=``, formerly ``?api_key=``), and urllib3
logs the path of each request with its query at DEBUG level.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from requests import PreparedRequest

MASK = "***"

# Not ``csrf_token=``: only the names that the service documents.
QUERY_TOKEN = re.compile(r"(?<![\w-])(token|api_key)=[^&#\s\"'<>]+", re.IGNORECASE)


def redact(text: str) -> str:
    """Mask the tokens in the queries that a text holds.

    >>> redact("GET /company/G6KzqPnNLyp31m0l/vacancies?token=s3same&page=2 HTTP/1.1")
    'GET /company/G6KzqPnNLyp31m0l/vacancies?token=***&page=2 HTTP/1.1'
    """
    return QUERY_TOKEN.sub(rf"\1={MASK}", text)


def describe_address(url: str | None) -> str:
    """Name an address by host and path, for messages: no query, no user's name.

    >>> describe_address("https://user:pass@careers.flatchr.io:8443/vacancy/1?token=s3same#top")
    'careers.flatchr.io:8443/vacancy/1'
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return "an address that makes no sense"
    return parts.netloc.rpartition("@")[2] + parts.path


def describe_request(request: PreparedRequest) -> str:
    """Name a request for messages: its method, host and path; no query, no body."""
    return f"{request.method} {describe_address(request.url)}"


class RedactingFilter(logging.Filter):
    """Masks ``token=`` and ``api_key=`` in log records, and in their tracebacks; opt-in.

    Put it on handlers: a filter on a logger doesn't see what the loggers under it pass on::

        handler = logging.StreamHandler()
        handler.addFilter(RedactingFilter())
        logging.basicConfig(level=logging.DEBUG, handlers=[handler])
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; none is dropped."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a call that logging itself will report as wrong
            return True
        redacted = redact(message)
        if redacted != message:
            record.msg, record.args = redacted, ()
        if record.exc_info and not record.exc_text:
            # Formatters show exc_text where it is set, and format exc_info only where it is not.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True
