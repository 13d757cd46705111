"""Addresses are compared parsed: scheme, host and port, never by how they begin."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request
from urllib3.util import parse_url

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import HOSTS, TOKEN_HOSTS
from flatchr_clean.flatchr.hosts import is_slug
from flatchr_clean.http.hosts import Standing, is_career_site, parse_hosts, parse_token_hosts
from flatchr_clean.http.refusals import InvalidAddress
from tests.requests_doubles import addresses

FLATCHR_HOSTS = parse_hosts(HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.flatchr.io/company",
        "https://API.Flatchr.IO/company",
        "HTTPS://api.flatchr.io",
        "https://api.flatchr.io:443/",
        "https://careers.flatchr.io/vacancy/candidate/json",
        "https://api.demo.flatchr.io/",
        "https://avivacuisines.flatchr.io/fr",
        "https://user:pass@api.flatchr.io/",
        "https://api.flatchr.io?token=x",
        "https://api.flatchr.io#top",
        "https://api.flatchr.io./",
        "https://avivacuisines.flatchr.io.:443/",
        "https://api.flatchr.io",
        "https://api.flatchr.io:443/company",
        "https://api.flatchr.io:/company",
        "HTTPS://API.FLATCHR.IO/company",
        "https://api.demo.flatchr.io/?a=1",
        "https://avivacuisines.flatchr.io/",
        "https://groupe-2.flatchr.io#fin",
        "https://user:password@api.flatchr.io/",
        "https://api.flatchr.io?//evil.example",
        "https://api.flatchr.io./company",
    ],
)
def test_the_services_own_addresses_are_meant(url):
    """Every way of writing one of the hosts, on its default port, is that host."""
    assert FLATCHR_HOSTS.standing(url) is Standing.MEANT


@pytest.mark.parametrize(
    "url",
    [
        "https://api.flatchr.io.evil.example/",
        "https://api.flatchr.io@evil.example/",
        "https://evil.example/api.flatchr.io",
        "https://evil.example?api.flatchr.io",
        "https://evil.example#@api.flatchr.io",
        "https://evil.example\\@api.flatchr.io/",
        "https://api.flatchr.io\\@evil.example/",
        "https://xapi-flatchr.io/",
        "https://flatchr.io/",
        "https://a.b.flatchr.io/",
        "https://-a.flatchr.io/",
        "https://.flatchr.io/",
        "https://api.flatchr.io../",
        "https://www.flatchr.io/",
        "https://status.flatchr.io./",
        "https://api.flatchr.io:8443/",
        "https://api.flatchr.io:80/",
        "https://api.flatchr.io:99999/",
        "https://api.flatchr.io:port/",
        "https://[api.flatchr.io]/",
        "https://xn--pi-6kc.flatchr.io/",
        "https://\N{CYRILLIC SMALL LETTER A}pi.flatchr.io/",
        "https://api.flatchr\N{FULLWIDTH FULL STOP}io/",
        "https://localhost/",
        "ftp://api.flatchr.io/",
        "//api.flatchr.io/",
        "api.flatchr.io",
        "",
        "https://api.flatchr.io:443@evil.example/",
        "https://api.flatchr.io%2eevil.example/",
        "https://evil.example?https://api.flatchr.io",
        "https://api-flatchr.io/",
        "https://apiflatchr.io/",
        "https://api.flatchr.io:0/",
        "https://api.flatchr.io:443x/",
        "https://STATUS.flatchr.io/",
        "https://*.flatchr.io/",
        "https://-api.flatchr.io/",
        "https://xn--pi-7kc.flatchr.io/",
        "https://\N{KELVIN SIGN}iwi.flatchr.io/",
        "https://api\N{IDEOGRAPHIC FULL STOP}flatchr.io/",
        "https:\\\\api.flatchr.io/",
        "https://api.flatchr.io\n.evil.example/",
        "https://api.flatchr.io /",
        "\thttps://api.flatchr.io/",
        "https://api.flatchr.io\x00/",
        "https://[::1/",
        "https:api.flatchr.io",
        "https:///api.flatchr.io",
    ],
)
def test_look_alikes_are_foreign(url):
    """What only looks like one of the hosts is none, nor is another port or another scheme."""
    assert FLATCHR_HOSTS.standing(url) is Standing.FOREIGN


def test_hosts_are_known_by_their_whole_name():
    """A host is one of `HOSTS` in any case, and a career site has one label before the domain."""
    known = [host.replace("*", "avivacuisines").upper() for host in HOSTS]
    unknown = ["", "flatchr.io", "*.flatchr.io", "api.flatchr.io..", "a" * 64 + ".flatchr.io"]
    assert {FLATCHR_HOSTS.standing(f"https://{host}/") for host in known} == {Standing.MEANT}
    assert {FLATCHR_HOSTS.standing(f"https://{host}/") for host in unknown} == {Standing.FOREIGN}


@pytest.mark.parametrize(
    "label", ["api", "app", "blog", "careers", "cdn", "docs", "help", "mail", "status", "www"]
)
def test_what_is_no_career_site(label):
    """Names of the service's other hosts are no company's: neither cleaned as a career site nor one."""
    url = f"https://{label}.flatchr.io/"
    assert not is_career_site(url)
    assert (FLATCHR_HOSTS.standing(url) is Standing.MEANT) == (label in {"api", "careers"})


@pytest.mark.parametrize("url", ["https://avivacuisines.flatchr.io/", "https://AVIVA.flatchr.io.:443/fr?x=1"])
def test_career_sites(url):
    """A slug under flatchr.io, over TLS."""
    assert is_career_site(url)
    assert not is_career_site(url.replace("https", "http").replace("443", "80"))


def test_a_look_alike_stays_foreign_after_requests_encoded_it():
    """Requests writes a Cyrillic look-alike in Punycode under the same domain, and it is still none."""
    prepared = Request("GET", "https://\N{CYRILLIC SMALL LETTER A}pi.flatchr.io/").prepare()
    assert prepared.url == "https://xn--pi-6kc.flatchr.io/"
    assert FLATCHR_HOSTS.standing(prepared.url) is Standing.FOREIGN


@pytest.mark.parametrize(
    "url", ["http://api.flatchr.io/", "http://API.flatchr.io:8080/", "http://a-b.flatchr.io:443/"]
)
def test_http_on_a_host_is_insecure_on_any_port(url):
    """Without TLS a host that is meant is neither meant nor foreign."""
    assert FLATCHR_HOSTS.standing(url) is Standing.INSECURE


@pytest.mark.parametrize(
    ("pattern", "meant", "insecure", "foreign"),
    [
        ("localhost:8443", "https://localhost:8443/", "http://localhost:8443/", "https://localhost:8444/"),
        (
            "https://localhost:8443/",
            "https://localhost:8443/x",
            "http://localhost:8443/",
            "http://localhost/",
        ),
        ("localhost", "https://localhost:50123/", "http://localhost:50123/", "https://127.0.0.1:50123/"),
        ("127.0.0.1", "https://127.0.0.1:50123/", "http://127.0.0.1/", "https://localhost/"),
        ("[::1]:8443", "https://[::1]:8443/", "http://[::1]:8443/", "https://[::1]/"),
        ("Relay.Example", "https://relay.example/", "http://relay.example:80/", "https://relay.example:444/"),
        (
            "relay.example:444",
            "https://relay.example:444/",
            "http://relay.example:444/",
            "https://relay.example/",
        ),
    ],
)
def test_hosts_of_ones_own(pattern, meant, insecure, foreign):
    """A pattern gives a port, or takes the default one; a loopback name alone takes any."""
    hosts = parse_hosts([pattern])
    assert [hosts.standing(url) for url in (meant, insecure, foreign)] == list(Standing)


def test_http_is_for_loopback_and_has_to_be_asked_for():
    """With http written out, a loopback host is meant without TLS, and only so."""
    hosts = parse_hosts("http://127.0.0.1:8000")
    assert hosts.standing("http://127.0.0.1:8000/user/login") is Standing.MEANT
    assert hosts.standing("https://127.0.0.1:8000/user/login") is Standing.FOREIGN
    assert hosts.standing("http://127.0.0.1:8001/user/login") is Standing.FOREIGN


@pytest.mark.parametrize(
    "pattern",
    [
        "http://relay.example",
        "ftp://localhost",
        "localhost:port",
        "localhost:8443/path",
        "https://localhost?x",
        "user@localhost",
        "https://jean:dupont@localhost",
        "",
        "*",
        "api.*.io",
        "under_score.example",
        "[::1",
        "[:::]",
        "relay.example..",
        "relay..example",
        "*.com",
        "*.com.",
        "*.*.flatchr.io",
        "api.flatchr.io:99999",
        "api.flatchr.io:0",
        "api.flatchr.io:+1",
        " api.flatchr.io",
        "api.flatchr.io\n",
        "api.flatchr .io",
        "api.flatchr.io\\",
        "*.bücher.example",
        ".".join(["a" * 60] * 5),
        b"api.flatchr.io",
        None,
        7,
        ["api.flatchr.io"],
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused_at_once(pattern):
    """A host that could never be meant is an error when it is given, not a silence later; it is not shown."""
    with pytest.raises(InvalidAddress) as caught:
        parse_hosts([pattern])
    assert isinstance(caught.value, (CleaningError, ValueError))
    assert not pattern or str(pattern) not in str(caught.value)


@pytest.mark.parametrize("hosts", [[], (), set(), "", b"", b"api.flatchr.io", None, 7, object(), [[]]])
def test_hosts_that_are_none_are_refused_at_once(hosts):
    """Of no host, nothing would ever be cleaned."""
    with pytest.raises(InvalidAddress):
        parse_hosts(hosts)


@pytest.mark.parametrize(
    "hosts", ["*.flatchr.io", HOSTS, "avivacuisines.flatchr.io", "flatchr.io", "status.flatchr.io."]
)
def test_a_token_is_for_named_hosts_alone(hosts):
    """Of the service's own those that ask for it; a career site is not one of them, even when it is named."""
    with pytest.raises(InvalidAddress):
        parse_token_hosts(hosts)


