"""Every export takes twice the work for twice the days, whatever a plan file has many of."""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import CodeType, FrameType
from typing import Any

import attrs
import pytest

from soleus_recovery import (
    Detail,
    Plan,
    diff,
    from_json,
    to_html,
    to_ics,
    to_json,
    to_markdown,
    to_svg,
    to_text,
    violations,
)
from soleus_recovery.clock import MINUTES_PER_DAY, Minute
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.plan.plan import Day, Revision, Session, Stamp, Unplaced
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity
from tests.export.plans import plan_of

DAYS = 50
_FEW, _MUCH_MORE = 1_000, 2.7


def long_plan(days: int) -> Plan:
    """A plan of this many days, with as many of everything else that a plan file can hold."""
    plan = plan_of()
    first = plan.days[0]
    checks = [each for each in first.sessions if each.activity is Activity.CHECK_IN]

    def session(number: int) -> Session:
        [check] = checks
        assert check.span is not None
        start = Minute(check.span.start + number * MINUTES_PER_DAY)
        span = Span(start=start, end=Minute(start + check.span.minutes))
        at = Minute(plan.made_at + number)
        return attrs.evolve(check, key=f"check-in-{number}", span=span, revised_at=at, title=f"No. {number}")

    def day(number: int) -> Day:
        date = first.date + dt.timedelta(days=number)
        stamp = Stamp(sequence=1, revised_at=Minute(plan.made_at + number))
        return attrs.evolve(
            first,
            date=date,
            number=number,
            sessions=(session(number),),
            notes=(f"Note {number}.",),
            card=stamp,
            whole=stamp,
        )

    return attrs.evolve(
        plan,
        days=tuple(map(day, range(days))),
        unplaced=tuple(
            Unplaced(date=first.date + dt.timedelta(days=number), activity=Activity.ICE, reason=f"Full {number}.")
            for number in range(days)
        ),
        revisions=tuple(
            Revision(number=number, at=Minute(plan.made_at + number), reasons=plan.reasons) for number in range(days)
        ),
        withdrawn=tuple(attrs.evolve(session(number), key=f"gone-{number}") for number in range(days)),
        busy=tuple(
            Span(start=Minute(plan.made_at + number * 100), end=Minute(plan.made_at + number * 100 + 50))
            for number in range(days)
        ),
    )


def work(done: Callable[[], object]) -> Counter[CodeType]:
    """Count the instructions that each Python function runs: a busy machine does not change the count."""
    counted: Counter[CodeType] = Counter()

    def local(frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            counted[frame.f_code] += 1
        return local

    def begin(frame: FrameType, _event: str, _: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return local

    before = sys.gettrace()
    sys.settrace(begin)
    try:
        done()
    finally:
        sys.settrace(before)
    return counted


def before_all(plan: Plan) -> Plan:
    """The plan when it was new."""
    return attrs.evolve(plan, days=(), withdrawn=(), revisions=())


MADE: dict[str, Callable[[Plan], Callable[[], object]]] = {
    "text": lambda plan: partial(to_text, plan),
    "md": lambda plan: partial(to_markdown, plan),
    "html": lambda plan: partial(to_html, plan),
    "svg": lambda plan: partial(to_svg, plan),
    "ics": lambda plan: partial(to_ics, plan),
    "ics of cards": lambda plan: lambda: to_ics(plan, detail=Detail.DAILY),
    "json": lambda plan: partial(to_json, plan),
    "read": lambda plan: partial(from_json, to_json(plan)),
    "laws": lambda plan: lambda: list(violations(plan, builtin(STANDARD))),
    "changes": lambda plan: lambda: diff(before_all(plan), plan),
}


@pytest.mark.parametrize("name", MADE)
def test_twice_the_days_are_twice_the_work(name: str) -> None:
    MADE[name](long_plan(2 * DAYS))()  # fills the caches, so that they are not counted below
    less, more = (work(MADE[name](long_plan(days))) for days in (DAYS, 2 * DAYS))
    grown = {
        f"{code.co_filename}:{code.co_qualname}": (less[code], count)
        for code, count in more.items()
        if count > _FEW and count > _MUCH_MORE * less[code]
    }
    assert grown == {}
    assert less.total() > _FEW
