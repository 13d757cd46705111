"""Which addresses are meant: scheme, host and port, compared parsed. Knows URLs; knows no request.

A prefix is no test for a host: ``https://api.flatchr.io`` is one of ``https://api.flatchr.io.evil.example``,
and with a slash after it, it is none of ``https://api.flatchr.io:443/``. So an address is taken apart the
way clients do it before they connect, and its parts are compared.

A host is written as in an address, what stands for the default left out:

============================  ============================================================
``api.flatchr.io``            over TLS, on port 443
``*.flatchr.io``              a career site: the star stands for a slug, see `NOT_SLUGS`
``localhost:8443``            over TLS, on that port
``localhost``                 a loopback name alone: over TLS, on any port (test servers draw theirs)
``https://localhost:8443``    the same as without the scheme
``http://localhost:8000``     without TLS, which only a loopback host may do
============================  ============================================================

Upper case, the dot that may end a host's name, and letters that are sent in their IDNA form are other ways of
writing the same host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address

import idna

from flatchr_clean.flatchr.hosts import DEFAULT_PORTS, HOSTS, LABEL, TOKEN_HOSTS, is_slug, maybe_origin
from flatchr_clean.http.refusals import InvalidAddress

SHAPE = re.compile(r"(?:(https?)://)?(?:([^\s/?#@:\\\[\]]+)|\[([0-9a-f:.]+)\])(?::([0-9]{1,5}))?/?")
# Of a star and a single label more it would be a whole top-level domain. RFC 1035, 2.3.4 has the length.
NAME = re.compile(rf"(?=.{{1,253}}\Z)(?:\*\.{LABEL.pattern}\.)?{LABEL.pattern}(?:\.{LABEL.pattern})*")
HIGHEST_PORT = 65535


class Standing(Enum):
    """How an address stands to the hosts that are meant."""

    MEANT = "meant"
    INSECURE = "insecure"  # the host is meant, but it is reached without TLS
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Host:
    """One host that is meant.

    Args:
        scheme: ``https``, or ``http`` on a loopback host.
        name: in lower case; ``*.`` at its start stands for one label.
        port: None when it was not given.
    """

    scheme: str
    name: str
    port: int | None

    def has_name(self, name: str) -> bool:
        """Tell whether `name`, in lower case, is this host's."""
        if not self.name.startswith("*."):
            return name == self.name
        label, dot, rest = name.partition(".")
        return dot + rest == self.name[1:] and is_slug(label)

    def has_port(self, port: int) -> bool:
        """Tell whether `port` is this host's."""
        is_own = port == (self.port or DEFAULT_PORTS[self.scheme])
        return is_own or (self.port is None and is_loopback(self.name))

    def may_start_with(self, text: str) -> bool:
        """Tell whether the authority of an address of this host may start with `text`, in lower case."""
        name = self.name.replace("*", text.partition(".")[0])
        if ":" in name:  # an IPv6 address
            name = f"[{name}]"
        return f"{name}.:".startswith(text) or text.startswith((f"{name}:", f"{name}.:"))


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that are meant, compiled from their patterns by `parse_hosts`."""

    entries: frozenset[Host]

    def standing(self, url: str) -> Standing:
        """Say how an address stands to these hosts.

        Args:
            url: an absolute URL, as a prepared request holds it.

        Returns:
            `Standing.FOREIGN` too for what is no http address, or could be read in two ways.
        """
        origin = maybe_origin(url)
        if origin is None:
            return Standing.FOREIGN
        named = [entry for entry in self.entries if entry.has_name(origin.host)]
        if any(entry.scheme == origin.scheme and entry.has_port(origin.port) for entry in named):
            return Standing.MEANT
        # Without a port of its own a host is the machine, not one service on it.
        if origin.scheme == "http" and any(entry.port in (None, origin.port) for entry in named):
            return Standing.INSECURE
        return Standing.FOREIGN

    def may_start_with(self, prefix: str) -> bool:
        """Tell whether an address of these hosts, with TLS or without, may start with `prefix`.

        Args:
            prefix: what an adapter is mounted at; it is compared in lower case.
        """
        scheme, slashes, rest = prefix.lower().partition("://")
        if not slashes:
            return any(known.startswith(scheme) for known in ("https://", "http://"))
        if scheme not in DEFAULT_PORTS:
            return False
        authority = re.split("[/?#]", rest, maxsplit=1)[0]
        if "@" in authority:  # a user's name comes first: the host may be any
            return True
        if authority != rest:  # it is whole
            return self.standing(f"{scheme}://{authority}") is not Standing.FOREIGN
        return any(entry.may_start_with(authority) for entry in self.entries)


def is_loopback(name: str) -> bool:
    """Tell whether a host name, in lower case, is this machine's own."""
    address = _maybe_ip(name)
    return address.is_loopback if address else name == "localhost"


