"""Tokens stay out of what is logged and shown."""

from __future__ import annotations

import logging

import pytest

from flatchr_clean.requests import RedactingFilter
from flatchr_clean.requests.redaction import describe_address, redact


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
        ("rien à cacher", "rien à cacher"),
    ],
)
def test_redact(text, redacted):
    """The values of token= and api_key= are masked, everything else stays."""
    assert redact(text) == redacted


@pytest.mark.parametrize(
    ("url", "described"),
    [
        ("https://user:secret@api.flatchr.io/x?token=s3same#y", "api.flatchr.io/x"),
        ("https://localhost:8443/x", "localhost:8443/x"),
        (None, ""),
        ("https://[s3same/x", "an address that makes no sense"),
    ],
)
def test_addresses_are_shown_without_their_secrets(url, described):
    """Host and path say where; user, query and fragment may hold secrets."""
    assert describe_address(url) == described


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
