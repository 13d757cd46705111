"""Cleaning adapters around the adapters that a session has. Knows sessions; sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from requests.adapters import BaseAdapter

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.requests.adapter import CleaningAdapter
from flatchr_clean.text.profile import FLATCHR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from requests import Session

    from flatchr_clean.requests.cleaning import Fields
    from flatchr_clean.text.profile import Profile

SomeSession = TypeVar("SomeSession", bound="Session")


def mount(  # noqa: PLR0913 - each by its name and with a default
    session: SomeSession,
    *,
    hosts: Iterable[str] | str = HOSTS,
    profile: Profile | str = FLATCHR,
    fields: Fields = None,
    max_body_bytes: int = MAX_BODY_BYTES,
    strict: bool = False,
) -> SomeSession:
    """Have a session clean what it sends to Flatchr, and leave all else as it is.

    The adapters that the session has are wrapped, not replaced: its retries, caches and limits stay. Those
    mounted at prefixes that no address of the hosts can start with are left alone. Mounting again changes
    the settings and wraps nothing twice.

    Mount last: an adapter mounted afterwards, at the same or a longer prefix, passes us by. `is_mounted`
    tells.

    Args:
        session: any requests session.
        hosts: whose requests are cleaned, see `flatchr_clean.requests.hosts`.
        profile: see `CleaningAdapter`, as for all that follow.
        fields: see there.
        max_body_bytes: see there.
        strict: see there.

    Returns:
        The session.

    Raises:
        InvalidProfile: there is no such profile.
        InvalidFields: a rule makes no sense.
        InvalidOption: the limit is none.
        InvalidAddress: a host makes no sense.
    """
    ours = CleaningAdapter(
        BaseAdapter(),
        hosts=hosts,
        profile=profile,
        fields=fields,
        max_body_bytes=max_body_bytes,
        strict=strict,
    )
    wrapped: dict[int, CleaningAdapter] = {}  # one adapter may serve several prefixes
    for prefix, adapter in session.adapters.items():
        if ours.hosts.may_start_with(prefix) and not ours.does_the_same_as(adapter):
            inner = unwrap(adapter)
            session.adapters[prefix] = wrapped.setdefault(id(inner), ours.around(inner))
    return session


def is_mounted(session: Session) -> bool:
    """Tell whether everything that a session sends to the hosts it was mounted for is cleaned.

    Args:
        session: any requests session.

    Returns:
        False for a session that was never mounted, and for one where an adapter that was mounted later
        serves one of the hosts, or a part of it.
    """
    ours = [adapter for adapter in session.adapters.values() if isinstance(adapter, CleaningAdapter)]
    return bool(ours) and all(
        isinstance(adapter, CleaningAdapter) or not any(one.hosts.may_start_with(prefix) for one in ours)
        for prefix, adapter in session.adapters.items()
    )


def unwrap(adapter: BaseAdapter) -> BaseAdapter:
    """Find the adapter that the cleaning ones are around."""
    while isinstance(adapter, CleaningAdapter):
        adapter = adapter.inner
    return adapter
