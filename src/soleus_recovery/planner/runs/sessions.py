"""Runs as sessions: what each run says of its dose, and what has to be true before the runner sets off."""

import datetime as dt
from collections.abc import Mapping, Sequence

from soleus_recovery.course.gate import shown_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sentences import fill, next_run_text
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import PlacedRun
from soleus_recovery.vocabulary import Activity, Status

__all__ = ["is_ready", "run_sessions", "tests_note"]


def tests_note(facts: PlanFacts, progress: Progress) -> str | None:
    """Return the note on which tests of the gate to try, and from when; None if there are no tests to try."""
    if progress.state.gate_passed or progress.judged_on is not None or not progress.state.gate_needed:
        return None
    gate = facts.protocol.gate
    return fill(
        gate.tests_note,
        start=facts.moment(progress.tests_from),
        tests=_tests(progress),
        lapses_after_days=gate.lapses_after_days,
    )


def is_ready(facts: PlanFacts, progress: Progress, run: PlacedRun) -> bool:
    """Return whether check-ins have met every condition of the next run, and the tests do not lapse before its day."""
    state = progress.state
    if not state.ready or not state.gate_needed:
        return state.ready
    lapses = dt.timedelta(days=facts.protocol.gate.lapses_after_days)
    return state.gate_passed and run.date <= min(state.tests.values()) + lapses


def run_sessions(facts: PlanFacts, progress: Progress, runs: Sequence[PlacedRun]) -> Mapping[dt.date, PlacedContent]:
    """Map the date of each run to the run as a session.

    The check-ins so far can judge only the first run, so only the first run can be confirmed.
    """
    if not runs:
        return {}
    first, *rest = runs
    only_if = next_run_text(facts.protocol, has_check_ins=False)
    because = {
        is_continuous: facts.protocol.because(*_rules(facts, progress, is_continuous=is_continuous))
        for is_continuous in {run.dose.continuous for run in rest}
    }
    later = {
        dose: _content(facts, dose, only_if, because[dose.continuous], Status.PROVISIONAL)
        for dose in dict.fromkeys(run.dose for run in rest)
    }
    return {
        first.date: PlacedContent(content=_next(facts, progress, first), span=first.span),
        **{run.date: PlacedContent(content=later[run.dose], span=run.span) for run in rest},
    }


def _next(facts: PlanFacts, progress: Progress, run: PlacedRun) -> SessionContent:
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
            tests=_tests(progress),
            painkiller_hours=gate.painkiller_hours,
            lapses_after_days=gate.lapses_after_days,
        )
    else:
        only_if = next_run_text(facts.protocol, has_check_ins=progress.has_check_in)
    is_tested = progress.state.gate_needed and bool(progress.state.tests)
    if gate.counted_note and is_tested and (confirmed or judged_on is not None):
        only_if = f"{only_if} {fill(gate.counted_note, tests=_tests(progress))}"
    rules = _rules(facts, progress, is_continuous=run.dose.continuous)
    rules += _first_run_rules(facts, progress) if waits_for_gate else []
    status = Status.CONFIRMED if confirmed else Status.PROVISIONAL
    return _content(facts, run.dose, only_if, facts.protocol.because(*rules), status)


def _content(
    facts: PlanFacts, dose: RunDose, only_if: str, because: tuple[Because, ...], status: Status
) -> SessionContent:
    runs = facts.protocol.runs
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


def _rules(facts: PlanFacts, progress: Progress, *, is_continuous: bool) -> list[str]:
    """Return the ids of the rules behind a continuous run, or behind a run of walking and running in turn."""
    protocol, runs = facts.protocol, facts.protocol.runs
    ladder = protocol.ladder_for(progress.severity, possible_strain=facts.possible_strain)
    return [
        *(runs.rules[name] for name in ("session", "gate", "days_off_between", "warm_up_minutes")),
        *(ladder.rules[name] for name in ("growth_percent" if is_continuous else "rungs", "times_each")),
        *([] if is_continuous else [runs.rules["early"]]),
    ]


def _first_run_rules(facts: PlanFacts, progress: Progress) -> list[str]:
    protocol = facts.protocol
    level = protocol.severity[progress.severity]
    tests = protocol.gate_tests(possible_strain=progress.state.tests_as_strain).values()
    ladder = protocol.ladder_for(progress.severity, possible_strain=facts.possible_strain)
    strain = [protocol.possible_strain.rules["floor_hours"]] if facts.possible_strain else []
    strain += [ladder.rules["training"]] if ladder.training else []
    return [
        level.rules["floor_hours"],
        *strain,
        level.rules["first_run_day"],
        *(rule for test in tests for rule in test.rules.values()),
        *protocol.gate.rules.values(),
    ]


def _tests(progress: Progress) -> str:
    return ", ".join(shown_tests(progress.start.protocol, progress.state).values())
