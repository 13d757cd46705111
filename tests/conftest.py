"""What runs when: `pytest` is quick, `pytest --long` is everything, but for `once` on a second kernel."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A deadline would be a timed test: slow machines fail it. Too slow to generate is no fault of the code
# either.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

# The same examples for the same code where a change is judged, others on every run of a developer's.
AS_JUDGED = {"derandomize": "CI" in os.environ, **COMMON}
settings.register_profile("quick", max_examples=30, **AS_JUDGED)
settings.register_profile("thorough", max_examples=300, **AS_JUDGED)
settings.register_profile("long", max_examples=20_000, **COMMON)


def pytest_addoption(parser):
    """Let everything be asked for."""
    parser.addoption("--long", action="store_true", help="run everything: 300 examples a law, and long tests")


def pytest_configure(config):
    """Draw fewer examples in a quick run."""
    if config.getoption("hypothesis_profile", None) is None:
        settings.load_profile("thorough" if config.getoption("--long") else "quick")


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out of a quick run; out of one on the other kernel, those that know none."""
    # Not above: a worker's coverage begins after it has read this file.
    from flatchr_clean.kernel import BUILD, choose_build

    if not config.getoption("--long"):
        names = ("long", "once")
    elif BUILD == "pure" and choose_build({}) == "compiled":
        names = ("once",)
    else:
        return
    left_out = {item for item in items if any(map(item.get_closest_marker, names))}
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def pytest_terminal_summary(terminalreporter, config):
    """Say what a quick run left out, and how to run it."""
    if not config.getoption("--long"):
        terminalreporter.write_line(
            "A quick run: few examples of each law, and no long tests. Everything: pytest --long"
        )


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty directory that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
