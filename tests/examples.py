"""Cases written by hand; a case is a runner, a report and the moment at which it is assessed."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import final

import attrs

from soleus_recovery import (
    Emergency,
    Plan,
    Runner,
    SeeClinician,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
)
from soleus_recovery.vocabulary import Activity, Caution, Finding, Measure, Severity
from tests.wall_clock import aware, instant, minute_of, onset_wall

BERLIN = Runner(zone="Europe/Berlin")
ONSET = "2026-11-22T18:30"

# What a caution leaves out (section 4, cautions), copied by hand. Poor circulation may be heart failure, and a risk
# with NSAIDs may be heart or kidney disease: neither is told to drink more.
CAUTION_OFF: dict[Caution, frozenset[Measure]] = {
    Caution.COLD_SENSITIVITY: frozenset({Measure.ICE}),
    Caution.POOR_CIRCULATION: frozenset(
        {Measure.ICE, Measure.COMPRESSION, Measure.HEAT, Measure.RAISING, Measure.DRINK_MORE}
    ),
    Caution.NUMB_OR_BROKEN_SKIN: frozenset(
        {Measure.ICE, Measure.COMPRESSION, Measure.HEAT, Measure.MASSAGE, Measure.ROLLING}
    ),
    Caution.NSAID_RISK: frozenset({Measure.NSAID_TEXT, Measure.DRINK_MORE}),
    Caution.DIABETES: frozenset({Measure.ICE, Measure.HEAT, Measure.COMPRESSION}),
}

# The measures of an activity; a caution that switches off any of them removes its sessions.
MEASURES_OF: dict[Activity, frozenset[Measure]] = {
    Activity.ICE: frozenset({Measure.ICE}),
    Activity.ELEVATE: frozenset({Measure.RAISING}),
    Activity.COMPRESS: frozenset({Measure.COMPRESSION}),
    Activity.REST: frozenset(),
    Activity.WALK: frozenset({Measure.EXERCISE}),
    Activity.STRETCH: frozenset({Measure.EXERCISE, Measure.STRETCHING}),
    Activity.MOBILISE: frozenset({Measure.EXERCISE}),
    Activity.STRENGTHEN: frozenset({Measure.EXERCISE}),
    Activity.KEEP_FIT: frozenset({Measure.EXERCISE}),
    Activity.FOAM_ROLL: frozenset({Measure.ROLLING}),
    Activity.MASSAGE: frozenset({Measure.MASSAGE}),
    Activity.WARM_BATH: frozenset({Measure.HEAT}),
    Activity.HYDRATE: frozenset({Measure.DRINK_MORE}),
    Activity.RUN: frozenset({Measure.RUNS, Measure.EXERCISE}),
    Activity.CHECK_IN: frozenset(),
    Activity.REVIEW: frozenset(),
    Activity.PREVENT: frozenset({Measure.EXERCISE}),
    Activity.KEEP: frozenset({Measure.EXERCISE}),
    Activity.APPOINTMENT: frozenset(),
}


def off_by_cautions(runner: Runner) -> frozenset[Measure]:
    """Return the measures that the runner's cautions switch off."""
    return frozenset[Measure]().union(*(CAUTION_OFF[caution] for caution in runner.cautions))


class Kind(Enum):
    """The four ways back to running: a level and whether it may be a strain."""

    PLAIN = (Severity.MILD, False)
    MILD = (Severity.MILD, True)
    MODERATE = (Severity.MODERATE, True)
    SEVERE = (Severity.SEVERE, True)

    @property
    def severity(self) -> Severity:
        return self.value[0]

    @property
    def possible_strain(self) -> bool:
        return self.value[1]


@final
@attrs.frozen(kw_only=True)
class Case:
    """The facts of one plan."""

    runner: Runner
    report: SymptomReport
    now: dt.datetime

    def assess(self) -> SelfCare | SeeClinician | Emergency:
        return assess(self.report, self.runner, now=self.now)

    @property
    def onset(self) -> int:
        """The instant of onset by the independent clock, in minutes since 1970."""
        return instant(onset_wall(self.report.onset), self.runner.zone)

    @property
    def onset_date(self) -> dt.date:
        return onset_wall(self.report.onset).date()

    @property
    def made_at(self) -> int:
        return minute_of(self.now)


def care_of(case: Case) -> SelfCare:
    """Assess a case that must be self-care."""
    result = case.assess()
    assert isinstance(result, SelfCare), result
    return result


def referral_of(case: Case) -> SeeClinician:
    """Assess a case that must be referred."""
    result = case.assess()
    assert isinstance(result, SeeClinician), result
    return result


# Many tests ask about the plan of the same case; a plan is a value, so they can share it.
@lru_cache(maxsize=512)
def plan_of(case: Case) -> Plan:
    """Make the plan of a case of self-care."""
    return build_plan(care_of(case))


_PAINS: dict[Kind, tuple[int, int]] = {
    Kind.PLAIN: (0, 2),
    Kind.MILD: (1, 3),
    Kind.MODERATE: (1, 5),
    Kind.SEVERE: (2, 7),
}


def report_of(kind: Kind, *, onset: str = ONSET, findings: Iterable[Finding] = ()) -> SymptomReport:
    """Return a plain report of this kind."""
    at_rest, walking = _PAINS[kind]
    plain = {Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS} if kind is Kind.PLAIN else set[Finding]()
    return SymptomReport(
        onset=onset, pain_at_rest=at_rest, pain_walking=walking, findings=frozenset({*findings, *plain})
    )


def case_of(
    kind: Kind,
    *,
    runner: Runner = BERLIN,
    onset: str = ONSET,
    minutes_later: int = 60,
    findings: Iterable[Finding] = (),
) -> Case:
    """Return a plain case of this kind, assessed so many minutes after onset.

    With poor circulation it does not hurt at rest: that would refer.
    """
    now = aware(instant(onset_wall(onset), runner.zone) + minutes_later)
    report = report_of(kind, onset=onset, findings=findings)
    if Caution.POOR_CIRCULATION in runner.cautions:
        report = attrs.evolve(report, pain_at_rest=0)
    return Case(runner=runner, report=report, now=now)
