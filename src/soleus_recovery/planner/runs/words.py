"""What a run waits for, in words: the gate before the first, the last run before every other."""

import datetime as dt
from typing import final

from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sentences import fill, next_run_text
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import PlacedRun
from soleus_recovery.vocabulary import Activity, Severity, Status

__all__ = ["RunWords", "is_ready", "tests_note"]


def tests_note(facts: PlanFacts, progress: Progress) -> str | None:
    """The line that says from when, and which tests; none where there are none to try."""
    if progress.state.gate_passed or progress.judged_on is not None or not progress.state.gate_needed:
        return None
    gate = facts.protocol.gate
    return fill(
        gate.tests_note,
        start=facts.moment(progress.tests_from),
        tests=_tests(facts),
        lapses_after_days=gate.lapses_after_days,
    )


def is_ready(facts: PlanFacts, progress: Progress, run: PlacedRun) -> bool:
    """Whether the check-ins have told all that the next run waits for, and it still holds on that day."""
    state = progress.state
    if not state.ready or not state.gate_needed:
        return state.ready
    lapses = dt.timedelta(days=facts.protocol.gate.lapses_after_days)
    return state.gate_passed and run.date <= min(state.tests.values()) + lapses


@final
class RunWords:
    """What the runs of one plan say: only the next one has a gate; the later ones of a dose are all alike."""

    def __init__(self, facts: PlanFacts, progress: Progress) -> None:
        self._facts, self._progress = facts, progress
        self._later: dict[RunDose, SessionContent] = {}
        self._later_only_if = next_run_text(facts.protocol, has_check_ins=False)
        self._because: dict[bool, tuple[Because, ...]] = {}

    def session(self, run: PlacedRun, *, is_next: bool) -> PlacedContent:
        """A run as a session: its dose, its gate, and what stands around it; only the next one can be confirmed."""
        if is_next:
            return PlacedContent(content=self._next(run), span=run.span)
        if run.dose not in self._later:
            because = self._of_later(is_continuous=run.dose.continuous)
            self._later[run.dose] = self._content(
                run.dose, self._later_only_if, because=because, status=Status.PROVISIONAL
            )
        return PlacedContent(content=self._later[run.dose], span=run.span)

    def _next(self, run: PlacedRun) -> SessionContent:
        facts, progress = self._facts, self._progress
        gate = facts.protocol.gate
        judged_on = progress.judged_on if gate.pending_text else None
        waits_for_gate = progress.state.gate_needed and judged_on is None
        confirmed = is_ready(facts, progress, run)
        if judged_on is not None:
            only_if = fill(gate.pending_text, date=facts.day(judged_on))
        elif confirmed or waits_for_gate:
            only_if = fill(
                gate.confirmed_text if confirmed else gate.before_text,
                floor=facts.moment(max(progress.floor, progress.state.no_run_until or progress.floor)),
                tests=_tests(facts),
                painkiller_hours=gate.painkiller_hours,
                lapses_after_days=gate.lapses_after_days,
            )
        else:
            only_if = next_run_text(facts.protocol, has_check_ins=progress.has_check_in)
        status = Status.CONFIRMED if confirmed else Status.PROVISIONAL
        rules = self._rules(is_continuous=run.dose.continuous)
        rules += _first_run_rules(facts, progress.severity) if waits_for_gate else []
        return self._content(run.dose, only_if, because=facts.protocol.because(*rules), status=status)

    def _content(self, dose: RunDose, only_if: str, *, because: tuple[Because, ...], status: Status) -> SessionContent:
        runs = self._facts.protocol.runs
        parts = {"repeats": dose.repeats, "walk": dose.walk_minutes, "run": dose.run_minutes}
        if dose.continuous:
            title, main, ground = runs.continuous_title, runs.continuous_main, ""
        else:
            title, main, ground = runs.walk_run_title, runs.walk_run_main, runs.early_ground
        return SessionContent(
            activity=Activity.RUN,
            title=fill(title, **parts),
            instructions=fill(runs.instructions, only_if=only_if, main=fill(main, **parts), ground=ground),
            dose=dose,
            because=because,
            status=status,
        )

    def _of_later(self, *, is_continuous: bool) -> tuple[Because, ...]:
        if is_continuous not in self._because:
            self._because[is_continuous] = self._facts.protocol.because(*self._rules(is_continuous=is_continuous))
        return self._because[is_continuous]

    def _rules(self, *, is_continuous: bool) -> list[str]:
        protocol, runs = self._facts.protocol, self._facts.protocol.runs
        ladder = protocol.ladder_for(self._progress.severity, possible_strain=self._facts.possible_strain)
        return [
            *(runs.rules[name] for name in ("session", "gate", "days_off_between", "warm_up_minutes")),
            *(ladder.rules[name] for name in ("growth_percent" if is_continuous else "rungs", "times_each")),
            *([] if is_continuous else [runs.rules["early"]]),
        ]


def _first_run_rules(facts: PlanFacts, severity: Severity) -> list[str]:
    protocol = facts.protocol
    level = protocol.severity[severity]
    tests = protocol.gate_tests(possible_strain=facts.possible_strain).values()
    strain = [protocol.possible_strain.rules["floor_hours"]] if facts.possible_strain else []
    return [
        level.rules["floor_hours"],
        *strain,
        level.rules["first_run_day"],
        *(rule for test in tests for rule in test.rules.values()),
        *protocol.gate.rules.values(),
    ]


def _tests(facts: PlanFacts) -> str:
    tests = facts.protocol.gate_tests(possible_strain=facts.possible_strain)
    return ", ".join(
        fill(
            test.text,
            minutes=test.minutes,
            count=test.count,
            pain_maximum=test.pain_maximum,
            percent_of_other_side=test.percent_of_other_side,
        )
        for test in tests.values()
    )
