"""Authentication: the Bearer token, and cleaning before an auth that signs. Knows requests' auth protocol.

requests calls an auth object while it prepares a request, long before an adapter sees it, and reads
``.netrc`` again whenever it follows a redirect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from flatchr_clean.http.cleaning import RequestCleaner
from flatchr_clean.http.destinations import Bearer
from flatchr_clean.http.options import Fields, OnCleaned, check_on_cleaned
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.http.telling import Teller
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.requests.cleaning import PreparedCleaner
from flatchr_clean.requests.errors import refusing
from flatchr_clean.requests.notes import show_findings
from flatchr_clean.text.profile import FLATCHR, Profile


class BearerAuth(Bearer, AuthBase):
    """Adds ``Authorization: Bearer ...``, for the service's API over HTTPS only.

    It wins over ``.netrc``, which would win over a header of the session, and keeps winning when a redirect
    is followed. Requests to career sites go out without the token, whatever `hosts` says.

    Args:
        token: the API key alone, without the word Bearer.
        hosts: where the token may go, see `flatchr_clean.http.hosts`; each named, without a star.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidAddress: a host makes no sense, or is a career site.
    """

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Add the header to a request that is being prepared.

        Raises:
            InsecureTransport: the request would go over http.
            ForeignHost: it would go to another host.
        """
        with refusing(r) as head:
            authorization = self.maybe_authorization(head)
        if authorization:
            r.headers["Authorization"] = authorization
        # Nothing of ours but the request itself is asked when requests sends it, or follows a redirect.
        vars(r)["bearer"] = self
        if type(r) is PreparedRequest:
            r.__class__ = BearerRequest
        return r


class BearerRequest(PreparedRequest):
    """A prepared request that guards its token wherever it is sent from.

    When requests follows a redirect it copies the request and calls `prepare_auth` on the copy with what
    ``.netrc`` holds for the new address, which would take the place of the Bearer. And a program may change
    the address of a request that has its token already.
    """

    bearer: BearerAuth

    def copy(self) -> PreparedRequest:
        """Copy the request, as requests does."""
        copy = super().copy()
        vars(copy)["bearer"] = self.bearer
        copy.__class__ = BearerRequest
        return copy

    def prepare_auth(self, auth: Any, url: Any = "") -> None:
        """Add what ``.netrc`` holds, unless the request stays on the hosts of its token or the service's."""
        if not self.bearer.knows(self.url or ""):
            super().prepare_auth(auth, url)

    @property
    def path_url(self) -> str:
        """The path and the query, which requests asks for right before it sends.

        Raises:
            ForeignHost: the address was changed, and the token is not for the new one.
        """
        refuse_moved_token(self)
        return super().path_url


def refuse_moved_token(request: PreparedRequest) -> None:
    """Raise when the address of a request was changed after a token was added to it.

    Raises:
        InsecureTransport: the request would go over http.
        ForeignHost: it would go to another host.
    """
    bearer: BearerAuth | None = vars(request).get("bearer")
    if bearer is not None:
        with refusing(request) as head:
            bearer.refuse_moved(head)


class CleanThen(AuthBase):
    """Cleans the body before an auth that signs it; works on any session, mounted or not.

    Authentication runs while a request is prepared, before an adapter sees it, so an adapter that cleans a
    signed body would break the signature (it raises `StaleSignature` instead). This cleans first, whatever
    the host: put it on the requests, or the session, that go to the service. Every stream that is cleaned is
    read whole, since nothing else can be signed.

    Args:
        auth: any auth object or function of requests, or a tuple of user and password.
        profile: see `flatchr_clean.requests.CleaningAdapter`, as for all that follow.
        fields: see there.
        max_body_bytes: see there.
        on_cleaned: see there.

    Raises:
        InvalidOption: the auth is none; a wrong setting raises what `CleaningAdapter` raises.
    """

    def __init__(
        self,
        auth: Callable[[PreparedRequest], PreparedRequest] | tuple[str, str],
        *,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        on_cleaned: OnCleaned | None = None,
    ) -> None:
        if isinstance(auth, tuple) and len(auth) == 2:  # noqa: PLR2004 - a user and a password
            auth = HTTPBasicAuth(*auth)
        if not callable(auth):
            raise InvalidOption("auth is an auth object of requests, a function, or a user and a password")
        self.auth: Callable[[PreparedRequest], PreparedRequest] = auth
        rules = RequestCleaner.make(profile, fields, max_body_bytes)
        teller = Teller(check_on_cleaned(on_cleaned))
        self.cleaner = PreparedCleaner(rules, reads_encoders=True, teller=teller)

    def __repr__(self) -> str:
        return f"<CleanThen {type(self.auth).__name__}>"

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Clean a request that is being prepared, then hand it to the other auth.

        Raises:
            UncleanableBody: the body cannot be cleaned.
            StaleSignature: the body changed, and a header already signs what it was.
        """
        vars(r).update(vars(self.cleaner.clean(r)))  # the way of requests, for it is r that will be sent
        signed = self.auth(r)
        # After the hooks of that auth, which may send the request again.
        signed.register_hook("response", show_findings)  # type: ignore[no-untyped-call]
        return signed
