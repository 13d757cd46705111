"""Nothing exotic leaves for the API: cleans what people paste from Word, losslessly and right on French.

>>> from flatchr_clean import clean
>>> clean("L\\N{RIGHT SINGLE QUOTATION MARK}été\\N{HORIZONTAL ELLIPSIS}")
"L'été..."

The functions for texts and payloads are here. The adapter is in `flatchr_clean.requests`, what Flatchr
documents in `flatchr_clean.flatchr`. Importing this package imports no HTTP client and none of the
dependencies; each name is imported from its own module when it is first asked for (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flatchr_clean.errors import CleaningError, InvalidJSON, UnmappableCharacter
    from flatchr_clean.payload.data import clean_data
    from flatchr_clean.payload.fields import FieldPolicy
    from flatchr_clean.payload.json import clean_json, explain_json
    from flatchr_clean.text.changes import Change, Cleaning, Rule
    from flatchr_clean.text.cleaner import Cleaner, clean, explain
    from flatchr_clean.text.profile import (
        ASCII,
        CP1252,
        FLATCHR,
        LATIN_1,
        LATIN_9,
        TYPOGRAPHY,
        Profile,
    )

__version__ = "0.1.0"

__all__ = [
    "ASCII",
    "CP1252",
    "FLATCHR",
    "LATIN_1",
    "LATIN_9",
    "TYPOGRAPHY",
    "Change",
    "Cleaner",
    "Cleaning",
    "CleaningError",
    "FieldPolicy",
    "InvalidJSON",
    "Profile",
    "Rule",
    "UnmappableCharacter",
    "clean",
    "clean_data",
    "clean_json",
    "explain",
    "explain_json",
]

_HOMES = {
    "errors": ("CleaningError", "InvalidJSON", "UnmappableCharacter"),
    "payload.data": ("clean_data",),
    "payload.fields": ("FieldPolicy",),
    "payload.json": ("clean_json", "explain_json"),
    "text.changes": ("Change", "Cleaning", "Rule"),
    "text.cleaner": ("Cleaner", "clean", "explain"),
    "text.profile": ("ASCII", "CP1252", "FLATCHR", "LATIN_1", "LATIN_9", "TYPOGRAPHY", "Profile"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
