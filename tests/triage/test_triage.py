"""Triage: every row, every pair of rows, and the laws that hold for any report."""

from itertools import combinations, pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import (
    Emergency,
    NotPlannable,
    Plan,
    Runner,
    SeeClinician,
    SelfCare,
    SymptomReport,
    hold,
    open_case,
    progress,
)
from soleus_recovery.vocabulary import (
    Activity,
    Caution,
    Finding,
    Kit,
    Measure,
    Outcome,
    PhaseKind,
    Severity,
    Side,
    Urgency,
)
from tests.examples import BERLIN, MEASURES_OF, ONSET, Case, off_by_cautions, referral_of
from tests.strategies import cases
from tests.triage.triage_table import (
    ALL,
    COMPRISED,
    COUNTED_TRIGGERS,
    EVERY_TRIGGER,
    TABLE,
    Facts,
    Row,
    Trigger,
    on,
    rows_hit,
)
from tests.wall_clock import DAY, aware, instant, onset_wall, waking_window

Result = SelfCare | SeeClinician | Emergency

EACH_TRIGGER = pytest.mark.parametrize(
    ("row", "trigger"), EVERY_TRIGGER, ids=[f"{row.id}: {trigger}" for row, trigger in EVERY_TRIGGER]
)
PAIRS = list(combinations(EVERY_TRIGGER, 2))
EACH_PAIR = pytest.mark.parametrize(
    ("one", "other"), [(one, other) for (_, one), (_, other) in PAIRS], ids=[f"{a[1]} & {b[1]}" for a, b in PAIRS]
)
HOLDING = frozenset(
    {
        Activity.REST,
        Activity.ICE,
        Activity.ELEVATE,
        Activity.COMPRESS,
        Activity.CHECK_IN,
        Activity.APPOINTMENT,
    }
)


def case_with(trigger: Trigger, *, runner: Runner = BERLIN) -> Case:
    """The mildest report that fires this trigger, on the first evening or on the day that it needs."""
    report = SymptomReport(
        onset=ONSET, pain_at_rest=trigger.at_rest, pain_walking=trigger.walking, findings=trigger.findings
    )
    runner = attrs.evolve(runner, cautions=runner.cautions | trigger.cautions)
    now = instant(onset_wall(ONSET), runner.zone) + trigger.day * DAY + 60
    return Case(runner=runner, report=report, now=aware(now))


def urgency_of(result: Result) -> Urgency | None:
    match result:
        case SelfCare():
            return None
        case SeeClinician():
            return result.urgency
        case Emergency():
            return Urgency.EMERGENCY


def rank_of(result: Result) -> int:
    urgency = urgency_of(result)
    return -1 if urgency is None else urgency.rank


def off_of(result: Result) -> frozenset[Measure]:
    return frozenset() if isinstance(result, SelfCare) else result.switched_off


def with_findings(case: Case, *findings: Finding) -> Case:
    report = attrs.evolve(case.report, findings=case.report.findings | set(findings))
    return attrs.evolve(case, report=report)


def check(case: Case, rows: list[Row]) -> None:
    """The outcome is the highest of these rows, and what is switched off is their union."""
    result = case.assess()
    union = frozenset[Measure]().union(*(row.off for row in rows))
    if not rows:
        assert isinstance(result, SelfCare)
        return
    urgency = max((row.urgency for row in rows), key=lambda each: each.rank)
    assert urgency_of(result) is urgency
    assert isinstance(result, Emergency) is (urgency is Urgency.EMERGENCY)
    assert union <= off_of(result)
    assert off_of(result) <= union | COMPRISED | off_by_cautions(case.runner)


