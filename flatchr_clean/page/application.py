"""The page as a WSGI application: what is asked, whether it may be, and what is answered.

Knows HTTP; must not know what is in a text. What is pasted goes to a worker as the bytes that came and comes
back as the bytes that are sent: nothing here reads, keeps or logs it.

Source: PEP 3333 (WSGI); RFC 9110; Fetch, "CORS protocol" for Origin; CSP Level 3; Trusted Types.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from flatchr_clean.page import refusals
from flatchr_clean.page.document import draw_page
from flatchr_clean.page.limits import MOST_CHARACTERS, MOST_FILE_BYTES
from flatchr_clean.page.refusals import Refusal
from flatchr_clean.page.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

    from flatchr_clean.check.reports.phrases import Phrase

LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
"""What this machine calls itself. A foreign name that leads here is somebody's trick (DNS rebinding)."""

LIMITS: Final = {
    "clean": (8 << 20, refusals.LONG_TEXT.fill(most=MOST_CHARACTERS)),
    "read": (24 << 20, refusals.LARGE_FILE.fill(most=MOST_FILE_BYTES >> 20)),
}
"""Bytes of a request by what is asked, and what is said of more: what it may hold, as JSON writes it."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types drawn"
)
"""Only the page's own script runs, and HTML is made of what was drawn here alone."""

HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)

ASSETS: Final = {
    "style.css": ("text/css; charset=utf-8", "flatchr_clean.check.reports", "page.css"),
    "report.js": ("text/javascript; charset=utf-8", "flatchr_clean.check.reports", "page.js"),
    "page.js": ("text/javascript; charset=utf-8", "flatchr_clean.page", "page.js"),
}
"""What the page is made of: its media type, its package, its name there. The report has the first two too."""

JSON: Final = "application/json"
TEXT: Final = "text/plain; charset=utf-8"

NUMBER: Final = re.compile("[0-9]{1,18}")

DISCARDED_AT_ONCE: Final = 1 << 16
DISCARDED_AT_MOST: Final = 64 << 20
"""Bytes of a refused body that are read on: a connection closed on unread data is reset before its answer
is read (RFC 9112, 9.6)."""


class Application:
    """The page, as WSGI's servers call it; from any thread.

    Args:
        hosts: the names by which it may be asked for, without a port; any other is refused.
        token: what its address begins with, for a page that is for one person alone; None for none.
        workers: what cleans.

    Raises:
        ValueError: a name is none.

    Example:
        >>> Application(["annonces.example.fr"])
        Application(hosts=('annonces.example.fr',))
    """

    def __init__(
        self, hosts: Iterable[str] = LOCAL_NAMES, token: str | None = None, workers: Workers | None = None
    ) -> None:
        self.hosts = tuple(map(_read_name, hosts))
        for name in self.hosts:
            if not name or "/" in name or "@" in name:
                raise ValueError(f"{name!r} is no name of a host: say annonces.example.fr, for instance")
        self.workers = workers or Workers()
        self._token = token

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hosts={self.hosts!r})"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, headers, content = self._answer(environ)
        except Refusal as refusal:
            status, headers, content = _draw_refusal(refusal, environ["REQUEST_METHOD"])
        headers = {**headers, "Content-Length": str(len(content))}
        start_response(f"{status.value} {status.phrase}", [*headers.items(), *HEADERS])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    def _answer(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, Mapping[str, str], bytes]:
        self._check_host(environ)
        name = self._read_path(environ)
        if name is None:
            return (
                HTTPStatus.PERMANENT_REDIRECT,
                {"Content-Type": TEXT, "Location": _write_address(environ)},
                b"",
            )
        method = environ["REQUEST_METHOD"]
        if name in LIMITS:
            _check_method(method, "POST")
            body = _read_body(environ, *LIMITS[name])
            status, answer = self.workers.ask(name, body)
            return HTTPStatus(status), {"Content-Type": JSON}, answer
        _check_method(method, "GET", "HEAD")
        if not name:
            return HTTPStatus.OK, {"Content-Type": "text/html; charset=utf-8"}, draw_page().encode()
        if name not in ASSETS:
            raise Refusal(HTTPStatus.NOT_FOUND, refusals.NOT_FOUND)
        media_type, package, file = ASSETS[name]
        return HTTPStatus.OK, {"Content-Type": media_type}, files(package).joinpath(file).read_bytes()

    def _check_host(self, environ: WSGIEnvironment) -> None:
        """Refuse what was meant for another name."""
        if _read_name(environ.get("HTTP_HOST", "")) not in self.hosts:
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, refusals.UNKNOWN_HOST)

    def _read_path(self, environ: WSGIEnvironment) -> str | None:
        """Give what is asked for below the page's address; None for the address without its last slash."""
        path: str = environ.get("PATH_INFO", "")
        if self._token is not None:
            _, token, *rest = path.split("/", 2) if path.startswith("/") else ("", "")
            if not secrets.compare_digest(token.encode("utf-8", "replace"), self._token.encode()):
                raise Refusal(HTTPStatus.NOT_FOUND, refusals.NOT_FOUND)
            path = f"/{rest[0]}" if rest else ""
        return path.removeprefix("/") if path else None


