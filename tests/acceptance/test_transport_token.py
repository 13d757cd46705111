"""The token goes to the API's own hosts alone, byte by byte, whatever a program does with its requests."""

from __future__ import annotations

import gc
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import requests
import urllib3
from requests import Request

from flatchr_clean import Cleaner
from flatchr_clean.requests import (
    BearerAuth,
    FlatchrSession,
    ForeignHost,
    InsecureTransport,
    ServiceRefusal,
    instrument,
    mount,
)
from tests.raw_server import RawServer, TunnelProxy, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("plain_environment")

TOKEN = "s3ntinel-t0ken"
SITE = "https://avivacuisines.flatchr.io"
VACANCY = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"


class World:
    """Every host there is, played by one server: what it got, and how to reach it."""

    def __init__(self, server: RawServer, proxy: TunnelProxy) -> None:
        self.server, self.proxy = server, proxy

    def open(self, session: requests.Session) -> requests.Session:
        """Have a session reach it."""
        session.proxies = {"https": self.proxy.url, "http": self.proxy.url}
        session.verify = self.server.ca
        return session

    @property
    def asked(self) -> list[str]:
        """The hosts that were connected to."""
        return self.proxy.asked

    @property
    def tokens(self) -> list[str | None]:
        """The authentication of each request."""
        return [received.headers.get("authorization") for received in self.server.received]

    @property
    def everything(self) -> bytes:
        """Every byte that was received."""
        return b"".join(received.head + received.body for received in self.server.received)


def world_of(*answers: bytes) -> Iterator[World]:
    """Give a world that answers so."""
    with RawServer(*answers) as server, TunnelProxy(server.port) as proxy:
        yield World(server, proxy)


@pytest.fixture
def world() -> Iterator[World]:
    """Give a world that says yes to everything."""
    yield from world_of(answer())


@pytest.fixture
def netrc(tmp_path, monkeypatch):
    """Give every host a password."""
    path = tmp_path / "netrc"
    path.write_text("default login jean password dupont\n")
    monkeypatch.setenv("NETRC", str(path))


def mounted() -> requests.Session:
    """A plain session, mounted, with the token for all that it sends."""
    session = mount(requests.Session())
    session.auth = BearerAuth(TOKEN)
    return session


SESSIONS = {"mounted": mounted, "FlatchrSession": lambda: FlatchrSession(TOKEN)}


@pytest.fixture(params=SESSIONS.values(), ids=SESSIONS)
def session(request, world):
    """Each kind of session, in the world."""
    with world.open(request.param()) as session:
        yield session


@pytest.mark.parametrize(
    "url",
    [
        VACANCY,
        "https://API.FLATCHR.IO/x",
        "https://api.flatchr.io:443/x",
        "https://api.demo.flatchr.io/x",
        "https://careers.flatchr.io/vacancy/candidate/json",
    ],
)
def test_the_api_gets_the_token_and_clean_text(world, session, url):
    """However its name is written."""
    session.post(url, json={"title": "L’été"})
    assert world.tokens == [f"Bearer {TOKEN}"]
    assert world.server.last.json() == {"title": "L'été"}


def test_a_dot_at_the_end_is_the_same_host(world, session):
    """urllib3 1.26 finds no such name in the certificate; whatever arrives is clean, and has the token."""
    with suppress(requests.exceptions.SSLError):
        session.post("https://api.flatchr.io./x", json={"title": "L’été"})
    arrived = [(received.headers["authorization"], received.json()) for received in world.server.received]
    expected = (f"Bearer {TOKEN}", {"title": "L'été"})
    assert arrived == ([] if urllib3.__version__.startswith("1.") else [expected])


def test_career_sites_get_clean_text_and_no_token(world, session):
    """They are public pages."""
    session.post(f"{SITE}/x", json={"title": "L’été"})
    assert world.server.last.json() == {"title": "L'été"}
    assert TOKEN.encode() not in world.everything


def test_names_that_are_no_career_site_get_neither(world, session):
    """With the token nothing is sent; without it the text goes out as it is."""
    with pytest.raises(ForeignHost):
        session.post("https://status.flatchr.io/x", json={"title": "L’été"})
    assert world.asked == []
    session.auth = None
    session.post("https://status.flatchr.io/x", data="L’été".encode(), headers={"Content-Type": "text/plain"})
    assert world.server.last.body == "L’été".encode()
    assert world.tokens == [None]


@pytest.mark.parametrize("target", [f"{SITE}/y", "https://careers.flatchr.io/y", "https://evil.example/y"])
@pytest.mark.parametrize("kind", SESSIONS)
@pytest.mark.usefixtures("netrc")
def test_redirects_carry_the_token_nowhere(kind, target):
    """Not to another of the hosts either; and nothing of .netrc takes its place on those."""
    for world in world_of(answer("302 Found", Location=target), answer()):
        with world.open(SESSIONS[kind]()) as session:
            session.get(VACANCY)
        first, second = world.tokens
        assert first == f"Bearer {TOKEN}"
        assert second is None or (kind == "mounted" and "evil" in target and TOKEN not in second)


