"""HTTP/2, by httpx and h2, to a server that speaks nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl

import httpx
import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from flatchr_clean.httpx import mount

DIRTY = {"title": "L’été " * 20_000}


@pytest.fixture
def certificate(tmp_path):
    """Files of a certificate of this machine's own, and what trusts it."""
    authority = trustme.CA()
    own = authority.issue_cert("localhost")
    own.private_key_pem.write_to_path(tmp_path / "key.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    trust = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    return tmp_path / "cert.pem", tmp_path / "key.pem", trust


def test_the_clean_body_goes_by_http_2(certificate):
    """With a content-length that fits, in several frames."""
    certfile, keyfile, trust = certificate
    bodies = []

    async def application(scope, receive, send):
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        bodies.append((scope["http_version"], dict(scope["headers"])[b"content-length"], body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def main():
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        config = Config()
        config.bind = [f"localhost:{port}"]
        config.certfile, config.keyfile = str(certfile), str(keyfile)
        config.alpn_protocols = ["h2"]
        over = asyncio.Event()
        server = asyncio.create_task(serve(application, config, shutdown_trigger=over.wait))
        client = mount(httpx.AsyncClient(http2=True, verify=trust), hosts=f"localhost:{port}")
        async with client:
            for _ in range(50):
                with contextlib.suppress(httpx.ConnectError):
                    response = await client.post(f"https://localhost:{port}/x", json=DIRTY)
                    break
                await asyncio.sleep(0.1)
        over.set()
        await server
        return response

    response = asyncio.run(main())
    assert response.http_version == "HTTP/2"
    clean = ('{"title":"' + "L'été " * 20_000 + '"}').encode()
    assert bodies == [("2", str(len(clean)).encode(), clean)]
