"""Mounting wraps what a session has, once, and leaves what is not concerned."""

from __future__ import annotations

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.requests import CleaningAdapter, ForeignHost, is_mounted, mount
from tests.requests_doubles import CLEAN_JSON, DIRTY_JSON, VACANCY, Recorder

URLS = [
    VACANCY,
    "https://API.FLATCHR.IO/company",
    "https://api.flatchr.io:443/company",
    "https://careers.flatchr.io/vacancy/candidate/json",
    "https://api.demo.flatchr.io/",
    "https://avivacuisines.flatchr.io/fr",
    "http://api.flatchr.io/company",
]


@pytest.mark.parametrize("url", URLS)
def test_every_address_of_the_hosts_is_ours(url):
    """Requests chooses our adapter for each of them, however it is written."""
    session = mount(requests.Session())
    assert isinstance(session.get_adapter(url), CleaningAdapter)
    assert is_mounted(session)


def test_the_sessions_own_adapters_go_on_working():
    """Retries, caches and limits are the inner adapters'."""
    session = requests.Session()
    retrying = HTTPAdapter(max_retries=Retry(5))
    session.mount("https://", retrying)
    mount(session)
    assert session.get_adapter(VACANCY).inner is retrying


def test_mounting_gives_the_session_back():
    """So that it fits into one line."""
    session = requests.Session()
    assert mount(session) is session


def test_mounting_twice_is_once():
    """The second time changes nothing."""
    session = mount(requests.Session())
    adapters = dict(session.adapters)
    mount(session)
    assert dict(session.adapters) == adapters
    assert not isinstance(session.get_adapter(VACANCY).inner, CleaningAdapter)


def test_mounting_again_changes_the_settings():
    """The last call decides, and nothing is wrapped twice."""
    session = mount(requests.Session())
    inner = session.get_adapter(VACANCY).inner
    mount(session, profile="ascii")
    assert session.get_adapter(VACANCY).inner is inner
    assert session.get_adapter(VACANCY).does_the_same_as(CleaningAdapter(profile="ascii"))


def test_adapters_wrapped_twice_by_hand_are_unwrapped():
    """However deep, one remains."""
    session = requests.Session()
    plain = HTTPAdapter()
    session.mount("https://", CleaningAdapter(CleaningAdapter(plain, profile="ascii"), profile="latin-1"))
    mount(session)
    assert session.get_adapter(VACANCY).inner is plain


def test_longer_prefixes_are_wrapped_too():
    """An adapter for one path of the service would otherwise pass us by."""
    session = requests.Session()
    special = Recorder()
    session.mount("https://api.flatchr.io/company", special)
    mount(session)
    assert session.get_adapter(VACANCY).inner is special
    session.post(VACANCY, data=DIRTY_JSON.encode())
    assert special.sent[0].body == CLEAN_JSON.encode()


def test_one_adapter_at_several_prefixes_stays_one():
    """It is wrapped in one and the same adapter."""
    session = requests.Session()
    shared = HTTPAdapter()
    session.mount("https://", shared)
    session.mount("http://", shared)
    mount(session)
    assert session.get_adapter(VACANCY) is session.get_adapter("http://example.org/")


def test_adapters_of_other_schemes_are_left():
    """They can never be chosen for the service, nor for where it redirects."""
    session = requests.Session()
    other = Recorder()
    session.mount("mock://", other)
    mount(session)
    assert session.adapters["mock://"] is other
    assert is_mounted(session)


def test_adapters_of_other_hosts_are_wrapped_against_redirects():
    """A redirect would carry the body to them; whatever else they send is none of our business."""
    session = requests.Session()
    session.mount("https://", Recorder(307, location="https://example.org/"))
    session.mount("https://example.org/", other := Recorder())
    mount(session)
    with pytest.raises(ForeignHost):
        session.post(VACANCY, data=DIRTY_JSON.encode())
    assert other.sent == []
    session.post("https://example.org/", data=DIRTY_JSON.encode())
    assert other.sent[0].body == DIRTY_JSON.encode()


def test_prefixes_keep_their_order():
    """Requests tries the longest first, and relies on the order."""
    session = requests.Session()
    for prefix in ("https://api.flatchr.io/company", "https://api", "https://example.org/"):
        session.mount(prefix, Recorder())
    order = list(session.adapters)
    mount(session)
    assert list(session.adapters) == order


def test_a_session_that_was_never_mounted():
    """Says so."""
    assert not is_mounted(requests.Session())


@pytest.mark.parametrize(
    "prefix", ["https://api.flatchr.io/company/", "https://", "https://avivacuisines.flatchr.io"]
)
def test_an_adapter_mounted_later_passes_us_by(prefix):
    """Which is_mounted tells, and mounting again repairs."""
    session = mount(requests.Session())
    session.mount(prefix, HTTPAdapter())
    assert not is_mounted(session)
    assert is_mounted(mount(session))


def test_an_adapter_mounted_later_elsewhere_does_not_matter():
    """It serves none of the hosts."""
    session = mount(requests.Session())
    session.mount("https://example.org/", HTTPAdapter())
    assert is_mounted(session)


def test_hosts_of_ones_own():
    """A stand-in's address is cleaned; the service's own is not, unless it is named too."""
    session = requests.Session()
    inner = Recorder()
    session.mount("https://", inner)
    mount(session, hosts={"localhost:8443"})
    assert is_mounted(session)
    session.post("https://localhost:8443/company/x/vacancy", data=DIRTY_JSON.encode())
    session.post(VACANCY, data=DIRTY_JSON.encode())
    assert [sent.body for sent in inner.sent] == [CLEAN_JSON.encode(), DIRTY_JSON.encode()]


def test_settings_are_handed_to_the_adapters():
    """What the adapter takes, mount takes."""
    session = mount(
        requests.Session(), profile="ascii", fields={"/a": "exact"}, max_body_bytes=10, strict=True
    )
    expected = CleaningAdapter(profile="ascii", fields={"/a": "exact"}, max_body_bytes=10, strict=True)
    assert session.get_adapter(VACANCY).does_the_same_as(expected)


def test_a_wrong_setting_leaves_the_session_as_it_was():
    """Nothing is half mounted."""
    session = requests.Session()
    before = dict(session.adapters)
    with pytest.raises(InvalidProfile):
        mount(session, profile="utf-7")
    assert dict(session.adapters) == before
