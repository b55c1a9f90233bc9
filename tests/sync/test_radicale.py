"""``sync`` against a real server with a login, as a runner and their night job use it."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, final
from unittest import mock

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from soleus_recovery import Plan, to_ics
from soleus_recovery.calendars import Detail, Style
from soleus_recovery.calendars.events import uid
from soleus_recovery.calendars.resources import keys_by_uid, to_resources
from soleus_recovery.errors import ServerLost
from soleus_recovery.sync import carry_out, steps_to
from soleus_recovery.sync.server import open_calendar
from soleus_recovery.vocabulary import Activity
from tests.cli.cases import CASE, GOOD, RunnersCase, open_case_in
from tests.cli.running import Ran, run, run_process
from tests.export.stories import Story
from tests.servers import PASSWORD, USER, Radicale, radicale
from tests.sync.test_mirror import FOREIGN, events, fresh, plans_along

_PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale"), users=True) as running:
        yield running


@final
@attrs.frozen
class Calf:
    """A case, and a calendar for it."""

    case: RunnersCase
    server: Radicale
    name: str
    exported: Path

    def sync(self, *options: str, password: str | None = PASSWORD) -> Ran:
        address = ("--url", self.server.url, "--calendar", self.name, "--user", USER)
        arguments = ("sync", CASE, *address, *options)
        if password is None:
            # No keyring of the machine that runs the tests.
            null = "keyring.backends.null.Keyring"
            return run_process(*arguments, cwd=self.case.folder, PYTHON_KEYRING_BACKEND=null)
        # Half of a process of its own would be the imports.
        with mock.patch.dict(os.environ, {"SOLEUS_CALDAV_PASSWORD": password}):
            return run(*arguments, cwd=self.case.folder)

    def held(self, *foreign: str) -> dict[str, Any]:
        return events(*(content for name, content in self.server.held(self.name).items() if name not in foreign))

    def fresh(self, *options: str) -> dict[str, Any]:
        ran = self.case.command("export", "-o", str(self.exported), "--style", "feed", *options)
        assert ran.code in {0, 3, 4}, ran
        return events(self.exported.read_bytes())


@pytest.fixture
def calf(server: Radicale, tmp_path: Path, request: pytest.FixtureRequest) -> Calf:
    name = f"calf {abs(hash(request.node.nodeid))}"
    server.make_calendar(name)
    (tmp_path / "case").mkdir()
    return Calf(open_case_in(tmp_path / "case"), server, name, tmp_path / "fresh.ics")


class TestAsARunnerUsesIt:
    def test_the_calendar_follows_the_case_and_foreign_events_stay(self, calf: Calf) -> None:
        calf.server.put(calf.name, "dentist.ics", FOREIGN.format(uid="dentist"))
        dentist = calf.server.held(calf.name)["dentist.ics"]
        assert calf.sync("--detail", "daily").code == 0
        assert calf.held("dentist.ics") == calf.fresh("--detail", "daily")
        calf.case.checkin("23T21:05", "--pain-rest", "2", "--pain-walking", "5", "--morning", "worse")
        ran = calf.sync("--detail", "daily")
        assert ran.code == 0
        assert "changed 0" not in ran.out
        assert calf.held("dentist.ics") == calf.fresh("--detail", "daily")
        assert calf.server.held(calf.name)["dentist.ics"] == dentist

    def test_a_second_run_writes_nothing(self, calf: Calf) -> None:
        calf.sync("--detail", "daily")
        times = {path.name: path.stat().st_mtime_ns for path in calf.server.folder_of(calf.name).iterdir()}
        again = calf.sync("--detail", "daily")
        assert again.out.startswith("Added 0, changed 0, taken out 0; ")
        assert {path.name: path.stat().st_mtime_ns for path in calf.server.folder_of(calf.name).iterdir()} == times

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self, calf: Calf) -> None:
        ran = calf.sync("--dry-run", "--detail", "runs")
        assert ran.code == 0
        assert "add       Sat 28 Nov 18:00, Walk-run: 5 × (3 min walk, 3 min run) (run-1)" in ran.out.splitlines()
        assert calf.server.held(calf.name) == {}
        adds = sum(line.startswith("add ") for line in ran.out.splitlines())
        assert (
            ran.out.splitlines()[-1]
            == f"Nothing is done. It would add {adds}, change 0, take out 0, and leave 0 as they are."
        )
        assert calf.sync("--detail", "runs").out.startswith(f"Added {adds}, ")

    def test_a_red_flag_takes_every_run_out_and_ends_with_3(self, calf: Calf) -> None:
        calf.sync()
        calf.case.checkin("23T21:05", *GOOD, "--finding", "pop-or-kick")
        ran = calf.sync()
        assert ran.code == 3
        assert "today" in ran.out
        assert calf.held() == calf.fresh()
        plan = calf.case.file.issued.plan
        gone = {uid(plan.id, each.key) for each in plan.withdrawn if each.activity is Activity.RUN}
        assert gone
        assert not gone & calf.held().keys()

    @pytest.mark.parametrize("detail", ["sessions", "daily", "runs"])
    def test_an_emergency_leaves_one_card_ahead_and_ends_with_4(self, calf: Calf, detail: str) -> None:
        calf.sync("--detail", detail)
        calf.case.checkin("23T21:05", *GOOD, "--finding", "cold-pale-leg")
        ran = calf.sync("--detail", detail)
        assert ran.code == 4
        assert ran.out.startswith("Call your local emergency number now")
        assert calf.held() == calf.fresh("--detail", detail)
        plan = calf.case.file.issued.plan
        gone = {uid(plan.id, each.key) for each in plan.withdrawn}
        assert gone
        assert not gone & calf.held().keys()
        assert "Stopped: get help now" in "".join(calf.server.held(calf.name).values())
        assert calf.sync("--detail", detail).out.splitlines()[-1].startswith("Added 0, changed 0, taken out 0; ")

    def test_discreet_is_discreet_on_the_server_too(self, calf: Calf) -> None:
        calf.sync("--detail", "daily", "--discreet")
        assert calf.held() == calf.fresh("--detail", "daily", "--discreet")
        assert "calf" not in "".join(calf.server.held(calf.name).values()).lower()


class TestWhatIsRefused:
    def test_an_import_in_the_same_calendar_is_reported_event_by_event_and_left(self, calf: Calf) -> None:
        key = uid(calf.case.file.case.id, "run-1")
        calf.server.put(calf.name, "imported.ics", FOREIGN.format(uid=key))
        before = calf.server.held(calf.name)["imported.ics"]
        ran = calf.sync("--detail", "runs")
        assert ran.code == 2
        first, last = ran.err.splitlines()
        assert "run-1" in first
        assert "already" in first
        assert "1 of " in last
        assert calf.server.held(calf.name)["imported.ics"] == before
        # All others are there.
        others = {each: lines for each, lines in calf.fresh("--detail", "runs").items() if each != key}
        assert calf.held("imported.ics") == others

    def test_a_version_that_is_not_the_one_read_is_not_replaced(self, server: Radicale) -> None:
        server.make_calendar("versions")
        story = Story()
        with _opened(server, "versions") as mirror:
            known = keys_by_uid(story.plan)
            list(carry_out(steps_to(to_resources(story.plan, detail=Detail.RUNS), known, {}), mirror))
            name = f"{uid(story.plan.id, 'run-1')}.ics"
            stored = mirror.read(known)
            changed = server.held("versions")[name].replace("SEQUENCE:0", "SEQUENCE:7")
            server.put("versions", name, changed)
            steps = steps_to(to_resources(story.plan, detail=Detail.RUNS, discreet=True), known, stored)
            refused = [each for each in carry_out(steps, mirror) if each.problem is not None]
        assert [each.step.key for each in refused] == ["run-1"]
        assert "meanwhile" in str(refused[0].problem)
        assert "SEQUENCE:7" in server.held("versions")[name]

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ((), "no server is named"),
            (("--url", "http://example.org/"), "--insecure"),
            (("--url", "ftp://example.org/"), "no address"),
            (("--url", "https://"), "no address"),
            (("--url", "https://anna:secret@example.org/"), "--user"),
            (("--url", "http://127.0.0.1:1/"), "cannot be reached"),
            (("--url", "https://[::1"), "no address"),
            (("--url", "https://example.org:99999/"), "no address"),
        ],
    )
    def test_a_refused_address_is_one_line(self, tmp_path: Path, options: tuple[str, ...], says: str) -> None:
        case = open_case_in(tmp_path)
        ran = case.command("sync", *options)
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
        assert "secret" not in ran.err

    def test_a_name_that_no_calendar_has_lists_those_that_are(self, calf: Calf) -> None:
        ran = run_process(
            "sync",
            CASE,
            "--url",
            calf.server.url,
            "--calendar",
            "other",
            "--user",
            USER,
            cwd=calf.case.folder,
            SOLEUS_CALDAV_PASSWORD=PASSWORD,
        )
        assert ran.code == 2
        assert calf.name in ran.err

    @pytest.mark.parametrize("path", ["", f"{USER}/", f"{USER}/nothing/"])
    def test_a_folder_that_is_no_calendar_is_never_written_to(self, calf: Calf, path: str) -> None:
        ran = run_process(
            "sync",
            CASE,
            "--url",
            f"{calf.server.url}{path}",
            "--user",
            USER,
            cwd=calf.case.folder,
            SOLEUS_CALDAV_PASSWORD=PASSWORD,
        )
        assert ran.code == 2
        assert "calendar" in ran.err
        assert ran.err.count("\n") == 1


class TestWhereItBreaks:
    def test_the_server_is_killed_in_the_middle_and_the_next_run_finishes(self, tmp_path: Path) -> None:
        with radicale(tmp_path, users=True) as server:
            server.make_calendar("calf")
            story = Story()
            known, wanted = keys_by_uid(story.plan), to_resources(story.plan)
            with _opened(server, "calf") as mirror:
                taking = carry_out(steps_to(wanted, known, mirror.read(known)), mirror)
                for _ in range(7):
                    next(taking)
                server.kill()
                with pytest.raises(ServerLost):
                    list(taking)
            server.start()
            assert 7 <= len(server.held("calf")) < len(wanted)
            with _opened(server, "calf") as mirror:
                steps = steps_to(wanted, known, mirror.read(known))
                assert len(steps) == len(wanted) - len(server.held("calf"))
                assert all(each.problem is None for each in carry_out(steps, mirror))
            assert events(*server.held("calf").values()) == fresh(story.plan)

    def test_the_command_says_how_far_it_came_and_the_case_is_whole(self, tmp_path: Path) -> None:
        with radicale(tmp_path, users=True) as server:
            server.make_calendar("calf")
            (tmp_path / "case").mkdir()
            calf = Calf(open_case_in(tmp_path / "case"), server, "calf", tmp_path / "fresh.ics")
            before = calf.case.bytes
            syncing = _begin(calf)
            _wait_for_files(server, "calf", 10)
            server.kill()
            out, err = syncing.communicate(timeout=_PATIENCE)
            assert syncing.returncode == 2
            assert err.decode().count("\n") == 1
            assert "run sync again" in err.decode()
            assert "are left to do" in err.decode()
            assert out.decode().startswith("Added ")
            assert PASSWORD not in (out + err).decode()
            assert calf.case.bytes == before
            server.start()
            assert calf.sync().code == 0
            assert calf.held() == calf.fresh()

    def test_the_command_is_killed_in_the_middle_and_the_next_run_finishes(self, calf: Calf) -> None:
        syncing = _begin(calf)
        _wait_for_files(calf.server, calf.name, 10)
        syncing.send_signal(signal.SIGKILL)
        syncing.communicate(timeout=_PATIENCE)
        some = len(calf.server.held(calf.name))
        assert calf.sync().code == 0
        assert some < len(calf.server.held(calf.name))
        assert calf.held() == calf.fresh()


class TestSecrets:
    def test_a_broken_keyring_is_like_none(self, calf: Calf) -> None:
        ran = run_process(
            *("sync", CASE, "--url", calf.server.url, "--calendar", calf.name, "--user", USER),
            cwd=calf.case.folder,
            PYTHON_KEYRING_BACKEND="no.such.Keyring",
        )
        assert ran.code == 2
        assert "$SOLEUS_CALDAV_PASSWORD" in ran.err
        assert ran.err.count("\n") == 1

    def test_a_wrong_password_is_one_line_without_it(self, calf: Calf) -> None:
        ran = calf.sync(password="not the one")  # noqa: S106  # it opens nothing
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "not let in" in ran.err
        assert "not the one" not in ran.err + ran.out

    def test_no_password_and_no_terminal_is_one_line(self, calf: Calf) -> None:
        ran = calf.sync(password=None)
        assert ran.code == 2
        assert "$SOLEUS_CALDAV_PASSWORD" in ran.err
        assert ran.err.count("\n") == 1

    def test_it_asks_at_a_terminal_and_does_not_show_what_is_typed(self, calf: Calf) -> None:
        parent, child = pty.openpty()
        command = [sys.executable, "-m", "soleus_recovery", "sync", CASE, "--dry-run", "--user", USER]
        command += ["--url", calf.server.url, "--calendar", calf.name]
        environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        with subprocess.Popen(
            command,
            cwd=calf.case.folder,
            stdin=child,
            stdout=subprocess.PIPE,
            stderr=child,
            env=environment,
            start_new_session=True,
        ) as asked:
            shown = b""
            while b": " not in shown:
                shown += os.read(parent, 1000)
            assert b"anna" in shown
            os.write(parent, f"{PASSWORD}\n".encode())
            out, _ = asked.communicate(timeout=_PATIENCE)
        os.set_blocking(parent, False)
        shown += os.read(parent, 1000)
        os.close(parent)
        os.close(child)
        assert asked.returncode == 0, out
        assert PASSWORD.encode() not in shown + out
        assert b"It would add " in out

    def test_a_keyring_is_asked_by_the_name_of_the_host(self, calf: Calf, tmp_path: Path) -> None:
        (tmp_path / "ours.py").write_text(
            "from keyring.backend import KeyringBackend\n"
            "class Ours(KeyringBackend):\n"
            "    priority = 1\n"
            "    def set_password(self, service, username, password):\n"
            "        raise AssertionError('nothing is kept')\n"
            "    def get_password(self, service, username):\n"
            f"        return {{('soleus-recovery/127.0.0.1', 'anna'): {PASSWORD!r}}}.get((service, username))\n",
            "utf-8",
        )
        ran = run_process(
            "sync",
            CASE,
            "--url",
            calf.server.url,
            "--calendar",
            calf.name,
            "--user",
            USER,
            "--detail",
            "runs",
            cwd=calf.case.folder,
            PYTHON_KEYRING_BACKEND="ours.Ours",
            PYTHONPATH=str(tmp_path),
        )
        assert ran.code == 0, ran

    def test_no_file_and_no_message_holds_it_whatever_the_library_logs(self, calf: Calf, tmp_path: Path) -> None:
        (tmp_path / "tmp").mkdir()
        ran = run_process(
            "sync",
            CASE,
            "--url",
            calf.server.url,
            "--calendar",
            calf.name,
            "--user",
            USER,
            "--detail",
            "runs",
            cwd=calf.case.folder,
            SOLEUS_CALDAV_PASSWORD=PASSWORD,
            PYTHON_CALDAV_COMMDUMP="1",
            TMPDIR=str(tmp_path / "tmp"),
            HOME=str(tmp_path),
        )
        assert ran.code == 0, ran
        assert list((tmp_path / "tmp").iterdir()) == []
        assert PASSWORD not in ran.out + ran.err
        assert PASSWORD.encode() not in calf.case.bytes


def _opened(server: Radicale, name: str) -> Any:
    return open_calendar(server.url, calendar=name, user=USER, password=PASSWORD, insecure=False)


def _begin(calf: Calf) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "soleus_recovery", "sync", CASE, "--url", calf.server.url, "--user", USER]
    return subprocess.Popen(
        [*command, "--calendar", calf.name],
        cwd=calf.case.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOLEUS_CALDAV_PASSWORD": PASSWORD},
    )


def _wait_for_files(server: Radicale, name: str, count: int) -> None:
    ends = time.monotonic() + _PATIENCE
    while len(server.held(name)) < count:
        assert time.monotonic() < ends, "nothing is written"
        time.sleep(0.005)


@settings(
    max_examples=max(2, settings().max_examples // 25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plans=plans_along(most_acts=6))
def test_after_each_revision_a_real_calendar_is_what_a_fresh_export_is(server: Radicale, plans: list[Plan]) -> None:
    name = f"journey {time.monotonic_ns()}"
    server.make_calendar(name)
    server.put(name, "dentist.ics", FOREIGN.format(uid="dentist"))
    dentist = server.held(name)["dentist.ics"]
    for plan in plans:
        known = keys_by_uid(plan)
        with _opened(server, name) as mirror:
            steps = steps_to(to_resources(plan, detail=Detail.DAILY), known, mirror.read(known))
            assert all(each.problem is None for each in carry_out(steps, mirror))
        held = dict(server.held(name))
        assert held.pop("dentist.ics") == dentist
        assert events(*held.values()) == events(to_ics(plan, style=Style.FEED, detail=Detail.DAILY))