class TestEveryRow:
    """Every row, alone, gives its outcome and what it switches off."""

    @EACH_TRIGGER
    def test_outcome(self, row: Row, trigger: Trigger) -> None:
        case = case_with(trigger)
        assert row in rows_hit(Facts.of(case))
        check(case, rows_hit(Facts.of(case)))

    @EACH_TRIGGER
    def test_its_own_urgency_and_off_list_at_least(self, row: Row, trigger: Trigger) -> None:
        result = case_with(trigger).assess()
        assert rank_of(result) >= row.urgency.rank
        assert off_of(result) >= row.off

    @pytest.mark.parametrize(
        "trigger",
        [
            *(trigger for _, trigger in EVERY_TRIGGER if not trigger.day and (trigger.at_rest or trigger.walking)),
            on(at_rest=6),
            on(walking=8),
        ],
        ids=str,
    )
    def test_one_point_less_pain_does_not_fire_the_row(self, trigger: Trigger) -> None:
        milder = attrs.evolve(trigger, at_rest=max(0, trigger.at_rest - 1), walking=max(0, trigger.walking - 1))
        check(case_with(milder), rows_hit(Facts.of(case_with(milder))))
        assert len(rows_hit(Facts.of(case_with(milder)))) < len(rows_hit(Facts.of(case_with(trigger))))

    @pytest.mark.parametrize("finding", Finding)
    def test_every_finding_alone(self, finding: Finding) -> None:
        case = case_with(on(finding))
        check(case, rows_hit(Facts.of(case)))

    def test_every_finding_that_refers_is_in_the_table(self) -> None:
        """Every finding that the contract lists as referring is in a row, alone or with another."""
        self_care = {
            *(Finding.LOCAL_PAIN, Finding.TIGHTNESS, Finding.TENDERNESS, Finding.TROUBLE_PULLING_FOOT_UP),
            *(Finding.SPASMS, Finding.DIFFUSE_SORENESS, Finding.STARTED_HOURS_AFTER),
        }
        in_table = frozenset[Finding]().union(*(trigger.findings for _, trigger in EVERY_TRIGGER))
        assert in_table == set(Finding) - self_care


class TestEveryPair:
    """Every row with every other: the higher urgency, and the union of what they switch off."""

    @EACH_PAIR
    def test_pair(self, one: Trigger, other: Trigger) -> None:
        both = case_with(one.together_with(other))
        results = [case_with(one).assess(), case_with(other).assess()]
        result = both.assess()
        assert rank_of(result) >= max(map(rank_of, results))
        assert off_of(result) >= off_of(results[0]) | off_of(results[1])
        check(both, rows_hit(Facts.of(both)))


class TestEveryCaution:
    """Every row with every caution: never milder, and what the caution leaves out is off as well."""

    @EACH_TRIGGER
    @pytest.mark.parametrize("caution", Caution, ids=str)
    def test_row_with_caution(self, row: Row, trigger: Trigger, caution: Caution) -> None:
        alone, both = case_with(trigger), case_with(trigger, runner=attrs.evolve(BERLIN, cautions={caution}))
        assert rank_of(both.assess()) >= rank_of(alone.assess()) >= row.urgency.rank
        assert off_of(both.assess()) >= off_of(alone.assess()) | off_by_cautions(both.runner)
        check(both, rows_hit(Facts.of(both)))


class TestAddingUp:
    """Two severe signs with strong pain: within days. Three: today. Each sign counts once."""

    @pytest.mark.parametrize(
        ("row", "trigger"), COUNTED_TRIGGERS, ids=[f"{row.id}: {trigger}" for row, trigger in COUNTED_TRIGGERS]
    )
    def test_each_way(self, row: Row, trigger: Trigger) -> None:
        case = case_with(trigger)
        assert row in rows_hit(Facts.of(case))
        check(case, rows_hit(Facts.of(case)))

    @pytest.mark.parametrize(
        "trigger",
        [
            on(Finding.STARTED_DURING_RUN, Finding.SUDDEN_SHARP_PAIN, at_rest=5),
            on(Finding.WEAKNESS, Finding.RADIATING_PAIN, at_rest=3, walking=5),
            on(Finding.WEAKNESS, at_rest=3, walking=6),
            on(Finding.WEAKNESS, at_rest=5),
            on(walking=7),
        ],
        ids=str,
    )
    def test_less_is_self_care(self, trigger: Trigger) -> None:
        assert urgency_of(case_with(trigger).assess()) is None

    def test_the_signs_told_are_named_to_the_clinician(self) -> None:
        trigger = on(Finding.WEAKNESS, Finding.RADIATING_PAIN, Finding.STARTED_DURING_RUN)
        plan = hold(referral_of(case_with(trigger)))
        visit = next(each for _, each in plan.sessions() if each.activity is Activity.APPOINTMENT)
        assert "Weakness" in visit.instructions
        assert "It started during a run" in visit.instructions


