"""Where a runner stands, worked out from the plain list of facts alone: slow, and meant to be obviously right.

It knows nothing of the product but the closed words of the vocabulary. Numbers are copied by hand from the guidance
(sections 2, 3, 5 and 6); the readings that docstrings and comments name are in docs/explanation/progression.md.

The facts are taken in the order in which they were recorded. After each one every day is walked again from the first,
with the check-ins known by then, and what that walk finds is collected: a red flag stays until it is cleared, a
raised severity stays. The last walk, at the moment asked for, gives the answer.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from soleus_recovery.vocabulary import Caution, Finding, Severity
from tests.course.oracle_ladder import Dose, heavier, ladder, times
from tests.course.oracle_training import TESTS_FROM_DAY, Ground, Trainer
from tests.course.oracle_weeks import run_of_the_day
from tests.examples import Kind
from tests.triage.triage_table import BAND_TOP, EVERY_TRIGGER, Facts, Row, Trigger, severe_signs
from tests.wall_clock import instant, wall

Outcome = Literal["self-care", "see-clinician", "emergency"]
Phase = Literal["relieve", "restore", "return", "prevent", "keep", "hold"]
Morning = Literal["better", "same", "worse"]
Way = tuple[Row, Trigger]

HOUR = 60
A_DAY = dt.timedelta(days=1)
URGENCIES = ("within-days", "today", "emergency")
LEVELS = ("mild", "moderate", "severe")
MILD, MODERATE, SEVERE = range(3)

RELIEVE_HOURS = {MILD: 48, MODERATE: 72, SEVERE: 72}
FLOOR_HOURS = {Kind.PLAIN: 48, Kind.MILD: 72, Kind.MODERATE: 72, Kind.SEVERE: 168}
TESTS_FROM_HOURS = {Kind.PLAIN: 48, Kind.MILD: 72, Kind.MODERATE: 72, Kind.SEVERE: 72}
BEFORE_BED = 120  # minutes that training and tests need
LATE_REPORT_HOURS = 72
REVIEW_BEFORE_BED = 50  # minutes
HOLDS_DAYS = 3  # from the first test of a gate
OPEN_DAY_THAT_REFERS = 7
SORE_DAY_THAT_RAISES = 3
PLAIN_SORE_DAY_THAT_RAISES = 5  # where plain soreness is known to be no worse
SWELLING_DAY = 3
SWELLING_TOLD_DAY = 1
WATCH_DAY = 3
SILENT_DAYS = 7
STRONG_PAIN_HOURS = 72
PREVENT_DAYS = 14
KEEP_DAYS = 15 * 7  # from the first usual run
UNCLEAN_DAYS = 14

LASTING = frozenset(
    {
        "clot-risk",
        "clot-risk-minor",
        "two-clot-risks",
        "under-16",
        "blood-thinner-or-bleeding-disorder",
        "arterial-disease",
        "tendon-risk-medicine",
        "fluoroquinolone",
        "steroid-tablets",
        "muscle-medicine",
    }
)
# Findings that refer only together with another, or with pain.
LEADING = frozenset(
    {
        *("tendon-risk-medicine", "blood-thinner-or-bleeding-disorder", "arterial-disease", "altered-gait"),
        *("steroid-tablets", "lump-behind-knee", "unexplained-soreness", "clot-risk-minor"),
    }
)
# The finding under which a row that no finding fires is cleared.
CLEARED_AS = {
    "over a week": "recurring",
    "severe pain": "pain-not-eased-by-rest",
    "circulation at rest": "rest-or-night-foot-pain",
}
SORE_FINDINGS = frozenset({"swelling", "bruising", "spasms", "radiating-pain", "weakness", "altered-gait"})
STRAIN_FINDINGS = SORE_FINDINGS
LEVEL_OF_FINDING = {
    "spasms": MODERATE,
    "radiating-pain": SEVERE,
    "weakness": SEVERE,
    "altered-gait": SEVERE,
    "started-during-run": SEVERE,
    "sudden-sharp-pain": SEVERE,
}


# ---------------------------------------------------------------- facts in, state out


@dataclass(frozen=True, kw_only=True)
class Report:
    """The report and the runner in force from now on: the first fact is the start, later ones amend it."""

    at: int
    onset: int
    pain_at_rest: int | None = None
    pain_walking: int | None = None
    severity: str | None = None
    findings: frozenset[str] = frozenset()
    side: str | None = None
    painkiller: bool = False
    cautions: frozenset[str] = frozenset()
    zone: str = "Europe/Berlin"
    wake: int = 7 * HOUR
    bed: int = 22 * HOUR
    run_minute_after_waking: int = 11 * HOUR
    usual_run_minutes: int = 45
    long_run_minutes: int = 0

    @property
    def long(self) -> int:
        """The longest run that the plan leads to."""
        return max(self.long_run_minutes, self.usual_run_minutes)


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """The check-in for a day; ``pain_running`` says that there was a run.

    ``missed_training`` says that a session of heel raises or bounces was missed.
    """

    at: int
    day: dt.date
    pain_at_rest: int | None = None
    pain_walking: int | None = None
    pain_running: int | None = None
    pain_training: int | None = None
    morning: Morning | None = None
    findings: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()
    raises: tuple[int, int] | None = None
    painkiller: bool = False
    missed_training: bool = False


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """A clinician's clearance: one finding no longer holds the runner up."""

    at: int
    cleared_on: dt.date
    cleared_for: str
    level: str | None = None
    not_before: dt.date | None = None


Signs = Report | CheckIn | Clearance
"""One recorded fact; ``at`` is the instant of recording, in minutes since 1970."""


@dataclass(frozen=True, kw_only=True)
class State:
    """Where the runner stands.

    ``gates`` is empty and ``gate_passed`` false where no gate is asked for. ``not_before`` is None where it binds
    nothing: where it is not after ``next_day``, the first day that is neither told nor over.
    """

    outcome: Outcome
    urgency: str | None
    waiting: frozenset[str]
    severity: str
    possible_strain: bool
    phase: Phase
    rung: int
    longest: int
    setbacks: int
    gate_needed: bool
    gates: frozenset[str]
    gate_passed: bool
    episode_open: bool
    ready: bool
    not_before: dt.date | None
    next_day: dt.date


# ---------------------------------------------------------------- time


def _at_minute(date: dt.date, minute: int, zone: str) -> int:
    """The instant so many wall-clock minutes after the midnight that begins this date."""
    return instant(dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minute), zone)


def window_end(runner: Report, date: dt.date) -> int:
    """The bedtime of the waking window that opened on this date."""
    nights = 0 if runner.bed > runner.wake else 1
    return _at_minute(date + nights * A_DAY, runner.bed, runner.zone)


def window_start(runner: Report, date: dt.date) -> int:
    """The waking of the window that opened on this date."""
    return _at_minute(date, runner.wake, runner.zone)


def _last_window_before(runner: Report, minute: int) -> dt.date:
    """The date of the window that holds this instant, or else of the one that ended last."""
    date = date_of(minute, runner.zone)
    while window_start(runner, date) > minute:
        date -= A_DAY
    return date


def usual_run(runner: Report, date: dt.date) -> int:
    """The usual run time in the window of this date."""
    return _at_minute(date, runner.wake + runner.run_minute_after_waking, runner.zone)


def date_of(minute: int, zone: str) -> dt.date:
    """The calendar date at this instant."""
    return wall(minute, zone).date()


def _first_window_after(runner: Report, minute: int) -> dt.date:
    """The date of the window that holds this instant, or else of the one that opens next."""
    date = date_of(minute, runner.zone) - 2 * A_DAY
    while window_end(runner, date) <= minute:
        date += A_DAY
    return date


# ---------------------------------------------------------------- one check-in by itself


def _pains(check_in: CheckIn) -> list[int]:
    """The pains that are known, of all four."""
    pains = (check_in.pain_at_rest, check_in.pain_walking, check_in.pain_running, check_in.pain_training)
    return [pain for pain in pains if pain is not None]


def sore(check_in: CheckIn) -> bool:
    """Reading `sore`: pain at rest or walking, or a finding that is soreness."""
    return (
        (check_in.pain_at_rest or 0) > 0 or (check_in.pain_walking or 0) > 0 or bool(check_in.findings & SORE_FINDINGS)
    )


