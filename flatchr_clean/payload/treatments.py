"""What a profile and a policy decide together: which cleaner a field wants. Knows no document."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Final

from flatchr_clean.payload.fields import FieldPolicy, Treatment
from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.profile import Markup, Profile, profile_named

_MARKUP: Final[dict[Treatment, Markup]] = {
    Treatment.AUTO: "auto",
    Treatment.TEXT: "text",
    Treatment.HTML: "html",
}
_NO_POLICY: Final = FieldPolicy()


class Plan:
    """How the strings of one document are cleaned.

    Args:
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None leaves it all to the profile.

    Attributes:
        policy: the policy, one without rules when there is none.
        cleaner: the cleaner of the profile alone.
        by_profile_alone: True when there is no policy.
        root: where a walk through the document starts in the policy.

    Raises:
        InvalidProfile: no preset has that name.
    """

    def __init__(self, profile: Profile | str, fields: FieldPolicy | None) -> None:
        self.cleaner = cleaner_for(profile_named(profile))
        self.policy = fields or _NO_POLICY
        self.by_profile_alone = fields is None
        self.root = self.policy.root

    @property
    def finder(self) -> Cleaner:
        """The cleaner for what is only reported: it refuses no character, since it changes none."""
        return _derive_finder(self.cleaner)

    def maybe_cleaner(self, treatment: Treatment) -> Cleaner | None:
        """Give the cleaner for the strings of a field; None when they are not looked at."""
        if treatment is Treatment.OPAQUE:
            return None
        if treatment is Treatment.EXACT:
            return self.finder
        return self.cleaner if self.by_profile_alone else _derive_cleaner(self.cleaner, _MARKUP[treatment])


@lru_cache(maxsize=256)
def _derive_cleaner(cleaner: Cleaner, markup: Markup) -> Cleaner:
    profile = cleaner.profile
    return cleaner if profile.markup == markup else cleaner_for(dataclasses.replace(profile, markup=markup))


@lru_cache(maxsize=256)
def _derive_finder(cleaner: Cleaner) -> Cleaner:
    profile = cleaner.profile
    return (
        cleaner
        if profile.unmappable != "raise"
        else cleaner_for(dataclasses.replace(profile, unmappable="drop"))
    )
