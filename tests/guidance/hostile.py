"""Draw protocols as somebody might write them to get around the limits: fields at their worst legal value."""

import copy
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final, cast

from hypothesis import strategies as st

from soleus_recovery import vocabulary
from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.limits import pattern_of
from soleus_recovery.guidance.loader import builtin, builtin_ids, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sessions import MADE_BY_PLANNER
from soleus_recovery.vocabulary import Activity, Extra, Finding, Kit, PhaseKind, Urgency

__all__ = ["Place", "hostile_protocols", "path_of", "places", "with_value"]

Place = tuple[str | int, ...]
Tried = tuple[dict[str, Any], RecoveryProtocol | ProtocolError]
"""A changed table, and the protocol that it loads as or the error that refuses it."""

_SPELLINGS: Final = tuple(
    [member.value for member in kind]
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and len(kind) > 0
)
_UNSET: Final[dict[str, list[object]]] = {
    "kit": [member.value for member in Kit],
    "extra": [member.value for member in Extra],
    "finding": [member.value for member in Finding],
    "cleared_as": [member.value for member in Finding],
    "urgency": [member.value for member in Urgency],
    "unless": [member.value for member in Activity],
    **{key: [0, 1, 60] for key in ("until_day", "on_day", "from_day")},
    **{key: [0, 1, 300] for key in ("until_hours", "after_waking_minutes", "before_bed_minutes")},
}
_TEXT_ONLY: Final = ("labels", "today", "log", "page", "picture", "reason_texts", "unplaced_texts", "kit_notes")


def _tried(table: dict[str, Any]) -> Tried:
    """Load a table; a refusal must be one line with a path."""
    refusal: ProtocolError
    try:
        return table, protocol_of_table(table)
    except ProtocolError as error:
        refusal = error
    assert refusal.path
    assert "\n" not in str(refusal)
    return table, refusal


