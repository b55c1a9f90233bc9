"""A plan as Markdown, every text escaped, with the rules behind it at the end."""

import re
from collections.abc import Iterator

from soleus_recovery.export.reading import ReadDay, read
from soleus_recovery.planning.plan import Plan

__all__ = ["to_markdown"]

# What Markdown or the HTML in it would read as more than text.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]")
# What begins a list, a line or a heading where it begins a text.
_BEGINNING = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")


def to_markdown(plan: Plan) -> str:
    """The plan as Markdown, ending with a newline."""
    reading, labels = read(plan), plan.labels
    lines = [f"# {_plain(reading.title)}", "", _plain(reading.made), "", f"**{_plain(reading.warning)}**", ""]
    lines += [f"- {_plain(text)}" for text in (*reading.reasons, *reading.outlook)]
    lines += ["", f"> {_plain(reading.stop)}"]
    for day in reading.days:
        lines += ["", *_day(day, labels.not_placed)]
    lines += ["", f"## {_plain(labels.why)}", ""]
    lines += [f"- `{rule}` ({origin}): {_plain(cite)}" for rule, (origin, cite) in _rules(plan).items()]
    return "\n".join(lines) + "\n"


def _day(day: ReadDay, not_placed: str) -> Iterator[str]:
    yield f"## {_plain(day.heading)}"
    yield ""
    for entry in day.entries:
        yield f"- **{_plain(entry.when)}** {_plain(' · '.join(entry.what))}"
        yield from (f"  {_plain(how)}" for how in entry.how)
    yield from (f"- {_plain(note)}" for note in day.notes)
    yield from (f"- {_plain(not_placed)}: {_plain(text)}" for text in day.left_out)


def _rules(plan: Plan) -> dict[str, tuple[str, str]]:
    """Every rule that a session or a reason names, once, by name."""
    named = [reason.because for reason in plan.reasons]
    named += [because for _, session in plan.sessions() for because in session.because]
    return {because.rule: (str(because.origin), because.cite) for because in sorted(named, key=lambda each: each.rule)}


def _plain(text: str) -> str:
    """Text that stays text: markup escaped, line ends as spaces."""
    return _BEGINNING.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", " ".join(text.split())))
