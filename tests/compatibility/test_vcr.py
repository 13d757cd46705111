"""VCR.py steps in under the adapters: cassettes hold the cleaned body, and match it."""

from __future__ import annotations

import json

import requests
import vcr

from flatchr_clean.requests import mount
from tests.raw_server import RawServer


def test_cassettes_hold_the_cleaned_body(tmp_path):
    """Recorded clean, replayed without a server."""
    cassette = str(tmp_path / "cassette.json")
    recorder = vcr.VCR(serializer="json", match_on=["method", "path", "body"], record_mode="once")
    with RawServer() as server:
        with recorder.use_cassette(cassette), mount(requests.Session(), hosts=server.host) as session:
            session.post(f"{server.url}/x", json={"a": "’"}, verify=server.ca)
        address = server.url, server.host
    recorded = json.loads((tmp_path / "cassette.json").read_text())
    assert recorded["interactions"][0]["request"]["body"] == '{"a": "\'"}'
    with recorder.use_cassette(cassette), mount(requests.Session(), hosts=address[1]) as session:
        assert session.post(f"{address[0]}/x", json={"a": "’"}).status_code == 200
