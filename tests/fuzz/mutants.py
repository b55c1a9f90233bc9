"""Changes good files as a person might by hand: any value is removed, doubled, moved or replaced."""

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterator
from enum import Enum
from random import Random
from typing import Any, Final, cast

from soleus_recovery import vocabulary

__all__ = ["mutant"]

Table = Any
_MOST_CHANGES = 3
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"(?<!\d)\d{2}:\d{2}(?![\d:]*\])")
# Every closed word with the others of its kind: a finding may become another finding.
_WORDS: Final = [
    [member.value for member in kind]
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and len(kind) > 1
]
_TEXTS = (
    *("", " ", "x", "x" * 3_000, "x" * 300_000, "{reasons}" * 20_000, "{number:>2000000000}", "{number.__class__}"),
    *("{0}", "{}", "{", "<script>alert(1)</script>", "\x1b[2J\x07", "\u202e\u2028", "../../etc/passwd", "\ud800"),
    *("mild", "severe", "run", "ice", "local-pain", "9999-12-31T23:59", "2026-02-30", "24:00", "Mars/Base", "UTC"),
)
_NUMBERS = (-1, 0, 1, 2, 7, 10, 11, 20, 60, 100, 120, 300, 1_440, 100_000, 2**31, 2**63, 10**400)
_OTHERS: tuple[Any, ...] = (None, True, False, 1.5, [], {}, [[]], {"a": 1}, "1", 3)


def mutant(good: Table, random: Random) -> Table:
    """Return a copy that is changed in one place or a few."""
    table = copy.deepcopy(good)
    for _ in range(random.randint(1, _MOST_CHANGES)):
        random.choice(_WAYS if "entries" in table else _ANYWHERE)(table, random)
    return table


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place that holds a value: the table or list, and the key in it."""
    for key in _keys(value):
        yield value, key
        yield from _places(value[key])


def _keys(value: Any) -> list[Any]:
    """Return the keys of a table or list; none for any other value."""
    if isinstance(value, dict):
        return list(cast(dict[str, Any], value))
    return list(range(len(value))) if hasattr(value, "append") else []


def _somewhere(table: Table, random: Random) -> tuple[Any, Any]:
    """Choose a place; each part of the file is equally likely, whatever its size."""
    holder: Any = table
    key: Any = random.choice(_keys(table))
    while _keys(holder[key]) and random.random() < 0.85:
        holder = holder[key]
        key = random.choice(_keys(holder))
    return holder, key


# ---------------------------------------------------------------- anywhere


def _another_value(table: Table, random: Random) -> None:
    holder, key = _somewhere(table, random)
    holder[key] = _near(holder[key], random) if random.random() < 0.7 else copy.deepcopy(random.choice(_any))


_any: tuple[Any, ...] = (*_TEXTS, *_NUMBERS, *_OTHERS)


def _near(value: Any, random: Random) -> Any:
    """Return another value of the same kind, which no check of the form can notice."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return random.choice([value + 1, value - 1, value * 2, value // 2, -value, random.choice(_NUMBERS)])
    if isinstance(value, str):
        return _near_text(value, random)
    return copy.deepcopy(random.choice(_any))


def _near_text(text: str, random: Random) -> str:
    if words := [words for words in _WORDS if text in words]:
        return str(random.choice(random.choice(words)))
    if (day := _DAY.search(text)) and random.random() < 0.7:
        return text.replace(day[0], _shifted(day[0], random))
    if clock := _CLOCK.search(text):
        minute = f"{random.randrange(24):02}:{random.randrange(60):02}"
        return text[: clock.start()] + minute + text[clock.end() :]
    return random.choice(_TEXTS)


def _shifted(day: str, random: Random) -> str:
    days = random.choice([-400, -30, -8, -7, -2, -1, 1, 2, 7, 8, 30, 400])
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day


def _taken_out(table: Table, random: Random) -> None:
    holder, key = _somewhere(table, random)
    del holder[key]


def _lists(table: Table) -> list[list[Any]]:
    return [holder[key] for holder, key in _places(table) if isinstance(holder[key], list) and holder[key]]


def _doubled(table: Table, random: Random) -> None:
    if held := _lists(table):
        one = random.choice(held)
        one.insert(random.randint(0, len(one)), copy.deepcopy(random.choice(one)))


def _swapped(table: Table, random: Random) -> None:
    if held := [each for each in _lists(table) if len(each) > 1]:
        one = random.choice(held)
        first, second = random.sample(range(len(one)), 2)
        one[first], one[second] = one[second], one[first]


def _many(table: Table, random: Random) -> None:
    if held := _lists(table):
        one = random.choice(held)
        one *= random.choice([2, 50, 500])


def _copied_elsewhere(table: Table, random: Random) -> None:
    """Copy a value to another place of the same name."""
    holder, key = _somewhere(table, random)
    others = [each for each, name in _places(table) if name == key and each is not holder]
    if others:
        holder[key] = copy.deepcopy(random.choice(others)[key])


