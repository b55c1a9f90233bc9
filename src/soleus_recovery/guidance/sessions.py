"""The rules for sessions as values: what a day can hold, when, how often and how much, and its notes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Rules
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Cause, Extra, Finding, Kit, Measure, PhaseKind, Urgency

__all__ = [
    "ASKING",
    "CHECK_IN",
    "MADE_BY_PLANNER",
    "REVIEW",
    "Anchor",
    "CauseTask",
    "Forbidden",
    "HoldRules",
    "IceRules",
    "NoteRule",
    "PlacementRules",
    "PreventRules",
    "SessionRule",
    "Step",
]


# The two sessions that every protocol has; the planner looks them up by these names.
CHECK_IN, REVIEW = "check-in", "review"
ASKING: Final[Mapping[str, Activity]] = MappingProxyType(
    {CHECK_IN: Activity.CHECK_IN, "check-in-until-seen": Activity.CHECK_IN, REVIEW: Activity.REVIEW}
)
"""The activities of the sessions that ask the runner for an answer, by the session's name; no other session asks."""
MADE_BY_PLANNER: Final = frozenset(
    {Activity.ICE, Activity.ELEVATE, Activity.RUN, Activity.PREVENT, Activity.APPOINTMENT}
)
"""The activities that only the planner makes, within the limits: a session rule cannot have them."""


@final
@attrs.frozen(kw_only=True)
class Anchor(Value):
    """A preferred time of day, in minutes after waking or before bed; the other field is None."""

    after_waking_minutes: int | None = None
    before_bed_minutes: int | None = None

    def start_in(self, window: Span) -> Minute:
        """Return the instant of the preferred time in a day's waking window.

        >>> Anchor(before_bed_minutes=50).start_in(Span(start=Minute(420), end=Minute(1320)))
        1270
        """
        if self.after_waking_minutes is not None:
            return Minute(window.start + self.after_waking_minutes)
        return Minute(window.end - (self.before_bed_minutes or 0))


@final
@attrs.frozen(kw_only=True)
class Step(Value):
    """One step of a dose: the minutes in total and, for a dose in sets, the number and content of the sets."""

    minutes: int
    sets: int = 0
    repetitions: int = 0
    hold_seconds: int = 0
    both_legs: bool = False


@final
@attrs.frozen(kw_only=True)
class SessionRule(Value):
    """A kind of session: its phases, times of day, frequency and dose, and the conditions that remove it.

    An empty ``at`` means all day. Each session takes the next of ``steps``, and stays at the last. Two sessions are at
    least ``every_days`` apart, with at most ``most_per_week`` in any 7 days. If ``after_run``, the session is not
    before the day's run has ended. From day ``until_day`` on it is left out. It is also left out if the runner lacks
    its ``kit``, did not ask for its ``extra``, or did not report its ``finding``; the limits say which measures
    that are switched off remove it.
    """

    activity: Activity
    phases: frozenset[PhaseKind]
    title: str
    instructions: str
    rules: Rules
    kit: Kit | None = None
    extra: Extra | None = None
    finding: Finding | None = None
    at: tuple[Anchor, ...] = ()
    steps: tuple[Step, ...] = ()
    every_days: int = 1
    most_per_week: int = 7
    off_run_days: bool = False
    after_run: bool = False
    plain_from_hours: int = 0
    strain_from_hours: int = 0
    provisional: bool = False
    until_day: int | None = None
    hold_instructions: str = ""
    """Shown for a step that holds a position (``hold_seconds``); ``instructions`` is the default."""


@final
@attrs.frozen(kw_only=True)
class LeftOut(Value):
    """A measure that a protocol leaves out, for so many hours from onset or for good, and the text that says why."""

    measure: Measure
    text: str
    rule: str
    until_hours: int | None = None


@final
@attrs.frozen(kw_only=True)
class NoteRule(Value):
    """A note on a day's card, shown where all of its conditions hold.

    ``first_day_only`` means the first day of a phase; ``on_day`` one day by its number; ``from_day`` that day and
    later; ``until_hours`` days that open within so many hours from onset; ``finding`` runners who reported it.
    """

    text: str
    rule: str
    phases: frozenset[PhaseKind]
    measures: frozenset[Measure] = frozenset()
    extra: Extra | None = None
    plain_only: bool = False
    strain_only: bool = False
    first_day_only: bool = False
    on_day: int | None = None
    until_hours: int | None = None
    from_day: int | None = None
    finding: Finding | None = None
    unless: Activity | None = None
    """An activity: the note is left out on days with such a session."""
    urgency: Urgency | None = None
    """For holding plans: shown only for a referral of exactly this urgency."""
    of_episode: bool = False
    """Whether ``on_day`` counts from the first sore day of the current episode; no longer sore, no note."""


@final
@attrs.frozen(kw_only=True)
class IceRules(Value):
    """Icing: its length, and the spacing from start to start on the first day and afterwards, in hours from onset."""

    minutes: int
    first_day_hours: int
    first_day_every_minutes: int
    then_every_minutes: int
    title: str
    instructions: str
    elevate_title: str
    elevate_instructions: str
    after_hours_note: str
    rules: Rules
    after_hours_elevate_note: str = ""
    """Shown on the cards of later holding days; without it they do not mention raising the leg."""


@final
@attrs.frozen(kw_only=True)
class PlacementRules(Value):
    """The most that a session may move from its preferred time, and the least time between warmth and ice."""

    most_minutes_moved: int
    rules: Rules
    warmth_from_ice_minutes: int = 0


@final
@attrs.frozen(kw_only=True)
class CauseTask(Value):
    """A task about a suspected cause; ``instead`` replaces its text where one of ``measures`` is switched off."""

    title: str
    instructions: str
    rule: str
    measures: frozenset[Measure] = frozenset()
    instead: str = ""
    """Without it the task is left out where a measure is switched off."""


@final
@attrs.frozen(kw_only=True)
class PreventRules(Value):
    """The last phase, prevention: its length and its tasks."""

    days: int
    tasks: Mapping[Cause, CauseTask]
    general: CauseTask
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class Forbidden(Value):
    """The words for a measure that is switched off, as a holding plan lists it."""

    measure: Measure
    text: str


@final
@attrs.frozen(kw_only=True)
class HoldRules(Value):
    """The numbers and texts of a holding plan, which lasts until a clinician is seen."""

    days: int
    relieve_hours: int
    appointment_minutes: int
    appointment_title: str
    appointment_instructions: str
    rules: Rules
    still_today: str = ""
    """Shown from the next day on for a referral that was to be seen the same day."""
    until_seen: str = ""
    """Shown on each day's card, with what is forbidden until then; without it no card says so."""
    also: tuple[Forbidden, ...] = ()
