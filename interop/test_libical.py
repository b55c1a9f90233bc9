"""libical's check of the RFC's restrictions finds no fault in our files, and finds planted ones."""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

import pytest

from tests.interop.files import SOME, File
from tests.interop.test_faults import FAULTS, GOOD


def _libical() -> Any:
    library = ctypes.CDLL(ctypes.util.find_library("ical"))
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    for name in ("icalrestriction_check", "icalcomponent_count_errors", "icalcomponent_free"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    return library


LIBICAL = _libical()


def is_within_the_restrictions(data: bytes) -> bool:
    """Whether the file parses completely, and no component breaks a restriction."""
    calendar = LIBICAL.icalparser_parse_string(data)
    if not calendar:
        return False
    try:
        restricted = LIBICAL.icalrestriction_check(calendar)
        return bool(restricted) and LIBICAL.icalcomponent_count_errors(calendar) == 0
    finally:
        LIBICAL.icalcomponent_free(calendar)


@pytest.mark.parametrize("file", SOME, ids=lambda file: file.name)
def test_a_few_files_with_every_pair_of_options(file: File) -> None:
    assert is_within_the_restrictions(file.data)


@pytest.mark.parametrize("fault", ["two DTSTARTs", "DTEND and DURATION", "two UIDs in one event"])
def test_a_planted_fault_is_found(fault: str) -> None:
    edit: Callable[[bytes], bytes] = FAULTS[fault]
    assert is_within_the_restrictions(GOOD)
    assert not is_within_the_restrictions(edit(GOOD))
