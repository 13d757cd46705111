"""Which hosts are Flatchr's. Knows URLs; knows no endpoint and sends nothing.

An address is compared parsed: scheme, host and port, never by its beginning. Anything that two parsers
could read differently (a backslash, white space, a control character) is read as no address at all.
Nothing here remembers an address: it may hold a token.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

TOKEN_HOSTS: Final = frozenset({"api.flatchr.io", "api.demo.flatchr.io", "careers.flatchr.io"})
"""The hosts that ask for the API key: nothing else may see it."""

HOSTS: Final = TOKEN_HOSTS | {"*.flatchr.io"}
"""Flatchr's hosts, whose requests are cleaned; the star stands for the slug of a career site.

`is_flatchr_host` reads them.
"""

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

HTTPS_PORT: Final = 443
DEFAULT_PORTS: Final = {"https": HTTPS_PORT, "http": 80}

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


def is_flatchr_host(host: str) -> bool:
    """Tell whether a host name is one of `HOSTS`.

    Args:
        host: the name without a port, in any case, with the dot that may end it or without.

    Example:
        >>> is_flatchr_host("avivacuisines.flatchr.io"), is_flatchr_host("api.flatchr.io.evil.example")
        (True, False)
        >>> is_flatchr_host("API.flatchr.io."), is_flatchr_host("status.flatchr.io")
        (True, False)
    """
    host = host.lower().removesuffix(".")
    label, _, rest = host.partition(".")
    return host in TOKEN_HOSTS or (f"*.{rest}" in HOSTS and is_slug(label))


def is_flatchr_url(url: str) -> bool:
    """Tell whether a URL leads to Flatchr: over HTTPS, to one of `HOSTS`, on the default port.

    Example:
        >>> is_flatchr_url("https://api.flatchr.io:443/user/login")
        True
        >>> is_flatchr_url("http://api.flatchr.io/user/login")
        False
    """
    origin = maybe_origin(url)
    return origin is not None and origin[::2] == ("https", HTTPS_PORT) and is_flatchr_host(origin.host)


def is_career_site(url: str) -> bool:
    """Tell whether a URL leads to a company's career site, which asks for no API key.

    Example:
        >>> is_career_site("https://avivacuisines.flatchr.io/fr"), is_career_site("https://api.flatchr.io/")
        (True, False)
    """
    origin = maybe_origin(url)
    return origin is not None and origin.host not in TOKEN_HOSTS and is_flatchr_url(url)
