"""Severity from pain and findings, and what counts as a possible strain."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Emergency, SeeClinician, SelfCare, SymptomReport, Urgency, assess, builtin, parse_protocol
from soleus_recovery.clock import Minute
from soleus_recovery.triage.severity import Rating, rate
from soleus_recovery.vocabulary import Caution, Finding, Severity, Side
from tests.examples import BERLIN, ONSET, Case, Kind, care_of, case_of
from tests.protocols import loaded
from tests.strategies import cases, self_care
from tests.triage.triage_table import BAND_TOP
from tests.wall_clock import aware, instant, onset_wall

F = Finding
HARMLESS = (F.LOCAL_PAIN, F.TIGHTNESS, F.TENDERNESS, F.TROUBLE_PULLING_FOOT_UP)
RAISES = {
    F.SPASMS: Severity.MODERATE,
    F.RADIATING_PAIN: Severity.SEVERE,
    F.WEAKNESS: Severity.SEVERE,
    F.ALTERED_GAIT: Severity.SEVERE,
    F.STARTED_DURING_RUN: Severity.SEVERE,
    F.SUDDEN_SHARP_PAIN: Severity.SEVERE,
}
PLAIN = frozenset({F.STARTED_HOURS_AFTER, F.DIFFUSE_SORENESS})
LATE_HOURS = 72
STANDARD = builtin("soleus-standard")


def case_with(report: SymptomReport, *, minutes_later: int = 60) -> Case:
    now = instant(onset_wall(report.onset), BERLIN.zone) + minutes_later
    return Case(runner=BERLIN, report=report, now=aware(now))


def report(
    at_rest: int | None,
    walking: int | None,
    *findings: Finding,
    side: Side | None = None,
    severity: Severity | None = None,
) -> SymptomReport:
    return SymptomReport(
        onset=ONSET,
        pain_at_rest=at_rest,
        pain_walking=walking,
        findings=frozenset(findings),
        side=side,
        severity=severity,
    )


def named(one: SymptomReport) -> str:
    """A short id of a report, the same in every run."""
    names = sorted(str(finding) for finding in one.findings)
    return "-".join(map(str, (one.pain_at_rest, one.pain_walking, one.severity, one.side, *names)))


def band(pain: int) -> Severity:
    """0-3 mild, 4-5 moderate, 6-7 severe."""
    if pain >= 6:
        return Severity.SEVERE
    return Severity.MODERATE if pain >= 4 else Severity.MILD


def expected_severity(case: Case) -> Severity:
    """The worst of pain, findings, a late report, and the level given by hand."""
    given_by_hand = case.report.severity or Severity.MILD
    walking = case.report.pain_walking
    levels = [
        band(case.report.pain_at_rest or 0),
        band(BAND_TOP[given_by_hand] if walking is None else walking),
        given_by_hand,
        *(RAISES[finding] for finding in case.report.findings if finding in RAISES),
    ]
    if case.made_at > case.onset + LATE_HOURS * 60:
        levels.append(Severity.MODERATE)
    if case.report.painkiller:
        levels.append(Severity.MODERATE)
    return max(levels, key=lambda level: level.rank)


class TestBands:
    """Worst of pain at rest and walking: 0-3 mild, 4-5 moderate, 6-7 walking severe."""

    @pytest.mark.parametrize("walking", range(8))
    def test_walking(self, walking: int) -> None:
        assert care_of(case_with(report(0, walking))).severity is band(walking)

    @pytest.mark.parametrize("at_rest", range(6))
    def test_at_rest(self, at_rest: int) -> None:
        assert care_of(case_with(report(at_rest, 0))).severity is band(at_rest)

    @pytest.mark.parametrize("at_rest", range(6))
    @pytest.mark.parametrize("walking", range(8))
    def test_the_worse_of_both(self, at_rest: int, walking: int) -> None:
        assert care_of(case_with(report(at_rest, walking))).severity is band(max(at_rest, walking))


class TestPainkiller:
    """Within 24 hours of a painkiller a pain is unknown where it would be good, and counts where it is bad."""

    @given(
        at_rest=st.integers(0, 5), walking=st.integers(0, 7), by_hand=st.one_of(st.none(), st.sampled_from(Severity))
    )
    def test_it_makes_no_level_milder_and_none_mild(self, at_rest: int, walking: int, by_hand: Severity | None) -> None:
        told = report(at_rest, walking, *PLAIN, side=Side.BOTH, severity=by_hand)
        open_, hidden = (rate_of(one) for one in (told, attrs.evolve(told, painkiller=True)))
        assert hidden.severity.rank >= max(open_.severity.rank, Severity.MODERATE.rank)
        assert hidden.severity is max(open_.severity, Severity.MODERATE, key=lambda level: level.rank)
        assert hidden.possible_strain

    def test_it_says_why(self) -> None:
        care = care_of(case_with(attrs.evolve(report(0, 2), painkiller=True)))
        texts = [reason.text for reason in care.reasons]
        assert "Told within 24 hours of a painkiller, which hides pain: at least moderate." in texts

    def test_no_pain_at_rest_is_unknown_and_counts_as_1(self) -> None:
        """Poor circulation with pain at rest refers today."""
        runner = attrs.evolve(BERLIN, cautions=frozenset({Caution.POOR_CIRCULATION}))
        told, now = report(0, 2), aware(instant(onset_wall(ONSET), BERLIN.zone) + 60)
        assert isinstance(assess(told, runner, now=now), SelfCare)
        answer = assess(attrs.evolve(told, painkiller=True), runner, now=now)
        assert isinstance(answer, SeeClinician)
        assert answer.urgency is Urgency.TODAY


def rate_of(told: SymptomReport) -> Rating:
    case = case_with(told)
    return rate(told, case.runner, STANDARD, at=Minute(case.made_at))


class TestFindings:
    """Then findings: S8 is moderate; S7, S9, S10 and a start during the run are severe; S1 to S5 leave it."""

    @pytest.mark.parametrize("finding", RAISES)
    def test_raises(self, finding: Finding) -> None:
        assert care_of(case_with(report(0, 0, finding))).severity is RAISES[finding]

    @pytest.mark.parametrize("finding", [*HARMLESS, F.SWELLING, F.DIFFUSE_SORENESS, F.STARTED_HOURS_AFTER])
    def test_leaves_it(self, finding: Finding) -> None:
        assert care_of(case_with(report(0, 0, finding))).severity is Severity.MILD

    def test_tendon_risk_medicine_alone_is_no_level(self) -> None:
        assert care_of(case_with(report(0, 0, F.TENDON_RISK_MEDICINE))).severity is Severity.MILD

    @given(cases())
    def test_any_report(self, case: Case) -> None:
        result = case.assess()
        if isinstance(result, SelfCare):
            assert result.severity is expected_severity(case)

    @given(self_care())
    def test_any_report_of_self_care(self, drawn: tuple[Kind, Case]) -> None:
        kind, case = drawn
        assert expected_severity(case) is kind.severity
        assert care_of(case).severity is kind.severity


class TestLateReport:
    """First reported sore after 72 h: at least moderate."""

    @pytest.mark.parametrize(
        ("minutes", "severity"),
        [
            (LATE_HOURS * 60, Severity.MILD),
            (LATE_HOURS * 60 + 1, Severity.MODERATE),
            (5 * 24 * 60, Severity.MODERATE),
        ],
    )
    def test_mild(self, minutes: int, severity: Severity) -> None:
        assert care_of(case_with(report(0, 1), minutes_later=minutes)).severity is severity

    def test_severe_stays(self) -> None:
        assert care_of(case_with(report(0, 7), minutes_later=LATE_HOURS * 60 + 1)).severity is Severity.SEVERE

    def test_hours_are_elapsed(self) -> None:
        """Three dates later at the same wall time are only 71 h when the clocks went forward."""
        sore = SymptomReport(onset="2026-03-27T12:00", pain_at_rest=0, pain_walking=1)
        now = instant(onset_wall("2026-03-30T12:30"), BERLIN.zone)
        assert care_of(Case(runner=BERLIN, report=sore, now=aware(now))).severity is Severity.MILD

    @pytest.mark.parametrize(
        ("onset", "now", "severity"),
        [
            # Awake until 22:00, and the review of day 3 is 75 minutes before, ahead of the check-in.
            ("2026-11-22T21:45", "2026-11-25T20:44", Severity.MILD),
            ("2026-11-22T21:45", "2026-11-25T20:45", Severity.MODERATE),
            ("2026-11-22T21:45", "2026-11-24T21:59", Severity.MILD),
        ],
    )
    def test_a_report_from_the_review_of_day_3_on_is_late_before_72_hours_are_over(
        self, onset: str, now: str, severity: Severity
    ) -> None:
        sore = SymptomReport(onset=onset, pain_at_rest=0, pain_walking=2)
        case = Case(runner=BERLIN, report=sore, now=aware(instant(onset_wall(now), BERLIN.zone)))
        care = care_of(case)
        assert care.severity is severity
        said = "Still sore at the end of day 3, when mild soreness is nearly gone: at least moderate."
        assert (said in [reason.text for reason in care.reasons]) is (severity is Severity.MODERATE)

    @staticmethod
    def reviewed(now: str, tables: str, *, onset: str = "2026-11-22T21:45") -> list[str]:
        """The reasons for low pain that is reported late, under a protocol whose review these tables change."""
        ours = parse_protocol(f'extends = "soleus-standard"\nid = "ours"\n{tables}')
        sore = SymptomReport(onset=onset, pain_at_rest=0, pain_walking=2)
        care = assess(sore, BERLIN, now=aware(instant(onset_wall(now), BERLIN.zone)), protocol=ours)
        assert isinstance(care, SelfCare)
        late = [reason.text for reason in care.reasons if reason.because.rule == "late-report"]
        assert (care.severity is Severity.MODERATE) is bool(late)
        return late

    @pytest.mark.parametrize(
        ("at", "tables", "is_late"),
        [
            ("08:59", "[sessions.review]\nat = [{ after_waking_minutes = 120 }]", False),
            ("09:00", "[sessions.review]\nat = [{ after_waking_minutes = 120 }]", True),
            # Of two the earlier.
            ("09:00", "[sessions.review]\nat = [{ before_bed_minutes = 50 }, { after_waking_minutes = 120 }]", True),
            ("20:59", "[sessions.review]\nat = [{ before_bed_minutes = 60 }]", False),
            ("21:00", "[sessions.review]\nat = [{ before_bed_minutes = 60 }]", True),
            # A day earlier than the limit, which alone would accept the same report.
            ("00:00", "[first_report]\nfrom_review_of_day = 2", True),
        ],
    )
    def test_the_protocol_sets_the_time_of_the_review(self, at: str, tables: str, is_late: bool) -> None:
        # Sore since 23:30, so that 72 hours are never over first.
        assert bool(self.reviewed(f"2026-11-25T{at}", tables, onset="2026-11-22T23:30")) is is_late

    def test_a_protocol_without_a_day_does_not_loosen_the_limit(self) -> None:
        old = loaded(attrs.evolve(STANDARD, first_report=attrs.evolve(STANDARD.first_report, from_review_of_day=None)))
        sore = SymptomReport(onset="2026-11-22T21:45", pain_at_rest=0, pain_walking=2)
        for at, severity in (("20:44", Severity.MILD), ("20:45", Severity.MODERATE)):
            now = aware(instant(onset_wall(f"2026-11-25T{at}"), BERLIN.zone))
            care = assess(sore, BERLIN, now=now, protocol=old)
            assert isinstance(care, SelfCare)
            assert care.severity is severity

    def test_the_reason_names_the_review_up_to_72_hours_and_then_the_hours(self) -> None:
        by_review = self.reviewed("2026-11-25T21:45", "")
        by_hours = self.reviewed("2026-11-25T21:46", "")
        assert by_review != by_hours
        assert "day 3" in by_review[0]
        assert "72" in by_hours[0]


class TestByHand:
    """A severity given by hand may raise, never lower."""

    @pytest.mark.parametrize("chosen", Severity)
    @pytest.mark.parametrize("walking", range(8))
    def test_with_pains(self, walking: int, chosen: Severity) -> None:
        care = care_of(case_with(report(0, walking, severity=chosen)))
        assert care.severity.rank == max(chosen.rank, band(walking).rank)

    @pytest.mark.parametrize("chosen", Severity)
    def test_without_pains(self, chosen: Severity) -> None:
        assert care_of(case_with(report(None, None, severity=chosen))).severity is chosen

    @pytest.mark.parametrize("chosen", Severity)
    @pytest.mark.parametrize("finding", RAISES)
    def test_with_a_finding(self, finding: Finding, chosen: Severity) -> None:
        care = care_of(case_with(report(0, 0, finding, severity=chosen)))
        assert care.severity.rank == max(chosen.rank, RAISES[finding].rank)


class TestReasons:
    """The result names every reason."""

    @pytest.mark.parametrize("finding", RAISES)
    @pytest.mark.parametrize("other", [F.RADIATING_PAIN, F.WEAKNESS, F.ALTERED_GAIT, F.STARTED_DURING_RUN])
    def test_each_finding_at_the_level_is_named(self, finding: Finding, other: Finding) -> None:
        if finding is other or RAISES[finding] is not RAISES[other]:
            return
        alone = {reason.text for reason in care_of(case_with(report(0, 0, other))).reasons}
        both = {reason.text for reason in care_of(case_with(report(0, 0, finding, other))).reasons}
        assert both - alone
        assert {reason.text for reason in care_of(case_with(report(0, 0, finding))).reasons} & both - alone

    def test_pain_and_a_finding_at_the_same_level(self) -> None:
        pain = {reason.text for reason in care_of(case_with(report(0, 5))).reasons}
        spasms = {reason.text for reason in care_of(case_with(report(0, 0, F.SPASMS))).reasons}
        both = {reason.text for reason in care_of(case_with(report(0, 5, F.SPASMS))).reasons}
        assert both & pain - spasms
        assert both & spasms - pain

    def test_a_late_report_is_named(self) -> None:
        early = {reason.text for reason in care_of(case_with(report(0, 1))).reasons}
        late = {reason.text for reason in care_of(case_with(report(0, 1), minutes_later=73 * 60)).reasons}
        assert late - early

    @pytest.mark.parametrize("kind", Kind)
    def test_there_is_always_one_with_its_origin(self, kind: Kind) -> None:
        reasons = care_of(case_of(kind)).reasons
        assert reasons
        for reason in reasons:
            assert reason.text
            assert reason.because.rule
            assert reason.because.cite


class TestPlainSoreness:
    """Plain: started hours after, and both sides or diffuse, no pain at rest, mild, no S3, no S6 to S10."""

    @pytest.mark.parametrize(
        "plain",
        [
            report(0, 2, *PLAIN),
            report(0, 0, *PLAIN),
            report(0, 3, *PLAIN, side=Side.LEFT),
            report(0, 2, F.STARTED_HOURS_AFTER, side=Side.BOTH),
            report(0, 2, *PLAIN, *HARMLESS, side=Side.BOTH),
            report(0, 2, *PLAIN, severity=Severity.MILD),
        ],
        ids=named,
    )
    def test_plain(self, plain: SymptomReport) -> None:
        care = care_of(case_with(plain))
        assert care.severity is Severity.MILD
        assert not care.possible_strain

    @pytest.mark.parametrize(
        "strain",
        [
            report(0, 2),
            report(0, 0),
            report(0, 2, F.DIFFUSE_SORENESS),
            report(0, 2, F.DIFFUSE_SORENESS, side=Side.BOTH),
            report(0, 2, F.STARTED_HOURS_AFTER),
            report(0, 2, F.STARTED_HOURS_AFTER, side=Side.LEFT),
            report(1, 2, *PLAIN),
            report(0, 4, *PLAIN),
            report(0, 2, *PLAIN, F.SWELLING),
            report(0, 2, *PLAIN, F.SWELLING, side=Side.BOTH),
            report(0, 2, *PLAIN, F.SPASMS),
            report(0, 2, *PLAIN, F.RADIATING_PAIN),
            report(0, 2, *PLAIN, F.WEAKNESS),
            report(0, 2, *PLAIN, F.ALTERED_GAIT),
            report(0, 2, *PLAIN, F.STARTED_DURING_RUN),
            report(0, 2, *PLAIN, severity=Severity.MODERATE),
        ],
        ids=named,
    )
    def test_everything_else_is_a_possible_strain(self, strain: SymptomReport) -> None:
        assert care_of(case_with(strain)).possible_strain

    @pytest.mark.parametrize(
        "unknown",
        [
            report(None, 2, *PLAIN, severity=Severity.MILD),
            report(0, None, *PLAIN, severity=Severity.MILD),
            report(None, None, *PLAIN, severity=Severity.MILD),
        ],
        ids=named,
    )
    def test_every_unknown_is_a_possible_strain(self, unknown: SymptomReport) -> None:
        assert care_of(case_with(unknown)).possible_strain

    def test_reported_late_is_a_possible_strain(self) -> None:
        """After 72 h it is at least moderate, and plain soreness is mild."""
        assert care_of(case_with(report(0, 2, *PLAIN), minutes_later=72 * 60 + 1)).possible_strain

    @given(self_care())
    def test_any(self, drawn: tuple[Kind, Case]) -> None:
        kind, case = drawn
        assert care_of(case).possible_strain is kind.possible_strain

    @given(self_care(kinds=(Kind.PLAIN,)), st.sampled_from(sorted({*RAISES, F.SWELLING}, key=str)))
    def test_one_doubt_is_enough(self, drawn: tuple[Kind, Case], doubt: Finding) -> None:
        _, case = drawn
        doubtful = attrs.evolve(case.report, findings=case.report.findings | {doubt})
        answer = attrs.evolve(case, report=doubtful).assess()
        # Swollen on day 3 it is for a clinician.
        assert not isinstance(answer, Emergency)
        assert answer.possible_strain
