"""A plan that breaks a law is never given out, whoever wrote the protocol."""

import datetime as dt
from collections.abc import Callable

import pytest

from soleus_recovery import (
    BrokenPlan,
    CheckIn,
    Emergency,
    Finding,
    Plan,
    Runner,
    SeeClinician,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
    builtin,
    hold,
    issue,
    open_case,
    parse_protocol,
    record,
)
from soleus_recovery.guidance.loader import builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws import asking
from soleus_recovery.laws.law import Violation
from tests.protocols import unsafe_protocol
from tests.testing.planted import HEAD, STRENGTH_EVERY_DAY, WALKS_WHILE_HELD

RUNNER = Runner(zone="Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
SORE = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
YOUNG = SymptomReport(onset=SORE.onset, pain_at_rest=1, pain_walking=3, findings=frozenset({Finding.UNDER_16}))


def answer(report: SymptomReport, protocol: RecoveryProtocol) -> SelfCare | SeeClinician:
    result = assess(report, RUNNER, now=NOW, protocol=protocol)
    assert not isinstance(result, Emergency)
    return result


def planned(report: SymptomReport, protocol: RecoveryProtocol) -> Plan:
    result = answer(report, protocol)
    return build_plan(result) if isinstance(result, SelfCare) else hold(result)


def issued(report: SymptomReport, protocol: RecoveryProtocol) -> Plan:
    return issue(open_case(answer(report, protocol)), NOW).plan


def revised(report: SymptomReport, protocol: RecoveryProtocol) -> Plan:
    """The fault shows after a check-in: before it, a clinician has to be seen."""
    case = open_case(answer(report, protocol))
    later = NOW + dt.timedelta(hours=1)
    check_in = CheckIn(day=NOW.date(), pain_at_rest=0, pain_walking=0, findings=frozenset({Finding.UNDER_16}))
    return issue(record(case, check_in, now=later), later).plan


@pytest.mark.parametrize("way", [planned, issued])
@pytest.mark.parametrize(
    ("report", "text", "law"),
    [(SORE, STRENGTH_EVERY_DAY, "I-14"), (YOUNG, WALKS_WHILE_HELD, "I-03")],
    ids=["plan", "holding plan"],
)
def test_it_is_refused_in_one_line_wherever_a_plan_leaves(
    way: Callable[[SymptomReport, RecoveryProtocol], Plan], report: SymptomReport, text: str, law: str
) -> None:
    """The line names the protocol, the law, what it says, and where."""
    with pytest.raises(BrokenPlan) as caught:
        way(report, unsafe_protocol(text))
    message = str(caught.value)
    assert message.startswith(f"protocol: 'our-clinic' leads to a plan that breaks a law, so there is none; {law} ")
    assert "\n" not in message
    assert caught.value.broken[0].says in message
    assert caught.value.broken[0].where in message


def test_it_is_refused_after_a_word_too() -> None:
    protocol = unsafe_protocol(WALKS_WHILE_HELD)
    assert issued(SORE, protocol).days
    with pytest.raises(BrokenPlan, match="I-03"):
        revised(SORE, protocol)


@pytest.mark.parametrize("protocol_id", builtin_ids())
def test_of_what_ships_the_tests_have_asked(protocol_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan by a protocol of the package costs what it did; by any other the laws are asked each time."""
    asked: list[str] = []

    def ask(_: Plan, protocol: RecoveryProtocol) -> tuple[Violation, ...]:
        asked.append(protocol.id)
        return ()

    monkeypatch.setattr(asking, "violations", ask)
    for report in (SORE, YOUNG):
        planned(report, builtin(protocol_id))
        issued(report, builtin(protocol_id))
    assert asked == []
    ours = parse_protocol(HEAD)
    planned(SORE, ours)
    planned(YOUNG, ours)
    issued(SORE, ours)
    assert asked == ["our-clinic"] * 3
