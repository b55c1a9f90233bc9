"""The plan of a referral: rest, what is not switched off, the log, and the appointment, until it has been seen."""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.guidance.texts import fill
from soleus_recovery.intake.triage import SeeClinician
from soleus_recovery.planning.assembly import assemble, check_released, frame_of
from soleus_recovery.planning.days import DayMaker, Fixed
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.plan import Day, Plan, TimeDose
from soleus_recovery.planning.relief import icings_by_date, relief_sessions
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind

__all__ = ["hold"]


def hold(referral: SeeClinician, *, plan_id: str | None = None) -> Plan:
    """A holding plan; no runs and no exercise. Raises ``NotPlannable`` for anything but a ``SeeClinician``.

    >>> from soleus_recovery import Finding, Runner, SymptomReport, assess
    >>> report = SymptomReport(
    ...     onset="2026-11-22T18:30", pain_at_rest=2, pain_walking=3, findings=frozenset({Finding.BRUISING})
    ... )
    >>> referral = assess(report, Runner(zone="Europe/Berlin"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> len(hold(referral).days)
    7
    """
    released = check_released(referral, SeeClinician)
    maker = DayMaker(frame_of(released))
    return assemble(released, maker, _days(released, maker), plan_id=plan_id)


def _days(referral: SeeClinician, maker: DayMaker) -> Iterator[Day]:
    frame, rules = maker.frame, referral.protocol.hold
    seen_on, appointment = _appointment(frame)
    icings = icings_by_date(frame, hours=rules.relieve_hours, not_before=appointment.end)
    for offset in range(rules.days):
        date = frame.first_date + dt.timedelta(days=offset)
        fixed = relief_sessions(maker, date, icings.get(date, ()))
        fixed += [_appointment_session(frame, referral, appointment)] if date == seen_on else []
        yield maker.make(date, PhaseKind.HOLD, fixed, extra_notes=() if icings.get(date) else _ice_note(frame))


def _appointment(frame: Frame) -> tuple[dt.date, Span]:
    """The first waking minutes from now on that are long enough to arrange it."""
    minutes = frame.protocol.hold.appointment_minutes
    date = frame.first_date
    while frame.window(date).minutes < minutes:
        date += dt.timedelta(days=1)
    start = frame.window(date).start
    return date, Span(start=start, end=Minute(start + minutes))


def _appointment_session(frame: Frame, referral: SeeClinician, span: Span) -> Fixed:
    rules, urgencies = frame.protocol.hold, frame.protocol.labels.words.urgencies
    reasons = " ".join(reason.text for reason in referral.reasons)
    return Fixed(
        activity=Activity.APPOINTMENT,
        span=span,
        title=fill(rules.appointment_title, urgency=urgencies[referral.urgency]),
        instructions=fill(rules.appointment_instructions, message=referral.message, reasons=reasons),
        dose=TimeDose(minutes=rules.appointment_minutes),
        because=(*(reason.because for reason in referral.reasons), *frame.protocol.because(*rules.rules.values())),
        ordinal=1,
    )


def _ice_note(frame: Frame) -> list[str]:
    """Past the timed icings ice is still advised until seen (N2): as a line on the card, not as an event."""
    ice = frame.protocol.ice
    if Measure.ICE in frame.switched_off:
        return []
    return [fill(ice.after_hours_note, minutes=ice.minutes, hours=ice.then_every_minutes // MINUTES_PER_HOUR)]
