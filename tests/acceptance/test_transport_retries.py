"""Tries over real sockets: what is sent again, when, until the deadline, and what the program is told."""

from __future__ import annotations

import json
import pickle
import socket
import time
from contextlib import closing

import pytest
import requests
from requests.exceptions import ChunkedEncodingError
from urllib3.util import Timeout

from flatchr_clean.errors import CleaningError
from flatchr_clean.requests import (
    FlatchrSession,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServerError,
    Unauthorized,
)
from flatchr_clean.sandbox import Sandbox
from tests.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

TOKEN = "s3same-ouvre-toi"
BUSY = answer("429 Too Many Requests")
DOWN = answer("503 Service Unavailable")


@pytest.fixture
def hurried(monkeypatch):
    """Waits that grow, and are short."""
    monkeypatch.setattr("flatchr_clean.http.retries.BACKOFF_SECONDS", 0.01)


def session_for(server, **settings):
    """A session for a server, that trusts it."""
    session = FlatchrSession(TOKEN, base_url=server.url, **settings)
    session.verify = server.ca
    return session


def hang_up(_connection, _received):
    """End the connection without an answer."""
    return False


def reset(connection, _received):
    """Break the connection off."""
    connection.reset()
    return False


def reset_in_the_middle(connection, _received):
    """Read a part of the body, then break off."""
    connection.read(100_000)
    connection.reset()
    return False


def never_answer(connection, received):
    """Read everything and say nothing until the client gives up."""
    received.body = connection.read_body(received)
    while connection.socket.recv(1):
        pass
    return False


def answer_partly(connection, received):
    """Announce more than is sent."""
    received.body = connection.read_body(received)
    connection.socket.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{"id": ')
    return False


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("method", "answers", "settings", "status", "tries"),
    [
        ("GET", [BUSY, answer()], {}, 200, 2),
        ("GET", [BUSY], {}, 429, 4),
        ("PUT", [DOWN], {"retries": 1}, 503, 2),
        ("GET", [BUSY], {"retries": 0}, 429, 1),
        ("GET", [DOWN], {"retries": 0}, 503, 1),
        ("POST", [BUSY, answer()], {}, 429, 1),
        ("POST", [answer("429 Too Many Requests", Retry_After="0"), answer()], {}, 200, 2),
        ("POST", [answer("429 Too Many Requests", Retry_After="0"), answer()], {"retries": 0}, 429, 1),
        ("GET", [hang_up, reset, DOWN, answer()], {}, 200, 4),
    ],
)
def test_how_often_a_call_is_tried(method, answers, settings, status, tries):
    """As the table of the core says, as often as the program says; the whole body each time."""
    with RawServer(*answers) as server, session_for(server, **settings) as session:
        assert session.request(method, "/x", json={"a": "’"}).status_code == status
        assert len(server.received) == tries
        assert {received.body for received in server.received} <= {b'{"a": "\'"}', b""}


def test_waits_grow(monkeypatch):
    """From half a second on, doubled, and more by chance."""
    waits = []
    monkeypatch.setattr("flatchr_clean.requests.retrying.time.sleep", waits.append)
    with RawServer(BUSY) as server, session_for(server, retries=6) as session:
        session.get("/x")
    assert all(0.5 * 2**n <= wait < 2**n for n, wait in enumerate(waits))
    assert len(waits) == 6
    assert len({wait / 2**n for n, wait in enumerate(waits)}) > 1


def test_the_deadline_ends_the_tries():
    """With the last answer, and without the wait that would have passed it."""
    trouble = answer("503 Service Unavailable", Retry_After="1")
    with RawServer(trouble) as server, session_for(server, deadline=1.5) as session:
        started = time.monotonic()
        assert session.get("/x").status_code == 503
        assert 1 <= time.monotonic() - started < 1.5
        assert len(server.received) == 2


def test_the_deadline_ends_a_try():
    """Whose time-out is cut to what is left; each call has a deadline of its own."""
    with RawServer(never_answer) as server, session_for(server, deadline=0.4) as session:
        for timeout in (None, 30, (5, 30), Timeout(30)):
            started = time.monotonic()
            with pytest.raises(requests.ReadTimeout):
                session.get("/x", timeout=timeout)
            assert 0.3 < time.monotonic() - started < 1.5
        assert len(server.received) == 4


