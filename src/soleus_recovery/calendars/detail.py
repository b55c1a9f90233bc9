"""How much of a plan a calendar shows, and how a file is meant to be used."""

from enum import Enum, unique

__all__ = ["Detail", "Style"]


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


@unique
class Style(Enum):
    """What becomes of what fell away; the value is how the option is spelt."""

    IMPORT = "import"
    """A file to import: it is there whole, cancelled, so that an import takes it out."""
    FEED = "feed"
    """A file to subscribe to: it is left out."""

    def __str__(self) -> str:
        return self.value
