"""What a reader gets of a body, by the standard library. Knows the table of bodies, and no code of ours.

A reading is a list: each string with the treatment that a policy gives it, and all else as it is, in order.
What should be sent is the same list with each string cleaned, so two readings are compared, and no bytes.
"""

from __future__ import annotations

import binascii
import email
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from email.message import Message
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from flatchr_clean import FieldPolicy
from tests.properties.json_strategies import Pairs, find_treatment

KEPT = "kept"
"""The treatment of what is no text."""
BROKEN = "broken"
"""The treatment of what is announced as JSON and is none: it is sent as it is, if it holds nothing exotic."""

Seen = tuple[str, str | bytes]


class UnreadableError(Exception):
    """No reader can say what a body holds."""


class BrokenFormError(UnreadableError):
    """The standard library can't take a form apart; others may."""


class Fields:
    """A policy, read as it is documented, and what was read of it before."""

    def __init__(self, policy: object) -> None:
        self.policy = policy
        self._known: dict[object, str] = {}

    def treatment(self, path: tuple[str | int, ...], around: tuple[frozenset[str], ...]) -> str:
        """Tell what is done at a path; with each of its steps go the keys of the object stepped into."""
        key = path, around
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = str(find_treatment(self.policy, path, around))
        return known


class Choices:
    """Which of the texts that may be JSON are, in order: what is sent is read as what was given.

    A text with curly quotes may look like JSON once it is cleaned.
    """

    def __init__(self, earlier: Choices | None = None) -> None:
        self.made: list[bool] = []
        self.boundary: str | None = earlier and earlier.boundary
        self._given = earlier and iter(earlier.made)

    def read(self, text: str, starts: tuple[str, ...], place: Place) -> list[Seen] | None:
        """Read a text as JSON, if it is, or was before."""
        if not (text.startswith(starts) if self._given is None else next(self._given)):
            self.made.append(False)
            return None
        try:
            seen = read_json(text, place)
        except ValueError:
            if self._given is not None:
                raise
            self.made.append(False)
            return None
        self.made.append(True)
        return seen


class Place(NamedTuple):
    """A place in a body."""

    fields: Fields
    choices: Choices
    path: tuple[str | int, ...] = ()
    around: tuple[frozenset[str], ...] = ()

    def step(self, key: str | int, beside: frozenset[str] = frozenset()) -> Place:
        """Go down."""
        return Place(self.fields, self.choices, (*self.path, key), (*self.around, beside))

    def enter(self, name: str, names: frozenset[str]) -> Place:
        """Go down to a form's field; brackets in its name lead further."""
        if not name:
            return self
        if not re.fullmatch(r"[^\[\]]+(\[[^\[\]]*\])+", name):
            return self.step(name, names)
        first, *further = name.replace("]", "").split("[")
        place = self.step(first, names)
        for step in further:
            place = place.step(step or "0")
        return place

    @property
    def treatment(self) -> str:
        """What is done with a string that stands here."""
        return self.fields.treatment(self.path, self.around)


def read(body: bytes, content_type: str, coding: str, fields: Fields, choices: Choices) -> list[Seen]:
    """Read a body.

    Raises:
        UnreadableError: its coding, its charset or its form can't be undone.
    """
    kind, parameters = read_type(content_type)
    if kind == "opaque":
        return [(KEPT, body)]
    raw = unpack(body, coding) if body else body
    if choices.boundary is None:
        choices.boundary = find_boundary(raw, kind, parameters)
    boundary = choices.boundary
    place = Place(fields, choices)
    charset = parameters.get("charset", "")
    if boundary is not None or kind == "parts":
        return list(read_parts(raw, boundary or "", place, charset))
    if kind in {"json", "lines", "text", "html"}:
        return read_document(raw, kind, charset, place, is_body=True)
    seen = choices.read(*_maybe_json(raw, charset), place)
    if seen is not None:
        return seen
    return list(read_pairs(raw, place, charset)) if kind == "pairs" else [(KEPT, body)]