def free_of_pain(check_in: CheckIn) -> bool:
    """Reading `episode`: both pains are known to be 0, and nothing is sore."""
    if check_in.painkiller:
        return False  # a reading within 24 hours of one is unknown where it would be good
    return check_in.pain_at_rest == 0 and check_in.pain_walking == 0 and not sore(check_in)


def full(check_in: CheckIn) -> bool:
    """Reading `full-check-in`: both pains and the morning are known, no painkiller; a missed session voids no day."""
    told = check_in.pain_at_rest is not None and check_in.pain_walking is not None and check_in.morning is not None
    return told and not check_in.painkiller


def enough_raises(sore_side: int, other: int, *, both: bool) -> bool:
    """Section 4: at least 10, and 90 % of the other side; a gap of two or fewer counts as equal. Both sore: 10 each."""
    if both:
        return sore_side >= 10 and other >= 10
    return sore_side >= 10 and (other - sore_side <= 2 or sore_side >= 0.9 * other)


def strong_pain(check_in: CheckIn) -> bool:
    """The third row of the check-in table."""
    return max(check_in.pain_walking or 0, check_in.pain_running or 0, check_in.pain_training or 0) >= 6


def more_pain(check_in: CheckIn, *, worse_again: bool) -> bool:
    """The fourth row of the check-in table, or worse: a worse morning counts with pain over 2, or twice in a row."""
    if any(pain >= 4 for pain in _pains(check_in)):
        return True
    unknown = check_in.pain_at_rest is None or check_in.pain_walking is None
    return check_in.morning == "worse" and (unknown or worse_again or any(pain > 2 for pain in _pains(check_in)))


def worse_morning(check_in: CheckIn) -> bool | None:
    """Whether the morning was worse; a good one under a painkiller is unknown."""
    if check_in.morning == "worse":
        return True
    return None if check_in.morning is None or check_in.painkiller else False


def some_pain(check_in: CheckIn, *, returning: bool) -> bool:
    """The fifth row of the check-in table, or worse."""
    # Section 4: training may hurt as much as 3.
    if max(check_in.pain_at_rest or 0, check_in.pain_walking or 0, check_in.pain_running or 0) >= 3:
        return True
    return returning and ((check_in.pain_at_rest or 0) >= 1 or (check_in.pain_walking or 0) >= 2)


def clean_by_its_day(check_in: CheckIn) -> bool | None:
    """Section 6, clean run, as far as the evening of the run tells; None where an answer is missing."""
    if check_in.painkiller:
        return False
    if (check_in.pain_running or 0) > 2 or (check_in.pain_at_rest or 0) > 0 or (check_in.pain_walking or 0) > 1:
        return False
    return None if None in (check_in.pain_running, check_in.pain_at_rest, check_in.pain_walking) else True


def clean_by_the_morning(check_in: CheckIn) -> bool | None:
    """Section 6, clean run, as far as the check-in of the next day tells."""
    if check_in.painkiller or check_in.morning == "worse":
        return False
    return None if check_in.morning is None else True


def _level_of(pains: Iterable[int], findings: Iterable[str]) -> int:
    """The severity of these pains and findings: 0 to 3 mild, 4 and 5 moderate, above that severe."""
    level = MILD
    for pain in pains:
        if pain >= 4:
            level = max(level, MODERATE)
        if pain >= 6:
            level = max(level, SEVERE)
    for finding in findings:
        level = max(level, LEVEL_OF_FINDING.get(finding, MILD))
    return level


def _severity_of(check_in: CheckIn) -> int:
    pains = [pain for pain in (check_in.pain_at_rest, check_in.pain_walking) if pain is not None]
    return _level_of(pains, check_in.findings)


# ---------------------------------------------------------------- the report


def _walking_or_band_top(report: Report) -> int:
    if report.pain_walking is not None:
        return report.pain_walking
    return BAND_TOP[Severity(report.severity or "mild")]


def _at_rest(report: Report) -> int:
    """Pain at rest of a report; an unknown one is 1, and one of 0 under a painkiller is unknown."""
    if report.pain_at_rest is None:
        return 1
    return max(1, report.pain_at_rest) if report.painkiller else report.pain_at_rest


def level_of_report(report: Report, start: int) -> int:
    """The severity (section 3) of this report at this moment."""
    level = _level_of([report.pain_at_rest or 0, _walking_or_band_top(report)], report.findings)
    level = max(level, LEVELS.index(report.severity or "mild"))
    if report.painkiller:
        level = max(level, MODERATE)  # a pain that would be mild is unknown: the more serious possibility
    day_3 = date_of(report.onset, report.zone) + SORE_DAY_THAT_RAISES * A_DAY
    if start > report.onset + LATE_REPORT_HOURS * HOUR or start >= window_end(report, day_3) - REVIEW_BEFORE_BED:
        level = max(level, MODERATE)
    return level


def strain_of_report(report: Report, start: int) -> bool:
    """Whether this report, at this moment, is anything but plain soreness."""
    plain = (
        "started-hours-after" in report.findings
        and (report.side == "both" or "diffuse-soreness" in report.findings)
        and report.pain_at_rest == 0
        and report.pain_walking is not None
        and level_of_report(report, start) == MILD
        and not report.findings & STRAIN_FINDINGS
    )
    return not plain


# ---------------------------------------------------------------- triage


def _ways(
    findings: Iterable[str],
    runner: Report,
    *,
    at_rest: int = 0,
    walking: int = 0,
    anywhere: int = 0,
    day: int = 0,
    plain: bool = False,
) -> set[Way]:
    """Every way into a row of the triage table that these facts open for a runner with these cautions."""
    named = frozenset(Finding(name) for name in findings)
    cautions = frozenset(Caution(name) for name in runner.cautions)
    open_ways: set[Way] = set()
    for row, trigger in EVERY_TRIGGER:
        # A limp refers with strong pain on *walking*; every other row means pain anywhere.
        limp = trigger.findings == {Finding.ALTERED_GAIT}
        most = walking if limp else max(walking, anywhere)
        facts = Facts(
            findings=named, at_rest=at_rest, walking=most, day=day, cautions=cautions, plain_on_both_sides=plain
        )
        if trigger.set_off_by(facts):
            open_ways.add((row, trigger))
    return open_ways


def _ways_of_report(report: Report, start: int, *, plain: bool) -> set[Way]:
    """The ways that this report opens at this moment; an unknown pain is taken on the careful side."""
    return _ways(
        report.findings,
        report,
        at_rest=_at_rest(report),
        walking=_walking_or_band_top(report),
        day=(date_of(start, report.zone) - date_of(report.onset, report.zone)).days,
        plain=plain,
    )


def _adding_up(findings: Iterable[str], *, at_rest: int, walking: int) -> set[tuple[str, frozenset[str]]]:
    """Guidance 2, section 1: the urgencies to which severe signs add up, each with its way; pains are the worst."""
    named = frozenset(Finding(name) for name in findings)
    signs = severe_signs(Facts(findings=named, at_rest=at_rest, walking=walking, day=0))
    ways: set[tuple[str, frozenset[str]]] = set()
    # Reading `triage-again`: pain at rest and pain walking that reach their marks are two ways.
    for strong in [*(["rest 4"] if at_rest >= 4 else []), *(["walking 7"] if walking >= 7 else [])]:
        if len(signs) >= 2:
            ways.add(("within-days", signs | {strong}))
    if len(signs) >= 3:
        ways.add(("today", signs))
    return ways


def _added_up(ways: Iterable[tuple[str, frozenset[str]]]) -> "list[_Referral]":
    return [_Referral(urgency, {"several-severe-signs"}) for urgency, _ in ways]


def _adding_up_in(report: Report) -> set[tuple[str, frozenset[str]]]:
    return _adding_up(report.findings, at_rest=_at_rest(report), walking=_walking_or_band_top(report))


@dataclass
class _Referral:
    """A row that fired, and the findings that are still to be cleared for it."""

    urgency: str
    waits_for: set[str]
    duration: bool = False  # over a week, or a second setback


