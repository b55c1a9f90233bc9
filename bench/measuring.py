"""Side by side in one run: every round asks each contender once, so that what slows the machine slows them all."""

import gc
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, final

import attrs

__all__ = ["ROUNDS", "Samples", "process", "repeated", "side_by_side"]

ROUNDS: Final = 9
_LEAST_SECONDS: Final = 0.02  # a shorter measurement is mostly noise, so the work is repeated until it takes as long


@final
@attrs.frozen(kw_only=True)
class Samples:
    """What one contender took in each round: seconds of processor time for one run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles: half of all rounds lie between them."""
        low, _, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return low, high

    def over(self, other: "Samples") -> "Samples":
        """Round by round, how many times as long as the other it took."""
        return Samples(seconds=tuple(a / b for a, b in zip(self.seconds, other.seconds, strict=True)))

    def less(self, other: "Samples") -> "Samples":
        """Round by round, how much longer than the other it took."""
        return Samples(seconds=tuple(a - b for a, b in zip(self.seconds, other.seconds, strict=True)))


def side_by_side(contenders: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, Samples]:
    """Ask each contender once to warm up, then once a round; each says how many seconds one run took."""
    for contender in contenders.values():
        contender()
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            taken[name].append(contender())
    return {name: Samples(seconds=tuple(seconds)) for name, seconds in taken.items()}


def repeated(work: Callable[[], object]) -> Callable[[], float]:
    """A contender out of a function: seconds of processor time a call, over as many calls as it takes to tell."""
    calls = 0

    def contender() -> float:
        nonlocal calls
        if not calls:
            calls = 1 + int(_LEAST_SECONDS / max(_seconds(work, 1), 1e-9))
        gc.collect()  # what others left is not this one's to clear up
        return _seconds(work, calls) / calls

    return contender


def _seconds(work: Callable[[], object], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        work()
    return time.process_time() - begun


def process(command: Sequence[str | Path]) -> Callable[[], float]:
    """A contender out of a command: seconds of processor time of the whole process."""

    def contender() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return contender
