"""Many tasks on one client of httpx, and one that is cancelled. Over TLS."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from flatchr_clean.httpx import LostBody, mount
from tests.acceptance.clients.cases import CLEAN, DIRTY, JSON_TYPE
from tests.acceptance.clients.drivers import trust


def test_many_tasks_share_a_client(stage):
    """Each body arrives once, clean."""

    async def run():
        limits = httpx.Limits(max_connections=10)
        async with httpx.AsyncClient(verify=trust(), trust_env=False, limits=limits, timeout=60) as client:
            mount(client, hosts=stage.host)
            await asyncio.gather(*(client.post(f"{stage.url}/x", json=[n, "’"]) for n in range(200)))

    asyncio.run(run())
    assert sorted(one.json()[0] for one in stage.received) == list(range(200))
    assert {one.json()[1] for one in stage.received} == {"'"}


def test_cancelled_while_its_stream_is_read(stage):
    """Nothing was sent, and the part that was read is not sent in the place of the whole."""

    async def slow():
        yield DIRTY[:9]
        await asyncio.sleep(60)

    async def run():
        async with httpx.AsyncClient(verify=trust(), trust_env=False) as client:
            mount(client, hosts=stage.host)
            request = client.build_request("POST", f"{stage.url}/x", content=slow(), headers=JSON_TYPE)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.send(request), 0.05)
            with pytest.raises(LostBody):
                await client.send(request)
            await client.post(f"{stage.url}/x", content=DIRTY, headers=JSON_TYPE)

    asyncio.run(run())
    assert stage.bodies == [CLEAN]
