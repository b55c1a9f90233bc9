"""The red flags that surely stand, by section 2 of the guidance; where its text leaves room, none is claimed."""

import datetime as dt
from typing import Final, final

from attrs import frozen

from tests.lives.facts import Amendment, CheckIn, Clearance, Report, Story
from tests.lives.words import EMERGENCY, KEEPS_OPEN, REFERRING

_PRESSES: Final = frozenset({"compress"})
_BLEEDS: Final = frozenset({"compress"})
_STARVES: Final = frozenset({"ice", "compress", "elevate", "warm-bath"})
_OFF: Final = {
    "pop-or-kick": frozenset({"ice", "compress"}),
    "cannot-push-off": frozenset({"ice", "compress"}),
    "warm-red-one-sided-swelling": _PRESSES,
    "clot-risk": _PRESSES,
    "two-clot-risks": _PRESSES,
    "cannot-bear-weight": _PRESSES,
    "numbness-or-tingling": frozenset({"ice", "compress", "elevate"}),
    "dark-urine": _PRESSES,
    "fever-or-spreading-redness": _PRESSES,
    "pain-not-eased-by-rest": frozenset({"compress", "elevate"}),
    "altered-gait": frozenset({"compress", "elevate"}),
    "notable-swelling": _PRESSES,
    "under-16": _BLEEDS,
    "blood-thinner-or-bleeding-disorder": _BLEEDS,
    "arterial-disease": _STARVES,
    "rest-or-night-foot-pain": _STARVES,
    "lump-behind-knee": _PRESSES,
}
# What a clearance does not give back.
_STAYS_OFF: Final = {
    "under-16": frozenset({"compress", "massage", "foam-roll"}),
    "blood-thinner-or-bleeding-disorder": frozenset({"compress", "massage", "foam-roll"}),
    "arterial-disease": _STARVES,
}
_WITH_NUMBNESS: Final = frozenset({"pain-not-eased-by-rest", "weakness", "notable-swelling"})
WEEK: Final = 7


@final
@frozen(kw_only=True)
class Flag:
    """A red flag, by the finding that a clearance has to name; ``day`` is the day it belongs to."""

    finding: str
    day: dt.date
    because: str
    off: frozenset[str] = frozenset()
    emergency: bool = False


def flags_at(story: Story, now: dt.datetime) -> list[Flag]:
    """Give the flags that surely stand at a moment: named or counted, and not cleared since."""
    flags = _at_the_start(story)
    for count, fact in enumerate(story.facts, start=1):
        match fact:
            case Clearance():
                flags = [flag for flag in flags if not _is_cleared(flag, fact)]
            case CheckIn():
                flags += _kept(_of_check_in(story.before(count), fact), story.before(count - 1), fact.day)
            case Amendment():
                before = story.before(count - 1)
                # A correction repeats the rest of the report; that is no new flag.
                known = {flag.because for flag in _of_report(before.report, story.date(story.started_at))}
                now_named = _of_report(fact.report, story.date(fact.entered_at))
                new = [flag for flag in now_named if flag.because not in known]
                flags += [flag for flag in new if not _was_cleared(flag, before)]
        flags += [flag for flag in _over_a_week(story.before(count), fact.entered_at) if flag not in flags]
    flags += [flag for flag in _over_a_week(story, now) if flag not in flags]
    return flags


def stays_off(story: Story) -> frozenset[str]:
    """Give the activities that stay off after a clearance."""
    sources: list[Report | CheckIn] = [*story.reports, *(fact for fact in story.facts if isinstance(fact, CheckIn))]
    known = {finding for source in sources for finding in source.findings}
    cleared = {clearance.finding for clearance in story.clearances} & known
    return frozenset(activity for finding in cleared for activity in _STAYS_OFF.get(finding, frozenset()))


def _at_the_start(story: Story) -> list[Flag]:
    day = story.date(story.started_at)
    return _of_report(story.first_report, day) + _late(story.first_report, day, story)


def _late(report: Report, entered: dt.date, story: Story) -> list[Flag]:
    if (entered - story.date(report.onset)).days >= WEEK:
        seventh = story.date(report.onset) + dt.timedelta(days=WEEK)
        return [Flag(finding="recurring", day=seventh, because="first entered on day 7 or later (D5)")]
    return []