def test_one_host_has_many_spellings():
    """Upper case, the dot at the end, and the letters that IDNA has a form for."""
    assert parse_hosts("B\N{LATIN CAPITAL LETTER U WITH DIAERESIS}cher.example.:8443") == parse_hosts(
        "xn--bcher-kva.example:8443"
    )
    prepared = Request("GET", "https://bücher.example:8443/").prepare()
    assert parse_hosts("bücher.example:8443").standing(prepared.url) is Standing.MEANT


def test_one_pattern_may_be_given_alone():
    """A str is one host, not an iterable of letters."""
    assert parse_hosts("localhost:8443") == parse_hosts(["localhost:8443"])


def test_hosts_pickle():
    """Compiled hosts survive pickling, as the adapter that holds them must."""
    assert pickle.loads(pickle.dumps(FLATCHR_HOSTS)) == FLATCHR_HOSTS


@pytest.mark.parametrize(
    ("prefix", "may"),
    [
        ("", True),
        ("https", True),
        ("https://", True),
        ("HTTPS://", True),
        ("http://", True),
        ("ftp://", False),
        ("mock://", False),
        ("file", False),
        ("https://api.flatchr.io", True),
        ("https://API.flatchr.io/", True),
        ("https://api.flatchr.io:443/company", True),
        ("https://api.flat", True),
        ("https://api.flatchr.io.", True),
        ("https://api.flatchr.io.:", True),
        ("https://api.flatchr.io./company", True),
        ("https://status.flatchr.io/", False),
        ("https://api.flatchr.io.evil.example", False),
        ("https://api.flatchr.io.evil.example/", False),
        ("https://avivacuisines", True),
        ("https://avivacuisines.flatchr.io/fr", True),
        ("https://avivacuisines.", True),
        ("https://other.example", False),
        ("https://other.example/", False),
        ("https://ap", True),
        ("https://api.flatchr.io:8443/", False),
        ("http://api.flatchr.io:80", True),
        ("http://api.flatchr.io:80/", True),
        ("https://user@", True),
    ],
)
def test_which_prefixes_an_address_of_the_hosts_may_start_with(prefix, may):
    """An adapter matters when requests could choose it for one of the hosts, and only then."""
    assert FLATCHR_HOSTS.may_start_with(prefix) is may


def test_a_prefix_may_name_an_ipv6_host():
    """Brackets belong to the address, not to the name."""
    hosts = parse_hosts("[::1]:8443")
    assert hosts.may_start_with("https://[::1]")
    assert hosts.may_start_with("https://[::1]:8443/")
    assert not hosts.may_start_with("https://[::2]")


@given(st.sampled_from(["https://", "HTTPS://", "https:", "http://"]), addresses)
def test_the_host_that_is_meant_is_the_one_that_is_called(scheme, address):
    """However an address is written, urllib3 connects where we took it to lead, and nowhere else."""
    try:
        prepared = Request("POST", scheme + address).prepare()
    except (ValueError, UnicodeError):
        return  # requests sends nothing there (its InvalidURL is a ValueError)
    parts = parse_url(prepared.url)
    host = (parts.host or "").removesuffix(".")
    is_known = host in TOKEN_HOSTS or (host.count(".") == 2 and is_slug(host.removesuffix(".flatchr.io")))
    called = parts.scheme == "https" and parts.port in (None, 443) and is_known
    assert (FLATCHR_HOSTS.standing(prepared.url) is Standing.MEANT) == called
