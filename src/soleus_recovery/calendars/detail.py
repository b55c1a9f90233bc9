"""How much of a plan a calendar shows."""

from enum import Enum, unique

__all__ = ["Detail"]


@unique
class Detail(Enum):
    """What becomes an event; the value is how the option is spelt."""

    SESSIONS = "sessions"
    """A card for each day and an event for each session that has a time."""
    DAILY = "daily"
    """A card for each day, with the times in it, and nothing else."""
    RUNS = "runs"
    """Runs, reviews and appointments alone."""

    def __str__(self) -> str:
        return self.value
