"""Requests drawn by chance: every kind of body, right and wrong. Knows requests; knows nothing of cleaning.

`draw` gives the same request for the same seed and number on every machine, and takes a fraction of a
millisecond: Hypothesis draws better and shrinks, but takes ten times as long as what is tested here.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from flatchr_clean.flatchr.endpoints import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "Kézako-7319"
TOKEN = "t0ken-7319-kept-out-of-logs"
"""What stands in texts and in addresses, and must stand in no error and no line of log."""

WORDS = (
    "Chargé", "d'affaires", "été", "œuvre", "10", "€", "CDI", "H/F", "«", "»", "n°", "m²", "salarié·e", "",
    "Nguyễn", "北京", "Жанна", "a", "JSON", "null", "2026-03-01", "jeanne@exemple.fr", "06 12", "0", SECRET,
)  # fmt: skip
SIGNS = (
    " ", " ", " ", " ", "\n", "\r\n", "\r", "\t", "  ", ";", ",", ".", "&", "=", "+", "%", "%41",
    "%E2%80%99", "\\", "/", "<", ">", '"', "'", "{", "}", "[", "]", ":", "#", "?", "--", "\\u2019", "~", "*",
)  # fmt: skip
ARTEFACTS = (
    "’", "’", "’", "“", "”", "…", "–", "—", "• ", "\n•\t", "\xa0", "\u202f", "\u2028", "\xad", "\u200b",
    "\ufeff", "\uf0b7", "\x93", "\x07", "\x00", "\x85", "🎯", "👩\u200d💻", "🇫🇷", "ﬁ", "①", "⅓", "10⁶", "→",
    "e\u0301", "•e", "☐", "★", "‹", "＜", "＆", "＂", "；", "；", "‚", "\ufffd", "\U000e0041", "Ⓐ", "½", "™",
)  # fmt: skip
MARKUP = (
    "<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "&rsquo;", "&nbsp;", "&#8217;", "&#x2019;", "&amp;", "&",
    "&lt;b&gt;", "&eacute;", "&bull;", '<a href="/x?a=1&amp;b=2" title="l’offre">', "</a>",
    "<!-- l’autre -->",
    '<span data-type="mention" data-id="user@1">', "</span>", "<script>", "</script>", "&amp;rsquo;", "<",
    "<o:p></o:p>",
)  # fmt: skip
MISREAD = ("Ã©", "l\xe2\u20ac\u2122", "Â ", "â€¦", "√©", "ï‚·")
SURROGATES = ("\ud83d", "\udcaf")
# What a form in parts is made of. None has something invisible behind it on its line: see
# `test_no_delimiter_comes_of_cleaning`.
DELIMITERS = ("x--8f1c", "\r\n--8f1c\r\n", "\r\n--8f1c--\r\n", "–-8f1c", "\n—8f1c")

# Those that the table of fields speaks of, and others.
NAMES = (
    "title", "description", "mission", "profile", "note", "skills", "salary", "reference", "comment", "data",
    "answers", "question", "value", "email", "phone", "firstname", "lastname", "contentType", "password",
    "token", "api_key", "resume", "text", "html", "subject", "file", "mentions", "column", "users", "date",
    "motto", "status", "type", "", "l’autre", "a/b", "c~d", "*", "0", "answers[]", "réponse", "é\xa0",
    "_charset_",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1", "40000", "1.10", "1e400", "-1E+2", "0.1e-7", "123456789012345678901234567890", "9" * 400,
    "true", "false", "null",
)  # fmt: skip

CHARSETS = (
    "iso-8859-1", "windows-1252", "ISO-8859-15", "utf-16", "utf-16le", "us-ascii", "gbk", "utf-8", "UTF8",
)  # fmt: skip
UNKNOWN = ("x-user-defined", "utf-7", "klingon", "")
BOUNDARY = "8f1c"

OTHERS = ("/", "/company/G6KzqPnNLyp31m0l/unknown/thing", "/files/expire", "/a%20b/l%E2%80%99autre")
SIGNATURES = (
    ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
    ("Digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
    ("Content-Digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
    ("Signature-Input", 'sig1=("content-digest");keyid="k"'),
    ("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101"),
    ("Authorization", 'Signature keyId="k"'),
)
TYPES = {
    "json": ("application/json", "application/vnd.api+json", "text/json"),
    "lines": ("application/x-ndjson", "application/jsonl"),
    "pairs": ("application/x-www-form-urlencoded",),
    "parts": ("multipart/form-data; boundary=8f1c", 'multipart/mixed; boundary="8f1c"'),
    "text": ("text/plain",),
    "html": ("text/html",),
    "bytes": ("application/octet-stream", "image/png", "text/csv"),
}
ODD_TYPES = (
    "json", "*/*", "application/json, text/plain", ";", "multipart/form-data", "text/xml", "a/b/c",
    "\xe2\x80\x99",
)  # fmt: skip
CODINGS = ("identity", "gzip", "GZIP", "x-gzip", "deflate", "br", "gzip, gzip", "identity, gzip", "", "zstd")

POLICIES = (*["table"] * 8, *["text"] * 5, *["auto"] * 4, "rules", "exact", "opaque")
PROFILES = (*["flatchr"] * 9, "typography", "latin-1", "ascii")
LIMITS = (1, 16, 64, 256)
LEVELS = ("off", "WARNING", "INFO")


class Once:
    """An iterable that gives the same iterator again, as a reader of a queue does."""

    def __init__(self, *chunks: bytes | str) -> None:
        self._chunks = iter(chunks)

    def __iter__(self) -> Iterator[bytes | str]:
        return self._chunks


class Anew:
    """An iterable that starts anew each time."""

    def __init__(self, *chunks: bytes | str) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes | str]:
        return iter(self._chunks)


@dataclass
class Drawn:
    """A request, and what is to be known of it.

    Attributes:
        kind: what the body was made as.
        given: how the body is given.
        content: its bytes as a program would send them; a text when it is given as one; None where requests
            writes them.
        arguments: those of `requests.Request`.
        row: the key of the endpoint's fields in Flatchr's table; empty where nothing is documented.
        is_ours: whether the host is one that is cleaned.
        policy: the name of the fields that are asked for.
        profile: the name of a preset.
        limit: the most bytes that are read; None is the default.
        levels: the logger's, for sending it and for sending it again.
    """

    kind: str
    given: str
    content: bytes | str | None
    arguments: dict[str, Any]
    row: str
    is_ours: bool
    policy: str
    profile: str
    limit: int | None
    levels: tuple[str, str]

    def __repr__(self) -> str:
        # Short: a case that fails is drawn again by its number.
        what = f"{self.kind} as {self.given}, {self.policy}, {self.profile}, {self.limit}"
        return f"<{what}, {self.arguments!r:.600}, content={self.content!r:.800}>"


def draw(seed: int, number: int) -> Drawn:
    """Draw a request: the same for the same seed and number."""
    chance = Random(seed * 1_000_003 + number)
    row, method, url, is_ours = _draw_address(chance)
    kind = chance.choice(KINDS)
    content = MAKERS[kind](chance, row)
    headers = _draw_headers(chance, kind)
    given, arguments, written = _give(chance, content, headers)
    return Drawn(
        kind,
        given,
        written,
        {"method": method, "url": url, "headers": headers, **arguments},
        row,
        is_ours,
        chance.choice(POLICIES),
        chance.choice(PROFILES),
        chance.choice(LIMITS) if chance.random() < 0.04 else None,
        (chance.choice(LEVELS), chance.choice(LEVELS)),
    )


# Addresses.

ROWS = tuple(FIELDS)


def _draw_address(chance: Random) -> tuple[str, str, str, bool]:
    row = chance.choice(ROWS) if chance.random() < 0.75 else ""
    if row:
        method, *site, path = row.split()
        host = "careers.flatchr.io" if site else chance.choice(("api.flatchr.io", "api.demo.flatchr.io"))
        path = _fill(path)
    else:
        method = chance.choice(("POST", "PUT", "PATCH", "DELETE", "GET", "post"))
        path, host = chance.choice(OTHERS), chance.choice(("api.flatchr.io", "careers.flatchr.io"))
    drawn = chance.random()
    is_ours = drawn > 0.03
    if not is_ours:
        host = chance.choice(("exemple.fr", "api.flatchr.io.exemple.fr", "www.flatchr.io"))
    elif drawn < 0.1:  # may serve what the API serves, and the careers too
        host = "avivacuisines.flatchr.io"
    elif drawn < 0.2:
        host = chance.choice((host.upper(), f"{host}:443"))
    url = f"https://{host}{chance.choice(('', '', '', '/'))}{path}{chance.choice(('', '', '/'))}"
    return row, method.lower() if drawn > 0.95 else method, url + chance.choice(QUERIES), is_ours


QUERIES = ("", "", "", f"?token={TOKEN}", "?page=1&q=l%E2%80%99autre", "?q=l’autre#l’ancre")


@cache
def _fill(path: str) -> str:
    path = path.replace("...", "/company/G6KzqPnNLyp31m0l/vacancy/x")
    return "/".join("K3yOf16Charact3r" if step.startswith("{") else step for step in path.split("/"))


# Texts.


def draw_text(chance: Random, most: int = 6) -> str:
    """Draw a text: words and signs, and in half of all cases what the rules hunt."""
    pieces: list[str] = []
    families: tuple[tuple[str, ...], ...] = (WORDS, SIGNS)
    drawn = chance.random()
    if drawn < 0.5:
        families = (WORDS, SIGNS, ARTEFACTS, ARTEFACTS, MARKUP)
    elif drawn < 0.52:
        families = (WORDS, SIGNS, MISREAD)
    elif drawn < 0.54:
        families = (WORDS, ARTEFACTS, DELIMITERS)
    elif drawn < 0.56:
        families = (WORDS, SURROGATES, ARTEFACTS)
    pieces = [chance.choice(chance.choice(families)) for _ in range(chance.randrange(most))]
    return "".join(pieces)


# Bodies: each maker gives bytes, or a text that is still to be encoded.


def _draw_names(chance: Random, row: str) -> tuple[str, ...]:
    if not row or chance.random() < 0.3:
        return NAMES
    return _names_of(row)


@cache
def _names_of(row: str) -> tuple[str, ...]:
    return tuple(
        name for rule in FIELDS[row].rules for name in rule.pattern.split("/") if name and "*" not in name
    )


def _write_string(chance: Random, text: str) -> str:
    style = chance.random()
    if style < 0.4:
        return json.dumps(text)
    written = json.dumps(text, ensure_ascii=False)
    if style < 0.5:
        return written.replace("/", "\\/").replace("e", "\\u0065").replace("’", "\\u2019")
    return written


def _write_value(chance: Random, names: tuple[str, ...], depth: int) -> str:
    drawn = chance.random()
    if depth <= 0 or drawn < 0.4:
        return chance.choice(NUMBERS) if drawn < 0.06 else _write_string(chance, draw_text(chance))
    comma, colon, blank = chance.choice(STYLES)
    items = [_write_value(chance, names, depth - 1) for _ in range(chance.randrange(4))]
    if drawn < 0.55:
        return f"[{blank}{comma.join(items)}{blank}]"
    members = [f"{_write_string(chance, chance.choice(names))}{colon}{item}" for item in items]
    return f"{{{blank}{comma.join(members)}{blank}}}"


STYLES = ((",", ":", ""), (", ", ": ", ""), (",\n  ", ": ", "\n"), (",\r\n\t", " :\t", " "))


def _make_json(chance: Random, row: str) -> str:
    names = _draw_names(chance, row)
    drawn = chance.random()
    if drawn < 0.03:
        depth = chance.choice((20, 3000))
        return f"{'[' * depth}{_write_string(chance, draw_text(chance))}{']' * depth}"
    written = _write_value(chance, names, 2)
    if drawn < 0.6:  # most are objects
        colon = chance.choice((":", ": "))
        more = [_write_string(chance, draw_text(chance)) for _ in range(2)]
        written = ",".join(f'"{chance.choice(names)}"{colon}{value}' for value in (written, *more))
        written = f"{{{written}}}"
    if drawn > 0.95:
        return chance.choice(AROUND) + written + chance.choice(AROUND)
    return written


AROUND = ("", "\ufeff", " ", "\n", "\xa0", "\u200b", "\t\u2028", "\x85", "\x00")


SLIPS = ("’", "\n", "\x01", ",", "\\", "\\x", "\\ud83", "'", '"')


def _make_broken_json(chance: Random, row: str) -> str:
    written = _make_json(chance, row)
    at = chance.randrange(len(written) + 1)
    match chance.randrange(6):
        case 0:
            return written[:at]
        case 1:
            return written[:at] + chance.choice(SLIPS) + written[at:]
        case 2:
            return written.replace('"', "'")
        case 3:
            return written.replace('"', "“")
        case 4:
            return written + chance.choice((",", "]", "{}", "’", "NaN"))
    return written.replace("}", ",}").replace("]", ",]")


def _make_lines(chance: Random, row: str) -> str:
    makers = (_make_json, _make_json, _make_json, _make_json, _make_broken_json)
    lines = [
        chance.choice(makers)(chance, row).replace("\n", " ") if chance.random() < 0.8 else ""
        for _ in range(chance.randrange(6))
    ]
    return chance.choice(("\n", "\n", "\r\n")).join(lines)


def _make_value(chance: Random, row: str) -> str:
    drawn = chance.random()
    if drawn < 0.2:
        return _make_json(chance, row)
    return _make_broken_json(chance, row) if drawn < 0.25 else draw_text(chance)


def _encode(chance: Random, text: str, charset: str = "utf-8") -> bytes:
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return text.encode(charset, "replace" if chance.random() < 0.9 else "ignore")


def _make_pairs(chance: Random, row: str) -> bytes:
    names = _draw_names(chance, row)
    charset = "utf-8" if chance.random() < 0.9 else chance.choice(("cp1252", "latin-1"))
    pairs = []
    if chance.random() < 0.05:
        pairs.append(f"_charset_={chance.choice((charset, 'UTF-8', 'x-unknown', ''))}")
    for _ in range(chance.randrange(6)):
        write = chance.choice((quote_plus, quote_plus, quote, str))
        name, value = quote_plus(chance.choice(names)), _encode(chance, _make_value(chance, row), charset)
        if write is str:
            shown = value.replace(b"&", b"%26").replace(b"+", b"%2B").decode("latin-1")
        else:
            shown = write(value, safe=chance.choice(("", "", "/;,:'")))
        odd = chance.choice(("", name, "=", "%", "a=%zz"))
        pairs.append(f"{name}={shown}" if chance.random() < 0.97 else odd)
    return "&".join(pairs).encode("latin-1")


def _make_parts(chance: Random, row: str, depth: int = 2, boundary: str = BOUNDARY) -> bytes:
    names = _draw_names(chance, row)
    end = "\r\n" if chance.random() < 0.9 else "\n"
    parts = [b"" if chance.random() < 0.95 else b"Preamble" + end.encode()]
    for number in range(chance.randrange(5)):
        head, content = _make_part(chance, names, row, depth, f"{boundary}{number}")
        lines = end.join((f"--{boundary}", *head, "", ""))
        parts += (lines.encode("utf-8", "replace"), content, end.encode())
    last = b"--%b--" % boundary.encode() if chance.random() < 0.97 else b""
    parts += (last, chance.choice((b"", end.encode(), end.encode() + b"Epilogue")))
    body = b"".join(parts)
    if chance.random() < 0.03:
        at = chance.randrange(len(body) + 1)
        slip = chance.choice((b"", b"\r\n", b"--8f1c", b"\xff"))
        body = body[:at] + slip + body[at + chance.randrange(9) :]
    return body


FILE_NAMES = ('; filename="CV d’Élodie.pdf"', "; filename*=utf-8''cv.txt", "; filename=cv.txt")


def _make_part(
    chance: Random, names: tuple[str, ...], row: str, depth: int, inner: str
) -> tuple[list[str], bytes]:
    name = chance.choice(names)
    shown = chance.choice((f'"{name}"', f'"{name}"', f'"{name}"', name if name.isalnum() else f'"{name}"'))
    head = [f"{chance.choice(('Content-Disposition', 'content-disposition'))}: form-data; name={shown}"]
    drawn = chance.random()
    if drawn < 0.15:
        head[0] += chance.choice(FILE_NAMES)
        head.append(f"Content-Type: {chance.choice(('application/pdf', 'text/plain', 'application/json'))}")
        return head, chance.randbytes(20) + _encode(chance, draw_text(chance))
    if drawn < 0.22 and depth:
        head.append(f"Content-Type: multipart/mixed; boundary={inner}")
        return head, _make_parts(chance, row, depth - 1, inner)
    charset = "utf-8"
    value = _make_value(chance, row)
    if drawn < 0.4:
        charset = chance.choice(("utf-8", "iso-8859-1", "windows-1252", "utf-16le", "klingon"))
        kind = chance.choice(("text/plain", "text/html", "application/json", "Text/Plain"))
        head.append(f"Content-Type: {kind}; charset={charset}")
    elif drawn < 0.6:
        head.append(f"Content-Type: {chance.choice(PART_TYPES)}")
    content = _encode(chance, value, "utf-8" if charset == "klingon" else charset)
    if drawn > 0.85:
        coding, write = chance.choice(TRANSFER_CODINGS)
        head.append(f"Content-Transfer-Encoding: {coding}")
        content = write(content)
    return head, content


PART_TYPES = (
    "text/plain", "text/html", "application/json", "application/x-ndjson", "application/octet-stream",
    "application/x-www-form-urlencoded", "text/csv", "APPLICATION/JSON",
)  # fmt: skip


def _write_base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _write_quoted(content: bytes) -> bytes:
    return binascii.b2a_qp(content, istext=False)


TRANSFER_CODINGS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("base64", _write_base64),
    ("quoted-printable", _write_quoted),
    ("Quoted-Printable", _write_quoted),
    ("8bit", bytes),
    ("binary", bytes),
    ("base64", bytes),
    ("x-uuencode", bytes),
)


def _make_text(chance: Random, row: str) -> str:
    drawn = chance.random()
    if drawn < 0.1:
        return _make_json(chance, row)
    if drawn < 0.15:
        return chance.choice(("{{name}} L’offre", "[Urgent] L’offre", '"L’offre"', "[“a”]", "{“a”: 1}"))
    return draw_text(chance, 16)


def _make_bytes(chance: Random, _row: str) -> bytes:
    return chance.randbytes(chance.randrange(40))


MAKERS: dict[str, Callable[[Random, str], bytes | str]] = {
    "json": _make_json,
    "broken": _make_broken_json,
    "lines": _make_lines,
    "pairs": _make_pairs,
    "parts": _make_parts,
    "text": _make_text,
    "html": _make_text,
    "bytes": _make_bytes,
    "empty": lambda _chance, _row: b"",
}
SHARES = {
    "json": 30, "broken": 7, "lines": 10, "pairs": 17, "parts": 17, "text": 8, "html": 5, "bytes": 5,
    "empty": 1,
}  # fmt: skip
KINDS = tuple(kind for kind, share in SHARES.items() for _ in range(share))


# Headers, and the ways to give a body.


def _draw_headers(chance: Random, kind: str) -> dict[str, str | bytes]:
    headers = _draw_type(chance, kind)
    drawn = chance.random()
    if drawn < 0.12:
        headers["Content-Encoding"] = chance.choice(CODINGS)
    elif drawn < 0.15:
        headers.update([chance.choice(SIGNATURES)])
    elif drawn < 0.2:
        headers["Authorization"] = f"Bearer {TOKEN}"
    elif drawn < 0.22:
        headers.update([chance.choice((("Transfer-Encoding", "chunked"), ("Content-Length", "5")))])
    return headers


def _draw_type(chance: Random, kind: str) -> dict[str, str | bytes]:
    drawn = chance.random()
    if drawn > 0.92:
        return {}
    types = TYPES.get("json" if kind == "broken" else kind, ODD_TYPES)
    if drawn > 0.88:
        types = ODD_TYPES
    elif drawn > 0.75:
        types = chance.choice(tuple(TYPES.values()))
    value = chance.choice(types) + _draw_charset(chance, kind)
    drawn = chance.random()
    if drawn < 0.1 and "boundary" not in value:
        value = value.upper() if drawn < 0.05 else value.title()
    name = "content-type" if drawn > 0.9 else "Content-Type"
    return {name: value.encode("latin-1") if 0.5 < drawn < 0.53 else value}


def _draw_charset(chance: Random, kind: str) -> str:
    drawn = chance.random()
    if drawn < (0.75 if kind in {"json", "lines", "text", "html"} else 0.95):
        return ""
    charset = chance.choice(CHARSETS if drawn < 0.98 else UNKNOWN)
    return chance.choice((f"; charset={charset}", f'; charset="{charset}"', f";Charset={charset}"))


def _charset_of(headers: dict[str, str | bytes]) -> str:
    """Find the codec of a charset parameter, as this module writes it."""
    value = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    text = (value.decode("latin-1") if isinstance(value, bytes) else value).lower()
    charset = text.partition("charset=")[2].strip('"')
    return "utf-8" if charset in {"", *UNKNOWN} or charset.startswith("x") else charset


def _pack(chance: Random, content: bytes, coding: str) -> bytes:
    drawn = chance.random()
    if drawn < 0.1:  # not what is said
        return content
    packed = content
    for name in coding.lower().split(", "):
        if name in {"gzip", "x-gzip"}:
            packed = gzip.compress(packed, mtime=0)
            if drawn > 0.95:
                packed += gzip.compress(b" ", mtime=0)
        elif name == "deflate":
            packed = zlib.compress(packed) if drawn < 0.7 else zlib.compress(packed, wbits=-15)
    if drawn < 0.2:
        packed = packed[:-3] if drawn < 0.15 else packed + b"x"
    return packed


Given = tuple[str, dict[str, Any], "bytes | str | None"]


def _give(chance: Random, content: bytes | str, headers: dict[str, str | bytes]) -> Given:
    drawn = chance.random()
    if drawn < 0.06:
        return _give_to_requests(chance, headers)
    if isinstance(content, str):
        if drawn < 0.2:
            if drawn < 0.12:
                return "StringIO", {"data": io.StringIO(content, newline="")}, content
            return "str", {"data": content}, content
        content = _write_text(chance, content, headers)
    coding = headers.get("Content-Encoding")
    if coding:
        content = _pack(chance, content, str(coding))
    given, make = chance.choice(WAYS)
    return given, {"data": make(chance, content)}, content


def _write_text(chance: Random, text: str, headers: dict[str, str | bytes]) -> bytes:
    if any(half in text for half in SURROGATES):
        return text.encode("utf-8", "surrogatepass")
    return _encode(chance, text, _charset_of(headers) if chance.random() < 0.9 else "utf-8")


def _cut(chance: Random, content: bytes) -> list[bytes]:
    at = chance.randrange(len(content) + 1)
    return [chunk for chunk in (content[:at], content[at:]) if chunk]


def _make_file(chance: Random, content: bytes) -> Any:
    """Write a real file, and stand behind what is not to be sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it is forgotten
    before = chance.randrange(4)
    file.write(b"\xff" * before + content)
    file.seek(before)
    return file


