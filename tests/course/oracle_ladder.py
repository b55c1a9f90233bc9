"""The ladders of section 5, copied by hand, and what becomes of them for a usual run of any length."""

from tests.examples import Kind

Dose = tuple[int, int, int]
"""Walk minutes, run minutes, repeats; a continuous run walks 0 and repeats once."""

_RUNGS: dict[Kind, list[Dose]] = {
    Kind.PLAIN: [(1, 5, 5)],
    Kind.MILD: [(3, 3, 5), (1, 5, 5)],
    Kind.MODERATE: [(4, 2, 5), (3, 3, 5), (2, 4, 5), (1, 5, 5)],
    Kind.SEVERE: [(5, 1, 5), (4, 2, 5), (3, 3, 5), (2, 4, 5), (1, 5, 5)],
}
_TIMES = {Kind.PLAIN: 1, Kind.MILD: 1, Kind.MODERATE: 1, Kind.SEVERE: 2}
GROWTH_TIMES = {Kind.PLAIN: 1, Kind.MILD: 1, Kind.MODERATE: 2, Kind.SEVERE: 2}
LONG_RUN_PERCENT = {Kind.PLAIN: 30, Kind.MILD: 10, Kind.MODERATE: 10, Kind.SEVERE: 10}
GROWTH_PERCENT = {Kind.PLAIN: 50, Kind.MILD: 30, Kind.MODERATE: 10, Kind.SEVERE: 10}
_CONTINUOUS = 20


def next_length(kind: Kind, longest: int, usual: int) -> int:
    """The most a run may last after the longest continuous one: a minute or the percentage more, never over usual."""
    return min(usual, longest + max(1, longest * GROWTH_PERCENT[kind] // 100))


def ladder(kind: Kind, usual: int, first_continuous: int | None = None, *, grows: Kind | None = None) -> list[Dose]:
    """Every run up to and including the first block at the usual length; growth is that of another kind, if given."""
    rungs: list[Dose] = []
    for walk, run, repeats in _RUNGS[kind]:
        shorter = min(run, usual)
        rung = (walk, shorter, max(1, min(repeats, usual // shorter)))
        if not rungs or rungs[-1] != rung:
            rungs.append(rung)
    runs = [rung for rung in rungs for _ in range(_TIMES[kind])]
    growing, length = grows or kind, min(first_continuous or _CONTINUOUS, usual)
    while length < usual:
        runs += GROWTH_TIMES[growing] * [(0, length, 1)]
        length = next_length(growing, length, usual)
    return [*runs, (0, usual, 1)]


def heavier(kind: Kind, usual: int) -> list[Dose]:
    """The rungs under the first of this level, heaviest first: those of a severe calf that walk more and run less."""
    walk_1, run_1, _ = ladder(kind, usual)[0]
    rungs = [(walk, min(run, usual), repeats) for walk, run, repeats in _RUNGS[Kind.SEVERE]]
    lighter = [(walk, run, max(1, min(repeats, usual // run))) for walk, run, repeats in rungs]
    return [rung for rung in lighter if rung[0] > walk_1 and rung[1] < run_1]


def times(kind: Kind) -> int:
    """How often each rung is run."""
    return _TIMES[kind]
