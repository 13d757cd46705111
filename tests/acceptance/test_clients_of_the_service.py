"""FlatchrSession, FlatchrClient and AsyncFlatchrClient: one table, one behaviour. Over TLS, to the byte."""

from __future__ import annotations

import asyncio
import gzip
import os
import pickle
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests
import urllib3

import flatchr_clean.httpx
import flatchr_clean.requests
from flatchr_clean.errors import CleaningError
from flatchr_clean.http.redaction import RequestName
from tests.acceptance.clients.drivers import trust
from tests.raw_server import RawServer, answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

pytestmark = pytest.mark.usefixtures("plain_environment")

TOKEN = "s3same-ouvre-toi"
COMPANY = "G6KzqPnNLyp31m0l"


@dataclass(frozen=True)
class Maker:
    """One of the three: how it is called, and what its errors are."""

    ours: ModuleType
    errors: type[Exception]
    call: Callable[..., Any]
    opaque: Callable[[bytes], Any]


def by_session(ca: str | None, settings: dict[str, Any], method: str, url: str, **body: Any) -> Any:
    """Call by requests."""
    with flatchr_clean.requests.FlatchrSession(TOKEN, company=COMPANY, **settings) as session:
        session.verify = ca or True
        if "content" in body:
            body["data"] = body.pop("content")
        return session.request(method, url, **body)


def by_client(ca: str | None, settings: dict[str, Any], method: str, url: str, **body: Any) -> Any:
    """Call by httpx."""
    transport = httpx.HTTPTransport(verify=trust() if ca else True)
    is_stream = body.pop("stream", False)
    with flatchr_clean.httpx.FlatchrClient(TOKEN, company=COMPANY, transport=transport, **settings) as client:
        return client.send(client.build_request(method, url, **body), stream=is_stream)


def by_tasks(ca: str | None, settings: dict[str, Any], method: str, url: str, **body: Any) -> Any:
    """Call by httpx, in a task."""

    async def run() -> Any:
        transport = httpx.AsyncHTTPTransport(verify=trust() if ca else True)
        is_stream = body.pop("stream", False)
        async with flatchr_clean.httpx.AsyncFlatchrClient(
            TOKEN, company=COMPANY, transport=transport, **settings
        ) as client:
            return await client.send(client.build_request(method, url, **body), stream=is_stream)

    return asyncio.run(run())


def once(data: bytes) -> Any:
    """Give a body that is there once."""
    yield data


async def once_for_tasks(data: bytes) -> Any:
    """Give a body that is there once, to tasks."""
    yield data


MAKERS = {
    "session": Maker(flatchr_clean.requests, requests.RequestException, by_session, once),
    "client": Maker(flatchr_clean.httpx, httpx.HTTPError, by_client, once),
    "tasks": Maker(flatchr_clean.httpx, httpx.HTTPError, by_tasks, once_for_tasks),
}


@pytest.fixture(params=MAKERS)
def maker(request):
    """Give each of the three in turn."""
    return MAKERS[request.param]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    """Let the waits that grow be short: what is asked for by the service is waited."""
    monkeypatch.setattr("flatchr_clean.http.retries.BACKOFF_SECONDS", 0.01)


def run(maker, server, method="GET", path="/a", settings=None, **body):
    """Make one call to a server."""
    return maker.call(server.ca, {"base_url": server.url, **(settings or {})}, method, path, **body)


def reset(connection, _received):
    """Break off before the answer."""
    connection.reset()
    return False


def reset_after_body(connection, received):
    """Break off when all is read."""
    received.body = connection.read_body(received)
    connection.reset()
    return False


def end_in_answer(connection, received):
    """Break off in the middle of the answer."""
    received.body = connection.read_body(received)
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    return False  # an end, and no reset: that may overtake the half, and then there was no answer


def silent(connection, received):
    """Say nothing for as long as anybody waits."""
    received.body = connection.read_body(received)
    connection.read(1)
    return False


STATUSES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    422: "Refused",
    429: "RateLimited",
    500: "ServerError",
}


