"""The referral table, copied by hand row by row: triggers, urgency, and what is switched off.

A trigger is one least set of findings and pains that fires a row; a row has one for each way in which it fires.
"""

import datetime as dt
from itertools import combinations
from typing import final

import attrs

from soleus_recovery.vocabulary import Caution, Finding, Measure, Severity, Side, Urgency
from tests.examples import Case
from tests.wall_clock import waking_window, wall

F, M = Finding, Measure
ALL = frozenset(Measure)
ALL_BUT_REST_AND_ELEVATION = ALL - {M.RAISING}
# What no referral allows anyway (no run at all), or what exercise comprises: a row may switch these off as well.
COMPRISED = frozenset({M.RUNS, M.HOP_TEST, M.STRETCHING})

# What a severity given by hand stands for where the pain on walking is unknown: the top of its band.
NEVER_PLAIN = frozenset(
    {
        *(F.SWELLING, F.BRUISING, F.RADIATING_PAIN, F.SPASMS, F.WEAKNESS, F.ALTERED_GAIT),
        *(F.STARTED_DURING_RUN, F.SUDDEN_SHARP_PAIN),
    }
)
LATE_MINUTES = 72 * 60
REVIEW_BEFORE_BED = 50  # minutes
BAND_TOP = {Severity.MILD: 3, Severity.MODERATE: 5, Severity.SEVERE: 7}


def is_plain_on_both_sides(case: Case) -> bool:
    """Plain soreness (section 3) of both calves, by hand."""
    report = case.report
    day_3 = case.onset_date + dt.timedelta(days=3)
    review = waking_window(case.runner, day_3)[1] - REVIEW_BEFORE_BED
    return (
        report.side is Side.BOTH
        and Finding.STARTED_HOURS_AFTER in report.findings
        and report.pain_at_rest == 0
        and not report.painkiller
        and report.pain_walking is not None
        and report.pain_walking <= BAND_TOP[Severity.MILD]
        and report.severity in (None, Severity.MILD)
        and not report.findings & NEVER_PLAIN
        and case.made_at <= case.onset + LATE_MINUTES
        and case.made_at < review
    )


@final
@attrs.frozen(kw_only=True)
class Facts:
    """The facts that triage looks at; unknown pain walking is the top of its band, unknown or hidden rest pain 1."""

    findings: frozenset[Finding]
    at_rest: int
    walking: int
    day: int
    cautions: frozenset[Caution] = frozenset()
    plain_on_both_sides: bool = False

    @classmethod
    def of(cls, case: Case) -> "Facts":
        report = case.report
        walking, at_rest = report.pain_walking, report.pain_at_rest
        if walking is None:
            assert report.severity is not None
            walking = BAND_TOP[report.severity]
        today: dt.date = wall(case.made_at, case.runner.zone).date()
        return cls(
            findings=report.findings,
            at_rest=1 if at_rest is None or (report.painkiller and at_rest == 0) else at_rest,
            walking=walking,
            day=(today - case.onset_date).days,
            cautions=case.runner.cautions,
            plain_on_both_sides=is_plain_on_both_sides(case),
        )


@final
@attrs.frozen(kw_only=True)
class Trigger:
    """A report fires this with all of these findings and cautions, and at least these pains and this day."""

    findings: frozenset[Finding] = frozenset()
    cautions: frozenset[Caution] = frozenset()
    at_rest: int = 0
    walking: int = 0
    day: int = 0
    not_plain: bool = False

    def set_off_by(self, facts: Facts) -> bool:
        return (
            self.findings <= facts.findings
            and self.cautions <= facts.cautions
            and self.at_rest <= facts.at_rest
            and self.walking <= facts.walking
            and self.day <= facts.day
            and not (self.not_plain and facts.plain_on_both_sides)
        )

    def together_with(self, other: "Trigger") -> "Trigger":
        """The trigger that fires exactly where both do."""
        return Trigger(
            findings=self.findings | other.findings,
            cautions=self.cautions | other.cautions,
            at_rest=max(self.at_rest, other.at_rest),
            walking=max(self.walking, other.walking),
            day=max(self.day, other.day),
            not_plain=self.not_plain or other.not_plain,
        )

    def __str__(self) -> str:
        names = sorted([*map(str, self.findings), *map(str, self.cautions)])
        numbers = [f"{name}{value}" for name, value in (("rest", self.at_rest), ("walk", self.walking)) if value]
        return "+".join([*names, *numbers, *([f"day{self.day}"] if self.day else [])])


