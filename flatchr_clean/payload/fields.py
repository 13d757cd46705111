"""Which fields of a payload are text, HTML, exact or opaque. Knows paths; knows no service and no syntax.

A policy is a list of rules, each a pattern and a treatment. A rule holds for the value that its pattern
names and for everything beneath that value, and **the last rule that holds wins**: general rules come
first, exceptions after them, a caller's own rules after those of a table.

Patterns look like JSON Pointers (RFC 6901) with two wildcards:

=================  ==================================================================================
``""``             the whole document
``/title``         the value of the key ``title`` of the outermost object
``/answers/0``     an index of an array (or the key ``"0"`` of an object)
``/answers/*/id``  ``*`` is any one key or index
``/**/password``   ``**`` is any number of keys and indices, none included
``/a~1b~0c~2``     in a key's name ``~1`` stands for ``/``, ``~0`` for ``~`` and ``~2`` for ``*``
=================  ==================================================================================

Behind it the rules are one automaton: a `Place` is a state of it, a key or an index leads to the next one.
Steps are remembered, so a path costs one look-up a key, however many rules there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import Final, TypeAlias, cast

from flatchr_clean.errors import CleaningError


class Treatment(StrEnum):
    """What is done with the strings of a field."""

    AUTO = "auto"
    """Cleaned; HTML is recognised."""
    TEXT = "text"
    """Cleaned as plain text."""
    HTML = "html"
    """Cleaned as HTML: tags and attributes stay as they are."""
    EXACT = "exact"
    """Left byte for byte, because it must match what the service holds; what is found is reported."""
    OPAQUE = "opaque"
    """Not even looked at."""


class InvalidFields(CleaningError, ValueError):
    """A rule of a `FieldPolicy` makes no sense; raised when it is made, never later."""


class CollidingKeys(CleaningError, ValueError):
    """Two keys of one object would become one; raised only where a policy asks for keys to be cleaned."""

    def __str__(self) -> str:
        return "two keys of one object become the same when cleaned: rename one, or leave keys alone"


class Wildcard(Enum):
    """A segment of a pattern that is no name."""

    ONE = "*"
    ANY_NUMBER = "**"


_Segment: TypeAlias = "str | Wildcard"
_Pending: TypeAlias = frozenset[tuple[int, int]]
_WILDCARDS: Final[dict[str, _Segment]] = {wildcard.value: wildcard for wildcard in Wildcard}
_ESCAPES: Final = {"~0": "~", "~1": "/", "~2": "*"}
_ESCAPE: Final = re.compile("~.?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One rule of a policy.

    Attributes:
        pattern: which values; the module's table says how to write one.
        treatment: what is done with their strings, a `Treatment` or its name.
        beside: when given, the rule holds only where the object that has the value has this key too: a
            ``data`` is a file's content only beside a ``contentType``.

    Raises:
        InvalidFields: the pattern or the treatment makes no sense.
    """

    pattern: str
    treatment: Treatment
    beside: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "treatment", _read_treatment(self.treatment))
        read_pattern(self.pattern)


@dataclass(frozen=True, init=False)
class FieldPolicy:
    """Which fields of a payload are text, HTML, exact or opaque.

    Args:
        rules: a mapping of patterns to treatments, or `FieldRule` objects. The last that holds wins.
        default: the treatment where no rule holds.
        keys: True to clean the objects' keys too; otherwise they are left, and reported.

    Raises:
        InvalidFields: a pattern or a treatment makes no sense.

    Example:
        >>> policy = FieldPolicy({"/answers/*/question": "exact", "/**/password": "opaque"})
        >>> str(policy.treatment(("answers", 0, "question")))
        'exact'
        >>> str(policy.extended({"/answers": "text"}).treatment(("answers", 0, "question")))
        'text'
    """

    rules: tuple[FieldRule, ...]
    default: Treatment
    keys: bool

    def __init__(
        self,
        rules: Mapping[str, Treatment | str] | Iterable[FieldRule] = (),
        default: Treatment | str = Treatment.AUTO,
        *,
        keys: bool = False,
    ) -> None:
        object.__setattr__(self, "rules", _read_rules(rules))
        object.__setattr__(self, "default", _read_treatment(default))
        object.__setattr__(self, "keys", keys)

    def __getstate__(self) -> dict[str, object]:
        """Leave the automaton behind: it is made again from the rules."""
        return {"rules": self.rules, "default": self.default, "keys": self.keys}

    def extended(
        self, rules: Mapping[str, Treatment | str] | Iterable[FieldRule] | FieldPolicy
    ) -> FieldPolicy:
        """Give this policy with further rules, which win over its own.

        Args:
            rules: what `FieldPolicy` takes, or another policy, of which the rules alone are taken.
        """
        further = rules.rules if isinstance(rules, FieldPolicy) else _read_rules(rules)
        return FieldPolicy(self.rules + further, self.default, keys=self.keys)

    def treatment(self, path: Sequence[str | int], beside: Collection[str] = ()) -> Treatment:
        """Tell what is done with the value at a path.

        Args:
            path: object keys as str, array indices as int, from the document's root.
            beside: the keys of the object that holds the value, for the rules that ask for one.
        """
        place = self.root
        for depth, key in enumerate(path, 1):
            place = place.step(key, beside if depth == len(path) else ())
        return place.treatment

    @property
    def root(self) -> Place:
        """Where a walk through a document starts."""
        return self._automaton.root

    @property
    def names(self) -> frozenset[str]:
        """The keys that some rule names."""
        return self._automaton.names

    @property
    def companions(self) -> frozenset[str]:
        """The keys that some rule wants to see beside a value."""
        return self._automaton.companions

    @cached_property
    def _automaton(self) -> _Automaton:
        return _Automaton(self.rules, self.default)


