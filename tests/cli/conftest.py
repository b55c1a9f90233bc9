"""Every plan and case file that a command writes while these tests run is valid by the published schema of its kind."""

import json
import os
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import fastjsonschema
import pytest

from soleus_recovery import json_schema

_FASTJSONSCHEMA: Any = fastjsonschema  # it has no types
INVALID: type[Exception] = _FASTJSONSCHEMA.JsonSchemaException
_KINDS = {"soleus-recovery/plan": "plan", "soleus-recovery/case": "case"}


@cache
def _validator(kind: str) -> Callable[[Any], object]:
    validate: Callable[[Any], object] = _FASTJSONSCHEMA.compile(json_schema(kind))
    return validate


def check_written(content: bytes) -> None:
    """Valid as what it says it is."""
    table = json.loads(content)
    _validator(_KINDS[table["schema"]])(table)


@pytest.fixture(autouse=True)
def _every_file_is_valid() -> Generator[None]:
    written: set[bytes] = set()
    replace = os.replace

    def replaced(source: Path, target: Path) -> None:
        if target.suffix == ".json":
            written.add(source.read_bytes())
        replace(source, target)

    # Where every file of a command is put in its place.
    with mock.patch.object(os, "replace", replaced):
        yield
    for content in written:
        check_written(content)
