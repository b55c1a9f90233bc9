"""What has to happen on a server for its calendar to say what the plan says, and doing it.

The server is asked for what stands there, so nothing has to be remembered between two runs: one that was interrupted
anywhere is finished by the next. What falls away goes first, then what changes, then what is new, because a run that
a red flag has taken out must not outlive a line that breaks.
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
    """What happens to one entry, in the order in which it is done."""

    DELETE = "delete"
    UPDATE = "update"
    CREATE = "create"

    def __str__(self) -> str:
        return self.value


@final
@attrs.frozen(kw_only=True)
class Stored(Value):
    """An entry as it stands on the server: its content, and the ETag of exactly that (RFC 9110, 8.8.3)."""

    etag: str
    content: str


@final
@attrs.frozen(kw_only=True)
class Step(Value):
    """One request: ``etag`` is that of what it replaces, None for what is new; ``content`` None where it goes."""

    act: Act
    key: str
    uid: str
    etag: str | None
    content: bytes | None


@final
@attrs.frozen(kw_only=True)
class Done(Value):
    """A step that was taken; ``problem``: why the server would not have it."""

    step: Step
    problem: str | None = None


class Mirror(Protocol):
    """A calendar in which each entry is a file named after its UID."""

    def read(self, uids: Iterable[str]) -> Mapping[str, Stored]:
        """Those of these entries that are there."""
        ...

    def put(self, uid: str, content: bytes, *, etag: str | None) -> None:
        """Write an entry in the place of this very version of it; None: where nothing stands."""
        ...

    def delete(self, uid: str, *, etag: str) -> None:
        """Take out this very version of an entry."""
        ...


def steps_to(
    resources: Iterable[Resource], keys_by_uid: Mapping[str, str], stored: Mapping[str, Stored]
) -> tuple[Step, ...]:
    """What makes of what is ``stored`` what the plan says.

    ``keys_by_uid`` are all entries that the plan ever had. What stands under the name of one of them and is another
    event was not written here: it is left alone, and its place is never taken.
    """
    ours = {uid: each for uid, each in stored.items() if uid in keys_by_uid and uid_in(each.content) == uid}
    wanted = {resource.uid: resource for resource in resources}
    steps = [
        Step(act=Act.DELETE, key=keys_by_uid[uid], uid=uid, etag=each.etag, content=None)
        for uid, each in ours.items()
        if uid not in wanted
    ]
    for uid, resource in wanted.items():
        there = ours.get(uid)
        if there is None:
            # Asked for as new: where something else has the name, the server refuses.
            steps.append(Step(act=Act.CREATE, key=resource.key, uid=uid, etag=None, content=resource.content))
        # Most entries are stored as they were sent: equal text needs no parsing.
        elif there.content != resource.content.decode() and not says_the_same(there.content, resource.content):
            steps.append(Step(act=Act.UPDATE, key=resource.key, uid=uid, etag=there.etag, content=resource.content))
    order = list(Act)
    return tuple(sorted(steps, key=lambda step: order.index(step.act)))


def carry_out(steps: Iterable[Step], mirror: Mirror) -> Iterator[Done]:
    """Take the steps one by one; what the server refuses is told with its step, and the others go on.

    Raises ``ServerLost`` where nothing can be asked any more.
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
