"""Cleaning for programs that call ``requests.post(...)``. Knows where requests chooses an adapter.

Module-level calls make a session each and throw it away, so there is nothing to mount. What every session
asks, at each request and at each redirect, is its class's ``get_adapter``: that one method is replaced
while an instrumentation is on. Functions imported by name earlier, subclasses, and sessions made meanwhile
come by there all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Unpack

from requests import Session
from requests.adapters import BaseAdapter

from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.options import Settings
from flatchr_clean.instrumentation import Wrap
from flatchr_clean.requests.adapter import CleaningAdapter

# Tools that put a class of their own under the name `requests.Session` may have done so already. What all
# sessions come by is the method of the class under it.
BASE: type[Session] = next(base for base in reversed(Session.__mro__) if "get_adapter" in vars(base))


def make_wrap(**settings: Unpack[Settings]) -> Wrap:
    """Make what cleans with some settings."""
    ours = CleaningAdapter(BaseAdapter(), **settings)

    def wrap(chosen: BaseAdapter, url: str) -> BaseAdapter:
        if isinstance(chosen, CleaningAdapter) and chosen.hosts.standing(url) is not Standing.FOREIGN:
            return chosen
        return ours.around(chosen)

    return wrap


def replace(choose: Callable[[str], Wrap | None]) -> Callable[[], None]:
    """See `flatchr_clean.instrumentation.Client`."""
    original: Callable[[Session, str], BaseAdapter] = BASE.get_adapter

    @wraps(original)
    def get_adapter(self: Session, url: str) -> BaseAdapter:
        adapter, wrap = original(self, url), choose(url)
        chosen: BaseAdapter = wrap(adapter, url) if wrap else adapter
        return chosen

    def restore() -> None:
        # When another tool has put its own over ours, ours stays under it and does nothing.
        if BASE.get_adapter is get_adapter:
            BASE.get_adapter = original  # type: ignore[method-assign, assignment]

    BASE.get_adapter = get_adapter  # type: ignore[method-assign]
    return restore
