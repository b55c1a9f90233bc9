"""Files, read whole and replaced whole: an error, or a power cut, leaves the old one or the new one."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import final

import attrs

from soleus_recovery.errors import PathError, SoleusError, shown
from soleus_recovery.export.json_text import LONGEST_FILE
from soleus_recovery.values import Value

__all__ = ["NewFile", "read_file", "write_files"]

# What a folder answers that cannot be put on disk by itself; the file in it is.
_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)


@final
@attrs.frozen(kw_only=True)
class NewFile(Value):
    """What a file is to hold; ``refused`` makes the error where it cannot be written.

    ``prefix`` begins the name of the temporary file beside it, which never ends like a file of ours.
    """

    path: Path
    content: bytes
    refused: Callable[[OSError], SoleusError]
    prefix: str = ".soleus-recovery-"


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


def write_files(files: Iterable[NewFile]) -> None:
    """Write all to disk, and only then put each in its place, in order."""
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
        # Not named after the target, whose name may be as long as a name can be.
        handle, name = tempfile.mkstemp(prefix=file.prefix, dir=path.parent)
        temporary = Path(name)
        stack.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.content)
            stream.flush()
            # The rights a new file would have, or those of the one it replaces: a temporary file is private.
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            os.fsync(stream.fileno())
    except OSError as error:
        raise file.refused(error) from error
    return temporary


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


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
