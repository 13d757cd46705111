"""Which hosts are Flatchr's. Knows URLs; knows no endpoint and sends nothing.

An address is compared parsed: scheme, host and port, never by its beginning. Anything that two parsers
could read differently (a backslash, white space, a control character) is read as no address at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

HOSTS: Final = frozenset(
    {
        "api.flatchr.io",
        "api.demo.flatchr.io",
        "careers.flatchr.io",
        # The career sites, {slug}.flatchr.io: the star stands for one label.
        "*.flatchr.io",
    }
)
"""Flatchr's hosts; `is_flatchr_host` reads them."""

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
        host: in lower case.
        port: the one that the URL names, or the scheme's own.
    """

    scheme: str
    host: str
    port: int


@lru_cache(maxsize=128)  # one request is asked about several times, the next one often goes to the same place
def maybe_origin(url: str) -> Origin | None:
    """Read where a URL leads.

    Args:
        url: an absolute URL. One with a user name leads where its host says.

    Returns:
        The origin; None when the URL is not absolute http or https, could be read in two ways, or has a
        host that is not ASCII (an HTTP client sends such a host in its IDNA form).

    Example:
        >>> maybe_origin("https://API.flatchr.io/company")
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
    if default is None or not parts.hostname or not parts.netloc.isascii():
        return None
    return Origin(parts.scheme, parts.hostname, default if port is None else port)


def is_flatchr_host(host: str) -> bool:
    """Tell whether a host name is one of `HOSTS`.

    Args:
        host: the name without a port, in any case. A trailing dot makes it another name, and no career
            site's label is in Punycode: look-alikes are.

    Example:
        >>> is_flatchr_host("avivacuisines.flatchr.io"), is_flatchr_host("api.flatchr.io.evil.example")
        (True, False)
    """
    host = host.lower()
    label, _, rest = host.partition(".")
    if not LABEL.fullmatch(label) or label.startswith(PUNYCODE):
        return False
    return host in HOSTS or f"*.{rest}" in HOSTS


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
