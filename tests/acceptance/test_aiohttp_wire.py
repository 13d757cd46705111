"""What aiohttp sends through the middleware, to the byte, as a server that knows nothing of us got it."""

from __future__ import annotations

import io
import os
import zlib
from typing import TYPE_CHECKING

import aiohttp
import pytest

from flatchr_clean.aiohttp import BearerAuth, UncleanableBody, cleaning_middleware
from tests.aiohttp_doubles import answered, post, run, stream, unchunk
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


PIPES: list[io.BufferedReader] = []


@pytest.fixture(autouse=True)
def close_pipes() -> Iterator[None]:
    """Close the pipes that a test has opened: aiohttp leaves what it has read to the end."""
    yield
    while PIPES:
        PIPES.pop().close()


def pipe(content):
    """Open a real pipe that holds some bytes."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(content)
    PIPES.append(os.fdopen(reading, "rb"))
    return PIPES[-1]


def at_seven(content):
    """Open a file that was read partly."""
    file = io.BytesIO(b"skipped" + content)
    file.seek(7)
    return file


# Each makes a body of bytes, in a running loop. Type of what aiohttp announces when nobody says another.
BODIES = {
    "str": (bytes.decode, "text/plain; charset=utf-8"),
    "bytes": (bytes, "application/octet-stream"),
    "bytearray": (bytearray, "application/octet-stream"),
    "memoryview": (memoryview, "application/octet-stream"),
    "file": (at_seven, "application/octet-stream"),
    "buffered file": (lambda content: io.BufferedReader(io.BytesIO(content)), "application/octet-stream"),
    "text in memory": (lambda content: io.StringIO(content.decode()), "text/plain; charset=utf-8"),
    "decoded file": (
        lambda content: io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"),
        "text/plain; charset=utf-8",
    ),
    "generator": (lambda content: stream(content[:9], content[9:]), "application/octet-stream"),
    "pipe": (pipe, "application/octet-stream"),
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("headers", [{}, JSON_TYPE], ids=["untyped", "typed"])
def test_json_of_every_kind_of_body(server, kind, headers):
    """The literals that change are rewritten, all else stays; the length is right, there are no chunks."""
    make, announced = BODIES[kind]
    result = post(server, data=lambda: make(DIRTY.encode()), headers=headers)
    assert server.last.body == CLEAN.encode()
    assert server.last.headers["content-length"] == str(len(CLEAN.encode()))
    assert server.last.headers["content-type"] == headers.get("Content-Type", announced)
    assert "transfer-encoding" not in server.last.headers
    assert result.findings.changed.total() == 3


# Arguments of the call; header fields (None: there is none), and the body, as they arrive.
CALLS = {
    "text": ({"data": "L’offre"}, {"content-type": "text/plain; charset=utf-8"}, b"L'offre"),
    "charset": (
        {"data": '{"a":"l’été"}', "headers": {"Content-Type": "application/json; charset=iso-8859-1"}},
        {"content-length": "13"},
        b'{"a":"l\'\xe9t\xe9"}',
    ),
    "charset of a text file": (
        {
            "data": lambda: io.TextIOWrapper(io.BytesIO('{"a":"l’été"}'.encode()), encoding="utf-8"),
            "headers": {"Content-Type": "application/json; charset=utf-16-le"},
        },
        {"content-length": "26"},
        '{"a":"l\'été"}'.encode("utf-16-le"),
    ),
    "long": (
        {"data": lambda: stream(b'"', *["’".encode() * 3000] * 50, b'"'), "headers": JSON_TYPE},
        {"content-length": "150002"},
        b'"' + b"'" * 150_000 + b'"',
    ),
    "octets by the program": (
        {"data": DIRTY.encode(), "headers": {"Accept": "*/*", "Content-Type": "application/octet-stream"}},
        {"content-type": "application/octet-stream"},
        DIRTY.encode(),
    ),
    "empty bytes": ({"data": b""}, {"content-length": "0"}, b""),
    "empty file": ({"data": io.BytesIO}, {"content-length": "0"}, b""),
    "no type": (
        {"data": DIRTY.encode(), "skip_auto_headers": ["Content-Type"]},
        {"content-type": None},
        CLEAN.encode(),
    ),
    "chunked by the program": (
        {"data": DIRTY.encode(), "chunked": True, "headers": JSON_TYPE},
        {"content-length": str(len(CLEAN.encode())), "transfer-encoding": None},
        CLEAN.encode(),
    ),
    "chunked by a header": (
        {"data": DIRTY.encode(), "headers": {**JSON_TYPE, "Transfer-Encoding": "chunked"}},
        {"content-length": str(len(CLEAN.encode())), "transfer-encoding": None},
        CLEAN.encode(),
    ),
    "a wrong length": (
        {"data": lambda: stream(DIRTY.encode()), "headers": {**JSON_TYPE, "Content-Length": "9999"}},
        {"content-length": str(len(CLEAN.encode())), "transfer-encoding": None},
        CLEAN.encode(),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls(server, name):
    """The head fits the body, and no other field of it changes."""
    arguments, fields, body = CALLS[name]
    post(server, **arguments)
    assert server.last.body == body
    assert {field: server.last.headers.get(field) for field in fields} == fields


@pytest.mark.parametrize("coding", ["deflate", "gzip"])
@pytest.mark.parametrize("body", ["bytes", "generator"])
def test_bodies_that_aiohttp_packs(server, coding, body):
    """They are cleaned before, and go out packed, in chunks, as without us."""
    post(server, data=lambda: BODIES[body][0](DIRTY.encode()), headers=JSON_TYPE, compress=coding)
    assert server.last.headers["content-encoding"] == coding
    assert server.last.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in server.last.headers
    wbits = 31 if coding == "gzip" else 15
    assert zlib.decompress(unchunk(server.last.body), wbits) == CLEAN.encode()


def test_a_real_file_is_sent_from_where_it_stands(server, tmp_path):
    """Opened as bytes, read up to the JSON."""
    path = tmp_path / "annonce"
    path.write_bytes(b"skipped" + DIRTY.encode())
    file = path.open("rb")
    file.seek(7)
    post(server, data=file)
    assert server.last.body == CLEAN.encode()
    assert file.closed  # as aiohttp does


# Forms.


def comment(*files, **fields):
    """Make a form as a comment's is."""
    form = aiohttp.FormData(fields or {"text": "<p>L’avis…</p>", "private": "false"})
    for file in files:
        form.add_field("file", file, filename="l’avis.txt", content_type="text/plain")
    return form


