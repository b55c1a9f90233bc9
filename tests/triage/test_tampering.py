"""Nothing a program can pass gets a run past a red flag, short of reaching into private names."""

import copy
import datetime as dt
import pickle
from collections.abc import Callable, MutableMapping
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    open_case,
    parse_protocol,
)
from soleus_recovery.export.json.schemas import json_schema
from soleus_recovery.guidance.checks.walk import walk
from soleus_recovery.guidance.loader import protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.structure import Table
from tests.protocols import loaded

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


STANDARD = builtin("soleus-standard")
WITHOUT_A_FLOOR = {
    severity: attrs.evolve(level, floor_hours=0, first_run_day=0) for severity, level in STANDARD.severity.items()
}
ALTERED: dict[str, Callable[[], RecoveryProtocol]] = {
    "nothing": lambda: attrs.evolve(STANDARD),
    "floor": lambda: attrs.evolve(STANDARD, severity=Table(WITHOUT_A_FLOOR)),
    "triage": lambda: attrs.evolve(STANDARD, triage=attrs.evolve(STANDARD.triage, referrals=Table({}))),
    "limits": lambda: attrs.evolve(STANDARD, limits=attrs.evolve(STANDARD.limits, safety=Table({}))),
    "made by hand": lambda: RecoveryProtocol(
        **{field.name: getattr(STANDARD, field.name) for field in attrs.fields(RecoveryProtocol)}
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_protocol_is_refused(name: str) -> None:
    """A protocol that a program altered is refused wherever a function accepts one."""
    protocol = ALTERED[name]()
    message = "^protocol: was altered after it was loaded; allowed: what builtin or parse_protocol gives$"
    with pytest.raises(ProtocolError, match=message):
        assess(GOOD, RUNNER, now=NOW, protocol=protocol)
    with pytest.raises(ProtocolError, match=message):
        build_plan(attrs.evolve(care(), protocol=protocol))
    with pytest.raises(ProtocolError, match=message):
        open_case(attrs.evolve(care(), protocol=protocol))
    with pytest.raises(ProtocolError, match=message):
        attrs.evolve(open_case(care()), protocol=protocol)


FIELDS = tuple(field.name for field in attrs.fields(RecoveryProtocol))


@given(
    names=st.lists(st.sampled_from(FIELDS), max_size=3, unique=True),
    source=st.sampled_from([STANDARD, builtin("soleus-active")]),
)
def test_a_protocol_with_any_field_replaced_is_refused(names: list[str], source: RecoveryProtocol) -> None:
    """No plan comes from it and no case holds it, even if each field is that of a protocol that ships."""
    protocol = attrs.evolve(STANDARD, **{name: getattr(source, name) for name in names})
    with pytest.raises(ProtocolError, match="was altered after it was loaded"):
        assess(GOOD, RUNNER, now=NOW, protocol=protocol)
    with pytest.raises(ProtocolError, match="was altered after it was loaded"):
        build_plan(attrs.evolve(care(), protocol=protocol))
    with pytest.raises(ProtocolError, match="was altered after it was loaded"):
        attrs.evolve(open_case(care()), protocol=protocol)


@pytest.mark.parametrize("ships", [True, False])
def test_a_copy_of_a_released_protocol_is_released(ships: bool) -> None:
    """Programs copy and pickle protocols, to send them to another process."""
    protocol = STANDARD if ships else parse_protocol('extends = "soleus-standard"\nid = "ours"\n')
    for again in (
        copy.copy(protocol),
        copy.deepcopy(protocol),
        pickle.loads(pickle.dumps(protocol)),  # noqa: S301
        loaded(protocol),
    ):
        assert again == protocol
        assert (again.is_released, again.ships) == (True, ships)
        assert isinstance(assess(GOOD, RUNNER, now=NOW, protocol=again), SelfCare)


def test_the_release_mark_is_neither_written_nor_compared() -> None:
    assert attrs.evolve(STANDARD) == STANDARD
    assert {"is_released", "ships"} & {*protocol_table(STANDARD), *json_schema("protocol")["properties"]} == set()
    assert not [path for path, _ in walk(STANDARD) if path in ("is_released", "ships")]


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


def test_a_subclass_of_int_is_refused() -> None:
    class Liar(int):
        def __ge__(self, _: object) -> bool:
            return False

    with pytest.raises(FactError, match=r"^pain_at_rest: 10 is out of range"):
        attrs.evolve(GOOD, pain_at_rest=Liar(10))


def test_half_a_minute_is_refused() -> None:
    with pytest.raises(FactError, match=r"^now: a float"):
        build_plan(attrs.evolve(care(), made_at=cast(Any, care().made_at + 0.5)))


@pytest.mark.parametrize(("field", "kind"), [("report", "SymptomReport"), ("runner", "Runner")])
def test_a_wrong_type_of_fact_is_refused_by_name(field: str, kind: str) -> None:
    facts: dict[str, Any] = {"report": GOOD, "runner": RUNNER, field: None}
    with pytest.raises(FactError, match=f"^{field}: a NoneType; allowed: a {kind}, no subclass$"):
        assess(**facts, now=NOW)


def test_a_wrong_type_of_protocol_is_refused() -> None:
    with pytest.raises(ProtocolError, match=r"^protocol: is a str; allowed: a RecoveryProtocol from the loader$"):
        assess(GOOD, RUNNER, now=NOW, protocol=cast(Any, "soleus-standard"))


def test_the_moment_is_refused_by_name() -> None:
    with pytest.raises(FactError, match=r"^now: "):
        assess(GOOD, RUNNER, now=NOW.replace(tzinfo=None))
    with pytest.raises(FactError, match=r"^onset: '2026-11-22T20:01' is in the future; allowed: a time up to now$"):
        assess(attrs.evolve(GOOD, onset="2026-11-22T20:01"), RUNNER, now=NOW)
    assert isinstance(assess(attrs.evolve(GOOD, onset="2026-11-22T20:00"), RUNNER, now=NOW), SelfCare)
