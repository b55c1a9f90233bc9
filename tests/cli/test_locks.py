"""Commands that run at the same time: writers take turns, readers never wait, and no lock is left lying."""

import contextlib
import errno
import os
import stat
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import filelock
import pytest

from soleus_recovery import CheckIn
from soleus_recovery.cli import locks
from soleus_recovery.cli.locks import FOLDER_LOCK, lock_folder
from tests.cli.cases import CASE, GOOD, RunnersCase, open_case_in
from tests.cli.running import FACTS, run

PAINS = {0, 1, 2, 3}
HOLDER = """
import sys
from pathlib import Path
from soleus_recovery.cli.locks import lock_folder

with lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
COMMANDS_THAT_LOOK = (
    ("today", CASE, "--now", "2026-11-23T08:00"),
    ("show", CASE),
    ("export", CASE, "-o", "a.ics", "-o", "a.json"),
    ("log", CASE, "-o", "a.md"),
    ("explain", CASE),
)


@pytest.fixture
def case(tmp_path: Path) -> RunnersCase:
    return open_case_in(tmp_path)


@contextlib.contextmanager
def held(folder: Path) -> Generator[subprocess.Popen[str]]:
    """Another process holds the lock of a folder until the block ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        yield holder


class TestWriters:
    def test_of_check_ins_at_the_same_time_none_is_lost(self, case: RunnersCase) -> None:
        """Each in a process of its own, all started while another holds the lock, so that they do meet."""
        line = [sys.executable, "-m", "soleus_recovery", "checkin", CASE, "--now", "2026-11-23T21:00", "--pain-rest"]
        with held(case.folder) as holder:
            writers = [
                subprocess.Popen([*line, str(pain)], cwd=case.folder, stdout=subprocess.DEVNULL) for pain in PAINS
            ]
            holder.communicate()
        assert {writer.wait() for writer in writers} == {0}
        facts = [entry.fact for entry in case.file.case.entries]
        assert {fact.pain_at_rest for fact in facts if isinstance(fact, CheckIn)} == PAINS
        assert case.names == [CASE]

    @pytest.mark.parametrize(
        "command",
        [
            ("checkin", CASE, *GOOD, "--now", "2026-11-23T21:00"),
            ("amend", CASE, "--usual-run", "40", "--now", "2026-11-23T21:00"),
            ("start", "new.json", *FACTS[1:]),
        ],
        ids=lambda command: command[0],
    )
    def test_one_that_waits_too_long_ends_in_one_line(
        self, case: RunnersCase, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.1)
        before = case.bytes
        with held(case.folder):
            ran = run(*command, cwd=case.folder)
            assert case.names == [FOLDER_LOCK, CASE]
        assert (ran.code, ran.out) == (2, "")
        line = (
            f"soleus-recovery: '{command[1]}': another command is writing in its folder; allowed: once that has ended"
        )
        assert ran.err == f"{line}\n"
        assert case.bytes == before
        assert case.names == [CASE]

    def test_a_red_flag_is_printed_all_the_same(self, case: RunnersCase, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.1)
        with held(case.folder):
            ran = case.checkin("23T21:00", "--finding", "cold-pale-leg")
        assert ran.code == 4
        assert "Call your local emergency number now" in ran.out


class TestReaders:
    @pytest.mark.parametrize("command", COMMANDS_THAT_LOOK, ids=lambda command: command[0])
    def test_one_beside_a_writer_neither_waits_nor_fails(
        self, case: RunnersCase, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alone = run(*command, cwd=case.folder)
        monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.0)
        with held(case.folder):
            assert run(*command, cwd=case.folder) == alone

    @pytest.mark.parametrize("command", COMMANDS_THAT_LOOK, ids=lambda command: command[0])
    def test_none_takes_the_lock_or_touches_its_file(
        self, case: RunnersCase, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def taken(*_: object) -> None:
            raise AssertionError("a command that only looks takes a lock")

        (case.folder / FOLDER_LOCK).touch()
        monkeypatch.setattr(filelock.FileLock, "acquire", taken)
        assert run(*command, cwd=case.folder).code == 0
        assert (case.folder / FOLDER_LOCK).exists()

    @pytest.mark.parametrize("command", [("today", CASE), (*FACTS, "-o", "plan.ics")], ids=lambda command: command[0])
    def test_none_imports_the_library_which_takes_a_while(self, case: RunnersCase, command: tuple[str, ...]) -> None:
        lines = [
            "import atexit, sys",
            "from soleus_recovery.cli import main",
            "atexit.register(lambda: print('filelock' in sys.modules, file=sys.stderr))",
            "main()",
        ]
        line = [sys.executable, "-c", "\n".join(lines), *command]
        ran = subprocess.run(line, cwd=case.folder, capture_output=True, text=True, check=True)
        assert ran.stderr == "False\n"

    def test_no_reader_can_hold_it(self, tmp_path: Path) -> None:
        """Whoever may read the folder, and not write to it, cannot open the lock, so no writer waits for them."""
        before = os.umask(0)
        try:
            with lock_folder(tmp_path):
                assert stat.S_IMODE((tmp_path / FOLDER_LOCK).stat().st_mode) == 0o600
        finally:
            os.umask(before)


class TestNothingIsLeft:
    def test_of_a_command_that_has_ended_or_was_refused(self, case: RunnersCase) -> None:
        for options in (GOOD, ("--pain-rest", "eleven")):
            case.checkin("23T21:00", *options)
            assert case.names == [CASE]

    def test_of_one_that_was_killed_after_the_next(self, case: RunnersCase) -> None:
        with held(case.folder) as holder:
            holder.kill()
        assert case.names == [FOLDER_LOCK, CASE]
        assert case.checkin("23T21:00", *GOOD).code == 0
        assert case.names == [CASE]

    def test_where_there_is_no_folder_none_is_made(self, tmp_path: Path) -> None:
        ran = run("start", "nowhere/calf.json", *FACTS[1:], cwd=tmp_path)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert list(tmp_path.iterdir()) == []


class TestNoLock:
    """What is done where a folder cannot be locked."""

    @pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
    def test_a_folder_without_locks_is_written_to_all_the_same(
        self, case: RunnersCase, number: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(_lock: filelock.BaseFileLock) -> None:
            (case.folder / FOLDER_LOCK).touch()
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(filelock.FileLock, "acquire", refused)
        assert case.checkin("23T21:00", *GOOD).code == 0
        assert case.names == [CASE]

    def test_so_is_one_that_takes_no_lock_file(self, case: RunnersCase, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(_lock: filelock.BaseFileLock) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr(filelock.FileLock, "acquire", refused)
        assert case.checkin("23T21:00", *GOOD).code == 0

    def test_what_cannot_be_locked_and_is_there_is_named(self, case: RunnersCase) -> None:
        """A link, or somebody else's lock: a command that went on could lose what another one writes."""
        (case.folder / FOLDER_LOCK).symlink_to(CASE)
        before = case.bytes
        ran = case.checkin("23T21:00", *GOOD)
        assert (ran.code, ran.out, case.bytes) == (2, "", before)
        assert ran.err == (
            f"soleus-recovery: '{CASE}': its folder holds a {FOLDER_LOCK} that is not yours; "
            "allowed: once whoever made it has ended\n"
        )
