"""No body that aiohttp sends is ever lost: redirects, retries, errors. Every byte on the wire is compared."""

from __future__ import annotations

import io
import os
from contextlib import nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest

from flatchr_clean.aiohttp import (
    BearerAuth,
    ForeignHost,
    InsecureTransport,
    LostBody,
    LostBodyWarning,
    StaleSignature,
    UncleanableBody,
    cleaning_middleware,
)
from tests.aiohttp_doubles import answered, post, run, stream, unchunk
from tests.raw_server import RawServer, TunnelProxy, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("plain_environment")

JSON_TYPE = {"Content-Type": "application/json"}
CSV_TYPE = {"Content-Type": "text/csv"}
DIRTY = '{"title": "Chargé d’affaires"}'.encode()
CLEAN = '{"title": "Chargé d\'affaires"}'.encode()
BROKEN = '{"title": "Chargé d’affaires",}'.encode()
CSV = "Chargé;d’affaires\n".encode() * 10

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


def halves(content):
    """Give a body in two pieces."""
    return stream(content[:9], content[9:])


ONCE = {"generator": halves, "pipe": pipe}
OFTEN = {"file": at_seven, "bytes": bytes, "text file": lambda content: io.TextIOWrapper(io.BytesIO(content))}
BODIES = ONCE | OFTEN


def bodies(server):
    """Give the bodies that arrived, chunk sizes taken away."""
    return [
        unchunk(received.body) if "transfer-encoding" in received.headers else received.body
        for received in server.received
    ]


# Redirects.


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
@pytest.mark.parametrize("body", BODIES)
def test_redirects_that_keep_the_body(status, body):
    """The second address gets what the first one got, under the same type."""
    with RawServer(answer(status, Location="/there"), answer()) as server:
        result = post(server, data=lambda: BODIES[body](DIRTY), headers=JSON_TYPE)
        assert bodies(server) == [CLEAN, CLEAN]
        assert [received.headers["content-type"] for received in server.received] == ["application/json"] * 2
    assert (result.status, result.history) == (200, 1)
    assert result.findings.changed == {"apostrophe": 1}


@pytest.mark.parametrize("make", [lambda: {"json": {"a": "’"}}, lambda: {"data": form(io.BytesIO(b"\xe2"))}])
def test_the_type_of_a_redirected_body(make):
    """It is the one that aiohttp gave the body before it was cleaned."""
    with RawServer(answer("307 Temporary Redirect", Location="/there"), answer()) as server:
        post(server, **make())
        first, second = server.received
        assert first.headers["content-type"] == second.headers["content-type"] != "application/octet-stream"
        assert first.body == second.body
        assert "’".encode() not in first.body


def form(file):
    """Make a form with a file."""
    made = aiohttp.FormData({"text": "L’avis"})
    made.add_field("file", file, filename="a.pdf")
    return made


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "302 Found"])
@pytest.mark.parametrize("location", ["https://localhost:{}/there", "http://localhost:{}/there"])
@pytest.mark.parametrize("body", BODIES)
def test_redirects_that_leave(status, location, body):
    """The body goes nowhere else, and no redirect of a PUT drops it."""
    with RawServer(tls=location.startswith("https")) as stranger:
        with (
            RawServer(answer(status, Location=location.format(stranger.port))) as server,
            pytest.raises(ForeignHost) as caught,
        ):
            post(server, method="PUT", data=lambda: BODIES[body](DIRTY), headers=JSON_TYPE)
        assert stranger.connections == 0
        assert bodies(server) == [CLEAN]
    assert isinstance(caught.value, InsecureTransport) == location.startswith("http:")
    assert status[:3] in str(caught.value)


def test_a_redirect_that_leaves_is_refused_again():
    """A middleware that tries again what was refused does not get it there."""

    async def stubborn(request, handler):
        try:
            return await handler(request)
        except ForeignHost:
            return await handler(request)

    with RawServer() as stranger, RawServer(answer("307 x", Location=stranger.url)) as server:
        with pytest.raises(ForeignHost):
            post(server, stubborn, cleaning_middleware(hosts=server.url), data=DIRTY, headers=JSON_TYPE)
        assert stranger.connections == 0


