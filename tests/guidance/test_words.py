"""The words of the protocols that ship are so for whoever reads them: at any hour, and with any numbers."""

import re

import pytest

from soleus_recovery import builtin
from soleus_recovery.export.text.plan import to_text
from soleus_recovery.guidance.checks.walk import walk
from soleus_recovery.guidance.loader import builtin_ids
from tests.examples import BERLIN, Kind, case_of, plan_of

# A night worker checks in at six in the morning.
TIME_OF_DAY = re.compile(r"\b(tonight|this evening|for the night)\b", re.IGNORECASE)


@pytest.mark.parametrize("protocol_id", builtin_ids())
def test_no_text_takes_it_that_sleep_is_at_night(protocol_id: str) -> None:
    texts = [(path, text) for path, text in walk(builtin(protocol_id)) if isinstance(text, str)]
    own = [(path, text) for path, text in texts if not path.startswith((".rules", "rules", ".items", ".sources"))]
    assert [(path, text) for path, text in own if TIME_OF_DAY.search(text)] == []


def test_who_comes_after_72_hours_is_told_not_to_run_yet() -> None:
    """R4: the days of rest are over before the plan begins, and the rule is not."""
    text = " ".join(to_text(plan_of(case_of(Kind.MILD, runner=BERLIN, minutes_later=4 * 24 * 60))).split())
    assert "Rest the calf" not in text
    assert "No running and no jumping yet, and no stairs for sport." in text


def test_a_run_says_how_long_a_pass_counts_and_the_tests_leave_the_heel_raises_out() -> None:
    text = " ".join(to_text(plan_of(case_of(Kind.MILD))).split())
    assert "passed within the last 3 days: a brisk 30-minute walk at pain 0" in text
    assert "On a day of tests leave the heel raises out." in text
