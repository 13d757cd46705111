"""Which characters of a request's body the service would refuse, and where they stand.

Knows the repertoire and which fields hold text. Must not know the cleaner: this is the judge of what the
cleaner did, so it reads JSON, forms and multipart with the standard library and looks at nothing but
the characters that a reader of the body would get.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass, field
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from functools import cache
from html import unescape
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import parse_qsl

from flatchr_clean.code_points import class_of, complement
from flatchr_clean.payload.fields import Treatment
from flatchr_clean.text.changes import name_character

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from email.message import Message

    from flatchr_clean.payload.fields import FieldPolicy, Place
    from flatchr_clean.text.repertoire import Repertoire

LISTED = 1000
"""Refused characters named one by one in an answer; a body may hold millions, which are counted."""

UNJUDGED = frozenset({Treatment.EXACT, Treatment.OPAQUE})
"""An exact field repeats what the service itself holds, and an opaque one holds no text."""

# A tag or a comment is what makes a text HTML where no field table says so.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:[\s/][^<>]*)?>|<!--")

# A character reference (WHATWG HTML, 13.5), whose longest name has 31 characters; there is none in a comment,
# a script or a style sheet, which go to their end or to the text's.
_REFERENCE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)"
    r"|&(?P<name>#[0-9]{1,32}|#[xX][0-9A-Fa-f]{1,32}|[A-Za-z][A-Za-z0-9]{0,30})(?P<end>;|=|)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused character and its place.

    Attributes:
        character: the character itself.
        pointer: the JSON Pointer (RFC 6901) of the string that holds it; a form's field is a member.
        index: where it stands in that string, in code points.
        reference: how it was written when that was an HTML reference such as ``&rsquo;``.
        in_key: True when the character stands in the member's name rather than in its value.
    """

    character: str
    pointer: str
    index: int
    reference: str = ""
    in_key: bool = False

    def as_document(self) -> dict[str, Any]:
        """Give what an answer says about this character."""
        code_point, _, name = name_character(self.character).partition(" ")
        document: dict[str, Any] = {"codePoint": code_point, "name": name}
        document |= {"pointer": self.pointer, "index": self.index}
        if self.reference:
            document["reference"] = self.reference
        if self.in_key:
            document["inKey"] = True
        return document

    def describe(self) -> str:
        """Say in a few words what is refused and where."""
        written = f" (written {self.reference})" if self.reference else ""
        string = ("the name of " if self.in_key else "") + (self.pointer or "the body")
        return f"{name_character(self.character)}{written} in {string}, index {self.index}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a body: the first refused characters, how many in all, and the body's members."""

    refused: tuple[Refused, ...] = ()
    count: int = 0
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)


class UnreadableBody(Exception):
    """A body is not what its headers say.

    Args:
        status: the HTTP status that tells it.
        message: what is wrong, without any of the body's text.
        place: where, such as ``line=1, column=3, position=2``.
    """

    def __init__(self, status: int, message: str, **place: int) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.place = place


class Spot(NamedTuple):
    """A value's place in a body: what holds it, the step from there, and what the fields say of it.

    The path is a chain and not a tuple, so that a deep document costs no more than a flat one.
    """

    parent: Spot | None
    step: str | int
    place: Place

    def pointer(self) -> str:
        """Write the path as a JSON Pointer (RFC 6901, 3)."""
        steps: list[str] = []
        spot = self
        while spot.parent is not None:
            steps.append("/" + str(spot.step).replace("~", "~0").replace("/", "~1"))
            spot = spot.parent
        return "".join(reversed(steps))

    def below(self, step: str | int, beside: Collection[str] = ()) -> Spot:
        """Give the place of a member; of its object's other names, `beside` are those that matter."""
        return Spot(self, step, self.place.step(step, beside))


class BodyText(NamedTuple):
    """One string of a body: what it says, where it stands, how it is read."""

    text: str
    spot: Spot
    treatment: Treatment
    is_key: bool = False


