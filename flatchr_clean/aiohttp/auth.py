"""Authentication: the Bearer token, as a middleware. Knows when it is asked; not where the token may go."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs

from flatchr_clean.aiohttp.calls import notes_of
from flatchr_clean.aiohttp.errors import refusing
from flatchr_clean.http.destinations import Bearer


class BearerAuth(Bearer):
    """A middleware that adds ``Authorization: Bearer ...``, for the service's API over HTTPS only.

    It wins over any other login of a request, that of ``.netrc`` too. Requests to career sites go out without
    the token, whatever `hosts` says. A redirect that is followed keeps it on these hosts, and loses it for
    good where it leaves them. A request whose address a middleware behind this one changes is refused.

    Args:
        token: the API key alone, without the word Bearer.
        hosts: where the token may go, see `flatchr_clean.http.hosts`; each named, without a star.

    Raises:
        InvalidToken: the token is empty, or holds something else than visible ASCII characters.
        InvalidAddress: a host makes no sense, or is a career site.
    """

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Add the header to a request, and send it.

        Raises:
            InsecureTransport: the request would go over http, without being redirected there.
            ForeignHost: it would go to another host, without being redirected there.
        """
        notes = notes_of(request)
        has_token: bool | None = notes.get(self)  # had it, for a request that is not the call's first
        authorization = None
        with refusing(request) as head:
            if has_token is None or (has_token and self.knows(head.url)):
                authorization = self.maybe_authorization(head)
            else:
                self.refuse_moved(head)
        notes[self] = authorization is not None
        if authorization:
            request.headers[hdrs.AUTHORIZATION] = authorization
            vars(request)["bearer"] = self
            request.__class__ = guarded(type(request))  # type: ignore[arg-type] # a class has its own hash
        return await handler(request)


class BearerRequest(ClientRequest):
    """A request that guards its token, whichever middlewares stand behind the one that added it."""

    bearer: BearerAuth

    @property
    def connection_key(self) -> Any:
        """What aiohttp asks of every request before it has a connection for it.

        Raises:
            InsecureTransport: the address was changed, and would be reached over http.
            ForeignHost: the address was changed, and the token is not for the new one.
        """
        with refusing(self) as head:
            self.bearer.refuse_moved(head)
        return super().connection_key


@cache
def guarded(kind: type[ClientRequest]) -> type[ClientRequest]:
    """Make such a class of a session's own (``request_class=``)."""
    name = BearerRequest.__name__
    return kind if issubclass(kind, BearerRequest) else type(name, (BearerRequest, kind), {})
