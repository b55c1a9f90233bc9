"""What a command writes: who may read it, what is left of a command that was killed, and what it never writes over."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.cli.files import NewFile, is_case, write_files
from soleus_recovery.cli.locks import FOLDER_LOCK, clear_leftovers
from soleus_recovery.cli.outputs import read_outputs
from soleus_recovery.errors import FactError, SyncError
from tests.cli.cases import CASE, GOOD, open_case_in
from tests.cli.running import FACTS, run

OUTPUTS = ("plan.ics", "plan.json", "plan.html", "plan.svg", "plan.md", "plan.txt")
UNREAD = tuple(name for name in OUTPUTS if not name.endswith(".json"))  # a fixture reads what is written as JSON
ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from unittest import mock
from soleus_recovery.cli.app import run

def cut(*_):
    os.kill(os.getpid(), signal.SIGKILL)

sys.argv = ["soleus-recovery", *sys.argv[1:]]
with mock.patch.object(os, "replace", cut):
    run()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def each(*names: str) -> list[str]:
    return [part for name in names for part in ("-o", name)]


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Generator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
class TestRights:
    def test_a_new_plan_is_its_owners_alone_in_every_format(self, tmp_path: Path) -> None:
        assert run(*FACTS, *each(*OUTPUTS), cwd=tmp_path).code == 0
        assert {name: mode(tmp_path / name) for name in OUTPUTS} == dict.fromkeys(OUTPUTS, 0o600)

    def test_a_new_case_is_too_and_whatever_is_written_of_it(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path, *each("start.ics"))
        assert case.checkin("23T21:05", *GOOD).code == 0
        assert case.amend("24T08:00", "--usual-run", "40", *each("amend.ics")).code == 0
        assert case.command("export", *each(*OUTPUTS)).code == 0
        assert case.command("log", *each("log.md", "log.html")).code == 0
        written = {path.name: mode(path) for path in tmp_path.iterdir()}
        assert len(written) == 3 + len(OUTPUTS) + 2
        assert set(written.values()) == {0o600}

    @pytest.mark.parametrize("kept", [0o644, 0o640, 0o600, 0o755], ids=oct)
    def test_a_file_that_was_there_keeps_its_rights_also_behind_a_link(self, tmp_path: Path, kept: int) -> None:
        case = open_case_in(tmp_path)
        for name in (CASE, "real.ics"):
            (tmp_path / name).touch()
            (tmp_path / name).chmod(kept)
        (tmp_path / "link.ics").symlink_to("real.ics")
        assert case.checkin("23T21:05", *GOOD).code == 0
        assert case.command("export", *each("link.ics")).code == 0
        assert mode(tmp_path / CASE) == mode(tmp_path / "real.ics") == kept
        assert (tmp_path / "link.ics").is_symlink()

    def test_an_emergency_in_a_case_keeps_them_too(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path)
        case.path.chmod(0o640)
        assert case.checkin("23T21:05", *GOOD, "--finding", "cold-pale-leg").code == 4
        assert mode(case.path) == 0o640


@given(
    umask=st.sampled_from([0o000, 0o002, 0o022, 0o077]),
    names=st.sets(st.sampled_from(UNREAD), min_size=1),
    there=st.dictionaries(st.sampled_from(UNREAD), st.sampled_from([0o600, 0o640, 0o644, 0o666, 0o755])),
)
def test_a_new_file_is_its_owners_alone_and_a_replaced_one_keeps_its_rights(
    umask: int, names: set[str], there: dict[str, int]
) -> None:
    before = os.umask(umask)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for old, rights in there.items():
                (folder / old).touch()
                (folder / old).chmod(rights)
            write_files(
                NewFile(path=folder / each, content=b"new", refused=lambda error: SyncError(problem=str(error)))
                for each in names
            )
            assert {each: mode(folder / each) for each in names} == {each: there.get(each, 0o600) for each in names}
    finally:
        os.umask(before)


class TestLeftovers:
    """A command that is killed cleans nothing; the next one that writes there does."""

    def kill(self, folder: Path, *arguments: str) -> list[Path]:
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, *arguments], cwd=folder, capture_output=True, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        left = [path for path in folder.rglob(".*") if path.is_file()]
        assert left
        assert {mode(path) for path in left} == {0o600}
        return left

    def test_of_a_plan(self, tmp_path: Path) -> None:
        assert len(self.kill(tmp_path, *FACTS, *each("plan.ics", "plan.md"))) == 2
        assert run(*FACTS, *each("plan.ics"), cwd=tmp_path).code == 0
        assert [path.name for path in tmp_path.iterdir()] == ["plan.ics"]

    def test_of_a_case_and_of_what_is_written_with_it_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "public").mkdir()
        start = ("start", CASE, *FACTS[1:], *each("public/plan.ics"))
        left = self.kill(tmp_path, *start)
        assert len(left) == 3
        assert tmp_path / FOLDER_LOCK in left
        assert run(*start, cwd=tmp_path).code == 0
        assert sorted(path.name for path in tmp_path.rglob("*")) == [CASE, "plan.ics", "public"]

    def test_of_a_check_in_even_where_the_next_is_refused(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path)
        self.kill(tmp_path, "checkin", CASE, "--now", "2026-11-23T21:05", *GOOD)
        assert case.checkin("23T21:05", "--pain-rest", "eleven").code == 2
        assert case.names == [CASE]

    def test_what_another_command_is_writing_now_stays(self, tmp_path: Path) -> None:
        seen: list[list[Path]] = []

        def refused(error: OSError) -> SyncError:
            return SyncError(problem=str(error))

        files = [NewFile(path=tmp_path / name, content=b"BEGIN", refused=refused) for name in ("a.ics", "b.ics")]
        fsync = os.fsync

        def cleaned(handle: int) -> None:
            fsync(handle)
            clear_leftovers(tmp_path)
            seen.append([path for path in tmp_path.iterdir() if path.name.startswith(".soleus-recovery-")])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", cleaned)
            write_files(files)
        assert [len(each) for each in seen[:2]] == [1, 2]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ics", "b.ics"]

    def test_what_is_no_file_of_ours_stays(self, tmp_path: Path) -> None:
        (tmp_path / "precious").write_text("mine")
        (tmp_path / ".soleus-recovery-link").symlink_to("precious")
        (tmp_path / ".soleus-recovery-folder").mkdir()
        os.mkfifo(tmp_path / ".soleus-recovery-pipe")
        clear_leftovers(tmp_path)
        assert (tmp_path / "precious").read_text() == "mine"
        assert (tmp_path / ".soleus-recovery-link").is_symlink()
        assert (tmp_path / ".soleus-recovery-folder").is_dir()


class TestNeverOverACase:
    """A case is the only record of what a runner has entered: no -o writes over one."""

    @pytest.fixture
    def other(self, tmp_path: Path) -> Path:
        """Somebody's case, under names that -o takes."""
        (tmp_path / "other").mkdir()
        case = open_case_in(tmp_path / "other")
        for name in OUTPUTS:
            case.path.with_name(name).write_bytes(case.bytes)
        open_case_in(tmp_path)
        return tmp_path / "other"

    def refuse(self, folder: Path, *arguments: str) -> None:
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        ran = run(*arguments, cwd=folder)
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert ran.err.startswith("soleus-recovery: -o: ")
        assert "allowed: another FILE" in ran.err
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before

    @pytest.mark.usefixtures("other")
    @pytest.mark.parametrize("name", OUTPUTS)
    def test_of_a_plan(self, tmp_path: Path, name: str) -> None:
        self.refuse(tmp_path, *FACTS, *each("new.ics", f"other/{name}"))

    @pytest.mark.usefixtures("other")
    @pytest.mark.parametrize(
        "command",
        [
            ("start", "new.json", *FACTS[1:]),
            ("amend", CASE, "--now", "2026-11-23T08:00", "--usual-run", "40"),
            ("export", CASE),
            ("log", CASE),
        ],
        ids=lambda command: command[0],
    )
    def test_of_any_command(self, tmp_path: Path, command: tuple[str, ...]) -> None:
        self.refuse(tmp_path, *command, *each("other/plan.html"))

    @pytest.mark.parametrize("spelt", ["link.json", "other/../other/./plan.json", "hard.json", "{folder}/plan.json"])
    def test_however_it_is_spelt(self, tmp_path: Path, other: Path, spelt: str) -> None:
        (tmp_path / "link.json").symlink_to("other/plan.json")
        (tmp_path / "hard.json").hardlink_to(other / "plan.json")
        self.refuse(tmp_path, *FACTS, *each(spelt.format(folder=other)))

    @pytest.mark.parametrize(
        "written",
        [
            '{"version": 2,\n\t"schema"  :\n "soleus-recovery/case"}',
            json.dumps({"schema": "soleus-recovery/case"}, separators=(",", ":")),
            '{"schema": "soleus-recovery\\/case", "version": 2',
            '{"schema": "soleus-recovery/case", "entries": [{"fact": ',
            '\ufeff{\'schema\': oops, "schema": "soleus-recovery/case"}',
        ],
    )
    def test_also_one_that_was_written_otherwise_or_is_cut(self, tmp_path: Path, written: str) -> None:
        (tmp_path / "calf.json").write_text(written, "utf-8")
        self.refuse(tmp_path, *FACTS, *each("calf.json"))

    @given(
        items=st.permutations([("schema", "soleus-recovery/case"), ("version", 4), ("busy", [])]),
        between=st.tuples(st.sampled_from([",", ", ", " ,\n\t"]), st.sampled_from([":", ": ", "\t:\r\n "])),
        indent=st.none() | st.integers(0, 4),
        is_escaped=st.booleans(),
        name=st.sampled_from(OUTPUTS),
    )
    def test_also_one_that_another_program_has_written(
        self, items: list[tuple[str, object]], between: tuple[str, str], indent: int | None, is_escaped: bool, name: str
    ) -> None:
        text = json.dumps(dict(items), separators=between, indent=indent)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text(text.replace("/", "\\/") if is_escaped else text, "utf-8")
            with pytest.raises(FactError, match="is a case, and would be lost"):
                read_outputs({"output": (str(path),)})

    def test_a_plan_and_notes_of_ones_own_are_written_over_as_ever(self, tmp_path: Path) -> None:
        (tmp_path / "plan.md").write_text('notes on "soleus-recovery/case"')
        (tmp_path / "plan.json").write_text("[]")
        for _ in range(2):
            assert run(*FACTS, *each("plan.md", "plan.json"), cwd=tmp_path).code == 0

    def test_what_cannot_be_read_is_no_case(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert not is_case(tmp_path / "pipe")
        assert not is_case(tmp_path)
        assert not is_case(Path("nul\0"))


@pytest.mark.parametrize("spelt", ["busy.ics", "./busy.ics", "link.ics", "hard.ics"])
def test_a_calendar_that_is_planned_around_is_never_written_over(tmp_path: Path, spelt: str) -> None:
    assert run(*FACTS, *each("busy.ics"), cwd=tmp_path).code == 0
    (tmp_path / "link.ics").symlink_to("busy.ics")
    (tmp_path / "hard.ics").hardlink_to(tmp_path / "busy.ics")
    before = (tmp_path / "busy.ics").read_bytes()
    ran = run(*FACTS, "--busy", "busy.ics", *each(spelt), cwd=tmp_path)
    assert ran.code == 2
    assert "is read here, and would be lost; allowed: another FILE" in ran.err
    assert (tmp_path / "busy.ics").read_bytes() == before