def _referrals(ways: Iterable[Way], told: frozenset[str]) -> list[_Referral]:
    """A referral for each way that fired, waiting for those findings of its row that were named."""
    referrals: list[_Referral] = []
    for row, trigger in ways:
        if str(row.urgency) == "emergency":
            waits_for: set[str] = set()
        else:
            in_first_column = {str(finding) for each in row.triggers for finding in each.findings}
            waits_for = set(told & in_first_column)
            if len(trigger.findings) > 1 or (trigger.findings and (trigger.at_rest or trigger.walking)):
                # What this way begins with; the rest is what makes it fire, or another way into the same row.
                waits_for &= LEADING & {str(finding) for finding in trigger.findings}
            if Finding.ALTERED_GAIT not in trigger.findings:
                waits_for -= {"altered-gait"}  # a limp counts by itself, with its own pain
            if row.id == "notable swelling":  # mild swelling on day 3 has words and a clearance of its own
                waits_for = {"swelling" if trigger.day else "notable-swelling"}
            if not trigger.findings:  # it fired by a number alone
                waits_for.add(CLEARED_AS[row.id])
        referrals.append(_Referral(str(row.urgency), waits_for, duration=row.id == "over a week"))
    return referrals


# ---------------------------------------------------------------- the record


@dataclass
class _Record:
    """The facts recorded so far, and what was found at the moment of recording."""

    reports: list[Report]
    check_ins: list[CheckIn] = field(default_factory=list)
    # The course: from onset, or from the last clearance that left nothing to wait for.
    clearance: Clearance | None = None
    levels: list[int] = field(default_factory=list)  # of the clearances of this wait; severe where none is given
    cleared_level: int = 2
    waits: list[dt.date] = field(default_factory=list)  # the dates of all clearances before which no run comes
    no_run_before: dt.date | None = None
    cleared_on: list[dt.date] = field(default_factory=list)  # of what was cleared since something waits
    begins_on: dt.date = dt.date.min
    without_night: set[dt.date] = field(default_factory=set)
    check_ins_before_it: int = 0
    reports_before_it: int = 0
    referrals: list[_Referral] = field(default_factory=list)
    red_days: set[dt.date] = field(default_factory=set)
    week_days: set[dt.date] = field(default_factory=set)
    runs_refer: set[dt.date] = field(default_factory=set)
    second_setback_heard: bool = False
    raised: dict[dt.date, int] = field(default_factory=dict)
    raised_but_for_days: dict[dt.date, int] = field(default_factory=dict)
    strained: set[dt.date] = field(default_factory=set)
    plain: list[bool] = field(default_factory=list)  # whether each report was plain soreness of both calves
    held: list[tuple[dt.date, dt.date]] = field(default_factory=list)  # no training counts between these days
    second_reason: bool = False  # whether something but duration has fired in this wait
    # Clearances of duration alone, each with the moment from which floors count, and the level and date that were said.
    resumed: dict[dt.date, tuple[int, int | None, dt.date | None]] = field(default_factory=dict)
    trained: dict[dt.date, tuple[str, ...]] = field(default_factory=dict)  # planned for a day when it was first told

    @property
    def start(self) -> int:
        return self.reports[0].at

    @property
    def report(self) -> Report:
        return self.reports[-1]

    @property
    def waiting(self) -> frozenset[str]:
        return frozenset(check_in for referral in self.referrals for check_in in referral.waits_for)

    @property
    def emergency(self) -> bool:
        return any(referral.urgency == "emergency" for referral in self.referrals)


# ---------------------------------------------------------------- the walk over the days


@dataclass(frozen=True)
class _Episode:
    """An open episode: its first day, the day from which its days are counted, and whether it is the report's."""

    since: dt.date
    day_zero: dt.date
    of_the_onset: bool = False


@dataclass
class _Run:
    """A run that was told; ``minutes`` is what the plan asked for, ``clean`` is None while nobody knows."""

    day: dt.date
    minutes: int
    pain: int
    own: bool | None
    clean: bool | None
    worse: bool | None = None


