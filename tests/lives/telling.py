"""Events that add facts: check-ins, corrections, clearances; the driver keeps those that were accepted."""

import datetime as dt

from attrs import evolve

from tests.lives import draw, words
from tests.lives.command import Answer
from tests.lives.facts import Amendment, CheckIn, Clearance, Done
from tests.lives.life import CASE, Life
from tests.lives.plan import Session
from tests.lives.red_flags import flags_at
from tests.lives.wall import clock_of, local


def check_in(life: Life) -> None:
    """Check in, mostly for today and at times for an earlier day, with sessions done or missed."""
    day = life.open_day()
    if not life.calm and life.random.random() < 0.2:
        day -= dt.timedelta(days=life.random.randint(-1, 6))
    options, check_in = draw.check_in(life.random, life.now, day, calm=life.calm and life.random.random() < 0.93)
    done, check_in = _deeds(life, check_in)
    answer = life.tell("checkin", CASE, "--now", life.wall(), "--day", day.isoformat(), *options, *done)
    _note_accepted(life, answer, check_in, day)


def _note_accepted(life: Life, answer: Answer, check_in: CheckIn, day: dt.date) -> None:
    if not life.is_taken(answer):
        _note_refused(life, answer, check_in)
        return
    if day > life.story.date(life.now):
        life.fail(f"future-day: a check-in for {day} is taken on {life.story.date(life.now)}")
    for done in check_in.done:
        if done.start is not None and done.start > life.now and answer.code != 4:
            life.fail(f"done-ahead: {done.key} at {done.start:%F %H:%M} is taken at {life.now:%F %H:%M}")
    life.touched |= {done.key for done in check_in.done} | set(check_in.missed)
    life.story.facts.append(check_in)
    life.judge_exit(answer, life.now)


def _note_refused(life: Life, answer: Answer, check_in: CheckIn | None) -> None:
    """Note what is on record of a refused check-in: if it has a red flag, its findings and pains as a correction."""
    if answer.code not in {3, 4} or life.story.emergency or check_in is None:
        return
    report, moving = (
        life.story.report,
        [pain for pain in (check_in.walking, check_in.running, check_in.training) if pain is not None],
    )
    corrected = evolve(
        report,
        findings=report.findings | check_in.findings,
        rest=report.rest if check_in.rest is None else check_in.rest,
        walking=max(moving, default=report.walking),
    )
    life.story.facts.append(Amendment(entered_at=life.now, who=life.story.who, report=corrected))
    life.judge_exit(answer, life.now)


def _deeds(life: Life, check_in: CheckIn) -> tuple[list[str], CheckIn]:
    """Choose sessions done or missed that day, from the last plan."""
    plan, random = life.plan, life.random
    if plan is None:
        return [], check_in
    of_day = [session for session in plan.sessions if session.day == check_in.day]
    options: list[str] = []
    for session in of_day:
        begun = session.start is not None and session.start <= life.now
        chance = 0.9 if session.activity == "run" and begun and life.calm else 0.05
        if random.random() >= chance:
            continue
        if not life.calm and random.random() < 0.25:
            options += ["--missed", session.key]
            check_in = evolve(check_in, missed=(*check_in.missed, session.key))
            continue
        said, done = _done(life, session, check_in.day)
        options += ["--done", said]
        check_in = evolve(check_in, done=(*check_in.done, done))
        if session.activity == "run" and (life.calm or random.random() < 0.8):
            pain = draw.pain(random, calm=life.calm)
            check_in = evolve(check_in, running=pain)
            options += ["--pain-running", str(pain)]
    if any(session.activity == "strengthen" for session in of_day) and random.random() < 0.3:
        check_in = evolve(check_in, training=draw.pain(random, calm=life.calm))
        options += ["--pain-training", str(check_in.training)]
    if check_in.running is None and random.random() < 0.03:
        check_in = evolve(check_in, running=draw.pain(random, calm=False))
        options += ["--pain-running", str(check_in.running)]
    return options, check_in


def _done(life: Life, session: Session, day: dt.date) -> tuple[str, Done]:
    key = session.key.removeprefix(f"{day}-") if life.random.random() < 0.5 else session.key
    planned = session.start if life.plan_is_current else None
    if session.start is None or life.random.random() < (0.9 if life.calm else 0.5):
        return key, Done(key=session.key, start=planned)
    about = local(life.story.who.zone, session.start) + dt.timedelta(minutes=life.random.randint(-200, 200))
    minutes = about.hour * 60 + about.minute
    return f"{key}@{clock_of(minutes)}", Done(key=session.key, start=life.story.who.at(day, minutes))


def amend(life: Life) -> None:
    """Correct facts, or add later ones."""
    facts = draw.amendment(life.random, life.story.who, life.story.report, life.now)
    answer = life.tell("amend", CASE, "--now", life.wall(), *facts.options)
    if life.is_taken(answer):
        life.story.facts.append(Amendment(entered_at=life.now, who=facts.who, report=facts.report))
    elif answer.code in {3, 4} and not life.story.emergency:
        # Of an amendment that is refused its findings and pains are on record, as they hold a red flag.
        report, said = life.story.report, facts.report
        corrected = evolve(report, findings=report.findings | said.findings, rest=said.rest, walking=said.walking)
        life.story.facts.append(Amendment(entered_at=life.now, who=life.story.who, report=corrected))
    else:
        return
    life.judge_exit(answer, life.now)


def clear(life: Life) -> None:
    """Enter a clearance: mostly of a finding that is waited for, at times of any finding on any date."""
    flags = flags_at(life.story, life.now)
    random = life.random
    finding = random.choice([flag.finding for flag in flags]) if flags else random.choice(words.FINDINGS)
    if random.random() < 0.05:
        finding = random.choice(words.FINDINGS)
    days = random.choice((0, 0, 0, 1, 2, random.randint(-3, 30)))
    date = life.story.date(life.now) - dt.timedelta(days=days)
    said = ["--cleared", date.isoformat(), "--cleared-by", "Dr. Weber", "--cleared-for", finding]
    day = life.open_day()
    check_in: CheckIn | None = None
    options: list[str] = []
    if random.random() < 0.2:
        options, check_in = draw.check_in(random, life.now, day, calm=random.random() < 0.5)
        options = ["--day", day.isoformat(), *options]
        if len(options) == 2:
            options, check_in = [], None
    answer = life.tell("checkin", CASE, "--now", life.wall(), *options, *said)
    if not life.is_taken(answer):
        _note_refused(life, answer, check_in)
        return
    waited = [flag for flag in flags if flag.finding == finding]
    if date > life.story.date(life.now):
        life.fail(f"clearance-ahead: {date} is taken on {life.story.date(life.now)}")
    if waited and all(flag.day > date for flag in waited):
        life.fail(f"clearance-before-flag: {finding} of {waited[0].day}, cleared on {date}, is taken")
    # In one command the clearance counts first.
    life.story.facts.append(Clearance(entered_at=life.now, date=date, finding=finding))
    if check_in is not None:
        life.story.facts.append(check_in)
    life.judge_exit(answer, life.now)
