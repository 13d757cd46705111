"""Tokens out of what is logged and shown. Knows how a token stands in a text; knows no session.

The service takes the token as a query argument too (``?token=``, formerly ``?api_key=``), and urllib3
logs the path of each request with its query at DEBUG level.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from requests import PreparedRequest, Request

MASK = "***"

# The names that the service documents, those of OAuth, and what `POST /user/login` takes. Not ``csrf_token``.
NAME = r"(?:(?<![\w-])|(?<=%3F|%26))(?:(?:access_|refresh_)?token|api_?key|password)"
# How JSON and Python begin a string, also within another string.
QUOTE = r"""b?(?P<{0}>\\{{0,3}}["'])"""
# As far as the same quote, or the end of the line.
QUOTED = r"(?:(?!(?P={0}))(?:\\.|[^\\\n]))++"
SCHEME = r"(?:(?:bearer|basic|token)\s++)?"

SECRETS = re.compile(
    # ?token=..., also in an address that is a value of another one's query
    rf"""(?P<query>{NAME}(?:=|%3D))[^&\#\s"'<>\\]++"""
    # "token": "...", 'token': b'...', ('token', '...'), token='...'
    rf"""|(?P<field>{NAME}(?:\\{{0,3}}["']\s*+[:,]\s*+|=){QUOTE.format("a")}){QUOTED.format("a")}"""
    # Authorization: Bearer ..., in a header's line
    rf"""|(?P<line>authorization\s*+[:=]\s*+{SCHEME})[^\s"'<>\\]++"""
    # The same in JSON, in a dictionary, in a tuple
    rf"""|(?P<header>authorization\\{{0,3}}["']\s*+[:,]\s*+{QUOTE.format("b")}{SCHEME}){QUOTED.format("b")}"""
    # The same without the header's name; a word of prose has letters only.
    r"""|(?P<bearer>(?<![\w-])bearer\s++)(?=[a-z.]*+[0-9_~+/=-])[^\s"'<>\\]++""",
    re.IGNORECASE,
)
SECRET_IN_QUERY = re.compile(rf"{NAME}=([^&#]+)", re.IGNORECASE)
SHORTEST_SECRET = 6  # what is shorter is none, and would be found everywhere


def redact(text: str) -> str:
    """Mask the tokens that a text holds: in queries, headers, JSON, and what Python shows of its objects.

    >>> redact("GET /company/G6KzqPnNLyp31m0l/vacancies?token=s3same&page=2 HTTP/1.1")
    'GET /company/G6KzqPnNLyp31m0l/vacancies?token=***&page=2 HTTP/1.1'
    >>> redact("{'Authorization': 'Bearer s3same', 'Accept': '*/*'}")
    "{'Authorization': 'Bearer ***', 'Accept': '*/*'}"
    """
    return SECRETS.sub(lambda found: f"{found[found.lastgroup or 0]}{MASK}", text)


# What the service's own addresses are made of. Anything else may be a name, a mail or a token.
SEGMENT = re.compile(r"[A-Za-z0-9._~-]{0,100}")
METHOD = re.compile(r"[A-Za-z-]{0,20}")
AUTHORITY = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def describe_address(url: str | None) -> str:
    """Name an address by host and path, for messages: no query, no user's name, nothing odd.

    >>> describe_address("https://user:pass@careers.flatchr.io:8443/vacancy/1?token=s3same#top")
    'careers.flatchr.io:8443/vacancy/1'
    >>> describe_address("https://api.flatchr.io/user/anne%40example.org")
    'api.flatchr.io/user/***'
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return "an address that makes no sense"
    authority = parts.netloc.rpartition("@")[2]
    segments = (part if SEGMENT.fullmatch(part) else MASK for part in parts.path.split("/"))
    return (authority if not authority or AUTHORITY.fullmatch(authority) else MASK) + "/".join(segments)


def describe_request(request: Request | PreparedRequest) -> str:
    """Name a request for messages: its method, host and path; no query, no body, and not its own token."""
    method = request.method or ""
    described = f"{method if METHOD.fullmatch(method) else MASK} {describe_address(request.url)}"
    return hide_secrets(described, request)


def hide_secrets(text: str, request: Request | PreparedRequest) -> str:
    """Mask, in a text about a request, what the request authenticates itself with: a path may hold it too."""
    header = request.headers.get("Authorization") or ""
    credentials = (header.decode("latin-1") if isinstance(header, bytes) else header).split()
    for secret in {*credentials[-1:], *SECRET_IN_QUERY.findall(request.url or "")}:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    return text


class RedactingFilter(logging.Filter):
    """Masks tokens in log records, and in their tracebacks; opt-in.

    It knows them in queries, in ``Authorization`` headers, in JSON and in what Python shows of its objects.

    Put it on handlers: a filter on a logger doesn't see what the loggers under it pass on::

        handler = logging.StreamHandler()
        handler.addFilter(RedactingFilter())
        logging.basicConfig(level=logging.DEBUG, handlers=[handler])
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; none is dropped."""
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - an argument may raise anything; logging itself will report it
            return True
        redacted = redact(message)
        if redacted != message:
            record.msg, record.args = redacted, ()
        if record.exc_info and not record.exc_text:
            # Formatters show exc_text where it is set, and format exc_info only where it is not.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True
