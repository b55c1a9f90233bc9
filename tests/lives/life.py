"""One life: a runner starts a case and uses the commands at random, and each answer is judged."""

import datetime as dt
from collections import Counter
from pathlib import Path
from random import Random
from typing import final

from attrs import Factory, define

from tests.lives.checks import breaks, first_of_each, move_breaks
from tests.lives.command import Answer, Run
from tests.lives.facts import Story
from tests.lives.plan import Plan, read_plan
from tests.lives.red_flags import flags_at
from tests.lives.wall import written

CASE, PLAN = "case.json", "plan.json"
_LOOKS = (["today", CASE], ["show", CASE], ["log", CASE, "-o", "-"], ["explain", CASE])


@final
@define(kw_only=True)
class Life:
    """A life under way: the facts entered, the last plan, and the failures."""

    random: Random
    folder: Path
    run: Run
    story: Story
    now: dt.datetime
    calm: bool
    commands: list[list[str]] = Factory(list[list[str]])
    failures: list[str] = Factory(list[str])
    plan: Plan | None = None
    planned_at: dt.datetime | None = None
    plan_is_current: bool = False
    touched: set[str] = Factory(set[str])
    events: int = 0
    codes: Counter[int] = Factory(Counter[int])

    # ------------------------------------------------------------ commands

    def ask(self, *said: str) -> Answer:
        """Run a command, and judge the form of its answer."""
        self.commands.append(list(said))
        answer = self.run(self.folder, said)
        self.codes[answer.code] += 1
        if answer.code not in {0, 2, 3, 4} and (said[0], answer.code) != ("check", 1):
            self.fail(f"exit-code: {answer.code}: {answer.err[-300:]}")
        if "Traceback" in answer.err:
            self.fail(f"traceback: {answer.err[-300:]}")
        if answer.code == 2 and len(answer.err.splitlines()) != 1:
            self.fail(f"not-one-line: {answer.err[:300]}")
        return answer

    def fail(self, text: str) -> None:
        """Note what was wrong, after which command."""
        self.failures.append(f"[{len(self.commands)}] {text}")

    def tell(self, *said: str) -> Answer:
        """Run a command that writes; one that is refused must leave the case as it was."""
        case = self.folder / CASE
        before = case.read_bytes()
        answer = self.ask(*said)
        if answer.code == 2:
            if case.read_bytes() != before:
                self.fail("half-written: a refused command changed the case")
        else:
            self.plan_is_current = False
        return answer

    def is_taken(self, answer: Answer) -> bool:
        """Say whether all facts of a command are on record: not if it was refused, nor if the case has ended.

        If it was refused with 3 or 4, a red flag in it is on record and the rest is not.
        """
        is_refused = answer.code in {3, 4} and answer.err.startswith("soleus-recovery: ")
        return answer.code != 2 and not (self.story.emergency and answer.code == 4) and not is_refused

    def judge_exit(self, answer: Answer, now: dt.datetime) -> None:
        """Judge the exit code of a command that was not refused."""
        flags = flags_at(self.story, now)
        if answer.code == 4:
            self.story.emergency = True
        elif self.story.emergency or any(flag.emergency for flag in flags):
            because = [flag.because for flag in flags if flag.emergency]
            self.fail(f"emergency-not-said: exit {answer.code} past {because}")
        elif flags and answer.code != 3:
            self.fail(f"flag-not-said: exit {answer.code} past {sorted({flag.because for flag in flags})}")

    def look(self, *said: str, now: dt.datetime) -> Answer:
        """Run a command that only looks; it must be able to open a case that a command wrote."""
        answer = self.ask(*said)
        if answer.code == 2:
            self.fail(f"cannot-open: {answer.err.strip()[:300]}")
        else:
            self.judge_exit(answer, now)
        return answer

    def read(self, now: dt.datetime | None = None) -> None:
        """Export the plan as of a moment (None: the last entry) and judge it."""
        path = self.folder / PLAN
        path.unlink(missing_ok=True)
        at = [] if now is None else ["--now", written(self.story.who.zone, now)]
        self.look("export", CASE, "-o", PLAN, *at, now=now or self.story.last_entry_at)
        if not path.exists():
            self.plan = None
            return
        plan = read_plan(path)
        moment = now or self.story.last_entry_at
        for text in first_of_each(breaks(self.story, plan, moment)):
            self.fail(text)
        if now is not None:
            return
        if self.plan is not None and self.planned_at is not None:
            for text in first_of_each(move_breaks(self.plan, plan, self.planned_at, frozenset(self.touched))):
                self.fail(text)
        self.plan, self.planned_at, self.plan_is_current = plan, moment, True
        self.touched.clear()

    # ------------------------------------------------------------ time

    def pass_time(self) -> None:
        """Let time pass: mostly to the next evening, at times an hour, days or weeks."""
        dice = self.random.random()
        who = self.story.who
        if (self.calm and dice < 0.85) or dice < 0.6:
            day = self.story.date(self.now)
            evening = who.sleeps(day) - dt.timedelta(minutes=self.random.randint(5, 60))
            self.now = evening if evening > self.now else evening + dt.timedelta(days=1)
        elif dice < 0.9:
            self.now += dt.timedelta(minutes=self.random.randint(0, 900))
        elif dice < 0.985:
            self.now += dt.timedelta(minutes=self.random.randint(1000, 12000))
        else:
            self.now += dt.timedelta(days=self.random.randint(9, 60))
        self.now = self.now.replace(second=0, microsecond=0)

    def open_day(self) -> dt.date:
        """Give the day whose waking hours have begun last."""
        day = self.story.date(self.now)
        return day if self.story.who.wakes(day) <= self.now else day - dt.timedelta(days=1)

    def wall(self) -> str:
        """Give the moment the way the command line takes it."""
        return written(self.story.who.zone, self.now)