def _read_name(host: str) -> str:
    """Give the name in what is called a host, which may have a port."""
    name, colon, port = host.lower().rpartition(":")
    return (name if colon and port.isdecimal() else host.lower()).removesuffix(".")


def _write_address(environ: WSGIEnvironment) -> str:
    """Give the page's address with its last slash, so that what it names stands below it."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return f"./{path.rpartition('/')[2]}/" if path else "/"


def _draw_refusal(refusal: Refusal, method: str) -> tuple[HTTPStatus, Mapping[str, str], bytes]:
    """Say why: to the page's script, or to a person who opened an address."""
    allow = {"Allow": refusal.allowed} if refusal.allowed else {}
    if method == "POST":
        return refusal.status, {"Content-Type": JSON, **allow}, refusal.write()
    return refusal.status, {"Content-Type": TEXT, **allow}, "\n\n".join((*refusal.said, "")).encode()


def _check_method(method: str, *allowed: str) -> None:
    if method not in allowed:
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, refusals.WRONG_METHOD, ", ".join(allowed))


def _read_body(environ: WSGIEnvironment, most: int, too_large: Phrase) -> bytes:
    """Read what the page sends; what another page sends is refused unread."""
    length = environ.get("CONTENT_LENGTH", "")
    stream: InputStream = environ["wsgi.input"]
    refusal = _find_refusal(environ, length)
    if refusal is None and int(length) > most:
        refusal = Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large)
    if refusal:
        if NUMBER.fullmatch(length):
            _discard(stream, int(length))
        raise refusal
    try:
        body = stream.read(int(length))
    except OSError:  # it fell silent, or is gone
        body = b""
    if len(body) < int(length):
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.CUT_OFF)
    return body


def _find_refusal(environ: WSGIEnvironment, length: str) -> Refusal | None:
    host = environ.get("HTTP_HOST", "").lower()
    # A server behind another does not know its own scheme, nor its port where that one leaves it out.
    origin = environ.get("HTTP_ORIGIN", "").lower()
    asker = origin.removeprefix("https://") if origin.startswith("https") else origin.removeprefix("http://")
    if asker in {"", origin} or host not in {asker, _read_name(asker)}:
        return Refusal(HTTPStatus.FORBIDDEN, refusals.FOREIGN_ORIGIN)
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != JSON:
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, refusals.NOT_JSON)
    if not NUMBER.fullmatch(length):
        return Refusal(HTTPStatus.LENGTH_REQUIRED, refusals.NO_LENGTH)
    return None


def _discard(stream: InputStream, length: int) -> None:
    left = min(length, DISCARDED_AT_MOST)
    with contextlib.suppress(OSError):  # it fell silent, or is gone
        while left > 0 and (data := stream.read(min(left, DISCARDED_AT_ONCE))):
            left -= len(data)
