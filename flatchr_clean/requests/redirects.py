"""Redirects that would lose a body, or carry it away. Knows what requests does with an answer; sends nothing.

Whether a redirect is followed is decided in the session, after the adapter has given its answer: nothing in
what an adapter is asked tells ``allow_redirects=False``, and `requests.Session` prepares the next request
either way (for ``response.next``). So nothing is refused when the answer comes. It is noted, and judged when
the next request arrives at an adapter: one that nobody sends is never judged, and the address is the one that
requests itself made of the Location. The note lies in the request's hooks, under a name of our own that
requests never calls: a dict that all copies of a request share, those of redirects and those that Digest
authentication sends. What else they have in common differs between the versions of requests, or is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flatchr_clean.requests.bodies import is_empty
from flatchr_clean.requests.errors import ForeignHost, InsecureTransport, LostBody, TransportError
from flatchr_clean.requests.hosts import Standing
from flatchr_clean.requests.redaction import describe_address, describe_request

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

NOTE = "flatchr_clean.redirect"


def note_redirect(request: PreparedRequest, response: Response | None) -> None:
    """Note that a request with a body was answered with a redirect, or that it was not.

    Args:
        request: what was sent; its copies know of it too.
        response: the answer; None forgets an earlier one.
    """
    hooks: dict[str, Any] | None = request.hooks
    if response is not None and response.is_redirect and not is_empty(request.body):
        request.hooks = hooks = {} if hooks is None else hooks
        hooks[NOTE] = response
    elif hooks:
        hooks.pop(NOTE, None)


def maybe_refuse(request: PreparedRequest, standing: Standing) -> TransportError | None:
    """Say what is wrong with a request that follows a redirect; None when nothing is, or it follows none.

    Args:
        request: what is to be sent.
        standing: how its address stands to the hosts.

    Returns:
        `ForeignHost` or `InsecureTransport` when it would carry the body away, `LostBody` when it lost it.
    """
    response: Response | None = (request.hooks or {}).get(NOTE)
    if response is None:
        return None
    story = (
        f"{describe_request(response.request)} was answered with a redirect ({response.status_code}) to "
        f"{describe_address(request.url)}"
    )
    if is_empty(request.body):
        return LostBody(
            f"{story}, where requests sends a {request.method} without the body: what was sent may be lost. "
            "Check the address; allow_redirects=False gives the answer itself",
            request=response.request,
            response=response,
        )
    if standing is Standing.MEANT:
        return None
    unsafe = (request.url or "").lower().startswith("http:")
    whereabouts = "without TLS" if unsafe else "which is not one of the hosts"
    return (InsecureTransport if unsafe else ForeignHost)(
        f"{story}, {whereabouts}: the body was not sent there",
        request=response.request,
        response=response,
    )
