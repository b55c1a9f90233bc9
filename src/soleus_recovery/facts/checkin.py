"""What can be added to a case: check-ins, corrections, clearances by a clinician, and busy times."""

import datetime as dt
from collections.abc import Iterable
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, parse_time_of_day, wall_minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import (
    check_answer,
    check_name,
    check_whole_number,
    member_of,
    member_or_none,
    members_of,
    valid_pain,
)
from soleus_recovery.facts.report import SymptomReport, findings_of
from soleus_recovery.facts.runner import Runner
from soleus_recovery.spans import Span, merge
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Gate, Measure, Morning, Severity

__all__ = ["Amendment", "BusyTimes", "CheckIn", "Clearance", "Done", "Raises", "begun_at"]


def _gates(values: Iterable[Gate]) -> frozenset[Gate]:
    return members_of(Gate, "gates", values)


def _measures(values: Iterable[Measure]) -> frozenset[Measure]:
    return members_of(Measure, "keep_off", values)


def _date(value: dt.date) -> dt.date:
    """Return any date, such as pendulum's, as a plain date; return a datetime as it is, so that it is refused later."""
    is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return dt.date(value.year, value.month, value.day) if is_date else value


def _is_date(_instance: object, attribute: "attrs.Attribute[dt.date]", value: object) -> None:
    if type(value) is not dt.date:
        raise FactError(field=attribute.name, given=f"{shown(value)} is not a date", allowed="a date: 2026-11-24")


@final
@attrs.frozen(kw_only=True)
class Done(Value):
    """A session that was done: its ``key``, and ``at``, the wall time at which it began (None for the planned time)."""

    session: str
    at: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.at is not None:
            parse_time_of_day("done", self.at)


# More heel raises in a row than anybody does.
_RAISES = range(201)


@final
@attrs.frozen(kw_only=True)
class Raises(Value):
    """How many heel raises on one leg went in a row: on the sore side, and on the other side.

    If both calves are sore, these are the counts of the one and the other. Raises ``FactError`` for a count that is not
    a whole number from 0 to 200.
    """

    sore: int
    other: int

    def __attrs_post_init__(self) -> None:
        for count in (self.sore, self.other):
            check_whole_number("raises", count, _RAISES)


def _is_raises(_instance: object, _attribute: "attrs.Attribute[Raises | None]", value: object) -> None:
    if value is not None and type(value) is not Raises:
        raise FactError(field="raises", given=f"{shown(value)} is no count", allowed="a Raises")


@final
@attrs.frozen(kw_only=True)
class CheckIn(Value):
    """What the runner says of one day: pain (0 to 10) that evening, in the run and in training, and what was done.

    ``day`` is the date on which the day's waking window opened. A field is None if the runner did not answer it.
    ``missed`` holds the keys of the sessions that were not done. Raises ``FactError`` for a value that is not allowed.

    >>> CheckIn(day=dt.date(2026, 11, 24), pain_at_rest=0, pain_walking=1, morning=Morning.BETTER).painkiller
    False
    """

    day: dt.date = attrs.field(converter=_date, validator=_is_date)
    pain_at_rest: int | None = attrs.field(default=None, validator=valid_pain)
    pain_walking: int | None = attrs.field(default=None, validator=valid_pain)
    pain_running: int | None = attrs.field(default=None, validator=valid_pain)
    pain_training: int | None = attrs.field(default=None, validator=valid_pain)
    morning: Morning | None = attrs.field(default=None, validator=member_or_none(Morning))
    findings: frozenset[Finding] = attrs.field(default=frozenset(), converter=findings_of)
    gates: frozenset[Gate] = attrs.field(default=frozenset(), converter=_gates)
    raises: Raises | None = attrs.field(default=None, validator=_is_raises)
    painkiller: bool = False
    gel: bool = False
    """Whether the painkiller was only a gel on the skin, and no tablet."""
    done: tuple[Done, ...] = ()
    missed: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name, answer in (("painkiller", self.painkiller), ("gel", self.gel)):
            check_answer(name, answer)
        if self.gel and not self.painkiller:
            raise FactError(field="gel", given="a gel, and no painkiller", allowed="a gel is told as a painkiller")
        for field, values, kind in (("done", self.done, Done), ("missed", self.missed, str)):
            for value in values:
                if type(value) is not kind:
                    given = f"{shown(value)} is no {kind.__name__}"
                    raise FactError(field=field, given=given, allowed=f"each a {kind.__name__}")
        both = sorted({done.session for done in self.done} & {*self.missed})
        if both:
            raise FactError(field="missed", given=f"{shown(both[0])} is done and missed", allowed="one of the two")

    @property
    def pains(self) -> tuple[int, ...]:
        """Every pain that the runner gave."""
        pains = (self.pain_at_rest, self.pain_walking, self.pain_running, self.pain_training)
        return tuple(pain for pain in pains if pain is not None)


@final
@attrs.frozen(kw_only=True)
class Clearance(Value):
    """A clinician's all-clear for one finding: the date, the clinician's name, and the finding.

    ``level`` is how sore the clinician judges the calf; None stands for severe. The clinician can also say that no run
    comes before a date, ``not_before``, and which measures stay off, ``keep_off``.
    """

    date: dt.date = attrs.field(converter=_date, validator=_is_date)
    by: str
    finding: Finding
    level: Severity | None = attrs.field(default=None, validator=member_or_none(Severity))
    not_before: dt.date | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(_date),
        validator=attrs.validators.optional(_is_date),
    )
    keep_off: frozenset[Measure] = attrs.field(default=frozenset(), converter=_measures)

    def __attrs_post_init__(self) -> None:
        member_of(Finding, "cleared_for", self.finding)
        check_name("cleared_by", self.by)


@final
@attrs.frozen(kw_only=True)
class BusyTimes(Value):
    """The times at which the runner is busy from now on; they replace all busy times that were recorded before."""

    spans: tuple[Span, ...] = attrs.field(converter=merge)


@final
@attrs.frozen(kw_only=True)
class Amendment(Value):
    """A correction of the facts: the runner and the report that count from now on."""

    runner: Runner
    report: SymptomReport


def begun_at(runner: Runner, check_in: CheckIn, done: Done) -> Minute | None:
    """Return the instant at which a session began, from the wall time the runner gave; None if no time was given."""
    if done.at is None:
        return None
    minutes, wake = parse_time_of_day("done", done.at), parse_time_of_day("wake", runner.wake)
    # A time of day before the waking time means after midnight, near the end of the waking window.
    return wall_minute(check_in.day, minutes if minutes >= wake else minutes + MINUTES_PER_DAY, runner.zone)
