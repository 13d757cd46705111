"""pytest-httpx takes the place of httpx's own transports, under ours: it sees the clean body."""

from __future__ import annotations

import httpx

from flatchr_clean.httpx import instrument, mount

URL = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"


def test_a_mounted_client_is_seen_clean(httpx_mock):
    """Nothing else is to be done."""
    httpx_mock.add_response(201)
    with mount(httpx.Client()) as client:
        client.post(URL, json={"a": "’"})
    assert httpx_mock.get_request().content == b'{"a":"\'"}'


def test_module_level_calls_too(httpx_mock):
    """While they are instrumented."""
    httpx_mock.add_response(201)
    with instrument():
        httpx.post(URL, json={"a": "’"})
    assert httpx_mock.get_request().content == b'{"a":"\'"}'
