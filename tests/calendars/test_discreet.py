"""No property of a discreet calendar holds a word of the plan, whatever the plan."""

import re

import attrs
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Plan, to_ics
from soleus_recovery.calendars import Detail
from soleus_recovery.calendars.ics import Style
from soleus_recovery.testing import plans
from tests.calendars.reading import HEALTH, unfolded

_WORD = re.compile(r"[a-z]{4,}")


def words_of(*texts: str) -> set[str]:
    return set(_WORD.findall(" ".join(texts).lower()))


def vocabulary(plan: Plan) -> set[str]:
    """Every word of the plan, apart from those of its neutral texts and of the calendar format."""
    sessions = [*(each for _, each in plan.sessions()), *plan.withdrawn]
    texts = [text for each in sessions for text in (each.title, each.instructions, *(why.cite for why in each.because))]
    texts += [note for day in plan.days for note in day.notes] + [item.reason for item in plan.unplaced]
    texts += [reason.text for reason in plan.reasons] + [plan.labels.when_to_stop, plan.labels.not_advice]
    labels, words = plan.labels, plan.labels.words
    texts += [labels.calendar_name, *words.phases.values(), *words.activities.values(), *words.findings.values()]
    neutral = words_of(labels.discreet_calendar_name, labels.discreet_card, labels.discreet_title)
    form = {"calendar", "confirmed", "tentative", "cancelled", "free", "busy", "status", "plan", "private", "class"}
    form |= {"display", "action", "description", "name", "begin", "start", "event", "version", "summary", "sequence"}
    form |= {"last", "modified", "standard", "daylight", "alarm", "trigger", "refresh", "interval", "duration", "value"}
    return words_of(*texts) - neutral - form - words_of(plan.zone.replace("_", " "))


@given(
    plan=plans(),
    detail=st.sampled_from(Detail),
    style=st.sampled_from(Style),
    alarms=st.booleans(),
    floating=st.booleans(),
)
def test_it_holds_no_word_of_the_plan(plan: Plan, detail: Detail, style: Style, alarms: bool, floating: bool) -> None:
    # A discreet calendar is refused if the id is derived from the facts.
    plan = attrs.evolve(plan, id="drawn")
    data = to_ics(plan, detail=detail, style=style, alarms=alarms, floating=floating, discreet=True)
    lines = unfolded(data)
    assert HEALTH.findall("\n".join(line for line in lines if not line.startswith("UID:"))) == []
    # Times and zones say nothing about health, so they are taken out; all other names and values stay.
    found = words_of(*(line for line in lines if not re.match("(TZID|TZNAME|DTSTART|DTEND|UID|RRULE)[;:]", line)))
    assert found & vocabulary(plan) == set()
    if any(line.startswith("BEGIN:VEVENT") for line in lines):
        assert "CLASS:PRIVATE" in lines


def test_the_vocabulary_is_one() -> None:
    """The words that are looked for occur in a calendar that is not discreet."""
    from tests.export.plans import plan_of

    plan = plan_of()
    assert len(vocabulary(plan) & words_of(*unfolded(to_ics(plan)))) > 100
