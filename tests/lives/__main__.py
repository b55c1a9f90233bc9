"""Live many lives and print the failures, with the commands that lead to them.

``python -m tests.lives --lives 20000 --jobs 2 --from 0 [--processes]``; exit 1 with failures.
"""

import argparse
import multiprocessing
import shlex
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from attrs import frozen

from tests.lives.command import run_here, run_process
from tests.lives.living import live


@frozen(kw_only=True)
class Lived:
    """How a life went."""

    seed: int
    events: int
    commands: list[str]
    codes: dict[int, int]
    failures: list[str]


def lived(seed: int, *, processes: bool) -> Lived:
    """Live one life in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="lives-") as folder:
        life = live(seed, Path(folder), run_process if processes else run_here)
    return Lived(
        seed=seed,
        events=life.events,
        commands=[shlex.join(words) for words in life.commands],
        codes={int(code): number for code, number in life.codes.items()},
        failures=life.failures,
    )


def kind_of(failure: str) -> str:
    """Give the kind of a failure: its first word, after where it was seen."""
    text = failure.split("] ", 1)[-1]
    mark = "crafted: " if text.startswith("crafted") else ""
    for part in text.split(": "):
        if part and " " not in part and part != "crafted":
            return mark + part
    return mark + text[:40]


def main() -> int:
    """Live the lives, print what was wrong, and sum up."""
    options = argparse.ArgumentParser(prog="python -m tests.lives")
    options.add_argument("--lives", type=int, default=100)
    options.add_argument("--from", dest="first", type=int, default=0)
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--processes", action="store_true", help="run each command as a process of its own")
    options.add_argument("--show", type=int, default=1, help="how many failures of each kind to show whole")
    said = options.parse_args()
    kinds: Counter[str] = Counter()
    codes: Counter[int] = Counter()
    events = failed = commands = 0
    started = time.monotonic()
    seeds = range(said.first, said.first + said.lives)
    for count, life in enumerate(_lives(seeds, jobs=said.jobs, processes=said.processes), start=1):
        events += life.events
        commands += len(life.commands)
        codes.update(life.codes)
        failed += bool(life.failures)
        if life.failures:  # what is wrong first is the cause of much that follows
            kind = kind_of(life.failures[0])
            kinds[kind] += 1
            if kinds[kind] <= said.show:
                _show(life, kind)
        if count % 200 == 0:
            print(f"{count} lives, {failed} failed, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"{said.lives} lives, {events} events, {commands} commands, exit codes {dict(sorted(codes.items()))}")
    print(f"{failed} lives failed, in {time.monotonic() - started:.0f} s; by what was wrong first:")
    for kind, number in kinds.most_common():
        print(f"{number:6} {kind}")
    return int(failed > 0)


def _lives(seeds: range, *, jobs: int, processes: bool) -> Iterator[Lived]:
    work = partial(lived, processes=processes)
    if jobs == 1:
        yield from map(work, seeds)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap_unordered(work, seeds, chunksize=5)


def _show(life: Lived, kind: str) -> None:
    print(f"---- seed {life.seed}: {kind}")
    for number, command in enumerate(life.commands, start=1):
        print(f"  [{number}] soleus-recovery {command}")
    for failure in life.failures:
        print(f"  ! {failure}")


if __name__ == "__main__":
    sys.exit(main())
