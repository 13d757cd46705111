"""Cleaning under mocks of requests, so that tests see what would be sent. Knows where the mocks step in.

``responses`` and VCR.py step in under the adapters, so a mounted session cleans as ever before they look.
``requests-mock`` takes the place of the adapters, mounted ones too, and would show a request uncleaned.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from flatchr_clean.instrumentation import Instrumentation, instrument
from flatchr_clean.requests.adapter import CleaningAdapter


@contextmanager
def clean_under_mocks(**settings: Any) -> Iterator[Instrumentation]:
    """Do what `instrument` does, under requests-mock too; the fixture ``cleaned_requests`` is this.

    Args:
        **settings: those of `flatchr_clean.requests.instrument`.
    """
    with instrument(**settings) as instrumentation, _patch_requests_mock(settings):
        yield instrumentation


def _patch_requests_mock(settings: dict[str, Any]) -> AbstractContextManager[object]:
    try:
        mocks: Any = import_module("requests_mock.adapter")
    except ModuleNotFoundError:
        return nullcontext()
    cleaning = CleaningAdapter(BaseAdapter(), **settings)
    answer = mocks.Adapter.send

    def send(mock: BaseAdapter, request: PreparedRequest, **others: Any) -> Response:
        inner = cast("BaseAdapter", SimpleNamespace(send=partial(answer, mock)))
        return cleaning.around(inner).send(request, **others)

    return patch.object(mocks.Adapter, "send", send)
