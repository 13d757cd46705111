"""A strict local stand-in for the Flatchr API, over TLS: for the demo, for tests and for trials.

Knows how the certificate, the server and the answers fit together. It accepts on loopback only, holds each
request to the Bearer token, the JSON and the repertoire of a profile, answers as the documented endpoints
do, and keeps what it received for tests to read::

    with Sandbox() as sandbox:
        session = requests.Session()
        session.verify = sandbox.ca_bundle
        session.post(sandbox.url + "/company/G6KzqPnNLyp31m0l/vacancy", json=..., headers=...)
        assert sandbox.requests[-1].body == ...

Needs the extra: ``pip install 'flatchr-clean[demo]'``.
"""

from __future__ import annotations

import re
import secrets
import threading
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from flatchr_clean.code_points import parse_ranges, unite
from flatchr_clean.sandbox.answers import HouseRules, RecordedRequest, answer_request
from flatchr_clean.sandbox.certificate import SandboxError, make_certificate
from flatchr_clean.sandbox.phrases import say_status
from flatchr_clean.sandbox.serving import LoopbackServer, Received, Service
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named
from flatchr_clean.text.repertoire import Repertoire
from flatchr_clean.text.tables.unicode_data import PICTOGRAPHS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

__all__ = ["RecordedRequest", "Sandbox", "SandboxError"]

MAX_BODY_BYTES = 16 * 1024 * 1024
KEPT_REQUESTS = 1000

_STOP_POLL_SECONDS = 0.02


# What stands in an emoji beside its pictograph: joiner, keycap, variation selectors, flags, skin tones, tags.
EMOJI_PARTS = parse_ranges("200D 20E3 FE0E-FE0F 1F1E6-1F1FF 1F3FB-1F3FF E0020-E007F")


def accepted_by(profile: Profile) -> Repertoire:
    """Give the characters that a service with this profile accepts, emoji whole when they are kept."""
    accepted = profile.accepted
    if profile.emoji == "keep":
        accepted = unite(accepted, parse_ranges(PICTOGRAPHS), EMOJI_PARTS)
    return Repertoire(profile.name, accepted)


def _log_nothing(_: str) -> None:
    """Be what is called for each line of log when nobody asked for them."""


class Sandbox:
    """A strict local stand-in for the Flatchr API over TLS; a context manager.

    Args:
        token: the API key that it accepts, in visible ASCII; a random one when None.
        port: the port to listen on; 0 takes a free one.
        profile: the profile, or the name of one, whose repertoire is accepted.
        max_body_bytes: the largest body taken, packed or not; larger ones get a 413.
        keep: how many requests are kept in `requests`; the oldest go first.
        log: called with one line for each request and each failed connection, from several threads.

    Attributes:
        token: the API key that it accepts.
        requests: what it received, oldest first, refused requests too; yours to clear.

    Raises:
        SandboxError: when the token is not visible ASCII.
        InvalidProfile: when there is no such profile.

    Example:
        >>> with Sandbox(token="s3same") as sandbox:
        ...     sandbox.url.startswith("https://localhost:")
        True
    """

    def __init__(  # noqa: PLR0913 - each by its name and with a default
        self,
        *,
        token: str | None = None,
        port: int = 0,
        profile: Profile | str = FLATCHR,
        max_body_bytes: int = MAX_BODY_BYTES,
        keep: int = KEPT_REQUESTS,
        log: Callable[[str], None] = _log_nothing,
    ) -> None:
        self.token = secrets.token_hex(16) if token is None else token
        if not re.fullmatch(r"[!-~]+", self.token):
            raise SandboxError("The token must be visible ASCII characters without spaces")
        self.requests: list[RecordedRequest] = []
        self._rules = HouseRules(self.token, accepted_by(profile_named(profile)), max_body_bytes)
        self._asked_port = port
        self._keep = keep
        self._log = log
        self._lock = threading.Lock()
        self._running: tuple[ExitStack, LoopbackServer, Path] | None = None

    def __repr__(self) -> str:
        where = self.url if self._running else "not started"
        return f"<Sandbox {where}, accepting {self._rules.repertoire.name}>"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._started()[1].server_address[1])

    @property
    def url(self) -> str:
        """The root of the API, such as ``https://localhost:54321``; also a host to mount an adapter for."""
        return f"https://localhost:{self.port}"

    @property
    def ca_bundle(self) -> str:
        """The file that holds the certificate to trust: ``session.verify = sandbox.ca_bundle``."""
        return str(self._started()[2])

    def start(self) -> Self:
        """Make the certificate and start to serve; entering the context does it.

        Returns:
            The sandbox itself.

        Raises:
            MissingExtra: trustme is not installed.
            SandboxError: the port is taken, or it was started before.
        """
        if self._running:
            raise SandboxError("The sandbox was started before: stop it first")
        with ExitStack() as stack:
            directory = stack.enter_context(TemporaryDirectory(prefix="flatchr-clean-"))
            ca_bundle = Path(directory, "ca.pem")
            context = make_certificate(ca_bundle)
            service = Service(self._rules.max_body_bytes, self._answer, self._log)
            try:
                server = stack.enter_context(LoopbackServer(self._asked_port, context, service))
            except (OSError, OverflowError) as error:
                raise SandboxError(
                    f"Port {self._asked_port} can't be taken: choose another, or 0 for a free one"
                ) from error
            name = f"sandbox-{server.server_address[1]}"
            thread = threading.Thread(
                target=server.serve_forever, args=(_STOP_POLL_SECONDS,), name=name, daemon=True
            )
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            self._running = stack.pop_all(), server, ca_bundle
        return self

    def stop(self) -> None:
        """Hang up, wait for the threads and remove the certificate; twice is once."""
        if self._running:
            stack, _, _ = self._running
            self._running = None
            stack.close()

    def _started(self) -> tuple[ExitStack, LoopbackServer, Path]:
        if self._running is None:
            raise SandboxError("The sandbox is not running: use it as a context manager, or start it")
        return self._running

    def _answer(self, received: Received) -> tuple[HTTPStatus, Mapping[str, Any]]:
        """Keep a request, answer it and log it."""
        path, _, query = received.target.partition("?")
        request = RecordedRequest(received.method, path, query, received.headers, received.body)
        with self._lock:
            self.requests.append(request)
            del self.requests[: max(0, len(self.requests) - self._keep)]
        answer = answer_request(request, self._rules)
        reason = "" if answer.status is HTTPStatus.OK else f": {answer.document['message']}"
        self._log(f"{request.method} {ascii(path)[1:-1]} {answer.status} {say_status(answer.status)}{reason}")
        return answer.status, answer.document
