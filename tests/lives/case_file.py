"""Reads the facts in a case file, and nothing of its plan, without the package."""

import datetime as dt
from typing import Any

from tests.lives.facts import Amendment, CheckIn, Clearance, Done, Fact, Report, Story, Who
from tests.lives.wall import instant_of, minutes_of

Json = dict[str, Any]


def story_of(case: Json) -> tuple[Story, dt.datetime]:
    """Read the facts in a case file, and the moment as of which its plan was written."""
    who, report = _who(case["runner"]), _report(case["runner"], case["report"])
    story = Story(first_who=who, first_report=report, started_at=_moment(case["started_at"]))
    for entry in case["entries"]:
        fact = _fact(entry["kind"], _moment(entry["recorded_at"]), entry["fact"], story)
        if fact is not None:
            story.facts.append(fact)
    return story, max(story.last_entry_at, story.started_at)


def _fact(kind: str, at: dt.datetime, fact: Json, story: Story) -> Fact | None:
    if kind == "check-in":
        day = dt.date.fromisoformat(fact["day"])
        return CheckIn(
            entered_at=at,
            day=day,
            rest=fact.get("pain_at_rest"),
            walking=fact.get("pain_walking"),
            running=fact.get("pain_running"),
            training=fact.get("pain_training"),
            morning=fact.get("morning"),
            findings=frozenset(fact.get("findings", ())),
            gates=frozenset(fact.get("gates", ())),
            painkiller=bool(fact.get("painkiller", False)),
            done=tuple(
                Done(
                    key=done["session"],
                    start=None if done.get("at") is None else story.who.at(day, minutes_of(done["at"])),
                )
                for done in fact.get("done", ())
            ),
            missed=tuple(fact.get("missed", ())),
        )
    if kind == "clearance":
        return Clearance(entered_at=at, date=dt.date.fromisoformat(fact["date"]), finding=fact["finding"])
    if kind == "amendment":
        return Amendment(entered_at=at, who=_who(fact["runner"]), report=_report(fact["runner"], fact["report"]))
    return None


def _who(runner: Json) -> Who:
    return Who(
        zone=runner["zone"],
        wake=minutes_of(runner["wake"]),
        bed=minutes_of(runner["bed"]),
        usual_run=runner["usual_run_minutes"],
        runs_per_week=runner["runs_per_week"],
        cautions=frozenset(runner["cautions"]),
        extras=frozenset(runner["extras"]),
        without=frozenset(runner["without"]),
    )


def _report(runner: Json, report: Json) -> Report:
    return Report(
        onset=instant_of(runner["zone"], report["onset"]),
        rest=report["pain_at_rest"],
        walking=report["pain_walking"],
        severity=report["severity"],
        findings=frozenset(report["findings"]),
        side=report["side"],
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