def test_a_redirect_that_drops_the_body():
    """The warning's place is the program's line."""
    with RawServer(answer("303 See Other", Location="/there"), answer()) as server:
        with pytest.warns(LostBodyWarning) as caught:
            post(server, json={"a": "’"})
        assert [warning.filename.endswith("aiohttp_doubles.py") for warning in caught] == [True]


@pytest.mark.parametrize(
    "arguments",
    [
        {"method": "GET"},
        {"data": b""},
        {"json": {"a": "’"}, "allow_redirects": False, "timeout": aiohttp.ClientTimeout()},
    ],
)
def test_redirects_that_nobody_follows_or_that_carry_nothing(arguments):
    """They pass as aiohttp has it, in a strict session too, and leave no trace for the next call."""
    with (
        RawServer() as stranger,
        RawServer(answer("303 See Other", Location=f"{stranger.url}/there")) as server,
    ):
        own = cleaning_middleware(hosts=server.url, strict=True)
        method = {"method": "POST", **arguments}.pop("method")
        rest = {key: value for key, value in arguments.items() if key != "method"}

        async def use(session):
            first = await answered(session, method, f"{server.url}/x", **rest)
            await answered(session, "GET", f"{stranger.url}/other")
            return first

        assert run(server, use, own).status in (200, 303)


# Other tries.


class Again:
    """A middleware that sends the same request until it is welcome."""

    def __init__(self, tries=3):
        self.tries = tries

    async def __call__(self, request, handler):
        """Send."""
        for _ in range(self.tries):
            response = await handler(request)
            if response.status < 400:
                break
            await response.read()
        return response


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("is_outside", [True, False])
def test_retries_by_a_middleware(body, is_outside):
    """Whichever side of ours it stands on, the body is whole and clean each time; what was found is told."""
    with RawServer(answer("503 Busy"), answer("429 Slowly"), answer()) as server:
        own = [Again(), cleaning_middleware(hosts=server.url)]
        result = post(
            server, *own[:: 1 if is_outside else -1], data=lambda: BODIES[body](DIRTY), headers=JSON_TYPE
        )
        assert bodies(server) == [CLEAN] * 3
    assert result.findings.changed == {"apostrophe": 1}


def test_retries_of_a_form():
    """The text is clean each time, and the file there."""
    with RawServer(answer("503 Busy"), answer()) as server:
        post(server, Again(), cleaning_middleware(hosts=server.url), data=lambda: form(at_seven(b"\xe2")))
        assert server.received[0].body == server.received[1].body
        assert b"L'avis" in server.last.body
        assert b"\r\n\r\n\xe2\r\n" in server.last.body


@pytest.mark.parametrize("body", ONCE)
@pytest.mark.parametrize("is_outside", [True, False])
def test_what_cannot_be_read_is_not_sent_again(body, is_outside):
    """An unread stream is sent once: another try raises, and no empty body is sent in its place."""
    with RawServer(answer("429 Slowly"), answer()) as server:
        own = [Again(), cleaning_middleware(hosts=server.url)]
        with pytest.raises(aiohttp.ClientError) as caught:
            post(server, *own[:: 1 if is_outside else -1], data=lambda: BODIES[body](CSV), headers=CSV_TYPE)
        assert bodies(server)[0] == CSV
        assert all(b"\r\n0\r\n\r\n" not in b"\r\n" + received.body for received in server.received[1:])
    assert isinstance(caught.value if is_outside else caught.value.__cause__, LostBody)


@pytest.mark.parametrize("body", OFTEN)
def test_what_can_be_read_twice_is_sent_twice(body):
    """Unread too."""
    with RawServer(answer("429 Slowly"), answer()) as server:
        own = (Again(), cleaning_middleware(hosts=server.url))
        post(server, *own, data=lambda: BODIES[body](CSV), headers=CSV_TYPE)
        assert bodies(server) == [CSV, CSV]


