"""What a command needs and was not installed, in one line that says how to get it."""

from typing import final

import attrs

from soleus_recovery.errors import SoleusError

__all__ = ["MissingExtra"]


@final
@attrs.frozen(kw_only=True)
class MissingExtra(SoleusError):
    """``what`` needs a ``library`` that an ``extra`` brings."""

    what: str
    library: str
    extra: str

    def __str__(self) -> str:
        return f"{self.what}: needs {self.library}; install it with: pip install 'soleus-recovery[{self.extra}]'"
