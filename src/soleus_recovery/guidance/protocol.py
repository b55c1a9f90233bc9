"""The guidance as values: everything a plan says, every number with the rule that gives it.

A ``rules`` field maps a field's name to the id of the rule that gives its number (or, under ``"session"``, to the
rule that asks for the session at all). The loader refuses a number that no rule gives.
"""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.guidance.citation import ArticleItem, Because, Rule, Source
from soleus_recovery.guidance.limits import Limits
from soleus_recovery.guidance.triage import Triage
from soleus_recovery.vocabulary import (
    Activity,
    Cause,
    Caution,
    Extra,
    Finding,
    Gate,
    Kit,
    Measure,
    PhaseKind,
    Severity,
    Urgency,
)

__all__ = [
    "Anchor",
    "CauseTask",
    "FirstReport",
    "GateRules",
    "GateTest",
    "HoldRules",
    "IceRules",
    "Labels",
    "Ladder",
    "LadderChoice",
    "NoteRule",
    "PlacementRules",
    "PlainSoreness",
    "PossibleStrain",
    "PreventRules",
    "ProgressionNumbers",
    "Range",
    "ReasonTexts",
    "RecoveryProtocol",
    "RunRules",
    "Rung",
    "SessionRule",
    "SeverityLevel",
    "Step",
    "UnplacedTexts",
    "Words",
]

Rules = Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class Range:
    """From ``minimum`` to ``maximum``, both included."""

    minimum: int
    maximum: int


@final
@attrs.frozen(kw_only=True)
class LadderChoice:
    """Which ladder, for plain soreness and for a possible strain."""

    plain: str
    strain: str


@final
@attrs.frozen(kw_only=True)
class SeverityLevel:
    """One level: who is in it (worst pain, 0 to 10, or a finding), and what it means in hours and days from onset."""

    pain: Range
    findings: frozenset[Finding]
    expected_days: Range
    relieve_hours: int
    floor_hours: int
    first_run_day: int
    review_day: int
    tests_from_day: int
    review_text: str
    ladder: LadderChoice
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class PlainSoreness:
    """What has to be known before soreness counts as plain; hours count from onset."""

    started: Finding
    spread: Finding
    severity: Severity
    pain_at_rest_maximum: int
    excluded: frozenset[Finding]
    tests_from_hours: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class PossibleStrain:
    """What everything else, and every unknown, gets; hours count from onset."""

    floor_hours: int
    tests_from_hours: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class FirstReport:
    """Soreness first reported later than this many hours from onset is at least this level."""

    after_hours: int
    at_least: Severity
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class IceRules:
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


@final
@attrs.frozen(kw_only=True)
class Anchor:
    """A preferred time: so many minutes after waking, or before bed (the other is None)."""

    after_waking_minutes: int | None = None
    before_bed_minutes: int | None = None


@final
@attrs.frozen(kw_only=True)
class Step:
    """One step of a dose: minutes in all, and, where it comes in sets, what a set is."""

    minutes: int
    sets: int = 0
    repetitions: int = 0
    hold_seconds: int = 0
    both_legs: bool = False


@final
@attrs.frozen(kw_only=True)
class SessionRule:
    """A kind of session: in which phases, when in the day, how often, how much, and what takes it out.

    ``at`` empty means all day. ``steps`` go up one a session and stay at the last. ``every_days`` is the least
    distance between two, ``most_per_week`` the most in any 7 days. Missing ``kit``, or an ``extra`` or ``finding``
    that was not named, takes it out; what triage and cautions take out stands in the limits.
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
    plain_from_hours: int = 0
    strain_from_hours: int = 0
    provisional: bool = False


@final
@attrs.frozen(kw_only=True)
class NoteRule:
    """A line on the day's card.

    ``first_day_only``: on the phase's first day; ``on_day``: only on the day of that number; ``until_hours``: on days
    that open within so many hours from onset.
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


@final
@attrs.frozen(kw_only=True)
class GateTest:
    """One test of the gate, in words; ``plain`` says whether plain soreness needs it too."""

    text: str
    measures: frozenset[Measure]
    plain: bool
    pain_maximum: int
    rules: Rules
    minutes: int = 0
    count: int = 0
    percent_of_other_side: int = 0


@final
@attrs.frozen(kw_only=True)
class GateRules:
    """All that must be true before the first run."""

    tests: Mapping[Gate, GateTest]
    lapses_after_days: int
    painkiller_hours: int
    pain_at_rest_maximum: int
    before_text: str
    tests_note: str
    next_text: str
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class Rung:
    """Walk and run minutes in turn, so many times."""

    walk_minutes: int
    run_minutes: int
    repeats: int


