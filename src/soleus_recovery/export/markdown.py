"""A plan as Markdown, every text escaped, with the rules behind it at the end."""

import re
from collections.abc import Iterator

from soleus_recovery.export.reading import ReadDay, read
from soleus_recovery.planning.plan import Plan

__all__ = ["plain", "to_markdown"]

# What Markdown or the HTML in it would read as more than text.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]")
# What begins a list, a line or a heading where it begins a text.
_BEGINNING = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")


def to_markdown(plan: Plan) -> str:
    """The plan as Markdown, ending with a newline."""
    reading, labels = read(plan), plan.labels
    lines = [f"# {plain(reading.title)}", "", plain(reading.made), "", f"**{plain(reading.warning)}**", ""]
    lines += [f"- {plain(text)}" for text in (*reading.reasons, *reading.outlook)]
    lines += ["", f"> {plain(reading.stop)}"]
    for day in reading.days:
        lines += ["", *_day(day, labels.not_placed)]
    lines += ["", f"## {plain(labels.why)}", ""]
    lines += [f"- `{rule}` ({origin}): {plain(cite)}" for rule, (origin, cite) in _rules(plan).items()]
    return "\n".join(lines) + "\n"


def _day(day: ReadDay, not_placed: str) -> Iterator[str]:
    yield f"## {plain(day.heading)}"
    yield ""
    for entry in day.entries:
        yield f"- **{plain(entry.when)}** {plain(' · '.join(entry.what))}"
        yield from (f"  {plain(how)}" for how in entry.how)
    yield from (f"- {plain(note)}" for note in day.notes)
    yield from (f"- {plain(not_placed)}: {plain(text)}" for text in day.left_out)


def _rules(plan: Plan) -> dict[str, tuple[str, str]]:
    """Every rule that a session or a reason names, once, by name."""
    named = [reason.because for reason in plan.reasons]
    named += [because for _, session in plan.sessions() for because in session.because]
    return {because.rule: (str(because.origin), because.cite) for because in sorted(named, key=lambda each: each.rule)}


def plain(text: str) -> str:
    """Text that stays text: markup escaped, line ends as spaces."""
    return _BEGINNING.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", " ".join(text.split())))
