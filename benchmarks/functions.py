"""What is measured beside what: the functions of flatchr_clean and of its peers, as a table.

A row names its function as text, so that a process imports the one library that it measures and no other.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

Function = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """A function that is measured.

    Attributes:
        name: as tables show it.
        distribution: what is installed to have it; none for the standard library.
        source: its module and its name there.
        largest: the longest input that it is given, in bytes; what takes minutes is not measured.
        slow: whether a quick run leaves it out.
        pure: whether it runs on the kernel in pure Python, where there is another.
    """

    name: str
    distribution: str
    source: str
    largest: float = float("inf")
    slow: bool = False
    pure: bool = False

    def load(self) -> Function:
        """Import the function."""
        module, _, name = self.source.partition(":")
        function: Function = getattr(import_module(module), name)
        return function


TEXT: Final = (
    Measured("clean", "flatchr-clean", "flatchr_clean:clean"),
    Measured("clean, pure Python", "flatchr-clean", "flatchr_clean:clean", pure=True),
    Measured("explain", "flatchr-clean", "flatchr_clean:explain"),
    Measured("ftfy.fix_text", "ftfy", "ftfy:fix_text"),
    Measured("ftfy.fix_and_explain", "ftfy", "ftfy:fix_and_explain", slow=True),
    Measured("plsfix.fix_text", "plsfix", "plsfix:fix_text"),
    Measured("unidecode", "Unidecode", "unidecode:unidecode"),
    Measured("anyascii", "anyascii", "anyascii:anyascii"),
    Measured("clean-text", "clean-text", "benchmarks.functions:clean_with_clean_text", slow=True),
    Measured("textacy", "textacy", "benchmarks.functions:clean_with_textacy", slow=True),
)
JSON: Final = (
    Measured("clean_json", "flatchr-clean", "flatchr_clean:clean_json"),
    Measured("clean_json, pure Python", "flatchr-clean", "flatchr_clean:clean_json", pure=True),
    Measured("clean_json, by fields", "flatchr-clean", "benchmarks.functions:clean_json_by_fields"),
    Measured("explain_json", "flatchr-clean", "flatchr_clean:explain_json"),
    Measured("json.loads", "", "json:loads"),
    Measured("orjson.loads", "orjson", "orjson:loads"),
    Measured("loads, ftfy, dumps", "ftfy", "benchmarks.functions:walk_with_ftfy", largest=100_000),
)
BODIES: Final = (
    Measured("CleaningAdapter", "flatchr-clean", "benchmarks.functions:send_nowhere"),
    Measured("clean_body", "flatchr-clean", "benchmarks.functions:clean_typed_body"),
)
SUITES: Final = {"text": TEXT, "json": JSON, "bodies": BODIES}
TUPLES: Final = Measured("a tuple a character", "", "benchmarks.functions:make_tuples")
"""What `explain` can't do without where every character changes: how the interpreter alone grows."""
OURS: Final = {
    measured.name
    for suite in SUITES.values()
    for measured in suite
    if measured.distribution == "flatchr-clean"
}


@cache
def _fields() -> Any:
    """Say what each field of the samples is, as a client would."""
    return import_module("flatchr_clean").FieldPolicy(
        {
            **dict.fromkeys(
                (f"/**/{name}" for name in ("description", "mission", "profile", "text")), "html"
            ),
            **dict.fromkeys(
                (f"/**/{name}" for name in ("title", "comment", "firstname", "lastname")), "text"
            ),
            **dict.fromkeys((f"/**/{name}" for name in ("skills", "question")), "exact"),
            **dict.fromkeys(
                (f"/**/{name}" for name in ("id", "email", "phone", "data", "apply_url")), "opaque"
            ),
        }
    )


def clean_json_by_fields(document: bytes) -> object:
    """Clean a document whose fields are known."""
    return import_module("flatchr_clean").clean_json(document, fields=_fields())


def clean_value(text: str) -> object:
    """Clean a text that is a value of a JSON document, and read it there."""
    document = import_module("flatchr_clean").clean_json(json.dumps({"text": text}))
    return json.loads(document)["text"]


@cache
def _adapter() -> Any:
    """Put the cleaning adapter around one that sends nothing."""
    requests = import_module("requests")
    logging.getLogger("flatchr_clean").addHandler(logging.NullHandler())

    class Nowhere(requests.adapters.BaseAdapter):  # type: ignore[misc, name-defined]
        def send(self, request: Any, *_: Any, **__: Any) -> Any:
            response = requests.Response()
            response.status_code, response.request = 200, request
            return response

        def close(self) -> None:
            pass

    return import_module("flatchr_clean.requests").CleaningAdapter(Nowhere(), hosts={"localhost"})


def send_nowhere(body: tuple[str, bytes]) -> object:
    """Prepare a POST of a content type and a body, clean it, and send it nowhere."""
    kind, content = body
    request = import_module("requests").Request(
        "POST", "https://localhost/elsewhere", data=content, headers={"Content-Type": kind}
    )
    return _adapter().send(request.prepare())


def clean_body(body: tuple[dict[str, str], bytes]) -> object:
    """Clean a body that has some headers, as the adapter does where nothing is documented."""
    headers, content = body
    fields = import_module("flatchr_clean.flatchr").UNDOCUMENTED
    return import_module("flatchr_clean.payload.body").clean_body(content, headers, fields=fields)


def clean_typed_body(body: tuple[str, bytes]) -> object:
    """Clean a body of a content type."""
    kind, content = body
    return clean_body(({"Content-Type": kind}, content))


def clean_with_clean_text(text: str) -> object:
    """Clean as clean-text does by default, except that capitals stay."""
    return import_module("cleantext").clean(text, lower=False)


def clean_with_textacy(text: str) -> object:
    """Normalise with textacy what its functions say: characters, quotes, bullets, white space."""
    normalize = import_module("textacy.preprocessing.normalize")
    text = normalize.quotation_marks(normalize.unicode(text))
    return normalize.whitespace(normalize.bullet_points(text))


def walk_with_ftfy(document: bytes) -> object:
    """Clean a JSON document as many programs do: read it, mend each string with ftfy, write it again."""
    fix_text = import_module("ftfy").fix_text

    def walk(value: Any) -> Any:
        match value:
            case str():
                return fix_text(value)
            case list():
                return [walk(item) for item in value]
            case dict():
                return {key: walk(item) for key, item in value.items()}
        return value

    return json.dumps(walk(json.loads(document))).encode()


class _Tuple(tuple[Any, ...]):
    """A tuple of a class of its own, as `Change` is."""

    __slots__ = ()


def make_tuples(text: str) -> object:
    """Make a tuple for each character, as long as a `Change` is."""
    return [_Tuple((at, at + 1, character, " ", None, False, True)) for at, character in enumerate(text)]


def maybe_version(distribution: str) -> str | None:
    """Find the version of what is installed; None where it is not."""
    if distribution == "flatchr-clean":
        found: str = import_module("flatchr_clean").__version__
        return found
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