def _of_report(report: Report, day: dt.date) -> list[Flag]:
    return _rows(report.findings, report.rest or 0, report.walking or 0, 0, day)


def _of_check_in(story: Story, check_in: CheckIn) -> list[Flag]:
    flags = _rows(check_in.findings, check_in.rest or 0, check_in.walking or 0, check_in.exerting, check_in.day)
    earlier: list[Report | CheckIn] = [
        *story.reports,
        *(fact for fact in story.facts if isinstance(fact, CheckIn) and fact is not check_in),
    ]
    known = frozenset(finding for source in earlier for finding in source.findings)
    day_1 = story.date(story.report.onset) + dt.timedelta(days=1)
    # The waking hours of a night worker end on the next date, by noon.
    at_the_start = story.date(check_in.entered_at - dt.timedelta(hours=12)) <= day_1
    if "swelling" in check_in.findings and not known & {"swelling", "notable-swelling"} and not at_the_start:
        flags.append(Flag(finding="swelling", day=check_in.day, because="swelling, new at a check-in", off=_PRESSES))
    if "radiating-pain" in check_in.findings and "tendon-risk-medicine" in known:
        flags.append(
            Flag(finding="tendon-risk-medicine", day=check_in.day, because="radiating pain, the medicine named before")
        )
    return flags


def _rows(findings: frozenset[str], rest: int, walking: int, running: int, day: dt.date) -> list[Flag]:
    flags = [
        Flag(finding=each, day=day, because=each, emergency=each in EMERGENCY, off=_OFF.get(each, frozenset()))
        for each in sorted(findings)
        if each in EMERGENCY or each in REFERRING
    ]
    strong = max(rest, walking, running) >= 8
    if strong or rest >= 6:
        off = _OFF["pain-not-eased-by-rest"]
        flags.append(Flag(finding="pain-not-eased-by-rest", day=day, because="pain 8 to 10, or 6 at rest", off=off))
    if "altered-gait" in findings and walking >= 6:
        flags.append(
            Flag(finding="altered-gait", day=day, because="sparing the leg, walking 6", off=_OFF["altered-gait"])
        )
    if {"tendon-risk-medicine", "radiating-pain"} <= findings:
        flags.append(Flag(finding="tendon-risk-medicine", day=day, because="radiating pain with the medicine"))
    if "numbness-or-tingling" in findings and (strong or findings & _WITH_NUMBNESS):
        flags.append(Flag(finding="numbness-or-tingling", day=day, because="numbness with more", emergency=True))
    return flags


def _is_cleared(flag: Flag, clearance: Clearance) -> bool:
    dated_well = flag.day <= clearance.date
    return clearance.finding == flag.finding and dated_well and not flag.emergency


def _was_cleared(flag: Flag, story: Story) -> bool:
    return not flag.emergency and any(clearance.finding == flag.finding for clearance in story.clearances)


def _kept(flags: list[Flag], story: Story, day: dt.date) -> list[Flag]:
    """Leave out flags of a check-in for a day that a clearance may already cover."""
    covered = {clearance.finding for clearance in story.clearances if clearance.date >= day}
    return [flag for flag in flags if flag.emergency or flag.finding not in covered]


def _over_a_week(story: Story, now: dt.datetime) -> list[Flag]:
    """Still sore on the evening of day 7 of an episode, counted from onset or the latest clearance."""
    if story.facts and isinstance(story.facts[-1], Amendment) and not story.clearances:
        late = _late(story.report, story.date(story.started_at), story)
        if late:
            return late
    opened: dt.date | None = story.date(story.base)
    for check_in in story.check_ins:
        if check_in.day < story.date(story.base) or story.who.sleeps(check_in.day) > now:
            continue
        if check_in.rest == 0 and check_in.walking == 0 and not check_in.findings & KEEPS_OPEN:
            opened = None
        elif check_in.is_sore and not (opened is None and check_in.walking == 1 and not check_in.rest):
            # Walking pain of 1 alone may be the ache after a run or strength.
            opened = opened or check_in.day
            if (check_in.day - opened).days >= WEEK:
                seventh = opened + dt.timedelta(days=WEEK)
                return [Flag(finding="recurring", day=seventh, because="still sore on day 7 (D5)")]
    return []