class _Walk:
    """One pass over the days from the first one that exists; every attribute is as of the day reached."""

    def __init__(self, record: _Record, now: int) -> None:
        self.record = record
        self.runner = record.report
        self._begin()
        last_words = self.last_words()
        first_silent = _first_window_after(self.runner, record.start)
        day = self.first_day
        self.to_resume = sorted(record.resumed)
        while True:
            while self.to_resume and self.to_resume[0] <= day:
                self._go_on(self.to_resume.pop(0))
            if day in last_words:
                self._told_day(day, last_words[day])
            elif window_end(self.runner, day) > now and not any(later > day for later in last_words):
                # Other waking hours can call this moment the end of yesterday, after a check-in for today.
                break
            elif day >= first_silent:
                self._silent_day(day)
            if day in record.without_night and (day in last_words or day >= first_silent) and not self._closed(day):
                self._end_without_night()
            day += A_DAY
        self.next_day = day
        for later in self.to_resume:
            self._go_on(later)

    def _begin_level(self) -> None:
        record, runner = self.record, self.runner
        if record.clearance is None:
            self.day_zero = date_of(runner.onset, runner.zone)
            self.first_day = _first_window_after(runner, runner.onset)
            self.counted_from = runner.onset
            told = max(level_of_report(report, record.start) for report in record.reports)
            self.level = max([told, *(level for day, level in record.raised.items() if day < self.first_day)])
            self.strain = any(strain_of_report(report, record.start) for report in record.reports)
            self.strain = self.strain or any(day < self.first_day for day in record.strained)
            early = [level for day, level in record.raised_but_for_days.items() if day < self.first_day]
            self.but_for_days = max([told, *early])
            at_rest = 1 if runner.pain_at_rest is None else runner.pain_at_rest
            self.last_pains = at_rest, _walking_or_band_top(runner)
        else:
            self.day_zero = self.first_day = record.begins_on
            end_of_date = _at_minute(self.day_zero + A_DAY, 0, runner.zone)
            self.counted_from = min(end_of_date, record.clearance.at)
            self.level = self.but_for_days = record.cleared_level
            self.strain = True
            self.last_pains = 0, 0
        self.strain = self.strain or self.level > MILD
        self.strained_at_the_start = self.strain

    def _begin(self) -> None:
        record = self.record
        self._begin_level()
        self.episode: _Episode | None = _Episode(
            since=self.first_day, day_zero=self.day_zero, of_the_onset=record.clearance is None
        )
        self.episode_on: dict[dt.date, _Episode | None] = {}
        self.week_days: set[dt.date] = set()
        self.kept_days: set[dt.date] = set()  # after prevention, with a check-in
        self.raised: dict[dt.date, int] = {}
        self.raised_but_for_days: dict[dt.date, int] = {}
        self.strained: set[dt.date] = set()
        self.rung = 0
        self.longest = 0
        self._begin_runs()
        self.floor_from = self.counted_from
        self.no_run_before = record.no_run_before
        self.setbacks = 0
        self.in_flare = False
        self.flare_from = 0
        self.gate_needed = True
        self.tests: dict[str, dt.date] = {}
        self.gate_passed = False
        # Of days that other waking hours have left before the first one.
        early = [day for day, check_in in self.last_words().items() if check_in.pain_running is not None]
        self.last_run: dt.date | None = max((day for day in early if day < self.first_day), default=None)
        self.ran_on: dt.date | None = None  # a run that the next check-in is about
        self.run_to_judge: dt.date | None = None  # yesterday's run, if it was allowed
        self.run_to_judge_was_well = False
        self.judged_dose: Dose = self._due()
        self.last_told: dt.date | None = None
        self.last_word_well = False
        self.silent = 0
        self.bounds: list[dt.date] = []  # of setbacks
        self.rest_bounds: list[dt.date] = []  # of strong pain, which are counted in hours
        self.gate_bounds: list[dt.date] = []  # while the gate is asked for
        self.loading_from: dt.date | None = None
        self.trainer = Trainer()
        self.trained: dict[dt.date, tuple[str, ...]] = {}
        self.told_until: dt.date | None = None
        self.planned_from = record.start if record.clearance is None else record.clearance.at

    def _begin_runs(self) -> None:
        self.first_usual_run: dt.date | None = None
        self.first_long_run: dt.date | None = None
        self.lower = 0  # rungs of heavier ladders before this one
        self.runs: list[_Run] = []
        self.watched = False
        self.worse_row = 0
        self.runs_refer: set[dt.date] = set()
        self.flare_day: dt.date | None = None  # the last day of the last setback
        self.since_flare = 0  # the longest continuous run since the last flare in growth
        self.grows_from: int | None = None
        self.grew = False  # whether the flare in progress is one in growth
        self.short_gate = False
        self.aching: list[dt.date] = []  # days of walking pain 1 alone after a load, while no episode is open
        self.loaded: set[dt.date] = set()  # days with training that was planned, told of and not missed

    def _go_on(self, day: dt.date) -> None:
        """Reading `clearance`, duration alone: level and training stay; tests, ladder and floor begin again."""
        self.episode = _Episode(since=day, day_zero=day)
        self._ask_for_the_gate()
        self.rung = self.lower = self.setbacks = self.flare_from = self.since_flare = self.silent = 0
        self.grows_from = None
        self.run_to_judge, self.ran_on, self.first_usual_run, self.first_long_run = None, None, None, None
        self.flare_day = day
        self.in_flare = self.grew = self.last_word_well = False
        self.loading_from = max(self.loading_from or day, day + A_DAY)
        self.floor_from, level, self.no_run_before = self.record.resumed[day]
        if level is not None and level > self.level:
            self.level = self.but_for_days = level
            self.strain = True

    def last_words(self) -> dict[dt.date, CheckIn]:
        """The last check-in for each day; of those before a clearance, only from its date on."""
        record = self.record
        old, new = record.check_ins[: record.check_ins_before_it], record.check_ins[record.check_ins_before_it :]
        kept = [check_in for check_in in old if record.clearance is None or check_in.day >= record.begins_on]
        return {check_in.day: check_in for check_in in [*kept, *new]}

    def _end_without_night(self) -> None:
        """Reading `other-waking-hours`: no night follows this day, so all that waits for a day waits for one more."""
        self.tests, self.gate_passed = {}, False
        self.run_to_judge = self.ran_on = None
        self.last_word_well = False
        self.last_run = None if self.last_run is None else self.last_run + A_DAY
        self.bounds = [bound + A_DAY for bound in self.bounds]
        self.gate_bounds = [bound + A_DAY for bound in self.gate_bounds]
        for each in self.runs:
            each.day += A_DAY
        self.flare_day = None if self.flare_day is None else self.flare_day + A_DAY
        self.loading_from = None if self.loading_from is None else self.loading_from + A_DAY
        self.trainer.without_night()

    # -------------------------------------------------- what is due

    @property
    def kind(self) -> Kind:
        if self.level == MILD:
            return Kind.MILD if self.strain else Kind.PLAIN
        return Kind.MODERATE if self.level == MODERATE else Kind.SEVERE

    @property
    def grows(self) -> Kind:
        """Section 1: a level that duration alone has raised keeps the growth of MILD, here after a strain."""
        return Kind.MILD if self.but_for_days == MILD and self.strain else self.kind

    @property
    def doses(self) -> list[Dose]:
        whole = ladder(self.kind, self.runner.usual_run_minutes, self.grows_from, grows=self.grows)
        return [*self.lower_doses(), *whole]

    def lower_doses(self) -> list[Dose]:
        lower = heavier(self.kind, self.runner.usual_run_minutes)
        return [dose for dose in lower[max(0, len(lower) - self.lower) :] for _ in range(times(self.kind))]

    def _due(self) -> Dose:
        return self.doses[min(self.rung, len(self.doses) - 1)]

    def _asked(self, day: dt.date) -> Dose | None:
        """The run of a day; None where its week leaves no room for one."""
        return run_of_the_day(
            self.grows,
            self._due(),
            day,
            [(each.day, each.minutes) for each in self.runs],
            usual=self.runner.usual_run_minutes,
            long=self.runner.long,
            longest=self.since_flare,
            flare=self.flare_day,
        )

    def needed_tests(self) -> set[str]:
        """The tests of the gate; heel raises for every possible strain."""
        if self.strain and not self.short_gate:
            return {"brisk-walk", "hops", "heel-raises"}
        return {"brisk-walk", "hops"}

    def tests_done(self) -> bool:
        return self.needed_tests() <= set(self.tests)

    def _last_test(self) -> dt.date:
        return max(day for test, day in self.tests.items() if test in self.needed_tests())

    def test_bound(self) -> dt.date | None:
        """Reading `first-run`: two days after the last test, once all are done and no morning was missed."""
        if not self.gate_needed or not self.tests_done():
            return None
        if self.gate_passed or self._last_test() + A_DAY >= self.next_day:
            return self._last_test() + 2 * A_DAY
        return None

    def prevented(self, day: dt.date) -> bool:
        """Whether prevention is over on this day: after 14 days, or after the morning that judges the long run."""
        if self.first_usual_run is None or self.first_long_run is None:
            return False
        last = self.first_usual_run + (PREVENT_DAYS - 1) * A_DAY
        if self.runner.long > self.runner.usual_run_minutes:
            last = max(last, self.first_long_run + A_DAY)
        return day > last

    def _closed(self, day: dt.date) -> bool:
        """Reading `end`: a possible strain is kept up for 15 weeks from the first usual run."""
        if not self.prevented(day):
            return False
        return not self.strain or self.first_usual_run is None or day > self.first_usual_run + KEEP_DAYS * A_DAY

    # -------------------------------------------------- a silent day

    def _silent_day(self, day: dt.date) -> None:
        if self.prevented(day):
            # Section 7: silence changes nothing then, and no run is planned.
            self.run_to_judge, self.last_word_well = None, self.last_word_well and self._closed(day)
            return
        self.silent += 1
        steps = self._train_and_judge(day, None)
        self.run_to_judge = None
        self._miss_the_morning(day)
        held = self._hold_loading(day, stops=False, unknown=True)
        if self.silent == SILENT_DAYS and not self.gate_needed:
            self._rungs_back(1, self.rung)
            self._walks_again()
            self._ask_for_the_gate()
            self.first_usual_run = self.first_long_run = None
        self._lapse(day)
        if self.gate_needed and held:
            self.gate_bounds.append(self._first_day_for_tests(day) + 2 * A_DAY)
        self._trained(day, steps, well=False)

    # -------------------------------------------------- training

    def _loads_late(self, day: dt.date, hour: int) -> bool:
        """Whether an hour leaves less than two hours before the bedtime of this day."""
        return max(hour, self.planned_from) > window_end(self.runner, day) - BEFORE_BED

    def _ground(self, day: dt.date) -> Ground:
        hour = self.counted_from + (48 if self.kind is Kind.PLAIN else 72) * HOUR
        held = self.loading_from is not None and day < self.loading_from
        return Ground(
            kind=self.kind,
            day_zero=self.day_zero,
            running=not self.gate_needed or self.run_to_judge is not None,
            may_load=not held and not self._loads_late(day, hour),
        )

    def _train_and_judge(self, day: dt.date, check_in: CheckIn | None) -> tuple[str, ...]:
        """What the plan had for this day; the morning judges the day before."""
        steps = self.record.trained.get(day) if check_in is not None else None
        if any(after < day < until for after, until in self.record.held):
            steps = ()
        if steps is None:
            steps = self.trainer.planned(day, self._ground(day))
        morning = None if check_in is None else check_in.morning
        hidden = check_in is not None and check_in.painkiller
        no_worse = morning in ("same", "better") and not hidden
        running = self._ground(day).running
        self.trainer.judge(day, self.kind, no_worse=no_worse, worse=morning == "worse", running=running)
        return steps

    def _trained(self, day: dt.date, steps: tuple[str, ...], *, well: bool) -> None:
        self.trainer.told(day, steps, well=well)
        self.told_until = day

    def _first_test_day_of_the_level(self) -> dt.date:
        day = self.day_zero + TESTS_FROM_DAY[self.kind] * A_DAY
        while self._loads_late(day, self.counted_from + TESTS_FROM_HOURS[self.kind] * HOUR):
            day += A_DAY
        # Where a clinician gave a date for runs, the tests are two days before it, as they lapse.
        waits = self.no_run_before
        return day if waits is None else max(day, waits - 2 * A_DAY)

    def training_bound(self) -> dt.date | None:
        """Where tests are still to be done: two days after the first day for them, if each day until then is well."""
        if not self.gate_needed or self.tests_done():
            return None
        trainer = self.trainer.copy()
        day = first = self.day_zero if self.told_until is None else self.told_until + A_DAY
        while True:
            hopeful = trainer.copy()
            hopeful.judge(day, self.kind, no_worse=True, worse=False, running=True)
            if hopeful.complete(self.kind):
                break
            steps = hopeful.planned(day, self._ground(day))
            hopeful.told(day, steps, well=True)
            trainer = hopeful
            day += A_DAY
        bounds = [self._first_test_day_of_the_level()]
        if day > first:
            bounds.append(day)
        elif hopeful.moved_on is not None:
            bounds.append(hopeful.moved_on + A_DAY)
        if self.loading_from is not None:
            bounds.append(self.loading_from)
        return max(bounds) + 2 * A_DAY

    def _hold_loading(self, day: dt.date, *, stops: bool, unknown: bool) -> bool:
        """Reading `loading`: a bad day stops it for that day and the next; an unknown day extends that by a day."""
        held = stops or (unknown and self.loading_from is not None and day < self.loading_from)
        if held:
            self.loading_from = day + 2 * A_DAY
        return held

    def _first_day_for_tests(self, day: dt.date) -> dt.date:
        """Reading `first-run`: the day after this one, or the first on which loading is allowed again."""
        return max(day + A_DAY, self.loading_from or day)

    # -------------------------------------------------- a day with a check-in

    def _told_day(self, day: dt.date, check_in: CheckIn) -> None:
        if self.prevented(day) and not self._closed(day):
            self.kept_days.add(day)
            self.episode_on[day] = self.episode or self._aches_as_one()
            self.run_to_judge, self.last_word_well = None, False
        else:
            self._told_before_the_end(day, check_in)

    def _told_before_the_end(self, day: dt.date, check_in: CheckIn) -> None:
        steps = () if self._closed(day) else self._train_and_judge(day, check_in)
        if steps and not check_in.missed_training:
            self.loaded.add(day)
        in_episode, over_a_week = self._follow_the_episode(day, check_in)
        self.episode_on[day] = in_episode or self._aches_as_one()
        if over_a_week:
            self.week_days.add(day)
        if self._closed(day):
            return
        self.silent = 0
        self.trained[day] = steps
        ran = check_in.pain_running is not None
        returning = self._returning(day) or ran
        allowed = ran and self._run_allowed(day)
        dose = self._asked(day) or self._due()
        growing = self.since_flare > 0 and dose[0] == 0
        whole_before = self.gate_needed and not self.short_gate
        if ran:
            self.last_run = self.ran_on = day

        # The rows of the table, each asked for by itself: effects add up.
        worse_again = self._follow_the_mornings(day, check_in)
        hurts_again, repeats = self._follow_the_runs(day, check_in, minutes=dose[1] * dose[2])
        repeats = repeats or check_in.morning == "worse"
        red_flag = over_a_week or day in self.record.red_days or day in self.runs_refer
        rises = self._raise_level(day, check_in, in_episode)
        strong, more = strong_pain(check_in), more_pain(check_in, worse_again=worse_again)
        pain = red_flag or rises or strong or more or repeats or some_pain(check_in, returning=returning)
        from_rung = self.rung
        all_well = full(check_in) and not pain
        bad = rises or strong or more
        self._hold_loading(
            day, stops=bad, unknown=not full(check_in) and not some_pain(check_in, returning=returning) and not repeats
        )

        if rises:
            self.rung = self.lower = 0
            self._ask_for_the_gate()
        if returning and (rises or strong or more):
            self._setback(day, strong=strong, ran=ran, rises=rises, growing=growing, whole_before=whole_before)
        if hurts_again and not rises and not (self.grew and (strong or more)):
            self._step_back(day, from_rung)
        self._walks_again()
        if all_well:
            self.in_flare = self.grew = False
            if self.run_to_judge == day - A_DAY and self.run_to_judge_was_well and self._was_clean(day - A_DAY):
                self._count_the_run(day - A_DAY)
        self._end_gate_or_go_on(day, check_in, pain=pain, all_well=all_well)

        self.run_to_judge = day if allowed else None
        self.run_to_judge_was_well = all_well
        self.judged_dose = dose
        self.last_told, self.last_word_well = day, all_well
        easy = all(pain is not None and pain <= 2 for pain in (check_in.pain_at_rest, check_in.pain_walking))
        easy = easy and (check_in.pain_training or 0) <= 3
        steady = check_in.morning in ("same", "better") and not check_in.painkiller and not check_in.missed_training
        self._trained(day, steps, well=easy and steady and not bad)

    def _returning(self, day: dt.date) -> bool:
        """The day after a run, or a run has counted and the gate is not asked for again."""
        return not self.gate_needed or self.ran_on == day - A_DAY

    def _end_gate_or_go_on(self, day: dt.date, check_in: CheckIn, *, pain: bool, all_well: bool) -> None:
        """Reading `gate`, and the bound of `first-run` on the first run while tests are still to be done."""
        if sore(check_in) or pain:
            self.tests, self.gate_passed = {}, False
        if not all_well:
            self._miss_the_morning(day)
        if self.gate_needed and all_well:
            if self.tests_done() and self._last_test() == day - A_DAY:
                self.gate_passed = True
            if free_of_pain(check_in) and not self.gate_passed:
                self._take_tests(day, check_in)
        self._lapse(day)
        if self.gate_needed and not self.gate_passed and not self.tests_done():
            # Tests tomorrow at the earliest, whatever today's check-in says, and none while loading is held back.
            self.gate_bounds.append(self._first_day_for_tests(day) + 2 * A_DAY)

    def _follow_the_episode(self, day: dt.date, check_in: CheckIn) -> tuple[_Episode | None, bool]:
        """Reading `episode`: the episode in which this day lies, and whether its check-in refers as over a week."""
        if free_of_pain(check_in):
            self.aching = []
        elif self.episode is None and sore(check_in):
            first = self.aching[0] if self.aching else day
            self.aching.append(day)
            if not self._aches_after_a_load(day, check_in) or len(self.aching) == 3:
                self.episode, self.aching = _Episode(since=first, day_zero=first), []
        here = self.episode
        if here is None:
            return None, False
        if free_of_pain(check_in):
            self.episode = None
            return here, False
        return here, (day - here.day_zero).days >= OPEN_DAY_THAT_REFERS

    def _aches_after_a_load(self, day: dt.date, check_in: CheckIn) -> bool:
        """Section 4, after closing: walking pain 1 alone, within a day of a run or strength (reading `ache`)."""
        told = self._told_of(day)
        alone = all(
            (each.pain_at_rest or 0) == 0
            and (each.pain_walking or 0) <= 1
            and (each.pain_running or 0) <= 2
            and (each.pain_training or 0) <= 2
            and not each.findings
            for each in told
        )
        known = check_in.pain_at_rest is not None and check_in.pain_walking is not None
        steady = check_in.morning in ("same", "better") and not check_in.painkiller
        ran = check_in.pain_running is not None or (self.last_run is not None and (day - self.last_run).days <= 1)
        return alone and known and steady and (ran or bool({day, day - A_DAY} & self.loaded))

    def _told_of(self, day: dt.date) -> list[CheckIn]:
        """All check-ins for a day, those that were replaced too; of those before a clearance only the last one."""
        record = self.record
        old = [each for each in record.check_ins[: record.check_ins_before_it] if each.day == day]
        return [*old[-1:], *(each for each in record.check_ins[record.check_ins_before_it :] if each.day == day)]

    def _aches_as_one(self) -> _Episode | None:
        """The days of an ache as if they were an episode: what they name and how long they last counts together."""
        return _Episode(since=self.aching[0], day_zero=self.aching[0]) if self.aching else None

    def _raise_level(self, day: dt.date, check_in: CheckIn, episode: _Episode | None) -> bool:
        """Reading `level`: the severity never falls; what a replaced check-in for this day had raised counts too."""
        by_itself = max(_severity_of(check_in), self.record.raised_but_for_days.get(day, MILD))
        self.raised_but_for_days[day] = by_itself
        self.but_for_days = max(self.but_for_days, by_itself)
        level = max(by_itself, self.record.raised.get(day, MILD))
        doubt = (
            (check_in.pain_at_rest or 0) > 0 or bool(check_in.findings & STRAIN_FINDINGS) or day in self.record.strained
        )
        plain = not self.strain and not doubt and level == MILD
        day_that_raises = SORE_DAY_THAT_RAISES
        if plain and self._no_worse(check_in):
            day_that_raises = PLAIN_SORE_DAY_THAT_RAISES
        if episode is not None and sore(check_in) and (day - episode.day_zero).days >= day_that_raises:
            level = max(level, MODERATE)
        self.raised[day] = level
        if doubt or level > MILD:
            self.strained.add(day)
            self.strain = True
        rises = level > self.level
        self.level = max(level, self.level)
        at_rest, walking = self.last_pains
        self.last_pains = (
            at_rest if check_in.pain_at_rest is None else check_in.pain_at_rest,
            walking if check_in.pain_walking is None else check_in.pain_walking,
        )
        return rises

    def _no_worse(self, check_in: CheckIn) -> bool:
        """Reading `level`: whether all answers are known, and none is worse than what was told last."""
        at_rest, walking = self.last_pains
        if not full(check_in) or check_in.morning == "worse":
            return False
        return (check_in.pain_at_rest or 0) <= at_rest and (check_in.pain_walking or 0) <= walking

    # -------------------------------------------------- the gate

    def _ask_for_the_gate(self) -> None:
        self.gate_needed = True
        self.short_gate = False
        self.tests, self.gate_passed = {}, False

    def _lapse(self, day: dt.date) -> None:
        """Reading `gate`: three days after the first test, in the evening, what stands is gone."""
        if self.tests and day >= min(self.tests.values()) + HOLDS_DAYS * A_DAY:
            self.tests, self.gate_passed = {}, False

    def _miss_the_morning(self, day: dt.date) -> None:
        """Reading `gate`: tests that were all done wait for the next morning; without it they have to be done again."""
        if self.tests_done() and not self.gate_passed and self._last_test() < day:
            self.tests = {}

    def _take_tests(self, day: dt.date, check_in: CheckIn) -> None:
        """Reading `gate`: tests count once they may be tried, none before the walk; one that stands keeps its day."""
        from_minute = self.counted_from + TESTS_FROM_HOURS[self.kind] * HOUR
        if check_in.at < from_minute or window_end(self.runner, day) <= from_minute:
            return
        if day < self._first_test_day_of_the_level() or not self.trainer.complete(self.kind):
            return
        if self.loading_from is not None and day < self.loading_from:
            return
        told = set(check_in.gates)
        if check_in.raises is not None and not enough_raises(*check_in.raises, both=self.runner.side == "both"):
            told -= {"heel-raises"}
        if "brisk-walk" in told or "brisk-walk" in self.tests:
            for test in told:
                self.tests[test] = day

    # -------------------------------------------------- runs

    def _run_allowed(self, day: dt.date) -> bool:
        """Reading `run-counts`."""
        if self.gate_needed:
            if not self.gate_passed or day > min(self.tests.values()) + HOLDS_DAYS * A_DAY:
                return False
            if day < self._last_test() + 2 * A_DAY:
                return False
        floor = max(self.counted_from, self.floor_from) + FLOOR_HOURS[self.kind] * HOUR
        if self._asked(day) is None or usual_run(self.runner, day) < floor:
            return False
        if self.last_run is not None and day < self.last_run + 2 * A_DAY:
            return False
        if self.loading_from is not None and day < self.loading_from:
            return False  # reading `loading`
        clinicians = [] if self.no_run_before is None else [self.no_run_before]
        return all(day >= bound for bound in [*clinicians, *self.bounds, *self.rest_bounds, *self.gate_bounds])

    def _count_the_run(self, day: dt.date) -> None:
        self.gate_needed = False
        self.tests, self.gate_passed = {}, False
        self.gate_bounds = []
        self.short_gate = False
        walk, run, _ = self.judged_dose
        if walk == 0:
            self.since_flare = max(self.since_flare, run)
            self.longest = max(self.longest, run)
            if run >= self.runner.usual_run_minutes and self.first_usual_run is None:
                self.first_usual_run = day
            if run >= self.runner.long and self.first_long_run is None:
                self.first_long_run = day
        if run >= self._due()[1]:
            self.rung = min(self.rung + 1, len(self.doses) - 1)

    # -------------------------------------------------- the runs together

    def _follow_the_mornings(self, day: dt.date, check_in: CheckIn) -> bool:
        """Section 6, a worse morning alone: whether it is the second in a row, by days or after runs."""
        worse = worse_morning(check_in)
        if worse is not None:
            self.worse_row = self.worse_row + 1 if worse else 0
        after_run = bool(self.runs) and self.runs[-1].day == day - A_DAY
        if after_run:
            self.runs[-1].worse = worse
        after_runs = [run.worse for run in self.runs if run.worse is not None][-2:]
        return bool(worse) and (self.worse_row >= 2 or (after_run and after_runs == [True, True]))

    def _follow_the_runs(self, day: dt.date, check_in: CheckIn, *, minutes: int) -> tuple[bool, bool]:
        """Section 6, pain 3 in a run: whether it comes again, so that the runner goes back, and whether pain rises."""
        known = sum(run.clean is not None for run in self.runs)
        last = self.runs[-1] if self.runs else None
        if last is not None and last.clean is None and last.day == day - A_DAY:
            morning = clean_by_the_morning(check_in)
            last.clean = False if morning is False else None if morning is None else last.own
        if len(self.runs) >= 2 and self.runs[-1].clean and self.runs[-2].clean:
            self.watched = False
        hurts_again = rises = False
        if check_in.pain_running is not None:
            own = clean_by_its_day(check_in)
            self.runs.append(_Run(day, minutes, check_in.pain_running, own, False if own is False else None))
            pains = [run.pain for run in self.runs[-3:]]
            hurts = check_in.pain_running >= 3
            if hurts and self.watched:
                self.runs_refer.add(day)
            hurts_again = hurts and len([pain for pain in pains if pain >= 3]) >= 2
            self.watched = self.watched or hurts_again
            rises = len(pains) == 3 and pains[0] < pains[1] < pains[2]
        judged = [run for run in self.runs if run.clean is not None]
        last_four = judged[-4:]
        goes_on = len(last_four) == 4 and not any(run.clean for run in last_four)
        if len(judged) > known and goes_on and judged[-1].day < judged[-4].day + UNCLEAN_DAYS * A_DAY:
            self.runs_refer.add(day)
        return hurts_again, rises

    def _was_clean(self, day: dt.date) -> bool:
        return any(run.day == day and run.clean for run in self.runs)

    def _step_back(self, day: dt.date, from_rung: int) -> None:
        """One different dose back, under the first rung those of heavier ladders, then the gate; one more day off."""
        self.first_usual_run = self.first_long_run = None
        self.bounds.append(day + 3 * A_DAY)
        doses = self.doses
        first = doses.index(doses[min(from_rung, len(doses) - 1)])
        if first > 0:
            self.rung = min(doses.index(doses[first - 1]), self.rung)
        elif self.lower < len(heavier(self.kind, self.runner.usual_run_minutes)):
            self.lower += 1
            self.rung = 0
            self.flare_from += times(self.kind)
        else:
            self.rung = 0
            self._ask_for_the_gate()

    # -------------------------------------------------- setbacks

    def _setback(
        self, day: dt.date, *, strong: bool, ran: bool, rises: bool, growing: bool, whole_before: bool
    ) -> None:
        """Readings `setbacks` and `days-off`; a rise has already sent the runner to the gate and the first rung."""
        new = not self.in_flare or ran
        if new:
            self.setbacks += 1
            self.flare_from = self.rung
            self.grew = growing
        self.in_flare = True
        self.first_usual_run = self.first_long_run = None
        self.flare_day = day
        self.bounds.append(day + 2 * A_DAY)
        if self.last_run is not None:
            self.bounds.append(self.last_run + 3 * A_DAY)
        if self.grew:
            self._flare_in_growth(grave=strong or rises, new=new, whole_before=whole_before)
            if strong or rises:
                self._rest_72_hours(day)
            return
        below_the_first = self._rungs_back(2 if strong else 1, self.flare_from)
        if strong or below_the_first or self.rung < len(self.lower_doses()):
            self._ask_for_the_gate()
        if strong:
            self._rest_72_hours(day)

    def _rest_72_hours(self, day: dt.date) -> None:
        over = window_end(self.runner, day) + STRONG_PAIN_HOURS * HOUR
        rested = day
        while usual_run(self.runner, rested) < over:
            rested += A_DAY
        self.rest_bounds.append(rested)

    def _flare_in_growth(self, *, grave: bool, new: bool, whole_before: bool) -> None:
        """Section 6, a flare in growth: two thirds in minutes; a grave one begins at the last walk-run and at 20."""
        two_thirds = min(self.since_flare, self.runner.usual_run_minutes) * 2 // 3
        if grave or (new and two_thirds < 20):
            self.grows_from = None
            last_walk = [dose for dose in self.doses if dose[0] > 0][-1]
            self.rung = self.doses.index(last_walk)
        elif new:
            self.grows_from = two_thirds
            self.rung = next(place for place, dose in enumerate(self.doses) if dose[0] == 0)
        self.flare_from, self.since_flare = self.rung, 0
        self._ask_for_the_gate()
        self.short_gate = not grave and not whole_before

    def _walks_again(self) -> None:
        """Back among the walk-runs, the ladder leads on as it always does."""
        if self._due()[0] > 0:
            self.grows_from = None

    def _rungs_back(self, count: int, base: int) -> bool:
        """Go back so many different doses from a rung, to the first repetition; say whether that is below the first."""
        doses = self.doses
        rung, below = base, False
        for _ in range(count):
            first_of_dose = doses.index(doses[min(rung, len(doses) - 1)])
            below = below or first_of_dose == 0
            rung = doses.index(doses[first_of_dose - 1]) if first_of_dose else 0
        self.rung = min(rung, self.rung)
        return below


