"""Cleaning switched on for requests and httpx at once: who decides, and that nothing is left behind."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from requests import Session

from flatchr_clean import instrumentation
from flatchr_clean.httpx import AsyncCleaningTransport, CleaningTransport
from flatchr_clean.instrumentation import instrument
from flatchr_clean.requests import CleaningAdapter
from tests.requests_doubles import VACANCY

PATCHED = (
    (Session, "get_adapter"),
    (httpx.Client, "_transport_for_url"),
    (httpx.AsyncClient, "_transport_for_url"),
)
ORIGINALS = [vars(kind)[name] for kind, name in PATCHED]
OTHER = "https://localhost:8443/x"


@pytest.fixture(autouse=True)
def _as_it_was():
    """Every test leaves the very same functions."""
    yield
    assert [vars(kind)[name] for kind, name in PATCHED] == ORIGINALS


def profiles(url):
    """Tell how letters are treated on the way to an address; None where nothing is cleaned."""
    with httpx.Client() as client:
        chosen = client._transport_for_url(httpx.URL(url))
        return chosen.policy.rules.profile.letters if isinstance(chosen, CleaningTransport) else None


def test_all_clients_are_covered():
    """Those of requests, and both kinds of httpx."""

    async def choose():
        async with httpx.AsyncClient() as client:
            return client._transport_for_url(httpx.URL(VACANCY))

    with instrument() as running:
        assert {"requests", "httpx"} <= set(running.covers)
        assert type(Session().get_adapter(VACANCY)) is CleaningAdapter
        assert profiles(VACANCY) is not None
        assert isinstance(asyncio.run(choose()), AsyncCleaningTransport)
    assert profiles(VACANCY) is None


def test_the_newest_whose_hosts_match_decides():
    """One for other hosts stops none."""
    with instrument(profile="ascii"), instrument(hosts="localhost:8443"):
        assert (profiles(VACANCY), profiles(OTHER)) == ("transliterate", "keep")
        with instrument():
            assert (profiles(VACANCY), profiles(OTHER)) == ("keep", "keep")


def test_without_httpx_requests_is_covered_alone(monkeypatch):
    """And says so."""
    find_spec = instrumentation.find_spec
    monkeypatch.setattr(
        instrumentation, "find_spec", lambda name: None if name == "httpx" else find_spec(name)
    )
    with instrument() as running:
        assert "httpx" not in running.covers
        assert profiles(VACANCY) is None
        assert type(Session().get_adapter(VACANCY)) is CleaningAdapter
