"""httpx-retries tries again by a transport: inside ours or around it, the whole clean body goes out again."""

from __future__ import annotations

import ssl

import httpx
import pytest
from httpx_retries import Retry, RetryTransport

from flatchr_clean.httpx import CleaningTransport, UncleanableBody, mount
from tests.raw_server import RawServer, answer

ANSWERS = answer("503 Service Unavailable"), answer()
RETRY = Retry(total=3, backoff_factor=0)
DIRTY = '{"a": "’"}'.encode()
CLEAN = b'{"a": "\'"}'


def inside(trust, host):
    """Give a client that had retries before it was mounted."""
    transport = RetryTransport(httpx.HTTPTransport(verify=trust), RETRY)
    return mount(httpx.Client(transport=transport), hosts=host)


def around(trust, host):
    """Give a client whose retries are around the cleaning."""
    inner = CleaningTransport(httpx.HTTPTransport(verify=trust), hosts=host)
    return httpx.Client(transport=RetryTransport(inner, RETRY))


@pytest.mark.parametrize("make", [inside, around])
@pytest.mark.parametrize("content", [DIRTY, [DIRTY[:8], DIRTY[8:]]], ids=["bytes", "stream"])
def test_the_whole_clean_body_goes_out_again(make, content):
    """Twice the same."""
    with RawServer(*ANSWERS) as server:
        with make(ssl.create_default_context(cafile=server.ca), server.host) as client:
            body = content if isinstance(content, bytes) else iter(content)
            given = client.put(f"{server.url}/x", content=body, headers={"Content-Type": "application/json"})
        assert given.status_code == 200
        assert [received.body for received in server.received] == [CLEAN, CLEAN]


@pytest.mark.parametrize("make", [inside, around])
def test_our_errors_are_not_tried_again(make):
    """They would come again."""
    with RawServer(answer()) as server:
        with (
            make(ssl.create_default_context(cafile=server.ca), server.host) as client,
            pytest.raises(UncleanableBody),
        ):
            client.put(f"{server.url}/x", content="{’", headers={"Content-Type": "application/json"})
        assert server.received == []
