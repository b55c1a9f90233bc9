"""What check, explain, protocol and the commands that tell something print."""

import shlex
from collections.abc import Iterable, Iterator

import attrs

from soleus_recovery.cli.files import read_file
from soleus_recovery.clock import Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import day_reasons, standstill_texts
from soleus_recovery.errors import FactError, PlanFileError, shown
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.export.json.plan import from_json
from soleus_recovery.export.text.changes import changes_text
from soleus_recovery.export.text.plan import page, wrap
from soleus_recovery.facts.case import Case
from soleus_recovery.facts.checkin import Amendment, CheckIn
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.guidance.loader import STANDARD, builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue
from soleus_recovery.guidance.sentences import date_text, fill, gate_texts, meaning_of
from soleus_recovery.laws.asking import INVARIANTS, violations
from soleus_recovery.outgoing import inert
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import moment_text
from soleus_recovery.vocabulary import Activity, Finding, Measure, Origin, Severity, Signal

__all__ = [
    "check_page",
    "explain_item",
    "explain_plan",
    "exported_lines",
    "list_page",
    "new_reasons",
    "protocol_page",
    "read_plan",
    "told_page",
]


def read_plan(name: str) -> Plan:
    """The plan in a file; ``PlanFileError`` where it cannot be read or is none."""
    content = read_file(name, PlanFileError, what="plan")
    try:
        return from_json(content)
    except PlanFileError as error:
        raise PlanFileError(path=f"{shown(name)}: {error.path}", problem=error.problem) from error


def check_page(plan: Plan, protocol: RecoveryProtocol) -> tuple[str, bool]:
    """Every invariant by id with the places that break it, and whether all hold."""
    broken = violations(plan, protocol)
    lines: list[str] = []
    for invariant in INVARIANTS:
        places = [violation.where for violation in broken if violation.id == invariant.id]
        lines.append(f"{invariant.id} {'BROKEN' if places else 'ok':6} {invariant.says} [{invariant.origin}]")
        lines += [f"       - {place}" for place in places]
    total = len({violation.id for violation in broken})
    lines.append(
        f"{total} of {len(INVARIANTS)} invariants broken" if total else f"all {len(INVARIANTS)} invariants hold"
    )
    return page(lines), not broken


def explain_item(name: str) -> str:
    """A finding, an article item or a rule of the standard protocol: what it is, and every rule that it leads to."""
    protocol = builtin(STANDARD)
    finding = next((each for each in Finding if each.value == name), None)
    if finding is not None:
        return page(_finding(protocol, finding))
    if name in protocol.items:
        rules = [rule for rule in protocol.rules.values() if name in rule.items]
        lines = [*wrap(f"{name}  {protocol.items[name].about}"), *_rules(protocol, rules)]
        return page(lines)
    if name in protocol.rules:
        return page(_rules(protocol, [protocol.rules[name]]))
    allowed = f"a plan file, a finding, a rule, or one of {', '.join(protocol.items)}"
    raise FactError(field="ITEM", given=f"{shown(name)} is unknown", allowed=allowed)


