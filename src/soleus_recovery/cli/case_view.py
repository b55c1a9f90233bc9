"""A case at a moment: its plan, the runner's progress, and the message about a red flag that waits for a clinician."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, final

import attrs
import click

from soleus_recovery.cli.case_file import read_case
from soleus_recovery.cli.options import moment
from soleus_recovery.cli.red_flags import RedFlagGuard, waiting_message
from soleus_recovery.clock import Minute, local, minute_of
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import progress
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.case import Case
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.issue import issue
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Urgency

__all__ = ["CaseView", "case_argument", "now_option", "view_case", "warn_of_waiting"]

case_argument = click.argument("name", metavar="CASE.json")


def now_option(*, default: str = "that of the last entry") -> Callable[[Any], Any]:
    """Return the option ``--now``."""
    return click.option("--now", metavar="WALL", help=f"The moment to show (default: {default}).")


@final
@attrs.frozen(kw_only=True)
class CaseView(Value):
    """A case as of a moment; ``guard`` holds the message about a red flag that still waits for a clinician."""

    case: Case
    plan: Plan
    progress: Progress
    at: Minute
    guard: RedFlagGuard

    @property
    def is_stopped(self) -> bool:
        """Whether an emergency has ended the case; if so, only the message of the emergency is shown."""
        return self.progress.is_emergency


def view_case(name: str, options: Mapping[str, Any], *, by_clock: bool = False) -> CaseView:
    """Read a case as of the moment in ``--now``; without ``--now``, as of its last entry, or as of now if ``by_clock``.

    While a red flag waits for a clinician, no moment before the last entry is shown. Raises ``FactError`` for a moment
    before the case began, unless the case has ended in an emergency.
    """
    file = read_case(name)
    case, guard = file.case, RedFlagGuard({})
    at = last = case.last_recorded_at
    if by_clock or options["now"] is not None:
        at = minute_of("now", moment(options["now"], case.runner.zone))
    current = progress(case, max(at, last))
    waiting = current.waiting
    is_stopped = warn_of_waiting(guard, waiting, case)
    if at < case.started_at and not is_stopped:
        began = local(case.started_at, case.runner.zone)
        given = f"{shown(options['now'] or 'the clock')} is before the case began"
        raise FactError(field="now", given=given, allowed=f"from {began:%Y-%m-%dT%H:%M} on")
    # An earlier moment would show a plan with runs while a red flag waits.
    at = max(at, last) if waiting is not None else at
    if at < last:
        current = progress(case, at)
    warn_of_waiting(guard, current.waiting, case)
    after = file.issued if at >= file.issued.as_of else None
    return CaseView(case=case, plan=issue(case, at, after=after).plan, progress=current, at=at, guard=guard)


def warn_of_waiting(
    guard: RedFlagGuard, waiting: Waiting | None, case: Case, *, why: bool = True, also: Iterable[str] = ()
) -> bool:
    """Set the guard's message for a case that waits for a clinician, with the lines of ``also`` below it.

    Returns whether the case has ended in an emergency. ``why`` adds the reasons to the message.
    """
    if waiting is None:
        return False
    guard.warn(waiting.urgency, "\n".join([waiting_message(waiting, case.protocol, why=why), *also]))
    return waiting.urgency is Urgency.EMERGENCY