def plain_on_both(*findings: Finding, side: Side | None = Side.BOTH, at_rest: int = 0, days: int = 0) -> Case:
    case = case_with(on(Finding.STARTED_HOURS_AFTER, *findings, at_rest=at_rest, day=days))
    return attrs.evolve(case, report=attrs.evolve(case.report, side=side))


class TestClotWatch:
    """A minor risk of clots: a watch for plain soreness of both calves, today for everything else."""

    def test_plain_soreness_of_both_calves_is_self_care_under_watch(self) -> None:
        care = plain_on_both(Finding.CLOT_RISK_MINOR).assess()
        assert isinstance(care, SelfCare)
        assert care.switched_off == {Measure.COMPRESSION, Measure.MASSAGE, Measure.ROLLING}
        assert "clot" in care.reasons[-1].text

    @pytest.mark.parametrize(
        "case",
        [
            plain_on_both(Finding.CLOT_RISK_MINOR, Finding.DIFFUSE_SORENESS, side=Side.LEFT),
            plain_on_both(Finding.CLOT_RISK_MINOR, Finding.DIFFUSE_SORENESS, side=None),
        ],
        ids=["left", "side not told"],
    )
    def test_one_side_without_another_sign_is_asked_about_by_phone(self, case: Case) -> None:
        referral = referral_of(case)
        assert referral.urgency is Urgency.TODAY
        assert referral.message.startswith("Today, by phone")

    @pytest.mark.parametrize(
        "case",
        [
            plain_on_both(Finding.CLOT_RISK_MINOR, Finding.WARM_RED_ONE_SIDED_SWELLING),
            plain_on_both(Finding.CLOT_RISK_MINOR, Finding.SWELLING),
            plain_on_both(Finding.CLOT_RISK_MINOR, at_rest=1),
            plain_on_both(Finding.CLOT_RISK_MINOR, Finding.TWO_CLOT_RISKS),
            plain_on_both(Finding.TWO_CLOT_RISKS),
            plain_on_both(Finding.CLOT_RISK_MINOR, days=3),
        ],
        ids=["warm", "swollen", "at rest", "minor and two", "two", "day 3"],
    )
    def test_with_a_sign_a_phone_is_not_enough(self, case: Case) -> None:
        referral = referral_of(case)
        assert referral.urgency is Urgency.TODAY
        assert referral.message.startswith("See a clinician today")

    def test_any_other_reason_ends_the_exception(self) -> None:
        referral = referral_of(plain_on_both(Finding.CLOT_RISK_MINOR, Finding.RECURRING))
        assert referral.urgency is Urgency.TODAY


class TestNumbness:
    """Numbness or tingling with pain 8 or more, pain not eased, weakness or notable swelling: emergency."""

    @pytest.mark.parametrize(
        ("trigger", "urgency"),
        [
            (on(Finding.NUMBNESS_OR_TINGLING), Urgency.TODAY),
            (on(Finding.NUMBNESS_OR_TINGLING, walking=7), Urgency.TODAY),
            (on(Finding.NUMBNESS_OR_TINGLING, walking=8), Urgency.EMERGENCY),
            (on(Finding.NUMBNESS_OR_TINGLING, at_rest=7), Urgency.TODAY),
            (on(Finding.NUMBNESS_OR_TINGLING, at_rest=8), Urgency.EMERGENCY),
            (on(Finding.NUMBNESS_OR_TINGLING, Finding.PAIN_NOT_EASED_BY_REST), Urgency.EMERGENCY),
            (on(Finding.NUMBNESS_OR_TINGLING, Finding.WEAKNESS), Urgency.EMERGENCY),
            (on(Finding.NUMBNESS_OR_TINGLING, Finding.NOTABLE_SWELLING), Urgency.EMERGENCY),
            (on(Finding.NUMBNESS_OR_TINGLING, Finding.SWELLING), Urgency.TODAY),
        ],
        ids=str,
    )
    def test_alone_and_combined(self, trigger: Trigger, urgency: Urgency) -> None:
        assert urgency_of(case_with(trigger).assess()) is urgency


