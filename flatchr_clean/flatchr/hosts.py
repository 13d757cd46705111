"""Which hosts are Flatchr's, as data, and where a URL leads. Knows no endpoint, and not what a host matches.

Anything that two parsers could read differently (a backslash, white space, a control character) is read as no
address at all. Nothing here remembers an address: it may hold a token.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

TOKEN_HOSTS: Final = frozenset({"api.flatchr.io", "api.demo.flatchr.io", "careers.flatchr.io"})
"""The hosts that ask for the API key: nothing else may see it."""

HOSTS: Final = TOKEN_HOSTS | {"*.flatchr.io"}
"""Flatchr's hosts, whose requests are cleaned; the star stands for the slug of a career site."""

NOT_SLUGS: Final = frozenset(
    {
        # The service itself.
        "api", "app", "admin", "backoffice", "careers", "dashboard", "demo", "www",
        # Where people log in.
        "account", "accounts", "auth", "login", "sso",
        # What is read about it.
        "academy", "blog", "developer", "developers", "doc", "docs", "faq", "help", "status", "support",
        # Its files.
        "assets", "cdn", "download", "downloads", "files", "images", "img", "static", "uploads",
        # Its mail.
        "autoconfig", "autodiscover", "email", "imap", "mail", "mailing", "mta", "mx", "newsletter", "pop",
        "smtp", "webmail",
        # Its machines.
        "dev", "ftp", "git", "ns", "ns1", "ns2", "preprod", "sandbox", "staging", "test", "vpn",
    }
)  # fmt: skip
"""Labels that are no company's: under flatchr.io they name what is not a career site."""

DEFAULT_PORTS: Final = {"https": 443, "http": 80}

AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
"""What no URL may hold raw (RFC 3986, section 2), and what parsers strip, keep or turn into a slash."""

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""One label of a host name (RFC 1123, section 2.1), in lower case."""

PUNYCODE: Final = "xn--"
"""How a label that stands for other than ASCII begins (RFC 5890, section 2.3.2.1)."""


class Origin(NamedTuple):
    """Where a URL leads.

    Attributes:
        scheme: in lower case.
        host: in lower case, without the dot that may end it.
        port: the one that the URL names, or the scheme's own.
    """

    scheme: str
    host: str
    port: int


def maybe_origin(url: str) -> Origin | None:
    """Read where a URL leads.

    Args:
        url: an absolute URL. One with a user name leads where its host says.

    Returns:
        The origin; None when the URL is not absolute http or https, could be read in two ways, or has a
        host that is not ASCII (an HTTP client sends such a host in its IDNA form).

    Example:
        >>> maybe_origin("https://API.flatchr.io./company")
        Origin(scheme='https', host='api.flatchr.io', port=443)
        >>> maybe_origin("https://api.flatchr.io@evil.example/").host
        'evil.example'
    """
    if AMBIGUOUS.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    default = DEFAULT_PORTS.get(parts.scheme)
    host = (parts.hostname or "").removesuffix(".")
    if default is None or not host or host.endswith(".") or not parts.netloc.isascii():
        return None
    return Origin(parts.scheme, host, default if port is None else port)


def is_slug(label: str) -> bool:
    """Tell whether a label, in lower case, can be a company's: what the star of `HOSTS` stands for.

    No slug is in Punycode: look-alikes of the other hosts are.

    Example:
        >>> is_slug("avivacuisines"), is_slug("status"), is_slug("xn--pi-7kc")
        (True, False, False)
    """
    return bool(LABEL.fullmatch(label)) and label not in NOT_SLUGS and not label.startswith(PUNYCODE)
