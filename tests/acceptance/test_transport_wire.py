"""What arrives over TLS, to the byte, as a server that knows nothing of us received it."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from array import array
from typing import TYPE_CHECKING

import pytest
import requests

from flatchr_clean.requests import BearerAuth, CleaningAdapter, UncleanableBody, mount
from tests.raw_server import RawServer, TunnelProxy, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("plain_environment")

JSON_TYPE = {"Content-Type": "application/json"}
DIRTY = '{ "title":"Chargé·e d’affaires – CDI" ,"a":1.10, "a": 1e400, "b":"\\/\\u00e9\\u2019" }'
CLEAN = '{ "title":"Chargé·e d\'affaires - CDI" ,"a":1.10, "a": 1e400, "b":"\\/\\u00e9\'" }'


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    """Give one server to all tests of this file."""
    with RawServer() as running:
        yield running


@pytest.fixture
def session(server: RawServer) -> Iterator[requests.Session]:
    """Give a session that is mounted for the server and trusts it."""
    with requests.Session() as mounted:
        mounted.verify = server.ca
        yield mount(mounted, hosts=server.host)


class Sized:
    """An iterable whose length is a number of chunks: requests would announce that many bytes."""

    def __len__(self):
        return 2

    def __iter__(self):
        return iter([DIRTY.encode()[:9], DIRTY.encode()[9:]])


class Encoding:
    """A stream with a length and no way back, as encoders are."""

    def __init__(self):
        self.len = len(DIRTY.encode())
        self.read = io.BytesIO(DIRTY.encode()).read


@pytest.mark.parametrize(
    "make",
    [
        lambda: DIRTY,
        DIRTY.encode,
        lambda: bytearray(DIRTY.encode()),
        lambda: memoryview(DIRTY.encode()),
        lambda: array("b", DIRTY.encode()),
        lambda: io.BytesIO(DIRTY.encode()),
        lambda: io.BufferedReader(io.BytesIO(DIRTY.encode())),
        lambda: io.StringIO(DIRTY),
        lambda: io.TextIOWrapper(io.BytesIO(DIRTY.encode()), encoding="utf-8"),
        Encoding,
        Sized,
        lambda: (DIRTY.encode()[i : i + 7] for i in range(0, len(DIRTY.encode()), 7)),
        lambda: iter(DIRTY),
    ],
    ids=[
        "str",
        "bytes",
        "bytearray",
        "memoryview",
        "array",
        "file",
        "buffered file",
        "text file",
        "decoded file",
        "encoder",
        "sized iterable",
        "generator",
        "text generator",
    ],
)
@pytest.mark.parametrize("headers", [{}, JSON_TYPE], ids=["untyped", "typed"])
def test_json_of_every_kind_of_body(server, session, make, headers):
    """The literals that change are rewritten, all else stays; the length is right, there are no chunks."""
    session.post(f"{server.url}/user", data=make(), headers=headers)
    assert server.last.body == CLEAN.encode()
    assert server.last.headers["content-length"] == str(len(CLEAN.encode()))
    assert "transfer-encoding" not in server.last.headers


def test_json_of_requests_own(server, session):
    """What json= makes stays ASCII, escapes and all."""
    session.post(f"{server.url}/user", json={"title": "L’été\u00a0: \N{BULLET} 35 h…"})
    assert server.last.body == rb"""{"title": "L'\u00e9t\u00e9 : - 35 h..."}"""
    assert server.last.headers["content-length"] == str(len(server.last.body))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PUT"])
def test_every_method_that_carries_a_body(server, session, method):
    """The method does not decide: what is text is cleaned."""
    session.request(method, f"{server.url}/user", json={"a": "’"})
    assert (server.last.line, server.last.body) == (f"{method} /user HTTP/1.1", b'{"a": "\'"}')


def test_a_real_file_is_sent_from_where_it_stands(server, session, tmp_path):
    """Opened as bytes, read up to the JSON."""
    path = tmp_path / "annonce.txt"
    path.write_bytes(b"skipped" + DIRTY.encode())
    with path.open("rb") as file:
        file.seek(7)
        session.post(f"{server.url}/user", data=file)
        assert file.tell() == 7
    assert server.last.body == CLEAN.encode()


def test_an_empty_stream(server, session):
    """Has the length 0, and the next request on the connection is understood."""
    for body in (iter([]), io.BytesIO()):
        session.post(f"{server.url}/user", data=body)
        assert server.last.headers["content-length"] == "0"
        assert "transfer-encoding" not in server.last.headers
    assert session.get(f"{server.url}/user").ok


@pytest.mark.parametrize("body", [b'{"a": "l\'\xc3\xa9t\xc3\xa9"}', '{"a": "l’été"}'.encode()])
def test_a_body_changed_after_it_was_prepared(server, session, body):
    """Has its own length, clean or not: the server reads it whole, and no more."""
    prepared = requests.Request("POST", f"{server.url}/user", json={"a": 1}).prepare()
    prepared.body = body
    session.send(prepared, verify=server.ca)
    assert server.last.body == b'{"a": "l\'\xc3\xa9t\xc3\xa9"}'
    assert session.get(f"{server.url}/user").ok


def test_forms(server, session):
    """A comment with a file: the text is clean, the file, its name and its headers are as they were."""
    session.post(
        f"{server.url}/company/c/vacancy/v/applicant/a/comment",
        data={"text": "<p>L’avis…</p>", "private": "false"},
        files={"file": ("l’avis.txt", "l’avis".encode(), "text/plain", {"X-Note": "kept"})},
    )
    assert b"<p>L'avis...</p>" in server.last.body
    assert "\r\n\r\nl’avis\r\n".encode() in server.last.body
    assert (
        "l’avis.txt".encode() in server.last.body or b"l%E2%80%99avis.txt" in server.last.body
    )  # urllib3 1.26
    assert b"X-Note: kept" in server.last.body
    assert server.last.headers["content-length"] == str(len(server.last.body))
    session.post(f"{server.url}/user", data={"b": "l’été", "a": "1 + 1"})
    assert server.last.body == b"b=l%27%C3%A9t%C3%A9&a=1+%2B+1"


def test_a_form_under_a_forced_json_header(server, session):
    """As the service's own samples send it."""
    session.post(
        f"{server.url}/user", data={"text": "l’été"}, files={"f": ("cv", b"\xe2")}, headers=JSON_TYPE
    )
    assert "\r\n\r\nl'été\r\n".encode() in server.last.body
    assert server.last.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("pack", "unpack", "coding"),
    [(gzip.compress, gzip.decompress, "gzip"), (zlib.compress, zlib.decompress, "deflate")],
)
def test_packed_bodies(server, session, pack, unpack, coding):
    """Unpacked, cleaned and packed again; byte for byte when there is nothing to clean."""
    headers = {**JSON_TYPE, "Content-Encoding": coding}
    session.post(f"{server.url}/user", data=pack(DIRTY.encode()), headers=headers)
    assert unpack(server.last.body) == CLEAN.encode()
    assert server.last.headers["content-length"] == str(len(server.last.body))
    packed = pack(b'{"a" : 1}')
    session.post(f"{server.url}/user", data=packed, headers=headers)
    assert server.last.body == packed


