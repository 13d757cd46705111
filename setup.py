"""Builds the optional compiled kernel; all else that there is to say about the package is in pyproject.toml.

Knows what a build asks for in the environment: `FLATCHR_CLEAN_PURE=1` no compiled kernel, and
`FLATCHR_CLEAN_CHECKED=1` one that checks every index. Where there is no C compiler, setuptools leaves an
optional extension out, and the package does the same work in Python.
"""

import os
from binascii import crc32
from pathlib import Path
from tempfile import TemporaryDirectory

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

SOURCE = "flatchr_clean/_kernel.pyx"
PURE, CHECKED = (os.environ.get(f"FLATCHR_CLEAN_{name}", "") not in {"", "0"} for name in ("PURE", "CHECKED"))


class BuildKernel(build_ext):
    """The build of the kernel, which leaves nothing older behind where it fails."""

    def initialize_options(self) -> None:
        """Write no C beside the source, build whatever the times of files say, check indices if asked to."""
        super().initialize_options()
        self.force = self.cython_c_in_temp = True
        # A directive in the source would win over this one, so the source says nothing of it.
        self.cython_directives = {"boundscheck": CHECKED}

    def copy_extensions_to_source(self) -> None:
        """Put the kernel beside its source, for an editable install."""
        for extension in self.extensions:
            Path(self.get_ext_filename(extension.name)).unlink(missing_ok=True)
        super().copy_extensions_to_source()


KERNEL = Extension(
    "flatchr_clean._kernel",
    [SOURCE],
    # A number, since every compiler takes one on its command line without quotes.
    define_macros=[
        ("FLATCHR_CLEAN_SOURCE", f"{crc32(Path(SOURCE).read_bytes())}U"),
        ("FLATCHR_CLEAN_CHECKED", str(int(CHECKED))),
    ],
    optional=True,
)

# What an earlier build left must never get into a wheel, so none is left: every build has its own folder.
with TemporaryDirectory() as scratch:
    setup(
        ext_modules=[] if PURE else [KERNEL],
        cmdclass={"build_ext": BuildKernel},
        options={"build": {"build_base": scratch}},
    )
