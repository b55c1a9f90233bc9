"""Strategies for the facts of a first plan: the runner, the report, the moment, busy times.

Each strategy draws the plain value first and keeps nasty values (odd zones, night shifts, clock changes) behind a
branch, so a failure shrinks to an ordinary day unless a nasty value causes the failure.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Final, TypeVar, final

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, calendar_date, to_minute, to_wall
from soleus_recovery.facts.closed_words import PAIN_SCALE
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import RUNS_PER_WEEK, USUAL_RUN_MINUTES, WINDOW_HOURS, Runner
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.spans import Span, merge
from soleus_recovery.testing.clocks import ODD_ZONES, OTHER_ZONES, clock_changes, odd_wall
from soleus_recovery.triage.answers import Assessment
from soleus_recovery.triage.assess import assess
from soleus_recovery.triage.severity import is_late
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Cause, Caution, Extra, Finding, Kit, Severity, Side, Weekday

__all__ = ["Facts", "busy_times", "facts", "findings", "moments", "reports", "runners", "self_care", "zones"]

W = TypeVar("W", bound=Enum)

_DAY = MINUTES_PER_DAY
_A_MONDAY: Final = dt.datetime(2026, 11, 23)
_HARMLESS: Final = (Finding.LOCAL_PAIN, Finding.TIGHTNESS, Finding.TENDERNESS, Finding.TROUBLE_PULLING_FOOT_UP)
_SHORT_OF_72_HOURS = 3 * _DAY - 120  # an onset in repeated hours counts as in the first, up to two hours earlier
_SHORT_OF_DAY_7 = 6 * _DAY - 140  # at most six dates back, whatever the clocks did
_LONGEST_AGO = 12 * _DAY
_STRONG, _STRONG_AT_REST = 6, 4  # pain that adds up with swelling to more than self-care
_ANY_RUN = (USUAL_RUN_MINUTES[0], USUAL_RUN_MINUTES[-1])
_OFTEN_AT_MOST = 60  # minutes
_MINUTES_LONGER = 6  # a long run that grows for months makes plans longer and slower, and no law harder to keep


@final
@attrs.frozen(kw_only=True)
class Facts(Value):
    """The inputs of a first plan: runner, report, the moment of planning (a datetime with a zone), and busy times."""

    runner: Runner
    report: SymptomReport
    now: dt.datetime
    busy: tuple[Span, ...] = ()

    def assess(self, protocol: RecoveryProtocol | None = None) -> Assessment:
        """Return the answer of triage to these facts."""
        return assess(self.report, self.runner, now=self.now, protocol=protocol)


def _members(kind: type[W]) -> st.SearchStrategy[frozenset[W]]:
    """Draw sets of an enum's members, mostly empty."""
    none: frozenset[W] = frozenset()
    return st.one_of(st.just(none), st.frozensets(st.sampled_from(list(kind)), max_size=len(kind)))


# Hypothesis takes longer to build and validate these strategies than to draw from them, so each is built once.
_ZONES: Final = st.one_of(st.just("UTC"), st.sampled_from(ODD_ZONES), st.sampled_from(OTHER_ZONES))
_WINDOWS: Final = st.one_of(
    st.just((7 * 60, 15 * 60)),
    st.just((15 * 60, 16 * 60)),
    st.tuples(st.integers(0, _DAY - 1), st.integers(WINDOW_HOURS[0] * 60, WINDOW_HOURS[-1] * 60)),
)
"""Waking windows, each as the minute of waking and the length in minutes: by day, by night, and at any time."""
_AGES: st.SearchStrategy[int | None] = st.one_of(st.none(), st.integers(16, 90))  # under 16 is no self-care
_RUNS_A_WEEK: Final = st.one_of(st.just(3), st.sampled_from(RUNS_PER_WEEK))
_RUN_DAYS: Final = _members(Weekday)
_WITHOUT: Final = _members(Kit)
_CAUTIONS: Final = _members(Caution)
_CAUSES: Final = _members(Cause)
_EXTRAS: Final = _members(Extra)