@pytest.mark.parametrize(("status", "name"), STATUSES.items())
def test_errors_by_status(maker, status, name):
    """Both trees catch them, and a pickle holds neither token nor what people wrote."""
    refusal = answer(f"{status} Oh", b'{"message": "Jeanne exists"}', Retry_After="7")
    settings = {"raise_for_status": True, "retries": 0}
    with RawServer(refusal) as server, pytest.raises(getattr(maker.ours, name)) as caught:
        run(maker, server, "POST", "/company/{company}", settings, json={"name": "Jeanne"})
    error = caught.value
    assert isinstance(error, CleaningError)
    assert isinstance(error, maker.errors)
    assert (error.status, error.message) == (status, "Jeanne exists")
    assert (error.response.status_code, error.request.method) == (status, "POST")
    assert error.retry_after == 7
    pickled = pickle.dumps(error)
    assert not [secret for secret in (TOKEN, "Jeanne") if secret.encode() in pickled]
    assert str(pickle.loads(pickled)) == str(error)


BUSY = answer("429 Too Many Requests", Retry_After="0")
BUSY_UNTIL = answer("429 Too Many Requests")
OK = answer()
RETRIES = [  # method, answers, settings, the status in the end, how often it was asked
    ("GET", (BUSY, OK), {}, 200, 2),
    ("POST", (BUSY, OK), {}, 200, 2),
    ("GET", (BUSY_UNTIL, OK), {}, 200, 2),
    ("POST", (BUSY_UNTIL, OK), {}, 429, 1),
    ("GET", (answer("502 x"), OK), {}, 200, 2),
    ("PUT", (answer("503 x"), OK), {}, 200, 2),
    ("DELETE", (answer("504 x"), OK), {}, 200, 2),
    ("GET", (answer("500 x"), OK), {}, 500, 1),
    ("POST", (answer("503 x", Retry_After="0"), OK), {}, 503, 1),
    ("PATCH", (answer("502 x"), OK), {}, 502, 1),
    ("GET", (answer("503 x"), OK), {"retries": 0}, 503, 1),
    ("GET", (answer("503 x"),), {"retries": 2}, 503, 3),
    ("GET", (reset, OK), {}, 200, 2),
    ("PUT", (reset_after_body, OK), {}, 200, 2),
]


@pytest.mark.parametrize("case", RETRIES)
def test_what_is_tried_again(maker, case):
    """And how often; each try has the whole clean body, and the token."""
    method, answers, settings, status, count = case
    body = {} if method in {"GET", "DELETE"} else {"json": {"a": "’"}}
    with RawServer(*answers) as server:
        assert run(maker, server, method, settings=settings, **body).status_code == status
    assert len(server.received) == count
    assert {one.headers["authorization"] for one in server.received} == {f"Bearer {TOKEN}"}
    if body and reset not in answers:
        assert {one.json()["a"] for one in server.received} == {"'"}


@pytest.mark.parametrize("breaking", [reset, reset_after_body, end_in_answer])
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_record_is_never_made_twice(maker, method, breaking):
    """What was begun and broke off has an outcome that nobody knows."""
    with RawServer(breaking, OK) as server, pytest.raises(maker.ours.OutcomeUnknown) as caught:
        run(maker, server, method, json={"a": 1})
    assert isinstance(caught.value, maker.errors)
    assert len(server.received) == 1
    assert TOKEN.encode() not in pickle.dumps(caught.value)


def test_an_answer_that_breaks_off_is_an_error_of_the_client(maker):
    """A call that can be made again is not of an unknown outcome."""
    with RawServer(end_in_answer, OK) as server, pytest.raises(maker.errors) as caught:
        run(maker, server)
    assert not isinstance(caught.value, CleaningError)


def test_a_late_answer_of_a_post(maker):
    """Its outcome is unknown too."""
    with RawServer(silent) as server, pytest.raises(maker.ours.OutcomeUnknown):
        run(maker, server, "POST", settings={"timeout": 0.3}, json={})
    assert len(server.received) == 1


def test_a_closed_door_is_tried_again_and_told(maker):
    """A POST too: nothing was sent. The error is the client's own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = {"base_url": f"https://localhost:{port}", "retries": 1}
    with RawServer() as server, pytest.raises(maker.errors) as caught:
        maker.call(server.ca, settings, "POST", "/a", json={})
    assert not isinstance(caught.value, CleaningError)


def test_a_body_that_is_there_once_is_not_tried_again(maker):
    """The second try would be without it; the answer is the call's."""
    with RawServer(answer("503 x"), OK) as server:
        reply = run(maker, server, "PUT", content=maker.opaque(b"\x00\xff"), headers=BINARY)
    assert reply.status_code == 503
    assert len(server.received) == 1


