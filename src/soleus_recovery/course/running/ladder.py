"""The doses of the ladder back to the usual run: walking and running in turn, then ever longer runs without a break.

The longest stretch of running never gets shorter along the ladder, and no dose holds more running than the usual run.
"""

from collections.abc import Sequence

from soleus_recovery.guidance.running import Ladder, RunRules
from soleus_recovery.plan.plan import RunDose

__all__ = ["heavier_doses", "ladder_doses", "rungs_back"]


def ladder_doses(
    ladder: Ladder, runs: RunRules, *, usual_minutes: int, grows_from: int | None = None
) -> tuple[RunDose, ...]:
    """Return the doses of all runs of a ladder in order; the last dose is a run of ``usual_minutes`` without a break.

    The first run without a break has ``grows_from`` minutes if they are given, or else those of the ladder.

    >>> from soleus_recovery.guidance.loader import builtin
    >>> protocol = builtin("soleus-standard")
    >>> doses = ladder_doses(protocol.ladders["mild-plain"], protocol.runs, usual_minutes=45)
    >>> [(dose.walk_minutes, dose.run_minutes, dose.repeats) for dose in doses]
    [(1, 5, 5), (0, 20, 1), (0, 30, 1), (0, 45, 1)]
    """
    rungs = [_rung(rung.walk_minutes, rung.run_minutes, rung.repeats, usual_minutes) for rung in ladder.rungs]
    steps = [rung for rung in dict.fromkeys(rungs) for _ in range(ladder.times_each)]
    longest = min(grows_from or ladder.continuous_minutes, usual_minutes)
    while longest < usual_minutes:
        steps += [_rung(0, longest, 1, usual_minutes)] * ladder.growth_times_each
        grown = longest + max(runs.growth_least_minutes, longest * ladder.growth_percent // 100)
        longest = min(grown, usual_minutes)
    return (*steps, _rung(0, usual_minutes, 1, usual_minutes))


def heavier_doses(ladder: Ladder, heaviest: Ladder, *, usual_minutes: int) -> tuple[RunDose, ...]:
    """Return the different doses of ``heaviest`` that walk more and run less than the first dose of ``ladder``.

    >>> from soleus_recovery.guidance.loader import builtin
    >>> ladders = builtin("soleus-standard").ladders
    >>> doses = heavier_doses(ladders["mild-strain"], ladders["severe"], usual_minutes=45)
    >>> [(dose.walk_minutes, dose.run_minutes, dose.repeats) for dose in doses]
    [(5, 1, 5), (4, 2, 5)]
    """
    first, *_ = ladder.rungs
    least_walk, most_run = first.walk_minutes, min(first.run_minutes, usual_minutes)
    doses = (_rung(rung.walk_minutes, rung.run_minutes, rung.repeats, usual_minutes) for rung in heaviest.rungs)
    return tuple(dict.fromkeys(d for d in doses if d.walk_minutes > least_walk and d.run_minutes < most_run))


def _rung(walk: int, run: int, repeats: int, usual: int) -> RunDose:
    """Return the dose of a rung, cut so that its minutes of running together are no more than the usual run."""
    run = min(run, usual)
    return RunDose(walk_minutes=walk, run_minutes=run, repeats=max(1, min(repeats, usual // run)))


def rungs_back(doses: Sequence[RunDose], rung: int, steps: int) -> tuple[int, bool]:
    """Go back from ``rung`` by ``steps`` different doses; return the first place of the dose that is reached.

    The second value that is returned says whether the steps would lead below the first dose of the ladder.

    >>> walk_run, run = (RunDose(walk_minutes=minutes, run_minutes=5, repeats=1) for minutes in (1, 0))
    >>> rungs_back([walk_run, walk_run, run], 2, 1), rungs_back([walk_run, walk_run, run], 1, 1)
    ((0, False), (0, True))
    """
    firsts = [index for index, dose in enumerate(doses) if index == 0 or doses[index - 1] != dose]
    here = sum(first <= rung for first in firsts) - 1
    return firsts[max(0, here - steps)], here < steps
