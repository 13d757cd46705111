"""What a profile and a policy decide together: which cleaner a field wants. Knows no document."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from flatchr_clean.payload.fields import FieldPolicy, Place, Treatment
from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.profile import Profile, profile_named

_NO_POLICY: Final = FieldPolicy()


class Plan:
    """How the strings of one document are cleaned; made once for a body, whatever it holds.

    Args:
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None leaves it all to the profile.

    Attributes:
        policy: the policy, one without rules when there is none.
        root: where the document stands in it.
        cleaner: the cleaner of the profile alone.

    Raises:
        InvalidProfile: no preset has that name.
    """

    __slots__ = ("_by_profile_alone", "_plans", "cleaner", "policy", "root")

    def __init__(self, profile: Profile | str, fields: FieldPolicy | None) -> None:
        self.cleaner = cleaner_for(profile_named(profile))
        self.policy = fields or _NO_POLICY
        self._by_profile_alone = fields is None
        self.root = self.policy.root
        self._plans: dict[Place, Plan] = {self.root: self}

    def beneath(self, key: str, beside: Collection[str] = ()) -> Plan:
        """Give the plan of a document that stands beneath a key of this one, as a field of a form does.

        Args:
            key: the key.
            beside: the keys beside it, those at least that some rule asks for.
        """
        return self.at(self.root.step(key, beside))

    def at(self, place: Place) -> Plan:
        """Give the plan of a document that stands at a place of this one."""
        plan = self._plans.get(place)
        if plan is None:  # a policy has few places, however many names there are
            plan = self._plans[place] = copy.copy(self)
            plan.root = place
        return plan

    @property
    def finder(self) -> Cleaner:
        """The cleaner for what is only reported: it refuses no character, since it changes none."""
        refuses = self.cleaner.profile.unmappable == "raise"
        return _derive_cleaner(self.cleaner, "unmappable", "drop") if refuses else self.cleaner

    def is_plain(self, written: str) -> bool:
        """Tell, by one look, that nothing in documents holds anything to clean; False says only that it may.

        Args:
            written: documents as they are written, in a syntax that has no other escapes than by a backslash.
        """
        return not ("\\" in written or "<" in written or "&" in written) and self.cleaner.is_plain(written)

    def decide(self, treatment: Treatment) -> tuple[Cleaner | None, bool]:
        """Tell which cleaner reads a field's strings, if any, and whether they are changed or only told."""
        if treatment is Treatment.OPAQUE:
            return None, False
        if treatment is Treatment.EXACT:
            return self.finder, False
        if treatment is Treatment.AUTO and self._by_profile_alone:
            return self.cleaner, True
        return _derive_cleaner(self.cleaner, "markup", treatment.value), True  # profiles call it the same


@lru_cache(maxsize=256)
def _derive_cleaner(cleaner: Cleaner, option: str, value: Any) -> Cleaner:
    profile = cleaner.profile
    if getattr(profile, option) == value:
        return cleaner
    return cleaner_for(dataclasses.replace(profile, **{option: value}))
