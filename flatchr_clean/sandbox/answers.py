"""What the stand-in answers to a request, as a function of the request alone.

Knows the documented endpoints that write and the shapes of their answers. Must not know sockets, threads
or TLS.

Source: https://developers.flatchr.io/en/docs/getting_started and its quick start pages; the identifiers
are the documentation's own samples. What the service says to a refused character is not documented: the
422 here is what an integrator wishes that it said.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flatchr_clean.flatchr import fields_for
from flatchr_clean.sandbox.judging import UnreadableBody, Verdict, judge_body
from flatchr_clean.sandbox.phrases import say_status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message

    from flatchr_clean.text.repertoire import Repertoire


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as the server received it; its repr shows no query, no header and no body.

    Attributes:
        method: such as ``POST``.
        path: the path without its query, as it was written.
        query: what follows the ``?``, or an empty string.
        headers: the headers, looked up without regard to case.
        body: the bytes of the body; chunks are joined, a Content-Encoding stays.
    """

    method: str
    path: str
    query: str = field(repr=False)
    headers: Message = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the JSON document that goes with it, and what was found in the body."""

    status: HTTPStatus
    document: Mapping[str, Any] = field(repr=False)
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What one sandbox holds a request to."""

    token: str = field(repr=False)
    repertoire: Repertoire
    max_body_bytes: int


@dataclass(frozen=True, slots=True)
class Echo:
    """A value of an answer that repeats a member of the request."""

    name: str


TOKEN = Echo("the sandbox's token")
"""The value of an answer that is the token itself."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A documented endpoint: method, pattern of the path, what it answers, what it can't do without."""

    method: str
    path: str
    answer: Mapping[str, Any]
    required: tuple[str, ...] = ()
    needs_token: bool = True


_COMPANY = r"/company/[^/]+"
_APPLICANT = rf"{_COMPANY}(?:/vacancy/[^/]+)?/applicant/[^/]+"
_VACANCY = {"id": "z7gXQnjq6gdJRakA", "vacancy_id": 84512, "title": Echo("title"), "status": 1}

ENDPOINTS = (
    Endpoint(
        "POST", "/user/login", {"statusCode": 200, "token": TOKEN},
        required=("email", "password"), needs_token=False,
    ),
    Endpoint("POST", rf"{_COMPANY}/vacancy", _VACANCY),
    Endpoint("PUT", rf"{_COMPANY}/vacancy/[^/]+", _VACANCY),
    Endpoint("POST", "/vacancy/candidate/(?:json|custom|test)", {"response": "applicant created"}),
    Endpoint("POST", "/vacancy/[^/]+", {"response": "applicant created"}),
    Endpoint("POST", rf"{_COMPANY}/search/applicants", {"items": []}),
    Endpoint(
        "POST", rf"{_COMPANY}/search/candidate",
        {"statusCode": 200, "message": {"resource_type": "attribute", "action": "created"}},
    ),
    Endpoint("PUT", _APPLICANT, {"statusCode": 200, "message": "Applicant updated"}),
    Endpoint(
        "POST", rf"{_APPLICANT}/comment",
        {"id": 3620, "text": Echo("text"), "favorite": False, "attachments": [], "ratings": []},
    ),
    Endpoint(
        "DELETE", rf"{_APPLICANT}/comment/[^/]+", {"statusCode": 200, "message": "Comment deleted"}
    ),
    Endpoint("POST", rf"{_APPLICANT}/message", {"statusCode": 200, "message": "Message sent"}),
    Endpoint(
        "POST", rf"{_APPLICANT}/trait",
        {"id": "w67MknKVOldJ1203", "tag_id": Echo("tag"), "value": Echo("value")},
    ),
    Endpoint(
        "POST", rf"{_COMPANY}/task(?:/user/[^/]+)?",
        {"id": "rENkKd8r0e93xYGM", "description": Echo("description"), "type": "task", "done": False},
    ),
)  # fmt: skip


