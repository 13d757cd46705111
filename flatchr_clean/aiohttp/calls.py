"""What of one request matters to the next of the same call. Knows how aiohttp follows redirects.

`aiohttp.ClientSession` makes a new request for each redirect that it follows, and nothing in a request, or in
what its handler is asked, tells ``allow_redirects=False``. So nothing is refused when an answer comes. It is
noted, and judged when the next request of the same call arrives: one that nobody sends is never judged, and
the address is the one that aiohttp itself made of the Location. What the requests of a call have in common is
the timer of the call; the notes go when it goes.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from aiohttp import ClientRequest
from aiohttp.payload import Payload

from flatchr_clean.http.policy import Redirected

_NOTES: WeakKeyDictionary[object, dict[object, Any]] = WeakKeyDictionary()
_REDIRECT = "redirect"
_BODY = "body"


def notes_of(request: ClientRequest) -> dict[object, Any]:
    """Give the notes of the call that a request belongs to."""
    return _NOTES.setdefault(request._timer, {})  # noqa: SLF001 - it has no public name


def note_redirect(request: ClientRequest, redirected: Redirected | None) -> None:
    """Note that a request with a body was answered with a redirect; None forgets an earlier one."""
    notes_of(request)[_REDIRECT] = redirected


def maybe_redirected(request: ClientRequest) -> Redirected | None:
    """Give the request whose redirect this one follows, when that had a body."""
    redirected: Redirected | None = notes_of(request).get(_REDIRECT)
    return redirected


def note_body(request: ClientRequest, given: Payload) -> None:
    """Note what has taken the place of a body that was given."""
    notes_of(request)[_BODY] = (given, request.body)


def maybe_body(request: ClientRequest) -> Payload | None:
    """Give what has taken the place of the same body in an earlier request of the call.

    Before 3.14 aiohttp makes the request anew, of what its caller gave, when a connection broke before
    an answer. A stream is used up by then, and would be sent empty.
    """
    given, kept = notes_of(request).get(_BODY, (None, None))
    body = request.body
    if given is None or not body or body is kept:
        return None
    is_same = body is given or (body._value is not None and body._value is given._value)  # noqa: SLF001
    return kept if is_same else None
