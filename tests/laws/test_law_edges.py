"""Every law at its very edge: just inside nothing is said, just outside exactly one sentence, word for word."""

import datetime as dt

import attrs
import pytest

from soleus_recovery import (
    INVARIANTS,
    Clearance,
    Finding,
    Measure,
    Outcome,
    Plan,
    Severity,
    SymptomReport,
    Urgency,
    builtin,
)
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute
from soleus_recovery.guidance.limits import SafetyLimit
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.running import Ladder
from soleus_recovery.plan.plan import RunDose, TimeDose
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, PhaseKind, Status
from tests.export.plans import plan_of
from tests.export.stories import Story, checkin
from tests.laws.breaking import dosed, edited, keyed, longer, moved, of, run_as, to_day, with_rest, without

STANDARD = builtin("soleus-standard")
MILD = plan_of()
HELD = plan_of(findings=[Finding.BRUISING])
REVISIONS = Story().tell(checkin("2026-11-22", 1, 5), "2026-11-22T21:00").plan.revisions
LAWS = {law.id: law for law in INVARIANTS}


def broken(law: str, plan: Plan, protocol: RecoveryProtocol = STANDARD) -> list[str]:
    return list(LAWS[law].broken(plan, protocol))


def span_of(plan: Plan, key: str) -> Span:
    (span,) = [each.span for _, each in plan.sessions() if each.key == key]
    assert span is not None
    return span


def revised(plan: Plan, times: int = 1) -> Plan:
    """As if it had been revised so often."""
    (one,) = REVISIONS
    revisions = tuple(attrs.evolve(one, number=number + 1) for number in range(times))
    return attrs.evolve(plan, revision=times, revisions=revisions)


def made(plan: Plan, at: int) -> Plan:
    return attrs.evolve(plan, made_at=Minute(at))


class TestTriage:
    def test_onset_and_zone_are_each_the_reports(self) -> None:
        expected = "onset or zone is not the report's"
        assert expected in broken("I-01", attrs.evolve(MILD, zone="UTC"))
        later = Minute(MILD.onset + 1)
        assert expected in broken("I-01", attrs.evolve(MILD, onset=later, counted_from=later))

    @pytest.mark.parametrize(("moves", "times", "says"), [(-1, 1, True), (0, 1, False), (1, 1, False), (1, 0, True)])
    def test_days_count_from_onset_or_from_a_later_clearance(self, moves: int, times: int, says: bool) -> None:
        plan = attrs.evolve(revised(MILD, times), counted_from=Minute(MILD.onset + moves))
        expected = ["days and hours do not count from onset, nor from a later clearance"]
        assert broken("I-01", plan) == (expected if says else [])

    def test_a_plan_has_either_a_severity_or_an_urgency(self) -> None:
        expected = "a plan has a severity in self-care, and an urgency until a clinician is seen"
        assert broken("I-01", attrs.evolve(revised(MILD), severity=None)) == [expected]
        assert broken("I-01", attrs.evolve(revised(MILD), outcome=Outcome.SEE_CLINICIAN)) == [expected]
        assert broken("I-01", attrs.evolve(revised(HELD), outcome=Outcome.SELF_CARE))[-1] == expected

    def test_the_first_answer_is_exactly_what_triage_says(self) -> None:
        assert broken("I-01", attrs.evolve(MILD, severity=Severity.SEVERE)) == [
            "the facts say mild, the plan says severe"
        ]
        assert broken("I-01", attrs.evolve(HELD, urgency=Urgency.TODAY)) == [
            "the facts say within-days, the plan says today"
        ]
        assert broken("I-01", attrs.evolve(MILD, switched_off=frozenset({Measure.ICE}))) == [
            "switched_off is not what the facts switch off"
        ]
        assert broken("I-01", attrs.evolve(MILD, possible_strain=False)) == [
            "possible_strain is not what the facts say"
        ]


class TestCleared:
    def test_a_referral_is_gone_only_by_a_revision_that_tells_of_a_clearance(self) -> None:
        report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3, findings=[Finding.BRUISING])
        story = Story(report=report)
        cleared = Clearance(date=dt.date(2026, 11, 23), by="Dr Ito", finding=Finding.BRUISING)
        plan = story.tell(cleared, "2026-11-23T12:00").plan
        assert broken("I-01", plan) == []
        silent = tuple(attrs.evolve(each, reasons=REVISIONS[0].reasons) for each in plan.revisions)
        assert broken("I-01", attrs.evolve(plan, revisions=silent)) == [
            "the facts refer within-days, the plan says self-care at severe"
        ]