def answer_request(request: RecordedRequest, rules: HouseRules) -> Answer:
    """Answer one request as a strict service would.

    Args:
        request: the request, its body whole.
        rules: the token and the repertoire to hold it to.

    Returns:
        200 with a documented body; 401 without the token; 404 for what is not documented; 400, 413 or
        415 for a body that can't be read; 422 with each refused character and its place.
    """
    # Real clients write "//company/..." and a slash at the end.
    path = re.sub("/+", "/", request.path).rstrip("/")
    endpoint = _maybe_endpoint(request.method, path)
    verdict, unreadable = _maybe_judge(request, path, rules)
    if (endpoint is None or endpoint.needs_token) and not _has_token(request, verdict.members, rules):
        return _refuse(401, "The API key is missing or wrong: send Authorization: Bearer API_KEY")
    if endpoint is None:
        return _refuse(404, f"Not available for {request.method} on this path: no documented endpoint")
    if unreadable is not None:
        return _refuse(unreadable.status, unreadable.message, **unreadable.place)
    if verdict.count:
        return _refuse_characters(verdict)
    for name in endpoint.required:
        if not verdict.members.get(name):
            return _refuse(400, f"The member {name} is missing")
    return Answer(HTTPStatus.OK, _fill_in(endpoint.answer, verdict.members, rules))


def _maybe_endpoint(method: str, path: str) -> Endpoint | None:
    """Find the documented endpoint of a request."""
    for endpoint in ENDPOINTS:
        if endpoint.method == method and re.fullmatch(endpoint.path, path):
            return endpoint
    return None


def _maybe_judge(
    request: RecordedRequest, path: str, rules: HouseRules
) -> tuple[Verdict, UnreadableBody | None]:
    """Judge the body by the fields of its endpoint, or say why it can't be read."""
    if request.method in {"GET", "HEAD", "DELETE"} and not request.body:
        return Verdict(), None
    fields = fields_for(request.method, f"https://localhost{path}")
    try:
        verdict = judge_body(
            request.body,
            request.headers,
            repertoire=rules.repertoire,
            fields=fields,
            max_body_bytes=rules.max_body_bytes,
        )
    except UnreadableBody as error:
        return Verdict(), error
    return verdict, None


def _has_token(request: RecordedRequest, members: Mapping[str, Any], rules: HouseRules) -> bool:
    """Tell whether the request shows the token: in the header, the query, or the older member."""
    token = rules.token.encode()
    return any(
        hmac.compare_digest(shown.encode("utf-8", "replace"), token) for shown in _shown(request, members)
    )


def _shown(request: RecordedRequest, members: Mapping[str, Any]) -> Iterator[str]:
    """Give what the request shows as its token, wherever it does."""
    scheme, _, credentials = str(request.headers.get("Authorization", "")).partition(" ")
    if scheme.lower() == "bearer":
        yield credentials.strip()
    for name, value in [*parse_qsl(request.query), *members.items()]:
        if name in {"token", "api_key"} and isinstance(value, str):
            yield value


def _fill_in(answer: Mapping[str, Any], members: Mapping[str, Any], rules: HouseRules) -> dict[str, Any]:
    """Put the request's members where the answer repeats them."""
    known = {**members, TOKEN.name: rules.token}
    return {key: known.get(value.name) if isinstance(value, Echo) else value for key, value in answer.items()}


def _refuse(status: int, message: str, **further: Any) -> Answer:
    """Answer an error in the documented shape."""
    reason = HTTPStatus(status)
    return Answer(reason, {"statusCode": status, "error": say_status(reason), "message": message, **further})


def _refuse_characters(verdict: Verdict) -> Answer:
    """Name each refused character, its code point and its place."""
    first = verdict.refused[0].describe()
    message = f"1 character is refused: {first}"
    if verdict.count > 1:
        message = f"{verdict.count} characters are refused; the first is {first}"
    listed = [refused.as_document() for refused in verdict.refused]
    answer = _refuse(422, message, count=verdict.count, refused=listed)
    return Answer(answer.status, answer.document, verdict)
