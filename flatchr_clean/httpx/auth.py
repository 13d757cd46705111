"""The Bearer token for httpx. Knows its auth protocol; which address is meant is known elsewhere."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import httpx

from flatchr_clean.http.destinations import Bearer
from flatchr_clean.http.redaction import Head
from flatchr_clean.httpx.errors import refusing

BEARER: Final = "flatchr_clean.bearer"
"""Where a request's extensions hold the auth that gave it its token."""


class BearerAuth(Bearer, httpx.Auth):
    """Adds ``Authorization: Bearer ...``, for the service's API over HTTPS only.

    httpx keeps the header when it follows a redirect on the same host, and drops it on the way to another.
    Requests to career sites go out without the token, whatever `hosts` says.

    Args:
        token: the API key alone, without the word Bearer.
        hosts: where the token may go, see `flatchr_clean.http.hosts`; each named, without a star.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidAddress: a host makes no sense, or is a career site.
    """

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header to a request that is about to be sent.

        Raises:
            InsecureTransport: the request would go over http.
            ForeignHost: it would go to another host.
        """
        with refusing(request) as head:
            self.refuse_moved(head)
            authorization = self.maybe_authorization(head)
        if authorization:
            request.headers["Authorization"] = authorization
            request.extensions = {**request.extensions, BEARER: self}
        yield request


def refuse_moved_token(request: httpx.Request, head: Head) -> None:
    """Raise a `Refusal` when the address of a request was changed after a token was added to it."""
    bearer: BearerAuth | None = request.extensions.get(BEARER)
    if bearer is not None:
        bearer.refuse_moved(head)
