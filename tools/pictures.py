"""Draw the pictures of the README again: `make pictures`. A test compares them with what the program draws now."""

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from soleus_recovery import (
    CheckIn,
    Emergency,
    Gate,
    Morning,
    Runner,
    SymptomReport,
    assess,
    issue,
    open_case,
    record,
    to_svg,
)

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
_ZONE = "Europe/Berlin"
_START = dt.datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo(_ZONE))


def pictures() -> Mapping[str, str]:
    """Each picture by the name of its file."""
    return {
        "mild.svg": _plan(walking=3, usual_run=45),
        "severe.svg": _plan(walking=7, usual_run=30),
        "setback.svg": _plan(walking=3, usual_run=45, check_ins=_FLARE),
    }


def _check_in(
    day: int,
    at_rest: int = 0,
    walking: int = 0,
    *,
    running: int | None = None,
    gates: tuple[Gate, ...] = (),
    morning: Morning = Morning.SAME,
) -> CheckIn:
    return CheckIn(
        day=_START.date() + dt.timedelta(days=day),
        pain_at_rest=at_rest,
        pain_walking=walking,
        pain_running=running,
        morning=morning,
        gates=frozenset(gates),
    )


# Check-ins: good days, the tests, two runs, and a sore calf after the second run.
_FLARE = (
    _check_in(1, 1, 2),
    _check_in(2, 0, 1),
    _check_in(3),
    _check_in(4, gates=tuple(Gate)),
    _check_in(5),
    _check_in(6, running=1),
    _check_in(7),
    _check_in(8, running=2),
    _check_in(9),
    _check_in(11, 1, 3, running=5, morning=Morning.WORSE),
)


def _plan(*, walking: int, usual_run: int, check_ins: tuple[CheckIn, ...] = ()) -> str:
    """The plan after these check-ins, each recorded at nine in the evening; today is the day after the last."""
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=walking)
    answer = assess(report, Runner(zone=_ZONE, usual_run_minutes=usual_run), now=_START)
    if isinstance(answer, Emergency):
        raise TypeError("an emergency has no plan")
    case, at = open_case(answer), _START
    for check_in in check_ins:
        at = dt.datetime.combine(check_in.day, dt.time(21), tzinfo=_START.tzinfo)
        case = record(case, check_in, now=at)
    plan = issue(case, at).plan
    return to_svg(plan, at=at + dt.timedelta(hours=11) if check_ins else None)


def main() -> None:
    """Write every picture to its file."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pictures().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main()
