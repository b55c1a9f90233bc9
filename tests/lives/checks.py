"""The checker: sentences that the guidance surely says, asked of a plan's JSON and of the facts."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from tests.lives.facts import Story
from tests.lives.icing import ice_breaks
from tests.lives.plan import Plan, Session
from tests.lives.red_flags import Flag, flags_at, stays_off
from tests.lives.running import run_breaks
from tests.lives.severity import soft_tissue_floor
from tests.lives.words import EXERCISE, KEEP_FIT

SILENCE = dt.timedelta(days=29)
_CAUTIONS = {
    "cold-sensitivity": {"ice"},
    "poor-circulation": {"ice", "compress", "elevate", "warm-bath"},
    "numb-or-broken-skin": {"ice", "compress", "warm-bath", "massage", "foam-roll"},
    "nsaid-risk": set[str](),
    "diabetes": {"ice", "compress", "warm-bath"},
}
_KIT = {"sleeve": "compress", "roller": "foam-roll"}
_OPT_IN = {"massage", "warm-bath", "foam-roll"}
_SOFT_TISSUE = {"stretch", "strengthen", "keep-fit", "massage", "warm-bath", "foam-roll"}


def first_of_each(texts: Iterator[str]) -> Iterator[str]:
    """Give the first text of each kind; the others say it of other sessions."""
    seen: set[str] = set()
    for text in texts:
        kind = text.partition(":")[0]
        if kind not in seen:
            seen.add(kind)
            yield text


def breaks(story: Story, plan: Plan, now: dt.datetime, *, standard: bool = True) -> Iterator[str]:
    """Give each sentence of the guidance that a plan breaks at a moment; ``standard``: with the shipped guidance."""
    today = story.date(now)
    ahead = [session for session in plan.sessions if session.is_ahead_of(now, today)]
    flags = flags_at(story, now)
    yield from _flag_breaks(flags, plan, ahead)
    if story.emergency and len(ahead) > 1:
        yield f"after-emergency: {_list(ahead)} stand ahead"
    if now - story.last_entry_at > SILENCE:
        if len(ahead) > 1:
            yield f"silence: {_list(ahead)} stand ahead after {(now - story.last_entry_at).days} days without an entry"
        return
    yield from _allowed_breaks(story, ahead)
    yield from _window_breaks(story, ahead)
    yield from run_breaks(story, plan, now)
    yield from ice_breaks(story, plan, now, standard=standard)
    yield from _shape_breaks(plan)


def _flag_breaks(flags: list[Flag], plan: Plan, ahead: list[Session]) -> Iterator[str]:
    if not flags:
        return
    why = ", ".join(sorted({flag.because for flag in flags}))
    if plan.outcome != "see-clinician":
        yield f"flag-not-held: outcome {plan.outcome} past {why}"
    off = frozenset(EXERCISE).union(*(flag.off for flag in flags))
    forbidden = [session for session in ahead if session.activity in off]
    for activity in sorted({session.activity for session in forbidden}):
        some = [session for session in forbidden if session.activity == activity]
        yield f"past-flag-{activity}: {_list(some)} past {why}"


def _allowed_breaks(story: Story, ahead: list[Session]) -> Iterator[str]:
    who = story.who
    off = set(stays_off(story))
    for caution in who.cautions:
        off |= _CAUTIONS[caution]
    off |= {_KIT[kit] for kit in who.without}
    off |= _OPT_IN - who.extras
    off |= set[str]() if who.extras & {*KEEP_FIT} else {"keep-fit"}
    for session in ahead:
        if session.activity in off:
            yield f"switched-off: {_list([session])} by caution, kit, wish or what a clearance does not give back"
    floor = soft_tissue_floor(story)
    for session in ahead:
        if session.activity in _SOFT_TISSUE and session.start is not None and session.start < floor:
            yield f"early-{session.activity}: {_list([session])} before {floor:%F %H:%M} of a possible strain"


def _window_breaks(story: Story, ahead: list[Session]) -> Iterator[str]:
    for session in ahead:
        if session.start is None or session.end is None:
            continue
        if session.start < story.who.wakes(session.day) or session.end > story.who.sleeps(session.day):
            yield f"asleep-{session.activity}: {_list([session])} outside the waking hours"


def _shape_breaks(plan: Plan) -> Iterator[str]:
    keys = [session.key for session in (*plan.sessions, *plan.withdrawn)]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) != len(keys) else []
    if twice:
        yield f"key-twice: {twice}"
    for first, second in pairwise(plan.days):
        if second <= first:
            yield f"days: {second} follows {first}"


def move_breaks(before: Plan, after: Plan, before_now: dt.datetime, touched: frozenset[str]) -> Iterator[str]:
    """Give what a later plan changes of an earlier one that must stand: sequences, and what had begun."""
    now = {session.key: session for session in (*after.withdrawn, *after.sessions)}
    for session in (*before.sessions, *before.withdrawn):
        later = now.get(session.key)
        if later is not None and later.sequence < session.sequence:
            yield f"sequence: {session.key} falls from {session.sequence} to {later.sequence}"
    live = {session.key: session for session in after.sessions}
    for session in before.sessions:
        if session.start is None or session.start > before_now or session.key in touched:
            continue
        later = live.get(session.key)
        if later is None:
            yield f"past-lost: {session.key}, begun {session.start:%F %H:%M}, is gone"
        elif (later.start, later.end, later.dose) != (session.start, session.end, session.dose):
            yield f"past-changed: {session.key}, begun {session.start:%F %H:%M}, is now {_list([later])}"


def _list(sessions: list[Session]) -> str:
    shown = [f"{session.key} ({session.start or session.day:%F %H:%M})" for session in sessions[:3]]
    return ", ".join(shown) + (f" and {len(sessions) - 3} more" if len(sessions) > 3 else "")
