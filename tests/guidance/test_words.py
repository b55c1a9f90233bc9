"""The texts of the shipped protocols are true for every reader, at any hour and with any numbers."""

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
def test_no_text_assumes_sleep_at_night(protocol_id: str) -> None:
    texts = [(path, text) for path, text in walk(builtin(protocol_id)) if isinstance(text, str)]
    own = [(path, text) for path, text in texts if not path.startswith((".rules", "rules", ".items", ".sources"))]
    assert [(path, text) for path, text in own if TIME_OF_DAY.search(text)] == []


def test_a_report_after_72_hours_is_still_told_not_to_run() -> None:
    """R4: the days of rest end before the plan begins, but the rule still holds."""
    text = " ".join(to_text(plan_of(case_of(Kind.MILD, runner=BERLIN, minutes_later=4 * 24 * 60))).split())
    assert "Rest the calf" not in text
    assert "No running yet, no jumps but the small ones of this plan and of its tests, and no stairs for sport." in text


def test_a_run_says_how_long_a_passed_test_counts() -> None:
    text = " ".join(to_text(plan_of(case_of(Kind.MILD))).split())
    assert "passed within the last 3 days: a brisk 30-minute walk at pain 0" in text
