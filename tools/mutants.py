"""Changes the sources by one token at a time and checks that a test fails each time: `make mutants`.

pyproject.toml names the modules and the tests: ``[tool.mutmut]``, and ``[tool.mutmut-quick]`` for the slice that
`make test` runs. Everything happens in a copy. A change that no test notices must be listed in
docs/explanation/proof.md with the reason why it is harmless; an unlisted one, or too many of them, is a failure.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
HARMLESS = REPO / "docs" / "explanation" / "proof.md"
BUILD = REPO / "build"
KILLED = {"killed", "timeout", "caught by type check", "segfault"}
LEAST = 95  # percent
_MEMORY = 3 << 30  # bytes of each process


def _copy(*, quick: bool) -> Path:
    """Copy the tracked files as they are now; for a quick run the quick table replaces the full one."""
    copy = BUILD / ("mutants-quick" if quick else "mutants")
    shutil.rmtree(copy, ignore_errors=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, check=True, capture_output=True, text=True)  # noqa: S607
    for name in tracked.stdout.rstrip("\0").split("\0"):
        if (REPO / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPO / name, copy / name)
    if quick:
        settings = copy / "pyproject.toml"
        text = settings.read_text("utf-8")
        text = text.replace("[tool.mutmut]", "[tool.mutmut-full]").replace("[tool.mutmut-quick]", "[tool.mutmut]")
        settings.write_text(text, "utf-8")
    return copy


def _bounded() -> None:
    """Bound the memory of the process: a mutant that loops for ever would take all of it before its time is up."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _mutmut(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutants"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    ran = subprocess.run(  # noqa: S603
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False, preexec_fn=_bounded
    )
    if ran.returncode:
        sys.exit(f"{ran.stdout[-4000:]}{ran.stderr[-4000:]}\nmutmut {' '.join(arguments)}: exit {ran.returncode}")
    return ran.stdout


def _change(copy: Path, name: str) -> tuple[str, str]:
    """Return what a mutant changes: the code before, and after, each as one line."""
    lines = _mutmut(copy, "show", name).splitlines()
    sides = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign) and not line.startswith(sign * 3))
        for sign in "-+"
    )
    before, after = sides
    return before, after


def main() -> None:
    """Run the mutants, count them, and compare the survivors with the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="the slice of `make test`")
    quick = options.parse_args().quick
    copy = _copy(quick=quick)
    _mutmut(copy, "run", "--max-children", str(os.cpu_count() or 1))
    found = re.findall(r"^ +(\S+): (.+)$", _mutmut(copy, "results", "--all", "true"), re.MULTILINE)
    counts = Counter(status for _, status in found)
    killed = sum(counts[status] for status in KILLED)
    if not found:
        sys.exit("no mutants were made")
    percent = 100 * killed / len(found)
    print(f"{len(found)} mutants, {killed} killed: {percent:.1f} %")
    page, unexplained = HARMLESS.read_text("utf-8"), 0
    for name, status in found:
        if status in KILLED:
            continue
        before, after = _change(copy, name)
        explained = f"`{after}`" in page
        unexplained += not explained
        print(f"{name}: {status}{'' if explained else ', and docs/explanation/proof.md gives no reason'}")
        print(f"  - {before}\n  + {after}")
    if percent < LEAST or unexplained:
        sys.exit(f"{percent:.1f} % killed, at least {LEAST} % required; {unexplained} survived without a reason")


if __name__ == "__main__":
    main()