class TestUnknownPain:
    """An unknown pain counts as the more serious possibility."""

    @pytest.mark.parametrize(
        ("severity", "finding", "urgency"),
        [
            (Severity.SEVERE, Finding.ALTERED_GAIT, Urgency.TODAY),
            (Severity.MODERATE, Finding.ALTERED_GAIT, None),
            (Severity.MILD, Finding.BLOOD_THINNER_OR_BLEEDING_DISORDER, Urgency.WITHIN_DAYS),
            (Severity.MODERATE, Finding.BLOOD_THINNER_OR_BLEEDING_DISORDER, Urgency.TODAY),
            (Severity.MILD, Finding.ARTERIAL_DISEASE, Urgency.TODAY),
            (Severity.SEVERE, Finding.NUMBNESS_OR_TINGLING, Urgency.TODAY),
            (Severity.SEVERE, Finding.TIGHTNESS, None),
        ],
    )
    def test_only_a_severity(self, severity: Severity, finding: Finding, urgency: Urgency | None) -> None:
        case = case_with(on(finding))
        by_hand = SymptomReport(onset=ONSET, severity=severity, findings={finding})
        assert urgency_of(attrs.evolve(case, report=by_hand).assess()) is urgency


class TestLaws:
    """Adding a finding never makes an outcome milder, and never switches anything back on."""

    @given(cases())
    def test_any_report_gives_what_the_table_says(self, case: Case) -> None:
        check(case, rows_hit(Facts.of(case)))

    @given(cases(), st.frozensets(st.sampled_from(Finding), min_size=1, max_size=3))
    def test_one_more_finding(self, case: Case, more: frozenset[Finding]) -> None:
        # How it began is a fact and no sign: with a minor risk of clots it decides between a watch and a call.
        more -= {Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS}
        before, after = case.assess(), with_findings(case, *more).assess()
        assert rank_of(after) >= rank_of(before)
        assert off_of(after) >= off_of(before)
        if isinstance(before, SelfCare) and isinstance(after, SelfCare):
            assert after.severity.rank >= before.severity.rank

    @given(cases(), st.integers(0, 10), st.integers(0, 10))
    def test_more_pain(self, case: Case, at_rest: int, walking: int) -> None:
        if case.report.pain_at_rest is None or case.report.pain_walking is None:
            return
        worse = attrs.evolve(
            case.report,
            pain_at_rest=max(at_rest, case.report.pain_at_rest),
            pain_walking=max(walking, case.report.pain_walking),
        )
        before, after = case.assess(), attrs.evolve(case, report=worse).assess()
        assert rank_of(after) >= rank_of(before)
        assert off_of(after) >= off_of(before)
        if isinstance(before, SelfCare) and isinstance(after, SelfCare):
            assert after.severity.rank >= before.severity.rank
            assert after.possible_strain >= before.possible_strain

    @given(cases(), st.integers(0, 12 * DAY))
    def test_a_later_first_report(self, case: Case, minutes: int) -> None:
        later = attrs.evolve(case, now=aware(case.made_at + minutes))
        before, after = case.assess(), later.assess()
        assert rank_of(after) >= rank_of(before)
        assert off_of(after) >= off_of(before)

    @given(cases(), st.sampled_from(Severity))
    def test_a_chosen_severity_never_overrides(self, case: Case, chosen: Severity) -> None:
        """A severity chosen by hand never overrides a red flag."""
        if case.report.pain_at_rest is None or case.report.pain_walking is None:
            return
        before = attrs.evolve(case, report=attrs.evolve(case.report, severity=None)).assess()
        after = attrs.evolve(case, report=attrs.evolve(case.report, severity=chosen)).assess()
        assert rank_of(after) >= rank_of(before)
        assert off_of(after) >= off_of(before)

    @given(cases())
    def test_every_reason_is_named(self, case: Case) -> None:
        """Each row that fires adds a reason; an emergency gives only the reasons that make it one."""
        result = case.assess()
        rows = rows_hit(Facts.of(case))
        if isinstance(result, Emergency):
            # The guidance tells a cold leg and a tight, numb or weak one in one row.
            one = {"tight leg": "cold leg"}
            rows = [*{one.get(row.id, row.id): row for row in rows if row.urgency is Urgency.EMERGENCY}.values()]
        assert len({reason.text for reason in result.reasons}) >= len(rows)
        assert result.reasons
        for reason in result.reasons:
            assert reason.text
            assert reason.because.cite

    @EACH_TRIGGER
    @pytest.mark.parametrize("chosen", Severity)
    def test_a_chosen_severity_never_overrides_a_row(self, row: Row, trigger: Trigger, chosen: Severity) -> None:
        case = case_with(trigger)
        by_hand = attrs.evolve(case, report=attrs.evolve(case.report, severity=chosen))
        assert rank_of(by_hand.assess()) >= row.urgency.rank
        assert off_of(by_hand.assess()) >= row.off


