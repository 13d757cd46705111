"""What of one request matters to the next of the same call. Knows how aiohttp follows redirects.

`aiohttp.ClientSession` makes a new request for each redirect that it follows, and nothing in a request, or in
what its handler is asked, tells ``allow_redirects=False``. So nothing is refused when an answer comes. It is
noted, and judged when the next request of the same call arrives: one that nobody sends is never judged, and
the address is the one that aiohttp itself made of the Location. What the requests of a call have in common
is the timer of the call. No weak reference to one can be had from Python 3.13 on, so the notes of calls that
have ended go when those of more calls come.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from aiohttp import ClientRequest
from aiohttp.payload import Payload

from flatchr_clean.http.policy import Redirected

_REDIRECT = "redirect"
_BODY = "body"

_FEWEST: Final = 64
"""Calls whose notes are kept without a look at which of them have ended."""

_Note = tuple[object, dict[object, Any]]


class _Calls:
    """The notes of calls, by their timers."""

    def __init__(self) -> None:
        # By the identity of a timer, which is held, so that it stays its own.
        self._notes: dict[int, _Note] = {}
        self._most = _FEWEST

    def notes_of(self, timer: object) -> dict[object, Any]:
        note = self._notes.get(id(timer))
        if note is None:
            if len(self._notes) >= self._most:
                self._forget_ended()
            note = self._notes[id(timer)] = (timer, {})
        return note[1]

    def _forget_ended(self) -> None:
        ended = [timer for timer, note in self._notes.items() if _count(note) <= _COUNTED_ALONE]
        for timer in ended:
            del self._notes[timer]
        self._most = max(_FEWEST, 2 * len(self._notes))


def _count(note: _Note) -> int:
    """Count who refers to a timer, the one who counts among them."""
    return sys.getrefcount(note[0])


_COUNTED_ALONE: Final = _count((object(), {}))
"""What is counted where nobody but the note refers to it, on this Python."""

_CALLS = _Calls()


def notes_of(request: ClientRequest) -> dict[object, Any]:
    """Give the notes of the call that a request belongs to."""
    return _CALLS.notes_of(request._timer)  # noqa: SLF001 - it has no public name


def note_redirect(request: ClientRequest, redirected: Redirected | None) -> None:
    """Note that a request with a body was answered, with a redirect or, for None, without one."""
    notes = notes_of(request)
    notes[_REDIRECT] = redirected
    if redirected is None:  # no more requests of the call will follow
        notes.pop(_BODY, None)


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
