"""What a runner tells of one day, what they correct, and what a clinician has cleared."""

import datetime as dt
from collections.abc import Iterable
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, parse_time_of_day, wall_minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import name, one_of, whole_number, word, words
from soleus_recovery.facts.report import PAIN_SCALE, SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.spans import Span, merge
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Gate, Morning

__all__ = ["Amendment", "BusyTimes", "CheckIn", "Clearance", "Done", "begun_at"]


def _findings(values: Iterable[Finding]) -> frozenset[Finding]:
    return words(Finding, "findings", values)


def _gates(values: Iterable[Gate]) -> frozenset[Gate]:
    return words(Gate, "gates", values)


def _pain(_instance: object, attribute: "attrs.Attribute[int | None]", value: int | None) -> None:
    if value is not None:
        whole_number(attribute.name, value, PAIN_SCALE)


def _date(value: dt.date) -> dt.date:
    """A plain date of any kind of date (pendulum has its own); a datetime says more than it should, and stays."""
    is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return dt.date(value.year, value.month, value.day) if is_date else value


def _is_date(_instance: object, attribute: "attrs.Attribute[dt.date]", value: object) -> None:
    if type(value) is not dt.date:
        raise FactError(field=attribute.name, given=f"{shown(value)} is not a date", allowed="a date: 2026-11-24")


@final
@attrs.frozen(kw_only=True)
class Done(Value):
    """A session that was done, by its key; ``at`` is the wall time of its day, where it was not the planned one."""

    session: str
    at: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.at is not None:
            parse_time_of_day("done", self.at)


@final
@attrs.frozen(kw_only=True)
class CheckIn(Value):
    """One day's word: pain (0 to 10) at rest and walking that evening and in the run, the morning, and what was done.

    ``day`` is the date on which its waking window opened. What is None was not told. ``missed`` holds keys of
    sessions. Raises ``FactError``.

    >>> CheckIn(day=dt.date(2026, 11, 24), pain_at_rest=0, pain_walking=1, morning=Morning.BETTER).painkiller
    False
    """

    day: dt.date = attrs.field(converter=_date, validator=_is_date)
    pain_at_rest: int | None = attrs.field(default=None, validator=_pain)
    pain_walking: int | None = attrs.field(default=None, validator=_pain)
    pain_running: int | None = attrs.field(default=None, validator=_pain)
    morning: Morning | None = attrs.field(default=None, validator=one_of(Morning))
    findings: frozenset[Finding] = attrs.field(default=frozenset(), converter=_findings)
    gates: frozenset[Gate] = attrs.field(default=frozenset(), converter=_gates)
    painkiller: bool = False
    done: tuple[Done, ...] = ()
    missed: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if type(self.painkiller) is not bool:
            raise FactError(field="painkiller", given=f"{shown(self.painkiller)} is no answer", allowed="true or false")
        for field, values, kind in (("done", self.done, Done), ("missed", self.missed, str)):
            for value in values:
                if type(value) is not kind:
                    given = f"{shown(value)} is no {kind.__name__}"
                    raise FactError(field=field, given=given, allowed=f"each a {kind.__name__}")
        told = [done.session for done in self.done]
        both = sorted({*told} & {*self.missed})
        if both:
            raise FactError(field="missed", given=f"{shown(both[0])} is done and missed", allowed="one of the two")

    @property
    def pains(self) -> tuple[int, ...]:
        """Every pain that was told."""
        return tuple(pain for pain in (self.pain_at_rest, self.pain_walking, self.pain_running) if pain is not None)


@final
@attrs.frozen(kw_only=True)
class Clearance(Value):
    """A clinician has ruled out what one finding stood for: on which date, who, and which finding."""

    date: dt.date = attrs.field(converter=_date, validator=_is_date)
    by: str
    finding: Finding

    def __attrs_post_init__(self) -> None:
        word(Finding, "cleared_for", self.finding)
        name("cleared_by", self.by)


@final
@attrs.frozen(kw_only=True)
class BusyTimes(Value):
    """When the runner has no time for anything, from now on; it takes the place of what was told before."""

    spans: tuple[Span, ...] = attrs.field(converter=merge)


@final
@attrs.frozen(kw_only=True)
class Amendment(Value):
    """Corrected or later facts: the runner and the report as they are from now on."""

    runner: Runner
    report: SymptomReport


def begun_at(runner: Runner, check_in: CheckIn, done: Done) -> Minute | None:
    """When a session was begun, by the wall time told for its day; None where no time was told."""
    if done.at is None:
        return None
    minutes, wake = parse_time_of_day("done", done.at), parse_time_of_day("wake", runner.wake)
    # A time before waking is after midnight, at the end of the window.
    return wall_minute(check_in.day, minutes if minutes >= wake else minutes + MINUTES_PER_DAY, runner.zone)