@pytest.mark.parametrize("maker", ["session", "client"], indirect=True)  # the third takes no file
def test_an_opaque_file_is_sent_again_whole(maker, tmp_path):
    """It is brought back, for another try and for a redirect."""
    (tmp_path / "cv").write_bytes(b"\x00\xff" * 100_000)
    for method, busy in (("PUT", answer("503 x")), ("POST", answer("307 x", Location="/b"))):
        with RawServer(busy, OK) as server, (tmp_path / "cv").open("rb") as file:
            assert run(maker, server, method, content=file, headers=BINARY).status_code == 200
        assert [one.body for one in server.received] == [b"\x00\xff" * 100_000] * 2


BINARY = {"Content-Type": "application/octet-stream"}


def test_the_deadline_is_for_all_tries_and_waits(maker):
    """No wait goes past it: the last answer is given at once."""
    with RawServer(answer("429 x", Retry_After="30")) as server:
        begun = time.monotonic()
        assert run(maker, server, settings={"deadline": 2}).status_code == 429
    assert time.monotonic() - begun < 2
    assert len(server.received) == 1


def test_the_deadline_cuts_time_outs(maker):
    """Of a server that says nothing."""
    with RawServer(silent) as server:
        begun = time.monotonic()
        with pytest.raises(maker.errors):
            run(maker, server, settings={"deadline": 0.5})
        assert time.monotonic() - begun < 2


DRIPS = {
    "length": (b"Content-Length: 99", b"x"),
    "chunks": (b"Transfer-Encoding: chunked", b"1\r\nx\r\n"),
    "one chunk": (b"Transfer-Encoding: chunked\r\n\r\n63", b"x"),
    "end": (b"Connection: close", b"x"),
}


def drip(field, piece, times=60):
    """Answer at once, and go on for longer than the test waits, each piece before the time-out."""

    def reply(connection, received):
        received.body = connection.read_body(received)
        connection.socket.sendall(b"HTTP/1.1 200 OK\r\n" + field + b"\r\n" + b"\r\n" * (b"63" not in field))
        with suppress(OSError):
            for _ in range(times):
                time.sleep(0.05)
                connection.socket.sendall(piece)
        return False

    return reply


@pytest.mark.parametrize("kind", DRIPS)
def test_the_deadline_ends_an_answer_that_drips(maker, kind):
    """The outcome of a POST is unknown then; a GET can be made again."""
    if maker is MAKERS["session"] and not hasattr(urllib3.HTTPResponse, "read1"):
        pytest.skip("urllib3 before 2.2 does not give what there is")
    for method, unknown in (("POST", True), ("GET", False)):
        with RawServer(drip(*DRIPS[kind])) as server:
            begun = time.monotonic()
            with pytest.raises(maker.errors) as caught:
                run(maker, server, method, settings={"deadline": 0.5, "timeout": 2})
            assert time.monotonic() - begun < 1.5
        assert isinstance(caught.value, maker.ours.OutcomeUnknown) == unknown
        assert len(server.received) == 1


def test_the_deadline_leaves_what_is_streamed_to_the_program():
    """It reads as long as it likes."""
    dripping = drip(b"Content-Length: 12", b"x", 12)
    settings = {"token": TOKEN, "deadline": 0.3}
    with RawServer(dripping) as server:
        with flatchr_clean.requests.FlatchrSession(base_url=server.url, **settings) as session:
            session.verify = server.ca
            assert session.get("/a", stream=True).content == b"x" * 12
        transport = httpx.HTTPTransport(verify=trust())
        with (
            flatchr_clean.httpx.FlatchrClient(base_url=server.url, transport=transport, **settings) as client,
            client.stream("GET", "/a") as response,
        ):
            assert response.read() == b"x" * 12