class TestOverAWeek:
    """First reported on day 7 or later: see a clinician within days, however mild."""

    @pytest.mark.parametrize(("day", "urgency"), [(6, None), (7, Urgency.WITHIN_DAYS), (8, Urgency.WITHIN_DAYS)])
    @pytest.mark.parametrize("at", ["00:00", "12:00", "23:59"])
    def test_counted_in_days_of_the_runner(self, day: int, urgency: Urgency | None, at: str) -> None:
        now = instant(onset_wall(f"2026-11-{22 + day:02}T{at}"), BERLIN.zone)
        report = SymptomReport(onset="2026-11-22T12:00", pain_at_rest=0, pain_walking=1)
        case = Case(runner=BERLIN, report=report, now=aware(now))
        assert urgency_of(case.assess()) is urgency


class TestEmergency:
    """An emergency gives no plan: what to do now, and the local emergency number."""

    EMERGENCIES = pytest.mark.parametrize(
        "trigger", [t for row, t in EVERY_TRIGGER if row.urgency is Urgency.EMERGENCY], ids=str
    )

    @EMERGENCIES
    def test_message(self, trigger: Trigger) -> None:
        result = case_with(trigger).assess()
        assert isinstance(result, Emergency)
        assert "emergency number" in result.message.lower()
        assert result.switched_off == ALL

    @EMERGENCIES
    def test_no_plan(self, trigger: Trigger) -> None:
        with pytest.raises(NotPlannable):
            hold(case_with(trigger).assess())  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "trigger",
        [on(Finding.COLD_PALE_LEG), on(Finding.TIGHT_NUMB_WEAK_LEG), on(Finding.NUMBNESS_OR_TINGLING, walking=8)],
        ids=str,
    )
    def test_the_wrap_comes_off_and_the_leg_is_level_with_the_heart(self, trigger: Trigger) -> None:
        result = case_with(trigger).assess()
        assert isinstance(result, Emergency)
        text = " ".join([result.message, *(reason.text for reason in result.reasons)]).lower()
        assert "off" in text
        assert "level" in text
        assert "heart" in text


