"""A calendar in memory that keeps the rules of a CalDAV server, and can lose its connection."""

from collections.abc import Iterable, Mapping
from typing import Any, final

from soleus_recovery import Plan
from soleus_recovery.calendars.resources import keys_by_uid, to_resources
from soleus_recovery.errors import ResourceRefused, ServerLost
from soleus_recovery.sync import Done, Step, Stored, carry_out, steps_to

__all__ = ["MemoryCalendar", "brought_up", "intended"]


@final
class MemoryCalendar:
    """Entries by name, each with a new version for every write; after ``lost_after`` requests it answers no more."""

    def __init__(self, held: Mapping[str, str] | None = None) -> None:
        self.held: dict[str, str] = dict(held or {})
        self._versions = dict.fromkeys(self.held, 0)
        self._clock = 0
        self.lost_after: int | None = None
        self.writes: list[str] = []

    def _etag(self, name: str) -> str:
        return f'"{self._versions[name]}"'

    def _ask(self) -> None:
        if self.lost_after is not None:
            if self.lost_after == 0:
                raise ServerLost(problem="the line broke")
            self.lost_after -= 1

    def read(self, uids: Iterable[str]) -> Mapping[str, Stored]:
        self._ask()
        names = {uid: f"{uid}.ics" for uid in uids}
        return {
            uid: Stored(etag=self._etag(name), content=self.held[name])
            for uid, name in names.items()
            if name in self.held
        }

    def put(self, uid: str, content: bytes, *, etag: str | None) -> None:
        self._ask()
        name = f"{uid}.ics"
        self._check(name, etag)
        self._clock += 1
        self.held[name], self._versions[name] = content.decode(), self._clock
        self.writes.append(name)

    def delete(self, uid: str, *, etag: str) -> None:
        self._ask()
        name = f"{uid}.ics"
        self._check(name, etag)
        del self.held[name]
        self.writes.append(name)

    def _check(self, name: str, etag: str | None) -> None:
        stands = self._etag(name) if name in self.held else None
        if stands != etag:
            raise ResourceRefused(problem="precondition failed")

    def changed_by_somebody(self, name: str, content: str) -> None:
        """Write an entry as another program would."""
        self._clock += 1
        self.held[name], self._versions[name] = content, self._clock


def intended(plan: Plan, mirror: MemoryCalendar, **shape: Any) -> tuple[Step, ...]:
    """The steps of a sync now."""
    known = keys_by_uid(plan)
    return steps_to(to_resources(plan, **shape), known, mirror.read(known))


def brought_up(plan: Plan, mirror: MemoryCalendar, **shape: Any) -> list[Done]:
    """Sync once."""
    return list(carry_out(intended(plan, mirror, **shape), mirror))
