"""What arrives of what is given, and what is refused: data, without a client.

A case is one call to a server that the client is mounted for. A further client, rule or format adds a line.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any

from tests.acceptance.clients.drivers import Body, Content, Fields, Form, Json, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JSON_TYPE = {"Content-Type": "application/json"}
CSV_TYPE = {"Content-Type": "text/csv"}
NDJSON_TYPE = {"Content-Type": "application/x-ndjson"}
PARTS_TYPE = {"Content-Type": "multipart/form-data; boundary=x"}


def typed(content_type: str) -> dict[str, str]:
    """Name a media type."""
    return {"Content-Type": content_type}


def zip_still(content: bytes) -> bytes:
    """Pack, whatever the time is."""
    return gzip.compress(content, mtime=0)


DIRTY = '{ "title":"Chargé·e d’affaires – CDI" ,"a":1.10, "a": 1e400, "b":"\\/\\u00e9\\u2019" }'.encode()
CLEAN = '{ "title":"Chargé·e d\'affaires - CDI" ,"a":1.10, "a": 1e400, "b":"\\/\\u00e9\'" }'.encode()
HALVES = (DIRTY[:21], DIRTY[21:])
BROKEN = '{"title": "Chargé d’affaires",}'.encode()
CSV = "Chargé;d’affaires\n".encode() * 10
PDF = b"%PDF-1.7 \xe2\x80\x99 \x00\xff\r\n" * 9


@dataclass(frozen=True)
class Edited:
    """What the client sends without us, with these replacements: its way of writing is its own affair."""

    edits: Mapping[bytes, bytes] = field(default_factory=dict)

    def of(self, plain: bytes) -> bytes:
        """Give what is expected."""
        for old, new in self.edits.items():
            plain = plain.replace(old, new)
        return plain


@dataclass(frozen=True)
class Case:
    """A call, and what comes of it.

    Args:
        label: what it is about.
        body: how the body is given.
        expected: the body that arrives, to the byte; or the name of the error, and nothing arrives.
        method: of the request.
        path: of the address, with its query.
        headers: of the request.
        settings: those of `mount`, beside the host.
        head: header fields that arrive; None where there is none of that name.
        unpack: makes what is compared of what arrives.
        changed: how many changes the answer tells, by rule; None where that is not compared.
    """

    label: str
    body: Body
    expected: bytes | Edited | str
    _: KW_ONLY
    method: str = "POST"
    path: str = "/x"
    headers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    head: Mapping[str, str | None] = field(default_factory=dict)
    unpack: Callable[[bytes], bytes] = bytes
    changed: Mapping[str, int] | None = None


WHOLE: dict[str, str | None] = {"content-length": str(len(CLEAN)), "transfer-encoding": None}
"""The head of a body that was cleaned: its own length, and no chunks."""
AS_JSON = Edited({"’".encode(): b"'", rb"\u2019": b"'"})
AS_TEXT = Edited({"’".encode(): b"'"})
APPLICANT = "/company/c/vacancy/v/applicant/a"

CARRIED = (
    # One of each kind of body, with a name of its own: what arrives, and how it is announced.
    Case("json", Json({"a": "L’été"}), AS_JSON, changed={"apostrophe": 1}),
    Case("json of a clean text", Json({"a": "L'été"}), Edited(), changed={}),
    Case("str", Content(DIRTY.decode()), CLEAN, headers=JSON_TYPE, head=WHOLE),
    Case("bytes", Content(DIRTY), CLEAN, headers=JSON_TYPE, head=WHOLE),
    Case("untyped JSON", Stream(HALVES), CLEAN, head=WHOLE),
    Case("stream", Stream(HALVES), CLEAN, headers=JSON_TYPE, head=WHOLE),
    Case(
        "stream of a clean text",
        Stream((CLEAN[:9], CLEAN[9:])),
        CLEAN,
        headers=JSON_TYPE,
        head=WHOLE,
        changed={},
    ),
    Case(
        "stream with its length",
        Stream(HALVES),
        CLEAN,
        headers={**JSON_TYPE, "Content-Length": str(len(DIRTY))},
        head=WHOLE,
    ),
    Case(
        "stream said to be chunked",
        Stream(HALVES),
        CLEAN,
        headers={**JSON_TYPE, "Transfer-Encoding": "chunked"},
        head=WHOLE,
    ),
    Case("empty stream", Stream(()), b"", headers=JSON_TYPE, head={"content-length": "0"}),
    Case("nothing", None, b"", headers=JSON_TYPE),
    Case("stream that is carried", Stream((CSV[:9], CSV[9:])), CSV, headers=CSV_TYPE, changed={}),
    Case(
        "bytes that are carried", Content(CSV), CSV, headers=CSV_TYPE, head={"content-length": str(len(CSV))}
    ),
    Case("opaque", Content(PDF), PDF, headers=typed("application/pdf"), changed={}),
    Case("text", Content("L’été…".encode()), "L'été...".encode(), headers=typed("text/plain")),
    Case("untyped text", Content("L’été…".encode()), "L’été…".encode()),
    Case("text that begins like JSON", Content("[Urgent] L’offre".encode()), "[Urgent] L’offre".encode()),
    Case("template", Content("{{name}} L’offre".encode()), "{{name}} L’offre".encode()),
    *(
        Case(f"json by {method}", Json({"a": "’"}), AS_JSON, method=method)
        for method in ("GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PUT")
    ),
    # Forms.
    Case(
        "urlencoded",
        Fields({"b": "l’été", "a": "1 + 1"}),
        b"b=l%27%C3%A9t%C3%A9&a=1+%2B+1",
        head={"content-type": "application/x-www-form-urlencoded"},
    ),
    Case(
        "urlencoded in Latin-1",
        Content(b"b=l%92%E9t%E9"),
        b"b=l%27%E9t%E9",
        headers=typed("application/x-www-form-urlencoded; charset=cp1252"),
    ),
    Case(
        "form with a file",
        Form(
            {"text": "<p>L’avis…</p>", "private": "false"},
            {"file": ("avis.txt", "l’avis".encode(), "text/plain")},
        ),
        Edited({"L’avis…".encode(): b"L'avis..."}),
        path=f"{APPLICANT}/comment",
        head={"transfer-encoding": None},
        changed={"apostrophe": 1, "ellipsis": 1},
    ),
    Case(
        "form with a large file",
        Form({"text": "l’un"}, {"cv": ("cv.pdf", PDF * 99, "application/pdf")}),
        Edited({"l’un".encode(): b"l'un"}),
        settings={"max_body_bytes": 1000},
    ),
    Case(
        "form of clean text", Form({"text": "l'un"}, {"cv": ("l’avis.pdf", PDF, "application/pdf")}), Edited()
    ),
    Case(
        "form with too much text",
        Form({"text": "x" * 1001}, {"cv": ("cv.pdf", PDF, "application/pdf")}),
        "UncleanableBody",
        settings={"max_body_bytes": 1000},
    ),
    # Media types and charsets.
    Case(
        "NDJSON",
        Content('{"a":"l’un"}\r\n{"a":"deux\u2028lignes"}\n'.encode()),
        b'{"a":"l\'un"}\r\n{"a":"deux\\nlignes"}\n',
        headers=NDJSON_TYPE,
    ),
    Case(
        "JSON of another type",
        Content('{"a":"l’un"}'.encode()),
        b'{"a":"l\'un"}',
        headers=typed("application/hal+json"),
    ),
    Case(
        "JSON in cp1252",
        Content('{"a":"l’été"}'.encode("cp1252")),
        b'{"a":"l\'\xe9t\xe9"}',
        headers=typed('application/json; charset="windows-1252"'),
    ),
    Case(
        "JSON in UTF-16",
        Content('{"a":"l’été"}'.encode("utf-16-le")),
        '{"a":"l\'été"}'.encode("utf-16-le"),
        headers=typed("application/json; charset=utf-16-le"),
    ),
    Case("byte-order mark", Content(b"\xef\xbb\xbf" + DIRTY), b"\xef\xbb\xbf" + CLEAN, headers=JSON_TYPE),
    Case("unknown charset", Content(DIRTY), "UncleanableBody", headers=typed("application/json; charset=x")),
    Case(
        "another profile",
        Content('{"a":"é’"}'.encode()),
        b'{"a":"e\'"}',
        headers=JSON_TYPE,
        settings={"profile": "ascii"},
    ),
    Case(
        "other fields",
        Content('{"a":"’","b":"’"}'.encode()),
        '{"a":"’","b":"\'"}'.encode(),
        headers=JSON_TYPE,
        settings={"fields": {"/a": "exact"}},
    ),
    Case(
        "fields of the table",
        Content('{"title":"’","salary":"40\u202f000"}'.encode()),
        '{"title":"\'","salary":"40\u202f000"}'.encode(),
        headers=JSON_TYPE,
        path="/company/c/vacancy",
        changed={"apostrophe": 1},
    ),
    # Packed bodies.
    *(
        case
        for coding, pack, unpack in (
            ("gzip", zip_still, gzip.decompress),
            ("deflate", zlib.compress, zlib.decompress),
        )
        for case in (
            Case(
                coding,
                Content(pack(DIRTY)),
                CLEAN,
                headers={**JSON_TYPE, "Content-Encoding": coding},
                unpack=unpack,
                head={"content-encoding": coding},
            ),
            Case(
                f"clean {coding}",
                Content(pack(b'{"a" : 1}')),
                pack(b'{"a" : 1}'),
                headers={**JSON_TYPE, "Content-Encoding": coding},
            ),
            Case(
                f"{coding} in a stream",
                Stream((pack(DIRTY)[:5], pack(DIRTY)[5:])),
                CLEAN,
                unpack=unpack,
                headers={**JSON_TYPE, "Content-Encoding": coding},
                head={"transfer-encoding": None},
            ),
            Case(
                f"{coding} bomb",
                Content(pack(b" " * 2_000_000)),
                "UncleanableBody",
                headers={**JSON_TYPE, "Content-Encoding": coding},
                settings={"max_body_bytes": 1_000_000},
            ),
        )
    ),
    Case(
        "unknown coding", Content(DIRTY), "UncleanableBody", headers={**JSON_TYPE, "Content-Encoding": "br"}
    ),
    Case(
        "no gzip at all", Content(DIRTY), "UncleanableBody", headers={**JSON_TYPE, "Content-Encoding": "gzip"}
    ),
    # What cannot be cleaned, and the limit.
    Case("broken JSON", Content(BROKEN), "UncleanableBody", headers=JSON_TYPE),
    Case("broken JSON in a stream", Stream((BROKEN[:9], BROKEN[9:])), "UncleanableBody", headers=JSON_TYPE),
    Case("broken JSON that is clean", Content(b'{"a": 1,}'), b'{"a": 1,}', headers=JSON_TYPE),
    Case("broken NDJSON", Content('{"a": "l’'.encode()), "UncleanableBody", headers=NDJSON_TYPE),
    Case("broken form", Content("l’été".encode()), "UncleanableBody", headers=PARTS_TYPE),
    Case(
        "bytes over the limit",
        Content(DIRTY),
        "UncleanableBody",
        headers=JSON_TYPE,
        settings={"max_body_bytes": 12},
    ),
    Case(
        "stream over the limit",
        Stream(HALVES),
        "UncleanableBody",
        headers=JSON_TYPE,
        settings={"max_body_bytes": 12},
    ),
    Case("carried over the limit", Stream((CSV,)), CSV, headers=CSV_TYPE, settings={"max_body_bytes": 12}),
    # Signatures: of what changes nothing is sent, of what is clean they hold.
    *(
        case
        for name, value in {
            "Content-MD5": "x",
            "Digest": "sha-256=x",
            "Content-Digest": "sha-256=:x:",
            "Repr-Digest": "sha-256=:x:",
            "Signature": "x=:x:",
            "Signature-Input": "x=()",
            "X-Amz-Content-SHA256": "x",
            "Authorization": "AWS4-HMAC-SHA256 Credential=x",
        }.items()
        for case in (
            Case(
                f"{name} of a dirty body",
                Content(DIRTY),
                "StaleSignature",
                headers={**JSON_TYPE, name: value},
            ),
            Case(
                f"{name} of a clean body",
                Content(CLEAN),
                CLEAN,
                headers={**JSON_TYPE, name: value},
                head={name.lower(): value},
            ),
        )
    ),
    Case("Digest of a dirty stream", Stream(HALVES), "StaleSignature", headers={**JSON_TYPE, "Digest": "x"}),
)

BY_LABEL = {case.label: case for case in CARRIED}
