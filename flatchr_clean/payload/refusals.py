"""Why a body cannot be cleaned. Knows reasons and places; knows no way of finding them.

A refused body must not be sent as if it had been cleaned. Every error says what was found, where
(the field of a form, the line, the byte) and what to do; none carries a byte of the body.
"""

from __future__ import annotations

from typing import Self

from flatchr_clean.errors import CleaningError, InvalidJSON


class BodyError(CleaningError, ValueError):
    """Base of every refusal: the body is not what its headers say, or is beyond what we can read."""


class BodyTooLarge(BodyError):
    """What would be read of the body, once unpacked, is longer than ``max_body_bytes``."""

    @classmethod
    def check(cls, size: int, limit: int) -> None:
        """Refuse what is longer than the limit."""
        if size > limit:
            raise cls(
                f"the body holds more than max_body_bytes ({limit} bytes) to read: raise the limit, or send "
                "less at once. Files are not read: send them as parts of a form, or under a type of their own"
            )

    @classmethod
    def of_stream(cls, limit: int) -> Self:
        """Say that a stream, which was read so far, is longer than the limit."""
        return cls(
            f"the stream is longer than max_body_bytes ({limit:,}): raise it, or give the stream a "
            "Content-Type that is not cleaned, such as application/octet-stream"
        )


class UnknownCoding(BodyError):
    """A content or transfer coding that is not ours to undo: it is refused, never guessed."""


class CorruptCoding(BodyError):
    """The bytes are not in the coding that the headers name, such as a gzip that is none."""


class UnknownCharset(BodyError):
    """A charset that is not in the table of those we read and write exactly."""


class UndecodableText(BodyError):
    """Bytes that do not exist in the charset of the text, which is UTF-8 unless a header says otherwise."""


class UnencodableText(BodyError):
    """The cleaned text holds a character that the charset of the body cannot write."""


class BrokenForm(BodyError):
    """A multipart body that cannot be taken apart, or not be put together again."""


class BrokenJSON(BodyError, InvalidJSON):
    """A text announced as JSON is none, and holds what would have been cleaned.

    Args:
        msg: what is wrong with the JSON and what it holds, without any of its text.
        pos: index of the syntax error in the document, in code points.
        line: its line, 1-based; lines end at U+000A.
        column: its column in that line, 1-based, in code points.
    """
