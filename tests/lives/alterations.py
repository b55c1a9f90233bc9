"""Ways to alter a case file by hand; each gives in check_ins what it altered."""

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

from tests.lives.case_file import Json
from tests.lives.words import EMERGENCY, FINDINGS, REFERRING

_NUMBERS: Final = (-1, 0, 1, 2, 7, 11, 60, 1000, 10**9)
_TEXTS: Final = ("", "7", "2026-11-22T18:30", "\u202e\x1b[31m", "x" * 3000)
_STRANGE: Final[tuple[object, ...]] = (None, -1, 0, 1, 11, 10**18, 1.5, True, [], {}, *_TEXTS)


def _shift(text: object, random: Random) -> str:
    hours = random.choice((-400, -72, -24, -3, -1, 1, 3, 24, 72, 1000))
    try:
        return (dt.datetime.fromisoformat(str(text)) + dt.timedelta(hours=hours)).isoformat()
    except ValueError:
        return "2026-11-23T10:00:00+01:00"


def _move_issued(random: Random, case: Json) -> str:
    days: list[Json] = case["issued"]["plan"]["days"]
    sessions = [session for day in days for session in day["sessions"] if session["start"] is not None]
    runs = [session for session in sessions if session["key"].startswith("run-")]
    if not sessions:
        return _number(random, case)
    session = random.choice(runs if runs and random.random() < 0.7 else sessions)
    hours = dt.timedelta(hours=random.choice((-200, -48, -24, -3, -1, 1, 24, 48)))
    for edge in ("start", "end"):
        session[edge] = (dt.datetime.fromisoformat(session[edge]) + hours).isoformat()
    return f"issued {session['key']} moved by {hours}"


def _issued(random: Random, case: Json) -> str:
    issued: Json = case["issued"]
    which = random.randrange(5)
    if which == 0:
        issued["as_of"] = _shift(issued["as_of"], random)
        return f"issued.as_of = {issued['as_of']}"
    if which == 1:
        issued["entries"] = random.choice((0, 1, 99))
        return f"issued.entries = {issued['entries']}"
    if which == 2:
        issued["plan"]["outcome"] = random.choice(("self-care", "see-clinician"))
        issued["plan"]["switched_off"] = []
        return f"issued.plan.outcome = {issued['plan']['outcome']}, nothing off"
    if which == 3:
        issued["planner"] = random.choice((1, 2, 3, 99))
        return f"issued.planner = {issued['planner']}"
    for content in issued["plan"]["contents"]:
        if content["activity"] in {"run", "ice"}:
            content["dose"] = dict.fromkeys(content["dose"], 90)
    return "issued doses of run and ice = 90"


def _fact_altered(random: Random, case: Json) -> str:
    check_ins = [entry for entry in case["entries"] if entry["kind"] == "check-in"]
    if not check_ins:
        return _report_altered(random, case)
    index = random.randrange(len(check_ins))
    entry = check_ins[index]
    fact: Json = entry["fact"]
    name = random.choice(
        (
            "day",
            "recorded_at",
            "pain_at_rest",
            "pain_walking",
            "pain_running",
            "pain_training",
            "findings",
            "gates",
            "done",
        )
    )
    if name == "day":
        shift = dt.timedelta(days=random.choice((-800, -3, -1, 1, 2, 30)))
        fact["day"] = (dt.date.fromisoformat(fact["day"]) + shift).isoformat()
    elif name == "recorded_at":
        entry["recorded_at"] = _shift(entry["recorded_at"], random)
    elif name == "findings":
        fact["findings"] = [random.choice((*FINDINGS, *REFERRING, *EMERGENCY))]
    elif name == "gates":
        fact["gates"] = ["brisk-walk", "heel-raises", "hops"]
    elif name == "done":
        day = dt.date.fromisoformat(fact["day"])
        key = random.choice((f"{day}-ice-1", f"{day}-ice-2", "run-1", "run-2", "run-77"))
        fact["done"] = [{"session": key, "at": random.choice((None, "03:00", "07:14", "12:00", "21:59", "25:00"))}]
    else:
        fact[name] = random.choice((None, 0, 3, 5, 6, 8, 10, 11, -1, "0", True, 2.5))
    value = entry["recorded_at"] if name == "recorded_at" else fact[name]
    return f"check-in {index}: {name} = {value!r}"


