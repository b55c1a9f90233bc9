"""What a run waits for, in words: the gate before the first, the last run before every other."""

import datetime as dt

from soleus_recovery.guidance.texts import fill, next_run_text
from soleus_recovery.planning.days import Fixed
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.running import PlacedRun
from soleus_recovery.planning.standing import Progress
from soleus_recovery.vocabulary import Activity, Severity, Status

__all__ = ["is_ready", "run_session", "tests_note"]


def tests_note(frame: Frame, progress: Progress, date: dt.date) -> list[str]:
    """The line that says from when, and which tests, on days on which they may be tried."""
    if frame.window(date).end <= progress.tests_from or progress.state.gate_passed or progress.judged_on is not None:
        return []
    gate = frame.protocol.gate
    return [
        fill(
            gate.tests_note,
            start=frame.moment(progress.tests_from),
            tests=_tests(frame),
            lapses_after_days=gate.lapses_after_days,
        )
    ]


def is_ready(frame: Frame, progress: Progress, run: PlacedRun) -> bool:
    """Whether the check-ins have told all that the next run waits for, and it still holds on that day."""
    state = progress.state
    if not state.ready or not state.gate_needed:
        return state.ready
    lapses = dt.timedelta(days=frame.protocol.gate.lapses_after_days)
    return state.gate_passed and run.date <= min(state.tests.values()) + lapses


def run_session(frame: Frame, progress: Progress, run: PlacedRun, *, is_next: bool) -> Fixed:
    """A run as a session: its dose, its gate, and what stands around it; only the next one can be confirmed."""
    protocol, dose, severity = frame.protocol, run.dose, progress.severity
    gate, runs = protocol.gate, protocol.runs
    ladder = protocol.ladder_for(severity, possible_strain=frame.possible_strain)
    judged_on = progress.judged_on if is_next and gate.pending_text else None
    waits_for_gate = is_next and progress.state.gate_needed and judged_on is None
    confirmed = is_next and is_ready(frame, progress, run)
    if judged_on is not None:
        only_if = fill(gate.pending_text, date=frame.day(judged_on))
    elif confirmed or waits_for_gate:
        only_if = fill(
            gate.confirmed_text if confirmed else gate.before_text,
            floor=frame.moment(max(progress.floor, progress.state.no_run_until or progress.floor)),
            tests=_tests(frame),
            painkiller_hours=gate.painkiller_hours,
            lapses_after_days=gate.lapses_after_days,
        )
    else:
        only_if = next_run_text(protocol, told=is_next and progress.is_told)
    parts = {"repeats": dose.repeats, "walk": dose.walk_minutes, "run": dose.run_minutes}
    title, main = (
        (runs.continuous_title, runs.continuous_main) if dose.continuous else (runs.walk_run_title, runs.walk_run_main)
    )
    rules = [runs.rules["session"], *(runs.rules[name] for name in ("gate", "days_off_between", "warm_up_minutes"))]
    rules += [ladder.rules["rungs" if not dose.continuous else "growth_percent"], ladder.rules["times_each"]]
    rules += [] if dose.continuous else [runs.rules["early"]]
    rules += _first_run_rules(frame, severity) if waits_for_gate else []
    return Fixed(
        activity=Activity.RUN,
        span=run.span,
        title=fill(title, **parts),
        instructions=fill(
            runs.instructions,
            only_if=only_if,
            main=fill(main, **parts),
            ground="" if dose.continuous else runs.early_ground,
        ),
        dose=dose,
        because=protocol.because(*rules),
        status=Status.CONFIRMED if confirmed else Status.PROVISIONAL,
    )


def _first_run_rules(frame: Frame, severity: Severity) -> list[str]:
    protocol = frame.protocol
    level = protocol.severity[severity]
    tests = protocol.gate_tests(possible_strain=frame.possible_strain).values()
    strain = [protocol.possible_strain.rules["floor_hours"]] if frame.possible_strain else []
    return [
        level.rules["floor_hours"],
        *strain,
        level.rules["first_run_day"],
        *(rule for test in tests for rule in test.rules.values()),
        *protocol.gate.rules.values(),
    ]


def _tests(frame: Frame) -> str:
    tests = frame.protocol.gate_tests(possible_strain=frame.possible_strain)
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
