"""Servers that keep the exact bytes they got. Knows sockets and TLS; must not use an HTTP library to read.

`RawServer` answers each request with the next of the answers it was given, and with the last one from then
on. An answer is bytes to send, or a function that does what it likes with the connection. `TunnelProxy`
is a proxy that leads every CONNECT to one server, so that ``https://api.flatchr.io`` can be asked for real.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Self
from weakref import finalize

import trustme

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = bytes | Callable[["Connection", "Received"], bool]

NAMES = (
    "localhost",
    "127.0.0.1",
    "api.flatchr.io",
    "careers.flatchr.io",
    "api.demo.flatchr.io",
    "avivacuisines.flatchr.io",
    "status.flatchr.io",
    "api.flatchr.io.evil.example",
    "evil.example",
)


def answer(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> bytes:
    """Write an answer; underscores in the headers' names stand for hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@cache
def _authority() -> tuple[ssl.SSLContext, str]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*NAMES).configure_cert(context)
    directory = Path(mkdtemp(prefix="raw-server-"))
    bundle = directory / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    finalize(context, _remove, bundle)
    return context, str(bundle)


def _remove(bundle: Path) -> None:
    bundle.unlink()
    bundle.parent.rmdir()


@dataclass
class Received:
    """One request as it came over the wire."""

    head: bytes
    body: bytes = b""  # as written, chunk sizes and all
    connection: int = 0

    @property
    def line(self) -> str:
        """Method, target and version."""
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    @property
    def headers(self) -> dict[str, str]:
        """The headers, names in lower case."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


@dataclass
class Connection:
    """A connection, and what was read too far."""

    socket: socket.socket
    number: int
    buffer: bytes = b""

    def read_until(self, mark: bytes) -> bytes:
        """Read up to a mark and with it; what there is when the client has hung up before."""
        while mark not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                rest, self.buffer = self.buffer, b""
                return rest
            self.buffer += data
        end = self.buffer.index(mark) + len(mark)
        taken, self.buffer = self.buffer[:end], self.buffer[end:]
        return taken

    def read(self, length: int) -> bytes:
        """Read some bytes; fewer when the client has hung up before."""
        chunks, missing = [self.buffer[:length]], length - len(self.buffer[:length])
        self.buffer = self.buffer[length:]
        while missing:
            data = self.socket.recv(min(missing, 1 << 20))
            if not data:
                break
            chunks.append(data)
            missing -= len(data)
        return b"".join(chunks)

    def read_head(self) -> bytes:
        """Read a request's line and headers."""
        return self.read_until(b"\r\n\r\n")

    def read_body(self, received: Received) -> bytes:
        """Read a request's body by its own headers."""
        if "chunked" in received.headers.get("transfer-encoding", ""):
            body = b""
            while True:
                size = self.read_until(b"\r\n")
                if not size:  # the client broke off
                    return body
                body += size + self.read(int(size, 16) + 2)
                if int(size, 16) == 0:
                    return body
        return self.read(int(received.headers.get("content-length", "0")))

    def reset(self) -> None:
        """Break the connection off: the other side gets a reset, not an end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class _Listener:
    """A loopback socket that hands each connection to a thread of its own."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *exc: object) -> None:
        # A thread in accept() is not woken by close(); a connection of our own wakes it.
        self._closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()
        with self._lock:
            for connection in self._open:
                _shut(connection)
                connection.close()
        for thread in self._threads:
            thread.join(timeout=10)
        self._socket.close()

    _closing = False

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            # Else an answer after TLS's own tickets waits 40 ms to be told that these have come.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._closing:
                connection.close()
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            self._start(self._run, connection, self.connections)

    def _run(self, connection: socket.socket, number: int) -> None:
        try:
            self.serve(connection, number)
        except OSError:
            pass  # the client hung up, or the test is over
        finally:
            connection.close()

    def serve(self, connection: socket.socket, number: int) -> None:
        """Do what there is to do on a connection."""
        raise NotImplementedError


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class RawServer(_Listener):
    """An HTTP server on loopback that keeps the exact bytes of each request."""

    def __init__(self, *answers: Answer, tls: bool = True) -> None:
        super().__init__()
        self._answers = list(answers) or [answer()]
        self._tls = tls
        self.received: list[Received] = []
        self.ca = _authority()[1]

    @property
    def host(self) -> str:
        """Host and port as in a URL."""
        return f"localhost:{self.port}"

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"{'https' if self._tls else 'http'}://{self.host}"

    @property
    def last(self) -> Received:
        """The request received last."""
        return self.received[-1]

    def serve(self, connection: socket.socket, number: int) -> None:
        """Answer the requests of a connection until it ends."""
        if self._tls:
            connection = _authority()[0].wrap_socket(connection, server_side=True)
            with self._lock:
                self._open.add(connection)  # the socket under it is an empty shell from now on
        with connection:
            self._converse(Connection(connection, number))

    def _converse(self, connection: Connection) -> None:
        while head := connection.read_head():
            received = Received(head, connection=connection.number)
            with self._lock:
                reply = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            if callable(reply):
                with self._lock:
                    self.received.append(received)
                if not reply(connection, received):
                    return
                continue
            received.body = connection.read_body(received)
            with self._lock:
                self.received.append(received)
            connection.socket.sendall(reply)


class TunnelProxy(_Listener):
    """A proxy that leads every CONNECT to one port of this machine, whatever host was asked for."""

    def __init__(self, target: int) -> None:
        super().__init__()
        self.target = target
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """The proxy's own address."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket, number: int) -> None:
        """Lead one tunnel."""
        client = Connection(connection, number)
        head = client.read_head()
        self.asked.append(head.split(b" ")[1].decode())
        with socket.create_connection(("127.0.0.1", self.target)) as server:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(server, connection), daemon=True)
            back.start()
            _pump(connection, server)
            back.join(timeout=10)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    _shut(target)