def places(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield every value in a table with its place."""
    yield place, value
    if isinstance(value, dict):
        for key, item in cast(dict[str, object], value).items():
            yield from places(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast(list[object], value)):
            yield from places(item, (*place, index))


def path_of(place: Place) -> str:
    """Return a place as errors write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def with_value(table: Any, place: Place, value: object) -> Any:
    """Return a copy of the table with another value at a place; all other parts are those of the table itself."""
    step, *rest = place
    changed = copy.copy(table)
    changed[step] = with_value(table[step], tuple(rest), value) if rest else value
    return changed


_PHASES = [phase for phase in PhaseKind if phase is not PhaseKind.KEEP]  # a session there is refused


@st.composite
def hostile_protocols(draw: st.DrawFn, *, edits: int = 6) -> RecoveryProtocol:
    """Draw protocols that load, with up to ``edits`` fields at their worst legal value.

    Each refusal on the way must be one line with a path.
    """
    base = builtin(draw(st.sampled_from(builtin_ids())))
    table: dict[str, Any] = protocol_table(base) | {"id": "hostile", "version": "1"}
    table["rules"]["ours"] = {"says": "Ours.", "origin": "default", "cite": "nobody", "items": []}
    protocol: RecoveryProtocol | None = None
    for edit in _edits(draw, edits):
        changed, loaded = edit(draw, table, base)
        if isinstance(loaded, RecoveryProtocol):
            table, protocol = changed, loaded
    return protocol or protocol_of_table(table)


def _edits(draw: st.DrawFn, most: int) -> Iterator[Callable[[st.DrawFn, dict[str, Any], RecoveryProtocol], Tried]]:
    yield from (_session, draw(st.sampled_from([_ladder, _finding])))
    for _ in range(draw(st.integers(min(2, most), most))):
        yield draw(st.sampled_from([_number, _number, _number, _anything, _session, _referral]))


def _number(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> Tried:
    """Set a number to an end of its range, or to its safety limit."""
    known = [place for place, value in places(table) if type(value) is int]
    numbers = [place for place in known if pattern_of(path_of(place)) in base.limits.bounds]
    place = draw(st.sampled_from(numbers))
    end = draw(st.sampled_from(base.limits.bounds[pattern_of(path_of(place))]))
    changed, loaded = _tried(with_value(table, place, end))
    if isinstance(loaded, ProtocolError) and loaded.path == path_of(place) and loaded.problem.split()[-1].isdigit():
        # The error names the allowed number, which is tried next.
        return _tried(with_value(table, place, int(loaded.problem.split()[-1])))
    return changed, loaded


def _anything(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> Tried:
    """Replace any value by another one of its kind or by nonsense."""
    parts = {name: part for name, part in table.items() if name not in _TEXT_ONLY}
    place, value = draw(st.sampled_from([(place, value) for place, value in places(parts) if place]))
    return _tried(with_value(table, place, draw(_other(place, value, base))))


def _other(place: Place, value: object, base: RecoveryProtocol) -> st.SearchStrategy[object]:
    match value:
        case None:
            return st.sampled_from(_UNSET.get(str(place[-1]), list[object](["", 0])))
        case bool():
            return st.just(not value)
        case int():
            return st.sampled_from([0, 1, -1, value - 1, value + 1, value * 2, 10**6, 10**30])
        case str():
            return _other_text(value, base, is_rule="rule" in place or "rules" in place)
        case list():
            return _other_list(cast(list[object], value))
        case _:
            return _other_table(cast(dict[str, object], value))


def _other_text(value: str, base: RecoveryProtocol, *, is_rule: bool) -> st.SearchStrategy[object]:
    if is_rule:
        return st.sampled_from(["ours", *base.rules])
    spellings = [each for spellings in _SPELLINGS if value in spellings for each in spellings]
    texts = ["", "{", "{minutes}", "Run 90 minutes.", *(row.text for row in base.triage.referrals.values())]
    return st.sampled_from([*spellings, *base.ladders, *texts])


def _other_list(items: list[object]) -> st.SearchStrategy[object]:
    kinds = [each for each in _SPELLINGS if items and items[0] in each]
    subsets = [st.lists(st.sampled_from(kind), unique=True) for kind in kinds]
    return st.one_of(st.just([]), st.just(items * 2), st.just(items[:1]), st.just(items[::-1]), *subsets)


def _other_table(table: dict[str, object]) -> st.SearchStrategy[object]:
    fewer = [{key: item for key, item in table.items() if key != gone} for gone in table]
    return st.sampled_from([dict[str, object](), *fewer])


def _session(draw: st.DrawFn, table: dict[str, Any], _base: RecoveryProtocol) -> Tried:
    """Add a session of any activity in any phases, as long and as often as possible."""
    activities = st.one_of(st.sampled_from([*MADE_BY_PLANNER]), st.sampled_from(Activity))
    session = {
        "activity": draw(activities).value,
        "phases": [member.value for member in draw(st.frozensets(st.sampled_from(_PHASES), min_size=1))],
        "title": "Run, 60 min",
        "instructions": "Run for an hour.",
        "at": draw(st.sampled_from([[{"after_waking_minutes": 0}], [{"before_bed_minutes": 0}] * 4, []])),
        "steps": [{"minutes": 60, **draw(st.sampled_from([{}, {"sets": 10, "repetitions": 30}]))}],
        "every_days": draw(st.integers(1, 2)),
        "off_run_days": draw(st.booleans()),
        "plain_from_hours": draw(st.sampled_from([0, 24])),
        "strain_from_hours": draw(st.sampled_from([0, 48, 72])),
        "rules": dict.fromkeys(
            ("session", "at", "steps", "every_days", "plain_from_hours", "strain_from_hours"), "ours"
        ),
    }
    changed = with_value(
        table, ("sessions", draw(st.sampled_from(["ours", "ours-too", "walk", "check-in", "rest"]))), session
    )
    return _tried(changed)


def _finding(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> Tried:
    """Name a serious finding as a mild one too, or as one of plain soreness; or let some count for nothing."""
    raising = sorted({each.value for findings in base.limits.raising.values() for each in findings})
    finding = draw(st.sampled_from(raising) | st.sampled_from(sorted(each.value for each in Finding)))
    match draw(st.sampled_from(["mild", "mild", "started", "spread", "raised", "excluded"])):
        case "mild":
            changed = with_value(
                table, ("severity", "mild", "findings"), [*table["severity"]["mild"]["findings"], finding]
            )
        case "raised":
            severity = draw(st.sampled_from(["moderate", "severe"]))
            fewer = _fewer(draw, table["severity"][severity]["findings"])
            changed = with_value(table, ("severity", severity, "findings"), fewer)
        case "excluded":
            fewer = _fewer(draw, table["plain_soreness"]["excluded"])
            changed = with_value(table, ("plain_soreness", "excluded"), fewer)
        case name:
            changed = with_value(table, ("plain_soreness", name), finding)
    return _tried(changed)


def _fewer(draw: st.DrawFn, items: list[str]) -> list[str]:
    return draw(st.lists(st.sampled_from(items), unique=True))


def _ladder(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> Tried:
    """Replace a ladder by one with few rungs and long stretches."""
    rungs = [
        {"walk_minutes": 4 - place, "run_minutes": minutes, "repeats": draw(st.sampled_from([1, 5]))}
        for place, minutes in enumerate(sorted(draw(st.lists(st.sampled_from([1, 2, 5, 10]), max_size=3))))
    ]
    ladder = {
        "rungs": rungs,
        "continuous_minutes": draw(st.sampled_from([10, 20, 90])),
        "growth_percent": draw(st.sampled_from([10, 50])),
        "times_each": draw(st.integers(1, 3)),
        "rules": dict.fromkeys(("rungs", "continuous_minutes", "growth_percent", "times_each"), "ours"),
    }
    names = draw(st.sampled_from([[*base.ladders], *([name] for name in base.ladders)]))
    changed = with_value(table, ("ladders",), table["ladders"] | dict.fromkeys(names, ladder))
    return _tried(changed)


def _referral(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> Tried:
    """Add a referral with a text that would keep somebody from seeing a clinician."""
    row = {
        "urgency": draw(st.sampled_from(Urgency)).value,
        "any_of": [{"finding": member.value} for member in draw(st.frozensets(st.sampled_from(Finding), min_size=1))],
        "switches_off": [],
        "text": draw(st.sampled_from(["Ours.", *(row.text for row in base.triage.referrals.values())])),
        "message": "It can wait: go for a run.",
        "rules": {"referral": draw(st.sampled_from(["ours", *base.rules]))},
        "cleared_as": draw(st.sampled_from([None, *(member.value for member in Finding)])),
        "keeps_off": draw(st.booleans()),
    }
    changed = with_value(table, ("referrals", draw(st.sampled_from(["ours", "bruising"]))), row)
    return _tried(changed)
