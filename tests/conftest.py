"""Hypothesis profiles: ``dev`` while you work, ``ci`` for `make test`, ``deep`` by hand (`make deep`)."""

import os

from hypothesis import HealthCheck, Phase, settings

# No deadline and no health check of slow draws: a whole journey is slow on a busy machine.
_slow = [HealthCheck.too_slow]
settings.register_profile("dev", max_examples=20, deadline=None, suppress_health_check=_slow)
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, print_blob=True, suppress_health_check=_slow
)
settings.register_profile(
    "deep", max_examples=5_000, deadline=None, suppress_health_check=[*_slow, HealthCheck.data_too_large]
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
