"""The how-to for many runners: 200 of them by a plain loop, by processes, and on a local Dask cluster, all the same."""

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
    """The page's program beside a list of 200 lines: sound ones, red flags, and lines that cannot be."""
    code = re.search(r"<!-- file: club\.py -->\n```py\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    (tmp_path / "club.py").write_text(code[1], "utf-8")
    drawn = random.Random(6)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["name", "zone", "onset", "pain_rest", "pain_walking", "findings", "usual_run"])
    words = [each.value for each in Finding]
    for index in range(LINES):
        rows.writerow(
            [
                f"runner {index}",
                drawn.choice(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
                f"2026-11-2{drawn.randrange(3)}T{drawn.randrange(10, 16)}:15",
                drawn.randrange(4),
                drawn.randrange(8),
                " ".join(drawn.sample(words[:12], drawn.randrange(3))),
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
    """What the page's program prints, and the calendars it writes."""
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

    # Two processes share a short list, so that it takes no longer.
    few = "\n".join((club / "club.csv").read_text("utf-8").splitlines()[:60])
    (club / "few.csv").write_text(few, "utf-8")
    _, by_processes = planned(club, "processes", "--jobs", "2", rows="few.csv")
    assert by_processes == {name: made for name, made in loop[1].items() if int(name.removesuffix(".ics")) <= 60}

    said, calendars = loop
    assert len(calendars) > LINES // 2
    assert all(calendar.startswith(b"BEGIN:VCALENDAR") for calendar in calendars.values())
    # A red flag is a line for the organiser, and never a plan.
    # Whoever needs an ambulance comes before all others.
    assert said.splitlines()[1].startswith("line 151, flagged: TO A CLINICIAN. Call your local emergency number now")
    assert "151.ics" not in calendars
    # A bad line is told with its number, and the rest is done.
    told = {int(line): problem for line, problem in re.findall(r"^line (\d+), .*?: left out: (.*)", said, re.MULTILINE)}
    assert {51, 101, LINES + 2} <= set(told)
    assert told[51].startswith("onset: ")
    assert not any(f"{line}.ics" in calendars for line in told)
    referred = re.findall(r"TO A CLINICIAN", said)
    assert len(calendars) + len(referred) + len(told) == LINES + 1
    assert said.startswith(f"{len(calendars)} plans of {LINES + 1} lines\n")
