"""A session made for the service: addresses, token, cleaning, time-outs, retries. Knows no endpoint."""

from __future__ import annotations

import copy
import time
from typing import Any, Unpack

from requests import PreparedRequest, Request, RequestException, Response, Session
from requests.utils import get_auth_from_url

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
from flatchr_clean.http.refusals import InsecureTransport
from flatchr_clean.http.retries import RETRIES
from flatchr_clean.requests.auth import BearerAuth
from flatchr_clean.requests.errors import become, maybe_unknown, read_head
from flatchr_clean.requests.mounting import mount
from flatchr_clean.requests.retrying import PatientAdapter, TimeLeft


class FlatchrSession(Session):
    """A requests session for the Flatchr API, mounted from birth.

    Paths are completed with the base address, and ``{company}`` and ``{slug}`` in them are filled in::

        session = FlatchrSession(os.environ["FLATCHR_TOKEN"], company="G6KzqPnNLyp31m0l")
        session.post("/company/{company}/vacancy", json=ad)

    The token never stands in ``session.headers``: it goes to Flatchr's API and to the base address over
    HTTPS, and nowhere else; requests to career sites are cleaned, and go without it. ``.netrc`` adds nothing
    to any request. Idempotent calls are retried, after waits that grow, when the service is out of reach or
    answers 429, and any call that it answers with 429 and a time to wait. A POST that was begun and broke off
    is never sent again: `OutcomeUnknown`. A redirect that would drop the body, as requests has it after
    301, 302 and 303, raises `LostBody`.

    Args:
        token: the API key alone, without the word Bearer.
        company: the company key that stands in the paths of the API.
        slug: the first label of the company's career site.
        base_url: what paths are completed with.
        timeout: seconds to connect and between two bytes of the answer, or one number for both, for calls
            that name none; None waits for ever.
        retries: how often a call is tried again, see `flatchr_clean.http.retries`; 0 tries once.
        deadline: seconds for all tries of a call and its redirects: none begins later, no wait goes past it,
            and the time-outs of each are cut to what is left. An answer that comes in drips ends with it, by
            urllib3 of 2.2 or later; the cleaning, the head of an answer that drips, and what is streamed may
            take longer.
        raise_for_status: raise `ServiceRefusal` when the status is 400 or more: `Unauthorized`, `Forbidden`,
            `NotFound`, `RateLimited`, `Refused` or `ServerError`. Without it the answer is given, as by any
            session of requests.
        **settings: those of `flatchr_clean.requests.CleaningAdapter`, each by its name, the hosts aside.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidCompanyKey: the company key has another shape.
        InvalidSlug: the slug has another shape.
        InsecureTransport: the base address is not https.
        InvalidAddress: the base address makes no sense, or is a career site's.
        InvalidOption: the time-out, the deadline or the number of retries is none, or `raise_for_status` is
            neither True nor False; a wrong setting raises what `CleaningAdapter` raises.
    """

    # Read by `mount`, again whenever the session is mounted again.
    loses_no_body = True

    __attrs__ = [  # noqa: RUF012 - requests has a list here
        *Session.__attrs__,
        "base_url",
        "company",
        "slug",
        "timeout",
        "deadline",
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
        retries: int = RETRIES,
        deadline: float | None = None,
        raise_for_status: bool = False,
        **settings: Unpack[CleaningSettings],
    ) -> None:
        check_names(FlatchrSession, settings, CleaningSettings)
        super().__init__()
        try:
            self.base_url = check_base_url(base_url)
        except InsecureTransport as refusal:
            raise become(refusal) from None
        self.company = None if company is None else check_company_key(company)
        self.slug = None if slug is None else check_slug(slug)
        self.timeout = check_timeout(timeout)
        self.deadline = check_deadline(deadline)
        self.raise_for_status = check_flag("raise_for_status", raise_for_status)
        base = host_of(self.base_url)
        self.auth = BearerAuth(token, hosts={*TOKEN_HOSTS, base})
        self.mount("https://", PatientAdapter(check_retries(retries)))
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
            OutcomeUnknown: a POST or PATCH was begun, and its answer is lost.
        """
        timeout = self.timeout if kwargs.get("timeout") is None else kwargs["timeout"]
        if self.deadline is not None and not isinstance(timeout, TimeLeft):  # or else it is one of a redirect
            timeout = TimeLeft(timeout, self.deadline)
        try:
            response = super().send(request, **{**kwargs, "timeout": timeout})
        except RequestException as error:
            if unknown := maybe_unknown(error, request):
                raise unknown from error
            raise
        if self.raise_for_status and is_refusal(response.status_code):
            sent, status = response.request, response.status_code
            is_streamed = kwargs.get("stream", self.stream)  # it may be long, and is not read
            body = b"" if is_streamed else response.content
            response.close()  # the program gets no response to close
            raise become(refuse(read_head(sent), status, response.headers, body, time.time()), sent, response)
        return response

    def complete_url(self, url: str | bytes, /, **values: object) -> str:
        """Complete a path with the base address, the company key, the slug and other values in it.

        A value is one segment of the path, whatever it holds::

            session.get(session.complete_url("/company/{company}/vacancy/{vacancy}", vacancy=reference))

        Args:
            url: a path, with a slash at its start or not, or an absolute address; a query stays as it is.
            **values: what stands for the names in braces, each a str or a whole number.

        Raises:
            InvalidAddress: it asks for a company key or a slug that the session does not have, or for
                something else that is not given; a value is empty, dots alone, or has no place in it.
        """
        return complete_url(url, self.base_url, {"company": self.company, "slug": self.slug}, values)


def _add_nothing(request: PreparedRequest) -> PreparedRequest:
    """Be the auth of a request that has none."""
    return request
