"""hishel caches above a transport of httpx: below it or around it, the service gets the clean body."""

from __future__ import annotations

import ssl
from email.utils import formatdate

import httpx
import pytest
from hishel import SqliteStorage
from hishel.httpx import CacheClient, CacheTransport

from flatchr_clean.httpx import CleaningTransport, is_mounted, mount
from tests.raw_server import RawServer, answer

FRESH = answer(body=b"[]", Cache_Control="max-age=60", Date=formatdate(usegmt=True))


@pytest.fixture
def stage(tmp_path):
    """A server, what trusts it, and a store."""
    with RawServer(FRESH) as server:
        yield (
            server,
            ssl.create_default_context(cafile=server.ca),
            SqliteStorage(database_path=tmp_path / "c"),
        )


def use(client, server):
    """Ask twice for what may be cached, and post once."""
    with client:
        for _ in range(2):
            client.get(f"{server.url}/list")
        client.post(f"{server.url}/x", json={"a": "’"})
    return [(received.line.split()[0], received.body) for received in server.received]


def test_mounted_around_it(stage):
    """A client of hishel, mounted: answers are cached, bodies are cleaned."""
    server, trust, store = stage
    client = mount(CacheClient(verify=trust, storage=store), hosts=server.host)
    assert is_mounted(client)
    assert use(client, server) == [("GET", b""), ("POST", b'{"a":"\'"}')]


def test_around_a_transport_that_cleans(stage):
    """A cache around ours: the same on the wire; `is_mounted` sees the cache alone."""
    server, trust, store = stage
    inner = CleaningTransport(httpx.HTTPTransport(verify=trust), hosts=server.host)
    client = httpx.Client(transport=CacheTransport(inner, storage=store))
    assert not is_mounted(client)
    assert use(client, server) == [("GET", b""), ("POST", b'{"a":"\'"}')]
