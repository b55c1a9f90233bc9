"""The memory that the largest plan and its file take, and whether any stays behind."""

import gc
import subprocess
import sys
import tracemalloc
from typing import Final

from bench.facts import care, largest_plan, sized
from bench.report import Section, Table, Target
from soleus_recovery import build_plan, to_ics

__all__ = ["memory"]

_PEAK: Final = 12.0  # MB
_LEFT: Final = 0.05  # MB: what the interpreter's own free lists may keep
_MB: Final = 1e6
_EXPORTS: Final = 10_000
_WARM: Final = 100
_A_FEW: Final = 5  # sessions


def memory() -> Section:
    """Each in a process of its own, since what is imported and made once counts once."""
    peak, left = (_asked(what) for what in ("peak", "left"))
    rows = [["the largest plan and its .ics", f"{peak:.1f}"], [f"left after {_EXPORTS:,} exports", f"{left:.3f}"]]
    return Section(
        tables=[Table(title="Memory after the import, megabytes", head=["what", "tracemalloc"], rows=rows)],
        targets=[
            Target(
                what="Memory: the largest plan and its .ics",
                measured=peak,
                shown=f"{peak:.1f} MB",
                allowed=_PEAK,
                allowed_shown=f"{_PEAK:.0f} MB",
            ),
            Target(
                what=f"Memory left after {_EXPORTS:,} exports",
                measured=left,
                shown=f"{left:.3f} MB",
                allowed=_LEFT,
                allowed_shown=f"{_LEFT} MB",
            ),
        ],
    )


def _asked(what: str) -> float:
    told = subprocess.run([sys.executable, "-m", "bench.memory", what], check=True, capture_output=True, text=True)
    return float(told.stdout)


def _peak() -> float:
    tracemalloc.start()
    to_ics(build_plan(care()))
    return tracemalloc.get_traced_memory()[1] / _MB


def _left() -> float:
    plan = sized(largest_plan(), _A_FEW, distinct=False)
    tracemalloc.start()
    sizes: list[int] = []
    for exports in (_WARM, _EXPORTS):
        for _ in range(exports):
            to_ics(plan)
        gc.collect()
        sizes.append(tracemalloc.get_traced_memory()[0])
    return (sizes[1] - sizes[0]) / _MB


if __name__ == "__main__":
    print({"peak": _peak, "left": _left}[sys.argv[1]]())