@pytest.mark.parametrize(
    "make",
    [
        lambda content: content,
        io.BytesIO,
        lambda content: io.BufferedReader(io.BytesIO(content)),
        pipe,
        lambda content: stream(content[:3], content[3:]),
    ],
    ids=["bytes", "file", "buffered file", "pipe", "generator"],
)
def test_a_form_with_a_file(server, make):
    """The text is clean, the file, its name and its headers are as they were; no file is read too early."""
    twins = []
    for own in ((cleaning_middleware(hosts=server.url),), (cleaning_middleware(hosts="localhost:1"),)):
        post(server, *own, data=lambda: comment(make("l’avis\r\n".encode() * 3)))
        boundary = server.last.headers["content-type"].partition("boundary=")[2].encode()
        is_chunked = "transfer-encoding" in server.last.headers
        body = unchunk(server.last.body) if is_chunked else server.last.body
        twins.append((is_chunked, body.replace(boundary, b"boundary")))
    (cleaned, plain) = twins
    expected = plain[1].replace("<p>L’avis…</p>".encode(), b"<p>L'avis...</p>")
    assert cleaned == (plain[0], expected)
    assert plain[1].count("l’avis\r\n".encode()) == 3


@pytest.mark.parametrize("make", [io.BytesIO, pipe])
def test_a_clean_form_goes_out_as_without_us(server, make):
    """Head and body."""
    for own in (cleaning_middleware(hosts=server.url), cleaning_middleware(hosts="localhost:1")):
        post(server, own, data=lambda: comment(make("l’avis".encode()), text="oui"))
    (first, one), (second, two) = (
        (received, received.headers["content-type"].partition("=")[2].encode())
        for received in server.received[-2:]
    )
    assert first.head.replace(one, two) == second.head
    decode = unchunk if make is pipe else bytes
    assert decode(first.body).replace(one, two) == decode(second.body)


def test_the_files_of_a_form_do_not_count(server):
    """They may be larger than what is read."""
    large = os.urandom(300_000)
    post(server, cleaning_middleware(hosts=server.url, max_body_bytes=1000), data=comment(io.BytesIO(large)))
    assert large in server.last.body
    assert b"<p>L'avis...</p>" in server.last.body
    writer = aiohttp.MultipartWriter("form-data")
    writer.append(large, {"Content-Type": "application/pdf"})
    post(server, cleaning_middleware(hosts=server.url, max_body_bytes=1000), data=writer)
    assert large in server.last.body
    with pytest.raises(UncleanableBody, match="max_body_bytes"):
        post(
            server,
            cleaning_middleware(hosts=server.url, max_body_bytes=1000),
            data=comment(text="é" * 600, a=""),
        )


def test_a_form_under_a_forced_json_header(server):
    """As the service's own samples send it."""
    post(server, data=comment(io.BytesIO(b"\xe2")), headers=JSON_TYPE)
    assert b"\r\n\r\n<p>L'avis...</p>\r\n" in server.last.body
    assert server.last.headers["content-type"] == "application/json"


def mixed(content):
    """Make a message in parts, two of them encoded while they are sent, one within another."""
    writer = aiohttp.MultipartWriter("mixed", boundary="outer")
    writer.append("L’avis")
    writer.append("L’été", {"Content-Transfer-Encoding": "base64"})
    writer.append(io.BytesIO(content), {"Content-Disposition": 'attachment; filename="a"'})
    writer.append(
        io.BytesIO(content),
        {"Content-Disposition": 'attachment; filename="b"', "Content-Transfer-Encoding": "base64"},
    )
    inner = aiohttp.MultipartWriter("mixed", boundary="inner")
    inner.append_json({"a": "l’été"})
    inner.append(stream("l’hiver".encode()), {"Content-Type": "text/plain"})
    writer.append(inner)
    return writer


