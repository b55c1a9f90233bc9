"""The trend: what the last runs of a course say together, which no single day says.

A run is clean if it hurt little, if the evening after it and the next morning were well, and if no painkiller hid pain
(reading `clean-run`). What pain in several runs asks for is the reading `pain-in-runs`.
"""

import datetime as dt
from typing import final

import attrs

from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.running import TrendNumbers
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Morning

__all__ = ["RunRecord", "Trend", "trend_after"]


@final
@attrs.frozen(kw_only=True)
class RunRecord(Value):
    """A run that was done: its day, the pain in it (0 to 10), and the minutes of running that the plan asked for.

    ``is_clean`` is None until the next day's check-in has judged the run, and stays None if an answer was never given.
    ``is_clean_so_far`` is the same judgement by the check-in of the run's own day alone.
    """

    date: dt.date
    pain: int
    minutes: int
    is_clean_so_far: bool | None
    is_clean: bool | None = None
    is_morning_worse: bool | None = None
    """Whether the morning after the run was worse; None if nobody has told."""


@final
@attrs.frozen(kw_only=True)
class Trend(Value):
    """The runs of a course, in order, and what they ask for after the last day.

    ``is_watched`` says that the runner has stepped back because of pain in runs, and that no two runs in a row have
    been clean since. ``worse_mornings`` counts the worse mornings in a row, ``painkiller_days`` the days in a row with
    a painkiller of any form, and ``tablet_days`` those with tablets. ``steps_back``, ``rises``, ``is_worse_again`` and
    ``must_be_seen`` speak of the last day only.
    """

    runs: tuple[RunRecord, ...] = ()
    is_watched: bool = False
    worse_mornings: int = 0
    is_worse_again: bool = False
    painkiller_days: int = 0
    tablet_days: int = 0
    steps_back: bool = False
    rises: bool = False
    must_be_seen: bool = False

    def is_clean_on(self, date: dt.date) -> bool:
        """Return whether the run of that day is known to be clean."""
        return any(run.date == date and run.is_clean is True for run in self.runs)

    def is_unclean_on(self, date: dt.date) -> bool:
        """Return whether there was a run on that day, and the check-in of the day itself tells that it was not clean.

        Only the last run is looked at.
        """
        return bool(self.runs) and self.runs[-1].date == date and self.runs[-1].is_clean is False

    def shifted(self, by: dt.timedelta) -> "Trend":
        """Return the trend with the days of all runs moved."""
        return attrs.evolve(self, runs=tuple(attrs.evolve(run, date=run.date + by) for run in self.runs))


def trend_after(
    trend: Trend, protocol: RecoveryProtocol, date: dt.date, check_in: CheckIn | None, *, minutes: int
) -> Trend:
    """Return the trend after a day; ``check_in`` is None for a silent day.

    ``minutes`` is how long the plan has the runner run on this day.
    """
    numbers = protocol.trend
    runs = _judged(trend.runs, date, check_in)
    is_watched = trend.is_watched and not _ends_watch(runs, numbers)
    worse = _worse_mornings(trend.worse_mornings, check_in)
    hidden, tablets = _painkiller_days(trend, check_in)
    is_worse = check_in is not None and check_in.morning is Morning.WORSE
    again = is_worse and (worse >= numbers.worse_mornings or _is_worse_after_runs(runs, date, numbers))
    if check_in is None or check_in.pain_running is None:
        refers = _goes_on_unclean(trend.runs, runs, numbers)
        return Trend(
            runs=runs,
            is_watched=is_watched,
            worse_mornings=worse,
            is_worse_again=again,
            painkiller_days=hidden,
            tablet_days=tablets,
            must_be_seen=refers,
        )
    so_far = _is_clean_so_far(check_in, numbers)
    is_clean = False if so_far is False else None
    pain = check_in.pain_running
    runs = (*runs, RunRecord(date=date, pain=pain, minutes=minutes, is_clean_so_far=so_far, is_clean=is_clean))
    painful = [run.pain >= protocol.progression.repeat_any for run in runs[-numbers.painful_among :]]
    steps_back = painful[-1] and sum(painful) >= numbers.painful_runs
    return Trend(
        runs=runs,
        is_watched=is_watched or steps_back,
        worse_mornings=worse,
        is_worse_again=again,
        painkiller_days=hidden,
        tablet_days=tablets,
        steps_back=steps_back,
        rises=_rises(runs, numbers),
        must_be_seen=(painful[-1] and is_watched) or _goes_on_unclean(trend.runs, runs, numbers),
    )


