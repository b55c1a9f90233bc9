"""The rules for sessions as values: what a day can hold, when, how often and how much, and which notes it shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Rules
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Cause, Extra, Finding, Kit, Measure, PhaseKind, Severity, Urgency

__all__ = [
    "ASKING",
    "CHECK_IN",
    "MADE_BY_PLANNER",
    "REVIEW",
    "STRENGTHEN",
    "Anchor",
    "BadDayRest",
    "CauseTask",
    "Forbidden",
    "HoldRules",
    "IceRules",
    "NoteRule",
    "PlacementRules",
    "PreventRules",
    "SessionRule",
    "Step",
    "Way",
]


# The two sessions that every protocol has; the planner looks them up by these names.
CHECK_IN, REVIEW = "check-in", "review"
ASKING: Final[Mapping[str, Activity]] = MappingProxyType(
    {CHECK_IN: Activity.CHECK_IN, "check-in-until-seen": Activity.CHECK_IN, REVIEW: Activity.REVIEW}
)
"""The activities of the sessions that ask the runner for an answer, by the session's name; no other session asks."""
STRENGTHEN: Final = "strengthen"
"""The name of the training that every protocol has: its steps grow from both legs to one leg with load."""
MADE_BY_PLANNER: Final = frozenset(
    {Activity.ICE, Activity.ELEVATE, Activity.RUN, Activity.PREVENT, Activity.KEEP, Activity.APPOINTMENT}
)
"""The activities that only the planner makes, within the limits: a session rule cannot have them."""


@final
@attrs.frozen(kw_only=True)
class Anchor(Value):
    """A preferred time of day, in minutes either after waking or before bed; the unused field is None."""

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
    """One step of a dose: the minutes in total and, for a dose in sets, the number and content of the sets.

    A step of training has a ``name``, by which the ladders ask for it.
    """

    minutes: int
    sets: int = 0
    repetitions: int = 0
    hold_seconds: int = 0
    both_legs: bool = False
    name: str = ""
    instructions: str = ""
    """The text of this step; if it is empty, the session's text is shown."""


@final
@attrs.frozen(kw_only=True)
class Way(Value):
    """One way of doing a session, for runners who ask for its ``extra``: its name, and how it is done."""

    extra: Extra
    name: str
    text: str


@final
@attrs.frozen(kw_only=True)
class SessionRule(Value):
    """A kind of session: its phases, times of day, frequency and dose, and the conditions that remove it.

    If ``at`` is empty, the session lasts all day. Each session takes the next step of ``steps``; after the last step,
    every session takes the last step again. Two sessions lie at least ``every_days`` days apart, with at most
    ``most_per_week`` in any 7 days; in training this holds for steps on one leg alone, and check-ins decide when the
    next step comes. If ``after_run`` is true, the session comes after the end of the day's run. The
    session is left out from day ``until_day`` on. A session is also left out if the runner lacks its ``kit``, did not
    ask for its ``extra`` or for any of its ``ways``, or did not report its ``finding``. The limits say which measures
    remove a session when the measures are switched off.

    The session waits while the walking pain told last is over ``walking_pain_maximum`` (0 to 10), and for
    ``worse_morning_hours`` after a day whose morning was worse. If ``off_test_days`` is true, it is not on a day on
    which tests of the gate are still to be done.
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
    ways: tuple[Way, ...] = ()
    walking_pain_maximum: int = 10
    worse_morning_hours: int = 0
    off_test_days: bool = False
    kept_instructions: str = ""
    """The text in a holding plan that keeps easy movement; if it is empty, no such plan has the session."""
    first_instructions: str = ""
    """The instructions for the first training of all, after which there is no easier step to go back to."""
    hold_instructions: str = ""
    """The text for a step that holds a position (``hold_seconds``); if it is empty, ``instructions`` is shown."""

    @property
    def is_training(self) -> bool:
        """Whether the check-ins decide on which day the session comes, and at which step (`course/training.py`)."""
        return any(step.name for step in self.steps)


@final
@attrs.frozen(kw_only=True)
class LeftOut(Value):
    """A measure that a protocol leaves out, for ``until_hours`` from onset or for good, and the text that says why."""

    measure: Measure
    text: str
    rule: str
    until_hours: int | None = None


@final
@attrs.frozen(kw_only=True)
class NoteRule(Value):
    """A note on a day's card, shown if all of its conditions hold.

    ``first_day_only`` asks for the first day of a phase, ``on_day`` for the day with this number, ``from_day`` for this
    day or a later day, ``until_hours`` for a day that opens within so many hours from onset, and ``finding`` for a
    runner who reported the finding.
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
    """The note is left out on days with a session of this activity."""
    unless_extras: frozenset[Extra] = frozenset()
    """The note is for runners who ask for none of these extras."""
    urgency: Urgency | None = None
    """In a holding plan, the note is shown only for a referral of exactly this urgency."""
    severities: frozenset[Severity] = frozenset()
    """In self-care, the note is shown only at one of these levels; if there are none, at every level."""
    unless_held: bool = False
    """Whether the note is left out while a check-in holds exercise back."""
    of_episode: bool = False
    """Whether ``on_day`` counts from the first sore day of the current episode; the note ends with the episode."""


@final
@attrs.frozen(kw_only=True)
class IceRules(Value):
    """Icing: its length, and its spacing from start to start in the first ``first_day_hours`` from onset and later."""

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
    """The note about raising the leg on the cards of later holding days; if it is empty, no card has this note."""


@final
@attrs.frozen(kw_only=True)
class PlacementRules(Value):
    """The most minutes by which a session may move, and the least minutes between warmth and ice."""

    most_minutes_moved: int
    rules: Rules
    warmth_from_ice_minutes: int = 0


@final
@attrs.frozen(kw_only=True)
class CauseTask(Value):
    """A task about a suspected cause; ``instead`` replaces its text if one of ``measures`` is switched off."""

    title: str
    instructions: str
    rule: str
    measures: frozenset[Measure] = frozenset()
    instead: str = ""
    """If this text is empty, the task is left out when one of ``measures`` is switched off."""


@final
@attrs.frozen(kw_only=True)
class PreventRules(Value):
    """The phase of prevention: its length and its tasks."""

    days: int
    tasks: Mapping[Cause, CauseTask]
    general: CauseTask
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class KeepRules(Value):
    """The phase after prevention: its weeks from the first usual run, its strength, and when a calf is sore again.

    Strength comes twice a week in the ``first_weeks``, then once; from the age ``older_from`` on it stays at twice.
    Pain of ``sore_pain`` on ``sore_days`` days, or of ``strong_pain`` once, counts as sore again.
    ``last_instructions`` is the text of the last day of a plan.
    """

    weeks: int
    first_weeks: int
    older_from: int
    sore_pain: int
    sore_days: int
    strong_pain: int
    strength_title: str
    strength_instructions: str
    check_in_title: str
    check_in_instructions: str
    last_title: str
    last_instructions: str
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class Forbidden(Value):
    """The words with which a holding plan lists a measure that is switched off."""

    measure: Measure
    text: str


@final
@attrs.frozen(kw_only=True)
class BadDayRest(Value):
    """The texts of the rest on a day on which a check-in holds exercise back."""

    title: str
    instructions: str
    rules: Rules


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
    """The note from the second day of the plan on, if the runner was to see a clinician on the first day."""
    until_seen: str = ""
    """The note on each day's card about what is forbidden until a clinician is seen; if it is empty, no card has it."""
    also: tuple[Forbidden, ...] = ()
