"""What callers give as settings, checked when it is given. Knows what makes sense; cleans nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, TypeAlias, TypedDict

from flatchr_clean.flatchr import fields_for
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.redaction import RequestName
from flatchr_clean.http.refusals import InvalidOption
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, InvalidFields
from flatchr_clean.text.profile import Profile

ChooseFields: TypeAlias = Callable[[str, str], FieldPolicy]
OnCleaned: TypeAlias = Callable[[Findings, RequestName], object]
Fields: TypeAlias = FieldPolicy | Mapping[str, str] | ChooseFields | None

# Seconds to connect, and between two bytes of the answer: clients themselves would wait for ever.
TIMEOUT = (10.0, 60.0)
# Python's sockets count milliseconds in a C int.
LONGEST_TIMEOUT_SECONDS = (2**31 - 1) // 1000


class CleaningSettings(TypedDict, total=False):
    """How requests are cleaned, each setting by its name; a client's adapter says what they are."""

    profile: Profile | str
    fields: Fields
    max_body_bytes: int
    strict: bool
    on_cleaned: OnCleaned | None


class Settings(CleaningSettings, total=False):
    """The same, and whose requests are cleaned."""

    hosts: Iterable[str] | str


def check_names(taker: Callable[..., object], given: Mapping[str, object], kind: Any = Settings) -> None:
    """Check that there are such settings: Python would name what `taker` calls, which no program knows.

    Args:
        taker: what the program called.
        given: what it takes as ``**settings``.
        kind: which of them there are: a `TypedDict`.

    Raises:
        TypeError: there is no such setting.
    """
    unknown = sorted(given.keys() - kind.__optional_keys__)
    if not unknown:
        return
    parameters = inspect.signature(taker).parameters.values()
    named = {one.name for one in parameters if one.kind in {one.KEYWORD_ONLY, one.POSITIONAL_OR_KEYWORD}}
    known = sorted(named | kind.__optional_keys__)
    near = get_close_matches(unknown[0], known, 1)
    advice = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known)}"
    raise TypeError(f"{taker.__name__}() got an unexpected keyword argument {unknown[0]!r}: {advice}")


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


def check_on_cleaned(on_cleaned: OnCleaned | None) -> OnCleaned | None:
    """Give a function back that is to be told what was found, or None.

    Raises:
        InvalidOption: it is neither.
    """
    if on_cleaned is not None and not callable(on_cleaned):
        raise InvalidOption(
            "on_cleaned is a function that takes the findings and the name of a request, or None, not of "
            f"type {type(on_cleaned).__name__}"
        )
    return on_cleaned


def check_timeout(timeout: float | tuple[float, float] | None) -> float | tuple[float, float] | None:
    """Give a time-out back if it can be one.

    Raises:
        InvalidOption: it is neither None, nor a number that a socket can wait for, nor two of them.
    """
    connect_and_read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    if len(connect_and_read) == 2 and all(map(_can_wait, connect_and_read)):  # noqa: PLR2004 - to connect, to read
        return timeout
    raise InvalidOption(
        f"timeout is a number of seconds above 0 and at most {LONGEST_TIMEOUT_SECONDS:,}, two of them, or "
        "None to wait for ever"
    )


def check_deadline(deadline: float | None) -> float | None:
    """Give the seconds back that a call may take with all its tries.

    Raises:
        InvalidOption: it is neither None nor a number that a socket can wait for.
    """
    if _can_wait(deadline):
        return deadline
    raise InvalidOption(
        f"deadline is a number of seconds above 0 and at most {LONGEST_TIMEOUT_SECONDS:,} for all tries of a "
        "call, or None"
    )


def _can_wait(seconds: object) -> bool:
    return seconds is None or (
        isinstance(seconds, (int, float))
        and not isinstance(seconds, bool)
        and 0 < seconds <= LONGEST_TIMEOUT_SECONDS
    )


def check_retries(retries: int) -> int:
    """Give the number of times back that a call is tried again.

    Raises:
        InvalidOption: it is no whole number of at least 0.
    """
    if type(retries) is not int or retries < 0:
        raise InvalidOption("retries is a whole number: how often a call is tried again, 0 to try once")
    return retries


def check_flag(name: str, value: bool) -> bool:  # noqa: FBT001 - it is checked, not obeyed
    """Give a setting back if it is True or False.

    Raises:
        InvalidOption: it is neither: a word such as "no" would count as true.
    """
    if not isinstance(value, bool):
        raise InvalidOption(f"{name} is True or False, not of type {type(value).__name__}")
    return value