class TestAhead:
    def test_what_starts_when_the_plan_is_made_is_ahead_and_what_had_begun_is_not(self) -> None:
        span, key = span_of(MILD, "2026-11-23-ice-2"), "2026-11-23-ice-2"
        off = attrs.evolve(MILD, switched_off=frozenset({Measure.ICE}))
        named = f"{key}: ice is switched off"
        assert named in broken("I-02", made(off, span.start))
        assert named not in broken("I-02", made(off, span.start + 1))

    def test_what_has_no_time_is_ahead_until_its_day_ends(self) -> None:
        (day,) = [day for day in MILD.days if day.date == dt.date(2026, 11, 23)]
        end = MILD.runner.window(day.date).end
        off = attrs.evolve(MILD, switched_off=frozenset({Measure.COMPRESSION}))
        named = f"{day.date}-compress-1: compression is switched off"
        assert named in broken("I-02", made(off, end - 1))
        assert named not in broken("I-02", made(off, end))


class TestHolding:
    def test_what_the_facts_switch_off_is_off_even_if_the_plan_forgot_to_say_so(self) -> None:
        rolled = edited(attrs.evolve(HELD, switched_off=frozenset()), of(Activity.REST), run_as(Activity.FOAM_ROLL))
        assert broken("I-02", rolled) == ["2026-11-22-rest-1: rolling is switched off"]

    def test_the_appointment_is_asked_for_but_in_an_emergency(self) -> None:
        without_it = without(HELD, of(Activity.APPOINTMENT))
        assert broken("I-03", without_it) == ["the appointment is missing"]
        assert broken("I-03", attrs.evolve(without_it, urgency=Urgency.EMERGENCY)) == []
        assert broken("I-03", HELD) == []


