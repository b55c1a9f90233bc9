"""Locks between commands that run at the same time.

The lock of a folder lets one command at a time change the cases in it. It is a file that only its owner can open, so
somebody who can merely read the folder cannot hold it; commands that only look never touch it.

The lock of a temporary file says that a command is still writing it. Killing a command ends its locks, so a temporary
file that nobody holds is a leftover.
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
"""The name of a folder's lock; it does not begin like a temporary file's, so clearing leftovers never opens it."""
TEMPORARY: Final = ".soleus-recovery-"
"""How the name of a temporary file begins. None ends like a plan or a case."""
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.02
# What a network folder answers that has no locks.
_NO_LOCKS: Final = frozenset({errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


@contextlib.contextmanager
def lock_folder(folder: Path) -> Generator[None]:
    """Hold the lock of a folder until the block ends, after waiting up to five seconds for another command.

    Raises ``TimeoutError`` if that command has not ended by then, and ``PermissionError`` if the lock is somebody
    else's. A folder that has no locks, or takes no files, is not locked: better so than not at all, and what is wrong
    with it is said where the case is read or written.
    """
    with contextlib.ExitStack() as stack:
        _acquire(folder, stack)
        yield


def _acquire(folder: Path, stack: contextlib.ExitStack) -> None:
    # Imported here: most commands lock no folder, and need not wait for the library.
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
        # Removed while it is held: whoever waited for this file sees that it has gone, and begins anew with its own.
        stack.callback(_remove, path)


def _remove(lock: Path) -> None:
    # Windows removes no file that is open; there, filelock removes it after the release.
    with contextlib.suppress(OSError):
        lock.unlink()


def hold_temporary(handle: int, stack: contextlib.ExitStack) -> bool:
    """Hold a temporary file until the stack closes or this process ends; return whether it is still there.

    The lock must last until the file has been renamed, which Windows does to no file that is open: there, and on
    folders without locks, nothing is held.
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
    """Remove the temporary files of commands that were killed: those that nobody holds."""
    if sys.platform == "win32":
        return
    import fcntl  # not on every platform

    # A folder that cannot be read holds none that could be removed.
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
