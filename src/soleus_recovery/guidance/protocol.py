"""The type of a whole recovery protocol, and the types of its parts on the levels of soreness.

A ``rules`` field maps the name of another field to the id of the rule that gives the number in that field. The loader
refuses a number without a rule.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Final, final

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.citation import ArticleItem, Because, Rule, Rules, Source
from soleus_recovery.guidance.limits import Limits
from soleus_recovery.guidance.referrals import Referral, Triage
from soleus_recovery.guidance.running import (
    DecisionText,
    GateRules,
    GateTest,
    Ladder,
    Occasions,
    ProgressionNumbers,
    RunRules,
    TrendNumbers,
)
from soleus_recovery.guidance.sessions import (
    BadDayRest,
    HoldRules,
    IceRules,
    KeepRules,
    LeftOut,
    NoteRule,
    PlacementRules,
    PreventRules,
    SessionRule,
    Step,
)
from soleus_recovery.guidance.words.case_labels import LogLabels, StandstillTexts, TodayLabels
from soleus_recovery.guidance.words.labels import Labels, ReasonTexts, UnplacedTexts
from soleus_recovery.guidance.words.page_labels import PageLabels, PictureLabels
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Decision, Finding, Gate, Kit, Severity

__all__ = [
    "BUILT_IN",
    "FirstReport",
    "LadderChoice",
    "PlainSoreness",
    "PossibleStrain",
    "Range",
    "RecoveryProtocol",
    "SeverityLevel",
    "check_released",
    "released",
]


BUILT_IN: Final = ("triage", "limits", "items", "sources")
"""The fields of a protocol that all protocols share: no protocol file can replace them."""


@final
@attrs.frozen(kw_only=True)
class Range(Value):
    """The whole numbers from ``minimum`` to ``maximum``, both included."""

    minimum: int
    maximum: int


@final
@attrs.frozen(kw_only=True)
class LadderChoice(Value):
    """The names of the ladders for plain soreness and for a possible strain."""

    plain: str
    strain: str


@final
@attrs.frozen(kw_only=True)
class UsualRunDays(Value):
    """The days from onset after which runners more usually run their usual run again, by kind of soreness."""

    plain: int
    strain: int


@final
@attrs.frozen(kw_only=True)
class SeverityLevel(Value):
    """The numbers of one severity: its range of the worst pain (0 to 10), its findings, and its hours and days."""

    pain: Range
    findings: frozenset[Finding]
    expected_days: Range
    usual_run_days: UsualRunDays
    relieve_hours: int
    floor_hours: int
    first_run_day: int
    review_day: int
    tests_from_day: int
    review_text: str
    ladder: LadderChoice
    rules: Rules
    expected_text: str = ""
    """How long the soreness may last; if it is empty, the range of ``expected_days`` is said."""
    plain_review_text: str = ""
    """The text of the review while the soreness is plain; if it is empty, ``review_text`` is said."""


@final
@attrs.frozen(kw_only=True)
class PlainSoreness(Value):
    """The conditions under which soreness counts as plain; hours count from onset."""

    started: Finding
    spread: Finding
    severity: Severity
    pain_at_rest_maximum: int
    excluded: frozenset[Finding]
    tests_from_hours: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class PossibleStrain(Value):
    """The numbers for soreness that does not count as plain; hours and days count from onset."""

    floor_hours: int
    first_run_day: int
    tests_from_hours: int
    tests_from_day: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class FirstReport(Value):
    """The least severity of soreness whose first report is late: so many hours from onset, or after a day's review.

    ``with_painkiller`` is the least severity of a report under a painkiller. Hours and days count from onset. If
    ``from_review_of_day`` is None, the latest day that the limits allow counts.
    """

    after_hours: int
    at_least: Severity
    with_painkiller: Severity
    rules: Rules
    from_review_of_day: int | None = None


@final
@attrs.frozen(kw_only=True, slots=False)
class RecoveryProtocol(Value):
    """A whole protocol: all advice and all numbers, with triage and limits built in.

    Hours count from the instant of onset; days count from the date of onset, which is day 0. The protocol's own
    ``referrals`` are added to the rows of triage, so a protocol can send more people to a clinician and never fewer. A
    protocol without ``standstill``, ``page`` or ``picture`` uses the texts of the standard protocol.
    """

    # `released` sets these two on an instance. They are no fields, so that `copy` keeps and `attrs.evolve` drops them.
    is_released: ClassVar[bool] = False
    ships: ClassVar[bool] = False

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
    keep: KeepRules
    hold: HoldRules
    progression: ProgressionNumbers
    trend: TrendNumbers
    decisions: Mapping[Decision, DecisionText]
    occasions: Occasions
    placement: PlacementRules
    labels: Labels
    today: TodayLabels
    log: LogLabels
    standstill: StandstillTexts | None = None
    page: PageLabels | None = None
    picture: PictureLabels | None = None
    left_out: tuple[LeftOut, ...] = ()
    bad_day: BadDayRest | None = None
    """The rest on a day on which a check-in holds exercise back; without it, such a day says only what is held."""
    referrals: Mapping[str, Referral] = attrs.field(factory=dict[str, Referral])
    kit_notes: Mapping[Kit, str]
    reason_texts: ReasonTexts
    unplaced_texts: UnplacedTexts
    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    items: Mapping[str, ArticleItem]
    triage: Triage
    limits: Limits

    def _repr_pretty_(  # pyright: ignore[reportUnusedFunction]  # by its name
        self, printer: Any, _cycle: object
    ) -> None:
        """Print a short form in IPython and in failing examples of Hypothesis: a full ``repr`` has 100 kB."""
        printer.text(f"<RecoveryProtocol {self.id} {self.version}>")

    @property
    def all_referrals(self) -> Mapping[str, Referral]:
        """Every row of the referral table by id: the built-in rows, then the protocol's own."""
        built_in = self.triage.referrals
        if not self.referrals:
            return built_in
        return {**built_in, **{name: row for name, row in self.referrals.items() if name not in built_in}}

    def because(self, *rule_ids: str) -> tuple[Because, ...]:
        """Return the short forms of these rules, each once, in order."""
        return tuple(self.rules[rule_id].because for rule_id in dict.fromkeys(rule_ids))

    @cached_property
    def training(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of all training, from the easiest to the hardest, by the name of their session."""
        return {name: rule.steps for name, rule in self.sessions.items() if rule.is_training}

    @cached_property
    def counts_for(self) -> Mapping[str, tuple[str, ...]]:
        """Map the name of each step to the names of the steps that it counts for: the easier ones, and itself."""
        sessions = self.training.values()
        return {
            step.name: tuple(each.name for each in steps[: place + 1])
            for steps in sessions
            for place, step in enumerate(steps)
        }

    @cached_property
    def one_leg_steps(self) -> frozenset[str]:
        """The names of the steps on one leg."""
        return frozenset(step.name for steps in self.training.values() for step in steps if not step.both_legs)

    def first_run_day(self, severity: Severity, *, possible_strain: bool) -> int:
        """Return the day before which no first run is planned, for plain soreness or for a possible strain."""
        day = self.severity[severity].first_run_day
        return max(day, self.possible_strain.first_run_day) if possible_strain else day

    def tests_from_day(self, severity: Severity, *, possible_strain: bool) -> int:
        """Return the day before which no test is tried, for plain soreness or for a possible strain."""
        day = self.severity[severity].tests_from_day
        return max(day, self.possible_strain.tests_from_day) if possible_strain else day

    def ladder_for(self, severity: Severity, *, possible_strain: bool) -> Ladder:
        """Return the ladder of a severity, for plain soreness or for a possible strain."""
        choice = self.severity[severity].ladder
        return self.ladders[choice.strain if possible_strain else choice.plain]

    def gate_tests(self, *, possible_strain: bool) -> Mapping[Gate, GateTest]:
        """Return the tests of the gate that apply to plain soreness or to a possible strain."""
        return {gate: test for gate, test in self.gate.tests.items() if possible_strain or test.plain}


def released(protocol: RecoveryProtocol, *, ships: bool) -> RecoveryProtocol:
    """Mark a protocol as checked and return it; only the loader calls this function.

    ``ships`` says whether the protocol ships with the package.
    """
    object.__setattr__(protocol, "is_released", True)
    object.__setattr__(protocol, "ships", ships)
    return protocol


def check_released(protocol: object) -> None:
    """Raise ``ProtocolError`` if the loader has not checked exactly this protocol."""
    # `type is`, not isinstance: a subclass could tell the loader one thing and the plan another.
    if type(protocol) is not RecoveryProtocol:
        problem = f"is a {type(protocol).__name__}; allowed: a RecoveryProtocol from the loader"
        raise ProtocolError(path="protocol", problem=problem)
    if not protocol.is_released:
        problem = "was altered after it was loaded; allowed: what builtin or parse_protocol gives"
        raise ProtocolError(path="protocol", problem=problem)
