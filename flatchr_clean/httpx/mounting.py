"""Cleaning transports around the transports that a client has. Knows clients; sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, Unpack

import httpx

from flatchr_clean.http.options import Settings, check_names
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.httpx.transports import AsyncCleaningTransport, CleaningTransport

SomeClient = TypeVar("SomeClient", httpx.Client, httpx.AsyncClient)

KINDS: Final = {httpx.Client: CleaningTransport, httpx.AsyncClient: AsyncCleaningTransport}
"""Which transport cleans for which client."""

Transport = CleaningTransport | AsyncCleaningTransport


def mount(client: SomeClient, **settings: Unpack[Settings]) -> SomeClient:
    """Have a client clean what it sends to Flatchr, and leave all else as it is.

    The transports that the client has, its own and its mounts, are wrapped, not replaced: retries, caches,
    proxies and HTTP/2 stay. Mounting again changes the settings and wraps nothing twice.

    Args:
        client: any `httpx.Client` or `httpx.AsyncClient`.
        **settings: see `flatchr_clean.http.policy.CleaningPolicy.make`, each by its name.

    Returns:
        The client.

    Raises:
        InvalidOption: the client is none; a wrong setting raises what `CleaningTransport` raises.
    """
    check_names(mount, settings)
    kind: Any = kind_for(client)
    ours = kind(unwrap(client._transport), **settings)  # noqa: SLF001 - see `wrap_transports`
    wrap_transports(client, lambda transport: ours.around(unwrap(transport)))
    return client


def wrap_transports(client: Any, wrap: Callable[[Any], Any]) -> None:
    """Put something around each transport of a client; around one that serves several patterns once."""
    wrapped: dict[int, Any] = {}

    def wrap_once(transport: Any) -> Any:
        if id(transport) not in wrapped:
            wrapped[id(transport)] = wrap(transport)
        return wrapped[id(transport)]

    # Neither has a public name: a client takes its transports when it is made.
    client._transport = wrap_once(client._transport)  # noqa: SLF001
    for pattern, transport in client._mounts.items():  # noqa: SLF001
        if transport is not None:  # or else it is that of the client
            client._mounts[pattern] = wrap_once(transport)  # noqa: SLF001


def is_mounted(client: httpx.Client | httpx.AsyncClient) -> bool:
    """Tell whether everything that a client sends to the hosts it was mounted for is cleaned.

    Args:
        client: any `httpx.Client` or `httpx.AsyncClient`.

    Raises:
        InvalidOption: the client is none.
    """
    kind = kind_for(client)
    transports = (client._transport, *client._mounts.values())  # noqa: SLF001
    return all(transport is None or isinstance(transport, kind) for transport in transports)


def unwrap(transport: Any) -> Any:
    """Give what sends: the transport itself, or what is inside one that cleans."""
    while isinstance(transport, Transport):
        transport = transport.inner
    return transport


def kind_for(client: object) -> type[Transport]:
    """Give the transport that cleans for a client.

    Raises:
        InvalidOption: it is none: it is the module or the class, perhaps.
    """
    for kind, transport in KINDS.items():
        if isinstance(client, kind):
            return transport
    raise InvalidOption(
        f"give a client, as httpx.Client() makes one, not what is of type {type(client).__name__}; for "
        "programs that make none there is instrument()"
    )
