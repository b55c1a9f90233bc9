"""The laws of a case: what the check-ins ask of the plan, by a reading of the check-ins that is the laws' own.

The checks read the case, its plan and the numbers of the protocol. They do not use the replay of the course.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.facts.case import Case, Fact
from soleus_recovery.facts.checkin import Amendment, CheckIn, Clearance
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.laws.law import ahead, runs_of
from soleus_recovery.laws.of_weeks import minutes_left
from soleus_recovery.plan.plan import Plan
from soleus_recovery.triage.severity import judge_pains
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, Morning, Outcome

__all__ = ["CASE_LAWS", "CaseLaw"]

CaseCheck = Callable[[Case, Plan, Minute], Iterator[str]]

_A_DAY = dt.timedelta(days=1)


@final
@attrs.frozen(kw_only=True)
class CaseLaw(Value):
    """A law of a case and its plan at a moment; ``broken`` yields each place where the plan breaks the law."""

    id: str
    says: str
    origin: str
    broken: CaseCheck = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class _Run(Value):
    """A run in the check-ins: its day, the pain in it, and whether it was clean; None if the check-ins do not say.

    ``is_open`` says that nothing speaks against a clean run yet, and that the next day's check-in can still come.
    """

    date: dt.date
    pain: int
    is_clean: bool | None
    is_open: bool


def _facts(case: Case, as_of: Minute) -> list[Fact]:
    return [entry.fact for entry in case.entries_until(as_of)]


def _runs(case: Case, plan: Plan, as_of: Minute) -> list[_Run]:
    """Return the runs since the days of the plan began to count, in order; the last check-in for a day counts."""
    since = calendar_date(plan.counted_from, plan.zone)
    told = {fact.day: fact for fact in _facts(case, as_of) if isinstance(fact, CheckIn) and fact.day >= since}
    runs: list[_Run] = []
    for date in sorted(told):
        pain = told[date].pain_running
        if pain is not None:
            here, after = _own_day(case, told[date]), _next_day(told.get(date + _A_DAY))
            is_clean = False if False in (here, after) else (True if here and after else None)
            is_open = here is True and date + _A_DAY not in told and date == max(told)
            runs.append(_Run(date=date, pain=pain, is_clean=is_clean, is_open=is_open))
    return runs


def _own_day(case: Case, check_in: CheckIn) -> bool | None:
    trend = case.protocol.trend
    most = (trend.clean_in_run, trend.clean_rest, trend.clean_walking)
    pains = (check_in.pain_running, check_in.pain_at_rest, check_in.pain_walking)
    known = [(pain, mark) for pain, mark in zip(pains, most, strict=True) if pain is not None]
    if check_in.painkiller or any(pain > mark for pain, mark in known):
        return False
    return True if len(known) == len(most) else None


def _next_day(check_in: CheckIn | None) -> bool | None:
    if check_in is None:
        return None
    if check_in.painkiller or check_in.morning is Morning.WORSE:
        return False
    return None if check_in.morning is None else True


def _hours_changed(case: Case, as_of: Minute) -> bool:
    """Return whether a day may have no night of its own, so that the next day's check-in does not judge its run."""
    amended = (entry.fact.runner for entry in case.entries_until(as_of) if isinstance(entry.fact, Amendment))
    return any((each.wake, each.bed) != (case.runner.wake, case.runner.bed) for each in amended)


