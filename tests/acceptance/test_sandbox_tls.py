"""The stand-in on the wire: real TLS, real sockets, clients that behave and clients that do not."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from flatchr_clean.sandbox import Sandbox, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "s3same-ouvre-toi"
VACANCY = "/company/G6KzqPnNLyp31m0l/vacancy"
HEAD = f"POST {VACANCY} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give one sandbox to all tests of this file."""
    with Sandbox(token=TOKEN) as running:
        yield running


def connect(sandbox: Sandbox) -> ssl.SSLSocket:
    """Open a TLS connection that trusts the sandbox."""
    context = ssl.create_default_context(cafile=sandbox.ca_bundle)
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", sandbox.port), timeout=10), server_hostname="localhost"
    )


def read_answer(connection: ssl.SSLSocket) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Read one answer from a connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.headers, response.read()


def exchange(sandbox: Sandbox, sent: bytes) -> tuple[int, str]:
    """Send bytes on a connection of their own; give the status and the message of the answer."""
    with connect(sandbox) as connection:
        connection.sendall(sent)
        status, _, content = read_answer(connection)
    return status, json.loads(content).get("message", "")


def wait_until(condition: Any) -> None:
    """Wait until something is so, at most ten seconds."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def threads_of(port: int) -> list[threading.Thread]:
    """Give the threads that serve on a port."""
    return [thread for thread in threading.enumerate() if thread.name.startswith(f"sandbox-{port}")]


def run_python(*arguments: str) -> str:
    """Run this Python, which must succeed and say nothing on stderr; give what it says on stdout."""
    command = [sys.executable, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


# TLS.


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_bundle_is_all_that_a_client_must_trust(sandbox: Sandbox, host: str) -> None:
    """A client verifies the certificate with the bundle, by name and by address."""
    with requests.Session() as session:
        session.trust_env = False
        response = session.post(
            f"https://{host}:{sandbox.port}{VACANCY}?token={TOKEN}",
            json={"title": "Maçon"}, verify=sandbox.ca_bundle, timeout=10,
        )  # fmt: skip
    assert (response.status_code, response.json()["title"]) == (200, "Maçon")


def test_the_bundle_holds_one_certificate_and_no_key(sandbox: Sandbox) -> None:
    """The only file that is written is the authority's public certificate."""
    bundle = Path(sandbox.ca_bundle)
    assert [path.name for path in bundle.parent.iterdir()] == ["ca.pem"]
    assert bundle.read_text().count("-----BEGIN") == bundle.read_text().count("-----BEGIN CERTIFICATE") == 1


def test_a_client_without_the_bundle_refuses_and_the_log_says_why() -> None:
    """Verification is real: the system's authorities do not cover the sandbox."""
    lines: list[str] = []
    with Sandbox(log=lines.append) as own:
        with requests.Session() as session:
            session.trust_env = False
            with pytest.raises(requests.exceptions.SSLError):
                session.get(own.url, timeout=10)
        wait_until(lambda: lines)
    assert lines == ["TLS failed: the client does not trust the certificate: give it the CA bundle"]


def test_plain_http_is_not_spoken_and_the_log_says_so() -> None:
    """A client that forgot the s gets no answer, and the server tells its owner."""
    lines: list[str] = []
    with Sandbox(log=lines.append) as own, socket.create_connection(("127.0.0.1", own.port)) as client:
        client.settimeout(10)
        client.sendall(HEAD.encode() + b"Content-Length: 2\r\n\r\n{}")
        wait_until(lambda: lines)
        with contextlib.suppress(ConnectionResetError):
            assert not client.recv(1000).startswith(b"HTTP/")
    assert lines == ["TLS failed: the client spoke plain HTTP: use https://"]


def test_only_loopback_is_listened_on(sandbox: Sandbox) -> None:
    """The server's socket is bound to 127.0.0.1 and to nothing else."""
    with connect(sandbox) as connection:
        assert connection.getpeername() == ("127.0.0.1", sandbox.port)
    # Every address of 127/8 is this machine's: one that is not bound refuses.
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", sandbox.port), timeout=2):
        pass


