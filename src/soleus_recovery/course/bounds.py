"""How much reading a case may ask for: a small file of a stranger's must not lead to endless work.

No numbers of the guidance. A word for an earlier day has all days since read again, and so has each correction.
"""

from typing import final

from soleus_recovery.errors import FactError

__all__ = ["MOST_DAYS", "MOST_READ_AGAIN", "Effort"]

MOST_DAYS, MOST_READ_AGAIN = 4_000, 10_000


@final
class Effort:
    """Counts the days that are read, and refuses more than anybody lives through or tells."""

    def __init__(self) -> None:
        self._again = 0

    def read(self, days: int) -> None:
        """So many days stand now; ``FactError`` for a case of more than ten years."""
        if days > MOST_DAYS:
            raise FactError(field="now", given=f"this case is longer than {MOST_DAYS:,} days", allowed="a new case")

    def forget(self, days: int) -> None:
        """So many are to be read again; the last day alone is free, so that a word for today can always be told."""
        self._again += max(0, days - 1)
        if self._again > MOST_READ_AGAIN:
            given = "what was told so late, or corrected so often, has too many days read again"
            raise FactError(field="day", given=given, allowed="a word for today, or a new case")
