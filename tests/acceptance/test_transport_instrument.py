"""Programs that know nothing of us, instrumented, over real TLS to the service's own name."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests

from flatchr_clean.requests import instrument
from tests.raw_server import RawServer, TunnelProxy

pytestmark = pytest.mark.usefixtures("plain_environment")

PROGRAM = """\
import logging
import sys
from requests import post

logging.basicConfig(level=logging.INFO, format="%(name)s %(message)s")
answer = post("https://api.flatchr.io/user", json={"title": sys.argv[1]}, timeout=10)
post("https://evil.example/user", json={"title": sys.argv[1]}, timeout=10)
print(answer.status_code)
"""


def test_module_level_calls_over_tls():
    """requests.post, with nothing but the settings that the program has anyway."""
    with RawServer() as server:
        with instrument(hosts=server.host):
            requests.post(f"{server.url}/user", json={"a": "’"}, verify=server.ca, timeout=10)
        requests.post(f"{server.url}/user", json={"a": "’"}, verify=server.ca, timeout=10)
        assert [received.body for received in server.received] == [b'{"a": "\'"}', b'{"a": "\\u2019"}']


def test_an_unmodified_program(tmp_path, pytestconfig, monkeypatch):
    """Run by python -m flatchr_clean.requests: clean for Flatchr, as ever for others, one line of log."""
    (tmp_path / "program.py").write_text(PROGRAM)
    with RawServer() as server, TunnelProxy(server.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca)
        monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))
        result = subprocess.run(
            [sys.executable, "-W", "error", "-m", "flatchr_clean.requests", "program.py", "L’été"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert result.stdout == "200\n"
        assert "POST api.flatchr.io/user: 1 changed (apostrophe 1)\n" in result.stderr
        assert result.stderr.count("flatchr_clean") == 1
        assert [received.body for received in server.received] == [
            rb"""{"title": "L'\u00e9t\u00e9"}""",
            rb"""{"title": "L\u2019\u00e9t\u00e9"}""",
        ]
