"""Transports that stand around another one. Know that there is one, and send nothing themselves."""

from __future__ import annotations

import copy
from types import TracebackType
from typing import Any, Self

import httpx

from flatchr_clean.http.refusals import InvalidOption


class Around(httpx.BaseTransport):
    """A transport around another one, for an `httpx.Client`.

    Args:
        inner: the transport that sends; one of httpx's own when None.

    Raises:
        InvalidOption: the inner transport is none.
    """

    SENDS = "handle_request"

    def __init__(self, inner: httpx.BaseTransport | None = None) -> None:
        self.inner = httpx.HTTPTransport() if inner is None else check_transport(inner, self.SENDS)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} around {self.inner!r}>"

    def around(self, inner: httpx.BaseTransport) -> Self:
        """Make one with the same settings around another transport."""
        twin = copy.copy(self)
        twin.inner = inner
        return twin

    def __enter__(self) -> Self:
        self.inner.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.inner.__exit__(exc_type, exc_value, traceback)

    def close(self) -> None:
        """Close the inner transport."""
        self.inner.close()


class AsyncAround(httpx.AsyncBaseTransport):
    """The same for an `httpx.AsyncClient`."""

    SENDS = "handle_async_request"

    def __init__(self, inner: httpx.AsyncBaseTransport | None = None) -> None:
        self.inner = httpx.AsyncHTTPTransport() if inner is None else check_transport(inner, self.SENDS)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} around {self.inner!r}>"

    def around(self, inner: httpx.AsyncBaseTransport) -> Self:
        """Make one with the same settings around another transport."""
        twin = copy.copy(self)
        twin.inner = inner
        return twin

    async def __aenter__(self) -> Self:
        await self.inner.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.inner.__aexit__(exc_type, exc_value, traceback)

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self.inner.aclose()


def check_transport(inner: Any, sends: str) -> Any:
    """Give a transport back if it can be one.

    Raises:
        InvalidOption: it has no such method; it is a class, perhaps, or of the other kind of client.
    """
    if isinstance(inner, type) or not callable(getattr(inner, sends, None)):
        raise InvalidOption(f"inner is a transport of httpx with {sends}, or None for one of httpx's own")
    return inner
