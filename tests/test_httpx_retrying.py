"""Tries of one request: which outcome is the call's, what is waited for, and what a deadline cuts."""

from __future__ import annotations

import asyncio
import ssl

import httpx
import pytest

from flatchr_clean.httpx.bodies import OnceStream
from flatchr_clean.httpx.retrying import (
    DEADLINE,
    AsyncPatientTransport,
    Deadline,
    PatientTransport,
    Tries,
    is_about_certificates,
)

URL = "https://api.flatchr.io/a"
TIMEOUT = {"connect": 5.0, "read": None, "write": 9.0, "pool": 0.5}


class Script(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives one outcome after the other, and keeps the time-outs of each try."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.timeouts = []

    def handle_request(self, request):
        """Give the next outcome."""
        self.timeouts.append(dict(request.extensions.get("timeout", {})))
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def handle_async_request(self, request):
        """Give the next outcome to a task."""
        return self.handle_request(request)


@pytest.fixture
def waits(monkeypatch):
    """Keep the waits, and a clock that they alone move."""
    kept = []

    async def sleep(seconds):
        kept.append(seconds)

    monkeypatch.setattr("time.sleep", kept.append)
    monkeypatch.setattr("anyio.sleep", sleep)
    monkeypatch.setattr("random.random", lambda: 0.5)
    monkeypatch.setattr("time.monotonic", lambda: 100.0 + sum(kept))
    return kept


@pytest.fixture(params=["threads", "tasks"])
def send(request):
    """Send a request by either transport."""

    def by_threads(script, sent, retries=3):
        return PatientTransport(script, retries).handle_request(sent)

    def by_tasks(script, sent, retries=3):
        return asyncio.run(AsyncPatientTransport(script, retries).handle_async_request(sent))

    return by_threads if request.param == "threads" else by_tasks


def make(method="GET", ends_at=None, stream=None):
    """Make a request."""
    extensions = {"timeout": dict(TIMEOUT)} | ({} if ends_at is None else {DEADLINE: Deadline(ends_at)})
    return httpx.Request(method, URL, stream=stream, extensions=extensions)


def reply(status, **headers):
    """Make an answer."""
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_waits_grow_and_answers_in_between_are_closed(waits, send):
    """The last answer is the call's."""
    answers = [reply(503), httpx.ReadError("x"), reply(502), reply(504)]
    assert send(Script(*answers), make()) is answers[-1]
    assert waits == [0.75, 1.5, 3.0]
    assert answers[0].is_closed
    assert answers[2].is_closed


def test_a_named_wait_is_waited(waits, send):
    """By a POST too."""
    last = reply(200)
    assert send(Script(reply(429, Retry_After="7"), last), make("POST")) is last
    assert waits == [7.0]


@pytest.mark.parametrize(
    "error", [httpx.UnsupportedProtocol("x"), httpx.LocalProtocolError("x"), httpx.ProxyError("x")]
)
def test_what_no_try_does_away_with_is_raised(waits, send, error):
    """At once."""
    with pytest.raises(type(error)):
        send(Script(error), make())
    assert waits == []


@pytest.mark.parametrize(
    ("method", "error"), [("POST", httpx.ReadError("x")), ("PATCH", httpx.WriteTimeout("x"))]
)
def test_what_may_have_arrived_is_not_repeated(waits, send, method, error):
    """The error is the call's."""
    with pytest.raises(type(error)):
        send(Script(error), make(method))
    assert waits == []


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")]
)
def test_what_was_never_sent_is_repeated(waits, send, error):
    """By a POST too."""
    assert send(Script(error, reply(200)), make("POST")).status_code == 200
    assert waits == [0.75]


def test_no_retries_is_one_try(waits, send):
    """Also for a body that is there once, whatever was asked for."""
    assert send(Script(reply(503)), make(), retries=0).status_code == 503
    once = object.__new__(OnceStream)
    assert send(Script(reply(503)), make("PUT", stream=once)).status_code == 503
    assert waits == []


def test_time_outs_are_cut_to_what_is_left(waits, send):
    """Of each try; None is cut too. After the call they are what they were."""
    script, request = Script(reply(503), reply(200)), make(ends_at=104.0)
    send(script, request)
    assert script.timeouts == [
        {"connect": 4.0, "read": 4.0, "write": 4.0, "pool": 0.5},
        {"connect": 3.25, "read": 3.25, "write": 3.25, "pool": 0.5},
    ]
    assert request.extensions["timeout"] == TIMEOUT


