"""What was told last of walking pain and of worse mornings, on which exercise beside running depends."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Morning

__all__ = ["LastTold", "last_told"]


@final
@attrs.frozen(kw_only=True)
class LastTold(Value):
    """The walking pain (0 to 10) told last, with its day, and the last day whose morning was worse, if there is one."""

    walking: int
    walking_on: dt.date
    worse_morning_on: dt.date | None = None


def last_told(check_ins: Mapping[dt.date, CheckIn], reported: LastTold) -> LastTold:
    """Return what these check-ins, by their day, told last; ``reported`` is what the report tells.

    A pain under a painkiller counts only if it is not less than what was told before (reading `keep-fit`).
    """
    told = reported
    for date in sorted(check_ins):
        check_in = check_ins[date]
        walking = check_in.pain_walking
        if walking is not None and not (check_in.painkiller and walking < told.walking):
            told = attrs.evolve(told, walking=walking, walking_on=date)
        if check_in.morning is Morning.WORSE:
            told = attrs.evolve(told, worse_morning_on=date)
    return told
