"""Where each string of a JSON text stands in a policy. Knows paths; knows no cleaner.

A text is read from left to right, but a rule may ask for a key that comes later beside a value: so keys are
noted on the way, and treatments are told once the end is reached.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flatchr_clean.payload.json_syntax import Container, FoundString, decode_string

if TYPE_CHECKING:
    from flatchr_clean.payload.fields import FieldPolicy, Place, Treatment


class Places:
    """The places of a document's containers in a policy, each looked up once.

    Args:
        policy: the policy.
    """

    def __init__(self, policy: FieldPolicy) -> None:
        self._policy = policy
        self._known: dict[Container, Place] = {}
        self._beside: defaultdict[Container, set[str]] = defaultdict(set)

    def note_key(self, key: FoundString) -> None:
        """Remember that an object has a key, if some rule asks for it."""
        name = decode_string(str(key.step))
        if name in self._policy.companions:
            self._beside[key.container].add(name)

    def treatment(self, string: FoundString) -> Treatment:
        """Tell what is done with a string; a key is treated like the object that has it."""
        place = self._place(string.container)
        return (
            place.treatment if string.is_key else self._below(place, string.container, string.step).treatment
        )

    def _place(self, container: Container) -> Place:
        # Up to what is known, then down again: no recursion, since a document may be deep.
        unknown: list[tuple[Container, Container]] = []
        while container.parent and container not in self._known:
            unknown.append((container.parent, container))
            container = container.parent
        place = self._known.get(container, self._policy.root)
        for holder, held in reversed(unknown):
            place = self._known[held] = self._below(place, holder, held.step)
        return place

    def _below(self, place: Place, holder: Container, step: str | int) -> Place:
        if place.settled or holder.parent is None:  # no key leads to the outermost value
            return place
        key = decode_string(step) if isinstance(step, str) else step
        return place.step(key, self._beside.get(holder, ()))