@final
@attrs.frozen(kw_only=True)
class Row:
    """One row of the table."""

    id: str
    triggers: tuple[Trigger, ...]
    urgency: Urgency
    off: frozenset[Measure]

    def hit_by(self, facts: Facts) -> bool:
        return any(trigger.set_off_by(facts) for trigger in self.triggers)


def on(*named: Finding | Caution, at_rest: int = 0, walking: int = 0, day: int = 0, not_plain: bool = False) -> Trigger:
    return Trigger(
        findings=frozenset(each for each in named if isinstance(each, Finding)),
        cautions=frozenset(each for each in named if isinstance(each, Caution)),
        at_rest=at_rest,
        walking=walking,
        day=day,
        not_plain=not_plain,
    )


def row(id_: str, urgency: Urgency, off: frozenset[Measure], *triggers: Trigger) -> Row:
    return Row(id=id_, triggers=triggers, urgency=urgency, off=off)


def off(*measures: Measure) -> frozenset[Measure]:
    return frozenset(measures)


BLOOD_THINNER_OFF = off(M.COMPRESSION, M.NSAID_TEXT, M.MASSAGE, M.ROLLING)
ARTERIAL_OFF = off(M.ICE, M.COMPRESSION, M.RAISING, M.HEAT, M.NSAID_TEXT)
# A medicine that weakens tendons, and a leg that may get too little blood.
TENDON_OFF = off(M.EXERCISE, M.RUNS, M.STRETCHING, M.MASSAGE, M.ROLLING, M.HOP_TEST, M.NSAID_TEXT)
BLOOD_OFF = off(M.ICE, M.COMPRESSION, M.RAISING, M.HEAT, M.EXERCISE, M.RUNS)
CLOT_OFF = off(M.COMPRESSION, M.MASSAGE, M.ROLLING, M.HEAT, M.EXERCISE)

# Severe signs add up (guidance 2, section 1): the start, in its two words, is one sign, and so is walking pain 6 to 7.
SEVERE_SIGNS: tuple[frozenset[Finding], ...] = (
    frozenset({F.STARTED_DURING_RUN, F.SUDDEN_SHARP_PAIN}),
    frozenset({F.WEAKNESS}),
    frozenset({F.RADIATING_PAIN}),
    frozenset({F.ALTERED_GAIT}),
    frozenset({F.SWELLING}),
    frozenset({F.BRUISING}),
)
ADDING_UP_OFF = off(M.EXERCISE, M.RUNS, M.MASSAGE, M.ROLLING, M.HEAT, M.HOP_TEST)
TWO_SIGNS = row("two signs", Urgency.WITHIN_DAYS, ADDING_UP_OFF)
THREE_SIGNS = row("three signs", Urgency.TODAY, ADDING_UP_OFF, on(F.SEVERAL_SEVERE_SIGNS))


def severe_signs(facts: Facts) -> frozenset[str]:
    """The severe signs that these facts hold."""
    named = [sign for sign in SEVERE_SIGNS if sign & facts.findings]
    return frozenset([*(min(map(str, sign)) for sign in named), *(["walking"] if facts.walking >= 6 else [])])


def counted_rows(facts: Facts) -> list[Row]:
    """The rows that fire because severe signs add up."""
    signs = len(severe_signs(facts))
    strong = facts.at_rest >= 4 or facts.walking >= 7
    return [*([TWO_SIGNS] if signs >= 2 and strong else []), *([THREE_SIGNS] if signs >= 3 else [])]


