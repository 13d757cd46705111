"""The public interface as a caller types it: checked by mypy and pyright, never run."""

from dataclasses import replace
from typing import assert_type

import aiohttp
import httpx
import requests

from flatchr_clean import (
    FLATCHR,
    Change,
    Cleaner,
    Cleaning,
    FieldPolicy,
    Profile,
    Rule,
    clean,
    clean_data,
    clean_json,
    explain,
    explain_json,
)
from flatchr_clean.aiohttp import BearerAuth as BearerMiddleware
from flatchr_clean.aiohttp import cleaning_middleware
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.redaction import RequestName
from flatchr_clean.httpx import AsyncCleaningTransport, AsyncFlatchrClient, CleaningTransport, FlatchrClient
from flatchr_clean.httpx import BearerAuth as HttpxBearerAuth
from flatchr_clean.httpx import is_mounted as is_httpx_mounted
from flatchr_clean.httpx import mount as mount_httpx
from flatchr_clean.requests import (
    BearerAuth,
    CleaningAdapter,
    FlatchrSession,
    RateLimited,
    ServiceRefusal,
    instrument,
    mount,
)

own: Profile = replace(FLATCHR, emoji="keep", keep="—", replace={"★": "*"})
policy = FieldPolicy({"/title": "text", "/resume": "opaque"})

assert_type(clean("a"), str)
assert_type(clean("a", "latin-1"), str)
assert_type(clean("a", own), str)
assert_type(explain("a"), Cleaning)
assert_type(explain("a").changes, tuple[Change, ...])
assert_type(explain("a").changes[0].rule, Rule)
assert_type(Cleaner(own).clean("a"), str)
assert_type(clean_json("{}"), str)
assert_type(clean_json(b"{}", own, fields=policy), bytes)
assert_type(explain_json("{}").document, str)
assert_type(explain_json(b"{}").document, bytes)
assert_type(explain_json("{}").changes[0].pointer, str)
assert_type(clean_data({"a": ["b"]}), dict[str, list[str]])

assert_type(mount(requests.Session()), requests.Session)
assert_type(mount(requests.Session(), hosts="localhost:8443", strict=True), requests.Session)
assert_type(instrument(profile=own, fields={"/motto": "exact"}, max_body_bytes=9).is_on, bool)
session = FlatchrSession("token", company="G6KzqPnNLyp31m0l", fields=policy)
session.auth = BearerAuth("token")
assert_type(session.complete_url("/company/{company}/vacancy/{vacancy}", vacancy=12), str)


def count(findings: Findings, request: RequestName) -> None:
    """What a program counts of a request."""
    assert_type(findings.changed["apostrophe"] + findings.lost.total() + findings.left.total(), int)
    assert_type(request.host, str)


def wait_for(refusal: ServiceRefusal) -> float:
    """What a program reads from a refusal."""
    assert_type(refusal.message, str)
    return (refusal.retry_after or 60) if isinstance(refusal, RateLimited) else refusal.status


FlatchrSession("token", retries=0, deadline=30, raise_for_status=True, on_cleaned=count)
mount(requests.Session(), on_cleaned=count)
session.mount("https://api.flatchr.io", CleaningAdapter())

assert_type(mount_httpx(httpx.Client()), httpx.Client)
assert_type(mount_httpx(httpx.AsyncClient(), profile=own, on_cleaned=count), httpx.AsyncClient)
assert_type(is_httpx_mounted(httpx.Client()), bool)
httpx.Client(transport=CleaningTransport(httpx.HTTPTransport(), strict=True), auth=HttpxBearerAuth("s3same"))
httpx.AsyncClient(transport=AsyncCleaningTransport(max_body_bytes=9))
FlatchrClient("s3same", company="G6KzqPnNLyp31m0l", retries=0, on_cleaned=count)
AsyncFlatchrClient("s3same", deadline=30, fields=policy)


async def call() -> None:
    """Make a call by aiohttp."""
    own = (cleaning_middleware(hosts="localhost:8443", strict=True), BearerMiddleware("s3same"))
    async with aiohttp.ClientSession(middlewares=own) as session:
        await session.get("https://api.flatchr.io")
