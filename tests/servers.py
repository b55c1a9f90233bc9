"""A CalDAV server on loopback that can be stopped, killed and started again with its calendars."""

import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, final
from urllib.parse import quote

from caldav.davclient import DAVClient

__all__ = ["PASSWORD", "USER", "Radicale", "radicale"]

USER, PASSWORD = "anna", "l'été 2026"
_PATIENCE = 120  # seconds


@final
class Radicale:
    """Radicale on a free port; with ``users``, only ``USER`` with ``PASSWORD`` is let in."""

    def __init__(self, folder: Path, *, users: bool) -> None:
        self._folder, self._users = folder, users
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        folder = self._folder
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
        auth = ["--auth-type=none"]
        if self._users:
            auth = ["--auth-type=htpasswd", f"--auth-htpasswd-filename={folder / 'users'}", "--auth-delay=0"]
            auth += ["--auth-htpasswd-encryption=plain"]
        options = [f"--server-hosts=127.0.0.1:{self.port}", f"--storage-filesystem-folder={folder / 'collections'}"]
        command = [sys.executable, "-m", "radicale", *options, *auth]
        with (folder / "radicale.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            assert self._process.poll() is None, "the server has ended"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill the server at once, whatever it is doing."""
        assert self._process is not None
        self._process.kill()
        self._ended()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._ended()

    def _ended(self) -> None:
        assert self._process is not None
        self._process.wait(_PATIENCE)
        self._process = None

    # ------------------------------------------------------------------ its calendars

    def make_calendar(self, name: str, *, shown_as: str | None = None) -> str:
        """Make an empty calendar for the user and return its address."""
        with self._client() as client:
            client.principal().make_calendar(name=shown_as or name, cal_id=name)
        return f"{self.url}{USER}/{quote(name)}/"

    def folder_of(self, name: str) -> Path:
        """Return the folder that holds a calendar's entries, a file each."""
        return self._folder / "collections" / "collection-root" / USER / name

    def held(self, name: str) -> Mapping[str, str]:
        """Return every stored entry of a calendar by the name of its file."""
        files = self.folder_of(name).glob("*.ics")
        return {file.name: file.read_text("utf-8") for file in files}

    def put(self, name: str, file: str, content: str) -> None:
        """Store an entry that the program did not write."""
        with self._client() as client:
            answer = client.put(f"{self.url}{USER}/{quote(name)}/{file}", content, {"Content-Type": "text/calendar"})
            assert answer.status in {201, 204}, answer.status

    @contextmanager
    def _client(self) -> Generator[Any]:
        with DAVClient(url=self.url, username=USER, password=PASSWORD if self._users else "") as client:
            yield client


@contextmanager
def radicale(folder: Path, *, users: bool = False) -> Generator[Radicale]:
    """Run a server until the block ends."""
    server = Radicale(folder, users=users)
    server.start()
    try:
        yield server
    finally:
        server.stop()