def _clean_runs_lead_on(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that the next run is on no later rung than one for each clean run, counted from the first."""
    runs = runs_of(ahead(plan))
    if not runs or plan.severity is None:
        return
    clean = sum(run.is_clean is True or run.is_open for run in _runs(case, plan, as_of))
    protocol, usual = case.protocol, plan.runner.usual_run_minutes
    ladder = protocol.ladder_for(plan.severity, possible_strain=plan.possible_strain)
    grows_as = plan.growth_severity or plan.severity
    growing = protocol.ladder_for(grows_as, possible_strain=plan.possible_strain)
    stretches = [min(rung.run_minutes, usual) for rung in ladder.rungs]
    stretches += [min(ladder.continuous_minutes, usual)] * growing.growth_times_each
    longest = plan.runner.longest_run_minutes
    while len(stretches) <= clean and stretches[-1] < longest:
        last = stretches[-1]
        percent, times = (growing.growth_percent, growing.growth_times_each)
        if last >= usual:
            percent, times = (growing.long_run_percent, 1)
        grown = last + max(protocol.runs.growth_least_minutes, last * percent // 100)
        stretches += [min(usual, grown) if last < usual else min(longest, grown)] * times
    most = max(stretches[: clean + 1])
    _, session, dose = runs[0]
    if dose.run_minutes > most:
        yield f"{session.key}: {dose.run_minutes} min without a break after {clean} clean runs, over {most}"


def _pain_rests(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that pain which comes back in the last runs is followed by one more day off than usual."""
    trend, runs = case.protocol.trend, _runs(case, plan, as_of)
    hurts = [run.pain >= case.protocol.progression.repeat_any for run in runs[-trend.painful_among :]]
    if not hurts or not hurts[-1] or sum(hurts) < trend.painful_runs:
        return
    off = case.protocol.runs.days_off_between + trend.painful_days_off
    for day, session, _ in runs_of(ahead(plan))[:1]:
        if day.date > runs[-1].date and (day.date - runs[-1].date).days <= off:
            yield f"{session.key}: {(day.date - runs[-1].date).days} days after pain {runs[-1].pain} came back"


def _pain_refers(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that pain after a step back refers, unless enough clean runs in a row came between."""
    if plan.outcome is not Outcome.SELF_CARE or _hours_changed(case, as_of):
        return
    trend, is_watched, clean = case.protocol.trend, False, 0
    hurts: list[bool] = []
    for run in _runs(case, plan, as_of):
        is_watched = is_watched and clean < trend.clean_runs
        hurts.append(run.pain >= case.protocol.progression.repeat_any)
        if hurts[-1] and is_watched:
            yield f"{run.date}: pain {run.pain} in a run again, and self-care goes on"
        is_watched = is_watched or (hurts[-1] and sum(hurts[-trend.painful_among :]) >= trend.painful_runs)
        clean = clean + 1 if run.is_clean else 0


def _unclean_refers(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that runs close together refer if none of them is clean; a run of which nobody knows is left out."""
    if plan.outcome is not Outcome.SELF_CARE or _hours_changed(case, as_of):
        return
    trend = case.protocol.trend
    known = [run for run in _runs(case, plan, as_of) if run.is_clean is not None]
    for last in range(trend.unclean_runs, len(known) + 1):
        row = known[last - trend.unclean_runs : last]
        days = (row[-1].date - row[0].date).days
        if days < trend.unclean_days and not any(run.is_clean for run in row):
            yield f"{row[-1].date}: {len(row)} runs in {days + 1} days, none clean, and self-care goes on"


def _flare_shortens(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that the run after a run that flared in growth is much shorter than the longest clean one.

    The lengths of runs are those of the plan's sessions. If a check-in came late, or a run was not planned, the plan
    does not tell how long the runs were, and nothing is checked.
    """
    told = _facts(case, as_of)
    days = [fact.day for fact in told if isinstance(fact, CheckIn)]
    if days != sorted(days) or len(days) < len(told):
        return
    lengths = {day.date: dose for day, _, dose in runs_of(plan.sessions())}
    runs, check_ins = _runs(case, plan, as_of), {fact.day: fact for fact in told if isinstance(fact, CheckIn)}
    if not runs or any(run.date not in lengths for run in runs):
        return
    last = check_ins[runs[-1].date]
    if max(last.pains) < case.protocol.progression.setback_any or not lengths[last.day].continuous:
        return
    clean = (lengths[run.date] for run in runs if run.is_clean)
    longest = min(
        max((dose.run_minutes for dose in clean if dose.continuous), default=0), plan.runner.usual_run_minutes
    )
    shorter = longest * case.protocol.trend.flare_parts // case.protocol.trend.flare_of_parts
    for _, session, dose in runs_of(ahead(plan))[:1]:
        if dose.continuous and longest and dose.run_minutes > shorter:
            yield f"{session.key}: {dose.run_minutes} min after a flare, over {shorter}"


def _weeks_grow(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that no 7 days with a run ahead hold much more running than the told weeks before, which it grows from.

    A flare begins the weeks anew, and a run that was not planned has no length in the plan; then nothing is checked.
    """
    told = {entry.fact.day: entry.fact for entry in case.entries_until(as_of) if isinstance(entry.fact, CheckIn)}
    runs, lengths = _runs(case, plan, as_of), {day.date: dose for day, _, dose in runs_of(plan.sessions())}
    days = [fact.day for entry in case.entries_until(as_of) if isinstance(fact := entry.fact, CheckIn)]
    flared = any(
        max(each.pains, default=0) >= case.protocol.progression.setback_any or each.morning is Morning.WORSE
        for each in told.values()
    )
    is_plain = days == sorted(days) and len(days) == len(case.entries_until(as_of))
    if flared or not is_plain or not runs or any(run.date not in lengths for run in runs):
        return
    before = [(run.date, lengths[run.date].total_run_minutes) for run in runs]
    for day, session, dose in runs_of(plan.sessions()):
        if day.date <= max(told):
            continue
        left = minutes_left(before, day.date, case.protocol.runs.week_percent)
        if dose.continuous and left is not None and dose.run_minutes > left:
            yield f"{session.key}: {dose.run_minutes} min, and its week leaves {max(0, left)}"
        before.append((day.date, dose.total_run_minutes))


def _only_days_raise(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that runs grow as at a lower severity only if no pain and no finding amounts to the higher one."""
    grows_as = plan.growth_severity
    if plan.severity is None or grows_as is None or grows_as is plan.severity:
        return
    levels = case.protocol.severity
    raising = {finding for level in levels for finding in levels[level].findings if level.rank > grows_as.rank}
    told = [case.report, *(entry.fact for entry in case.entries_until(as_of))]
    for fact in (each.report if isinstance(each, Amendment) else each for each in told):
        if isinstance(fact, CheckIn | SymptomReport):
            worst = max(fact.pain_at_rest or 0, fact.pain_walking or 0)
            by_hand = fact.severity if isinstance(fact, SymptomReport) and fact.severity is not None else grows_as
            if worst > levels[grows_as].pain.maximum or fact.findings & raising or by_hand.rank > grows_as.rank:
                yield f"runs grow as {grows_as} allows, and more was told than days: pain {worst}"


def _keeps_fit_in_comfort(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that exercise which keeps fit waits for little walking pain, and for some hours after a worse morning."""
    told = {fact.day: fact for fact in _facts(case, as_of) if isinstance(fact, CheckIn)}
    walking, worse = judge_pains(plan.report, case.protocol).walking, list[dt.date]()
    for day in sorted(told):
        pain = told[day].pain_walking
        # A painkiller hides pain: under it only a pain that is no less than the one before tells something.
        walking = walking if pain is None or (told[day].painkiller and pain < walking) else pain
        worse += [day] if told[day].morning is Morning.WORSE else []
    limits = case.protocol.limits
    hours = limits.keep_fit_worse_morning_hours_minimum
    rests = [plan.runner.window(day).end + hours * MINUTES_PER_HOUR for day in worse]
    for _, session in ahead(plan):
        if session.activity is Activity.KEEP_FIT and session.span is not None:
            if walking > limits.keep_fit_walking_pain_maximum:
                yield f"{session.key}: at walking pain {walking}"
            if any(session.span.start < until for until in rests):
                yield f"{session.key}: less than {hours} h after a worse morning"


def _clearances(case: Case, as_of: Minute) -> list[Clearance]:
    return [entry.fact for entry in case.entries_until(as_of) if isinstance(entry.fact, Clearance)]


def _no_run_before(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that no run to come is before a date that a clinician has given with a clearance."""
    dates = [each.not_before for each in _clearances(case, as_of) if each.not_before is not None]
    for day, session, _ in runs_of(ahead(plan)):
        if dates and day.date < max(dates):
            yield f"{session.key}: {day.date}, and a clinician wants no run before {max(dates)}"


def _nothing_kept_off(case: Case, plan: Plan, as_of: Minute) -> Iterator[str]:
    """Check that nothing is planned that a clinician has kept off with a clearance."""
    off = frozenset[Measure]().union(*(each.keep_off for each in _clearances(case, as_of)))
    for _, session in ahead(plan):
        for measure in case.protocol.limits.measures[session.activity] & off:
            yield f"{session.key}: a clinician keeps {measure} off"


CASE_LAWS: Final = (
    CaseLaw(
        id="C-01",
        says="the next run is on no later rung than one for each clean run",
        origin="clean-run",
        broken=_clean_runs_lead_on,
    ),
    CaseLaw(
        id="C-02",
        says="pain that comes back in the last runs brings one more day off",
        origin="painful-runs",
        broken=_pain_rests,
    ),
    CaseLaw(
        id="C-03",
        says="pain in a run after a step back, before enough clean runs in a row, refers",
        origin="pain-in-runs",
        broken=_pain_refers,
    ),
    CaseLaw(
        id="C-04",
        says="a row of runs close together, none of them clean, refers",
        origin="unclean-runs",
        broken=_unclean_refers,
    ),
    CaseLaw(
        id="C-05",
        says="the run after a run that flared in growth has at most two thirds of the longest clean one",
        origin="flare-in-growth",
        broken=_flare_shortens,
    ),
    CaseLaw(
        id="C-06",
        says="exercise that keeps fit waits for walking pain of 2 or less, and for 48 hours after a worse morning",
        origin="keep-fit",
        broken=_keeps_fit_in_comfort,
    ),
    CaseLaw(
        id="C-07",
        says="a level keeps the growth of a lower one only if lasting soreness and nothing else has raised it",
        origin="duration-growth",
        broken=_only_days_raise,
    ),
    CaseLaw(
        id="C-08",
        says="no run comes before the date that a clinician gave with a clearance",
        origin="clearance",
        broken=_no_run_before,
    ),
    CaseLaw(
        id="C-09",
        says="nothing is planned that a clinician keeps off with a clearance",
        origin="clearance",
        broken=_nothing_kept_off,
    ),
    CaseLaw(
        id="C-10",
        says="no 7 days hold much more running than the weeks before that check-ins have told",
        origin="week-growth",
        broken=_weeks_grow,
    ),
)
"""Every law of a case. Ids are stable: the number of a law that is removed is not used again."""
