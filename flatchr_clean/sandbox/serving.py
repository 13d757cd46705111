"""HTTP/1.1 over TLS on loopback: connections in threads, bodies read whole, all of it stopped cleanly.

Knows sockets, framing and their limits. Must not know what is answered: that is a function handed to it.

Source: RFC 9112 (HTTP/1.1) for the framing; section numbers stand at the rules.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import socketserver
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast

from flatchr_clean.sandbox.phrases import say_status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import Message

SEATS = 64
"""Connections served at once; the next ones wait in the listening socket's queue."""

IDLE_SECONDS = 30.0
"""How long a connection may stay silent, within a request or between two."""

LINGER_SECONDS = 2.0
"""How long to read on after refusing a body, so that the client gets to read why."""

TRAILER_LINES = 100

# RFC 9112, 7.1: a chunk's size is hexadecimal, what follows a semicolon is an extension.
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r\n")
_CHUNK_LINE_BYTES = 4096

# What OpenSSL's reasons mean for the person who points a script at the server.
_HANDSHAKE_ADVICE = {
    "HTTP_REQUEST": "the client spoke plain HTTP: use https://",
    "TLSV1_ALERT_UNKNOWN_CA": "the client does not trust the certificate: give it the CA bundle",
    "SSLV3_ALERT_BAD_CERTIFICATE": "the client does not trust the certificate: give it the CA bundle",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "the client does not trust the certificate: give it the CA bundle",
}


@dataclass(frozen=True, slots=True)
class Received:
    """One request read whole."""

    method: str
    target: str
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Service:
    """What a server serves: how large a body may be, what is answered, who is told of failures."""

    max_body_bytes: int
    answer: Callable[[Received], tuple[HTTPStatus, Mapping[str, Any]]]
    note_failure: Callable[[str], None]


class RefusedBody(Exception):
    """A body's framing is wrong or it is too large; the connection can't be used further."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


class LoopbackServer(socketserver.TCPServer):
    """Accepts TLS connections on 127.0.0.1 and serves each in a thread of its own.

    Args:
        port: the port to listen on; 0 takes a free one.
        context: the TLS context with the server's certificate.
        service: what to serve.

    Raises:
        OSError: when the port can't be taken.
    """

    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = SEATS

    def __init__(self, port: int, context: ssl.SSLContext, service: Service) -> None:
        self.service = service
        self._context = context
        self._seats = threading.Semaphore(SEATS)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._served: dict[threading.Thread, socket.socket] = {}
        super().__init__(("127.0.0.1", port), ConnectionHandler)

    def get_request(self) -> tuple[ssl.SSLSocket, Any]:
        """Accept a connection; the handshake waits for the connection's own thread."""
        connection, address = self.socket.accept()
        wrapped = self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return wrapped, address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread as soon as there is a seat."""
        while not self._seats.acquire(timeout=0.1):
            if self._stopping.is_set():
                self.shutdown_request(request)
                return
        name = f"sandbox-{self.server_address[1]}-connection"
        thread = threading.Thread(target=self._serve, args=(request, client_address), name=name, daemon=True)
        with self._lock:
            self._served[thread] = request
        thread.start()

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except Exception:  # noqa: BLE001 - as socketserver does: a connection's failure is not the server's
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)
            with self._lock:
                del self._served[threading.current_thread()]
            self._seats.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of a failed connection in a line; only an error of our own gets a traceback."""
        error = sys.exception()
        if isinstance(error, ssl.SSLError):
            reason = error.reason or type(error).__name__
            self.service.note_failure(f"TLS failed: {_HANDSHAKE_ADVICE.get(reason, reason)}")
        elif isinstance(error, OSError):
            self.service.note_failure(f"a connection broke: {type(error).__name__}")
        else:
            super().handle_error(request, client_address)

    def shutdown(self) -> None:
        """Stop accepting connections."""
        self._stopping.set()
        super().shutdown()

    def server_close(self) -> None:
        """Close the listening socket, hang up on every client and wait for the threads."""
        super().server_close()
        with self._lock:
            served = dict(self._served)
            for connection in served.values():
                # The socket's own shutdown, not the SSLSocket's: another thread is reading from it.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in served:
            thread.join()