def hang_up(connection, received):
    """Read a request, and break off."""
    received.body = connection.read_body(received)
    connection.reset()
    return False


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["read", "unread"])
def test_a_connection_that_breaks(body, headers):
    """What aiohttp itself sends again, a PUT, is whole, or not sent."""
    is_read = headers is JSON_TYPE
    with RawServer(answer(), hang_up, answer()) as server:

        async def use(session):
            await answered(session, "GET", f"{server.url}/x")
            data = BODIES[body](DIRTY)
            return await answered(session, "PUT", f"{server.url}/x", data=data, headers=headers)

        if is_read:
            assert run(server, use).findings.changed == {"apostrophe": 1}
        else:
            with suppress(aiohttp.ClientError) if body in ONCE else nullcontext():
                run(server, use)
        expected = [CLEAN if is_read else DIRTY] * (2 if is_read or body in OFTEN else 1)
        assert bodies(server) == [b"", *expected]


# After an error of ours.


class Rename:
    """A middleware that sends again what was refused, under another type."""

    async def __call__(self, request, handler):
        """Send."""
        try:
            return await handler(request)
        except UncleanableBody:
            request.headers["Content-Type"] = "text/csv"
            return await handler(request)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("limit", [10, 20, 1000])
def test_a_body_that_was_refused_can_be_sent_another_way(body, limit):
    """Whole, whether it was broken or too long, and however far it was read."""
    with RawServer() as server:
        own = cleaning_middleware(hosts=server.url, max_body_bytes=limit)
        post(server, Rename(), own, data=lambda: BODIES[body](BROKEN), headers=JSON_TYPE)
        assert bodies(server) == [BROKEN]


@pytest.mark.parametrize("body", BODIES)
def test_what_was_sent_another_way_is_not_sent_a_third_time(body):
    """Unless it can be read again."""
    with RawServer(answer("503 Busy"), answer()) as server:
        own = cleaning_middleware(hosts=server.url, max_body_bytes=10)
        call = partial(post, server, Again(), Rename(), own, data=lambda: BODIES[body](BROKEN))
        with pytest.raises(LostBody) if body in ONCE else nullcontext():
            call(headers=JSON_TYPE)
        assert bodies(server) == [BROKEN] * (1 if body in ONCE else 2)


@pytest.mark.parametrize("limit", [10, 1000])
def test_a_body_that_another_middleware_has_read(limit):
    """It is there once, not twice, after it was refused."""

    async def look(request, handler):
        assert await request.body.as_bytes() == BROKEN
        return await handler(request)

    with RawServer() as server:
        own = cleaning_middleware(hosts=server.url, max_body_bytes=limit)
        post(server, look, Rename(), own, data=lambda: halves(BROKEN), headers=JSON_TYPE)
        assert bodies(server) == [BROKEN]


def test_a_refused_form_can_be_sent_another_way():
    """Its parts are where they were, those too that can be read once."""

    def make():
        writer = aiohttp.MultipartWriter("form-data", boundary="x")
        for name, part in {"a": stream(b"l\xe2\x80\x99", b"\xff"), "b": stream(b"file")}.items():
            disposition = f'form-data; name="{name}"' + ("; filename=b" * (name == "b"))
            writer.append(part, {"Content-Type": "text/plain", "Content-Disposition": disposition})
        return writer

    with RawServer() as server:
        post(server, Rename(), cleaning_middleware(hosts=server.url), data=make)
        (body,) = bodies(server)
        assert b"\r\n\r\nl\xe2\x80\x99\xff\r\n--x\r\n" in body
        assert body.endswith(b"\r\n\r\nfile\r\n--x--\r\n")


async def failing():
    """Give a body that ends in an error."""
    yield DIRTY[:9]
    raise RuntimeError("the other service is down")


def test_a_stream_that_fails_is_not_sent_again():
    """The error is the stream's; nothing is sent, then and later."""

    async def stubborn(request, handler):
        with pytest.raises(RuntimeError, match="other service"):
            await handler(request)
        return await handler(request)

    with RawServer() as server:
        with pytest.raises(LostBody, match="read only once"):
            post(server, stubborn, cleaning_middleware(hosts=server.url), data=failing, headers=JSON_TYPE)
        assert server.connections == 0


# Signatures, and the token.


async def sign(request, handler):
    """Digest a body, as signing middlewares do."""
    request.headers["Digest"] = str(len(await request.body.as_bytes()))
    return await handler(request)


