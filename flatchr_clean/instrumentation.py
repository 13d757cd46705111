"""Cleaning for programs that make no session or client. Knows which is on; not how a library is led here.

A library joins by a module of its package that has two functions, see `Client`; the module is imported when
cleaning is switched on, and only where the library is installed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol, Self, Unpack, cast

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.http.hosts import Standing, parse_hosts
from flatchr_clean.http.options import Settings, check_names

CLIENTS: Final = {
    "requests": "flatchr_clean.requests.instrumentation",
    "httpx": "flatchr_clean.httpx.instrumentation",
}
"""The module by which each library is covered. It stands a floor above: only its name is known."""


class Wrap(Protocol):
    """Puts the cleaning around what a client has chosen for an address, unless it cleans that already."""

    def __call__(self, chosen: Any, url: str) -> Any:
        """Give what cleans and then sends by what was chosen."""


class Client(Protocol):
    """What the module of a client gives."""

    def make_wrap(self, **settings: Unpack[Settings]) -> Wrap:
        """Make what cleans with some settings."""

    def replace(self, choose: Callable[[str], Wrap | None]) -> Callable[[], None]:
        """Have the library ask for what cleans, at each request; give what undoes it exactly.

        Args:
            choose: takes an address, and gives what cleans; None when nothing is on.
        """


_lock = threading.Lock()
_running: tuple[Instrumentation, ...] = ()  # in the order in which they were started
_restore: dict[str, Callable[[], None]] = {}


class Instrumentation:
    """Cleaning that is on from `instrument` until `uninstrument`; a context manager."""

    def __init__(self, **settings: Unpack[Settings]) -> None:
        check_names(instrument, settings)
        self.hosts = parse_hosts(settings.get("hosts", HOSTS))
        self._wraps = {name: client.make_wrap(**settings) for name, client in _find_clients().items()}

    def __repr__(self) -> str:
        return f"<Instrumentation of {' and '.join(self.covers)}, {'on' if self.is_on else 'off'}>"

    @property
    def covers(self) -> tuple[str, ...]:
        """The libraries whose requests are cleaned, such as ``("requests", "httpx")``."""
        return tuple(self._wraps)

    @property
    def is_on(self) -> bool:
        """Whether it was not ended yet."""
        return self in _running

    def uninstrument(self) -> None:
        """End it, and leave the libraries as they were; harmless when it has ended already."""
        global _running  # noqa: PLW0603 - the libraries are global, and so is what is done to them
        with _lock:
            _running = tuple(other for other in _running if other is not self)
            if not _running:
                while _restore:
                    _restore.popitem()[1]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.uninstrument()


def instrument(**settings: Unpack[Settings]) -> Instrumentation:
    """Have everything that this program sends to Flatchr through requests or httpx cleaned, from now on.

    Use it for programs that make no session, or out of your reach::

        with instrument():
            requests.post("https://api.flatchr.io/company/...", json=ad)

    It may be nested: the newest one whose hosts an address is of decides, and those of other hosts go on.

    Args:
        **settings: those of `flatchr_clean.requests.CleaningAdapter`, each by its name.

    Returns:
        A context manager that ends it, as its ``uninstrument()`` does; ``covers`` names the libraries.

    Raises:
        CleaningError: a setting makes no sense, see `flatchr_clean.requests.CleaningAdapter`.
    """
    global _running  # noqa: PLW0603 - the libraries are global, and so is what is done to them
    instrumentation = Instrumentation(**settings)
    with _lock:
        for name, client in _find_clients().items():
            if name not in _restore:
                _restore[name] = client.replace(_Choice(name))
        _running = (*_running, instrumentation)
    return instrumentation


def uninstrument() -> None:
    """End the instrumentation that was started last; harmless when there is none."""
    if running := _running:
        running[-1].uninstrument()


class _Choice:
    """Chooses, for one library, what cleans the requests to an address."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, url: str) -> Wrap | None:
        covering = [one for one in reversed(_running) if self.name in one.covers]
        if not covering:
            return None
        meant = (one for one in covering if one.hosts.standing(url) is not Standing.FOREIGN)
        # Of an address that nobody means the newest judges whether a redirect may lead there.
        return next(meant, covering[0])._wraps[self.name]  # noqa: SLF001 - its own


def _find_clients() -> Mapping[str, Client]:
    """Import the modules of the libraries that are installed."""
    return {name: cast(Client, import_module(module)) for name, module in CLIENTS.items() if find_spec(name)}
