"""Cleaning for programs that call ``requests.post(...)``. Knows where requests chooses an adapter.

Module-level calls make a session each and throw it away, so there is nothing to mount. What every session
asks, at each request and at each redirect, is its class's ``get_adapter``: that one method is replaced
while an instrumentation is on. Functions imported by name earlier, subclasses, and sessions made meanwhile
come by there all the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Self, TypeAlias, Unpack

from requests import Session
from requests.adapters import BaseAdapter

from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.options import Settings
from flatchr_clean.requests.adapter import CleaningAdapter

GetAdapter: TypeAlias = Callable[[Session, str], BaseAdapter]

# Tools that put a class of their own under the name `requests.Session` may have done so already. What all
# sessions come by is the method of the class under it.
BASE: type[Session] = next(base for base in reversed(Session.__mro__) if "get_adapter" in vars(base))

_lock = threading.Lock()
_running: tuple[Instrumentation, ...] = ()  # the one started last decides
_restore: Callable[[], None]


class Instrumentation:
    """Cleaning that is on for every session, from `instrument` until `uninstrument`; a context manager."""

    def __init__(self, adapter: CleaningAdapter) -> None:
        self._adapter = adapter

    def __repr__(self) -> str:
        return f"<Instrumentation, {'on' if self.is_on else 'off'}>"

    @property
    def is_on(self) -> bool:
        """Whether it was not ended yet."""
        return self in _running

    def uninstrument(self) -> None:
        """End it, and leave requests as it was; harmless when it has ended already."""
        global _running  # noqa: PLW0603 - requests is global, and so is what is done to it
        with _lock:
            _running = tuple(other for other in _running if other is not self)
            if not _running:
                _restore()

    def wrap(self, adapter: BaseAdapter, url: str) -> BaseAdapter:
        """Put the cleaning around what a session chose, unless it cleans that address already."""
        if isinstance(adapter, CleaningAdapter) and adapter.hosts.standing(url) is not Standing.FOREIGN:
            return adapter
        return self._adapter.around(adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.uninstrument()


def instrument(**settings: Unpack[Settings]) -> Instrumentation:
    """Have everything that this program sends to Flatchr through requests cleaned, from now on.

    Use it for programs that make no session, or out of your reach::

        with instrument():
            requests.post("https://api.flatchr.io/company/...", json=ad)

    It may be nested: the settings of the one started last hold until it ends.

    Args:
        **settings: those of `flatchr_clean.requests.CleaningAdapter`, each by its name.

    Returns:
        A context manager that ends it; its ``uninstrument()`` does too.

    Raises:
        CleaningError: a setting makes no sense, see `flatchr_clean.requests.CleaningAdapter`.
    """
    global _running, _restore  # noqa: PLW0603 - requests is global, and so is what is done to it
    instrumentation = Instrumentation(CleaningAdapter(BaseAdapter(), **settings))
    with _lock:
        if not _running:
            _restore = _replace()
        _running = (*_running, instrumentation)
    return instrumentation


def uninstrument() -> None:
    """End the instrumentation that was started last; harmless when there is none."""
    if running := _running:
        running[-1].uninstrument()


def _replace() -> Callable[[], None]:
    original: GetAdapter = BASE.get_adapter

    @wraps(original)
    def get_adapter(self: Session, url: str) -> BaseAdapter:
        adapter = original(self, url)
        running = _running  # another thread may be ending it
        return running[-1].wrap(adapter, url) if running else adapter

    def restore() -> None:
        # When another tool has put its own over ours, ours stays under it and does nothing.
        if BASE.get_adapter is get_adapter:
            BASE.get_adapter = original  # type: ignore[method-assign, assignment]

    BASE.get_adapter = get_adapter  # type: ignore[method-assign]
    return restore
