"""Judges two thousand changed files, each in a process of its own with 10 seconds and 300 MB.

python -m tests.fuzz.many_mutants [COUNT [FIRST]]
"""

import json
import os
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from soleus_recovery import case_to_json
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.guidance.loader import builtin, builtin_ids, protocol_table
from soleus_recovery.testing import Journey, journeys
from soleus_recovery.testing.journey import Traveller
from tests.fuzz.judging import judge_case, judge_protocol
from tests.fuzz.mutants import mutant

SECONDS, MEGABYTES = 10, 300
SOURCES = 60
Judge = Callable[[Any], Iterator[str]]


def sources(count: int = SOURCES) -> list[tuple[str, Any, Judge]]:
    """Return case files of generated journeys, the same every time, and built-in protocols between them."""
    texts: list[Any] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
    )
    @given(journeys(most_acts=10))
    def collect(journey: Journey) -> None:
        gone = Traveller(journey.facts, journey.protocol)
        for step in journey.steps:
            gone.take(step)
        texts.append(json.loads(case_to_json(CaseFile(case=gone.case, issued=gone.issued))))

    collect()
    cases: list[tuple[str, Any, Judge]] = [("case", table, judge_case) for table in texts]
    protocols: list[tuple[str, Any, Judge]] = [
        ("protocol", protocol_table(builtin(name)), judge_protocol) for name in builtin_ids()
    ]
    return [each for index, case in enumerate(cases) for each in (case, case, protocols[index % len(protocols)])]


def one(number: int, source: tuple[str, Any, Judge]) -> dict[str, object]:
    """Judge one changed file in a process of its own."""
    kind, good, judge = source
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 2**20, MEGABYTES * 2**20))
        began = time.process_time()
        try:
            found = list(dict.fromkeys(judge(mutant(good, Random(number)))))[:5]
        except BaseException:  # noqa: BLE001  # any exception is a finding
            found = [f"TRACEBACK {traceback.format_exc()[-700:]}"]
        result = {"found": found, "seconds": round(time.process_time() - began, 2)}
        os.write(write, json.dumps(result).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    result = json.loads(said) if said else {"found": [f"KILLED by {status}"], "seconds": SECONDS}
    return {"number": number, "kind": kind, **result}


def main(count: int = 2_000, first: int = 0) -> None:
    made = sources()
    kinds, slowest = Counter[str](), 0.0
    for number in range(first, first + count):
        result = one(number, made[number % len(made)])
        slowest = max(slowest, float(str(result["seconds"])))
        kinds[f"{result['kind']} {'bad' if result['found'] else 'fine'}"] += 1
        if result["found"]:
            print(json.dumps(result), flush=True)  # noqa: T201
    print(json.dumps({"count": count, "first": first, "slowest": slowest, **kinds}))  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
