"""An adapter that keeps what it is handed, bodies of every kind, odd addresses. Knows requests, no socket."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from requests import PreparedRequest, Request, Response
from requests.adapters import BaseAdapter

from flatchr_clean.payload.fields import FieldPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

API = "https://api.flatchr.io"
VACANCY = f"{API}/company/G6KzqPnNLyp31m0l/vacancy"

# As a job ad comes out of Word, and as it must leave.
DIRTY = {"title": "Chargé d’affaires", "description": "<p>«\u00a0L’équipe\u00a0» \u2013 CDI</p>"}
DIRTY_JSON = '{"title": "Chargé d’affaires"}'
CLEAN_JSON = '{"title": "Chargé d\'affaires"}'


# What addresses are made of, and what makes one parser read them differently from another.
PIECES = (
    "api.flatchr.io", "API.FLATCHR.IO", "careers.flatchr.io", "avivacuisines.flatchr.io", "evil.example",
    ".evil.example", "https:", "http:", "//", "/", "\\", "@", ":", "443", "8443", "?", "#", "%2e", "%40",
    "%2F", "%00", ".", "..", "user:pass", ";", "&token=x", "xn--", "[", "]", "::1", " ", "\t", "\r\n", "*",
    "-", "_", "|", "é", "\N{CYRILLIC SMALL LETTER A}", "\N{FULLWIDTH FULL STOP}", "\N{IDEOGRAPHIC FULL STOP}",
    "\N{LATIN SMALL LIGATURE FL}", "\N{ZERO WIDTH SPACE}", "\N{SOFT HYPHEN}", "\N{CIRCLED DIGIT ONE}",
)  # fmt: skip
addresses = st.lists(st.sampled_from(PIECES) | st.sampled_from(PIECES[:4]), max_size=6).map("".join)


class Recorder(BaseAdapter):
    """Keeps each request and its settings, and answers as it was told to."""

    def __init__(self, status: int = 200, **headers: str) -> None:
        super().__init__()
        self.status = status
        self.headers = headers
        self.sent: list[PreparedRequest] = []
        self.settings: list[dict[str, Any]] = []
        self.closed = 0

    def send(self, request: PreparedRequest, **settings: Any) -> Response:  # type: ignore[override]
        """Keep a request, and answer."""
        self.sent.append(request)
        self.settings.append(settings)
        response = Response()
        response.status_code = self.status
        response.headers.update(self.headers)
        response.url = request.url
        response.request = request
        response.connection = self
        response.raw = io.BytesIO(b"{}")
        return response

    def close(self) -> None:
        """Count."""
        self.closed += 1


def prepare(url: str = VACANCY, method: str = "POST", **settings: Any) -> PreparedRequest:
    """Prepare a request as a session would."""
    return Request(method, url, **settings).prepare()


class ReadOnly:
    """A stream that can be read once, from its start to its end: a pipe, a socket, an encoder."""

    def __init__(self, *chunks: bytes | str) -> None:
        self._chunks = list(chunks)

    def read(self, _size: int = -1) -> bytes | str:
        """Give the next chunk."""
        return self._chunks.pop(0) if self._chunks else b""

    def __iter__(self) -> Iterator[bytes | str]:
        return iter(self.read, b"")


fields_of_ones_own = pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (None, {"title": "'", "skills": "’", "x": "'"}),
        ({"/title": "exact"}, {"title": "’", "skills": "’", "x": "'"}),
        (FieldPolicy({"/title": "opaque"}), {"title": "’", "skills": "'", "x": "'"}),
        (lambda _method, _url: FieldPolicy(default="exact"), {"title": "’", "skills": "’", "x": "’"}),
    ],
    ids=["table", "added", "replaced", "function"],
)
"""What a vacancy of three apostrophes becomes by Flatchr's table, and by the fields that a caller gives."""
