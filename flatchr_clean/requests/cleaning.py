"""One prepared request, cleaned and logged. Knows how requests holds a body; not what becomes of it.

The caller's request stays as it is, with one exception: a body that can be read only once has been
read, so what was read takes its place there, and the cleaned bytes once it is clean. Without them whoever
sends the request again (a redirect, a retry, the caller after an error) would send an empty body.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from requests import PreparedRequest

from flatchr_clean.http.callers import warn_caller
from flatchr_clean.http.cleaning import RequestCleaner, read_kind
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.redaction import Head, describe_request
from flatchr_clean.http.refusals import OpaqueStreamWarning, UncleanableBody
from flatchr_clean.http.telling import Teller
from flatchr_clean.payload.headers import Kind
from flatchr_clean.payload.refusals import BodyTooLarge
from flatchr_clean.requests.bodies import (
    OnceBody,
    SoughtBytes,
    can_be_read_once,
    is_empty,
    is_replayable,
    read_body,
    set_body,
)
from flatchr_clean.requests.errors import refusing
from flatchr_clean.requests.notes import note_findings, recall_findings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PreparedCleaner:
    """How prepared requests are cleaned; the same for every request, whatever its thread.

    Args:
        rules: how a request is cleaned, whatever its client.
        strict: refuse an encoder of forms, instead of sending it as it is with a warning.
        reads_encoders: read it whole and clean it.
        teller: tells what was found.
    """

    rules: RequestCleaner
    strict: bool = False
    reads_encoders: bool = False
    teller: Teller = field(default_factory=Teller)

    def clean(self, request: PreparedRequest) -> PreparedRequest:
        """Clean a request's body, and log what was found.

        Args:
            request: any prepared request. Its body is replaced if it can be read only once, and else left.

        Returns:
            A copy with the cleaned body and the headers that fit it, or `request` itself when it can go
            out as it is.

        Raises:
            UncleanableBody: the body cannot be cleaned, or is longer than the limit.
            StaleSignature: the body changed, and a header signs or digests what it was.
        """
        return self.clean_and_tell(request)[0]

    def clean_and_tell(self, request: PreparedRequest) -> tuple[PreparedRequest, Findings]:
        """Clean as `clean` does, and tell what was found too."""
        given: object = request.body
        earlier = recall_findings(request)
        # Asked before the body is read: what can be read only once is replaced by what was read.
        only_once, is_file = given is not None and can_be_read_once(given), hasattr(given, "tell")
        with refusing(request) as head:
            body = self._maybe_read(request, head)
            cleaned = self.rules.clean(head, body, is_unread=body is None and not is_empty(given))
        self.teller.tell(logger, head, cleaned.findings)
        sent = request
        if cleaned.body is not None and not (cleaned.is_as_given and body is given):
            sent = request.copy()
            written = SoughtBytes(cleaned.body) if is_file else cleaned.body
            for changed in (sent, request) if only_once else (sent,):
                set_body(changed, written, cleaned.headers)
        findings = cleaned.findings.after(earlier) if earlier else cleaned.findings
        note_findings(request, sent.body, findings)
        return sent, findings

    def _maybe_read(self, request: PreparedRequest, head: Head) -> bytes | str | None:
        """Read the body of a request; None when there is none, or it goes out unread."""
        body: object = request.body
        kind = read_kind(head)
        # Of a stream that is on its way already it was decided before that it goes out unread.
        if body is None or isinstance(body, OnceBody) or kind is Kind.OPAQUE:
            return None
        # An encoder is made so that files larger than the memory can be sent. A file, or a generator, that
        # holds multipart is read like any other.
        is_encoder = kind is Kind.PARTS and hasattr(body, "read") and not is_replayable(body)
        if is_encoder and not self.reads_encoders:
            self._let_pass(head)
            return None
        try:
            return read_body(request, self.rules.max_body_bytes)
        except BodyTooLarge as error:
            raise UncleanableBody.unsent(head, str(error)) from error

    def _let_pass(self, head: Head) -> None:
        """Warn that a stream is sent unread, or refuse it."""
        reason = (
            "its body is a stream that encodes a form while it is sent, and is not read. To have it cleaned, "
            "send the form with files= and data=, or what the encoder's to_string() gives"
        )
        if self.strict:
            raise UncleanableBody.unsent(head, reason)
        warn_caller(f"{describe_request(head)} is sent as it is: {reason}", OpaqueStreamWarning)
