"""Authentication: the Bearer token, and cleaning before an auth that signs. Knows requests' auth protocol.

requests calls an auth object while it prepares a request, long before an adapter sees it, and reads
``.netrc`` again whenever it follows a redirect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.requests.cleaning import RequestCleaner
from flatchr_clean.requests.errors import ForeignHost, InsecureTransport, InvalidToken
from flatchr_clean.requests.hosts import Hosts, Standing, parse_hosts
from flatchr_clean.requests.redaction import MASK
from flatchr_clean.text.profile import FLATCHR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flatchr_clean.requests.cleaning import Fields
    from flatchr_clean.text.profile import Profile

VISIBLE_ASCII = re.compile("[!-~]+")


class BearerAuth(AuthBase):
    """Adds ``Authorization: Bearer ...``, for the service's hosts over HTTPS only.

    It wins over ``.netrc``, which would win over a header of the session, and keeps winning when a redirect
    is followed.

    Args:
        token: the API key alone, without the word Bearer.
        hosts: where the token may go, see `flatchr_clean.requests.hosts`.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidAddress: a host makes no sense.
    """

    def __init__(self, token: str, *, hosts: Iterable[str] | str = HOSTS) -> None:
        self.hosts: Hosts = parse_hosts(hosts)
        self._token = check_token(token)

    def __repr__(self) -> str:
        return "<BearerAuth, token hidden>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BearerAuth) and (other._token, other.hosts) == (self._token, self.hosts)

    def __hash__(self) -> int:
        return hash((BearerAuth, self.hosts))

    def hide_token(self, text: str) -> str:
        """Mask the token in a text that is to be shown."""
        return text.replace(self._token, MASK)

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Add the header to a request that is being prepared.

        Raises:
            InsecureTransport: the request would go over http.
            ForeignHost: it would go to another host.
        """
        url = r.url or ""
        standing = self.hosts.standing(url)
        if standing is not Standing.MEANT and url.lower().startswith("http:"):
            raise InsecureTransport.unsent(r, "http would show the token to the whole network, use https")
        if standing is not Standing.MEANT or "@" in urlsplit(url).netloc:
            raise ForeignHost.unsent(
                r,
                "the token is not for that host, port or user. Use a session without it, or give "
                "BearerAuth(token, hosts=...) the hosts that it is for",
            )
        r.headers["Authorization"] = f"Bearer {self._token}"
        if type(r) is PreparedRequest:
            # Nothing of ours but the request itself is asked when requests follows a redirect.
            _become_bearer_request(r, self.hosts)
        return r


class BearerRequest(PreparedRequest):
    """A prepared request that ``.netrc`` does not touch on the hosts of its token.

    When requests follows a redirect it copies the request and calls `prepare_auth` on the copy with what
    ``.netrc`` holds for the new address, which would take the place of the Bearer.
    """

    bearer_hosts: Hosts

    def copy(self) -> PreparedRequest:
        """Copy the request, as requests does."""
        copy = super().copy()
        _become_bearer_request(copy, self.bearer_hosts)
        return copy

    def prepare_auth(self, auth: Any, url: Any = "") -> None:
        """Add what ``.netrc`` holds, unless the request stays on the hosts of its token."""
        if self.bearer_hosts.standing(self.url or "") is not Standing.MEANT:
            super().prepare_auth(auth, url)


def _become_bearer_request(request: PreparedRequest, hosts: Hosts) -> None:
    request.__class__ = BearerRequest
    vars(request)["bearer_hosts"] = hosts


def check_token(token: str) -> str:
    """Give a token back if it can be one.

    Raises:
        InvalidToken: it is empty, no str, or holds something else than visible ASCII characters.
    """
    if not isinstance(token, str) or not token:
        raise InvalidToken("the token is missing: give the API key as a str")
    if token[:7].lower() == "bearer ":
        raise InvalidToken("give the token alone: the word Bearer is added to it")
    if not VISIBLE_ASCII.fullmatch(token):
        raise InvalidToken(
            "the token holds a space, a line break or another character that is not visible ASCII: it was "
            "probably copied with its surroundings"
        )
    return token


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

    Raises:
        InvalidProfile: there is no such profile.
        InvalidFields: a rule makes no sense.
    """

    def __init__(
        self,
        auth: Callable[[PreparedRequest], PreparedRequest] | tuple[str, str],
        *,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self.auth = HTTPBasicAuth(*auth) if isinstance(auth, tuple) else auth
        self.cleaner = RequestCleaner.make(profile, fields, max_body_bytes, reads_encoders=True)

    def __repr__(self) -> str:
        return f"<CleanThen {type(self.auth).__name__}>"

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Clean a request that is being prepared, then hand it to the other auth.

        Raises:
            UncleanableBody: the body cannot be cleaned.
            StaleSignature: the body changed, and a header already signs what it was.
        """
        vars(r).update(vars(self.cleaner.clean(r)))  # the way of requests, for it is r that will be sent
        return self.auth(r)
