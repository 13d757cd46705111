"""The servers that all clients call, one of each kind for a file of tests."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.clients.drivers import DRIVERS, OPENED
from tests.raw_server import RawServer, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.raw_server import Connection, Received


class Stage:
    """A server that gives the answers that a test has set, and then goes on saying yes."""

    def __init__(self, *, tls: bool = True) -> None:
        self.answers: deque[bytes] = deque()
        self.server = RawServer(self.reply, tls=tls)
        self.url, self.host = self.server.url, self.server.host
        self.received = self.server.received

    def reply(self, connection: Connection, received: Received) -> bool:
        """Read a request, and answer it."""
        received.body = connection.read_body(received)
        reply = self.answers.popleft() if self.answers else answer()
        if received.line.startswith("HEAD "):
            reply = reply.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        connection.socket.sendall(reply)
        return True

    @property
    def bodies(self) -> list[bytes]:
        """The bodies that arrived, chunk sizes taken away."""
        return [unchunk(received) for received in self.received]

    def set(self, *answers: bytes) -> None:
        """Forget what was, and say what will be answered."""
        self.received.clear()
        self.answers = deque(answers)
        self.server.connections = 0


def unchunk(received: Received) -> bytes:
    """Give the content of a body."""
    if "chunked" not in received.headers.get("transfer-encoding", ""):
        return received.body
    rest, content = received.body, b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        content += rest[: int(size, 16)]
        rest = rest[int(size, 16) + 2 :]
    return content


@pytest.fixture(scope="module")
def _stages() -> Iterator[tuple[Stage, Stage, Stage]]:
    stages = Stage(), Stage(), Stage(tls=False)
    with stages[0].server, stages[1].server, stages[2].server:
        yield stages


@pytest.fixture
def stage(_stages):
    """The server that clients are mounted for."""
    _stages[0].set()
    return _stages[0]


@pytest.fixture
def stranger(_stages):
    """A server that they are not mounted for."""
    _stages[1].set()
    return _stages[1]


@pytest.fixture
def insecure(_stages):
    """A server without TLS."""
    _stages[2].set()
    return _stages[2]


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.name)
def driver(request):
    """Each client."""
    return request.param


@pytest.fixture(autouse=True)
def _closed():
    """Every pipe and file is closed at the end of its test."""
    yield
    while OPENED:
        OPENED.pop().close()
