"""Clients made for the service: addresses, token, cleaning, time-outs, retries. Know no endpoint."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

import httpx

from flatchr_clean.flatchr import HOSTS, TOKEN_HOSTS, check_company_key, check_slug
from flatchr_clean.http.addresses import BASE_URL, check_base_url, complete_url, host_of
from flatchr_clean.http.answers import is_refusal, refuse
from flatchr_clean.http.options import (
    TIMEOUT,
    CleaningSettings,
    check_deadline,
    check_flag,
    check_names,
    check_retries,
    check_timeout,
)
from flatchr_clean.http.retries import RETRIES
from flatchr_clean.httpx.auth import BearerAuth
from flatchr_clean.httpx.errors import become_answer, maybe_unknown, read_head
from flatchr_clean.httpx.mounting import mount, wrap_transports
from flatchr_clean.httpx.retrying import DEADLINE, AsyncPatientTransport, Deadline, PatientTransport

Timeout = float | tuple[float, float] | None


@dataclass
class Service:
    """What a client knows of the service; the same for both kinds of client.

    Attributes:
        base_url: what paths are completed with.
        company: the company key that stands in the paths of the API.
        slug: the first label of the company's career site.
        deadline: seconds for all tries of a call and its redirects.
        raise_for_status: raise `ServiceRefusal` when the status is 400 or more.
    """

    base_url: str
    company: str | None
    slug: str | None
    deadline: float | None
    raise_for_status: bool

    def __post_init__(self) -> None:
        self.base_url = check_base_url(self.base_url)
        self.company = None if self.company is None else check_company_key(self.company)
        self.slug = None if self.slug is None else check_slug(self.slug)
        check_deadline(self.deadline)
        check_flag("raise_for_status", self.raise_for_status)

    @property
    def hosts(self) -> frozenset[str]:
        """Whose requests are cleaned."""
        return HOSTS | {host_of(self.base_url)}

    @property
    def token_hosts(self) -> frozenset[str]:
        """Where the token may go."""
        return TOKEN_HOSTS | {host_of(self.base_url)}

    def equip(
        self,
        client: Any,
        patient: Callable[[Any, int], object],
        retries: int,
        settings: CleaningSettings,
    ) -> None:
        """Have a client try again, and clean before the first try."""
        tries = check_retries(retries)
        wrap_transports(client, lambda inner: patient(inner, tries))
        settings["strict"] = True  # a record that a redirect drops is never wanted
        mount(client, hosts=self.hosts, **settings)

    def complete(self, url: httpx.URL | str, values: dict[str, object]) -> str:
        """Complete a path, see `FlatchrClient.complete_url`."""
        return complete_url(str(url), self.base_url, {"company": self.company, "slug": self.slug}, values)

    def begin(self, request: httpx.Request, *, is_streamed: bool) -> None:
        """Note on a request when its call must have ended."""
        if self.deadline is not None:
            deadline = Deadline(time.monotonic() + self.deadline, is_streamed)
            request.extensions = {**request.extensions, DEADLINE: deadline}

    def maybe_refuse(self, response: httpx.Response, *, is_read: bool) -> Exception | None:
        """Give the error that an answer is; None for one that is given to the program."""
        if not (self.raise_for_status and is_refusal(response.status_code)):
            return None
        body = response.content if is_read else b""  # what is streamed may be long, and is not read
        head = read_head(response.request)
        return become_answer(
            refuse(head, response.status_code, response.headers, body, time.time()), response
        )


class FlatchrClient(httpx.Client):
    """An `httpx.Client` for the Flatchr API, mounted from birth; it does what `FlatchrSession` does.

    Paths are completed with the base address, and ``{company}`` and ``{slug}`` in them are filled in::

        client = FlatchrClient(os.environ["FLATCHR_TOKEN"], company="G6KzqPnNLyp31m0l")
        client.post("/company/{company}/vacancy", json=ad)

    The token goes to Flatchr's API and to the base address over HTTPS, and nowhere else; requests to career
    sites are cleaned, and go without it. Redirects are followed; one that would drop the body raises
    `LostBody`. Idempotent calls are tried again, after waits that grow, when the service is out of reach or
    answers 429, and any call that it answers with 429 and a time to wait. A POST that was begun and broke off
    is never sent again: `OutcomeUnknown`.

    Args:
        token: the API key alone, without the word Bearer.
        company: the company key that stands in the paths of the API.
        slug: the first label of the company's career site.
        base_url: what paths are completed with.
        timeout: seconds to connect and between two bytes of the answer, or one number for both, for calls
            that name none; None waits for ever.
        retries: how often a call is tried again, see `flatchr_clean.http.retries`; 0 tries once.
        deadline: seconds for all tries of a call and its redirects: none begins later, no wait goes past it,
            and the time-outs of each are cut to what is left. An answer that comes in drips ends with it; the
            cleaning, the head of an answer that drips, and what is streamed may take longer.
        raise_for_status: raise `ServiceRefusal` when the status is 400 or more: `Unauthorized`, `Forbidden`,
            `NotFound`, `RateLimited`, `Refused` or `ServerError`. Without it the answer is given.
        transport: what sends, such as ``httpx.HTTPTransport(http2=True)``; one of httpx's own when None.
        **settings: see `flatchr_clean.http.policy.CleaningPolicy.make`, each by its name, the hosts aside.

    Raises:
        CleaningError: a setting makes no sense; see `flatchr_clean.requests.FlatchrSession`.
    """

    def __init__(  # noqa: PLR0913 - each by its name and with a default
        self,
        token: str,
        *,
        company: str | None = None,
        slug: str | None = None,
        base_url: str = BASE_URL,
        timeout: Timeout = TIMEOUT,
        retries: int = RETRIES,
        deadline: float | None = None,
        raise_for_status: bool = False,
        transport: httpx.BaseTransport | None = None,
        **settings: Unpack[CleaningSettings],
    ) -> None:
        check_names(FlatchrClient, settings, CleaningSettings)
        self.service = Service(base_url, company, slug, deadline, raise_for_status)
        auth = BearerAuth(token, hosts=self.service.token_hosts)
        super().__init__(auth=auth, timeout=make_timeout(timeout), follow_redirects=True, transport=transport)
        self.service.equip(self, PatientTransport, retries, settings)

    def complete_url(self, url: httpx.URL | str, /, **values: object) -> str:
        """Complete a path with the base address, the company key, the slug and other values in it.

        Args:
            url: a path, with a slash at its start or not, or an absolute address; a query stays as it is.
            **values: what stands for the names in braces, each a str or a whole number, and one segment of
                the path, whatever it holds.

        Raises:
            InvalidAddress: it asks for a company key or a slug that the client does not have, or for
                something else that is not given; a value is empty, dots alone, or has no place in it.
        """
        return self.service.complete(url, values)

    def build_request(self, method: str, url: httpx.URL | str, **others: Any) -> httpx.Request:
        """Build a request, after completing its address."""
        return super().build_request(method, self.complete_url(url), **others)

    def send(self, request: httpx.Request, *, stream: bool = False, **others: Any) -> httpx.Response:
        """Send a request.

        Raises:
            ServiceRefusal: the status is 400 or more, and the client was asked to raise then.
            OutcomeUnknown: a POST or PATCH was begun, and its answer is lost.
        """
        self.service.begin(request, is_streamed=stream)
        try:
            response = super().send(request, stream=stream, **others)
        except httpx.TransportError as error:
            raise maybe_unknown(error) or error from error.__cause__
        if refusal := self.service.maybe_refuse(response, is_read=not stream):
            response.close()  # `stream` would not: it gets no response to close
            raise refusal
        return response


class AsyncFlatchrClient(httpx.AsyncClient):
    """The same for asynchronous programs, see `FlatchrClient`."""

    def __init__(  # noqa: PLR0913 - each by its name and with a default
        self,
        token: str,
        *,
        company: str | None = None,
        slug: str | None = None,
        base_url: str = BASE_URL,
        timeout: Timeout = TIMEOUT,
        retries: int = RETRIES,
        deadline: float | None = None,
        raise_for_status: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        **settings: Unpack[CleaningSettings],
    ) -> None:
        check_names(AsyncFlatchrClient, settings, CleaningSettings)
        self.service = Service(base_url, company, slug, deadline, raise_for_status)
        auth = BearerAuth(token, hosts=self.service.token_hosts)
        super().__init__(auth=auth, timeout=make_timeout(timeout), follow_redirects=True, transport=transport)
        self.service.equip(self, AsyncPatientTransport, retries, settings)

    def complete_url(self, url: httpx.URL | str, /, **values: object) -> str:
        """Complete a path, see `FlatchrClient.complete_url`."""
        return self.service.complete(url, values)

    def build_request(self, method: str, url: httpx.URL | str, **others: Any) -> httpx.Request:
        """Build a request, after completing its address."""
        return super().build_request(method, self.complete_url(url), **others)

    async def send(self, request: httpx.Request, *, stream: bool = False, **others: Any) -> httpx.Response:
        """Send a request, see `FlatchrClient.send`."""
        self.service.begin(request, is_streamed=stream)
        try:
            response = await super().send(request, stream=stream, **others)
        except httpx.TransportError as error:
            raise maybe_unknown(error) or error from error.__cause__
        if refusal := self.service.maybe_refuse(response, is_read=not stream):
            await response.aclose()  # `stream` would not: it gets no response to close
            raise refusal
        return response


def make_timeout(timeout: Timeout) -> httpx.Timeout:
    """Make httpx's time-outs of what requests takes: to connect, and between two bytes.

    Raises:
        InvalidOption: it is neither None, nor a number that a socket can wait for, nor two of them.
    """
    checked = check_timeout(timeout)
    connect, read = checked if isinstance(checked, tuple) else (checked, checked)
    return httpx.Timeout(connect=connect, read=read, write=read, pool=connect)
