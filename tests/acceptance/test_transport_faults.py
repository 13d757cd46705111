"""Networks and servers that misbehave: nothing is lost, nothing is sent twice by us."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest
import requests
from requests.adapters import HTTPAdapter

from flatchr_clean.requests import FlatchrSession, mount
from tests.raw_server import RawServer, TunnelProxy, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "4"))
MEGABYTES_20 = 20 * 1024 * 1024


@pytest.fixture
def session():
    """Give a session of requests' own."""
    with requests.Session() as plain:
        yield plain


def reset_in_the_middle(connection, _received):
    """Read a part of the body, then break off."""
    connection.read(100_000)
    connection.reset()
    return False


def answer_early(connection, received):
    """Refuse before the body was read, then read it."""
    connection.socket.sendall(answer("413 Content Too Large", b'{"message": "too large"}'))
    received.body = connection.read_body(received)
    return True


def hang_up(_connection, _received):
    """End the connection without an answer."""
    return False


def never_answer(connection, received):
    """Read everything and say nothing until the client gives up."""
    received.body = connection.read_body(received)
    while connection.socket.recv(1):
        pass
    return False


def answer_and_hang_up(connection, received):
    """Answer, then end the connection that the client would use again."""
    received.body = connection.read_body(received)
    connection.socket.sendall(answer())
    return False


def answer_partly(connection, received):
    """Announce more than is sent."""
    received.body = connection.read_body(received)
    connection.socket.sendall(answer(body=b'{"id": "abc"}')[:-5])
    return False


def answer_nonsense(connection, received):
    """Speak another protocol."""
    received.body = connection.read_body(received)
    connection.socket.sendall(b"220 ready\r\n")
    return False


def answer_slowly(connection, received):
    """Say at first that the body may come, then answer byte by byte."""
    connection.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    received.body = connection.read_body(received)
    for byte in answer(body=b'{"id": "abc"}'):
        connection.socket.sendall(bytes([byte]))
    return True


@pytest.mark.parametrize("fault", [answer_partly, answer_nonsense, answer_slowly])
@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_fault_is_what_it_is_without_us(fault, size):
    """The same answer or the same error as on a plain session, after one request as on a plain one."""
    outcomes = []
    for prepare in (lambda plain, _server: plain, lambda plain, server: mount(plain, hosts=server.host)):
        with RawServer(fault) as server, requests.Session() as plain:
            try:
                response = prepare(plain, server).post(
                    f"{server.url}/x", json={"a": "’" + "x" * size}, verify=server.ca, timeout=30
                )
                outcome = (response.status_code, response.content)
            except requests.RequestException as error:
                outcome = type(error)
            outcomes.append((outcome, len(server.received)))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1] == 1
    assert server.last.json() == {"a": "'" + "x" * size}


@pytest.mark.once
def test_a_large_body_arrives_whole(session):
    """20 MB of JSON, cleaned, in the right order."""
    description = "<p>Au sein d'une équipe de sept personnes, vous créez la carte.</p>\n" * 50
    rows = [{"n": n, "title": "Chef d’œuvre", "description": description} for n in range(5500)]
    assert len(json.dumps(rows)) > MEGABYTES_20
    with RawServer() as server:
        session.verify = server.ca
        mount(session, hosts=server.host).post(f"{server.url}/x", json=rows, timeout=60)
        received = server.last
        assert received.json() == [row | {"title": "Chef d'œuvre"} for row in rows]


@pytest.mark.parametrize("fault", [reset_in_the_middle, hang_up])
def test_a_broken_connection_is_an_error_and_no_second_try(session, fault):
    """As requests raises it; only the caller knows whether to send again."""
    with RawServer(fault, answer()) as server:
        session.verify = server.ca
        mount(session, hosts=server.host)
        with pytest.raises(requests.ConnectionError):
            session.post(f"{server.url}/x", json={"a": "’" + "x" * 10_000_000}, timeout=30)
        assert (server.connections, len(server.received)) == (1, 1)
        assert session.post(f"{server.url}/x", json={"a": "’"}).ok
        assert server.last.body == b'{"a": "\'"}'


def test_an_early_answer_is_heard(session):
    """The service may refuse before it has read everything."""
    with RawServer(answer_early, answer()) as server:
        session.verify = server.ca
        mount(session, hosts=server.host)
        response = session.post(f"{server.url}/x", json={"a": "’"}, timeout=10)
        assert (response.status_code, response.json()) == (413, {"message": "too large"})
        assert session.post(f"{server.url}/x", json={"a": "’"}, timeout=10).ok
        assert len(server.received) == 2


def test_a_slow_server_runs_into_the_time_out(session):
    """The caller's own, and it is not tried again."""
    with RawServer(never_answer) as server:
        session.verify = server.ca
        mount(session, hosts=server.host)
        started = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            session.post(f"{server.url}/x", json={"a": "’"}, timeout=(5, 0.3))
        assert 0.2 < time.monotonic() - started < 5
        assert len(server.received) == 1


