"""Commands that hear a red flag even if click cannot read the command line.

Click gives no option of a command line on which one option is unknown or has no value, or on which a word is left over.
The findings and pains on such a command line are read here, so that a typing mistake does not hide a red flag.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, final

import attrs
import click

from soleus_recovery.cli.files import is_case
from soleus_recovery.cli.options import with_painkiller_forms
from soleus_recovery.cli.red_flags import RedFlagGuard
from soleus_recovery.values import Value

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
        """Read the command line as click does; if it cannot be read, hear the red flags on it first."""
        args = with_painkiller_forms(args)
        read = _readable(self.params, args)  # before click empties the list
        try:
            rest = super().parse_args(ctx, args)
            if read.without_value:
                # Click takes the option that follows for the value, and reads neither.
                option = read.without_value[0]
                raise click.BadOptionUsage(option, f"Option {option!r} requires an argument.", ctx)
        except click.UsageError:
            with RedFlagGuard(read.options) as guard:
                case = next((word for word in read.words if is_case(Path(word))), None)
                if self._keep is not None and case is not None:
                    self._keep(case, read.options, guard)
                raise
        return rest


@final
@attrs.frozen(kw_only=True)
class _Read(Value):
    """A command line as far as it can be read.

    ``options`` holds the values of the options, ``words`` the words that belong to no option, and ``without_value`` the
    options that should have a value and have none.
    """

    options: Mapping[str, Any]
    words: tuple[str, ...]
    without_value: tuple[str, ...]


def _readable(parameters: Sequence[click.Parameter], typed: Sequence[str]) -> _Read:
    options = [each for each in parameters if isinstance(each, click.Option)]
    names = {spelling for option in options for spelling in option.opts}
    taking = {spelling: option for option in options if not option.is_flag for spelling in option.opts}
    read: dict[str, Any] = {str(option.name): () if option.multiple else None for option in taking.values()}
    words, without = list[str](), list[str]()
    ahead = [*reversed(typed)]
    while ahead:
        spelling, equals, value = ahead.pop().partition("=")
        option = taking.get(spelling)
        if option is None:
            words.append(f"{spelling}{equals}{value}")
            continue
        if not equals:
            if not ahead or ahead[-1].partition("=")[0] in names:
                without.append(spelling)
                continue
            value = ahead.pop()
        name = str(option.name)
        read[name] = (*read[name], value) if option.multiple else value
    return _Read(options=read, words=tuple(words), without_value=tuple(without))
