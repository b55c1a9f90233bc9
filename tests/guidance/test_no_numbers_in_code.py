"""No clinical number is written in Python code: each is in the guidance, with its origin."""

import ast
from pathlib import Path

import soleus_recovery

ROOT = Path(soleus_recovery.__file__).parent
# Numbers that are not clinical: ranges of input, a week, the length of an id.
ALLOWED = {
    "facts/runner.py": {5, 301, 45, 8, 3, 6, 21, 2, 121},  # usual run, runs a week, window hours; a middle; an age
    "facts/closed_words.py": {11, 120},  # the pain scale, 0 to 10; characters of a name
    "plan/identity.py": {20},  # digits of an id
    "planner/runs/schedule.py": {7},  # days in a week
    "planner/day/schedule.py": {7},
    "planner/kept/standing.py": {4, 8},  # days for which a day that is over, and a run, is still looked at
    "laws/of_runs.py": {7, 100},  # a week, percent
    "laws/of_weeks.py": {7, 100},  # a week, percent
    "laws/of_keeping.py": {7, 3},  # a week; how many reminders a calendar bears in it
    "course/running/weeks.py": {7, 100},  # a week, percent
    "course/keep.py": {7},  # a week
    "planner/day/keeping.py": {7, 4},  # a week; its middle
    "planner/runs/sessions.py": {7},  # a week
    "laws/of_a_case.py": {100},  # percent
    "course/running/ladder.py": {100},  # percent
    "course/gate.py": {100},  # percent
    "facts/checkin.py": {201},  # heel raises in a row
    "course/training.py": {7, 400},  # a week; days, so that every reading ends
    "laws/of_training.py": {7},
    "laws/of_keep_fit.py": {7},
    "course/bounds.py": {4_000, 10_000},  # days, so that every reading ends
    "plan/issued.py": {4},  # which planner this is
}
HARMLESS = {0, 1, -1}


def numbers(path: Path) -> set[int | float]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }


def test_the_code_that_decides_contains_no_number() -> None:
    found: dict[str, set[int | float]] = {}
    for folder in ("facts", "triage", "plan", "laws", "course", "planner", "casefile"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if extra := numbers(path) - HARMLESS - ALLOWED.get(name, set()):
                found[name] = extra
    assert found == {}


def test_every_exception_is_used() -> None:
    """Each allowed number occurs in its file, so that the list does not grow stale."""
    for name, allowed in ALLOWED.items():
        assert allowed <= numbers(ROOT / name), name
