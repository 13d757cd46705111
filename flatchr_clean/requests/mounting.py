"""Cleaning adapters around the adapters that a session has. Knows sessions; sends nothing."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, TypeVar

from requests.adapters import BaseAdapter

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.requests.adapter import CleaningAdapter
from flatchr_clean.requests.errors import InvalidOption
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

    The adapters that the session has are wrapped, not replaced: its retries, caches and limits stay. Those of
    other hosts are wrapped too, since a redirect may lead there; those of other schemes are left alone.
    Mounting again changes the settings and wraps nothing twice.

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
        InvalidOption: the session or the limit is none, or `strict` is neither True nor False.
        InvalidAddress: a host makes no sense.
    """
    adapters = adapters_of(session)
    ours = CleaningAdapter(
        BaseAdapter(),
        hosts=hosts,
        profile=profile,
        fields=fields,
        max_body_bytes=max_body_bytes,
        strict=strict,
    )
    ours.loses_no_body = strict or getattr(session, "loses_no_body", False)
    wrapped: dict[int, CleaningAdapter] = {}  # one adapter may serve several prefixes
    for prefix, adapter in adapters.items():
        may_be_chosen = ours.hosts.may_start_with(prefix) or prefix.lower().startswith(
            ("https://", "http://")
        )
        if may_be_chosen and not ours.does_the_same_as(adapter):
            inner = unwrap(adapter)
            adapters[prefix] = wrapped.setdefault(id(inner), ours.around(inner))
    return session


def is_mounted(session: Session) -> bool:
    """Tell whether everything that a session sends to the hosts it was mounted for is cleaned.

    Args:
        session: any requests session.

    Returns:
        False for a session that was never mounted, and for one where an adapter that was mounted later
        serves one of the hosts, or a part of it.

    Raises:
        InvalidOption: the session is none.
    """
    adapters = adapters_of(session)
    ours = [adapter for adapter in adapters.values() if isinstance(adapter, CleaningAdapter)]
    return bool(ours) and all(
        isinstance(adapter, CleaningAdapter) or not any(one.hosts.may_start_with(prefix) for one in ours)
        for prefix, adapter in adapters.items()
    )


def adapters_of(session: Session) -> MutableMapping[str, BaseAdapter]:
    """Give the adapters of a session, of whatever make, by their prefixes.

    Raises:
        InvalidOption: it has none: it is the module or the class, perhaps.
    """
    adapters = getattr(session, "adapters", None)
    if not isinstance(adapters, MutableMapping):
        raise InvalidOption(
            f"give a session, as requests.Session() makes one, not what is of type {type(session).__name__}; "
            "for programs that make none there is instrument()"
        )
    return adapters


def unwrap(adapter: BaseAdapter) -> BaseAdapter:
    """Find the adapter that the cleaning ones are around."""
    while isinstance(adapter, CleaningAdapter):
        adapter = adapter.inner
    return adapter
