"""requests-ratelimiter: its adapter is wrapped, its session is mounted, and both go on limiting."""

from __future__ import annotations

import time

import pytest
import requests
from requests_ratelimiter import LimiterAdapter, LimiterSession

from flatchr_clean.requests import is_mounted, mount
from tests.raw_server import RawServer


def limiting_adapter():
    """A plain session with the limiting adapter."""
    session = requests.Session()
    session.mount("https://", LimiterAdapter(per_second=4))
    return session


@pytest.mark.parametrize(
    "make", [limiting_adapter, lambda: LimiterSession(per_second=4)], ids=["adapter", "session"]
)
def test_it_goes_on_limiting(make):
    """As fast as it allows, and clean."""
    with RawServer() as server, make() as session:
        session.verify = server.ca
        mount(session, hosts=server.host)
        started = time.monotonic()
        for _ in range(6):
            session.post(f"{server.url}/x", json={"a": "’"})
        assert time.monotonic() - started > 0.9
        assert [received.body for received in server.received] == [b'{"a": "\'"}'] * 6
        assert is_mounted(session)


def test_an_adapter_mounted_afterwards_for_the_service_passes_us_by():
    """As any adapter does; mount comes last."""
    session = mount(requests.Session())
    session.mount("https://api.flatchr.io/", LimiterAdapter(per_second=1))
    assert not is_mounted(session)
    assert is_mounted(mount(session))
