"""What `[tool.flatchr-clean]` of a `pyproject.toml` says. Reads the nearest one above; guesses nothing.

A key or a value that makes no sense is an error: a setting that is silently not heeded would let through
what its author thought was checked.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flatchr_clean.check.encodings import name_encoding
from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import fields_for_endpoint
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.profile import profile_named

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "pyproject.toml"
SECTION = "flatchr-clean"


class InvalidSettings(CleaningError, ValueError):
    """A settings or baseline file can't be used; says which, where and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each as the file has it.

    Attributes:
        base: the directory that patterns start from: that of the file, or where the command runs.
        profile: a preset's name.
        keep: further characters to leave alone.
        exclude: patterns of paths that are not looked at.
        fields: patterns of fields and their treatments.
        endpoint: the endpoint whose table of fields applies.
        baseline: the file of accepted findings; absolute, or from the base.
        encodings: patterns of paths and how those files are encoded; the last that matches decides.
        file: where they were read from; None where nothing was.
    """

    base: Path
    profile: str | None = None
    keep: str = ""
    exclude: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    endpoint: str | None = None
    baseline: str | None = None
    encodings: dict[str, str] = field(default_factory=dict)
    file: Path | None = None


def find_settings(start: Path) -> Settings:
    """Read the settings of the nearest `pyproject.toml` that has the section, from a directory upwards.

    Raises:
        InvalidSettings: the file is no TOML, or the section holds what makes no sense.
    """
    for directory in (start, *start.parents):
        file = directory / FILE
        if os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises where this says no
            section = _read_section(file)
            if section is not None:
                return read_settings(section, file)
    return Settings(start)


def _read_section(file: Path) -> Any:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{file}: can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"{file}: no valid TOML: {error}") from error
    tool = document.get("tool", {})
    return tool.get(SECTION) if isinstance(tool, dict) else None


def read_settings(section: Any, file: Path) -> Settings:
    """Read the section; every value is tried here, so that a mistake is told with its place.

    Args:
        section: what TOML has under `[tool.flatchr-clean]`.
        file: where it stands.

    Raises:
        InvalidSettings: a key is unknown or a value makes no sense.
    """
    where = f"{file}: [tool.{SECTION}]"
    if not isinstance(section, dict):
        raise InvalidSettings(f"{where}: must be a table")
    for key, value in section.items():
        if key not in _CHECKS:
            near = get_close_matches(key, _CHECKS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_CHECKS)}"
            raise InvalidSettings(f"{where}: unknown key {key!r}: {hint}")
        wanted, is_right, attempt = _CHECKS[key]
        if not is_right(value):
            raise InvalidSettings(f"{where}: {key} must be {wanted}")
        try:
            attempt(value)
        except CleaningError as error:
            raise InvalidSettings(f"{where}: {key}: {error}") from error
    return Settings(file.parent, **{**section, "exclude": tuple(section.get("exclude", ()))}, file=file)


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of_strings(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_string, value))


def _is_table_of_strings(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_string, value.values()))


def _accept(_: Any) -> None:
    pass


_CHECKS: dict[str, tuple[str, Callable[[Any], bool], Callable[[Any], object]]] = {
    "profile": ('the name of a preset, such as "flatchr"', _is_string, profile_named),
    "keep": ("a string of characters", _is_string, _accept),
    "exclude": ("a list of patterns", _is_list_of_strings, _accept),
    "fields": ('a table such as {"/title" = "text"}', _is_table_of_strings, FieldPolicy),
    "endpoint": ('an endpoint such as "POST /company/{c}/vacancy"', _is_string, fields_for_endpoint),
    "baseline": ('a path such as "accepted.json"', _is_string, _accept),
    "encodings": (
        'a table such as {"exports/*.csv" = "cp1252"}',
        _is_table_of_strings,
        lambda table: [*map(name_encoding, table.values())],
    ),
}
"""Each key: what its value must be, whether it is, and what refuses one that makes no sense."""
