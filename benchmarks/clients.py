"""The clients that are covered, each as two functions that post: plain, and with the cleaning on its way."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

Payloads = list[dict[str, Any]]
Post = Callable[[Payloads], object]


@contextmanager
def open_requests(url: str, bundle: str) -> Iterator[tuple[Post, ...]]:
    """Give a plain session's, and a mounted one's."""
    import requests

    from flatchr_clean.requests import mount

    def make_post(session: requests.Session) -> Post:
        return lambda payloads: [
            session.post(url, json=one, verify=bundle).raise_for_status() for one in payloads
        ]

    with requests.Session() as plain, mount(requests.Session(), hosts="localhost") as mounted:
        yield make_post(plain), make_post(mounted)


@contextmanager
def open_httpx(url: str, bundle: str) -> Iterator[tuple[Post, ...]]:
    """Give a plain client's, and a mounted one's."""
    import httpx

    from flatchr_clean.httpx import mount

    def make_post(client: httpx.Client) -> Post:
        return lambda payloads: [client.post(url, json=one).raise_for_status() for one in payloads]

    trust = ssl.create_default_context(cafile=bundle)
    with httpx.Client(verify=trust) as plain, mount(httpx.Client(verify=trust), hosts="localhost") as mounted:
        yield make_post(plain), make_post(mounted)


@contextmanager
def open_async_httpx(url: str, bundle: str) -> Iterator[tuple[Post, ...]]:
    """Give a plain asynchronous client's, and a mounted one's; one request after the other."""
    import httpx

    from flatchr_clean.httpx import mount

    trust = ssl.create_default_context(cafile=bundle)
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())

        def make_post(client: httpx.AsyncClient) -> Post:
            stack.callback(lambda: runner.run(client.aclose()))

            async def post(payloads: Payloads) -> None:
                for one in payloads:
                    (await client.post(url, json=one)).raise_for_status()

            return lambda payloads: runner.run(post(payloads))

        mounted = mount(httpx.AsyncClient(verify=trust), hosts="localhost")
        yield make_post(httpx.AsyncClient(verify=trust)), make_post(mounted)


@contextmanager
def open_aiohttp(url: str, bundle: str) -> Iterator[tuple[Post, ...]]:
    """Give a plain session's, and one's with the middleware; one request after the other."""
    import aiohttp

    from flatchr_clean.aiohttp import cleaning_middleware

    trust = ssl.create_default_context(cafile=bundle)
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())

        def make_post(*middlewares: Any) -> Post:
            async def open_session() -> aiohttp.ClientSession:
                connector = aiohttp.TCPConnector(ssl=trust)
                return aiohttp.ClientSession(connector=connector, middlewares=middlewares)

            session = runner.run(open_session())
            stack.callback(lambda: runner.run(session.close()))

            async def post(payloads: Payloads) -> None:
                for one in payloads:
                    async with session.post(url, json=one) as response:
                        response.raise_for_status()
                        await response.read()

            return lambda payloads: runner.run(post(payloads))

        yield make_post(), make_post(cleaning_middleware(hosts="localhost"))


CLIENTS: Final = {
    "requests": open_requests,
    "httpx": open_httpx,
    "httpx, asynchronous": open_async_httpx,
    "aiohttp": open_aiohttp,
}