def _finding(protocol: RecoveryProtocol, finding: Finding) -> Iterator[str]:
    """What a word means, what it leads to and what it switches off, row by row."""
    yield f"{finding}  {protocol.labels.words.findings[finding]}"
    yield f"  {meaning_of(protocol, finding)}"
    rules: list[str] = []
    for row in protocol.all_referrals.values():
        columns = [{clue.finding for clue in clues} for clues in (row.any_of, row.and_any_of)]
        if any(finding in column for column in columns):
            words = protocol.labels.words.urgencies[row.urgency]
            others = row.any_of if finding not in columns[0] else row.and_any_of
            beside = f", with {' or '.join(map(_clue, others))}" if row.and_any_of else ""
            yield f"  be seen, {words}{beside}: {row.text}"
            yield f"    switched off: {', '.join(str(each) for each in Measure if each in row.switches_off)}"
            rules += row.rules.values()
    if finding is Finding.SWELLING:
        row, day = protocol.all_referrals[protocol.triage.swelling_row], protocol.progression.swelling_day
        urgency = protocol.labels.words.urgencies[row.urgency]
        yield f"  be seen, {urgency}, where it is new at a check-in, or there on day {day} or later: {row.text}"
        rules += row.rules.values()
    severity = next((each for each in Severity if finding in protocol.severity[each].findings), None)
    if severity is not None:
        yield f"  at least {protocol.labels.words.severities[severity]}"
        rules.append(protocol.severity[severity].rules["findings"])
    if finding in protocol.plain_soreness.excluded:
        yield "  a strain is possible"
    yield from _rules(protocol, [protocol.rules[rule] for rule in dict.fromkeys(rules)])


def _clue(clue: Clue) -> str:
    """A clue as the options spell it."""
    if clue.finding is not None:
        return str(clue.finding)
    [(name, mark)] = [(name, mark) for name, mark in attrs.asdict(clue).items() if mark is not None]
    return f"{name.replace('_', ' ').removesuffix(' at least')} {mark} or more"


def explain_plan(plan: Plan, key: str | None, protocol: RecoveryProtocol) -> str:
    """Why a plan is what it is, or why one of its sessions is there."""
    sessions = {session.key: session for _, session in plan.sessions()}
    if key is not None:
        if key not in sessions:
            some = ", ".join(list(sessions)[:3])
            raise FactError(field="SESSION", given=f"{shown(key)} is not in the plan", allowed=f"a key such as {some}")
        session = sessions[key]
        named = [because.rule for because in session.because]
        head = [f"{session.key}  {session.title}", *wrap(session.instructions)]
    else:
        named = [reason.because.rule for reason in plan.reasons]
        named += [because.rule for session in sessions.values() for because in session.because]
        head = [line for reason in plan.reasons for line in wrap(reason.text)]
    unknown = next((rule for rule in named if rule not in protocol.rules), None)
    if unknown is not None:
        raise PlanFileError(path="because", problem=f"the rule {shown(unknown)} is not in {plan.protocol.id}")
    lines = [*head, *_rules(protocol, [protocol.rules[rule] for rule in dict.fromkeys(named)])]
    return page(lines)


def new_reasons(before: CaseFile, after: CaseFile) -> frozenset[str]:
    """What the revisions since give as reasons."""
    revisions = after.issued.plan.revisions[before.issued.plan.revision :]
    return frozenset(reason.text for revision in revisions for reason in revision.reasons)


def exported_lines(before: Plan, case: Case, name: str, *, at: Minute) -> Iterator[str]:
    """What a calendar that holds the plan before a red flag still shows, and what to do about it, if it is any run."""
    runs = sum(
        session.activity is Activity.RUN and session.span is not None and session.span.start >= at
        for _, session in before.sessions()
    )
    texts = standstill_texts(case.protocol)
    if runs:
        text = texts.exported_run if runs == 1 else texts.exported_runs
        yield fill(text, count=runs, case=inert(shlex.quote(name)))


def told_page(before: CaseFile, after: CaseFile, progress: Progress) -> str:
    """How what was told is read, what changed, why, and what is next."""
    # A word that changes nothing makes no revision, and is answered all the same.
    known = new_reasons(before, after)
    said = [text for text in _read_as(before.case, after.case, progress) if text not in known]
    lines = [line for text in said for line in wrap(text)]
    return page(lines) + changes_text(before.issued.plan, after.issued.plan, at=progress.as_of)