@final
@attrs.frozen(kw_only=True)
class Ladder:
    """The way back to the usual run: rungs, a continuous run, then growth by percent of the longest one."""

    rungs: tuple[Rung, ...]
    continuous_minutes: int
    growth_percent: int
    times_each: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class RunRules:
    """What every run has around it, and how its text is put together."""

    warm_up_minutes: int
    cool_down_minutes: int
    days_off_between: int
    growth_least_minutes: int
    walk_run_title: str
    continuous_title: str
    walk_run_main: str
    continuous_main: str
    instructions: str
    early_ground: str
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class CauseTask:
    """A concrete thing to do about a suspected cause."""

    title: str
    instructions: str
    rule: str


@final
@attrs.frozen(kw_only=True)
class PreventRules:
    """The last phase: how long, and the tasks."""

    days: int
    tasks: Mapping[Cause, CauseTask]
    general: CauseTask
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class HoldRules:
    """The plan until a clinician is seen."""

    days: int
    relieve_hours: int
    appointment_minutes: int
    appointment_title: str
    appointment_instructions: str
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class ProgressionNumbers:
    """The numbers of the check-in table (pain 0 to 10, hours, days, rungs)."""

    stop_loading_walking: int
    stop_loading_in_run: int
    setback_any: int
    repeat_any: int
    repeat_rest: int
    repeat_walking: int
    good_rest: int
    good_rest_before_gate: int
    good_others: int
    ice_again_hours: int
    hard_setback_hours: int
    hard_setback_rungs: int
    setback_days_off: int
    setback_rungs: int
    silence_days: int
    silence_rungs: int
    setbacks_refer: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class Words:
    """A word's name as a runner reads it."""

    phases: Mapping[PhaseKind, str]
    activities: Mapping[Activity, str]
    severities: Mapping[Severity, str]
    urgencies: Mapping[Urgency, str]
    kit: Mapping[Kit, str]
    cautions: Mapping[Caution, str]
    findings: Mapping[Finding, str]


@final
@attrs.frozen(kw_only=True)
class Labels:
    """Headings and short phrases of every export; a plan carries them, so it reads the same anywhere.

    ``discreet_*`` hold no health word. Braces are filled in by the exporter, as named in each text.
    """

    calendar_name: str
    plan_title: str
    hold_title: str
    not_advice: str
    when_to_stop: str
    why: str
    reasons: str
    day: str
    all_day: str
    provisional: str
    confirmed: str
    not_placed: str
    sources: str
    first_run: str
    ends: str
    both_legs: str
    each_leg: str
    sets_of_repetitions: str
    sets_of_holds: str
    minutes: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    discreet_calendar_name: str
    discreet_card: str
    discreet_title: str
    words: Words


@final
@attrs.frozen(kw_only=True)
class PlacementRules:
    """How far a session may move from its preferred time to find room."""

    most_minutes_moved: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class ReasonTexts:
    """What an assessment says of itself."""

    pain_band: str
    finding: str
    by_hand: str
    late: str
    plain: str
    strain: str
    expected: str


@final
@attrs.frozen(kw_only=True)
class UnplacedTexts:
    """Why something is not in the plan."""

    caution: str
    referral: str
    kit: str
    no_room: str
    passed: str


@final
@attrs.frozen(kw_only=True)
class RecoveryProtocol:
    """A whole protocol: what is advised, to whom, how much and when, with triage and limits built in.

    Two rules of time: hours count from onset, days from the date of onset, which is day 0.
    """

    id: str
    version: str
    title: str
    language: str
    severity: Mapping[Severity, SeverityLevel]
    first_report: FirstReport
    plain_soreness: PlainSoreness
    possible_strain: PossibleStrain
    ice: IceRules
    sessions: Mapping[str, SessionRule]
    notes: tuple[NoteRule, ...]
    gate: GateRules
    ladders: Mapping[str, Ladder]
    runs: RunRules
    prevent: PreventRules
    hold: HoldRules
    progression: ProgressionNumbers
    placement: PlacementRules
    labels: Labels
    kit_notes: Mapping[Kit, str]
    reason_texts: ReasonTexts
    unplaced_texts: UnplacedTexts
    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    items: Mapping[str, ArticleItem]
    triage: Triage
    limits: Limits

    def because(self, *rule_ids: str) -> tuple[Because, ...]:
        """The reasons that these rules give, each once, in order."""
        return tuple(self.rules[rule_id].because for rule_id in dict.fromkeys(rule_ids))

    def ladder_for(self, severity: Severity, *, possible_strain: bool) -> Ladder:
        """The ladder of this level."""
        choice = self.severity[severity].ladder
        return self.ladders[choice.strain if possible_strain else choice.plain]

    def gate_tests(self, *, possible_strain: bool) -> Mapping[Gate, GateTest]:
        """The gate's tests that apply."""
        return {gate: test for gate, test in self.gate.tests.items() if possible_strain or test.plain}
