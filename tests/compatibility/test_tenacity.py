"""tenacity calls again what failed: a body that can be read once is sent whole, or refused."""

from __future__ import annotations

import httpx
import pytest
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from flatchr_clean.httpx import LostBody, UncleanableBody, mount

URL = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"
AGAIN = {"stop": stop_after_attempt(3), "reraise": True}


class Flaky(httpx.BaseTransport):
    """Breaks the first connections."""

    def __init__(self, breaks):
        self.breaks = breaks
        self.bodies = []

    def handle_request(self, request):
        """Read what comes, then break or answer."""
        self.bodies.append(b"".join(request.stream))
        if len(self.bodies) <= self.breaks:
            raise httpx.ReadError("broken")
        return httpx.Response(201)


def send(inner, *, stream, type_):
    """Build one request, and send it as often as tenacity wants."""
    with mount(httpx.Client(transport=inner)) as client:
        request = client.build_request("POST", URL, content=stream, headers={"Content-Type": type_})
        for attempt in Retrying(retry=retry_if_exception_type(httpx.TransportError), **AGAIN):
            with attempt:
                return client.send(request)
    return None


def test_a_clean_stream_is_sent_whole_again():
    """What was read of it took its place."""
    inner = Flaky(2)
    assert send(inner, stream=iter(['{"a": "’"}'.encode()]), type_="application/json").status_code == 201
    assert inner.bodies == [b'{"a": "\'"}'] * 3


def test_one_that_goes_out_unread_is_not_sent_empty():
    """Our error is none of the network's, so tenacity lets it through."""
    inner = Flaky(2)
    with pytest.raises(LostBody):
        send(inner, stream=iter([b"a;b"]), type_="text/csv")
    assert inner.bodies == [b"a;b"]


def test_our_refusals_are_not_tried_again():
    """Nothing would be another time."""
    inner = Flaky(0)
    with pytest.raises(UncleanableBody):
        send(inner, stream=["{’".encode()], type_="application/json")
    assert inner.bodies == []
