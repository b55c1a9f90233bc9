"""What must be referred cannot be planned: a type checker says so, and so does the function at run time."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from soleus_recovery import NotPlannable, SymptomReport, build_plan
from soleus_recovery.vocabulary import Finding, Severity
from tests.examples import ONSET, Kind, care_of, case_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def snippets_in(folder: Path) -> list[str]:
    for snippet in HERE.glob("*.py.txt"):
        shutil.copyfile(snippet, folder / snippet.name.removesuffix(".txt"))
    return sorted(map(str, folder.glob("*.py")))


def by_mypy(folder: Path) -> dict[str, set[int]]:
    """The lines that mypy refuses, by file."""
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"]
    # The cache is that of `make types`, which has read the package already.
    command += snippets_in(folder)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    found: dict[str, set[int]] = {"accepted.py": set(), "refused.py": set()}
    assert not done.stderr, done.stderr
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"(.*):(\d+): (error|note): .*", line)
        assert match, line
        if match[3] == "error":
            found[Path(match[1]).name].add(int(match[2]))
    return found


def by_pyright(folder: Path) -> dict[str, set[int]]:
    """The lines that a pyright refuses, by file."""
    command = [str(Path(sys.executable).with_name("basedpyright")), "--outputjson", "--level", "error"]
    command += ["--pythonpath", sys.executable, *snippets_in(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    found: dict[str, set[int]] = {"accepted.py": set(), "refused.py": set()}
    for each in json.loads(done.stdout)["generalDiagnostics"]:
        if each["severity"] == "error":
            found[Path(each["file"]).name].add(each["range"]["start"]["line"] + 1)
    return found


@pytest.fixture(scope="module", params=[by_mypy, by_pyright], ids=["mypy", "pyright"])
def errors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """The lines that a type checker refuses, by file."""
    check: Callable[[Path], dict[str, set[int]]] = request.param
    return check(tmp_path_factory.mktemp("snippets"))


def marked(name: str) -> set[int]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, start=1) if line.endswith("# refused")}


class TestTypeChecker:
    """A type checker refuses to plan a referral."""

    def test_what_is_right_is_accepted(self, errors: dict[str, set[int]]) -> None:
        assert errors["accepted.py"] == set()

    def test_what_is_wrong_is_refused_line_by_line(self, errors: dict[str, set[int]]) -> None:
        assert errors["refused.py"] == marked("refused.py.txt")


class TestRunTime:
    """And so does the function at run time."""

    @pytest.mark.parametrize("finding", [Finding.BRUISING, Finding.POP_OR_KICK, Finding.COLD_PALE_LEG])
    def test_what_must_be_referred(self, finding: Finding) -> None:
        with pytest.raises(NotPlannable):
            build_plan(case_of(Kind.MILD, findings={finding}).assess())  # type: ignore[arg-type]

    def test_it_is_a_type_error(self) -> None:
        assert issubclass(NotPlannable, TypeError)

    @pytest.mark.parametrize("other", [None, "self-care", 1, {}])
    def test_anything_else(self, other: Any) -> None:
        with pytest.raises(NotPlannable):
            build_plan(other)

    @pytest.mark.parametrize("kind", [Kind.MODERATE, Kind.SEVERE])
    def test_a_level_made_milder(self, kind: Kind) -> None:
        """A tampered answer is not an answer: it is assessed again."""
        milder = attrs.evolve(care_of(case_of(kind)), severity=Severity.MILD)
        with pytest.raises(NotPlannable):
            build_plan(milder)

    @pytest.mark.parametrize("kind", [Kind.MILD, Kind.MODERATE, Kind.SEVERE])
    def test_a_strain_explained_away(self, kind: Kind) -> None:
        with pytest.raises(NotPlannable):
            build_plan(attrs.evolve(care_of(case_of(kind)), possible_strain=False))

    @pytest.mark.parametrize("finding", [Finding.BRUISING, Finding.POP_OR_KICK, Finding.COLD_PALE_LEG])
    def test_a_red_flag_slipped_in(self, finding: Finding) -> None:
        """A SelfCare built around a report with a red flag."""
        report = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3, findings={finding})
        with pytest.raises(NotPlannable):
            build_plan(attrs.evolve(care_of(case_of(Kind.MILD)), report=report))

    def test_pain_slipped_in(self) -> None:
        report = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=6)
        with pytest.raises(NotPlannable):
            build_plan(attrs.evolve(care_of(case_of(Kind.MILD)), report=report))
