"""The holding plan of a referral: rest, relief, check-ins and the appointment, until a clinician has seen the calf.

The module also makes the one card of a plan that stands still, in an emergency or after a long time without check-ins.
"""

import datetime as dt

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import dormant_reason, standstill_texts
from soleus_recovery.course.state import training_course
from soleus_recovery.course.told.keeping import kept_raises
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill, watch_note
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import TimeDose
from soleus_recovery.planner.asked import asked_note
from soleus_recovery.planner.day.outline import DayOutline
from soleus_recovery.planner.ice.sessions import IceSessions, ice_sessions
from soleus_recovery.planner.ice.times import Icing
from soleus_recovery.planner.kept.standing import RevisionBase, open_date
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.spans import Span
from soleus_recovery.triage.answers import message_of, reasons_at, still_waiting_text
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind, Urgency

__all__ = ["holding_days", "standstill_card"]


def holding_days(facts: PlanFacts, progress: Progress, waiting: Waiting, base: RevisionBase) -> tuple[DayOutline, ...]:
    """Return the outlines of the days from now to the end of the holding plan.

    The protocol sets how many days after the referral the holding plan ends.
    """
    rules = facts.protocol.hold
    past = _past_appointment(base, waiting)
    seen_on, appointment = (None, past) if past is not None else _appointment(facts, base)
    icing = Icing(
        until=facts.hours_in(rules.relieve_hours),
        first_day_ends=facts.hours_in(facts.protocol.ice.first_day_hours),
        not_before=max(appointment.end, base.at),
        since=appointment.end,
        previous=base.last_icing,
        begun=base.icings_since(appointment.end),
    )
    ice, forbidden, nothing = ice_sessions(facts, base.first_date, icing), _forbidden(facts, waiting), IceSessions()
    course = training_course(progress.start, progress.state)
    raises = kept_raises(course, progress.state.training) if facts.keeps_moving else ()
    still = still_waiting_text(facts.protocol, waiting.urgency, waiting.reasons)
    asked = "" if base.days else asked_note(facts, progress)
    outlines: list[DayOutline] = []
    date = base.first_date
    while date < facts.first_date + dt.timedelta(days=rules.days):
        iced = ice.get(date, nothing)
        to_see = [_appointment_session(facts, waiting, appointment)] if date == seen_on else []
        is_late = waiting.urgency is Urgency.TODAY and date > facts.first_date
        notes = (
            *([still] if is_late and still else []),
            *forbidden,
            *([watch_note(facts.protocol)] if facts.is_watched else []),
            *(() if iced.has_times else _relief_notes(facts, date)),
            *([asked] if asked and date == base.first_date else []),
        )
        outlines.append(
            DayOutline(
                date=date,
                phase=PhaseKind.HOLD,
                placed=(*iced.placed, *to_see),
                unplaced=iced.unplaced,
                extra_notes=notes,
                training=raises,
            )
        )
        date += dt.timedelta(days=1)
    return tuple(outlines)


def standstill_card(protocol: RecoveryProtocol, progress: Progress) -> SessionContent | None:
    """Return the one card of a plan that stands still; None if planning goes on.

    A plan stands still in an emergency, or after a long time without check-ins.
    """
    texts, waiting = standstill_texts(protocol), progress.waiting
    if waiting is not None and progress.is_emergency:
        # In an emergency the card leaves out the reasons that are less urgent.
        reasons = reasons_at(protocol, waiting.urgency, waiting.reasons)
        instructions = fill(
            texts.stopped_instructions,
            message=message_of(protocol, waiting.urgency, reasons),
            reasons=" ".join(each.text for each in reasons),
            do_now=protocol.triage.do_now,
        )
        because = tuple(each.because for each in reasons)
        return _card(Activity.APPOINTMENT, texts.stopped_title, instructions, because)
    if progress.is_dormant:
        days = protocol.progression.dormant_days
        because = (dormant_reason(protocol).because,)
        return _card(Activity.CHECK_IN, texts.dormant_title, fill(texts.dormant_instructions, days=days), because)
    return None


def _card(activity: Activity, title: str, instructions: str, because: tuple[Because, ...]) -> SessionContent:
    return SessionContent(activity=activity, title=title, instructions=instructions, dose=None, because=because)


def _past_appointment(base: RevisionBase, waiting: Waiting) -> Span | None:
    """Return the time of the first appointment that has come since the referral; None if no appointment has come."""
    sessions = (*(each for day in base.days for each in day.sessions), *base.today)
    spans = (each.span for each in sessions if each.activity is Activity.APPOINTMENT and each.span is not None)
    return next((span for span in spans if span.start >= waiting.since), None)


def _appointment(facts: PlanFacts, base: RevisionBase) -> tuple[dt.date, Span]:
    """Return when to arrange the appointment: the day, and the first stretch of waking time that is long enough."""
    minutes = facts.protocol.hold.appointment_minutes
    # After a change of waking hours the hours left of today can belong to the day before `base.first_date`.
    date = open_date(facts.runner, base.at)
    while True:
        window = facts.window(date)
        start = max(window.start, base.at)
        if start + minutes <= window.end:
            return max(date, base.first_date), Span(start=Minute(start), end=Minute(start + minutes))
        date += dt.timedelta(days=1)


def _appointment_session(facts: PlanFacts, waiting: Waiting, span: Span) -> PlacedContent:
    rules, urgencies = facts.protocol.hold, facts.protocol.labels.words.urgencies
    reasons = " ".join(reason.text for reason in waiting.reasons)
    names = facts.protocol.labels.words.findings
    named = "; ".join(names[each] for each in sorted(waiting.named, key=lambda finding: finding.rank))
    message = message_of(facts.protocol, waiting.urgency, waiting.reasons)
    content = SessionContent(
        activity=Activity.APPOINTMENT,
        title=fill(rules.appointment_title, urgency=urgencies[waiting.urgency]),
        instructions=fill(
            rules.appointment_instructions, message=message, told=f"{named}. " if named else "", reasons=reasons
        ),
        dose=TimeDose(minutes=rules.appointment_minutes),
        because=(*(reason.because for reason in waiting.reasons), *facts.protocol.because(*rules.rules.values())),
    )
    return PlacedContent(content=content, span=span)


def _forbidden(facts: PlanFacts, waiting: Waiting) -> list[str]:
    """Return the note on what is forbidden until a clinician has seen the calf; cautions have notes of their own."""
    if facts.keeps_moving:
        return [facts.protocol.triage.duration.until_seen]
    rules = facts.protocol.hold
    also = "".join(each.text for each in rules.also if each.measure in waiting.switched_off)
    return [fill(rules.until_seen, also=also)] if rules.until_seen else []


def _relief_notes(facts: PlanFacts, date: dt.date) -> list[str]:
    """Return the notes for the days after the last timed icing.

    Ice and raising the leg are advised until a clinician has seen the calf (items N2 and N3 of the article).
    """
    ice = facts.protocol.ice
    texts = ((Measure.ICE, ice.after_hours_note), (Measure.RAISING, ice.after_hours_elevate_note))
    return [
        fill(text, minutes=ice.minutes, hours=ice.then_every_minutes // MINUTES_PER_HOUR)
        for measure, text in texts
        if text and measure not in facts.off(date)
    ]