def _numbers_at_their_edge(table: Table, random: Random) -> None:
    numbers = [(holder, key) for holder, key in _places(table) if type(holder[key]) is int]
    if numbers:
        holder, key = random.choice(numbers)
        holder[key] = _near(holder[key], random)


# ---------------------------------------------------------------- a case


def _of_case(change: Callable[[Table, Random], None]) -> Callable[[Table, Random], None]:
    """Change the meaning of a case; a table that another change broke already stays as it is."""

    def changed(table: Table, random: Random) -> None:
        try:
            change(table, random)
        except (LookupError, TypeError, AttributeError, ValueError):
            return

    return changed


@_of_case
def _session_moved(table: Table, random: Random) -> None:
    plan = table["issued"]["plan"]
    source = random.choice([day for day in plan["days"] if day["sessions"]])
    session = copy.deepcopy(random.choice(source["sessions"]))
    if random.random() < 0.5:
        source["sessions"].remove(session)
    days = random.choice([-8, -2, -1, 0, 1, 2, 8])
    for end in ("start", "end"):
        if session[end] is not None:
            session[end] = (dt.datetime.fromisoformat(session[end]) + dt.timedelta(days=days)).isoformat()
    random.choice(plan["days"])["sessions"].append(session)


@_of_case
def _session_at_another_time(table: Table, random: Random) -> None:
    day = random.choice([day for day in table["issued"]["plan"]["days"] if day["sessions"]])
    session = random.choice([each for each in day["sessions"] if each["start"] is not None])
    minutes = random.choice([-600, -60, -15, 15, 60, 600])
    for end in random.choice([("start", "end"), ("end",), ("start",)]):
        session[end] = (dt.datetime.fromisoformat(session[end]) + dt.timedelta(minutes=minutes)).isoformat()


@_of_case
def _session_says_another_thing(table: Table, random: Random) -> None:
    plan = table["issued"]["plan"]
    session = random.choice(random.choice([day for day in plan["days"] if day["sessions"]])["sessions"])
    session["content"] = random.randrange(len(plan["contents"]))


@_of_case
def _day_removed(table: Table, random: Random) -> None:
    days = table["issued"]["plan"]["days"]
    del days[random.randrange(len(days)) :]


@_of_case
def _entry_removed(table: Table, random: Random) -> None:
    entries = table["entries"]
    del entries[random.randrange(len(entries))]
    if random.random() < 0.7:
        table["issued"]["entries"] = len(entries)


@_of_case
def _entry_told_again(table: Table, random: Random) -> None:
    entries = table["entries"]
    place = random.randrange(len(entries))
    again = copy.deepcopy(entries[place])
    if "day" in again["fact"]:
        again["fact"]["day"] = _shifted(again["fact"]["day"], random)
    entries.insert(place + 1, again)
    if random.random() < 0.7:
        table["issued"]["entries"] = len(entries)


@_of_case
def _fact_changed(table: Table, random: Random) -> None:
    fact = random.choice(table["entries"])["fact"]
    key = random.choice(list(fact))
    fact[key] = _near(fact[key], random)


@_of_case
def _findings_changed(table: Table, random: Random) -> None:
    facts = [table["report"], *(entry["fact"] for entry in table["entries"] if "findings" in entry["fact"])]
    findings = [member.value for member in vocabulary.Finding]
    random.choice(facts)["findings"] = random.sample(findings, random.randint(0, 3))


@_of_case
def _cleared(table: Table, random: Random) -> None:
    """Add a clearance of any finding at any time."""
    entries = table["entries"]
    at = random.choice([*entries, {"recorded_at": table["started_at"]}])["recorded_at"]
    finding = random.choice([member.value for member in vocabulary.Finding])
    fact = {"date": _shifted(at[:10], random) if random.random() < 0.5 else at[:10], "by": "a friend"}
    entry = {"recorded_at": at, "kind": "clearance", "fact": {**fact, "finding": finding}}
    entries.insert(sum(each["recorded_at"] <= at for each in entries), entry)
    table["issued"]["entries"] = len(entries)


@_of_case
def _issued_earlier(table: Table, random: Random) -> None:
    issued = table["issued"]
    issued[random.choice(["planner", "entries"])] = random.choice([0, 1, 2, 3])
    issued["as_of"] = random.choice([*table["entries"], {"recorded_at": table["started_at"]}])["recorded_at"]


_ANYWHERE: Final = (
    *(_another_value, _another_value, _another_value, _numbers_at_their_edge, _numbers_at_their_edge),
    *(_taken_out, _doubled, _swapped, _many, _copied_elsewhere),
)
_WAYS: Final = (
    *_ANYWHERE,
    *(_session_moved, _session_at_another_time, _session_says_another_thing, _day_removed, _entry_removed),
    *(_entry_told_again, _fact_changed, _fact_changed, _findings_changed, _cleared, _cleared, _issued_earlier),
)
