"""What a run waits for, in words: the gate before the first, the last run before every other."""

import datetime as dt

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.texts import fill
from soleus_recovery.planning.days import Fixed
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.running import PlacedRun, run_floor
from soleus_recovery.vocabulary import Activity, Severity, Status

__all__ = ["run_session", "tests_from", "tests_note"]


def tests_from(frame: Frame, severity: Severity) -> Minute:
    """The instant from which the gate's tests may be tried."""
    protocol = frame.protocol
    kind = protocol.possible_strain if frame.possible_strain else protocol.plain_soreness
    day = frame.runner.window(frame.date_of_day(protocol.severity[severity].tests_from_day))
    return max(frame.hours_after_onset(kind.tests_from_hours), day.start)


def tests_note(frame: Frame, severity: Severity, date: dt.date) -> list[str]:
    """The line that says from when, and which tests, on days on which they may be tried."""
    start = tests_from(frame, severity)
    if frame.window(date).end <= start:
        return []
    gate = frame.protocol.gate
    return [
        fill(
            gate.tests_note,
            start=frame.moment(start),
            tests=_tests(frame),
            lapses_after_days=gate.lapses_after_days,
        )
    ]


def run_session(frame: Frame, severity: Severity, run: PlacedRun) -> Fixed:
    """A run as a session: its dose, its gate, and what stands around it."""
    protocol, dose = frame.protocol, run.dose
    gate, runs = protocol.gate, protocol.runs
    ladder = protocol.ladder_for(severity, possible_strain=frame.possible_strain)
    only_if = fill(
        gate.before_text if run.ordinal == 1 else gate.next_text,
        floor=frame.moment(run_floor(frame, severity)),
        tests=_tests(frame),
        painkiller_hours=gate.painkiller_hours,
    )
    parts = {"repeats": dose.repeats, "walk": dose.walk_minutes, "run": dose.run_minutes}
    title, main = (
        (runs.continuous_title, runs.continuous_main) if dose.continuous else (runs.walk_run_title, runs.walk_run_main)
    )
    rules = [runs.rules["session"], *(runs.rules[name] for name in ("gate", "days_off_between", "warm_up_minutes"))]
    rules += [ladder.rules["rungs" if not dose.continuous else "growth_percent"], ladder.rules["times_each"]]
    rules += [] if dose.continuous else [runs.rules["early"]]
    rules += _first_run_rules(frame, severity) if run.ordinal == 1 else []
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
        status=Status.PROVISIONAL,
        ordinal=run.ordinal,
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
