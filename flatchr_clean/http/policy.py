"""Whose requests are cleaned, and what is refused before that, for any client. Knows hosts; reads no body."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.http.callers import warn_caller
from flatchr_clean.http.cleaning import RequestCleaner
from flatchr_clean.http.destinations import maybe_refuse_redirect, refuse_insecure
from flatchr_clean.http.hosts import Hosts, Standing, parse_hosts
from flatchr_clean.http.options import Fields, check_flag
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import LostBody, LostBodyWarning
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.text.profile import FLATCHR, Profile


class Redirected(NamedTuple):
    """A request with a body that was answered with a redirect, and the status of that answer."""

    head: Head
    status: int


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """What a client's requests are cleaned by; the same for every request, whatever its thread or task.

    Args:
        hosts: whose requests are cleaned.
        rules: how.
        strict: refuse to follow a redirect without the body, instead of following it with one warning.
    """

    hosts: Hosts
    rules: RequestCleaner
    strict: bool
    _unsaid: list[None] = field(default_factory=lambda: [None], compare=False, repr=False)

    @classmethod
    def make(
        cls,
        *,
        hosts: Iterable[str] | str = HOSTS,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        strict: bool = False,
    ) -> Self:
        """Make one of what callers give.

        Args:
            hosts: whose requests are cleaned, see `flatchr_clean.http.hosts`.
            profile: what the service accepts, or the name of a preset.
            fields: which fields are text, HTML, exact or opaque. None is Flatchr's own table; a mapping of
                rules such as ``{"/motto": "exact"}`` is added to it; a `FieldPolicy` replaces it, as does a
                function that takes the method and the URL of a request and returns a policy.
            max_body_bytes: the most bytes of text that are read, unpacked. Files that are only carried do
                not count, as parts of a form or under a type of their own.
            strict: see `CleaningPolicy`.

        Raises:
            InvalidProfile: there is no such profile.
            InvalidFields: a rule makes no sense.
            InvalidOption: the limit is none, or `strict` is neither True nor False.
            InvalidAddress: a host makes no sense.
        """
        rules = RequestCleaner.make(profile, fields, max_body_bytes)
        return cls(parse_hosts(hosts), rules, check_flag("strict", strict))

    def admit(self, head: Head, redirected: Redirected | None, *, is_empty: bool) -> Standing:
        """Say how a request stands to the hosts, before it is sent.

        Args:
            head: its method, address and headers.
            redirected: the request that it follows by a redirect; None when it follows none.
            is_empty: whether it has no body.

        Raises:
            InsecureTransport: the host is reached without TLS, or a redirect leads the body there.
            ForeignHost: a redirect leads the body to another host.
            LostBody: a redirect has dropped the body, and the policy is strict.
        """
        standing = self.hosts.standing(head.url)
        if redirected:
            refusal = maybe_refuse_redirect(
                redirected.head, redirected.status, head, standing, is_empty=is_empty
            )
            if isinstance(refusal, LostBody) and not self.strict:
                self._warn_once(refusal)
            elif refusal:
                raise refusal
        refuse_insecure(head, standing)
        return standing

    def _warn_once(self, refusal: LostBody) -> None:
        with suppress(IndexError):  # it was said, or another thread was faster
            self._unsaid.pop()
            warn_caller(str(refusal), LostBodyWarning)
