"""The laws of the runs in a plan: when the first may be, how many there are, and how they grow.

The checks read the plan, the protocol and its limits, and share no code for placing sessions with the planner.
"""

from collections.abc import Iterator
from itertools import pairwise

from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, calendar_date
from soleus_recovery.guidance.limits import FastestLadder
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import ahead, runs_of, timed
from soleus_recovery.laws.of_weeks import minutes_left
from soleus_recovery.plan.plan import Day, Plan, RunDose, Session
from soleus_recovery.vocabulary import Activity, PhaseKind, Severity, Status

__all__ = ["day_off", "floor", "growth", "longest_stretch", "provisional", "rungs", "runs_a_week", "three_a_week"]

_WEEK = 7  # days


def floor(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no run is before the earliest hour for the severity nor, in a first plan, before the earliest day."""
    severity = plan.severity or Severity.SEVERE
    limits = protocol.limits
    hours = max(limits.floor_hours_minimum[severity], protocol.severity[severity].floor_hours)
    if plan.possible_strain:
        hours = max(hours, limits.strain_floor_hours_minimum, protocol.possible_strain.floor_hours)
    strain = plan.possible_strain
    first = max(
        limits.first_run_day_for(severity, possible_strain=strain),
        protocol.first_run_day(severity, possible_strain=strain),
    )
    for day, session, span in timed(ahead(plan), Activity.RUN):
        if span.start < plan.counted_from + hours * MINUTES_PER_HOUR:
            yield f"{session.key}: before {hours} h from onset"
        # Check-ins can bring the first run forward to an earlier day, but never before that hour.
        if plan.revision == 0 and (day.date - calendar_date(plan.onset, plan.zone)).days < first:
            yield f"{session.key}: before day {first}"


def day_off(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a day off lies between two runs, and at least 24 hours between the starts of two runs."""
    apart = max(protocol.limits.days_off_between_minimum, protocol.runs.days_off_between) + 1
    for (before, _, last), (day, session, span) in pairwise(timed(plan.sessions(), Activity.RUN)):
        if (day.date - before.date).days < apart:
            yield f"{session.key}: {(day.date - before.date).days} day after the run before"
        # A change of waking hours can give a day another date, but does not change the hours between two runs.
        elif span.start - last.start < MINUTES_PER_DAY:
            yield f"{session.key}: {span.start - last.start} minutes after the run before"


def runs_a_week(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no 7 days with a run to come hold more runs than usual; 7 days with only past runs may hold more."""
    yield from _within_a_week(plan, plan.runner.runs_per_week)


def three_a_week(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no 7 days with a run to come hold more runs than the limits and the protocol allow."""
    yield from _within_a_week(plan, min(protocol.limits.runs_per_week_maximum, protocol.runs.most_per_week))


def _within_a_week(plan: Plan, most: int) -> Iterator[str]:
    runs = runs_of(plan.sessions())
    coming = {session.key for _, session, _ in runs_of(ahead(plan))}
    for (early, _, _), (late, session, _) in zip(runs, runs[most:], strict=False):
        if session.key in coming and (late.date - early.date).days < _WEEK:
            yield f"{session.key}: more than {most} runs in 7 days"


def longest_stretch(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the longest stretch of running never gets shorter, and is never longer than the usual or long run.

    A run that its week cuts may be shorter than the run before, and so may every run beside a long run.
    """
    usual, runs = plan.runner.usual_run_minutes, runs_of(ahead(plan))
    for place, ((_, _, before), (day, session, dose)) in enumerate(pairwise(runs), start=1):
        has_long = plan.runner.longest_run_minutes > usual and any(
            each.run_minutes >= usual for _, _, each in runs[:place]
        )
        if dose.run_minutes < before.run_minutes and not has_long and not _is_cut(plan, protocol, day, dose):
            yield f"{session.key}: {dose.run_minutes} min without a break, after {before.run_minutes}"
    for _, session, dose in runs:
        if dose.total_run_minutes > max(usual, dose.run_minutes):
            yield f"{session.key}: {dose.total_run_minutes} min of running, over the usual run"
        if dose.run_minutes > plan.runner.longest_run_minutes:
            yield f"{session.key}: longer than the usual run" + (" and the long run" if has_long_run(plan) else "")


def has_long_run(plan: Plan) -> bool:
    """Return whether the runner has a run that is longer than the usual one."""
    return plan.runner.longest_run_minutes > plan.runner.usual_run_minutes


def _is_cut(plan: Plan, protocol: RecoveryProtocol, day: Day, dose: RunDose) -> bool:
    """Return whether a run has just the minutes that its week leaves.

    The weeks of a revised plan count from the check-ins, so there any other run in the 7 days is enough.
    """
    before = [(each.date, run.total_run_minutes) for each, _, run in runs_of(plan.sessions()) if each.date < day.date]
    left = minutes_left(before, day.date, protocol.runs.week_percent)
    least = min(ladder.continuous_minutes for ladder in protocol.ladders.values())
    if not dose.continuous or left is None or dose.run_minutes < least:
        return False
    return plan.revision > 0 or dose.run_minutes == left


def growth(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that runs grow no faster than the limits allow, nor faster than the growth percentage of the ladder.

    The percentage is that of the ladder for the plan's growth severity, and the stretches are those of its severity.
    The limits hold a fastest ladder for each severity, with a growth percentage of its own; the smaller of the two
    percentages counts. Only lasting soreness lets the two severities differ, so they differ in no first plan.
    """
    if plan.severity is None:
        return
    grows_as = plan.growth_severity or plan.severity
    by_days = plan.revision > 0 and plan.severity is protocol.first_report.at_least
    if grows_as is not plan.severity and not (by_days and grows_as.rank < plan.severity.rank):
        yield f"runs grow as {grows_as} allows, in a plan that is {plan.severity} and not by its days alone"
    ladder = protocol.ladder_for(plan.severity, possible_strain=plan.possible_strain)
    fastest = protocol.limits.fastest_for(plan.severity, possible_strain=plan.possible_strain)
    yield from _steps(plan, protocol, fastest)
    growing = protocol.ladder_for(grows_as, possible_strain=plan.possible_strain)
    limit = protocol.limits.fastest_for(grows_as, possible_strain=plan.possible_strain)
    percent = min(growing.growth_percent, limit.growth_percent)
    longer = min(growing.long_run_percent, limit.long_run_percent)
    continuous = min(ladder.continuous_minutes, fastest.stretches[-1])
    runs = [(session, dose) for _, session, dose in runs_of(plan.sessions()) if dose.continuous]
    coming = {session.key for _, session in ahead(plan)}
    longest = max((dose.run_minutes for session, dose in runs if session.key not in coming), default=0)
    if plan.revision > 0:
        # A revised plan may go on from a run that no plan held, such as one that came a day early. How far the clean
        # runs lead on is a law of cases (C-01).
        first = next((dose.run_minutes for session, dose in runs if session.key in coming), 0)
        longest = max(longest, first)
    for session, dose in runs:
        if session.key in coming:
            by = longer if dose.run_minutes > plan.runner.usual_run_minutes else percent
            grown = longest + max(protocol.runs.growth_least_minutes, longest * by // 100)
            if dose.run_minutes > max(continuous, grown):
                yield f"{session.key}: {dose.run_minutes} min, over {max(continuous, grown)}"
            longest = max(longest, dose.run_minutes)


def _steps(plan: Plan, protocol: RecoveryProtocol, fastest: FastestLadder) -> Iterator[str]:
    """Check that each stretch of running is at most as long as the limits allow after the stretch before it.

    The first run of a revised plan may be of any length, because the plan may go on from a run that is over.
    """
    most, runs = protocol.limits.rung_run_minutes_maximum, runs_of(ahead(plan))
    before = 0 if plan.revision == 0 and runs_of(plan.sessions()) == runs else None
    for _, session, dose in runs:
        allowed = dose.run_minutes if before is None else max(before, fastest.after(before))
        # From the longest stretch of the ladder on, the growth percentage decides (I-11).
        grows = dose.continuous and allowed >= fastest.stretches[-1]
        if dose.run_minutes > allowed and not grows:
            yield f"{session.key}: {dose.run_minutes} min without a break, over {allowed}"
        if not dose.continuous and dose.total_run_minutes > most:
            yield f"{session.key}: {dose.total_run_minutes} min of running, over {most}"
        before = dose.run_minutes


def rungs(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the rungs come in order, each as often as the severity's ladder asks, and end at the usual run."""
    if plan.severity is None:
        return
    runs = runs_of(ahead(plan))
    ladder = protocol.ladder_for(plan.severity, possible_strain=plan.possible_strain)
    walks = [dose.walk_minutes for _, _, dose in runs]
    if walks != sorted(walks, reverse=True):
        yield "the rungs are out of order"
    fastest = protocol.limits.fastest_for(plan.severity, possible_strain=plan.possible_strain)
    least = max(ladder.times_each, fastest.times_each)
    for walk in {rung.walk_minutes for rung in ladder.rungs}:
        if walks.count(walk) > ladder.times_each or (plan.revision == 0 and walks.count(walk) < least):
            yield f"the rung of {walk} min walking is there {walks.count(walk)} times, not {ladder.times_each}"
    if plan.revision == 0:
        yield from _repeats(plan, protocol, runs, max(ladder.growth_times_each, fastest.growth_times_each))
    if runs and not has_long_run(plan):
        day, _, last = runs[-1]
        if last.run_minutes != plan.runner.usual_run_minutes and not _is_cut(plan, protocol, day, last):
            yield "the ladder does not end at the usual run"
    elif (runs or plan.revision == 0) and not _comes_back(plan, runs):
        yield (
            "the ladder does not end at the usual run" if not has_long_run(plan) else "the long run does not come back"
        )


def _repeats(
    plan: Plan, protocol: RecoveryProtocol, runs: list[tuple[Day, Session, RunDose]], times: int
) -> Iterator[str]:
    """Check that each run without a break comes so often before a longer one, but for those that a week has cut."""
    usual = [place for place, (_, _, dose) in enumerate(runs) if dose.run_minutes >= plan.runner.usual_run_minutes]
    grown = [(day, dose) for day, _, dose in runs[: usual[0] if usual else None] if dose.continuous]
    lengths = [dose.run_minutes for day, dose in grown if not _is_cut(plan, protocol, day, dose)]
    for length in dict.fromkeys(lengths):
        if lengths.count(length) < times:
            yield f"the run of {length} min is there {lengths.count(length)} times, not {times}"


def _comes_back(plan: Plan, runs: list[tuple[Day, Session, RunDose]]) -> bool:
    """Return whether the runs lead to the usual run and the long run, or have led there already."""
    longest = plan.runner.longest_run_minutes
    has_returned = bool(plan.days) and plan.days[-1].phase in (PhaseKind.PREVENT, PhaseKind.KEEP)
    returned = runs_of(plan.sessions()) if has_returned else []
    return any(dose.run_minutes >= longest for _, _, dose in (*runs, *returned))


def provisional(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that only the next run is confirmed, and that only a check-in has confirmed it."""
    # Check-ins confirm the next run only, and there are no check-ins before the first revision.
    for _, session, _ in runs_of(ahead(plan))[min(plan.revision, 1) :]:
        if session.status is not Status.PROVISIONAL:
            yield f"{session.key}: confirmed without a check-in"
