"""The token goes where it may and nowhere else, on every way that httpx sends."""

from __future__ import annotations

import asyncio
import pickle

import httpx
import pytest

from flatchr_clean.httpx import BearerAuth, ForeignHost, InsecureTransport, InvalidAddress, InvalidToken
from tests.httpx_transport_doubles import CLEAN, DIRTY, JSON, OTHER, TOKEN, VACANCY, Recorder, open_client

CAREERS = "https://acme.flatchr.io/vacancy/1"


@pytest.fixture
def recorder():
    """What answers."""
    return Recorder()


def tokens(recorder):
    """Give the Authorization of each request that left."""
    return [sent.headers.get("Authorization") for sent in recorder.sent]


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (VACANCY, None),
        ("https://API.flatchr.io:443/x", None),
        ("https://careers.flatchr.io/", None),
        ("https://localhost:8443/x", "localhost:8443"),
    ],
)
def test_the_token_is_added_for_the_hosts(recorder, url, hosts):
    """As the header that the service documents."""
    auth = BearerAuth(TOKEN, hosts=hosts) if hosts else BearerAuth(TOKEN)
    with open_client(recorder, auth=auth) as client:
        client.post(url, content=DIRTY, headers=JSON)
    assert tokens(recorder) == [f"Bearer {TOKEN}"]


def test_a_career_site_is_given_no_token(recorder):
    """It asks for none; the text is cleaned all the same."""
    with open_client(recorder, auth=BearerAuth(TOKEN)) as client:
        client.post(CAREERS, content=DIRTY, headers=JSON)
    assert tokens(recorder) == [None]
    assert recorder.sent[0].body == CLEAN


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (OTHER, ForeignHost),
        ("https://user:pass@api.flatchr.io/", ForeignHost),
        ("http://api.flatchr.io/", InsecureTransport),
        ("http://example.org/", InsecureTransport),
    ],
)
def test_where_the_token_does_not_go(recorder, url, error):
    """Nothing leaves, and no message shows it."""
    with open_client(recorder, auth=BearerAuth(TOKEN)) as client, pytest.raises(error) as caught:
        client.get(url)
    assert recorder.sent == []
    assert TOKEN not in str(caught.value) + repr(caught.value)
    assert caught.value.request.url == url


def test_an_address_moved_afterwards_is_refused(recorder):
    """An event hook runs after the auth."""

    def move(request):
        request.url = httpx.URL(OTHER)

    with open_client(recorder, auth=BearerAuth(TOKEN)) as client:
        client.event_hooks = {"request": [move]}
        with pytest.raises(ForeignHost):
            client.get(VACANCY)
    assert recorder.sent == []


def moved(client):
    """Make a request whose address is changed after its auth."""
    request = client.build_request("GET", VACANCY)
    request = next(client.auth.auth_flow(request))
    request.url = httpx.URL(OTHER)
    return request


def test_a_request_that_was_moved_without_its_token_may_go(recorder):
    """It is the token that stays."""
    with open_client(recorder, auth=BearerAuth(TOKEN)) as client:
        request = moved(client)
        del request.headers["Authorization"]
        client.send(request, auth=None)
    assert tokens(recorder) == [None]


@pytest.mark.parametrize(
    ("location", "second"),
    [("/y", f"Bearer {TOKEN}"), (OTHER, None)],
)
def test_redirects(location, second):
    """To the same host with the token, to another without it."""
    recorder = Recorder(302, location=location)
    with open_client(recorder, auth=BearerAuth(TOKEN), follow_redirects=True) as client:
        client.get(VACANCY)
    assert tokens(recorder) == [f"Bearer {TOKEN}", second]


def test_an_asynchronous_client(recorder):
    """The same."""

    async def run():
        async with httpx.AsyncClient(transport=recorder, auth=BearerAuth(TOKEN), trust_env=False) as client:
            await client.get(VACANCY)
            with pytest.raises(ForeignHost):
                await client.get(OTHER)

    asyncio.run(run())
    assert tokens(recorder) == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("token", ["", "a b", "abc\n", "Bearer abc", None])
def test_what_is_no_token(token):
    """It is refused when it is given, and not shown."""
    with pytest.raises(InvalidToken) as caught:
        BearerAuth(token)
    assert "abc" not in str(caught.value)


def test_a_career_site_is_no_host_for_a_token():
    """Nor is a star."""
    for host in ("acme.flatchr.io", "*.flatchr.io"):
        with pytest.raises(InvalidAddress):
            BearerAuth(TOKEN, hosts=host)


def test_nothing_shows_the_token(recorder):
    """Neither the auth, nor what the request and its extensions show; a pickled request leaves the auth."""
    auth = BearerAuth(TOKEN)
    with open_client(recorder, auth=auth) as client:
        request = client.build_request("GET", VACANCY, extensions={"mine": 1})
        client.send(request)
    assert TOKEN not in repr(auth) + repr(request) + repr(request.extensions) + repr(client)
    assert request.extensions["mine"] == 1
    assert pickle.loads(pickle.dumps(request)).extensions == {}
    assert pickle.loads(pickle.dumps(auth)) == auth
