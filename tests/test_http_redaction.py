"""Tokens stay out of what is logged and shown."""

from __future__ import annotations

import pytest

from flatchr_clean.http.redaction import Head, describe_address, describe_request, redact
from flatchr_clean.requests import BearerAuth, UncleanableBody
from flatchr_clean.requests.errors import read_head
from tests.requests_doubles import prepare


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("/user?token=s3same", "/user?token=***"),
        ("/user?page=1&api_key=s3same&x=2", "/user?page=1&api_key=***&x=2"),
        ("/user?TOKEN=s3same HTTP/1.1", "/user?TOKEN=*** HTTP/1.1"),
        ("token=a&token=b", "token=***&token=***"),
        ("url: /x?token=s3same#top", "url: /x?token=***#top"),
        ("'/x?token=s3same'", "'/x?token=***'"),
        ("/x?csrf_token=s3same&my-token=s3same&tokens=kept", "/x?csrf_token=***&my-token=***&tokens=kept"),
        ("/x?token=", "/x?token="),
        ('"GET /x?token= HTTP/1.1" 200', '"GET /x?token= HTTP/1.1" 200'),
        ("token_type=kept&max_tokens: 5, monkey=kept", "token_type=kept&max_tokens: 5, monkey=kept"),
        ("/x?url=https%3A%2F%2Fa%3Ftoken%3Ds3same", "/x?url=https%3A%2F%2Fa%3Ftoken%3D***"),
        ("?access_token=s3same&b", "?access_token=***&b"),
        ("Authorization: Bearer s3same", "Authorization: Bearer ***"),
        ("authorization:bearer s3same\r\nAccept: */*", "authorization:bearer ***\r\nAccept: */*"),
        (r"b'Authorization: Bearer s3same\r\nAccept'", r"b'Authorization: Bearer ***\r\nAccept'"),
        ("Proxy-Authorization: Basic czM=", "Proxy-Authorization: Basic ***"),
        ("{'Authorization': 'Bearer s3same', 'A': 'b'}", "{'Authorization': 'Bearer ***', 'A': 'b'}"),
        ("(b'Authorization', b'Bearer s3same')", "(b'Authorization', b'Bearer ***')"),
        ("sent Bearer eyJhbGciOiJIUzI1NiJ9.c2Vu_bGw", "sent Bearer ***"),
        ("the word Bearer is added", "the word Bearer is added"),
        ('{"token": "s3same", "page": 1}', '{"token": "***", "page": 1}'),
        ("{'token': 's3same', 'page': 1}", "{'token': '***', 'page': 1}"),
        ("[('api_key', 's3same')]", "[('api_key', '***')]"),
        ("Login(token='s3same', page=1)", "Login(token='***', page=1)"),
        (r'"{\"token\": \"s3same\", \"page\": 1}"', r'"{\"token\": \"***\", \"page\": 1}"'),
        (r'{"password": "a, b; \"s3same"}', '{"password": "***"}'),
        ('{"token": null, "csrf_token": "s3same"}', '{"token": null, "csrf_token": "***"}'),
        ("FLATCHR_TOKEN=s3same TERM=x", "FLATCHR_TOKEN=*** TERM=x"),
        ("export FLATCHR_API_KEY='s3same'", "export FLATCHR_API_KEY='***'"),
        ("environ({'FLATCHR_TOKEN': 's3same', 'A': 'b'})", "environ({'FLATCHR_TOKEN': '***', 'A': 'b'})"),
        ("{'hosts': (), '_token': 's3same'}", "{'hosts': (), '_token': '***'}"),
        ('os.environ["FLATCHR_TOKEN"] = "s3same"', 'os.environ["FLATCHR_TOKEN"] = "***"'),
        ("os.environ.get('FLATCHR_TOKEN', 's3same')", "os.environ.get('FLATCHR_TOKEN', '***')"),
        ("    auth = BearerAuth('s3same', hosts=x)", "    auth = BearerAuth('***', hosts=x)"),
        ('with FlatchrSession("s3same") as session:', 'with FlatchrSession("***") as session:'),
        ('FlatchrSession(\n    "s3same",\n', 'FlatchrSession(\n    "***",\n'),
        ("check_token(b's3same')", "check_token(b'***')"),
        ("token = check('s3same')", "token = check('***')"),
        ("{'token': ['s3same'], 'page': ['1']}", "{'token': ['***'], 'page': ['1']}"),
        ("token = s3same", "token = ***"),
        ("token = Bearer s3same", "token = Bearer ***"),
        ('if token == "s3same":', 'if token == "***":'),
        ("token: s3same\npage: 2", "token: ***\npage: 2"),
        ("token:\n  - kept", "token:\n  - kept"),
        ("password : s3same", "password : ***"),
        ("X-Api-Key: s3same", "X-Api-Key: ***"),
        ("x-api-key:s3&same", "x-api-key:***"),
        ("X-Auth-Token: Bearer s3same", "X-Auth-Token: Bearer ***"),
        (r"b'X-Api-Key: s3same\r\nAccept: */*'", r"b'X-Api-Key: ***\r\nAccept: */*'"),
        ("(b'X-Api-Key', b's3same')", "(b'X-Api-Key', b'***')"),
        ("accessToken=s3same,userPassword='ouvre toi'", "accessToken=***Password='***'"),
        ("ApiKey=s3same;apikey: ouvretoi", "ApiKey=***apikey: ***"),
        ("password: s3same;Bearer s3same", "password: ***Bearer ***"),
        ("token=s3same,BearerAuth('ouvretoi')", "token=***BearerAuth('***')"),
        (r"'<pre>\nBearer s3same\n'", r"'<pre>\nBearer ***\n'"),
        ("token=s3same;Authorization : Bearer ouvretoi", "token=***Authorization : Bearer ***"),
        ("Authorization: Token token='s3same'", "Authorization: *** token='***'"),
        ("/x?h=bearer%20s3same&page=2", "/x?h=bearer%20***&page=2"),
        ("Authorization%3A+Bearer+ouvretoi", "Authorization%3A+Bearer+***"),
        ("Authorization%3A%20Basic%20czM%3D&a=b", "Authorization%3A%20Basic%20***&a=b"),
        ("/x?q=%7B%22token%22%3A%22s3same%22%7D&page=2", "/x?q=%7B%22token%22%3A%22***&page=2"),
        ("rien à cacher", "rien à cacher"),
    ],
)
def test_redact(text, redacted):
    """The tokens are masked, however they are written; everything else stays."""
    assert redact(text) == redacted