def test_ndjson(server, session):
    """Line by line, and no line becomes two."""
    session.post(
        f"{server.url}/user",
        data='{"a":"l’un"}\r\n{"a":"deux\u2028lignes"}\n'.encode(),
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert server.last.body == b'{"a":"l\'un"}\r\n{"a":"deux\\nlignes"}\n'


def test_declared_charsets(server, session):
    """Text is written in the charset that its header declares, whatever urllib3 would have done."""
    session.post(
        f"{server.url}/user",
        data='{"a":"l’été"}',
        headers={"Content-Type": "application/json; charset=iso-8859-1"},
    )
    assert server.last.body == b'{"a":"l\'\xe9t\xe9"}'


def test_nothing_is_sent_that_cannot_be_cleaned(server, session):
    """The server never hears of it."""
    before = len(server.received)
    with pytest.raises(UncleanableBody):
        session.post(f"{server.url}/user", data='{"a": "l’été"'.encode(), headers=JSON_TYPE)
    assert len(server.received) == before


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_bomb_never_leaves(server, session, pack):
    """It is refused while it is unpacked, under the limit that the session was mounted with."""
    mount(session, hosts=server.host, max_body_bytes=1_000_000)
    before = len(server.received)
    headers = {**JSON_TYPE, "Content-Encoding": "gzip" if pack is gzip.compress else "deflate"}
    with pytest.raises(UncleanableBody, match="max_body_bytes"):
        session.post(f"{server.url}/user", data=pack(b" " * 50_000_000), headers=headers)
    assert len(server.received) == before


STREAMS = {
    "json": lambda: {"json": {"a": "l’été"}},
    "bytes": lambda: {"data": DIRTY.encode(), "headers": JSON_TYPE},
    "generator": lambda: {"data": iter([DIRTY.encode(), b" "]), "headers": JSON_TYPE},
    "file": lambda: {"data": io.BytesIO(DIRTY.encode()), "headers": JSON_TYPE},
    "form": lambda: {"data": {"a": "l’été"}},
    "broken": lambda: {
        "data": b'{"a": "\xff\xe2\x80\x99',
        "headers": {**JSON_TYPE, "Content-Encoding": "gzip"},
    },
    "get": lambda: {"params": {"q": "l’été"}},
}


@pytest.mark.parametrize("kind", STREAMS)
def test_other_hosts_get_the_bytes_of_a_plain_session(kind):
    """A mounted session is not to be told from another one, header by header and chunk by chunk."""
    with RawServer() as stranger, requests.Session() as plain, requests.Session() as mounted:
        mount(mounted)
        for session in (plain, mounted):
            session.verify = stranger.ca
            session.request("GET" if kind == "get" else "POST", f"{stranger.url}/x", **STREAMS[kind]())
        first, second = stranger.received
        assert (second.head, second.body) == (first.head, first.body)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.flatchr.io.evil.example/user",
        "https://api.flatchr.io@evil.example/user",
        "https://api.flatchr.io:443@evil.example/user",
        "https://API.FLATCHR.IO.EVIL.EXAMPLE/user",
        "https://api.flatchr.io:8443/user",
        "https://evil.example/",
        "https://evil.example/https://api.flatchr.io/",
    ],
)
def test_look_alikes_get_the_bytes_as_they_are(url):
    """Over real TLS to those very names, through a proxy that leads them here."""
    with RawServer() as server, TunnelProxy(server.port) as proxy, mount(requests.Session()) as session:
        session.post(url, json={"a": "’"}, verify=server.ca, proxies={"https": proxy.url})
        assert server.last.body == b'{"a": "\\u2019"}'


