"""What of one sending matters to the next: an answer that redirects, what was found. Knows requests' hooks.

Whether a redirect is followed is decided in the session, after the adapter has given its answer: nothing in
what an adapter is asked tells ``allow_redirects=False``, and `requests.Session` prepares the next request
either way (for ``response.next``). So nothing is refused when the answer comes. It is noted, and judged when
the next request arrives at an adapter: one that nobody sends is never judged, and the address is the one that
requests itself made of the Location. What was found is noted with the body that came of it: who sends that
body again sends what is clean already. The notes lie in the request's hooks, under names of our own that
requests never calls: a dict that all copies of a request share, those of redirects and those that Digest
authentication sends. What else they have in common differs between the versions of requests, or is replaced.
"""

from __future__ import annotations

from typing import Any

from requests import PreparedRequest, Response

from flatchr_clean.http.destinations import maybe_refuse_redirect
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.hosts import Standing
from flatchr_clean.requests.bodies import is_empty
from flatchr_clean.requests.errors import TransportError, become, read_head

REDIRECT = "flatchr_clean.redirect"
FOUND = "flatchr_clean.found"


def note_redirect(request: PreparedRequest, response: Response | None) -> None:
    """Note that a request with a body was answered with a redirect, or that it was not.

    Args:
        request: what was sent; its copies know of it too.
        response: the answer; None forgets an earlier one.
    """
    if response is not None and response.is_redirect and not is_empty(request.body):
        _note(request, REDIRECT, response)
    elif request.hooks:
        request.hooks.pop(REDIRECT, None)


def maybe_refuse(request: PreparedRequest, standing: Standing) -> TransportError | None:
    """Say what is wrong with a request that follows a redirect; None when nothing is, or it follows none."""
    response: Response | None = (request.hooks or {}).get(REDIRECT)
    if response is None:
        return None
    first, empty = read_head(response.request), is_empty(request.body)
    refusal = maybe_refuse_redirect(first, response.status_code, read_head(request), standing, is_empty=empty)
    return become(refusal, response.request, response) if refusal else None


def note_findings(request: PreparedRequest, body: object, findings: Findings) -> None:
    """Note what was found in a request, and the body that came of it."""
    _note(request, FOUND, (body, findings))


def recall_findings(request: PreparedRequest) -> Findings | None:
    """Give what was found when a request got the body that it has; None when nobody looked."""
    body, findings = (request.hooks or {}).get(FOUND, (None, None))
    return findings if body is request.body else None


def show_findings(response: Response, **_settings: Any) -> None:
    """Put what was found on a response that came by no adapter of ours; a hook of requests."""
    if not hasattr(response, "flatchr_clean"):
        vars(response)["flatchr_clean"] = recall_findings(response.request) or Findings()


def _note(request: PreparedRequest, name: str, value: object) -> None:
    hooks: dict[str, Any] | None = request.hooks
    request.hooks = hooks = {} if hooks is None else hooks
    hooks[name] = value
