"""Hypothesis strategies, journeys and a state machine for plans, cases and protocols; needs the extra ``testing``.

A test file for a protocol of your own needs no more than this::

    from soleus_recovery import parse_protocol
    from soleus_recovery.testing import recovery_machine

    TestMine = recovery_machine(parse_protocol(open("mine.toml").read())).TestCase
"""

from importlib import import_module
from typing import Any

# Each module is imported at its first use: Hypothesis calls ``entry`` while one of them may be importing Hypothesis.
HOMES = {
    "acts": ("check_ins",),
    "clocks": ("clock_changes",),
    "fact_strategies": (
        "Facts",
        "facts",
        "findings",
        "reports",
        "runners",
        "self_care",
        "zones",
    ),
    "journey": (
        "CheckedTraveller",
        "JOURNEY_LAWS",
        "Journey",
        "Step",
        "Tell",
        "Traveller",
        "Wait",
    ),
    "journey_strategies": (
        "cases",
        "journeys",
        "plans",
    ),
    "machine": (
        "RecoveryMachine",
        "recovery_machine",
    ),
    "protocol_strategies": ("protocols",),
    "rehearsal": (
        "Failure",
        "rehearse",
    ),
    "wording": ("story",),
}
"""The public names of each module; `make front-page` writes the stub ``__init__.pyi`` from these names."""

_HOME_OF = {name: home for home, names in HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)  # noqa: PLE0605  # pyright: ignore[reportUnsupportedDunderAll]  # the stub says it


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
