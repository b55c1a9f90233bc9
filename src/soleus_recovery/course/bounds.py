"""The most days that a case may have replayed, so that a small file from a stranger cannot ask for endless work.

The two bounds are no numbers of the guidance. A check-in for an earlier day has all later days replayed, and each
correction of the facts has all days replayed.
"""

from typing import final

from soleus_recovery.errors import FactError

__all__ = ["MOST_DAYS", "MOST_REPLAYED", "Effort"]

MOST_DAYS, MOST_REPLAYED = 4_000, 10_000


@final
class Effort:
    """A counter of replayed days, which refuses more days than any runner's case needs."""

    def __init__(self) -> None:
        self._replayed = 0

    def check_days(self, days: int) -> None:
        """Raise ``FactError`` if a course has more days than ``MOST_DAYS``."""
        if days > MOST_DAYS:
            raise FactError(field="now", given=f"this case is longer than {MOST_DAYS:,} days", allowed="a new case")

    def count_replayed(self, days: int) -> None:
        """Count days that are replayed; raise ``FactError`` once their sum is more than ``MOST_REPLAYED``.

        The first day of each call is not counted, so that a check-in for today can always be recorded.
        """
        self._replayed += max(0, days - 1)
        if self._replayed > MOST_REPLAYED:
            given = "a fact recorded so late, or corrected so often, has too many days read again"
            raise FactError(field="day", given=given, allowed="a check-in for today, or a new case")
