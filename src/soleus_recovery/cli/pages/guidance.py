"""What ``check``, ``explain`` and ``protocol`` print."""

from collections.abc import Container, Iterable, Iterator

import attrs

from soleus_recovery.errors import FactError, PlanFileError, shown
from soleus_recovery.export.text.plan import page, wrap
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.guidance.loader import STANDARD, builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue
from soleus_recovery.guidance.sentences import meaning_of
from soleus_recovery.laws.asking import INVARIANTS, violations
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Caution, Finding, Measure, Origin, Severity

__all__ = [
    "check_page",
    "explain_item",
    "explain_plan",
    "list_page",
    "protocol_page",
]


def check_page(plan: Plan, protocol: RecoveryProtocol) -> tuple[str, bool]:
    """List every invariant with the places in a plan that break it; return the page and whether all hold."""
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
    """Explain a finding, a caution, an article item or a rule of the standard protocol, with the rules behind it.

    Raises ``FactError`` for any other name.
    """
    protocol = builtin(STANDARD)
    finding = next((each for each in Finding if each.value == name), None)
    if finding is not None:
        return page(_finding(protocol, finding))
    caution = next((each for each in Caution if each.value == name), None)
    if caution is not None:
        return page(_caution(protocol, caution))
    if name in protocol.items:
        rules = [rule for rule in protocol.rules.values() if name in rule.items]
        lines = [*wrap(f"{name}  {protocol.items[name].about}"), *_rules(protocol, rules)]
        return page(lines)
    if name in protocol.rules:
        return page(_rules(protocol, [protocol.rules[name]]))
    allowed = f"a plan file, a finding, a caution, a rule, or one of {', '.join(protocol.items)}"
    raise FactError(field="ITEM", given=f"{shown(name)} is unknown", allowed=allowed)


def _finding(protocol: RecoveryProtocol, finding: Finding) -> Iterator[str]:
    """Yield what a finding means and, for each referral row that names it, the urgency and what is switched off."""
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
            yield f"    switched off: {_measures(row.switches_off)}"
            rules += row.rules.values()
    if finding is Finding.SWELLING:
        row, numbers = protocol.all_referrals[protocol.triage.swelling_row], protocol.progression
        urgency = protocol.labels.words.urgencies[row.urgency]
        when = f"new after day {numbers.swelling_told_day}, or there on day {numbers.swelling_day} or later"
        yield f"  be seen, {urgency}, where it is {when}: {row.text}"
        rules += row.rules.values()
    severity = next((each for each in Severity if finding in protocol.severity[each].findings), None)
    if severity is not None:
        yield f"  at least {protocol.labels.words.severities[severity]}"
        rules.append(protocol.severity[severity].rules["findings"])
    if finding in protocol.plain_soreness.excluded:
        yield "  a strain is possible"
    yield from _rules(protocol, [protocol.rules[rule] for rule in dict.fromkeys(rules)])


def _caution(protocol: RecoveryProtocol, caution: Caution) -> Iterator[str]:
    """Yield what a caution says to the runner, what it switches off, and the referral rows that look at it."""
    limits = protocol.limits
    yield f"{caution}  {protocol.labels.words.cautions[caution]}"
    yield from wrap(limits.texts[caution], indent=2)
    yield from wrap(f"switched off: {_measures(limits.cautions[caution].switches_off)}", indent=2)
    rules = [limits.cautions[caution].rule]
    for row in protocol.all_referrals.values():
        if any(clue.caution is caution for clue in row.any_of):
            beside = f", with {' or '.join(map(_clue, row.and_any_of))}" if row.and_any_of else ""
            yield from wrap(f"be seen, {protocol.labels.words.urgencies[row.urgency]}{beside}: {row.text}", indent=2)
            yield from wrap(f"switched off: {_measures(row.switches_off)}", indent=4)
            rules += row.rules.values()
    yield from _rules(protocol, [protocol.rules[rule] for rule in dict.fromkeys(rules)])


def _measures(measures: Container[Measure]) -> str:
    return ", ".join(str(each) for each in Measure if each in measures)


def _clue(clue: Clue) -> str:
    """Return a clue of a referral row in words: the name of a finding or caution, or a pain or day with its limit."""
    if clue.finding is not None or clue.caution is not None:
        return str(clue.finding or clue.caution)
    if clue.not_plain_on_both_sides:
        return "anything but plain soreness of both calves"
    [(name, mark)] = [(name, mark) for name, mark in attrs.asdict(clue).items() if mark is not None]
    return f"{name.replace('_', ' ').removesuffix(' at least')} {mark} or more"


def explain_plan(plan: Plan, key: str | None, protocol: RecoveryProtocol) -> str:
    """Explain why a plan is as it is or, with a session's ``key``, why that session is in the plan.

    Raises ``FactError`` for a key that is not in the plan, and ``PlanFileError`` for a rule that the protocol lacks.
    """
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


def list_page() -> str:
    """List the built-in protocols with their versions and titles."""
    protocols = [builtin(name) for name in builtin_ids()]
    return page(f"{each.id} {each.version}  {each.title}" for each in protocols)


def protocol_page(protocol: RecoveryProtocol) -> str:
    """Show a whole protocol."""
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
        owner = "" if name in protocol.triage.referrals else ", of this protocol"
        lines.append(f"  {row.urgency}: {row.text} ({row.rules['referral']}{owner})")
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