class Place:
    """A place in a document as a policy sees it: what is done here, and what may change that further down.

    Attributes:
        treatment: what is done with a string that stands here.
        settled: True when no rule can change the treatment of anything beneath.
    """

    __slots__ = ("_automaton", "_next", "_pending", "_winner", "settled", "treatment")

    def __init__(self, automaton: _Automaton, winner: int, pending: _Pending) -> None:
        self._automaton = automaton
        self._winner = winner
        self._pending = pending
        self._next: dict[tuple[str | None, frozenset[str]], Place] = {}
        self.treatment = automaton.treatments[winner]
        self.settled = not pending

    def step(self, key: str | int, beside: Collection[str] = ()) -> Place:
        """Give the place one level further down.

        Args:
            key: an object's key, or an array's index.
            beside: the keys of that object.
        """
        if self.settled:
            return self
        automaton = self._automaton
        name = str(key)
        # All the names that no rule speaks of are alike.
        symbol = name if name in automaton.names else None, automaton.companions.intersection(beside)
        place = self._next.get(symbol)
        if place is None:
            place = self._next[symbol] = automaton.step(self._winner, self._pending, *symbol)
        return place


class _Automaton:
    """A policy's rules, compiled.

    A rule is pending as (its number, how many of its segments are matched). One that could not win any more,
    because a later rule holds already, is dropped: most walks settle soon.
    """

    def __init__(self, rules: Sequence[FieldRule], default: Treatment) -> None:
        self._patterns = [read_pattern(rule.pattern) for rule in rules]
        self._beside = [rule.beside for rule in rules]
        self._places: dict[tuple[int, _Pending], Place] = {}
        # One more than there are rules: where none holds the winner is -1, which finds the default.
        self.treatments = [*(rule.treatment for rule in rules), default]
        self.names = frozenset(
            name for pattern in self._patterns for name in pattern if isinstance(name, str)
        )
        self.companions = frozenset(name for name in self._beside if name is not None)
        self.root = self._place(-1, {(rule, 0) for rule in range(len(rules))}, frozenset())

    def step(self, winner: int, pending: _Pending, name: str | None, beside: frozenset[str]) -> Place:
        """Give the place that a key leads to; its name is None when no rule speaks of it."""
        reached = set()
        for rule, matched in pending:
            segment = self._patterns[rule][matched]
            if segment is Wildcard.ANY_NUMBER:
                reached.add((rule, matched))
            elif segment is Wildcard.ONE or segment == name:
                reached.add((rule, matched + 1))
        return self._place(winner, reached, beside)

    def _place(self, winner: int, reached: set[tuple[int, int]], beside: frozenset[str]) -> Place:
        pending: set[tuple[int, int]] = set()
        for rule, matched in reached:
            pattern = self._patterns[rule]
            # "**" may stand for nothing: what follows it is looked for here too.
            ahead = range(matched, len(pattern))
            stop = next((i for i in ahead if pattern[i] is not Wildcard.ANY_NUMBER), len(pattern))
            pending.update((rule, i) for i in range(matched, stop + 1) if i < len(pattern))
            if stop == len(pattern) and (self._beside[rule] is None or self._beside[rule] in beside):
                winner = max(winner, rule)
        still = frozenset((rule, matched) for rule, matched in pending if rule > winner)
        return self._places.setdefault((winner, still), Place(self, winner, still))


def _read_rules(rules: Mapping[str, Treatment | str] | Iterable[FieldRule]) -> tuple[FieldRule, ...]:
    if isinstance(rules, Mapping):
        named = cast("Mapping[str, Treatment | str]", rules)
        return tuple(FieldRule(pattern, _read_treatment(treatment)) for pattern, treatment in named.items())
    read = tuple(rules)
    if not all(isinstance(rule, FieldRule) for rule in read):
        raise InvalidFields("rules must be a mapping of patterns to treatments, or FieldRule objects")
    return read


def _read_treatment(treatment: Treatment | str) -> Treatment:
    try:
        return Treatment(treatment)
    except ValueError:
        names = ", ".join(map(repr, map(str, Treatment)))
        raise InvalidFields(f"a treatment must be one of {names}, not {treatment!r}") from None


def write_pattern(name: str) -> str:
    """Give the pattern of an outermost key, whatever its name holds.

    Example:
        >>> write_pattern("a/b*"), read_pattern("/a~1b~2/0")
        ('/a~1b~2', ('a/b*', '0'))
    """
    for escape, character in _ESCAPES.items():  # the tilde first, with which all of them begin
        name = name.replace(character, escape)
    return f"/{name}"


def read_pattern(pattern: str) -> tuple[_Segment, ...]:
    """Give the names and wildcards of a pattern.

    Raises:
        InvalidFields: it makes no sense.
    """
    if not isinstance(pattern, str) or pattern[:1] not in ("", "/"):
        raise InvalidFields(f"a pattern must be empty or start with '/', not {pattern!r}")
    return tuple(_read_segment(segment, pattern) for segment in pattern.split("/")[1:])


def _read_segment(segment: str, pattern: str) -> _Segment:
    if segment in _WILDCARDS:
        return _WILDCARDS[segment]
    if "*" in segment:
        raise InvalidFields(
            f"in {pattern!r} a '*' must stand alone between '/'; write '~2' for the character"
        )
    if not all(escape in _ESCAPES for escape in _ESCAPE.findall(segment)):
        raise InvalidFields(f"in {pattern!r} a '~' must be written '~0'")
    return _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], segment)
