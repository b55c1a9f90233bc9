"""Hypothesis profiles: ``dev`` while you work, ``ci`` for `make test`, ``coverage`` and ``deep`` for their jobs."""

import os

from hypothesis import HealthCheck, Phase, settings

# No deadline and no health check of slow draws: a whole journey is slow on a busy machine.
_slow = [HealthCheck.too_slow]
settings.register_profile("dev", max_examples=20, deadline=None, suppress_health_check=_slow)
settings.register_profile(
    "ci", max_examples=15, deadline=None, derandomize=True, print_blob=True, suppress_health_check=_slow
)
settings.register_profile(
    "deep", max_examples=5_000, deadline=None, suppress_health_check=[*_slow, HealthCheck.data_too_large]
)
# For `make coverage`: counting lines makes each example slow, and the first few reach nearly every line.
settings.register_profile(
    "coverage", max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
# For `make mutants`: the same few examples for every mutant, and no shrinking.
settings.register_profile(
    "mutants",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

_default = "ci" if os.environ.get("CI", "").lower() in {"1", "true"} else "dev"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", _default))
