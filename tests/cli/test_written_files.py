"""What the check of every written file notices."""

import json
from pathlib import Path

import pytest

from tests.cli.cases import open_case_in
from tests.cli.conftest import INVALID, check_written


def test_a_file_that_is_not_valid_is_noticed(tmp_path: Path) -> None:
    case = json.loads(open_case_in(tmp_path).bytes)
    check_written(json.dumps(case).encode())
    case["issued"]["plan"]["days"][0]["phase"] = "dance"
    with pytest.raises(INVALID):
        check_written(json.dumps(case).encode())
