"""The tree of errors: each error says who has to act, where the problem is, and what is allowed.

    SoleusError
    ├── FactError        your data is wrong: an argument, an option or a field of a report
    ├── PathError        data from a file is wrong, at the path that the error names
    │   ├── ProtocolError      a protocol breaks the format or the safety limits
    │   ├── PlanFileError      a file is not one of our plans, or was cut short
    │   ├── CaseFileError      a file is not one of our cases, or was cut short
    │   └── CalendarFileError  a calendar from another program cannot be read
    ├── BrokenInvariant  a plan breaks a law
    ├── BrokenJourney    the plan after one step of a journey breaks laws
    ├── BrokenPlan       the guidance is wrong: a protocol led to a plan that breaks laws, and the plan is withheld
    ├── CaseClosed       the case has stopped, so nothing more is planned
    ├── SyncError        the calendar on a server could not be made to match the plan
    │   ├── ServerLost         the server cannot be reached or used
    │   └── ResourceRefused    the server refused a single entry
    └── NotPlannable     your program is wrong: it asked for a self-care plan, but triage said to see a clinician

The text of every error is one line that is safe to print: user data in the line is escaped and cut.
"""

from typing import final

import attrs

from soleus_recovery.outgoing import one_line

__all__ = [
    "BrokenInvariant",
    "BrokenJourney",
    "BrokenPlan",
    "CalendarFileError",
    "CaseClosed",
    "CaseFileError",
    "FactError",
    "NotPlannable",
    "PathError",
    "PlanFileError",
    "ProtocolError",
    "ResourceRefused",
    "ServerLost",
    "SoleusError",
    "SyncError",
    "shown",
]

_LONGEST_SHOWN = 60


def shown(value: object) -> str:
    """Return a value as short printable ASCII: its ``repr``, escaped and cut to 60 characters.

    >>> shown("Zürich").isascii()
    True
    """
    text = ascii(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


class SoleusError(Exception):
    """The base class of every error that this package raises on purpose."""


@final
@attrs.frozen(kw_only=True)
class FactError(SoleusError, ValueError):
    """The error for a fact that cannot be true or be read: the field, the value given, and the values allowed."""

    field: str
    given: str
    allowed: str

    def __str__(self) -> str:
        return one_line(f"{self.field}: {self.given}; allowed: {self.allowed}")


@attrs.frozen(kw_only=True)
class PathError(SoleusError, ValueError):
    """The error for a value in a file: the path to the value, such as ``entries[3].day``, and what is wrong with it."""

    path: str
    problem: str

    def __str__(self) -> str:
        return one_line(f"{self.path}: {self.problem}")


@final
@attrs.frozen(kw_only=True)
class ProtocolError(PathError):
    """The error for a protocol that breaks the format or the safety limits."""


@final
@attrs.frozen(kw_only=True)
class PlanFileError(PathError):
    """The error for a plan file that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CaseFileError(PathError):
    """The error for a case file that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CalendarFileError(PathError):
    """The error for a calendar from another program that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CaseClosed(SoleusError):
    """The error for a fact that comes too late: the case has stopped, and nothing more is planned."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)


@final
@attrs.frozen(kw_only=True)
class BrokenInvariant(SoleusError):
    """The error for a law that a plan breaks: the law's id and sentence, and the place in the plan that breaks it."""

    id: str
    says: str
    where: str

    def __str__(self) -> str:
        return one_line(f"{self.id} {self.says}: {self.where}")


def _first_of(broken: tuple[BrokenInvariant, ...]) -> str:
    first, *others = broken
    return f"{first} (and {len(others)} more)" if others else str(first)


@final
@attrs.frozen(kw_only=True)
class BrokenPlan(SoleusError):
    """The error for a plan that is withheld because it breaks laws: the protocol's id, and every broken law."""

    protocol: str
    broken: tuple[BrokenInvariant, ...]

    def __str__(self) -> str:
        leads = "leads to a plan that breaks a law, so there is none"
        return f"protocol: {shown(self.protocol)} {leads}; {_first_of(self.broken)}"


@final
@attrs.frozen(kw_only=True)
class BrokenJourney(SoleusError):
    """The error for a step of a journey after which the plan breaks laws: the step's moment, and every broken law."""

    moment: str
    broken: tuple[BrokenInvariant, ...]

    def __str__(self) -> str:
        return one_line(f"at {self.moment}: {_first_of(self.broken)}")


@attrs.frozen(kw_only=True)
class SyncError(SoleusError):
    """The error for a calendar on a server that could not be made to match the plan."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)


@final
@attrs.frozen(kw_only=True)
class ServerLost(SyncError):
    """The error for a calendar server that cannot be reached or used; the case is unchanged."""


@final
@attrs.frozen(kw_only=True)
class ResourceRefused(SyncError):
    """The error for one calendar entry that the server refused to add, change or delete."""


@final
@attrs.frozen(kw_only=True)
class NotPlannable(SoleusError, TypeError):
    """The error for a program that asks for a self-care plan although triage did not allow self-care."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)
