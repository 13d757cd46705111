"""A transport that keeps what it is handed, for both kinds of client. Knows httpx, no socket."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from flatchr_clean.httpx import mount

VACANCY = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"
OTHER = "https://example.org/x"
TOKEN = "s3same-ouvre-toi"

# As a job ad comes out of Word, and as it must leave.
DIRTY = '{"title": "Chargé d’affaires"}'.encode()
CLEAN = '{"title": "Chargé d\'affaires"}'.encode()
JSON = {"Content-Type": "application/json"}
OPAQUE = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Sent:
    """What left."""

    method: str
    url: str
    headers: httpx.Headers
    body: bytes
    extensions: dict


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps each request, and answers as it was told to: statuses in turn, and 200 after that."""

    def __init__(self, *statuses, location="/there"):
        self.statuses = list(statuses)
        self.location = location
        self.sent = []
        self.is_closed = False

    def _answer(self, request, body):
        self.sent.append(
            Sent(request.method, str(request.url), request.headers, body, dict(request.extensions))
        )
        status = self.statuses.pop(0) if self.statuses else 200
        return httpx.Response(status, headers={"Location": self.location} if 300 <= status < 400 else {})

    def handle_request(self, request):
        """Keep a request."""
        return self._answer(request, b"".join(request.stream))

    async def handle_async_request(self, request):
        """Keep a request."""
        return self._answer(request, b"".join([chunk async for chunk in request.stream]))

    def close(self):
        """Note it."""
        self.is_closed = True

    async def aclose(self):
        """Note it."""
        self.is_closed = True


def open_client(recorder=None, *, auth=None, follow_redirects=False, **settings):
    """Open a client that is mounted."""
    client = httpx.Client(
        transport=recorder or Recorder(), auth=auth, trust_env=False, follow_redirects=follow_redirects
    )
    return mount(client, **settings)


def open_async(recorder=None, **settings):
    """Open an asynchronous one."""
    return mount(httpx.AsyncClient(transport=recorder or Recorder(), trust_env=False), **settings)