def parse_hosts(patterns: Iterable[str] | str) -> Hosts:
    """Compile what a caller gave as ``hosts=``.

    Args:
        patterns: hosts as this module's first lines write them; one alone may be given as a str.

    Raises:
        InvalidAddress: there is none, a pattern is none, or would send text without TLS over a network.
    """
    given = [patterns] if isinstance(patterns, (str, bytes)) else patterns
    try:
        entries = frozenset(map(parse_host, given))
    except TypeError:
        raise InvalidAddress(f"hosts is one host or several, not of type {type(patterns).__name__}") from None
    if not entries:
        raise InvalidAddress("hosts is empty: name at least one host, such as 'api.flatchr.io'")
    return Hosts(entries)


def parse_token_hosts(patterns: Iterable[str] | str) -> Hosts:
    """Compile what a caller gave as the hosts that a token is for.

    Raises:
        InvalidAddress: see `parse_hosts`; or a host is one of many, or a career site.
    """
    hosts = parse_hosts(patterns)
    for host in hosts.entries:
        if host.name.startswith("*."):
            raise InvalidAddress("a token is for hosts that are named: write each without a star")
        if f".{host.name}".endswith(".flatchr.io") and host.name not in TOKEN_HOSTS:
            known = ", ".join(sorted(TOKEN_HOSTS))
            raise InvalidAddress(f"under flatchr.io a token is for {known} only: career sites take none")
    return hosts


def parse_host(pattern: str) -> Host:
    """Compile one host.

    >>> parse_host("api.flatchr.io")
    Host(scheme='https', name='api.flatchr.io', port=None)
    >>> parse_host("https://localhost:8443/")
    Host(scheme='https', name='localhost', port=8443)

    Raises:
        InvalidAddress: see `parse_hosts`.
    """
    if not isinstance(pattern, str):
        raise InvalidAddress(f"a host is a str, as 'api.flatchr.io' is, not of type {type(pattern).__name__}")
    host = _maybe_host(pattern)
    if host is None:
        # It is not shown: it may hold a password, or be the token in the wrong place.
        raise InvalidAddress(
            f"what was given as a host is none ({len(pattern)} characters): write it as in 'api.flatchr.io' "
            "or 'localhost:8443', without a user, a path or a query"
        )
    if host.scheme == "http" and not is_loopback(host.name):
        raise InvalidAddress("a host without TLS: http is for loopback hosts only, use https")
    return host


def _maybe_host(pattern: str) -> Host | None:
    match = SHAPE.fullmatch(pattern.lower())
    if match is None:
        return None
    scheme, name, ipv6, port = match.groups()
    name = ipv6 or _to_ascii(name).removesuffix(".")
    is_name = isinstance(_maybe_ip(name), IPv6Address) if ipv6 else NAME.fullmatch(name)
    if not is_name or (port and not 0 < int(port) <= HIGHEST_PORT):
        return None
    return Host(scheme or "https", name, int(port) if port else None)


def _maybe_ip(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _to_ascii(name: str) -> str:
    """Write a host's name as clients send it; one that has no such form comes back as it is."""
    try:
        return name if name.isascii() else idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        return name


CAREER_SITES = parse_hosts(HOSTS - TOKEN_HOSTS)


def is_career_site(url: str) -> bool:
    """Tell whether a URL leads to a company's career site, which asks for no API key.

    >>> is_career_site("https://avivacuisines.flatchr.io/fr"), is_career_site("https://api.flatchr.io/")
    (True, False)
    """
    return CAREER_SITES.standing(url) is Standing.MEANT