def _make_bytes_io(chance: Random, content: bytes) -> io.BytesIO:
    before = chance.randrange(4)
    stream = io.BytesIO(b"\xff" * before + content)
    stream.seek(before)
    return stream


WAYS: tuple[tuple[str, Callable[[Random, bytes], Any]], ...] = (
    *[("bytes", lambda _chance, content: content)] * 9,
    ("bytearray", lambda _chance, content: bytearray(content)),
    ("BytesIO", _make_bytes_io),
    ("BytesIO", _make_bytes_io),
    ("file", _make_file),
    ("generator", lambda chance, content: (chunk for chunk in _cut(chance, content))),
    ("generator", lambda chance, content: (chunk for chunk in _cut(chance, content))),
    ("once", lambda chance, content: Once(*_cut(chance, content))),
    ("anew", lambda chance, content: Anew(*_cut(chance, content))),
)


def _give_to_requests(chance: Random, headers: dict[str, str | bytes]) -> Given:
    """Have requests write the body: as JSON, as a form, in parts."""
    headers.pop("Content-Encoding", None)
    # A boundary of another form: see `test_a_boundary_that_is_only_mentioned_is_none`.
    names_another = any("8f1c" in str(value) for value in headers.values())
    if chance.random() < 0.7 or names_another:
        for name in ("Content-Type", "content-type"):
            headers.pop(name, None)
    fields = {chance.choice(NAMES): _draw_sound(chance) for _ in range(chance.randrange(1, 5))}
    match chance.randrange(4):
        case 0:
            nested = {**fields, "answers": [{"question": _draw_sound(chance), "value": 1.5}, None, True]}
            return "json=", {"json": nested}, None
        case 1:
            return "data=dict", {"data": {**fields, "answers[]": [_draw_sound(chance), "1"]}}, None
        case 2:
            return "data=list", {"data": list(fields.items())}, None
    file = ("CV d’Élodie.pdf", _draw_sound(chance).encode() + b"\xff\x00", "application/pdf")
    return "files=", {"files": {"file": file, "text": (None, _draw_sound(chance))}, "data": fields}, None


def _draw_sound(chance: Random) -> str:
    return draw_text(chance).encode("utf-8", "ignore").decode()
