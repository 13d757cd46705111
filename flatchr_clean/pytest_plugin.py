"""A pytest fixture for programs tested with mocks of requests. Knows pytest; the work is done elsewhere.

pytest loads this module whenever it starts, so nothing is imported before a test asks for the fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.requests import Instrumentation


@pytest.fixture
def cleaned_requests_settings() -> dict[str, Any]:
    """Settings for `cleaned_requests`: override this fixture to return the arguments of `instrument`."""
    return {}


@pytest.fixture
def cleaned_requests(cleaned_requests_settings: dict[str, Any]) -> Iterator[Instrumentation]:
    """Clean every request of the test as a mounted session would, under requests-mock and responses too."""
    from flatchr_clean.requests.mocks import clean_under_mocks

    with clean_under_mocks(**cleaned_requests_settings) as instrumentation:
        yield instrumentation
