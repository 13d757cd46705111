"""Settings of the property-based tests: 500 examples a law, 20,000 with --hypothesis-profile=long."""

import os

from hypothesis import HealthCheck, settings

# A deadline would be a timed test: slow machines fail it. Too slow to generate is no fault of the code
# either.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

# The same examples for the same code where a change is judged, others on every run of a developer's.
settings.register_profile("ci", max_examples=500, derandomize="CI" in os.environ, **COMMON)
settings.register_profile("long", max_examples=20_000, **COMMON)
settings.load_profile("ci")
