"""The payloads that clients send: vacancies, candidates, comments, tasks; JSON, lines, forms, multipart.

The keys are those of Flatchr's documentation; the values are drawn. JSON is written as several languages
write it: escaped or raw, compact, spaced or indented.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks.samples.artefacts import spread_artefacts
from benchmarks.samples.draw import FIRST, Draw
from benchmarks.samples.html import draw_html
from benchmarks.samples.misreading import misread_somehow
from benchmarks.samples.sentences import (
    draw_ad,
    draw_company,
    draw_item,
    draw_name,
    draw_sentences,
    draw_title,
)
from benchmarks.samples.vocabulary import TOOLS

CLEAN: Final = "clean"
PLAIN: Final = "plain texts"
HTML: Final = "HTML fields"
JSON_KINDS: Final = (CLEAN, PLAIN, HTML)
"""Nothing to clean, with HTML and without; texts with artefacts; HTML with artefacts."""

Record = dict[str, Any]
_MISREAD: Final = 0.01
"""How many dirty fields are wrongly decoded besides."""


class _Writer:
    """Writes the values of records of one kind."""

    def __init__(self, kind: str, draw: Draw) -> None:
        self.draw = draw
        self.dirty = kind != CLEAN
        self.has_html = kind == HTML or (kind == CLEAN and draw.random() < 0.5)  # noqa: PLR2004 - one in two

    def text(self, text: str) -> str:
        """Write a text field."""
        if not self.dirty:
            return text
        text = spread_artefacts(text, self.draw)
        return misread_somehow(text, self.draw) if self.draw.happens("misread fields", _MISREAD) else text

    def rich(self) -> str:
        """Write a field that the rich-text editor makes, or the plain text that some clients send there."""
        if not self.has_html:
            return self.text(draw_ad(self.draw).rstrip("\n"))
        return draw_html(self.draw, self.draw.randint(300, 2_500), self.text if self.dirty else None).rstrip(
            "\n"
        )


def _vacancy(writer: _Writer) -> Record:
    draw = writer.draw
    return {
        "id": draw.randrange(10**6),
        "reference": f"REF-{draw.randrange(10**6):06}",
        "title": writer.text(draw_title(draw)),
        "description": writer.rich(),
        "mission": writer.rich(),
        "profile": writer.rich(),
        "salary": f"{draw.randrange(18, 60)} 000",
        "currency": "EUR",
        "remote": draw.choice(("none", "partial", "full")),
        "experience": draw.randrange(10) + 0.5,
        "show_address": draw.random() < 0.5,  # noqa: PLR2004 - one in two
        "skills": draw.sample(TOOLS, 3),
        "meta_title": writer.text(draw_title(draw)),
        "meta_description": writer.text(draw_sentences(draw, 1, 2)),
        "apply_url": f"https://www.example.org/offres/{draw.randrange(10**6)}?utm_source=flux&x=1",
        "end_date": None,
    }


def _candidate(writer: _Writer) -> Record:
    draw = writer.draw
    first, _, last = draw_name(draw).partition(" ")
    return {
        "vacancy": "".join(draw.choices("ABCDEFGHabcdefgh0123456789", k=16)),
        "firstname": first,
        "lastname": writer.text(last or first),
        "email": f"candidat.{draw.randrange(10**5)}@example.org",
        "phone": f"+33 6 {draw.randrange(10, 99)} {draw.randrange(10, 99)} {draw.randrange(10, 99)} 00",
        "type": "document",
        "comment": writer.text(f"{draw_sentences(draw, 2, 8)}\n\nCordialement,\n{draw_name(draw)}"),
        "answers": [
            {
                "question": draw_item(draw),
                "value": draw.randrange(2),
                "response_text": writer.text(draw_item(draw)),
            }
            for _ in range(draw.randrange(4))
        ],
        "resume": {
            "fileName": f"CV {last}.pdf",
            "contentType": "application/octet-stream",
            "data": base64.b64encode(draw.randbytes(draw.randint(60, 900))).decode(),
        },
        "urls": [],
    }


def _comment(writer: _Writer) -> Record:
    return {
        "text": writer.rich(),
        "private": "false",
        "type": "comment",
        "reply_to": writer.draw.randrange(10**6),
        "mentions": [f"user{number}@example.org" for number in range(writer.draw.randrange(3))],
    }


def _task(writer: _Writer) -> Record:
    draw = writer.draw
    return {
        "description": writer.text("\n".join(draw_item(draw) for _ in range(draw.randint(1, 6)))),
        "date": f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}T09:00:00.000Z",
        "email": True,
        "value": [f"member={draw.randrange(10**6)}"],
        "company": writer.text(draw_company(draw)),
    }


_MAKERS: Final[Mapping[str, Callable[[_Writer], Record]]] = {
    "vacancies": _vacancy,
    "candidates": _candidate,
    "comments": _comment,
    "tasks": _task,
}
_WEIGHTS: Final = {
    CLEAN: {"vacancies": 4, "candidates": 4, "comments": 1, "tasks": 1},
    PLAIN: {"vacancies": 3, "candidates": 5, "comments": 1, "tasks": 2},
    HTML: {"vacancies": 5, "comments": 3},
}


def draw_records(kind: str, draw: Draw) -> Iterator[Record]:
    """Make records of a kind, without end."""
    while True:
        yield _MAKERS[draw.pick(_WEIGHTS[kind])](_Writer(kind, draw))


# JSON.


def _escape_signs(written: str) -> str:
    """Escape what could be read as markup, as .NET and Gson do."""
    for sign in "<>&'":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


_LAYOUTS: Final[Mapping[str, dict[str, Any]]] = {
    "compact": {"separators": (",", ":")},
    "spaced": {},
    "indented": {"indent": 2},
    "indented with tabs": {"indent": "\t"},
}
_LAYOUT_WEIGHTS: Final = dict(zip(_LAYOUTS, (5, 4, 2, 1), strict=True))
_STYLES: Final[Mapping[str, Callable[[str], str]]] = {
    "Python, JavaScript": lambda written: written,
    "PHP": lambda written: written.replace("/", "\\/"),
    ".NET, Gson": _escape_signs,
}
_STYLE_WEIGHTS: Final = dict(zip(_STYLES, (7, 3, 1), strict=True))
FORMS: Final = {"escaped": True, "raw": False}
"""How a document writes what is beyond ASCII, and what `json.dumps` calls that."""
JSON_SIZES: Final = {"10 kB": 10_000, "1 MB": 1_000_000}


def make_document(form: str, kind: str, size: int, name: object = "", seed: int = FIRST) -> bytes:
    """Make a JSON document of records, of a number of bytes at the least.

    Args:
        form: one of `FORMS`.
        kind: one of `JSON_KINDS`.
        size: bytes.
        name: which of several: two names make two documents.
        seed: of the set.
    """
    draw = Draw(seed, kind, size, name)
    layout = _LAYOUTS[draw.pick(_LAYOUT_WEIGHTS)]
    style = _STYLES[draw.pick(_STYLE_WEIGHTS)]
    encoder = json.JSONEncoder(ensure_ascii=FORMS[form], **layout)
    written = []
    length = 0
    for record in draw_records(kind, draw):
        written.append(style(encoder.encode(record)).encode())
        length += len(written[-1]) + 1
        if length >= size:
            break
    return b'{"records": [' + b",".join(written) + b"]}"


def make_vacancy(kind: str, size: int, seed: int = FIRST) -> Record:
    """Make the payload of one vacancy of about so many bytes."""
    draw = Draw(seed, "vacancy", kind, size)
    writer = _Writer(kind, draw)
    vacancy = _vacancy(writer)
    while (missing := size - len(json.dumps(vacancy))) > size // 20:
        if writer.has_html:
            soil = writer.text if writer.dirty else None
            vacancy["description"] += draw_html(draw, max(200, min(missing // 2, 4_000)), soil)
        else:
            vacancy["description"] += f"\n{writer.text(draw_sentences(draw, 1, 3))}"
    return vacancy


# Other bodies.


def _urlencode(kind: str, size: int, draw: Draw) -> tuple[str, bytes]:
    writer = _Writer(kind, draw)
    fields: list[tuple[str, str]] = []
    length = 0
    while length < size:
        for name, value in _candidate(writer).items():
            if isinstance(value, str):
                fields.append((name, value))
                length += len(value)
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


_BOUNDARY: Final = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


def _multipart(kind: str, size: int, draw: Draw) -> tuple[str, bytes]:
    writer = _Writer(kind, draw)
    parts = []
    length = 0
    while length < size:
        for name, value in _comment(writer).items():
            text = value if isinstance(value, str) else json.dumps(value)
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode())
            length += len(parts[-1])
        file = draw.randbytes(draw.randint(100, 2_000)).replace(b"--", b"==")
        parts.append(
            b'Content-Disposition: form-data; name="file"; filename="CV.pdf"\r\n'
            b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n" + file
        )
        length += len(parts[-1])
    line = f"--{_BOUNDARY}\r\n".encode()
    body = b"".join(line + part + b"\r\n" for part in parts) + f"--{_BOUNDARY}--\r\n".encode()
    return f"multipart/form-data; boundary={_BOUNDARY}", body


def _json_lines(kind: str, size: int, draw: Draw) -> tuple[str, bytes]:
    lines = []
    length = 0
    for record in draw_records(kind, draw):
        lines.append(json.dumps(record, ensure_ascii=draw.random() < 0.5).encode() + b"\n")  # noqa: PLR2004
        length += len(lines[-1])
        if length >= size:
            break
    return "application/x-ndjson", b"".join(lines)


BODIES: Final[Mapping[str, Callable[[str, int, Draw], tuple[str, bytes]]]] = {
    "urlencoded": _urlencode,
    "multipart": _multipart,
    "NDJSON": _json_lines,
}


def make_body(form: str, kind: str, size: int, name: object = "", seed: int = FIRST) -> tuple[str, bytes]:
    """Make the content type and the bytes of a body that is no JSON document, one of `BODIES`."""
    return BODIES[form](kind, size, Draw(seed, form, kind, size, name))
