"""Locks between commands that run at the same time.

The lock of a folder lets one command at a time change the cases in the folder. The lock is a file that only its owner
can open, so somebody who can merely read the folder cannot hold the lock. Commands that only show a case never touch
the lock.

The lock of a temporary file says that a command is still writing the file. Killing a command ends its locks, so a
temporary file whose lock no command holds is a leftover.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Final

__all__ = ["FOLDER_LOCK", "TEMPORARY", "clear_leftovers", "hold_temporary", "lock_folder"]

FOLDER_LOCK: Final = ".soleus-recovery.lock"
"""The name of a folder's lock; it does not begin with ``TEMPORARY``, so clearing leftovers never opens a lock."""
TEMPORARY: Final = ".soleus-recovery-"
"""The beginning of the name of each temporary file; no temporary file has the extension of a plan or a case."""
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.02
# The errors of a network folder that has no locks.
_NO_LOCKS: Final = frozenset({errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


@contextlib.contextmanager
def lock_folder(folder: Path) -> Generator[None]:
    """Hold the lock of a folder until the block ends, after waiting up to five seconds for another command.

    Raises ``TimeoutError`` if the other command has not ended by then, and ``PermissionError`` if the lock is somebody
    else's. A folder that has no locks, or takes no files, is not locked, and the block runs all the same: if something
    is wrong with the folder, the code that reads or writes the case says so.
    """
    with contextlib.ExitStack() as stack:
        _acquire(folder, stack)
        yield


def _acquire(folder: Path, stack: contextlib.ExitStack) -> None:
    # filelock is imported here, because most commands lock no folder and need not wait for the import.
    from filelock import FileLock

    path = folder / FOLDER_LOCK
    lock = FileLock(path, timeout=_PATIENCE_SECONDS, poll_interval=_PAUSE_SECONDS, mode=0o600, fallback_to_soft=False)
    try:
        # Older versions of filelock create a folder that is missing.
        if not folder.is_dir():
            return
        lock.acquire()
    except TimeoutError:
        raise
    except OSError as error:
        if error.errno in _NO_LOCKS:
            _remove(path)
        elif os.path.lexists(path):
            raise PermissionError(error.errno, error.strerror) from error
    else:
        stack.callback(lock.release)
        # The lock file is removed while it is held: a command that waited for it sees that it has gone, and makes
        # a new one.
        stack.callback(_remove, path)


def _remove(lock: Path) -> None:
    # Windows removes no file that is open; on Windows, filelock removes the lock file after the release.
    with contextlib.suppress(OSError):
        lock.unlink()


def hold_temporary(handle: int, stack: contextlib.ExitStack) -> bool:
    """Hold the lock of a temporary file until the stack closes or this process ends.

    Returns whether the file is still there.

    The lock must last until the file has been renamed. Windows renames no file that is open, so on Windows, and in
    folders without locks, no lock is held.
    """
    if sys.platform == "win32":
        return True
    import fcntl  # not on every platform

    kept = os.dup(handle)
    stack.callback(os.close, kept)
    with contextlib.suppress(OSError):
        fcntl.flock(kept, fcntl.LOCK_EX)
    return os.fstat(kept).st_nlink > 0


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files of commands that were killed: the files whose locks no command holds."""
    if sys.platform == "win32":
        return
    import fcntl  # not on every platform

    # A folder that cannot be read holds no temporary file that could be removed.
    with contextlib.suppress(OSError):
        for path in [*folder.glob(f"{TEMPORARY}*")]:
            with contextlib.suppress(OSError), _opened(path) as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


@contextlib.contextmanager
def _opened(path: Path) -> Generator[int]:
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield handle
    finally:
        os.close(handle)
