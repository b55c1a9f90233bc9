"""Plans made by hand, so that calendars are tested without the planner."""

import datetime as dt
from typing import Any

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, to_minute
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.guidance.words.labels import Labels, Words
from soleus_recovery.plan.plan import Day, Plan, ProtocolRef, RunDose, Session, Stamp, TimeDose, Unplaced
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Origin, Outcome, PhaseKind, Severity, Status

BECAUSE = (Because(rule="ice-first-day", origin=Origin.ARTICLE, cite="T2"),)
MADE_AT = Minute(29_900_000)
REVISED_AT = Minute(MADE_AT + 90)

_LABELS: dict[str, Any] = {
    "calendar_name": "Calf recovery",
    "not_advice": "This is not medical advice.",
    "when_to_stop": "Stop and be seen today: a pop, numbness; one leg warm.",
    "why": "Why",
    "day": "Day {number}",
    "provisional": "only if",
    "not_placed": "Left out",
    "discreet_calendar_name": "Reminders",
    "discreet_card": "Day {number}",
    "discreet_title": "Reminder",
}
_WORDS: dict[str, Any] = {
    "phases": {phase: f"{phase} phase" for phase in PhaseKind},
    "activities": {activity: f"{activity} kind" for activity in Activity},
}


def labels(**changes: str) -> Labels:
    """Labels in which every text that a calendar does not use is a placeholder."""
    words: dict[str, Any] = {field.name: {} for field in attrs.fields(Words)}
    words.update(_WORDS)
    texts: dict[str, Any] = {field.name: f"unused {field.name}" for field in attrs.fields(Labels)}
    texts.update(_LABELS, words=Words(**words))
    texts.update(changes)
    return Labels(**texts)


def session(
    key: str,
    activity: Activity,
    span: Span | None,
    zone: str,
    *,
    title: str = "Ice, 15 min",
    instructions: str = "Ice in a cloth; never on the skin.\nThen rest.",
    status: Status = Status.CONFIRMED,
    sequence: int = 0,
) -> Session:
    return Session(
        key=key,
        activity=activity,
        span=span,
        zone=zone,
        title=title,
        instructions=instructions,
        status=status,
        dose=TimeDose(minutes=span.minutes) if span else None,
        sequence=sequence,
        revised_at=REVISED_AT,
        because=BECAUSE,
    )


def plan_of(
    *days: Day, zone: str, plan_id: str = "plan-1", revision: int = 0, unplaced: tuple[Unplaced, ...] = (), **texts: str
) -> Plan:
    runner = Runner(zone=zone)
    report = SymptomReport(onset=f"{days[0].date.isoformat()}T00:30", pain_at_rest=1, pain_walking=3)
    return Plan(
        id=plan_id,
        revision=revision,
        protocol=ProtocolRef(id="soleus-standard", version="1"),
        outcome=Outcome.SELF_CARE,
        severity=Severity.MILD,
        urgency=None,
        possible_strain=False,
        switched_off=frozenset(),
        zone=zone,
        onset=report.onset_in(zone),
        made_at=MADE_AT,
        reasons=(Reason(text="Worst pain 3 is mild.", because=BECAUSE[0]),),
        runner=runner,
        report=report,
        days=days,
        unplaced=unplaced,
        labels=labels(**texts),
        started_at=MADE_AT,
        counted_from=report.onset_in(zone),
    )


def day_of(
    date: dt.date, number: int, *sessions: Session, phase: PhaseKind = PhaseKind.RELIEVE, notes: tuple[str, ...] = ()
) -> Day:
    stamp = Stamp(sequence=0, revised_at=MADE_AT)
    return Day(date=date, number=number, phase=phase, notes=notes, sessions=sessions, card=stamp, whole=stamp)


def single(what: Session, date: dt.date = dt.date(2026, 11, 23), **texts: Any) -> Plan:
    """A plan of one day with one session."""
    return plan_of(day_of(date, 0, what), zone=what.zone, **texts)


def timed(minute: Minute, zone: str, *, minutes: int = 15, **changes: Any) -> Session:
    """An icing that starts at this instant."""
    span = Span(start=minute, end=Minute(minute + minutes))
    return session(f"{minute}-ice-1", Activity.ICE, span, zone, **changes)


def fortnight(zone: str, first: dt.date, *, wake: int = 7, days: int = 14) -> Plan:
    """A plan with a sleeve all day, ice every 2 h from ``wake`` o'clock for 16 h, and a provisional run at the end."""
    return plan_of(
        *(_busy_day(zone, first + dt.timedelta(days=n), n, wake) for n in range(days)),
        zone=zone,
        unplaced=(Unplaced(date=first, activity=Activity.WALK, reason="No free 20 min before bed."),),
    )


def _busy_day(zone: str, date: dt.date, number: int, wake: int) -> Day:
    start = to_minute(dt.datetime.combine(date, dt.time(wake)), zone)
    spans = [Span(start=Minute(start + n * 120), end=Minute(start + n * 120 + 15)) for n in range(8)]
    run = Span(start=Minute(start + 15 * MINUTES_PER_HOUR), end=Minute(start + 15 * MINUTES_PER_HOUR + 50))
    return day_of(
        date,
        number,
        session(f"{date}-compress-1", Activity.COMPRESS, None, zone, title="Sleeve", instructions="Wear it all day."),
        session(f"{date}-review-1", Activity.REVIEW, None, zone, title="Look back", instructions="Is it better?"),
        *(session(f"{date}-ice-{n}", Activity.ICE, span, zone) for n, span in enumerate(spans, 1)),
        attrs.evolve(
            session(f"run-{number}", Activity.RUN, run, zone, title="Run", status=Status.PROVISIONAL, sequence=2),
            dose=RunDose(walk_minutes=1, run_minutes=5, repeats=5),
        ),
        notes=("No heat in the first days.",),
    )