class TestOnlyTheReasonThatFired:
    """A message names the reason that fired, and no other reason of its kind."""

    @pytest.mark.parametrize(
        ("trigger", "said", "never"),
        [
            (on(Finding.BLOOD_THINNER_OR_BLEEDING_DISORDER), "blood thinner", "16"),
            (on(Finding.UNDER_16), "Under 16", "blood thinner"),
            (on(Finding.POP_OR_KICK), "pop, snap or kick", "rise onto your toes or push off"),
            (on(Finding.CANNOT_PUSH_OFF), "rise onto your toes or push off", "snap"),
            (on(Finding.CLOT_RISK), "raised risk of clots", "throbbing"),
            (on(Finding.WARM_RED_ONE_SIDED_SWELLING), "throbbing", "raised risk"),
            (on(Finding.PAIN_NOT_EASED_BY_REST), "neither rest", "8 or more"),
            (on(walking=8), "Pain of 8 or more", "neither rest"),
            (on(at_rest=6), "6 or more at rest", "8 or more"),
            (on(Finding.NOTABLE_SWELLING), "see at once", "day 3"),
            (on(Finding.SWELLING, day=3), "Mild swelling", "see at once"),
            (on(Finding.BLOOD_THINNER_OR_BLEEDING_DISORDER, Finding.BRUISING), "bruising can be a bleed", "sudden"),
            (on(Finding.COLD_PALE_LEG), "cold or pale", "tight"),
            (on(Finding.NUMBNESS_OR_TINGLING, Finding.WEAKNESS), "weakness", "notable swelling"),
        ],
        ids=str,
    )
    def test_alone(self, trigger: Trigger, said: str, never: str) -> None:
        result = case_with(trigger).assess()
        assert not isinstance(result, SelfCare)
        text = " ".join(reason.text for reason in result.reasons)
        assert said in text
        assert never not in text


class TestWhere:
    """Where to go is part of the answer."""

    def test_dark_urine_names_the_emergency_department(self) -> None:
        referral = referral_of(case_with(on(Finding.DARK_URINE)))
        text = " ".join([referral.message, *(reason.text for reason in referral.reasons)]).lower()
        assert "emergency department" in text
        assert "gp" not in referral.message.lower().split()
        appointment = next(each for _, each in hold(referral).sessions() if each.activity is Activity.APPOINTMENT)
        assert appointment.instructions.startswith("Go to an emergency department today.")

    def test_beside_another_reason_for_today_the_emergency_department_stays(self) -> None:
        referral = referral_of(case_with(on(Finding.DARK_URINE, Finding.NOTABLE_SWELLING)))
        assert referral.message.startswith("Go to an emergency department today.")

    def test_the_text_of_one_row_is_not_shown_for_another(self) -> None:
        referral = referral_of(case_with(on(Finding.NOTABLE_SWELLING)))
        assert referral.urgency is Urgency.TODAY
        assert not referral.message.startswith("Go to an emergency department")

    def test_a_fluoroquinolone_is_asked_about_before_the_next_dose(self) -> None:
        referral = referral_of(case_with(on(Finding.FLUOROQUINOLONE)))
        assert "before the next dose" in referral.message
        assert "prescribed" in referral.message

    def test_a_statin_is_never_to_be_stopped(self) -> None:
        referral = referral_of(case_with(on(Finding.UNEXPLAINED_SORENESS, Finding.MUSCLE_MEDICINE)))
        assert "pharmacist" in referral.message
        assert "Do not stop the medicine by yourself" in referral.message

    @pytest.mark.parametrize(
        "medicine",
        [on(Finding.FLUOROQUINOLONE), on(Finding.UNEXPLAINED_SORENESS, Finding.MUSCLE_MEDICINE)],
        ids=str,
    )
    def test_a_pharmacist_is_not_enough_beside_another_reason_for_today(self, medicine: Trigger) -> None:
        both = medicine.together_with(on(Finding.NOTABLE_SWELLING))
        message = referral_of(case_with(both)).message
        assert message == referral_of(case_with(on(Finding.NOTABLE_SWELLING))).message
        assert "pharmacist" not in message

    def test_two_medicines_name_both_who_are_to_be_asked(self) -> None:
        both = on(Finding.FLUOROQUINOLONE, Finding.UNEXPLAINED_SORENESS, Finding.MUSCLE_MEDICINE)
        message = referral_of(case_with(both)).message
        assert "before the next dose" in message
        assert "pharmacist" in message

    def test_numbness_rests_with_the_leg_level(self) -> None:
        plan = hold(referral_of(case_with(on(Finding.NUMBNESS_OR_TINGLING))))
        rest = next(each for _, each in plan.sessions() if each.activity is Activity.REST)
        assert "level with your heart" in rest.instructions

    def test_not_bearing_weight_is_urgent(self) -> None:
        referral = referral_of(case_with(on(Finding.CANNOT_BEAR_WEIGHT)))
        text = " ".join([referral.message, *(reason.text for reason in referral.reasons)]).lower()
        assert "at once" in text


