"""Tokens stay out of what is logged and shown."""

from __future__ import annotations

import logging

import pytest

from flatchr_clean.requests import BearerAuth, RedactingFilter, UncleanableBody
from flatchr_clean.requests.redaction import describe_address, describe_request, redact
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
        ("/x?csrf_token=kept&my-token=kept&tokens=kept", "/x?csrf_token=kept&my-token=kept&tokens=kept"),
        ("/x?token=", "/x?token="),
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
        ('{"token": null, "csrf_token": "kept"}', '{"token": null, "csrf_token": "kept"}'),
        ("rien à cacher", "rien à cacher"),
    ],
)
def test_redact(text, redacted):
    """The tokens are masked, however they are written; everything else stays."""
    assert redact(text) == redacted


@pytest.mark.parametrize(
    ("url", "described"),
    [
        ("https://user:secret@api.flatchr.io/x?token=s3same#y", "api.flatchr.io/x"),
        ("https://localhost:8443/x", "localhost:8443/x"),
        ("https://[::1]:8443//x/", "[::1]:8443//x/"),
        ("https://api.flatchr.io/anne%40example.org/a%0d%0aINFO", "api.flatchr.io/***/***"),
        ("https://api.flatchr.io/x;token=s3same/\x1b[31m/\ud800", "api.flatchr.io/***/***/***"),
        ("https://evil example\u2028/x", "***/x"),
        (None, ""),
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
        ("GET", "https://a.example/s3same", {"headers": {"Authorization": b"s3same"}}, "GET a.example/***"),
    ],
)
def test_requests_are_shown_in_one_line_without_their_secrets(method, url, settings, described):
    """What no address of the service holds is masked, and so is the request's own token."""
    request = prepare(url, **settings)
    request.method = method
    assert describe_request(request) == described
    assert str(UncleanableBody(f"{url} failed", request=request)).count("s3same") == 0


class Lines(logging.Handler):
    """Keeps formatted lines."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record):
        """Keep a line."""
        self.lines.append(self.format(record))


@pytest.fixture
def logger():
    """Give a logger whose handler has the filter."""
    logger = logging.getLogger("tests.redaction")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    handler = Lines()
    handler.addFilter(RedactingFilter())
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def test_the_filter_redacts_messages_and_arguments(logger):
    """The token is found in the message as it will be shown, wherever it came from."""
    logger.debug('%s "%s %s"', "https://api.flatchr.io:443", "GET", "/user?token=s3same")
    logger.debug("/user?api_%s=s3same", "key")
    assert logger.handlers[0].lines == [
        'https://api.flatchr.io:443 "GET /user?token=***"',
        "/user?api_key=***",
    ]


def test_the_filter_redacts_tracebacks(logger):
    """urllib3's errors name the path with its query, and logging.exception shows them."""
    try:
        raise ConnectionError("Max retries exceeded with url: /user?token=s3same")  # noqa: TRY301 - to be logged
    except ConnectionError:
        logger.exception("failed")
    (line,) = logger.handlers[0].lines
    assert line.endswith("ConnectionError: Max retries exceeded with url: /user?token=***")
    assert "s3same" not in line


def test_the_filter_leaves_other_records_as_they_are():
    """A record without a token keeps its message and its arguments, for handlers that group by them."""
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s mots", (3,), None)
    assert RedactingFilter().filter(record)
    assert (record.msg, record.args) == ("%s mots", (3,))


def test_the_filter_lets_a_wrong_logging_call_be_reported_by_logging():
    """A filter that raised would break the program that logs."""
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d", ("trois",), None)
    assert RedactingFilter().filter(record)


def test_the_filter_never_raises():
    """Whatever the call or an argument of it would raise is logging's to report."""

    class Broken:
        def __str__(self):
            raise LookupError

    record = logging.LogRecord("x", logging.INFO, "", 0, "%(nom)s %s", ({"a": 1},), None)
    assert RedactingFilter().filter(record)
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (Broken(),), None)
    assert RedactingFilter().filter(record)


def test_the_filter_redacts_stacks(logger):
    """Lines of source may hold a token too."""
    logger.info("here", stack_info=True)  # token=s3same
    (line,) = logger.handlers[0].lines
    assert "# token=***" in line
    assert "s3same" not in line
