"""Calls by aiohttp for tests, a whole event loop each. Knows the raw server; not what becomes of a body."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from flatchr_clean.aiohttp import cleaning_middleware
from flatchr_clean.http.findings import Findings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.raw_server import RawServer


@dataclass
class Answered:
    """What is left of a response when its event loop is closed."""

    status: int
    body: bytes
    findings: Findings | None
    history: int


def session_for(
    *servers: RawServer, middlewares: tuple[Any, ...] = (), **settings: Any
) -> aiohttp.ClientSession:
    """Make a session that trusts the servers."""
    context = ssl.create_default_context(cafile=servers[0].ca)
    connector = aiohttp.TCPConnector(ssl=context)
    return aiohttp.ClientSession(connector=connector, middlewares=middlewares, **settings)


def run(
    server: RawServer,
    use: Callable[[aiohttp.ClientSession], Awaitable[Any]],
    *middlewares: Any,
    **settings: Any,
) -> Any:
    """Let a coroutine use a session whose middlewares clean for a server, and give what it returns."""

    async def main() -> Any:
        own = middlewares or (cleaning_middleware(hosts=server.url),)
        async with session_for(server, middlewares=own, **settings) as session:
            result = await use(session)
        await asyncio.sleep(0)  # the connector closes its transports in the loop's next turn
        return result

    return asyncio.run(main())


async def answered(session: aiohttp.ClientSession, method: str, url: str, **arguments: Any) -> Answered:
    """Make one call."""
    if callable(arguments.get("data")) and not isinstance(arguments["data"], aiohttp.FormData):
        arguments["data"] = arguments["data"]()  # some bodies want a running loop
    async with session.request(method, url, **arguments) as response:
        findings = getattr(response, "flatchr_clean", None)
        return Answered(response.status, await response.read(), findings, len(response.history))


def post(
    server: RawServer, *middlewares: Any, path: str = "/user", method: str = "POST", **arguments: Any
) -> Answered:
    """Make one call to a server."""
    return run(
        server, lambda session: answered(session, method, f"{server.url}{path}", **arguments), *middlewares
    )


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    """Give a body piece by piece."""
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


def unchunk(body: bytes) -> bytes:
    """Give the content of a body that came in chunks."""
    content = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        content += body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]
    return content
