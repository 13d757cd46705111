"""Two hundred tasks at once: every body arrives clean, and memory stays what it was. Over TLS."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from pathlib import Path

import httpx
import pytest

from flatchr_clean import clean_json
from flatchr_clean.httpx import mount
from tests.acceptance.clients.drivers import trust
from tests.raw_server import _authority

pytestmark = pytest.mark.once

TASKS = 200
SECONDS = float(os.environ.get("LOAD_SECONDS", "3"))
SIZES = (1_000, 4_000, 16_000, 40_000, 200_000, 5_000_000)
OFTEN = (1_000, 4_000, 16_000, 40_000)


def make_body(size: int) -> bytes:
    """Make a document of about this size, dirty here and there."""
    sentence = (
        "L’été, «\u00a0Jeanne\u00a0» cherche un poste de développeur. " + "Texte tout à fait propre. " * 8
    )
    return ('{"title": "' + sentence * max(size // len(sentence.encode()), 1) + '"}').encode()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request with the digest of its body."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.lower().split(b"\r\n")
            length = next(int(one.split(b":")[1]) for one in lines if one.startswith(b"content-length"))
            digest = hashlib.sha256(await reader.readexactly(length)).hexdigest()
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n{digest}".encode())
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def read_memory() -> int:
    """Read how many MB this process holds; 0 where that cannot be read."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


async def measure_gaps(gaps: list[float]) -> None:
    """Note how late the loop comes back to a task that sleeps for a moment."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.001)
        gaps.append(time.perf_counter() - begun - 0.001)


async def load(*, is_cleaned: bool) -> tuple[int, float, list[int]]:
    """Send for some seconds: how many, the worst gap, the memory at half and at the end."""
    bodies = [make_body(size) for size in SIZES]
    wanted = [clean_json(body) if is_cleaned else body for body in bodies]
    digests = [hashlib.sha256(body).hexdigest() for body in wanted]
    server = await asyncio.start_server(echo, "127.0.0.1", 0, limit=1 << 20, ssl=_authority()[0])
    host = f"localhost:{server.sockets[0].getsockname()[1]}"
    limits = httpx.Limits(max_connections=TASKS)
    ends_at, sent, gaps = time.monotonic() + SECONDS, 0, []
    memory: list[int] = []

    async def task(client: httpx.AsyncClient, number: int) -> None:
        nonlocal sent
        turn = number
        while time.monotonic() < ends_at:
            kind = turn % len(OFTEN) if turn % 50 else len(SIZES) - 1 - (turn // 50) % 2
            turn += 1
            headers = {"Content-Type": "application/json"}
            reply = await client.post(f"https://{host}/x", content=bodies[kind], headers=headers)
            assert reply.text == digests[kind]
            sent += 1

    async def look() -> None:
        await asyncio.sleep(SECONDS / 2)
        memory.append(read_memory())

    async with httpx.AsyncClient(verify=trust(), trust_env=False, limits=limits, timeout=60) as client:
        if is_cleaned:
            mount(client, hosts=host)
        watch = asyncio.create_task(measure_gaps(gaps))
        await asyncio.gather(look(), *(task(client, number) for number in range(TASKS)))
        memory.append(read_memory())
        watch.cancel()
    server.close()
    await server.wait_closed()
    return sent, max(gaps), memory


def test_two_hundred_tasks_at_once(capsys):
    """Each body to the byte of what `clean_json` makes of it."""
    plain, cleaned = (asyncio.run(load(is_cleaned=one)) for one in (False, True))
    with capsys.disabled():
        for name, (sent, gap, memory) in (("plain", plain), ("cleaned", cleaned)):
            print(f"\n{name}: {sent / SECONDS:.0f}/s, worst gap {gap * 1000:.0f} ms, {memory} MB")  # noqa: T201 - figures for whoever runs it
    half, end = cleaned[2]
    assert cleaned[0] > TASKS
    assert end < half * 1.5 + 50
