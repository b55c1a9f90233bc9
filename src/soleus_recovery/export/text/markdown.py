"""A plan as Markdown; the page ends with a list of the rules that the plan follows."""

from soleus_recovery.export.text.markdown_page import MarkdownPage
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import ReadDay, read

__all__ = ["to_markdown"]


def to_markdown(plan: Plan) -> str:
    """Write a plan as Markdown text that ends with a newline."""
    reading, labels, page = read(plan), plan.labels, MarkdownPage()
    page.heading(reading.title, level=1)
    page.paragraph(reading.made)
    page.paragraph(reading.warning, strong=True)
    for text in (*reading.reasons, *reading.outlook):
        page.item(text)
    page.quote(reading.stop)
    for day in reading.days:
        _day(page, day, labels.not_placed)
    page.heading(labels.why)
    for rule, (origin, cite) in _rules(plan).items():
        page.item(f"({origin}): {cite}", code=rule)
    return page.text()


def _day(page: MarkdownPage, day: ReadDay, not_placed: str) -> None:
    page.heading(day.heading)
    for entry in day.entries:
        page.item(" · ".join(entry.what), lead=entry.when, more=entry.how)
    for note in day.notes:
        page.item(note)
    for text in day.left_out:
        page.item(f"{not_placed}: {text}")


def _rules(plan: Plan) -> dict[str, tuple[str, str]]:
    """Return every rule that a session or a reason of the plan cites, with its origin and source, sorted by name."""
    named = [reason.because for reason in plan.reasons]
    named += [because for _, session in plan.sessions() for because in session.because]
    return {because.rule: (str(because.origin), because.cite) for because in sorted(named, key=lambda each: each.rule)}
