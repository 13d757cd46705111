"""Text of many languages, as packages bring it: names by Faker, messages of Django's catalogues.

Knows no encoding. Each package is imported where its text is asked for; its version may change the sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from gettext import GNUTranslations
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Final

LOCALES: Final[Mapping[str, str]] = {
    "French": "fr_FR", "German": "de_DE", "Spanish": "es_ES", "Italian": "it_IT", "Portuguese": "pt_PT",
    "Dutch": "nl_NL", "Polish": "pl_PL", "Czech": "cs_CZ", "Slovak": "sk_SK", "Hungarian": "hu_HU",
    "Romanian": "ro_RO", "Turkish": "tr_TR", "Croatian": "hr_HR", "Slovenian": "sl_SI", "Latvian": "lv_LV",
    "Lithuanian": "lt_LT", "Estonian": "et_EE", "Swedish": "sv_SE", "Danish": "da_DK", "Norwegian": "no_NO",
    "Finnish": "fi_FI", "Icelandic": "is_IS", "Vietnamese": "vi_VN", "Azerbaijani": "az_AZ",
}  # fmt: skip
"""The languages whose names are drawn, and what Faker calls them."""
CATALOGUES: Final[Mapping[str, str]] = {
    "French": "fr", "German": "de", "Spanish": "es", "Italian": "it", "Portuguese": "pt", "Dutch": "nl",
    "Polish": "pl", "Czech": "cs", "Slovak": "sk", "Hungarian": "hu", "Romanian": "ro", "Turkish": "tr",
    "Croatian": "hr", "Slovenian": "sl", "Latvian": "lv", "Lithuanian": "lt", "Estonian": "et",
    "Swedish": "sv", "Danish": "da", "Norwegian": "nb", "Finnish": "fi", "Icelandic": "is",
    "Vietnamese": "vi", "Azerbaijani": "az", "Bulgarian": "bg", "Greek": "el", "Russian": "ru",
    "Ukrainian": "uk",
}  # fmt: skip
"""The languages whose messages are read, and what Django calls them."""

_TRIES: Final = 100
"""Names drawn for one that is kept: of Italian ones, one in sixty holds an accent."""


def draw_names(language: str, count: int, seed: int) -> list[str]:
    """Draw names that hold a character beyond ASCII, none twice: up to so many."""
    faker = import_module("faker").Faker(LOCALES[language])
    faker.seed_instance(f"{seed} {language}")
    names: dict[str, None] = {}
    for _ in range(count * _TRIES):
        if not (name := faker.name()).isascii():
            names[name] = None
        if len(names) == count:
            break
    return list(names)


def read_catalogues(language: str) -> list[str]:
    """Read the catalogues of a language: each as one text, a message after the other."""
    spec = find_spec("django")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("django is missing", name="django")
    place = f"locale/{CATALOGUES[language]}/LC_MESSAGES/*.mo"
    root = Path(spec.origin).parent
    paths = sorted(chain(root.glob(f"conf/{place}"), root.glob(f"contrib/*/{place}")))
    return ["\n".join(_read_messages(path)) for path in paths]


def _read_messages(path: Path) -> list[str]:
    """Read the messages of a catalogue; the one without an original tells of the catalogue itself."""
    with path.open("rb") as file:
        messages: dict[object, str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined] # noqa: SLF001 - it lists them nowhere else
    return [message for original, message in messages.items() if original]


def find_lines(texts: list[str]) -> list[str]:
    """Find the lines that hold a character beyond ASCII, none twice."""
    return list(dict.fromkeys(line for text in texts for line in text.split("\n") if not line.isascii()))
