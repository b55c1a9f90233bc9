"""The case file: read whole or refused, replaced whole, and changed by one command at a time."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.cli.files import NewFile, read_file
from soleus_recovery.cli.locks import FOLDER_LOCK, clear_leftovers, lock_folder
from soleus_recovery.errors import CaseFileError, shown
from soleus_recovery.export.json.case import CaseFile, case_to_json

__all__ = ["case_path", "lock_case", "new_case_path", "new_file", "read_case"]


def case_path(name: str) -> Path:
    """Return the path of a case file with links followed: a link stays, and the file that it points to is replaced."""
    try:
        return Path(name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise CaseFileError(path=shown(name), problem="is no name for a file; allowed: a case file") from error


def new_case_path(name: str) -> Path:
    """Return the path for a new case; raise ``CaseFileError`` if a file is there already or its folder is missing."""
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
    """Read a case file; raise ``CaseFileError`` with the file's name and the path inside if it is not a valid case."""
    content = read_file(name, CaseFileError, what="case")
    try:
        return case_from_json(content)
    except CaseFileError as error:
        raise CaseFileError(path=f"{shown(name)}: {error.path}", problem=error.problem) from error


def new_file(name: str, path: Path, file: CaseFile) -> NewFile:
    """Return the case as a file to be written; ``name`` is how the runner typed its path."""
    content = case_to_json(file).encode()
    return NewFile(path=path, content=content, refused=lambda error: _refused(name, error))


@contextlib.contextmanager
def lock_case(name: str) -> Generator[Path]:
    """Yield the path of a case, and let no other command change the case until the block ends.

    If two commands record check-ins at the same time, neither check-in is lost: the second command reads what the first
    has written. Raises ``CaseFileError`` if another command does not end in time. Temporary files of commands that were
    killed are removed.
    """
    path = case_path(name)
    with contextlib.ExitStack() as stack:
        try:
            # The folder is locked: the case file itself is replaced, and a lock on it would go with the old file.
            stack.enter_context(lock_folder(path.parent))
        except TimeoutError:
            problem = "another command is writing in its folder; allowed: once that has ended"
            raise CaseFileError(path=shown(name), problem=problem) from None
        except PermissionError as error:
            problem = f"its folder holds a {FOLDER_LOCK} that is not yours; allowed: once whoever made it has ended"
            raise CaseFileError(path=shown(name), problem=problem) from error
        clear_leftovers(path.parent)
        yield path


def _refused(name: str, error: OSError) -> CaseFileError:
    problem = f"cannot be written ({error.strerror}); allowed: a file and a folder that you can write to"
    return CaseFileError(path=shown(name), problem=problem)
