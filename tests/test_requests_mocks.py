"""Mocks of requests show what would be sent."""

from __future__ import annotations

import sys

import pytest
import requests
import requests_mock as mocks
import responses

from flatchr_clean.requests import UncleanableBody
from flatchr_clean.requests.mocks import clean_under_mocks
from tests.requests_doubles import CLEAN_JSON, DIRTY_JSON, VACANCY


def test_requests_mock():
    """It takes the place of the adapters, and still sees the cleaned body."""
    with mocks.Mocker() as mocker:
        mocker.post(VACANCY, json={"id": 1})
        with clean_under_mocks():
            response = requests.post(VACANCY, data=DIRTY_JSON.encode(), timeout=3)
        assert response.json() == {"id": 1}
        assert mocker.last_request.body == CLEAN_JSON.encode()
        assert mocker.last_request.timeout == 3


def test_requests_mock_is_left_as_it_was():
    """Nothing of ours stays in it."""
    send = mocks.Adapter.send
    with clean_under_mocks():
        assert mocks.Adapter.send is not send
    assert mocks.Adapter.send is send


def test_settings():
    """Those of instrument hold under the mock."""
    with mocks.Mocker() as mocker, clean_under_mocks(hosts="localhost:1", profile="ascii"):
        mocker.post("https://localhost:1/x")
        mocker.post(VACANCY)
        requests.post("https://localhost:1/x", json={"a": "é"}, timeout=3)
        requests.post(VACANCY, json={"a": "é"}, timeout=3)
        assert [request.body for request in mocker.request_history] == [b'{"a": "e"}', b'{"a": "\\u00e9"}']


def test_what_cannot_be_cleaned():
    """The mock is not even asked."""
    with mocks.Mocker() as mocker, clean_under_mocks():
        mocker.post(VACANCY)
        with pytest.raises(UncleanableBody):
            requests.post(
                VACANCY, data=b'{"a": "\xe9"}', headers={"Content-Type": "application/json"}, timeout=3
            )
        assert not mocker.called


@responses.activate
def test_responses():
    """It steps in under the adapters."""
    responses.post(VACANCY, json={})
    with clean_under_mocks():
        requests.post(VACANCY, data=DIRTY_JSON.encode(), timeout=3)
    assert responses.calls[0].request.body == CLEAN_JSON.encode()


@responses.activate
def test_without_requests_mock(monkeypatch):
    """It need not be installed."""
    monkeypatch.setitem(sys.modules, "requests_mock.adapter", None)
    test_responses()
