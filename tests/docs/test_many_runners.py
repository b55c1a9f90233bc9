"""The program of the how-to for many runners gives the same files by a loop, by processes and on a Dask cluster."""

import csv
import io
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from soleus_recovery import Finding

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "many-runners.md"
MOMENT = "2026-11-22T21:00+00:00"
LINES = 200


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """Write the page's program and a list of 200 lines: sound ones, red flags, and impossible ones."""
    code = re.search(r"<!-- file: club\.py -->\n```py\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    (tmp_path / "club.py").write_text(code[1], "utf-8")
    drawn = random.Random(6)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["name", "zone", "onset", "pain_rest", "pain_walking", "findings", "usual_run"])
    findings = [each.value for each in Finding]
    for index in range(LINES):
        rows.writerow(
            [
                f"runner {index}",
                drawn.choice(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
                f"2026-11-2{drawn.randrange(3)}T{drawn.randrange(10, 16)}:15",
                drawn.randrange(4),
                drawn.randrange(8),
                " ".join(drawn.sample(findings[:12], drawn.randrange(3))),
                drawn.randrange(20, 90),
            ]
        )
    text.write("short,UTC\r\n")
    lines = text.getvalue().splitlines()
    lines[50] = lines[50].replace("2026-11-2", "2027-11-2")
    lines[100] = lines[100].replace(",2026", ",Mars 2026")
    lines[150] = f"flagged,UTC,2026-11-22T12:00,1,3,{Finding.COLD_PALE_LEG},45"
    (tmp_path / "club.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def planned(folder: Path, name: str, *options: str, rows: str = "club.csv") -> tuple[str, dict[str, bytes]]:
    """Run the page's program; return its output and the calendars that it writes."""
    command = [sys.executable, "club.py", rows, MOMENT, name, *options]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout, {path.name: path.read_bytes() for path in (folder / name).iterdir()}


def test_processes_and_a_dask_cluster_give_what_a_plain_loop_gives(club: Path) -> None:
    from dask import distributed

    local_cluster: Any = distributed.LocalCluster

    loop = planned(club, "loop", "--jobs", "1")
    with local_cluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, local_directory=str(club / "dask")
    ) as cluster:
        on_dask = planned(club, "dasked", "--dask", cluster.scheduler_address)
    assert on_dask == loop

    # A short list is enough for two processes.
    few = "\n".join((club / "club.csv").read_text("utf-8").splitlines()[:60])
    (club / "few.csv").write_text(few, "utf-8")
    _, by_processes = planned(club, "processes", "--jobs", "2", rows="few.csv")
    assert by_processes == {name: made for name, made in loop[1].items() if int(name.removesuffix(".ics")) <= 60}

    said, calendars = loop
    assert len(calendars) > LINES // 2
    assert all(calendar.startswith(b"BEGIN:VCALENDAR") for calendar in calendars.values())
    # A red flag gives a line for the organiser and no plan; emergencies come first.
    assert said.splitlines()[1].startswith("line 151, flagged: TO A CLINICIAN. Call your local emergency number now")
    assert "151.ics" not in calendars
    # A bad line is reported with its number, and the other lines are planned.
    bad = {int(line): problem for line, problem in re.findall(r"^line (\d+), .*?: left out: (.*)", said, re.MULTILINE)}
    assert {51, 101, LINES + 2} <= set(bad)
    assert bad[51].startswith("onset: ")
    assert not any(f"{line}.ics" in calendars for line in bad)
    referred = re.findall(r"TO A CLINICIAN", said)
    assert len(calendars) + len(referred) + len(bad) == LINES + 1
    assert said.startswith(f"{len(calendars)} plans of {LINES + 1} lines\n")
