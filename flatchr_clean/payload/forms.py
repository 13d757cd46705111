"""Forms taken apart and put together again. Knows urlencoded and multipart bodies; cleans nothing.

A form is never rebuilt: `find_pairs` and `find_parts` say where its fields stand in the body, and `splice`
puts new ones in their places. So whatever was not replaced is there byte for byte: order, `%` escapes,
headers, files, preamble, epilogue. Fields are found one by one: a million take no more memory than one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from flatchr_clean.payload.coding import decode_field
from flatchr_clean.payload.headers import Kind, MediaType, read_media_type, read_parameters

DEEPEST_PARTS: Final = 8
"""Multipart within multipart is read so far: each level is read once more, so that this bounds the time."""
PIECE: Final = 512
"""Bytes that are looked at together: many short fields, and little to do where one holds something."""
LONG_RUN: Final = 1 << 16
"""Bytes that stay as they are, a file's perhaps, and are copied once when all is put together."""

Splice: TypeAlias = tuple[int, int, bytes]
"""Start and end of a span, and what is put in its place."""


def splice(body: bytes, splices: Iterable[Splice]) -> bytes:
    """Replace some spans of a body.

    Args:
        body: the body.
        splices: sorted by place, not overlapping.

    Returns:
        The new body; the very same object when there is nothing to replace.

    Example:
        >>> splice(b"a=1&b=2", [(6, 7, b"3")])
        b'a=1&b=3'
    """
    spliced: list[Any] = [bytearray()]
    rest = memoryview(body)
    done = -1
    for start, end, replacement in splices:
        kept = rest[max(done, 0) : start]
        if len(kept) > LONG_RUN:
            spliced += [kept, bytearray()]
        else:
            spliced[-1] += kept
        spliced[-1] += replacement
        done = end
    return body if done < 0 else b"".join([*spliced, rest[done:]])


def find_pieces(body: bytes, separator: bytes) -> Iterator[tuple[int, int]]:
    """Cut a body into pieces, each of which ends with a separator, the last aside.

    Example:
        >>> list(find_pieces(b"a=1&" * 150, b"&"))
        [(0, 516), (516, 600)]
    """
    start = 0
    while start < len(body):
        end = body.find(separator, start + PIECE) + 1 or len(body)
        yield start, end
        start = end


class Head(NamedTuple):
    """What the headers of a field say.

    Attributes:
        name: its name; empty when it has none.
        is_file: True when it has a file name or is an attachment.
        media_type: what its Content-Type says.
        coding: its Content-Transfer-Encoding, empty when there is none; None when it is urlencoded.
    """

    name: str = ""
    is_file: bool = False
    media_type: MediaType = MediaType()
    coding: str | None = ""


class Field(NamedTuple):
    """One field of a form, or one part of any multipart body.

    Attributes:
        start: where its content begins in the body.
        end: where its content ends; the line break before the next delimiter is not part of it.
        name: its name as bytes, or that of the part it lies in; empty when there is none.
        head: what its headers say; None when it can't be taken apart, since there is no delimiter or no empty
            line after the headers: its span holds all there is.
        boundaries: those of the multipart bodies that it lies in, from the outermost on.
    """

    start: int
    end: int
    name: bytes
    head: Head | None
    boundaries: tuple[bytes, ...] = ()


NESTED: Final = re.compile(r"([^\[\]]++)((?:\[[^\[\]]*+\])++)")


def read_steps(name: str) -> list[str]:
    """Read a field's name as the way to a value in a document, as PHP, Rails and qs write it.

    Example:
        >>> read_steps("answers[0][value]"), read_steps("skills[]"), read_steps("prix [EUR] net")
        (['answers', '0', 'value'], ['skills', '0'], ['prix [EUR] net'])
    """
    nested = NESTED.fullmatch(name)
    return [nested[1], *(step or "0" for step in nested[2][1:-1].split("]["))] if nested else [name]


# Urlencoded forms (WHATWG URL, section 5).

