"""What callers give as settings, checked when it is given. Knows what makes sense; cleans nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, TypedDict

from flatchr_clean.flatchr import fields_for
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, InvalidFields
from flatchr_clean.text.profile import Profile

ChooseFields: TypeAlias = Callable[[str, str], FieldPolicy]
Fields: TypeAlias = FieldPolicy | Mapping[str, str] | ChooseFields | None


class CleaningSettings(TypedDict, total=False):
    """How requests are cleaned, each setting by its name; a client's adapter says what they are."""

    profile: Profile | str
    fields: Fields
    max_body_bytes: int
    strict: bool


class Settings(CleaningSettings, total=False):
    """The same, and whose requests are cleaned."""

    hosts: Iterable[str] | str


@dataclass(frozen=True, slots=True)
class ChosenFields:
    """One policy for every request; without one Flatchr's own table with a caller's rules after it."""

    policy: FieldPolicy | None
    rules: tuple[FieldRule, ...] = ()

    def __call__(self, method: str, url: str) -> FieldPolicy:
        """Choose the fields of a request."""
        return self.policy or _extend(fields_for(method, url), self.rules)


@lru_cache(maxsize=256)
def _extend(policy: FieldPolicy, rules: tuple[FieldRule, ...]) -> FieldPolicy:
    return policy.extended(rules)


def read_fields(fields: Fields) -> ChooseFields:
    """Read what a caller gave as ``fields=``.

    Args:
        fields: None is Flatchr's own table; a mapping of rules such as ``{"/motto": "exact"}`` is added to
            it; a `FieldPolicy` replaces it, as does a function that takes the method and the URL of
            a request and returns a policy.

    Raises:
        InvalidFields: a rule makes no sense.
    """
    if fields is None:
        return fields_for
    if isinstance(fields, FieldPolicy):
        return ChosenFields(fields)
    if isinstance(fields, Mapping):
        return ChosenFields(None, FieldPolicy(fields).rules)
    if not callable(fields):
        raise InvalidFields(
            "fields is None, a mapping of patterns to treatments, a FieldPolicy or a function, not of type "
            f"{type(fields).__name__}"
        )
    return fields


def check_limit(max_body_bytes: int) -> int:
    """Give a limit back if it can be one.

    Raises:
        InvalidOption: it is no whole number above 0.
    """
    if type(max_body_bytes) is not int or max_body_bytes < 1:
        raise InvalidOption("max_body_bytes is a whole number of bytes, and at least 1")
    return max_body_bytes


def check_flag(name: str, value: bool) -> bool:  # noqa: FBT001 - it is checked, not obeyed
    """Give a setting back if it is True or False.

    Raises:
        InvalidOption: it is neither: a word such as "no" would count as true.
    """
    if not isinstance(value, bool):
        raise InvalidOption(f"{name} is True or False, not of type {type(value).__name__}")
    return value
