"""Tokens out of log records. Knows logging; not how a token is written."""

from __future__ import annotations

import logging

from flatchr_clean.http.redaction import redact


class RedactingFilter(logging.Filter):
    """Masks tokens in log records, and in their tracebacks; opt-in.

    It knows them in queries, in ``Authorization`` headers, and as the value of any name that ends in token,
    api_key, apikey, api-key or password: in headers, in JSON, in environments, in what Python shows of its
    objects and of its source.

    Put it on handlers: a filter on a logger doesn't see what the loggers under it pass on::

        handler = logging.StreamHandler()
        handler.addFilter(RedactingFilter())
        logging.basicConfig(level=logging.DEBUG, handlers=[handler])
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; none is dropped."""
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - an argument may raise anything; logging itself will report it
            return True
        redacted = redact(message)
        if redacted != message:
            record.msg, record.args = redacted, ()
        if record.exc_info and not record.exc_text:
            # Formatters show exc_text where it is set, and format exc_info only where it is not.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True