@pytest.mark.parametrize("body", BODIES)
def test_signing(body):
    """Before ours it is refused, behind it the clean body is signed."""
    with RawServer() as server:
        own = cleaning_middleware(hosts=server.url)
        with pytest.raises(StaleSignature, match="behind"):
            post(server, sign, own, data=DIRTY, headers=JSON_TYPE)
        assert server.received == []
        post(server, own, sign, data=lambda: BODIES[body](DIRTY), headers=JSON_TYPE)
        assert bodies(server) == [CLEAN]
        assert server.last.headers["digest"] == str(len(CLEAN))


def test_the_token_stays_on_its_hosts():
    """A GET that is led elsewhere goes on without it, and comes back without it."""
    with RawServer() as stranger, RawServer() as server:
        server._answers = [answer("302 x", Location="/b"), answer("302 x", Location=stranger.url), answer()]
        stranger._answers = [answer("302 x", Location=f"{server.url}/c")]
        result = post(server, BearerAuth("s3same", hosts=server.url), method="GET")
        sent = [received.headers.get("authorization") for received in server.received + stranger.received]
        assert sent == ["Bearer s3same", "Bearer s3same", None, None]
    assert result.history == 3


def test_the_token_wins_over_other_logins():
    """Over one in the address, and over netrc on a redirect."""
    with RawServer(answer("307 x", Location="/b"), answer()) as server:
        url = server.url.replace("//", "//user:word@")
        bearer = BearerAuth("s3same", hosts=server.url)
        run(server, lambda session: answered(session, "GET", url), bearer)
        assert [received.headers["authorization"] for received in server.received] == ["Bearer s3same"] * 2


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "https://api.flatchr.io:8443/", "http://api.flatchr.io"]
)
def test_the_token_goes_nowhere_else(url):
    """Nothing is sent."""
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        call = lambda session: answered(session, "GET", url, proxy=proxy.url)  # noqa: E731
        with pytest.raises(ForeignHost):
            run(server, call, BearerAuth("s3same"))
        assert proxy.asked == []


def test_a_career_site_gets_no_token():
    """Its requests are cleaned, and pass."""
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        url = "https://avivacuisines.flatchr.io/x"
        call = lambda session: answered(session, "POST", url, json={"a": "’"}, proxy=proxy.url)  # noqa: E731
        run(server, call, cleaning_middleware(), BearerAuth("s3same"))
        assert "authorization" not in server.last.headers
        assert server.last.body == b'{"a": "\'"}'


class Own(aiohttp.ClientRequest):
    """A session's own kind of request."""


@pytest.mark.parametrize("order", ["bearer move own", "bearer move", "own bearer move", "bearer own move"])
@pytest.mark.parametrize("kind", [aiohttp.ClientRequest, Own])
@pytest.mark.parametrize("tls", [True, False])
def test_an_address_that_was_changed_after_the_token_was_added(order, kind, tls):
    """Is refused before a connection is made, wherever the one stands that changes it."""
    with RawServer(tls=tls) as stranger, RawServer() as server:

        async def move(request, handler):
            request.url = aiohttp.client.URL(stranger.url)
            return await handler(request)

        named = {"bearer": BearerAuth("s3same", hosts=server.url), "move": move}
        named["own"] = cleaning_middleware(hosts=server.url)
        own = [named[name] for name in order.split()]
        call = lambda session: answered(session, "GET", server.url)  # noqa: E731
        with pytest.raises(ForeignHost) as caught:
            run(server, call, *own, request_class=kind)
        assert stranger.connections == server.connections == 0
    assert isinstance(caught.value, InsecureTransport) != tls
    assert "s3same" not in str(caught.value)


def test_an_address_that_was_changed_for_another_try():
    """The second try is refused, and the first was none."""
    with RawServer() as stranger, RawServer(answer("503 Busy")) as server:

        async def move(request, handler):
            await (await handler(request)).read()
            request.url = request.url.with_port(stranger.port)
            return await handler(request)

        for order in (1, -1):
            with pytest.raises(ForeignHost):
                post(server, *(move, BearerAuth("s3same", hosts=server.url))[::order], method="GET")
        assert (stranger.connections, len(server.received)) == (0, 2)