def _read_as(before: Case, after: Case, progress: Progress) -> Iterator[str]:
    occasions, waiting = after.protocol.occasions, progress.waiting
    days = [entry.fact.day for entry in before.entries if isinstance(entry.fact, CheckIn)]
    for entry in after.entries[len(before.entries) :]:
        if isinstance(entry.fact, Amendment):
            yield occasions.amended
        elif isinstance(entry.fact, CheckIn):
            if entry.fact.day in days:
                yield fill(occasions.replaced, day=date_text(entry.fact.day, after.protocol.labels))
            if waiting is None:
                yield from _decided(entry.fact, after, progress)
    if waiting is not None:
        # However good the word was, this is what it waits for.
        names = after.protocol.labels.words.findings
        still = ", ".join(
            f"{names[each]} ({each})" for each in sorted(waiting.findings, key=lambda finding: finding.rank)
        )
        yield fill(after.protocol.today.to_clear, findings=still)


def _decided(word: CheckIn, case: Case, progress: Progress) -> Iterator[str]:
    protocol, state = case.protocol, progress.state
    for verdict in progress.verdicts:
        if verdict.date == word.day:
            yield from (reason.text for reason in day_reasons(protocol, verdict))
            if verdict.signal is Signal.NO_FULL_WORD:
                yield from _missing(word)
    tests = gate_texts(protocol, possible_strain=state.possible_strain)
    missing = [text for gate, text in tests.items() if gate in word.gates - progress.gates]
    if missing and state.gate_needed and not state.gate_passed:
        start = moment_text(progress.tests_from, progress.runner.zone, protocol.labels)
        yield fill(protocol.occasions.tests_not_counted, tests="; ".join(missing), start=start)


def _missing(word: CheckIn) -> Iterator[str]:
    """What would make the word a full one: a tired runner forgets one of them."""
    ran = any(done.session.startswith(f"{Activity.RUN}-") for done in word.done)
    asked = {
        "--pain-rest": word.pain_at_rest,
        "--pain-walking": word.pain_walking,
        "--pain-running": word.pain_running if ran else 0,
        "--morning": word.morning,
    }
    missing = [option for option, told in asked.items() if told is None]
    if missing:
        yield f"For a full check-in of {word.day} tell all again, and also {', '.join(missing)}."


def list_page() -> str:
    """Every protocol with its version and title."""
    protocols = [builtin(name) for name in builtin_ids()]
    return page(f"{each.id} {each.version}  {each.title}" for each in protocols)


def protocol_page(protocol: RecoveryProtocol) -> str:
    """A whole protocol as a readable page."""
    lines = [
        f"{protocol.id} {protocol.version}: {protocol.title}",
        "",
        "The article's items, and the rules they lead to",
    ]
    for item in protocol.items.values():
        rules = ", ".join(rule.id for rule in protocol.rules.values() if item.id in rule.items)
        lines.append(f"  {item.id:4} {item.about}: {rules}")
    lines += ["", "Who is sent to a clinician, and how soon"]
    for name, row in protocol.all_referrals.items():
        whose = "" if name in protocol.triage.referrals else ", of this protocol"
        lines.append(f"  {row.urgency}: {row.text} ({row.rules['referral']}{whose})")
    lines += ["", "Rules", *_rules(protocol, protocol.rules.values())]
    lines += ["", "Numbers, each with the rule that gives it"]
    lines += [f"  {path} = {value} ({rule})" for path, value, rule in sourced_numbers(protocol)]
    lines += ["", "Sources"]
    for source in protocol.sources.values():
        lines.append(f"  {source.key}: {source.title}. {source.where}{' (secondary)' if source.secondary else ''}")
    return page(lines)


def _rules(protocol: RecoveryProtocol, rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from wrap(f"{rule.id}: {rule.says}", indent=2)
        yield from wrap(f"{rule.origin}: {_cited(protocol, rule)}", indent=4)


def _cited(protocol: RecoveryProtocol, rule: Rule) -> str:
    if rule.origin is not Origin.EVIDENCE:
        return rule.cite
    source = protocol.sources[rule.cite]
    return f"{source.title}. {source.where}{' (secondary)' if source.secondary else ''}"
