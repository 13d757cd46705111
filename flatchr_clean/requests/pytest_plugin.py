"""A pytest fixture for programs tested with mocks of requests. Knows where the mocks step in.

``responses`` and VCR.py step in under the adapters, so a mounted session cleans as ever before they look.
``requests-mock`` takes the place of the adapters, mounted ones too, and would show a request uncleaned.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from requests.adapters import BaseAdapter

from flatchr_clean.requests.adapter import CleaningAdapter
from flatchr_clean.requests.instrumentation import Instrumentation, instrument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from requests import PreparedRequest, Response


@pytest.fixture
def cleaned_requests_settings() -> dict[str, Any]:
    """Settings for `cleaned_requests`: override this fixture to return the arguments of `instrument`."""
    return {}


@pytest.fixture
def cleaned_requests(
    cleaned_requests_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Instrumentation]:
    """Clean every request of the test as a mounted session would, under requests-mock and responses too."""
    try:
        mocks: Any = import_module("requests_mock.adapter")
    except ModuleNotFoundError:
        pass
    else:
        cleaning = CleaningAdapter(BaseAdapter(), **cleaned_requests_settings)
        answer = mocks.Adapter.send

        def send(mock: BaseAdapter, request: PreparedRequest, **settings: Any) -> Response:
            return cleaning.around(_Sender(partial(answer, mock))).send(request, **settings)

        monkeypatch.setattr(mocks.Adapter, "send", send)
    with instrument(**cleaned_requests_settings) as instrumentation:
        yield instrumentation


class _Sender(BaseAdapter):
    """A function in the shape of an adapter."""

    def __init__(self, send: Callable[..., Response]) -> None:
        super().__init__()
        self.send = send  # type: ignore[method-assign]

    def close(self) -> None:
        """Hold nothing that could be closed."""