def test_a_shorter_time_out_stays_what_it_is():
    """And the tries go on until the deadline."""
    with RawServer(never_answer) as server, session_for(server, deadline=5, retries=1) as session:
        with pytest.raises(requests.ReadTimeout):
            session.get("/x", timeout=0.2)
        assert len(server.received) == 2


def test_a_redirect_shares_the_deadline():
    """What comes after it is not sent."""

    def answer_late(connection, received):
        received.body = connection.read_body(received)
        time.sleep(0.25)
        connection.socket.sendall(answer("307 Temporary Redirect", Location="/x"))
        return True

    with RawServer(answer_late) as server, session_for(server, deadline=0.6) as session:
        with pytest.raises((requests.ReadTimeout, requests.ConnectTimeout)):
            session.get("/x")
        assert len(server.received) <= 3


def test_what_is_not_sent_when_the_deadline_has_passed():
    """It is told as what was never begun."""
    with RawServer() as server, session_for(server, deadline=0.2) as session:
        session.hooks["response"].append(lambda *_, **__: time.sleep(0.3))
        with RawServer(answer("307 Temporary Redirect", Location=f"{server.url}/y")) as first:
            session.base_url = first.url
            session.auth = None
            session.verify = first.ca
            with pytest.raises(requests.ConnectTimeout, match="deadline has passed"):
                session.get("/x")
        assert server.received == []


def test_nobody_there_is_tried_again(hurried, monkeypatch):
    """Whatever the method: nothing was sent; and it is told as requests does."""
    waits = []
    monkeypatch.setattr("flatchr_clean.requests.retrying.time.sleep", waits.append)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    with FlatchrSession(TOKEN, base_url=f"https://localhost:{port}") as session:
        with pytest.raises(requests.ConnectionError) as caught:
            session.post("/x", json={})
        assert not isinstance(caught.value, CleaningError)
        assert len(waits) == 3
        session.deadline = 0.001
        with pytest.raises(requests.ConnectionError):
            session.post("/x", json={})
        assert len(waits) == 3


