"""The command line. Without the extra that brings its libraries it says how to get them."""

import atexit
import gc
import sys
from importlib.util import find_spec

__all__ = ["main"]

_OBJECTS = 100_000


def main() -> None:
    """Run the command ``soleus-recovery``; never returns."""
    if find_spec("click") is None:
        sys.stderr.write("soleus-recovery: the command line needs an extra: pip install 'soleus-recovery[cli]'\n")
        sys.exit(2)
    # What is imported stays. Python looks through it for garbage after every 700 new objects, which takes a twelfth of
    # a cold command.
    gc.set_threshold(_OBJECTS)
    # At its end it would look through everything once more: as much again.
    atexit.register(gc.freeze)
    try:
        from soleus_recovery.cli.app import run
    except KeyboardInterrupt:
        # Importing takes a moment too.
        sys.stderr.write("soleus-recovery: stopped\n")
        sys.exit(2)
    run()
