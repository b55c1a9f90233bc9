"""Nothing a program can pass gets a run past a red flag, short of reaching into private names."""

import copy
import datetime as dt
import pickle
from collections.abc import MutableMapping
from typing import Any, cast

import attrs
import pytest

from soleus_recovery import (
    FactError,
    Finding,
    NotPlannable,
    ProtocolError,
    Runner,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
    builtin,
)
from soleus_recovery.guidance.walk import walk
from soleus_recovery.structure import Table

RUNNER = Runner(zone="Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
GOOD = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
FLAGGED = attrs.evolve(GOOD, findings=frozenset({Finding.CLOT_RISK}))


def care() -> SelfCare:
    answer = assess(GOOD, RUNNER, now=NOW)
    assert isinstance(answer, SelfCare)
    return answer


def test_the_guidance_cannot_be_changed_in_place() -> None:
    tables = [(path, value) for path, value in walk(builtin("soleus-standard")) if hasattr(value, "keys")]
    assert len(tables) > 50
    for path, value in tables:
        assert type(value) is Table, path
        with pytest.raises(TypeError):
            cast(MutableMapping[Any, Any], value)["more"] = 1
        with pytest.raises(AttributeError):
            cast(MutableMapping[Any, Any], value).clear()


def test_a_table_copies_and_pickles() -> None:
    plan = build_plan(care())
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301
    assert copy.deepcopy(plan) == plan


@pytest.mark.parametrize("name", ["triage", "limits"])
def test_a_protocol_with_other_triage_or_limits_is_refused(name: str) -> None:
    standard = builtin("soleus-standard")
    changes: dict[str, dict[str, Any]] = {"triage": {"referrals": Table({})}, "limits": {"ice_minutes_maximum": 60}}
    protocol = attrs.evolve(standard, **{name: attrs.evolve(getattr(standard, name), **changes[name])})
    with pytest.raises(ProtocolError, match=f"^{name}: is built in; no protocol can replace it$"):
        assess(FLAGGED, RUNNER, now=NOW, protocol=protocol)
    with pytest.raises(ProtocolError, match=f"^{name}: is built in"):
        build_plan(attrs.evolve(care(), protocol=protocol))


def test_an_assessment_with_other_facts_is_refused() -> None:
    with pytest.raises(NotPlannable):
        build_plan(attrs.evolve(care(), report=FLAGGED))


def test_a_look_alike_is_refused() -> None:
    class Agreeable:
        def __eq__(self, _: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 0

        def __getattr__(self, name: str) -> object:
            return getattr(care(), name)

    with pytest.raises(NotPlannable):
        build_plan(cast(SelfCare, Agreeable()))


def test_a_number_that_compares_as_it_likes_is_refused() -> None:
    class Liar(int):
        def __ge__(self, _: object) -> bool:
            return False

    with pytest.raises(FactError, match=r"^pain_at_rest: 10 is out of range"):
        attrs.evolve(GOOD, pain_at_rest=Liar(10))


def test_half_a_minute_is_refused() -> None:
    with pytest.raises(FactError, match=r"^now: a float"):
        build_plan(attrs.evolve(care(), made_at=cast(Any, care().made_at + 0.5)))


@pytest.mark.parametrize(("field", "kind"), [("report", "SymptomReport"), ("runner", "Runner")])
def test_what_is_no_fact_is_refused_by_name(field: str, kind: str) -> None:
    facts: dict[str, Any] = {"report": GOOD, "runner": RUNNER, field: None}
    with pytest.raises(FactError, match=f"^{field}: a NoneType; allowed: a {kind}, no subclass$"):
        assess(**facts, now=NOW)


def test_what_is_no_protocol_is_refused() -> None:
    with pytest.raises(ProtocolError, match=r"^protocol: is a str; allowed: a RecoveryProtocol from the loader$"):
        assess(GOOD, RUNNER, now=NOW, protocol=cast(Any, "soleus-standard"))


def test_the_moment_is_refused_by_name() -> None:
    with pytest.raises(FactError, match=r"^now: "):
        assess(GOOD, RUNNER, now=NOW.replace(tzinfo=None))
    with pytest.raises(FactError, match=r"^onset: '2026-11-22T20:01' is in the future; allowed: a time up to now$"):
        assess(attrs.evolve(GOOD, onset="2026-11-22T20:01"), RUNNER, now=NOW)
    assert isinstance(assess(attrs.evolve(GOOD, onset="2026-11-22T20:00"), RUNNER, now=NOW), SelfCare)