URLENCODED: Final = Head(coding=None)


SEPARATED: Final = bytes.maketrans(b"&=", b"\n\n")
ANYTHING: Final = re.compile(rb"[^&]")
PLAIN_SIGNS: Final = bytes(set(range(0x20, 0x7F)).difference(b"&<\\"))
"""What hardly any cleaning touches: printable ASCII but for what begins references, tags and escapes."""
SPECIAL: Final = re.compile(
    rb"[^ -;=-[\]-~]|%(?!2[0-57-9A-Fa-f]|3[0-9ABD-Fabd-f]|5[0-9ABD-Fabd-f]|[46][0-9A-Fa-f]|7[0-9A-Ea-e])"
)
"""Finds in a form what is more than those, escaped or not."""


def find_pairs(
    body: bytes, matters: Callable[[bytes], bool], holding: re.Pattern[bytes] = ANYTHING
) -> Iterator[Field]:
    """Find the fields of an urlencoded form; a name without ``=`` has an empty value.

    Args:
        body: the form.
        matters: tells of many pairs at once whether any is wanted. They are decoded then, and a line feed
            stands behind each name and each value.
        holding: finds what a pair must hold, as it is written, to be given; no ampersand.

    Example:
        >>> [(pair.name, pair.start, pair.end) for pair in find_pairs(b"ville=Lyon&&cv", bool)]
        [(b'ville', 6, 10), (b'cv', 14, 14)]
    """
    for start, stop in find_pieces(body, b"&"):
        done = start if matters(decode_field(body[start:stop].translate(SEPARATED), None)) else stop
        while found := holding.search(body, done, stop):
            name = body.rfind(b"&", done, found.start()) + 1 or done
            end = body.find(b"&", found.end(), stop)
            end = stop if end < 0 else end
            equals = body.find(b"=", name, end)
            name_end, value = (end, end) if equals < 0 else (equals, equals + 1)
            yield Field(value, end, decode_field(body[name:name_end], None), URLENCODED)
            done = end


# Multipart bodies (RFC 2046, section 5.1; RFC 7578 for forms).

# A first line that can only be a delimiter: two hyphens, and a part's headers under them.
FIRST_DELIMITER: Final = re.compile(
    rb"(?:\r?\n)?--([^\r\n]{1,200}?)[ \t]*+\r?\n"
    rb"(?:[a-z-]{1,50}+:[^\r\n]*+\r?\n){0,9}?content-disposition[ \t]*+:",
    re.IGNORECASE,
)
DELIMITER_END: Final = re.compile(rb"(--)?[ \t]*+(\r?\n|\Z)")
FOLD: Final = re.compile(rb"\r?\n[ \t]++")


def maybe_sniff_boundary(body: bytes) -> bytes | None:
    r"""Tell the boundary of a body that begins like a form in parts, whatever its headers say.

    Example:
        >>> maybe_sniff_boundary(b"--8f1c\r\nContent-Disposition: form-data; name=text\r\n\r\nOui")
        b'8f1c'
    """
    match = FIRST_DELIMITER.match(body)
    return match[1] if match else None


