"""A JSON text, cleaned inside its strings. Knows the order of the steps; knows no grammar and no escape.

Only the strings that must change are written anew: numbers, white space, order, duplicate keys and escapes
stay as they are written, in changed strings too. Why: `json.loads` and `json.dumps` turn 1e400 into Infinity,
1.10 into 1.1 and -0 into 0, lose duplicate keys and escapes, and fail on 5000 digits or a depth of 1000.

The kernel walks through the text once, checks its grammar, and gives the strings that hold something; each of
them is read, treated as its place asks, and written again in its own style.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from flatchr_clean.errors import InvalidJSON, NotText
from flatchr_clean.kernel import ESCAPES, OBJECT, Sequences, Table
from flatchr_clean.payload.fields import CollidingKeys, FieldPolicy, Place, Treatment
from flatchr_clean.payload.findings import Finding, add_findings
from flatchr_clean.payload.json_errors import BYTE_ORDER_MARK, describe_fault, invalid_json, lines_of
from flatchr_clean.payload.literal import Literal, decode_escapes, decode_string, replace_parts, write_part
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Change, Rule
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.profile import FLATCHR, Profile

Document = TypeVar("Document", str, bytes)


class JSONChange(NamedTuple):
    """One place of a JSON text that was changed, or found and left: a `Change`, and where it stands.

    Attributes:
        change: the change of what the string means.
        start: index in the document (decoded, when it was given as bytes), of the backslash if it is escaped.
        end: index after it.
        applied: False when it was found and left, as in a field that must match exactly.
        string: the string that it stands in.
    """

    change: Change
    start: int
    end: int
    applied: bool
    string: JSONString

    @property
    def original(self) -> str:
        """The characters that the document means there."""
        return self.change.original

    @property
    def replacement(self) -> str:
        """What it means there now, or would, when not applied."""
        return self.change.replacement

    @property
    def rule(self) -> Rule:
        """Why it was changed."""
        return self.change.rule

    @property
    def lossy(self) -> bool:
        """True when the change lost information that a reader would miss."""
        return self.change.lossy

    @property
    def written(self) -> str:
        """What stands in the place of ``document[start:end]``, or would when not applied."""
        return write_part(self.string.encode, self.change.replacement)

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) of the value that it stands in, or of the member whose key it is."""
        return self.string.pointer

    @property
    def in_key(self) -> bool:
        """True when it stands in an object's key."""
        return self.string.is_key

    @property
    def line(self) -> int:
        """The line of `start`, 1-based; lines end at U+000A, which no string holds."""
        return self.string.line

    @property
    def column(self) -> int:
        """Its column, 1-based, in code points; a byte-order mark takes none."""
        return self.string.column + self.start - self.string.start

    def describe(self) -> str:
        """Say in one line what became of what, as `Change.describe` does."""
        return self.change.describe()


