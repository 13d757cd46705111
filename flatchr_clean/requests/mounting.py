"""Cleaning adapters around the adapters that a session has. Knows sessions; sends nothing."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import TypeVar, Unpack

from requests import Session
from requests.adapters import BaseAdapter

from flatchr_clean.http.options import Settings, check_names
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.requests.adapter import CleaningAdapter

SomeSession = TypeVar("SomeSession", bound=Session)


def mount(session: SomeSession, **settings: Unpack[Settings]) -> SomeSession:
    """Have a session clean what it sends to Flatchr, and leave all else as it is.

    The adapters that the session has are wrapped, not replaced: its retries, caches and limits stay. Those of
    other hosts are wrapped too, since a redirect may lead there; those of other schemes are left alone.
    Mounting again changes the settings and wraps nothing twice.

    Mount last: an adapter mounted afterwards, at the same or a longer prefix, passes us by. `is_mounted`
    tells.

    Args:
        session: any requests session.
        **settings: those of `CleaningAdapter`, each by its name.

    Returns:
        The session.

    Raises:
        InvalidOption: the session is none; a wrong setting raises what `CleaningAdapter` raises.
    """
    check_names(mount, settings)
    adapters = adapters_of(session)
    ours = CleaningAdapter(BaseAdapter(), **settings)
    if getattr(session, "loses_no_body", False):
        ours.policy = replace(ours.policy, strict=True)
    wrapped: dict[int, CleaningAdapter] = {}  # one adapter may serve several prefixes
    for prefix, adapter in adapters.items():
        is_web = any(web.startswith(prefix.lower()[: len(web)]) for web in ("https://", "http://"))
        if is_web and not ours.does_the_same_as(adapter):
            inner = adapter
            while isinstance(inner, CleaningAdapter):
                inner = inner.inner
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
