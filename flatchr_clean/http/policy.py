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
from flatchr_clean.http.options import Fields, OnCleaned, check_flag, check_on_cleaned
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import LostBody, LostBodyWarning, Refusal
from flatchr_clean.http.telling import Teller
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
        teller: tells what was found.
        strict: refuse to follow a redirect without the body, instead of following it with one warning.
    """

    hosts: Hosts
    rules: RequestCleaner
    teller: Teller
    strict: bool
    _unsaid: list[None] = field(default_factory=lambda: [None], compare=False, repr=False)

    @classmethod
    def make(  # noqa: PLR0913 - each by its name and with a default
        cls,
        *,
        hosts: Iterable[str] | str = HOSTS,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        strict: bool = False,
        on_cleaned: OnCleaned | None = None,
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
            on_cleaned: a function that is called with the `flatchr_clean.http.findings.Findings` and the
                `flatchr_clean.http.redaction.RequestName` of each request in which something was found, where
                its line of log is written: before it is sent. An error in it is logged, and the request is
                sent all the same.

        Raises:
            InvalidProfile: there is no such profile.
            InvalidFields: a rule makes no sense.
            InvalidOption: the limit or `on_cleaned` is none, or `strict` is neither True nor False.
            InvalidAddress: a host makes no sense.
        """
        rules = RequestCleaner.make(profile, fields, max_body_bytes)
        teller = Teller(check_on_cleaned(on_cleaned))
        return cls(parse_hosts(hosts), rules, teller, check_flag("strict", strict))

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
            if refusal:
                self.judge(refusal)
        refuse_insecure(head, standing)
        return standing

    def judge(self, refusal: Refusal) -> None:
        """Raise what is wrong with a request that follows a redirect, or warn once of a body that it lost."""
        if self.strict or not isinstance(refusal, LostBody):
            raise refusal
        with suppress(IndexError):  # it was said, or another thread was faster
            self._unsaid.pop()
            warn_caller(str(refusal), LostBodyWarning)
