"""What a runner tells a case: how days went, corrected facts, clearances; the driver keeps what was accepted."""

import datetime as dt

from attrs import evolve

from tests.lives import draw, words
from tests.lives.command import Answer
from tests.lives.facts import Amendment, Clearance, Done, Word
from tests.lives.life import CASE, Life
from tests.lives.plan import Session
from tests.lives.red_flags import standing
from tests.lives.wall import clock_of, local


def check_in(life: Life) -> None:
    """Tell of a day: mostly today, at times an earlier one, with what was done."""
    day = life.open_day()
    if not life.calm and life.random.random() < 0.2:
        day -= dt.timedelta(days=life.random.randint(-1, 6))
    options, told = draw.word(life.random, life.now, day, calm=life.calm and life.random.random() < 0.93)
    done, told = _deeds(life, told)
    answer = life.tell("checkin", CASE, "--now", life.wall(), "--day", day.isoformat(), *options, *done)
    _told(life, answer, told, day)


def _told(life: Life, answer: Answer, told: Word, day: dt.date) -> None:
    if not life.is_taken(answer):
        _half_told(life, answer, told)
        return
    if day > life.story.date(life.now):
        life.fail(f"future-day: a word for {day} is taken on {life.story.date(life.now)}")
    for done in told.done:
        if done.start is not None and done.start > life.now and answer.code != 4:
            life.fail(f"done-ahead: {done.key} at {done.start:%F %H:%M} is taken at {life.now:%F %H:%M}")
    life.touched |= {done.key for done in told.done} | set(told.missed)
    life.story.facts.append(told)
    life.judge_exit(answer, life.now)


def _half_told(life: Life, answer: Answer, told: Word | None) -> None:
    """Of a word that is refused a red flag is on record: what can be read of its findings and pains."""
    if answer.code != 3 or told is None:
        return
    report, moving = life.story.report, [pain for pain in (told.walking, told.running) if pain is not None]
    heard = evolve(
        report,
        findings=report.findings | told.findings,
        rest=report.rest if told.rest is None else told.rest,
        walking=max(moving, default=report.walking),
    )
    life.story.facts.append(Amendment(told_at=life.now, who=life.story.who, report=heard))
    life.judge_exit(answer, life.now)


def _deeds(life: Life, told: Word) -> tuple[list[str], Word]:
    """Choose what was done or missed that day, from the last plan."""
    plan, random = life.plan, life.random
    if plan is None:
        return [], told
    of_day = [session for session in plan.sessions if session.day == told.day]
    options: list[str] = []
    for session in of_day:
        begun = session.start is not None and session.start <= life.now
        chance = 0.9 if session.activity == "run" and begun and life.calm else 0.05
        if random.random() >= chance:
            continue
        if not life.calm and random.random() < 0.25:
            options += ["--missed", session.key]
            told = evolve(told, missed=(*told.missed, session.key))
            continue
        said, done = _done(life, session, told.day)
        options += ["--done", said]
        told = evolve(told, done=(*told.done, done))
        if session.activity == "run" and (life.calm or random.random() < 0.8):
            pain = draw.pain(random, calm=life.calm)
            told = evolve(told, running=pain)
            options += ["--pain-running", str(pain)]
    if told.running is None and random.random() < 0.03:
        told = evolve(told, running=draw.pain(random, calm=False))
        options += ["--pain-running", str(told.running)]
    return options, told


def _done(life: Life, session: Session, day: dt.date) -> tuple[str, Done]:
    key = session.key.removeprefix(f"{day}-") if life.random.random() < 0.5 else session.key
    planned = session.start if life.plan_is_current else None
    if session.start is None or life.random.random() < (0.9 if life.calm else 0.5):
        return key, Done(key=session.key, start=planned)
    about = local(life.story.who.zone, session.start) + dt.timedelta(minutes=life.random.randint(-200, 200))
    minutes = about.hour * 60 + about.minute
    return f"{key}@{clock_of(minutes)}", Done(key=session.key, start=life.story.who.at(day, minutes))


def amend(life: Life) -> None:
    """Correct facts, or tell later ones."""
    facts = draw.amendment(life.random, life.story.who, life.story.report, life.now)
    answer = life.tell("amend", CASE, "--now", life.wall(), *facts.options)
    if life.is_taken(answer) or answer.code == 3:
        life.story.facts.append(Amendment(told_at=life.now, who=facts.who, report=facts.report))
        life.judge_exit(answer, life.now)


def clear(life: Life) -> None:
    """Tell of a clearance: mostly of what is waited for, on a sensible date; at times of anything on any."""
    flags = standing(life.story, life.now)
    random = life.random
    finding = random.choice([flag.finding for flag in flags]) if flags else random.choice(words.FINDINGS)
    if random.random() < 0.05:
        finding = random.choice(words.FINDINGS)
    days = random.choice((0, 0, 0, 1, 2, random.randint(-3, 30)))
    date = life.story.date(life.now) - dt.timedelta(days=days)
    said = ["--cleared", date.isoformat(), "--cleared-by", "Dr. Weber", "--cleared-for", finding]
    day = life.open_day()
    told: Word | None = None
    options: list[str] = []
    if random.random() < 0.2:
        options, told = draw.word(random, life.now, day, calm=random.random() < 0.5)
        options = ["--day", day.isoformat(), *options]
        if len(options) == 2:
            options, told = [], None
    answer = life.tell("checkin", CASE, "--now", life.wall(), *options, *said)
    if not life.is_taken(answer):
        _half_told(life, answer, told)
        return
    waited = [flag for flag in flags if flag.finding == finding]
    if date > life.story.date(life.now):
        life.fail(f"clearance-ahead: {date} is taken on {life.story.date(life.now)}")
    if waited and all(flag.day > date for flag in waited):
        life.fail(f"clearance-before-flag: {finding} of {waited[0].day}, cleared on {date}, is taken")
    if told is not None:
        life.story.facts.append(told)
    life.story.facts.append(Clearance(told_at=life.now, date=date, finding=finding))
    life.judge_exit(answer, life.now)
