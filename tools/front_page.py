"""Write the stubs that tell type checkers what the two front pages hold: `make front-page`.

Each name and its module stand once, in the ``HOMES`` of the front page; a test compares the stub with it.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

FRONTS = ("soleus_recovery", "soleus_recovery.testing")


def stub(front: str) -> str:
    """The text of a front page's stub."""
    homes: Mapping[str, Sequence[str]] = import_module(front).HOMES
    names = sorted((name for each in homes.values() for name in each), key=_isort_key)
    lines = [f"# What {front} holds. Written by tools/front_page.py from its HOMES: make front-page.", ""]
    for home in sorted(homes):
        lines += [f"from {front}.{home} import {name} as {name}" for name in sorted(homes[home], key=_isort_key)]
    return "\n".join([*lines, "", "__all__ = [", *(f'    "{name}",' for name in names), "]", ""])


def _isort_key(name: str) -> tuple[bool, bool, str]:
    """The order that ruff keeps names in: constants, classes, functions."""
    return not name.isupper(), not name[0].isupper(), name


def path_of(front: str) -> Path:
    """Where the stub stands."""
    file = import_module(front).__file__
    if file is None:
        raise FileNotFoundError(front)
    return Path(file).with_suffix(".pyi")


if __name__ == "__main__":
    for each in FRONTS:
        path_of(each).write_text(stub(each), "utf-8")
