"""requests-cache works above the adapters: what it keeps is keyed by the body before it is cleaned."""

from __future__ import annotations

import requests
import requests_cache

from flatchr_clean.requests import BearerAuth, instrument, is_mounted, mount
from tests.raw_server import RawServer, answer


def cached_session(server):
    """A session that keeps the answers to POST too, in memory."""
    session = requests_cache.CachedSession(backend="memory", allowable_methods=("GET", "POST"))
    session.verify = server.ca
    return session


def test_mounted_in_any_order():
    """It has no adapters of its own."""
    with RawServer(answer(body=b"[]")) as server, cached_session(server) as session:
        mount(session, hosts=server.host)
        session.auth = BearerAuth("s3same", hosts=server.host)
        for _ in range(3):
            session.post(f"{server.url}/search", json={"lastname": "L’Hôte"})
        assert [received.body for received in server.received] == [b'{"lastname": "L\'H\\u00f4te"}']
        assert is_mounted(session)


def test_the_key_is_the_body_before_cleaning():
    """Two spellings of one question are two questions to the cache, and each gets its own answer."""
    with RawServer(answer(body=b"[1]"), answer(body=b"[2]")) as server, cached_session(server) as session:
        mount(session, hosts=server.host)
        spelt = [session.post(f"{server.url}/x", json={"a": text}).json() for text in ("’", "'", "’")]
        assert spelt == [[1], [2], [1]]
        assert {received.body for received in server.received} == {b'{"a": "\'"}'}


def test_installed_for_the_whole_program():
    """It puts a session class of its own into requests, which instrument covers too."""
    with (
        RawServer() as server,
        requests_cache.enabled(backend="memory", allowable_methods=("GET", "POST")),
        instrument(hosts=server.host),
    ):
        for _ in range(2):
            requests.post(f"{server.url}/x", json={"a": "’"}, verify=server.ca, timeout=9)
        assert [received.body for received in server.received] == [b'{"a": "\'"}']
