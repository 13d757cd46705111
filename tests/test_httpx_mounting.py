"""What a client has is wrapped, once, and nothing else is taken for a client."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.httpx import (
    AsyncCleaningTransport,
    CleaningTransport,
    InvalidOption,
    instrument,
    is_mounted,
    mount,
)
from tests.httpx_transport_doubles import CLEAN, DIRTY, JSON, OTHER, VACANCY, Recorder


def post(client, url=VACANCY):
    """Post an ad."""
    return client.post(url, content=DIRTY, headers=JSON)


def test_own_transports_and_mounts_are_wrapped():
    """Each stays where it was; one that serves two patterns is wrapped once."""
    own, shared = Recorder(), Recorder()
    mounts = {"https://api.flatchr.io": shared, "https://careers.flatchr.io": shared, "https://off": None}
    with httpx.Client(transport=own, mounts=mounts, trust_env=False) as client:
        assert not is_mounted(client)
        assert mount(client) is client
        assert is_mounted(client)
        first, second, off = (client._mounts[pattern] for pattern in client._mounts if pattern.host)
        assert {type(first), type(second), type(off)} == {CleaningTransport, type(None)}
        assert len({id(one) for one in client._mounts.values()}) == 2
        post(client)
        post(client, OTHER)
    assert [sent.body for sent in shared.sent] == [CLEAN]
    assert [sent.body for sent in own.sent] == [DIRTY]
    assert own.is_closed
    assert shared.is_closed


@pytest.mark.parametrize("kind", [httpx.Client, httpx.AsyncClient])
def test_proxies_are_wrapped(kind):
    """They are transports like any other."""
    client = mount(kind(proxy="http://localhost:3128", trust_env=False))
    assert is_mounted(client)
    ours = AsyncCleaningTransport if kind is httpx.AsyncClient else CleaningTransport
    chosen = client._transport_for_url(httpx.URL(VACANCY))
    assert type(chosen) is ours
    assert not isinstance(chosen.inner, ours)
    assert chosen is not client._transport


def test_mounting_again_changes_the_settings():
    """And wraps nothing twice."""
    recorder = Recorder()
    with httpx.Client(transport=recorder, trust_env=False) as client:
        mount(client, hosts="localhost:8443")
        post(client)
        mount(client, profile="ascii")
        assert client._transport.inner is recorder
        post(client)
    assert [sent.body for sent in recorder.sent] == [DIRTY, b'{"title": "Charge d\'affaires"}']


def test_a_wrong_setting_leaves_the_client_as_it_is():
    """Nothing is half mounted."""
    recorder = Recorder()
    with httpx.Client(transport=recorder, trust_env=False) as client:
        with pytest.raises(InvalidProfile):
            mount(client, profile="latin-99")
        assert client._transport is recorder
        assert not is_mounted(client)


def test_a_transport_put_in_later_is_noticed():
    """A client is mounted when everything that it has cleans."""
    with mount(httpx.Client(transport=Recorder(), trust_env=False)) as client:
        client._mounts[next(iter(httpx.Client(mounts={"https://x": None})._mounts))] = Recorder()
        assert not is_mounted(client)


@pytest.mark.parametrize("wrong", [httpx, httpx.Client, httpx.AsyncClient, Recorder(), None])
@pytest.mark.parametrize("call", [mount, is_mounted])
def test_what_is_no_client(wrong, call):
    """It is named by its type."""
    with pytest.raises(InvalidOption, match=f"what is of type {type(wrong).__name__}; for programs"):
        call(wrong)


@pytest.mark.parametrize("kind", [CleaningTransport, AsyncCleaningTransport])
@pytest.mark.parametrize("wrong", [object(), Recorder, httpx.Client(), "https://api.flatchr.io"])
def test_what_is_no_transport(kind, wrong):
    """A class is none, and a client is none."""
    with pytest.raises(InvalidOption, match="inner is a transport of httpx with handle_"):
        kind(wrong)


def test_a_transport_of_the_other_kind_is_none():
    """It would fail at the first request only."""
    with pytest.raises(InvalidOption):
        CleaningTransport(httpx.AsyncHTTPTransport())
    with pytest.raises(InvalidOption):
        AsyncCleaningTransport(httpx.HTTPTransport())


def test_without_an_inner_one_httpx_sends():
    """Its own transport, and it says so."""
    with CleaningTransport() as transport:
        assert type(transport.inner) is httpx.HTTPTransport
        assert repr(transport).startswith("<CleaningTransport around <httpx.")
    transport = AsyncCleaningTransport()
    assert type(transport.inner) is httpx.AsyncHTTPTransport
    assert repr(transport).startswith("<AsyncCleaningTransport around <httpx.")
    asyncio.run(transport.aclose())


def test_a_transport_of_both_kinds_serves_both_clients_while_instrumented():
    """As httpx.MockTransport is, by which programs test themselves."""
    told = []
    recorder = Recorder()

    async def run():
        async with httpx.AsyncClient(transport=recorder, trust_env=False) as client:
            await post(client)
        async with mount(httpx.AsyncClient(transport=recorder, trust_env=False)) as client:
            await post(client)

    with instrument(on_cleaned=lambda found, request: told.append((str(request.method), found.changed))):
        asyncio.run(run())
        with httpx.Client(transport=recorder, trust_env=False) as client:
            post(client)
    assert [sent.body for sent in recorder.sent] == [CLEAN] * 3
    assert told == [("POST", {"apostrophe": 1})] * 2
