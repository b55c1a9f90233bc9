"""``today``: the card of the day, which a runner asks for each morning; it needs no calendar and no page."""

from typing import Any

import click

from soleus_recovery.cli.case_view import case_argument, look_at, now_option
from soleus_recovery.cli.terminal import show
from soleus_recovery.export.text.today import today_text

__all__ = ["today"]


@click.command()
@case_argument
@now_option(default="the clock")
def today(name: str, **options: Any) -> None:
    """Show today's card; once an emergency was told, what to do now."""
    look = look_at(name, options, by_clock=True)
    if look.is_stopped:
        look.guard.say()
    else:
        show(today_text(look.plan, look.progress, look.at))
