"""The tree of errors: whose fault it is, where, and what is allowed.

    SoleusError
    ├── FactError        your data: an argument, an option, a field of a report
    ├── PathError        data with a path into it
    │   ├── ProtocolError      the guidance: a protocol file breaks its form or the safety limits
    │   ├── PlanFileError      a file: it is not a plan of ours, or it was cut
    │   ├── CaseFileError      a file: it is not a case of ours, or it was cut
    │   └── CalendarFileError  a calendar of somebody else's that cannot be read
    ├── BrokenInvariant  a plan breaks a law; BrokenJourney: the plan after a step does
    ├── CaseClosed       your case: nothing is planned any more
    ├── SyncError        a calendar on a server
    │   ├── ServerLost         it cannot be reached, or not used: nothing more can be asked
    │   └── ResourceRefused    it would not take this one entry
    └── NotPlannable     your program: it tried to plan what must be referred

Every text is one line, safe to print: foreign characters are shown escaped and cut.
"""

from typing import final

import attrs

from soleus_recovery.outgoing import one_line

__all__ = [
    "BrokenInvariant",
    "BrokenJourney",
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
    """A value as one short printable word, whatever it holds.

    >>> shown("Zürich").isascii()
    True
    """
    text = ascii(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


class SoleusError(Exception):
    """Anything this package refuses."""


@final
@attrs.frozen(kw_only=True)
class FactError(SoleusError, ValueError):
    """A fact that cannot be: names the field, what was given, and what is allowed."""

    field: str
    given: str
    allowed: str

    def __str__(self) -> str:
        return one_line(f"{self.field}: {self.given}; allowed: {self.allowed}")


@attrs.frozen(kw_only=True)
class PathError(SoleusError, ValueError):
    """Something wrong inside a file or table: the path into it, and the problem."""

    path: str
    problem: str

    def __str__(self) -> str:
        return one_line(f"{self.path}: {self.problem}")


@final
@attrs.frozen(kw_only=True)
class ProtocolError(PathError):
    """A protocol that breaks its form or the limits."""


@final
@attrs.frozen(kw_only=True)
class PlanFileError(PathError):
    """A plan file that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CaseFileError(PathError):
    """A case file that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CalendarFileError(PathError):
    """A calendar of somebody else's that cannot be read."""


@final
@attrs.frozen(kw_only=True)
class CaseClosed(SoleusError):
    """A fact was told for a case in which nothing is planned any more."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)


@final
@attrs.frozen(kw_only=True)
class BrokenInvariant(SoleusError):
    """A law that a plan breaks: its id, the sentence, and where."""

    id: str
    says: str
    where: str

    def __str__(self) -> str:
        return one_line(f"{self.id} {self.says}: {self.where}")


@final
@attrs.frozen(kw_only=True)
class BrokenJourney(SoleusError):
    """A step of a journey after which laws are broken: its moment, and each place (each a ``BrokenInvariant``)."""

    moment: str
    broken: tuple[BrokenInvariant, ...]

    def __str__(self) -> str:
        first, *others = self.broken
        more = f" (and {len(others)} more)" if others else ""
        return one_line(f"at {self.moment}: {first}{more}")


@attrs.frozen(kw_only=True)
class SyncError(SoleusError):
    """A calendar on a server that does not become what the plan says."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)


@final
@attrs.frozen(kw_only=True)
class ServerLost(SyncError):
    """The server cannot be reached, or does not let itself be used; the case is as it was."""


@final
@attrs.frozen(kw_only=True)
class ResourceRefused(SyncError):
    """The server would not take, change or drop one entry."""


@final
@attrs.frozen(kw_only=True)
class NotPlannable(SoleusError, TypeError):
    """A plan was asked for something that triage did not release for self-care."""

    problem: str

    def __str__(self) -> str:
        return one_line(self.problem)