TABLE: tuple[Row, ...] = (
    row("chest", Urgency.EMERGENCY, ALL, on(F.BREATHLESS_OR_CHEST_PAIN)),
    row("cold leg", Urgency.EMERGENCY, ALL, on(F.COLD_PALE_LEG)),
    row("tight leg", Urgency.EMERGENCY, ALL, on(F.TIGHT_NUMB_WEAK_LEG)),
    row(
        "numb and more",
        Urgency.EMERGENCY,
        ALL,
        on(F.NUMBNESS_OR_TINGLING, at_rest=8),
        on(F.NUMBNESS_OR_TINGLING, walking=8),
        on(F.NUMBNESS_OR_TINGLING, F.PAIN_NOT_EASED_BY_REST),
        on(F.NUMBNESS_OR_TINGLING, F.WEAKNESS),
        on(F.NUMBNESS_OR_TINGLING, F.NOTABLE_SWELLING),
    ),
    row("rupture", Urgency.TODAY, ALL_BUT_REST_AND_ELEVATION, on(F.POP_OR_KICK), on(F.CANNOT_PUSH_OFF)),
    row("clot", Urgency.TODAY, CLOT_OFF, on(F.WARM_RED_ONE_SIDED_SWELLING), on(F.CLOT_RISK)),
    row("two risks", Urgency.TODAY, CLOT_OFF, on(F.TWO_CLOT_RISKS)),
    row(
        "minor risk and signs",
        Urgency.TODAY,
        CLOT_OFF,
        on(F.CLOT_RISK_MINOR, F.SWELLING),
        on(F.CLOT_RISK_MINOR, F.NOTABLE_SWELLING),
        on(F.CLOT_RISK_MINOR, F.WARM_RED_ONE_SIDED_SWELLING),
        on(F.CLOT_RISK_MINOR, at_rest=1),
    ),
    row("minor risk on day 3", Urgency.TODAY, CLOT_OFF, on(F.CLOT_RISK_MINOR, day=3)),
    row("minor risk", Urgency.TODAY, CLOT_OFF, on(F.CLOT_RISK_MINOR, not_plain=True)),
    row(
        "weight",
        Urgency.TODAY,
        off(M.COMPRESSION, M.EXERCISE, M.MASSAGE, M.ROLLING, M.HEAT),
        on(F.CANNOT_BEAR_WEIGHT),
    ),
    row(
        "numb",
        Urgency.TODAY,
        off(M.ICE, M.COMPRESSION, M.RAISING, M.EXERCISE, M.MASSAGE, M.ROLLING, M.HEAT),
        on(F.NUMBNESS_OR_TINGLING),
    ),
    row("muscle breakdown", Urgency.TODAY, CLOT_OFF | {M.NSAID_TEXT}, on(F.DARK_URINE)),
    row("infection", Urgency.TODAY, CLOT_OFF, on(F.FEVER_OR_SPREADING_REDNESS)),
    row(
        "severe pain",
        Urgency.TODAY,
        off(M.COMPRESSION, M.RAISING, M.EXERCISE, M.MASSAGE, M.ROLLING, M.HEAT),
        on(F.PAIN_NOT_EASED_BY_REST),
        on(walking=8),
        on(at_rest=6),
        on(F.ALTERED_GAIT, walking=6),
    ),
    row(
        "tendon",
        Urgency.TODAY,
        off(M.EXERCISE, M.STRETCHING, M.MASSAGE, M.ROLLING),
        on(F.TENDON_RISK_MEDICINE, F.RADIATING_PAIN),
    ),
    row("notable swelling", Urgency.TODAY, CLOT_OFF, on(F.NOTABLE_SWELLING), on(F.SWELLING, day=3)),
    row(
        "bruising",
        Urgency.WITHIN_DAYS,
        off(M.MASSAGE, M.ROLLING, M.HEAT, M.EXERCISE, M.NSAID_TEXT),
        on(F.BRUISING),
    ),
    row(
        "bleeding",
        Urgency.TODAY,
        BLOOD_THINNER_OFF | ARTERIAL_OFF,
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, F.SWELLING),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, F.BRUISING),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, F.STARTED_DURING_RUN),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, F.SUDDEN_SHARP_PAIN),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, walking=4),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER, at_rest=4),
    ),
    row(
        "arteries at rest",
        Urgency.TODAY,
        BLOOD_THINNER_OFF | ARTERIAL_OFF | BLOOD_OFF,
        on(F.ARTERIAL_DISEASE, at_rest=1),
    ),
    row("circulation at rest", Urgency.TODAY, BLOOD_OFF, on(Caution.POOR_CIRCULATION, at_rest=1)),
    row("foot at rest", Urgency.TODAY, BLOOD_OFF, on(F.REST_OR_NIGHT_FOOT_PAIN)),
    row("back nerves", Urgency.EMERGENCY, ALL, on(F.SADDLE_NUMBNESS_OR_BLADDER)),
    row("quinolone", Urgency.TODAY, TENDON_OFF, on(F.FLUOROQUINOLONE)),
    row("steroids and tendon", Urgency.TODAY, TENDON_OFF, on(F.STEROID_TABLETS, F.RADIATING_PAIN)),
    row("steroids", Urgency.WITHIN_DAYS, TENDON_OFF, on(F.STEROID_TABLETS)),
    row("same point", Urgency.WITHIN_DAYS, off(M.RUNS, M.HOP_TEST), on(F.SAME_POINT_EACH_RUN)),
    row("back", Urgency.WITHIN_DAYS, off(M.EXERCISE, M.RUNS), on(F.BACK_PAIN_WITH_LEG)),
    row(
        "lump and swelling",
        Urgency.TODAY,
        off(M.COMPRESSION, M.MASSAGE, M.ROLLING),
        on(F.LUMP_BEHIND_KNEE, F.SWELLING),
        on(F.LUMP_BEHIND_KNEE, F.NOTABLE_SWELLING),
        on(F.LUMP_BEHIND_KNEE, F.WARM_RED_ONE_SIDED_SWELLING),
    ),
    row("lump", Urgency.WITHIN_DAYS, off(M.COMPRESSION, M.MASSAGE, M.ROLLING), on(F.LUMP_BEHIND_KNEE)),
    row(
        "statin",
        Urgency.TODAY,
        off(M.EXERCISE, M.RUNS, M.MASSAGE),
        on(F.UNEXPLAINED_SORENESS, F.MUSCLE_MEDICINE),
    ),
    row(
        "unexplained",
        Urgency.WITHIN_DAYS,
        off(M.EXERCISE, M.RUNS, M.MASSAGE),
        on(F.UNEXPLAINED_SORENESS),
    ),
    THREE_SIGNS,
    row("over a week", Urgency.WITHIN_DAYS, off(M.EXERCISE, M.RUNS), on(day=7)),
    row("recurring", Urgency.WITHIN_DAYS, off(M.EXERCISE, M.RUNS), on(F.RECURRING)),
    row("bone", Urgency.WITHIN_DAYS, off(M.EXERCISE, M.RUNS, M.HOP_TEST), on(F.BONE_OR_NIGHT_PAIN)),
    row(
        "blood thinner or young",
        Urgency.WITHIN_DAYS,
        BLOOD_THINNER_OFF,
        on(F.UNDER_16),
        on(F.BLOOD_THINNER_OR_BLEEDING_DISORDER),
    ),
    row("arteries", Urgency.WITHIN_DAYS, ARTERIAL_OFF, on(F.ARTERIAL_DISEASE)),
)

