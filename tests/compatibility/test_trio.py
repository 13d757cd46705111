"""httpx runs under trio too, and so does what cleans; a large body is cleaned in one of trio's threads."""

from __future__ import annotations

import json

import httpx
import trio

from flatchr_clean import clean_json
from flatchr_clean.http.cleaning import LARGE_BODY_BYTES
from flatchr_clean.httpx import mount

URL = "https://elsewhere.example/x"


def test_tasks_of_trio_get_their_own_bodies_cleaned():
    """Large and small, at once."""
    sent = {}

    async def answer(request):
        sent[request.headers["number"]] = await request.aread()
        return httpx.Response(200)

    documents = {
        str(number): json.dumps({"a": f"{number}’" * (LARGE_BODY_BYTES if number % 2 else 3)})
        for number in range(8)
    }

    async def main():
        client = mount(httpx.AsyncClient(transport=httpx.MockTransport(answer)), hosts="elsewhere.example")
        async with client, trio.open_nursery() as nursery:
            for number, document in documents.items():
                headers = {"Content-Type": "application/json", "Number": number}
                nursery.start_soon(lambda content=document, headers=headers: client.post(
                    URL, content=content, headers=headers
                ))  # fmt: skip

    trio.run(main)
    assert sent == {number: clean_json(document).encode() for number, document in documents.items()}
