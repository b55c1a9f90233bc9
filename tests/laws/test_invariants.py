"""Every plan keeps every invariant, and every invariant bites: break one thing, and its id is named."""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Extra, Finding, Plan, Runner, Session, SymptomReport, builtin
from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.laws.asking import INVARIANTS, violations
from soleus_recovery.plan.plan import RunDose, SetsDose
from soleus_recovery.spans import Span
from soleus_recovery.testing import plans
from soleus_recovery.vocabulary import Activity, Measure, Severity, Side, Status
from tests.export.plans import plan_of
from tests.export.stories import Story, checkin
from tests.laws.breaking import dosed, edited, keyed, longer, moved, of, run_as, to_day, with_rest, without

STANDARD = builtin("soleus-standard")
MILD = plan_of()
HELD = plan_of(findings=[Finding.BRUISING])
ADDING_UP = frozenset({Finding.WEAKNESS, Finding.RADIATING_PAIN, Finding.STARTED_DURING_RUN})
BOTH_CALVES = SymptomReport(
    onset="2026-11-22T18:30",
    pain_at_rest=0,
    pain_walking=2,
    findings=frozenset({Finding.STARTED_HOURS_AFTER, Finding.CLOT_RISK_MINOR}),
    side=Side.BOTH,
)
LONG = Story(runner=attrs.evolve(Story().case.runner, usual_run_minutes=60, long_run_minutes=90)).plan
PLAIN = Story(
    runner=attrs.evolve(Story().case.runner, usual_run_minutes=60),
    report=SymptomReport(
        onset="2026-11-22T18:30",
        pain_at_rest=0,
        pain_walking=1,
        findings=[Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS],
    ),
).plan
WATCHED = Story(report=BOTH_CALVES).plan
CYCLIST = Runner(zone="Europe/Berlin", extras=frozenset({Extra.BIKE}))
KEPT_FIT = Story(runner=CYCLIST, report=SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=2)).plan
STOPPED = Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00").plan
ONE_LEG = SetsDose(sets=3, repetitions=12, hold_seconds=0, both_legs=False)
DORMANT = Story().wait("2026-12-30T08:00").plan


def _over_a_week() -> Plan:
    """A hold for duration alone, with easy movement: sore at 2 for a week."""
    story = Story(report=SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=4))
    for day in range(23, 30):
        story.tell(checkin(f"2026-11-{day}", 0, 2), f"2026-11-{day}T21:30")
    return story.plan


KEPT = _over_a_week()


def kept(activity: Activity) -> Callable[[Session], bool]:
    """A session of the hold, and not of the days before it."""
    return lambda each: each.activity is activity and each.span is not None and each.span.start >= KEPT.made_at


@given(plan=plans())
def test_every_plan_keeps_every_invariant(plan: Plan) -> None:
    assert violations(plan, STANDARD) == ()


# The plan that breaks it, by the id of the invariant; ids that must fall with it stand behind.
BROKEN: dict[str, tuple[Plan, set[str]]] = {
    "I-01": (attrs.evolve(MILD, severity=Severity.SEVERE), {"I-07", "I-06", "I-11", "I-12", "I-39"}),
    "I-02": (attrs.evolve(MILD, switched_off=frozenset({Measure.ICE})), {"I-01"}),
    "I-03": (edited(HELD, of(Activity.REST), run_as(Activity.WALK)), {"I-02"}),
    "I-04": (edited(MILD, of(Activity.ICE), longer(6)), set()),
    "I-05": (edited(MILD, keyed("2026-11-23-ice-2"), moved(-1)), set()),
    "I-06": (edited(MILD, keyed("2026-11-24-ice-4"), moved(3 * MINUTES_PER_HOUR)), set()),
    "I-07": (to_day(MILD, "run-1", 3), {"I-39", "I-40", "I-47"}),
    "I-08": (to_day(MILD, "run-2", 7), {"I-17"}),
    "I-09": (attrs.evolve(MILD, runner=attrs.evolve(MILD.runner, runs_per_week=2)), set()),
    "I-10": (edited(MILD, keyed("run-3"), dosed(RunDose(walk_minutes=0, run_minutes=3, repeats=1))), {"I-11", "I-47"}),
    "I-11": (edited(MILD, keyed("run-4"), dosed(RunDose(walk_minutes=0, run_minutes=27, repeats=1))), set()),
    "I-12": (without(MILD, keyed("run-2")), {"I-11", "I-47"}),
    "I-13": (edited(MILD, keyed("run-1"), lambda s: attrs.evolve(s, status=Status.CONFIRMED)), set()),
    "I-14": (to_day(MILD, "2026-11-25-strengthen-2", 4), {"I-40", "I-41"}),
    "I-15": (edited(MILD, of(Activity.STRETCH), moved(-2 * MINUTES_PER_HOUR)), set()),
    "I-16": (edited(MILD, of(Activity.CHECK_IN), moved(2 * MINUTES_PER_HOUR)), set()),
    "I-17": (edited(MILD, of(Activity.CHECK_IN), moved(30)), set()),
    "I-18": (edited(MILD, of(Activity.REST), lambda s: attrs.evolve(s, because=())), set()),
    "I-19": (without(MILD, keyed("2026-11-25-check-in-1")), set()),
    "I-20": (attrs.evolve(MILD, days=MILD.days[:2] + MILD.days[3:]), set()),
    "I-21": (attrs.evolve(MILD, busy=(Span(start=MILD.made_at, end=Minute(MILD.made_at + 1)),)), set()),
    "I-22": (with_rest(STOPPED), set()),
    "I-23": (with_rest(DORMANT), set()),
    "I-24": (attrs.evolve(MILD, report=attrs.evolve(MILD.report, findings=ADDING_UP)), {"I-01", "I-02"}),
    "I-25": (edited(WATCHED, of(Activity.REST), run_as(Activity.COMPRESS)), {"I-02"}),
    "I-26": (edited(KEPT, kept(Activity.STRENGTHEN), lambda s: attrs.evolve(s, dose=ONE_LEG)), set()),
    "I-30": (to_day(attrs.evolve(MILD, runner=attrs.evolve(MILD.runner, runs_per_week=4)), "run-4", 12), set()),
    "I-39": (without(MILD, lambda s: s.key.startswith("2026-11-25-strengthen-")), set()),
    "I-40": (to_day(MILD, "2026-11-25-strengthen-2", 5), {"I-41"}),
    "I-41": (to_day(MILD, "2026-12-06-strengthen-1", 13), set()),
    "I-42": (to_day(KEPT_FIT, "2026-11-29-keep-fit-1", 8), {"I-17"}),
    "I-43": (attrs.evolve(KEPT_FIT, report=attrs.evolve(KEPT_FIT.report, pain_walking=3)), set()),
    "I-47": (edited(PLAIN, keyed("run-5"), dosed(RunDose(walk_minutes=0, run_minutes=60, repeats=1))), set()),
    "I-48": (edited(LONG, keyed("run-10"), dosed(RunDose(walk_minutes=0, run_minutes=60, repeats=1))), set()),
    "I-49": (edited(MILD, of(Activity.KEEP), run_as(Activity.REST)), set()),
}