class ConnectionHandler(BaseHTTPRequestHandler):
    """Reads the requests of one connection and writes the answers."""

    protocol_version = "HTTP/1.1"
    server_version = "flatchr-clean-sandbox"
    sys_version = ""
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Shake hands first, in this connection's thread and under its timeout."""
        self.request.settimeout(self.timeout)
        self.request.do_handshake()
        super().setup()

    def answer(self) -> None:
        """Read the body, ask for the answer and send it."""
        try:
            body = self._read_body()
        except RefusedBody as error:
            self.send_error(error.status, error.message)
            self._linger()
            return
        received = Received(self.command, self.path, self.headers, body)
        self._send(*self._service.answer(received))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815 - named by http.server

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that can't be understood, in the shape of the other answers."""
        status = HTTPStatus(code)
        said = message or explain or status.description
        self.close_connection = True
        self._service.note_failure(f"{code} {say_status(status)}: {ascii(said)[1:-1]}")
        self._send(status, {"statusCode": code, "error": say_status(status), "message": said})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing on stderr: who watches is told through the service."""

    @property
    def _service(self) -> Service:
        return cast("LoopbackServer", self.server).service

    def _send(self, status: HTTPStatus, document: Mapping[str, Any]) -> None:
        """Send an answer, and say when it is the connection's last."""
        content = json.dumps(document, indent=2).encode("ascii") + b"\n"
        self.send_response(status, say_status(status))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _read_body(self) -> bytes:
        """Read the body as its framing says (RFC 9112, 6.3)."""
        codings = self.headers.get_all("Transfer-Encoding", [])
        lengths = set(self.headers.get_all("Content-Length", []))
        if codings and lengths:
            raise RefusedBody(
                HTTPStatus.BAD_REQUEST, "Both Content-Length and Transfer-Encoding are set: send one"
            )
        if codings:
            if [coding.strip().lower() for coding in codings] != ["chunked"]:
                raise RefusedBody(HTTPStatus.NOT_IMPLEMENTED, "The Transfer-Encoding must be chunked")
            return self._read_chunks()
        if not lengths:
            return b""
        length = lengths.pop()
        if lengths or not re.fullmatch("[0-9]{1,18}", length):
            raise RefusedBody(HTTPStatus.BAD_REQUEST, "The Content-Length is not one number")
        return self._read_exactly(int(length), 0)

    def _read_chunks(self) -> bytes:
        """Join the chunks of a body (RFC 9112, 7.1); trailers are read and forgotten."""
        chunks: list[bytes] = []
        total = 0
        while True:
            size_line = _CHUNK_SIZE.fullmatch(self.rfile.readline(_CHUNK_LINE_BYTES))
            if size_line is None:
                raise RefusedBody(HTTPStatus.BAD_REQUEST, "A chunk does not start with its size")
            size = int(size_line[1], 16)
            if size == 0:
                break
            chunks.append(self._read_exactly(size, total))
            total += size
            if self.rfile.readline(_CHUNK_LINE_BYTES) != b"\r\n":
                raise RefusedBody(HTTPStatus.BAD_REQUEST, "A chunk is longer than its size")
        for _ in range(TRAILER_LINES):
            if self.rfile.readline(_CHUNK_LINE_BYTES) == b"\r\n":
                return b"".join(chunks)
        raise RefusedBody(HTTPStatus.BAD_REQUEST, "The chunks do not end with an empty line")

    def _read_exactly(self, size: int, before: int) -> bytes:
        """Read so many bytes, if the body stays within its limit."""
        limit = self._service.max_body_bytes
        if before + size > limit:
            raise RefusedBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {limit} bytes")
        content = self.rfile.read(size)
        if len(content) < size:
            raise RefusedBody(HTTPStatus.BAD_REQUEST, "The body ends before its length")
        return content

    def _linger(self) -> None:
        """Read on for a while: closing on unread data would reset the connection (RFC 9112, 9.6)."""
        deadline = time.monotonic() + LINGER_SECONDS
        self.connection.settimeout(LINGER_SECONDS)
        with contextlib.suppress(OSError):
            while time.monotonic() < deadline and self.rfile.read1(1 << 16):
                pass
