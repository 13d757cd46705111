"""Collects the tests of those libraries that are installed, and says nothing of the others.

They are no dependencies, not even of the tests: ``nox -s compatibility`` installs them.
"""

from importlib.util import find_spec

import pytest

LIBRARIES = {
    "test_cachecontrol.py": "cachecontrol",
    "test_hishel.py": "hishel",
    "test_http2.py": "hypercorn",
    "test_httpx_retries.py": "httpx_retries",
    "test_niquests.py": "niquests",
    "test_pytest_httpx.py": "pytest_httpx",
    "test_requests_cache.py": "requests_cache",
    "test_requests_ratelimiter.py": "requests_ratelimiter",
    "test_requests_toolbelt.py": "requests_toolbelt",
    "test_respx.py": "respx",
    "test_tenacity.py": "tenacity",
    "test_trio.py": "trio",
    "test_vcr.py": "vcr",
}

collect_ignore = [file for file, library in LIBRARIES.items() if find_spec(library) is None]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide this machine's certificates and proxies, which requests prefers to what a session says."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
