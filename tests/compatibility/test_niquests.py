"""niquests has sessions, errors and a urllib3 of its own; its plain sessions can be mounted all the same."""

from __future__ import annotations

import io

import niquests
import pytest
import requests

from flatchr_clean.requests import BearerAuth, ForeignHost, UncleanableBody, is_mounted, mount
from tests.raw_server import RawServer, answer


@pytest.mark.parametrize("library", [requests, niquests])
@pytest.mark.parametrize(
    "make",
    [
        lambda: {"json": {"a": "’"}},
        lambda: {"data": '{"a": "’"}'},
        lambda: {"data": iter(['{"a": "’"}'.encode()])},
        lambda: {"data": io.BytesIO('{"a": "’"}'.encode())},
    ],
    ids=["json", "text", "generator", "file"],
)
def test_sessions_of_both(library, make):
    """The urllib3 of niquests comes under requests too: both clean, with the token, redirects included."""
    with (
        RawServer(answer("307 Temporary Redirect", Location="/there"), answer()) as server,
        library.Session() as session,
    ):
        session.verify = server.ca
        session.auth = BearerAuth("s3same", hosts=server.host)
        mount(session, hosts=server.host)
        assert is_mounted(session)
        assert session.post(f"{server.url}/here", **make()).status_code == 200
        assert [received.body for received in server.received] == [b'{"a": "\'"}'] * 2
        assert {received.headers["authorization"] for received in server.received} == {"Bearer s3same"}


def test_our_errors_are_of_requests_not_of_niquests():
    """A program that catches niquests' errors must catch ours by their own names."""
    with RawServer() as server, niquests.Session() as session:
        mount(session, hosts=server.host)
        with pytest.raises(UncleanableBody) as caught:
            session.post(
                f"{server.url}/x", data=b'{"a": "\xff"}', headers={"Content-Type": "application/json"}
            )
        assert isinstance(caught.value, requests.RequestException)
        assert not isinstance(caught.value, niquests.RequestException)
        session.auth = BearerAuth("s3same")
        with pytest.raises(ForeignHost):
            session.get(f"{server.url}/x")