# ---------------------------------------------------------------- taking the facts in order


def _walk_and_collect(record: _Record, now: int) -> _Walk:
    """Walk the days with all that is known, and keep what this walk finds for good."""
    walk = _Walk(record, now)
    for day, level in walk.raised.items():
        record.raised[day] = max(level, record.raised.get(day, MILD))
    for day, level in walk.raised_but_for_days.items():
        record.raised_but_for_days[day] = max(level, record.raised_but_for_days.get(day, MILD))
    record.strained |= walk.strained
    for _ in walk.week_days - record.week_days:
        record.referrals.append(_Referral("within-days", {"recurring"}, duration=True))
    record.week_days |= walk.week_days
    for _ in walk.runs_refer - record.runs_refer:
        record.referrals.append(_Referral("within-days", {"recurring"}))
    record.runs_refer |= walk.runs_refer
    record.red_days |= walk.week_days | walk.runs_refer
    record.trained = {**walk.trained, **record.trained}
    if walk.setbacks >= 2 and not record.second_setback_heard:
        record.second_setback_heard = True
        record.referrals.append(_Referral("within-days", {"recurring"}, duration=True))
    return walk


def _named_before(
    record: _Record, number: int, episode: _Episode | None, *, day: dt.date | None = None
) -> frozenset[str]:
    """Reading `triage-again`: the lasting facts, and the findings of this episode before the check-in of this number.

    Where no episode is open, what other check-ins for the ``day`` have named counts, also those that were replaced.
    """
    named = {check_in for report in record.reports for check_in in report.findings & LASTING}
    named |= {finding for check_in in record.check_ins[:number] for finding in check_in.findings & LASTING}
    if record.clearance is not None:  # a clearance ends the clot watch, until the risk is named again
        named -= {"clot-risk-minor"}
        after = record.check_ins[record.check_ins_before_it : number]
        reports = record.reports[record.reports_before_it :]
        before = record.reports[record.reports_before_it - 1]
        for report in reports:
            named |= {"clot-risk-minor"} & (report.findings - before.findings)
            before = report
        named |= {"clot-risk-minor"} & {finding for check_in in after for finding in check_in.findings}
    since = day if episode is None else episode.since
    # Reading `clearance`: of the check-ins before a clearance the last one for each day counts on, from its date.
    old = {check_in.day: check_in for check_in in record.check_ins[: min(number, record.check_ins_before_it)]}
    kept = [check_in for check_in in old.values() if record.clearance is not None and check_in.day >= record.begins_on]
    for check_in in [*kept, *record.check_ins[record.check_ins_before_it : number]]:
        if since is not None and check_in.day >= since:
            named |= check_in.findings
    if episode is not None and episode.of_the_onset:
        named |= record.report.findings
    return frozenset(named)