def judge_body(
    body: bytes, headers: Message, *, repertoire: Repertoire, fields: FieldPolicy, max_body_bytes: int
) -> Verdict:
    """Find the characters of a body that the service would refuse.

    Args:
        body: the bytes as they came, still packed when ``Content-Encoding`` says so.
        headers: the request's headers.
        repertoire: the characters that are accepted.
        fields: which fields hold text.
        max_body_bytes: how large the body may become when it is unpacked.

    Returns:
        What was found, with the body's members by name.

    Raises:
        UnreadableBody: when the body is not what its headers say.
    """
    root = Spot(None, "", fields.root)
    value = _read_body(_unpack(body, headers, max_body_bytes), headers, root)
    found = (
        refused
        for text in _walk(value, root, fields.companions)
        for refused in find_refused(text, repertoire)
    )
    listed = tuple(islice(found, LISTED))
    members = value if isinstance(value, dict) else {}
    return Verdict(listed, len(listed) + sum(1 for _ in found), members)


def find_refused(text: BodyText, repertoire: Repertoire) -> Iterator[Refused]:
    """Give the refused characters of one string in order, those written as HTML references too."""
    if text.treatment in UNJUDGED:
        return
    found = [(index, character, "") for index, character in _find_outside(text.text, repertoire)]
    if text.treatment is Treatment.HTML or (text.treatment is Treatment.AUTO and _TAG.search(text.text)):
        found += _find_references(text.text, repertoire)
        found.sort(key=lambda place: place[0])
    if found:
        pointer = text.spot.pointer()
        for index, character, reference in found:
            yield Refused(character, pointer, index, reference, text.is_key)


def _find_outside(text: str, repertoire: Repertoire) -> Iterator[tuple[int, str]]:
    """Give what a text holds that a repertoire does not, with its index."""
    return ((match.start(), match[0]) for match in _compile_outside(repertoire).finditer(text))


@cache
def _compile_outside(repertoire: Repertoire) -> re.Pattern[str]:
    return re.compile(class_of(complement(repertoire.ranges)))


def _find_references(text: str, repertoire: Repertoire) -> Iterator[tuple[int, str, str]]:
    """Give the characters that a browser would make of the references in an HTML string."""
    for match in _REFERENCE.finditer(text):
        name, end = match["name"], match["end"]
        # Without its semicolon a name is one of the old ones; before "=" it is an address's parameter.
        if name and (end == ";" or name.startswith("#") or (name in html5 and not end)):
            reference = match[0].removesuffix("=")
            for _, character in _find_outside(unescape(reference), repertoire):
                yield match.start(), character, reference


def _unpack(body: bytes, headers: Message, max_body_bytes: int) -> bytes:
    """Unpack a gzip body (RFC 9110, 8.4.1.3); refuse every other coding."""
    coding = str(headers.get("Content-Encoding", "identity")).strip().lower()
    if coding == "identity":
        return body
    if coding not in {"gzip", "x-gzip"}:
        raise UnreadableBody(415, "Unsupported Content-Encoding: send the body as it is, or with gzip")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            content = packed.read(max_body_bytes + 1)
    except (EOFError, OSError, zlib.error):
        raise UnreadableBody(400, "The body is not the gzip data that Content-Encoding says") from None
    if len(content) > max_body_bytes:
        raise UnreadableBody(413, f"The body is larger than {max_body_bytes} bytes when unpacked")
    return content


def _read_body(content: bytes, headers: Message, root: Spot) -> Any:
    """Read a body by its media type; without one it is taken for JSON, as the API's are."""
    media_type = headers.get_content_type() if "Content-Type" in headers else "application/json"
    charset = headers.get_content_charset() or "utf-8"
    is_json = media_type == "application/json" or media_type.endswith("+json")
    if media_type == "multipart/form-data" or (is_json and content.startswith(b"--")):
        # The documented samples put "Content-Type: application/json" over a multipart body: the body tells.
        return _read_parts(content, headers)
    if is_json:
        return _load_json(_decode(content, charset))
    if media_type == "application/x-www-form-urlencoded":
        return _read_form(_decode(content, "ascii"), charset)
    if media_type in {"text/plain", "text/html"}:
        treatment = Treatment.HTML if media_type == "text/html" else Treatment.TEXT
        return BodyText(_decode(content, charset), root, treatment)
    raise UnreadableBody(
        415, "Unsupported Content-Type: send application/json, multipart/form-data or a urlencoded form"
    )