class TestStandstill:
    """In an emergency (I-22) and in a long silence (I-23) alike: one card for an open day, and nothing else."""

    PLANS = (
        ("I-22", Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00").plan),
        ("I-23", Story().wait("2026-12-30T08:00").plan),
    )

    @pytest.mark.parametrize(("law", "plan"), PLANS, ids=["emergency", "silence"])
    def test_what_stands_beside_the_card_is_named(self, law: str, plan: Plan) -> None:
        assert broken(law, plan) == []
        last = plan.days[-1]
        card = last.standstill
        assert card is not None
        assert broken(law, with_rest(plan)) == [f"{last.date}-rest-9: beside the card"]
        assert broken(law, without(plan, keyed(card.key))) == ["no card says why nothing is planned"]
        assert broken(law, attrs.evolve(plan, days=plan.days[:-1])) == ["no card says why nothing is planned"]
        after = attrs.evolve(last, date=last.date + dt.timedelta(days=1), sessions=())
        assert broken(law, attrs.evolve(plan, days=(*plan.days, after))) == [
            f"{after.date}: a day after that of the card"
        ]

    @pytest.mark.parametrize(("law", "plan"), PLANS, ids=["emergency", "silence"])
    @pytest.mark.parametrize(("minutes", "says"), [(-1, False), (0, True)])
    def test_what_has_begun_stands_beside_it(self, law: str, plan: Plan, minutes: int, says: bool) -> None:
        last, start = plan.days[-1], Minute(plan.made_at + minutes)
        timed = next(each for _, each in plan.sessions() if each.span is not None)
        begun = attrs.evolve(timed, key="begun", span=Span(start=start, end=Minute(start + 5)))
        day = attrs.evolve(last, sessions=(*last.sessions, begun))
        expected = ["begun: beside the card"] if says else []
        assert broken(law, attrs.evolve(plan, days=(*plan.days[:-1], day))) == expected

    @pytest.mark.parametrize(("law", "plan"), PLANS, ids=["emergency", "silence"])
    def test_a_day_is_ahead_until_it_ends(self, law: str, plan: Plan) -> None:
        ends = plan.runner.window(plan.days[-1].date).end
        assert broken(law, made(plan, ends - 1)) == []
        assert broken(law, made(plan, ends)) == ["no card says why nothing is planned"]

    def test_they_ask_nothing_of_a_plan_that_goes_on(self) -> None:
        for law in ("I-22", "I-23"):
            assert broken(law, MILD) == broken(law, HELD) == []

    def test_silence_is_over_with_the_revision_that_a_word_makes(self) -> None:
        plan = Story().wait("2026-12-30T08:00").tell(checkin("2026-12-30"), "2026-12-30T21:00").plan
        assert broken("I-23", plan) == []
        assert len(plan.days) > len(self.PLANS[1][1].days) + 1


class TestIce:
    @pytest.mark.parametrize(("minutes", "says"), [(0, True), (1, False), (20, False), (21, True)])
    def test_its_length(self, minutes: int, says: bool) -> None:
        key = "2026-11-23-ice-2"
        plan = edited(MILD, keyed(key), longer(minutes - span_of(MILD, key).minutes))
        assert STANDARD.limits.ice_minutes_maximum == 20
        assert broken("I-04", plan) == ([f"{key}: {minutes} min"] if says else [])

    def test_its_dose_is_what_the_runner_reads(self) -> None:
        key = "2026-11-23-ice-2"
        longest = edited(MILD, keyed(key), lambda ice: attrs.evolve(ice, dose=TimeDose(minutes=20)))
        assert broken("I-04", longest) == []
        altered = edited(MILD, keyed(key), lambda ice: attrs.evolve(ice, dose=TimeDose(minutes=21)))
        assert broken("I-04", altered) == [f"{key}: 21 min"]

    def test_without_a_dose_in_minutes_its_length_is_asked(self) -> None:
        key = "2026-11-23-ice-2"
        untold = edited(MILD, keyed(key), lambda ice: attrs.evolve(ice, dose=None))
        assert broken("I-04", untold) == []
        assert broken("I-04", edited(untold, keyed(key), longer(21 - span_of(MILD, key).minutes))) == [f"{key}: 21 min"]

    def test_two_hours_from_start_to_start(self) -> None:
        key = "2026-11-23-ice-2"
        closer = span_of(MILD, "2026-11-23-ice-1").start + 120 - span_of(MILD, key).start
        assert broken("I-05", edited(MILD, keyed(key), moved(closer))) == []
        assert broken("I-05", edited(MILD, keyed(key), moved(closer - 1))) == [f"{key}: 119 min after the one before"]

    def test_the_relief_hours_of_a_plan_that_was_never_revised(self) -> None:
        key = "2026-11-24-ice-4"
        last = MILD.counted_from + 48 * MINUTES_PER_HOUR - span_of(MILD, key).end
        late = edited(MILD, keyed(key), lambda each: attrs.evolve(each, revised_at=Minute(each.revised_at + 10**6)))
        expected = [f"{key}: ends later than 48 h from onset"]
        assert broken("I-06", edited(MILD, keyed(key), moved(last))) == []
        assert broken("I-06", edited(MILD, keyed(key), moved(last + 1))) == expected
        # No check-in, no strong pain: the moment of a session's last change gives it no more time.
        at = MILD.counted_from + 48 * MINUTES_PER_HOUR
        changed_then = edited(late, keyed(key), lambda each: attrs.evolve(each, revised_at=Minute(at)))
        assert broken("I-06", edited(changed_then, keyed(key), moved(last + 1))) == expected

    def test_a_day_more_after_strong_pain(self) -> None:
        key, told_at = "2026-11-24-ice-4", MILD.counted_from + 40 * MINUTES_PER_HOUR
        plan = edited(revised(MILD), keyed(key), lambda each: attrs.evolve(each, revised_at=Minute(told_at)))
        last = told_at + 24 * MINUTES_PER_HOUR - span_of(MILD, key).end
        assert broken("I-06", edited(plan, keyed(key), moved(last))) == []
        assert broken("I-06", edited(plan, keyed(key), moved(last + 1))) == [f"{key}: ends later than 48 h from onset"]

    def test_no_protocol_makes_the_relief_hours_longer_than_the_limit(self) -> None:
        key, mild = "2026-11-24-ice-4", STANDARD.severity[Severity.MILD]
        long = attrs.evolve(STANDARD, severity={Severity.MILD: attrs.evolve(mild, relieve_hours=2160)})
        last = MILD.counted_from + 120 * MINUTES_PER_HOUR - span_of(MILD, key).end
        assert broken("I-06", edited(MILD, keyed(key), moved(last)), long) == []
        expected = [f"{key}: ends later than 120 h from onset"]
        assert broken("I-06", edited(MILD, keyed(key), moved(last + 1)), long) == expected

    def test_no_protocol_makes_ice_after_strong_pain_last_longer_than_the_limit(self) -> None:
        key, told_at = "2026-11-24-ice-4", MILD.counted_from + 40 * MINUTES_PER_HOUR
        long = attrs.evolve(STANDARD, progression=attrs.evolve(STANDARD.progression, ice_again_hours=2160))
        plan = edited(revised(MILD), keyed(key), lambda each: attrs.evolve(each, revised_at=Minute(told_at)))
        last = told_at + 24 * MINUTES_PER_HOUR - span_of(MILD, key).end
        assert broken("I-06", edited(plan, keyed(key), moved(last)), long) == []
        assert broken("I-06", edited(plan, keyed(key), moved(last + 1)), long) != []


class TestFloor:
    HIGH, RUN = 90, "run-1"

    def at_the_floor(self, hours: int, minutes: int = 0) -> Plan:
        """Revised, and counted from so long before the first run."""
        start = span_of(MILD, self.RUN).start
        return attrs.evolve(revised(MILD), counted_from=Minute(start - hours * MINUTES_PER_HOUR + minutes))

    @pytest.mark.parametrize("name", ["limit of the level", "level", "limit of a strain", "strain"])
    def test_the_highest_of_all_floors_holds(self, name: str) -> None:
        limits, high = STANDARD.limits, self.HIGH
        floors = [
            attrs.evolve(limits, safety={**limits.safety, path: SafetyLimit(at_least=high, rule="limit-floors")})
            for path in ("severity.mild.floor_hours", "possible_strain.floor_hours")
        ]
        levels = {**STANDARD.severity, Severity.MILD: attrs.evolve(STANDARD.severity[Severity.MILD], floor_hours=high)}
        protocol = {
            "limit of the level": attrs.evolve(STANDARD, limits=floors[0]),
            "level": attrs.evolve(STANDARD, severity=levels),
            "limit of a strain": attrs.evolve(STANDARD, limits=floors[1]),
            "strain": attrs.evolve(STANDARD, possible_strain=attrs.evolve(STANDARD.possible_strain, floor_hours=high)),
        }[name]
        assert broken("I-07", self.at_the_floor(high), protocol) == []
        assert broken("I-07", self.at_the_floor(high, 1), protocol) == [f"{self.RUN}: before {high} h from onset"]

    def test_the_planned_day_holds_until_a_check_in(self) -> None:
        early = to_day(MILD, self.RUN, 3)
        early = attrs.evolve(early, counted_from=Minute(MILD.counted_from - MINUTES_PER_DAY))
        assert broken("I-07", early) == [f"{self.RUN}: before day 6"]
        assert broken("I-07", revised(early)) == []
        assert broken("I-07", revised(early, 2)) == []


class TestRuns:
    def test_growth_is_counted_from_what_has_been_run(self) -> None:
        plan = made(MILD, span_of(MILD, "run-4").start)

        def grown(past: int, next_run: int) -> list[str]:
            ran = edited(plan, keyed("run-3"), dosed(RunDose(walk_minutes=0, run_minutes=past, repeats=1)))
            ahead = edited(ran, keyed("run-4"), dosed(RunDose(walk_minutes=0, run_minutes=next_run, repeats=1)))
            return [where for where in broken("I-11", ahead) if where.startswith("run-4")]

        assert grown(25, 32) == []
        assert grown(25, 33) == ["run-4: 33 min, over 32"]  # 30 % of 25 is 7 and a half
        assert grown(30, 39) == []
        assert grown(30, 40) == ["run-4: 40 min, over 39"]
        assert grown(45, 49) == []  # over the usual run, as the long run grows
        assert grown(45, 50) == ["run-4: 50 min, over 49"]
        assert grown(10, 20) == []  # the first continuous run
        assert grown(10, 21) == ["run-4: 21 min, over 20"]

    def test_no_ladder_makes_a_stretch_longer_than_may_follow(self) -> None:
        """A possible strain: 3 minutes first, then 5, then 20; whatever the protocol's ladder has."""
        fast = Ladder(
            rungs=(),
            continuous_minutes=90,
            growth_percent=500,
            times_each=1,
            growth_times_each=1,
            long_run_percent=10,
            rules={},
        )
        protocol = attrs.evolve(STANDARD, ladders=dict.fromkeys(STANDARD.ladders, fast))

        def stretch(plan: Plan, key: str, minutes: int, *, walk: int = 1) -> list[str]:
            dose = RunDose(walk_minutes=walk, run_minutes=minutes, repeats=1)
            return [where for where in broken("I-11", edited(plan, keyed(key), dosed(dose)), protocol) if key in where]

        assert stretch(MILD, "run-1", 3) == []
        assert stretch(MILD, "run-1", 4) == ["run-1: 4 min without a break, over 3"]
        assert stretch(revised(MILD), "run-1", 4) == []
        assert stretch(MILD, "run-2", 5) == []
        assert stretch(MILD, "run-2", 6) == ["run-2: 6 min without a break, over 5"]
        assert stretch(revised(MILD), "run-2", 6) == ["run-2: 6 min without a break, over 5"]
        assert stretch(MILD, "run-3", 20, walk=0) == []
        assert stretch(MILD, "run-3", 21, walk=0) == ["run-3: 21 min, over 20"]
        assert stretch(MILD, "run-4", 26, walk=0) == []
        assert stretch(MILD, "run-4", 27, walk=0) == ["run-4: 27 min, over 26"]
        often = edited(MILD, keyed("run-2"), dosed(RunDose(walk_minutes=1, run_minutes=5, repeats=6)))
        assert broken("I-11", often, protocol) == ["run-2: 30 min of running, over 25"]

    @pytest.mark.parametrize("after", [1, 2, 3, 4])
    def test_the_runs_of_a_week_that_is_over_are_as_they_were(self, after: int) -> None:
        """With one run a week a run too many is one to come, and none that has been."""
        plan = made(MILD, span_of(MILD, f"run-{after}").start + 1)
        runs = [each for _, each in plan.sessions() if each.key in ("run-1", "run-2", "run-3", "run-4")]
        assert len(runs) == 4
        fewer = attrs.evolve(plan, runner=attrs.evolve(plan.runner, runs_per_week=1))
        said = [where for where in broken("I-09", fewer) if where.split(":")[0] in {each.key for each in runs}]
        assert [where.split(":")[0] for where in said] == [f"run-{number}" for number in range(after + 1, 5)]

    def test_rungs_that_are_missing_twice_or_out_of_order(self) -> None:
        assert broken("I-12", without(MILD, keyed("run-1"))) == ["the rung of 3 min walking is there 0 times, not 1"]
        assert broken("I-12", revised(without(MILD, keyed("run-1")))) == []
        same = edited(MILD, keyed("run-2"), dosed(RunDose(walk_minutes=3, run_minutes=3, repeats=5)))
        assert broken("I-12", revised(same)) == ["the rung of 3 min walking is there 2 times, not 1"]
        turned = edited(MILD, keyed("run-1"), dosed(RunDose(walk_minutes=1, run_minutes=5, repeats=5)))
        turned = edited(turned, keyed("run-2"), dosed(RunDose(walk_minutes=3, run_minutes=3, repeats=5)))
        assert broken("I-12", turned) == ["the rungs are out of order"]

    @pytest.mark.parametrize("times", [0, 1, 2])
    def test_the_last_run_is_the_usual_one(self, times: int) -> None:
        last = [each.key for _, each in MILD.sessions() if each.activity is Activity.RUN][-1]
        short = edited(MILD, keyed(last), dosed(RunDose(walk_minutes=0, run_minutes=19, repeats=1)))
        assert broken("I-12", revised(short, times)) == ["the ladder does not end at the usual run"]
        cut = edited(MILD, keyed(last), dosed(RunDose(walk_minutes=0, run_minutes=44, repeats=1)))
        assert broken("I-12", revised(cut, times)) == ["the ladder does not end at the usual run"][times:]
        assert broken("I-12", revised(MILD, times)) == []

    def test_no_run_at_all_is_allowed_only_after_a_check_in(self) -> None:
        none = without(MILD, of(Activity.RUN))
        assert broken("I-12", none)[-1] == "the ladder does not end at the usual run"
        assert broken("I-12", revised(none)) == []

    def test_only_the_next_run_stands_however_often_revised(self) -> None:
        for key in ("run-1", "run-2"):
            confirmed = edited(MILD, keyed(key), lambda each: attrs.evolve(each, status=Status.CONFIRMED))
            expected = [f"{key}: confirmed without a check-in"]
            assert broken("I-13", confirmed) == expected
            for times in (1, 2):
                assert broken("I-13", revised(confirmed, times)) == ([] if key == "run-1" else expected)


class TestOthers:
    def test_a_strain_may_be_stretched_from_the_first_minute_after_its_floor(self) -> None:
        key = next(each.key for _, each in MILD.sessions() if each.activity is Activity.STRETCH)
        first = MILD.counted_from + 72 * MINUTES_PER_HOUR - span_of(MILD, key).start
        assert broken("I-15", edited(MILD, keyed(key), moved(first))) == []
        assert broken("I-15", edited(MILD, keyed(key), moved(first - 1))) == [
            f"{key}: in the first 72 h of a possible strain"
        ]

    def test_a_rule_that_the_protocol_does_not_have(self) -> None:
        made_up = attrs.evolve(MILD.days[0].sessions[0].because[0], rule="made-up")
        plan = edited(MILD, of(Activity.RUN), lambda each: attrs.evolve(each, because=(made_up,)))
        assert broken("I-18", plan) == ["run-1: rule made-up is not the protocol's"]

    def test_a_day_that_opens_when_the_plan_is_made_has_a_check_in_but_in_an_emergency(self) -> None:
        date = dt.date(2026, 11, 25)
        opens = MILD.runner.window(date).start
        plan = without(revised(MILD), keyed(f"{date}-check-in-1"))
        assert broken("I-19", made(plan, opens)) == [f"{date}: no check-in"]
        assert broken("I-19", made(plan, opens + 1)) == []
        assert broken("I-19", attrs.evolve(made(plan, opens), urgency=Urgency.EMERGENCY)) == []

    def test_what_has_a_time_may_touch_a_busy_one_and_share_no_minute_of_it(self) -> None:
        key = "2026-11-23-ice-2"
        ice = span_of(MILD, key)
        for start, end, says in (
            (ice.start - 60, ice.start, False),
            (ice.start - 60, ice.start + 1, True),
            (ice.end - 1, ice.end + 60, True),
            (ice.end, ice.end + 60, False),
        ):
            plan = attrs.evolve(MILD, busy=(Span(start=Minute(start), end=Minute(end)),))
            expected = [where for where in broken("I-21", plan) if where.startswith(key)]
            assert expected == ([f"{key}: in a busy time of {end - start} min"] if says else [])
            assert broken("I-21", made(plan, ice.start + 1)) == []

    def test_no_busy_time_puts_off_the_appointment(self) -> None:
        day = Span(start=Minute(HELD.made_at), end=Minute(HELD.made_at + MINUTES_PER_DAY))
        assert not [where for where in broken("I-21", attrs.evolve(HELD, busy=(day,))) if "appointment" in where]

    @pytest.mark.parametrize(
        ("phase", "times", "says"),
        [
            (PhaseKind.HOLD, 1, False),
            (PhaseKind.HOLD, 2, False),
            (PhaseKind.PREVENT, 1, False),
            (PhaseKind.RESTORE, 1, True),
            (PhaseKind.HOLD, 0, True),
        ],
    )
    def test_a_gap_between_days_needs_a_plan_that_had_ended(self, phase: PhaseKind, times: int, says: bool) -> None:
        first, _, third, *_ = MILD.days
        plan = attrs.evolve(revised(MILD, times), days=(attrs.evolve(first, phase=phase), third))
        assert broken("I-20", plan) == ([f"{third.date}: not the day after {first.date}"] if says else [])

    def test_a_day_never_comes_twice(self) -> None:
        first = attrs.evolve(MILD.days[0], phase=PhaseKind.HOLD, sessions=())
        plan = attrs.evolve(revised(MILD), days=(first, first))
        assert broken("I-20", plan) == [f"{first.date}: not the day after {first.date}"]
