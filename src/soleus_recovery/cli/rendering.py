"""Renders a plan in each format, and reads the options that choose how a plan is shown."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, TypeVar, final

import attrs
import click

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.cli.extras import MissingExtra
from soleus_recovery.cli.options import add_options, listed
from soleus_recovery.cli.outputs import HTML, Output
from soleus_recovery.clock import Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.facts.case import Case
from soleus_recovery.facts.closed_words import member_spelt
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

__all__ = [
    "PlanToRender",
    "Presentation",
    "presentation_options",
    "read_presentation",
    "render_log",
    "render_plan",
    "style_option",
]

C = TypeVar("C", bound=Callable[..., Any])


@final
@attrs.frozen(kw_only=True)
class Presentation(Value):
    """The choices of how a plan is shown, which are the same for every plan."""

    detail: Detail
    alarms: bool
    discreet: bool
    floating: bool
    style: Style = Style.IMPORT


@final
@attrs.frozen(kw_only=True)
class PlanToRender(Value):
    """A plan as of a moment, with its protocol; if the plan has a ``case``, a page shows the case's history too."""

    plan: Plan
    protocol: RecoveryProtocol
    case: Case | None = None
    at: Minute

    @classmethod
    def of_case(cls, case: Case, plan: Plan, *, at: Minute) -> "PlanToRender":
        """Return the plan of a case as of a moment."""
        return cls(plan=plan, protocol=case.protocol, case=case, at=at)


def presentation_options(command: C) -> C:
    """Add to a command the options for how a plan is shown."""
    detail = listed("Calendar detail", Detail)
    return add_options(
        command,
        [
            click.option("--detail", default=str(Detail.SESSIONS), metavar="WORD", help=detail),
            click.option("--alarms", is_flag=True, help="Calendar alarms at the start of each timed session."),
            click.option("--discreet", is_flag=True, help="A calendar that says nothing about health."),
            click.option("--floating", is_flag=True, help="Calendar times without a zone."),
        ],
    )


def style_option(command: C) -> C:
    """Add the option ``--style`` to a command."""
    says = listed("Sessions that were taken out: cancelled in a file to import, left out of a feed", Style)
    return click.option("--style", default=str(Style.IMPORT), metavar="WORD", help=says)(command)


def read_presentation(options: Mapping[str, Any]) -> Presentation:
    """Return the presentation that the options ask for; an option that the command lacks has its default."""
    return Presentation(
        detail=member_spelt(Detail, "detail", options.get("detail", str(Detail.SESSIONS))),
        style=member_spelt(Style, "style", options.get("style", str(Style.IMPORT))),
        **{name: options.get(name, False) for name in ("alarms", "discreet", "floating")},
    )


def render_plan(
    subject: PlanToRender, outputs: Iterable[Output], presentation: Presentation
) -> list[tuple[Output, bytes]]:
    """Return every output with the plan rendered for it, before any output is written."""
    return [(output, _render(subject, output.format, presentation)) for output in outputs]


def _render(subject: PlanToRender, fmt: str, presentation: Presentation) -> bytes:
    # Only the writer that is needed is imported, because all writers together would delay every command.
    plan = subject.plan
    match fmt:
        case "ics":
            from soleus_recovery.calendars.ics import to_ics

            return to_ics(plan, **attrs.asdict(presentation, recurse=False))
        case "json":
            from soleus_recovery.export.json.plan import to_json

            return to_json(plan).encode()
        case "svg":
            from soleus_recovery.export.pictures.plan import to_svg

            return to_svg(plan, protocol=subject.protocol, at=subject.at).encode()
        case "html":
            with _needing_jinja():
                from soleus_recovery.export.pages.plan import to_html
            return to_html(plan, protocol=subject.protocol, case=subject.case, at=subject.at).encode()
        case "md":
            from soleus_recovery.export.text.markdown import to_markdown

            return to_markdown(plan).encode()
        case _:
            from soleus_recovery.export.text.plan import to_text

            return to_text(plan).encode()


def render_log(case: Case, plan: Plan, progress: Progress, fmt: str) -> bytes:
    """Render the symptom log for a clinician, as Markdown or HTML."""
    if fmt != HTML:
        from soleus_recovery.export.text.log import to_log

        return to_log(case, plan, progress).encode()
    with _needing_jinja():
        from soleus_recovery.export.pages.log import to_log_html
    return to_log_html(case, plan, progress).encode()


@contextlib.contextmanager
def _needing_jinja() -> Generator[None]:
    """Make a block in which to import what needs Jinja2; raise ``MissingExtra`` if Jinja2 is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "jinja2":
            raise
        raise MissingExtra(what="-o FILE.html", library="Jinja2", extra="html") from error
