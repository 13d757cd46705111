"""Cleaning for programs that call ``httpx.post(...)``. Knows where httpx chooses a transport.

Module-level calls make a client each and throw it away, so there is nothing to mount. What every client
asks, at each request and at each redirect, is its class's ``_transport_for_url``: that one method is replaced
while an instrumentation is on, since httpx has no public one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, Unpack

import httpx

from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.options import Settings
from flatchr_clean.httpx.mounting import KINDS, Transport, unwrap
from flatchr_clean.httpx.transports import AsyncCleaningTransport, CleaningTransport
from flatchr_clean.instrumentation import Wrap

CHOOSE = "_transport_for_url"


def make_wrap(**settings: Unpack[Settings]) -> Wrap:
    """Make what cleans with some settings, for clients of both kinds."""
    ours: dict[type[Any], Any] = {
        httpx.Client: CleaningTransport(httpx.BaseTransport(), **settings),
        httpx.AsyncClient: AsyncCleaningTransport(httpx.AsyncBaseTransport(), **settings),
    }

    def wrap(chosen: Any, url: str) -> Any:
        kind, transport = chosen  # one transport may serve both kinds of client, as httpx.MockTransport does
        if isinstance(transport, Transport) and transport.policy.hosts.standing(url) is not Standing.FOREIGN:
            return transport
        return ours[kind].around(unwrap(transport))

    return wrap


def replace(choose: Callable[[str], Wrap | None]) -> Callable[[], None]:
    """See `flatchr_clean.instrumentation.Client`."""
    undo = ExitStack()
    for kind in KINDS:
        undo.callback(_replace_in(kind, choose))
    return undo.close


def _replace_in(kind: type[Any], choose: Callable[[str], Wrap | None]) -> Callable[[], None]:
    original = getattr(kind, CHOOSE)

    @wraps(original)
    def transport_for_url(self: Any, url: httpx.URL) -> Any:
        chosen, wrap = original(self, url), choose(str(url))
        return wrap((kind, chosen), str(url)) if wrap else chosen

    def restore() -> None:
        # When another tool has put its own over ours, ours stays under it and does nothing.
        if getattr(kind, CHOOSE) is transport_for_url:
            setattr(kind, CHOOSE, original)

    setattr(kind, CHOOSE, transport_for_url)
    return restore
