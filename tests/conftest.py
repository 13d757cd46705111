"""Settings of the property-based tests: 500 examples a law, 20,000 with --hypothesis-profile=long."""

from hypothesis import HealthCheck, settings

# A deadline would be a timed test: slow machines fail it. Too slow to generate is no fault of the code
# either.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("ci", max_examples=500, **COMMON)
settings.register_profile("long", max_examples=20_000, **COMMON)
settings.load_profile("ci")