@dataclass(frozen=True, slots=True)
class JSONString:
    """A string of a document, as its changes know it.

    Attributes:
        start: index of its opening quote.
        end: index after its closing quote.
        line: the line of that quote, 1-based.
        column: its column, 1-based.
        is_key: True for an object's key.
        encode: writes a text as such a string.
    """

    start: int
    end: int
    line: int
    column: int
    is_key: bool
    encode: Callable[[str], str]
    _path: str | tuple[_Walk, int, int] = field(repr=False, compare=False)

    @property
    def pointer(self) -> str:
        """Its JSON Pointer; made when asked for, since deep in arrays each is as long as the document."""
        if isinstance(self._path, str):
            return self._path
        walk, container, step = self._path
        return walk.pointer(container, step)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the pointer in the place of the document."""
        return JSONString, (
            self.start,
            self.end,
            self.line,
            self.column,
            self.is_key,
            self.encode,
            self.pointer,
        )


@dataclass(frozen=True, slots=True)
class JSONCleaning(Generic[Document]):
    """A cleaned JSON text and every change that led to it, sorted by place and never overlapping."""

    document: Document
    changes: tuple[JSONChange, ...]

    @property
    def lossy(self) -> bool:
        """True when some applied change lost information."""
        return any(change.lossy and change.applied for change in self.changes)


def clean_json(
    document: Document, profile: Profile | str = FLATCHR, *, fields: FieldPolicy | None = None
) -> Document:
    """Clean the strings of a JSON text and leave everything else as it is written.

    Args:
        document: a JSON text; bytes are UTF-8, with or without a byte-order mark, which stays.
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every string value by the profile
            alone, and no key.

    Returns:
        The cleaned text, of the same type; the very same object when nothing changes. A text that holds
        nothing to clean comes back as it is even when it is not JSON.

    Raises:
        InvalidJSON: the text holds something to clean and is not JSON (RFC 8259), or the bytes are not UTF-8.
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so; its position is the
            document's.
        CollidingKeys: the policy asks for clean keys, and two keys of one object become the same.
        NotText: `document` is neither str nor bytes.

    Example:
        >>> clean_json(r'{"titre": "L\\u2019\\u00e9quipe", "salaire": 1.10}')
        '{"titre": "L\\'\\\\u00e9quipe", "salaire": 1.10}'
    """
    walk = _Walk(document, Plan(profile, fields))
    return walk.rewrite(
        document,
        walk.edit(
            lambda literal, _, cleaner, applied: literal.clean(cleaner) if applied else literal.written
        ),
    )


def explain_json(
    document: Document, profile: Profile | str = FLATCHR, *, fields: FieldPolicy | None = None
) -> JSONCleaning[Document]:
    """Clean the strings of a JSON text and say what was changed, and what was found and left.

    Arguments and errors are those of `clean_json`.

    Returns:
        The cleaned text, as `clean_json` gives it, and the changes. Those in keys and in exact fields, and
        of what a person has to look at, are not applied.

    Example:
        >>> for change in explain_json('{"puces": ["\\N{BULLET} CDI"]}').changes:
        ...     print(change.pointer, change.column, change.describe())
        /puces/0 13 U+2022 BULLET, U+0020 SPACE -> U+002D HYPHEN-MINUS, U+0020 SPACE
    """
    changes: list[JSONChange] = []
    walk = _Walk(document, Plan(profile, fields))
    rewritten = walk.rewrite(document, walk.edit(_note_changes(walk, changes)))
    return JSONCleaning(rewritten, tuple(changes))


def find_changes(text: str, plan: Plan) -> Iterator[JSONChange]:
    """Give the changes that `explain_json` tells, one after the other; errors are those of `clean_json`."""
    changes: list[JSONChange] = []
    walk = _Walk(text, plan)
    for _ in walk.edit(_note_changes(walk, changes)):
        yield from changes
        changes.clear()
    yield from changes


def _note_changes(walk: _Walk, changes: list[JSONChange]) -> Callable[[Literal, String, Cleaner, bool], str]:
    """Give a function that writes a string of a document anew, and adds its changes to a list."""
    lines = lines_of(walk.text)

    def explain(literal: Literal, found: String, cleaner: Cleaner, applied: bool) -> str:  # noqa: FBT001
        cleaning = literal.explain(cleaner)
        if not cleaning.changes:
            return literal.written
        start, end, _, is_key, container, step = found
        path = walk, container, step
        string = JSONString(start, end, *lines.locate(start), bool(is_key), literal.encode, path)
        changes.extend(
            JSONChange(change, first, last, applied and change.applied, string)
            for change, first, last in literal.find_places(cleaning.changes)
        )
        return literal.rewrite(cleaning)

    return explain


def count_json(document: Document, plan: Plan, counts: Counter[Finding]) -> Document:
    """Clean the strings of a JSON text and count what was changed, and what was found and left.

    Args:
        document: a JSON text; bytes are UTF-8, with or without a byte-order mark, which stays.
        plan: how its strings are cleaned.
        counts: gets how many changes of each kind `explain_json` tells.

    Returns:
        The cleaned text, as `clean_json` gives it.

    Raises:
        InvalidJSON: see `clean_json`, as for all that follow; then nothing is counted.
        UnmappableCharacter: see there.
        CollidingKeys: see there.
        NotText: see there.
    """
    walk = _Walk(document, plan)
    return walk.rewrite(document, _count(walk, counts))


def edit_json(text: str, plan: Plan, counts: Counter[Finding]) -> list[tuple[int, int, str]]:
    """Give what `count_json` writes anew: the start and the end of each string, and the new one."""
    return list(_count(_Walk(text, plan), counts))


def _count(walk: _Walk, counts: Counter[Finding]) -> Iterator[tuple[int, int, str]]:
    made: dict[bool, Counter[tuple[Rule, bool]]] = {True: Counter(), False: Counter()}
    yield from walk.edit(lambda literal, _, cleaner, applied: literal.count(cleaner, made[applied]))
    for applied, numbers in made.items():
        add_findings(counts, numbers, applied=applied)


def find_fault(text: str) -> InvalidJSON | None:
    """Say what makes that a text is no JSON (RFC 8259); None when it is.

    Args:
        text: any string; a byte-order mark at its start is skipped.
    """
    fault = _compile_grammar().find_strings(text, (), every=False)[2]
    return fault and describe_fault(text, *fault)


@cache
def _compile_grammar() -> Table:
    """Give a table to which all characters are alike, so that nothing but the grammar is looked at."""
    return Table({}, (), (), (), (), (), Sequences(()))


def is_json(text: str) -> bool:
    """Tell whether a text is JSON (RFC 8259).

    Example:
        >>> is_json('{"a": [1]}'), is_json('{"a": [1,]}')
        (True, False)
    """
    return find_fault(text) is None


# The one way through a document.

String = tuple[int, int, int, int, int, int]
"""A string as the kernel finds it: its place, what it holds, whether it is a key, its container, its step."""


def _decode(document: str | bytes) -> str:
    """Give a document as text.

    Raises:
        InvalidJSON: it is not UTF-8; all that stands before it is.
        NotText: it is neither str nor bytes.
    """
    if isinstance(document, str):
        return str.__str__(document)  # a plain one, whatever its class says of itself
    if not isinstance(document, bytes):
        raise NotText(f"a JSON text is str or bytes, not {type(document).__name__}")
    try:
        return document.decode()
    except UnicodeDecodeError as error:
        wrong = error.start
    # Raised out here, since that error holds the whole document.
    before = document[:wrong].decode()
    raise invalid_json("Invalid UTF-8", before, len(before))


class _Walk:
    """The strings of a document that hold something, and what is done with each.

    A text is read from left to right, but a rule may ask for a key that comes later beside a value: so what
    is done with a string is told once the end is reached.

    Args:
        document: the document.
        plan: how its strings are cleaned.

    Attributes:
        text: the document as text.

    Raises:
        InvalidJSON: it is no JSON and holds something to clean.
        CollidingKeys: two keys of one object become the same, and keys are cleaned.
        NotText: it is neither str nor bytes.
    """

    def __init__(self, document: str | bytes, plan: Plan) -> None:
        self.text = _decode(document)
        self._plan = plan
        policy = plan.policy
        every = policy.keys or plan.cleaner.profile.lost_bullets
        names = policy.companions
        found = plan.cleaner.table.find_strings(self.text, names, every=every)
        self._strings, self._containers, fault = found
        if fault:
            if _is_exotic(self.text, plan.finder):
                raise describe_fault(self.text, *fault)
            self._strings = self._strings[:0]
        if not self._strings:
            return
        self._beside: defaultdict[int, set[str]] = defaultdict(set)
        for start, _, _, is_key, container, _ in self.strings() if names else ():
            if is_key and (name := decode_string(self.text, start)) in names:
                self._beside[container].add(name)
        self._places = [plan.root]
        for parent, step, _ in self._containers[1:]:
            self._places.append(self._below(parent, step))
        if policy.keys:
            self._refuse_collisions()

    def strings(self) -> Iterator[String]:
        """Give the strings as the kernel found them; none if it is no JSON but holds nothing exotic."""
        numbers = iter(self._strings)
        return zip(numbers, numbers, numbers, numbers, numbers, numbers, strict=True)

    def edit(self, write: Callable[[Literal, String, Cleaner, bool], str]) -> Iterator[tuple[int, int, str]]:
        """Write the strings of the document anew.

        Args:
            write: gives what stands in the place of a string, for the string as it is written, as the walk
                found it, the cleaner, and whether it is changed or only reported.

        Yields:
            The start and the end of each string that changes, and what stands there then.
        """
        text = self.text
        ascii_only = text.isascii()
        for string in self.strings():
            cleaner, applied = self._decide(string)
            if cleaner is None:
                continue
            start, end, found, *_ = string
            literal = Literal(text, start, end, escapes=bool(found & ESCAPES), ascii_only=ascii_only)
            written = write(literal, string, cleaner, applied)
            if applied and written is not literal.written:
                yield start, end, written

    def rewrite(self, document: Document, edits: Iterable[tuple[int, int, str]]) -> Document:
        """Give the document that was walked through, with what `edit` gave."""
        rewritten = replace_parts(self.text, edits)
        if rewritten is self.text:
            return document
        return rewritten if isinstance(document, str) else rewritten.encode()

    def _decide(self, string: String) -> tuple[Cleaner | None, bool]:
        """Tell which cleaner reads a string, if any, and whether it is changed; a key is as its object is."""
        _, _, _, is_key, container, step = string
        place = self._places[container] if is_key else self._below(container, step)
        is_left = is_key and not self._plan.policy.keys and place.treatment is not Treatment.OPAQUE
        return self._plan.decide(Treatment.EXACT if is_left else place.treatment)

    def pointer(self, container: int, step: int) -> str:
        """Write the JSON Pointer (RFC 6901, section 3) of a value by its container and its step there."""
        steps: list[str | int] = []
        while container >= 0:
            steps.append(self._read_step(container, step))
            container, step, _ = self._containers[container]
        return write_pointer(reversed(steps[:-1]))

    def _below(self, container: int, step: int) -> Place:
        place = self._places[container]
        if place.settled or container == 0:  # no key leads to the outermost value
            return place
        return place.step(self._read_step(container, step), self._beside.get(container, ()))

    def _read_step(self, container: int, step: int) -> str | int:
        return decode_string(self.text, step) if self._containers[container][2] == OBJECT else step

    def _refuse_collisions(self) -> None:
        """Raise when two keys of an object become one; keys that are equal from the start stay so."""
        names: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for string in self.strings():
            start, _, _, is_key, container, _ = string
            if is_key:
                name = decode_string(self.text, start)
                cleaner, applied = self._decide(string)
                cleaned = cleaner.clean(name) if cleaner and applied else name
                if names[container].setdefault(cleaned, name) != name:
                    raise CollidingKeys


def _is_exotic(text: str, cleaner: Cleaner) -> bool:
    """Tell whether a text that is not JSON holds something to clean, as it is or escaped."""
    bare = decode_escapes(text.removeprefix(BYTE_ORDER_MARK))
    return cleaner.clean(bare) != bare


def write_pointer(path: Iterable[str | int]) -> str:
    """Write a JSON Pointer (RFC 6901, section 3).

    Example:
        >>> write_pointer(["réponses", 0, "et/ou"])
        '/réponses/0/et~1ou'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
