"""Servers that are none, redirect, or answer nonsense: each gives one line, and the password is sent nowhere else."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, final

import attrs
import pytest

from tests.cli.cases import CASE, open_case_in
from tests.cli.running import Ran, run_process

PASSWORD = "hunter2-hunter2"  # noqa: S105  # it opens nothing
NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
MULTISTATUS = f'<?xml version="1.0"?><D:multistatus {NAMESPACES}>{{}}</D:multistatus>'
FOUND = "<D:status>HTTP/1.1 200 OK</D:status>"
RESPONSE = f"<D:response><D:href>{{}}</D:href><D:propstat><D:prop>{{}}</D:prop>{FOUND}</D:propstat></D:response>"


@final
@attrs.frozen
class Answer:
    """The answer of a server to every request."""

    status: int
    body: str = ""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/xml"),)


@final
@attrs.define
class Serving:
    """A server, and the requests that it got."""

    url: str
    asked: list[tuple[str, str | None]]


@contextmanager
def serving(*answers: Answer) -> Generator[Serving]:
    """A server that first asks for a login, then gives these answers in turn, the last one for ever."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            authorised = self.headers.get("Authorization")
            asked.append((f"{self.command} {self.path}", authorised))
            if authorised is None:
                answer = Answer(401, headers=(("WWW-Authenticate", 'Basic realm="calf"'),))
            else:
                after_login = sum(each is not None for _, each in asked)
                answer = answers[min(after_login, len(answers)) - 1]
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in (*answer.headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as it is called there
            """Quietly."""

    for method in ("GET", "PUT", "DELETE", "PROPFIND", "REPORT", "OPTIONS"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Serving(f"http://127.0.0.1:{server.server_port}/", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sync(url: str, folder: Path, *options: str) -> Ran:
    open_case_in(folder)
    return run_process(
        *("sync", CASE, "--url", url, "--user", "anna", *options), cwd=folder, SOLEUS_CALDAV_PASSWORD=PASSWORD
    )


CALENDAR = RESPONSE.format("/", "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>")


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ([Answer(200, "<html>Welcome</html>", (("Content-Type", "text/html"),))], "calendar"),
        ([Answer(207, "<D:multistatus")], "cannot be understood"),
        ([Answer(207, MULTISTATUS.format(""))], "calendar"),
        ([Answer(207, "\x00\x01")], "cannot be understood"),
        ([Answer(404)], "404"),
        ([Answer(403)], "forbids"),
        ([Answer(401)], "not let in"),
        ([Answer(500)], "500"),
        ([Answer(429, headers=(("Retry-After", "90"),))], "wait for 90 s"),
        ([Answer(207, MULTISTATUS.format(CALENDAR)), Answer(507)], "507"),
        ([Answer(207, MULTISTATUS.format(CALENDAR)), Answer(503, headers=(("Retry-After", "5"),))], "wait for 5 s"),
    ],
    ids=["a web page", "cut XML", "nothing", "no XML", "404", "403", "401", "500", "429", "full", "busy"],
)
def test_an_odd_answer_becomes_one_line_without_the_password(tmp_path: Path, answers: list[Answer], says: str) -> None:
    with serving(*answers) as server:
        ran = sync(server.url, tmp_path, "--detail", "runs")
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert all(line.startswith("soleus-recovery: ") for line in ran.err.splitlines())
    assert PASSWORD not in ran.out + ran.err


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(tmp_path: Path, status: int) -> None:
    with serving(Answer(207, MULTISTATUS.format(CALENDAR))) as elsewhere:
        with serving(Answer(status, headers=(("Location", elsewhere.url),))) as server:
            ran = sync(server.url, tmp_path)
        assert elsewhere.asked == []
    assert ran.code == 2
    assert elsewhere.url in ran.err
    assert "--url" in ran.err


def test_calendars_at_unencrypted_addresses_are_not_asked_for(tmp_path: Path) -> None:
    principal = "<D:current-user-principal><D:href>/</D:href></D:current-user-principal>"
    home = "<C:calendar-home-set><D:href>http://example.org/anna/</D:href></C:calendar-home-set>"
    with serving(Answer(207, MULTISTATUS.format(RESPONSE.format("/", principal + home)))) as server:
        ran = sync(server.url, tmp_path, "--calendar", "calf")
    assert ran.code == 2
    assert "'http://example.org/anna/' is not encrypted" in ran.err
    assert ran.err.count("\n") == 1
