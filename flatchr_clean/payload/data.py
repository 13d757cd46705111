"""Cleans the strings inside Python data. Knows dicts, lists, tuples and strings; knows no JSON text."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from operator import is_
from typing import Any, TypeAlias, TypeVar, cast

from flatchr_clean.errors import CleaningError
from flatchr_clean.payload.fields import CollidingKeys, FieldPolicy, Place
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.profile import FLATCHR, Profile

T = TypeVar("T")
_Container: TypeAlias = "dict[Any, Any] | list[Any] | tuple[Any, ...]"


def clean_data(obj: T, profile: Profile | str = FLATCHR, fields: FieldPolicy | None = None) -> T:
    """Clean every string inside data, however deep.

    Dicts, lists, tuples and strings are looked at, their subclasses included; any other value, such as a set
    or a dataclass, stays as it is. What holds a change is made anew: a container in its own class (a named
    tuple, a `defaultdict` with its factory), a string as a plain `str`. All else is shared with `obj`, which
    is never altered.

    Args:
        obj: the data, such as what is about to be given to ``json=``.
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every value by the profile alone.

    Returns:
        The cleaned data; the very same object when nothing changes.

    Raises:
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so.
        CollidingKeys: the policy asks for clean keys, and two keys of one dict become the same.
        CleaningError: the data holds itself.

    Example:
        >>> clean_data({"title": "L\\N{RIGHT SINGLE QUOTATION MARK}été", "salary": 40000})
        {'title': "L'été", 'salary': 40000}
    """
    rebuilder = _Rebuilder(Plan(profile, fields))
    root = rebuilder.root
    # Depth first, without recursion: a container is entered, then what it holds, then it is left, made anew
    # from items that are done. One that is met again between the two holds itself.
    entered: set[int] = set()
    waiting: list[tuple[Any, Place, bool]] = [(obj, root, False)]
    while waiting:
        value, place, leaving = waiting.pop()
        if leaving:
            entered.remove(id(value))
            rebuilder.rebuild(value, place)
        elif rebuilder.waits_for(value, place):
            if id(value) in entered:
                raise CleaningError(
                    "the data holds itself, so it has no end: no JSON can be made of it either"
                )
            entered.add(id(value))
            waiting.append((value, place, True))
            for item, below in rebuilder.items(value, place):
                if rebuilder.waits_for(item, below):
                    waiting.append((item, below, False))
    return cast("T", rebuilder.cleaned(obj, root))


class _Rebuilder:
    """The containers that were cleaned so far, each known by itself and its place in the document."""

    def __init__(self, plan: Plan) -> None:
        self.root = plan.root
        self._plan = plan
        self._done: dict[tuple[int, Place], _Container] = {}

    def waits_for(self, value: object, place: Place) -> bool:
        """Tell whether a value is a container that must be cleaned first."""
        if not isinstance(value, (dict, list, tuple)) or (id(value), place) in self._done:
            return False
        return not place.settled or self._plan.decide(place.treatment)[1]

    def items(self, container: _Container, place: Place) -> Iterator[tuple[Any, Place]]:
        """Give what a container holds, each with its place."""
        if not isinstance(container, dict):
            return ((item, place.step(index)) for index, item in enumerate(container))
        beside = self._plan.policy.companions.intersection(container)
        return ((item, place.step(str(key), beside)) for key, item in container.items())

    def cleaned(self, value: Any, place: Place) -> Any:
        """Give a value cleaned; if it is a container that waits for nothing any more."""
        if isinstance(value, str):
            return self._clean_text(value, place)
        return self._done.get((id(value), place), value)

    def rebuild(self, container: _Container, place: Place) -> None:
        """Clean a container whose items are done, for `cleaned` to give."""
        old = list(container.values() if isinstance(container, dict) else container)
        new = [self.cleaned(item, below) for item, below in self.items(container, place)]
        unchanged = all(map(is_, old, new))
        rebuilt = container
        if isinstance(container, dict):
            keys = self._clean_keys(container, place)
            if not unchanged or not all(map(is_, container, keys)):
                rebuilt = _make_anew(container, dict(zip(keys, new, strict=True)))
        elif not unchanged:
            rebuilt = _make_anew(container, new)
        self._done[id(container), place] = rebuilt

    def _clean_keys(self, container: dict[Any, Any], place: Place) -> list[Any]:
        if not self._plan.policy.keys:
            return list(container)
        keys = [self._clean_text(key, place) if isinstance(key, str) else key for key in container]
        if len(set(keys)) < len(keys):
            raise CollidingKeys
        return keys

    def _clean_text(self, text: str, place: Place) -> str:
        cleaner, applied = self._plan.decide(place.treatment)
        return cleaner.clean(text) if cleaner and applied else text


def _make_anew(original: _Container, items: Any) -> _Container:
    """Make a container of the original's class; a copy knows what it needs besides, as a default factory."""
    if isinstance(original, tuple):
        make = getattr(type(original), "_make", type(original))  # a named tuple takes its items one by one
        tupled: tuple[Any, ...] = make(items)
        return tupled
    if type(original) in {dict, list}:
        made: _Container = items
        return made
    copied: Any = copy.copy(original)
    copied.clear()
    if isinstance(original, dict):
        for key, value in items.items():
            copied[key] = value
    else:
        copied[:] = items
    return cast("_Container", copied)