@pytest.mark.parametrize(
    ("fault", "kind", "trouble"),
    [
        (hang_up, requests.ConnectionError, "the connection broke before its answer was there"),
        (reset, requests.ConnectionError, "the connection broke before its answer was there"),
        (reset_in_the_middle, requests.ConnectionError, "the connection broke before its answer was there"),
        (never_answer, requests.ReadTimeout, "no answer came in time"),
        (answer_partly, ChunkedEncodingError, "its answer broke off"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_call_that_was_cut_is_not_sent_again(method, fault, kind, trouble):
    """The program looks first: the service may have done it."""
    with RawServer(fault, answer()) as server, session_for(server, timeout=0.5) as session:
        body = {"a": "Sentinelle’" + "x" * 5_000_000 * (fault is reset_in_the_middle)}
        with pytest.raises(OutcomeUnknown) as caught:
            session.request(method, f"/x?token={TOKEN}", json=body)
        assert isinstance(caught.value, kind)
        assert isinstance(caught.value, requests.Timeout) is (kind is requests.ReadTimeout)
        assert str(caught.value) == (
            f"{method} {server.host}/x was begun, and {trouble}: it may have been done all the same. It was "
            "not sent again; look first whether it was done"
        )
        assert caught.value.request.method == method
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
        assert len(server.received) == 1


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("fault", "kind", "tries"),
    [
        (hang_up, requests.ConnectionError, 4),
        (never_answer, requests.ReadTimeout, 4),
        (answer_partly, ChunkedEncodingError, 1),
    ],
)
def test_what_is_told_of_an_idempotent_call(fault, kind, tries):
    """The last error, as requests has it: it may be sent again."""
    with RawServer(fault) as server, session_for(server, timeout=0.2) as session:
        with pytest.raises(kind) as caught:
            session.get("/x")
        assert not isinstance(caught.value, CleaningError)
        assert len(server.received) == tries


@pytest.mark.parametrize(
    ("status", "is_unknown"), [("303 See Other", False), ("307 Temporary Redirect", True)]
)
def test_what_was_cut_may_be_another_call(status, is_unknown):
    """A redirect led to it: a GET may be sent again, a POST not."""
    redirect = answer(status, Location="/y")
    with RawServer(redirect, hang_up) as server, session_for(server, retries=0) as session:
        with pytest.raises(requests.ConnectionError) as caught:
            session.post("/x")
        assert isinstance(caught.value, OutcomeUnknown) is is_unknown
        assert len(server.received) == 2
        assert not is_unknown or f"{server.host}/y was begun" in str(caught.value)


def test_a_certificate_that_nobody_knows_is_no_unknown_outcome():
    """Nothing was sent, and no other try will help."""
    with RawServer() as server, FlatchrSession(TOKEN, base_url=server.url) as session:
        with pytest.raises(requests.exceptions.SSLError) as caught:
            session.post("/x", json={})
        assert not isinstance(caught.value, CleaningError)
        assert server.connections == 1


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("401 Unauthorized", Unauthorized),
        ("404 Gone Fishing", NotFound),
        ("409 Conflict", Refused),
        ("429 Too Many Requests", RateLimited),
        ("500 Internal Server Error", ServerError),
    ],
)
def test_refusals_by_status(status, error):
    """With what the service said, and how long to wait."""
    body = b'{"statusCode": 1, "message": "Sentinelle"}'
    with (
        RawServer(answer(status, body, Retry_After="3600")) as server,
        session_for(server, raise_for_status=True) as session,
        pytest.raises(error) as caught,
    ):
        session.post("/x", json={"a": "’"})
    refusal = caught.value
    assert (refusal.status, refusal.message, refusal.retry_after) == (int(status[:3]), "Sentinelle", 3600.0)
    assert refusal.response.flatchr_clean.changed == {"apostrophe": 1}
    assert "Sentinelle" not in f"{refusal} {refusal!r}"
    pickled = pickle.dumps(refusal)
    assert b"Sentinelle" not in pickled
    copy = pickle.loads(pickled)
    assert (type(copy), str(copy)) == (error, str(refusal))
    assert (copy.status, copy.message, copy.retry_after) == (refusal.status, "", 3600.0)


def test_what_was_found_reaches_the_program():
    """On the response, and in the function that was given; nothing of the text or the token."""
    told = []
    with Sandbox() as sandbox:
        session = FlatchrSession(
            sandbox.token,
            company="G6KzqPnNLyp31m0l",
            base_url=sandbox.url,
            on_cleaned=lambda findings, request: told.append((findings, str(request))),
        )
        session.verify, host = sandbox.ca_bundle, sandbox.url.removeprefix("https://")
        with session:
            path = "/company/{company}/vacancy"
            response = session.post(
                path, json={"title": "L’été \N{BULLET} \N{PARTY POPPER}", "skills": ["’"]}
            )
            session.post(path, json={"title": "clean"})
    found = response.flatchr_clean
    assert response.status_code == 200
    assert (found.changed, found.lost, found.left) == (
        {"apostrophe": 1, "bullet": 1, "emoji": 1},
        {"emoji": 1},
        {"apostrophe": 1},
    )
    assert told == [(found, f"POST {host}/company/G6KzqPnNLyp31m0l/vacancy")]


def test_a_wrong_token_and_what_the_sandbox_says_of_it():
    """Over the whole way; and a value of a path in its one segment."""
    with Sandbox() as sandbox:
        with FlatchrSession("another", base_url=sandbox.url, raise_for_status=True) as session:
            session.verify = sandbox.ca_bundle
            with pytest.raises(Unauthorized) as caught:
                session.get("/company/G6KzqPnNLyp31m0l/vacancies")
            assert caught.value.message in json.dumps(caught.value.response.json())
            assert caught.value.message
        with FlatchrSession(sandbox.token, company="G6KzqPnNLyp31m0l", base_url=sandbox.url) as session:
            session.verify = sandbox.ca_bundle
            session.get(session.complete_url("/company/{company}/vacancy/{vacancy}", vacancy="a b/../c"))
            assert sandbox.requests[-1].path.endswith("/vacancy/a%20b%2F..%2Fc")
