"""A session made for the service: addresses, token, cleaning, time-outs, retries. Knows no endpoint."""

from __future__ import annotations

import copy
import math
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, Unpack
from urllib.parse import urlsplit

from requests import PreparedRequest, Request, Response, Session
from requests.adapters import HTTPAdapter
from requests.utils import get_auth_from_url
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry

from flatchr_clean.flatchr import HOSTS, TOKEN_HOSTS, check_company_key, check_slug, maybe_origin
from flatchr_clean.http.hosts import parse_token_hosts
from flatchr_clean.http.options import CleaningSettings, check_flag
from flatchr_clean.http.redaction import describe_request
from flatchr_clean.http.refusals import InvalidAddress, InvalidOption
from flatchr_clean.requests.auth import BearerAuth
from flatchr_clean.requests.errors import InsecureTransport, ServiceRefusal, read_head
from flatchr_clean.requests.mounting import mount

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse  # urllib3 1.26 has none

BASE_URL = "https://api.flatchr.io"

# Seconds to connect, and between two bytes of the answer: requests itself would wait for ever.
TIMEOUT = (10.0, 60.0)
# Python's sockets count milliseconds in a C int.
LONGEST_TIMEOUT_SECONDS = (2**31 - 1) // 1000

RETRIES = 3
BACKOFF_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60
PASSING_TROUBLES = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)

CHECKS = {"company": check_company_key, "slug": check_slug}
PLACEHOLDER = re.compile(r"\{([^{}]*+)\}|[{}]")  # or a brace alone, which no address has (RFC 3986, 2)


class PatientRetry(Retry):
    """Retries what cannot happen twice: idempotent calls, and calls that were refused unread.

    A 429 says that the service did nothing (its ``files/expire`` takes one request a second), so it is
    retried whatever the method, when the answer says how long to wait.
    """

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002
        """Tell whether an answer calls for another try."""
        if status_code == HTTPStatus.TOO_MANY_REQUESTS:
            return bool(self.total) and has_retry_after
        return super().is_retry(method, status_code, has_retry_after)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        """Count a try; an answer that asks for a longer wait than `LONGEST_WAIT_SECONDS` is the last one."""
        if response is not None and not self._can_wait(response):
            raise MaxRetryError(_pool, url or "")
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def _can_wait(self, response: BaseHTTPResponse) -> bool:
        return (self.get_retry_after(response) or 0) <= LONGEST_WAIT_SECONDS

    def parse_retry_after(self, retry_after: str) -> float:
        """Read how long the service asks to wait, in seconds; for ever when that makes no sense."""
        try:
            return super().parse_retry_after(retry_after)
        except (HTTPError, ArithmeticError, LookupError, TypeError, ValueError):
            return math.inf  # no date, a year that no calendar has, more digits than Python reads


