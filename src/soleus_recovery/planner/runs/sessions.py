"""Runs as sessions: what each run says of its dose, and what has to be true before the runner sets off."""

import datetime as dt
from collections.abc import Mapping, Sequence

from soleus_recovery.course.gate import shown_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.state import ladder_of
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sentences import fill, next_run_text
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import PlacedRun
from soleus_recovery.vocabulary import Activity, Measure, Status

__all__ = ["is_ready", "run_sessions", "tests_note"]

_WEEK = 7  # days


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
    strides = _strides_on(facts, progress, runs)
    kinds = {run.date: (run.dose, run.date in strides) for run in rest}
    later = {
        (dose, has_strides): _content(
            facts,
            dose,
            only_if,
            facts.protocol.because(*_rules(facts, progress, dose, has_strides=has_strides)),
            Status.PROVISIONAL,
            has_strides=has_strides,
        )
        for dose, has_strides in dict.fromkeys(kinds.values())
    }
    following = _next(facts, progress, first, has_strides=first.date in strides)
    return {
        first.date: PlacedContent(content=following, span=first.span),
        **{run.date: PlacedContent(content=later[kinds[run.date]], span=run.span) for run in rest},
    }


def _strides_on(facts: PlanFacts, progress: Progress, runs: Sequence[PlacedRun]) -> frozenset[dt.date]:
    """Return the days whose run ends with strides: one a week, once no run grows any more (reading `strides`)."""
    state, after, longest = progress.state, facts.protocol.runs.strides_after, facts.runner.longest_run_minutes
    told = [run for run in state.trend.runs if state.flared_on is None or run.date > state.flared_on]
    dates = [run.date for run in told] + [run.date for run in runs]
    grown = [run.date for run in told if run.is_clean and run.minutes >= longest]
    grown += [run.date for run in runs if run.dose.run_minutes >= longest]
    later = [date for date in dates if len(grown) >= after and date > grown[after - 1]]
    by_week: dict[int, dt.date] = {}
    for date in later:
        by_week.setdefault((date - later[0]).days // _WEEK, date)
    return frozenset(by_week.values())


def _next(facts: PlanFacts, progress: Progress, run: PlacedRun, *, has_strides: bool) -> SessionContent:
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
    # A run that waits to be judged has used its tests: they say nothing of the run after it.
    if gate.counted_note and is_tested and confirmed and judged_on is None:
        only_if = f"{only_if} {fill(gate.counted_note, tests=_tests(progress))}"
    rules = _rules(facts, progress, run.dose, has_strides=has_strides)
    rules += _first_run_rules(facts, progress) if waits_for_gate else []
    status = Status.CONFIRMED if confirmed else Status.PROVISIONAL
    return _content(facts, run.dose, only_if, facts.protocol.because(*rules), status, has_strides=has_strides)


def _content(
    facts: PlanFacts,
    dose: RunDose,
    only_if: str,
    because: tuple[Because, ...],
    status: Status,
    *,
    has_strides: bool,
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
        instructions=fill(
            runs.instructions,
            only_if=only_if,
            main=fill(main, **parts),
            strides=runs.strides if has_strides else "",
            stretch="" if Measure.STRETCHING in facts.switched_off else runs.stretch,
            ground=ground,
        ),
        dose=dose,
        because=because,
        status=status,
    )


def _rules(facts: PlanFacts, progress: Progress, dose: RunDose, *, has_strides: bool) -> list[str]:
    """Return the ids of the rules behind a continuous run, or behind a run of walking and running in turn."""
    runs, ladder = facts.protocol.runs, ladder_of(progress.start, progress.state)
    usual = facts.runner.usual_run_minutes
    grown = ["growth_percent", "growth_times_each"] if dose.continuous else ["rungs", "times_each"]
    grown += ["long_run_percent"] if dose.run_minutes > usual else []
    return [
        *(runs.rules[name] for name in ("session", "gate", "days_off_between", "warm_up_minutes")),
        *(ladder.rules[name] for name in grown),
        *(runs.rules[name] for name in (["week_percent"] if dose.continuous else ["early"])),
        *([runs.rules["easy_percent"]] if facts.runner.longest_run_minutes > usual >= dose.run_minutes else []),
        *([runs.rules["strides_after"]] if has_strides else []),
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