# One report for each way in which signs add up.
_PICKED = [min(sign, key=str) for sign in SEVERE_SIGNS]
COUNTED_TRIGGERS = [
    *(
        (TWO_SIGNS, on(*two, at_rest=4))
        for two in combinations([*_PICKED, F.SUDDEN_SHARP_PAIN], 2)
        if not SEVERE_SIGNS[0] >= {*two}
    ),
    *((TWO_SIGNS, on(one, walking=7)) for one in _PICKED),
    *((TWO_SIGNS, on(one, at_rest=4, walking=6)) for one in _PICKED),
    *((THREE_SIGNS, on(*three)) for three in combinations(_PICKED, 3)),
    *((THREE_SIGNS, on(*two, walking=6)) for two in combinations(_PICKED, 2)),
]
EVERY_TRIGGER = [(row, trigger) for row in TABLE for trigger in row.triggers]


def rows_hit(facts: Facts) -> list[Row]:
    """Return every row that these facts fire."""
    rows = [row for row in TABLE if row.hit_by(facts)]
    if rows and facts.plain_on_both_sides:  # plain soreness and nothing else that fires
        return rows_hit(attrs.evolve(facts, plain_on_both_sides=False))
    return [*rows, *(each for each in counted_rows(facts) if each not in rows)]
