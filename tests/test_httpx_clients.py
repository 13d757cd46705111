"""FlatchrClient and AsyncFlatchrClient: what they are made of, and what they refuse to be made of."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from flatchr_clean.errors import CleaningError
from flatchr_clean.http.options import TIMEOUT
from flatchr_clean.http.refusals import InvalidAddress, InvalidOption
from flatchr_clean.httpx import AsyncFlatchrClient, FlatchrClient, is_mounted
from flatchr_clean.httpx.clients import make_timeout

TOKEN = "s3same-ouvre-toi"
COMPANY = "G6KzqPnNLyp31m0l"
CLIENTS = [FlatchrClient, AsyncFlatchrClient]
ON_EACH = pytest.mark.parametrize("make", CLIENTS)


def call(client, method="GET", url="/a", **others):
    """Make one call, by either client."""
    if isinstance(client, httpx.Client):
        with client:
            return client.request(method, url, **others)

    async def run():
        async with client:
            return await client.request(method, url, **others)

    return asyncio.run(run())


@pytest.fixture
def sent():
    """Keep the requests that were sent."""
    return []


@pytest.fixture
def transport(sent):
    """Answer every request."""

    def answer(request):
        sent.append((str(request.url), request.content, dict(request.headers), dict(request.extensions)))
        return httpx.Response(200)

    return httpx.MockTransport(answer)


@ON_EACH
def test_one_call_does_everything(make, transport, sent):
    """Address, token, cleaning and time-outs."""
    client = make(TOKEN, company=COMPANY, slug="aviva", transport=transport)
    assert is_mounted(client)
    call(client, "POST", "company/{company}/vacancy?page=2", json={"title": "L’été"})
    ((url, body, headers, extensions),) = sent
    assert url == f"https://api.flatchr.io/company/{COMPANY}/vacancy?page=2"
    assert body == '{"title":"L\'été"}'.encode()
    assert headers["authorization"] == f"Bearer {TOKEN}"
    connect, read = TIMEOUT
    assert extensions["timeout"] == {"connect": connect, "read": read, "write": read, "pool": connect}
    assert "flatchr_clean.deadline" not in extensions


@ON_EACH
def test_career_sites_are_cleaned_without_the_token(make, transport, sent):
    """It is not theirs."""
    client = make(TOKEN, slug="aviva", transport=transport)
    call(client, "POST", "https://{slug}.flatchr.io/x", json=["’"])
    ((url, body, headers, _),) = sent
    assert (url, body) == ("https://aviva.flatchr.io/x", b'["\'"]')
    assert "authorization" not in headers


@ON_EACH
def test_values_of_a_path(make):
    """Each in its segment."""
    client = make(TOKEN, company=COMPANY)
    url = client.complete_url("/company/{company}/{x}", x="a b/../c")
    assert url == f"https://api.flatchr.io/company/{COMPANY}/a%20b%2F..%2Fc"
    with pytest.raises(InvalidAddress, match="slug="):
        client.complete_url("/{slug}")


@ON_EACH
@pytest.mark.parametrize(
    "settings",
    [
        {"token": "Bearer x"},
        {"company": "aviva"},
        {"slug": "Aviva Cuisines"},
        {"base_url": "http://api.flatchr.io"},
        {"base_url": "https://avivacuisines.flatchr.io"},
        {"base_url": None},
        {"timeout": 0},
        {"timeout": "3"},
        {"timeout": (1, 2, 3)},
        {"retries": -1},
        {"retries": True},
        {"deadline": 0},
        {"deadline": float("nan")},
        {"raise_for_status": 1},
        {"on_cleaned": 5},
        {"max_body_bytes": 0},
        {"profile": "latin"},
        {"transport": 5},
        {"transport": httpx.HTTPTransport},
    ],
    ids=str,
)
def test_wrong_settings_are_refused_at_once(make, settings):
    """Before anything is sent, and without the token in the message."""
    with pytest.raises(CleaningError) as caught:
        make(**{"token": TOKEN, **settings})
    assert TOKEN not in str(caught.value)


def test_a_transport_of_the_other_kind_is_refused():
    """It would fail at the first call."""
    with pytest.raises(InvalidOption):
        FlatchrClient(TOKEN, transport=httpx.AsyncHTTPTransport())
    with pytest.raises(InvalidOption):
        AsyncFlatchrClient(TOKEN, transport=httpx.HTTPTransport())


@ON_EACH
def test_the_proxies_of_the_environment_are_kept(make, monkeypatch):
    """When no transport is given; each of them tries again and cleans."""
    monkeypatch.setenv("HTTPS_PROXY", "http://localhost:3128")
    client = make(TOKEN)
    assert is_mounted(client)
    through = client._transport_for_url(httpx.URL("https://api.flatchr.io/"))
    assert through is not client._transport
    assert "PatientTransport" in repr(through)
    given = httpx.MockTransport(lambda _request: httpx.Response(200))
    direct = make(TOKEN, transport=given)
    assert direct._transport_for_url(httpx.URL("https://api.flatchr.io/")) is direct._transport


@ON_EACH
def test_a_program_that_loses_its_request_is_told_as_httpx_does(make):
    """An error without a request is no outcome of one."""

    def fail(_request):
        raise httpx.ReadError("x")

    client = make(TOKEN, retries=0, transport=httpx.MockTransport(fail))
    with pytest.raises(httpx.ReadError) as caught:
        call(client)
    assert not isinstance(caught.value, CleaningError)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (None, httpx.Timeout(None)),
        (3, httpx.Timeout(3)),
        ((1, 2), httpx.Timeout(connect=1, read=2, write=2, pool=1)),
    ],
)
def test_time_outs(given, made):
    """As requests takes them."""
    assert make_timeout(given) == made
