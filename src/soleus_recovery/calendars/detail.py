"""The two choices about a calendar file: how much of the plan it shows, and whether it is imported or subscribed to."""

from enum import Enum, unique

__all__ = ["Detail", "Style"]


@unique
class Detail(Enum):
    """How much of a plan becomes events; the value is the spelling of the option."""

    SESSIONS = "sessions"
    """An all-day card for each day, and an event for each session that has a time."""
    DAILY = "daily"
    """An all-day card for each day, which lists the times, and no other events."""
    RUNS = "runs"
    """Events for runs, reviews and appointments only."""

    def __str__(self) -> str:
        return self.value


@unique
class Style(Enum):
    """What a file does with withdrawn sessions; the value is the spelling of the option."""

    IMPORT = "import"
    """A file to import: withdrawn sessions are in it as cancelled events, so that the import removes them."""
    FEED = "feed"
    """A file to subscribe to: withdrawn sessions are left out."""

    def __str__(self) -> str:
        return self.value
