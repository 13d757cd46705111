"""Where text and token may go: not in clear, nor wherever a redirect leads. Knows hosts; sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from flatchr_clean.flatchr import TOKEN_HOSTS
from flatchr_clean.http.hosts import Hosts, Standing, is_career_site, parse_token_hosts
from flatchr_clean.http.redaction import Head, describe_address, describe_request, hide_secrets
from flatchr_clean.http.refusals import ForeignHost, InsecureTransport, InvalidToken, LostBody, Refusal

VISIBLE_ASCII = re.compile("[!-~]+")


def is_insecure(url: str) -> bool:
    """Tell whether a URL, as a client is about to call it, goes without TLS."""
    return url.lower().startswith("http:")


def refuse_insecure(request: Head, standing: Standing) -> None:
    """Raise `InsecureTransport` when a host that is meant is reached without TLS."""
    if standing is Standing.INSECURE:
        reason = "http would show the text and the token to the whole network, use https"
        raise InsecureTransport.unsent(request, reason)


def maybe_refuse_redirect(
    redirected: Head, status: int, request: Head, standing: Standing, *, is_empty: bool
) -> Refusal | None:
    """Say what is wrong with a request that follows a redirect; None when nothing is.

    Args:
        redirected: the request with a body that was answered with a redirect.
        status: the status of that answer.
        request: what is to be sent.
        standing: how its address stands to the hosts.
        is_empty: whether it has no body.

    Returns:
        `ForeignHost` or `InsecureTransport` when it would carry the body away, `LostBody` when it lost it;
        `InsecureTransport` too when it lost it and is not to be sent at all.
    """
    there = hide_secrets(describe_address(request.url), redirected)
    story = f"{describe_request(redirected)} was answered with a redirect ({status}) to {there}"
    if is_empty and standing is Standing.INSECURE:
        return InsecureTransport(
            f"{story}, without TLS: no {request.method} was sent there, and what was sent may be lost. Check "
            "the address"
        )
    if is_empty:
        return LostBody(
            f"{story}, where a {request.method} is sent without the body: what was sent may be lost. Check "
            "the address; follow no redirect to get the answer itself"
        )
    if standing is Standing.MEANT:
        return None
    if is_insecure(request.url):
        return InsecureTransport(f"{story}, without TLS: the body was not sent there")
    return ForeignHost(f"{story}, which is not one of the hosts: the body was not sent there")


class Bearer:
    """A token and the hosts that it is for; each client's ``BearerAuth`` is one, and says what it takes."""

    def __init__(self, token: str, *, hosts: Iterable[str] | str = TOKEN_HOSTS) -> None:
        self.hosts: Hosts = parse_token_hosts(hosts)
        self._token = check_token(token)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, token hidden>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bearer) and (other._token, other.hosts) == (self._token, self.hosts)

    def __hash__(self) -> int:
        return hash((Bearer, self.hosts))

    def maybe_authorization(self, request: Head) -> str | None:
        """Give what a request's Authorization is to be; None for a career site, which asks for no token.

        Raises:
            InsecureTransport: the request would go over http.
            ForeignHost: it would go to another host, or with a user's name.
        """
        if is_career_site(request.url):
            return None
        self._refuse_elsewhere(request)
        return f"Bearer {self._token}"

    def refuse_moved(self, request: Head) -> None:
        """Raise as `maybe_authorization` does when a request has the token already, and was moved since."""
        if request.maybe_header("Authorization") == f"Bearer {self._token}":
            self._refuse_elsewhere(request)

    def knows(self, url: str) -> bool:
        """Tell whether an address is one of the hosts' or a career site's, where no other login belongs."""
        return self.hosts.standing(url) is Standing.MEANT or is_career_site(url)

    def _refuse_elsewhere(self, request: Head) -> None:
        standing = self.hosts.standing(request.url)
        if standing is not Standing.MEANT and is_insecure(request.url):
            reason = "http would show the token to the whole network, use https"
            raise InsecureTransport.unsent(request, reason)
        if standing is not Standing.MEANT or "@" in urlsplit(request.url).netloc:
            raise ForeignHost.unsent(
                request,
                "the token is not for that host, port or user. Send it without the token, or give "
                "BearerAuth(token, hosts=...) the hosts that it is for",
            )


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