@pytest.mark.parametrize("start", [SITE, "https://evil.example"])
@pytest.mark.usefixtures("netrc")
def test_netrc_adds_nothing_to_any_request_of_a_flatchr_session(start):
    """With its token or without, at first and on the way."""
    for world in world_of(answer("302 Found", Location="/y"), answer()):
        with world.open(FlatchrSession(TOKEN)) as session:
            if start != SITE:
                session.auth = None
            session.get(f"{start}/x")
        assert world.tokens == [None, None]


@pytest.mark.usefixtures("netrc")
def test_a_user_named_in_the_address_is_a_callers_own(world):
    """Where the session has no token, requests sends it as ever, and .netrc doesn't."""
    with world.open(FlatchrSession(TOKEN)) as session:
        session.auth = None
        session.get("https://anne:mot@api.flatchr.io/x")
    assert world.tokens == ["Basic YW5uZTptb3Q="]


MOVES = [
    ("https://evil.example/x", ForeignHost),
    ("https://api.flatchr.io.evil.example/x", ForeignHost),
    (f"{SITE}/x", ForeignHost),
    ("https://status.flatchr.io/x", ForeignHost),
    ("https://api.flatchr.io:8443/x", ForeignHost),
    ("https://user@api.flatchr.io/x", ForeignHost),
    ("https://api.flatchr.io\\@evil.example/x", ForeignHost),
    ("http://api.flatchr.io/x", InsecureTransport),
    ("http://evil.example/x", InsecureTransport),
]


def send_instrumented(_own, plain, request):
    """As a program does that makes no session of its own."""
    with instrument():
        plain.send(request)


SENDERS = {
    "itself": lambda own, _plain, request: own.send(request),
    "plain": lambda _own, plain, request: plain.send(request),
    "instrumented": send_instrumented,
}


@pytest.mark.parametrize("send", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize(("url", "error"), MOVES)
def test_a_request_that_moved_with_its_token_is_not_sent(world, session, send, url, error):
    """Whoever sends it, not a byte leaves; nor of a copy of it."""
    prepared = session.prepare_request(Request("POST", VACANCY, json={"a": 1}))
    for moved in (prepared, prepared.copy()):
        moved.url = url
        with world.open(requests.Session()) as plain, pytest.raises(error):
            send(session, plain, moved)
    assert world.asked == []


def test_a_request_may_move_between_the_hosts_of_its_token(world, session):
    """Or anywhere, once the token was taken off."""
    prepared = session.prepare_request(Request("GET", VACANCY))
    prepared.url = "https://careers.flatchr.io/x"
    session.send(prepared)
    prepared.url = "https://evil.example/x"
    del prepared.headers["Authorization"]
    session.send(prepared)
    assert world.tokens == [f"Bearer {TOKEN}", None]


@pytest.mark.parametrize("wait", ["9" * 5000, "Fri, 31 Dec 99999 23:59:59 GMT", "-1", "\xff", "1e999", " "])
def test_an_answer_with_a_wait_that_makes_no_sense_is_the_answer(wait):
    """Not an error of ours or of Python's."""
    for world in world_of(
        b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\nRetry-After: "
        + wait.encode("latin-1")
        + b"\r\n\r\n{}"
    ):
        with world.open(FlatchrSession(TOKEN)) as session:
            assert session.post(VACANCY, json={}).status_code == 429
        assert len(world.server.received) == 1


def test_a_refusal_reads_no_endless_answer():
    """What is streamed stays unread, and is closed."""
    body = b'{"message": "' + b"x" * 200_000
    endless = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 999999999\r\n\r\n" + body
    for world in world_of(endless):
        with world.open(FlatchrSession(TOKEN, raise_for_status=True)) as session:
            with pytest.raises(ServiceRefusal, match="400 Bad Request") as caught:
                session.get(VACANCY, stream=True)
            assert caught.value.response.raw.closed


def caches_of_ours():
    """Give what every cache of the package remembers calls by."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "flatchr_clean":
            for thing in [*vars(module).values(), *vars(Cleaner()).values()]:
                # Not urlsplit, which requests calls with every address.
                if hasattr(thing, "cache_info") and thing.__module__ != "urllib.parse":
                    yield from (repr(list(kept)) for kept in gc.get_referents(thing) if type(kept) is dict)


def test_no_cache_of_ours_keeps_a_token_or_a_query(world, caplog):
    """A process that runs for months would hold them for months, and so would its core dump."""
    caplog.set_level(logging.INFO, "flatchr_clean")
    with world.open(FlatchrSession(TOKEN)) as session:
        session.post(
            f"{VACANCY}?token={TOKEN}&q=S3ntinelle%E2%80%99s", json={"title": "L’été", "token": TOKEN}
        )
        session.get(f"https://user:{TOKEN}@avivacuisines.flatchr.io/{TOKEN}?api_key={TOKEN}&q=S3ntinelle")
    kept = "".join(caches_of_ours())
    assert "flatchr" in kept
    assert "s3ntinel" not in kept.lower()
