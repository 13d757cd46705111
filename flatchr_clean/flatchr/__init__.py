"""What Flatchr documents, as data: hosts, endpoints, fields, slug, company key. Sends nothing."""

from __future__ import annotations

from flatchr_clean.flatchr.endpoints import (
    FIELDS,
    SECRETS,
    UNDOCUMENTED,
    UnknownEndpoint,
    fields_for,
    fields_for_endpoint,
)
from flatchr_clean.flatchr.hosts import HOSTS, TOKEN_HOSTS, Origin, maybe_origin
from flatchr_clean.flatchr.slug import (
    InvalidCompanyKey,
    InvalidSlug,
    career_slug,
    check_company_key,
    check_slug,
)

__all__ = [
    "FIELDS",
    "HOSTS",
    "SECRETS",
    "TOKEN_HOSTS",
    "UNDOCUMENTED",
    "InvalidCompanyKey",
    "InvalidSlug",
    "Origin",
    "UnknownEndpoint",
    "career_slug",
    "check_company_key",
    "check_slug",
    "fields_for",
    "fields_for_endpoint",
    "maybe_origin",
]