def referrals() -> st.SearchStrategy[Case]:
    """Any case that is referred, and is no emergency."""
    return cases().filter(lambda case: isinstance(case.assess(), SeeClinician))


def activities_of(plan: Plan) -> set[Activity]:
    return {session.activity for _, session in plan.sessions()}


class TestHoldingPlan:
    """A holding plan of 7 days holds nothing that its reasons or the cautions switch off, and no run at all."""

    @given(referrals())
    def test_nothing_switched_off(self, case: Case) -> None:
        referral = referral_of(case)
        off = referral.switched_off | off_by_cautions(case.runner)
        for _, session in hold(referral).sessions():
            assert MEASURES_OF[session.activity].isdisjoint(off), session.activity

    @given(referrals())
    def test_no_run_and_nothing_to_train(self, case: Case) -> None:
        """Rest, ice, raising and compression where allowed, the log, and the appointment; nothing else."""
        assert activities_of(hold(referral_of(case))) <= HOLDING

    @given(referrals())
    def test_seven_days(self, case: Case) -> None:
        referral = referral_of(case)
        plan = hold(referral)
        assert plan.outcome is Outcome.SEE_CLINICIAN
        assert plan.urgency is referral.urgency
        assert plan.severity is None
        assert {day.phase for day in plan.days} == {PhaseKind.HOLD}
        assert len(plan.days) == 7
        assert [reason.text for reason in plan.reasons]
        assert {reason.text for reason in referral.reasons} <= {reason.text for reason in plan.reasons}

    @given(referrals())
    def test_rest_and_the_log_every_day_and_an_appointment(self, case: Case) -> None:
        plan = hold(referral_of(case))
        excused = {one.date for one in plan.unplaced if one.activity is Activity.CHECK_IN}
        assert excused <= {plan.days[0].date}
        for day in plan.days:
            activities = {session.activity for session in day.sessions}
            assert Activity.REST in activities
            assert Activity.CHECK_IN in activities or day.date in excused
        assert Activity.APPOINTMENT in activities_of(plan)

    @given(referrals())
    def test_inside_the_window_and_not_before_it_was_made(self, case: Case) -> None:
        for day, session in hold(referral_of(case)).sessions():
            if session.span is not None:
                opens, closes = waking_window(case.runner, day.date)
                assert max(opens, case.made_at) <= session.span.start
                assert session.span.end <= closes

    @given(referrals())
    def test_icing_keeps_its_distance(self, case: Case) -> None:
        starts = [
            session.span.start
            for _, session in hold(referral_of(case)).sessions()
            if session.activity is Activity.ICE and session.span is not None
        ]
        assert all(second - first >= 120 for first, second in pairwise(starts))

    @pytest.mark.parametrize("trigger", [trigger for _, trigger in EVERY_TRIGGER], ids=str)
    @pytest.mark.parametrize("caution", [None, *Caution])
    def test_what_is_not_switched_off_stays(self, trigger: Trigger, caution: Caution | None) -> None:
        """Those of ice, raising and compression that neither a reason nor a caution switches off (N2 to N4)."""
        runner = BERLIN if caution is None else attrs.evolve(BERLIN, cautions=frozenset({caution}))
        result = case_with(trigger, runner=runner).assess()
        if isinstance(result, Emergency) or trigger.day:
            return
        assert isinstance(result, SeeClinician)
        off = result.switched_off | off_by_cautions(runner)
        activities = activities_of(hold(result))
        assert (Activity.ICE in activities) is (Measure.ICE not in off)
        assert (Activity.ELEVATE in activities) is (Measure.RAISING not in off)
        assert (Activity.COMPRESS in activities) is (Measure.COMPRESSION not in off)

    def test_no_sleeve_no_compression(self) -> None:
        runner = attrs.evolve(BERLIN, without=frozenset({Kit.SLEEVE}))
        assert Activity.COMPRESS not in activities_of(hold(referral_of(case_with(on(Finding.BRUISING), runner=runner))))

    @pytest.mark.parametrize("urgency", [Urgency.TODAY, Urgency.WITHIN_DAYS])
    def test_the_appointment_is_on_the_first_day_when_it_is_for_today(self, urgency: Urgency) -> None:
        finding = Finding.CLOT_RISK if urgency is Urgency.TODAY else Finding.RECURRING
        plan = hold(referral_of(case_with(on(finding))))
        dates = [day.date for day, session in plan.sessions() if session.activity is Activity.APPOINTMENT]
        assert plan.urgency is urgency
        assert dates[0] == plan.days[0].date

    @given(referrals())
    def test_texts_do_not_advise_what_is_switched_off(self, case: Case) -> None:
        """No note or instruction speaks of medicines, heat, massage or rolling that are switched off, but to warn."""
        referral = referral_of(case)
        off = referral.switched_off | off_by_cautions(case.runner)
        plan = hold(referral)
        texts = [note for day in plan.days for note in day.notes]
        texts += [session.instructions for _, session in plan.sessions()]
        for text in texts:
            for sentence in text.lower().replace("\n", ". ").split(". "):
                for measure, terms in TERMS.items():
                    if measure in off and any(term in sentence for term in terms):
                        assert any(no in sentence for no in WARNINGS), (measure, sentence)


