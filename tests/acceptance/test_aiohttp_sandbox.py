"""Documented endpoints by aiohttp: refused as it comes out of Word, accepted through the middleware."""

from __future__ import annotations

import asyncio
import io
import json
import ssl

import aiohttp
import pytest

from flatchr_clean.aiohttp import BearerAuth, cleaning_middleware
from flatchr_clean.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("plain_environment")

DIRTY = "Chargé·e d’affaires\u00a0– «\u00a0l’œuvre\u00a0» : \N{BULLET} 10\u202f000\u00a0€…"
CLEAN = "Chargé·e d'affaires - « l'œuvre » : - 10 000 €..."
COMPANY = "/company/G6KzqPnNLyp31m0l"
APPLICANT = f"{COMPANY}/vacancy/w67MknKVOldJ1203/applicant/ADYjo9mGxZdkN0ry"
PDF = b"%PDF \xe2\x80\x99"


def form(**fields):
    """Make a form with a file."""
    made = aiohttp.FormData(fields)
    made.add_field("file", io.BytesIO(PDF), filename="cv.pdf", content_type="application/pdf")
    return made


CALLS = {
    "vacancy": (
        "POST",
        f"{COMPANY}/vacancy",
        lambda: {"json": {"title": DIRTY, "description": f"<p>{DIRTY}</p>"}},
    ),
    "applicant": ("PUT", APPLICANT, lambda: {"json": {"firstname": "Zoé", "lastname": "L’Hôte"}}),
    "comment": ("POST", f"{APPLICANT}/comment", lambda: {"data": form(text=f"<p>{DIRTY}</p>")}),
    "candidate": (
        "POST",
        "/vacancy/avivacuisines",
        lambda: {"data": form(data=json.dumps({"comment": DIRTY}))},
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_endpoints(call):
    """A session without us is told which characters are refused; ours is welcome, every word in its place."""
    method, path, make = CALLS[call]

    async def main(sandbox):
        bearer = BearerAuth(sandbox.token, hosts=sandbox.url)
        for expected, own in (
            (422, (bearer,)),
            (200, (cleaning_middleware(hosts=sandbox.url), bearer)),
        ):
            connector = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=sandbox.ca_bundle))
            async with (
                aiohttp.ClientSession(sandbox.url, connector=connector, middlewares=own) as session,
                session.request(method, path, **make()) as response,
            ):
                assert response.status == expected, await response.text()
                found = getattr(response, "flatchr_clean", None)
        assert found.changed.total() >= 1

    with Sandbox() as sandbox:
        asyncio.run(main(sandbox))
        body = sandbox.requests[-1].body
        assert "’".encode() not in body.replace(PDF, b"")
        if call == "vacancy":
            assert json.loads(body) == {"title": CLEAN, "description": f"<p>{CLEAN}</p>"}
        if call in {"comment", "candidate"}:
            assert PDF in body
