"""Whatever a plan leaves out carries a closed word beside its sentence, and the two say the same."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import given

from soleus_recovery import Activity, Extra, Finding, Kit, Plan, builtin, from_json, hold, to_json
from soleus_recovery.testing import plans
from soleus_recovery.vocabulary import Caution, UnplacedWhy
from tests.examples import BERLIN, Kind, case_of, plan_of, referral_of, report_of
from tests.export.stories import Story, checkin

STANDARD = builtin("soleus-standard")
TEXTS = STANDARD.unplaced_texts
SENTENCES: dict[UnplacedWhy, tuple[str, ...]] = {
    UnplacedWhy.CAUTION: (TEXTS.caution, TEXTS.drink),
    UnplacedWhy.REFERRAL: (TEXTS.referral,),
    UnplacedWhy.KEPT_OFF: (TEXTS.kept_off,),
    UnplacedWhy.PROTOCOL: tuple(each.text for each in STANDARD.left_out),
    UnplacedWhy.KIT: (TEXTS.kit,),
    UnplacedWhy.HELD: (TEXTS.held,),
    UnplacedWhy.PAIN: (TEXTS.walking_pain, TEXTS.worse_morning),
    UnplacedWhy.BUSY: (TEXTS.busy, TEXTS.busy_some),
    UnplacedWhy.PASSED: (TEXTS.passed,),
    UnplacedWhy.NO_ROOM: (TEXTS.no_room,),
}


def says(why: UnplacedWhy, reason: str) -> bool:
    patterns = (re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) for text in SENTENCES[why])
    return any(re.fullmatch(pattern, reason) for pattern in patterns)


def test_every_word_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(UnplacedWhy)


@given(plan=plans())
def test_the_word_and_the_sentence_say_the_same(plan: Plan) -> None:
    for item in plan.unplaced:
        assert item.why is not None
        assert says(item.why, item.reason), item


@given(plan=plans())
def test_a_lasting_reason_is_given_once_for_each_activity(plan: Plan) -> None:
    lasting = {
        UnplacedWhy.CAUTION,
        UnplacedWhy.REFERRAL,
        UnplacedWhy.KEPT_OFF,
        UnplacedWhy.PROTOCOL,
        UnplacedWhy.KIT,
        UnplacedWhy.PAIN,
    }
    said = [(item.activity, item.reason) for item in plan.unplaced if item.why in lasting]
    assert len(said) == len(set(said))


def whys(plan: Plan, activity: Activity) -> set[UnplacedWhy | None]:
    return {item.why for item in plan.unplaced if item.activity is activity}


class TestEachWord:
    def test_caution(self) -> None:
        plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=[Caution.COLD_SENSITIVITY])))
        assert whys(plan, Activity.ICE) == {UnplacedWhy.CAUTION}

    def test_referral(self) -> None:
        report = report_of(Kind.MILD, findings=[Finding.PAIN_NOT_EASED_BY_REST])
        plan = hold(referral_of(attrs.evolve(case_of(Kind.MILD), report=report)))
        assert whys(plan, Activity.COMPRESS) == {UnplacedWhy.REFERRAL}

    def test_kit(self) -> None:
        runner = attrs.evolve(BERLIN, without=[Kit.ROLLER], extras=[Extra.FOAM_ROLL])
        assert whys(plan_of(case_of(Kind.PLAIN, runner=runner)), Activity.FOAM_ROLL) == {UnplacedWhy.KIT}

    def test_passed(self) -> None:
        assert UnplacedWhy.PASSED in {item.why for item in Story(now="2026-11-25T20:30").plan.unplaced}

    def test_held(self) -> None:
        story = Story().wait("2026-11-27T12:00").tell(checkin("2026-11-27", walking=5), "2026-11-27T12:00")
        assert UnplacedWhy.HELD in {item.why for item in story.plan.unplaced}


class TestPlanFiles:
    def plan(self) -> Plan:
        return plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=[Caution.COLD_SENSITIVITY])))

    def items(self, wire: Any) -> Iterator[dict[str, Any]]:
        yield from wire["unplaced"]

    def test_the_word_is_in_the_file(self) -> None:
        wire = json.loads(to_json(self.plan()))
        assert {item["why"] for item in self.items(wire)} >= {"caution"}

    def test_a_file_from_before_there_were_words_is_still_read(self) -> None:
        plan = self.plan()
        wire = json.loads(to_json(plan))
        for item in self.items(wire):
            del item["why"]
        unnamed = tuple(attrs.evolve(item, why=None) for item in plan.unplaced)
        assert from_json(json.dumps(wire)) == attrs.evolve(plan, unplaced=unnamed)


def test_the_days_of_a_plan_hold_what_they_leave_out() -> None:
    plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=[Caution.COLD_SENSITIVITY])))
    dates: set[dt.date] = {day.date for day in plan.days}
    assert {item.date for item in plan.unplaced} <= dates
