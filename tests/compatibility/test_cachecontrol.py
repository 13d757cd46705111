"""CacheControl replaces the adapters that it finds: it comes first, and mount after it."""

from __future__ import annotations

from email.utils import formatdate

import requests
from cachecontrol import CacheControl, CacheControlAdapter

from flatchr_clean.requests import CleaningAdapter, is_mounted, mount
from tests.raw_server import RawServer, answer

FRESH = answer(body=b"[]", Cache_Control="max-age=60", Date=formatdate(usegmt=True))


def test_mounted_after_it_both_work():
    """Answers are cached, bodies are cleaned."""
    with RawServer(FRESH) as server, CacheControl(requests.Session()) as session:
        mount(session, hosts=server.host)
        session.verify = server.ca
        assert [session.get(f"{server.url}/list").from_cache for _ in range(3)] == [False, True, True]
        session.post(f"{server.url}/x", json={"a": "’"})
        assert [received.body for received in server.received] == [b"", b'{"a": "\'"}']


def test_the_same_by_hand():
    """One adapter around the other."""
    with RawServer(FRESH) as server, requests.Session() as session:
        session.mount("https://", CleaningAdapter(CacheControlAdapter(), hosts=server.host))
        session.verify = server.ca
        assert [session.get(f"{server.url}/list").from_cache for _ in range(2)] == [False, True]


def test_mounted_before_it_we_are_gone():
    """It puts its own adapters in our place, and is_mounted tells."""
    session = CacheControl(mount(requests.Session()))
    assert not is_mounted(session)
    assert is_mounted(mount(session))
    session.close()