class FlatchrSession(Session):
    """A requests session for the Flatchr API, mounted from birth.

    Paths are completed with the base address, and ``{company}`` and ``{slug}`` in them are filled in::

        session = FlatchrSession(os.environ["FLATCHR_TOKEN"], company="G6KzqPnNLyp31m0l")
        session.post("/company/{company}/vacancy", json=ad)

    The token never stands in ``session.headers``: it goes to Flatchr's API and to the base address over
    HTTPS, and nowhere else; requests to career sites are cleaned, and go without it. ``.netrc`` adds nothing
    to any request. Idempotent calls are retried when the service is out of reach, and any call
    that it answers with 429 and a time to wait. A redirect that would drop the body, as requests has it after
    301, 302 and 303, raises `LostBody`.

    Args:
        token: the API key alone, without the word Bearer.
        company: the company key that stands in the paths of the API.
        slug: the first label of the company's career site.
        base_url: what paths are completed with.
        timeout: seconds to connect and between two bytes of the answer, or one number for both, for calls
            that name none; None waits for ever.
        raise_for_status: raise `ServiceRefusal` when the status is 400 or more.
        **settings: those of `flatchr_clean.requests.CleaningAdapter`, each by its name, the hosts aside.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidCompanyKey: the company key has another shape.
        InvalidSlug: the slug has another shape.
        InsecureTransport: the base address is not https.
        InvalidAddress: the base address makes no sense, or is a career site's.
        InvalidOption: the time-out is none, or `raise_for_status` is neither True nor False; a wrong setting
            raises what `CleaningAdapter` raises.
    """

    # Read by `mount`, again whenever the session is mounted again.
    loses_no_body = True

    __attrs__ = [  # noqa: RUF012 - requests has a list here
        *Session.__attrs__,
        "base_url",
        "company",
        "slug",
        "timeout",
        "raise_for_status",
    ]

    def __init__(  # noqa: PLR0913 - each by its name and with a default
        self,
        token: str,
        *,
        company: str | None = None,
        slug: str | None = None,
        base_url: str = BASE_URL,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        raise_for_status: bool = False,
        **settings: Unpack[CleaningSettings],
    ) -> None:
        super().__init__()
        self.base_url = check_base_url(base_url)
        self.company = None if company is None else check_company_key(company)
        self.slug = None if slug is None else check_slug(slug)
        self.timeout = check_timeout(timeout)
        self.raise_for_status = check_flag("raise_for_status", raise_for_status)
        parts = urlsplit(self.base_url)
        base = f"{parts.scheme}://{parts.netloc}"
        self.auth = BearerAuth(token, hosts={*TOKEN_HOSTS, base})
        self.mount("https://", HTTPAdapter(max_retries=make_retry()))
        mount(self, hosts={*HOSTS, base}, **settings)

    def prepare_request(self, request: Request) -> PreparedRequest:
        """Prepare a request after completing its address.

        Raises:
            InvalidAddress: the path asks for a company key or a slug that the session does not have, or for
                something else.
            InvalidCompanyKey: the company key was changed to what can be none.
            InvalidSlug: the slug was changed to what can be none.
            ForeignHost: the address is not one that the token is for.
        """
        completed = copy.copy(request)
        completed.url = self.complete_url(request.url or "")
        if not completed.auth and not self.auth:  # or else requests would ask .netrc
            named = get_auth_from_url(completed.url)
            completed.auth = named if any(named) else _add_nothing
        return super().prepare_request(completed)

    def rebuild_auth(self, prepared_request: PreparedRequest, response: Response) -> None:
        """Drop the authentication where a redirect leaves its host; ``.netrc`` adds none."""
        if self.should_strip_auth(response.request.url, prepared_request.url):  # type: ignore[no-untyped-call]
            prepared_request.headers.pop("Authorization", None)

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """Merge the settings of a call, the session and the environment, in this order.

        requests itself would prefer ``REQUESTS_CA_BUNDLE`` to ``session.verify``.
        """
        verify = self.verify if verify is None else verify
        return super().merge_environment_settings(url, proxies, stream, verify, cert)

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Send a prepared request.

        Raises:
            ServiceRefusal: the status is 400 or more, and the session was asked to raise then.
        """
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self.timeout
        response = super().send(request, **kwargs)
        if self.raise_for_status and response.status_code >= HTTPStatus.BAD_REQUEST:
            # Nothing of the answer itself: services repeat what they were sent, and know more people.
            sent, status = response.request, describe_status(response.status_code)
            refusal = f"{describe_request(read_head(sent))} was refused: {status}"
            raise ServiceRefusal(refusal, request=sent, response=response)
        return response

    def complete_url(self, url: str | bytes) -> str:
        """Complete a path with the base address, the company key and the slug.

        Args:
            url: a path, with a slash at its start or not, or an absolute address; a query stays as it is.

        Raises:
            InvalidAddress: it asks for a company key or a slug that the session does not have, or for
                something else.
        """
        try:
            path, mark, query = (url.decode() if isinstance(url, bytes) else str(url)).partition("?")
        except UnicodeDecodeError:
            raise InvalidAddress("a path given as bytes must be UTF-8") from None
        path = PLACEHOLDER.sub(self._fill, path)
        if not path.lower().startswith(("https://", "http://")):
            path = f"{self.base_url}/{path.lstrip('/')}"
        return path + mark + query

    def _fill(self, placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name not in CHECKS:
            raise InvalidAddress(
                f"the path holds braces around something else than {' and '.join(CHECKS)}: fill it in before "
                "the call, or write braces that are meant as %7B and %7D"
            )
        value: str | None = getattr(self, name)
        if value is None:
            raise InvalidAddress(f"the path asks for {{{name}}}: make the session with {name}=...")
        return CHECKS[name](value)  # it may have been set since


def _add_nothing(request: PreparedRequest) -> PreparedRequest:
    """Be the auth of a request that has none."""
    return request


def check_base_url(url: str) -> str:
    """Give a base address back, without a slash at its end.

    Raises:
        InsecureTransport: it is not https.
        InvalidAddress: it is no address, or holds more than a host and a path.
    """
    origin = maybe_origin(url) if isinstance(url, str) else None
    if origin is not None and origin.scheme == "http":
        raise InsecureTransport(
            "the base address must be https: http would show the token to the whole network"
        )
    if origin is None or "?" in url or "#" in url:
        raise InvalidAddress(
            f"the base address must read as {BASE_URL!r} does: https, a host, perhaps a path, no white space"
        )
    parts = urlsplit(url)
    parse_token_hosts(f"{parts.scheme}://{parts.netloc}")
    return url.rstrip("/")


def check_timeout(timeout: float | tuple[float, float] | None) -> float | tuple[float, float] | None:
    """Give a time-out back if it can be one.

    Raises:
        InvalidOption: it is neither None, nor a number that a socket can wait for, nor two of them.
    """
    connect_and_read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    if len(connect_and_read) == 2 and all(map(_can_wait, connect_and_read)):  # noqa: PLR2004 - to connect, to read
        return timeout
    raise InvalidOption(
        f"timeout is a number of seconds above 0 and at most {LONGEST_TIMEOUT_SECONDS:,}, two of them, or "
        "None to wait for ever"
    )


def _can_wait(seconds: object) -> bool:
    return seconds is None or (
        isinstance(seconds, (int, float))
        and not isinstance(seconds, bool)
        and 0 < seconds <= LONGEST_TIMEOUT_SECONDS
    )


def make_retry() -> PatientRetry:
    """Make the retries of a session: what can be sent twice, a few times, and the last answer in the end."""
    return PatientRetry(
        total=RETRIES,
        other=0,
        backoff_factor=BACKOFF_SECONDS,
        status_forcelist=PASSING_TROUBLES,
        raise_on_status=False,
    )


def describe_status(status: int) -> str:
    """Say a status in words: the standard's, whatever the service wrote beside it.

    >>> describe_status(404), describe_status(599)
    ('404 Not Found', '599')
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