def _maybe_json(raw: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    with suppress(UnreadableError):
        text = decode(raw, charset)
        return text, (text,) if JSON_START.match(raw) else ()
    return "", ()


JSON_START = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*[\[{"]')
KINDS = {
    "application/json": "json", "text/json": "json", "application/x-json": "json",
    "application/x-ndjson": "lines", "application/jsonl": "lines",
    "application/x-www-form-urlencoded": "pairs", "text/plain": "text", "text/html": "html",
    "multipart/form-data": "parts", "multipart/mixed": "parts",
}  # fmt: skip


@lru_cache(maxsize=1000)
def read_type(value: str) -> tuple[str, dict[str, str]]:
    """Read a media type and its parameters as the standard library's mails have them."""
    header = Message()
    header["Content-Type"] = value or "x"
    parameters = {
        name.lower(): str(found) for name, found in header.get_params(failobj=[], unquote=True)[1:]
    }  # fmt: skip
    name = re.split(r"[\s;,]", value.strip(), maxsplit=1)[0].lower()
    if "/" not in name or "*" in name:
        return "untyped", parameters
    return "json" if name.endswith("+json") else KINDS.get(name, "opaque"), parameters


def unpack(body: bytes, coding: str) -> bytes:
    """Undo a coding."""
    codings = [name.strip() for name in coding.lower().split(",") if name.strip() not in {"", "identity"}]
    try:
        match codings:
            case []:
                return body
            case ["gzip" | "x-gzip"]:
                return gzip.decompress(body)
            case ["deflate"]:
                try:
                    return _inflate(body, 15)
                except zlib.error:
                    return _inflate(body, -15)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError from error
    raise UnreadableError


def _inflate(body: bytes, wbits: int) -> bytes:
    stream = zlib.decompressobj(wbits)
    content = stream.decompress(body) + stream.flush()
    if stream.unused_data or not stream.eof:
        raise UnreadableError
    return content


LABELS = {
    "": "utf-8", "utf8": "utf-8", "utf-8": "utf-8", "iso-8859-1": "latin-1", "windows-1252": "cp1252",
    "iso-8859-15": "iso8859-15", "us-ascii": "ascii", "gbk": "gbk", "utf-16le": "utf-16-le",
    "cp1252": "cp1252", "latin-1": "latin-1",
}  # fmt: skip


def find_codec(raw: bytes, charset: str) -> str:
    """Find the codec of a text."""
    label = charset.strip(" '").lower()
    if label == "utf-16" and raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16-le" if raw[:2] == b"\xff\xfe" else "utf-16-be"
    if label not in LABELS:
        raise UnreadableError(charset)
    return LABELS[label]


def decode(raw: bytes, charset: str) -> str:
    """Read a text, with its mark."""
    try:
        return raw.decode(find_codec(raw, charset))
    except UnicodeDecodeError as error:
        raise UnreadableError from error


# JSON.


def _refuse_constant(_name: str) -> None:
    raise ValueError


DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_int=str.encode, parse_float=str.encode, parse_constant=_refuse_constant
)  # fmt: skip
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BLANKS = " \t\r\n"
DEEP = re.compile(rf"([{BLANKS}\[]+)({STRING.pattern})([{BLANKS}\]]+)", re.DOTALL)


def read_json(text: str, place: Place) -> list[Seen]:
    """Read a JSON text.

    Raises:
        ValueError: it is none.
    """
    marked = text.removeprefix("\ufeff")
    try:  # how deep the library reads differs from one Python to the next
        return _walk(DECODER.decode(marked), place, [(KEPT, text[: len(text) - len(marked)])])
    except RecursionError:
        return _read_deep(text, len(text) - len(marked), place)


def _read_deep(text: str, start: int, place: Place) -> list[Seen]:
    # Only a string in arrays is so deep here, and the standard library can't read it.
    found = DEEP.fullmatch(text, start)
    if found is None or found[1].count("[") != found[3].count("]"):
        raise ValueError
    string = (place.step(0).treatment, json.loads(found[2]))
    return [(KEPT, text[: found.start(2)]), string, (KEPT, text[found.end(2) :])]


def _walk(value: object, place: Place, seen: list[Seen]) -> list[Seen]:
    match value:
        case str():
            seen.append((place.treatment, value))
        case Pairs():
            beside = frozenset(key for key, _ in value)
            seen.append((KEPT, "{"))
            for key, item in value:
                seen.append((KEPT, key))
                _walk(item, place.step(key, beside), seen)
            seen.append((KEPT, "}"))
        case list():
            seen.append((KEPT, "["))
            for number, item in enumerate(value):
                _walk(item, place.step(number), seen)
            seen.append((KEPT, "]"))
        case bytes():
            seen.append((KEPT, value))
        case _:
            seen.append((KEPT, repr(value)))
    return seen


def split_strings(text: str) -> list[str]:
    """Give what stands around the strings of a JSON text."""
    return STRING.split(text)


# Texts that may be JSON.

PASTED = f"{BLANKS}\xa0\u202f\u2028\u2029\u200b\u2060\u200e\u200f\ufeff\x0b\x0c\u3000\u1680\u205f"
PASTED += "".join(map(chr, range(0x2000, 0x200B)))


def read_document(raw: bytes, kind: str, charset: str, place: Place, *, is_body: bool) -> list[Seen]:
    """Read one text: a body, a field or a part."""
    if kind == "json":
        text = decode(raw, charset)
        try:
            return read_json(text, place)
        except ValueError:
            return [(BROKEN, text.removeprefix("\ufeff"))]
    if kind == "lines":
        seen: list[Seen] = []
        for line in decode(raw, charset).split("\n"):
            try:
                seen += [(KEPT, "\n"), *(read_json(line, place) if line else ())]
            except ValueError:
                seen.append((BROKEN, line.removeprefix("\ufeff")))
        return seen
    treatment = place.treatment
    if treatment == "opaque":
        return [(KEPT, raw)]
    text = decode(raw, charset)
    if kind == "html" and treatment == "auto":
        treatment = "html"
    mark = "\ufeff" if is_body and text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    if place.treatment in {"auto", "exact"}:
        written = text.strip(PASTED)
        starts = ("[", "{", '"') if kind == "untyped" else ("[", "{")
        seen = place.choices.read(written, starts, place)
        if seen is not None:
            before, _, after = text.partition(written)
            return [(KEPT, mark), (treatment, before), *seen, (treatment, after)]
    return [(KEPT, mark), (treatment, text)]


# Forms.


def read_pairs(raw: bytes, place: Place, charset: str) -> Iterator[Seen]:
    """Read an urlencoded form."""
    pairs = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    ]
    names = frozenset(name.decode("utf-8", "replace") for name, _ in pairs)
    for name, value in pairs:
        if name == b"_charset_" and not charset:
            charset = value.decode("ascii", "replace")
    for name, value in pairs:
        shown = name.decode("utf-8", "replace")
        yield KEPT, name
        yield from read_field(shown, value, "untyped", charset, place.enter(shown, names))


def read_field(name: str, value: bytes, kind: str, charset: str, place: Place) -> list[Seen]:
    """Read the value of a form's field."""
    if name == "_charset_" or place.treatment == "opaque":
        return [(KEPT, value)]
    return read_document(value, kind, charset, place, is_body=not name)


FIRST_DELIMITER = re.compile(
    rb"(?:\r?\n)?--([^\r\n]+?)[ \t]*\r?\n(?:[a-z-]+:[^\r\n]*\r?\n)*?content-disposition\s*:", re.IGNORECASE
)


def find_boundary(raw: bytes, kind: str, parameters: dict[str, str]) -> str | None:
    """Find the boundary that a body says it has, or begins with."""
    said = parameters.get("boundary", "") if kind == "parts" else ""
    if said and b"--" + said.encode("utf-8", "surrogateescape") in raw:
        return said
    first = FIRST_DELIMITER.match(raw)
    return first[1].decode("ascii", "surrogateescape") if first else said or None


def read_parts(raw: bytes, boundary: str, place: Place, charset: str) -> Iterator[Seen]:
    """Read a form in parts."""
    if TORN_HEADER.search(raw) or has_mixed_ends(raw, boundary):
        raise BrokenFormError
    head = f'Content-Type: multipart/form-data; boundary="{boundary}"\r\n\r\n'
    message = email.message_from_bytes(head.encode("ascii", "surrogateescape") + raw)
    leaves = list(_list_leaves(message, ""))
    names = frozenset(name for part, name in leaves if part is not None)
    for part, name in leaves:
        if part is not None and name == "_charset_":
            charset = _content(part).decode("ascii", "replace")
            break
    for part, name in leaves:
        if part is None:
            yield KEPT, name
            continue
        yield KEPT, "\n".join(f"{key}: {value}" for key, value in part.raw_items())
        yield from _read_part(part, name, charset, place.enter(name, names))


TORN_HEADER = re.compile(rb"\n[A-Za-z-]+:[^\r\n]*\r\r")


def has_mixed_ends(raw: bytes, boundary: str) -> bool:
    """Tell whether a form's delimiters end in several ways, which readers disagree about."""
    written = re.escape(boundary.encode("ascii", "surrogateescape"))
    delimiters = re.findall(rb"(\r?\n|\A)--(%b\d*)(?:--)?[ \t]*(\r*\n|\Z|\r)" % written, raw)
    ends = {(name, end) for before, name, after in delimiters for end in (before, after) if end}
    return len(ends) > len({name for name, _ in ends}) or any(end not in {b"\n", b"\r\n"} for _, end in ends)


def _list_leaves(message: Message, name: str) -> Iterator[tuple[Message | None, str]]:
    if message.defects or not message.is_multipart():
        raise BrokenFormError(message.defects)
    yield None, message.preamble or ""
    for part in message.get_payload():
        if any(value.count('"') % 2 or "\n" in value for _, value in part.raw_items()):
            raise BrokenFormError
        header = _header(part, "content-disposition")
        own = read_parameter(header, "name") or name
        is_nested = read_type(_header(part, "content-type"))[0] == "parts" and not is_file(header)
        if is_nested:
            yield None, "\n".join(f"{key}: {value}" for key, value in part.raw_items())
            yield from _list_leaves(part, own)
        elif part.is_multipart() or part.defects:
            raise BrokenFormError(part.defects)
        else:
            yield part, own
    yield None, message.epilogue or ""


def _header(part: Message, name: str) -> str:
    for key, value in part.raw_items():
        if key.lower() == name:
            return str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
    return ""


def read_parameter(header: str, name: str) -> str | None:
    """Read a parameter of a part's header."""
    found = re.search(rf';\s*{name}\s*=\s*(?:"([^"]*)"|([^\s;]*))', header, re.IGNORECASE)
    return None if found is None else found[1] if found[2] is None else found[2]


def is_file(disposition: str) -> bool:
    """Tell whether a part is a file."""
    return read_parameter(disposition, "filename") is not None or "filename*" in disposition


def _content(part: Message) -> bytes:
    # `get_payload` decodes by the part's charset, or what it takes for one.
    return part._payload.encode("ascii", "surrogateescape")


def _read_part(part: Message, name: str, charset: str, place: Place) -> list[Seen]:
    content = _content(part)
    kind, parameters = read_type(_header(part, "content-type"))
    if is_file(_header(part, "content-disposition")) or kind in {"opaque", "pairs"}:
        return [(KEPT, content)]
    if name == "_charset_" or place.treatment == "opaque":
        return [(KEPT, content)]
    default = "" if kind in {"json", "lines"} else charset
    raw = _undo(content, _header(part, "content-transfer-encoding").strip().lower())
    return read_field(name, raw, kind, parameters.get("charset", "") or default, place)


def _undo(content: bytes, coding: str) -> bytes:
    if coding in {"", "7bit", "8bit", "binary"}:
        return content
    if coding == "quoted-printable":
        return binascii.a2b_qp(content)
    if coding == "base64":
        try:
            return binascii.a2b_base64(re.sub(rb"\s", b"", content), strict_mode=True)
        except binascii.Error as error:
            raise UnreadableError from error
    raise UnreadableError(coding)


Clean = Callable[[str, str], str]


UNTOUCHED = {KEPT, BROKEN, "exact", "opaque"}


class BecameJSON:
    """A text that is JSON once it is cleaned: what stands in its strings is cleaned then, and no more."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<JSON: {self.text!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and split_strings(other)[::2] == split_strings(self.text)[::2]

    __hash__ = None  # type: ignore[assignment]


def expect(seen: Sequence[Seen], clean: Clean) -> list[str | bytes | BecameJSON]:
    """Give what should be seen afterwards."""
    expected: list[str | bytes | BecameJSON] = []
    for treatment, value in seen:
        cleaned = value if treatment in UNTOUCHED else clean(value, treatment)
        became = treatment in {"auto", "html"} and cleaned != value and may_be_json(cleaned)
        expected.append(BecameJSON(cleaned) if became else cleaned)
    return expected


def is_changed(seen: Sequence[Seen], expected: Sequence[str | bytes | BecameJSON]) -> bool:
    """Tell whether something should be seen changed."""
    return any(
        isinstance(after, BecameJSON) or after != value
        for (_, value), after in zip(seen, expected, strict=True)
    )


def may_be_json(text: str) -> bool:
    """Tell whether a text is JSON with strings, pasted or not; of a JSON string's content it says no harm."""
    written = text.strip(PASTED)
    try:
        return written.startswith(("[", "{", '"')) and bool(
            read_json(written, Place(Fields(FieldPolicy()), Choices()))
        )
    except ValueError:
        return False
