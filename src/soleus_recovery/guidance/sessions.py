"""Sessions as values: what a day can hold, when, how often and how much, and the lines on its card."""

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


# The two sessions that every protocol has: the planner knows them by name.
CHECK_IN, REVIEW = "check-in", "review"
ASKING: Final[Mapping[str, Activity]] = MappingProxyType(
    {CHECK_IN: Activity.CHECK_IN, "check-in-until-seen": Activity.CHECK_IN, REVIEW: Activity.REVIEW}
)
"""The sessions that ask the runner, by name: they do nothing else, and nothing else asks."""
MADE_BY_PLANNER: Final = frozenset(
    {Activity.ICE, Activity.ELEVATE, Activity.RUN, Activity.PREVENT, Activity.APPOINTMENT}
)
"""What the planner makes by rules of its own, which the limits hold: no session rule can stand for it."""


@final
@attrs.frozen(kw_only=True)
class Anchor(Value):
    """A preferred time: so many minutes after waking, or before bed (the other is None)."""

    after_waking_minutes: int | None = None
    before_bed_minutes: int | None = None

    def start_in(self, window: Span) -> Minute:
        """The instant that it stands for in a day's waking window.

        >>> Anchor(before_bed_minutes=50).start_in(Span(start=Minute(420), end=Minute(1320)))
        1270
        """
        if self.after_waking_minutes is not None:
            return Minute(window.start + self.after_waking_minutes)
        return Minute(window.end - (self.before_bed_minutes or 0))


@final
@attrs.frozen(kw_only=True)
class Step(Value):
    """One step of a dose: minutes in all, and, where it comes in sets, what a set is."""

    minutes: int
    sets: int = 0
    repetitions: int = 0
    hold_seconds: int = 0
    both_legs: bool = False


@final
@attrs.frozen(kw_only=True)
class SessionRule(Value):
    """A kind of session: in which phases, when in the day, how often, how much, and what takes it out.

    ``at`` empty means all day. ``steps`` go up one a session and stay at the last. ``every_days`` is the least
    distance between two, ``most_per_week`` the most in any 7 days. ``after_run``: not before the day's run has ended.
    ``until_day``: not on days of that number or later.
    Missing ``kit``, or an ``extra`` or ``finding`` that was not named, takes it out; what triage and cautions take out
    stands in the limits.
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
    """For a step that is held; without it ``instructions`` are said."""


@final
@attrs.frozen(kw_only=True)
class LeftOut(Value):
    """A measure that a protocol leaves out, up to so many hours from onset or for good, and why in words."""

    measure: Measure
    text: str
    rule: str
    until_hours: int | None = None


@final
@attrs.frozen(kw_only=True)
class NoteRule(Value):
    """A line on the day's card.

    ``first_day_only``: on the phase's first day; ``on_day``: only on the day of that number; ``from_day``: on it and
    later; ``until_hours``: on days that open within so many hours from onset; ``finding``: where it was reported.
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
    """Not on a day that holds a session of this."""
    urgency: Urgency | None = None
    """Of a holding plan: only where it is to be seen as soon as this, and no sooner."""
    of_episode: bool = False
    """Whether ``on_day`` counts from the day on which it became sore, and falls away once it is not."""


@final
@attrs.frozen(kw_only=True)
class IceRules(Value):
    """Icing: how long, and how far apart from start to start, by hours from onset."""

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
    """Without it the card of a later holding day does not speak of raising the leg."""


@final
@attrs.frozen(kw_only=True)
class PlacementRules(Value):
    """How far a session may move from its preferred time to find room, and how far warmth stands from ice."""

    most_minutes_moved: int
    rules: Rules
    warmth_from_ice_minutes: int = 0


@final
@attrs.frozen(kw_only=True)
class CauseTask(Value):
    """A concrete thing to do about a suspected cause; ``instead`` where one of ``measures`` is switched off."""

    title: str
    instructions: str
    rule: str
    measures: frozenset[Measure] = frozenset()
    instead: str = ""
    """Without it such a task is left out."""


@final
@attrs.frozen(kw_only=True)
class PreventRules(Value):
    """The last phase: how long, and the tasks."""

    days: int
    tasks: Mapping[Cause, CauseTask]
    general: CauseTask
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class Forbidden(Value):
    """How a holding plan names a measure that its reasons switch off."""

    measure: Measure
    text: str


@final
@attrs.frozen(kw_only=True)
class HoldRules(Value):
    """The plan until a clinician is seen."""

    days: int
    relieve_hours: int
    appointment_minutes: int
    appointment_title: str
    appointment_instructions: str
    rules: Rules
    still_today: str = ""
    """From the day after on, where it was to be seen today."""
    until_seen: str = ""
    """What is forbidden, on each day's card; without it none says so."""
    also: tuple[Forbidden, ...] = ()
