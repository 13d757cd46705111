"""The addresses of calls: a base address, paths, values in them. Knows URLs, no request, no endpoint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final
from urllib.parse import quote, urlsplit

from flatchr_clean.flatchr import check_company_key, check_slug, maybe_origin
from flatchr_clean.http.hosts import parse_token_hosts
from flatchr_clean.http.refusals import InsecureTransport, InvalidAddress

BASE_URL: Final = "https://api.flatchr.io"

CHECKS: Final = {"company": check_company_key, "slug": check_slug}
PLACEHOLDER = re.compile(r"\{([^{}]*+)\}|[{}]")  # or a brace alone, which no address has (RFC 3986, 2)
ORIGIN = re.compile(r"https?://[^/\\]*+", re.IGNORECASE)


def check_base_url(url: str) -> str:
    """Give a base address back, without a slash at its end.

    Raises:
        InsecureTransport: it is not https.
        InvalidAddress: it is no address, or holds more than a host and a path.
    """
    origin = maybe_origin(url) if isinstance(url, str) else None
    if origin is not None and origin.scheme == "http":
        raise InsecureTransport(
            "the base address must be https: http would show the token to the whole network"
        )
    if origin is None or "?" in url or "#" in url:
        raise InvalidAddress(
            f"the base address must read as {BASE_URL!r} does: https, a host, perhaps a path, no white space"
        )
    parse_token_hosts(host_of(url))
    return url.rstrip("/")


def host_of(base_url: str) -> str:
    """Give the host of a base address, as ``hosts=`` takes it."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def complete_url(
    url: str | bytes,
    base_url: str,
    names: Mapping[str, str | None],
    values: Mapping[str, object] | None = None,
) -> str:
    """Complete a path with the base address and with what stands for the names in its braces.

    Args:
        url: a path, with a slash at its start or not, or an absolute address; a query stays as it is.
        base_url: what `check_base_url` has given back.
        names: the company key and the slug, by the names in `CHECKS`; None for one that is not known.
        values: what stands for other names. Each value is one segment of the path, or a part of one, however
            it is written: ``a b/c`` becomes ``a%20b%2Fc``.

    Raises:
        InvalidAddress: a name has no value or a value has no name, or the value can be none.
        InvalidCompanyKey: the company key can be none.
        InvalidSlug: the slug can be none.
    """
    known = {**names, **(values or {})}
    try:
        path, mark, query = (url.decode() if isinstance(url, bytes) else str(url)).partition("?")
    except UnicodeDecodeError:
        raise InvalidAddress("a path given as bytes must be UTF-8") from None
    if homeless := known.keys() - names.keys() - {found[1] for found in PLACEHOLDER.finditer(path)}:
        raise InvalidAddress(f"the path has no braces for {', '.join(sorted(homeless))}")
    origin = ORIGIN.match(path)
    if origin is None:
        return f"{base_url}/{_fill(path.lstrip('/'), known)}{mark}{query}"
    # What names a host decides where the text goes: nothing stands in for it that is not checked.
    host = _fill(origin[0], {name: known[name] for name in names})
    return f"{host}{_fill(path[origin.end() :], known)}{mark}{query}"


def _fill(text: str, values: Mapping[str, object]) -> str:
    return PLACEHOLDER.sub(partial(_give, values), text)


def _give(values: Mapping[str, object], placeholder: re.Match[str]) -> str:
    """Give what stands for a placeholder."""
    name = placeholder[1]
    if name not in values:
        raise InvalidAddress(
            f"the path holds braces around something else than {' and '.join(CHECKS)}: fill it in before "
            "the call, as complete_url(path, name=value) does, or write braces that are meant as %7B and %7D"
        )
    value = values[name]
    if name not in CHECKS:
        return quote_segment(name, value)
    if value is None:
        raise InvalidAddress(f"the path asks for {{{name}}}: make the session with {name}=...")
    return CHECKS[name](value)  # type: ignore[arg-type] # what is no str is refused there


def quote_segment(name: str, value: object) -> str:
    """Write a value as one segment of a path, so that a client and a server read it as nothing else.

    >>> quote_segment("vacancy", "a b/c?d"), quote_segment("id", 12)
    ('a%20b%2Fc%3Fd', '12')

    Raises:
        InvalidAddress: it is no str and no whole number; or empty, a dot, or two, which lead elsewhere; or
            not to be written as UTF-8. It is not shown.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        kind = type(value).__name__
        raise InvalidAddress(f"{{{name}}} in a path is a str or a whole number, not of type {kind}")
    text = str(value)
    if text in {"", ".", ".."}:
        raise InvalidAddress(f"{{{name}}} in a path is neither empty nor dots alone: that leads elsewhere")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        pass
    raise InvalidAddress(f"{{{name}}} in a path holds half a surrogate pair, which no address can")
