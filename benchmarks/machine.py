"""Where and with what a run is made: what a reader must know, and nothing that names the machine."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

from benchmarks.functions import SUITES, maybe_version
from benchmarks.results import Machine


def describe_machine() -> Machine:
    """Describe the machine and the interpreter."""
    return Machine(
        processor=_find_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
    )


def _find_processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists() and (found := re.search(r"model name\s*:\s*(.+)", information.read_text())):
        return found[1]
    return platform.processor() or platform.machine()


def find_versions() -> dict[str, str]:
    """Find the versions of the libraries that are installed."""
    distributions = {measured.distribution for suite in SUITES.values() for measured in suite}
    found = {name: maybe_version(name) for name in sorted(distributions | {"requests", "pyperf"}) if name}
    return {name: number for name, number in found.items() if number}
