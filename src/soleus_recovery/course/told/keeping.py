"""What a hold keeps: easy movement, if nothing but the time it has lasted sends the runner to a clinician.

The rule is `duration-hold`; reading `duration-hold` in docs/explanation/progression.md gives the details.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from soleus_recovery.course.state import DayRecord
from soleus_recovery.course.training import Training, TrainingCourse, daily_on_both_legs
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Measure, Morning

__all__ = ["keeps_moving", "kept_raises", "off_while_waiting"]


def keeps_moving(protocol: RecoveryProtocol, waiting: Waiting | None, records: Mapping[date, DayRecord]) -> bool:
    """Return whether the wait is for duration alone, and the last check-ins tell of little pain that does not rise."""
    rule = protocol.triage.duration
    last = [records[day].check_in for day in sorted(records)[-rule.check_ins :]]
    if waiting is None or not waiting.is_for_duration or len(last) < rule.check_ins:
        return False
    return all(_is_easy(check_in, rule.pain_maximum) for check_in in last) and not _rises(last)


def off_while_waiting(protocol: RecoveryProtocol, waiting: Waiting, *, keeps: bool) -> frozenset[Measure]:
    """Return the measures that a wait switches off; a hold that keeps easy movement switches off fewer."""
    return protocol.triage.duration.switches_off if keeps else waiting.switched_off


def kept_raises(course: TrainingCourse, training: Training) -> tuple[str, ...]:
    """Return the raises on both legs that a hold keeps: those of the last training, and never a harder step."""
    both_legs = [step.name for step in course.both_legs]
    again = tuple(name for name in training.again if name in both_legs)
    return again or daily_on_both_legs(course, training)


def _is_easy(check_in: CheckIn, most: int) -> bool:
    """Return whether the evening is told, without a painkiller, with no pain over ``most`` and no worse morning."""
    is_told = check_in.pain_at_rest is not None and check_in.pain_walking is not None and not check_in.painkiller
    return is_told and max(check_in.pains) <= most and check_in.morning is not Morning.WORSE


def _rises(check_ins: Sequence[CheckIn]) -> bool:
    runs = [pain for each in check_ins if (pain := each.pain_running) is not None]
    rows = ([each.pain_at_rest or 0 for each in check_ins], [each.pain_walking or 0 for each in check_ins], runs)
    return any(before < after for row in rows for before, after in pairwise(row))
