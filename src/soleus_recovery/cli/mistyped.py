"""Commands that hear a red flag even if click cannot read the command line.

Click gives no option of a command line on which one option is unknown or has no value, or on which a word is left over.
The findings and pains on such a command line are read here, so that a typing mistake does not hide a red flag.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, final

import click

from soleus_recovery.cli.files import is_case
from soleus_recovery.cli.red_flags import RedFlagGuard
from soleus_recovery.errors import shown

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
        spelt = _taking_a_value(self.params)
        try:
            rest = super().parse_args(ctx, args)
            _check_values(ctx, spelt)
        except click.UsageError:
            words, options = _readable(spelt, typed)
            with RedFlagGuard(options) as guard:
                case = next((word for word in words if is_case(Path(word))), None)
                if self._keep is not None and case is not None:
                    self._keep(case, options, guard)
                raise
        return rest


def _taking_a_value(parameters: Sequence[click.Parameter]) -> Mapping[str, click.Option]:
    """Return the options that take a value, by every spelling."""
    options = (each for each in parameters if isinstance(each, click.Option) and not each.is_flag)
    return {spelling: option for option in options for spelling in option.opts}


def _check_values(ctx: click.Context, spelt: Container[str]) -> None:
    """Raise ``BadOptionUsage`` if click took an option for the value of the option before it, which has none."""
    for name, value in ctx.params.items():
        texts = cast(tuple[object, ...], value) if isinstance(value, tuple) else (value,)
        for text in texts:
            if isinstance(text, str) and text.partition("=")[0] in spelt:
                problem = f"{shown(text)} is an option, and the one before it has no value."
                raise click.BadOptionUsage(name, problem, ctx)


def _readable(spelt: Mapping[str, click.Option], typed: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the words of a command line that belong to no option, and the values of the options that have one."""
    read: dict[str, Any] = {str(option.name): () if option.multiple else None for option in spelt.values()}
    words: list[str] = []
    ahead = [*reversed(typed)]
    while ahead:
        spelling, equals, value = ahead.pop().partition("=")
        option = spelt.get(spelling)
        if option is None:
            words.append(f"{spelling}{equals}{value}")
            continue
        if not equals:
            if not ahead or ahead[-1].partition("=")[0] in spelt:
                continue  # its value is missing
            value = ahead.pop()
        name = str(option.name)
        read[name] = (*read[name], value) if option.multiple else value
    return words, read
