"""Hypothesis strategies for the facts of a plan.

Each draws the plain value first and keeps what is nasty (odd zones, night windows, clock changes) behind a branch,
so a failure shrinks to an ordinary day unless the odd one is what breaks it.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from hypothesis import strategies as st

from soleus_recovery import Runner, SymptomReport
from soleus_recovery.vocabulary import Cause, Caution, Extra, Finding, Kit, Severity, Side, Weekday
from tests.examples import Case, Kind
from tests.wall_clock import DAY, ODD_ZONES, aware, clock_changes, instant, minute_of, moves_forward, wall
from tests.wall_clock import doubled_wall as doubled
from tests.wall_clock import skipped_wall as skipped

W = TypeVar("W", bound=Enum)

# Midnight changes (Santiago, Cairo), a change of two hours (Troll), odd offsets without any, and none at all.
OTHER_ZONES = (
    "UTC",
    "America/New_York",
    "Asia/Kathmandu",
    "America/Santiago",
    "Africa/Cairo",
    "Antarctica/Troll",
    "Pacific/Kiritimati",
)
A_MONDAY = minute_of(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
HARMLESS = (Finding.LOCAL_PAIN, Finding.TIGHTNESS, Finding.TENDERNESS, Finding.TROUBLE_PULLING_FOOT_UP)
_SHORT_OF_72_HOURS = 3 * DAY - 120  # an onset in a doubled hour is read as the first, up to two hours earlier
_SHORT_OF_DAY_7 = 6 * DAY - 140  # six dates back at the most, whatever the clocks did


def words(kind: type[W]) -> st.SearchStrategy[frozenset[W]]:
    """Any set of the words of an enum, mostly none."""
    none: frozenset[W] = frozenset()
    return st.one_of(st.just(none), st.frozensets(st.sampled_from(list(kind)), max_size=len(kind)))


def clock_text(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def zones() -> st.SearchStrategy[str]:
    """Time zones: a plain one, those of odd changes, and some more."""
    return st.one_of(st.just("UTC"), st.sampled_from(ODD_ZONES), st.sampled_from(OTHER_ZONES))


def windows() -> st.SearchStrategy[tuple[int, int]]:
    """Waking windows as the minute of waking and the length: by day, by night, and any."""
    return st.one_of(
        st.just((7 * 60, 15 * 60)),
        st.just((15 * 60, 16 * 60)),
        st.tuples(st.integers(0, DAY - 1), st.integers(6 * 60, 20 * 60)),
    )


@st.composite
def runners(
    draw: st.DrawFn, *, zone: str | None = None, cautions: bool = True, usual_run: tuple[int, int] = (5, 300)
) -> Runner:
    """Any runner; without ``cautions``, one with nothing to be careful of."""
    wake, length = draw(windows())
    run_time = draw(st.one_of(st.none(), st.integers(0, length - 1)))
    least, most = usual_run
    return Runner(
        zone=draw(zones()) if zone is None else zone,
        wake=clock_text(wake),
        bed=clock_text(wake + length),
        usual_run_minutes=draw(st.one_of(st.just(45), st.integers(least, most))),
        runs_per_week=draw(st.one_of(st.just(3), st.integers(1, 7))),
        run_days=draw(words(Weekday)),
        run_time=None if run_time is None else clock_text(wake + run_time),
        without=draw(words(Kit)),
        cautions=draw(words(Caution)) if cautions else frozenset(),
        causes=draw(words(Cause)),
        extras=draw(words(Extra)),
    )


@st.composite
def moments(draw: st.DrawFn, zone: str) -> int:
    """Instants at which a plan is made: in a plain fortnight, or up to a fortnight before a clock change."""
    changes = clock_changes(zone)
    plain = st.integers(A_MONDAY + 12 * 60, A_MONDAY + 14 * DAY)
    if not changes or draw(st.booleans()):
        return draw(plain)
    return draw(st.sampled_from(changes)) + draw(st.integers(-13 * DAY, 2 * DAY))


@st.composite
def onsets(draw: st.DrawFn, *, zone: str, now: int, at_most: int) -> str:
    """The wall time of an onset up to ``at_most`` minutes ago: any, or in a gap or a fold if there was one."""
    odd = [
        skipped(change, zone) if moves_forward(change, zone) else doubled(change, zone)
        for change in clock_changes(zone)
        if now - at_most <= change <= now
    ]
    odd = [one for one in odd if now - at_most <= instant(one, zone) <= now]
    if len(odd) > 0 and draw(st.booleans()):
        chosen = draw(st.sampled_from(odd))
    else:
        chosen = wall(now - draw(st.integers(0, at_most)), zone)
    return chosen.isoformat(timespec="minutes")


def findings(among: Iterable[Finding] = tuple(Finding), *, at_most: int = 5) -> st.SearchStrategy[frozenset[Finding]]:
    """Some findings, mostly few."""
    return st.frozensets(st.sampled_from(list(among)), max_size=at_most)


@st.composite
def reports(draw: st.DrawFn, *, zone: str, now: int) -> SymptomReport:
    """Any report of the last 12 days: pains, a severity by hand, or both, and any findings."""
    pain = st.integers(0, 10)
    by_hand = draw(st.one_of(st.none(), st.sampled_from(Severity)))
    known = pain if by_hand is None else st.one_of(pain, st.none())
    return SymptomReport(
        onset=draw(onsets(zone=zone, now=now, at_most=12 * DAY)),
        pain_at_rest=draw(known),
        pain_walking=draw(known),
        severity=by_hand,
        findings=draw(findings()),
        side=draw(st.one_of(st.none(), st.sampled_from(Side))),
    )


@st.composite
def cases(draw: st.DrawFn, *, cautions: bool = True) -> Case:
    """Any case at all, most of them to be referred."""
    runner = draw(runners(cautions=cautions))
    now = draw(moments(runner.zone))
    return Case(runner=runner, report=draw(reports(zone=runner.zone, now=now)), now=aware(now))


@st.composite
def _self_care_reports(draw: st.DrawFn, kind: Kind, *, zone: str, now: int) -> SymptomReport:
    late = _SHORT_OF_72_HOURS if kind.severity is Severity.MILD else _SHORT_OF_DAY_7
    onset = draw(onsets(zone=zone, now=now, at_most=late))
    noticed = draw(findings(HARMLESS))
    if kind is Kind.PLAIN:
        side = draw(st.sampled_from(Side))
        spread = set[Finding]() if side is Side.BOTH and draw(st.booleans()) else {Finding.DIFFUSE_SORENESS}
        return SymptomReport(
            onset=onset,
            pain_at_rest=0,
            pain_walking=draw(st.integers(0, 3)),
            findings=noticed | spread | {Finding.STARTED_HOURS_AFTER},
            side=side,
        )
    side = draw(st.sampled_from((None, Side.LEFT, Side.RIGHT)))
    least, most, telling = _LEVELS[kind]
    noticed |= draw(st.sampled_from((frozenset[Finding](), frozenset({Finding.SWELLING}))))
    match draw(st.sampled_from(("pain", "finding", "by hand"))):
        case "finding" if telling:
            noticed |= {draw(st.sampled_from(telling))}
            pains = (draw(st.integers(0, 3)), draw(st.integers(0, 3)))
            return SymptomReport(onset=onset, pain_at_rest=pains[0], pain_walking=pains[1], findings=noticed, side=side)
        case "by hand":
            return SymptomReport(onset=onset, severity=kind.severity, findings=noticed, side=side)
        case _:
            walking = draw(st.integers(least, most))
            at_rest = draw(st.integers(0, min(walking, 5)))
            return SymptomReport(onset=onset, pain_at_rest=at_rest, pain_walking=walking, findings=noticed, side=side)


_LEVELS: dict[Kind, tuple[int, int, tuple[Finding, ...]]] = {
    Kind.MILD: (0, 3, ()),
    Kind.MODERATE: (4, 5, (Finding.SPASMS,)),
    Kind.SEVERE: (
        6,
        7,
        (Finding.RADIATING_PAIN, Finding.WEAKNESS, Finding.ALTERED_GAIT, Finding.STARTED_DURING_RUN),
    ),
}


@st.composite
def self_care(
    draw: st.DrawFn,
    *,
    kinds: Iterable[Kind] = tuple(Kind),
    zone: str | None = None,
    cautions: bool = False,
    usual_run: tuple[int, int] = (5, 300),
) -> tuple[Kind, Case]:
    """A case that may be planned, with its kind."""
    kind = draw(st.sampled_from(list(kinds)))
    runner = draw(runners(zone=zone, cautions=cautions, usual_run=usual_run))
    now = draw(moments(runner.zone))
    report = draw(_self_care_reports(kind, zone=runner.zone, now=now))
    return kind, Case(runner=runner, report=report, now=aware(now))