@pytest.mark.parametrize("size", [0, 1, 300_000])
@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("is_chunked", [True, False])
def test_with_a_deadline_an_answer_is_read_whole(maker, size, is_packed, is_chunked):
    """Packed, in chunks, or empty; and the connection is used again."""
    content = os.urandom(size // 2).hex().encode()
    body = gzip.compress(content) if is_packed else content
    packed = {"Content_Encoding": "gzip"} if is_packed else {}
    written = answer(body=body, **packed)
    if is_chunked:
        chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part)
        written = answer(Transfer_Encoding="chunked", **packed).partition(b"\r\n\r\n")[0]
        written = written.replace(b"Content-Length: 2\r\n", b"") + b"\r\n\r\n" + chunks + b"0\r\n\r\n"
    with RawServer(answer("307 x", body=body, Location="/b", **packed), written) as server:
        assert run(maker, server, "POST", settings={"deadline": 30}, json={}).content == content
        assert server.connections == 1


def test_the_deadline_goes_on_through_redirects(maker):
    """They are of one call."""

    def slow(connection, _received):
        time.sleep(0.2)
        connection.socket.sendall(answer("307 x", Location="/again"))
        return True

    with RawServer(slow) as server:
        begun = time.monotonic()
        with pytest.raises(maker.errors):
            run(maker, server, settings={"deadline": 0.7})
        assert time.monotonic() - begun < 2
    assert len(server.received) < 6


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_drops_the_body(maker, status):
    """Is none that is followed."""
    moved = answer(f"{status} x", Location="/b")
    with RawServer(moved, OK) as server, pytest.raises(maker.ours.LostBody):
        run(maker, server, "POST", json={"a": 1})
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_body(maker, status):
    """Clean, and with the token on the same host."""
    with RawServer(answer(f"{status} x", Location="/b"), OK) as server:
        run(maker, server, "POST", json={"a": "’"})
    assert [one.line for one in server.received] == ["POST /a HTTP/1.1", "POST /b HTTP/1.1"]
    assert {one.json()["a"] for one in server.received} == {"'"}
    assert {one.headers["authorization"] for one in server.received} == {f"Bearer {TOKEN}"}


def test_a_redirect_elsewhere_is_without_the_token(maker):
    """Whatever the address that is named."""
    with (
        RawServer() as other,
        RawServer(answer("302 x", Location=f"{other.url}/b")) as server,
        suppress(maker.ours.ForeignHost),
    ):
        run(maker, server)
    assert not [one for one in other.received if "authorization" in one.headers]


def test_the_token_stays_at_home(maker):
    """An address elsewhere is refused, unsent."""
    with RawServer() as other, RawServer() as server, pytest.raises(maker.ours.ForeignHost):
        run(maker, server, path=f"{other.url}/a")
    assert other.received == []


def test_a_streamed_refusal_is_raised_unread(maker):
    """It may be long; its connection is given back, for the program gets no response to close."""
    settings = {"raise_for_status": True}
    with (
        RawServer(answer("404 x", b'{"message": "y"}')) as server,
        pytest.raises(maker.ours.NotFound) as caught,
    ):
        run(maker, server, settings=settings, stream=True)
    assert (caught.value.status, caught.value.message) == (404, "")
    answered = caught.value.response
    assert answered.status_code == 404
    assert answered.raw.closed if maker is MAKERS["session"] else answered.is_closed


def test_what_was_found_is_told(maker):
    """Both ways: to the program's function, and on the answer."""
    told = []
    with RawServer() as server:
        settings = {"on_cleaned": lambda findings, name: told.append((findings, name))}
        reply = run(maker, server, "POST", "/company/{company}", settings, json={"a": "’"})
    found = reply.flatchr_clean if maker is MAKERS["session"] else reply.extensions["flatchr_clean"]
    assert told == [(found, RequestName("POST", server.host, f"/company/{COMPANY}"))]
    assert found.changed == {"apostrophe": 1}
    assert server.last.json() == {"a": "'"}


def test_a_certificate_that_nobody_knows_is_told_at_once(maker):
    """No other try makes it good."""
    settings = {"retries": 3, "deadline": 5}
    with RawServer() as server, pytest.raises(maker.errors, match=r"(?i)certificate"):
        maker.call(None, {"base_url": server.url, **settings}, "GET", "/a")
    assert server.connections == 1
