"""respx stands under the transports of httpx, or is one: it sees, and records, the clean body."""

from __future__ import annotations

import asyncio

import httpx
import respx

from flatchr_clean.httpx import is_mounted, mount

URL = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"


@respx.mock
def test_a_mounted_client_is_seen_clean():
    """Its pool is replaced, under our transport."""
    route = respx.post(URL).mock(return_value=httpx.Response(201))
    with mount(httpx.Client()) as client:
        assert client.post(URL, json={"a": "’"}).status_code == 201
    assert route.calls.last.request.content == b'{"a":"\'"}'


@respx.mock
def test_an_asynchronous_one_too():
    """The same."""
    route = respx.post(URL).mock(return_value=httpx.Response(201))

    async def post():
        async with mount(httpx.AsyncClient()) as client:
            return await client.post(URL, json={"a": "’"})

    assert asyncio.run(post()).extensions["flatchr_clean"].changed.total() == 1
    assert route.calls.last.request.content == b'{"a":"\'"}'


def test_a_router_given_as_transport_is_wrapped():
    """As any transport is."""
    router = respx.Router()
    router.post(URL).mock(return_value=httpx.Response(201))
    client = mount(httpx.Client(transport=httpx.MockTransport(router.handler)))
    with client:
        client.post(URL, json={"a": "’"})
    assert is_mounted(client)
    assert router.calls.last.request.content == b'{"a":"\'"}'
