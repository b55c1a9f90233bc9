"""Measures the memory that the largest plan and its file take, and the memory left after many plans."""

import datetime as dt
import gc
import subprocess
import sys
import tracemalloc
from typing import Final

from bench.facts import care, readme_care
from bench.report import Section, Table, Target
from soleus_recovery import build_plan, to_ics

__all__ = ["memory"]

_PEAK: Final = 12.0  # MB
_LEFT: Final = 0.05  # MB: the interpreter's free lists may keep this much
_MB: Final = 1e6
_PLANS: Final = 10_000
_APART: Final = dt.timedelta(days=1, minutes=1)  # each begins on another day, at another minute
_FULL: Final = 7_000  # plans, after which every cache is full
_WRITTEN: Final = 10  # every tenth plan is exported: tracemalloc makes exports slow


def memory() -> Section:
    """Measure each figure in a new process, so that imports and caches count in each."""
    [peak], [kept, left] = (_asked(what) for what in ("peak", "left"))
    whole, last = f"kept after {_PLANS:,} plans", f"of it by the last {_PLANS - _FULL:,}"
    rows = [["the largest plan and its .ics", f"{peak:.1f}"], [whole, f"{kept:.1f}"], [last, f"{left:.3f}"]]
    return Section(
        tables=[Table(title="Memory after the import, megabytes", head=["measurement", "tracemalloc"], rows=rows)],
        targets=[
            Target(
                what="Memory: the largest plan and its .ics",
                measured=peak,
                shown=f"{peak:.1f} MB",
                allowed=_PEAK,
                allowed_shown=f"{_PEAK:.0f} MB",
            ),
            Target(
                what=f"Memory left by the last {_PLANS - _FULL:,} of {_PLANS:,} plans",
                measured=left,
                shown=f"{left:.3f} MB",
                allowed=_LEFT,
                allowed_shown=f"{_LEFT} MB",
            ),
        ],
    )


def _asked(what: str) -> list[float]:
    ran = subprocess.run([sys.executable, "-m", "bench.memory", what], check=True, capture_output=True, text=True)
    return [float(each) for each in ran.stdout.split()]


def _peak() -> list[float]:
    tracemalloc.start()
    to_ics(build_plan(care()))
    return [tracemalloc.get_traced_memory()[1] / _MB]


def _left() -> list[float]:
    tracemalloc.start()
    kept: list[float] = []
    for begin, end in ((0, _FULL), (_FULL, _PLANS)):
        for number in range(begin, end):
            plan = build_plan(readme_care(number * _APART))
            if not number % _WRITTEN:
                to_ics(plan)
        gc.collect()
        kept.append(tracemalloc.get_traced_memory()[0] / _MB)
    return [kept[1], max(0.0, kept[1] - kept[0])]


if __name__ == "__main__":
    print(*{"peak": _peak, "left": _left}[sys.argv[1]]())
