"""What each endpoint's fields are. Knows what Flatchr documents, as data; knows no payload.

The same name means different things by endpoint (`value`, `reference`, `email`), so a field is found by
method, host, path and its place in the payload. Where nothing is documented, every string is cleaned.

Source: https://developers.flatchr.io (quick start), and what public clients send.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr.hosts import maybe_origin
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, Treatment

SECRETS: Final = (
    FieldRule("/**/password", Treatment.OPAQUE),
    FieldRule("/**/token", Treatment.OPAQUE),
    FieldRule("/**/api_key", Treatment.OPAQUE),
    # A file in base64; `data` alone is an ordinary name.
    FieldRule("/**/data", Treatment.OPAQUE, beside="contentType"),
)
"""What is never looked at, wherever it stands."""


class UnknownEndpoint(CleaningError, ValueError):
    """An endpoint was asked for by a text that names none of `FIELDS`."""


def _columns(text: str = "", html: str = "", exact: str = "", opaque: str = "") -> FieldPolicy:
    """Make a policy of the names in the four columns of the table, each with what stands beneath it."""
    columns = {
        Treatment.TEXT: text,
        Treatment.HTML: html,
        Treatment.EXACT: exact,
        Treatment.OPAQUE: opaque,
    }
    rules = [
        FieldRule(f"/{name}", treatment) for treatment, names in columns.items() for name in names.split()
    ]
    return FieldPolicy((*rules, *SECRETS))


UNDOCUMENTED: Final = _columns()
"""The fields of any other endpoint: every string is cleaned, HTML recognised."""

# Numbers, mails and phones are exact: to change one is not ours, but what it holds may be why it is refused.
_VACANCY = _columns(
    text="title meta_title meta_description meta_tags reference",
    html="description mission profile note",
    exact="skills salary salary_max",
    opaque=(
        "id company_id contract_type_id education_level_id activity_id channel_id metier_id "
        "currency language status mensuality remote "
        "driver_license partial handicap kanban start_date end_date apply_url video_url"
    ),
)
_CANDIDATE = _columns(
    text="comment response_text firstname lastname",
    exact="answers/*/question answers/*/value email phone",
    # `resume` is a URL, an object with the file, or the file alone.
    opaque="vacancy token api_key type resume offerer_id urls user_id",
)
_TASK = _columns(text="description", opaque="date email value users memberId")

FIELDS: Final[Mapping[str, FieldPolicy]] = {
    "POST /company/{c}/vacancy": _VACANCY,
    "PUT /company/{c}/vacancy/{v}": _VACANCY,
    "POST careers /vacancy/candidate/json": _CANDIDATE,
    "POST careers /vacancy/candidate/custom": _CANDIDATE,
    "POST careers /vacancy/candidate/test": _CANDIDATE,
    # In parts, with a JSON text in the part `data`.
    "POST careers /vacancy/{slug}": _columns(
        text="comment data/comment", exact="answers data/answers", opaque="file motivationFile"
    ),
    "POST /company/{c}/search/applicants": _columns(
        text="firstname lastname",
        exact="column email phone",
        opaque="hired start end start_update end_update company vacancy",
    ),
    "POST /company/{c}/search/candidate": _columns(
        text="value",
        exact="app_name value/**/email value/**/emails value/**/phone value/**/phones",
        opaque=("reference type value/**/date value/**/dates value/**/start_date value/**/end_date"),
    ),
    "PUT /company/{c}/vacancy/{v}/applicant/{a}": _columns(
        text="firstname lastname", exact="score email phone", opaque="column_id vacancy_id status"
    ),
    "POST .../applicant/{a}/comment": _columns(html="text", opaque="file private reply_to type mentions"),
    "POST .../applicant/{a}/message": _columns(text="subject", html="html", opaque="sms mail"),
    "POST .../applicant/{a}/trait": _columns(exact="value", opaque="tag"),
    "POST /company/{c}/task": _TASK,
    "POST .../task/user/{u}": _TASK,
    "POST /user/login": _columns(exact="email", opaque="password"),
}
"""The documented endpoints that write, and what their fields are.

