"""Checks that the package under measurement is an installed wheel, as users have it."""

from pathlib import Path

import soleus_recovery

__all__ = ["require_wheel"]


def require_wheel() -> None:
    """Exit with one line where soleus_recovery is not imported from an environment's site-packages."""
    folder = Path(soleus_recovery.__file__).parent
    if folder.parent.name != "site-packages":
        raise SystemExit(f"{folder} is not an installed wheel; `make bench` and `make guard` install one")
