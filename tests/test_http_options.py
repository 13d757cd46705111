"""Settings are checked when they are given, whatever client they are for."""

from __future__ import annotations

import httpx
import pytest
import requests

import flatchr_clean.aiohttp
import flatchr_clean.httpx
import flatchr_clean.requests
from flatchr_clean.flatchr import fields_for
from flatchr_clean.http.options import (
    check_deadline,
    check_flag,
    check_limit,
    check_on_cleaned,
    check_retries,
    check_timeout,
    read_fields,
)
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.payload.fields import FieldPolicy, InvalidFields

ASKED = ("POST", "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy")
POLICY = FieldPolicy({"/a": "exact"})


def test_fields():
    """None is the table; rules come after it; a policy or a function takes its place."""
    assert read_fields(None) is fields_for
    assert read_fields(POLICY)(*ASKED) is POLICY
    assert read_fields(fields_for) is fields_for
    assert read_fields({"/a": "exact"})(*ASKED) == fields_for(*ASKED).extended(POLICY)
    assert read_fields({"/a": "exact"}) == read_fields({"/a": "exact"}) != read_fields({"/b": "exact"})


@pytest.mark.parametrize("fields", [7, "title", ["title"], {"title": "text"}, {"/title": "texte"}])
def test_what_are_no_fields(fields):
    """A rule or a type that makes no sense."""
    with pytest.raises(InvalidFields):
        read_fields(fields)


@pytest.mark.parametrize("limit", [0, -1, 1e6, "64", None, True])
def test_what_is_no_limit(limit):
    """A whole number above 0 is one."""
    with pytest.raises(InvalidOption):
        check_limit(limit)
    assert check_limit(1) == 1


@pytest.mark.parametrize("flag", ["no", "", None, 0, 1])
def test_what_is_no_flag(flag):
    """A word such as "no" would count as true."""
    with pytest.raises(InvalidOption, match=r"^strict is True or False, not of type "):
        check_flag("strict", flag)
    assert check_flag("strict", value=True) is True


@pytest.mark.parametrize("retries", [-1, 1.0, "3", None, True])
def test_what_is_no_number_of_retries(retries):
    """A whole number is one; 0 switches them off."""
    with pytest.raises(InvalidOption, match=r"^retries is a whole number"):
        check_retries(retries)
    assert check_retries(0) == 0


@pytest.mark.parametrize("told", ["print", 0, [], {"a": print}])
def test_what_can_be_told_nothing(told):
    """A function can."""
    with pytest.raises(InvalidOption, match=r"^on_cleaned is a function that takes .*, not of type "):
        check_on_cleaned(told)
    assert check_on_cleaned(print) is print
    assert check_on_cleaned(None) is None


@pytest.mark.parametrize("seconds", [0, -1, "5", True, float("inf"), float("nan"), 10**10, [5]])
def test_what_nobody_can_wait_for(seconds):
    """A number that a socket takes can be waited for, and None is for ever."""
    with pytest.raises(InvalidOption, match=r"^timeout is a number of seconds above 0"):
        check_timeout((1, seconds))
    with pytest.raises(InvalidOption, match=r"^deadline is a number of seconds above 0"):
        check_deadline(seconds)
    assert [check_timeout(timeout) for timeout in (None, 0.5, (None, 7))] == [None, 0.5, (None, 7)]
    assert [check_deadline(deadline) for deadline in (None, 0.5)] == [None, 0.5]


TAKERS = {
    "requests.mount": lambda **given: flatchr_clean.requests.mount(requests.Session(), **given),
    "requests.CleaningAdapter": flatchr_clean.requests.CleaningAdapter,
    "requests.CleanThen": lambda **given: flatchr_clean.requests.CleanThen(("a", "b"), **given),
    "requests.FlatchrSession": lambda **given: flatchr_clean.requests.FlatchrSession("s3same", **given),
    "requests.instrument": flatchr_clean.requests.instrument,
    "httpx.mount": lambda **given: flatchr_clean.httpx.mount(httpx.Client(), **given),
    "httpx.CleaningTransport": flatchr_clean.httpx.CleaningTransport,
    "httpx.AsyncCleaningTransport": flatchr_clean.httpx.AsyncCleaningTransport,
    "httpx.FlatchrClient": lambda **given: flatchr_clean.httpx.FlatchrClient("s3same", **given),
    "httpx.AsyncFlatchrClient": lambda **given: flatchr_clean.httpx.AsyncFlatchrClient("s3same", **given),
    "aiohttp.cleaning_middleware": flatchr_clean.aiohttp.cleaning_middleware,
}
FOR_THE_SERVICE = {name for name in TAKERS if "Flatchr" in name}


@pytest.mark.parametrize("taker", TAKERS)
def test_what_is_no_setting(taker):
    """What the program called is named, and the setting; not its value, nor what is called inside."""
    with pytest.raises(TypeError, match=r"got an unexpected keyword argument 'hostz'") as caught:
        TAKERS[taker](hostz="s3same")
    assert str(caught.value).startswith(taker.partition(".")[2])
    assert "s3same" not in str(caught.value)


@pytest.mark.parametrize("taker", sorted(TAKERS.keys() - {"requests.CleanThen"}))
def test_a_setting_that_is_nearly_one(taker):
    """Is told, and where none is near what there is."""
    with pytest.raises(TypeError, match=r"keyword argument 'profle': did you mean 'profile'\?$"):
        TAKERS[taker](profle="ascii")
    with pytest.raises(TypeError, match=r"'zzz': it takes .*fields, .*on_cleaned, profile, .*strict"):
        TAKERS[taker](zzz=1, profile="ascii")


@pytest.mark.parametrize("taker", sorted(FOR_THE_SERVICE))
def test_settings_of_what_is_made_for_the_service(taker):
    """Its own are told too; whose requests are cleaned is no setting there."""
    with pytest.raises(TypeError, match=r"keyword argument 'deadlin': did you mean 'deadline'\?$"):
        TAKERS[taker](deadlin=1)
    with pytest.raises(TypeError, match=r"keyword argument 'hosts': it takes base_url, company, deadline, "):
        TAKERS[taker](hosts="localhost:8443")
