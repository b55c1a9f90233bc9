"""The two choices about a calendar file: how much of the plan it shows, and whether it is imported or subscribed to."""

from enum import Enum, unique

__all__ = ["Detail", "Style"]


@unique
class Detail(Enum):
    """How much of a plan becomes events; each value is a word that the option ``--detail`` takes."""

    SESSIONS = "sessions"
    """An all-day card for each day, and an event for each session that has a time."""
    DAILY = "daily"
    """An all-day card for each day, which lists the day's sessions with their times, and no other events."""
    RUNS = "runs"
    """Events for runs, reviews and appointments only."""

    def __str__(self) -> str:
        return self.value


@unique
class Style(Enum):
    """What a calendar file does with withdrawn sessions; each value is a word that the option ``--style`` takes."""

    IMPORT = "import"
    """A file to import: withdrawn sessions become cancelled events, so that the import removes them."""
    FEED = "feed"
    """A file to subscribe to: withdrawn sessions are left out."""

    def __str__(self) -> str:
        return self.value
