"""The two names of a company: its slug and its key. Knows their shapes; asks no service.

A wrong value is told by its length and shape and is never shown: what people put in the wrong place is
often their token.
"""

from __future__ import annotations

import re
from typing import Final

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr.hosts import LABEL, NOT_SLUGS, PUNYCODE, is_slug, maybe_origin

COMPANY_KEY_LENGTH: Final = 16
KEY_CHARACTER = re.compile(r"[A-Za-z0-9]")
COMPANY_KEY = re.compile(rf"{KEY_CHARACTER.pattern}{{{COMPANY_KEY_LENGTH}}}")
SLUG_CHARACTER = re.compile(r"[a-z0-9-]")
LONGEST_SLUG: Final = 63
SITE_DOMAIN: Final = ".flatchr.io"


class InvalidSlug(CleaningError, ValueError):
    """A slug, or the address of a career site, has not the shape of one."""


class InvalidCompanyKey(CleaningError, ValueError):
    """A company key has not the shape of one."""


def career_slug(url: str) -> str:
    """Give the slug that a career site's address holds: the first label of its host.

    Args:
        url: the address, with its scheme or without.

    Returns:
        The slug, in lower case.

    Raises:
        InvalidSlug: it is not the address of a career site.

    Source: https://developers.flatchr.io/docs/getting_started, "Company Slug".

    Example:
        >>> career_slug("https://avivacuisines.flatchr.io")
        'avivacuisines'
    """
    origin = maybe_origin(url if "://" in url else f"https://{url}")
    host = origin.host if origin else ""
    slug = host.removesuffix(SITE_DOMAIN)
    if slug == host or not is_slug(slug):
        raise InvalidSlug("not the address of a career site: it reads https://SLUG.flatchr.io")
    return slug


def check_slug(slug: str) -> str:
    """Check that a slug can be one: the first label of a career site's host.

    Args:
        slug: the slug, such as ``avivacuisines``.

    Returns:
        The slug.

    Raises:
        InvalidSlug: it can't be one.
    """
    if not isinstance(slug, str) or not LABEL.fullmatch(slug) or slug.startswith(PUNYCODE):
        given = _describe(slug, SLUG_CHARACTER)
    elif slug in NOT_SLUGS:
        given = "the name of one of the service's own hosts"
    else:
        return slug
    raise InvalidSlug(
        f"not a slug: it has 1 to {LONGEST_SLUG} of a-z, 0-9 and, between them, -, as in "
        f"https://SLUG.flatchr.io (given: {given}); career_slug() reads it from the site's address"
    )


def check_company_key(key: str) -> str:
    """Check that a company key can be one: 16 letters and digits.

    Args:
        key: the key, as the settings of the company's space show it.

    Returns:
        The key.

    Raises:
        InvalidCompanyKey: it can't be one.
    """
    if isinstance(key, str) and COMPANY_KEY.fullmatch(key):
        return key
    raise InvalidCompanyKey(
        f"not a company key: it has {COMPANY_KEY_LENGTH} letters and digits (given: "
        f"{_describe(key, KEY_CHARACTER)}); it stands in the settings under Advanced, API, and is neither "
        "the slug nor the token"
    )


def _describe(value: object, allowed: re.Pattern[str]) -> str:
    if not isinstance(value, str):
        return f"a value of type {type(value).__name__}"
    stranger = next((index for index, character in enumerate(value) if not allowed.match(character)), None)
    where = "" if stranger is None else f", and the one at index {stranger} does not belong"
    return f"{len(value)} characters{where}"
