"""Hypothesis profiles: ``dev`` while you work, ``ci`` for `make test`, ``deep`` by hand (`make deep`)."""

import os

from hypothesis import HealthCheck, settings

# No deadline anywhere: a plan over many days takes longer than Hypothesis's 200 ms on a busy machine.
settings.register_profile("dev", max_examples=20, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "deep", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

_default = "ci" if os.environ.get("CI", "").lower() in {"1", "true"} else "dev"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", _default))
