"""A day before and after its sessions are placed."""

import datetime as dt
from typing import final

import attrs

from soleus_recovery.plan.content import PlacedContent
from soleus_recovery.plan.plan import Day, Unplaced
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import PhaseKind

__all__ = ["DayOutline", "MadeDay"]


@final
@attrs.frozen(kw_only=True)
class DayOutline(Value):
    """A day before the protocol's session rules fill it.

    ``placed`` holds the sessions whose time is settled (ice, run, appointment), and ``unplaced`` the sessions of these
    kinds that the day leaves out. ``has_review`` says that a review is due in the evening. ``extra_notes`` come after
    the protocol's own notes.
    """

    date: dt.date
    phase: PhaseKind
    placed: tuple[PlacedContent, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    has_review: bool = False
    extra_notes: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    """The names of the steps of training that the day holds."""
    has_tests: bool = False
    """Whether tests of the gate are offered on the day and are still to be done."""
    is_first_training: bool = False
    """Whether no step was trained before this day."""


@final
@attrs.frozen(kw_only=True)
class MadeDay(Value):
    """A day of the plan, and the sessions that the day leaves out."""

    day: Day
    unplaced: tuple[Unplaced, ...] = ()