def _time_of_day(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def zones() -> st.SearchStrategy[str]:
    """Draw time zones by their IANA names: UTC, zones with odd clock changes, and some more.

    >>> from hypothesis import find
    >>> find(zones(), lambda zone: True)
    'UTC'
    """
    return _ZONES


@st.composite
def runners(
    draw: st.DrawFn, *, zone: str | None = None, cautions: bool = True, usual_run: tuple[int, int] = _ANY_RUN
) -> Runner:
    """Draw runners, in any ``zone`` unless one is given.

    ``usual_run`` is the least and the most minutes of the usual run; ``cautions=False`` draws runners without cautions.

    >>> from hypothesis import find
    >>> find(runners(), lambda runner: runner.runs_per_week > 5).runs_per_week
    6
    """
    wake, length = draw(_WINDOWS)
    run_time = draw(st.one_of(st.none(), st.integers(0, length - 1)))
    least, most = usual_run
    short = st.integers(least, max(least, min(_OFTEN_AT_MOST, most)))
    usual = draw(st.one_of(st.just(max(least, min(45, most))), short, short, st.integers(least, most)))
    longer = draw(st.one_of(st.none(), st.integers(0, _MINUTES_LONGER)))
    return Runner(
        zone=draw(_ZONES) if zone is None else zone,
        wake=_time_of_day(wake),
        bed=_time_of_day(wake + length),
        usual_run_minutes=usual,
        long_run_minutes=None if longer is None else min(usual + longer, USUAL_RUN_MINUTES[-1]),
        runs_per_week=draw(_RUNS_A_WEEK),
        age=draw(_AGES),
        run_days=draw(_RUN_DAYS),
        run_time=None if run_time is None else _time_of_day(wake + run_time),
        without=draw(_WITHOUT),
        cautions=draw(_CAUTIONS) if cautions else frozenset(),
        causes=draw(_CAUSES),
        extras=draw(_EXTRAS),
    )


@st.composite
def moments(draw: st.DrawFn, *, zone: str) -> Minute:
    """Draw instants for planning: in an ordinary fortnight, or from 13 days before to 2 days after a clock change."""
    changes = clock_changes(zone)
    monday = to_minute(_A_MONDAY, "UTC")
    if not changes or draw(st.booleans()):
        return Minute(monday + draw(st.integers(_DAY // 2, 14 * _DAY)))
    return Minute(draw(st.sampled_from(changes)) + draw(st.integers(-13 * _DAY, 2 * _DAY)))


@st.composite
def _onsets(draw: st.DrawFn, *, zone: str, now: int, at_most: int) -> str:
    """Draw the wall time of an onset up to ``at_most`` minutes ago: any time, or a skipped or repeated time."""
    near = [odd_wall(change, zone) for change in clock_changes(zone) if now - at_most <= change <= now]
    odd = [wall for wall in near if now - at_most <= to_minute(wall, zone) <= now]
    if len(odd) > 0 and draw(st.booleans()):
        return draw(st.sampled_from(odd)).isoformat(timespec="minutes")
    at = to_wall(Minute(now - draw(st.integers(0, at_most))), zone)
    return at.strftime("%Y-%m-%dT%H:%M")


def findings(among: Iterable[Finding] = tuple(Finding), *, at_most: int = 5) -> st.SearchStrategy[frozenset[Finding]]:
    """Draw up to ``at_most`` findings, mostly few.

    >>> from hypothesis import find
    >>> find(findings(), lambda found: True)
    frozenset()
    """
    return st.frozensets(st.sampled_from(list(among)), max_size=at_most)


@st.composite
def reports(draw: st.DrawFn, *, zone: str = "UTC", now: Minute | None = None) -> SymptomReport:
    """Draw reports with an onset in the 12 days before ``now`` (default: any moment).

    Each report has pains, or a severity set by hand, or both, and may have findings.

    >>> from hypothesis import find
    >>> find(reports(), lambda report: report.pain_walking == 8).pain_walking
    8
    """
    pain = st.sampled_from(PAIN_SCALE)
    by_hand = draw(st.one_of(st.none(), st.sampled_from(Severity)))
    known = pain if by_hand is None else st.one_of(pain, st.none())
    at = draw(moments(zone=zone)) if now is None else now
    return SymptomReport(
        onset=draw(_onsets(zone=zone, now=at, at_most=_LONGEST_AGO)),
        pain_at_rest=draw(known),
        pain_walking=draw(known),
        severity=by_hand,
        findings=draw(findings()),
        side=draw(st.one_of(st.none(), st.sampled_from(Side))),
        painkiller=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def busy_times(draw: st.DrawFn, *, start: Minute) -> tuple[Span, ...]:
    """Draw up to 12 busy times, but often none, in the fortnight from ``start`` on; some last as long as two days.

    >>> from hypothesis import find
    >>> len(find(busy_times(start=Minute(0)), lambda spans: len(spans) == 2))
    2
    """
    if draw(st.booleans()):
        span = st.tuples(st.integers(0, 14 * _DAY), st.one_of(st.integers(1, 180), st.integers(1, 2 * _DAY)))
        drawn = draw(st.lists(span, max_size=12))
        return merge(Span(start=Minute(start + at), end=Minute(start + at + length)) for at, length in drawn)
    return ()


@st.composite
def facts(draw: st.DrawFn, *, cautions: bool = True, usual_run: tuple[int, int] = _ANY_RUN) -> Facts:
    """Draw any facts; triage sends the runner to a clinician for most of them.

    >>> from hypothesis import find
    >>> find(facts(), lambda drawn: drawn.report.findings == {Finding.SWELLING}).runner.zone
    'UTC'
    """
    runner = draw(runners(cautions=cautions, usual_run=usual_run))
    now = draw(moments(zone=runner.zone))
    report = draw(reports(zone=runner.zone, now=now))
    busy = draw(busy_times(start=now))
    return Facts(runner=runner, report=report, now=to_wall(now, runner.zone), busy=busy)


# By the standard protocol, for each severity: the least and the most pain walking, and the findings that raise the
# severity to it.
_LEVELS: Final = {
    Severity.MILD: (0, 3, ()),
    Severity.MODERATE: (4, 5, (Finding.SPASMS,)),
    Severity.SEVERE: (
        6,
        7,
        (
            *(Finding.RADIATING_PAIN, Finding.WEAKNESS, Finding.ALTERED_GAIT),
            *(Finding.STARTED_DURING_RUN, Finding.SUDDEN_SHARP_PAIN),
        ),
    ),
}


@st.composite
def self_care(
    draw: st.DrawFn,
    *,
    severity: Severity | None = None,
    possible_strain: bool | None = None,
    zone: str | None = None,
    cautions: bool = False,
    usual_run: tuple[int, int] = _ANY_RUN,
) -> Facts:
    """Draw facts for which the standard protocol makes a plan, of a severity, as a possible strain or plain soreness.

    If ``severity`` or ``possible_strain`` is None, any value is drawn for it. Only mild soreness can be plain: asking
    for plain soreness of another severity raises ``InvalidArgument``. A stricter protocol may rate the facts as more
    severe, or send the runner to a clinician.

    >>> from hypothesis import find
    >>> find(self_care(severity=Severity.SEVERE), lambda drawn: drawn.report.pain_walking == 7).assess().severity
    <Severity.SEVERE: 'severe'>
    """
    levels = [each for each in Severity if severity in (None, each)]
    kinds = [(each, strain) for each in levels for strain in (False, True) if strain or each is Severity.MILD]
    kinds = [kind for kind in kinds if possible_strain in (None, kind[1])]
    if not kinds:
        raise InvalidArgument("only mild soreness can be plain")
    level, strain = draw(st.sampled_from(kinds))
    runner = draw(runners(zone=zone, cautions=cautions, usual_run=usual_run))
    now = draw(moments(zone=runner.zone))
    late = _SHORT_OF_72_HOURS if level is Severity.MILD else _SHORT_OF_DAY_7
    onset = draw(_onsets(zone=runner.zone, now=now, at_most=late))
    began = to_minute(dt.datetime.fromisoformat(onset), runner.zone)
    sore_days = (calendar_date(now, runner.zone) - calendar_date(began, runner.zone)).days
    swollen = sore_days < builtin(STANDARD).progression.swelling_day
    report = draw(_strains(level, onset=onset, swollen=swollen) if strain else _plain_reports(onset=onset))
    if report.pain_at_rest != 0:
        # Poor circulation with pain at rest, also with unknown pain, is for a clinician.
        runner = attrs.evolve(runner, cautions=runner.cautions - {Caution.POOR_CIRCULATION})
    # Late on day 3 pain is not rated mild any more.
    assume(level is not Severity.MILD or not is_late(report, runner, builtin(STANDARD), at=now))
    return Facts(runner=runner, report=report, now=to_wall(now, runner.zone))


@st.composite
def _plain_reports(draw: st.DrawFn, *, onset: str) -> SymptomReport:
    side = draw(st.sampled_from(Side))
    spread = set[Finding]() if side is Side.BOTH and draw(st.booleans()) else {Finding.DIFFUSE_SORENESS}
    return SymptomReport(
        onset=onset,
        pain_at_rest=0,
        pain_walking=draw(st.integers(0, 3)),
        findings=draw(findings(_HARMLESS)) | spread | {Finding.STARTED_HOURS_AFTER},
        side=side,
    )


@st.composite
def _strains(draw: st.DrawFn, level: Severity, *, onset: str, swollen: bool) -> SymptomReport:
    side = draw(st.sampled_from((None, Side.LEFT, Side.RIGHT)))
    least, most, telling = _LEVELS[level]
    noticed = draw(findings(_HARMLESS))
    if swollen:
        noticed |= draw(st.sampled_from((frozenset[Finding](), frozenset({Finding.SWELLING}))))
    match draw(st.sampled_from(("pain", "finding", "by hand"))):
        case "finding" if telling:
            noticed |= {draw(st.sampled_from(telling))}
            at_rest, walking = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        case "by hand":
            # Unknown pain counts as the most of the level, and severe signs add up: here swelling would refer.
            severe = level is Severity.SEVERE
            known = noticed - {Finding.SWELLING} if severe else noticed
            return SymptomReport(onset=onset, severity=level, findings=known, side=side)
        case _:
            walking = draw(st.integers(least, most))
            at_rest = draw(st.integers(0, min(walking, 5)))
            if walking >= least >= _STRONG and (walking > _STRONG or at_rest >= _STRONG_AT_REST):
                noticed -= {Finding.SWELLING}
    return SymptomReport(onset=onset, pain_at_rest=at_rest, pain_walking=walking, findings=noticed, side=side)