def test_they_are_what_they_were_after_an_error(waits, send):
    """It may be sent again by the program."""
    request = make("POST", ends_at=104.0)
    with pytest.raises(httpx.ReadError):
        send(Script(httpx.ReadError("x")), request)
    assert request.extensions["timeout"] == TIMEOUT


def test_no_wait_goes_past_the_deadline(waits, send):
    """The answer that is there is given."""
    assert send(Script(reply(503)), make(ends_at=100.75)).status_code == 503
    assert waits == []


def test_nothing_is_sent_after_the_deadline(waits, send):
    """A redirect that comes too late is not followed."""
    script = Script()
    with pytest.raises(httpx.ConnectTimeout) as caught:
        send(script, make(ends_at=100.0))
    assert str(caught.value) == "GET api.flatchr.io/a was not sent: the call's deadline has passed"
    assert script.timeouts == []


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer's stream, whose pieces come a second apart by the clock of `waits`."""

    def __init__(self, waits, request):
        self.waits, self.request = waits, request
        self.closed = 0

    def __iter__(self):
        self.timeouts = dict(self.request.extensions["timeout"])
        for _ in range(4):
            self.waits.append(1)
            yield b"x"

    async def __aiter__(self):
        for piece in self:
            yield piece

    def close(self):
        """Count it."""
        self.closed += 1

    async def aclose(self):
        """Count it."""
        self.closed += 1


async def read_in_task(stream):
    """Read and close it."""
    try:
        return b"".join([piece async for piece in stream])
    finally:
        await stream.aclose()


def read_in_thread(stream):
    """Read and close it."""
    try:
        return b"".join(stream)
    finally:
        stream.close()


@pytest.mark.parametrize(
    "read", [read_in_thread, lambda stream: asyncio.run(read_in_task(stream))], ids=["in thread", "in task"]
)
@pytest.mark.parametrize(
    ("seconds", "length", "is_late"),
    [(3.5, None, 1), (4, None, 1), (4.5, None, 0), (3, "4", 1), (3.5, "4", 0), (4.5, "5", 0)],
)
def test_an_answer_is_read_until_the_deadline(waits, send, read, seconds, length, is_late):  # noqa: PLR0913, PLR0917
    """Its time-outs are cut while it is read, and what they were after that; its stream is closed.

    What is whole is given, however late it is.
    """
    request = make("POST", ends_at=100.0 + seconds)
    stream = Dripping(waits, request)
    headers = {"Content-Length": length} if length else {}
    response = send(Script(httpx.Response(200, headers=headers, stream=stream)), request)
    assert request.extensions["timeout"] == TIMEOUT
    if is_late:
        with pytest.raises(httpx.ReadTimeout, match="deadline has passed") as caught:
            read(response.stream)
        assert caught.value.request is request
    else:
        assert read(response.stream) == b"xxxx"
    assert stream.timeouts == {"connect": seconds, "read": seconds, "write": seconds, "pool": 0.5}
    assert (request.extensions["timeout"], stream.closed) == (TIMEOUT, 1)


def test_what_is_streamed_is_left_to_the_program(waits, send):
    """It may read for longer."""
    request = make()
    request.extensions[DEADLINE] = Deadline(102.0, is_streamed=True)
    stream = Dripping(waits, request)
    assert send(Script(httpx.Response(200, stream=stream)), request).stream is stream


def test_without_a_deadline_nothing_is_cut():
    """Nor noted."""
    request = make()
    tries = Tries(request, 3)
    tries.begin()
    assert tries.left is None
    assert request.extensions == {"timeout": TIMEOUT}


def certificate_error():
    """Make the error of a certificate, as httpx raises it."""
    error = httpx.ConnectError("x")
    error.__cause__ = OSError()
    error.__cause__.__context__ = ssl.SSLCertVerificationError()
    return error


def test_certificates_are_not_tried_again(waits, send):
    """No other try makes one good."""
    with pytest.raises(httpx.ConnectError):
        send(Script(certificate_error()), make())
    assert waits == []
    assert is_about_certificates(certificate_error())
    assert not is_about_certificates(None)
