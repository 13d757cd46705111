"""The fixture for programs that test with mocks: their tests see what would be sent."""

from __future__ import annotations

import subprocess
import sys

import pytest

RESPONSES = """
import json
import requests
import responses


@responses.activate
def test_cleaned(cleaned_requests):
    responses.post("https://api.flatchr.io/user", json={})
    requests.post("https://api.flatchr.io/user", json={"a": "l’été"})
    assert json.loads(responses.calls[0].request.body) == {"a": "l'été"}
    assert cleaned_requests.is_on


@responses.activate
def test_not_cleaned_without_it():
    responses.post("https://api.flatchr.io/user", json={})
    requests.post("https://api.flatchr.io/user", json={"a": "l’été"})
    assert json.loads(responses.calls[0].request.body) == {"a": "l’été"}
"""

REQUESTS_MOCK = """
import pytest
import requests
import requests_mock as mocks
from flatchr_clean.requests import UncleanableBody, mount

URL = "https://api.flatchr.io/user"


@pytest.mark.parametrize("session", [requests.Session(), mount(requests.Session()), requests])
def test_cleaned(requests_mock, cleaned_requests, session, caplog):
    caplog.set_level("INFO")
    requests_mock.post(URL, json={"id": 1})
    response = session.post(URL, json={"a": "l’été"})
    assert requests_mock.last_request.json() == {"a": "l'été"}
    assert response.json() == {"id": 1}
    assert len([record for record in caplog.records if record.name.startswith("flatchr_clean")]) == 1


def test_in_the_other_order(cleaned_requests, requests_mock):
    requests_mock.post(URL)
    requests.post(URL, json={"a": "l’été"}, timeout=3)
    assert requests_mock.last_request.json() == {"a": "l'été"}
    assert requests_mock.last_request.timeout == 3


def test_with_its_context_manager(cleaned_requests):
    with mocks.Mocker() as mocker:
        mocker.post(URL)
        requests.post(URL, json={"a": "l’été"})
        assert mocker.last_request.json() == {"a": "l'été"}


def test_what_cannot_be_cleaned(requests_mock, cleaned_requests):
    requests_mock.post(URL)
    with pytest.raises(UncleanableBody):
        requests.post(URL, data=b'{"a": "\\xe9"}', headers={"Content-Type": "application/json"})
    assert not requests_mock.called


def test_not_cleaned_without_it(requests_mock):
    requests_mock.post(URL)
    requests.post(URL, json={"a": "l’été"})
    assert requests_mock.last_request.json() == {"a": "l’été"}


class TestSettings:
    @pytest.fixture
    def cleaned_requests_settings(self):
        return {"profile": "ascii"}

    def test_settings(self, requests_mock, cleaned_requests):
        requests_mock.post(URL)
        requests.post(URL, json={"a": "l’été"})
        assert requests_mock.last_request.json() == {"a": "l'ete"}
"""

# As on a machine where requests-mock was never installed.
WITHOUT_REQUESTS_MOCK = """
import sys
import requests

sys.modules["requests_mock"] = None
sys.modules["requests_mock.adapter"] = None


def test_cleaned(cleaned_requests):
    assert type(requests.Session().get_adapter("https://api.flatchr.io/")).__name__ == "CleaningAdapter"
"""


@pytest.fixture(autouse=True)
def _importable(monkeypatch, pytestconfig):
    """Let a pytest of its own find this package, and no plugin but those that it is told."""
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)  # meant for this run, which may have more plugins


@pytest.mark.parametrize(
    ("program", "plugins", "passed"),
    [
        (RESPONSES, [], 2),
        (REQUESTS_MOCK, ["-p", "requests_mock"], 8),
        (WITHOUT_REQUESTS_MOCK, [], 1),
    ],
    ids=["responses", "requests-mock", "without requests-mock"],
)
def test_programs_tested_with_mocks_see_what_would_be_sent(tmp_path, program, plugins, passed):
    """In a pytest run of its own, with the plugin and nothing else of this repository."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (tmp_path / "test_program.py").write_text(program)
    ours = ["-p", "flatchr_clean.pytest_plugin"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *ours, "test_program.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert f"{passed} passed" in result.stdout, result.stdout + result.stderr
    assert result.returncode == 0
