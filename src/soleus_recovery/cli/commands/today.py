"""The command ``today``, which prints the card of the day; its own module, because it needs no calendars or pages."""

from typing import Any

import click

from soleus_recovery.cli.case_view import case_argument, now_option, view_case
from soleus_recovery.cli.terminal import show
from soleus_recovery.export.text.today import stopped_text, today_text

__all__ = ["today"]


@click.command()
@case_argument
@now_option(default="the clock")
def today(name: str, **options: Any) -> None:
    """Show today's card; after an emergency, what to do now, and then what was."""
    view = view_case(name, options, by_clock=True)
    if view.is_stopped:
        view.guard.say()
        show(f"\n{stopped_text(view.plan, view.progress, view.at)}")
    else:
        show(today_text(view.plan, view.progress, view.at))
