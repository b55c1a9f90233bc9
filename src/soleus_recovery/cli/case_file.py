"""The case file: read whole or refused, replaced whole, and by one command at a time."""

import contextlib
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path

from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.cli.files import NewFile, clear_leftovers, read_file
from soleus_recovery.errors import CaseFileError, shown
from soleus_recovery.export.json.case import CaseFile, case_to_json

__all__ = ["alone", "case_path", "new_case_path", "new_file", "read_case"]

_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.02


def case_path(name: str) -> Path:
    """Where the case of this name is; a link stays a link, and what it points to is replaced."""
    try:
        return Path(name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise CaseFileError(path=shown(name), problem="is no name for a file; allowed: a case file") from error


def new_case_path(name: str) -> Path:
    """Where a new case goes; ``CaseFileError`` where something is there already, or no folder."""
    path = case_path(name)
    try:
        if os.path.lexists(name):
            problem = "is there already; allowed: a new name for a new case, or checkin and amend for this one"
            raise CaseFileError(path=shown(name), problem=problem)
        has_folder = path.parent.is_dir() and path.name
    except OSError as error:
        raise _refused(name, error) from error
    if not has_folder or path.is_dir():
        raise CaseFileError(path=shown(name), problem="is in no folder; allowed: a file in a folder that exists")
    return path


def read_case(name: str) -> CaseFile:
    """The case in a file; ``CaseFileError`` with the name and the path inside where it is none."""
    content = read_file(name, CaseFileError, what="case")
    try:
        return case_from_json(content)
    except CaseFileError as error:
        raise CaseFileError(path=f"{shown(name)}: {error.path}", problem=error.problem) from error


def new_file(name: str, path: Path, file: CaseFile) -> NewFile:
    """The case as it is to be written."""
    content = case_to_json(file).encode()
    return NewFile(path=path, content=content, refused=lambda error: _refused(name, error))


@contextlib.contextmanager
def alone(name: str) -> Generator[Path]:
    """Hold the folder of a case, so that of two words told at once none is lost; gives the path of the case.

    Waits for another command, and raises ``CaseFileError`` where that takes too long. The lock is on the folder: the
    file itself is replaced, and a lock file beside it would be left lying.
    """
    path = case_path(name)
    with contextlib.ExitStack() as stack:
        _lock(path.parent, name, stack)
        clear_leftovers(path.parent)
        yield path


def _lock(folder: Path, name: str, stack: contextlib.ExitStack) -> None:
    """Hold the folder until the stack closes, where there is such a thing."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415  # not on every platform

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # What is wrong with it is said where the file is read.
        return
    stack.callback(os.close, handle)
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                problem = "another command is writing in its folder; allowed: once that has ended"
                raise CaseFileError(path=shown(name), problem=problem) from None
            time.sleep(_PAUSE_SECONDS)
        except OSError:
            # Some network folders know no locks: better without than not at all.
            return
        else:
            return


def _refused(name: str, error: OSError) -> CaseFileError:
    problem = f"cannot be written ({error.strerror}); allowed: a file and a folder that you can write to"
    return CaseFileError(path=shown(name), problem=problem)