def _worst_before(
    record: _Record, number: int, episode: _Episode | None, *, day: dt.date | None = None
) -> tuple[int, int]:
    """The worst pains at rest and walking of this episode before the check-in of this number, as `_named_before`."""
    at_rest, walking = 0, 0
    since = day if episode is None else episode.since
    old = {check_in.day: check_in for check_in in record.check_ins[: min(number, record.check_ins_before_it)]}
    kept = [check_in for check_in in old.values() if record.clearance is not None and check_in.day >= record.begins_on]
    for check_in in [*kept, *record.check_ins[record.check_ins_before_it : number]]:
        if since is not None and check_in.day >= since:
            at_rest = max(at_rest, check_in.pain_at_rest or 0)
            walking = max(walking, check_in.pain_walking or 0)
    if episode is not None and episode.of_the_onset:
        at_rest = max(at_rest, _at_rest(record.report))
        walking = max(walking, _walking_or_band_top(record.report))
    return at_rest, walking


def _take_word(record: _Record, check_in: CheckIn) -> None:
    record.check_ins.append(check_in)
    before_triage = _Walk(record, check_in.at)
    episode = before_triage.episode_on.get(check_in.day)
    earlier = _named_before(record, len(record.check_ins) - 1, episode, day=check_in.day)
    told = earlier | check_in.findings
    plain = record.report.side == "both" and not record.referrals
    plain = plain and not before_triage.strained_at_the_start
    plain = plain and not any(day < check_in.day for day in before_triage.strained)

    def ways_if(plain: bool) -> set[Way]:
        return _ways(
            told,
            record.report,
            at_rest=check_in.pain_at_rest or 0,
            walking=check_in.pain_walking or 0,
            anywhere=max(_pains(check_in), default=0),
            plain=plain,
        )

    still_plain = not (check_in.pain_at_rest or 0) and _severity_of(check_in) == MILD
    still_plain = plain and still_plain and not check_in.findings & STRAIN_FINDINGS
    # Severe signs add up over the episode, with their worst pains; a sign that is told again is a new one.
    rest_before, walking_before = _worst_before(record, len(record.check_ins) - 1, episode, day=check_in.day)
    adds_up = _adding_up(
        told,
        at_rest=max(rest_before, check_in.pain_at_rest or 0),
        walking=max(walking_before, check_in.pain_walking or 0),
    )
    added_before = _adding_up(
        (earlier - check_in.findings) | (earlier & LASTING), at_rest=rest_before, walking=walking_before
    )
    # The findings of this check-in are new, but for lasting ones.
    known = _ways((earlier - check_in.findings) | (earlier & LASTING), record.report, plain=plain)
    # With another reason the soreness is not plain soreness "and nothing else".
    alone = not (ways_if(still_plain) - known) and not (adds_up - added_before)
    fired = _referrals(ways_if(still_plain and alone) - known, told)
    fired += _added_up(adds_up - added_before)
    days_open = 0 if episode is None else (check_in.day - episode.day_zero).days
    if "clot-risk-minor" in told and not free_of_pain(check_in) and days_open >= WATCH_DAY:
        fired.append(_Referral("today", {"clot-risk-minor"}))
    if "swelling" in check_in.findings:
        day_number = (check_in.day - before_triage.day_zero).days
        # Guidance 2, section 1: told by the evening of day 1 it counts as told at the start.
        day_1 = before_triage.day_zero + SWELLING_TOLD_DAY * A_DAY
        at_the_start = record.clearance is None and check_in.at <= window_end(record.report, day_1)
        if ("swelling" not in earlier and not at_the_start) or day_number >= SWELLING_DAY:
            fired.append(_Referral("today", {"swelling"}))
    if check_in.day in before_triage.kept_days and _sore_again(before_triage, check_in):
        fired.append(_Referral("within-days", {"recurring"}))
    if fired:
        record.referrals += fired
        record.red_days.add(check_in.day)
    _walk_and_collect(record, check_in.at)


