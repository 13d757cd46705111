"""Tries again, within a deadline, as `flatchr_clean.http.retries` says. Knows urllib3 and the clock."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from ssl import SSLEOFError
from typing import TYPE_CHECKING, Any, Self, TypeVar

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import MaxRetryError, ProtocolError, ReadTimeoutError, SSLError
from urllib3.util import Retry, Timeout

from flatchr_clean.http.redaction import describe_request
from flatchr_clean.http.retries import RETRIES, Moment, Try, may_repeat, maybe_wait
from flatchr_clean.http.streams import CHUNK
from flatchr_clean.requests.errors import read_head

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse  # urllib3 1.26 has none

SomeAdapter = TypeVar("SomeAdapter", bound=BaseAdapter)

SHORTEST_SECONDS = 0.001  # of a time-out: 0 is none


class TimeLeft(Timeout):
    """The time-outs of a call that has a deadline: those of each try are cut to what is left when it begins.

    urllib3 clones the time-outs for each try; requests hands them on from one redirect to the next.

    Args:
        timeout: as requests takes it.
        deadline: seconds from now.
    """

    def __init__(self, timeout: float | tuple[float, float] | Timeout | None, deadline: float) -> None:
        super().__init__()
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        self.given = timeout if isinstance(timeout, Timeout) else Timeout(connect=connect, read=read)  # type: ignore[arg-type]
        self.ends_at = time.monotonic() + deadline

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.ends_at - time.monotonic()

    def clone(self) -> Timeout:
        """Make the time-outs of a try that begins now."""
        clone = self.given.clone()
        longest = clone.total if isinstance(clone.total, (int, float)) else self.left
        clone.total = max(min(self.left, longest), SHORTEST_SECONDS)
        return clone


class PatientRetry(Retry):
    """urllib3's retries, with the decisions of `flatchr_clean.http.retries`; the last answer or error counts.

    Attributes:
        timeout: the time-outs of a call that has a deadline.
        wait: the seconds to wait before the try that comes now.
    """

    timeout: TimeLeft | None = None
    wait: float = 0

    @classmethod
    def make(cls, retries: int = RETRIES) -> Self:
        """Make the retries of a session.

        Args:
            retries: how often a call is tried again.
        """
        return cls(total=retries, other=0, raise_on_status=False)

    def within(self, timeout: TimeLeft) -> Self:
        """Make those of a call with a deadline."""
        twin = self.new()
        twin.timeout = timeout
        return twin

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002
        """Tell whether an answer calls for another try."""
        return bool(self.total) and may_repeat(method, status_code, has_retry_after=has_retry_after)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        """Count a try, and say how long to wait; raise what the call gives when it was the last one."""
        if isinstance(error, SSLError) and isinstance(error.args[0], SSLEOFError):
            # How a connection breaks under TLS; urllib3 takes it for a certificate's trouble.
            error = ProtocolError("Connection aborted.", error.args[0])
        is_cut, is_unsent = (
            error is not None and is_so(error) for is_so in (self._is_read_error, self._is_connection_error)
        )
        if response is not None or is_cut or is_unsent:
            tried = Try(
                method or "",
                len(self.history) + 1,
                status=response.status if response is not None else None,
                retry_after=response.headers.get("Retry-After") if response is not None else None,
                is_unsent=is_unsent,
            )
            left = None if self.timeout is None else self.timeout.left
            moment = Moment(time.time(), random.random(), left)  # noqa: S311 - it spreads calls over time
            wait = maybe_wait(tried, moment, int(self.total or 0) + len(self.history))
            if wait is None and is_cut and error is not None:
                raise error.with_traceback(_stacktrace)
            if wait is None:
                raise MaxRetryError(_pool, url or "", error) from error
            twin = super().increment(method, url, response, error, _pool, _stacktrace)
            twin.timeout, twin.wait = self.timeout, wait
            return twin
        # A certificate that nobody knows, a proxy that refuses: no other try will help.
        raise MaxRetryError(_pool, url or "", error) from error

    def sleep(self, _response: BaseHTTPResponse | None = None) -> None:
        """Wait before the next try."""
        time.sleep(self.wait)


class PatientAdapter(HTTPAdapter):
    """requests' own adapter, whose retries know the deadline of each call.

    Args:
        retries: how often a call is tried again.
    """

    def __init__(self, retries: int = RETRIES) -> None:
        super().__init__(max_retries=PatientRetry.make(retries))

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature of requests
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of requests
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send a prepared request, as requests does.

        Raises:
            ConnectTimeout: the deadline has passed before it was sent: what led here took too long.
        """
        retries, adapter = self.max_retries, self
        if isinstance(timeout, TimeLeft):
            if timeout.left <= 0:
                late = f"{describe_request(read_head(request))} was not sent: the call's deadline has passed"
                raise ConnectTimeout(late, request=request)
            if isinstance(retries, PatientRetry):
                adapter = with_retries(self, retries.within(timeout))
        settings = {"stream": stream, "timeout": timeout, "verify": verify, "cert": cert, "proxies": proxies}
        response = HTTPAdapter.send(adapter, request, **settings)
        if isinstance(timeout, TimeLeft) and not stream:
            end_in_time(response.raw, timeout)
        return response


def end_in_time(raw: Any, timeout: TimeLeft) -> None:
    """Have an answer be read until the deadline: each byte may come in time, and the last one never.

    urllib3 waits for as many bytes as it was asked for; from 2.2 on it can give what there is.
    """

    def stream(amt: int = CHUNK, decode_content: bool | None = None) -> Iterator[bytes]:  # noqa: FBT001 - its own
        while piece := raw.read1(amt, decode_content=decode_content):
            if timeout.left <= 0 and raw.length_remaining != 0:  # or else it is there, and has only been late
                raw.close()
                raise ReadTimeoutError(raw._pool, "", "The call's deadline has passed.")  # noqa: SLF001 - as urllib3
            yield piece

    if hasattr(raw, "stream") and hasattr(raw, "read1"):
        raw.stream = stream


def with_retries(adapter: SomeAdapter, retries: Retry) -> SomeAdapter:
    """Give an adapter that shares everything with another one, its connections too, but the retries.

    The retries are the adapter's and not the request's, and a copy would open connections of its own.
    """
    twin: SomeAdapter = object.__new__(type(adapter))
    vars(twin).update(vars(adapter), max_retries=retries)
    return twin
