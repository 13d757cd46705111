"""Which addresses are meant: scheme, host and port, compared parsed. Knows URLs; knows no request.

A prefix is no test for a host: ``https://api.flatchr.io`` is one of ``https://api.flatchr.io.evil.example``,
and with a slash after it, it is none of ``https://api.flatchr.io:443/``. So an address is taken apart the
way requests does it before it connects, and its parts are compared.

A host is written as in an address, what stands for the default left out:

============================  ============================================================
``api.flatchr.io``            over TLS, on port 443
``*.flatchr.io``              one label more, as in the address of a career site
``localhost:8443``            over TLS, on that port
``localhost``                 a loopback name alone: over TLS, on any port (test servers draw theirs)
``https://localhost:8443``    the same as without the scheme
``http://localhost:8000``     without TLS, which only a loopback host may do
============================  ============================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from flatchr_clean.flatchr.hosts import DEFAULT_PORTS, LABEL, Origin, maybe_origin
from flatchr_clean.requests.errors import InvalidAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

PUNYCODE = "xn--"

PATTERN = re.compile(
    rf"(?:(https?)://)?(?:((?:\*\.)?{LABEL.pattern}(?:\.{LABEL.pattern})*)|\[([0-9a-f:.]+)\])(?::([0-9]{{1,5}}))?/?"
)


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
        # No career site is written in Punycode, but look-alikes of the other hosts are.
        return dot + rest == self.name[1:] and bool(LABEL.fullmatch(label)) and not label.startswith(PUNYCODE)

    def has_port(self, port: int) -> bool:
        """Tell whether `port` is this host's."""
        if self.port is None and is_loopback(self.name):
            return True
        return port == (self.port or DEFAULT_PORTS[self.scheme])

    def may_start_with(self, text: str) -> bool:
        """Tell whether the authority of an address of this host may start with `text`, in lower case."""
        name = self.name.replace("*", text.partition(".")[0])
        if ":" in name:  # an IPv6 address
            name = f"[{name}]"
        return name.startswith(text) or text.startswith(f"{name}:")


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
        return Standing.FOREIGN if origin is None else _find_standing(self.entries, origin)

    def may_start_with(self, prefix: str) -> bool:
        """Tell whether an address of these hosts, with TLS or without, may start with `prefix`.

        Args:
            prefix: what an adapter is mounted at; requests compares it in lower case.
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


@lru_cache(maxsize=128)
def _find_standing(entries: frozenset[Host], origin: Origin) -> Standing:
    named = [entry for entry in entries if entry.has_name(origin.host)]
    if any(entry.scheme == origin.scheme and entry.has_port(origin.port) for entry in named):
        return Standing.MEANT
    # Without a port of its own a host is the machine, not one service on it.
    if origin.scheme == "http" and any(entry.port in (None, origin.port) for entry in named):
        return Standing.INSECURE
    return Standing.FOREIGN


def is_loopback(name: str) -> bool:
    """Tell whether a host name, in lower case, is this machine's own."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def parse_hosts(patterns: Iterable[str] | str) -> Hosts:
    """Compile what a caller gave as ``hosts=``.

    Args:
        patterns: hosts as this module's first lines write them; one alone may be given as a str.

    Raises:
        InvalidAddress: a pattern is none, or would send text without TLS over a network.
    """
    return _parse_hosts(frozenset([patterns] if isinstance(patterns, str) else patterns))


@lru_cache(maxsize=64)
def _parse_hosts(patterns: frozenset[str]) -> Hosts:
    return Hosts(frozenset(parse_host(pattern) for pattern in patterns))


def parse_host(pattern: str) -> Host:
    """Compile one host.

    >>> parse_host("api.flatchr.io")
    Host(scheme='https', name='api.flatchr.io', port=None)
    >>> parse_host("https://localhost:8443/")
    Host(scheme='https', name='localhost', port=8443)

    Raises:
        InvalidAddress: see `parse_hosts`.
    """
    match = PATTERN.fullmatch(pattern.lower())
    if match is None:
        # It is not shown: it may hold a password, or be the token in the wrong place.
        raise InvalidAddress(
            f"what was given as a host is none ({len(pattern)} characters): write it as in 'api.flatchr.io' "
            "or 'localhost:8443', without a user, a path or a query"
        )
    scheme, name, ipv6, port = match.groups()
    host = Host(scheme or "https", name or ipv6, int(port) if port else None)
    if host.scheme == "http" and not is_loopback(host.name):
        raise InvalidAddress(f"{host.name!r} without TLS: http is for loopback hosts only, use https")
    return host