def test_connections_are_used_again(session):
    """Cleaning leaves the connection in order: one is enough for all."""
    with RawServer() as server:
        session.verify = server.ca
        mount(session, hosts=server.host)
        for number in range(20):
            session.post(f"{server.url}/x", json={"n": number, "a": "’" * number})
        assert server.connections == 1
        assert [received.json() for received in server.received] == [
            {"n": n, "a": "'" * n} for n in range(20)
        ]


def test_a_connection_that_the_server_ended_is_replaced(session):
    """The next request gets a new one, and arrives once."""
    with RawServer(answer_and_hang_up, answer()) as server:
        session.verify = server.ca
        mount(session, hosts=server.host)
        for number in range(2):
            session.post(f"{server.url}/x", json={"n": number, "a": "’"})
            time.sleep(0.05)
        assert [received.json()["n"] for received in server.received] == [0, 1]
        assert server.connections == 2


def test_a_proxy_in_between(session):
    """CONNECT, then TLS to the server itself: the proxy sees neither text nor token."""
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        session.verify = server.ca
        session.proxies = {"https": proxy.url}
        mount(session, hosts=server.host)
        for _ in range(2):
            session.post(f"{server.url}/x", json={"a": "’"})
        assert proxy.asked == [server.host]
        assert server.last.body == b'{"a": "\'"}'


def test_a_proxy_that_refuses(session):
    """Is requests' own error."""
    with RawServer(answer("403 Forbidden"), tls=False) as proxy, RawServer() as server:
        session.proxies = {"https": proxy.url}
        mount(session, hosts=server.host)
        with pytest.raises(requests.exceptions.ProxyError):
            session.post(f"{server.url}/x", json={"a": "’"})
        assert server.connections == 0


@pytest.mark.once
def test_fifty_threads_on_one_session(session):
    """Each gets the answer to its own request, and each request arrives once, whole and clean."""

    def echo(connection, received):
        received.body = connection.read_body(received)
        connection.socket.sendall(answer(body=received.body))
        return True

    wrong = []
    end = time.monotonic() + SOAK_SECONDS

    def send_until_the_end(thread):
        number = 0
        while time.monotonic() < end:
            mark = f"{thread}-{number}"
            text = f"{mark} L’été " * (1 + number % 50)
            sent = {"mark": mark, "text": text}
            answered = session.post(f"{server.url}/x", json=sent, timeout=30).json()
            if answered != {"mark": mark, "text": text.replace("’", "'")}:
                wrong.append(mark)
            number += 1
        counts[thread] = number

    counts: dict[int, int] = {}
    with RawServer(echo) as server:
        session.verify = server.ca
        session.mount("https://", HTTPAdapter(pool_maxsize=50))
        mount(session, hosts=server.host)
        threads = [threading.Thread(target=send_until_the_end, args=(thread,)) for thread in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        marks = [received.json()["mark"] for received in server.received]
        assert len(counts) == 50
        assert sorted(marks) == sorted(
            f"{thread}-{n}" for thread, count in counts.items() for n in range(count)
        )


@pytest.mark.parametrize(
    ("method", "first", "tries"),
    [
        ("GET", answer("503 Service Unavailable"), 2),
        ("PUT", hang_up, 2),
        ("POST", answer("429 Too Many Requests", Retry_After="1"), 2),
        ("POST", answer("503 Service Unavailable", Retry_After="1"), 1),
        ("POST", answer("429 Too Many Requests"), 1),
        ("GET", answer("429 Too Many Requests", Retry_After="3600"), 1),
    ],
)
def test_what_a_flatchr_session_tries_again(method, first, tries):
    """Idempotent calls, and those that were refused unread with a bearable wait."""
    with RawServer(first, answer()) as server, FlatchrSession("s3same", base_url=server.url) as session:
        session.verify = server.ca
        session.request(method, "/x", json={"a": "’"})
        assert [received.body for received in server.received if received.body] in (
            [b'{"a": "\'"}'] * tries,
            [b'{"a": "\'"}'],  # the one that hung up did not read
        )
        assert len(server.received) == tries


def test_a_flatchr_session_hands_back_the_last_answer(monkeypatch):
    """When the trouble does not pass, the answer is the service's own, not an error about retries."""
    monkeypatch.setattr("flatchr_clean.http.retries.BACKOFF_SECONDS", 0)
    trouble = answer("503 Service Unavailable", b'{"message": "maintenance"}')
    with RawServer(trouble) as server, FlatchrSession("s3same", base_url=server.url) as session:
        session.verify = server.ca
        response = session.get("/x")
        assert (response.status_code, response.json()) == (503, {"message": "maintenance"})
        assert len(server.received) == 4


def test_a_flatchr_session_does_not_repeat_what_may_have_arrived():
    """A POST that broke off may have made a record."""
    with RawServer(hang_up, answer()) as server, FlatchrSession("s3same", base_url=server.url) as session:
        session.verify = server.ca
        with pytest.raises(requests.ConnectionError):
            session.post("/x", json={"a": "’"})
        assert len(server.received) == 1
