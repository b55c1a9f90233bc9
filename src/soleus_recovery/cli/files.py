"""Files, read whole and replaced whole: an error, or a power cut, leaves the old one or the new one.

What is written tells of somebody's health: a new file is its owner's alone, one that was there keeps its rights.
"""

import contextlib
import errno
import os
import re
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Final, final

import attrs

from soleus_recovery.errors import PathError, SoleusError, shown
from soleus_recovery.export.json.document import CASE_SCHEMA, LONGEST_FILE
from soleus_recovery.values import Value

__all__ = ["NewFile", "clear_leftovers", "is_case", "read_file", "write_files"]

# What a folder answers that cannot be put on disk by itself; the file in it is.
_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
# Never ends like a file of ours.
_TEMPORARY: Final = ".soleus-recovery-"
# Some programs write a slash with a backslash.
_CASE = re.compile(rb'"schema"\s*:\s*"' + CASE_SCHEMA.encode().replace(b"/", rb"\\?/") + b'"')


@final
@attrs.frozen(kw_only=True)
class NewFile(Value):
    """What a file is to hold; ``refused`` makes the error where it cannot be written."""

    path: Path
    content: bytes
    refused: Callable[[OSError], SoleusError]


def read_file(name: str, error: type[PathError], *, what: str, most: int = LONGEST_FILE) -> bytes:
    """What a file of at ``most`` so many bytes holds; an ``error`` with its name where it cannot be read."""
    try:
        path = Path(name)
        if path.is_file() and path.stat().st_size > most:
            problem = f"is too long to be a {what}; allowed: up to {most:,} bytes"
            raise error(path=shown(name), problem=problem)
        # A device or a pipe may never end.
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
    """Whether a file says that it is a case, also one that was cut or broken since; not where it cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return _CASE.search(stream.read(LONGEST_FILE)) is not None
    except (OSError, ValueError):
        return False


def write_files(files: Iterable[NewFile]) -> None:
    """Write all to disk, and only then put each in its place, in order."""
    files = tuple(files)
    for folder in {file.path.parent for file in files}:
        clear_leftovers(folder)
    with contextlib.ExitStack() as stack:
        staged = [(file, _stage(file, stack)) for file in files]
        for file, temporary in staged:
            try:
                # os.replace, and not Path's: a power cut between the two calls is what tests rehearse.
                os.replace(temporary, file.path)  # noqa: PTH105
                _settle(file.path.parent)
            except OSError as error:
                raise file.refused(error) from error


def _stage(file: NewFile, stack: contextlib.ExitStack) -> Path:
    """The content in a temporary file beside the target, safely on disk; it is gone when the stack closes."""
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
    """A new file that only its owner can read, open, and held until the stack closes."""
    while True:
        # Not named after the target, whose name may be as long as a name can be.
        handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=folder)
        if _hold(handle, stack):
            return handle, Path(name)
        # Another command was quicker, and took it for a leftover.
        os.close(handle)


def _hold(handle: int, stack: contextlib.ExitStack) -> bool:
    """Hold a file as long as this process lives, or until the stack closes; whether it is still there."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415  # not on every platform

    kept = os.dup(handle)
    stack.callback(os.close, kept)
    # Some network folders know no locks.
    with contextlib.suppress(OSError):
        fcntl.flock(kept, fcntl.LOCK_EX)
    return os.fstat(kept).st_nlink > 0


def clear_leftovers(folder: Path) -> None:
    """Take away what a command that was killed had begun to write, and nobody holds any more."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415  # not on every platform

    # A folder that cannot be read holds none that could be taken away.
    with contextlib.suppress(OSError):
        for left in [*folder.glob(f"{_TEMPORARY}*")]:
            with contextlib.suppress(OSError), _opened(left) as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()


@contextlib.contextmanager
def _opened(path: Path) -> Generator[int]:
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield handle
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """Put the folder on disk too: without it a power cut can bring the old name back."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folder, and one that may not be read may still be written to.
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(handle)