def _sore_again(walk: _Walk, check_in: CheckIn) -> bool:
    """Section 7: pain of 2 on two days, 4 once, or S3, S6 to S10, after prevention."""
    told = {day: word for day, word in walk.last_words().items() if day in walk.kept_days}
    days = [day for day, word in told.items() if any(pain >= 2 for pain in _pains(word))]
    worst = max(_pains(check_in), default=0)
    return worst >= 4 or bool(check_in.findings & SORE_FINDINGS) or (worst >= 2 and len(days) >= 2)


def _take_report(record: _Record, report: Report) -> None:
    """A later report fires what no earlier version had fired, alone or with what the open episode's check-ins named."""
    known: set[Way] = set()
    added_before = _added_by_now(record, report.at)
    for earlier, was_plain in zip(record.reports, record.plain, strict=True):
        known |= _ways_of_report(earlier, record.start, plain=was_plain)
        added_before |= _adding_up_in(earlier)
    walk = _Walk(record, report.at)
    plain_before = record.report.side == "both" and not walk.strain and not record.referrals
    known |= _ways(_named_by_now(record, report.at), record.report, plain=plain_before)
    today = _last_window_before(record.report, report.at)
    if window_end(record.report, today) > window_start(report, today + A_DAY):
        record.without_night.add(today)
    record.reports.append(report)
    walk = _Walk(record, report.at)
    waits = bool(record.referrals)
    plain = report.side == "both" and not waits and not walk.strained_at_the_start
    plain_now = report.side == "both" and not waits and not walk.strain
    named = _named_by_now(record, report.at)
    adds_up = (_adding_up_in(report) | _added_by_now(record, report.at)) - added_before
    record.plain.append(plain)
    ways = _ways_of_report(report, record.start, plain=plain) | _ways(named, report, plain=plain_now)
    if (ways - known) or adds_up:
        plain = plain_now = False
    record.referrals += _referrals(_ways_of_report(report, record.start, plain=plain) - known, report.findings | named)
    record.referrals += _referrals(_ways(named, report, plain=plain_now) - known, named)
    record.referrals += _added_up(adds_up)
    _walk_and_collect(record, report.at)