A key reads METHOD, then ``careers`` where the host is not the API's own, then the path: ``{...}`` is any one
segment, a leading ``...`` any number of them.
"""

SITES: Final = {
    "api.flatchr.io": "api",
    "api.demo.flatchr.io": "api",
    "careers.flatchr.io": "careers",
}
"""Which site a host serves. Any other host (a stand-in, a proxy) may serve both."""


class _Endpoint(NamedTuple):
    method: str
    site: str
    path: tuple[str, ...]


def fields_for(method: str, url: str) -> FieldPolicy:
    """Find the fields of the endpoint that a request is for.

    Args:
        method: the HTTP method, in any case.
        url: the URL, or its path alone; doubled slashes, the query and the fragment do not count.

    Returns:
        The endpoint's fields; `UNDOCUMENTED` when no row of `FIELDS` is for it.

    Example:
        >>> fields = fields_for("POST", "https://api.flatchr.io//company/G6KzqPnNLyp31m0l/vacancy?token=x")
        >>> str(fields.treatment(("description",)))
        'html'
    """
    return _maybe_find(_Endpoint(method.upper(), _site_of(url), _split_path(url))) or UNDOCUMENTED


def fields_for_endpoint(endpoint: str) -> FieldPolicy:
    """Find the fields of an endpoint by its text, as the keys of `FIELDS` write it.

    Args:
        endpoint: such as ``POST /company/{c}/vacancy``. The names in braces do not count; ids or a whole
            URL in the place of the path do as well.

    Raises:
        UnknownEndpoint: no row of `FIELDS` is for it.

    Example:
        >>> fields_for_endpoint("POST /company/{company}/task") is FIELDS["POST /company/{c}/task"]
        True
    """
    parsed = _read(endpoint)
    fields = _maybe_find(parsed) if parsed else None
    if fields is None:
        raise UnknownEndpoint(f"not a documented endpoint; known are: {'; '.join(FIELDS)}")
    return fields


def _read(endpoint: str) -> _Endpoint | None:
    match endpoint.split():
        case [method, path]:
            return _Endpoint(method.upper(), _site_of(path), _split_path(path))
        case [method, "api" | "careers" as site, path]:
            return _Endpoint(method.upper(), site, _split_path(path))
    return None


def _site_of(url: str) -> str:
    origin = maybe_origin(url)
    return SITES.get(origin.host, "") if origin else ""


# A scheme and an authority. `urlsplit` would also take the first segment of `//company/...` for a host.
_AUTHORITY = re.compile(r"\A[a-z][a-z0-9+.-]*+://[^/]*+", re.IGNORECASE)


def _split_path(url: str) -> tuple[str, ...]:
    path = _AUTHORITY.sub("", url.partition("#")[0].partition("?")[0])
    return tuple(segment for segment in path.split("/") if segment)


def _maybe_find(asked: _Endpoint) -> FieldPolicy | None:
    return next((fields for endpoint, fields in _ROWS if _matches(endpoint, asked)), None)


def _matches(row: _Endpoint, asked: _Endpoint) -> bool:
    if row.method != asked.method or asked.site not in {row.site, ""}:
        return False
    template, path = row.path, asked.path
    if template[0] == "...":
        template = template[1:]
        path = path[-len(template) :]
    return len(path) == len(template) and all(
        segment == here or segment.startswith("{") for segment, here in zip(template, path, strict=True)
    )


def _read_rows() -> list[tuple[_Endpoint, FieldPolicy]]:
    rows = []
    for key, fields in FIELDS.items():
        method, *site, path = key.split()
        rows.append((_Endpoint(method, site[0] if site else "api", _split_path(path)), fields))
    return rows


_ROWS: Final = _read_rows()
