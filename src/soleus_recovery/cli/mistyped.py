"""Commands that hear a red flag even if click cannot read the command line.

Click gives no option of a command line on which one option is unknown or has no value, or on which a word is left over.
The findings and pains on such a command line are read here, so that a typing mistake does not hide a red flag.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, final

import click

from soleus_recovery.cli.files import is_case
from soleus_recovery.cli.red_flags import RedFlagGuard

__all__ = ["HearingCommand"]

Keep = Callable[[str, Mapping[str, Any], RedFlagGuard], None]
"""A function that puts a red flag on record in the case with this name, from the options that could be read."""


@final
class HearingCommand(click.Command):
    """A command with findings and pains among its options; click's error comes after the message of a red flag.

    A command that changes a case gives ``keep``, which puts the red flag on record.
    """

    def __init__(self, *arguments: Any, keep: Keep | None = None, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._keep = keep

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line as click does; if click refuses it, hear the red flags on it first."""
        typed = tuple(args)  # click empties the list
        try:
            return super().parse_args(ctx, args)
        except click.UsageError:
            words, options = _readable(self.params, typed)
            with RedFlagGuard(options) as guard:
                case = next((word for word in words if is_case(Path(word))), None)
                if self._keep is not None and case is not None:
                    self._keep(case, options, guard)
                raise


def _readable(parameters: Sequence[click.Parameter], typed: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the words of a command line that belong to no option, and the values of the options that have one."""
    taking = [each for each in parameters if isinstance(each, click.Option) and not each.is_flag]
    spelt = {spelling: option for option in taking for spelling in option.opts}
    read: dict[str, Any] = {str(option.name): () if option.multiple else None for option in taking}
    words: list[str] = []
    ahead = [*reversed(typed)]
    while ahead:
        spelling, equals, value = ahead.pop().partition("=")
        option = spelt.get(spelling)
        if option is None:
            words.append(f"{spelling}{equals}{value}")
            continue
        if not equals:
            if not ahead or ahead[-1] in spelt:
                continue  # its value is missing
            value = ahead.pop()
        name = str(option.name)
        read[name] = (*read[name], value) if option.multiple else value
    return words, read
