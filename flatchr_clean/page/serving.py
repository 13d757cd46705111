"""The page served on this machine alone, by the standard library's own WSGI server.

Knows sockets and threads; must not know what is answered.
"""

from __future__ import annotations

import os
import secrets
import socketserver
import threading
from typing import TYPE_CHECKING, Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from flatchr_clean.page.application import Application

if TYPE_CHECKING:
    from typing import Self

LOOPBACK: Final = "127.0.0.1"

IDLE_SECONDS: Final = 30
"""How long a connection may stay silent."""

TOKEN_BYTES: Final = 16


class PageServer(socketserver.ThreadingMixIn, WSGIServer):
    """Serves the page on loopback, under an address that nobody guesses.

    Args:
        port: the port; 0 takes a free one.

    Raises:
        OSError: the port can't be taken.

    Example:
        >>> with PageServer() as server:
        ...     server.url.startswith("http://127.0.0.1:")
        True
    """

    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name != "nt"
    daemon_threads = True
    block_on_close = False
    request_queue_size = 16

    def __init__(self, port: int = 0) -> None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        super().__init__((LOOPBACK, port), _Handler)
        self._page = Application(token=token)
        self.set_app(self._page)
        self.url = f"http://{LOOPBACK}:{self.server_port}/{token}/"
        self._thread = threading.Thread(target=self.serve_forever, name="flatchr-clean-page", daemon=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(port={self.server_port})"

    def server_bind(self) -> None:
        """Take the port, without asking the network for this machine's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke: a browser leaves many."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._page.workers.close()


class _Handler(WSGIRequestHandler):
    """One connection, which may not be silent for ever. No line of it is logged: its path is a token."""

    timeout = IDLE_SECONDS

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        pass
