"""Bodies that cost the most: many small things to clean, deep ones, packed ones. Knows no library.

They are the same for every seed: what makes them slow is what they are made of.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.samples.artefacts import ONE_OF_EACH

Body = tuple[dict[str, str], bytes]
"""Headers and content."""

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_ESCAPED: Final = b"%E2%80%99"


def _json(content: bytes) -> Body:
    return {"Content-Type": "application/json"}, content


def _lines(content: bytes) -> Body:
    return {"Content-Type": "application/x-ndjson"}, content


def _form(content: bytes) -> Body:
    return {"Content-Type": "application/x-www-form-urlencoded"}, content


def _parts(content: str, count: int) -> Body:
    part = f'--B\r\nContent-Disposition: form-data; name="comment"\r\n\r\n{content}\r\n'.encode()
    return {"Content-Type": "multipart/form-data; boundary=B"}, part * count + b"--B--\r\n"


def _packed(count: int) -> Body:
    content = gzip.compress((_APOSTROPHE * (count * 4 // 3)).encode(), mtime=0)
    return {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, content


def _string(size: int) -> bytes:
    text = ONE_OF_EACH * (size // len(ONE_OF_EACH.encode()))
    return json.dumps(text, ensure_ascii=False).encode()


def _keys(count: int) -> bytes:
    return b"{%b}" % b",".join(b'"%b%d":0' % (_APOSTROPHE.encode(), number) for number in range(count))


MAKERS: Final[Mapping[str, Callable[[int], Body]]] = {
    "a form of pairs": lambda count: _form(b"a=1&" * count),
    "a form of dirty pairs": lambda count: _form(b"a=%b&" % _ESCAPED * count),
    "a form of empty pairs": lambda count: _form(b"=&" * count),
    "parts": lambda count: _parts("1", count // 10),
    "dirty parts": lambda count: _parts(_APOSTROPHE, count // 10),
    "NDJSON of empty lines": lambda count: _lines(b"\n" * count),
    "NDJSON of dirty lines": lambda count: _lines(f'{{"a":"{_APOSTROPHE}"}}\n'.encode() * count),
    "an array of brackets": lambda count: _json(b"[" * count + b"]" * count),
    "brackets around a dirty string": lambda count: _json(
        b'%b"%b"%b' % (b"[" * count, _APOSTROPHE.encode(), b"]" * count)
    ),
    "an array of dirty strings": lambda count: _json(
        b"[%b]" % b",".join([f'"{_APOSTROPHE}"'.encode()] * count)
    ),
    "an object of dirty keys": lambda count: _json(_keys(count)),
    "one string of artefacts": lambda count: _json(_string(4 * count)),
    "a gzip of apostrophes": _packed,
}
"""What makes each of them of a count of small things; a million is four megabytes, or a few times that."""


def measure_content(body: Body) -> int:
    """Tell how many bytes a body holds, unpacked."""
    headers, content = body
    return len(gzip.decompress(content)) if "Content-Encoding" in headers else len(content)
