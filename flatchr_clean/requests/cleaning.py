"""One prepared request, cleaned. Knows headers and bodies; knows no host and sends nothing.

The caller's request stays as it is, with one exception: a body that can be read only once has been
read, so what was read takes its place there, and the cleaned bytes once it is clean. Without them whoever
sends the request again (a redirect, a retry, the caller after an error) would send an empty body.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Self, TypeAlias
from urllib.parse import urlsplit

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import fields_for
from flatchr_clean.payload.body import MAX_BODY_BYTES, CleanedBody, clean_body, count_query
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, InvalidFields
from flatchr_clean.payload.findings import Finding, Telling
from flatchr_clean.payload.media_types import Kind, MediaType, find_codec, read_media_type
from flatchr_clean.payload.refusals import UnencodableText, UnknownCharset
from flatchr_clean.requests.bodies import (
    OnceBody,
    SoughtBytes,
    can_be_read_once,
    is_replayable,
    read_body,
    read_headers,
    set_body,
)
from flatchr_clean.requests.callers import warn_caller
from flatchr_clean.requests.errors import (
    InvalidOption,
    OpaqueStreamWarning,
    StaleSignature,
    UncleanableBody,
)
from flatchr_clean.requests.redaction import describe_request
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest

logger = logging.getLogger(__name__)

# What is computed from the body: RFC 1864, 3230, 9530, 9421, and Amazon's Signature Version 4.
DIGESTS = (
    "Content-MD5",
    "Digest",
    "Content-Digest",
    "Repr-Digest",
    "Signature",
    "Signature-Input",
    "X-Amz-Content-SHA256",
)
SIGNING_SCHEMES = ("aws4-", "signature ")

DESCRIBING_HEADERS = ("Content-Type", "Content-Encoding")

UTF_8 = "utf-8"
CHARSET_PARAMETER = re.compile(r"(;\s*charset\s*=\s*)(?:\"[^\"]*\"|[^\s;]*)", re.IGNORECASE)


ChooseFields: TypeAlias = "Callable[[str, str], FieldPolicy]"
Fields: TypeAlias = "FieldPolicy | Mapping[str, str] | ChooseFields | None"


@dataclass(frozen=True, slots=True)
class OnePolicy:
    """The same fields for every request."""

    policy: FieldPolicy

    def __call__(self, _method: str, _url: str) -> FieldPolicy:
        """Choose the fields of a request."""
        return self.policy


@dataclass(frozen=True, slots=True)
class AddedRules:
    """Flatchr's own table with a caller's rules after it."""

    rules: tuple[FieldRule, ...]

    def __call__(self, method: str, url: str) -> FieldPolicy:
        """Choose the fields of a request."""
        return _extend(fields_for(method, url), self.rules)


@lru_cache(maxsize=256)
def _extend(policy: FieldPolicy, rules: tuple[FieldRule, ...]) -> FieldPolicy:
    return policy.extended(rules)


def read_fields(fields: Fields) -> ChooseFields:
    """Read what a caller gave as ``fields=``.

    Args:
        fields: None is Flatchr's own table; a mapping of rules such as ``{"/motto": "exact"}`` is added to
            it; a `FieldPolicy` replaces it, as does a function that takes the method and the URL of
            a request and returns a policy.

    Raises:
        InvalidFields: a rule makes no sense.
    """
    if fields is None:
        return fields_for
    if isinstance(fields, FieldPolicy):
        return OnePolicy(fields)
    if isinstance(fields, Mapping):
        return AddedRules(FieldPolicy(fields).rules)
    if not callable(fields):
        raise InvalidFields(
            "fields is None, a mapping of patterns to treatments, a FieldPolicy or a function, not of type "
            f"{type(fields).__name__}"
        )
    return fields


def check_limit(max_body_bytes: int) -> int:
    """Give a limit back if it can be one.

    Raises:
        InvalidOption: it is no whole number above 0.
    """
    if type(max_body_bytes) is not int or max_body_bytes < 1:
        raise InvalidOption("max_body_bytes is a whole number of bytes, and at least 1")
    return max_body_bytes


def check_flag(name: str, value: bool) -> bool:  # noqa: FBT001 - it is checked, not obeyed
    """Give a setting back if it is True or False.

    Raises:
        InvalidOption: it is neither: a word such as "no" would count as true.
    """
    if not isinstance(value, bool):
        raise InvalidOption(f"{name} is True or False, not of type {type(value).__name__}")
    return value


@dataclass(frozen=True, slots=True)
class RequestCleaner:
    """How requests are cleaned; the same for every request, whatever its thread.

    Args:
        profile: what the service accepts.
        choose_fields: gives the fields of a request by its method and URL.
        max_body_bytes: the most bytes of text that are read, unpacked.
        strict: refuse an encoder of forms, instead of sending it as it is with a warning.
        reads_encoders: read it whole and clean it.
    """

    profile: Profile
    choose_fields: ChooseFields
    max_body_bytes: int
    strict: bool
    reads_encoders: bool = False

    @classmethod
    def make(
        cls,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        *,
        strict: bool = False,
        reads_encoders: bool = False,
    ) -> Self:
        """Make one of what callers give.

        Raises:
            InvalidProfile: there is no such profile.
            InvalidFields: a rule makes no sense.
            InvalidOption: the limit is none, or `strict` is neither True nor False.
        """
        return cls(
            profile_named(profile),
            read_fields(fields),
            check_limit(max_body_bytes),
            check_flag("strict", strict),
            reads_encoders,
        )

    def clean(self, request: PreparedRequest) -> PreparedRequest:
        """Clean a request's body.

        Args:
            request: any prepared request. Its body is replaced if it can be read only once, and else left.

        Returns:
            A copy with the cleaned body and the headers that fit it, or `request` itself when it can go
            out as it is.

        Raises:
            UncleanableBody: the body cannot be cleaned, or is longer than the limit.
            StaleSignature: the body changed, and a header signs or digests what it was.
        """
        cleaned, counts = self._clean(request)
        if logger.isEnabledFor(logging.INFO):  # what is left as found is no warning
            counts = counts + count_query(urlsplit(request.url or "").query, self.profile)
        if counts:
            log_changes(request, counts)
        return cleaned

    def _clean(self, request: PreparedRequest) -> tuple[PreparedRequest, Counter[Finding]]:
        given: object = request.body
        if given is None or isinstance(given, OnceBody):
            return request, Counter()  # there is none, or it was decided before that it goes out unread
        headers = read_headers(request)
        described = {name: _as_text(headers.get(name, "")) for name in DESCRIBING_HEADERS}
        media_type = read_media_type(described["Content-Type"])
        if media_type.kind is Kind.OPAQUE or self._streams_a_form(request, media_type.kind):
            return request, Counter()
        # Asked before the body is read: what can be read only once is replaced by what was read.
        only_once, is_file = can_be_read_once(request.body), hasattr(request.body, "tell")
        cleaned = self._clean_body(request, described, media_type)
        if cleaned.changed and (signature := find_signature(headers)):
            raise StaleSignature.unsent(
                request,
                f"cleaning changes the body, and {signature} was computed before that. Use "
                "auth=CleanThen(auth), which cleans first",
            )
        if _goes_out_as(request.body, headers, cleaned.body):
            return request, cleaned.counts
        copy = request.copy()
        set_body(copy, SoughtBytes(cleaned.body) if is_file else cleaned.body)
        if only_once:
            set_body(request, cleaned.body)
        return copy, cleaned.counts

    def _streams_a_form(self, request: PreparedRequest, kind: Kind) -> bool:
        """Tell whether the body is an encoder of forms, which goes out as it is.

        It is made so that files larger than the memory can be sent. A file, or a generator, that holds
        multipart is read like any other.
        """
        body = request.body
        is_encoder = kind is Kind.PARTS and hasattr(body, "read") and not is_replayable(body)
        if not is_encoder or self.reads_encoders:
            return False
        reason = (
            "its body is a stream that encodes a form while it is sent, and is not read. To have it cleaned, "
            "send the form with files= and data=, or what the encoder's to_string() gives"
        )
        if self.strict:
            raise UncleanableBody.unsent(request, reason)
        warn_caller(f"{describe_request(request)} is sent as it is: {reason}", OpaqueStreamWarning)
        return True

    def _clean_body(
        self, request: PreparedRequest, headers: Mapping[str, str], media_type: MediaType
    ) -> CleanedBody:
        try:
            body = read_body(request, self.max_body_bytes)
            if not body:
                return CleanedBody(b"")
            if isinstance(body, bytes):
                return self._clean_bytes(request, body, headers)
            return self._clean_text(request, body, headers, media_type)
        except CleaningError as error:
            refusal = error
        raise UncleanableBody.unsent(request, str(refusal)) from refusal

    def _clean_bytes(self, request: PreparedRequest, body: bytes, headers: Mapping[str, str]) -> CleanedBody:
        return clean_body(
            body,
            headers,
            profile=self.profile,
            fields=self.choose_fields(request.method or "", request.url or ""),
            max_body_bytes=self.max_body_bytes,
            tells=Telling.COUNTS,
        )

    def _clean_text(
        self, request: PreparedRequest, text: str, headers: Mapping[str, str], media_type: MediaType
    ) -> CleanedBody:
        """Clean a body given as text, which its declared charset may be able to hold only afterwards."""
        codec = find_text_codec(media_type)
        try:
            raw = encode_text(text, codec)
        except UnencodableText:
            raw = None
        if raw is not None:
            return self._clean_bytes(request, raw, headers)
        in_utf8 = {**headers, "Content-Type": CHARSET_PARAMETER.sub(r"\1utf-8", headers["Content-Type"])}
        cleaned = self._clean_bytes(request, encode_text(text, UTF_8), in_utf8)
        return replace(cleaned, body=encode_text(cleaned.body.decode(), codec))


def find_text_codec(media_type: MediaType) -> str:
    """Find the codec in which a body that was given as text is written, as a program would have encoded it.

    A charset that is unknown is refused where it is needed, as in a body of bytes. The syntax of a form is
    ASCII, whatever the charset of its values.
    """
    try:
        codec = find_codec(media_type.charset)
    except UnknownCharset:
        return UTF_8
    is_form = media_type.kind in {Kind.PAIRS, Kind.PARTS}
    return UTF_8 if is_form and codec.startswith(("utf-16", "utf-32")) else codec


def encode_text(text: str, codec: str) -> bytes:
    """Encode a body that was given as text.

    Raises:
        UnencodableText: a character is not in that charset, or is half a surrogate pair.
    """
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        index = error.start
    # Raised out here: Python's own error holds the whole text, and would hang on to ours.
    raise UnencodableText(
        f"the character at index {index} of the body cannot be written in {codec}: encode the body before "
        "it is given to requests"
    )


def find_signature(headers: Mapping[str, str | bytes]) -> str | None:
    """Find a header that was computed from the body, and give its name."""
    for name in DIGESTS:
        if name in headers:
            return name
    if _as_text(headers.get("Authorization", "")).lower().startswith(SIGNING_SCHEMES):
        return "Authorization"
    return None


def log_changes(request: PreparedRequest, counts: Counter[Finding]) -> None:
    """Write the one line of log that a cleaned request gets: counts and rules, none of its text."""
    is_lossy = any(finding.lossy and finding.applied for finding in counts)
    level = logging.WARNING if is_lossy else logging.INFO
    if logger.isEnabledFor(level):  # or else nobody would read what is summed up here
        logger.log(level, "%s: %s", describe_request(request), summarize(counts))


def summarize(counts: Counter[Finding]) -> str:
    """Sum up changes by what was done and by rule."""
    found: dict[str, Counter[str]] = {"changed": Counter(), "lossy": Counter(), "left as found": Counter()}
    for finding, count in counts.items():
        found["changed" if finding.applied else "left as found"][finding.rule] += count
        if finding.applied and finding.lossy:
            found["lossy"][finding.rule] += count
    return ", ".join(
        f"{rules.total()} {what} ({', '.join(f'{rule} {count}' for rule, count in sorted(rules.items()))})"
        for what, rules in found.items()
        if rules
    )


def _goes_out_as(body: object, headers: Mapping[str, str], written: bytes) -> bool:
    """Tell whether requests would write these very bytes, and announce them; text depends on urllib3."""
    is_written = body is written or (isinstance(body, str) and body.isascii() and body.encode() == written)
    length = headers.get("Content-Length")
    return is_written and length == str(len(written)) and "Transfer-Encoding" not in headers


def _as_text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