TERMS = {
    Measure.NSAID_TEXT: ("ibuprofen", "naproxen", "anti-inflammator", "aspirin"),
    Measure.HEAT: ("warm bath", "hot pack", "heat"),
    Measure.MASSAGE: ("massage",),
    Measure.ROLLING: ("roller", "foam roll"),
    Measure.ICE: ("ice ", "icing"),
    Measure.COMPRESSION: ("sleeve", "bandage", "compress"),
}
WARNINGS = ("no ", "not ", "n't ", "never", "without", "left out", "leave", "until", "stop", "avoid", "off ")


def test_the_table_has_every_row() -> None:
    assert len(TABLE) == len({row.id for row in TABLE}) == 38


def test_self_care_has_no_text_on_medicine_for_a_runner_at_risk() -> None:
    """With `nsaid-risk` the plan mentions NSAIDs only to say that the advice was left out."""
    from tests.examples import Kind, case_of, plan_of

    plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=frozenset({Caution.NSAID_RISK}))))
    notes = [note.lower() for day in plan.days for note in day.notes]
    assert not [note for note in notes if "ibuprofen" in note]


class TestSwelling:
    """Mild swelling is common in the first days, and refers the runner from day 3 on: section 3, P2."""

    @pytest.mark.parametrize(("day", "urgency"), [(2, None), (3, Urgency.TODAY), (6, Urgency.TODAY)])
    @pytest.mark.parametrize("side", [None, Side.LEFT, Side.BOTH])
    def test_a_first_report_says_the_same_as_a_check_in(
        self, day: int, urgency: Urgency | None, side: Side | None
    ) -> None:
        case = case_with(on(Finding.SWELLING, day=day))
        result = attrs.evolve(case, report=attrs.evolve(case.report, side=side)).assess()
        assert urgency_of(result) is urgency
        assert (Measure.COMPRESSION in off_of(result)) is (urgency is not None)

    def test_it_is_cleared_under_its_own_word(self) -> None:
        referral = referral_of(case_with(on(Finding.SWELLING, day=3)))
        waiting = progress(open_case(referral), referral.made_at).waiting
        assert waiting is not None
        assert waiting.findings == waiting.named == {Finding.SWELLING}
