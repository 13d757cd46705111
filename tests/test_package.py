"""The package's face: its names, and what importing it costs."""

import subprocess
import sys
from pkgutil import iter_modules

import pytest

import flatchr_clean
from flatchr_clean import http

HEAVY = ("aiohttp", "click", "ftfy", "idna", "requests", "unidecode", "urllib3")


def run(code):
    """Run Python code in a fresh interpreter and give what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize("statement", ["import flatchr_clean", "from flatchr_clean import *"])
def test_importing_the_package_imports_no_dependency(statement):
    """Neither the package nor any of its public names brings an HTTP client or another dependency along."""
    code = f"import sys\n{statement}\nprint([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]"


def test_cleaning_clean_french_imports_no_dependency():
    """A text that needs no repair and no transliteration is cleaned with the standard library alone."""
    code = (
        "import sys\nfrom flatchr_clean import clean, clean_json\n"
        "clean('L\\u2019été… 🎯 <b>x</b> &rsquo;'), clean_json('{\"a\": \"l\\u2019\"}')\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    assert run(code) == "[]"


def test_what_becomes_of_a_request_needs_no_client():
    """A client's package brings its client along; the floor under it has none."""
    modules = [module.name for module in iter_modules(http.__path__, "flatchr_clean.http.")]
    assert "flatchr_clean.http.cleaning" in modules
    code = f"import sys, {', '.join(modules)}\nprint([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "['idna']"


@pytest.mark.parametrize("name", flatchr_clean.__all__)
def test_every_public_name_is_there(name):
    """Each name of `__all__` can be had and is listed."""
    assert getattr(flatchr_clean, name) is not None
    assert name in dir(flatchr_clean)


def test_an_unknown_name_is_an_attribute_error():
    """As in any module."""
    with pytest.raises(AttributeError, match="module 'flatchr_clean' has no attribute 'nope'"):
        flatchr_clean.nope  # noqa: B018 -- the access itself is tested
