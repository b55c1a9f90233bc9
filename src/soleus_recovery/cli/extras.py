"""The error for a library that a command needs and that is not installed."""

from typing import final

import attrs

from soleus_recovery.errors import SoleusError

__all__ = ["MissingExtra"]


@final
@attrs.frozen(kw_only=True)
class MissingExtra(SoleusError):
    """The error that ``what`` needs a ``library`` that is not installed; pip installs the library with ``extra``."""

    what: str
    library: str
    extra: str

    def __str__(self) -> str:
        return f"{self.what}: needs {self.library}; install it with: pip install 'soleus-recovery[{self.extra}]'"