def test_a_message_in_parts(server):
    """Parts in parts, encoded or not."""
    post(server, data=lambda: mixed("l’avis".encode()))
    body = server.last.body
    assert b"\r\n\r\nL'avis\r\n" in body
    assert b"\r\n\r\nTCfDqXTDqQ==\r\n" in body
    assert "\r\nContent-Length: 8\r\n\r\nl’avis\r\n".encode() in body
    assert b"\r\n\r\nbOKAmWF2aXM=\r\n" in body
    assert rb"""{"a": "l'\u00e9t\u00e9"}""" in body
    assert b"\r\n\r\nl'hiver\r\n" in body
    assert body.endswith(b"--inner--\r\n\r\n--outer--\r\n")
    assert server.last.headers["content-length"] == str(len(body))


# Nothing is sent that cannot be cleaned.


def broken_form():
    """Make a form with a text that is no UTF-8."""
    form = aiohttp.MultipartWriter("form-data")
    form.append(
        b"l\xe2\x80\x99\xff", {"Content-Type": "text/plain", "Content-Disposition": 'form-data; name="a"'}
    )
    return form


REFUSED = {
    "long file": {"data": lambda: io.BytesIO(b" " * 1_000_001), "headers": JSON_TYPE},
    "form": {"data": broken_form},
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_sent_that_cannot_be_cleaned(name):
    """Not even a connection is made."""
    with RawServer() as server:
        own = cleaning_middleware(hosts=server.url, max_body_bytes=1_000_000)
        with pytest.raises(UncleanableBody) as caught:
            post(server, own, **REFUSED[name])
        assert server.connections == 0
    assert isinstance(caught.value, aiohttp.ClientError)
    assert str(caught.value.request_info.url) == f"{server.url}/user"


# Other hosts.

STREAMS = {
    "file": {"data": lambda: io.BytesIO(DIRTY.encode()), "headers": JSON_TYPE},
    "parts": {"data": lambda: mixed("l’avis".encode())},
    "chunks": {"data": DIRTY.encode(), "chunked": True},
    "packed": {"data": DIRTY.encode(), "compress": "gzip"},
    "get": {"method": "GET", "params": {"q": "l’été"}},
}


@pytest.mark.parametrize("name", STREAMS)
def test_other_hosts_get_the_bytes_of_a_plain_session(name):
    """A session with the middleware is not to be told from another one, header by header, chunk by chunk."""
    arguments = STREAMS[name]
    with RawServer() as stranger:
        for middleware in ((lambda request, handler: handler(request)), cleaning_middleware()):
            assert post(stranger, middleware, **arguments).findings is None
        first, second = stranger.received
        assert (second.head, second.body) == (first.head, first.body)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.flatchr.io.evil.example/user",
        "https://api.flatchr.io@evil.example/user",
        "https://API.FLATCHR.IO.EVIL.EXAMPLE/user",
        "https://api.flatchr.io:8443/user",
        "https://evil.example/https://api.flatchr.io/",
    ],
)
def test_look_alikes_get_the_bytes_as_they_are(url):
    """Over real TLS to those very names, through a proxy that leads them here."""
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        call = lambda session: answered(session, "POST", url, json={"a": "’"}, proxy=proxy.url)  # noqa: E731
        run(server, call, cleaning_middleware())
        assert server.last.body == b'{"a": "\\u2019"}'


@pytest.mark.parametrize("host", ["api.flatchr.io", "API.Flatchr.io", "careers.flatchr.io:443"])
def test_the_real_names_are_cleaned_through_a_proxy(host):
    """CONNECT to the service's own names, TLS with them, the token and a clean body inside."""
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        url = f"https://{host}/user"
        call = lambda session: answered(session, "POST", url, json={"a": "’"}, proxy=proxy.url)  # noqa: E731
        run(server, call, cleaning_middleware(), BearerAuth("s3same"))
        assert proxy.asked == [f"{host.lower().removesuffix(':443')}:443"]
        assert server.last.body == b'{"a": "\'"}'
        assert server.last.headers["authorization"] == "Bearer s3same"


def test_http_on_loopback_when_it_is_asked_for():
    """A stand-in without TLS gets clean bodies too."""
    with RawServer(tls=False) as server:
        post(server, json={"a": "’"})
        assert server.last.body == b'{"a": "\'"}'


def test_a_web_socket_is_left_alone():
    """Its request has no body, and its messages are no requests."""
    with RawServer(answer("403 Forbidden")) as server:
        use = lambda session: session.ws_connect(server.url, compress=15)  # noqa: E731
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            run(server, use)
        assert server.last.headers["upgrade"] == "websocket"
