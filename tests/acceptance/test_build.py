"""Builds of the package by its real backend: with a compiler, without one, with checks, and after an edit."""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

from flatchr_clean import __version__
from tests.check_command import run_git

ROOT = Path(__file__).parents[2]
MADE = ("__pycache__", "*.py[cod]", "*.so", "*.egg-info", "_kernel.c", "_kernel.html")
COMPILER = shutil.which(shlex.split(sysconfig.get_config_var("CC") or "cl")[0])
KERNEL = f"flatchr_clean/_kernel{sysconfig.get_config_var('EXT_SUFFIX')}"


@pytest.fixture
def clone(tmp_path):
    """Copy the project as a fresh clone has it: nothing built."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in ("flatchr_clean", "tests", "benchmarks", ".ci"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*MADE))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in (".gitignore", ".pre-commit-hooks.yaml", "noxfile.py"):
        shutil.copy(ROOT / name, folder)
    return folder


def list_files(folder):
    """Give the paths of all files in a folder, as an archive writes them."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def build(clone, what, **environment):
    """Build a "wheel", an "editable" or an "sdist" in a clone, as pip does, and give the archive."""
    dist = clone.parent / "dist"
    dist.mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FLATCHR_CLEAN_")}
    done = subprocess.run(
        [sys.executable, "-c", f"from setuptools import build_meta; build_meta.build_{what}({str(dist)!r})"],
        cwd=clone,
        env={**inherited, "CFLAGS": "-O0", **environment},  # what is built is looked at, how fast it is not
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = dist.iterdir()
    return archive


def run_from(folder, *arguments):
    """Run Python with the package of a folder, and give its two outputs."""
    environment = {name: value for name, value in os.environ.items() if name != "FLATCHR_CLEAN_PURE"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout, done.stderr


def version(kernel):
    """Give what `flatchr-clean --version` prints."""
    return f"flatchr-clean {__version__} ({kernel})\n"


def unpack(wheel):
    """Unpack a wheel, and give the folder."""
    folder = wheel.parent.parent / "unpacked"
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


def package_of(clone):
    """Give the files of the package that a wheel takes from a clone: all but the kernel's source."""
    return {path for path in list_files(clone) if path.startswith("flatchr_clean/")} - {
        "flatchr_clean/_kernel.pyx"
    }


@pytest.mark.once
def test_a_wheel_holds_the_package_and_the_compiled_kernel(clone):
    """Every file of the package is there, types too, nothing else is, and the kernel runs compiled."""
    package = package_of(clone)
    assert {"flatchr_clean/py.typed", "flatchr_clean/_kernel.pyi"} <= package
    wheel = unpack(build(clone, "wheel"))
    held = {path for path in list_files(wheel) if ".dist-info/" not in path}
    assert held == (package | {KERNEL} if COMPILER else package)
    kernel = "compiled kernel" if COMPILER else "pure Python kernel"
    assert run_from(wheel, "-m", "flatchr_clean", "--version") == (version(kernel), "")


@pytest.mark.once
def test_a_wheel_is_built_where_there_is_no_compiler(clone):
    """The same files but the kernel, and the package runs without a warning."""
    package = package_of(clone)
    wheel = unpack(build(clone, "wheel", CC="false"))
    assert {path for path in list_files(wheel) if ".dist-info/" not in path} == package
    assert run_from(wheel, "-W", "error", "-m", "flatchr_clean", "--version") == (
        version("pure Python kernel"),
        "",
    )


def test_a_wheel_for_every_machine_can_be_built(clone):
    """FLATCHR_CLEAN_PURE=1 at build time makes one wheel for all."""
    archive = build(clone, "wheel", FLATCHR_CLEAN_PURE="1")
    assert archive.name == f"flatchr_clean-{__version__}-py3-none-any.whl"
    assert KERNEL not in list_files(unpack(archive))


def test_the_source_archive_is_the_whole_project(clone):
    """Whoever has it can build, test and measure; nothing that was built is in it."""
    project = list_files(clone)
    with tarfile.open(build(clone, "sdist")) as archive:
        held = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    assert {path for path in held if ".egg-info/" not in path} - {"PKG-INFO", "setup.cfg"} == project


def edit_source(clone):
    """Edit the kernel's source and leave its date as it was, as copies and archives do."""
    source = clone / "flatchr_clean/_kernel.pyx"
    times = source.stat().st_atime, source.stat().st_mtime
    source.write_bytes(source.read_bytes() + b"\n# Edited.\n")
    os.utime(source, times)


@pytest.mark.parametrize("compiler", [COMPILER, "false"], ids=["compiler", "no compiler"])
@pytest.mark.once
def test_an_editable_install_follows_the_source(clone, compiler):
    """An edit is told until it is built, and a build leaves nothing that is stale, nor anything for git."""
    run_git("init", "--quiet", cwd=clone)
    run_git("add", ".", cwd=clone)
    build(clone, "editable", FLATCHR_CLEAN_CHECKED="1").unlink()
    edit_source(clone)
    printed, warned = run_from(clone, "-m", "flatchr_clean", "--version")
    assert printed == version("pure Python kernel")
    assert ("run 'pip install -e .' in the clone" in warned) is bool(COMPILER)

    build(clone, "editable", **({"CC": "false"} if compiler == "false" else {})).unlink()
    kernel = "compiled kernel" if compiler != "false" and COMPILER else "pure Python kernel"
    assert run_from(clone, "-m", "flatchr_clean", "--version") == (version(kernel), "")
    assert run_git("ls-files", "--others", "--exclude-standard", cwd=clone).stdout == b""
    assert run_git("diff", "--name-only", cwd=clone).stdout == b"flatchr_clean/_kernel.pyx\n"


@pytest.mark.once
def test_a_kernel_that_checks_every_index_can_be_built(clone):
    """FLATCHR_CLEAN_CHECKED=1 is heeded, and undone by the next build."""
    code = "from flatchr_clean import _kernel; print(_kernel.CHECKED)"
    for asked, expected in (("1", "True\n"), ("0", "False\n")) if COMPILER else ():
        build(clone, "editable", FLATCHR_CLEAN_CHECKED=asked).unlink()
        assert run_from(clone, "-c", code) == (expected, "")
