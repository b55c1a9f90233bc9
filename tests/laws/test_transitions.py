"""Every re-planning keeps every law of transitions, and every law bites: break one thing, and its id is named."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings

from soleus_recovery import (
    TRANSITIONS,
    Activity,
    BrokenInvariant,
    Clearance,
    Finding,
    Outcome,
    Plan,
    Session,
    Severity,
    Urgency,
    builtin,
    check_plan,
    transition_violations,
)
from soleus_recovery.clock import Minute
from soleus_recovery.spans import Span
from tests.export.stories import ALL_TESTS, Story, checkin, stories, trained

STANDARD = builtin("soleus-standard")


def trained_then_tested() -> Story:
    """A good day of training; then tests, which settle the next run."""
    return trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")


def held() -> Plan:
    return Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00").plan


STORY = trained_then_tested().tell(checkin("2026-11-26"), "2026-11-26T21:00")
BEFORE, AFTER = STORY.before, STORY.plan
HELD = held()


def edited(plan: Plan, key: str, /, **changes: object) -> Plan:
    """The plan with one of its sessions changed."""
    assert key in {session.key for _, session in plan.sessions()}
    return attrs.evolve(
        plan,
        days=tuple(
            attrs.evolve(
                day,
                sessions=tuple(
                    attrs.evolve(each, **changes) if each.key == key else each  # type: ignore[arg-type]
                    for each in day.sessions
                ),
            )
            for day in plan.days
        ),
    )


def session(plan: Plan, key: str) -> Session:
    return next(each for _, each in plan.sessions() if each.key == key)


def without(plan: Plan, key: str) -> Plan:
    return attrs.evolve(
        plan,
        days=tuple(
            attrs.evolve(day, sessions=tuple(each for each in day.sessions if each.key != key)) for day in plan.days
        ),
    )


LAST = [each.key for _, each in AFTER.sessions() if each.activity is Activity.RUN][-1]
UNREASONED = attrs.evolve(AFTER.revisions[-1], reasons=())
ICED = "2026-11-23-ice-1"

# Two plans that break it, by the id of the law; ids that must fall with it stand behind.
BROKEN: dict[str, tuple[Plan, Plan, set[str]]] = {
    "T-01": (BEFORE, attrs.evolve(AFTER, zone="UTC"), set()),
    "T-02": (BEFORE, edited(AFTER, ICED, title="Ice, as it was not"), {"T-04"}),
    "T-03": (BEFORE, without(AFTER, LAST), set()),
    "T-04": (BEFORE, edited(AFTER, LAST, sequence=session(AFTER, LAST).sequence + 1), set()),
    "T-05": (
        BEFORE,
        attrs.evolve(AFTER, revisions=(*AFTER.revisions[:-1], attrs.evolve(AFTER.revisions[-1], reasons=()))),
        set(),
    ),
    "T-06": (
        attrs.evolve(BEFORE, outcome=Outcome.SEE_CLINICIAN, urgency=Urgency.TODAY, severity=None),
        AFTER,
        set(),
    ),
    "T-07": (attrs.evolve(BEFORE, severity=Severity.SEVERE), AFTER, set()),
    "T-08": (
        attrs.evolve(BEFORE, outcome=Outcome.SEE_CLINICIAN, urgency=Urgency.EMERGENCY, severity=None),
        AFTER,
        {"T-06"},
    ),
}


def test_there_are_two_broken_plans_for_every_law() -> None:
    assert list(BROKEN) == [law.id for law in TRANSITIONS]


@pytest.mark.parametrize("broken", list(BROKEN))
def test_each_law_bites(broken: str) -> None:
    before, after, with_it = BROKEN[broken]
    found = transition_violations(before, after, STANDARD)
    ids = {each.id for each in found}
    assert broken in ids
    assert ids <= {broken} | with_it
    for each in found:
        assert each.where
        assert each.says == next(law.says for law in TRANSITIONS if law.id == each.id)


def broken(law: str, before: Plan, after: Plan) -> list[str]:
    return [each.where for each in transition_violations(before, after, STANDARD) if each.id == law]


# Journeys ask the same after each of their steps; here the first plan and the last are compared too.
@settings(max_examples=max(5, settings().max_examples // 4))
@given(story=stories())
def test_every_replanning_keeps_every_law(story: Story) -> None:
    assert transition_violations(story.before, story.plan, STANDARD) == ()
    assert transition_violations(story.case_start, story.plan, STANDARD) == ()
    assert transition_violations(story.plan, story.plan, STANDARD) == ()


class TestMore:
    """The other halves of the laws, each by the place it names."""

    @pytest.mark.parametrize(
        ("before", "after", "where"),
        [
            (BEFORE, attrs.evolve(AFTER, id="another"), "id is another"),
            (AFTER, BEFORE, "the later plan is the earlier one"),
            (BEFORE, edited(AFTER, LAST, activity=Activity.WALK), f"{LAST}: was run, is walk"),
            (
                BEFORE,
                edited(AFTER, "2026-11-27-check-in-1", key="2026-11-29-check-in-7"),
                "2026-11-29-check-in-7: is on 2026-11-27",
            ),
            (BEFORE, edited(AFTER, LAST, revised_at=Minute(0)), f"{LAST}: revised_at does not go with its sequence"),
            (BEFORE, edited(AFTER, LAST, title="Another"), f"{LAST}: sequence 1 to 1, changed"),
            (BEFORE, attrs.evolve(AFTER, revisions=AFTER.revisions[1:]), "earlier revisions are others"),
            (AFTER, attrs.evolve(AFTER, possible_strain=False), "something changed without a revision"),
            (BEFORE, attrs.evolve(AFTER, possible_strain=False), "a possible strain was taken back"),
            (HELD, AFTER, "it waited (within-days), and goes on without a clearance"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_the_place_is_named(self, before: Plan, after: Plan, where: str) -> None:
        assert where in [each.where for each in transition_violations(before, after, STANDARD)]

    def test_a_later_plan_is_neither_of_an_earlier_revision_nor_made_earlier(self) -> None:
        expected = "the later plan is the earlier one"
        assert broken("T-01", AFTER, attrs.evolve(AFTER, made_at=Minute(AFTER.made_at - 1))) == [expected]
        assert broken("T-01", AFTER, attrs.evolve(AFTER, revision=AFTER.revision - 1)) == [expected]
        assert broken("T-01", AFTER, attrs.evolve(AFTER, made_at=Minute(AFTER.made_at + 1))) == []

    def test_what_starts_when_the_plan_is_revised_may_change_and_what_had_begun_may_not(self) -> None:
        at = AFTER.revisions[-1].at
        for begins, expected in ((at, []), (at - 1, [f"{LAST}: had begun, and is another now"])):
            before = edited(BEFORE, LAST, span=Span(start=Minute(begins), end=Minute(begins + 30)))
            assert broken("T-02", before, AFTER) == expected

    @pytest.mark.parametrize(
        ("steps", "risen", "says"),
        [(0, 0, False), (0, 1, True), (1, 1, True), (2, 1, False), (2, 2, False), (2, 3, True)],
    )
    def test_a_sequence_without_a_change(self, steps: int, risen: int, says: bool) -> None:
        """In one revision it stays; over several it may have changed and changed back."""
        before = attrs.evolve(AFTER, revision=AFTER.revision - steps)
        was, at = session(AFTER, LAST).sequence, session(AFTER, LAST).revised_at
        after = edited(AFTER, LAST, sequence=was + risen, revised_at=AFTER.revisions[-1].at if risen else at)
        expected = [f"{LAST}: sequence {was} to {was + risen}, not changed"]
        assert broken("T-04", before, after) == (expected if says else [])

    def test_over_two_revisions_what_changed_may_have_changed_in_the_first(self) -> None:
        one, two = AFTER.revisions[-2:]
        assert one.at != two.at
        was = session(AFTER, LAST).sequence
        after = edited(AFTER, LAST, sequence=was + 1, revised_at=one.at)
        expected = [f"{LAST}: revised_at does not go with its sequence"]
        for steps, says in ((1, expected), (2, []), (3, [])):
            before = edited(AFTER, LAST, title="As it was")
            assert broken("T-04", attrs.evolve(before, revision=AFTER.revision - steps), after) == says

    def test_revisions_in_the_order_of_time(self) -> None:
        first, *others = AFTER.revisions
        late = attrs.evolve(first, at=Minute(others[-1].at + 1))
        assert "revisions are not in the order of time" in broken(
            "T-05", BEFORE, attrs.evolve(AFTER, revisions=(late, *others))
        )

    def test_only_a_clearance_lifts_a_wait(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00")
        story.tell(Clearance(finding=Finding.BRUISING, by="Dr Ito", date=dt.date(2026, 11, 25)), "2026-11-25T12:00")
        assert story.before.urgency is Urgency.WITHIN_DAYS
        assert story.plan.outcome is Outcome.SELF_CARE
        assert broken("T-06", story.before, story.plan) == []

    def test_nothing_follows_an_emergency(self) -> None:
        ended = attrs.evolve(BEFORE, outcome=Outcome.SEE_CLINICIAN, urgency=Urgency.EMERGENCY, severity=None)
        assert broken("T-08", ended, AFTER) == ["after an emergency the plan says self-care"]
        assert broken("T-08", ended, HELD) == ["after an emergency the plan says within-days"]
        assert broken("T-08", ended, ended) == []


class TestCheckPlan:
    def test_a_good_plan_passes(self) -> None:
        for plan in (AFTER, HELD):
            check_plan(plan, STANDARD)

    def test_a_broken_one_raises_all_that_is_broken_as_one_group(self) -> None:
        icing = session(BEFORE, ICED)
        assert icing.span is not None
        long = Span(start=icing.span.start, end=Minute(icing.span.start + 30))
        with pytest.raises(ExceptionGroup) as raised:
            check_plan(without(edited(BEFORE, ICED, span=long), "2026-11-28-check-in-1"), STANDARD)
        errors = raised.value.exceptions
        assert {each.id for each in errors if isinstance(each, BrokenInvariant)} == {"I-04", "I-19"}
        assert "I-04 an icing is no longer than the limit: 2026-11-23-ice-1: 30 min" in map(str, errors)
        assert raised.group_contains(BrokenInvariant)
        assert dt.date(2026, 11, 28) in {day.date for day in BEFORE.days}