def _judged(runs: tuple[RunRecord, ...], date: dt.date, check_in: CheckIn | None) -> tuple[RunRecord, ...]:
    """Return the runs after the check-in of a day, which judges yesterday's run by its morning."""
    if not runs or (date - runs[-1].date).days != 1 or check_in is None:
        return runs
    last, is_worse = runs[-1], _is_worse(check_in)
    is_clean = last.is_clean_so_far if is_worse is False else None
    if last.is_clean_so_far is False or check_in.painkiller or is_worse:
        is_clean = False
    return (*runs[:-1], attrs.evolve(last, is_clean=is_clean, is_morning_worse=is_worse))


def _is_worse(check_in: CheckIn) -> bool | None:
    """Return whether the morning was worse; None if it was left out, or if a painkiller may have made it better."""
    if check_in.morning is Morning.WORSE:
        return True
    return None if check_in.morning is None or check_in.painkiller else False


def _worse_mornings(before: int, check_in: CheckIn | None) -> int:
    """Return how many mornings in a row were worse; only a morning that is known to be no worse ends the row."""
    is_worse = None if check_in is None else _is_worse(check_in)
    return before if is_worse is None else before + 1 if is_worse else 0


def _painkiller_days(trend: Trend, check_in: CheckIn | None) -> tuple[int, int]:
    """Return the days in a row with any painkiller, and with tablets; silent days neither add to a row nor end it."""
    if check_in is None:
        return trend.painkiller_days, trend.tablet_days
    with_tablets = check_in.painkiller and not check_in.gel
    return (
        trend.painkiller_days + 1 if check_in.painkiller else 0,
        trend.tablet_days + 1 if with_tablets else 0,
    )


def _is_worse_after_runs(runs: tuple[RunRecord, ...], date: dt.date, numbers: TrendNumbers) -> bool:
    """Return whether this morning comes after a run, and the mornings after the last runs were worse as well."""
    if not runs or (date - runs[-1].date).days != 1:
        return False
    known = [run.is_morning_worse for run in runs if run.is_morning_worse is not None][-numbers.worse_mornings :]
    return len(known) == numbers.worse_mornings and all(known)


def _is_clean_so_far(check_in: CheckIn, numbers: TrendNumbers) -> bool | None:
    """Return whether the check-in of a run's own day allows the run to be clean; None if a pain was left out."""
    marks = (
        (check_in.pain_running, numbers.clean_in_run),
        (check_in.pain_at_rest, numbers.clean_rest),
        (check_in.pain_walking, numbers.clean_walking),
    )
    if check_in.painkiller or any(pain is not None and pain > most for pain, most in marks):
        return False
    return None if any(pain is None for pain, _ in marks) else True


def _ends_watch(runs: tuple[RunRecord, ...], numbers: TrendNumbers) -> bool:
    last = runs[-numbers.clean_runs :]
    return len(last) == numbers.clean_runs and all(run.is_clean is True for run in last)


def _rises(runs: tuple[RunRecord, ...], numbers: TrendNumbers) -> bool:
    """Return whether each of the last runs hurt more than the run before."""
    last = [run.pain for run in runs[-numbers.rising_runs :]]
    return len(last) == numbers.rising_runs and last == sorted(set(last))


def _goes_on_unclean(before: tuple[RunRecord, ...], runs: tuple[RunRecord, ...], numbers: TrendNumbers) -> bool:
    """Return whether a run that is judged now completes a row of runs, close together, of which none is clean.

    A run about which too little was told is left out: silence tells nothing of the calf.
    """
    known = [run for run in runs if run.is_clean is not None]
    last = known[-numbers.unclean_runs :]
    is_new = len(known) > sum(run.is_clean is not None for run in before)
    if not is_new or len(last) < numbers.unclean_runs or any(run.is_clean for run in last):
        return False
    return (last[-1].date - last[0].date).days < numbers.unclean_days
