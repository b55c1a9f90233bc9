"""Finds the steps that make a calendar on a server the same as a plan, and takes them.

Each sync reads the calendar anew and remembers nothing, so the next sync finishes a sync that was interrupted. A sync
deletes first, then updates, then creates: a run that a red flag has withdrawn must go even if the connection breaks
later.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, unique
from typing import Protocol, final

import attrs

from soleus_recovery.calendars.resources import Resource, says_the_same, uid_in
from soleus_recovery.errors import ResourceRefused
from soleus_recovery.values import Value

__all__ = ["Act", "Done", "Mirror", "Step", "Stored", "carry_out", "steps_to"]


@unique
class Act(Enum):
    """What a step does to an entry, in the order in which steps are taken."""

    DELETE = "delete"
    UPDATE = "update"
    CREATE = "create"

    def __str__(self) -> str:
        return self.value


@final
@attrs.frozen(kw_only=True)
class Stored(Value):
    """An entry on the server: its content, and the ETag of exactly this content (RFC 9110, 8.8.3)."""

    etag: str
    content: str


@final
@attrs.frozen(kw_only=True)
class Step(Value):
    """One request to the server.

    ``etag`` is the ETag of the entry that the step replaces or deletes, and None if the step creates an entry;
    ``content`` is None if the step deletes an entry.
    """

    act: Act
    key: str
    uid: str
    etag: str | None
    content: bytes | None


@final
@attrs.frozen(kw_only=True)
class Done(Value):
    """A step that was taken; ``problem`` says why the server refused the step, and is None if it accepted the step."""

    step: Step
    problem: str | None = None


class Mirror(Protocol):
    """A calendar in which each entry is a file named after its UID."""

    def read(self, uids: Iterable[str]) -> Mapping[str, Stored]:
        """Map each of these UIDs that the calendar has to the entry with that UID."""
        ...

    def put(self, uid: str, content: bytes, *, etag: str | None) -> None:
        """Write an entry over its version with this ETag; if ``etag`` is None, write only an entry not there yet."""
        ...

    def delete(self, uid: str, *, etag: str) -> None:
        """Delete an entry if its version in the calendar has this ETag."""
        ...


def steps_to(
    resources: Iterable[Resource], keys_by_uid: Mapping[str, str], stored: Mapping[str, Stored]
) -> tuple[Step, ...]:
    """Find the steps from the ``stored`` entries to the ``resources`` of the plan, in the order to take them.

    ``keys_by_uid`` names all entries that the plan has ever had. If the calendar holds an event with another UID under
    the name of one of these entries, somebody else wrote that event, so it is neither changed nor replaced.
    """
    wanted = {resource.uid: (resource, resource.content.decode()) for resource in resources}
    # Servers store most entries as they were sent, and equal texts need no parsing.
    same = {uid for uid, (_, text) in wanted.items() if uid in stored and stored[uid].content == text}
    ours = {
        uid: each for uid, each in stored.items() if uid in keys_by_uid and (uid in same or uid_in(each.content) == uid)
    }
    steps = [
        Step(act=Act.DELETE, key=keys_by_uid[uid], uid=uid, etag=each.etag, content=None)
        for uid, each in ours.items()
        if uid not in wanted
    ]
    for uid, (resource, _) in wanted.items():
        there = ours.get(uid)
        if there is None:
            # If another event has this name, the server refuses the request to create the entry.
            steps.append(Step(act=Act.CREATE, key=resource.key, uid=uid, etag=None, content=resource.content))
        elif uid not in same and not says_the_same(there.content, resource.content):
            steps.append(Step(act=Act.UPDATE, key=resource.key, uid=uid, etag=there.etag, content=resource.content))
    order = list(Act)
    return tuple(sorted(steps, key=lambda step: order.index(step.act)))


def carry_out(steps: Iterable[Step], mirror: Mirror) -> Iterator[Done]:
    """Take the steps one by one; if the server refuses a step, yield the step with the problem and go on.

    Raises ``ServerLost`` if the server stops answering.
    """
    for step in steps:
        try:
            if step.content is not None:
                mirror.put(step.uid, step.content, etag=step.etag)
            elif step.etag is not None:
                mirror.delete(step.uid, etag=step.etag)
        except ResourceRefused as refusal:
            yield Done(step=step, problem=refusal.problem)
        else:
            yield Done(step=step)
