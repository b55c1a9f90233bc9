"""What every closed word of the domain is: a member of an enumeration, with the place that it has there."""

from enum import Enum

__all__ = ["ClosedWord"]


class ClosedWord(Enum):
    """A closed word; its value is how files and options spell it."""

    # Each member is a single object, so its identity serves as its hash; Enum would hash the name at each look-up.
    __hash__ = object.__hash__

    def __init__(self, _spelling: str) -> None:
        self.rank = len(type(self).__members__)
        """The position of the member in its enumeration, from 0."""

    def __str__(self) -> str:
        return str(self._value_)