def find_parts(body: bytes, boundary: bytes) -> Iterator[Field]:
    r"""Find the parts of a multipart body that hold no parts themselves.

    Lines may end in CRLF or, as some clients write them, in LF: the first delimiter's line tells. A
    last delimiter that is missing is taken to stand at the end.

    Args:
        body: the body.
        boundary: what follows the two hyphens of a delimiter; empty when it is not known.

    Example:
        >>> [(part.start, part.end) for part in find_parts(b"--b\n\nun\n--b--", b"b")]
        [(5, 7)]
    """
    read_head = lru_cache(maxsize=256)(_read_head)  # for this body alone: a file's name may be a person's
    levels: list[tuple[Iterator[tuple[int, int, bytes]], tuple[bytes, ...], bytes]]
    levels = [(_find_spans(body, boundary, 0, len(body)), (boundary,), b"")]
    while levels:
        spans, boundaries, name = levels[-1]
        span = next(spans, None)
        if span is None:
            levels.pop()
            continue
        start, end, line_break = span
        # The empty line is looked for from the line break before the part on, since a part without headers
        # begins with it; and up to the line break after the part, since one without content ends with it.
        size = len(line_break)
        blank = body.find(line_break * 2, start - size, end + size) if line_break else -1
        if blank < 0:
            yield Field(start, max(start, end), name, None, boundaries)
            continue
        head = read_head(body[start:blank])
        end = max(start, end)
        start = min(blank + 2 * size, end)
        name = head.name.encode() or name
        if head.media_type.kind is Kind.PARTS and not head.is_file:
            inner = head.media_type.boundary if len(boundaries) < DEEPEST_PARTS else b""
            levels.append((_find_spans(body, inner, start, end), (*boundaries, inner), name))
        else:
            yield Field(start, end, name, head, boundaries)


def _find_spans(body: bytes, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Find what stands between delimiters, and how their lines end; all, with no such end, if there are none.

    Delimiters have a line of their own; the first line of the span counts as one.
    """
    delimiter = b"--" + boundary
    line_break = b""
    opened = -1
    at = body.find(delimiter, start, end) if boundary else -1
    while at >= 0:
        after = at + len(delimiter)
        match = DELIMITER_END.match(body, after, end)
        begins_line = at == start or body.endswith(line_break or b"\n", 0, at)
        is_last = match is not None and match[1] is not None  # its line may end otherwise than the others
        if match and begins_line and (is_last or not line_break or match[2] in (line_break, b"")):
            if line_break:
                yield opened, at - len(line_break), line_break
            if is_last:
                return
            line_break = line_break or match[2] or b"\r\n"
            opened = match.end()
        at = body.find(delimiter, after, end)
    yield (opened, end, line_break) if line_break else (start, end, b"")


def _read_head(block: bytes) -> Head:
    # Names and file names come as UTF-8 (RFC 7578, section 5.1); they are only compared, never written back.
    headers: dict[bytes, str] = {}
    for line in FOLD.sub(b" ", block).split(b"\n"):
        name, _, value = line.partition(b":")
        headers.setdefault(name.strip().lower(), value.strip().decode("utf-8", "replace"))
    disposition = headers.get(b"content-disposition", "")
    parameters = read_parameters(disposition)
    return Head(
        parameters.get("name", ""),
        is_file(disposition),
        read_media_type.__wrapped__(headers.get(b"content-type", "")),  # it may name a file
        headers.get(b"content-transfer-encoding", ""),
    )


def is_file(disposition: str) -> bool:
    """Tell whether a Content-Disposition is a file's: it names one, or is an attachment.

    Example:
        >>> is_file('form-data; name="file"; filename="cv.pdf"'), is_file('form-data; name="text"')
        (True, False)
    """
    named = read_parameters(disposition)
    return not named.keys().isdisjoint(("filename", "filename*")) or (
        disposition.partition(";")[0].strip().lower() == "attachment"
    )


def has_delimiter(body: bytes, boundary: bytes) -> bool:
    """Tell whether some line of a body begins with a delimiter."""
    delimiter = b"--" + boundary
    return body.startswith(delimiter) or b"\n" + delimiter in body


def makes_delimiter(written: bytes, replacement: bytes, boundary: bytes) -> bool:
    r"""Tell whether more lines are delimiters, or begin as one, once a part's content is replaced.

    Example:
        >>> makes_delimiter(b"--8f1c\x07\nOui", b"--8f1c\nOui", b"8f1c")
        True
    """
    line = rb"(?:\A|\n)--" + re.escape(boundary)
    return any(
        len(re.findall(pattern, replacement)) > len(re.findall(pattern, written))
        for pattern in (line, line + rb"(?:--)?[ \t]*+(?=[\r\n]|\Z)")
    )
