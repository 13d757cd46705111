"""Tokens stay out of log records, their tracebacks and their stacks."""

from __future__ import annotations

import logging

import pytest

from flatchr_clean.requests import FlatchrSession, InvalidOption, RedactingFilter


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


def test_the_filter_redacts_source_lines(logger):
    """A traceback shows the line that failed, and people try things with the token in it."""
    try:
        FlatchrSession("s3same", timeout=0)
    except InvalidOption:
        logger.exception("failed")
    (line,) = logger.handlers[0].lines
    assert 'FlatchrSession("***", timeout=0)' in line
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