@pytest.mark.parametrize("host", ["api.flatchr.io", "API.Flatchr.io", "careers.flatchr.io:443"])
def test_the_real_names_are_cleaned_through_a_proxy(host):
    """CONNECT to the service's own names, TLS with them, the token and a clean body inside."""
    with RawServer() as server, TunnelProxy(server.port) as proxy, requests.Session() as session:
        mount(session)
        session.auth = BearerAuth("s3same")
        session.proxies = {"https": proxy.url}
        session.verify = server.ca
        session.post(f"https://{host}/user", json={"a": "’"})
        assert proxy.asked == [f"{host.lower().removesuffix(':443')}:443"]
        assert server.last.body == b'{"a": "\'"}'
        assert server.last.headers["authorization"] == "Bearer s3same"


def test_http_is_refused_before_a_byte_is_sent():
    """Not even a connection is made."""
    with RawServer(tls=False) as server, requests.Session() as session:
        mount(session, hosts=server.host)
        with pytest.raises(requests.RequestException, match="https"):
            session.post(f"{server.url}/user", json={"a": "é"})
        assert server.connections == 0


def test_http_on_loopback_when_it_is_asked_for():
    """A stand-in without TLS gets clean bodies too."""
    with RawServer(tls=False) as server, requests.Session() as session:
        mount(session, hosts=server.url)
        session.post(f"{server.url}/user", json={"a": "’"})
        assert server.last.body == b'{"a": "\'"}'


def test_the_response_is_about_what_was_sent(server, session):
    """Its request is the cleaned copy, its connection our adapter; the caller's request is untouched."""
    prepared = session.prepare_request(requests.Request("POST", f"{server.url}/user", json={"a": "’"}))
    response = session.send(prepared)
    assert response.request.body == server.last.body == b'{"a": "\'"}'
    assert prepared.body == b'{"a": "\\u2019"}'
    assert isinstance(response.connection, CleaningAdapter)
    assert response.json() == {}


def test_settings_reach_the_network():
    """stream, timeout and verify work as without us."""
    with RawServer(answer(body=b'{"id": "abc"}')) as other, requests.Session() as session:
        mount(session, hosts=other.host)
        with pytest.raises(requests.exceptions.SSLError):
            session.post(f"{other.url}/user", json={"a": "’"})
        response = session.post(
            f"{other.url}/user", json={"a": "’"}, verify=other.ca, stream=True, timeout=(5, 5)
        )
        assert not response._content_consumed
        assert json.loads(b"".join(response.iter_content(3))) == {"id": "abc"}
