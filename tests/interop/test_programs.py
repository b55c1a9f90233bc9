"""Other programs and a server import a few files that cover every pair of marks."""

import datetime as dt
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.interop.entries import expected
from tests.interop.files import PLACES, SOME, File
from tests.interop.programs import import_into_khal, sync_with_vdirsyncer, through_caldav
from tests.servers import radicale

each_file = pytest.mark.parametrize("file", SOME, ids=lambda file: file.name)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server.url


@each_file
def test_khal_imports_and_lists_it(file: File, tmp_path: Path) -> None:
    first = dt.date.fromisoformat(PLACES[file.place][1]) - dt.timedelta(days=1)
    truth = expected(file.plan, file.detail, discreet=file.discreet)
    assert import_into_khal(file.data, tmp_path, first) == truth


@each_file
def test_vdirsyncer_copies_every_entry(file: File, tmp_path: Path) -> None:
    assert sync_with_vdirsyncer(file.data, tmp_path) == expected(file.plan, file.detail, discreet=file.discreet)


@each_file
def test_a_caldav_server_gives_back_what_was_put(file: File, server: str) -> None:
    truth = expected(file.plan, file.detail, discreet=file.discreet)
    assert through_caldav(file.data, server, file.name) == truth
