"""Transports around another: they open and close it, and refuse what is none."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.httpx.around import Around, AsyncAround


class Inner(httpx.BaseTransport):
    """Keeps what it was asked for."""

    def __init__(self):
        self.calls = []

    def handle_request(self, request):
        """Answer."""
        return httpx.Response(200, request=request)

    def __enter__(self):
        self.calls.append("enter")
        return self

    def __exit__(self, kind=None, error=None, traceback=None):
        self.calls.append(kind)

    def close(self):
        """Close."""
        self.calls.append("close")


class AsyncInner(httpx.AsyncBaseTransport):
    """The same for tasks."""

    def __init__(self):
        self.calls = []

    async def handle_async_request(self, request):
        """Answer."""
        return httpx.Response(200, request=request)

    async def __aenter__(self):
        self.calls.append("enter")
        return self

    async def __aexit__(self, kind=None, error=None, traceback=None):
        self.calls.append(kind)

    async def aclose(self):
        """Close."""
        self.calls.append("close")


def test_the_inner_one_is_opened_and_closed():
    """And is told of an error; what is entered is the one around."""
    inner = Inner()
    transport = Around(inner)

    def run():
        with transport as entered:
            assert entered is transport
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()
    transport.close()
    assert inner.calls == ["enter", ZeroDivisionError, "close"]


def test_the_inner_one_is_opened_and_closed_by_tasks():
    """The same."""
    inner = AsyncInner()
    transport = AsyncAround(inner)

    async def run():
        async with transport as entered:
            assert entered is transport
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    asyncio.run(transport.aclose())
    assert inner.calls == ["enter", ZeroDivisionError, "close"]


@pytest.mark.parametrize(
    ("around", "inner", "own"),
    [(Around, Inner, httpx.HTTPTransport), (AsyncAround, AsyncInner, httpx.AsyncHTTPTransport)],
)
def test_a_twin_is_around_another(around, inner, own):
    """With the same settings; the first stays as it is. Without an inner one it is httpx's own."""
    first, second = inner(), inner()
    transport = around(first)
    transport.setting = 5
    twin = transport.around(second)
    assert (twin.inner, twin.setting, transport.inner) == (second, 5, first)
    assert type(twin) is around
    assert repr(twin) == f"<{around.__name__} around {second!r}>"
    assert type(around().inner) is own


@pytest.mark.parametrize(
    ("around", "inner", "sends"),
    [
        (Around, AsyncInner(), "handle_request"),
        (Around, Inner, "handle_request"),
        (Around, 5, "handle_request"),
        (AsyncAround, Inner(), "handle_async_request"),
        (AsyncAround, AsyncInner, "handle_async_request"),
        (AsyncAround, "", "handle_async_request"),
    ],
)
def test_what_is_no_transport_is_refused(around, inner, sends):
    """A class, one for the other kind of client, anything else."""
    with pytest.raises(InvalidOption) as caught:
        around(inner)
    assert str(caught.value) == (
        f"inner is a transport of httpx with {sends}, or None for one of httpx's own"
    )
