"""A reason is found again by its key, in a plan, in its file and in a case, whatever its text is filled with."""

import json

import attrs
import pytest

from soleus_recovery import (
    CaseFileError,
    Finding,
    Urgency,
    builtin,
    case_from_json,
    case_to_json,
    from_json,
    to_json,
)
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import (
    decision_reason,
    occasion_key,
    occasion_reason,
    referral_reason,
    referrals_behind,
)
from soleus_recovery.triage.answers import message_of, reasons_at
from soleus_recovery.vocabulary import Decision, Occasion
from tests.export.stories import Story, checkin

STANDARD = builtin("soleus-standard")
SHIPPED = tuple(map(builtin, builtin_ids()))
by_protocol = pytest.mark.parametrize("protocol", SHIPPED, ids=builtin_ids())


@by_protocol
def test_each_row_is_found_by_its_reason_also_where_rows_share_a_rule(protocol: RecoveryProtocol) -> None:
    rows = protocol.all_referrals
    assert len({row.rules["referral"] for row in rows.values()}) < len(rows)
    for row_id, row in rows.items():
        assert referrals_behind(protocol, [referral_reason(protocol, row_id)]) == {row_id: row}


@by_protocol
def test_every_occasion_has_a_text_and_no_two_sentences_share_a_key(protocol: RecoveryProtocol) -> None:
    assert [each for each in Occasion if not protocol.occasions.has_text(each)] == []
    keys = [decision_reason(protocol, each).key for each in Decision]
    keys += [
        *map(occasion_key, Occasion),
        *(referral_reason(protocol, row_id).key for row_id in protocol.all_referrals),
    ]
    assert len(set(keys)) == len(keys)


def test_what_fills_a_text_is_not_in_its_key() -> None:
    days = [occasion_reason(STANDARD, Occasion.REPLACED, day=day) for day in ("Mon 23 Nov", "Tue 24 Nov")]
    assert [each.key for each in days] == ["occasions.replaced"] * 2
    assert days[0] != days[1]


class TestFiles:
    @pytest.fixture
    def story(self) -> Story:
        story = (
            Story()
            .tell(checkin("2026-11-23"), "2026-11-23T21:00")
            .tell(checkin("2026-11-23", 1, 2), "2026-11-23T21:30")
        )
        return story.tell(checkin("2026-11-24", findings=[Finding.BRUISING]), "2026-11-24T21:00")

    def test_every_reason_for_a_revision_has_a_key_that_its_file_keeps(self, story: Story) -> None:
        keys = [[reason.key for reason in each.reasons] for each in story.plan.revisions]
        assert keys == [
            ["decisions.go-on"],
            ["occasions.replaced", "decisions.go-on"],
            ["referrals.bruising"],
        ]
        plan = from_json(to_json(story.plan))
        assert [[reason.key for reason in each.reasons] for each in plan.revisions] == keys
        file = CaseFile(case=story.case, issued=story.issued)
        kept = case_from_json(case_to_json(file)).issued.plan
        assert [[reason.key for reason in each.reasons] for each in kept.revisions] == keys

    def test_a_plan_file_without_keys_is_read_as_the_plan_without_keys(self, story: Story) -> None:
        table = json.loads(to_json(story.plan))
        for reason in (*table["reasons"], *(each for one in table["revisions"] for each in one["reasons"])):
            del reason["key"]

        def without(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
            return tuple(attrs.evolve(each, key="") for each in reasons)

        revisions = tuple(attrs.evolve(each, reasons=without(each.reasons)) for each in story.plan.revisions)
        plain = attrs.evolve(story.plan, reasons=without(story.plan.reasons), revisions=revisions)
        assert from_json(json.dumps(table)) == plain != story.plan

    def test_a_case_file_with_another_key_is_refused(self, story: Story) -> None:
        """The key says which referral row a reason comes from, so it has to follow from the facts as the text does."""
        text = case_to_json(CaseFile(case=story.case, issued=story.issued))
        key = story.plan.reasons[0].key
        assert key == "referrals.bruising"
        table = json.loads(text)
        table["issued"]["plan"]["reasons"][0]["key"] = "referrals.infection"
        with pytest.raises(CaseFileError, match=r"issued\.plan\.reasons: does not follow from the facts"):
            case_from_json(json.dumps(table))


class TestUrgency:
    REASONS = tuple(referral_reason(STANDARD, row_id) for row_id in ("cold-pale-leg", "bruising", "infection"))

    def test_only_the_reasons_of_this_urgency_are_given(self) -> None:
        assert reasons_at(STANDARD, Urgency.EMERGENCY, self.REASONS) == self.REASONS[:1]
        assert reasons_at(STANDARD, Urgency.TODAY, self.REASONS) == self.REASONS[2:]

    def test_reasons_without_keys_are_all_given_with_the_usual_message(self) -> None:
        plain = tuple(attrs.evolve(each, key="") for each in self.REASONS)
        assert reasons_at(STANDARD, Urgency.EMERGENCY, plain) == plain
        assert message_of(STANDARD, Urgency.EMERGENCY, plain) == STANDARD.triage.messages[Urgency.EMERGENCY]
