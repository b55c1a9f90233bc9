"""Measures contenders in turn, round by round, so that a slow moment of the machine slows all of them."""

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
_LEAST_SECONDS: Final = 0.02  # work that takes less is repeated, since a shorter measurement is mostly noise


@final
@attrs.frozen(kw_only=True)
class Samples:
    """The seconds of processor time that one contender took in each round, for one run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The first and third quartile."""
        low, _, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return low, high

    def over(self, other: "Samples") -> "Samples":
        """Divide by the other's time, round by round."""
        return Samples(seconds=tuple(a / b for a, b in zip(self.seconds, other.seconds, strict=True)))

    def less(self, other: "Samples") -> "Samples":
        """Subtract the other's time, round by round."""
        return Samples(seconds=tuple(a - b for a, b in zip(self.seconds, other.seconds, strict=True)))


def side_by_side(contenders: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, Samples]:
    """Call each contender once to warm up, then once a round; a contender returns the seconds of one run."""
    for contender in contenders.values():
        contender()
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            taken[name].append(contender())
    return {name: Samples(seconds=tuple(seconds)) for name, seconds in taken.items()}


def repeated(work: Callable[[], object]) -> Callable[[], float]:
    """Make a contender of a function: processor seconds for one call, averaged over enough calls to be exact."""
    calls = 0

    def contender() -> float:
        nonlocal calls
        if not calls:
            calls = 1 + int(_LEAST_SECONDS / max(_seconds(work, 1), 1e-9))
        gc.collect()  # so that no contender pays for another's garbage
        return _seconds(work, calls) / calls

    return contender


def _seconds(work: Callable[[], object], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        work()
    return time.process_time() - begun


def process(command: Sequence[str | Path]) -> Callable[[], float]:
    """Make a contender of a command: processor seconds of the whole process."""

    def contender() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return contender
