"""A plan read from its JSON: only the fields that the contract names."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, final

from attrs import frozen


@final
@frozen(kw_only=True)
class Session:
    """A session; ``day`` is the day whose waking hours it belongs to."""

    key: str
    activity: str
    day: dt.date
    start: dt.datetime | None
    end: dt.datetime | None
    title: str
    status: str
    dose: dict[str, int]
    sequence: int

    def is_ahead_of(self, now: dt.datetime, today: dt.date) -> bool:
        """Say whether it has not begun yet."""
        return self.day > today if self.start is None else self.start > now

    @property
    def begins(self) -> dt.datetime:
        """When it begins, of one that has a time."""
        assert self.start is not None
        return self.start

    @property
    def run_minutes(self) -> int:
        """The longest stretch of running in it."""
        return self.dose.get("run_minutes", 0)

    @property
    def total_run_minutes(self) -> int:
        """All its running."""
        return self.dose.get("total_run_minutes", 0)


@final
@frozen(kw_only=True)
class Plan:
    """A plan, its sessions in the order of the file."""

    outcome: str
    severity: str | None
    possible_strain: bool
    made_at: dt.datetime
    protocol: str
    days: tuple[dt.date, ...]
    sessions: tuple[Session, ...]
    withdrawn: tuple[Session, ...]

    def of(self, activity: str) -> list[Session]:
        """Give the sessions of an activity that have a time, in order of time."""
        found = [session for session in self.sessions if session.activity == activity and session.start is not None]
        return sorted(found, key=lambda session: session.begins)


def read_plan(path: Path) -> Plan:
    """Read the plan JSON that a command wrote."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Plan(
        outcome=data["outcome"],
        severity=data["severity"],
        possible_strain=data["possible_strain"],
        made_at=_moment(data["made_at"]),
        protocol=data["protocol"]["id"],
        days=tuple(dt.date.fromisoformat(day["date"]) for day in data["days"]),
        sessions=tuple(
            _session(session, dt.date.fromisoformat(day["date"])) for day in data["days"] for session in day["sessions"]
        ),
        withdrawn=tuple(_session(session, dt.date.min) for session in data["withdrawn"]),
    )


def _session(data: dict[str, Any], day: dt.date) -> Session:
    return Session(
        key=data["key"],
        activity=data["activity"],
        day=day,
        start=None if data["start"] is None else _moment(data["start"]),
        end=None if data["end"] is None else _moment(data["end"]),
        title=data["title"],
        status=data["status"],
        dose={name: int(number) for name, number in data["dose"].items()},
        sequence=data["sequence"],
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
