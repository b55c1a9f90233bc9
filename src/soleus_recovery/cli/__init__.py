"""The command line. If its libraries are missing, the command says which extra installs them."""

import atexit
import gc
import sys
from importlib.util import find_spec

__all__ = ["main"]

_OBJECTS = 100_000


def main() -> None:
    """Run the command ``soleus-recovery`` and exit."""
    if find_spec("click") is None:
        sys.stderr.write("soleus-recovery: the command line needs an extra: pip install 'soleus-recovery[cli]'\n")
        sys.exit(2)
    # Imported modules are never garbage, but Python would search them for garbage after every 700 new objects.
    gc.set_threshold(_OBJECTS)
    # At exit Python would search all objects for garbage once more.
    atexit.register(gc.freeze)
    try:
        from soleus_recovery.cli.app import run
    except KeyboardInterrupt:
        # Somebody pressed Ctrl-C during the import, before ``run`` could handle it.
        sys.stderr.write("soleus-recovery: stopped\n")
        sys.exit(2)
    run()
