"""Files, read whole and replaced whole: an error or a power cut leaves the old file or the new one.

The files say something about a person's health: only its owner can read a new file, and a replaced file keeps its
access rights.
"""

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import final

import attrs

from soleus_recovery.cli.locks import TEMPORARY, clear_leftovers, hold_temporary
from soleus_recovery.errors import PathError, SoleusError, shown
from soleus_recovery.export.json.document import CASE_SCHEMA, LONGEST_FILE
from soleus_recovery.values import Value

__all__ = ["NewFile", "is_case", "read_file", "write_files"]

# The errors of a system that cannot put a folder on disk by itself; the file in the folder is on disk by then.
_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
# Some programs write a slash in JSON with a backslash before it.
_CASE = re.compile(rb'"schema"\s*:\s*"' + CASE_SCHEMA.encode().replace(b"/", rb"\\?/") + b'"')


@final
@attrs.frozen(kw_only=True)
class NewFile(Value):
    """A file to be written; ``refused`` makes the error to raise if the file cannot be written."""

    path: Path
    content: bytes
    refused: Callable[[OSError], SoleusError]


def read_file(name: str, error: type[PathError], *, what: str, most: int = LONGEST_FILE) -> bytes:
    """Return the content of a file, which may have at most ``most`` bytes.

    Raises ``error`` with the file's name if the file is longer or cannot be read; ``what`` names the kind of file that
    was expected.
    """
    try:
        path = Path(name)
        if path.is_file() and path.stat().st_size > most:
            problem = f"is too long to be a {what}; allowed: up to {most:,} bytes"
            raise error(path=shown(name), problem=problem)
        # A device or a pipe is not read, because it may never end.
        content = path.read_bytes() if path.is_file() or not path.exists() else None
    except PathError:
        raise
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or "not a name for a file"
        raise error(path=shown(name), problem=f"cannot be read ({reason}); allowed: a {what} file") from cause
    if content is None:
        raise error(path=shown(name), problem=f"is no file; allowed: a {what} file")
    return content


def is_case(path: Path) -> bool:
    """Return whether a file claims to be a case, even a broken one; return False if the file cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return _CASE.search(stream.read(LONGEST_FILE)) is not None
    except (OSError, ValueError):
        return False


def write_files(files: Iterable[NewFile]) -> None:
    """Write all files to disk under temporary names, and only then rename each file to its own name, in order."""
    files = tuple(files)
    for folder in {file.path.parent for file in files}:
        clear_leftovers(folder)
    with contextlib.ExitStack() as stack:
        staged = [(file, _stage(file, stack)) for file in files]
        for file, temporary in staged:
            try:
                # os.replace is called instead of Path.replace, because tests replace it to rehearse a power cut.
                os.replace(temporary, file.path)  # noqa: PTH105
                _settle(file.path.parent)
            except OSError as error:
                raise file.refused(error) from error


def _stage(file: NewFile, stack: contextlib.ExitStack) -> Path:
    """Write the content to a temporary file beside the target, and put it on disk; the stack removes that file."""
    path = file.path
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "it is read-only")
        handle, temporary = _temporary(path.parent, stack)
        stack.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.content)
            stream.flush()
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o777)
            os.fsync(stream.fileno())
    except OSError as error:
        raise file.refused(error) from error
    return temporary


def _temporary(folder: Path, stack: contextlib.ExitStack) -> tuple[int, Path]:
    """Open a new temporary file that only its owner can read, and hold its lock until the stack closes."""
    while True:
        # The temporary file is not named after the target, whose name may be as long as a name can be.
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
        if hold_temporary(handle, stack):
            return handle, Path(name)
        # Another command removed this file as a leftover before its lock was held.
        os.close(handle)


def _settle(folder: Path) -> None:
    """Put the folder of a written file on disk too: otherwise a power cut can bring the old file back."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folder, and a folder that may not be read may still be written to.
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(handle)
