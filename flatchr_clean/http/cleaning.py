"""One request, cleaned: its head and body in, a body and the headers that fit it out. Knows no client.

Whoever sends the request reads the body whole, at most `RequestCleaner.max_body_bytes` of it, unless
`read_kind` says that it is opaque. How a stream is read, and sent again, is the client's affair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from flatchr_clean.errors import CleaningError
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.options import ChooseFields, Fields, check_limit, read_fields
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import StaleSignature, UncleanableBody
from flatchr_clean.payload.body import MAX_BODY_BYTES, CleanedBody, clean_body, count_query
from flatchr_clean.payload.findings import Finding
from flatchr_clean.payload.headers import WIDE, Kind, MediaType, find_codec, read_media_type
from flatchr_clean.payload.refusals import UnencodableText, UnknownCharset
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

# What is computed from the body: RFC 1864, 3230, 9530, 9421, and Amazon's Signature Version 4.
DIGESTS: Final = (
    "Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Signature", "Signature-Input",
    "X-Amz-Content-SHA256",
)  # fmt: skip
SIGNING_SCHEMES: Final = ("aws4-", "signature ")

LARGE_BODY_BYTES: Final = 16 * 1024
"""An event loop waits for what is cleaned up to here; what is larger is cleaned in a thread."""

THREADS: Final = 2
"""How many threads of a loop clean at once. They share a lock with the loop: more would keep it waiting."""

UTF_8: Final = "utf-8"
CHARSET_PARAMETER = re.compile(r"(;\s*charset\s*=\s*)(?:\"[^\"]*\"|[^\s;]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CleanedRequest:
    """What a request becomes.

    Attributes:
        body: what is to be sent; None where there is none, or it goes out unread.
        headers: what its headers become with that body; None takes one away.
        is_as_given: whether the request may go out as it was given.
        findings: what was found.
    """

    body: bytes | None = field(repr=False)
    headers: Mapping[str, str | None]
    is_as_given: bool
    findings: Findings


@dataclass(frozen=True, slots=True)
class RequestCleaner:
    """How requests are cleaned; the same for every request, whatever its thread.

    Args:
        profile: what the service accepts.
        choose_fields: gives the fields of a request by its method and URL.
        max_body_bytes: the most bytes of text that are read, unpacked.
    """

    profile: Profile
    choose_fields: ChooseFields
    max_body_bytes: int

    @classmethod
    def make(
        cls, profile: Profile | str = FLATCHR, fields: Fields = None, max_body_bytes: int = MAX_BODY_BYTES
    ) -> Self:
        """Make one of what callers give.

        Raises:
            InvalidProfile: there is no such profile.
            InvalidFields: a rule makes no sense.
            InvalidOption: the limit is none.
        """
        return cls(profile_named(profile), read_fields(fields), check_limit(max_body_bytes))

    def clean(self, head: Head, body: bytes | str | None, *, is_unread: bool = False) -> CleanedRequest:
        """Clean a request.

        Args:
            head: its method, address and headers.
            body: the whole body; None when there is none, or it goes out unread.
            is_unread: whether it goes out unread.

        Raises:
            UncleanableBody: the body cannot be cleaned, or is longer than the limit.
            StaleSignature: the body changed, and a header signs or digests what it was.
        """
        query = head.url.partition("#")[0].partition("?")[2]
        counts = count_query(query, self.profile) if query else Counter[Finding]()
        if body is None:
            findings = Findings.of(counts, is_unread=is_unread)
            return CleanedRequest(None, {}, is_as_given=True, findings=findings)
        written, cleaned = self._clean_body(head, body)
        if cleaned.changed and (signature := maybe_signature(head)):
            reason = f"cleaning changes the body, and {signature} was computed before that: clean, then sign"
            raise StaleSignature.unsent(head, reason)
        headers = {"Content-Length": str(len(written)), "Transfer-Encoding": None}
        # How a client writes a text that is not ASCII is its own affair.
        is_written = body is written or (
            isinstance(body, str) and body.isascii() and body.encode() == written
        )
        return CleanedRequest(
            written,
            headers,
            is_as_given=is_written and all(head.maybe_header(name) == headers[name] for name in headers),
            findings=Findings.of(counts + cleaned.counts, is_unread=not cleaned.is_read),
        )

    def _clean_body(self, head: Head, body: bytes | str) -> tuple[bytes, CleanedBody]:
        """Clean a body; give its bytes, in its declared charset, and what is told of it."""
        headers = {name: head.maybe_header(name) or "" for name in ("Content-Type", "Content-Encoding")}
        try:
            raw, codec = (body, None) if isinstance(body, bytes) else write_text(body, headers)
            cleaned = clean_body(
                raw,
                headers,
                profile=self.profile,
                fields=self.choose_fields(head.method, head.url),
                max_body_bytes=self.max_body_bytes,
            )
            return (encode_text(cleaned.body.decode(), codec) if codec else cleaned.body), cleaned
        except CleaningError as error:
            refusal = error
        raise UncleanableBody.unsent(head, str(refusal)) from refusal


def read_kind(head: Head) -> Kind:
    """Read what the body of a request is, by its media type; one that is opaque goes out unread."""
    return read_media_type(head.maybe_header("Content-Type") or "").kind


def write_text(text: str, headers: dict[str, str]) -> tuple[bytes, str | None]:
    """Write a body that was given as text as a program would have encoded it.

    Where its charset can't hold it yet it is UTF-8, `headers` are made to say so, and the codec of its
    charset comes with it. Half a surrogate pair is an `UnencodableText`.
    """
    codec = find_text_codec(read_media_type(headers["Content-Type"]))
    try:
        return (encode_text(text, codec) if text else b""), None  # or else a byte-order mark alone
    except UnencodableText:
        headers["Content-Type"] = CHARSET_PARAMETER.sub(r"\1utf-8", headers["Content-Type"])
    return encode_text(text, UTF_8), codec


def find_text_codec(media_type: MediaType) -> str:
    """Find the codec in which a body that was given as text is written.

    A charset that is unknown is refused where it is needed, as in a body of bytes. The syntax of a form is
    ASCII, whatever the charset of its values.
    """
    try:
        codec = find_codec(media_type.charset)
    except UnknownCharset:
        return UTF_8
    is_form = media_type.kind in {Kind.PAIRS, Kind.PARTS}
    return UTF_8 if is_form and codec.startswith(WIDE) else codec


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
        "it is given"
    )


def maybe_signature(head: Head) -> str | None:
    """Find a header that was computed from the body, and give its name."""
    is_signed = (head.maybe_header("Authorization") or "").lower().startswith(SIGNING_SCHEMES)
    digests = (name for name in DIGESTS if head.maybe_header(name) is not None)
    return next(digests, "Authorization" if is_signed else None)