def _report_altered(random: Random, case: Json) -> str:
    report: Json = case["report"]
    name = random.choice(("onset", "pain_at_rest", "pain_walking", "findings", "severity", "side"))
    if name == "onset":
        report["onset"] = _shift(report["onset"], random)[:16]
    elif name == "findings":
        report["findings"] = [random.choice(FINDINGS)]
    else:
        report[name] = random.choice((None, 0, 5, 7, 10, 12, "mild", "both"))
    return f"report.{name} = {report[name]!r}"


def _runner_altered(random: Random, case: Json) -> str:
    runner: Json = case["runner"]
    name = random.choice(("zone", "wake", "bed", "usual_run_minutes", "runs_per_week", "run_time", "cautions"))
    runner[name] = {
        "zone": random.choice(("Asia/Tokyo", "Europe/Atlantis", "../x")),
        "wake": random.choice(("03:00", "24:00", "15:00", 7)),
        "bed": random.choice(("12:00", "07:00", "23:59", "bed")),
        "usual_run_minutes": random.choice((4, 5, 300, 301, "45")),
        "runs_per_week": random.choice((0, 1, 7, 8)),
        "run_time": random.choice(("03:00", "23:00", "18:00", "18")),
        "cautions": ["poor-circulation"],
    }[name]
    return f"runner.{name} = {runner[name]!r}"


def _cleared(random: Random, case: Json) -> str:
    entries: list[Json] = case["entries"]
    position = random.randint(0, len(entries))
    at = entries[position - 1]["recorded_at"] if position else case["started_at"]
    date = dt.datetime.fromisoformat(at).date() + dt.timedelta(days=random.choice((-2500, -3, 0, 1, 30)))
    finding = random.choice((*case["report"]["findings"], *REFERRING))
    fact = {"date": date.isoformat(), "by": "me", "finding": finding}
    entries.insert(position, {"recorded_at": at, "kind": "clearance", "fact": fact})
    return f"entry {position} inserted: clearance of {finding} on {date}, recorded at {at}"


def _entry_dropped(random: Random, case: Json) -> str:
    entries: list[Json] = case["entries"]
    if not entries:
        return _report_altered(random, case)
    position = random.randrange(len(entries))
    if random.random() < 0.3:
        entries.append(copy.deepcopy(entries[position]))
        return f"entry {position} copied to the end"
    del entries[position]
    return f"entry {position} dropped"


def _number(random: Random, case: Json) -> str:
    """Set one number of the protocol, wherever it stands."""
    found = list(_leaves(case["protocol"], "protocol", int))
    holder, key, path = random.choice(found)
    holder[key] = random.choice(_NUMBERS)
    return f"{path} = {holder[key]}"


def _strange(random: Random, case: Json) -> str:
    """Set any value of the facts to something strange."""
    part = random.choice(("report", "runner", "entries", "issued", "protocol", "started_at", "id", "version", "schema"))
    if not isinstance(case[part], (dict, list)):
        case[part] = random.choice(_STRANGE)
        return f"{part} = {case[part]!r:.60}"
    found = list(_leaves(case[part], part, object))
    if not found:
        return _number(random, case)
    holder, key, path = random.choice(found)
    holder[key] = random.choice(_STRANGE)
    return f"{path} = {holder[key]!r:.60}"


def _leaves(value: Any, path: str, kind: type) -> Iterator[tuple[Any, Any, str]]:
    """Give each value of a kind with what holds it, its key there, and its path."""
    is_object = isinstance(value, dict)
    keys: list[Any] = [*value] if is_object else [*range(len(value))]
    for key in keys:
        item: Any = value[key]
        here = f"{path}.{key}" if is_object else f"{path}[{key}]"
        if isinstance(item, (dict, list)):
            yield from _leaves(item, here, kind)
        elif isinstance(item, kind) and not (kind is int and isinstance(item, bool)):
            yield value, key, here


ALTERATIONS: Final[tuple[Callable[[Random, Json], str], ...]] = (
    _move_issued,
    _issued,
    _fact_altered,
    _fact_altered,
    _report_altered,
    _runner_altered,
    _cleared,
    _entry_dropped,
    _number,
    _strange,
)