@pytest.mark.parametrize("name", ["token", "Token", "API_KEY", "apikey", "Api-Key", "password"])
@pytest.mark.parametrize("prefix", ["", "_", "FLATCHR_", "x-", "my", "%26"])
@pytest.mark.parametrize(
    "shape",
    ["{0}={1}", "{0}: {1}", "{0}:{1}", "{0} = {1}", "{0}='{1}'", "{{'{0}': '{1}'}}", '("{0}", "{1}")'],
)
def test_names_of_secrets(name, prefix, shape):
    """Whatever stands before it, in whatever case, and however it is given."""
    assert redact(shape.format(prefix + name, "s3same")) == shape.format(prefix + name, "***")


@pytest.mark.parametrize(
    ("url", "described"),
    [
        ("https://user:secret@api.flatchr.io/x?token=s3same#y", "api.flatchr.io/x"),
        ("https://localhost:8443/x", "localhost:8443/x"),
        ("https://[::1]:8443//x/", "[::1]:8443//x/"),
        ("https://api.flatchr.io/anne%40example.org/a%0d%0aINFO", "api.flatchr.io/***/***"),
        ("https://api.flatchr.io/x;token=s3same/\x1b[31m/\ud800", "api.flatchr.io/***/***/***"),
        ("https://evil example\u2028/x", "***/x"),
        ("", ""),
        ("https://[s3same/x", "an address that makes no sense"),
    ],
)
def test_addresses_are_shown_without_their_secrets(url, described):
    """Host and path say where; user, query and fragment may hold secrets."""
    assert describe_address(url) == described


@pytest.mark.parametrize(
    ("method", "url", "settings", "described"),
    [
        ("POST", "https://api.flatchr.io/x", {}, "POST api.flatchr.io/x"),
        ("POST\r\nINFO", "https://api.flatchr.io/x", {}, "*** api.flatchr.io/x"),
        ("GET\x1b[31m", "https://api.flatchr.io/x", {}, "*** api.flatchr.io/x"),
        (
            "GET",
            "https://api.flatchr.io/s3same/x",
            {"auth": BearerAuth("s3same")},
            "GET api.flatchr.io/***/x",
        ),
        ("GET", "https://api.flatchr.io/a-s3same?token=s3same", {}, "GET api.flatchr.io/a-***"),
        ("GET", "https://api.flatchr.io/company?token=co", {}, "GET api.flatchr.io/company"),
        ("GET", "https://a.example/s3same", {"headers": {"Authorization": b"s3same"}}, "GET a.example/***"),
    ],
)
def test_requests_are_shown_in_one_line_without_their_secrets(method, url, settings, described):
    """What no address of the service holds is masked, and so is the request's own token."""
    request = prepare(url, **settings)
    request.method = method
    assert describe_request(read_head(request)) == described
    assert str(UncleanableBody(f"{url} failed", request=request)).count("s3same") == 0


def test_a_head_shows_no_more_than_that():
    """Neither its query nor its headers, which hold the token."""
    head = Head("POST", "https://api.flatchr.io/x?token=s3same", {"authorization": b"Bearer s3same"})
    assert repr(head) == "<Head of POST api.flatchr.io/x>"
    assert head.maybe_header("AUTHORIZATION") == "Bearer s3same"
    assert head.maybe_header("Digest") is None


def test_a_secret_that_begins_another_leaves_nothing_of_it():
    """The longest is masked first."""
    url = "https://api.flatchr.io/x/abcdefghij/abcdef?token=abcdefghij"
    head = Head("GET", url, {"authorization": "Bearer abcdef"})
    assert describe_request(head) == "GET api.flatchr.io/x/***/***"
