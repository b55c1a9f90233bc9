"""A runner living thirty days: whatever is told, and whenever, the plan keeps its laws and agrees with the oracle."""

import datetime as dt

import attrs
import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from soleus_recovery import Amendment, CaseClosed, CheckIn, Clearance, Emergency, FactError, assess
from soleus_recovery.clock import Minute, calendar_date
from soleus_recovery.intake.case import day_at
from soleus_recovery.vocabulary import Finding, Gate, Morning, Urgency
from tests.examples import Case, Kind
from tests.planning.journeys import Journey, next_run
from tests.strategies import cases, findings, self_care
from tests.wall_clock import DAY, aware, minute_of

HARMLESS = (Finding.TIGHTNESS, Finding.TENDERNESS, Finding.SWELLING, Finding.SPASMS)
# A whole life is a large example, and a slow one.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
pains = st.one_of(st.integers(0, 3), st.integers(0, 10), st.none())


def words(day: dt.date) -> st.SearchStrategy[CheckIn]:
    """Any word for a day."""
    return st.builds(
        CheckIn,
        day=st.just(day),
        pain_at_rest=pains,
        pain_walking=pains,
        pain_running=st.one_of(st.none(), pains),
        morning=st.one_of(st.none(), st.sampled_from(Morning)),
        findings=st.one_of(st.just(frozenset[Finding]()), findings(HARMLESS, at_most=1)),
        gates=st.frozensets(st.sampled_from(Gate)),
        painkiller=st.sampled_from([False, False, False, True]),
        missed=st.sampled_from([(), (), ("2026-01-01-walk-1",)]),
    )


class Life(RuleBasedStateMachine):
    """Thirty days of one runner."""

    journey: Journey
    began: int

    @initialize(data=st.data(), referred=st.booleans())
    def begin(self, data: st.DataObject, referred: bool) -> None:
        short = (5, 40)
        case = data.draw(cases() if referred and data.draw(st.booleans()) else self_care(usual_run=short).map(_second))
        if isinstance(assess(case.report, case.runner, now=case.now), Emergency):
            case = data.draw(self_care(usual_run=short).map(_second))
        runner = attrs.evolve(case.runner, usual_run_minutes=min(40, case.runner.usual_run_minutes))
        self.began = minute_of(case.now)
        self.journey = Journey(runner, case.report, self.began)

    @property
    def living(self) -> bool:
        return self.journey.now < self.began + 30 * DAY and not self.standing_over

    @property
    def standing_over(self) -> bool:
        waiting = self.journey.standing.waiting
        return waiting is not None and waiting.urgency is Urgency.EMERGENCY

    def _tell(self, check_in: CheckIn) -> None:
        note(f"{aware(self.journey.now)}: {check_in}")
        standing = self.journey.standing
        onset = standing.report.onset_in(standing.runner.zone)
        refused: type[Exception] | None = None
        if standing.runner.window(check_in.day).end <= onset:
            refused = FactError
        elif standing.is_closed and not check_in.findings and standing.last_date and check_in.day > standing.last_date:
            refused = CaseClosed
        if refused is None:
            self.journey.tell(check_in)
        else:
            with pytest.raises(refused):
                self.journey.tell(check_in)

    @property
    def today(self) -> dt.date:
        return day_at(self.journey.standing.runner, Minute(self.journey.now))

    @rule(hours=st.one_of(st.integers(1, 26), st.sampled_from([24, 48, 24 * 5, 24 * 9])))
    def silence(self, hours: int) -> None:
        if self.living:
            self.journey.wait(hours * 60)

    @rule(days=st.integers(1, 6), gates=st.booleans(), runs=st.booleans())
    def good_days(self, days: int, gates: bool, runs: bool) -> None:
        """Days in a row with a good word each evening, with tests and runs where they are due."""
        for _ in range(days):
            if not self.living:
                return
            self._until_evening()
            ran = runs and any(
                each.key.startswith("run-")
                for day in self.journey.plan.days
                if day.date == self.today
                for each in day.sessions
            )
            told = frozenset(Gate) if gates else frozenset[Gate]()
            self._tell(
                CheckIn(
                    day=self.today,
                    pain_at_rest=0,
                    pain_walking=0,
                    pain_running=0 if ran else None,
                    morning=Morning.SAME,
                    gates=told,
                )
            )

    def _until_evening(self) -> None:
        runner = self.journey.standing.runner
        date = self.today
        while runner.window(date).end - 10 <= self.journey.now:
            date += dt.timedelta(days=1)
        self.journey.wait(runner.window(date).end - 10 - self.journey.now)

    @rule(back=st.sampled_from([0, 0, 0, 1, 2, 5]), data=st.data())
    def word(self, back: int, data: st.DataObject) -> None:
        """Any word for today or an earlier day; twice for a day, out of order, incomplete."""
        if self.living:
            self._tell(data.draw(words(self.today - dt.timedelta(days=back))))

    @rule(flag=st.sampled_from(Finding), rest=st.integers(0, 5))
    def red_flag(self, flag: Finding, rest: int) -> None:
        if self.living:
            self._tell(CheckIn(day=self.today, pain_at_rest=rest, findings=frozenset({flag})))

    @precondition(lambda self: self.journey.standing.waiting is not None)
    @rule(data=st.data(), back=st.integers(0, 2))
    def clearance(self, data: st.DataObject, back: int) -> None:
        waiting = self.journey.standing.waiting
        assert waiting is not None
        if not self.living or not waiting.findings:
            return
        finding = data.draw(st.sampled_from(sorted(waiting.findings, key=str)))
        zone = self.journey.standing.runner.zone
        dates = [calendar_date(at, zone) for at in (waiting.since, Minute(self.journey.now))]
        date = dates[1] - dt.timedelta(days=back)
        clearance = Clearance(date=date, by="Dr Who", finding=finding)
        if date < dates[0]:
            with pytest.raises(FactError, match="cleared"):
                self.journey.tell(clearance)
        else:
            self.journey.tell(clearance)

    @rule(data=st.data())
    def amendment(self, data: st.DataObject) -> None:
        """A corrected day, cautions, or a finding that is told later."""
        if not self.living:
            return
        standing = self.journey.standing
        runner, report = standing.runner, standing.report
        match data.draw(st.sampled_from(["window", "usual", "finding", "pain"])):
            case "window":
                runner = attrs.evolve(runner, wake="06:00", bed="23:00", run_time=None)
            case "usual":
                runner = attrs.evolve(runner, usual_run_minutes=data.draw(st.integers(5, 40)))
            case "finding":
                report = attrs.evolve(report, findings=report.findings | data.draw(findings(at_most=1)))
            case _:
                report = attrs.evolve(report, pain_at_rest=data.draw(st.integers(0, 7)), pain_walking=3)
        note(f"{aware(self.journey.now)}: {runner} {report}")
        self.journey.tell(Amendment(runner=runner, report=report))

    @invariant()
    def emergency_stops_all(self) -> None:
        if hasattr(self, "journey") and self.standing_over:
            assert next_run(self.journey.plan, self.journey.now) is None

    def teardown(self) -> None:
        if hasattr(self, "journey"):
            self.journey.check_whole()


def _second(pair: tuple[Kind, Case]) -> Case:
    return pair[1]


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=max(5, settings().max_examples // 5),
    stateful_step_count=20,
    suppress_health_check=SLOW,
    deadline=None,
)