def test_there_is_a_broken_plan_for_every_invariant() -> None:
    assert list(BROKEN) == [invariant.id for invariant in INVARIANTS]


@pytest.mark.parametrize("broken", list(BROKEN))
def test_each_invariant_bites(broken: str) -> None:
    plan, with_it = BROKEN[broken]
    found = violations(plan, STANDARD)
    ids = {violation.id for violation in found}
    assert broken in ids
    assert ids <= {broken} | with_it
    for violation in found:
        assert violation.where
        assert violation.says == next(each.says for each in INVARIANTS if each.id == violation.id)


def test_facts_of_an_emergency_allow_no_plan() -> None:
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3, findings=[Finding.COLD_PALE_LEG])
    found = violations(attrs.evolve(MILD, report=report), STANDARD)
    assert "the facts are an emergency: no plan may exist" in {violation.where for violation in found}


def test_a_week_without_a_day_off_is_named() -> None:
    """Severe and well: days 3 to 8, and 10 and 11; a session on day 9 makes it nine days in a row."""
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=7)
    story = Story(runner=CYCLIST, report=report).tell(checkin("2026-11-23", walking=1), "2026-11-23T21:00")
    full = to_day(story.plan, "2026-12-03-keep-fit-1", 9)
    found = violations(full, STANDARD)
    assert {violation.id for violation in found} == {"I-42"}
    assert "2026-12-03-keep-fit-1: no day off in 7 days" in {violation.where for violation in found}


def test_a_key_used_twice_is_named() -> None:
    twice = edited(MILD, of(Activity.CHECK_IN), lambda s: attrs.evolve(s, key="2026-11-22-ice-1"))
    assert [v.where for v in violations(twice, STANDARD) if v.id == "I-20"] == ["2026-11-22-ice-1: used twice"]


def test_a_plan_that_starts_too_early_is_named() -> None:
    early = attrs.evolve(MILD, made_at=Minute(MILD.made_at + 1))
    assert {violation.id for violation in violations(early, STANDARD)} == {"I-16"}


def test_a_wrong_day_number_is_named() -> None:
    first, *rest = MILD.days
    wrong = attrs.evolve(MILD, days=(attrs.evolve(first, number=7), *rest))
    assert [v.where for v in violations(wrong, STANDARD) if v.id == "I-20"] == ["2026-11-22: is not day 7"]


def test_no_days_are_named() -> None:
    assert "no days" in {violation.where for violation in violations(attrs.evolve(MILD, days=()), STANDARD)}
    assert dt.date(2026, 11, 22) == MILD.days[0].date


class TestDurationHold:
    """I-26: what a hold for duration alone keeps, and no more."""

    def broken(self, plan: Plan) -> set[str]:
        return {violation.id for violation in violations(plan, STANDARD)}

    def test_two_footed_bounces_are_more(self) -> None:
        bounces = SetsDose(sets=2, repetitions=10, hold_seconds=0, both_legs=True)
        assert self.broken(edited(KEPT, kept(Activity.STRENGTHEN), lambda s: attrs.evolve(s, dose=bounces))) == {"I-26"}

    def test_a_run_and_a_stretch_are_no_part_of_it(self) -> None:
        for activity in (Activity.RUN, Activity.STRETCH):
            assert "I-03" in self.broken(edited(KEPT, kept(Activity.WALK), run_as(activity)))

    def test_the_hop_test_is_off(self) -> None:
        assert self.broken(attrs.evolve(KEPT, switched_off=frozenset({Measure.RUNS}))) == {"I-26"}

    def test_any_second_reason_ends_it(self) -> None:
        bruised = next(each for each in HELD.reasons if each.key == "referrals.bruising")
        assert self.broken(attrs.evolve(KEPT, reasons=(*KEPT.reasons, bruised))) == {"I-03"}