# Framing (RFC 9112).


def test_one_connection_carries_many_requests(sandbox: Sandbox) -> None:
    """Keep-alive: each answer has its length, and the connection goes on."""
    with connect(sandbox) as connection:
        for title in (b"Un", b"Deux", b"Trois"):
            body = b'{"title": "%b"}' % title
            connection.sendall(HEAD.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            status, headers, content = read_answer(connection)
            assert (status, json.loads(content)["title"]) == (200, title.decode())
            assert headers["Connection"] is None


def test_a_chunked_body_is_joined(sandbox: Sandbox) -> None:
    """Chunk extensions and trailers are read and forgotten; the body is what is left."""
    chunks = '4;ext=1\r\n{"ti\r\nD\r\ntle": "Été"\r\n01\r\n}\r\n0\r\nX-Trailer: 1\r\n\r\n'
    assert exchange(sandbox, f"{HEAD}Transfer-Encoding: Chunked\r\n\r\n{chunks}".encode())[0] == 200
    assert sandbox.requests[-1].body == '{"title": "Été"}'.encode()


def test_requests_streams_into_it(sandbox: Sandbox) -> None:
    """A generator's body, which requests sends in chunks, arrives byte for byte."""
    with requests.Session() as session:
        session.trust_env = False
        response = session.post(
            f"{sandbox.url}{VACANCY}?token={TOKEN}", data=iter([b'{"title"', b': "a"}']),
            headers={"Content-Type": "application/json"}, verify=sandbox.ca_bundle, timeout=10,
        )  # fmt: skip
    assert response.status_code == 200
    assert sandbox.requests[-1].body == b'{"title": "a"}'
    assert sandbox.requests[-1].headers["Transfer-Encoding"] == "chunked"


@pytest.mark.parametrize(
    ("framing", "status", "message"),
    [
        ("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400,
         "Both Content-Length and Transfer-Encoding are set: send one"),
        ("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, "The Content-Length is not one number"),
        ("Content-Length: +2\r\n\r\n{}", 400, "The Content-Length is not one number"),
        ("Content-Length: -2\r\n\r\n{}", 400, "The Content-Length is not one number"),
        ("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "The Transfer-Encoding must be chunked"),
        ("Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "A chunk does not start with its size"),
        ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n", 400, "A chunk is longer than its size"),
        ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + "X: 1\r\n" * 101, 400,
         "The chunks do not end with an empty line"),
        ("Content-Length: 99999999999\r\n\r\n{}", 413, "The body is larger than 16777216 bytes"),
        ("Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413, "The body is larger than 16777216 bytes"),
    ],
)  # fmt: skip
def test_wrong_framing_is_refused(sandbox: Sandbox, framing: str, status: int, message: str) -> None:
    """A body whose end is doubtful or too far is refused with the reason, and the connection ends."""
    before = len(sandbox.requests)
    with connect(sandbox) as connection:
        connection.sendall((HEAD + framing).encode())
        answered, headers, content = read_answer(connection)
    assert (answered, json.loads(content)["message"]) == (status, message)
    assert headers["Connection"] == "close"
    assert len(sandbox.requests) == before


def test_a_body_that_ends_early_is_refused(sandbox: Sandbox) -> None:
    """A client that says 10 bytes and sends 2 gets a 400 when it has finished."""
    context = ssl.create_default_context(cafile=sandbox.ca_bundle)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as raw:

        def pump(step: Any) -> Any:
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    if outgoing.pending:
                        raw.sendall(outgoing.read())
                    incoming.write(raw.recv(65536))

        pump(tls.do_handshake)
        tls.write(HEAD.encode() + b"Content-Length: 10\r\n\r\n{}")
        with pytest.raises(ssl.SSLWantReadError):  # says that nothing follows, and can still read
            tls.unwrap()
        raw.sendall(outgoing.read())
        answer = pump(lambda: tls.read(65536))
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")


@pytest.mark.parametrize("pieces", [0, 1, 6])
def test_a_client_can_read_why_its_large_body_was_refused(pieces: int) -> None:
    """The server reads on for a moment, so that the 413 is not lost to a connection reset."""
    body = b'"' + b"a" * 2_999_998 + b'"'
    chunks = (body[: 3_000_000 // pieces] for _ in range(pieces)) if pieces else body
    with Sandbox(token=TOKEN, max_body_bytes=1_000_000) as small, requests.Session() as session:
        session.trust_env = False
        session.verify = small.ca_bundle
        response = session.post(f"{small.url}{VACANCY}?token={TOKEN}", data=chunks, timeout=10)
    assert (response.status_code, response.json()["message"]) == (
        413,
        "The body is larger than 1000000 bytes",
    )


def test_a_body_that_waits_for_leave_gets_it(sandbox: Sandbox) -> None:
    """Expect: 100-continue, which curl sends before a large body, is answered."""
    with connect(sandbox) as connection:
        connection.sendall(HEAD.encode() + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert read_answer(connection)[0] == 200


def test_what_is_no_request_gets_an_answer_in_json() -> None:
    """An unknown method and too many headers are answered in JSON; the log shows no control character."""
    lines: list[str] = []
    with Sandbox(token=TOKEN, log=lines.append) as own:
        assert exchange(own, b"BREW /pot HTTP/1.1\r\n\r\n") == (501, "Unsupported method ('BREW')")
        assert exchange(own, b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 200 + b"\r\n")[0] == 431
        assert exchange(own, b"POST /\x1b[31m\xe9 HTTP/1.1\r\n\r\n")[0] == 401
    assert lines == [
        "501 Not Implemented: Unsupported method ('BREW')",
        "431 Request Header Fields Too Large: Too many headers",
        (
            "POST /\\x1b[31m\\xe9 401 Unauthorized: The API key is missing or wrong: "
            "send Authorization: Bearer API_KEY"
        ),
    ]


def test_head_is_answered_without_a_body(sandbox: Sandbox) -> None:
    """An answer to HEAD has a length and no content, and the connection goes on."""
    with connect(sandbox) as connection:
        for _ in range(2):
            connection.sendall(HEAD.replace("POST", "HEAD").encode() + b"\r\n")
            response = http.client.HTTPResponse(connection, method="HEAD")
            response.begin()
            assert (response.status, response.read()) == (404, b"")
            assert int(response.headers["Content-Length"]) > 0


# Many clients, and bad ones.


def test_many_clients_at_once_each_get_their_own_answer(sandbox: Sandbox) -> None:
    """Thirty-two threads, each with its session and ten requests, are answered each for its own body."""

    def post_ten(number: int) -> list[str]:
        with requests.Session() as session:
            session.trust_env = False
            session.verify = sandbox.ca_bundle
            session.headers["Authorization"] = f"Bearer {TOKEN}"
            return [
                session.post(sandbox.url + VACANCY, json={"title": f"{number}-{turn}"}, timeout=30).json()[
                    "title"
                ]
                for turn in range(10)
            ]

    with ThreadPoolExecutor(32) as pool:
        answered = list(pool.map(post_ten, range(32)))
    assert answered == [[f"{number}-{turn}" for turn in range(10)] for number in range(32)]


def test_a_client_without_a_seat_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections beyond the limit wait for one to end, and do not hinder the stop."""
    monkeypatch.setattr(serving, "SEATS", 1)
    with Sandbox(token=TOKEN) as narrow:
        first = connect(narrow)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(exchange, narrow, HEAD.encode() + b"Content-Length: 2\r\n\r\n{}")
            time.sleep(0.3)
            assert not waiting.done()
            first.close()
            assert waiting.result(timeout=10)[0] == 200
        seated = connect(narrow)
        queued = socket.create_connection(("127.0.0.1", narrow.port), timeout=10)
        time.sleep(0.2)
        started = time.monotonic()
    assert time.monotonic() - started < 2
    seated.close()
    queued.close()


def test_a_client_that_hangs_up_harms_nobody() -> None:
    """Connections that end before, within and after the handshake leave the server serving."""
    lines: list[str] = []
    with Sandbox(token=TOKEN, log=lines.append) as own:
        socket.create_connection(("127.0.0.1", own.port)).close()
        with socket.create_connection(("127.0.0.1", own.port)) as half:
            half.sendall(b"\x16\x03\x01\x02\x00\x01")
        with connect(own) as connection:
            connection.sendall(HEAD.encode() + b"Content-Length: 10\r\n\r\n{}")
        assert exchange(own, HEAD.encode() + b"Content-Length: 2\r\n\r\n{}")[0] == 200
        wait_until(lambda: len(threads_of(own.port)) == 1)
    assert not [line for line in lines if "Traceback" in line]


def test_an_error_of_its_own_is_shown_and_ends_one_connection(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A fault in the server's own code prints its traceback; the next client is served."""
    faults = iter([True, False])

    def log(_: str) -> None:
        if next(faults):
            raise ValueError("the log is full")

    body = b"Content-Length: 2\r\n\r\n{}"
    with Sandbox(token=TOKEN, log=log) as own:
        with connect(own) as connection:
            connection.sendall(HEAD.encode() + body)
            assert connection.recv(1) == b""
        assert exchange(own, HEAD.encode() + body)[0] == 200
    assert "ValueError: the log is full" in capsys.readouterr().err


@pytest.mark.once
def test_a_silent_client_is_shown_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that says nothing, before the handshake or between requests, is closed in time."""
    monkeypatch.setattr(serving.ConnectionHandler, "timeout", 1)
    lines: list[str] = []
    with Sandbox(token=TOKEN, log=lines.append) as own:
        with socket.create_connection(("127.0.0.1", own.port), timeout=10) as mute:
            assert mute.recv(1) == b""
        with connect(own) as connection:
            assert connection.recv(1) == b""
    assert lines == ["a connection broke: TimeoutError"]


# Stopping.


def test_stopping_leaves_nothing_behind() -> None:
    """With clients idle and a request half sent, stop is quick; threads, port and certificate are gone."""
    sandbox = Sandbox(token=TOKEN).start()
    port, directory = sandbox.port, Path(sandbox.ca_bundle).parent
    idle, half = connect(sandbox), connect(sandbox)
    half.sendall(HEAD.encode() + b"Content-Length: 10\r\n\r\n{}")
    assert exchange(sandbox, HEAD.encode() + b"Content-Length: 2\r\n\r\n{}")[0] == 200
    assert len(threads_of(port)) >= 3
    started = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - started < 1
    assert threads_of(port) == []
    assert not directory.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    for connection in (idle, half):
        connection.close()


def test_no_resource_is_leaked() -> None:
    """Python's own watch on sockets, files and threads finds nothing."""
    script = f"""
import requests
from flatchr_clean.sandbox import Sandbox
for _ in range(2):
    with Sandbox(token="{TOKEN}") as sandbox, requests.Session() as session:
        session.trust_env = False
        session.verify = sandbox.ca_bundle
        answer = session.post(sandbox.url + "{VACANCY}?token={TOKEN}", json={{}}, timeout=10)
        assert answer.status_code == 200, answer.text
"""
    assert run_python("-X", "dev", "-W", "error", "-c", script) == ""


def test_a_forgotten_sandbox_does_not_keep_the_program_alive() -> None:
    """Without a stop the program ends all the same, and the certificate goes with it."""
    script = "from flatchr_clean.sandbox import Sandbox\nprint(Sandbox().start().ca_bundle)"
    assert not Path(run_python("-c", script).strip()).exists()
