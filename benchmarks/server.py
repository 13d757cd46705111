"""A server over TLS that does as little as one can, so that what a client costs shows. Run as a process.

It writes one line, the port and the file of the certificate to trust, then answers 200 to every request on
as many connections as come, and ends when its input is closed.
"""

from __future__ import annotations

import re
import socket
import ssl
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final

LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def main() -> None:
    """Serve on a free port of the loopback until the input is closed."""
    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with tempfile.TemporaryDirectory() as directory, socket.create_server(("127.0.0.1", 0)) as listener:
        bundle = Path(directory, "ca.pem")
        authority.cert_pem.write_to_path(bundle)
        threading.Thread(target=_accept, args=(listener, context), daemon=True).start()
        print(listener.getsockname()[1], bundle, flush=True)
        sys.stdin.read()


def _accept(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_answer, args=(connection, context), daemon=True).start()


def _answer(connection: socket.socket, context: ssl.SSLContext) -> None:
    with context.wrap_socket(connection, server_side=True) as secured:
        received = b""
        while piece := secured.recv(1 << 16):
            received += piece
            head, separator, body = received.partition(b"\r\n\r\n")
            length = LENGTH.search(head)
            if separator and len(body) >= int(length[1] if length else 0):
                secured.sendall(ANSWER)
                received = b""


if __name__ == "__main__":
    main()
