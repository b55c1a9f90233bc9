"""The files for other programs to read: every kind of plan in every form."""

import datetime as dt
import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, final

import attrs

from soleus_recovery import Finding, Plan, Runner, SymptomReport, to_ics
from soleus_recovery.calendars import Detail
from tests.export.stories import ALL_TESTS, Story, checkin

__all__ = ["ALL", "PLANS", "SOME", "File"]

_DAY = dt.timedelta(days=1)

KINDS: Final[dict[str, dict[str, Any]]] = {
    "plain": {
        "pain_at_rest": 0,
        "pain_walking": 2,
        "findings": [Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS],
    },
    "mild": {"pain_at_rest": 1, "pain_walking": 3},
    "moderate": {"pain_at_rest": 1, "pain_walking": 5},
    "severe": {"pain_at_rest": 1, "pain_walking": 7},
    "held": {"pain_at_rest": 1, "pain_walking": 3, "findings": [Finding.BRUISING]},
}
PLACES: Final = {
    "a zone with a rule": ("Asia/Tokyo", "2026-11-20"),
    "over a change": ("Europe/Berlin", "2026-10-22"),
    "a zone without a rule": ("Africa/Casablanca", "2027-02-04"),
}
TIMES_REVISED: Final = (0, 3)


@cache
def plan_of(kind: str, place: str, revised: int) -> Plan:
    """Return a plan of this kind in this zone, after at least so many revisions: a flare, good days and tests."""
    zone, first = PLACES[place]
    date = dt.date.fromisoformat(first)
    report = SymptomReport(onset=f"{date}T18:30", **KINDS[kind])
    # A short usual run makes a short plan.
    story = Story(runner=Runner(zone=zone, usual_run_minutes=20), report=report, now=f"{date}T19:30")
    check_ins = [checkin(date + _DAY, 2, 5), checkin(date + 2 * _DAY, 0, 3), checkin(date + 3 * _DAY)]
    check_ins += [checkin(date + day * _DAY, gates=ALL_TESTS) for day in range(4, 15)]
    while story.plan.revision < revised:
        check_in = check_ins.pop(0)
        story.tell(check_in, f"{check_in.day}T21:30")
    return story.plan


@final
@attrs.frozen(kw_only=True)
class File:
    """A file and the choices that it was made with."""

    kind: str
    place: str
    revised: int
    detail: Detail
    alarms: bool
    discreet: bool

    @property
    def plan(self) -> Plan:
        return plan_of(self.kind, self.place, self.revised)

    @property
    def data(self) -> bytes:
        return to_ics(self.plan, detail=self.detail, alarms=self.alarms, discreet=self.discreet)

    @property
    def name(self) -> str:
        marks = [name for name in ("alarms", "discreet") if getattr(self, name)]
        return "-".join([self.kind, self.place.replace(" ", "_"), str(self.revised), self.detail.value, *marks])


def _every() -> Iterator[File]:
    forms = itertools.product(KINDS, PLACES, TIMES_REVISED, Detail, (False, True), (False, True))
    for kind, place, revised, detail, alarms, discreet in forms:
        yield File(kind=kind, place=place, revised=revised, detail=detail, alarms=alarms, discreet=discreet)


def pairs_of(file: File) -> set[tuple[tuple[str, Any], tuple[str, Any]]]:
    """Return every pair of its marks."""
    return set(itertools.combinations(attrs.asdict(file).items(), 2))


def _pairwise(files: tuple[File, ...]) -> tuple[File, ...]:
    """Return few files that cover every pair of marks: of each kind and place, the file with most new pairs."""
    missing = set[tuple[tuple[str, Any], tuple[str, Any]]]().union(*map(pairs_of, files))
    chosen: list[File] = []
    groups = [[*group] for _, group in itertools.groupby(files, key=lambda file: (file.kind, file.place))]
    for among in itertools.chain(groups, itertools.repeat(files)):
        best = max(among, key=lambda file: len(pairs_of(file) & missing))
        chosen.append(best)
        missing -= pairs_of(best)
        if not missing:
            break
    return tuple(chosen)


ALL: Final = tuple(_every())
SOME: Final = _pairwise(ALL)
PLANS: Final = tuple(itertools.product(KINDS, PLACES, TIMES_REVISED))