def _decode(content: bytes, charset: str) -> str:
    """Decode bytes; a byte-order mark may be ignored (RFC 8259, 8.1)."""
    try:
        return content.decode(charset).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except LookupError:
        raise UnreadableBody(415, "Unsupported charset: send UTF-8") from None
    except UnicodeError as error:
        position = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise UnreadableBody(
            400, f"The body is not {charset}: byte {position} makes no sense there", position=position
        ) from None


class _Object(dict[str, Any]):
    """An object or a form that remembers members of the same name: what they hold is judged as well."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _refuse_constant(_: str) -> NoReturn:
    raise UnreadableBody(400, "The body is not JSON: NaN and Infinity are no numbers (RFC 8259, 6)")


def _load_json(text: str) -> Any:
    """Read JSON strictly; numbers stay text, since theirs may have any length."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise UnreadableBody(
            400,
            f"The body is not JSON: {error.msg} at line {error.lineno} column {error.colno}",
            line=error.lineno,
            column=error.colno,
            position=error.pos,
        ) from None
    except RecursionError:
        raise UnreadableBody(400, "The JSON is nested deeper than this sandbox reads") from None


def _walk(document: Any, root: Spot, companions: frozenset[str]) -> Iterator[BodyText]:
    """Give every name and every string of a value in the order in which they are written."""
    waiting: list[tuple[Spot, Any]] = [(root, document)]
    while waiting:
        spot, value = waiting.pop()
        if isinstance(value, BodyText):
            yield value
        elif isinstance(value, str):
            yield BodyText(value, spot, spot.place.treatment)
        elif isinstance(value, _Object):
            beside = companions.intersection(value)
            for name, member in reversed(value.pairs):
                below = spot.below(name, beside)
                waiting += (below, member), (below, BodyText(name, below, Treatment.TEXT, is_key=True))
        elif isinstance(value, list):
            for index in reversed(range(len(value))):
                waiting.append((spot.below(index), value[index]))


def _read_form(content: str, charset: str) -> _Object:
    """Read an urlencoded form (WHATWG URL, 5.1), its bytes in the charset."""
    try:
        return _Object(parse_qsl(content, keep_blank_values=True, encoding=charset, errors="strict"))
    except UnicodeError:
        raise UnreadableBody(400, f"The form's percent-encoded bytes are not {charset}") from None


def _read_parts(content: bytes, headers: Message) -> _Object:
    """Read a multipart form (RFC 7578); files are not looked at."""
    boundary = headers.get_boundary() or content[2:72].partition(b"\r\n")[0].decode("latin-1")
    delimiter = b"\r\n--" + boundary.encode("latin-1", "replace")
    _, *parts = (b"\r\n" + content).split(delimiter)
    if not boundary or not parts or not parts[-1].startswith(b"--"):
        raise UnreadableBody(400, "The multipart body does not end with its boundary")
    return _Object([member for part in parts[:-1] for member in _read_part(part)])


def _read_part(part: bytes) -> Iterator[tuple[str, Any]]:
    """Give the name of one part and its value, a text or the JSON in it; nothing for a file."""
    head, blank_line, content = part.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(_decode(head, "utf-8").lstrip())
    name = headers.get_param("name", header="Content-Disposition")
    if not blank_line or name is None:
        raise UnreadableBody(400, "A part of the multipart body has no name")
    is_json = headers.get_content_type().endswith("json")
    if headers.get_filename() is None and (is_json or headers.get_content_maintype() == "text"):
        text = _decode(content, headers.get_content_charset() or "utf-8")
        yield collapse_rfc2231_value(name), _load_json(text) if is_json else _maybe_load_json(text)


def _maybe_load_json(text: str) -> Any:
    """Read a text part that is an object or a list, as the candidate form's ``data``; leave others."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return _load_json(text)
    except UnreadableBody:
        return text
