"""Ids for plans that were given no id: derived from the facts, so the same facts update the same calendar.

Somebody who has a derived id can guess the onset and the pains, by trying out facts until the facts give the same id.
So derived ids have a form of their own, by which an export that must be discreet recognises a derived id.
"""

import hashlib
import json
import re
from enum import Enum
from typing import cast

import attrs

from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner

__all__ = ["derive_plan_id", "is_derived"]

_LENGTH = 20  # hexadecimal digits: 80 bits, too many for two ids to be equal by chance
_DERIVED = re.compile(f"plan-[0-9a-f]{{{_LENGTH}}}", re.ASCII)


def derive_plan_id(report: SymptomReport, runner: Runner, protocol_id: str) -> str:
    """Return an id that is derived only from the facts, independent of when or how the plan is shown.

    >>> runner = Runner(zone="Europe/Berlin")
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> derive_plan_id(report, runner, "soleus-standard") == derive_plan_id(report, runner, "another")
    False
    """
    facts = [attrs.asdict(report), attrs.asdict(runner), protocol_id]
    canonical = json.dumps(facts, sort_keys=True, default=_plain)
    return f"plan-{hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]}"


def is_derived(plan_id: str) -> bool:
    """Return whether an id has the form of the ids that are derived from facts.

    >>> is_derived("plan-0123456789abcdef0123"), is_derived("calf-2026")
    (True, False)
    """
    return _DERIVED.fullmatch(plan_id) is not None


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(str(item) for item in cast(frozenset[object], value))
    raise TypeError(f"{type(value).__name__} is not a fact")
