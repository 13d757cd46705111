"""The kernel: the compiled one and the one in Python do the same, and the right one is chosen."""

from __future__ import annotations

import ast
import importlib
import sys
import warnings
from binascii import crc32
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flatchr_clean
from flatchr_clean import _kernel_py, kernel


def read_functions(file):
    """Give the public functions of a module or stub, and what they take and give."""
    nodes = ast.parse(Path(kernel.__file__).with_name(file).read_text("utf-8")).body
    found = [node for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return {node.name: (ast.unparse(node.args), ast.unparse(node.returns)) for node in found}


FUNCTIONS = list(read_functions("_kernel.pyi"))
KERNELS = [_kernel_py]
if kernel.BUILD == "compiled":
    KERNELS.append(importlib.import_module("flatchr_clean._kernel"))


class OwnText(str):
    """What derives from str: the elements of a StrEnum, or text that a template engine marks as safe."""

    __slots__ = ()

    def __str__(self):
        """Say something else than what is held, as such classes may."""
        return "\N{BULLET}"


# Every width that a string is stored in, halves of pairs included, and what the functions look for.
TEXTS = st.text(
    st.one_of(st.characters(), st.characters(max_codepoint=0xFF), st.sampled_from(" \t\n\r\0\x7f~&<\ud800"))
)


# One kernel, two builds.


def test_both_kernels_and_the_stub_have_the_same_functions():
    """Nothing is in one kernel only, and all of it can be had from the module that chooses."""
    assert read_functions("_kernel_py.py") == read_functions("_kernel.pyi")
    assert set(kernel.__all__) == {"BUILD", *FUNCTIONS}
    for module in KERNELS:
        assert [name for name in FUNCTIONS if not callable(getattr(module, name, None))] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_functions_come_from_the_kernel_that_build_tells(name):
    """`BUILD` says which one runs, and no function comes from the other."""
    module = {"compiled": "flatchr_clean._kernel", "pure": "flatchr_clean._kernel_py"}[kernel.BUILD]
    assert getattr(kernel, name) is getattr(sys.modules[module], name)


@given(TEXTS)
def test_both_kernels_find_the_same(text):
    """The kernel in Python is the specification, for what derives from str too."""
    expected = all(character in "\t\n\r" or " " <= character <= "~" for character in text)
    for module in KERNELS:
        assert module.is_plain_ascii(text) is expected
        assert module.is_plain_ascii(OwnText(text)) is expected


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("wrong", [None, b"text", 1])
def test_what_is_no_text_is_a_type_error(name, wrong):
    """No build reads what is not a string."""
    for module in KERNELS:
        with pytest.raises(TypeError):
            getattr(module, name)(wrong)


# Which one runs.


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let the package be imported from an empty folder, for as long as the test runs."""
    monkeypatch.setattr(flatchr_clean, "__path__", [str(tmp_path)])
    monkeypatch.setattr(flatchr_clean, "_kernel", None, raising=False)
    monkeypatch.setitem(sys.modules, "flatchr_clean._kernel", None)
    del sys.modules["flatchr_clean._kernel"]
    importlib.invalidate_caches()
    return tmp_path


def choose(**environment):
    """Choose a kernel, and give the warnings as well."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        build = kernel.choose_build(environment)
    return build, [(warning.category, str(warning.message)) for warning in caught]


SOURCE = b"# as it was built\n"
STALE = (
    "the compiled kernel of flatchr_clean was not built from the _kernel.pyx beside it: "
    "run 'pip install -e .' in the clone"
)
BUILT = f"SOURCE_CRC32 = {crc32(SOURCE)}\n"


def test_a_compiled_kernel_runs_where_there_is_one(folder):
    """An installed wheel holds no source to compare it with."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    assert choose() == ("compiled", [])


def test_a_compiled_kernel_runs_beside_the_source_that_it_was_built_from(folder):
    """So it is in a clone."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    folder.joinpath("_kernel.pyx").write_bytes(SOURCE)
    assert choose() == ("compiled", [])


def test_a_compiled_kernel_never_hides_an_edited_source(folder):
    """The one in Python runs instead, and a warning says what to do."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    folder.joinpath("_kernel.pyx").write_bytes(SOURCE + b"# and edited since\n")
    assert choose() == (
        "pure",
        [
            (
                RuntimeWarning,
                f"{STALE}. Until then the slower one in Python runs.",
            )
        ],
    )


def test_a_compiled_kernel_that_cannot_be_loaded_is_told(folder):
    """It may come from another machine; the one in Python runs, but not without a word."""
    folder.joinpath(f"_kernel{EXTENSION_SUFFIXES[0]}").write_bytes(b"of another machine")
    build, ((category, message),) = choose()
    assert (build, category) == ("pure", RuntimeWarning)
    assert message.startswith("the compiled kernel of flatchr_clean can't be loaded (")
    assert message.endswith("): install flatchr-clean again. Until then the slower one in Python runs.")


def test_the_kernel_in_python_runs_where_none_is_compiled(folder):
    """Machines without a compiler are no fault."""
    assert choose() == ("pure", [])


@pytest.mark.parametrize(
    ("value", "build"), [("1", "pure"), ("yes", "pure"), ("0", "compiled"), ("", "compiled")]
)
def test_the_kernel_in_python_runs_where_it_is_asked_for(folder, value, build):
    """FLATCHR_CLEAN_PURE asks for it, unless it is empty or 0."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    assert choose(FLATCHR_CLEAN_PURE=value) == (build, [])
