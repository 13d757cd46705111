"""Requests named without their secrets, tokens out of any text. Knows how a token is written; reads no body.

The service takes the token as a query argument too (``?token=``, formerly ``?api_key=``), and urllib3
logs the path of each request with its query at DEBUG level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MASK = "***"

# How the names end that the service documents, those of OAuth, what `POST /user/login` takes, and those that
# programs make of them: FLATCHR_TOKEN, X-Api-Key. Whatever stands before is not looked at.
NAME = r"(?:token|api[_-]?key|password)"
# How JSON and Python begin a string, also within another string.
QUOTE = r"""[bfru]{{0,2}}(?P<{0}>\\{{0,3}}["'])"""
# As far as the same quote, or the end of the line.
QUOTED = r"(?:(?!(?P={0}))(?:\\.|[^\\\n]))++"
END_OF_NAME = r"""\\{0,3}["']\]?+"""
SCHEME = r"(?:(?:bearer|basic|token)(?:\s++|%20|\+))?"
BEARER = r"(?:(?<![\w-])|(?<=\\[nrt]))bearer\s++"
CALL = rf"(?:BearerAuth|FlatchrSession|{NAME})\("
# A bare value ends where the next name begins: what that one names may be in quotes, or after a space.
NO_NAME = rf"(?!(?:{NAME}|authorization)[ \t]*+[:=]|{CALL}|{BEARER})"
WORD = rf"""(?:{NO_NAME}[^\s"'<>\\])++"""
IN_QUERY = rf"""(?:{NO_NAME}[^&\#\s"'<>\\])++"""

SECRETS = re.compile(
    # "token": "...", ('token', b'...'), environ['TOKEN'] = '...', token='...', token=f("..."), and in a list
    rf"""(?P<field>{NAME}(?:{END_OF_NAME}\s*+(?:,|[:=]=?+)|\s*+[:=]=?+)\s*+(?:[\w.]*+[(\[])*+{QUOTE.format("a")})"""
    rf"""{QUOTED.format("a")}"""
    # In a line of source: BearerAuth('...'), check_token('...')
    rf"""|(?P<call>{CALL}\s*+{QUOTE.format("b")}){QUOTED.format("b")}"""
    # ?token=..., also in an address that is a value of another one's query; TOKEN=..., token = ...
    rf"""|(?P<query>{NAME}(?:=|[ \t]++=[ \t]*+|(?:%2[27])?+%3[AD](?:%2[027]|\+)*+){SCHEME}){IN_QUERY}"""
    # X-Api-Key: ..., token: ...
    rf"""|(?P<colon>{NAME}[ \t]*+:[ \t]*+{SCHEME}){WORD}"""
    # Authorization: Bearer ..., in a header's line, and in a query
    rf"""|(?P<line>authorization\s*+[:=]\s*+{SCHEME}){WORD}"""
    rf"""|(?P<encoded>authorization%3[AD](?:%20|\+)*+{SCHEME}){IN_QUERY}"""
    # The same in JSON, in a dictionary, in a tuple
    rf"""|(?P<header>authorization{END_OF_NAME}\s*+[:,=]\s*+{QUOTE.format("c")}{SCHEME}){QUOTED.format("c")}"""
    # The same without the header's name; a word of prose has letters only.
    rf"""|(?P<bearer>{BEARER})(?=[a-z.]*+[0-9_~+/=-]){WORD}"""
    rf"""|(?P<bearer_in_query>bearer(?:%20|\+)){IN_QUERY}""",
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


def describe_address(url: str) -> str:
    """Name an address by host and path, for messages: no query, no user's name, nothing odd.

    >>> describe_address("https://user:pass@careers.flatchr.io:8443/vacancy/1?token=s3same#top")
    'careers.flatchr.io:8443/vacancy/1'
    >>> describe_address("https://api.flatchr.io/user/anne%40example.org")
    'api.flatchr.io/user/***'
    """
    return "".join(split_address(url))


def split_address(url: str) -> tuple[str, str]:
    """Give the host, with its port, and the path of an address, as messages show them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that makes no sense", ""
    authority = parts.netloc.rpartition("@")[2]
    segments = (part if SEGMENT.fullmatch(part) else MASK for part in parts.path.split("/"))
    return (authority if not authority or AUTHORITY.fullmatch(authority) else MASK), "/".join(segments)


@dataclass(frozen=True, slots=True, repr=False)
class Head:
    """The head of a request, as its client is about to send it.

    Args:
        method: the HTTP method.
        url: the absolute URL, its query included.
        headers: the header fields by their names in lower case; values in bytes are Latin-1.
    """

    method: str
    url: str
    headers: Mapping[str, str | bytes]

    def __repr__(self) -> str:
        return f"<Head of {describe_request(self)}>"

    def maybe_header(self, name: str) -> str | None:
        """Give the value of a header field, whatever the case of its name; None when there is none."""
        value = self.headers.get(name.lower())
        return value.decode("latin-1") if isinstance(value, bytes) else value


@dataclass(frozen=True, slots=True)
class RequestName:
    """What a request is called in messages, logs and metrics: no query, no body, and not its own token.

    What could be a name, a mail or a token in it stands as ``***``.

    Attributes:
        method: the HTTP method.
        host: the host, with its port when it has one.
        path: the path.
    """

    method: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.host}{self.path}"


def name_request(head: Head) -> RequestName:
    """Name a request: its method, host and path."""
    method = head.method if METHOD.fullmatch(head.method) else MASK
    return RequestName(*(hide_secrets(part, head) for part in (method, *split_address(head.url))))


def describe_request(head: Head) -> str:
    """Name a request for messages."""
    return str(name_request(head))


def hide_secrets(text: str, head: Head) -> str:
    """Mask, in a text about a request, what the request authenticates itself with: a path may hold it too."""
    credentials = (head.maybe_header("Authorization") or "").split()
    secrets = {*credentials[-1:], *SECRET_IN_QUERY.findall(head.url)}
    for secret in sorted(secrets, key=len, reverse=True):  # one may be the beginning of another
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    return text
