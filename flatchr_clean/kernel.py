"""Chooses the kernel, once, when it is imported: the compiled one where it was built, else the one in Python.

Knows the variable `FLATCHR_CLEAN_PURE` and what a stale build is. Must not know what the functions do. All
other modules take the kernel's functions from here.
"""

from __future__ import annotations

import os
import warnings
from binascii import crc32
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from flatchr_clean._kernel_py import (
    BROKEN,
    CHANGES,
    COMMENT,
    COMPOSES,
    CUT,
    END,
    ESCAPES,
    OBJECT,
    RAW,
    REFERENCES,
    START,
    SUSPICIOUS,
    TAGS,
    TEXT,
    find_comment_end,
    find_content_end,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = [
    "BROKEN",
    "BUILD",
    "CHANGES",
    "COMMENT",
    "COMPOSES",
    "CUT",
    "END",
    "ESCAPES",
    "OBJECT",
    "RAW",
    "REFERENCES",
    "START",
    "SUSPICIOUS",
    "TAGS",
    "TEXT",
    "Sequences",
    "Table",
    "find_comment_end",
    "find_content_end",
    "find_tokens",
    "join_text",
]


def is_stale(kernel: ModuleType) -> bool:
    """Tell whether a compiled kernel lies beside a source that it was not built from.

    Args:
        kernel: the compiled module.

    Returns:
        False where no source lies beside it, as in every installed wheel.
    """
    # Not by pathlib, which takes longer to import than all of this.
    source = os.path.join(os.path.dirname(str(kernel.__file__)), "_kernel.pyx")  # noqa: PTH118, PTH120
    try:
        with open(source, "rb") as file:  # noqa: PTH123
            return bool(crc32(file.read()) != kernel.SOURCE_CRC32)
    except OSError:  # none lies there, or none that can be read
        return False


def choose_build(environment: Mapping[str, str]) -> Literal["compiled", "pure"]:
    """Say which kernel runs, with a warning where the compiled one is there and can't be used.

    Args:
        environment: the environment's variables.

    Returns:
        "pure" where `FLATCHR_CLEAN_PURE` asks for it, and where no usable compiled kernel is.
    """
    if environment.get("FLATCHR_CLEAN_PURE", "") not in {"", "0"}:
        return "pure"
    try:
        kernel = import_module("flatchr_clean._kernel")
    except ModuleNotFoundError:
        return "pure"
    except ImportError as error:
        fault = f"can't be loaded ({error}): install flatchr-clean again"
    else:
        if not is_stale(kernel):
            return "compiled"
        fault = "was not built from the _kernel.pyx beside it: run 'pip install -e .' in the clone"
    warnings.warn(
        f"the compiled kernel of flatchr_clean {fault}. Until then the slower one in Python runs.",
        RuntimeWarning,
        stacklevel=2,
    )
    return "pure"


BUILD = choose_build(os.environ)
"""Which kernel runs: "compiled" or "pure"."""

if BUILD == "compiled":
    from flatchr_clean._kernel import Sequences, Table, find_tokens, join_text
else:
    from flatchr_clean._kernel_py import Sequences, Table, find_tokens, join_text