def _named_by_now(record: _Record, now: int) -> frozenset[str]:
    return _named_before(record, len(record.check_ins), _Walk(record, now).episode)


def _added_by_now(record: _Record, now: int) -> set[tuple[str, frozenset[str]]]:
    at_rest, walking = _worst_before(record, len(record.check_ins), _Walk(record, now).episode)
    return _adding_up(_named_by_now(record, now), at_rest=at_rest, walking=walking)


def _take_clearance(record: _Record, clearance: Clearance) -> None:
    if clearance.cleared_for not in record.waiting:
        raise ValueError(f"nothing waits for {clearance.cleared_for}")
    for referral in record.referrals:
        referral.waits_for.discard(clearance.cleared_for)
    record.cleared_on.append(clearance.cleared_on)
    record.levels.append(LEVELS.index(clearance.level or "severe"))
    record.waits += [] if clearance.not_before is None else [clearance.not_before]
    record.referrals = [each for each in record.referrals if each.waits_for or each.urgency == "emergency"]
    if record.referrals:
        return
    if not record.second_reason:
        _go_on(record, clearance)
        return
    # Reading `clearance`: of all that was cleared the latest date counts, in whichever order it was recorded.
    record.begins_on, record.cleared_on = max(record.cleared_on), []
    record.cleared_level, record.levels = max(record.levels), []
    record.no_run_before = max(record.waits, default=None)
    record.clearance, record.check_ins_before_it = clearance, len(record.check_ins)
    record.reports_before_it = len(record.reports)
    record.red_days, record.week_days, record.second_setback_heard = set(), set(), False
    record.runs_refer = set()
    record.held, record.resumed = [], {}
    record.raised, record.raised_but_for_days, record.strained, record.trained = {}, {}, set(), {}
    _walk_and_collect(record, clearance.at)


def _go_on(record: _Record, clearance: Clearance) -> None:
    """Section 6: after a referral for duration alone only the floor of runs starts again."""
    day, zone = max(record.cleared_on), record.report.zone
    record.cleared_on = []
    level = None if clearance.level is None else LEVELS.index(clearance.level)
    floor_from = min(clearance.at, _at_minute(day + A_DAY, 0, zone) - 1)
    record.resumed[day] = floor_from, level, max(record.waits, default=None)
    record.levels = []
    record.held = [(after, min(until, day)) for after, until in record.held]
    record.second_setback_heard = False
    for days in (record.red_days, record.week_days, record.runs_refer):
        days -= {each for each in days if each >= day}
    _walk_and_collect(record, clearance.at)


def _hold(record: _Record, now: int) -> None:
    """From the day after this one on the plan has no training that counts, if a clinician is waited for."""
    if record.referrals and all(until < dt.date.max for _, until in record.held):
        record.held.append((_last_window_before(record.report, now), dt.date.max))
    record.second_reason = bool(record.referrals) and (
        record.second_reason or not all(each.duration for each in record.referrals)
    )


def _phase(record: _Record, walk: _Walk, as_of: int) -> Phase:
    if record.referrals:
        return "hold"
    if record.clearance is None and as_of < record.report.onset + RELIEVE_HOURS[walk.level] * HOUR:
        return "relieve"
    if walk.gate_needed and not walk.gate_passed:
        return "restore"
    if walk.strain and walk.prevented(_last_window_before(record.report, as_of)):
        return "keep"
    return "return" if walk.first_usual_run is None else "prevent"


def state(facts: Sequence[Signs], as_of: int) -> State:
    """Where the runner stands at this moment, from the facts recorded by then; the first one is the start."""
    known = [fact for fact in facts if fact.at <= as_of]
    if not known or not isinstance(known[0], Report):
        raise ValueError("the first fact is the start")
    record = _Record(reports=[known[0]])
    plain = known[0].side == "both" and not strain_of_report(known[0], record.start)
    record.plain.append(plain)
    ways = _ways_of_report(known[0], record.start, plain=plain)
    if ways or _adding_up_in(known[0]):
        ways = _ways_of_report(known[0], record.start, plain=False)
    record.referrals += _referrals(ways, known[0].findings)
    record.referrals += _added_up(_adding_up_in(known[0]))
    _walk_and_collect(record, record.start)
    _hold(record, record.start)
    for fact in known[1:]:
        if isinstance(fact, CheckIn):
            _take_word(record, fact)
        elif isinstance(fact, Report):
            _take_report(record, fact)
        else:
            _take_clearance(record, fact)
        _hold(record, fact.at)
    walk = _walk_and_collect(record, as_of)

    outcome: Outcome = "self-care"
    if record.referrals:
        outcome = "emergency" if record.emergency else "see-clinician"
    test_bound = walk.test_bound()
    bounds = [*walk.bounds, *walk.rest_bounds, *walk.gate_bounds, *([] if test_bound is None else [test_bound])]
    bounds += [] if (trained := walk.training_bound()) is None else [trained]
    bounds += [] if walk.loading_from is None else [walk.loading_from]
    not_before = max(bounds, default=walk.next_day)
    judged = walk.last_told is not None and (walk.ran_on is None or walk.last_told > walk.ran_on)
    gate_met = walk.gate_passed or not walk.gate_needed
    return State(
        outcome=outcome,
        urgency=max((each.urgency for each in record.referrals), key=URGENCIES.index, default=None),
        waiting=record.waiting,
        severity=LEVELS[walk.level],
        possible_strain=walk.strain,
        phase=_phase(record, walk, as_of),
        rung=walk.rung,
        longest=walk.longest,
        setbacks=walk.setbacks,
        gate_needed=walk.gate_needed,
        gates=frozenset(walk.tests),
        gate_passed=walk.gate_passed,
        episode_open=walk.episode is not None,
        ready=outcome == "self-care" and gate_met and judged and walk.last_word_well,
        not_before=not_before if not_before > walk.next_day else None,
        next_day=walk.next_day,
    )
