"""Addresses of calls: what stands in the braces of a path stays in its segment."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.flatchr import InvalidCompanyKey, InvalidSlug
from flatchr_clean.http import refusals
from flatchr_clean.http.addresses import BASE_URL, check_base_url, complete_url, host_of, quote_segment
from flatchr_clean.http.refusals import InvalidAddress

COMPANY = "G6KzqPnNLyp31m0l"
NAMES = {"company": COMPANY, "slug": None}


@pytest.mark.parametrize(
    ("path", "values", "url"),
    [
        ("/vacancy/{vacancy}", {"vacancy": "a b/c"}, "/vacancy/a%20b%2Fc"),
        ("/vacancy/{vacancy}", {"vacancy": 12}, "/vacancy/12"),
        ("/x/{a}/{b}?{a}", {"a": "é", "b": "?#%"}, "/x/%C3%A9/%3F%23%25?{a}"),
        ("/x/{a}/{a}.json", {"a": "{b}"}, "/x/%7Bb%7D/%7Bb%7D.json"),
        ("/company/{company}", {"company": "A" * 16}, "/company/" + "A" * 16),
        ("/company/{company}/{a}", {"a": "..."}, f"/company/{COMPANY}/..."),
        ("/{url}/{self}", {"url": "a", "self": "b"}, "/a/b"),
    ],
)
def test_values_are_segments(path, values, url):
    """However they are written; a query is the program's own."""
    assert complete_url(path, BASE_URL, NAMES, values) == f"{BASE_URL}{url}"


def test_a_value_names_no_host():
    """Or else it would decide where the text goes; company and slug are checked there too."""
    with pytest.raises(InvalidAddress, match="braces around something else"):
        complete_url("https://{x}/", BASE_URL, NAMES, {"x": "evil.example"})
    with pytest.raises(InvalidSlug):
        complete_url("https://{slug}.flatchr.io/", BASE_URL, NAMES, {"slug": "evil.example/"})
    career_site = complete_url("https://{slug}.flatchr.io/{x}", BASE_URL, NAMES, {"slug": "aviva", "x": "@"})
    assert career_site == "https://aviva.flatchr.io/%40"


@pytest.mark.parametrize(
    ("path", "values", "error", "words"),
    [
        ("/x/{a}", {"a": ""}, InvalidAddress, "{a} in a path is neither empty nor dots"),
        ("/x/{a}", {"a": "."}, InvalidAddress, "dots alone"),
        ("/x/{a}", {"a": ".."}, InvalidAddress, "dots alone"),
        ("/x/{a}", {"a": None}, InvalidAddress, "not of type NoneType"),
        ("/x/{a}", {"a": True}, InvalidAddress, "not of type bool"),
        ("/x/{a}", {"a": b"x"}, InvalidAddress, "not of type bytes"),
        ("/x/{a}", {"a": "\ud800"}, InvalidAddress, "surrogate"),
        ("/x/{a}", {"b": "x", "a": "x", "c": "x"}, InvalidAddress, "no braces for b, c"),
        ("/x?{a}", {"a": "x"}, InvalidAddress, "no braces for a"),
        ("/x/{a}/{b}", {"a": "x"}, InvalidAddress, "braces around something else"),
        ("/x/{slug}", {}, InvalidAddress, "slug="),
        ("/x/{company}", {"company": "../user"}, InvalidCompanyKey, "company key"),
        ("/x/{company}", {"company": 7}, InvalidCompanyKey, "company key"),
    ],
)
def test_what_can_stand_in_no_path(path, values, error, words):
    """It is told by its name; a value is not shown."""
    with pytest.raises(error, match=words) as caught:
        complete_url(path, BASE_URL, NAMES, values)
    assert "user" not in str(caught.value)
    assert caught.value.__context__ is None


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text not in {".", ".."})
)
def test_a_value_arrives_as_it_is(value):
    """Through requests' own ideas of quoting, as one segment."""
    url = complete_url("/x/{a}/y", BASE_URL, NAMES, {"a": value})
    sent = requests.Request("GET", url).prepare().url
    assert [unquote(segment) for segment in urlsplit(sent).path.split("/")] == ["", "x", value, "y"]
    assert quote_segment("a", value).isascii()


def test_base_addresses():
    """With a path or not; in clear never."""
    assert check_base_url("https://relay.example:8443/flatchr/") == "https://relay.example:8443/flatchr"
    assert host_of("https://relay.example:8443/flatchr") == "https://relay.example:8443"
    with pytest.raises(refusals.InsecureTransport):
        check_base_url("http://relay.example")
    for url in (None, "https://relay.example?token=x", "https://relay.example#x"):
        with pytest.raises(InvalidAddress, match="must read as"):
            check_base_url(url)


def test_a_path_in_bytes_is_utf_8():
    """As requests has it; the bytes are not shown."""
    assert complete_url("é".encode(), BASE_URL, NAMES) == f"{BASE_URL}/é"
    with pytest.raises(InvalidAddress, match="must be UTF-8") as caught:
        complete_url(b"/\xff", BASE_URL, NAMES)
    assert caught.value.__cause__ is None
